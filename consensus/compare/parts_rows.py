"""Rows that were extracted from overlapping parts of a document, as one table: none twice, none lost. Pure.

What two parts both give is found by the rows' order and content, and by the lines they stand on, so that equal rows
stay apart however often they repeat. A row that the seam cut is whole in the other part. Where more than one table
would be in keeping with all that, nothing is guessed: there is no table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from consensus.locate.values import locate
from consensus.normalize.values import NULL, Key, canonical

#: Evidence of a value that stands on one line only; whole numbers, so that equal sums are equal.
_EVIDENCE = 1_000_000
#: Share of cells alike from which two rows are suspected to be one.
_ALIKE = 0.5
_FAR = 10**9


class Part(NamedTuple):
    """One part's rows. text: what the member saw. line, offset: of the document, where it begins."""

    rows: Sequence[Any]
    text: str
    line: int
    offset: int


class _Element(NamedTuple):
    """A row, or a row of a list inside rows: ``path`` names the lists. value: without the lists of objects in it."""

    path: tuple[str, ...]
    value: Any


@dataclass(frozen=True, slots=True)
class _Placed:
    """An element, and the first and last line of the document that it may stand on; None where nothing is found.

    Plain values, of which a line may hold several, have their offset instead.

    touched: for each of its values, the lines that an occurrence of it touches.
    """

    element: _Element
    earliest: int | None
    latest: int | None
    touched: Mapping[str, frozenset[int]]

    @property
    def line(self) -> int | None:
        """Its line where there is no doubt about it."""
        return self.earliest if self.earliest == self.latest else None


def merged_rows(parts: Sequence[Part]) -> list[Any] | None:
    """One list of rows from those of consecutive parts; None when rows at a seam cannot be told apart."""
    whole: list[_Placed] = []
    plain = not any(isinstance(row, dict) for part in parts for row in part.rows)
    end = 0
    for part in parts:
        placed = _placed(part, list(_elements(part.rows, headless=bool(whole))), plain)
        start = part.offset if plain else part.line
        if whole and placed:
            joined = _Seam(whole, placed, start, end).joined()
            if joined is None:
                return None
            whole = joined
        else:
            whole += placed
        end = start + (len(part.text) if plain else len(part.text.splitlines()))
    return _grouped(one.element for one in whole)


def _elements(rows: Sequence[Any], *, headless: bool) -> Iterator[_Element]:
    """Rows and the rows inside them, in order. headless: the first may be the rest of one that began before."""
    for place, row in enumerate(rows):
        found = list(_inside(row, ()))
        rest = headless and place == 0 and len(found) > 1 and not _cells(found[0].value)
        yield from found[1:] if rest else found


def _inside(row: Any, path: tuple[str, ...]) -> Iterator[_Element]:
    if not isinstance(row, dict):
        yield _Element(path, row)
        return
    lists = [key for key, part in row.items() if isinstance(part, list) and any(isinstance(i, dict) for i in part)]
    yield _Element(path, {key: [] if key in lists else part for key, part in row.items()})
    for key in lists:
        for item in row[key]:
            yield from _inside(item, (*path, key))


def _grouped(elements: Iterable[_Element]) -> list[Any] | None:
    """Rows with the rows inside them; None when one has nothing to stand in."""
    rows: list[Any] = []
    latest: dict[tuple[str, ...], Any] = {}
    for path, value in elements:
        value = {**value} if isinstance(value, dict) else value
        if not path:
            rows.append(value)
            latest = {}
        else:
            above = latest.get(path[:-1])
            if not isinstance(above, dict):
                return None
            above[path[-1]] = [*(above.get(path[-1]) or []), value]
            latest = {known: one for known, one in latest.items() if known[: len(path)] != path}
        latest[path] = value
    return rows


