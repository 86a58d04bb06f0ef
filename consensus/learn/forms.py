"""How a value may be written otherwise by one rule: blank, without the year, in another order, case or length. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

#: Characters of a value that stands in a rule as it is.
_LONGEST = 60
#: What a rule makes of a value that it says nothing of.
ALIKE: Any = object()


@dataclass(frozen=True, slots=True)
class Form:
    """A rule. name: the same for the same rule. sentence: for a schema's description. write: the value by the rule, or
    ``ALIKE``. fixed: known beforehand; otherwise taken from an edit, which then proves nothing."""

    name: str
    sentence: str
    write: Callable[[Any], Any] = field(compare=False)
    fixed: bool = True


def forms_of(before: Any, after: Any) -> Iterator[Form]:
    """Every rule that turns one value into the other."""
    for form in (*_FIXED, *_taken(before, after)):
        made = form.write(before)
        if made is not ALIKE and same(made, after):
            yield form


def same(one: Any, other: Any) -> bool:
    """Letter by letter; a number is not its text, and True is not 1."""
    return type(one) is type(other) and bool(one == other)


def _text(write: Callable[[str], str]) -> Callable[[Any], Any]:
    def written(value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return ALIKE
        made = write(value)
        return ALIKE if made == value or not made.strip() else made

    return written


def _blank(is_blank: Callable[[Any], bool]) -> Callable[[Any], Any]:
    return lambda value: None if is_blank(value) else ALIKE


def _is_zero(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"[-+]?0+(?:[.,]0+)?", value.strip()) is not None
    return isinstance(value, int | float) and not isinstance(value, bool) and value == 0


_NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "na", "none", "null", "nil", "unknown", "not stated", "tbd", "?"})
_YEAR = re.compile(r"(?:[\s,./-]*\b(?:19|20)\d\d\b)(?=\s*$)|^(?:19|20)\d\d\b[\s,./-]*")
_MONEY = re.compile(r"^\s*(?:[$€£¥₹]|[A-Z]{3}\b)\s*|\s*(?:[$€£¥₹]|\b[A-Z]{3})\s*$")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DAY = re.compile(r"(\d\d?)([./-])(\d\d?)\2(\d{4})")


def _swapped(value: str) -> str:
    found = _DAY.fullmatch(value.strip())
    return f"{found[3]}{found[2]}{found[1]}{found[2]}{found[4]}" if found else value


def _iso(order: str) -> Callable[[str], str]:
    def written(value: str) -> str:
        found = _DAY.fullmatch(value.strip())
        if not found:
            return value
        day, month = (found[1], found[3]) if order == "dmy" else (found[3], found[1])
        valid = 1 <= int(month) <= 12 and 1 <= int(day) <= 31
        return f"{found[4]}-{int(month):02}-{int(day):02}" if valid else value

    return written


def _from_iso(pattern: str) -> Callable[[str], str]:
    def written(value: str) -> str:
        found = _ISO.fullmatch(value.strip())
        return pattern.format(y=found[1], m=found[2], d=found[3]) if found else value

    return written


_FIXED: tuple[Form, ...] = (
    Form("blank-not-0", "Where the document states no value, give null, not 0.", _blank(_is_zero)),
    Form(
        "blank-not-words",
        "Where the document states no value, give null, not a word or a dash for it.",
        _blank(lambda value: isinstance(value, str) and value.strip().casefold() in _NOTHING),
    ),
    Form("without-year", "Give the date without the year.", _text(lambda value: _YEAR.sub("", value))),
    Form("day-month", "Where a date is written in figures, the day comes before the month.", _text(_swapped)),
    *(Form(f"iso-{order}", "Give dates as YYYY-MM-DD.", _text(_iso(order))) for order in ("dmy", "mdy")),
    *(
        Form(f"date-{shown}", f"Give dates as {shown}.", _text(_from_iso(pattern)))
        for shown, pattern in (
            ("DD.MM.YYYY", "{d}.{m}.{y}"),
            ("DD/MM/YYYY", "{d}/{m}/{y}"),
            ("MM/DD/YYYY", "{m}/{d}/{y}"),
            ("YYYYMMDD", "{y}{m}{d}"),
        )
    ),
    Form("upper-case", "Write it in upper case.", _text(str.upper)),
    Form("lower-case", "Write it in lower case.", _text(str.lower)),
    Form("no-currency", "Give the amount without the currency.", _text(lambda value: _MONEY.sub("", value))),
    Form("no-leading-zeros", "Leave leading zeros out.", _text(lambda value: value.lstrip("0") or value)),
    Form("no-spaces", "Write it without spaces.", _text(lambda value: "".join(value.split()))),
    Form("no-hyphens", "Write it without hyphens.", _text(lambda value: value.replace("-", ""))),
    Form("no-points", "Write it without points.", _text(lambda value: value.replace(".", ""))),
    Form("point-decimals", "Write decimals behind a point.", _text(lambda value: value.replace(",", "."))),
    Form("comma-decimals", "Write decimals behind a comma.", _text(lambda value: value.replace(".", ","))),
    Form(
        "no-sign",
        "Give the amount without a minus.",
        lambda value: abs(value) if _is_number(value) and value < 0 else ALIKE,
    ),
)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _taken(before: Any, after: Any) -> Iterator[Form]:
    """Rules whose words are taken from this edit."""
    if isinstance(before, str) and isinstance(after, str) and before and after:
        yield from _texts(before, after)
    elif isinstance(before, float) and _is_number(after):
        yield from (_rounded(digits) for digits in range(4) if same(round(before, digits), float(after)))
    words = isinstance(before, str) and isinstance(after, str) and bool(before.strip() and after)
    if words and max(len(before), len(after)) <= _LONGEST:
        yield Form(
            f"word {before!a} {after!a}",
            f'Write "{after}", not "{before}".',
            lambda value: after if same(value, before) else ALIKE,
            fixed=False,
        )


def _texts(before: str, after: str) -> Iterator[Form]:
    decimals = re.fullmatch(r"-?\d+(?:([.,])(\d+))?", after)
    if decimals and decimals[1] and re.fullmatch(r"-?\d+(?:[.,]\d+)?", before):
        yield _with_decimals(decimals[1], len(decimals[2]))
    if after.startswith(before) or after.endswith(before):
        begin = after.endswith(before)
        part = after[: len(after) - len(before)] if begin else after[len(before) :]
        if 0 < len(part) <= 12:
            if set(part) == {"0"} and begin and before.isdecimal():
                yield _padded(len(after))
            else:
                yield _added(part, begin)
    elif before.startswith(after) or before.endswith(after):
        begin = before.endswith(after)
        part = before[: len(before) - len(after)] if begin else before[len(after) :]
        if 0 < len(part) <= 12:
            yield _left_out(part, begin)


def _padded(width: int) -> Form:
    sentence = f"Write it with leading zeros, {width} digits in all."
    padded = _text(lambda value: value.zfill(width) if value.isdecimal() else value)
    return Form(f"digits {width}", sentence, padded, fixed=False)


def _added(part: str, begin: bool) -> Form:
    def written(value: str) -> str:
        if value.startswith(part) if begin else value.endswith(part):
            return value
        return part + value if begin else value + part

    where = "before" if begin else "behind"
    return Form(f"add {where} {part!a}", f'Write "{part.strip()}" {where} it.', _text(written), fixed=False)


def _left_out(part: str, begin: bool) -> Form:
    cut = str.removeprefix if begin else str.removesuffix
    sentence = f'Leave "{part.strip()}" out at the {"beginning" if begin else "end"}.'
    return Form(f"drop {begin} {part!a}", sentence, _text(lambda value: cut(value, part)), fixed=False)


def _with_decimals(sign: str, digits: int) -> Form:
    def written(value: str) -> str:
        if not re.fullmatch(r"-?\d+(?:[.,]\d+)?", value):
            return value
        whole, _, rest = value.replace(",", ".").partition(".")
        return f"{whole}{sign}{rest.ljust(digits, '0')}" if len(rest) <= digits else value

    sentence = f'Write {digits} decimals behind "{sign}".'
    return Form(f"decimals {sign}{digits}", sentence, _text(written), fixed=False)


def _rounded(digits: int) -> Form:
    sentence = "Round it to a whole number." if not digits else f"Round it to {digits} decimals."

    def written(value: Any) -> Any:
        if not isinstance(value, float) or round(value, digits) == value:
            return ALIKE
        return round(value, digits)

    return Form(f"round {digits}", sentence, written, fixed=False)
