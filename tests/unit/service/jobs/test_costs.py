"""What was spent and spared, and a job's answers kept for reuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from consensus.domain import Abstention, AbstentionReason, Policy
from consensus.domain.job import UnitRecord
from consensus.errors import UsageError
from consensus.service.jobs.costs import Costs
from consensus.storage.store import SqlStore

Decided = Callable[..., UnitRecord]
ALONE = {"segment_tokens": 1}


def not_needed(record: UnitRecord, *members: str, reason: AbstentionReason = AbstentionReason.NOT_NEEDED) -> UnitRecord:
    """These members were not asked."""
    answers = [a for a in record.answers if a.member not in members]
    return replace(record, answers=(*answers, *(Abstention(record.unit.id, m, m, reason) for m in members)))


def saved(store: SqlStore) -> int:
    return Costs(SimpleNamespace(store=store)).spent().saved  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("strategy", "state", "count"),
    [("curtailed", "done", 1), ("curtailed", "running", 0), ("independent", "done", 0)],
)
def test_asks_that_a_strategy_spared(
    store: SqlStore, keep: Any, decided: Decided, strategy: str, state: str, count: int
) -> None:
    policy = Policy.model_validate(
        {"name": "p", "version": 1, "semantic": "off", "strategy": strategy, "asking": ALONE}
    )
    records = [not_needed(decided("a", 1.0), "m2"), decided("b", 1.0, index=1)]
    keep(store, "job1", records, policy=policy, state=state)
    assert saved(store) == count


def test_an_ask_about_several_units_is_spared_as_a_whole(store: SqlStore, keep: Any, decided: Decided) -> None:
    policy = Policy(name="p", version=1, semantic="off", strategy="curtailed")
    a, b = decided("a", 1.0), decided("b", 1.0, index=1)
    keep(store, "job1", [not_needed(a, "m2"), b], policy=policy)
    assert saved(store) == 0, "asked about the other"
    keep(store, "job2", [not_needed(a, "m2"), not_needed(b, "m2")], policy=policy)
    assert saved(store) == 1
    keep(store, "job3", [not_needed(a, "m2", reason=AbstentionReason.TIMEOUT)], policy=policy)
    assert saved(store) == 1, "who did not answer was asked"


def test_recorded_answers_of_a_translation(store: SqlStore, keep: Any, decided: Decided) -> None:
    keep(store, "job1", [decided("a", 1.0)])
    keep(store, "job2", [decided("a", 1.0)], state="running")
    costs = Costs(SimpleNamespace(store=store))  # type: ignore[arg-type]
    lines = [json.loads(line) for line in costs.record("job1").splitlines()]
    (unit,) = [line for line in lines if "outputs" in line]
    assert unit["outputs"] == {f"m{n}": "Wort a." for n in range(3)}
    with pytest.raises(UsageError, match="has not ended") as refused:
        costs.record("job2")
    assert "job2" in refused.value.do
