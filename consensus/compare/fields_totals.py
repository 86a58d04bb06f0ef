"""Rows that are arithmetic totals of other rows: models differ in whether they count such lines as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from consensus.compare.fields_walk import Cell
from consensus.normalize.folding import fold_shape
from consensus.normalize.languages import LANGUAGES
from consensus.normalize.scripts import UNSPACED

#: How far back a total may reach, and up to how many rows a table is searched for details that stand elsewhere.
_REACH: Final = 80

Numbers = Mapping[str, Decimal]
Words = frozenset[str]


def total_rows(cells: Sequence[Cell]) -> dict[int, str]:
    """Rows of one table that are totals: row index -> how, for a sentence.

    cells: those of one table. A row is a total when every number in it is the sum (or the first less the others, as
    income less costs) of at least two rows right before it, with or without the subtotals among them; or of all other
    rows; or, when at least two of its columns show it, of any run of rows elsewhere. Any row may be such a sum by
    chance. It counts where some member lacks the row; for others where their words say so, or two columns show it, and
    it stands right behind what it sums, or what it sums ends the table (a breakdown given behind the statement). A
    closing balance, the opening balance and what came since, is no total.
    """
    rows = _rows(cells)
    words = _words(cells)
    lacking = {cell.row.index for cell in cells if cell.row is not None and cell.row.lacking}
    doubted = lacking | {cell.row.index for cell in cells if cell.row is not None and _says_total(cell)}
    found: dict[int, str] = {}
    runs = _Runs(rows)
    for at, target in rows.items():
        shown = sum(value != 0 for value in target.values())
        if not shown or (at not in doubted and shown < 2):
            continue
        how = _how(rows, at, target, found, words)
        if how is not None and (how := how or runs.how(at, target, anywhere=at in lacking)):
            found[at] = how
    return found


def _words(cells: Sequence[Cell]) -> dict[int, Words]:
    """The words of each row, in lower case."""
    found: dict[int, set[str]] = {}
    for cell in cells:
        if cell.row is not None:
            said = next((raw for raw in cell.raws if isinstance(raw, str)), "")
            found.setdefault(cell.row.index, set()).update(fold_shape(said).casefold().split())
    return {row: frozenset(words) for row, words in found.items()}


def _rolls_forward(words: Mapping[int, Words], run: Sequence[int], at: int) -> bool:
    """Whether a row is a closing balance: of what it sums, one row alone is called nearly as it is, and both say so."""
    common = frozenset.intersection(*(words[i] for i in (*run, at)))
    mine = words[at] - common
    alike = [i for i in run if 2 * len((words[i] - common) & mine) >= max(len(words[i] - common), len(mine), 1)]
    return len(alike) == 1 and all(names_total(" ".join(words[i])) for i in (alike[0], at))


def _says_total(cell: Cell) -> bool:
    return any(isinstance(raw, str) and names_total(raw) for raw in cell.raws)


@lru_cache(maxsize=4096)
def names_total(words: str) -> bool:
    """Whether the words of a row say that it sums up others ("Subtotal", "Summe", "合計"), in any listed language."""
    return bool(_total_words().search(fold_shape(words).casefold()))


@lru_cache(maxsize=1)
def _total_words() -> re.Pattern[str]:
    spaced, written_on = set[str](), set[str]()
    for code, one in LANGUAGES.items():
        words = {re.escape(fold_shape(word.replace("_", " "))) for word in one.totals.split()}
        (written_on if code in UNSPACED else spaced).update(words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(spaced))})(?!\w)|{'|'.join(sorted(written_on))}")


def _rows(cells: Sequence[Cell]) -> dict[int, Numbers]:
    rows: dict[int, dict[str, Decimal]] = {}
    for cell in cells:
        if cell.row is None:
            continue
        columns = rows.setdefault(cell.row.index, {})
        if cell.leaf.kind in ("number", "integer", "money"):
            number = next((key[-1] for key in cell.keys if key and key[0] in ("number", "money")), None)
            if number is not None:
                columns[cell.leaf.pattern] = Decimal(str(number))
    return dict(sorted(rows.items()))


def _how(
    rows: Mapping[int, Numbers], at: int, target: Numbers, totals: Mapping[int, str], words: Mapping[int, Words]
) -> str | None:
    """What a row sums up before it, or of all other rows; "" for nothing, None for a closing balance."""
    before = [i for i in rows if i < at][::-1][:_REACH]
    for run in (before, [i for i in before if i not in totals]):
        for size, sums in _sums(rows, run, target):
            if sums == target:
                if _rolls_forward(words, run[:size], at):
                    return None
                return f"the sum of {_span(run[:size])}"
            first = rows[run[size - 1]]
            if size <= 3 and all(2 * first.get(c, 0) - sums[c] == value for c, value in target.items()):
                return f"the difference of {_span(run[:size])}"
    others = [i for i in rows if i != at]
    if _whole(rows, others) == dict(target):
        return "the sum of all other rows"
    return ""


class _Runs:
    """Sums of all runs of rows of a table, by the columns summed; made when first asked for."""

    def __init__(self, rows: Mapping[int, Numbers]) -> None:
        self.rows = rows
        self.sums: dict[tuple[str, ...], dict[tuple[Decimal, ...], list[tuple[int, int]]]] = {}

    def how(self, at: int, target: Numbers, *, anywhere: bool) -> str:
        """The run elsewhere that a row sums up, when at least two of its columns show it.

        anywhere: else only a run with which the table ends.
        """
        if len(self.rows) > _REACH or sum(value != 0 for value in target.values()) < 2:
            return ""
        columns = tuple(sorted(target))
        if columns not in self.sums:
            self.sums[columns] = self._all(columns)
        runs = self.sums[columns].get(tuple(target[column] for column in columns), ())
        last = max(self.rows)
        found = ((a, b) for a, b in runs if not a <= at <= b and (anywhere or b == last))
        return next((f"the sum of rows {a + 1} to {b + 1}" for a, b in found), "")

    def _all(self, columns: tuple[str, ...]) -> dict[tuple[Decimal, ...], list[tuple[int, int]]]:
        order = list(self.rows)
        found: dict[tuple[Decimal, ...], list[tuple[int, int]]] = {}
        nothing = dict.fromkeys(columns, Decimal(0))
        for start in range(len(order)):
            for size, sums in _sums(self.rows, order[start:], nothing):
                found.setdefault(tuple(sums[c] for c in columns), []).append((order[start], order[start + size - 1]))
        return found


def _sums(rows: Mapping[int, Numbers], run: Sequence[int], target: Numbers) -> Iterator[tuple[int, Numbers]]:
    """Running sums over a run, in the target's columns, from the second row on that adds something."""
    sums = dict.fromkeys(target, Decimal(0))
    adding = 0
    for size, i in enumerate(run, 1):
        row = rows[i]
        for column in sums:
            sums[column] += row.get(column, 0)
        adding += any(row.get(column) for column in sums)
        if adding >= 2:
            yield size, sums


def _whole(rows: Mapping[int, Numbers], others: Sequence[int]) -> Numbers:
    columns = {column for i in others for column in rows[i]}
    if sum(any(rows[i].values()) for i in others) < 2:
        return {}
    return {column: sum((rows[i].get(column, Decimal(0)) for i in others), Decimal(0)) for column in columns}


def _span(run: Sequence[int]) -> str:
    return f"rows {min(run) + 1} to {max(run) + 1}"
