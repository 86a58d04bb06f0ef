"""When an attempt begins, when its levels are placed, and what is announced of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from consensus import certify
from consensus.domain import Batch, GuaranteeRecord, GuaranteeRules, GuaranteeSnapshot, Policy
from consensus.domain.job import JobRecord
from consensus.service.guarantee import transitions
from tests.unit.certify.logs import ONE_LEVEL, a_record, a_snapshot, an_entry, in_operation

AT = "2026-03-01T00:00:00+00:00"
LATER = "2026-03-02T00:00:00+00:00"
RULES = GuaranteeRules(alpha=0.05, catch=1.0, cap=20)
RIGHT, WRONG = an_entry(20, 20), in_operation(an_entry(20, 5, 5))
CERTIFIED = [RIGHT] * 120


# --- claimed ---------------------------------------------------------------------------------------------------------


def job(a_job: Any, **more: Any) -> JobRecord:
    made: JobRecord = a_job(policy=Policy(name="contracts", version=7, semantic="off", guarantee=RULES), **more)
    return made


def test_the_first_document_begins_the_first_attempt(a_job: Any) -> None:
    one = job(a_job)
    update = transitions.claimed(None, one, RULES, "basis", AT)
    record = update.record
    assert record == GuaranteeRecord(
        "contracts", "en to de", "basis", one.policy.digest, 7, 0.05, 0.95, 1.0, 20, attempt=1
    )  # fmt: skip
    assert update.events == ()


def test_the_same_basis_goes_on_under_its_newest_number(a_job: Any) -> None:
    before = a_record(attempt=2, certified_at=(AT,), state="certified, level 0")
    update = transitions.claimed(replace(before, version=3), job(a_job), RULES, "basis", AT)
    assert (update.record, update.events) == (before, ())


def test_another_basis_begins_the_next_attempt_with_nothing(a_job: Any) -> None:
    before = a_record(attempt=2, certified_at=(AT,), alarmed_at=AT, paused_since=AT, scores=(1.0,), documents=9)
    update = transitions.claimed(before, job(a_job), RULES, "other", AT)
    assert update.record == replace(transitions.claimed(None, job(a_job), RULES, "other", AT).record, attempt=3)
    (event,) = update.events
    assert event.detail == "void: basis is no longer in force, other is: attempt 3 begins with nothing"


def test_what_version_1_earned_is_void_and_no_attempt(a_job: Any) -> None:
    """No old statement stands beside the first one of this version."""
    before = replace(a_record(None, void="Void: earned before."), digest="old")
    update = transitions.claimed(before, job(a_job), RULES, "basis", AT)
    assert (update.record.attempt, update.record.void, update.record.claim) == (1, "Void: earned before.", None)


def test_another_cap_is_another_attempt(world: Any) -> None:
    world.certified()
    policy = world.in_force["promised"]
    rules = policy.guarantee.model_copy(update={"cap": 5})
    world.in_force["promised"] = policy.model_copy(update={"guarantee": rules})
    assert world.accepted(world.submit([1.0])) == set()
    assert (world.snapshot().record.attempt, world.status().state) == (2, "learning")


# --- placed ----------------------------------------------------------------------------------------------------------

BATCH = Batch("b", "b", "contracts", "de to en", "basis", AT, "c")


def placing(documents: int, units: int, batches: int, cap: int | None) -> bool:
    """Whether levels are placed by the last of so many."""
    scores = tuple(at / units for at in range(1, units))
    record = a_record(None, cap=cap, scores=scores, sizes=(4,) * (batches - 1), documents=documents - 1)
    return transitions.placed(record, BATCH, [1.0], 1, AT).record.claim is not None


@pytest.mark.parametrize(
    ("documents", "units", "batches", "cap", "enough"),
    [
        (30, 100, 10, None, True),
        (29, 100, 10, None, False),
        (30, 99, 10, None, False),
        (30, 100, 9, None, False),
        (30, 100, 1, 60, True),
        (29, 1000, 50, 60, False),
    ],
)
def test_levels_are_placed_by_enough_documents_units_and_batches(
    documents: int, units: int, batches: int, cap: int | None, enough: bool
) -> None:
    assert placing(documents, units, batches, cap) is enough


def test_what_was_scored_is_gathered_until_then() -> None:
    record = a_record(None, scores=(0.5,), sizes=(1,), documents=1)
    update = transitions.placed(record, BATCH, [0.7, float("-inf"), 0.9], 2, AT)
    found = update.record
    assert (found.scores, found.sizes, found.documents) == ((0.5, 0.7, float("-inf"), 0.9), (1, 2), 3)
    assert update.events == ()


def test_what_is_placed_is_declared_and_the_scores_are_gone() -> None:
    scores = tuple(at / 100 for at in range(1, 100))
    record = a_record(None, cap=60, scores=scores, sizes=(99,), documents=29, void="Void: earned before.")
    update = transitions.placed(record, BATCH, [1.0], 1, AT)
    claim = update.record.claim
    assert claim is not None
    assert [level.floor for level in claim.levels] == [0.56, 0.41, 0.26]
    assert (claim.cap, claim.order, update.record.scores, update.record.void) == (60, (1, 2, 0), (), "")
    (event,) = update.events
    assert event.detail == ("levels declared: 0.56 (45%), 0.41 (60%), 0.26 (75%); at most 60 accepted units of a batch")


def test_no_label_moves_the_levels(world: Any) -> None:
    """Decisions of the queue, made while scores are gathered."""
    for at in range(29):
        job = world.submit([(4 * at + more) / 116 for more in range(1, 5)])
        for item in world.store.items(job.id)[: at % 3]:
            view = world.queue.open("ana", item.id)
            world.clock.advance(1)
            world.queue.reject(view, "accuracy: mistranslation", "major")
    assert world.snapshot().record.claim is None
    last = world.submit([1.0])
    claim = world.snapshot().record.claim
    assert [round(level.floor * 116) for level in claim.levels] == [65, 47, 30]
    assert (world.audits(last), world.snapshot().entries) == ([], ()), "what places the levels is not audited by them"


def test_copies_of_one_document_are_one_document(world: Any) -> None:
    for _ in range(3):
        world.submit([1.0] * 40, text="The same.", batch="week")
    world.guarantees.batches.close_named("promised", "week")
    record = world.snapshot().record
    assert (record.documents, record.sizes, len(record.scores), record.claim) == (1, (120,), 120, None)


# --- announced -------------------------------------------------------------------------------------------------------


def test_a_state_is_announced_once() -> None:
    update = transitions.announced(a_snapshot(CERTIFIED), AT)
    (event,) = update.events
    assert update.record.state == "certified, level 0"
    assert event.detail.startswith("certified, level 0: At most 5.0% of the units accepted automatically")
    again = transitions.announced(a_snapshot(CERTIFIED, record=update.record), LATER)
    assert (again.record, again.events) == (update.record, ())


def test_since_when_each_level_is_certified() -> None:
    first = transitions.announced(a_snapshot(CERTIFIED), AT).record
    assert first.certified_at == (AT,)
    assert transitions.announced(a_snapshot(CERTIFIED, record=first), LATER).record.certified_at == (AT,)
    broken = transitions.announced(a_snapshot([RIGHT] * 5, record=first), LATER).record
    assert broken.certified_at == (), "it begins anew when it is shown again"
    assert transitions.announced(a_snapshot(CERTIFIED, record=broken), LATER).record.certified_at == (LATER,)


def alarmed(**more: Any) -> tuple[GuaranteeSnapshot, Any]:
    before = a_snapshot([*CERTIFIED, *[WRONG] * 12], record=a_record(certified_at=(AT,), **more))
    return before, transitions.announced(before, LATER)


def test_an_alarm_ends_the_attempt() -> None:
    before, update = alarmed()
    record, raised = update.record, certify.evaluate(before, datetime.fromisoformat(AT)).alarm
    assert raised is not None
    assert (record.attempt, record.alarmed_at, record.unheld, record.certified_at) == (2, LATER, True, ())
    assert record.paused_since == raised.doubtful_since == before.entries[119].closed_at
    assert record.state == "alarm, level none"
    assert record.claim == ONE_LEVEL, "its levels stay declared"
    assert [event.detail.split(":")[0] for event in update.events] == ["alarm", "alarm, level none"]
    assert update.events[0].detail.endswith("attempt 2 begins with nothing")
    again = transitions.announced(replace(before, record=record, entries=()), LATER)
    assert (again.record, again.events) == (record, ()), "told once"


def test_a_second_alarm_keeps_what_the_first_one_made_doubtful() -> None:
    first = "2025-12-01T00:00:00+00:00"
    assert alarmed(attempt=2, alarmed_at=first, paused_since=first)[1].record.paused_since == first
    late = "2027-12-01T00:00:00+00:00"
    before, update = alarmed(attempt=2, alarmed_at=first, paused_since=late)
    assert (update.record.paused_since, update.record.attempt) == (before.entries[119].closed_at, 3)


# --- after an alarm --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "since", "over"),
    [
        ({}, AT, True),
        ({}, LATER, False),
        ({"unheld": True}, AT, False),
        ({"paused_since": ""}, "", False),
    ],
    ids=["decided", "of another alarm", "not taken back yet", "no alarm"],
)
def test_when_everything_doubtful_is_decided(changed: dict[str, Any], since: str, over: bool) -> None:
    record = a_record(**{"attempt": 2, "alarmed_at": AT, "paused_since": AT, **changed})
    after = transitions.all_released(GuaranteeSnapshot(record), since).record
    assert after == (replace(record, paused_since="") if over else record)


def test_a_unit_is_withdrawn_with_its_answer(decided: Any) -> None:
    unit = decided("u", 1.0)
    back = transitions.withdrawn(unit).verdict
    assert back is not None
    assert (back.rule, back.outcome, back.value, back.leading) == ("alarm", "review", None, "Wort u.")
    assert back.certificate == "not certified"
    with pytest.raises(ValueError, match="only decided units"):
        transitions.withdrawn(replace(unit, verdict=None))


def test_a_snapshot_without_a_guarantee() -> None:
    with pytest.raises(ValueError, match="no guarantee in this snapshot"):
        transitions.announced(GuaranteeSnapshot(None), AT)
