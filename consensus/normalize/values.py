"""Typed canonical values of JSON leaves: what is compared. They lose typography, never meaning.

A key is a hashable tuple ``(tag, ...)``; two values mean the same under a kind when their keys are equal. Keys of
different tags never are. A value that does not parse under its kind is compared as text, so that it differs.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from consensus.normalize.folding import fold, fold_case, fold_prose, fold_shape
from consensus.normalize.measures import money, phone, quantity, share
from consensus.normalize.plain_numbers import parse_number
from consensus.normalize.written_dates import read_day

Key = tuple[Hashable, ...]

#: The key of null, of a blank string and of an empty list: the member says that there is nothing.
NULL: Final[Key] = ("null",)

_DATE_ORDERED = re.compile(r"(\d{1,2})[-/.\s](\d{1,2})[-/.\s](\d{4})")


def _plain(number: Decimal) -> int | Decimal:
    """One shape per number: an int where it is whole, so that equal keys also read alike."""
    return int(number) if number == number.to_integral_value() and abs(number) < 10**30 else number


def number_key(value: Any, locale: str | None = None) -> Key:
    """``1``, ``1.0`` and ``"1.00"`` are one number; a boolean is none."""
    if type(value) is int:
        return ("number", value)
    if type(value) is float and math.isfinite(value):
        # repr is the shortest text that reads back as this float: what the model wrote, not its binary expansion.
        return ("number", int(value) if value.is_integer() else Decimal(repr(value)).normalize())
    if isinstance(value, str) and (parsed := parse_number(value, locale)) is not None:
        return ("number", _plain(parsed))
    return string_key(value)


def measure_key(value: Any, kind: str, locale: str | None = None) -> Key:
    """Money, a quantity with its unit, a percentage or a telephone number; as text where there is not one reading."""
    if not isinstance(value, str):
        return number_key(value, locale)
    found = phone(value) if kind == "phone" else _MEASURES[kind](value, locale)
    if found is None:
        return string_key(value)
    number = found[-1]
    if kind == "phone" or not isinstance(number, Decimal):
        return found
    return ("number", _plain(number)) if found[:-1] == ("money", "") else (*found[:-1], _plain(number))


_MEASURES: Final[Mapping[str, Callable[[str, str | None], Key | None]]] = {
    "money": money,
    "unit": quantity,
    "percent": share,
}


def parse_date(text: str, order: str = "iso") -> date | None:
    """An ISO 8601 date, or one in the declared order (``dmy``, ``mdy``) with a four-digit year; else None."""
    if order == "iso" and len(text) <= 10 and text[4:5] != "-" and text.isascii():
        return None  # most strings that are asked about
    text = fold_shape(text).strip()
    try:
        if len(text) == 10 and text[4] == "-":
            return date.fromisoformat(text)
        match = _DATE_ORDERED.fullmatch(text) if order != "iso" else None
        if match is None:
            return None
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        return date(year, second, first) if order == "dmy" else date(year, first, second)
    except ValueError:
        return None


def date_key(value: Any, order: str = "iso") -> Key:
    """A calendar date, its month in figures or in words; day and month are never swapped by guessing."""
    parsed = parse_date(value, order) or read_day(value, order) if isinstance(value, str) else None
    return ("date", parsed) if parsed else string_key(value)


def datetime_key(value: Any, order: str = "iso") -> Key:
    """An instant when a zone is given, else wall-clock time: the two never are equal."""
    if not isinstance(value, str):
        return string_key(value)
    text = fold_shape(value).strip()
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return date_key(value, order)
    if len(text) == 10:
        return ("date", parsed.date())
    return ("local", parsed) if parsed.tzinfo is None else ("instant", parsed.astimezone(UTC))


def time_key(value: Any, order: str = "iso") -> Key:
    """A time of day, with its zone where one is given."""
    if not isinstance(value, str):
        return string_key(value)
    try:
        parsed = time.fromisoformat(fold_shape(value).strip())
    except ValueError:
        return string_key(value)
    return ("time", parsed.replace(tzinfo=None), str(parsed.tzinfo or ""))


def boolean_key(value: Any) -> Key:
    """true and false; no string and no number is a boolean."""
    return ("boolean", value) if isinstance(value, bool) else string_key(value)


def string_key(value: Any) -> Key:
    """Text under ``fold``; a number as its JSON text; a container as sorted JSON."""
    if isinstance(value, str):
        return ("string", fold(value))
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, int | float):
        number = number_key(value) if math.isfinite(value) else ("number", repr(value))
        return ("string", str(number[1]))
    return ("json", json.dumps(value, sort_keys=True, ensure_ascii=False, default=str))


def _text_as(tag: str, folding: Callable[[str], str]) -> Callable[[Any], Key]:
    return lambda value: (tag, folding(value)) if isinstance(value, str) else string_key(value)


def _text(folding: Callable[[str], str]) -> Callable[[Any], Key]:
    return _text_as("string", folding)


_TEXT_KINDS: Final[Mapping[str, Callable[[Any], Key]]] = {
    "exact": _text(str),
    "enum": _text(lambda text: fold_shape(text).strip()),
    "id": _text(lambda text: fold_shape(text).strip()),
    "casefold": _text(lambda text: fold_case(fold_shape(text).strip())),
    "string": string_key,
    "name": _text_as("name", lambda text: fold_shape(text).strip()),
    "text": _text(fold_prose),
    "boolean": boolean_key,
}
_DATED: Final[Mapping[str, Callable[[Any, str], Key]]] = {
    "date": date_key,
    "date-time": datetime_key,
    "time": time_key,
}


def canonical(value: Any, kind: str, *, order: str = "iso", locale: str | None = None) -> Key:
    """The key of one JSON leaf under a kind (see ``consensus.schema.KINDS``).

    order: how dates are written when not ISO 8601. locale: how numbers in strings are written. null, blank strings and
    empty lists are ``NULL`` under every kind. Raises KeyError for an unknown kind.
    """
    if value is None or value == [] or (isinstance(value, str) and not value.strip()):
        return NULL
    if (text_key := _TEXT_KINDS.get(kind)) is not None:
        return text_key(value)
    if kind in ("number", "integer"):
        return number_key(value, locale)
    if kind == "phone" or kind in _MEASURES:
        return measure_key(value, kind, locale)
    return _any_key(value) if kind == "any" else _DATED[kind](value, order)


def _any_key(value: Any) -> Key:
    if isinstance(value, bool):
        return ("boolean", value)
    return number_key(value) if isinstance(value, int | float) and math.isfinite(value) else string_key(value)
