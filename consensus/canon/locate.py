"""Where a value stands in the source: as whole typed tokens, with exact offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consensus.canon.folding import fold, fold_shape
from consensus.canon.values import parse_date

Span = tuple[int, int]

#: A run of digits with the marks that numbers are grouped and divided by.
_FIGURE: Final = re.compile(r"\d(?:\d|[.,'\u2019\u066b\u066c\u202f\u00a0\uff0c\uff0e ](?=\d))*")
#: What may stand before a figure: a bracket, a sign, a currency.
_BEFORE: Final = re.compile(r"(?P<open>\()?(?P<sign>[-+\u2212\u2013\uff0d])?(?P<gap>\s?[$€£¥₪₹]?\s?)$")
_AFTER: Final = re.compile(r"\s?[-\u2212](?!\w)|\)")
_SIGNS: Final = frozenset("()-+\u2212\u2013\uff0d$€£¥₪₹")
_PLAIN_NUMBER: Final = re.compile(r"[-+]?\d+(\.\d+)?")
_NOT_DIGIT: Final = re.compile(r"[^0-9]+")
_GAP: Final = re.compile(r"[ \u00a0\u202f]")
_UNSPACED: Final = re.compile(r"[^ \u00a0\u202f]+")
_MARK: Final = re.compile(r"[.,' ]")
_MONTHS: Final = (
    ("jan", "enero", "ene", "janv", "gennaio", "gen", "января", "stycznia"),
    ("feb", "fév", "fev", "feb", "февраля", "lutego"),
    ("mar", "mär", "mrt", "mars", "марта", "marca"),
    ("apr", "avr", "abr", "апреля", "kwietnia"),
    ("may", "mai", "mei", "mayo", "maggio", "mag", "mar", "мая", "maja", "maio"),
    ("jun", "juin", "giu", "июня", "czerwca"),
    ("jul", "juil", "lug", "июля", "lipca"),
    ("aug", "août", "aou", "ago", "августа", "sierpnia"),
    ("sep", "sept", "set", "сентября", "września"),
    ("oct", "okt", "ott", "out", "октября", "października"),
    ("nov", "ноября", "listopada"),
    ("dec", "dez", "déc", "dic", "декабря", "grudnia"),
)
_ASCII_BLANK: Final = np.array([chr(code).isspace() for code in range(128)])
_SPLIT_DIGITS = re.compile(r"\d\s+\d")
# What follows begins with one class and then looks back: the engine skips to a class far faster than it looks around.
_YMD = re.compile(r"(\d(?<!\d\d)\d{3})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?(?!\d)")
_DMY = re.compile(r"(\d(?<!\d\d)\d?)\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_NAMED_DMY = re.compile(
    r"(\d(?<!\d\d)\d?)(?:st|nd|rd|th|er|º|\.)?[\s\-/.]*(?:de |d')?"
    r"([^\W\d_]{3,12})[\s\-/.,]*(?:de )?(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_NAMED_MDY = re.compile(
    r"([^\W\d_](?<!\w\w)[^\W\d_]{2,11})[\s.]*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.IGNORECASE
)


def locate(text: str, value: Any) -> list[Span]:
    """Every place where a value stands as whole tokens: [(start, end)] in order, ``text[start:end]`` exact.

    A number in any grouping, a date in any common order, other text without regard to case, white space and
    typography. [] when it stands nowhere; several places mean that the location is ambiguous. A list or an object
    has no place of its own. Works without spaces between words too (Chinese, Japanese).
    """
    return sorted(set(_places(text, value)))


def stands(text: str, value: Any) -> bool:
    """Whether a value stands anywhere: ``locate`` up to the first place."""
    return next(_places(text, value), None) is not None


def _places(text: str, value: Any) -> Iterator[Span]:
    if isinstance(value, bool) or value is None or isinstance(value, list | dict):
        return
    if isinstance(value, int | float):
        yield from _figures_equal(text, Decimal(repr(value)))
        return
    found = False
    if (day := parse_date(value)) is not None:
        for span in _dates(text, day):
            found = True
            yield span
    if found:
        return
    for span in _literal(text, value):
        found = True
        yield span
    if not found and _PLAIN_NUMBER.fullmatch(value.strip()):
        yield from _figures_equal(text, Decimal(value.strip()))


def _figures_equal(text: str, number: Decimal) -> Iterator[Span]:
    """Every place of a number, under every plausible reading of the marks that stand there."""
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    for start, end in _figures(text).get(digits, ()):
        if not _inside_id(text, start, end):
            for amount, span in _signed(text, start, end):
                if amount == number:
                    yield span


@lru_cache(maxsize=4)
def _figures(text: str) -> dict[str, list[Span]]:
    """The figures of a text by their digits without zeros at the ends: no reading of its marks changes these."""
    places: dict[str, list[Span]] = {}
    for match in _FIGURE.finditer(text):
        start, end = match.span()
        pieces = [(start, end)]
        if _GAP.search(text, start, end):  # "12 500" may be one number or two
            pieces += [piece.span() for piece in _UNSPACED.finditer(text, start, end)]
        for first, last in pieces:
            digits = _NOT_DIGIT.sub("", fold_shape(text[first:last]))
            places.setdefault(digits.strip("0"), []).append((first, last))
    return places


def _inside_id(text: str, start: int, end: int) -> bool:
    """``INV-1007`` and ``A12`` hold no number; ``5kg`` and ``第3章`` do."""
    if start and (_letter(text, start - 1) or text[start - 1] in "-_/") and not _wide(text, start - 1):
        return _letter(text, start - 1) or (_letter(text, start - 2) and not _wide(text, start - 2))
    return end < len(text) and text[end] == "_"


def _signed(text: str, start: int, end: int) -> Iterator[tuple[Decimal, Span]]:
    """A figure with the sign that stands by it; both readings where a dash or bracket may be punctuation."""
    amounts = _readings(text[start:end])
    before = _BEFORE.search(text, max(0, start - 5), start) if _beside(text, start - 1, -1) else None
    after = _AFTER.match(text, end) if _beside(text, end, 1) else None
    if before is None and after is None:
        yield from ((amount, (start, end)) for amount in amounts)
        return
    sign = before["sign"] if before else None
    minus = sign not in (None, "+") and before is not None and not _letter_or_digit(text, before.start("sign") - 1)
    bracketed = before is not None and before["open"] is not None and after is not None and after[0] == ")"
    trailing = after is not None and after[0] != ")"
    if before is not None and (minus or bracketed):
        span = (before.start("sign") if minus else before.start(), after.end() if bracketed and after else end)
        yield from ((-amount, span) for amount in amounts)
    elif trailing and after is not None:
        yield from ((-amount, (start, after.end())) for amount in amounts)
    if not minus or (before is not None and before["gap"].isspace()):
        yield from ((amount, (start, end)) for amount in amounts)


def _beside(text: str, at: int, step: int) -> bool:
    """Whether a sign, bracket or currency stands beside a figure, at most one blank away."""
    if not 0 <= at < len(text):
        return False
    beyond = at + step
    return text[at] in _SIGNS or (text[at] in " \u00a0" and 0 <= beyond < len(text) and text[beyond] in _SIGNS)


@lru_cache(maxsize=4096)
def _readings(body: str) -> tuple[Decimal, ...]:
    """``1.234`` is 1.234 and 1234; ``1.234,50`` is 1234.50 only; marks between digits never just vanish."""
    plain = fold_shape(body)
    if not plain.isascii():
        return ()
    if plain.isdigit():
        return (Decimal(plain),)
    marks = set(_MARK.findall(plain))
    readings: set[Decimal] = set()
    for decimal in ("", *marks & {".", ","}):
        whole, _, fraction = plain.rpartition(decimal) if decimal else (plain, "", "")
        separators = set(_MARK.findall(whole))
        groups = _MARK.split(whole)
        if len(separators) > 1 or decimal in separators or (decimal and not fraction.isdigit()):
            continue
        inner = all(len(group) in (2, 3) for group in groups[1:-1])
        if len(groups) == 1 or (len(groups[0]) <= 3 and inner and len(groups[-1]) == 3):
            readings.add(Decimal("".join(groups) + (f".{fraction}" if decimal else "")))
    return tuple(sorted(readings))


def _literal(text: str, value: str) -> Iterator[Span]:
    wanted = _solid(value)
    if not wanted:
        return
    folded, places = _squeezed(text)
    at = folded.find(wanted)
    while at >= 0:
        start, end = int(places[at]), int(places[at + len(wanted) - 1]) + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if _bounded(text, start, end) and _apart(text[start:end], value):
            yield start, end
        at = folded.find(wanted, at + 1)


@lru_cache(maxsize=4096)
def _solid(value: str) -> str:
    return "".join(fold_shape(value).casefold().split())


def _apart(standing: str, value: str) -> bool:
    """White space may differ between words, never between digits: "5 30" is not "530"."""
    return not _SPLIT_DIGITS.search(standing) or fold(standing) == fold(value)


def _bounded(text: str, start: int, end: int) -> bool:
    """Neither end cuts a word, a number or an id: ``INV-1007`` does not stand in ``INV-10070`` or ``X-INV-1007``."""
    return not (_joined(text, start - 1, start) or _joined(text, end, end - 1))


def _joined(text: str, outside: int, inside: int) -> bool:
    if not _letter_or_digit(text, inside):
        return False
    if _letter_or_digit(text, outside):
        both_digits = text[outside].isdigit() and text[inside].isdigit()
        return both_digits or not (_wide(text, outside) or _wide(text, inside))
    beyond = outside + (outside - inside)
    if not 0 <= outside < len(text) or not _letter_or_digit(text, beyond):
        return False
    # A mark between figures continues the figure; a hyphen, slash or underscore beside a figure continues the id.
    figures = text[inside].isdigit() or text[beyond].isdigit()
    return (text[outside] in ".,:'" and text[inside].isdigit() and text[beyond].isdigit()) or (
        text[outside] in "-_/" and figures
    )


@lru_cache(maxsize=4)
def _squeezed(text: str) -> tuple[str, NDArray[np.int64]]:
    """The text folded character by character without white space, and each folded character's place in the text."""
    if text.isascii():
        solid = ~_ASCII_BLANK[np.frombuffer(text.encode("ascii"), dtype=np.uint8)]
        return "".join(text.lower().split()), np.flatnonzero(solid)
    shapes = {c: "".join(fold_shape(c).casefold().split()) for c in set(text)}
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    sizes = np.ones(len(text), dtype=np.int64)
    for c, shape in shapes.items():
        if len(shape) != 1:
            sizes[codes == ord(c)] = len(shape)
    return "".join(map(shapes.__getitem__, text)), np.repeat(np.arange(len(text)), sizes)


