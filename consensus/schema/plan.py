"""A schema compiled once into the tree that comparison walks: leaves, objects, tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from consensus.errors import SchemaError
from consensus.schema.decimals import with_pattern
from consensus.schema.kinds import declared_kind, typed_kind, types_of
from consensus.schema.resolve import PlainSchema, from_json


@dataclass(frozen=True, slots=True)
class Leaf:
    """One cell a row or object: a scalar, or a list that is compared as one value.

    kind: one of KINDS. item: for lists, how an element is compared. options: of ``x-compare`` (tolerance, relative,
    order, locale). required: its object must have it. schema: its own schema, plus ``x-required`` when it is required,
    ``x-unknown`` for an extra key. relaxed: the same leaf where the object that requires it is itself absent.
    """

    name: str
    pattern: str
    kind: str
    schema: Mapping[str, Any]
    required: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    item: Leaf | Branch | None = None
    relaxed: Leaf | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """An object. extra: the schema of keys that ``properties`` does not name, where the schema gives one."""

    name: str
    pattern: str
    children: tuple[Node, ...]
    required: bool = True
    nullable: bool = False
    extra: Mapping[str, Any] | None = None
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """A list of objects; its rows are aligned. key: the columns of ``list-by-key``. cell: the list itself as a leaf."""

    name: str
    pattern: str
    row: Branch
    cell: Leaf
    key: tuple[str, ...] = ()


Node = Leaf | Branch | Table


def compile_plan(schema: Mapping[str, Any]) -> Branch:
    """The plan of a schema, compiled once per content. Raises SchemaError."""
    if isinstance(schema, PlainSchema):
        return _compiled_plain(schema)
    return _compiled(_content(schema))


def _content(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, sort_keys=False, ensure_ascii=False, default=str)


@lru_cache(maxsize=256)
def _compiled(key: str) -> Branch:
    return _branch("", "", from_json(json.loads(key)), True, in_row=False)


@lru_cache(maxsize=256)
def _compiled_plain(schema: PlainSchema) -> Branch:
    return _compiled(_content(schema))


def leaves(schema: Mapping[str, Any]) -> list[Leaf]:
    """Every leaf of a schema in its order; a table's with patterns such as ``items[].price``. Raises SchemaError."""
    found: list[Leaf] = []
    waiting: list[Node] = [compile_plan(schema)]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Leaf):
            found.append(node)
        else:
            waiting = [*(node.children if isinstance(node, Branch) else (node.row,)), *waiting]
    return found


def extra_leaf(name: str, pattern: str, schema: Mapping[str, Any] | None) -> Leaf:
    """The leaf of a key that the schema's properties do not name."""
    if schema:
        return _leaf(name, pattern, schema, False)
    return Leaf(name, pattern, "any", {"x-unknown": True})


def _branch(name: str, pattern: str, schema: Mapping[str, Any], required: bool, *, in_row: bool) -> Branch:
    wanted = set(schema.get("required", ()))
    properties = schema.get("properties") or {}
    children = tuple(
        _node(key, f"{pattern}.{key}" if pattern else key, _mapping(sub), key in wanted, in_row)
        for key, sub in properties.items()
    )
    extra = schema.get("additionalProperties")
    return Branch(
        name,
        pattern,
        children,
        required,
        "null" in types_of(schema),
        extra if isinstance(extra, Mapping) and extra else None,
        frozenset(properties),
    )


def _mapping(schema: Any) -> Mapping[str, Any]:
    return schema if isinstance(schema, Mapping) else {}


def _node(name: str, pattern: str, schema: Mapping[str, Any], required: bool, in_row: bool) -> Node:
    items = schema.get("items")
    if schema.get("properties"):
        return _branch(name, pattern, schema, required, in_row=in_row)
    if not in_row and isinstance(items, Mapping) and items.get("properties"):
        cell = _leaf(name, pattern, schema, required)
        row = _branch("", f"{pattern}[]", items, True, in_row=True)
        return Table(name, pattern, row, cell, _table_key(cell, row))
    return _leaf(name, pattern, schema, required)


def _table_key(cell: Leaf, row: Branch) -> tuple[str, ...]:
    if cell.kind != "list-by-key":
        return ()
    named = cell.options.get("key")
    keys = (named,) if isinstance(named, str) else tuple(named or ())
    known = {child.name for child in row.children if isinstance(child, Leaf)}
    if not keys or not known.issuperset(keys):
        do = f'Write "x-compare": {{"list-by-key": "COLUMN"}} with a column of the rows: {", ".join(sorted(known))}.'
        raise SchemaError("list-by-key names no column of its rows", where=cell.pattern, do=do)
    return keys


def _leaf(name: str, pattern: str, schema: Mapping[str, Any], required: bool) -> Leaf:
    declared, options = declared_kind(schema, pattern)
    kinds = [kind for kind in types_of(schema) if kind != "null"]
    item: Leaf | Branch | None = None
    if "array" in kinds or "items" in schema or declared in ("set", "list-by-key"):
        below = _mapping(schema.get("items"))
        if below.get("properties"):
            item = _branch("", f"{pattern}[]", below, True, in_row=True)
        else:
            inner = dict(below)
            if declared not in (None, "set", "list-by-key"):
                inner["x-compare"] = schema["x-compare"]
            item = _leaf("", f"{pattern}[]", inner, False)
        unordered = declared == "set" or schema.get("uniqueItems") is True
        kind = "list-by-key" if declared == "list-by-key" else "set" if unordered else "list"
    else:
        kind = declared or typed_kind(schema, kinds)
        schema = with_pattern(schema) if kind == "number" else schema
    plain = Leaf(name, pattern, kind, schema, False, options, item)
    return replace(plain, required=True, schema={**schema, "x-required": True}, relaxed=plain) if required else plain
