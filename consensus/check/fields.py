"""Checks of one extracted value against its schema and its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from consensus.check.base import CheckId, Problem
from consensus.domain import Answer, Candidate, CheckLevel, Field, Finding, Policy, Severity
from consensus.domain.making import maker
from consensus.normalize.identity import ById
from consensus.normalize.locate import locate, stands
from consensus.normalize.values import parse_date
from consensus.normalize.written_numbers import loses_digits
from consensus.schema.patterns import bounded

_finding = maker(Finding)

IDS: Final = (
    CheckId(
        "schema_validity",
        "The value breaks its schema: type, format, enum, pattern, bounds, or null where the schema wants a value.",
        "veto",
    ),
    CheckId("unknown_key", "The schema has no such key.", "veto"),
    CheckId(
        "too_many_digits",
        "A number with more digits than a JSON number keeps: it is an id, and the schema should say string.",
        "veto",
    ),
    CheckId(
        "year_not_in_source",
        "A date whose year stands nowhere in the source; models fill it in by convention.",
        "warning",
    ),
    CheckId("unlocated", "The value stands nowhere in the source as whole tokens.", "warning"),
    CheckId("ambiguous_location", "The value stands in the source more than once.", "off"),
)
_LEVELS: Final[Mapping[str, CheckLevel]] = {one.name: one.level for one in IDS}

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


_UNLOCATED: Final = Problem("unlocated", Severity.NEUTRAL, "The value was not found in the source as it stands.")
_PLACELESS: Final = (bool, list, dict)
_RUN: Final = re.compile(r"\d+")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def check_field(field: Field, answers: Sequence[Answer], text: str | None, policy: Policy) -> tuple[Finding, ...]:
    """Findings for every answer of one field, equal values checked once; in the order of the answers.

    text: the source, None when unknown (checks that need it are left out). A vote for an absent row is not a value
    and is not checked. Levels come from ``policy.checks``, else from ``IDS``.
    """
    levels = _LEVELS
    if policy.checks:
        levels = {name: policy.checks.get(name, level) for name, level in _LEVELS.items()}
    rules = _rules(ById(field.schema))
    seen: dict[Hashable, Sequence[Problem]] = {}
    findings: list[Finding] = []
    problems: Sequence[Problem] | None = ()
    last: Any = seen  # no answer's value
    for answer in answers:
        if not isinstance(answer, Candidate) or answer.row_absent:
            continue
        value = answer.value
        if value is not last:  # members who gave one object hold the same value
            last = value
            # Not by the value alone: 1, 1.0 and True are equal in Python.
            known = value if type(value) is str else (repr(value),)
            problems = seen.get(known)
            if problems is None:
                found = _problems(field, rules, value, text, levels)
                problems = seen[known] = found and [p for p in found if levels[p.check] != "off"]
        for p in problems or ():
            veto = levels[p.check] == "veto"
            findings.append(_finding(p.check, p.severity, veto, p.message, answer.member, p.source_span))
    return tuple(findings)


def _problems(
    field: Field, rules: _Rules, value: Any, text: str | None, levels: Mapping[str, str]
) -> Sequence[Problem]:
    found: list[Problem] = []
    if "x-unknown" in rules.schema:
        found.append(Problem("unknown_key", Severity.MAJOR, f"The schema has no key {field.path}."))
    elif (broken := rules.broken(value)) is not None:
        found.append(Problem("schema_validity", Severity.CRITICAL, f"{broken}{rules.words}"))
    if levels["too_many_digits"] != "off" and loses_digits(value):
        message = f"{_shown(value)} has more digits than a JSON number keeps. An id is a string in the schema."
        found.append(Problem("too_many_digits", Severity.CRITICAL, message))
    if text is None or value is None or isinstance(value, _PLACELESS):
        return found
    if levels["year_not_in_source"] != "off" and (year := rules.year(value)) and not _year_stands(text, year):
        message = f"The year {year} stands nowhere in the source.{rules.words}"
        found.append(Problem("year_not_in_source", Severity.MINOR, message))
    if levels["ambiguous_location"] != "off" and len(places := locate(text, value)) > 1:
        message = f"The value stands in the source {len(places)} times."
        found.append(Problem("ambiguous_location", Severity.NEUTRAL, message, places[0]))
    elif levels["unlocated"] != "off" and not stands(text, value):
        found.append(_UNLOCATED)
    return found


@lru_cache(maxsize=4)
def _figures(text: str) -> frozenset[str]:
    """Runs of digits of a text, those of other scripts as ASCII."""
    runs = _RUN.findall(text)
    return frozenset(runs if text.isascii() else ["".join([str(int(c)) for c in run]) for run in runs])


def _year_stands(text: str, year: str) -> bool:
    figures = _figures(text)
    return (
        year in figures
        or year[2:] in figures
        or any(len(f) in (6, 8) and year[2:] in (f[:2], f[2:4], f[-2:]) for f in figures)
    )


@lru_cache(maxsize=4096)
def _rules(held: ById[Mapping[str, Any]]) -> _Rules:
    return _Rules(held.value)


class _Rules:
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
        return f"{_shown(value)} {_why(error)}."


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


def _shown(value: Any) -> str:
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
