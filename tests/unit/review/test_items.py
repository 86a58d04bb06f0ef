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
    Action,
    Agreement,
    Candidate,
    Field,
    Finding,
    ItemKind,
    ItemState,
    Outcome,
    Resolution,
    ReviewItem,
    Segment,
    Severity,
    Task,
    Verdict,
)
from consensus.domain.job import UnitRecord
from consensus.review import facets_of, lost_calls, open_item, priority, unreached, waiting_items

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


def test_a_call_that_is_lost_is_one_that_nobody_answered() -> None:
    answered = (Candidate("s1", "m8", "f", "x"), Abstention("s1", "m9", "f", R.REFUSAL))
    lost = Abstention("s1", "m0", "f", R.TIMEOUT)
    assert lost_calls(replace(record(), answers=(*answered, lost))) == [lost]


def test_what_is_not_asked_again() -> None:
    job, failed = _job(Task.TRANSLATE), _failed("s1", (R.TIMEOUT,))
    settled = replace(failed, resolution=Resolution("s1", Action.REWRITTEN, "ana", "x", "t", "t"))
    partly = replace(record(), answers=failed.answers)
    assert unreached(job, [failed, settled, partly, replace(failed, verdict=None)]) == [failed]


# --- which units become items ----------------------------------------------------------------------------------------

AT = "2026-05-01"


def _unit(name: str, outcome: Outcome, rule: str = "split", text: str = "Text.", value: str = "x") -> UnitRecord:
    answers = (Candidate(name, "m", "f", value), Abstention(name, "m2", "f2", R.REFUSAL))
    return UnitRecord(replace(SEGMENT, id=name, text=text), answers, None, (), Verdict(name, outcome, rule, ("…",)))


def _items(job: Any, records: list[UnitRecord], draw: float = 0.9, checked: frozenset[str] = frozenset()) -> Any:
    found: list[ReviewItem] = waiting_items(job, records, AT, lambda *_: draw, checked)
    return {item.unit_id: item for item in found}


def test_what_needs_a_person_waits_and_what_is_accepted_does_not() -> None:
    undecided = replace(_unit("s3", Outcome.REVIEW), verdict=None)
    records = [_unit("s1", Outcome.REVIEW), _unit("s2", Outcome.ACCEPTED), undecided]
    found = _items(_job(Task.TRANSLATE), records)
    assert {name: item.kind for name, item in found.items()} == {"s1": ItemKind.REVIEW, "s3": ItemKind.REVIEW}
    assert found["s1"].facets.since == AT


def test_repeats_are_told_and_worth_more() -> None:
    records = [_unit("s1", Outcome.REVIEW), _unit("s2", Outcome.REVIEW), _unit("s3", Outcome.REVIEW, text="Other.")]
    found = _items(_job(Task.TRANSLATE), records)
    assert found["s1"].facets.twin == found["s2"].facets.twin != ""
    assert found["s3"].facets.twin == "", "it stands alone"
    assert (found["s1"].priority, found["s3"].priority) == (0.75, 0.5), "half the doubt that is left, for two units"


@pytest.mark.parametrize(
    ("share", "draw", "guarantee", "drawn", "meaning"),
    [
        (0.0, 0.0, "none", False, "a policy without spot checks"),
        (0.1, 0.09, "none", True, "below the share"),
        (0.1, 0.1, "none", False, "a share of 0.1 takes the draws below it"),
        (1.0, 0.5, object(), False, "a guarantee has checks of its own"),
    ],
)
def test_spot_checks(share: float, draw: float, guarantee: Any, drawn: bool, meaning: str) -> None:
    job = _job(Task.TRANSLATE, share, guarantee)
    records = [_unit("s1", Outcome.ACCEPTED), _unit("s2", Outcome.REVIEW), _unit("s3", Outcome.ACCEPTED, "reused")]
    records.append(_unit("s4", Outcome.ACCEPTED, "kept"))
    found = _items(job, records, draw)
    assert [name for name, item in found.items() if item.kind is ItemKind.SPOT] == ["s1"] * drawn, meaning
    if drawn:
        assert found["s1"].priority == pytest.approx(4 * draw), "anywhere between the others"


def test_what_a_guarantee_checks_is_a_check_whatever_its_verdict() -> None:
    job = _job(Task.TRANSLATE, 1.0)
    records = [_unit("s1", Outcome.ACCEPTED), _unit("s2", Outcome.REVIEW), _unit("s3", Outcome.REVIEW)]
    found = _items(job, records, 0.25, frozenset({"s1", "s2"}))
    kinds = {name: item.kind for name, item in found.items()}
    assert kinds == {"s1": ItemKind.CHECK, "s2": ItemKind.CHECK, "s3": ItemKind.REVIEW}
    assert (found["s1"].priority, found["s2"].facets.twin) == (1.0, "")


@pytest.mark.parametrize(("rule", "told"), [("split", "split"), ("judge", "split"), ("veto", "veto")])
def test_the_queue_tells_nothing_of_a_judge(rule: str, told: str) -> None:
    assert facets_of(_job(Task.TRANSLATE), _unit("s1", Outcome.REVIEW, rule), AT).reason == told


def test_facets_of_segments_and_fields() -> None:
    job, segment = _job(Task.TRANSLATE), _unit("s1", Outcome.REVIEW)
    found = facets_of(job, segment, AT)
    assert (found.languages, found.field, found.risk, found.reason) == ("en-de", "", "normal", "split")
    assert facets_of(job, replace(segment, verdict=None), AT).reason == ""
    assert facets_of(job, replace(segment, answers=segment.answers[1:]), AT).twin == "", "nobody answered"
    other = _unit("s1", Outcome.REVIEW, value="y")
    assert facets_of(job, other, AT).twin != found.twin, "other candidates are another decision"
    field = replace(segment, unit=Field("s1", 0, "items[1].price", "items[].price", {}))
    assert (facets_of(job, field, AT).field, facets_of(job, field, AT).twin) == ("items[].price", "")
    lacking = Agreement("s1", (), (), 0.5, 0.0, "sig", gates=("row_absent",))
    assert facets_of(job, replace(field, agreement=lacking), AT).twin != "", "the cells of a row go together"


def test_what_a_unit_is_worth() -> None:
    assert priority(replace(record(), verdict=None)) == -1.0
    assert priority(replace(record(), agreement=None)) == 0.5
    assert priority(record(0.0, Severity.CRITICAL, ("hard_fact",))) == 3.5, "a critical finding is worse than a gate"
    assert priority(record(), 4) == pytest.approx(0.875)


def _failed(unit_id: str, reasons: tuple[R, ...]) -> UnitRecord:
    answers = tuple(Abstention(unit_id, f"m{n}", f"f{n}", reason) for n, reason in enumerate(reasons))
    verdict = Verdict(unit_id, Outcome.FAILED, "no_answer", ("No member gave an answer.",))
    return UnitRecord(replace(SEGMENT, id=unit_id), answers, None, (), verdict)


def _job(task: Task, spot_share: float = 0.0, guarantee: Any = "none") -> Any:
    policy = SimpleNamespace(guarantee=guarantee, review=SimpleNamespace(spot_share=spot_share))
    document = SimpleNamespace(task=task, source_lang="en", target_lang="de", risk="normal")
    return SimpleNamespace(id="job1", document=document, policy=policy)
