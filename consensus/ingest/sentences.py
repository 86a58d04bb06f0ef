"""Blocks of lines -> sentences with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import sentencex

from consensus.ingest.spans import Line, Span
from consensus.ingest.words import has_letters

CODE = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))
#: A bracket that is open for longer than this, in characters, is a slip of the author.
_LONGEST_OPEN = 2000
#: Paragraphs are shorter than this, in characters; what is longer is cut where a sentence seems to end.
_WINDOW = 4000
_PAUSE = re.compile(r"[.!?]\s+|[。！？]")
_MARKS = ("**", "__", "~~", "`")


def sentences(lines: Sequence[Line], kind: str, lang: str | None) -> list[Span]:
    """The sentences of one block, lines joined with one space; those without letters are left out.

    A sentence never ends inside brackets, code or emphasis. Where the segmenter does not give back every character
    the block stays whole. lang: BCP 47; None splits as for English.
    """
    text, offsets = _joined([line.stripped() for line in lines])
    spans, start = [], 0
    for end in _ends(text, lang):
        piece = text[start:end]
        first = start + len(piece) - len(piece.lstrip())
        last = start + len(piece.rstrip())
        if first < last and has_letters(piece):
            spans.append(Span(offsets[first], offsets[last - 1] + 1, text[first:last], kind))
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


def _ends(text: str, lang: str | None) -> list[int]:
    """Where sentences end, in ascending order; the last one is the end of the text."""
    language = (lang or "en").replace("_", "-").split("-")[0].lower()
    pieces = [piece for window in _windows(text) for piece in sentencex.segment(language, window)]
    if "".join(pieces) != text:
        return [len(text)]
    ends, start, end = [], 0, 0
    for number, piece in enumerate(pieces, 1):
        end += len(piece)
        # A piece without letters ("3. ") is part of its neighbour, not a sentence.
        if (
            end == len(text)
            or end - start > _LONGEST_OPEN
            or (has_letters(text[start:end]) and has_letters(pieces[number]) and balanced(text[start:end]))
        ):
            ends.append(end)
            start = end
    return ends


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
