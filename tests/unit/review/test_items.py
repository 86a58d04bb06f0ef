"""Which item comes first."""

from __future__ import annotations

import math
from typing import Any

import pytest

from consensus.domain import Agreement, Candidate, Finding, ItemState, Outcome, Segment, Severity, Verdict
from consensus.ports import UnitRecord
from consensus.review import open_item, priority

SEGMENT = Segment("s1", 0, "Text.", 0, 5)


def record(
    score: float = 0.0, severity: Severity | None = None, gates: tuple[str, ...] = (), outcome: Any = Outcome.REVIEW
) -> UnitRecord:
    findings = (Finding("numbers", severity, False, "…", "m"),) if severity else ()
    agreement = Agreement("s1", (), (), 0.5, score, "sig", gates=gates)
    verdict = Verdict("s1", outcome, "split", ("…",), score=score)
    return UnitRecord(SEGMENT, (Candidate("s1", "m", "f", "x"),), agreement, findings, verdict)


@pytest.mark.parametrize(
    ("sooner", "later", "meaning"),
    [
        (record(severity=Severity.CRITICAL), record(severity=Severity.MAJOR), "harm first"),
        (record(9.0, Severity.MAJOR), record(-9.0, Severity.MINOR), "the score never overturns a severity"),
        (record(-9.0), record(-8.0), "the less trusted first"),
        (record(gates=("hard_fact",)), record(severity=Severity.MINOR), "a disputed fact weighs as much as a major"),
        (record(999.0), record(outcome=Outcome.FAILED), "without candidates last"),
        (record(math.nan), record(5.0), "no score is no trust"),
    ],
)
def test_order(sooner: UnitRecord, later: UnitRecord, meaning: str) -> None:
    assert priority(sooner) > priority(later), meaning


@pytest.mark.parametrize("score", [-1e308, -700.0, 0.0, 700.0, 1e308, math.inf, -math.inf])
def test_any_score_has_a_finite_priority(score: float) -> None:
    assert 0.0 <= priority(record(score)) <= 1.0


def test_an_item_is_named_by_job_and_unit() -> None:
    item = open_item("job1", record())
    assert (item.job_id, item.unit_id, item.state, item.owner) == ("job1", "s1", ItemState.OPEN, "")
    assert item.id == open_item("job1", record(score=5.0)).id
    assert item.id != open_item("job2", record()).id
