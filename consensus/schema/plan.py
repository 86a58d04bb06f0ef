"""A schema compiled once into the tree that comparison walks: leaves, objects, maps, tables and unions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from consensus.errors import SchemaError
from consensus.schema import paths, patterns
from consensus.schema.conditional import conditional_properties
from consensus.schema.decimals import with_pattern
from consensus.schema.kinds import check_aliases, declared_kind, is_null, typed_kind, types_of
from consensus.schema.nodes import Branch, Lazy, Leaf, Node, Option, Table, Union
from consensus.schema.resolve import PlainSchema, from_json, root_key
from consensus.schema.resolver import or_null

#: How many times a schema may lead back to itself within one answer; what lies deeper is one cell.
DEEPEST: Final = 32


def compile_plan(schema: Mapping[str, Any]) -> Branch:
    """The plan of a schema, compiled once per content. Raises SchemaError."""
    if isinstance(schema, PlainSchema):
        return _compiled_plain(schema)
    return _compiled(_content(schema))


def _content(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, sort_keys=False, ensure_ascii=False, default=str)


@lru_cache(maxsize=256)
def _compiled(key: str) -> Branch:
    schema = from_json(json.loads(key))
    compiler = _Compiler(schema)
    alone = root_key(schema)
    if alone is None:
        plan = compiler.branch(("", ""), "", schema, True, 0)
    else:
        child = compiler.whole_value(alone, schema["properties"][alone])
        plan = Branch("", "", (child,), names=frozenset({alone}))
    return replace(plan, reserved=frozenset(compiler.reserved), containers=compiler.containers)


@lru_cache(maxsize=256)
def _compiled_plain(schema: PlainSchema) -> Branch:
    return _compiled(_content(schema))


def leaves(schema: Mapping[str, Any]) -> list[Leaf]:
    """Every leaf of a schema in its order, with patterns such as ``items[].price``; a union's by option. A level that
    refers back to the schema is one leaf. Raises SchemaError."""
    found: list[Leaf] = []
    waiting: list[Node] = [compile_plan(schema)]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Leaf):
            found.append(node)
        elif isinstance(node, Lazy):
            found.append(node.cell)
        else:
            waiting = [*_below(node), *waiting]
    return found


def _below(node: Branch | Table | Union) -> tuple[Node, ...]:
    if isinstance(node, Branch):
        return (*node.children, *(one for _, one in node.extra))
    if isinstance(node, Table):
        return (node.row,)
    return (*(option.node for option in node.options), *((node.table,) if node.table else ()))


def unknown_leaf(pattern: str, name: str) -> Leaf:
    """The leaf of a key that the schema does not know."""
    return Leaf(name, pattern, "any", {"x-unknown": True})


#: The step and the pattern of a node: what it adds to the path of its object, and its path with [] for every row.
_Place = tuple[str, str]


class _Compiler:
    """Compiles one schema. reserved: paths that are plain although a name in them holds a dot or a bracket."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.definitions = schema.get("$defs") or {}
        self.taken: set[str] = set()
        self.reserved: set[str] = set()
        self.containers = bool(self.definitions)

    def whole_value(self, key: str, schema: Mapping[str, Any]) -> Node:
        """The only child of a schema whose root is no object: it adds nothing to the paths of what lies in it."""
        node = self.node(key, ("", ""), schema, True, 0)
        return replace(node, step=paths.WHOLE) if isinstance(node, Leaf) else node

    def node(self, name: str, place: _Place, schema: Mapping[str, Any], required: bool, depth: int) -> Node:
        """What stands at a place. depth: how many references led there."""
        if isinstance(schema.get("$ref"), str):
            return self._lazy(name, place, schema, required, depth)
        options = schema.get("anyOf") or schema.get("oneOf")
        if options and not schema.get("properties") and "x-compare" not in schema and _may_nest(schema):
            return self._union(name, place, schema, required, depth)
        items = schema.get("items")
        if schema.get("properties") or _is_map(schema):
            return self.branch(place, name, schema, required, depth)
        if isinstance(items, Mapping) and not schema.get("prefixItems"):
            row = self.node("", ("", f"{place[1]}[]"), items, True, depth)
            if _has_rows(row):
                self.containers |= "[]" in place[1]
                # Of a level that refers back, every end of an answer has this cell: all definitions would be too much.
                own = {key: schema[key] for key in ("type", "x-compare") if key in schema}
                cell = self._leaf(name, place, own if isinstance(row, Lazy) else schema, required, row)
                return Table(name, place[1], row, cell, _table_key(cell, row), place[0])
            return self._leaf(name, place, schema, required, row)
        return self._leaf(name, place, schema, required, depth=depth)

    def branch(self, place: _Place, name: str, schema: Mapping[str, Any], required: bool, depth: int) -> Branch:
        step, pattern = place
        wanted = set(schema.get("required", ()))
        properties = {**conditional_properties(schema), **(schema.get("properties") or {})}
        properties = {key: properties[key] for key in [*(schema.get("properties") or {}), *properties]}
        children = tuple(
            self.node(key, self._place(pattern, key), _mapping(sub), key in wanted, depth)
            for key, sub in properties.items()
        )
        extra = self._extra(pattern, schema, depth)
        cell = self._whole(name, place, schema, required) if extra and not children else None
        self.containers |= cell is not None
        nullable = "null" in types_of(schema)
        return Branch(name, pattern, children, required, nullable, extra, frozenset(properties), step, cell)

    def _place(self, parent: str, name: str) -> _Place:
        """A plain step, unless the path with it is another field's already."""
        step = paths.named(parent, name)
        told = paths.is_plain(name)
        if name == "" or paths.holds_index(name) or (not told and self.definitions) or parent + step in self.taken:
            step = paths.quoted(name)
        elif not told:
            self.reserved.add(parent + step)
        if not self.definitions:  # a schema that refers to itself is compiled as it is walked: nothing may depend on it
            self.taken.add(parent + step)
        return step, parent + step

    def _extra(self, pattern: str, schema: Mapping[str, Any], depth: int) -> tuple[tuple[str | None, Node], ...]:
        found: list[tuple[str | None, Node]] = []
        place = ("", f"{pattern}.*" if pattern else "*")
        for on, sub in (schema.get("patternProperties") or {}).items():
            patterns.check(on, f"{pattern}/patternProperties")
            found.append((on, self.node("", place, _mapping(sub), False, depth)))
        free = schema.get("additionalProperties")
        if isinstance(free, Mapping) and free:
            found.append((None, self.node("", place, free, False, depth)))
        elif free is not False and not schema.get("properties") and not found:
            found.append((None, Leaf("", place[1], "any", {})))
        return tuple(found)

    def _lazy(self, name: str, place: _Place, schema: Mapping[str, Any], required: bool, depth: int) -> Lazy | Leaf:
        whole = self._body(schema)
        if schema.get("nullable"):
            whole = or_null(dict(whole))
        if depth >= DEEPEST:
            full = {**whole, "$defs": self.definitions}
            return _as_leaf(Leaf(name, place[1], "any", full, step=place[0]), required)
        cell = self._whole(name, place, {"type": [*(types_of(whole) or ("object",)), "null"]}, required)
        return Lazy(cell, lambda: self.node(name, place, whole, required, depth + 1))

    def _union(self, name: str, place: _Place, schema: Mapping[str, Any], required: bool, depth: int) -> Node:
        options = list(_options(schema, self.definitions))
        present = [one for one in options if not is_null(one)]
        nullable = len(present) < len(options)
        if len(present) == 1:
            alone = {**present[0], **{key: schema[key] for key in ("description", "title") if key in schema}}
            return self.node(name, place, {**alone, "nullable": True} if nullable else alone, required, depth)
        cell = self._whole(name, place, schema, required)
        self.containers = True
        before = set(self.taken)
        found: list[Option] = []
        table: Node | None = None
        item: Node | None = None
        for one in present:
            self.taken = set(before)  # the options are never there together
            node = self.node(name, place, one, True, depth)
            if isinstance(node, Branch | Lazy) and _is_object(body := self._body(one)):
                found.append(Option(node, self._closed(body)))
            elif isinstance(node, Table | Lazy):
                table = table or node
            elif isinstance(node, Leaf):
                item = item or node.item
            self.taken |= before
        if not found and table is None:
            return self._leaf(name, place, schema, required, item)
        tag, tags = _tag(schema, found)
        found = [replace(option, tags=mine) for option, mine in zip(found, tags, strict=True)]
        leaf = self._tag_leaf(tag, place[1], found) if tag else None
        return Union(name, place[1], tuple(found), cell, tag, leaf, table, required, nullable, place[0])

    def _tag_leaf(self, tag: str, parent: str, options: list[Option]) -> Leaf:
        step, pattern = self._place(parent, tag) if self.definitions else (paths.named(parent, tag), "")
        every = {"enum": [one for option in options for one in option.tags]}
        plain = Leaf(tag, pattern or parent + step, typed_kind(every, []), every, step=step)
        return _as_leaf(plain, all(tag in option.schema.get("required", ()) for option in options))

    def _body(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """A schema, or what its reference names."""
        ref = schema.get("$ref")
        if not isinstance(ref, str):
            return schema
        body = self.definitions.get(ref.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~"), {})
        return {**body, **{key: value for key, value in schema.items() if key not in ("$ref", "nullable")}}

    def _whole(self, name: str, place: _Place, schema: Mapping[str, Any], required: bool) -> Leaf:
        return _as_leaf(Leaf(name, place[1], "any", self._closed(schema), step=place[0] or paths.WHOLE), required)

    def _closed(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """A schema that can be validated alone, with what its references name."""
        if self.definitions and '"$ref"' in json.dumps(schema, default=str):
            return {**schema, "$defs": self.definitions}
        return schema

    def _leaf(
        self,
        name: str,
        place: _Place,
        schema: Mapping[str, Any],
        required: bool,
        item: Node | None = None,
        depth: int = 0,
    ) -> Leaf:
        step, pattern = place
        declared, options = declared_kind(schema, pattern)
        check_aliases(schema, pattern)
        kinds = [kind for kind in types_of(schema) if kind != "null"]
        places: tuple[Node, ...] = ()
        if "array" in kinds or "items" in schema or "prefixItems" in schema or declared in ("set", "list-by-key"):
            inner = ("", f"{pattern}[]")
            places = tuple(self.node("", inner, _mapping(one), False, depth) for one in schema.get("prefixItems") or ())
            if item is None or isinstance(item, Leaf):
                below = dict(_mapping(schema.get("items")))
                if declared not in (None, "set", "list-by-key"):
                    below["x-compare"] = schema["x-compare"]
                item = self.node("", inner, below, False, depth)
            unordered = declared == "set" or schema.get("uniqueItems") is True
            kind = "list-by-key" if declared == "list-by-key" else "set" if unordered and not places else "list"
        else:
            kind = declared or typed_kind(schema, kinds)
            schema = with_pattern(schema) if kind == "number" else schema
        plain = Leaf(name, pattern, kind, self._closed(schema), False, options, item, None, step, places)
        return _as_leaf(plain, required)


def _as_leaf(plain: Leaf, required: bool) -> Leaf:
    if not required:
        return plain
    return replace(plain, required=True, schema={**plain.schema, "x-required": True}, relaxed=plain)


def _mapping(schema: Any) -> Mapping[str, Any]:
    return schema if isinstance(schema, Mapping) else {}


def _is_map(schema: Mapping[str, Any]) -> bool:
    """An object with free keys alone."""
    if "x-compare" in schema:
        return False
    free = schema.get("additionalProperties")
    if schema.get("patternProperties") or (isinstance(free, Mapping) and free):
        return True
    return free is not False and "object" in types_of(schema)


def _may_nest(schema: Mapping[str, Any]) -> bool:
    """Whether the type that stands beside a union, if one does, lets its options be objects or lists."""
    return not types_of(schema) or not {"object", "array"}.isdisjoint(types_of(schema))


def _has_rows(row: Node) -> bool:
    """Whether a list of these is a table: of objects, perhaps of several kinds."""
    if isinstance(row, Lazy):
        return "object" in types_of(row.cell.schema)
    return isinstance(row, Branch) or (isinstance(row, Union) and bool(row.options))


def _options(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The schemas that a union chooses from, those of unions within it too."""
    found: list[Mapping[str, Any]] = []
    for one in schema.get("anyOf") or schema.get("oneOf") or ():
        inner = _mapping(one)
        if not inner.get("properties") and (inner.get("anyOf") or inner.get("oneOf")):
            found += _options(inner, definitions)
        else:
            found.append(inner)
    return found


def _tag(schema: Mapping[str, Any], options: list[Option]) -> tuple[str | None, list[tuple[Any, ...]]]:
    """The property that tells the options of a union apart by its constant, and its values for each option."""
    said = _mapping(schema.get("discriminator")).get("propertyName")
    names = [said] if isinstance(said, str) else []
    if options:
        names += [name for name in _mapping(options[0].schema.get("properties")) if name not in names]
    for name in names:
        tags = [_constants(_mapping(option.schema.get("properties")).get(name)) for option in options]
        every = [json.dumps(tag) for mine in tags for tag in mine]
        if len(options) > 1 and all(tags) and len(every) == len(set(every)):
            return name, tags
    return None, [()] * len(options)


def _constants(schema: Any) -> tuple[Any, ...]:
    said = _mapping(schema)
    return (said["const"],) if "const" in said else tuple(said.get("enum") or ())


def _is_object(schema: Mapping[str, Any]) -> bool:
    return "object" in types_of(schema) or bool(schema.get("properties"))


def _table_key(cell: Leaf, row: Node) -> tuple[str, ...]:
    if cell.kind != "list-by-key":
        return ()
    named = cell.options.get("key")
    keys = (named,) if isinstance(named, str) else tuple(named or ())
    known = {child.name for child in row.children if isinstance(child, Leaf)} if isinstance(row, Branch) else set()
    if not keys or not known.issuperset(keys):
        do = f'Write "x-compare": {{"list-by-key": "COLUMN"}} with a column of the rows: {", ".join(sorted(known))}.'
        raise SchemaError("list-by-key names no column of its rows", where=cell.pattern, do=do)
    return keys
