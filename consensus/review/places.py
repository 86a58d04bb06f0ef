"""Where a value stands in its document: tells a reviewer where to look, never whether the value is right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from consensus.canon.dates import date_at, month_names, read_numeric_date
from consensus.canon.numbers import scan_numbers
from consensus.canon.tokens import ascii_digits
from consensus.review.difference import Spans

#: More places than a person would look at.
_MOST = 20
#: Characters looked through; a screen must not wait for a book.
_REACH = 300_000

_NUMERIC_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", re.ASCII)
_SHORT_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
#: Scripts written without spaces, where a value may stand inside a longer run of letters.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def places(text: str, value: Any, lang: str | None = None) -> Spans:
    """Offsets of a value in the document, as whole tokens, in order; several are several possible places. Pure.

    Numbers are found in any grouping that means the value, ISO dates in any way of writing the day, texts whatever
    their case and white space. Nothing is found for a missing value, a boolean, a list or an object.
    """
    text = text[:_REACH]
    if value is None or isinstance(value, bool | list | tuple | dict):
        return ()
    if isinstance(value, int | float | Decimal):
        found = _numbers(text, Decimal(str(value)), lang)
    else:
        words = str(value).strip()
        found = iter(_words(text, words)) if words else iter(())
        day = _iso_day(words)
        if day is not None:
            found = _days(text, day, lang)
    return tuple(sorted(span for span, _ in zip(found, range(_MOST), strict=False)))


def _numbers(text: str, wanted: Decimal, lang: str | None) -> Iterator[tuple[int, int]]:
    if not wanted.is_finite():
        return
    for number in scan_numbers(text, lang):
        for reading in number.values:
            if not reading.startswith("=") and Decimal(reading) == abs(wanted):
                yield number.start, number.end
                break


def _words(text: str, words: str) -> Iterator[tuple[int, int]]:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    before = r"(?<!\w)" if words[0].isalnum() and not _UNSPACED.match(words[0]) else ""
    after = r"(?!\w)" if words[-1].isalnum() and not _UNSPACED.match(words[-1]) else ""
    for match in re.finditer(before + pattern + after, text, re.IGNORECASE):
        yield match.span()


def _iso_day(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10]) if re.match(r"\d{4}-\d\d-\d\d(?:T|$)", words) else None
    except ValueError:
        return None


def _days(text: str, day: date, lang: str | None) -> Iterator[tuple[int, int]]:
    plain = ascii_digits(text)
    wanted = (day.year, day.month, day.day)
    for match in _NUMERIC_DATE.finditer(plain):
        if wanted in read_numeric_date(match.group(), lang):
            yield match.span()
    months = month_names(lang or "en")
    for match in _SHORT_NUMBER.finditer(plain):
        written = date_at(plain, match.start(), match.end(), months)
        if written and any(reading in (wanted, (None, *wanted[1:])) for reading in written.readings):
            yield written.start, written.end
