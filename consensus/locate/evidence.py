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

from consensus.locate.values import Span, locate

#: Places that are named of one value; all of them are counted.
_MOST: Final = 20
#: Places nearest to a row that are looked at, and places of a value that say which line a row is on.
_NEAR, _TELLING = 10, 200
#: Lines looked at closely for one row.
_LIKELY: Final = 30
#: Characters of its line shown on each side of a value.
_AROUND: Final = 80
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_ROW: Final = re.compile(r".*\[\d+\]", re.DOTALL)
_NAME: Final = re.compile(r"[^\W\d_]+?(?=[A-Z]|[\W\d_]|$)")


@dataclass(frozen=True, slots=True)
class Place:
    """``text[start:end]``. line, column: from 1, the column in characters.

    at: which entry of a list or map stands here (``[0]``, ``.a``), "" for other values.
    """

    start: int
    end: int
    line: int
    column: int
    at: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The shape in exports."""
        place = {"start": self.start, "end": self.end, "line": self.line, "column": self.column}
        return {**place, "at": self.at} if self.at else place


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value stands. places: the likeliest first, of a list or map one for every entry that stands.

    several: the value, or an entry of it, stands in more than one place. count: all places found, also those beyond
    the first twenty. No place at all: nothing was found, which says nothing of whether the value is right.
    """

    places: tuple[Place, ...] = ()
    count: int = 0
    several: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The shape in exports."""
        return {"places": [place.as_dict() for place in self.places], "count": self.count, "several": self.several}


@dataclass(slots=True)
class _Cell:
    """One scalar of one field. spans, lines: of every place, in order. best: number of the place that is meant."""

    path: str
    at: str
    spans: Sequence[Span]
    lines: Sequence[int]
    best: int = 0

    @property
    def weight(self) -> float:
        """A value that stands once tells more of where its row is than one that stands all over the document."""
        return 1 + 1 / len(self.spans)


def evidence_of(text: str, sought: Mapping[str, Sequence[Any]]) -> dict[str, Evidence]:
    """Field path -> where its value stands in the document's text; one entry for every path of ``sought``.

    sought: each field's value in the forms it may be written in, the first one that stands counts. Where a value
    stands in several places, cells of a row take the line that holds most of the row, fields of an object stand near
    each other, and other fields take a line that has their name. Null and booleans have no place. Pure.
    """
    finder = _Finder(text)
    groups: dict[str, list[_Cell]] = {}
    for path, forms in sought.items():
        for cell in finder.cells(path, forms):
            groups.setdefault(_group(path), []).append(cell)
    chooser = _Chooser(text)
    # Rows first: they say most of where they are, and what they took is then no other field's.
    for name in sorted(groups, key=lambda name: (not _ROW.fullmatch(name), not name)):
        chooser.choose(name, groups[name])
    found: dict[str, list[_Cell]] = {path: [] for path in sought}
    for cells in groups.values():
        for cell in cells:
            found[cell.path].append(cell)
    return {path: _evidence(text, cells) for path, cells in found.items()}


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
    row = _ROW.match(path)
    return row[0] if row else path.rpartition(".")[0]


def _evidence(text: str, cells: Sequence[_Cell]) -> Evidence:
    if len(cells) == 1 and not cells[0].at:
        (cell,) = cells
        order = [cell.best, *(number for number in range(len(cell.spans)) if number != cell.best)]
        spans = [(cell.spans[number], "") for number in order[:_MOST]]
    else:
        spans = [(cell.spans[cell.best], cell.at) for cell in cells[:_MOST]]
    places = tuple(_place(text, span, at) for span, at in spans)
    return Evidence(places, sum(len(cell.spans) for cell in cells), any(len(cell.spans) > 1 for cell in cells))


def _place(text: str, span: Span, at: str) -> Place:
    line = line_of(text, span[0])
    return Place(*span, line, span[0] - _starts(text)[line - 1] + 1, at)


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
                reach = 0 if _ROW.fullmatch(group) else 2 * len(cells)
                cell.best = self._named(cell) if anchor is None else self._near(cell, anchor, len(cells), reach)
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

    def _near(self, cell: _Cell, anchor: int, size: int, reach: int) -> int:
        """The nearest place by lines; one that another cell has counts as further away than the row is long.

        reach: how many lines nearer a line counts that has the field's name; keys of a map stand beside their values.
        """
        at = bisect_left(cell.lines, anchor)
        near = range(max(0, at - _NEAR), min(len(cell.spans), at + _NEAR))
        name = _words(cell.path) if reach else set()

        def away(n: int) -> int:
            bonus = reach if name and self._said(cell.lines[n], name) == len(name) else 0
            return abs(cell.lines[n] - anchor) + size * self._is_taken(cell.spans[n]) - bonus

        return min(near, key=lambda n: (away(n), n))

    def _named(self, cell: _Cell) -> int:
        """The first place on a line with most words of the field's name, that no other cell has where there is one."""
        name = _words(cell.path)
        first = range(min(len(cell.spans), _TELLING))
        return min(first, key=lambda n: (-self._said(cell.lines[n], name), self._is_taken(cell.spans[n]), n))

    def _said(self, line: int, words: set[str]) -> int:
        """How many of these words a line has."""
        starts = _starts(self.text)
        told = self.text[starts[line - 1] : starts[line] if line < len(starts) else None].casefold()
        return sum(word in told for word in words)

    def _is_taken(self, span: Span) -> bool:
        return self.taken.find(1, *span) >= 0


def _words(path: str) -> set[str]:
    """The words of a field's own name: ``due_date`` and ``dueDate`` are due and date."""
    return {word.casefold() for word in _NAME.findall(path.rpartition(".")[2]) if len(word) > 1}


def _closeness(cells: Sequence[_Cell], line: int) -> float:
    """How much of a row stands on a line, and five lines away half as much."""
    return sum(cell.weight / (1 + 0.2 * _distance(cell.lines, line)) for cell in cells)


def _distance(lines: Sequence[int], line: int) -> int:
    at = bisect_left(lines, line)
    return min(abs(one - line) for one in lines[max(0, at - 1) : at + 1])
