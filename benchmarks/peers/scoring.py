"""What a system's decisions are worth against labels. Definitions are those of consensus.evaluate."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from consensus.evaluate import Counts, RecordedDecision, score_object
from consensus.evaluate.gold_values import ABSENT, Row, flatten, label_form, match_rows
from consensus.evaluate.judge_weight import Numbers, orders, prediction_rejection_ratio
from consensus.evaluate.report import is_bad, mean_human
from consensus.formats import RecordedRecord

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
#: Whether a system left a cell empty whose gold is absent, and whether some member had filled it.
_Null = tuple[bool, bool]


def risk_at(risk: Numbers, score: Numbers, coverage: float) -> float:
    """As in ``benchmarks/ranking.py``, which is not at hand where the peers are run."""
    count = max(1, round(coverage * len(risk)))
    return float(np.mean([risk[order[:count]].mean() for order in orders(score)]))


class ObjectDecision(NamedTuple):
    """cells: (path, value, accepted). seconds: processor time."""

    record: RecordedRecord
    cells: Sequence[tuple[str, Any, bool]]
    seconds: float


class TextDecision(NamedTuple):
    """score: higher is surer."""

    record: RecordedRecord
    text: str | None
    score: float
    accepted: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares are 0..1; None where a figure has no meaning for the task. milliseconds: median per record."""

    units: int
    accuracy: float
    coverage: float
    error: float | None
    milliseconds: float
    nulls: tuple[int, int] | None = None
    contested: tuple[int, int] | None = None
    filled: int | None = None
    recall: float | None = None
    with_omissions: float | None = None
    ratio: float | None = None
    bad_at_60: float | None = None
    human: float | None = None


def score_objects(decisions: Sequence[ObjectDecision], panel: Sequence[str]) -> Figures:
    """accuracy: right cells, whatever their verdict, of all counted cells and of filled gold leaves without a cell."""
    judged, whatever = Counts(), Counts()
    nulls: list[_Null] = []
    accepted_nulls: list[_Null] = []
    for record, cells, _ in decisions:
        judged += score_object(record.gold, _line(record, cells, None))
        whatever += score_object(record.gold, _line(record, cells, "accepted"))
        nulls += _true_nulls(record, panel, object_of((path, value) for path, value, _ in cells))
        accepted = object_of((path, value) for path, value, accepted in cells if accepted)
        accepted_nulls += _true_nulls(record, panel, accepted)
    contested = [right for right, filled in nulls if filled]
    omitted = (judged.wrong + judged.gold_missing) / max(judged.accepted + judged.gold_missing, 1)
    leaves = whatever.units + whatever.gold_missing
    return Figures(
        units=judged.units,
        accuracy=(whatever.judged - whatever.wrong) / leaves,
        coverage=judged.accepted / judged.units,
        error=judged.wrong / judged.judged if judged.judged else None,
        milliseconds=_median(d.seconds for d in decisions),
        nulls=(sum(right for right, _ in nulls), len(nulls)),
        contested=(sum(contested), len(contested)),
        filled=sum(not right for right, _ in accepted_nulls),
        recall=judged.right_accepted / judged.gold_leaves,
        with_omissions=omitted if judged.accepted else None,
    )


def score_texts(decisions: Sequence[TextDecision]) -> Figures:
    """accuracy: delivered texts that people did not find bad."""
    scored = []
    for d in decisions:
        one = RecordedDecision(d.record, (), {"chosen": d.text})
        human, bad = mean_human(one), is_bad(one)
        if human is not None and bad is not None:
            scored.append((d.score, d.accepted, bad, human))
    score, accepted, bad, human = (np.array(column) for column in zip(*scored, strict=True))
    risk = 100 - human if decisions[0].record.protocol == "ESA" else -human
    return Figures(
        units=len(scored),
        accuracy=1 - float(bad.mean()),
        coverage=float(accepted.mean()),
        error=float(bad[accepted].mean()) if accepted.any() else None,
        milliseconds=_median(d.seconds for d in decisions),
        ratio=prediction_rejection_ratio(risk, score),
        bad_at_60=risk_at(bad.astype(float), score, 0.6),
        human=float(human.mean()),
    )


