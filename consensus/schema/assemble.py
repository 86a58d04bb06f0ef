"""From the values of cells back to one object in the shape of the schema."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from consensus.schema.kinds import types_of
from consensus.schema.plan import Branch, Leaf, Node, Table, compile_plan

_ROW = re.compile(r"(.*?)\[(\d+)\](?:\.|$)", re.DOTALL)
_ABSENT: Any = object()


def assemble(
    schema: Mapping[str, Any], values: Mapping[str, Any], open_paths: Collection[str] | None = None
) -> dict[str, Any]:
    """The nested object whose cells have these values, rows in the order of their index.

    values: every cell by its path; None where it was not accepted. open_paths: the cells not accepted, whose key stays
    in the object with null; an accepted null is left out where the schema wants the key absent rather than null, and so
    is a row whose every cell was settled as null.
    Without open_paths every null stays. A key outside the schema is put where its path says. Raises SchemaError.
    """
    writer = _Writer(values, set(values) if open_paths is None else set(open_paths))
    built = writer.branch(compile_plan(schema), "")
    for path, value in values.items():
        if path not in writer.used:
            _put(built, path, value)
    return built


class _Writer:
    def __init__(self, values: Mapping[str, Any], open_paths: set[str]) -> None:
        self.values, self.open_paths = values, open_paths
        self.used: set[str] = set()
        self.rows: dict[str, int] = {}
        for path in values:
            if match := _ROW.match(path):
                self.rows[match[1]] = max(self.rows.get(match[1], 0), int(match[2]) + 1)

    def branch(self, node: Branch, prefix: str) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for child in node.children:
            value = self.node(child, f"{prefix}.{child.name}" if prefix else child.name)
            if value is not _ABSENT:
                built[child.name] = value
        return built

    def node(self, node: Node, path: str) -> Any:
        if isinstance(node, Branch):
            built = self.branch(node, path)
            if node.required and not node.nullable:
                return built
            hollow = _hollow(built) and not self.waits(path)
            return built if not hollow else None if node.nullable else _ABSENT
        if isinstance(node, Table) and path in self.rows:
            rows = [(f"{path}[{i}]", self.branch(node.row, f"{path}[{i}]")) for i in range(self.rows[path])]
            # A row whose every cell was settled as absent is a row that is not there.
            return [row for at, row in rows if not (_hollow(row) and self.settled(at))]
        return self.leaf(node.cell if isinstance(node, Table) else node, path)

    def waits(self, path: str) -> bool:
        """Whether some cell below a path was not accepted."""
        return any(one.startswith(f"{path}.") for one in self.open_paths)

    def settled(self, path: str) -> bool:
        """Whether there are cells below a path, and all were accepted."""
        return any(one.startswith(f"{path}.") for one in self.values) and not self.waits(path)

    def leaf(self, leaf: Leaf, path: str) -> Any:
        if path not in self.values:
            return _ABSENT
        self.used.add(path)
        value = self.values[path]
        if value is not None or path in self.open_paths or leaf.required:
            return value
        kinds = types_of(leaf.schema)
        return None if not kinds or "null" in kinds else _ABSENT


def _hollow(built: dict[str, Any]) -> bool:
    return all(value is None or (isinstance(value, dict) and _hollow(value)) for value in built.values())


def _put(built: dict[str, Any], path: str, value: Any) -> None:
    parts: list[str | int] = []
    for name in path.split("."):
        match = re.fullmatch(r"(.*)\[(\d+)\]", name, re.DOTALL)
        parts += [match[1], int(match[2])] if match else [name]
    here: Any = built
    for part, following in pairwise(parts):
        here = _step(here, part, [] if isinstance(following, int) else {})
        if here is None:
            return
    last = parts[-1]
    if isinstance(here, dict) and isinstance(last, str):
        here.setdefault(last, value)
    elif isinstance(here, list) and isinstance(last, int) and last == len(here):
        here.append(value)


def _step(here: Any, part: str | int, empty: Any) -> Any:
    if isinstance(here, dict) and isinstance(part, str):
        if here.get(part) is None:
            here[part] = empty
        return here[part]
    if isinstance(here, list) and isinstance(part, int):
        while len(here) <= part:
            here.append({})
        return here[part]
    return None
