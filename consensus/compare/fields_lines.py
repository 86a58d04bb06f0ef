"""Rows of a table against the lines of the document: lines that look like rows and gave none, values of other lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from consensus.compare.fields_totals import names_total
from consensus.compare.fields_vote import Vote
from consensus.compare.fields_walk import Cell
from consensus.locate.figures import figures_equal

#: Places of one value that are looked at; what stands more often says nothing of its row.
_MOST: Final = 60
#: Words by which a table asks for some of the rows that a document has.
_SELECTS: Final = re.compile(
    r"\b(only|exclud\w*|except\w*|without|ignor\w*|omit\w*|skip\w*|first|last|top|at least|at most|more than|less than|"
    r"greater|larger|above|below|filter\w*|whose|where|that are|matching|belonging|"
    r"nur|ohne|außer|ausschließlich|erste\w*|letzte\w*|mindestens|sauf|seulement|uniquement|sans|sólo|solo|excepto|"
    r"salvo|sin|tranne|senza|alleen|zonder|behalve|tylko|bez|oprócz|pouze|kromě|apenas|exceto|только|кроме|без)\b",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"[-+(]?[$€£¥]?\d[\d.,'\u2019:/-]*%?\)?")
_TOKEN: Final = re.compile(r"[^\s|;]+")


class _Row(NamedTuple):
    """One row. cells: numbers of its cells. lines: of each cell, where it stands, from 0. line: where most stands."""

    cells: Sequence[int]
    lines: Mapping[int, frozenset[int]]
    line: int


def gate_lines(cells: Sequence[Cell], votes: Sequence[Vote], text: str, gates: Sequence[str]) -> None:
    """Add the gates of rows that the lines of a document speak against, for every table that has lines of its own."""
    tables: dict[str, dict[int, list[int]]] = {}
    for n, cell in enumerate(cells):
        if cell.row is not None:
            tables.setdefault(cell.row.path, {}).setdefault(cell.row.index, []).append(n)
    for rows in tables.values():
        placed = _placed(rows, votes, text) if len(rows) > 1 else []
        if len(placed) < 2:
            continue
        if "scattered_row" in gates:
            _scattered(placed, votes, text)
        cell = cells[placed[0].cells[0]]
        assert cell.row is not None
        if "lost_row" in gates and not _SELECTS.search(str(cell.row.table.cell.schema.get("description", ""))):
            _lost(placed, votes, text, cell.row.table.pattern)


def _placed(rows: Mapping[int, Sequence[int]], votes: Sequence[Vote], text: str) -> list[_Row]:
    """The rows with a line of their own: two of their values at least stand there, and on no other line as many."""
    found: list[_Row] = []
    for places in rows.values():
        stand = {n: lines_of(text, votes[n].leading) for n in places}
        counted = Counter(line for lines in stand.values() for line in lines)
        best = counted.most_common(2)
        if best and best[0][1] > 1 and (len(best) < 2 or best[1][1] < best[0][1]):
            found.append(_Row(places, stand, best[0][0]))
    taken = Counter(row.line for row in found)
    return [row for row in found if taken[row.line] == 1]


def lines_of(text: str, value: object) -> frozenset[int]:
    """The lines of the text, from 0, on which a scalar stands; empty for other values."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        return frozenset()
    return _lines(text, value)


@lru_cache(maxsize=16384, typed=True)
def _lines(text: str, value: str | float) -> frozenset[int]:
    starts = _starts(text)
    if isinstance(value, str):
        offsets: list[int] = []
        at = text.find(value)
        while at >= 0 and len(offsets) < _MOST:
            offsets.append(at)
            at = text.find(value, at + 1)
    else:
        offsets = [start for start, _ in figures_equal(text, Decimal(repr(value)))][:_MOST]
    return frozenset(bisect_right(starts, offset) - 1 for offset in offsets)


@lru_cache(maxsize=4)
def _starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _scattered(placed: Sequence[_Row], votes: Sequence[Vote], text: str) -> None:
    """A number that stands on lines of other rows alone, while its own line has one that its row does not use."""
    lines, others = text.split("\n"), {row.line for row in placed}
    for row in placed:
        strays = [
            n
            for n in row.cells
            if isinstance(votes[n].leading, int | float)
            and row.lines[n]
            and row.lines[n] <= others - {row.line}
            and not any(abs(line - row.line) == 1 and line not in others for line in row.lines[n])
        ]
        if len(strays) != 1 or not _unused(lines[row.line], row, votes):
            continue
        votes[strays[0]].gates.append("scattered_row")
        said = f"{votes[strays[0]].leading} does not stand on the line of its row, “{_short(lines[row.line])}”."
        votes[strays[0]].disputes.append(said)


def _unused(line: str, row: _Row, votes: Sequence[Vote]) -> bool:
    """Whether a line has a figure that no cell of its row holds."""
    figures = len(_FIGURE.findall(line))
    return figures > sum(row.line in row.lines[n] and has_figure(votes[n].leading) for n in row.cells)


def has_figure(value: object) -> bool:
    """Whether a value is a number, or a text with a digit in it."""
    return not isinstance(value, str) or any(c.isdigit() for c in value)


def _lost(placed: Sequence[_Row], votes: Sequence[Vote], text: str, table: str) -> None:
    """Lines between the rows, of the shape that the lines of rows have, on which nothing of any row stands."""
    lines = text.split("\n")
    ordered = sorted(placed, key=lambda row: row.line)
    shapes = Counter(_shape(lines[row.line]) for row in ordered)
    usual, times = shapes.most_common(1)[0]
    if times < 2 or "N" not in usual or len(usual) < 2:
        return
    own = {row.line for row in placed}
    between = range(ordered[0].line + 1, ordered[-1].line)
    lost = [at for at in between if at not in own and _shape(lines[at]) == usual and not names_total(lines[at])]
    lost = [at for at in lost if not any(at in where for row in placed for where in _told(row))]
    if not lost or len(lost) > max(1, len(placed) // 3):
        return
    for at in lost:
        said = f"The line “{_short(lines[at])}” looks like a row of {table}, and no row was made of it."
        before = max((row for row in ordered if row.line < at), key=lambda row: row.line)
        after = min((row for row in ordered if row.line > at), key=lambda row: row.line)
        for n in (*before.cells, *after.cells):
            votes[n].gates.append("lost_row")
            votes[n].disputes.append(said)


def _told(row: _Row) -> list[frozenset[int]]:
    """Where the values of a row stand that stand on one line alone."""
    return [where for where in row.lines.values() if len(where) == 1]


@lru_cache(maxsize=4096)
def _shape(line: str) -> str:
    """The kinds of a line's tokens: N for figures, W for a run of words."""
    kinds = ["N" if _FIGURE.fullmatch(token) else "W" for token in _TOKEN.findall(line)]
    return "".join(kind for i, kind in enumerate(kinds) if kind == "N" or i == 0 or kinds[i - 1] == "N")


def _short(line: str) -> str:
    plain = " ".join(line.split())
    return plain if len(plain) <= 80 else plain[:77] + "..."
