"""Rows that were extracted from overlapping parts of a document, as one table: none twice, none lost. Pure.

A row is known by the line it stands on, so equal rows stay apart however often they repeat. Where that leaves open
whether two rows are one, nothing is guessed: there is no table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from consensus.canon.locate import locate
from consensus.canon.values import NULL, Key, canonical

#: Evidence of a value that stands on one line only; whole numbers, so that equal sums are equal.
_EVIDENCE = 1_000_000
#: Share of cells alike from which two rows are suspected to be one.
_ALIKE = 0.5


class Part(NamedTuple):
    """One part's rows. start: the line of the document that it begins with. text: what the member saw."""

    rows: Sequence[Any]
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row, and the first and last line of the document that it may stand on; None where nothing of it is found."""

    row: Any
    early: int | None
    late: int | None

    @property
    def line(self) -> int | None:
        """Its line where there is no doubt about it."""
        return self.early if self.early == self.late else None

    def within(self, start: int, end: int) -> bool:
        """Whether it stands on lines ``start`` to ``end``, whichever of its own it is."""
        return self.early is not None and self.late is not None and start <= self.early and self.late < end


def merged_rows(parts: Sequence[Part]) -> list[Any] | None:
    """One list of rows from those of consecutive parts; None when rows at a seam cannot be told apart."""
    whole: list[_Placed] = []
    end = 0
    for part in parts:
        placed = _placed(part)
        if whole and placed:
            joined = _joined(whole, placed, part.start, end)
            if joined is None:
                return None
            whole = joined
        else:
            whole += placed
        end = part.start + len(part.text.splitlines())
    return [one.row for one in whole]


def _joined(first: list[_Placed], second: list[_Placed], start: int, end: int) -> list[_Placed] | None:
    """Both lists; lines ``start`` to ``end`` of the document are in both parts."""
    cut = 1 + max((i for i, one in enumerate(first) if one.late is not None and one.late < start), default=-1)
    begin = min((i for i, one in enumerate(second) if one.early is not None and one.early >= end), default=len(second))
    before, mine = first[:cut], first[cut:]
    theirs, after = second[:begin], second[begin:]
    if any(not one.within(start, end) for one in (*mine, *theirs)):
        return None
    if any(one.line is None for one in (*mine, *theirs)):
        same = len(mine) == len(theirs) and all(_alike(a, b) for a, b in zip(mine, theirs, strict=True))
        return [*before, *map(_richer, mine, theirs), *after] if same else None
    stumps = (_stump(mine[-1:], theirs, [*theirs, *after]), _stump(theirs[:1], mine, before[-1:]))
    if None in stumps:
        return None
    mine, theirs = mine[: len(mine) - (stumps[0] or 0)], theirs[stumps[1] or 0 :]
    seam = _by_line(mine, theirs)
    return None if seam is None else [*before, *seam, *after]


def _stump(edge: Sequence[_Placed], others: Sequence[_Placed], near: Sequence[_Placed]) -> int | None:
    """1 when the row at the edge of a part is the piece that the seam left of another row, 0 when it is not.

    None when it may be either. others: the other part's rows at the seam. near: where the whole row would be.
    """
    if not edge or any(edge[0].line == other.line for other in others):
        return 0
    piece = _cells(edge[0].row)
    beside = next((_cells(one.row) for one in near if one.line is None or one.line != edge[0].line), None)
    if not beside or not piece.items() <= beside.items():
        return 0
    return 1 if len(piece) < len(beside) else None


def _by_line(mine: Sequence[_Placed], theirs: Sequence[_Placed]) -> list[_Placed] | None:
    """The rows of both, one a line. None when either side has one that may be the other's at another line."""
    ours, others = {one.line: one for one in mine}, {one.line: one for one in theirs}
    alone = [one for line, one in ours.items() if line not in others]
    lonely = [one for line, one in others.items() if line not in ours]
    if any(_alike(a, b) for a in alone for b in lonely):
        return None
    rows = {**ours, **others, **{line: _richer(ours[line], others[line]) for line in ours.keys() & others.keys()}}
    return [rows[line] for line in sorted(line for line in rows if line is not None)]


def _richer(a: _Placed, b: _Placed) -> _Placed:
    """The version with more cells: the other one was cut by a seam. The earlier one where they have as many."""
    return b if len(_cells(b.row)) > len(_cells(a.row)) else a


def _alike(a: _Placed, b: _Placed) -> bool:
    one, other = _cells(a.row), _cells(b.row)
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


def _placed(part: Part) -> list[_Placed]:
    """Every row with its lines: the assignments in order that explain most of the rows' values."""
    if not part.rows:
        return []
    evidence = _evidence(part)
    # Where the first and the last of the best assignments differ, the text leaves open which line it is.
    early, late = _assigned(evidence), _assigned(evidence[::-1, ::-1])[::-1]
    last = part.start + evidence.shape[1] - 1
    return [
        _Placed(row, None if a is None else part.start + a, None if b is None else last - b)
        for row, a, b in zip(part.rows, early, late, strict=True)
    ]


def _evidence(part: Part) -> NDArray[np.int64]:
    """How much of a row stands on a line, rows x lines; a value counts the more, the fewer lines have it."""
    starts = np.cumsum([0, *(len(line) for line in part.text.splitlines(keepends=True))])
    found = np.zeros((len(part.rows), max(1, len(starts) - 1)), dtype=np.int64)
    known: dict[tuple[type, Any], NDArray[np.int64]] = {}
    for i, row in enumerate(part.rows):
        for _, value in _scalars(row):
            key = (type(value), value)
            if key not in known:
                spans = [span[0] for span in locate(part.text, value)]
                known[key] = np.unique(np.searchsorted(starts, spans, side="right") - 1)
            if len(known[key]):
                found[i, known[key]] += _EVIDENCE // len(known[key])
    # Half of what its best line has is enough, because a seam may have taken the rest.
    return np.where(2 * found >= found.max(axis=1, keepdims=True), found, 0)


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
