"""Reads the quantities and codes of a text: numbers, dates and times with what stands around them."""

from __future__ import annotations

import re
from operator import attrgetter

from consensus.check.amounts import Quantity, amount_at, looks_like_year
from consensus.check.markup import Piece
from consensus.normalize.clock import SpokenTime, clock_at, hears_time, spoken_times
from consensus.normalize.dates import date_at, read_numeric_date
from consensus.normalize.languages import with_trait
from consensus.normalize.numbers import NUMERIC, canonical, scaled
from consensus.normalize.tokens import base_language
from consensus.normalize.units import Grammar, is_currency, read_after

_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]+(?:[-_/][A-Za-z]+)*[-_/]?\d|\d+[A-Za-z])[A-Za-z0-9]*(?:[-_/][A-Za-z0-9]+|\.\d+)*"
)
_NOT_A_CODE = re.compile(r"\d+(?:[Kk]|[MB]|bn|mn|ST|ND|RD|TH|AM|PM|[Xx]\d+)?")
#: A digit of what may be a code: the class comes first, because the engine skips to it far faster than it tries _CODE.
_IN_CODE = re.compile(r"[0-9](?:(?=[A-Za-z])|(?<=[A-Za-z][0-9])|(?<=[A-Za-z][-_/][0-9]))")
_RANGE = re.compile(
    r"[ \u00a0]?(?:[-–—‑~～〜至到]|to|bis|à|a|až|do|до|и|and|or|und|oder|et|ou|y|o|e|tot|en|i|или|或|"
    r"から|से|إلى|עד|ile|ila|till?|och|og|ja|"
    r"και(?: τις)?|έως(?: τις)?|și|és|-t[óő]l|đến|và|sampai|hingga|dan|ถึง|และ|부터|에서)"
    r"[ \u00a0]?"
)
#: A time of day written with a point, which only a time beside it tells from a number: "kl. 8.30-17.00".
_POINTED_TIME = re.compile(r"([01]?\d|2[0-4])\.([0-5]\d)")


#: Quarters, half-years and business years, which each language writes with another letter: Q3, H1, FY2023.
_PERIOD = re.compile(r"(?:[QH][1-4]|[1-4][QH])(?:['’]?\d\d|FY\d\d)?|FY['’]?\d\d(?:\d\d)?(?:[/-]\d\d)?|[QH][1-4]FY\d\d")
_ROMANCE_PERIOD = re.compile(r"(?:[TS][1-4]|[1-4][TS])(?:['’]?\d\d)?")
_ROMANCE = with_trait("trimesters")


def scan_codes(text: str, lang: str | None, rules: Grammar) -> tuple[Piece, ...]:
    """Tokens that mix letters and digits and are no ordinal, unit, scale or quarter: X200, INV-1007, 5G."""
    if not _IN_CODE.search(text):
        return ()
    return tuple(
        Piece(m.start(), m.end(), m.group())
        for m in _CODE.finditer(text)
        if _is_code(m.group(), rules) and not _scale_follows(text, m.end(), rules) and not _is_period(m.group(), lang)
    )


def _is_period(token: str, lang: str | None) -> bool:
    if len(token) > 8:
        return False
    romance = base_language(lang) in _ROMANCE and _ROMANCE_PERIOD.fullmatch(token)
    return bool(_PERIOD.fullmatch(token) or romance)


def scan_quantities(text: str, lang: str | None, rules: Grammar, plain: bool = False) -> tuple[Quantity, ...]:
    """Every number, date and time of a text whose codes and idioms were blanked, in order.

    plain: leave out what is told by a word, the names of months among it.
    """
    spoken: list[Quantity] = []
    if not plain and hears_time(text.lower(), lang):
        spoken = [_spoken(text, time) for time in spoken_times(text, lang)]
    return _inherit(text, _quantities(text, lang, rules, spoken, None if plain else lang))


def _spoken(text: str, time: SpokenTime) -> Quantity:
    runs = tuple(canonical(run) for run in re.findall(r"\d+", text[time.start : time.end]))
    values = _clock_texts(time.minutes)
    return Quantity(time.start, time.end, "time", values, runs, percent=None, bare=time.bare, spoken=True)


