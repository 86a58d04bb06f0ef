"""Cells of an extraction decision against a gold object."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from consensus.evaluate.gold_values import ABSENT, flatten, is_absent, label_form, match_rows, row_leaves, same_label

_WORST = ("accepted", "review", "failed")


@dataclass(frozen=True, slots=True)
class Counts:
    """units: those counted. judged: accepted ones with a label; wrong: of these, wrong ones.

    gold_leaves: filled leaves of the gold object; gold_missing: of these, without any cell; right_accepted: of these,
    delivered right in an accepted cell. Zero for translation.
    """

    units: int = 0
    accepted: int = 0
    review: int = 0
    judged: int = 0
    wrong: int = 0
    gold_leaves: int = 0
    gold_missing: int = 0
    right_accepted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


class _Cell(NamedTuple):
    value: Any
    verdict: str


_Key = tuple[str | None, int | None, str]


def score_object(gold: Any | None, line: Mapping[str, Any]) -> Counts:
    """One decision line. Cells that are absent in both are not counted; without gold every cell is, none is judged."""
    cells: Sequence[Mapping[str, Any]] = line["cells"]
    if gold is None:
        verdicts = [cell["verdict"] for cell in cells]
        return Counts(len(verdicts), verdicts.count("accepted"), verdicts.count("review"))
    decided, rows = _leaves(cells), defaultdict[str, dict[int, dict[str, _Cell]]](dict)
    for (table, index, leaf), cell in decided.items():
        if table is not None and index is not None:
            rows[table].setdefault(index, {})[leaf] = cell
    scalars, tables = flatten(gold)
    total = Counts()
    single = {leaf for table, _, leaf in decided if table is None}
    for path in sorted(single | set(scalars)):
        if path not in rows:
            # A null where the gold object has rows is one wrong cell.
            truth = tables.get(path, scalars.get(path))
            total += _count(decided.get((None, None, path)), truth, path in scalars and not is_absent(scalars[path]))
        elif not is_absent(scalars.get(path)):
            total += Counts(gold_leaves=1, gold_missing=1)
    for table in sorted(set(rows) | set(tables)):
        total += _score_table(
            [rows[table][i] for i in sorted(rows[table])] if table in rows else [], tables.get(table, [])
        )
    return total


def _score_table(mine: Sequence[Mapping[str, _Cell]], gold: Sequence[Mapping[str, Any]]) -> Counts:
    matched = match_rows(
        [{leaf: label_form(cell.value) for leaf, cell in row.items()} for row in mine],
        [{leaf: label_form(value) for leaf, value in row.items()} for row in gold],
    )
    total = Counts()
    for i, row in enumerate(mine):
        truth = gold[matched[i]] if i in matched else {}
        for leaf, cell in row.items():
            total += _count(cell, truth.get(leaf), False)
    found = {j: mine[i] for i, j in matched.items()}
    for j, truth in enumerate(gold):
        filled = [leaf for leaf, value in truth.items() if label_form(value) != ABSENT]
        lost = sum(1 for leaf in filled if leaf not in found.get(j, {}))
        total += Counts(gold_leaves=len(filled), gold_missing=lost)
    return total


def _count(cell: _Cell | None, truth: Any, gold_leaf: bool) -> Counts:
    if cell is None:
        return Counts(gold_leaves=1, gold_missing=1) if gold_leaf else Counts()
    mine, gold = label_form(cell.value), label_form(truth)
    if mine == gold == ABSENT:
        return Counts(gold_leaves=int(gold_leaf))
    right, accepted = same_label(mine, gold), cell.verdict == "accepted"
    return Counts(
        units=1,
        accepted=int(accepted),
        review=int(cell.verdict == "review"),
        judged=int(accepted),
        wrong=int(accepted and not right),
        gold_leaves=int(gold_leaf),
        right_accepted=int(accepted and right and gold != ABSENT),
    )


def _place(path: str) -> _Key:
    match = re.match(r"(.*?)\[(\d+)\]\.?(.*)$", path.removeprefix("$."), re.DOTALL)
    return (match[1] or "$", int(match[2]), match[3]) if match else (None, None, path.removeprefix("$."))


def _leaves(cells: Sequence[Mapping[str, Any]]) -> dict[_Key, _Cell]:
    """Cells by (table, row, leaf): objects opened, and what lies below a list inside a row folded into one cell."""
    out: dict[_Key, _Cell] = {}
    inner: dict[_Key, list[tuple[int, str, _Cell]]] = defaultdict(list)
    for raw in cells:
        (table, index, leaf), cell = _place(raw["path"]), _Cell(raw.get("value"), raw["verdict"])
        if table is not None and "[" in leaf:
            base, number, rest = _place(leaf)
            inner[table, index, str(base)].append((number or 0, rest, cell))
        else:
            out.update(_opened(table, index, leaf, cell))
    for key, parts in inner.items():
        out[key] = _folded(parts)
    return out


def _opened(table: str | None, index: int | None, leaf: str, cell: _Cell) -> Iterator[tuple[_Key, _Cell]]:
    value = cell.value
    if table is None and isinstance(value, (dict, list)) and value:
        scalars, tables = flatten({leaf: value} if leaf else value)
        yield from (((None, None, path), cell._replace(value=v)) for path, v in scalars.items())
        for name, rows in tables.items():
            for n, row in enumerate(rows):
                yield from (((name, n, path), cell._replace(value=v)) for path, v in row.items())
    elif table is not None and isinstance(value, dict):
        yield from (((table, index, path), cell._replace(value=v)) for path, v in row_leaves(value, leaf).items())
    else:
        yield (table, index, leaf), cell


def _folded(parts: Sequence[tuple[int, str, _Cell]]) -> _Cell:
    items: dict[int, Any] = {}
    for number, rest, cell in parts:
        items[number] = {**(items.get(number) or {}), rest: cell.value} if rest else cell.value
    worst = max((cell.verdict for _, _, cell in parts), key=_WORST.index)
    return _Cell([items[number] for number in sorted(items)], worst)
