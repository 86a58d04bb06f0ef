"""Figures over stored jobs, each with the number of units behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from consensus.domain import (
    Action,
    Agreement,
    Call,
    CallState,
    Cluster,
    Event,
    JobLine,
    MemberRule,
    ModelReply,
    Outcome,
    SettledUnit,
    Tally,
    Vote,
)
from consensus.domain.job import UnitRecord
from consensus.errors import NotFoundError
from consensus.service.reports.insights import (
    MOST_UNITS,
    Insights,
    Reason,
    Share,
    _agreement,
    _by_language,
    _judge,
    _unanswered,
    newest,
)
from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

AT = "2026-05-01T10:00:00+00:00"
LINE = JobLine("j", "page.txt", "translate", "en-de", "done", "p", "2026-05-01", 0, 0, 0, 0, 0)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def insights(store: SqlStore, clock: FixedClock) -> Insights:
    return Insights(store, store, clock)


def decide(store: Any, clock: FixedClock, letter_of: str, *, after: float = 1.0) -> None:
    queue = Queue(store, clock)
    view = queue.next("ana")
    assert view is not None
    clock.advance(after)
    queue.choose(view, next(one.letter for one in view.letters if one.text == letter_of))


def test_nothing_stored_is_nothing_said(insights: Insights) -> None:
    found = insights.figures()
    assert (found.jobs, found.left_out, found.units, found.waiting, found.oldest) == (0, 0, 0, 0, None)
    assert (found.coverage.value, found.precision.value, found.pace) == (None, None, None)
    with pytest.raises(NotFoundError, match="no job xyz"):
        insights.figures("xyz")


def test_what_was_accepted_and_why_the_rest_was_not(
    insights: Insights, store: SqlStore, keep: Callable[..., Any], decided: Callable[..., UnitRecord]
) -> None:
    one, two = decided("a", 1.0), decided("b", 1.0, "split", index=1)
    undecided = replace(decided("c", 1.0, index=2), verdict=None)
    keep(store, "job1", [one, two, undecided])
    keep(store, "job2", [decided("a", 1.0)], to="fr")
    found = insights.figures()
    assert (found.jobs, found.units, found.coverage) == (2, 3, Share(2, 3)), "a unit without a verdict is not judged"
    assert found.by_language == (("en-de", Share(1, 2)), ("en-fr", Share(1, 1)))
    assert [(one.kind, one.name, one.n) for one in found.reasons] == [("rule", "split", 1)]
    alone = insights.figures("job2")
    assert (alone.jobs, alone.coverage) == (1, Share(1, 1))


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        ([MOST_UNITS, 1], 1),
        ([MOST_UNITS - 1, 1], 2),
        ([MOST_UNITS - 1, 2], 1),
        ([MOST_UNITS + 1], 1),
        ([], 0),
    ],
    ids=["full", "just full", "one too many", "at least one", "none"],
)
def test_figures_are_made_of_so_many_units(sizes: list[int], chosen: int) -> None:
    jobs = [replace(LINE, id=f"j{at}", units=units) for at, units in enumerate(sizes)]
    assert newest(jobs) == jobs[:chosen]


@pytest.mark.parametrize(
    ("waited", "name"),
    [
        (0.0, "under 1 hour"),
        (3599.0, "under 1 hour"),
        (3600.0, "under 1 day"),
        (86399.0, "under 1 day"),
        (86400.0, "under 1 week"),
        (7 * 86400.0, "longer"),
    ],
)
def test_how_long_units_have_waited(
    store: SqlStore, keep: Callable[..., Any], decided: Callable[..., UnitRecord], waited: float, name: str
) -> None:
    clock = FixedClock()
    keep(store, "job1", [decided("a", 1.0, "split")], at=clock.now().isoformat())
    clock.advance(waited)
    found = Insights(store, store, clock).figures()
    assert dict(found.ages)[name] == 1
    assert sum(n for _, n in found.ages) == found.waiting == 1
    assert found.oldest == waited


def test_what_people_decided(
    insights: Insights,
    store: SqlStore,
    clock: FixedClock,
    keep: Callable[..., Any],
    decided: Callable[..., UnitRecord],
) -> None:
    units = [decided(name, 1.0, "split", index=at) for at, name in enumerate("ab")]
    odd = [replace(one, answers=(*one.answers[:2], replace(one.answers[2], value="anders"))) for one in units]
    keep(store, "job1", odd, at=clock.now().isoformat())
    before = insights.figures()
    assert (before.precision, before.pace, before.paces) == (Share(0, 0), None, ())
    decide(store, clock, "Wort a.", after=2.0)
    clock.advance(86400.0)
    decide(store, clock, "anders", after=4.0)
    found = insights.figures()
    assert found.precision == Share(1, 2), "the leading candidate was taken unchanged once of two"
    assert found.pace is not None
    assert (found.pace.n, found.pace.median) == (2, 3.0)
    assert [(pace.n, pace.median) for pace in found.paces] == [(1, 2.0), (1, 4.0)], "day by day"
    assert (found.waiting, found.judge.clean, found.judge.with_errors) == (0, Share(0, 0), Share(0, 0))


def test_what_these_jobs_cost(insights: Insights, store: SqlStore, keep: Any, decided: Any) -> None:
    for number, job in enumerate(("job1", "job2", "job3"), 1):
        keep(store, job, [decided("a", 1.0)])
        reply = ModelReply("x", "stop", "m", 1, 1, Decimal(number))
        sent = Call(f"c{number}", job, "ask", "m", 1, "digest", "[]", "p", CallState.SETTLED, AT, AT, reply)
        store.record([sent])
    store.delete_job("job3", Event(AT, "ana", "delete-job", "job3"))
    assert insights.figures("job2").costs.total.settled == 2, "of one job"
    assert insights.figures().costs.total.settled == 6, "of all, and of those that were deleted"


def test_what_nobody_answered_is_found_until_people_have_decided_it(
    insights: Insights, store: SqlStore, keep: Any, decided: Any
) -> None:
    failed = [decided(name, 0.0, "no_answer", index=at) for at, name in enumerate("ab")]
    gone = [replace(one, verdict=replace(one.verdict, outcome=Outcome.FAILED, leading=None)) for one in failed]
    keep(store, "job1", [gone[0], decided("c", 1.0, index=2)])
    keep(store, "job2", gone)
    found = insights.figures().unanswered
    assert [(one.job_id, one.document, one.n) for one in found] == [("job2", "page.txt", 2), ("job1", "page.txt", 1)]
    assert Reason("rule", "no_answer", 3).words == "nobody answered"
    line = replace(LINE, failed=2, decided=2)
    assert _unanswered([line], [Tally("j", "en-de", 2, {}, {}, rules={"no_answer": 2})]) == ()


def test_a_member_at_an_address_counts_under_the_name_that_a_panel_has_for_it(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Any
) -> None:
    at = "http://127.0.0.1:11434/v1"
    names = {"m0": f"qwen@{at}", "m1": "qwen@http://10.0.0.7:80/v1", "m2": "gpt"}
    record = decided("a", 1.0)
    clusters = (Cluster(tuple(names.values()), ("f0", "f1", "f2"), names["m0"], "Wort a."),)
    agreement = Agreement("a", clusters, ("f0", "f1", "f2"), 1.0, 0.0, "test", leading="Wort a.")
    answers = tuple(replace(one, member=names[one.member]) for one in record.answers)
    keep(store, "job1", [replace(record, answers=answers, agreement=agreement)])
    found = Insights(store, store, clock, lambda: [MemberRule(model="qwen", base_url=at)]).figures()
    assert [one.member for one in found.agreement] == ["gpt", "qwen", "qwen at 10.0.0.7:80"]


def test_what_a_judge_and_people_found_wrong() -> None:
    def unit(leading: bool, errors: bool | None) -> SettledUnit:
        return SettledUnit("j", Action.CHOSEN, AT, AT, leading, errors=errors)

    found = _judge([unit(True, True), unit(False, True), unit(False, True), unit(False, False), unit(False, None)])
    assert (found.with_errors, found.clean) == (Share(2, 3), Share(1, 1))


def test_members_agree_by_language() -> None:
    votes = {"m": Vote(3, 2)}
    tallies = [Tally("a", "en-de", 3, {}, {}, votes=votes), Tally("b", "en-de", 3, {}, {}, votes=votes)]
    tallies.append(Tally("c", "", 3, {}, {}, votes=votes))
    found = [(one.member, one.languages, one.share) for one in _agreement(tallies)]
    assert found == [("m", "en-de", Share(4, 6)), ("m", "none", Share(2, 3))]
    assert [name for name, _ in _by_language(tallies)] == ["en-de", "none"]
