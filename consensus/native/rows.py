"""Words of a page -> its rows in reading order: rows of tables stay rows, columns of prose follow each other.

PDFium's order of words is that in which the file draws them. It is kept, but words at one height make one row, whatever
the order they are drawn in, unless a white gutter certainly parts two columns of prose.
"""

from __future__ import annotations

import itertools
import statistics
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from consensus.native.words import Word

#: Rows of a page among which columns are looked for; more are no page that people read.
_MOST_ROWS = 400
#: Rows on each side of a gutter, and words of the middle one of them, from which they are prose whatever the order in
#: which they are drawn; and where the file draws the one side wholly before the other.
_PROSE_ROWS, _PROSE_WORDS = 6, 4
_DRAWN_ROWS, _DRAWN_WORDS = 3, 3
#: Points of white that part columns, at least.
_GUTTER = 8.0
_SEPARATOR = "   "


@dataclass(slots=True)
class Row:
    """cells: the words of a row, parted at wide gaps. x0 to y1: around all of them, in the direction of its words."""

    cells: list[list[Word]]
    x0: float
    y0: float
    x1: float
    y1: float
    turn: int = 0

    @property
    def words(self) -> Iterator[Word]:
        return (word for cell in self.cells for word in cell)


@dataclass(slots=True)
class _Turned:
    """A word as if the page were turned so that it reads from left to right."""

    word: Word
    x0: float
    y0: float
    x1: float
    y1: float


def rows_of(words: Sequence[Word], width: float, height: float) -> list[Row]:
    """Words that run in another direction than most come after the others, direction by direction."""
    found: list[Row] = []
    turns: dict[int, list[Word]] = {}
    for word in words:
        turns.setdefault(word.turn, []).append(word)
    if len(turns) > 1:
        _settle_single_letters(turns)
    for turn in sorted(turns, key=lambda turn: (-len(turns[turn]), turn)):
        turned = [_turned(word, turn, width, height) for word in turns[turn]]
        found += _ordered(turned, turn)
    return found


def _settle_single_letters(turns: dict[int, list[Word]]) -> None:
    """A single letter has no direction of its own; it is taken for one of the page's main direction."""
    main = max(turns, key=lambda turn: (sum(len(word.text) > 1 for word in turns[turn]), -turn))
    if main:
        single = [word for word in turns.get(0, ()) if len(word.text) == 1]
        turns[main] = sorted([*turns[main], *single], key=attrgetter("number"))
        turns[0] = [word for word in turns.get(0, ()) if len(word.text) > 1]
        if not turns[0]:
            del turns[0]


def _turned(word: Word, turn: int, width: float, height: float) -> _Turned:
    x0, y0, x1, y1 = word.line or (word.x0, word.y0, word.x1, word.y1)
    if turn == 1:
        return _Turned(word, word.y0, width - x1, word.y1, width - x0)
    if turn == 2:
        return _Turned(word, width - word.x1, height - y1, width - word.x0, height - y0)
    if turn == 3:
        return _Turned(word, height - word.y1, x0, height - word.y0, x1)
    return _Turned(word, word.x0, y0, word.x1, y1)


def _ordered(words: list[_Turned], turn: int) -> list[Row]:
    lines = _lines(words)
    sizes = [(w.x1 - w.x0) / len(w.word.text) for w in words if len(w.word.text) > 2]
    unit = statistics.median(sizes) if sizes else 5.0
    if len(lines) <= _MOST_ROWS:
        lines = list(_columns(lines, 0))
    return [_row(line, unit, turn) for line in lines]


def _lines(words: list[_Turned]) -> list[list[_Turned]]:
    """Words at one height, from top to bottom, each line left to right. A word joins the line with whose middle half
    it shares most of its height."""
    lines: list[tuple[float, float]] = []
    held: list[list[_Turned]] = []
    for word in sorted(words, key=lambda w: ((w.y0 + w.y1) / 2, w.x0)):
        middle = (word.y0 + word.y1) / 2
        for at in range(len(lines) - 1, max(-1, len(lines) - 9), -1):
            top, bottom = lines[at]
            inside = top <= middle <= bottom
            around = word.y0 <= (top + bottom) / 2 <= word.y1
            alike = (word.y1 - word.y0) < 2.5 * (bottom - top)
            if inside or (around and alike):
                held[at].append(word)
                break
        else:
            lines.append((word.y0, word.y1))
            held.append([word])
    return [sorted(line, key=lambda w: (w.x0, w.word.number)) for line in held]


def _columns(lines: list[list[_Turned]], depth: int) -> Iterator[list[_Turned]]:
    """The lines in the order in which they are read."""
    at = 0
    while at < len(lines):
        found = _band(lines, at) if depth < 6 and len(lines) - at >= _DRAWN_ROWS else None
        if found is None:
            yield lines[at]
            at += 1
            continue
        end, x = found
        inner = [word for line in lines[at:end] for word in line]
        for side in ([w for w in inner if w.x1 <= x], [w for w in inner if w.x1 > x]):
            yield from _columns(_lines(side), depth + 1)
        at = end