def object_of(cells: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The nested object whose cells these are."""
    root: dict[Any, Any] = {}
    for path, value in cells:
        steps = [int(index) if index else key for index, key in _STEP.findall(path)]
        at = root
        for step in steps[:-1]:
            below = at.get(step)
            at[step] = at = below if isinstance(below, dict) else {}
        at[steps[-1]] = value
    return _listed(root)


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_listed(value[key]) for key in sorted(value)]
    return {str(key): _listed(below) for key, below in value.items()}


def _line(record: RecordedRecord, cells: Sequence[tuple[str, Any, bool]], verdict: str | None) -> dict[str, Any]:
    return {
        "id": record.id,
        "cells": [
            {"path": path, "value": value, "verdict": verdict or ("accepted" if accepted else "review")}
            for path, value, accepted in cells
        ],
    }


def _true_nulls(record: RecordedRecord, panel: Sequence[str], value: Mapping[str, Any]) -> Iterator[_Null]:
    """Scalars, leaves of gold rows and leaves of rows that gold has not, where gold and some member have nothing."""
    answers = [flatten(a) for name in panel if (a := record.outputs.get(name)) is not None]
    scalars, tables = flatten(record.gold)
    mine, my_tables = flatten(value)
    listed = dict.fromkeys(name for rows in (tables, *(t for _, t in answers)) for name in rows)
    for path in dict.fromkeys([*scalars, *(p for values, _ in answers for p in values)]):
        if path not in listed and label_form(scalars.get(path)) == ABSENT:
            yield from _case(mine.get(path), [values.get(path) for values, _ in answers])
    for name in listed:
        members = [rows.get(name, []) for _, rows in answers]
        yield from _null_leaves(tables.get(name, []), members, my_tables.get(name, []))


def _null_leaves(gold: Sequence[Row], members: Sequence[Sequence[Row]], mine: Sequence[Row]) -> Iterator[_Null]:
    # Rows that gold has not: one for each that some member gave, and nothing in it is right.
    known = list(gold)
    for rows in members:
        known += _unmatched(rows, known)
    truth = [*gold, *({} for _ in known[len(gold) :])]
    found, ours = [_matched(rows, known) for rows in members], _matched(mine, known)
    leaves = dict.fromkeys(leaf for rows in (gold, *members) for row in rows for leaf in row)
    for j, right in enumerate(truth):
        for leaf in leaves:
            values = [rows[j].get(leaf) for rows in found]
            # In an invented row only what somebody filled is a cell.
            real = j < len(gold) or any(label_form(value) != ABSENT for value in values)
            if real and label_form(right.get(leaf)) == ABSENT:
                yield from _case(ours[j].get(leaf), values)


def _case(value: Any, members: Sequence[Any]) -> Iterator[_Null]:
    absent = [label_form(member) == ABSENT for member in members]
    if any(absent):
        yield label_form(value) == ABSENT, not all(absent)


def _unmatched(rows: Sequence[Row], known: Sequence[Row]) -> list[Row]:
    forms = [[{leaf: label_form(value) for leaf, value in row.items()} for row in side] for side in (rows, known)]
    matched = match_rows(*forms)
    return [row for i, row in enumerate(rows) if i not in matched]


def _matched(rows: Sequence[Row], known: Sequence[Row]) -> list[Row]:
    """For every known row the one that answers it, empty where none does."""
    forms = [[{leaf: label_form(value) for leaf, value in row.items()} for row in side] for side in (rows, known)]
    by_known = {j: rows[i] for i, j in match_rows(*forms).items()}
    return [by_known.get(j, {}) for j in range(len(known))]


def _median(seconds: Iterable[float]) -> float:
    return 1000 * statistics.median(seconds)
