"""Unions of a number and a string that holds one, as pydantic writes ``Decimal``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from consensus.errors import SchemaError
from consensus.schema.patterns import searcher

#: What a number looks like to a schema's pattern for numeric strings, and what does not.
_NUMERIC, _NOT_NUMERIC = ("1", "12", "120"), ("a", "N/A", "1a", "A-1", "-", " ")
#: A string that holds a number as JSON writes one.
_PLAIN_NUMBER: Final = r"^[-+]?(\d+(\.\d*)?|\.\d+)$"


def numeric_string(schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The string option of a union of a number and a string that holds one, as pydantic writes ``Decimal``, else None.

    The string has a pattern that numbers alone match, or nothing but its type; null may be allowed beside. A union with
    an integer needs the pattern: ``int | str`` is as often a code.
    """
    options = schema.get("anyOf") or schema.get("oneOf") or ()
    kinds = {option.get("type"): option for option in options if isinstance(option, Mapping)}
    if not 2 <= len(options) == len(kinds) <= 4 or not kinds.keys() <= {"number", "integer", "string", "null"}:
        return None
    string = kinds.get("string")
    if string is None or not kinds.keys() & {"number", "integer"}:
        return None
    bare = string.keys() <= {"type", "title", "description"} and "number" in kinds
    return string if bare or _holds_numbers(string.get("pattern")) else None


def _holds_numbers(pattern: Any) -> bool:
    if not isinstance(pattern, str) or len(pattern) > 300:
        return False
    try:
        found = searcher(pattern)
    except SchemaError:
        return False
    return all(found(one) for one in _NUMERIC) and not any(found(one) for one in _NOT_NUMERIC)


def with_pattern(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A union of a number and a string without a pattern, with one: what is no number breaks it, as it does a Decimal.

    Any other schema is returned as it is.
    """
    string = numeric_string(schema)
    if string is None or "pattern" in string:
        return schema
    union = "anyOf" if "anyOf" in schema else "oneOf"
    return {**schema, union: [{**one, "pattern": _PLAIN_NUMBER} if one is string else one for one in schema[union]]}
