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

from consensus.canon.folding import fold, fold_shape
from consensus.canon.locate_dates import dates, months
from consensus.canon.locate_forms import names_of_code, number_forms, said
from consensus.canon.values import parse_date

Span = tuple[int, int]

#: A run of digits with the marks that numbers are grouped and divided by.
_FIGURE: Final = re.compile(r"\d(?:\d|[.,'\u2019\u066b\u066c\u202f\u00a0\uff0c\uff0e ](?=\d))*")
#: What may stand before a figure: a bracket, a sign, a currency.
_BEFORE: Final = re.compile(r"(?P<open>\()?(?P<sign>[-+\u2212\u2013\uff0d])?(?P<gap>\s?[$€£¥₪₹]?\s?)$")
_AFTER: Final = re.compile(r"\s?[-\u2212](?!\w)|\)")
_SIGNS: Final = frozenset("()-+\u2212\u2013\uff0d$€£¥₪₹")
_PLAIN_NUMBER: Final = re.compile(r"[-+]?\d+(\.\d+)?")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:")
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)")
_GROUPED: Final = re.compile(r"\+?[^\W_]+(?:[ \u00a0.()/\-]{1,2}[^\W_]+)*|\+?\d*[ ]?\(.*")
_DIVIDE: Final = r"[ \u00a0.()/\-]{0,2}"
#: What makes "<5" another value than 5; behind an arrow or as the end of a tag it compares nothing.
_COMPARES: Final = re.compile(r"(?:[<>]=?|[\u2264\u2265\u2a7d\u2a7e])[ \u00a0]?[-+\u2212]?$")
_NOT_DIGIT: Final = re.compile(r"[^0-9]+")
_OPEN: Final = re.compile(r"(?:^|[\s|,;$€£¥])\(\s?[$€£¥₪₹]?\s?$")
#: An amount in brackets ends a cell: nothing follows, or another figure.
_CLOSE: Final = re.compile(r"\s?\)[ \u00a0]?(?:$|[\n\r\t|;]|[ \u00a0]{2}|[ \u00a0]?[(\d$€£-])")
_GAP: Final = re.compile(r"[ \u00a0\u202f]")
_UNSPACED: Final = re.compile(r"[^ \u00a0\u202f]+")
_UNDIVIDED: Final = re.compile(r"[^, \u00a0\u202f]+")
_MARK: Final = re.compile(r"[.,' ]")
_ASCII_BLANK: Final = np.array([chr(code).isspace() for code in range(128)])
_DIGITS_AND_MARKS: Final = re.compile(r"[0-9][0-9.,' ]*")
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
    return next(_places(text, value), None) is not None


def _places(text: str, value: Any) -> Iterator[Span]:
    if isinstance(value, bool) or value is None or isinstance(value, list | dict):
        return
    if isinstance(value, int | float):
        if math.isfinite(value):
            yield from _first_of(_figures_equal(text, Decimal(repr(value))), _in_another_form(text, value))
        return
    ways = (_days, _literal, _as_number, _of_code, _in_groups)
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


def _as_number(text: str, value: str) -> Iterator[Span]:
    """A number written as text, by its value; where it has no leading zero, not in an id that has one."""
    plain = value.strip()
    if not _PLAIN_NUMBER.fullmatch(plain):
        return
    bare = plain.lstrip("+-")
    padded = len(bare) > 1 and bare[0] == "0" and bare[1].isdigit()
    for start, end in _figures_equal(text, Decimal(plain)):
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
        for start, end in _figures_equal(text, figure):
            if behind is None:
                yield start, end
            elif match := behind.match(text, end):
                yield start, match.end()
    yield from said(text, number)


def _figures_equal(text: str, number: Decimal) -> Iterator[Span]:
    """Every place of a number, under every plausible reading of the marks that stand there."""
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    for start, end in _figures(text).get(digits, ()):
        if not _inside_id(text, start, end) and not _compared(text, start):
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
        if "," in text[start:end] and (_delimited(text) or not readings(text[start:end])):
            pieces += [piece.span() for piece in _UNDIVIDED.finditer(text, start, end)]  # cells of a CSV file
        for first, last in pieces:
            digits = _NOT_DIGIT.sub("", fold_shape(text[first:last]))
            places.setdefault(digits.strip("0"), []).append((first, last))
    return places


