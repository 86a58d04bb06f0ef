"""Which item comes first."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Agreement,
    Candidate,
    Finding,
    ItemState,
    Outcome,
    Segment,
    Severity,
    Task,
    Verdict,
)
from consensus.ports import UnitRecord
from consensus.review import open_item, priority, unreached, waiting_items

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


R = AbstentionReason


@pytest.mark.parametrize(
    ("reasons", "waits", "meaning"),
    [
        ((R.UNAVAILABLE, R.TIMEOUT), False, "nobody could be reached"),
        ((R.KEY_REFUSED, R.REFUSAL), False, "who could not be reached may still answer"),
        ((R.REFUSAL, R.INVALID), True, "everybody was reached: asking again helps nobody"),
        ((R.OVER_BUDGET, R.OVER_BUDGET), True, "the budget leaves the rest to people"),
    ],
)
def test_an_outage_is_no_work_for_people(reasons: tuple[R, ...], waits: bool, meaning: str) -> None:
    job = _job(Task.TRANSLATE)
    failed = _failed("s1", reasons)
    assert bool(waiting_items(job, [failed], "2026-05-01", lambda *_: 1.0)) is waits, meaning
    assert bool(unreached(job, [failed])) is not waits


def test_a_document_asked_about_as_a_whole_is_no_work_only_as_a_whole() -> None:
    job = _job(Task.EXTRACT)
    lost, answered = _failed("s1", (R.TIMEOUT,)), replace(record(), unit=replace(SEGMENT, id="s2"))
    assert len(unreached(job, [lost])) == 1
    assert len(unreached(job, [lost, answered])) == 0, "it cannot be asked again, so a person decides"


def _failed(unit_id: str, reasons: tuple[R, ...]) -> UnitRecord:
    answers = tuple(Abstention(unit_id, f"m{n}", f"f{n}", reason) for n, reason in enumerate(reasons))
    verdict = Verdict(unit_id, Outcome.FAILED, "no_answer", ("No member gave an answer.",))
    return UnitRecord(replace(SEGMENT, id=unit_id), answers, None, (), verdict)


def _job(task: Task) -> Any:
    policy = SimpleNamespace(guarantee="none", review=SimpleNamespace(spot_share=0.0))
    document = SimpleNamespace(task=task, source_lang="en", target_lang="de", risk="normal")
    return SimpleNamespace(id="job1", document=document, policy=policy)
