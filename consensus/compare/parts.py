"""One member's answers about the overlapping parts of a document, as one answer about the whole. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from consensus.compare.fields_vote import Gap
from consensus.compare.parts_rows import Part, merged_rows
from consensus.normalize.spelling import one_string
from consensus.normalize.values import NULL, canonical
from consensus.schema import Branch, Lazy, Leaf, Node, Table, Union, compile_plan, opened, option_of

_NOT_KNOWN = object()


def merge_parts(
    schema: Mapping[str, Any], texts: Sequence[str], repeated: Sequence[str], values: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The object of the whole document.

    texts: of the parts, in order. repeated: what each begins with that the one before ends with ("" for the first).
    values: the object that the member gave for each. Rows are put together without doubling or losing any. A key has
    ``Gap.OMITTED``, so that the member has no answer for it, where the parts state different values, and where rows at
    a seam cannot be told apart: left out, it would say that there is none. Raises SchemaError where the schema is none.
    """
    parts = [Part((), texts[0], 0, 0)]
    for (before, _), (text, again) in pairwise(zip(texts, repeated, strict=True)):
        line = parts[-1].line + len(before.splitlines()) - len(again.splitlines())
        parts.append(Part((), text, line, parts[-1].offset + len(before) - len(again)))
    merged = _branch(compile_plan(schema), list(values), parts)
    return merged if isinstance(merged, dict) else {}


def _branch(branch: Branch, objects: list[Any], parts: Sequence[Part]) -> Any:
    there = [one for one in objects if isinstance(one, Mapping)]
    if not there:
        return None
    merged: dict[str, Any] = {}
    names = dict.fromkeys(name for one in there for name in one)
    children = {child.name: child for child in branch.children}
    for name in [*(n for n in children if n in names), *(n for n in names if n not in children)]:
        values = [one.get(name) if isinstance(one, Mapping) else None for one in objects]
        child = children.get(name) or branch.node_of(name)
        stated = _value(child, values, parts)
        if stated is not _NOT_KNOWN or child is not None:
            merged[name] = Gap.OMITTED if stated is _NOT_KNOWN else stated
    return merged


def _value(node: Node | None, values: list[Any], parts: Sequence[Part]) -> Any:
    filled = [value for value in values if value not in (None, {}, [])]
    known = opened(node) if node is not None and (filled or not isinstance(node, Lazy)) else None
    if isinstance(known, Union):
        known = _chosen(known, filled)
    if isinstance(known, Branch):
        return _branch(known, values, parts)
    return _stated(known, values, parts)


def _chosen(union: Union, filled: list[Any]) -> Branch | Leaf | Table:
    """What all parts say that a union is; where they differ, one value that they cannot agree on."""
    node: Node = union.cell
    if union.table is not None and all(isinstance(value, list) for value in filled):
        node = opened(union.table)
    elif all(isinstance(value, dict) for value in filled):
        chosen = {option_of(union, value) for value in filled}
        at = chosen.pop() if len(chosen) == 1 else None
        node = opened(union.options[at].node) if at is not None else union.cell
    return node if isinstance(node, Branch | Leaf | Table) else union.cell


def _stated(node: Leaf | Table | None, values: list[Any], parts: Sequence[Part]) -> Any:
    """What the parts state of one key, whatever its schema calls it: rows, an object with any keys, a value."""
    if any(isinstance(value, list) for value in values):
        return _union(values) if isinstance(node, Leaf) and node.kind == "set" else _rows(values, parts)
    stated = [value for value in values if value is not None]
    if stated and all(isinstance(value, Mapping) for value in stated):
        return _keyed(values, parts)
    return _one_value(values, node if isinstance(node, Leaf) else None)


def _keyed(values: Sequence[Any], parts: Sequence[Part]) -> Any:
    """The keys of all; not known when one of them is not."""
    there = [value if isinstance(value, Mapping) else {} for value in values]
    names = dict.fromkeys(name for one in there for name in one)
    merged = {name: _stated(None, [one.get(name) for one in there], parts) for name in names}
    return _NOT_KNOWN if _NOT_KNOWN in merged.values() else merged


def _one_value(values: Sequence[Any], leaf: Leaf | None) -> Any:
    """What the parts state; None when none states anything."""
    kind = leaf.kind if leaf is not None else "any"
    options = leaf.options if leaf is not None else {}
    found: dict[Any, Any] = {}
    for value in values:
        key = canonical(value, kind, order=options.get("order", "iso"), locale=options.get("locale"))
        if key != NULL and not _alike(found.setdefault(key, value), value) and kind in ("string", "any"):
            return _NOT_KNOWN
    if len(found) > 1:
        return _NOT_KNOWN
    return next(iter(found.values()), None)


def _union(values: Sequence[Any]) -> Any:
    items = [item for value in values if isinstance(value, list) for item in value]
    known: dict[Any, list[Any]] = {}
    found = []
    for item in items:
        spelt = known.setdefault(canonical(item, "any"), [])
        if not any(_alike(one, item) for one in spelt):
            spelt.append(item)
            found.append(item)
    return found


def _alike(one: Any, other: Any) -> bool:
    """Whether two values of equal keys are one: ``5 MW`` and ``5 mW`` are two."""
    return not (isinstance(one, str) and isinstance(other, str)) or one_string(one, other, None)


def _rows(values: Sequence[Any], parts: Sequence[Part]) -> Any:
    given = [
        part._replace(rows=value if isinstance(value, list) else []) for value, part in zip(values, parts, strict=True)
    ]
    rows = merged_rows(given)
    return _NOT_KNOWN if rows is None else rows
