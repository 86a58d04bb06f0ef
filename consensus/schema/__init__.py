"""Shared ground of the pure rooms: JSON Schema, pydantic models, paths and ``x-compare``."""

from consensus.schema.assemble import assemble
from consensus.schema.kinds import COMPARISONS, KINDS, types_of
from consensus.schema.plan import Branch, Leaf, Node, Table, compile_plan, extra_leaf, leaves
from consensus.schema.resolve import ModelSchema, from_json, from_pydantic, seen_class, violations
from consensus.schema.rules import Requires, Rule, Unique, When, rules_of

__all__ = [
    "COMPARISONS",
    "KINDS",
    "Branch",
    "Leaf",
    "ModelSchema",
    "Node",
    "Requires",
    "Rule",
    "Table",
    "Unique",
    "When",
    "assemble",
    "compile_plan",
    "extra_leaf",
    "from_json",
    "from_pydantic",
    "leaves",
    "rules_of",
    "seen_class",
    "types_of",
    "violations",
]
