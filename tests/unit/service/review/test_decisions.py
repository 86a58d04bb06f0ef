"""What every decision has in common: who may make it, on what, and what is told afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus import review
from consensus.auth.roles import Role, Roles
from consensus.domain import (
    Action,
    Candidate,
    Field,
    Finding,
    GuaranteeRules,
    ItemKind,
    ItemState,
    MemoryMatch,
    Policy,
    ReviewRules,
    Severity,
    Task,
)
from consensus.domain.job import QueueFilter, UnitRecord
from consensus.errors import ConflictError, TooSoonError, UsageError, VetoError
from consensus.service.draws import unkeyed_draw
from consensus.service.review import seeds
from consensus.service.review.queue import Queue, ReviewSettings, ReviewView
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

Decided = Callable[..., UnitRecord]
PLAIN = Policy(name="p", version=1, semantic="off")
GUARANTEED = Policy(name="p", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.05))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def differing(record: UnitRecord, *values: Any, **more: Any) -> UnitRecord:
    answers = tuple(Candidate(record.unit.id, f"m{n}", f"f{n}", value) for n, value in enumerate(values))
    verdict = replace(record.verdict, leading=values[0], **more) if values and record.verdict else record.verdict
    return replace(record, answers=answers, verdict=verdict)


def take(queue: Queue, clock: FixedClock, owner: str = "ana", **only: Any) -> ReviewView:
    view = queue.next(owner, wanted=QueueFilter(**only))
    assert view is not None
    clock.advance(1)
    return view


def letter(view: ReviewView, text: str) -> str:
    return next(one.letter for one in view.letters if one.text == text)


def test_drawing_without_a_key_is_even() -> None:
    drawn = [unkeyed_draw("x", str(n)) for n in range(400)]
    assert all(0 <= one < 1 for one in drawn)
    assert 150 < sum(one < 0.5 for one in drawn) < 250
    assert unkeyed_draw("x", "1") != unkeyed_draw("y", "1")


# --- the view --------------------------------------------------------------------------------------------------------


def test_a_segment_has_no_sheet_and_a_field_has(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided
) -> None:
    keep(store, "job1", [decided("a", 1.0, "split")])
    fields = [replace(decided(n, 1.0, "split", index=at), unit=Field(n, at, n, n, {})) for at, n in enumerate("xy")]
    keep(store, "job2", fields, task=Task.EXTRACT)
    queue = Queue(store, clock)
    segment, field = take(queue, clock, job_id="job1"), take(queue, clock, job_id="job2")
    assert (segment.sheet, [line.path for line in field.sheet]) == ((), ["x", "y"])
    assert (segment.repeats, segment.earlier) == (0, ())


def test_the_sheet_is_some_seconds_old_at_most(store: SqlStore, clock: FixedClock, keep: Any, decided: Decided) -> None:
    fields = [replace(decided(n, 1.0, "split", index=at), unit=Field(n, at, n, n, {})) for at, n in enumerate("xyz")]
    keep(store, "job2", fields, task=Task.EXTRACT)
    ana, ben = Queue(store, clock), Queue(store, clock)
    first = take(ana, clock, "ana")
    clock.advance(-1)
    other = ben.next("ben")
    assert other is not None
    clock.advance(1)
    ben.choose(other, "A")
    seen = []
    for after in (4.0, 0.5):
        clock.advance(after)
        seen.append(sorted(line.state for line in ana.open("ana", first.item.id).sheet))
    assert seen == [["waiting"] * 3, ["decided", "waiting", "waiting"]], "after five seconds, and then"


def test_repeats_are_counted_in_the_first_round_alone(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided
) -> None:
    twins = [
        replace(decided(n, 1.0, "split", index=at), unit=replace(decided("a", 1.0).unit, id=n, index=at))
        for at, n in enumerate("ab")
    ]
    twins = [differing(one, "x", "y") for one in twins]
    keep(store, "job1", twins, policy=Policy(name="p", version=1, semantic="off", review=ReviewRules(second_share=1.0)))
    queue = Queue(store, clock, ReviewSettings(draw=lambda *_: 0.0))
    first = take(queue, clock)
    assert first.repeats == 1
    decision = queue.choose(first, letter(first, "x"))
    assert (decision.repeats, decision.waits) == (0, True), "nothing is settled before the second look"
    second = queue.open("ben", first.item.id)
    assert (second.item.round, second.repeats, second.earlier) == (2, 0, ())


# --- deciding --------------------------------------------------------------------------------------------------------


def test_an_audit_is_judged_and_nothing_else(store: SqlStore, clock: FixedClock, keep: Any, decided: Decided) -> None:
    one = decided("a", 1.0)
    job = keep(store, "job1", [one], policy=GUARANTEED)
    items = review.waiting_items(job, [one], "2026-05-01", lambda *_: 0.0, frozenset({"a"}))
    store.save_decisions("job1", [one], items)
    keep(store, "job2", [decided("b", 1.0, "split")])
    queue = Queue(store, clock)
    check, plain = take(queue, clock, job_id="job1"), take(queue, clock, job_id="job2")
    assert check.item.kind is ItemKind.CHECK
    for wrong in (lambda: queue.choose(check, "A"), lambda: queue.audits.judge(plain, "right")):
        with pytest.raises(UsageError, match="an audit is judged"):
            wrong()


def test_only_who_may_review_decides(store: SqlStore, clock: FixedClock, keep: Any, decided: Decided) -> None:
    keep(store, "job1", [decided("a", 1.0, "split")])
    roles = [Roles({"ana": frozenset({Role.REVIEWER})})]
    queue = Queue(store, clock, ReviewSettings(roles=lambda: roles[0]))
    view = take(queue, clock)
    roles[0] = Roles({"ana": frozenset({Role.SUBMITTER})})
    with pytest.raises(UsageError, match="ana has no reviewer role"):
        queue.choose(view, "A")


def test_an_adjudicators_items_are_for_adjudicators(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided
) -> None:
    rules = ReviewRules(second_share=1.0)
    one = differing(decided("a", 1.0, "split"), "x", "y")
    keep(store, "job1", [one], policy=Policy(name="p", version=1, semantic="off", review=rules))
    roles = Roles({name: frozenset({Role.REVIEWER}) for name in ("ana", "ben", "zoe")} | {"ada": frozenset(Role)})
    queue = Queue(store, clock, ReviewSettings(roles=lambda: roles, draw=lambda *_: 0.0))
    for owner, text in (("ana", "x"), ("ben", "y")):
        view = take(queue, clock, owner)
        queue.choose(view, letter(view, text))
    assert queue.next("zoe") is None
    with pytest.raises(ConflictError):
        queue.open("zoe", view.item.id)
    third = take(queue, clock, "ada")
    assert sorted((one.text, one.said) for one in third.earlier) == [("x", "chosen"), ("y", "chosen")]


VETO = Finding("numbers", Severity.CRITICAL, True, "30 is missing.", "m0")


@pytest.mark.parametrize(
    ("findings", "text", "asked"),
    [
        ((VETO,), "x", True),
        ((VETO,), "y", False),
        ((replace(VETO, member="m1"),), "x", True),
        ((replace(VETO, member="m2"),), "x", False),
        ((replace(VETO, check="judge"),), "x", False),
        ((replace(VETO, veto=False),), "x", False),
    ],
    ids=["its own", "another's", "of the same answer", "of another answer", "a judge's", "no veto"],
)
def test_a_veto_on_the_chosen_answer_is_asked_about(
    store: SqlStore,
    clock: FixedClock,
    keep: Any,
    decided: Decided,
    findings: tuple[Finding, ...],
    text: str,
    asked: bool,
) -> None:
    one = replace(differing(decided("a", 1.0, "split"), "x", "x", "y"), findings=findings)
    keep(store, "job1", [one])
    queue = Queue(store, clock)
    view = take(queue, clock)
    if asked:
        with pytest.raises(VetoError):
            queue.choose(view, letter(view, text))
    else:
        assert queue.choose(view, letter(view, text)).resolution.overruled == ()


def test_what_a_person_wrote_is_checked_anew(store: SqlStore, clock: FixedClock, keep: Any, decided: Decided) -> None:
    one = differing(decided("a", 1.0, "split"), "Warten Sie 30 Tage.", "Warten Sie 80 Tage.")
    one = replace(one, unit=replace(one.unit, text="Wait 30 days."))
    keep(store, "job1", [one], policy=Policy(name="p", version=1, semantic="off"))
    queue = Queue(store, clock)
    view = take(queue, clock)
    with pytest.raises(VetoError, match="30"):
        queue.edit(view, "Warten Sie.")
    assert queue.edit(view, "Bitte 30 Tage warten.").resolution.action is Action.REWRITTEN


def test_a_decision_is_written_down_with_what_it_overrules(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided
) -> None:
    keep(store, "job1", [replace(differing(decided("a", 1.0, "split"), "x", "y"), findings=(VETO,))])
    queue = Queue(store, clock, ReviewSettings(seed="s7"))
    view = take(queue, clock)
    where = letter(view, "x")
    with pytest.raises(VetoError) as asked:
        queue.choose(view, where)
    clock.advance(1)
    made = queue.choose(view, where, asked.value)
    (event,) = store.events()
    assert (event.actor, event.action) == ("ana", "resolve")
    assert event.detail == f"chosen {where}; order seed s7; over the veto of numbers"
    assert made.reason == "why"
    assert dict(made.members)[where] == "m0"


@pytest.mark.parametrize(("rule", "tended"), [("split", 0), ("alarm", 1)])
def test_guarantees_are_seen_to_where_they_depend_on_it(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided, rule: str, tended: int
) -> None:
    keep(store, "job1", [decided("a", 1.0, rule)])
    calls: list[int] = []
    queue = Queue(store, clock, ReviewSettings(tend=lambda: calls.append(1)))
    queue.choose(take(queue, clock), "A")
    assert len(calls) == tended


def test_a_key_meant_for_another_item(store: SqlStore, clock: FixedClock, keep: Any, decided: Decided) -> None:
    keep(store, "job1", [decided("a", 1.0, "split")])
    queue = Queue(store, clock)
    view = queue.next("ana")
    assert view is not None
    with pytest.raises(TooSoonError):
        queue.choose(view, "A")


# --- what is told afterwards -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "text", "told"),
    [(True, "x", ["Anders."]), (True, "Anders.", []), (False, "x", [])],
    ids=["another wording", "the same wording", "a policy that shows none"],
)
def test_earlier_translations(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided, shown: bool, text: str, told: list[str]
) -> None:
    one = differing(decided("a", 1.0, "split"), "x", "Anders.")
    known = MemoryMatch("Anders.", "human-accepted", "old", "u", "old.txt", "2026-01-01")
    one = replace(one, unit=replace(one.unit, memory=(known,)))
    policy = Policy.model_validate({"name": "p", "version": 1, "semantic": "off", "memory": {"reviewers": shown}})
    keep(store, "job1", [one], policy=policy)
    queue = Queue(store, clock)
    view = take(queue, clock)
    assert [one.target for one in queue.choose(view, letter(view, text)).memory] == told


@pytest.mark.parametrize(
    ("values", "chosen", "text", "edits"),
    [(("kitten", "y"), "kitten", "sitting", 3), ((7, 8), "7", "9", None), (("kitten", "y"), "", "sitting", None)],
    ids=["a text", "no text", "written without one"],
)
def test_how_much_was_edited(
    store: SqlStore,
    clock: FixedClock,
    keep: Any,
    decided: Decided,
    values: Any,
    chosen: str,
    text: str,
    edits: int | None,
) -> None:
    one = differing(decided("a", 1.0, "split"), *values)
    if isinstance(values[0], int):
        one = replace(one, unit=Field("a", 0, "a", "a", {"type": "number"}))
    keep(store, "job1", [one], task=Task.EXTRACT if isinstance(values[0], int) else Task.TRANSLATE, text="9")
    queue = Queue(store, clock)
    view = take(queue, clock)
    queue.edit(view, text, letter(view, chosen) if chosen else "")
    assert [made.edits for made in store.decisions()] == [edits]


# --- checks that come between ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "draw", "due"),
    [
        (PLAIN, 0.0, False),
        (Policy(name="p", version=1, semantic="off", review=ReviewRules(gold_share=0.2)), 0.19, True),
        (Policy(name="p", version=1, semantic="off", review=ReviewRules(gold_share=0.2)), 0.2, False),
        (GUARANTEED, seeds.SEED_SHARE - 0.01, True),
        (GUARANTEED, seeds.SEED_SHARE, False),
    ],
    ids=["none", "gold", "not yet", "seeds of a guarantee", "not yet a seed"],
)
def test_when_gold_is_due(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided, policy: Policy, draw: float, due: bool
) -> None:
    keep(store, "job1", [decided("a", 1.0, "split")], policy=policy)
    queue = Queue(store, clock, ReviewSettings(draw=lambda *_: draw))
    desk = queue._decisions
    assert not desk.gold_is_due("ana"), "nobody begins with it"
    view = take(queue, clock)
    queue.reject(view, view.reject_reasons[0], "minor")
    assert desk.gold_is_due("ana") is due
    assert not desk.gold_is_due("ben")


def test_an_audit_is_made_twice_where_there_are_others(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided
) -> None:
    one, roles = decided("a", 1.0), Roles({"ana": frozenset(Role), "ben": frozenset(Role)})
    job = keep(store, "job1", [one], policy=GUARANTEED)
    items = review.waiting_items(job, [one], "2026-05-01", lambda *_: 0.0, frozenset({"a"}))
    store.save_decisions("job1", [one], items)
    draws = ReviewSettings(roles=lambda: roles, draw=lambda *_: review.AUDITED_TWICE - 0.01)
    queue = Queue(store, clock, draws)
    told = queue.audits.judge(take(queue, clock), "right")
    assert (told.waits, told.members, told.reason) == (False, (), ""), "or it would tell an audit from a known error"
    assert store.items("job1")[0].state is ItemState.OPEN
