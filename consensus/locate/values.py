"""Where a value stands in the source: as whole typed tokens, with exact offsets."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from consensus.locate.dates import dates, months
from consensus.locate.figures import compared, figures_equal, letter_or_digit, wide
from consensus.locate.forms import names_of_code, number_forms, said
from consensus.normalize.folding import fold, fold_shape
from consensus.normalize.values import parse_date

Span = tuple[int, int]

_PLAIN_NUMBER: Final = re.compile(r"[-+]?\d+(\.\d+)?")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:")
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?")
_GROUPED: Final = re.compile(r"\+?[^\W_]+(?:[ \u00a0.()/\-]{1,2}[^\W_]+)*|\+?\d*[ ]?\(.*")
_DIVIDE: Final = r"[ \u00a0.()/\-]{0,2}"
_ASCII_BLANK: Final = np.array([chr(code).isspace() for code in range(128)])
_SPLIT_DIGITS = re.compile(r"\d\s+\d")


def locate(text: str, value: Any) -> list[Span]:
    """Every place where a value stands as whole tokens: [(start, end)] in order, ``text[start:end]`` exact.

    A number in any grouping, a date in any common order, other text without regard to case, white space and
    typography. [] when it stands nowhere; several places mean that the location is ambiguous. A list or an object
    has no place of its own. Works without spaces between words too (Chinese, Japanese).
    """
    return sorted(set(_places(text, value)))


def stands(text: str, value: Any) -> bool:
    """Whether a value stands anywhere: ``locate`` up to the first place."""
    return _stands(text, value) if isinstance(value, str | int | float) else False


@lru_cache(maxsize=32768, typed=True)
def _stands(text: str, value: str | float) -> bool:
    if isinstance(value, str):
        return _as_written(text, value) or next(_places(text, value), None) is not None
    if isinstance(value, bool) or not math.isfinite(value):
        return False
    found = next(figures_equal(text, Decimal(repr(value))), None) or next(_in_another_form(text, value), None)
    return found is not None


def _as_written(text: str, value: str) -> bool:
    """Whether a string stands letter by letter, which most do: found without folding the text."""
    at = text.find(value) if value and not value[0].isspace() and not value[-1].isspace() else -1
    while at >= 0:
        end = at + len(value)
        following = text[end : end + 1]
        whole = _bounded(text, at, end) and not (following and unicodedata.combining(following))
        if whole and not (value[0].isdigit() and compared(text, at)):
            return True
        at = text.find(value, at + 1)
    return False


def _places(text: str, value: Any) -> Iterator[Span]:
    if isinstance(value, bool) or value is None or isinstance(value, list | dict):
        return
    if isinstance(value, int | float):
        if math.isfinite(value):
            yield from _first_of(figures_equal(text, Decimal(repr(value))), _in_another_form(text, value))
        return
    ways = (_days, _literal, _time, _as_number, _of_code, _in_groups)
    yield from _first_of(*(way(text, value) for way in ways))


def _first_of(*ways: Iterator[Span]) -> Iterator[Span]:
    """The places of the first way that has any."""
    for way in ways:
        found = next(way, None)
        if found is not None:
            yield found
            yield from way
            return


def _days(text: str, value: str) -> Iterator[Span]:
    day = parse_date(value[:10] if _MOMENT.match(value) else value)
    if day is not None:
        yield from dates(text, day)
    elif (match := _MONTH.fullmatch(value)) and 1 <= int(match[2]) <= 12:
        yield from months(text, int(match[1]), int(match[2]))


def _time(text: str, value: str) -> Iterator[Span]:
    """A time of day: ``9.30``, ``9:30 am`` and ``9h30`` for ``09:30``."""
    match = _CLOCK.fullmatch(value.strip())
    if match is None:
        return
    hour, minute = int(match[1]), match[2]
    hours = "|".join(str(one) for one in {hour, hour % 12 or 12})
    for place in re.finditer(rf"(?<![\d.:])0?(?:{hours})\s?[:.hH]\s?{minute}(?!\d)", text):
        yield place.span()
    if minute == "00":
        for place in re.finditer(
            rf"(?<![\d.:])0?(?:{hours})\s?(?:[ap]\.?m\b|Uhr\b|h\b|o['’]clock|时|時|点|시)", text, re.I
        ):
            yield place.span()


def _as_number(text: str, value: str) -> Iterator[Span]:
    """A number written as text, by its value; where it has no leading zero, not in an id that has one."""
    plain = value.strip()
    if not _PLAIN_NUMBER.fullmatch(plain):
        return
    bare = plain.lstrip("+-")
    padded = len(bare) > 1 and bare[0] == "0" and bare[1].isdigit()
    for start, end in figures_equal(text, Decimal(plain)):
        figure = text[start:end].lstrip("(+-\u2212\u2013\uff0d $€£¥")
        if (len(figure) > 1 and figure[0] == "0" and figure[1].isdigit()) == padded:
            yield start, end


def _of_code(text: str, value: str) -> Iterator[Span]:
    """``EUR`` where ``€`` stands, ``DE`` where ``Germany`` does."""
    if len(value) in (2, 3) and value.isascii() and value.isupper() and value.isalpha():
        for name in names_of_code(value):
            if name.isalpha() and len(name) > 2:
                yield from _literal(text, name)
            elif (at := text.find(name)) >= 0:
                yield at, at + len(name)


def _in_groups(text: str, value: str) -> Iterator[Span]:
    """A long number or id (IBAN, telephone) whose groups are divided in another way."""
    core = "".join(c for c in value if c.isalnum())
    if len(core) < 7 or sum(c.isdigit() for c in core) < 5 or not _GROUPED.fullmatch(value.strip()):
        return
    pattern = _DIVIDE.join(map(re.escape, core))
    for match in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", text, re.IGNORECASE):
        yield match.span()


def _in_another_form(text: str, value: float) -> Iterator[Span]:
    number = Decimal(repr(value))
    for figure, behind in number_forms(text, number):
        for start, end in figures_equal(text, figure):
            if behind is None:
                yield start, end
            elif match := behind.match(text, end):
                yield start, match.end()
    yield from said(text, number)


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
        whole = not (text[start].isdigit() and compared(text, start))
        if whole and _bounded(text, start, end) and _apart(text[start:end], value):
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
    if not 0 <= outside < len(text) or text[outside] in " \n" or not letter_or_digit(text, inside):
        return False
    if letter_or_digit(text, outside):
        if outside < inside and text[outside] in "vV" and not letter_or_digit(text, outside - 1):
            return not text[inside].isdigit()  # "v1.2.3" holds 1.2.3
        both_digits = text[outside].isdigit() and text[inside].isdigit()
        return both_digits or not (wide(text, outside) or wide(text, inside))
    beyond = outside + (outside - inside)
    if not letter_or_digit(text, beyond):
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
    if not unicodedata.is_normalized("NFC", text):
        return _squeezed_clusters(text)
    shapes = {c: "".join(fold_shape(c).casefold().split()) for c in set(text)}
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    sizes = np.ones(len(text), dtype=np.int64)
    for c, shape in shapes.items():
        if len(shape) != 1:
            sizes[codes == ord(c)] = len(shape)
    return "".join(map(shapes.__getitem__, text)), np.repeat(np.arange(len(text)), sizes)


def _squeezed_clusters(text: str) -> tuple[str, NDArray[np.int64]]:
    """The same for a text with letters in several characters: é as e and a mark, Hangul as its parts."""
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and (unicodedata.combining(text[end]) or "\u1160" <= text[end] <= "\u11ff"):
            continue
        shape = "".join(fold_shape(unicodedata.normalize("NFC", text[start:end])).casefold().split())
        pieces.append(shape)
        places += [start] * len(shape)
        start = end
    return "".join(pieces), np.array(places, dtype=np.int64)
