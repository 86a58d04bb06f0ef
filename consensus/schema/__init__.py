"""JSON Schema, pydantic models, paths and ``x-compare``."""

from consensus.schema import paths
from consensus.schema.assemble import assemble, containers
from consensus.schema.kinds import KINDS, types_of
from consensus.schema.nodes import Branch, Lazy, Leaf, Node, Table, Union, opened
from consensus.schema.plan import compile_plan, leaves, unknown_leaf
from consensus.schema.resolve import ModelSchema, as_object, from_json, from_pydantic, root_key, seen_class, violations
from consensus.schema.rules import Invariant, Requires, Unique, When, rules_of
from consensus.schema.unions import branch_of, option_of
