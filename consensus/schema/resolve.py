"""From a JSON Schema or a pydantic model to one plain schema: references resolved, nullable unions merged."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from consensus.errors import SchemaError

if TYPE_CHECKING:
    from pydantic import BaseModel

_DO = 'Give a JSON Schema such as {"type": "object", "properties": {"total": {"type": "number"}}}, or a pydantic model.'
#: Keywords that describe a place in the schema and not the values there.
_LOCAL = ("$ref", "$defs", "definitions")
#: Keywords whose keys are names of fields, and keywords that hold values rather than schemas.
_NAMED = ("properties", "patternProperties")
_LITERAL = ("enum", "const", "default", "examples", "required", "x-compare", "x-aliases", "x-examples")
#: Keywords that may refuse null although they are of the option beside it.
_MIXED = ("not", "allOf", "anyOf", "oneOf", "if", "then", "else")


class PlainSchema(dict[str, Any]):
    """What ``from_json`` gives. It is shared and for reading only, so that a cache may know it by its identity."""

    __slots__ = ()
    __hash__ = object.__hash__  # type: ignore[assignment]


def from_json(obj: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema with every ``$ref`` inside it resolved and nullable unions merged; the argument is not changed.

    Equal schemas share one result, which is for reading only. Raises SchemaError, with the place, for anything that is
    not a JSON Schema of type object with properties.
    """
    if not isinstance(obj, Mapping):
        raise SchemaError(f"a schema is a JSON object, this is {_name(obj)}", where="#", do=_DO)
    try:
        key = json.dumps(obj, ensure_ascii=False)
        same = json.loads(key) == obj
    except (TypeError, ValueError, RecursionError):  # not JSON: what is wrong with it is said below
        same = False
    return _plain_json(key) if same else _resolved(copy.deepcopy(dict(obj)))


@lru_cache(maxsize=256)
def _plain_json(key: str) -> Mapping[str, Any]:
    return _resolved(json.loads(key))


def _resolved(plain: dict[str, Any]) -> Mapping[str, Any]:
    _check(plain)
    resolved: dict[str, Any] = _resolve(plain, plain, "#", ())
    kinds = resolved.get("type", "object" if "properties" in resolved else None)
    if kinds != "object" and not (isinstance(kinds, list) and "object" in kinds):
        raise SchemaError(f"the schema describes {kinds or 'no type'}, not an object", where="#/type", do=_DO)
    if not resolved.get("properties"):
        raise SchemaError("the schema names no fields", where="#/properties", do=_DO)
    return PlainSchema(resolved)


def from_pydantic(model: type[BaseModel]) -> Mapping[str, Any]:
    """The schema of a pydantic model; the same result as for its JSON Schema. Raises SchemaError."""
    if not hasattr(model, "model_json_schema"):
        raise SchemaError(f"{_name(model)} is not a pydantic model", where=str(model), do=_DO)
    return from_json(model.model_json_schema(mode="validation"))


def _name(value: Any) -> str:
    named = {list: "a list", str: "a string", type(None): "null", bool: "a boolean", int: "a number", float: "a number"}
    return named.get(type(value), f"a {type(value).__name__}")


def _check(schema: dict[str, Any]) -> None:
    if not isinstance(schema.get("$schema", ""), str):
        raise SchemaError("$schema is not an address", where="#/$schema", do="Leave it out.")
    from jsonschema import exceptions, validators  # it builds grammars for seconds: not before a schema is there

    try:
        validators.validator_for(schema, default=validators.Draft202012Validator).check_schema(schema)
    except exceptions.SchemaError as error:
        where = "#" + "".join(f"/{part}" for part in error.absolute_path)
        raise SchemaError(f"not a JSON Schema: {error.message}", where=where, do="Mend this place.") from None


def _resolve(node: Any, root: Mapping[str, Any], where: str, trail: tuple[str, ...]) -> Any:
    if isinstance(node, list):
        return [_resolve(item, root, f"{where}/{i}", trail) for i, item in enumerate(node)]
    if not isinstance(node, dict):
        return node
    if isinstance(ref := node.get("$ref"), str):
        if ref in trail:
            do = "Write the levels out that you need, or leave the inner one without properties."
            raise SchemaError(f"{ref} contains itself", where=where, do=do)
        target = _pointer(root, ref, where)
        beside = {key: value for key, value in node.items() if key not in _LOCAL}
        return _resolve({**target, **beside}, root, where, (*trail, ref))
    kept: dict[str, Any] = {}
    for key, value in node.items():
        if key in _NAMED and isinstance(value, dict):
            kept[key] = {name: _resolve(sub, root, f"{where}/{key}/{name}", trail) for name, sub in value.items()}
        elif key not in _LOCAL:
            kept[key] = value if key in _LITERAL else _resolve(value, root, f"{where}/{key}", trail)
    return _merge(kept)


def _pointer(root: Mapping[str, Any], ref: str, where: str) -> dict[str, Any]:
    if not ref.startswith("#"):
        raise SchemaError(
            f"{ref} lies outside the schema", where=where, do="Copy it under $defs and refer to it there."
        )
    node: Any = root
    for part in ref.removeprefix("#").strip("/").split("/") if ref != "#" else []:
        part = part.replace("~1", "/").replace("~0", "~")
        node = node.get(part) if isinstance(node, dict) else None
        if node is None:
            raise SchemaError(f"{ref} names nothing", where=where, do="Mend the name, or add it under $defs.")
    return node if isinstance(node, dict) else {}


def _merge(node: dict[str, Any]) -> dict[str, Any]:
    """``anyOf``/``oneOf`` of one type and null becomes that type, nullable; a single ``allOf`` is opened."""
    if len(node.get("allOf", ())) == 1 and isinstance(node["allOf"][0], dict):
        node = {**node["allOf"][0], **{key: value for key, value in node.items() if key != "allOf"}}
    for union in ("anyOf", "oneOf"):
        options = node.get(union)
        if not options or not all(isinstance(option, dict) for option in options):
            continue
        present = [option for option in options if option.get("type") != "null"]
        if len(present) == 1 and "type" in present[0]:
            merged = {**present[0], **{key: value for key, value in node.items() if key != union}}
            return _nullable(merged) if len(present) < len(options) else merged
    return node


def _nullable(node: dict[str, Any]) -> dict[str, Any]:
    kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
    result = {**node, "type": kinds if "null" in kinds else [*kinds, "null"]}
    if "const" in node and node["const"] is not None:
        result["enum"] = [result.pop("const")]
    if "enum" in result and None not in result["enum"]:
        result["enum"] = [*result["enum"], None]
    if mixed := {key: result.pop(key) for key in _MIXED if key in result}:
        result["anyOf"] = [{"type": "null"}, mixed]
    return result


@lru_cache(maxsize=256)
def _validator(key: str) -> Any:
    from jsonschema import FormatChecker, validators

    schema = json.loads(key)
    kind = validators.validator_for(schema, default=validators.Draft202012Validator)
    return kind(schema, format_checker=FormatChecker())


def violations(schema: Mapping[str, Any], value: Any) -> list[str]:
    """What in a value breaks its schema, formats included: one sentence each, with its place; [] when it validates."""
    found = _validator(json.dumps(schema, sort_keys=True, ensure_ascii=False)).iter_errors(value)
    return [f"{error.json_path.removeprefix('$').lstrip('.') or 'value'}: {error.message}" for error in found]
