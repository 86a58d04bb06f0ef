"""Blocks of lines -> sentences with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

import sentencex

from consensus.formats.base import Piece
from consensus.formats.boundaries import more_ends, no_end
from consensus.formats.spans import Line
from consensus.formats.words import FIXED, has_letters
from consensus.normalize.placeholders import scan_placeholders

CODE = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))
#: A bracket that is open for longer than this, in characters, is a slip of the author.
_LONGEST_OPEN = 2000
#: Paragraphs are shorter than this, in characters; what is longer is cut where a sentence seems to end.
_WINDOW = 4000
_STOPS = ".!?。！？…।"
_MAY_HOLD = re.compile(r"[`\[<{%@$&\\]|://|www\.")
_IMAGE_MARK = re.compile(r"!(?=\[)")
_NUMBER_LAST = re.compile(r"\d[.)]\s*$")
_ITEM = re.compile(r"\W*\d{1,3}[.)]\s+")
_PAUSE = re.compile(r"[.!?]\s+|[。！？]")
_MARKS = ("**", "__", "~~", "`")


def sentences(lines: Sequence[Line], kind: str, lang: str | None) -> list[Piece]:
    """The sentences of one block, lines joined with one space; those without letters are left out.

    A sentence never ends inside brackets, code or emphasis. Where the segmenter does not give back every character
    the block stays whole. lang: BCP 47; None splits as for English.
    """
    text, offsets = _joined([line.stripped() for line in lines])
    spans, start = [], 0
    for end in cut(text, lang):
        piece = text[start:end]
        first = start + len(piece) - len(piece.lstrip())
        last = start + len(piece.rstrip())
        if first < last and has_letters(piece):
            spans.append(Piece(offsets[first], offsets[last - 1] + 1, text[first:last], kind))
        start = end
    return spans


def _joined(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """One line of text and, for each of its characters, the offset in the document."""
    parts: list[str] = []
    offsets: list[int] = []
    for line in lines:
        if not line.text:
            continue
        if parts:
            parts.append(" ")
            offsets.append(line.start - 1)
        parts.append(line.text)
        offsets.extend(range(line.start, line.end))
    return "".join(parts), offsets


def cut(text: str, lang: str | None) -> list[int]:
    """Where the sentences of a text end, in ascending order; the last one is the end of the text.

    lang: BCP 47; None cuts as for English.
    """
    language = (lang or "en").replace("_", "-").split("-")[0].lower()
    masked = _masked(text)
    pieces = [piece for window in _windows(masked) for piece in sentencex.segment(language, window)]
    if "".join(pieces) != masked:
        return [len(text)]
    possible = sorted({*accumulate(map(len, pieces)), *more_ends(masked, lang), len(text)} - {0})
    ends, start = [], 0
    for number, end in enumerate(possible):
        following = _next(text, possible, number)
        # A piece without letters ("3. ") is part of its neighbour, not a sentence.
        if (
            end == len(text)
            or end - start > _LONGEST_OPEN
            or (
                has_letters(text[start:end])
                and has_letters(following)
                and balanced(text[start:end])
                and not no_end(masked[start:end], masked[end:], lang)
            )
        ):
            ends.append(end)
            start = end
    return ends


def _next(text: str, possible: Sequence[int], number: int) -> str:
    """The piece after a possible end; the number of a list item ("2. ") together with its text."""
    ends = [*possible[number + 1 : number + 3], len(text), len(text)]
    piece = text[possible[number] : ends[0]]
    numbered = _ITEM.fullmatch(piece) and not _NUMBER_LAST.search(text[: possible[number]][-8:])
    return text[possible[number] : ends[1]] if numbered else piece


def _masked(text: str) -> str:
    """The text, as long as before, without full stops inside what no sentence may be cut in: code, targets of links,
    tags, addresses, placeholders, formulas, the mark of an image."""
    if len(text) > _WINDOW:
        return "".join(_masked(text[start : start + _WINDOW]) for start in range(0, len(text), _WINDOW))
    if not _MAY_HOLD.search(text):
        return text
    found = [item.span() for item in FIXED.finditer(text)] + [item.span() for item in _IMAGE_MARK.finditer(text)]
    placeholders = scan_placeholders(text)
    found += [(item.start, item.end) for item in placeholders.plain]
    found += [(item.start, item.end) for item in placeholders.icu]
    masked = list(text)
    for start, end in found:
        end = start + len(text[start:end].rstrip(_STOPS)) if text[end - 1] in _STOPS and end - start > 1 else end
        for at in range(start, end):
            if masked[at] in _STOPS:
                masked[at] = "x"
    return "".join(masked)


def _windows(text: str) -> Iterator[str]:
    """The text in stretches that the segmenter is quick on: its time grows with the square of the length."""
    start = 0
    while len(text) - start > _WINDOW:
        cuts = [found.end() for found in _PAUSE.finditer(text, start, start + _WINDOW)]
        end = cuts[-1] if cuts else start + _WINDOW
        yield text[start:end]
        start = end
    yield text[start:]


def balanced(text: str) -> bool:
    """No bracket, code span or emphasis is open at the end."""
    plain = _ESCAPED.sub("", CODE.sub("", text))
    return all(plain.count(a) <= plain.count(b) for a, b in _PAIRS) and all(plain.count(m) % 2 == 0 for m in _MARKS)
