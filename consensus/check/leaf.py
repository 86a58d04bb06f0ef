"""A leaf's schema, ready to judge values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from consensus.normalize.identity import ById
from consensus.normalize.values import parse_date
from consensus.schema.patterns import bounded

_PLAIN: Final = {"type", "description", "title", "default", "examples", "x-compare", "x-required"}
_TYPES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())
    ),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@lru_cache(maxsize=4096)
def leaf_of(held: ById[Mapping[str, Any]]) -> Leaf:
    """The leaf of a schema, kept as long as the schema lives."""
    return Leaf(held.value)


class Leaf:
    """A leaf's schema, ready to judge values."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        kinds = schema.get("type", ())
        self.types = (kinds,) if isinstance(kinds, str) else tuple(kinds)
        self.required = "x-required" in schema
        self.day = schema.get("format") in ("date", "date-time") or schema.get("x-compare") == "date"
        # Only these keywords: the type alone decides, and jsonschema is not needed.
        self.simple = not (schema.keys() - _PLAIN) and all(kind in _TYPES for kind in self.types)
        self.dated = schema.get("format") == "date" and not (schema.keys() - _PLAIN - {"format"})
        listed = schema.get("enum", ()) if not (schema.keys() - _PLAIN - {"enum"}) else ()
        self.allowed = frozenset(value for value in listed if isinstance(value, str) and "string" in self.types)
        # Here, because it takes half as long to import as the command line has.
        from jsonschema import Draft202012Validator, FormatChecker

        self.validator = bounded(Draft202012Validator)(dict(schema), format_checker=FormatChecker())
        described = " ".join(str(schema.get("description", "")).split())
        self.words = f" The schema says: “{described}”" if described else ""

    def year(self, value: Any) -> str | None:
        """The year of a value that is a date."""
        if not isinstance(value, str) or not (self.day or (len(value) == 10 and _DATE.fullmatch(value))):
            return None
        day = parse_date(value[:10])
        return f"{day.year:04}" if day else None

    def broken(self, value: Any) -> str | None:
        """What the value breaks, in one sentence; None when it is valid."""
        if value is None and not self.required:
            return None
        if self.simple and (not self.types or any(_TYPES[kind](value) for kind in self.types)):
            return None
        if isinstance(value, str) and (value in self.allowed or (self.dated and _is_date(value))):
            return None
        error = next(iter(self.validator.iter_errors(_without_nulls(value, self.schema))), None)
        if error is None:
            return None
        if value is None:
            return "The schema requires a value here."
        return f"{shown(value)} {_why(error)}."


def _is_date(value: str) -> bool:
    return len(value) == 10 and value.isascii() and parse_date(value) is not None


def _why(error: Any) -> str:
    said = {
        "type": lambda: f"is not of type {_listed(error.validator_value)}",
        "format": lambda: f"is not a valid {error.validator_value}",
        "enum": lambda: f"is none of {_listed(error.validator_value)}",
        "pattern": lambda: f"does not match {error.validator_value}",
    }.get(error.validator)
    where = error.json_path.removeprefix("$")
    inside = f" (at {where})" if where else ""
    return (said() if said else f"breaks {error.validator} {error.validator_value}") + inside


def _listed(values: Any) -> str:
    return values if isinstance(values, str) else ", ".join("null" if v is None else str(v) for v in values)


def shown(value: Any) -> str:
    """A value in a message, shortened to 80 characters."""
    shown = f"“{value}”" if isinstance(value, str) else str(value)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


def _without_nulls(value: Any, schema: Mapping[str, Any]) -> Any:
    """A null under a key that the schema does not require stands for leaving the key out."""
    if isinstance(value, list):
        items = schema.get("items")
        return [_without_nulls(one, items) for one in value] if isinstance(items, Mapping) else value
    if not isinstance(value, dict):
        return value
    required = schema.get("required", ())
    below = schema.get("properties") or {}
    return {
        key: _without_nulls(one, below.get(key) or {})
        for key, one in value.items()
        if one is not None or key in required
    }