def _band(lines: list[list[_Turned]], start: int) -> tuple[int, float] | None:
    """Where the lines from ``start`` on end that a gutter parts, and its middle; None where no gutter is certain."""
    left = min(line[0].x0 for line in lines)
    right = max(word.x1 for line in lines for word in line)
    open_gaps = _gaps(lines[start], left, right)
    best: tuple[int, float] | None = None
    for end in range(start + 1, len(lines) + 1):
        for x0, x1 in open_gaps:
            if left + 0.2 * (right - left) < (x0 + x1) / 2 < left + 0.8 * (right - left) and _is_certain(
                lines[start:end], (x0 + x1) / 2
            ):
                best = (end, (x0 + x1) / 2)
        if end == len(lines):
            break
        mine = _gaps(lines[end], left, right)
        open_gaps = [
            (max(a0, b0), min(a1, b1))
            for a0, a1 in open_gaps
            for b0, b1 in mine
            if min(a1, b1) - max(a0, b0) >= _GUTTER
        ]
        if not open_gaps:
            break
    return best


def _gaps(line: list[_Turned], left: float, right: float) -> list[tuple[float, float]]:
    """The white of a line, its margins too."""
    found, reach = [], left - 1
    for word in line:
        if word.x0 - reach >= _GUTTER:
            found.append((reach, word.x0))
        reach = max(reach, word.x1)
    if right + 1 - reach >= _GUTTER:
        found.append((reach, right + 1))
    return found


def _is_certain(lines: list[list[_Turned]], x: float) -> bool:
    """Whether both sides of x are prose: rows of words, not labels with their values or cells of a table."""
    sides: tuple[list[list[_Turned]], list[list[_Turned]]] = ([], [])
    for line in lines:
        for side, part in zip(sides, ([w for w in line if w.x1 <= x], [w for w in line if w.x1 > x]), strict=True):
            if part:
                side.append(part)
    rows = min(map(len, sides))
    if rows < _DRAWN_ROWS:
        return False
    words = min(statistics.median(map(_weight, side)) for side in sides)
    if words < _DRAWN_WORDS or any(_has_cells(side) for side in sides):
        return False
    if rows >= _PROSE_ROWS and words >= _PROSE_WORDS:
        return True
    first, second = (sorted(w.word.number for line in side for w in line) for side in sides)
    drawn = bisect_left(first, second[0]) >= 0.98 * len(first) or bisect_left(second, first[0]) >= 0.98 * len(second)
    return drawn and words >= _DRAWN_WORDS


def _weight(line: list[_Turned]) -> float:
    """Words of a line; in a script without blanks, six letters count as one."""
    return max(len(line), sum(len(w.word.text) for w in line) / 6)


def _has_cells(side: list[list[_Turned]]) -> bool:
    """Whether most lines are themselves parted by wide gaps, as rows of a table are."""
    wide = 0
    for line in side:
        size = max(w.y1 - w.y0 for w in line)
        wide += any(b.x0 - a.x1 > 2.5 * size for a, b in itertools.pairwise(line))
    return wide > len(side) / 3


def _row(line: list[_Turned], unit: float, turn: int) -> Row:
    """The words of a line parted at gaps that no blank between words has."""
    cells: list[list[_Turned]] = [[line[0]]]
    reach = line[0].x1
    for word in line[1:]:
        size = max(cells[-1][-1].word.size, word.word.size)
        if word.x0 - reach > max(2.2 * unit + 2, 0.9 * size):
            cells.append([])
        cells[-1].append(word)
        reach = max(reach, word.x1)
    if _reads_leftwards(line):
        cells.reverse()
        for cell in cells:
            cell.sort(key=lambda w: w.word.number)
    box = (line[0].x0, min(w.y0 for w in line), reach, max(w.y1 for w in line))
    return Row([[w.word for w in cell] for cell in cells], *box, turn)


def _reads_leftwards(line: Sequence[_Turned]) -> bool:
    letters = "".join(w.word.text for w in line)
    leftwards = sum("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in letters)
    return 2 * leftwards > sum(char.isalpha() for char in letters)


def text_of(rows: Sequence[Row], at: int) -> tuple[str, list[tuple[int, int, Word]]]:
    """The text of a page, and where in it each word stands. at: its offset in the text of the document."""
    parts: list[str] = []
    spans: list[tuple[int, int, Word]] = []

    def put(text: str) -> None:
        nonlocal at
        parts.append(text)
        at += len(text)

    before: Row | None = None
    for row in rows:
        if before is not None:
            put("\n\n" if is_parted(before, row) else "\n")
        before = row
        for number, cell in enumerate(row.cells):
            put(_SEPARATOR if number else "")
            for place, word in enumerate(cell):
                put(" " if place else "")
                spans.append((at, at + len(word.text), word))
                put(word.text)
    return "".join(parts), spans


def is_parted(before: Row, row: Row) -> bool:
    """Whether a blank line stands between two rows: white of most of a line, another column or another direction."""
    gap = row.y0 - before.y1
    return row.turn != before.turn or gap > 0.9 * min(row.y1 - row.y0, before.y1 - before.y0) or gap < -20
