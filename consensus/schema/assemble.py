"""From the values of cells back to one value in the shape of the schema."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from consensus.schema import paths
from consensus.schema.kinds import types_of
from consensus.schema.nodes import Branch, Lazy, Leaf, Node, Table, Union, opened
from consensus.schema.path_values import PathValues
from consensus.schema.plan import compile_plan
from consensus.schema.resolve import root_key

_ABSENT: Any = object()


def assemble(schema: Mapping[str, Any], values: Mapping[str, Any], open_paths: Collection[str] | None = None) -> Any:
    """The value whose cells have these values, rows in the order of their index: an object, or the list that the schema
    asks for.

    values: every cell by its path; None where it was not accepted. open_paths: the cells not accepted, whose key stays
    in the object with null; an accepted null is left out where the schema wants the key absent rather than null. A row
    of which no cell is named is not there. Without open_paths every null stays. A key outside the schema is put where
    its path says. Raises SchemaError.
    """
    return _assembled(schema, values, open_paths).whole


def containers(schema: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of unions, maps and tables within rows that have cells of their own, by path. Raises SchemaError."""
    return _assembled(schema, values, None).containers if compile_plan(schema).containers else {}


def _assembled(schema: Mapping[str, Any], values: Mapping[str, Any], open_paths: Collection[str] | None) -> _Writer:
    plan = compile_plan(schema)
    waiting = set(values) if open_paths is None else set(open_paths)
    writer = _Writer(PathValues(values, plan.reserved), waiting)
    writer.whole = writer.branch(plan, "")
    if len(writer.used) < len(values):  # keys that the schema does not know
        writer = _Writer(PathValues(values, plan.reserved), waiting, extras=True)
        writer.whole = writer.branch(plan, "")
    if (key := root_key(schema)) is not None:
        writer.whole = writer.whole.get(key)
    return writer


class _Writer:
    """Builds the value from the plan. extras: whether there are keys beside it. containers: see the function."""

    def __init__(self, cells: PathValues, open_paths: set[str], *, extras: bool = False) -> None:
        self.cells, self.values, self.open_paths, self.extras = cells, cells.values, open_paths, extras
        self.used = cells.used
        self.containers: dict[str, Any] = {}
        self.whole: Any = None
        self.in_row = False

    def branch(self, node: Branch, prefix: str) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for child in node.children:
            value = self.node(child, prefix + child.step)
            if value is not _ABSENT:
                built[child.name] = value
        if node.extra or self.extras:
            self.keys(node, prefix, built)
        return built

    def keys(self, node: Branch, prefix: str, built: dict[str, Any]) -> None:
        """What the paths below an object say of keys that are no child's."""
        for key, end, path in list(self.cells.left(prefix)):
            if path in self.used or key in built or not isinstance(key, str):
                continue
            child = node.node_of(key) if key not in node.names else None
            value = self.node(child, path[:end]) if child is not None else _ABSENT
            if value is not _ABSENT:
                built[key] = value
            elif path not in self.used:
                self.used.add(path)
                if self.values[path] is not None or path in self.open_paths:
                    _put(built, [key, *paths.parts(path, end)], self.values[path])

    def node(self, node: Node, path: str) -> Any:
        if isinstance(node, Leaf):
            return self.leaf(node, path)
        if isinstance(node, Lazy | Union | Branch) and node.cell is not None and (path or paths.WHOLE) in self.values:
            return self.leaf(node.cell, path or paths.WHOLE)
        if isinstance(node, Lazy) and not self.cells.has_below(path):
            return _ABSENT
        node = opened(node)
        if isinstance(node, Branch):
            value = self.object(node, path)
            return self.contained(path, value) if node.cell is not None else value
        if isinstance(node, Union):
            return self.contained(path, self.union(node, path))
        if isinstance(node, Table):
            return self.table(node, path)
        return self.leaf(node, path)

    def object(self, node: Branch, path: str) -> Any:
        built = self.branch(node, path)
        if node.required and not node.nullable:
            return built
        hollow = _hollow(built) and not any(paths.is_below(one, path) for one in self.open_paths)
        return built if not hollow else None if node.nullable else _ABSENT

    def table(self, node: Table, path: str) -> Any:
        if path not in self.cells.rows:
            return self.leaf(node.cell, path or paths.WHOLE)
        within, self.in_row = self.in_row, True
        rows = []
        for i in range(self.cells.rows[path]):
            if not self.cells.has_below(f"{path}[{i}]"):
                continue  # a row without a cell is a row that is not there
            row = self.node(node.row, f"{path}[{i}]")
            rows.append({} if row is _ABSENT else row)
        self.in_row = within
        return self.contained(path, rows) if within else rows

    def union(self, node: Union, path: str) -> Any:
        if node.table is not None and path in self.cells.rows:
            return self.node(node.table, path)
        if not self.cells.has_below(path):
            return None if node.nullable else _ABSENT
        if (option := self.option(node, path)) is None:
            return _ABSENT
        built = self.node(option, path)
        if node.required and not node.nullable:
            return built
        return built if built is not _ABSENT and not _hollow(built) else None if node.nullable else _ABSENT

    def option(self, node: Union, path: str) -> Node | None:
        """The option that the accepted tag names; else the one that most of the cells with a value belong to."""
        best: tuple[int, Node] | None = None
        for one in node.options:
            branch = opened(one.node)
            children = branch.children if isinstance(branch, Branch) else ()
            told = next((self.values.get(path + child.step) for child in children if child.name == node.tag), None)
            if told is not None and told in one.tags:
                return one.node
            filled = sum(self.cells.filled(path + child.step) for child in children)
            if best is None or filled > best[0]:
                best = filled, one.node
        return best[1] if best else None

    def contained(self, path: str, value: Any) -> Any:
        """Note the value of a container."""
        if value is not _ABSENT and (path in self.cells.rows or self.cells.has_below(path)):
            self.containers[path or paths.WHOLE] = value
        return value

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


def _put(built: dict[str, Any], parts: list[str | int], value: Any) -> None:
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
