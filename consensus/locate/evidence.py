"""Which of a value's places in a document is meant: the one near the values that belong together with it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nsmallest
from typing import Any, Final

from consensus.domain import Box
from consensus.locate.labels import Labels, words_of
from consensus.locate.layout import NOWHERE, Layout, boxes, place_at
from consensus.locate.values import Span, locate
from consensus.schema.paths import row_of

#: Places that are named of one value; all of them are counted.
_MOST: Final = 20
#: Places nearest to a row that are looked at, and places of a value that say which line a row is on.
_NEAR, _TELLING = 10, 200
#: Lines looked at closely for one row.
_LIKELY: Final = 30
#: Characters of its line shown on each side of a value.
_AROUND: Final = 80
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
#: By how much the words about one place must fit better than those about another, of 1 for each word of a name.
_CLEAR: Final = 0.15


@dataclass(frozen=True, slots=True)
class Place:
    """``text[start:end]``. line, column: from 1, the column in characters.

    at: which entry of a list or map stands here (``[0]``, ``.a``), "" for other values. shown: for people, "page 2" or
    "Sheet2!B7", with its boxes on the page, one a line; "" and () for a text without pages or cells.
    """

    start: int
    end: int
    line: int
    column: int
    at: str = ""
    shown: str = ""
    boxes: tuple[Box, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The shape in exports."""
        place: dict[str, Any] = {"start": self.start, "end": self.end, "line": self.line, "column": self.column}
        if self.at:
            place["at"] = self.at
        if self.shown:
            place["place"] = self.shown
        if self.boxes:
            place["page"] = self.boxes[0].page
            place["boxes"] = [{"page": b.page, "x0": b.x0, "y0": b.y0, "x1": b.x1, "y1": b.y1} for b in self.boxes]
        return place


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value stands. places: the likeliest first, of a list or map one for every entry that stands.

    several: the value, or an entry of it, stands in more than one place. count: all places found, also those beyond
    the first twenty. ambiguous: nothing around them says which of several is meant. why: in one sentence, where none is
    found, which says nothing of whether the value is right.
    """

    places: tuple[Place, ...] = ()
    count: int = 0
    several: bool = False
    ambiguous: bool = False
    why: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The shape in exports."""
        told = {"places": [place.as_dict() for place in self.places], "count": self.count, "several": self.several}
        return {**told, "ambiguous": self.ambiguous, **({"not_found": self.why} if self.why else {})}


@dataclass(slots=True)
class _Cell:
    """One scalar of one field. spans, lines: of every place, in order. best: number of the place that is meant.

    certain: something around it says so.
    """

    path: str
    at: str
    spans: Sequence[Span]
    lines: Sequence[int]
    best: int = 0
    certain: bool = True

    @property
    def weight(self) -> float:
        """A value that stands once tells more of where its row is than one that stands all over the document."""
        return 1 + 1 / len(self.spans)


def evidence_of(
    text: str,
    sought: Mapping[str, Sequence[Any]],
    schemas: Mapping[str, Mapping[str, Any]] | None = None,
    layout: Layout = NOWHERE,
) -> dict[str, Evidence]:
    """Field path -> where its value stands in the document's text; one entry for every path of ``sought``.

    sought: each field's value in the forms it may be written in, the first one that stands counts. Where a value
    stands in several places, cells of a row take the line that holds most of the row, under a heading with the field's
    words; fields of an object stand near each other; other fields take the place that has the field's words left of it
    or above it. schemas: of fields, by path, for the words of titles and descriptions. Null and booleans have no place.
    Pure.
    """
    finder = _Finder(text)
    groups: dict[str, list[_Cell]] = {}
    for path, forms in sought.items():
        for cell in finder.cells(path, forms):
            groups.setdefault(_group(path), []).append(cell)
    chooser = _Chooser(text, Labels(text, layout), schemas or {})
    # Rows first: they say most of where they are, and what they took is then no other field's.
    for name in sorted(groups, key=lambda name: (not _is_row(name), not name)):
        chooser.choose(name, groups[name])
    found: dict[str, list[_Cell]] = {path: [] for path in sought}
    for cells in groups.values():
        for cell in cells:
            found[cell.path].append(cell)
    return {path: _evidence(text, cells, layout, _why_nowhere(sought[path])) for path, cells in found.items()}


