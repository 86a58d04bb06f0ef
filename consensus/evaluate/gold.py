"""Cells of an extraction decision against a gold object."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from consensus.evaluate.gold_values import ABSENT, flatten, is_absent, label_form, match_rows, row_leaves, same_label
from consensus.formats import RecordedLabel
from consensus.schema.paths import is_below, without_quotes

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
    path: str = ""


_Key = tuple[str | None, int | None, str]


class _Pair(NamedTuple):
    """A decided cell beside its truth. filled: the truth counts as a filled gold leaf. row: its row is in gold."""

    cell: _Cell | None
    truth: Any
    filled: bool
    row: bool = True


@dataclass(frozen=True, slots=True)
class WrongCell:
    """An accepted cell that contradicts its label. row: its row has a counterpart in the gold object."""

    value: Any
    gold: Any
    row: bool


def score_object(gold: Any | None, line: Mapping[str, Any]) -> Counts:
    """One decision line. Cells that are absent in both are not counted; without gold every cell is, none is judged."""
    cells = _without_containers(line["cells"])
    if gold is None:
        verdicts = [cell["verdict"] for cell in cells]
        return Counts(len(verdicts), verdicts.count("accepted"), verdicts.count("review"))
    return sum((_count(pair) for pair in _pairs(gold, cells)), Counts())


def score_labels(labels: Mapping[str, RecordedLabel], line: Mapping[str, Any]) -> Counts:
    """A decision line beside labels of some of its fields: every cell counts, accepted ones with a label are judged."""
    judged = [right for _, right in accepted_labels(labels, line)]
    return replace(score_object(None, line), judged=len(judged), wrong=judged.count(False))


def accepted_labels(labels: Mapping[str, RecordedLabel], line: Mapping[str, Any]) -> list[tuple[RecordedLabel, bool]]:
    """The labels of accepted cells, and whether what was accepted is what the person delivered."""
    found = []
    for cell in _without_containers(line["cells"]) if labels and line.get("cells") else ():
        label = labels.get(cell["path"])
        if label is not None and cell["verdict"] == "accepted":
            same = same_label(label_form(cell.get("value")), label_form(label.value))
            found.append((label, same and not label.rejected))
    return found


def wrong_cells(gold: Any, line: Mapping[str, Any]) -> list[WrongCell]:
    """The accepted cells of a decision line that are wrong."""
    return [
        WrongCell(pair.cell.value, pair.truth, pair.row)
        for pair in _pairs(gold, _without_containers(line["cells"]))
        if pair.cell is not None and _count(pair).wrong
    ]


@dataclass(frozen=True, slots=True)
class LabelledCell:
    """A decided cell beside its label. path: as in the decision line; several parts of one list may share one.

    right: what is delivered, or would be, is the label. filled: the label is a filled leaf. label: itself.
    """

    path: str
    verdict: str
    right: bool
    filled: bool
    label: Any = None


def labelled_cells(gold: Any, line: Mapping[str, Any]) -> list[LabelledCell]:
    """The cells of a decision line with what their labels say; those that are absent in both are left out."""
    found = []
    for pair in _pairs(gold, _without_containers(line["cells"])):
        if pair.cell is not None and _count(pair).units:
            mine, truth = label_form(pair.cell.value), label_form(pair.truth)
            filled = truth != ABSENT
            found.append(LabelledCell(pair.cell.path, pair.cell.verdict, same_label(mine, truth), filled, pair.truth))
    return found


def _pairs(gold: Any, cells: Sequence[Mapping[str, Any]]) -> Iterator[_Pair]:
    decided, rows = _leaves(cells), defaultdict[str, dict[int, dict[str, _Cell]]](dict)
    for (table, index, leaf), cell in decided.items():
        if table is not None and index is not None:
            rows[table].setdefault(index, {})[leaf] = cell
    scalars, tables = flatten(gold)
    single = {leaf for table, _, leaf in decided if table is None}
    for path in sorted(single | set(scalars)):
        filled = path in scalars and not is_absent(scalars[path])
        if path not in rows:
            # A null where the gold object has rows is one wrong cell.
            yield _Pair(decided.get((None, None, path)), tables.get(path, scalars.get(path)), filled)
        elif filled:
            yield _Pair(None, scalars[path], True)
    for table in sorted(set(rows) | set(tables)):
        mine = rows.get(table, {})
        yield from _table_pairs([mine[i] for i in sorted(mine)], tables.get(table, []))


def _table_pairs(mine: Sequence[Mapping[str, _Cell]], gold: Sequence[Mapping[str, Any]]) -> Iterator[_Pair]:
    matched = match_rows(
        [{leaf: label_form(cell.value) for leaf, cell in row.items()} for row in mine],
        [{leaf: label_form(value) for leaf, value in row.items()} for row in gold],
    )
    for i, row in enumerate(mine):
        truth = gold[matched[i]] if i in matched else {}
        for leaf, cell in row.items():
            yield _Pair(cell, truth.get(leaf), label_form(truth.get(leaf)) != ABSENT, i in matched)
    found = {j: mine[i] for i, j in matched.items()}
    for j, truth in enumerate(gold):
        lost = (leaf for leaf in truth if label_form(truth[leaf]) != ABSENT and leaf not in found.get(j, {}))
        yield from (_Pair(None, truth[leaf], True) for leaf in lost)


def _count(pair: _Pair) -> Counts:
    cell, filled = pair.cell, int(pair.filled)
    if cell is None:
        return Counts(gold_leaves=filled, gold_missing=filled)
    mine, gold = label_form(cell.value), label_form(pair.truth)
    if mine == gold == ABSENT:
        return Counts(gold_leaves=filled)
    right, accepted = same_label(mine, gold), cell.verdict == "accepted"
    return Counts(
        units=1,
        accepted=int(accepted),
        review=int(cell.verdict == "review"),
        judged=int(accepted),
        wrong=int(accepted and not right),
        gold_leaves=filled,
        right_accepted=int(accepted and right and gold != ABSENT),
    )


def _without_containers(cells: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The cells alone: a line for a container stands right before the first cell within it."""
    pairs = zip(cells, [*cells[1:], None], strict=True)
    return [cell for cell, after in pairs if after is None or not is_below(after["path"], cell["path"])]


def _place(path: str) -> _Key:
    match = re.match(r"(.*?)\[(\d+)\]\.?(.*)$", path.removeprefix("$."), re.DOTALL)
    return (match[1] or "$", int(match[2]), match[3]) if match else (None, None, path.removeprefix("$."))


def _leaves(cells: Sequence[Mapping[str, Any]]) -> dict[_Key, _Cell]:
    """Cells by (table, row, leaf): objects opened, and what lies below a list inside a row folded into one cell."""
    out: dict[_Key, _Cell] = {}
    inner: dict[_Key, list[tuple[int, str, _Cell]]] = defaultdict(list)
    for raw in cells:
        (table, index, leaf), cell = (
            _place(without_quotes(raw["path"])),
            _Cell(raw.get("value"), raw["verdict"], raw["path"]),
        )
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
    return _Cell([items[number] for number in sorted(items)], worst, parts[0][2].path)