def stands_plainly(text: str, number: float) -> bool:
    """Whether a number stands as its own figure, in no scale and no percentage."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    return next(_figures_equal(text, Decimal(repr(number))), None) is not None


def only_bracketed(text: str, number: float) -> bool:
    """Whether every place of a positive number is an amount in brackets, as accounts write a negative one.

    Brackets within a sentence, behind the same number in words and around a year are none.
    """
    if isinstance(number, bool) or not isinstance(number, int | float) or number <= 0:
        return False
    places = list(_figures_equal(text, Decimal(repr(number))))
    return bool(places) and all(_accounted(text, start, end, number) for start, end in places)


def _accounted(text: str, start: int, end: int, number: float) -> bool:
    before = _OPEN.search(text, max(0, start - 8), start)
    if before is None or not _CLOSE.match(text, end):
        return False
    if text[start:end].isdigit() and 1900 <= number <= 2100:
        return False
    earlier = text[max(0, before.start() - 60) : before.start()]
    return next(said(earlier, Decimal(repr(number))), None) is None


@lru_cache(maxsize=4)
def _delimited(text: str) -> bool:
    """Whether a text is a CSV file: most of its lines have the same number of commas, two at least, without blanks."""
    counts = [0 if ", " in line else line.count(",") for line in text.splitlines() if line.strip()]
    usual = max(set(counts), key=counts.count, default=0)
    return len(counts) > 1 and usual >= 2 and 2 * counts.count(usual) > len(counts)


def _compared(text: str, start: int) -> bool:
    """Whether a comparison sign stands before a figure: "<5" is not 5."""
    before = text[max(0, start - 4) : start]
    if not (found := _COMPARES.search(before)):
        return False
    at = start - len(before) + found.start()
    line = text.rfind("\n", 0, at) + 1
    if text[at] != ">":
        return True
    closes = text.rfind("<", line, at) > text.rfind(">", line, at)
    return not closes and at > line and text[at - 1] not in "-=>"


def _inside_id(text: str, start: int, end: int) -> bool:
    """``INV-1007`` and ``A12`` hold no number; ``5kg``, ``x2`` and ``第3章`` do."""
    if start and text[start - 1] in "xX\u00d7" and not _letter_or_digit(text, start - 2):
        return False
    if start and (_letter(text, start - 1) or text[start - 1] in "-_/") and not _wide(text, start - 1):
        return _letter(text, start - 1) or (_letter(text, start - 2) and not _wide(text, start - 2))
    return end < len(text) and text[end] == "_"


def _signed(text: str, start: int, end: int) -> Iterator[tuple[Decimal, Span]]:
    """A figure with the sign that stands by it; both readings where a dash or bracket may be punctuation."""
    amounts = readings(text[start:end])
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
def readings(body: str) -> tuple[Decimal, ...]:
    """The numbers that a figure may be: ``1.234`` is 1.234 and 1234; ``1.234,50`` is 1234.50 only.

    Marks between digits never just vanish. () for what is no figure.
    """
    plain = fold_shape(body)
    if not _DIGITS_AND_MARKS.fullmatch(plain):
        return ()
    if plain.isdigit():
        return (Decimal(plain),)
    marks = set(_MARK.findall(plain))
    found: set[Decimal] = set()
    for decimal in ("", *marks & {".", ","}):
        whole, _, fraction = plain.rpartition(decimal) if decimal else (plain, "", "")
        separators = set(_MARK.findall(whole))
        groups = _MARK.split(whole)
        if len(separators) > 1 or decimal in separators or (decimal and not fraction.isdigit()):
            continue
        inner = all(len(group) in (2, 3) for group in groups[1:-1])
        if len(groups) == 1 or (len(groups[0]) <= 3 and inner and len(groups[-1]) == 3):
            found.add(Decimal("".join(groups) + (f".{fraction}" if decimal else "")))
    return tuple(sorted(found))


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
        compared = text[start].isdigit() and _compared(text, start)
        if not compared and _bounded(text, start, end) and _apart(text[start:end], value):
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
