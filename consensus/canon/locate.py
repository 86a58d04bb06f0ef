"""Where a value stands in the source: as whole typed tokens, with exact offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from consensus.canon.folding import fold, fold_shape
from consensus.canon.values import parse_date

Span = tuple[int, int]

#: A run of digits with the marks that numbers are grouped and divided by, and the minus sign or bracket around it.
_FIGURE: Final = re.compile(
    r"(?P<open>\()?(?P<sign>[-+\u2212\u2013])?\s?(?P<unit>[$€£¥₪₹]\s?)?"
    r"(?P<body>\d(?:[\d]|[.,'\u2019\u066b\u066c\u202f\u00a0 ](?=\d))*)(?P<close>\s?[-\u2212](?![\w])|\))?"
)
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
_SPLIT_DIGITS = re.compile(r"\d\s+\d")
_YMD = re.compile(r"(?<!\d)(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?(?!\d)")
_DMY = re.compile(r"(?<!\d)(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_NAMED_DMY = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s\-/.]*(?:de |d')?"
    r"([^\W\d_]{3,12})[\s\-/.,]*(?:de )?(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_NAMED_MDY = re.compile(r"(?<!\w)([^\W\d_]{3,12})[\s.]*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.IGNORECASE)


def locate(text: str, value: Any) -> list[Span]:
    """Every place where a value stands as whole tokens: [(start, end)] in order, ``text[start:end]`` exact.

    A number in any grouping, a date in any common order, other text without regard to case, white space and
    typography. [] when it stands nowhere; several places mean that the location is ambiguous. A list or an object
    has no place of its own. Works without spaces between words too (Chinese, Japanese).
    """
    if isinstance(value, bool) or value is None or isinstance(value, list | dict):
        return []
    if isinstance(value, int | float):
        return _figures_equal(text, Decimal(repr(value)))
    if (day := parse_date(value)) is not None and (found := sorted(set(_dates(text, day)))):
        return found
    found = _literal(text, value)
    if not found and re.fullmatch(r"[-+]?\d+(\.\d+)?", value.strip()):
        found = _figures_equal(text, Decimal(value.strip()))
    return found


def _figures_equal(text: str, number: Decimal) -> list[Span]:
    return list(_figures(text).get(number, ()))


@lru_cache(maxsize=32)
def _figures(text: str) -> dict[Decimal, tuple[Span, ...]]:
    """Every number of a text under every plausible reading of its marks, with its places in order."""
    found: list[tuple[Decimal, Span]] = []
    for match in _FIGURE.finditer(text):
        start, end = match.span("body")
        beside_letters = _letter(text, start - 1) or _letter(text, end)
        if beside_letters and not (_wide(text, start - 1) or _wide(text, end) or _unit_after(text, start, end)):
            continue
        negative = bool(match["sign"]) and match["sign"] != "+" and not _letter_or_digit(text, match.start("sign") - 1)
        bracketed = bool(match["open"]) and match["close"] == ")"
        trailing = bool(match["close"]) and match["close"].strip() != ")"
        first = match.start("sign") if negative else match.start("open") if bracketed else start
        last = match.end("close") if bracketed or trailing else end
        for amount in _readings(match["body"]):
            found.append((amount, (start, end)))
            if negative or bracketed or trailing:
                found.append((-amount, (first, last)))
        if re.search(r"[ \u00a0\u202f]", match["body"]):  # "12 500" may be one number or two
            found += _pieces(match["body"], start)
    places: dict[Decimal, set[Span]] = {}
    for amount, span in found:
        places.setdefault(amount, set()).add(span)
    return {amount: tuple(sorted(spans)) for amount, spans in places.items()}


def _pieces(body: str, start: int) -> Iterator[tuple[Decimal, Span]]:
    for piece in re.finditer(r"[^ \u00a0\u202f]+", body):
        for amount in _readings(piece[0]):
            yield amount, (start + piece.start(), start + piece.end())


def _readings(body: str) -> set[Decimal]:
    """``1.234`` is 1.234 and 1234; ``1.234,50`` is 1234.50 only; marks between digits never just vanish."""
    plain = "".join(
        str(unicodedata.decimal(c)) if c.isdigit() and unicodedata.decimal(c, None) is not None else c for c in body
    )
    plain = plain.translate({0x66B: ".", 0x66C: ",", 0x2019: "'", 0xA0: " ", 0x202F: " "})
    marks = re.findall(r"[.,' ]", plain)
    if not marks:
        return {Decimal(plain)} if plain.isascii() and plain.isdigit() else set()
    readings: set[Decimal] = set()
    for decimal in ("", *set(marks) & {".", ","}):
        whole, _, fraction = plain.rpartition(decimal) if decimal else (plain, "", "")
        groups = re.split(r"[.,' ]", whole)
        separators = set(re.findall(r"[.,' ]", whole))
        if len(separators) > 1 or (decimal and decimal in separators):
            continue
        grouped = len(groups) == 1 or (len(groups[0]) <= 3 and all(len(group) in (2, 3) for group in groups[1:]))
        if grouped and len(groups[-1]) == (3 if len(groups) > 1 else len(groups[-1])):
            readings.add(Decimal("".join(groups) + (f".{fraction}" if decimal else "")))
    return readings


def _literal(text: str, value: str) -> list[Span]:
    wanted = "".join(fold_shape(value).casefold().split())
    if not wanted:
        return []
    folded, places = _squeezed(text)
    found: list[Span] = []
    at = folded.find(wanted)
    while at >= 0:
        start, end = places[at], places[at + len(wanted) - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if _bounded(text, start, end) and _apart(text[start:end], value):
            found.append((start, end))
        at = folded.find(wanted, at + 1)
    return found


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


@lru_cache(maxsize=32)
def _squeezed(text: str) -> tuple[str, Sequence[int]]:
    """The text folded character by character without white space, and each folded character's place in the text."""
    if text.isascii():
        return "".join(text.lower().split()), [i for i, c in enumerate(text) if not c.isspace()]
    shapes = {c: "".join(fold_shape(c).casefold().split()) for c in set(text)}
    pieces = [shapes[c] for c in text]
    return "".join(pieces), [i for i, piece in enumerate(pieces) for _ in piece]


def _dates(text: str, day: date) -> Iterator[Span]:
    for match in _YMD.finditer(text):
        if (int(match[1]), int(match[2]), int(match[3])) == (day.year, day.month, day.day):
            yield match.span()
    for match in _DMY.finditer(text):
        pair = {(int(match[1]), int(match[2])), (int(match[2]), int(match[1]))}
        if _year(match[3], day) and (day.day, day.month) in pair:
            yield match.span()
    for pattern, number, name in ((_NAMED_DMY, 1, 2), (_NAMED_MDY, 2, 1)):
        for match in pattern.finditer(text):
            word = match[name].casefold()
            if int(match[number]) == day.day and _year(match[3], day) and word.startswith(_MONTHS[day.month - 1]):
                yield match.span()


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