@dataclass(frozen=True, slots=True)
class _Seam:
    """What is known of the rows so far and the next part's; lines ``start`` to ``end`` of the document are in both."""

    first: list[_Placed]
    second: list[_Placed]
    start: int
    end: int

    def joined(self) -> list[_Placed] | None:
        """Both lists as one."""
        ways = list(self._ways())
        if not ways:
            return self._by_line()
        one = len({_content(rows) for rows, _ in ways}) == 1
        return ways[0][0] if one and any(sure for _, sure in ways) else None

    def _ways(self) -> Iterator[tuple[list[_Placed], bool]]:
        """The lists that are in keeping with both: some rows are the last of one and the first of the other.

        Before these the second may have the rest of a row that began before the seam, after them the first may have
        the beginning of one that goes on behind it. With each whether those in both surely stand at the seam.
        """
        before = [place for place, one in enumerate(self.first) if one.latest is not None and one.latest < self.start]
        most = len(self.first) - max(before, default=-1) - 1
        for rest, begun in product((0, 1), repeat=2):
            for both in range(min(most - begun, len(self.second) - rest) + 1):
                way = self._way(rest, both, begun)
                if way is not None:
                    yield way

    def _way(self, rest: int, both: int, begun: int) -> tuple[list[_Placed], bool] | None:
        last = len(self.first) - begun
        ours, mine = self.first[: last - both], self.first[last - both : last]
        theirs, after = self.second[rest : rest + both], self.second[rest + both :]
        if not all(_same(a, b) for a, b in zip(mine, theirs, strict=True)):
            return None
        if any(one.latest is not None and one.latest < self.start for one in mine):
            return None
        if any(one.earliest is not None and one.earliest >= self.end for one in theirs):
            return None
        if any(one.earliest is not None and one.earliest >= self.start for one in ours[: len(ours) - rest]):
            return None
        if any(one.latest is not None and one.latest < self.end for one in after[begun:]):
            return None
        if begun:
            behind = after[1].earliest if len(after) > 1 else None
            lines = range(self.end, _FAR if behind is None else behind)
            if not (after and _piece(self.first[-1], after[0], lines)):
                return None
        if rest:
            completed = self._completed(ours, self.second[0], theirs)
            if completed is None:
                return None
            ours = completed
        sure = all(one.earliest is None or one.earliest >= self.start for one in mine)
        sure = sure and all(one.latest is None or one.latest < self.end for one in theirs)
        return [*ours, *(_united(a, b) for a, b in zip(mine, theirs, strict=True)), *after], sure

    def _completed(self, ours: list[_Placed], rest: _Placed, theirs: list[_Placed]) -> list[_Placed] | None:
        """The rows before the seam when the second part's first is the rest of the last; None when it is not."""
        path = rest.element.path
        place = next((i for i in range(len(ours) - 1, -1, -1) if ours[i].element.path == path), None)
        if place is None:
            return None
        above = ours[place - 1].latest if place else None
        if _piece(rest, ours[place], range(0 if above is None else above + 1, self.start)):
            return ours
        inside = theirs[:1] and theirs[0].element.path[: len(path)] == path != theirs[0].element.path
        if not inside or _conflict(rest, ours[place]):
            return None
        return [*ours[:place], _united(ours[place], rest), *ours[place + 1 :]]

    def _by_line(self) -> list[_Placed] | None:
        """The rows of both, one a line, where one part lacks a row; None when there is doubt about any line."""
        cut = sum(1 for one in self.first if one.latest is not None and one.latest < self.start)
        begin = sum(1 for one in self.second if one.earliest is None or one.earliest < self.end)
        mine, theirs = self.first[cut:], self.second[:begin]
        ours, others = {one.line: one for one in mine}, {one.line: one for one in theirs}
        if None in ours or None in others:
            return None
        alone = [one for line, one in ours.items() if line not in others]
        lonely = [one for line, one in others.items() if line not in ours]
        # The last of the first and the first of the second may be pieces of rows that the seam cut.
        cut_off = any(one is self.first[-1] for one in alone) or any(one is self.second[0] for one in lonely)
        both = ours.keys() & others.keys()
        differ = any(_conflict(ours[line], others[line]) for line in both)
        if cut_off or differ or any(_alike(a, b) for a in alone for b in lonely):
            return None
        rows = {**ours, **others, **{line: _united(ours[line], others[line]) for line in both}}
        seam = [rows[line] for line in sorted(line for line in rows if line is not None)]
        return [*self.first[:cut], *seam, *self.second[begin:]]


def _content(rows: Sequence[_Placed]) -> tuple[Any, ...]:
    return tuple((one.element.path, frozenset(_cells(one.element.value).items())) for one in rows)


def _same(a: _Placed, b: _Placed) -> bool:
    """Whether two may be one row: what both state is equal, and that is a good part of it."""
    return a.element.path == b.element.path and _alike(a, b) and not _conflict(a, b)


def _conflict(a: _Placed, b: _Placed) -> bool:
    one, other = _cells(a.element.value), _cells(b.element.value)
    return any(one[name] != other[name] for name in one.keys() & other.keys())


def _piece(piece: _Placed, whole: _Placed, cut_off: range) -> bool:
    """Whether the one states less than the other and nothing else, because the rest stands on lines that were cut off.

    Less is fewer cells, or the beginning or end of a text. cut_off: the lines that are the whole's alone.
    """
    if piece.element.path != whole.element.path:
        return False
    one, other = _cells(piece.element.value), _cells(whole.element.value)
    part, every = dict(_scalars(piece.element.value)), dict(_scalars(whole.element.value))

    def within(name: str) -> bool:
        text, longer = part[name], every[name]
        if not isinstance(text, str) or not isinstance(longer, str):
            return False
        words, among = " ".join(text.split()), " ".join(longer.split())
        # A shorter text near by may be another row's; the piece stands where the whole text does.
        together = piece.touched[name] & whole.touched[name]
        return bool(together) and (among.startswith(words) or among.endswith(words))

    if not all(name in other and (key == other[name] or within(name)) for name, key in one.items()):
        return False
    missing = [name for name, key in other.items() if one.get(name) != key]
    return any(line in cut_off for name in missing for line in whole.touched[name])


