"""Shared ground of the pure rooms: JSON Schema, pydantic models, paths and ``x-compare``."""

from consensus.schema.assemble import assemble
from consensus.schema.kinds import COMPARISONS, KINDS, types_of
from consensus.schema.plan import Branch, Leaf, Node, Table, compile_plan, extra_leaf, leaves
from consensus.schema.resolve import from_json, from_pydantic, violations

__all__ = [
    "COMPARISONS",
    "KINDS",
    "Branch",
    "Leaf",
    "Node",
    "Table",
    "assemble",
    "compile_plan",
    "extra_leaf",
    "from_json",
    "from_pydantic",
    "leaves",
    "types_of",
    "violations",
]
