"""From a JSON Schema or a pydantic model to one plain schema: references opened, ``allOf`` and nullable unions merged.

A reference that leads back to itself stays one, to ``$defs`` of the result. A schema whose root is a list, a union or a
scalar becomes an object with one key (``x-root``), because models are asked for objects; see ``root_key``.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import typing
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from consensus.domain import strict_json
from consensus.errors import SchemaError, in_plain_words, shown_value
from consensus.schema.kinds import types_of
from consensus.schema.patterns import bounded
from consensus.schema.resolver import Resolver
from consensus.schema.rules import rules_of

#: Classes that were schemas in this process; one inside a function cannot be imported.
_seen: dict[str, Any] = {}
_MOST_SEEN = 256
_DO = 'Give a JSON Schema such as {"type": "object", "properties": {"total": {"type": "number"}}}, or a pydantic model.'
_ROOT: Final = "x-root"
_LIST: Final = "items"


class PlainSchema(dict[str, Any]):
    """What ``from_json`` gives. It is shared and for reading only, so that a cache may know it by its identity."""

    __slots__ = ()
    __hash__ = object.__hash__  # type: ignore[assignment]


class ModelSchema(PlainSchema):
    """What ``from_pydantic`` gives: the schema, and the class that validates what is exported.

    A schema that was read from a file or a request never has one, whatever it says: a class is code. name:
    ``module:Class``, by which another process finds it.
    """

    __slots__ = ("model", "name")
    model: Any
    name: str


def from_json(obj: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema with every ``$ref`` inside it resolved and unions with null merged; the argument is not changed.

    Equal schemas share one result, which is for reading only. Raises SchemaError, with the place, for anything that is
    no JSON Schema, or that says nothing of the values.
    """
    if isinstance(obj, PlainSchema):
        return obj
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
    resolved = Resolver(plain).whole()
    if resolved.get("properties") or resolved.get("patternProperties"):
        resolved.setdefault("type", "object")
    kinds = types_of(resolved)
    if "object" in kinds:
        free = resolved.get("additionalProperties")
        if not (resolved.get("properties") or resolved.get("patternProperties") or (free and free is not True)):
            raise SchemaError("the schema names no fields", where="#/properties", do=_DO)
        return _ruled(PlainSchema(resolved))
    if not kinds and not resolved.keys() & {"anyOf", "oneOf", "enum", "const"}:
        raise SchemaError("the schema describes no type, not an object", where="#/type", do=_DO)
    return _ruled(PlainSchema(_wrapped(resolved, _LIST if kinds == ("array",) else "value")))


def _ruled(schema: PlainSchema) -> PlainSchema:
    """The schema, once its rules could be read. Raises SchemaError."""
    rules_of(schema)
    return schema


def _wrapped(root: dict[str, Any], key: str) -> dict[str, Any]:
    definitions = {"$defs": root.pop("$defs")} if "$defs" in root else {}
    shape = {"type": "object", "properties": {key: root}, "required": [key], "additionalProperties": False}
    return {**shape, _ROOT: key, **definitions}


def root_key(schema: Mapping[str, Any]) -> str | None:
    """The key under which models give the value of a schema whose root is no object; None for the others."""
    key = schema.get(_ROOT)
    return key if isinstance(key, str) else None


def as_object(schema: Mapping[str, Any], value: Any) -> Any:
    """An answer as the object that comparison reads: a bare list under the root's key; other answers as they are."""
    key = root_key(schema)
    if key is None or value is None or (isinstance(value, dict) and (key in value or key == _LIST)):
        return value
    return {key: value}


def from_pydantic(model: Any, name: str = "") -> ModelSchema:
    """The schema of a pydantic model, of a TypeAdapter, or of a type such as ``list[Invoice]``, a dataclass or a
    TypedDict, equal to that of its JSON Schema, and with the class. Raises SchemaError.

    name: ``module:Class`` as the user wrote it; "" for what the class calls itself.
    """
    found = ModelSchema(_schema_of(model))
    found.model = model
    found.name = name or f"{getattr(model, '__module__', '')}:{getattr(model, '__qualname__', model)}"
    _seen.pop(found.name, None)
    _seen[found.name] = model
    if len(_seen) > _MOST_SEEN:
        del _seen[next(iter(_seen))]
    return found


def seen_class(name: str) -> Any:
    """The class of this name that was a schema in this process last; None where none was."""
    return _seen.get(name)


def _schema_of(model: Any) -> Mapping[str, Any]:
    if hasattr(model, "model_json_schema"):
        return from_json(model.model_json_schema(mode="validation"))
    if hasattr(model, "json_schema") and hasattr(model, "validate_python"):
        return from_json(model.json_schema(mode="validation"))
    if typing.get_origin(model) or dataclasses.is_dataclass(model) or hasattr(model, "__required_keys__"):
        from pydantic import TypeAdapter

        try:
            return from_json(TypeAdapter(model).json_schema(mode="validation"))
        except (TypeError, ValueError, RuntimeError) as error:
            raise SchemaError(
                f"no JSON Schema can be made of it: {in_plain_words(error)}", where=_label(model), do=_DO
            ) from error
    raise SchemaError(f"{_name(model)} is not a pydantic model", where=_label(model), do=_DO)


def _label(model: Any) -> str:
    return str(getattr(model, "__name__", "") or shown_value(model))


def _name(value: Any) -> str:
    named = {list: "a list", str: "a string", type(None): "null", bool: "a boolean", int: "a number", float: "a number"}
    return named.get(type(value), f"a {type(value).__name__}")


def _check(schema: dict[str, Any]) -> None:
    """Raises SchemaError for what is no schema of its own draft; one that names none may be of an older one."""
    if not isinstance(schema.get("$schema", ""), str):
        raise SchemaError("$schema is not an address", where="#/$schema", do="Leave it out.")
    if (place := strict_json.not_finite(schema)) is not None:
        raise SchemaError("NaN and infinity are no numbers of JSON", where=f"#{place}", do="Write a number.")
    from jsonschema import exceptions, validators  # it builds grammars for seconds: not before a schema is there

    newest = validators.validator_for(schema, default=validators.Draft202012Validator)
    try:
        newest.check_schema(schema)
    except exceptions.SchemaError as error:
        if "$schema" not in schema and _is_older(schema):
            return
        where = "#" + "".join(f"/{part}" for part in error.absolute_path)
        raise SchemaError(
            f"not a JSON Schema: {in_plain_words(error.message)}", where=where, do="Mend this place."
        ) from None


def _is_older(schema: dict[str, Any]) -> bool:
    from jsonschema import exceptions, validators

    for draft in (validators.Draft7Validator, validators.Draft4Validator):
        try:
            draft.check_schema(schema)
            return True
        except exceptions.SchemaError:
            continue
    return False


@lru_cache(maxsize=256)
def _validator(key: str) -> Any:
    from jsonschema import FormatChecker, validators

    schema = json.loads(key)
    kind = bounded(validators.validator_for(schema, default=validators.Draft202012Validator))
    return kind(schema, format_checker=FormatChecker())


def violations(schema: Mapping[str, Any], value: Any) -> list[str]:
    """What in a value breaks its schema, formats included: one sentence each, with its place; [] when it validates."""
    validator = _validator(json.dumps(schema, sort_keys=True, ensure_ascii=False))
    found = validator.iter_errors(as_object(schema, value))
    return [f"{error.json_path.removeprefix('$').lstrip('.') or 'value'}: {error.message}" for error in found]