def _united(a: _Placed, b: _Placed) -> _Placed:
    """What either states; the first one's place."""
    one, other = a.element.value, b.element.value
    if not isinstance(one, dict) or not isinstance(other, dict):
        return a
    stated = {name: part for name, part in other.items() if one.get(name) in (None, [], "")}
    value = {**one, **stated}
    return replace(a, element=_Element(a.element.path, value))


def _alike(a: _Placed, b: _Placed) -> bool:
    one, other = _cells(a.element.value), _cells(b.element.value)
    either = len(one.keys() | other.keys())
    return not either or sum(other.get(name) == key for name, key in one.items()) >= _ALIKE * either


def _cells(row: Any) -> dict[str, Key]:
    keys = {name: canonical(value, "any") for name, value in _scalars(row)}
    return {name: key for name, key in keys.items() if key != NULL}


def _scalars(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _scalars(part, f"{name}.{key}")
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _scalars(part, f"{name}[{place}]")
    else:
        yield name, value


def _placed(part: Part, elements: Sequence[_Element], plain: bool) -> list[_Placed]:
    """Every element with its place: the assignments in order that explain most of the values."""
    if not elements:
        return []
    found = _occurrences(part, [one.value for one in elements], plain)
    # What a row states beside the rows inside it may stand before or behind them: these tell where it is.
    deeper = [below.path[: len(one.path)] == one.path != below.path for one, below in pairwise(elements)]
    places, evidence = _evidence([{} if above else one for one, above in zip(found, [*deeper, False], strict=True)])
    # Where the first and the last of the best assignments differ, the text leaves open which place it is.
    earliest, latest = _assigned(evidence), _assigned(evidence[::-1, ::-1])[::-1]
    return [
        _Placed(
            element,
            None if a is None else int(places[a]),
            None if b is None else int(places[len(places) - 1 - b]),
            {name: one.touched for name, one in values.items()},
        )
        for element, a, b, values in zip(elements, earliest, latest, found, strict=True)
    ]


class _Occurrences(NamedTuple):
    """Lines of the document on which a value begins, and which it touches; offsets of plain values."""

    begins: NDArray[np.int64]
    touched: frozenset[int]


def _occurrences(part: Part, rows: Sequence[Any], plain: bool) -> list[dict[str, _Occurrences]]:
    """Where each row's values stand."""
    lines = np.cumsum([0, *(len(line) for line in part.text.splitlines(keepends=True))])
    known: dict[tuple[type, Any], _Occurrences] = {}

    def occurrences(value: Any) -> _Occurrences:
        key = (type(value), value)
        if key not in known:
            spans = np.array(locate(part.text, value), dtype=np.int64).reshape(-1, 2)
            if plain:
                known[key] = _Occurrences(part.offset + spans[:, 0], frozenset((part.offset + spans[:, 0]).tolist()))
                return known[key]
            first = part.line + np.searchsorted(lines, spans[:, 0], side="right") - 1
            last = part.line + np.searchsorted(lines, spans[:, 1] - 1, side="right") - 1
            touched = (range(a, b + 1) for a, b in zip(first.tolist(), last.tolist(), strict=True))
            known[key] = _Occurrences(np.unique(first), frozenset(line for some in touched for line in some))
        return known[key]

    return [{name: occurrences(value) for name, value in _scalars(row)} for row in rows]


def _evidence(rows: Sequence[Mapping[str, _Occurrences]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places at which anything begins, and how much of a row does, rows x places.

    A value counts the more, the fewer places have it.
    """
    begins = [one.begins for row in rows for one in row.values()]
    places = np.unique(np.concatenate(begins)) if begins else np.zeros(0, dtype=np.int64)
    found = np.zeros((len(rows), len(places)), dtype=np.int64)
    for i, row in enumerate(rows):
        for some, _ in row.values():
            if len(some):
                found[i, np.searchsorted(places, some)] += _EVIDENCE // len(some)
    # Half of what its best place has is enough, because a seam may have taken the rest.
    best = found.max(axis=1, keepdims=True, initial=0)
    return places, np.where(2 * found >= best, found, 0)


def _assigned(evidence: NDArray[np.int64]) -> list[int | None]:
    """A line for each row, ascending, no line twice, with the greatest sum, the first of several; None without one."""
    rows, lines = evidence.shape
    sums = np.zeros((rows + 1, lines + 1), dtype=np.int64)
    for i in range(rows):
        taken = np.where(evidence[i] > 0, sums[i, :-1] + evidence[i], 0)
        sums[i + 1, 1:] = np.maximum.accumulate(np.maximum(sums[i, 1:], taken))
    assigned: list[int | None] = [None] * rows
    i, j = rows, lines
    while i and j:
        if sums[i, j] == sums[i, j - 1]:
            j -= 1
        elif sums[i, j] == sums[i - 1, j]:
            i -= 1
        else:
            assigned[i - 1] = j - 1
            i, j = i - 1, j - 1
    return assigned
