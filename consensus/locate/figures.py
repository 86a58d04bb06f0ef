"""Where the figures of a source stand, and which numbers each may be: marks, signs, brackets, comparisons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from consensus.locate.forms import said
from consensus.normalize.folding import fold_shape

Span = tuple[int, int]

#: A run of digits with the marks that numbers are grouped and divided by.
_FIGURE: Final = re.compile(r"\d(?:\d|[.,'\u2019\u066b\u066c\u202f\u00a0\uff0c\uff0e ](?=\d))*")
#: What may stand before a figure: a bracket, a sign, a currency.
_BEFORE: Final = re.compile(r"(?P<open>\()?(?P<sign>[-+\u2212\u2013\uff0d])?(?P<gap>\s?[$€£¥₪₹]?\s?)$")
_AFTER: Final = re.compile(r"\s?[-\u2212](?!\w)|\)")
_SIGNS: Final = frozenset("()-+\u2212\u2013\uff0d$€£¥₪₹")
_OPEN: Final = re.compile(r"(?:^|[\s|,;$€£¥])\(\s?[$€£¥₪₹]?\s?$")
#: An amount in brackets ends a cell: nothing follows, or another figure.
_CLOSE: Final = re.compile(r"\s?\)[ \u00a0]?(?:$|[\n\r\t|;]|[ \u00a0]{2}|[ \u00a0]?[(\d$€£-])")
_GAP: Final = re.compile(r"[ \u00a0\u202f]")
_UNSPACED: Final = re.compile(r"[^ \u00a0\u202f]+")
_UNDIVIDED: Final = re.compile(r"[^, \u00a0\u202f]+")
_MARK: Final = re.compile(r"[.,' ]")
#: What makes "<5" another value than 5; behind an arrow or as the end of a tag it compares nothing.
_COMPARES: Final = re.compile(r"(?:[<>]=?|[\u2264\u2265\u2a7d\u2a7e])[ \u00a0]?[-+\u2212]?$")
_COMPARISONS: Final = frozenset("<>\u2264\u2265\u2a7d\u2a7e")
_NOT_DIGIT: Final = re.compile(r"[^0-9]+")
_DIGITS_AND_MARKS: Final = re.compile(r"[0-9][0-9.,' ]*")


def figures_equal(text: str, number: Decimal) -> Iterator[Span]:
    """Every place of a number, under every plausible reading of the marks that stand there."""
    plain = str(number)
    if not _DIGITS_AND_MARKS.fullmatch(plain):
        plain = "".join(map(str, number.as_tuple().digits))
    digits = plain.replace(".", "").strip("0")
    for start, end in _figures(text).get(digits, ()):
        if _inside_id(text, start, end) or compared(text, start):
            continue
        plain_here = not (start and text[start - 1] == ".")  # ".10" is a tenth
        if plain_here and not (_beside(text, start - 1, -1) or _beside(text, end, 1)):  # as most
            if number in readings(text[start:end]):
                yield start, end
        else:
            for amount, span in _signed(text, start, end):
                if amount == number:
                    yield span


@lru_cache(maxsize=4)
def _figures(text: str) -> dict[str, list[Span]]:
    """The figures of a text by their digits without zeros at the ends: no reading of its marks changes these."""
    places: dict[str, list[Span]] = {}
    for match in _FIGURE.finditer(text):
        start, end = match.span()
        if (body := match[0]).isdecimal() and body.isascii():
            places.setdefault(body.strip("0"), []).append((start, end))
            continue
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
    return next(figures_equal(text, Decimal(repr(number))), None) is not None


def only_bracketed(text: str, number: float) -> bool:
    """Whether every place of a positive number is an amount in brackets, as accounts write a negative one.

    Brackets within a sentence, behind the same number in words and around a year are none.
    """
    if "(" not in text or isinstance(number, bool) or not isinstance(number, int | float) or number <= 0:
        return False
    places = list(figures_equal(text, Decimal(repr(number))))
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


def compared(text: str, start: int) -> bool:
    """Whether a comparison sign stands before a figure: "<5" is not 5."""
    before = text[max(0, start - 4) : start]
    if _COMPARISONS.isdisjoint(before) or not (found := _COMPARES.search(before)):
        return False
    at = start - len(before) + found.start()
    line = text.rfind("\n", 0, at) + 1
    if text[at] != ">":
        return True
    closes = text.rfind("<", line, at) > text.rfind(">", line, at)
    return not closes and at > line and text[at - 1] not in "-=>"


def _inside_id(text: str, start: int, end: int) -> bool:
    """``INV-1007`` and ``A12`` hold no number; ``5kg``, ``x2``, ``FY2031`` and ``第3章`` do."""
    if not start or text[start - 1] in " \n":
        return end < len(text) and text[end] == "_"
    if text[start - 1] in "xX\u00d7" and not _letter(text, start - 2):
        return False
    if text[max(0, start - 2) : start].upper() == "FY" and not letter_or_digit(text, start - 3):
        return False
    if (_letter(text, start - 1) or text[start - 1] in "-_/") and not wide(text, start - 1):
        return _letter(text, start - 1) or (_letter(text, start - 2) and not wide(text, start - 2))
    return end < len(text) and text[end] == "_"


def _signed(text: str, start: int, end: int) -> Iterator[tuple[Decimal, Span]]:
    """A figure with the sign that stands by it; both readings where a dash or bracket may be punctuation."""
    amounts = readings(text[start:end])
    if start and text[start - 1] == "." and text[start:end].isdigit() and not letter_or_digit(text, start - 2):
        amounts = (Decimal(f"0.{int(text[start:end]):0{end - start}}"),)  # ".10"
    before = _BEFORE.search(text, max(0, start - 5), start) if _beside(text, start - 1, -1) else None
    after = _AFTER.match(text, end) if _beside(text, end, 1) else None
    if before is None and after is None:
        yield from ((amount, (start, end)) for amount in amounts)
        return
    sign = before["sign"] if before else None
    minus = sign not in (None, "+") and before is not None and not letter_or_digit(text, before.start("sign") - 1)
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


def letter_or_digit(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _letter(text: str, at: int) -> bool:
    return letter_or_digit(text, at) and not text[at].isdigit()


def wide(text: str, at: int) -> bool:
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
