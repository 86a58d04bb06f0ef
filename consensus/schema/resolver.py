"""One schema without what only points elsewhere: references opened, ``allOf`` and unions with null merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from consensus.errors import SchemaError
from consensus.schema import patterns
from consensus.schema.kinds import is_null
from consensus.schema.merging import NOTES, is_note, merged
from consensus.schema.references import LOCAL, NAMED, is_literal, recursive, target
from consensus.schema.rules import KEYWORDS

#: More places than this after opening all references is no schema of a document: a few lines can unfold to millions.
_MOST_PLACES: Final = 20_000
_UNIONS: Final = ("anyOf", "oneOf")
#: Keywords that may refuse null although they are of the option beside it.
_MIXED: Final = ("not", "allOf", "anyOf", "oneOf", "if", "then", "else")


class Resolver:
    """Resolves one schema; use it once."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root
        self.recursive = recursive(root)
        self.definitions: dict[str, Any] = {}
        self.bodies: dict[str, tuple[Any, int]] = {}
        self.opening: set[str] = set()
        self.places = 0
        #: Patterns of keys, and whether the schema has a keyword that lets jsonschema search them by itself.
        self.names: set[str] = set()
        self.unevaluated = False

    def whole(self) -> dict[str, Any]:
        """The root, with ``$defs`` for what refers to itself. Raises SchemaError."""
        plain = dict(self.node(self.root, "#", inline=True))
        if self.unevaluated:
            patterns.check_names(sorted(self.names))
        for key in ("$schema", "$id", "id"):
            if isinstance(plain.get(key), str):
                plain.pop(key)
        return {**plain, "$defs": self.definitions} if self.definitions else plain

    def node(self, node: Any, where: str, *, inline: bool = False) -> Any:
        """One schema, resolved. inline: open its reference even where it leads back to itself."""
        if isinstance(node, list):
            return [self.node(one, f"{where}/{i}") for i, one in enumerate(node)]
        if not isinstance(node, Mapping):
            return node
        self._count(1, where)
        node = upgraded(node)
        nullable = node.pop("nullable", None) is True if isinstance(node.get("nullable"), bool) else False
        result = self._reference(node, where, inline) if isinstance(node.get("$ref"), str) else self._plain(node, where)
        return or_null(result) if nullable else result

    def _count(self, places: int, where: str) -> None:
        self.places += places
        if self.places > _MOST_PLACES:
            raise SchemaError(
                f"the schema has more than {_MOST_PLACES:,} places once its references are opened",
                where=where,
                do="Ask for fewer fields at a time, or write the repeated part as one that refers to itself.",
            )

    def _reference(self, node: Mapping[str, Any], where: str, inline: bool) -> dict[str, Any]:
        ref = node["$ref"]
        beside = {key: value for key, value in node.items() if key not in LOCAL}
        described = all(map(is_note, beside))
        if ref in self.recursive and described and not inline:
            name = self.recursive[ref]
            if name not in self.definitions:
                self.definitions[name] = {}
                self.definitions[name] = self.node(target(self.root, ref, where), f"#/$defs/{name}")
            return {"$ref": f"#/$defs/{name.replace('~', '~0').replace('/', '~1')}", **beside}
        body = self._body(ref, where)
        if not beside:
            return body
        return self._united(merged([body, self._kept(beside, where)], where), where)

    def _body(self, ref: str, where: str) -> dict[str, Any]:
        if ref in self.opening:
            raise SchemaError(
                f"$ref {ref} contains itself beside other keywords", where=where, do="Write the reference alone."
            )
        if ref not in self.bodies:
            self.opening.add(ref)
            before, node = self.places, target(self.root, ref, where)
            if node is False:
                raise _nothing(ref, where)
            body = self.node(node, where, inline=True)
            self.bodies[ref] = (body if isinstance(body, dict) else {}, self.places - before)
            self.opening.discard(ref)
            return dict(self.bodies[ref][0])
        body, places = self.bodies[ref]
        self._count(places, where)
        return dict(body)

    def _plain(self, node: dict[str, Any], where: str) -> dict[str, Any]:
        parts = node.get("allOf")
        tagged = self._tags(node, where)
        kept = self._kept({key: value for key, value in node.items() if key != "allOf"}, where)
        kept.update(tagged)
        if parts:
            several = len(parts) > 1 or any(not is_note(key) for key in kept)
            if False in parts:
                raise _nothing("allOf", f"{where}/allOf")
            opened = [self.node(one, f"{where}/allOf/{i}", inline=several) for i, one in enumerate(parts)]
            notes = {key: value for key, value in kept.items() if is_note(key)}
            kept = {**merged([kept, *(one for one in opened if isinstance(one, dict))], where), **notes}
        return self._united(kept, where)

    def _kept(self, node: Mapping[str, Any], where: str) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for key, value in node.items():
            if key in LOCAL or (key in ("$id", "$anchor", "$dynamicAnchor") and isinstance(value, str)):
                continue
            self._check_patterns(key, value, f"{where}/{key}")
            if key in NAMED and isinstance(value, Mapping):
                kept[key] = {name: self._named(sub, f"{where}/{key}/{name}") for name, sub in value.items()}
            elif is_literal(key):
                kept[key] = value
            else:
                kept[key] = self.node(value, f"{where}/{key}")
        return kept

    def _check_patterns(self, key: str, value: Any, where: str) -> None:
        """Raises SchemaError for a regular expression that is none, or that could take without end."""
        if key == "pattern" and isinstance(value, str):
            patterns.check(value, where)
        elif key == "patternProperties" and isinstance(value, Mapping):
            for name in value:
                patterns.check(name, where)
            self.names.update(value)
        self.unevaluated = self.unevaluated or key == "unevaluatedProperties"

    def _named(self, sub: Any, where: str) -> Any:
        if sub is False:
            raise _nothing("false", where)
        return {} if sub is True else self.node(sub, where)

    def _tags(self, node: dict[str, Any], where: str) -> dict[str, Any]:
        """A union with ``discriminator``: every option says its own tag, for which OpenAPI has only the mapping."""
        said = node.get("discriminator")
        name = said.get("propertyName") if isinstance(said, Mapping) else None
        union = next((key for key in _UNIONS if isinstance(node.get(key), list)), None)
        if not isinstance(said, Mapping) or not isinstance(name, str) or union is None:
            return {}
        mapping = said.get("mapping") or {}
        options = []
        for i, option in enumerate(node.pop(union)):
            ref = option.get("$ref") if isinstance(option, Mapping) else None
            untold = isinstance(ref, str) and not _is_told(target(self.root, ref, where), name)
            one = self.node(option, f"{where}/{union}/{i}", inline=untold)
            tag = (one.get("properties") or {}).get(name) if isinstance(one, dict) else None
            if isinstance(ref, str) and isinstance(tag, dict) and not tag.keys() & {"const", "enum"}:
                short = ref.rsplit("/", 1)[-1]
                tags = [value for value, to in mapping.items() if to in (ref, short)] or [short]
                one = {**one, "properties": {**one["properties"], name: {**tag, "enum": tags}}}
            options.append(one)
        return {union: options, "discriminator": {"propertyName": name}}

    def _united(self, node: dict[str, Any], where: str) -> dict[str, Any]:
        """A union of one schema and null becomes it, nullable; properties beside a union of objects go into each."""
        for union in _UNIONS:
            options = [{} if option is True else option for option in node.get(union) or () if option is not False]
            if not options:
                if node.get(union):
                    raise _nothing(union, f"{where}/{union}")
                continue
            present = [option for option in options if not is_null(option)]
            nullable = len(present) < len(options)
            rest = {key: value for key, value in node.items() if key != union}
            if len(present) == 1 and "$ref" not in present[0]:
                notes = {key: value for key, value in rest.items() if is_note(key)}
                whole = {**merged([present[0], rest], f"{where}/{union}"), **notes}
                return or_null(whole) if nullable else whole
            beside = rest.get("properties") or rest.get("type") == "object"
            if present and beside and any(option.get("properties") for option in present):
                return self._pushed(union, rest, options, where)
            node = {**node, union: options}
        return node

    def _pushed(self, union: str, rest: dict[str, Any], options: list[Any], where: str) -> dict[str, Any]:
        outside = {key: value for key, value in rest.items() if key in (*NOTES, *KEYWORDS, "discriminator")}
        base = {key: value for key, value in rest.items() if key not in outside}
        whole = [one if is_null(one) or "$ref" in one else merged([base, one], f"{where}/{union}") for one in options]
        return {**outside, union: whole}


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema for the same values and null."""
    union = next((key for key in _UNIONS if schema.get(key)), None)
    if union and "type" not in schema:
        options = schema[union]
        return schema if any(is_null(one) for one in options) else {**schema, union: [*options, {"type": "null"}]}
    if "$ref" in schema:
        notes = {key: value for key, value in schema.items() if key != "$ref"}
        return {**notes, "anyOf": [{"$ref": schema["$ref"]}, {"type": "null"}]}
    return _nullable(schema)


def _nullable(node: dict[str, Any]) -> dict[str, Any]:
    result = dict(node)
    if "type" in node:
        kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
        result["type"] = kinds if "null" in kinds else [*kinds, "null"]
    if "const" in node and node["const"] is not None:
        result["enum"] = [result.pop("const")]
    if "enum" in result and None not in result["enum"]:
        result["enum"] = [*result["enum"], None]
    if mixed := {key: result.pop(key) for key in _MIXED if key in result}:
        result["anyOf"] = [{"type": "null"}, mixed]
    return result


def upgraded(node: Mapping[str, Any]) -> dict[str, Any]:
    """A schema of drafts 4 to 7 in the keywords of draft 2020-12."""
    new = dict(node)
    if isinstance(places := new.get("items"), list):
        new["prefixItems"] = places
        new.pop("items")
        if "additionalItems" in new:
            new["items"] = new.pop("additionalItems")
    for bound, open_bound in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(new.get(open_bound), bool) and new.pop(open_bound) and bound in new:
            new[open_bound] = new.pop(bound)
    if isinstance(needs := new.get("dependencies"), Mapping):
        new.pop("dependencies")
        lists = {name: one for name, one in needs.items() if isinstance(one, list)}
        schemas = {name: one for name, one in needs.items() if not isinstance(one, list)}
        new |= {"dependentRequired": lists} if lists else {}
        new |= {"dependentSchemas": schemas} if schemas else {}
    return new


def _is_told(option: Any, tag: str) -> bool:
    """Whether an option of a union itself says which values its tag may have."""
    properties = option.get("properties") if isinstance(option, Mapping) else None
    said = properties.get(tag) if isinstance(properties, Mapping) else None
    return isinstance(said, Mapping) and bool(said.keys() & {"const", "enum"})


def _nothing(keyword: str, where: str) -> SchemaError:
    return SchemaError(
        f"{keyword} at this place allows no value at all", where=where, do="Leave the field out, or say what it may be."
    )