def _clock_texts(minutes: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(f"{minute // 60 % 24}:{minute % 60:02}" for minute in minutes)


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
    if head is not None and is_currency(head.group()) and token[head.end() :].replace(".", "").isdigit():
        return False
    hyphenated = head is not None and token[head.end()] in "-_/"
    return not hyphenated or token[: head.end() if head else 0].isupper()


def _quantities(
    text: str, lang: str | None, rules: Grammar, spoken: list[Quantity], dated: str | None
) -> list[Quantity]:
    found: list[Quantity] = spoken
    taken = [(time.start, time.end) for time in spoken]
    at = 0
    for match in NUMERIC.finditer(text):
        start, end = match.span()
        if start < at or (taken and any(begin <= start < stop for begin, stop in taken)):
            continue
        raw = match.group()
        quantity = None
        if match.lastgroup in ("ymd", "dmy"):
            quantity = _numeric_date(raw, start, end, lang)
        elif len(raw) <= 5:
            quantity = _time(text, start, end, raw, lang) or _named_date(text, start, raw, dated, at)
        if quantity is None:
            quantity = amount_at(text, (start, end), raw, lang, rules)
        found.append(quantity)
        at = quantity.end
    return sorted(found, key=attrgetter("start")) if taken else found


def _numeric_date(raw: str, start: int, end: int, lang: str | None) -> Quantity | None:
    readings = read_numeric_date(raw, lang)
    parts = tuple(canonical(run) for run in re.findall(r"\d+", raw))
    if not readings:
        return Quantity(start, end, "number", (f"={raw}",), parts)
    return Quantity(start, end, "date", tuple(_iso(*reading) for reading in readings), parts)


def _iso(year: int | None, month: int | None, day: int | None) -> str:
    return f"{'' if year is None else year}-{'' if month is None else month}-{'' if day is None else day}"


def _named_date(text: str, start: int, raw: str, lang: str | None, floor: int) -> Quantity | None:
    if not raw.isdigit():
        return None
    date = date_at(text, start, start + len(raw), lang)
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
    return Quantity(start, clock.end, "time", _clock_texts(clock.minutes), runs, bare=clock.bare)


def _inherit(text: str, found: list[Quantity]) -> tuple[Quantity, ...]:
    """In "5 to 10 mm" the five takes the ten's unit, percent sign, currency and scale, softly."""
    for index in range(len(found) - 2, -1, -1):
        left, right = _both_times(text, found[index], found[index + 1])
        found[index], found[index + 1] = left, right
        if right.kind == "time" and right.start - left.end <= 8:
            if left.kind == "number" and left.values[0].isdigit():
                found[index] = _as_hour(text, left, right)
                continue
            if (
                left.bare
                and left.values[0][:2] != "0:"
                and not right.bare
                and _RANGE.fullmatch(text, left.end, right.start)
            ):
                hour, _, minute = left.values[0].partition(":")
                hours = (left.values[0], f"{(int(hour) + 12) % 24}:{minute}")
                found[index] = left._replace(values=tuple(dict.fromkeys(hours)), bare=False, soft=True)
                continue
        if left.kind != "number" or right.kind != "number":
            continue
        if right.start - left.end > 8 or not _RANGE.fullmatch(text, left.end, _lead(text, right.start)):
            continue
        if left.percent and (right.currency or right.unit) and not right.percent:
            continue  # "rose by 5% to €20"
        if left.unit and right.unit and left.unit != right.unit:
            continue  # "2 hours and 15 minutes"
        values = left.values
        if len(left.values[0]) == 4 and looks_like_year(left.values) and len(right.values[0]) == 2:
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


def _both_times(text: str, left: Quantity, right: Quantity) -> tuple[Quantity, Quantity]:
    """In "kl. 8.30-17.00" both are times though only the first has the word beside it."""
    if (left.kind == "time") == (right.kind == "time") or not 0 <= right.start - left.end <= 8:
        return left, right
    if "number" not in (left.kind, right.kind) or not _RANGE.fullmatch(text, left.end, right.start):
        return left, right
    return _pointed_time(text, left), _pointed_time(text, right)


def _pointed_time(text: str, one: Quantity) -> Quantity:
    at = _POINTED_TIME.fullmatch(text, one.start, one.end) if one.kind == "number" else None
    if at is None:
        return one
    return one._replace(kind="time", values=_clock_texts((int(at[1]) * 60 + int(at[2]),)), foreign=False)


def _as_hour(text: str, left: Quantity, right: Quantity) -> Quantity:
    """In "from 6 to 9 p.m." the six is an hour too."""
    hour = int(left.values[0])
    if hour > 24 or not _RANGE.fullmatch(text, left.end, right.start):
        return left
    values = tuple(dict.fromkeys((f"{hour}:00", f"{(hour + 12) % 24}:00")))
    return left._replace(kind="time", values=values, parts=left.values[:1], percent=None, soft=True)


def _lead(text: str, start: int) -> int:
    """Where the sign or currency in front of a number starts."""
    return start - 1 if text[start - 1] in "$€£¥₽₴₹₺₪₩±" else start
