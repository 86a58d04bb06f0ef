"""Where a calendar date stands in a source, in any common order and with the months of every listed language."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from consensus.normalize.dates import ERAS
from consensus.normalize.folding import fold_shape
from consensus.normalize.languages import LANGUAGES

Span = tuple[int, int]
Order = Literal["dmy", "mdy"]

#: Beginnings of names of months that are written in more forms than the languages' lists hold.
_BEGINNINGS: Final = (
    ("jan", "enero", "ene", "janv", "gennaio", "gen", "января", "stycznia"),
    ("feb", "fév", "fev", "февраля", "lutego"),
    ("mar", "mär", "mrt", "mars", "марта", "marca"),
    ("apr", "avr", "abr", "апреля", "kwietnia"),
    ("may", "mai", "mei", "mayo", "maggio", "mag", "мая", "maja", "maio"),
    ("jun", "juin", "giu", "июня", "czerwca"),
    ("jul", "juil", "lug", "июля", "lipca"),
    ("aug", "août", "aou", "ago", "августа", "sierpnia"),
    ("sep", "sept", "set", "сентября", "września"),
    ("oct", "okt", "ott", "out", "октября", "października"),
    ("nov", "ноября", "listopada"),
    ("dec", "dez", "déc", "dic", "декабря", "grudnia"),
)
_BUDDHIST: Final = 543
# What follows begins with one class and then looks back: the engine skips to a class far faster than it looks around.
_YMD = re.compile(r"(\d(?<!\d\d)\d{3})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?:\s?[日일])?(?!\d)")
_ERA = re.compile(rf"({'|'.join(ERAS)})\s?(元|\d{{1,3}})\s?年\s?(\d{{1,2}})\s?月\s?(\d{{1,2}})\s?日")
_COMPACT = re.compile(r"(\d(?<!\d\d)\d{3})(\d\d)(\d\d)(?!\d)")
# Read from the left, whole dates with the year first among them: in 2026-04-08/2026-05-07 there is no 04-08/2026.
_NUMERIC = re.compile(rf"{_YMD.pattern}|(\d(?<!\d\d)\d?)\s?([-/.])\s?(\d{{1,2}})\s?[-/.]\s?(\d{{4}}|\d{{2}})(?!\d)")
_WORD: Final = r"[^\W\d_](?:[^\W_]|[\u0300-\u036f\u0900-\u0963\u0e31-\u0e4e]|\.(?=[^\W_])){1,14}"
_RANGE: Final = r"(?:\s?[-\u2013\u2014]\s?(\d{1,2})\.?)?"
_NAMED_DMY = re.compile(
    rf"(\d(?<!\d\d)\d?)(?:st|nd|rd|th|er|º|ª|\.|-?го|-?е)?{_RANGE}[\s\-/.,]*(?:de |d'|of |ב-?)?"
    rf"((?:tháng|thg) \d{{1,2}}|{_WORD})[\s\-/.,]*(?:de |del |năm |['’])?(\d{{4}}|\d{{2}})?(?!\d)",
    re.IGNORECASE,
)
_NAMED_MDY = re.compile(
    rf"([^\W\d_](?<!\w\w)[^\W\d_]{{2,13}})[\s.]*(\d{{1,2}})(?:st|nd|rd|th)?{_RANGE}(?:,?\s+(\d{{4}}))?(?!\d)",
    re.IGNORECASE,
)
_NAMED_YMD = re.compile(r"(\d(?<!\d\d)\d{3})\.?\s+([^\W\d_]{3,12})\.?\s+(\d{1,2})(?!\d)", re.IGNORECASE)
#: Behind the first digit of what is not the end of a date with its year: that would stand before it.
_NO_YEAR: Final = "".join(
    rf"(?<!{before}\d)" for before in (r"\d[-/.]", r"\d[-/.]\s", r"\d\s[-/.]", r"\d\s[-/.]\s", "[年년]", r"[年년]\s")
)
_DAY_MONTH = re.compile(rf"(\d(?<!\d\d){_NO_YEAR}\d?)\s?([-/.月월])\s?(\d{{1,2}})[.日일]?(?!\s?[-/.]?\d)")
_YEAR = re.compile(r"\d(?<!\d\d)\d{3}(?!\d)")


class _YearLast(NamedTuple):
    """A date in digits: day and month, or month and day. sign: between them."""

    first: int
    sign: str
    second: int
    year: str
    span: Span


class _Named(NamedTuple):
    day: int
    month: int
    year: str | None
    span: Span


def dates(text: str, day: date) -> Iterator[Span]:
    """Every place of a date. Where no place has its year, every place of its day and month, if the year stands too."""
    found = False
    for span in _with_year(text, day):
        found = True
        yield span
    if not found and day.year in _years(text):
        yield from _without_year(text, day)


def _with_year(text: str, day: date) -> Iterator[Span]:
    wanted = (day.year, day.month, day.day)
    for pattern in (_YMD, _COMPACT):
        for match in _matches(pattern, text):
            if (int(match[1]), int(match[2]), int(match[3])) == wanted:
                yield match.span()
    for one in _year_last(text):
        if _year(one.year, day) and (one.first, one.second) in ((day.day, day.month), (day.month, day.day)):
            yield one.span
    for match in _matches(_ERA, text):
        since = 1 if match[2] == "元" else int(match[2])
        if (ERAS[match[1]] + since, int(match[3]), int(match[4])) == wanted:
            yield match.span()
    for named in _named(text):
        if (named.day, named.month) == (day.day, day.month) and named.year and _year(named.year, day):
            yield named.span


def _without_year(text: str, day: date) -> Iterator[Span]:
    for match in _matches(_DAY_MONTH, text):
        first, second = int(match[1]), int(match[3])
        month_first = (first, second) == (day.month, day.day)
        if month_first or ((first, second) == (day.day, day.month) and match[2] not in "月월"):
            yield match.span()
    for one in _named(text):
        if one.year is None and (one.day, one.month) == (day.day, day.month):
            yield one.span


def months(text: str, year: int, month: int) -> Iterator[Span]:
    """Every place of a month of a year: "March 2024", "03/2024", "2024-03"."""
    numeric = rf"(?<!\d)0?{month}\s?[-/.]\s?{year}(?!\d)|(?<!\d){year}\s?[-/.年년]\s?0?{month}(?!\d)"
    whole = [match.span() for match in _matches(_NUMERIC, text) if match[1]]  # with the year first
    for match in re.finditer(numeric, text):
        at = bisect_left(whole, match.span()) - 1
        if at < 0 or match.start() == whole[at][0] or match.start() >= whole[at][1]:
            yield match.span()
    for match in re.finditer(rf"({_WORD})[\s.,\-/]*(?:de |del )?{year}(?!\d)", text):
        if month in months_of(match[1]):
            yield match.span()


def only_ambiguous(text: str, day: date, declared: Order | None, usual: Callable[[str], Order | None]) -> bool:
    """Whether a document leaves open which day it means where this date stands.

    True when every place is digits that may be read as day and month or month and day, to two dates, and nothing in
    the document tells which: no date that has one reading only, no points between the digits (they put the day
    first), no order. declared: the order by the schema or the policy. usual: the order by the language of a text,
    asked last. True as well where the order is known, and the date is the other reading.
    """
    if day.day > 12 or day.day == day.month:
        return False
    places = [one for one in _year_last(text) if _year(one.year, day)]
    places = [one for one in places if {one.first, one.second} == {day.day, day.month}]
    if not places or len({*_with_year(text, day)}) > len({one.span for one in places}):
        return False
    for one in places:
        told = declared or ("dmy" if one.sign == "." else _order_told(text, one.sign)) or usual(text)
        if told is not None and (one.first == day.day) == (told == "dmy"):
            return False
    return True


@lru_cache(maxsize=16)
def _order_told(text: str, mark: str) -> Order | None:
    """The order of the dates of a document that have one reading; None when there is none, or both occur."""
    told: set[Order] = set()
    for one in _year_last(text):
        if one.sign == mark and 12 < max(one.first, one.second) <= 31 and min(one.first, one.second) <= 12:
            told.add("dmy" if one.first > 12 else "mdy")
    return told.pop() if len(told) == 1 else None


# What a text holds is found once, whatever number of dates is looked for in it.
@lru_cache(maxsize=16)
def _matches(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return list(pattern.finditer(text))


@lru_cache(maxsize=4)
def _year_last(text: str) -> list[_YearLast]:
    """Dates in digits whose year comes last."""
    found = [match for match in _matches(_NUMERIC, text) if match[4]]
    return [_YearLast(int(one[4]), one[5], int(one[6]), one[7], one.span()) for one in found]


@lru_cache(maxsize=4)
def _named(text: str) -> list[_Named]:
    """Dates whose month is a word, each with every month that the word may mean."""
    # The groups of: day, last day of a range, month, year.
    orders = ((_NAMED_DMY, (1, 2, 3, 4)), (_NAMED_MDY, (2, 3, 1, 4)), (_NAMED_YMD, (3, 3, 2, 1)))
    found = []
    for pattern, (first, last, word, year) in orders:
        for match in pattern.finditer(text):
            days = {int(match[group]) for group in (first, last) if match[group]}
            found += [_Named(day, m, match[year], match.span()) for m in months_of(match[word]) for day in sorted(days)]
    return found


@lru_cache(maxsize=8192)
def months_of(word: str) -> frozenset[int]:
    """The months, 1..12, that a word may name in some listed language; most words name none."""
    plain = fold_shape(word).casefold().strip(" .")
    number = plain.removeprefix("tháng ").removeprefix("thg ")
    if number.isdigit():
        return frozenset({int(number)})
    named = _month_names()
    found = set(named.get(plain, ()))
    if len(plain) >= 3:
        found |= {month for month, names in enumerate(_BEGINNINGS, start=1) if plain.startswith(names)}
    return frozenset(found)


@lru_cache(maxsize=1)
def _month_names() -> dict[str, set[int]]:
    names: dict[str, set[int]] = {}
    for one in LANGUAGES.values():
        for month, group in enumerate(one.months.split(), start=1):
            for name in group.split("|"):
                names.setdefault(fold_shape(name.replace("_", " ")).casefold().strip(" ."), set()).add(month)
    return names


@lru_cache(maxsize=4)
def _years(text: str) -> frozenset[int]:
    return frozenset(int(match[0]) for match in _YEAR.finditer(text))


def _year(written: str, day: date) -> bool:
    if len(written) == 4:
        return int(written) in (day.year, day.year + _BUDDHIST)
    return int(written) == day.year % 100
