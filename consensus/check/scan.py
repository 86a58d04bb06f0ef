"""Reads the quantities and codes of a text: numbers, dates and times with what stands around them."""

from __future__ import annotations

import re
from typing import NamedTuple

from consensus.canon.dates import clock_at, date_at, month_names, read_numeric_date
from consensus.canon.numbers import NUMERIC, canonical, number_style, read_number, scaled, sign_before
from consensus.canon.units import MONEY_SCALES, PERCENT_BEFORE, Grammar, currency_before, read_after
from consensus.check.markup import Piece

_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]+(?:[-_/][A-Za-z]+)*[-_/]?\d|\d+[A-Za-z])[A-Za-z0-9]*(?:[-_/][A-Za-z0-9]+|\.\d+)*"
)
_NOT_A_CODE = re.compile(r"\d+(?:[Kk]|[MB]|bn|mn|ST|ND|RD|TH|AM|PM|[Xx]\d+)?")
#: A digit of what may be a code: the class comes first, because the engine skips to it far faster than it tries _CODE.
_IN_CODE = re.compile(r"[0-9](?:(?=[A-Za-z])|(?<=[A-Za-z][0-9])|(?<=[A-Za-z][-_/][0-9]))")
_RANGE = re.compile(
    r"[ \u00a0]?(?:[-–—‑~～〜至到]|to|bis|à|a|až|do|до|и|and|or|und|oder|et|ou|y|o|e|tot|en|i|или|或|"
    r"から|से|إلى|עד|ile|ila)[ \u00a0]?"
)


