"""From what a member wrote to the JSON value that the schema asks for, where there is exactly one reading.

``"1,234.50"`` under ``{"type": "number"}`` is 1234.5, ``"4 March 2031"`` under ``{"format": "date"}`` is
``"2031-03-04"``. What has no reading or several is left as it was: it then breaks the schema, or is a dispute.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from consensus.normalize.folding import fold_shape
from consensus.normalize.languages.short_answers import NOT_STATED, short_answers
from consensus.normalize.numbers import number_style
from consensus.normalize.values import parse_date
from consensus.normalize.written_dates import date_order, read_day, read_instant, read_time
from consensus.normalize.written_numbers import MOST_DIGITS, digits_of, read_amount


class Reading(NamedTuple):
    """What is known of how a document writes.

    locale: of its numbers, as declared, else None. order: of dates in figures, "dmy" or "mdy", "" where not declared.
    lang: its BCP 47 tag, None where unknown. text: the document, None where it is not at hand.
    """

    locale: str | None = None
    order: str = ""
    lang: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """What a scalar's schema asks for, ready to bring values to it.

    settled: Python types, and exact: labels, that are right as they are. wants: number, integer, decimal (a number, or
    a string that holds one), boolean, label, date, date-time, time or text. labels: what an enumeration allows but
    null. aliases: other names of them, folded. words: the field's name and, on further lines, its description. most:
    the largest number allowed.
    """

    wants: str
    settled: frozenset[type]
    nullable: bool
    labels: tuple[Any, ...] = ()
    aliases: Mapping[str, Any] | None = None
    words: str = ""
    most: float | None = None
    exact: frozenset[str] = frozenset()

    def settles(self, value: Any) -> bool:
        """Whether a value is in its normal form already, told at a glance. False does not say that it is not."""
        kind = type(value)
        if kind in self.settled:
            return True
        if kind is not str:
            return False
        if self.wants == "text":  # a longer one never says "null"
            return len(value) > 4 and not value.isspace()
        return value in self.exact or (self.wants == "date" and len(value) == 10 and parse_date(value) is not None)


_FORMATS: Final = {"date": "date", "date-time": "date-time", "time": "time"}
_NONE: Final[type] = type(None)
_STEADY: Final = frozenset((int, float, _NONE))
_NOTHING: Final = frozenset(("null", "none"))
_CODE = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_INNER_BREAK = re.compile(r"[\s_]+|(?<=[^\W\d_])-(?=[^\W\d_])")
_EVIDENCE = re.compile(
    r"(?<![\d.,])\d{1,3}(?:(,)\d{3})+\.\d{1,2}(?![\d.,]?\d)|(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d{1,2}(?![\d.,]?\d)"
)


def form_of(schema: Mapping[str, Any], kind: str, name: str = "") -> Form | None:
    """What a scalar's schema asks for; None where any value may stand or nothing can be told.

    kind: how it is compared; a union that is compared as a number is a number or a string that holds one. name: the
    field's.
    """
    said = schema.get("type", ())
    types = {said} if isinstance(said, str) else set(said)
    words = "\n".join([name, *(str(schema[key]) for key in ("title", "description") if schema.get(key))])
    most = schema.get("maximum")
    most = float(most) if isinstance(most, int | float) else None
    if "enum" in schema or "const" in schema:
        listed = schema.get("enum", [schema.get("const")])
        labels = tuple(one for one in listed if one is not None)
        nullable = (not types and None in listed) or ("null" in types and None in listed)
        exact = frozenset(one for one in labels if isinstance(one, str))
        aliases = _aliases(schema, labels)
        return Form("label", frozenset((_NONE,)), nullable, labels, aliases, exact=exact) if labels else None
    if kind == "number" and (options := schema.get("anyOf") or schema.get("oneOf")):
        nullable = any(option.get("type") == "null" for option in options)
        return Form("decimal", _STEADY, nullable, words=words, most=most)
    nullable = "null" in types
    types.discard("null")
    if types == {"string"}:
        wants = _FORMATS.get(schema.get("format", ""), "text")
        settled = frozenset((_NONE,) if nullable or wants != "text" else (_NONE, str))
        return Form(wants, settled, nullable, words=words)
    if types and types <= {"number", "integer"}:
        integral = types == {"integer"}
        return Form(
            "integer" if integral else "number",
            frozenset((int, _NONE)) if integral else _STEADY,
            nullable,
            words=words,
            most=most,
        )
    return Form("boolean", frozenset((bool, _NONE)), nullable) if types == {"boolean"} else None


def _aliases(schema: Mapping[str, Any], labels: tuple[Any, ...]) -> Mapping[str, Any]:
    """Folded other names of labels, from ``x-aliases: {label: [name]}``; a name of two labels is none."""
    said = schema.get("x-aliases")
    found: dict[str, list[Any]] = {}
    for label, names in said.items() if isinstance(said, Mapping) else ():
        if label in labels:
            for one in [names] if isinstance(names, str) else names:
                found.setdefault(_folded(str(one)), []).append(label)
    return {folded: named[0] for folded, named in found.items() if len(named) == 1}


def normal_form(value: Any, form: Form, reading: Reading) -> Any:
    """The JSON value that a form asks for, where a value has exactly one reading as that; else the value itself.

    A list of one element is that element. Where null is allowed, a blank string and the words null and None are null
    unless the document has the word, and so is "N/A" where no text may stand. Lists and objects are left as they are.
    """
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], list | dict):
        value = value[0]
    kind = type(value)
    if kind in form.settled or kind in (list, dict):
        return value
    if kind is str:
        if form.nullable and _says_nothing(value, form, reading):
            return None
        return _READ[form.wants](value, form, reading)
    if form.wants == "label":
        return _label(value, form, reading)
    if form.wants == "integer" and kind is float:
        return int(value) if value.is_integer() and digits_of(value) <= MOST_DIGITS else value
    # The digits of 12.5 may have been 12.50; those of an integer are all there.
    return str(value) if form.wants == "text" and kind is int else value


def _says_nothing(value: str, form: Form, reading: Reading) -> bool:
    plain = value.strip()
    if not plain:
        return value not in form.labels
    if len(plain) > 40 or value in form.labels:
        return False
    word = plain.casefold()
    if word in _NOTHING:
        return word == "null" if reading.text is None else not _stands(reading.text, word)
    return form.wants != "text" and word in NOT_STATED


def _stands(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def _text(value: str, form: Form, reading: Reading) -> str:
    return value


def _boolean(value: str, form: Form, reading: Reading) -> Any:
    said = fold_shape(value).strip().casefold().rstrip(".")
    return short_answers(reading.lang).get(said, value)


def _label(value: Any, form: Form, reading: Reading) -> Any:
    if any(one == value and type(one) is type(value) for one in form.labels) or isinstance(value, bool):
        return value
    folded = _folded(str(value))
    found = [one for one in form.labels if not isinstance(one, bool | float) and _folded(str(one)) == folded]
    if not found and form.aliases and folded in form.aliases:
        return form.aliases[folded]
    return found[0] if len(found) == 1 else value


#: A mark of abbreviation inside a word, as in Hebrew; models leave it out or take it for a quotation mark.
_INNER_QUOTE: Final = re.compile(r"(?<=[^\W\d])[\"'](?=[^\W\d])")


@lru_cache(maxsize=4096)
def _folded(label: str) -> str:
    """A label without case, blanks and typography: "In progress" is "in_progress". A sign beside a figure stays."""
    plain = fold_shape(label).casefold().strip(" \"'").rstrip(".")
    return _INNER_QUOTE.sub("", _INNER_BREAK.sub("", plain))


def _number(value: str, form: Form, reading: Reading) -> Any:
    found = _amount(value, form, reading)
    if found is None or digits_of(found) > MOST_DIGITS:
        return value
    if found == found.to_integral_value():
        return int(found)
    return value if form.wants == "integer" else float(found)


def _decimal(value: str, form: Form, reading: Reading) -> Any:
    if _CODE.fullmatch(value):
        return value  # as the schema asks for it
    found = _amount(value, form, reading)
    return value if found is None else format(found, "f")


def _amount(value: str, form: Form, reading: Reading) -> Decimal | None:
    if len(value) > 60:
        return None
    style = number_style(reading.locale or reading.lang)
    found = read_amount(value, style, reading.lang, form.words, form.most)
    if found is None and style == "both" and reading.text is not None:
        style = style_of(reading.text)
        found = read_amount(value, style, reading.lang, form.words, form.most) if style != "both" else None
    return found


@lru_cache(maxsize=16)
def style_of(text: str) -> str:
    """ "point" or "comma" where a text has numbers such as 1,234.50, or 1.234,50, and not both; else "both"."""
    marks = {"point" if found[1] else "comma" for found in _EVIDENCE.finditer(fold_shape(text))}
    return marks.pop() if len(marks) == 1 else "both"


def _date(value: str, form: Form, reading: Reading) -> str:
    day = read_day(value, reading.order or date_order(reading.lang), reading.lang) if len(value) < 60 else None
    return day.isoformat() if day else value


def _instant(value: str, form: Form, reading: Reading) -> str:
    order = reading.order or date_order(reading.lang)
    return (read_instant(value, order, reading.lang) or value) if len(value) < 60 else value


def _time(value: str, form: Form, reading: Reading) -> str:
    return (read_time(value) or value) if len(value) < 30 else value


_READ: Final[Mapping[str, Callable[[str, Form, Reading], Any]]] = {
    "text": _text,
    "number": _number,
    "integer": _number,
    "decimal": _decimal,
    "boolean": _boolean,
    "label": _label,
    "date": _date,
    "date-time": _instant,
    "time": _time,
}