def _dates(text: str, day: date) -> Iterator[Span]:
    for found in _ymd(text):
        if (int(found[1]), int(found[2]), int(found[3])) == (day.year, day.month, day.day):
            yield found.span()
    for found in _dmy(text):
        pair = {(int(found[1]), int(found[2])), (int(found[2]), int(found[1]))}
        if _year(found[3], day) and (day.day, day.month) in pair:
            yield found.span()
    folded, _ = _squeezed(text)
    if not any(month in folded for month in _MONTHS[day.month - 1]):
        return
    for found, number, name in _named(text):
        word = found[name].casefold()
        if int(found[number]) == day.day and _year(found[3], day) and word.startswith(_MONTHS[day.month - 1]):
            yield found.span()


# What a text holds is found once, whatever number of dates is looked for in it.
@lru_cache(maxsize=4)
def _ymd(text: str) -> list[re.Match[str]]:
    return list(_YMD.finditer(text))


@lru_cache(maxsize=4)
def _dmy(text: str) -> list[re.Match[str]]:
    return list(_DMY.finditer(text))


@lru_cache(maxsize=4)
def _named(text: str) -> list[tuple[re.Match[str], int, int]]:
    """Matches, each with the groups of its day and its month."""
    day_first = [(match, 1, 2) for match in _NAMED_DMY.finditer(text)]
    return day_first + [(match, 2, 1) for match in _NAMED_MDY.finditer(text)]


def _year(written: str, day: date) -> bool:
    return int(written) == (day.year if len(written) == 4 else day.year % 100)


def _letter_or_digit(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _letter(text: str, at: int) -> bool:
    return _letter_or_digit(text, at) and not text[at].isdigit()


def _wide(text: str, at: int) -> bool:
    """Scripts written without spaces between words: Han, kana, Thai, Lao, Khmer, Burmese."""
    if not 0 <= at < len(text):
        return False
    c = ord(text[at])
    return (
        0x3040 <= c <= 0x30FF
        or 0x3400 <= c <= 0x9FFF
        or 0xF900 <= c <= 0xFAFF
        or 0x0E00 <= c <= 0x0EFF
        or (0x1000 <= c <= 0x109F or 0x1780 <= c <= 0x17FF or 0x20000 <= c <= 0x3FFFF)
    )


def _unit_after(text: str, start: int, end: int) -> bool:
    """``5kg``: letters right behind a number are its unit, letters in front make it an id."""
    return _letter(text, end) and not _letter(text, start - 1)
