"""Which units are asked about again, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Field,
    GuaranteeRules,
    Outcome,
    Policy,
    Task,
    Verdict,
)
from consensus.domain.job import UnitRecord
from consensus.service.jobs.retry import asked_about, failed_units, note_retry, save_retried
from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

TIMEOUT, REFUSAL = AbstentionReason.TIMEOUT, AbstentionReason.REFUSAL
Decided = Callable[..., UnitRecord]


def lost(record: UnitRecord, reason: AbstentionReason = TIMEOUT, *, rule: str = "no_answer") -> UnitRecord:
    """Nobody answered, or too few did."""
    missing = tuple(Abstention(record.unit.id, f"m{n}", f"f{n}", reason) for n in range(3))
    outcome = Outcome.FAILED if rule == "no_answer" else Outcome.REVIEW
    return replace(record, answers=missing, verdict=Verdict(record.unit.id, outcome, rule, ("why",)))


def as_field(record: UnitRecord) -> UnitRecord:
    return replace(record, unit=Field(record.unit.id, record.unit.index, record.unit.id, record.unit.id, {}))


@pytest.mark.parametrize(
    ("changed", "again", "meaning"),
    [
        (lost, True, "nobody answered"),
        (lambda one: lost(one, REFUSAL), True, "nobody gave an answer, whatever the reason"),
        (lambda one: lost(one, rule="quorum"), True, "below the quorum by a call that was lost"),
        (lambda one: lost(one, REFUSAL, rule="quorum"), False, "below the quorum by an answer that declined"),
        (lambda one: lost(one, rule="split"), False, "answered well enough to differ"),
        (lambda one: one, False, "accepted"),
        (lambda one: replace(one, verdict=None), False, "not decided yet"),
    ],
)
def test_what_waits_for_nothing_but_an_answer(
    store: SqlStore, keep: Any, decided: Decided, changed: Any, again: bool, meaning: str
) -> None:
    job = keep(store, "job1", [changed(decided("a", 1.0)), decided("b", 1.0, index=1)])
    assert failed_units(store, job) == (frozenset({"a"}) if again else frozenset()), meaning


def test_what_a_person_holds_or_has_decided_is_theirs(store: SqlStore, keep: Any, decided: Decided) -> None:
    below = [lost(decided(name, 1.0, index=at), rule="quorum") for at, name in enumerate("abc")]
    job, clock = keep(store, "job1", below), FixedClock()
    queue = Queue(store, clock)
    view = queue.next("ana")
    assert view is not None
    assert failed_units(store, job) == {"a", "b", "c"} - {view.item.unit_id}, "held"
    clock.advance(1)
    queue.edit(view, "Von Hand.")
    assert failed_units(store, job) == {"a", "b", "c"} - {view.item.unit_id}, "decided"
    queue.undo("ana")
    queue.release(queue.next("ana"))
    assert failed_units(store, job) == {"a", "b", "c"}, "given back"


def test_a_document_asked_about_as_a_whole_only_as_a_whole(store: SqlStore, keep: Any, decided: Decided) -> None:
    a, b = as_field(decided("a", 1.0)), as_field(decided("b", 1.0, index=1))
    some = keep(store, "job1", [lost(a), b], task=Task.EXTRACT)
    every = keep(store, "job2", [lost(a), lost(b)], task=Task.EXTRACT)
    below = keep(store, "job3", [lost(a, rule="quorum")], task=Task.EXTRACT)
    assert failed_units(store, some) == frozenset()
    assert failed_units(store, every) == {"a", "b"}
    assert failed_units(store, below) == frozenset(), "one more answer would align all rows anew"
    assert asked_about(every, frozenset({"a", "b"})) == {every.document.id}


def outside(store: SqlStore) -> Any:
    return SimpleNamespace(store=store, clock=FixedClock(), draw=lambda *_: 0.0)


def test_only_these_units_get_new_verdicts(store: SqlStore, keep: Any, decided: Decided) -> None:
    a, b, c = (decided(name, 1.0, index=at) for at, name in enumerate("abc"))
    job = keep(store, "job1", [lost(a), lost(b), c])
    assert asked_about(job, frozenset({"a"})) == {"a"}
    note_retry(outside(store), job, frozenset({"a", "b"}))
    answered = [a, replace(b, verdict=replace(b.verdict, outcome=Outcome.REVIEW, rule="split", value=None))]
    save_retried(outside(store), job, frozenset({"a", "b"}), answered)
    found = {one.unit.id: one.verdict.rule for one in store.units("job1") if one.verdict}
    assert found == {"a": "near_identity", "b": "split", "c": "near_identity"}
    assert [item.unit_id for item in store.items("job1")] == ["b"]
    assert [event.detail for event in store.audit_events("job1")] == [
        "2 units that nobody answered are asked about again",
        "asked again: 1 accepted, 1 review, 0 failed",
    ]


def test_after_the_draw_of_a_guarantee_a_person_decides(store: SqlStore, keep: Any, decided: Decided) -> None:
    policy = Policy(name="p", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.05))
    a, b = decided("a", 1.0), decided("b", 1.0, "reused", index=1)
    b = replace(b, verdict=replace(b.verdict, outcome=Outcome.ACCEPTED, value="Wort b."))
    job = keep(store, "job1", [lost(a), lost(b)], policy=policy)
    save_retried(outside(store), job, frozenset({"a", "b"}), [a, b])
    found = {one.unit.id: one.verdict for one in store.units("job1")}
    assert (found["a"].outcome, found["a"].rule, found["a"].value) == (Outcome.REVIEW, "guarantee", None)
    assert found["b"].outcome is Outcome.ACCEPTED, "what a person once resolved is delivered as theirs"


def test_rows_that_are_gone_are_dropped(store: SqlStore, keep: Any, decided: Decided) -> None:
    a = as_field(decided("a", 1.0))
    job = keep(store, "job1", [lost(a)], task=Task.EXTRACT)
    rows = [as_field(decided(name, 1.0, index=at)) for at, name in enumerate("xy")]
    save_retried(outside(store), job, frozenset({"a"}), rows)
    assert [one.unit.id for one in store.units("job1")] == ["x", "y"]