def line_of(text: str, at: int) -> int:
    """The line of an offset, from 1, as an editor counts: it ends with LF, CR LF or CR."""
    return bisect_right(_starts(text), at)


def snippet(text: str, place: Place) -> tuple[str, Span]:
    """What stands around a place on its lines, and where the value is in it."""
    first = _starts(text)[place.line - 1]
    end = _LINE_END.search(text, place.end)
    start, stop = max(first, place.start - _AROUND), min(end.start() if end else len(text), place.end + _AROUND)
    before, after = "…" * (start > first), "…" * (stop == place.end + _AROUND and stop < len(text))
    shift = len(before) - start
    return f"{before}{text[start:stop]}{after}", (place.start + shift, place.end + shift)


@lru_cache(maxsize=4)
def _starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def _group(path: str) -> str:
    """The row or object that a field belongs to; "" for a field of the document itself."""
    return row_of(path) or path.rpartition(".")[0]


def _is_row(group: str) -> bool:
    return bool(group) and row_of(group) == group


def _evidence(text: str, cells: Sequence[_Cell], layout: Layout, why: str) -> Evidence:
    if not cells:
        return Evidence(why=why)
    if len(cells) == 1 and not cells[0].at:
        (cell,) = cells
        order = [cell.best, *(number for number in range(len(cell.spans)) if number != cell.best)]
        spans = [(cell.spans[number], "") for number in order[:_MOST]]
    else:
        spans = [(cell.spans[cell.best], cell.at) for cell in cells[:_MOST]]
    places = tuple(_place(text, span, at, layout) for span, at in spans)
    several = any(len(cell.spans) > 1 for cell in cells)
    return Evidence(places, sum(len(cell.spans) for cell in cells), several, any(not cell.certain for cell in cells))


def _why_nowhere(forms: Sequence[Any]) -> str:
    """Why a value has no place."""
    if not forms or forms[0] is None:
        return ""  # there is no value
    if isinstance(forms[0], bool):
        return "Yes and no have no place of their own."
    if not any(True for form in forms for _ in _scalars(form, "")):
        return "There is nothing in it to be found."
    return "It does not stand in the document in these characters; it may be put together, worked out or reworded."


def _place(text: str, span: Span, at: str, layout: Layout) -> Place:
    line = line_of(text, span[0])
    column = span[0] - _starts(text)[line - 1] + 1
    return Place(*span, line, column, at, place_at(layout, *span), boxes(layout, *span))


