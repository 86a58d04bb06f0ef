"""Blocks of coded text: cut into balanced sentences, and put together again with other words.

A block is what is written back in one piece: a paragraph, a cell, a string, a cue. Its sentences are pieces whose
locators end in ``@start-end``, their place in the coded text of the block.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from consensus.domain import Code, Filled, Limit
from consensus.formats.base import Locator, Piece
from consensus.formats.sentences import cut
from consensus.formats.words import has_letters
from consensus.normalize.coded import Token, tokens


class Block(NamedTuple):
    """A stretch of a file with words. locator: without "@". The other names are those of ``Piece``."""

    locator: Locator
    text: str
    codes: tuple[Code, ...] = ()
    kind: str = "paragraph"
    place: str = ""
    note: str = ""
    limit: Limit | None = None
    filled: Filled | None = None
    whole: bool = False  #: It is one piece, however many sentences it has: a cell, a string, a cue.


class Change(NamedTuple):
    """``block[start:end]`` of a coded text becomes ``text``."""

    start: int
    end: int
    text: str


def pieces_of(blocks: Sequence[Block], lang: str | None) -> tuple[str, list[Piece]]:
    """The words of all blocks, one paragraph each, and the pieces with their places in that text.

    lang: BCP 47, of the text. A piece without letters is left out.
    """
    words: list[str] = []
    found: list[Piece] = []
    at = 0
    for block in blocks:
        for start, end in [(0, len(block.text))] if block.whole else sentence_spans(block, lang):
            first = at + len(_plain(block, block.text[:start]))
            text = block.text[start:end]
            shown = _plain(block, text)
            if has_letters(shown):
                codes = _held(block.codes, text)
                locator = f"{block.locator}@{start}-{end}"
                told = (block.place, block.note, block.limit, block.filled)
                found.append(Piece(first, first + len(shown), text, block.kind, locator, codes, *told))
        words.append(_plain(block, block.text))
        at += len(words[-1]) + 2
    return "\n\n".join(words), found


def sentence_spans(block: Block, lang: str | None) -> list[tuple[int, int]]:
    """Where the sentences of a block stand in its coded text, without the blanks around them.

    It is cut where its words would be, never inside a pair. Closing codes and points stay with the words before,
    opening ones go with those after. A piece without letters joins its neighbour.
    """
    marks = list(tokens(block.text)) if block.codes else [Token("text", block.text, 0, 0)] if block.text else []
    ends = _balanced_ends(marks, set(cut(_plain(block, block.text), lang)))
    spans, start = [], 0
    for end in [*ends, len(block.text)]:
        if start < end:
            spans.append((start, end))
        start = end
    joined: list[tuple[int, int]] = []
    for span in spans:
        lacks = joined and not all(has_letters(_plain(block, block.text[a:b])) for a, b in (joined[-1], span))
        if lacks:
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return [_stripped(block.text, span) for span in joined]


def by_block(texts: Mapping[Locator, str]) -> dict[Locator, list[Change]]:
    """What is to be changed in each block, in order."""
    found: dict[Locator, list[Change]] = defaultdict(list)
    for locator, text in texts.items():
        block, _, span = locator.rpartition("@")
        start, end = map(int, span.split("-"))
        found[block].append(Change(start, end, text))
    return {block: sorted(changes) for block, changes in found.items()}


def changed(text: str, changes: Sequence[Change]) -> str:
    """The coded text of a block with other words. changes: in order, apart from each other."""
    parts, at = [], 0
    for change in changes:
        parts += [text[at : change.start], change.text]
        at = change.end
    return "".join([*parts, text[at:]])


def _balanced_ends(marks: Sequence[Token], wanted: set[int]) -> list[int]:
    """Offsets in the coded text at which it can be cut. wanted: offsets in its words where sentences end."""
    ends: list[int] = []
    depth = words = 0
    pending = False  # a sentence has ended, and closing codes or points may follow
    for mark in marks:
        if mark.kind == "text":
            if pending and depth == 0:
                ends.append(mark.start)
            for offset in range(1, len(mark.text)):
                if depth == 0 and words + offset in wanted:
                    ends.append(mark.start + offset)
            words += len(mark.text)
            pending = words in wanted
        elif mark.kind == "open":
            if pending and depth == 0:
                ends.append(mark.start)
                pending = False
            depth += 1
        elif mark.kind == "close":
            depth -= 1
    return ends


def _held(codes: Sequence[Code], text: str) -> tuple[Code, ...]:
    numbers = {mark.code for mark in tokens(text) if mark.code} if codes else set()
    return tuple(code for code in codes if code.id in numbers)


def _plain(block: Block, text: str) -> str:
    return "".join(mark.text for mark in tokens(text) if not mark.code) if block.codes else text


def _stripped(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