class Quantity(NamedTuple):
    """A number, date or time with what stands around it. kind: "number", "date" or "time".

    values: what it may mean (canonical decimals, or one string per reading of a date or time). parts: the plain numbers
    it is written with. percent: None where a range leaves it to the neighbour. soft: unit and currency are inherited.
    """

    start: int
    end: int
    kind: str
    values: tuple[str, ...]
    parts: tuple[str, ...]
    sign: str = ""
    percent: bool | None = False
    unit: str = ""
    currency: frozenset[str] = frozenset()
    soft: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Equal keys state the same, whatever the spelling."""
        return (self.kind, self.values, self.sign, self.percent, self.unit, self.currency)


def scan_codes(text: str, rules: Grammar) -> tuple[Piece, ...]:
    """Tokens that mix letters and digits and are no ordinal, unit or scale: X200, INV-1007, 5G."""
    if not _IN_CODE.search(text):
        return ()
    return tuple(
        Piece(m.start(), m.end(), m.group())
        for m in _CODE.finditer(text)
        if _is_code(m.group(), rules) and not _scale_follows(text, m.end(), rules)
    )


def scan_quantities(text: str, lang: str | None, rules: Grammar) -> tuple[Quantity, ...]:
    """Every number, date and time of a text whose codes and idioms were blanked, in order."""
    return _inherit(text, _quantities(text, lang, rules))


def _scale_follows(text: str, end: int, rules: Grammar) -> bool:
    """A letter in front of an amount is a currency sign we do not know ("N585 million"), not a code."""
    return text[end : end + 1] == " " and text[end - 1].isdigit() and read_after(text, end, rules).scale > 0


def _is_code(token: str, rules: Grammar) -> bool:
    if token[0].isdigit():
        letters = token.lstrip("0123456789")
        if not any(char.isupper() for char in token) or "-" in token or "/" in token:
            return False
        return not _NOT_A_CODE.fullmatch(token) and letters not in rules.words and letters not in rules.scales
    head = re.match(r"[A-Za-z]+", token)
    hyphenated = head is not None and token[head.end()] in "-_/"
    return not hyphenated or token[: head.end() if head else 0].isupper()


def _quantities(text: str, lang: str | None, rules: Grammar) -> list[Quantity]:
    found: list[Quantity] = []
    months, style, at = month_names(lang), number_style(lang), 0
    for match in NUMERIC.finditer(text):
        start, end = match.span()
        if start < at:
            continue
        raw = match.group()
        quantity = None
        if match.lastgroup in ("ymd", "dmy"):
            quantity = _numeric_date(raw, start, end, lang)
        elif len(raw) <= 5:
            quantity = _time(text, start, end, raw, lang) or _named_date(text, start, end, raw, months, at)
        if quantity is None:
            quantity = _number(text, start, end, raw, style, rules)
        found.append(quantity)
        at = quantity.end
    return found


def _numeric_date(raw: str, start: int, end: int, lang: str | None) -> Quantity | None:
    readings = read_numeric_date(raw, lang)
    parts = tuple(canonical(run) for run in re.findall(r"\d+", raw))
    if not readings:
        return Quantity(start, end, "number", (f"={raw}",), parts)
    return Quantity(start, end, "date", tuple(_iso(*reading) for reading in readings), parts)


def _iso(year: int | None, month: int | None, day: int | None) -> str:
    return f"{'' if year is None else year}-{'' if month is None else month}-{'' if day is None else day}"


def _named_date(text: str, start: int, end: int, raw: str, months: dict[str, int], floor: int) -> Quantity | None:
    if not raw.isdigit():
        return None
    date = date_at(text, start, end, months)
    if date is None or date.start < floor:
        return None
    parts = tuple(str(part) for part in date.readings[0] if part is not None)
    return Quantity(date.start, date.end, "date", tuple(_iso(*reading) for reading in date.readings), parts)


def _time(text: str, start: int, end: int, raw: str, lang: str | None) -> Quantity | None:
    if "," in raw or "'" in raw or "’" in raw or " " in raw:
        return None
    clock = clock_at(text, start, end, raw, lang)
    if clock is None:
        return None
    runs = tuple(canonical(run) for run in re.findall(r"\d+", text[start : clock.end]))
    return Quantity(start, clock.end, "time", tuple(f"{m // 60}:{m % 60:02}" for m in clock.minutes), runs)


def _number(text: str, start: int, end: int, raw: str, style: str, rules: Grammar) -> Quantity:
    values, parts = read_number(raw, style) if ":" not in raw else ((f"={raw}",), tuple(map(canonical, raw.split(":"))))
    after = read_after(text, end, rules)
    before = currency_before(text, start)
    currency = before or after.currency
    sign_at = _sign_place(text, start) if before else start
    scale = after.scale if not (after.scale_word in MONEY_SCALES and not currency and style != "point") else 0
    if scale:
        values = tuple(scaled(value, 10**scale) for value in values if value[0] != "=") or values
        if after.scale_word in ("k", "K", "M", "m", "B"):
            values += read_number(raw, style)[0]
    if len(raw) == 2 and raw.isdigit() and (text[end : end + 1] == "年" or text[start - 1 : start] in ("'", "’")):
        values += (f"19{raw}", f"20{raw}")
    if (text[end : end + 1] == "s" and raw[-1:] == "0" and len(raw) in (2, 4)) or text[end : end + 2] in (
        "年代",
        "er",
        "'s",
        "’s",
    ):
        values += (canonical(raw[-2:]), str(int(raw[:2]) + 1)) if len(raw) == 4 else (canonical(f"19{raw}"),)
    percent = after.percent or text.endswith(PERCENT_BEFORE, max(0, start - 6), start)
    unit = "" if after.unit == "year" and _looks_like_year(values) else after.unit
    return Quantity(start, after.end, "number", values, parts, sign_before(text, sign_at), percent, unit, currency)


def _sign_place(text: str, start: int) -> int:
    """Where the sign of an amount is looked for: in front of its currency ("-$5") or of its digits."""
    at = start
    while at > max(0, start - 6) and text[at - 1] in "$€£¥₽₴₹₺₪₩₫฿ \u00a0USRCAHK":
        at -= 1
    return at if at > 0 and text[at - 1] in "-−–﹣±" else start


def _looks_like_year(values: tuple[str, ...]) -> bool:
    return len(values[0]) == 4 and values[0].isdigit() and values[0][0] in "12"


def _inherit(text: str, found: list[Quantity]) -> tuple[Quantity, ...]:
    """In "5 to 10 mm" the five takes the ten's unit, percent sign, currency and scale, softly."""
    for index in range(len(found) - 2, -1, -1):
        left, right = found[index], found[index + 1]
        if left.kind == "number" and right.kind == "time" and right.start - left.end <= 8 and left.values[0].isdigit():
            found[index] = _as_hour(text, left, right)
            continue
        if left.kind != "number" or right.kind != "number":
            continue
        if right.start - left.end > 8 or not _RANGE.fullmatch(text, left.end, _lead(text, right.start)):
            continue
        values = left.values
        if len(left.values[0]) == 4 and _looks_like_year(left.values) and len(right.values[0]) == 2:
            found[index + 1] = right = right._replace(values=(*right.values, left.values[0][:2] + right.values[0]))
        if right.values[0].endswith("000") and not left.values[0].endswith("000") and left.values[0][0] != "=":
            values += tuple(scaled(values[0], 10**power) for power in (3, 4, 6, 8, 9))
        found[index] = left._replace(
            values=values,
            percent=None if right.percent or left.percent else False,
            unit=left.unit or right.unit,
            currency=left.currency or right.currency,
            soft=True,
        )
        if not right.unit and not right.currency:
            found[index + 1] = right._replace(
                currency=left.currency, unit=left.unit if left.unit != "year" else "", soft=True
            )
        if left.percent:
            found[index + 1] = found[index + 1]._replace(percent=None)
    return tuple(found)


def _as_hour(text: str, left: Quantity, right: Quantity) -> Quantity:
    """In "from 6 to 9 p.m." the six is an hour too."""
    hour = int(left.values[0])
    if hour > 24 or not _RANGE.fullmatch(text, left.end, right.start):
        return left
    values = tuple(dict.fromkeys((f"{hour}:00", f"{(hour + 12) % 24}:00")))
    return left._replace(kind="time", values=values, parts=left.values[:1], percent=None, soft=True)


def _lead(text: str, start: int) -> int:
    """Where the sign or currency in front of a number starts."""
    return start - 1 if text[start - 1] in "$€£¥₽₴₹₺₪₩₫฿±" else start