class _Finder:
    """Looks a value up once, however many fields have it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[type, Any], tuple[list[Span], list[int]]] = {}

    def cells(self, path: str, forms: Sequence[Any]) -> list[_Cell]:
        """The scalars of the first form of which anything stands."""
        for value in forms:
            found = [_Cell(path, at, *self._places(one)) for at, one in _scalars(value, "")]
            if standing := [cell for cell in found if cell.spans]:
                return standing
        return []

    def _places(self, value: Any) -> tuple[list[Span], list[int]]:
        key = (type(value), value)
        if key not in self._known:
            spans = sorted({_trimmed(self._text, span) for span in locate(self._text, value)})
            self._known[key] = spans, [line_of(self._text, start) for start, _ in spans]
        return self._known[key]


def _trimmed(text: str, span: Span) -> Span:
    """A place begins and ends with the value, so that what is marked or cut out is the value alone."""
    start, end = span
    standing = text[start:end]
    return start + len(standing) - len(standing.lstrip()), end - len(standing) + len(standing.rstrip())


def _scalars(value: Any, at: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _scalars(one, f"{at}.{name}")
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _scalars(one, f"{at}[{number}]")
    elif value is not None and not isinstance(value, bool):
        yield at, value


@dataclass(slots=True)
class _Chooser:
    """Chooses among the places of each cell, group by group. taken: characters that are some other cell's place."""

    text: str
    labels: Labels
    schemas: Mapping[str, Mapping[str, Any]]
    taken: bytearray = field(init=False)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.taken = bytearray(len(self.text))

    def choose(self, group: str, cells: Sequence[_Cell]) -> None:
        """Sets ``best`` of each cell. group: a row's path, an object's path, or ""."""
        anchor = self._anchor(group, cells) if group and len(cells) > 1 else None
        # What stands in few places takes its own first, the longer one of two that overlap.
        for cell in sorted(cells, key=lambda cell: (len(cell.spans), cell.spans[0][0] - cell.spans[0][1])):
            if len(cell.spans) > 1:
                self._choose(cell, group, anchor, len(cells))
            start, end = cell.spans[cell.best]
            self.taken[start:end] = b"\1" * (end - start)

    def _anchor(self, group: str, cells: Sequence[_Cell]) -> int:
        """The line with most of a row on it and near it; rather one that no earlier row has, behind the row before."""
        used = self.lines.setdefault(group.rpartition("[")[0] if group.endswith("]") else group, [])
        last = used[-1] if used else 0
        fewest = min(len(cell.spans) for cell in cells)
        held: defaultdict[int, float] = defaultdict(float)
        for cell in cells:
            if len(cell.spans) <= max(fewest, _TELLING):
                for line in set(cell.lines):
                    held[line] += cell.weight
        cost = {line: 1.0 if line in used else 0.5 * (line < last) for line in held}
        likely = nsmallest(_LIKELY, held, key=lambda line: (cost[line] - held[line], cost[line], line))
        anchor = min(likely, key=lambda line: (cost[line] - _closeness(cells, line), line))
        used.append(anchor)
        return anchor

    def _choose(self, cell: _Cell, group: str, anchor: int | None, size: int) -> None:
        """The place with most of the field's words about it, that no other cell has, near the row or object."""
        words = words_of(cell.path, self.schemas.get(cell.path))
        if anchor is None:
            first = range(min(len(cell.spans), _TELLING))
            said = {n: self.labels.beside(cell.spans[n], words) for n in first}
            order = sorted(first, key=lambda n: (-said[n], self._is_taken(cell.spans[n]), n))
            told = [said[n] for n in order]
        else:
            row = _is_row(group)
            at = bisect_left(cell.lines, anchor)
            near = range(max(0, at - _NEAR), min(len(cell.spans), at + _NEAR))
            look = self.labels.heading if row else self.labels.beside
            nearest = min(abs(cell.lines[n] - anchor) for n in near)
            told_of = [n for n in near if not row or abs(cell.lines[n] - anchor) == nearest]
            said = dict.fromkeys(near, 0.0)
            if len(told_of) > 1:
                whole = max(1, sum(weight == 1 for weight in words.values()))
                said |= {n: min(1.0, look(cell.spans[n], words) / whole) for n in told_of}
            # Of a row, one on its line; of an object, one that is named outright counts as so many lines nearer.
            reach = 0.9 if row else 2.0 * size

            def away(n: int) -> float:
                return abs(cell.lines[n] - anchor) + size * self._is_taken(cell.spans[n]) - reach * said[n]

            order = sorted(near, key=lambda n: (away(n), n))
            told = [-away(n) for n in order]
        cell.best = order[0]
        cell.certain = len(order) < 2 or told[0] - told[1] > _CLEAR

    def _is_taken(self, span: Span) -> bool:
        return self.taken.find(1, *span) >= 0


def _closeness(cells: Sequence[_Cell], line: int) -> float:
    """How much of a row stands on a line, and five lines away half as much."""
    return sum(cell.weight / (1 + 0.2 * _distance(cell.lines, line)) for cell in cells)


def _distance(lines: Sequence[int], line: int) -> int:
    at = bisect_left(lines, line)
    return min(abs(one - line) for one in lines[max(0, at - 1) : at + 1])
