"""How well the words around a place fit the words of a field: its name, title and description."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, Final

from consensus.locate.layout import NOWHERE, Layout, boxes

_Span = tuple[int, int]

#: What a word of a field's description counts; one of its name or title counts 1.
_DESCRIBED: Final = 0.3
#: Letters to the left in which a label is looked for, and above, on two lines and over a column.
_LEFT, _ABOVE, _COLUMN = 160, 400, 6000
#: Letters of distance at which a label counts half: to its value's left, and from the middle of a column.
_HALF_LEFT, _HALF_ASIDE = 30, 4
#: What a label above counts beside one at the left.
_FROM_ABOVE: Final = 0.7
#: Points of a letter, for distances on pages.
_LETTER: Final = 6.0
_NAME: Final = re.compile(r"[^\W\d_]+?(?=[A-Z]|[\W\d_]|$)")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
#: Words of descriptions that say nothing of a place.
_EMPTY: Final = frozenset(
    (
        "the",
        "and",
        "for",
        "with",
        "from",
        "that",
        "this",
        "which",
        "what",
        "its",
        "has",
        "was",
        "are",
        "not",
        "any",
        "all",
    )
)


def words_of(path: str, schema: Mapping[str, Any] | None = None) -> dict[str, float]:
    """The words of a field, each with what it counts: ``due_date`` and ``dueDate`` are due and date."""
    told = schema if isinstance(schema, Mapping) else {}
    described, title = str(told.get("description") or ""), str(told.get("title") or "")
    found = {word.lower(): _DESCRIBED for word in _WORD.findall(described) if word.lower() not in _EMPTY}
    named = [word for word in _NAME.findall(path.rpartition(".")[2]) if len(word) > 1]
    return found | {word.lower(): 1.0 for word in (*named, *_WORD.findall(title))}


class Labels:
    """Looks around places of one text. layout: where its words stand, if they stand on pages."""

    def __init__(self, text: str, layout: Layout = NOWHERE) -> None:
        self._text, self._layout = text, layout
        self._known: dict[str, tuple[list[int], list[_Span]]] = {}

    def beside(self, span: _Span, words: Mapping[str, float]) -> float:
        """How much of the words stands left of a place on its line, the nearer the more, or on the two lines above it.

        From 0 to what the words count together.
        """
        start = span[0]
        first = self._line_start(start)
        above = self._line_start(max(0, self._line_start(max(0, first - 1)) - 1))
        left, over = max(first, start - _LEFT), max(above, first - _ABOVE)
        total = 0.0
        for word, weight in words.items():
            found = 0.0
            for label in self._standing(word, left, start):
                found = max(found, 1 / (1 + (start - label[1]) / _HALF_LEFT))
            for label in self._standing(word, over, first):
                found = max(found, _FROM_ABOVE / (1 + self._aside(label, span) / _HALF_ASIDE))
            total += weight * found
        return total

    def heading(self, span: _Span, words: Mapping[str, float]) -> float:
        """How much of the words stands at the head of a place's column: for the cells of a row."""
        first = self._line_start(span[0])
        total = 0.0
        for word, weight in words.items():
            if above := self._standing(word, max(0, first - _COLUMN), first):
                total += weight / (1 + self._aside(above[-1], span) / _HALF_ASIDE)
        return total

    def _aside(self, label: _Span, value: _Span) -> float:
        """How many letters a label stands to the side of a value below it: of their left ends, right ends or middles
        the nearest."""
        above, below = self._sides(label), self._sides(value)
        if above is None or below is None:
            return float(_HALF_ASIDE * 10)
        (a0, a1), (b0, b1) = above, below
        return min(abs(a0 - b0), abs(a1 - b1), abs(a0 + a1 - b0 - b1) / 2)

    def _sides(self, span: _Span) -> _Span | tuple[float, float] | None:
        if len(self._layout):
            found = boxes(self._layout, *span)
            return (found[0].x0 / _LETTER, found[0].x1 / _LETTER) if found else None
        first = self._line_start(span[0])
        return span[0] - first, span[1] - first

    def _standing(self, word: str, start: int, end: int) -> Sequence[_Span]:
        """Where words of ``text[start:end]`` begin with a word, in whatever case."""
        if word not in self._known:
            pattern = re.compile(rf"(?<![^\W\d_]){re.escape(word)}", re.IGNORECASE)
            spans = [match.span() for match in pattern.finditer(self._text)]
            self._known[word] = [one[0] for one in spans], spans
        starts, spans = self._known[word]
        return spans[bisect_left(starts, start) : bisect_right(starts, end - 1)]

    def _line_start(self, at: int) -> int:
        return max(self._text.rfind("\n", 0, at), self._text.rfind("\r", 0, at)) + 1
