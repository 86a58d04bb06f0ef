"""Jobs join a batch, wait in it and leave it with their verdicts: through the service, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus.certify import commitment, lot_key
from consensus.domain import Event, GuaranteeRules, GuaranteeUpdate, Judgement, Outcome, Rule, Scheme
from consensus.domain.job import UnitRecord
from consensus.errors import UsageError
from consensus.service.guarantee import closing
from tests.folded import assert_adds_up

KEY = ("promised", "en to de")
Decided = Callable[..., UnitRecord]
HOUR = 3600.0


def rules_told(world: Any, job: Any) -> set[tuple[str, str]]:
    return {(verdict.rule, verdict.reasons[0]) for verdict in world.verdicts(job).values()}


# --- placing ---------------------------------------------------------------------------------------------------------


def test_levels_and_cap_are_placed_with_enough_documents_and_units_and_no_label(world: Any) -> None:
    for number in range(29):
        world.submit([number + at / 10 for at in range(4)])
    assert (world.snapshot().record.claim, world.waiting()) == (None, [])
    job = world.submit([30.0] * 4)
    record = world.snapshot().record
    assert [level.coverage for level in record.claim.levels] == [pytest.approx(c, abs=0.01) for c in (0.45, 0.6, 0.75)]
    assert (record.documents, len(record.sizes), record.scores) == (30, 30, ()), "scores are not kept for ever"
    assert world.batch(job).scheme is Scheme.PLACING
    (event,) = [one for one in world.store.events("/".join(KEY)) if one.detail.startswith("levels declared")]
    assert event.detail.endswith("at most 4 accepted units of a batch")
    assert world.store.draw_log(record, world.clock.now().isoformat()) == (), "what placed them counts for nothing else"
    assert_adds_up(world.store, KEY)


def test_without_a_cap_ten_batches_place_it(world: Any) -> None:
    free = world.in_force["promised"].model_copy(update={"guarantee": GuaranteeRules(alpha=0.5)})
    world.in_force["promised"] = free
    for number in range(9):
        jobs = [world.handed_in([], batch=f"b{number}") for _ in range(4)]
        world.guarantees.batches.close(world.batch(jobs[0]).id)
    for number in range(10):
        for _ in range(4):
            world.submit([0.5 + number / 100] * 3, batch=f"c{number}")
        world.guarantees.batches.close(world.store.open_batches()[-1].id)
    assert world.snapshot().record.claim.cap == 20, "twelve units a batch"


# --- open ------------------------------------------------------------------------------------------------------------


def test_a_batch_is_committed_to_when_it_opens(world: Any) -> None:
    job = world.handed_in([])
    batch = world.batch(job)
    assert batch.commitment == commitment(lot_key(world.key, batch.id))
    (event,) = world.store.events(batch.id)
    assert (event.action, event.detail.endswith(batch.commitment)) == ("open-batch", True)


def test_units_with_no_level_to_hope_for_are_decided_at_once(world: Any, decided: Decided) -> None:
    world.levels_declared()
    job = world.submit(
        [decided("low", 0.1), decided("veto", 9.0, "veto", index=1), decided("u", 0.9, index=2)], batch="n"
    )
    assert {item.unit_id for item in world.store.items(job.id)} == {"low", "veto"}
    found = world.verdicts(job)
    assert [found[name].rule for name in ("low", "veto", "u")] == [Rule.GUARANTEE, "veto", Rule.OPEN_BATCH]
    world.guarantees.batches.reveal(job.id)
    assert {item.unit_id for item in world.store.items(job.id)} == {"low", "veto", "u"}
    assert_adds_up(world.store, KEY)


def test_a_submission_closes_with_its_last_document(world: Any, decided: Decided) -> None:
    world.levels_declared()
    units = [decided("u0", 0.9)]
    jobs = [world.handed_in(units, batch="several") for _ in range(3)]
    batch = world.batch(jobs[0])
    with world.store.transaction() as tx:
        snapshot = tx.guarantee(KEY, world.clock.now().isoformat())
        tx.save(GuaranteeUpdate(snapshot.record, replace(batch, named=False)))  # as one call of submit makes it
    for job in jobs[:2]:
        world.guarantees.decided(job, units)
    assert world.batch(jobs[0]).place == 0
    world.store.delete_job(jobs[2].id, Event(world.clock.now().isoformat(), "ana", "delete-job", jobs[2].id))
    world.guarantees.decided(jobs[1], units)
    assert world.batch(jobs[0]).place == 2, "a deleted one is waited for no longer"


@pytest.mark.parametrize("stage", ["opened", "decided", "closed"])
def test_a_job_that_was_killed_and_is_resumed_is_the_same(world: Any, decided: Decided, stage: str) -> None:
    world.levels_declared()
    units = [decided("u0", 0.9), decided("u1", 0.1, index=1)]
    job = world.handed_in(units, batch="" if stage == "closed" else "n")
    if stage != "opened":
        world.guarantees.decided(job, units)
    before = (world.place(job), world.verdicts(job), world.audits(job))
    world.guarantees.batches.open([job], "other")
    world.guarantees.decided(job, units if stage == "opened" else [decided("u0", 0.95), decided("u1", 0.2, index=1)])
    if stage != "opened":
        assert (world.place(job), world.verdicts(job), world.audits(job)) == before, "its verdicts stand"
    assert_adds_up(world.store, KEY)


def test_a_job_that_was_killed_before_it_had_a_batch_gets_one(world: Any, decided: Decided) -> None:
    world.levels_declared()
    job = world.handed_in(
        [decided("u0", 0.9)], policy=world.in_force["promised"].model_copy(update={"guarantee": "none"})
    )
    assert world.store.batch_of(job.id) is None
    world.guarantees.decided(replace(job, policy=world.in_force["promised"]), [decided("u0", 0.9)])
    assert world.batch(job).place == 2


def test_a_closed_batch_takes_nothing_more(world: Any, decided: Decided) -> None:
    world.certified()
    early = world.submit([1.0], batch="n")
    late = world.handed_in(units := [decided("u0", 1.0), decided("u1", 0.1, index=1)], batch="n")
    closed = world.guarantees.batches.close(world.batch(early).id)
    assert world.guarantees.batches.close(closed.id) == closed, "once"
    world.guarantees.decided(late, units)
    assert (world.accepted(early), world.accepted(late)) == ({"u0"}, set())
    assert world.verdicts(late)["u0"].reasons[0] == closing.AFTER_CLOSING
    assert not world.audits(late)
    with pytest.raises(UsageError, match="was closed on 2030-01-01"):
        world.guarantees.batches.refuse_closed([KEY], "n")
    raced = world.submit([1.0], batch="n")  # it was closed between the look at its name and the hand-in
    assert world.batch(raced).id != closed.id
    assert world.accepted(raced) == {"u0"}
    assert_adds_up(world.store, KEY)


def test_a_batch_is_open_for_a_day_whatever_becomes_of_its_jobs(world: Any) -> None:
    world.levels_declared()
    job = world.submit([0.9], batch="n")
    world.handed_in([], batch="n")
    world.clock.advance(23.9 * HOUR)
    world.guarantees.tend()
    assert world.batch(job).place == 0
    world.clock.advance(0.2 * HOUR)
    world.guarantees.tend()
    assert world.batch(job).place == 2


def test_a_clock_that_goes_back_hides_no_batch_from_an_alarm(world: Any) -> None:
    world.certified()
    first = world.batch(world.submit([1.0] * 4))
    world.clock.advance(-10 * 86400)
    later = [world.submit([1.0] * 4) for _ in range(12)]
    assert {world.batch(job).closed_at for job in later} == {first.closed_at}
    world.judge_all("wrong")
    assert world.status().state == "alarm"
    assert not [job for job in later if _delivered(world, job)]
    assert_adds_up(world.store, KEY)


def _delivered(world: Any, job: Any) -> list[UnitRecord]:
    found = world.store.units(job.id)
    return [one for one in found if one.verdict.outcome is Outcome.ACCEPTED and one.resolution is None]


# --- the same document again -----------------------------------------------------------------------------------------


def test_a_document_delivered_again_joins_its_batch_and_counts(world: Any) -> None:
    world.certified()
    first = world.submit([1.0, 0.1], text="manual")
    copy = world.submit([1.0, 0.1], text="manual")
    (entry, batch) = world.place(copy)
    assert (entry.repeated, batch.id, batch.delivered) == (True, world.batch(first).id, (2, 2, 2))
    assert world.accepted(copy) == {"u0"}
    assert world.verdicts(copy)["u0"].certificate == world.verdicts(first)["u0"].certificate
    assert world.verdicts(copy)["u1"].reasons[0] == closing.NOT_AGAIN
    for _ in range(2):
        copy = world.submit([1.0, 0.1], text="manual")
    assert world.accepted(copy) == {"u0"}
    full = world.submit([1.0, 0.1], text="manual")
    assert world.verdicts(full)["u0"].reasons[0] == closing.TOO_MANY_COPIES
    assert world.snapshot().accepted == 4
    assert_adds_up(world.store, KEY)


def test_another_answer_than_the_first_time_goes_to_a_person(world: Any, decided: Decided) -> None:
    world.certified()
    world.submit([1.0], text="manual")
    other = decided("u0", 1.0)
    other = replace(other, verdict=replace(other.verdict, value="Anders", leading="Anders"))
    for unit in (other, decided("u0", 0.9)):
        copy = world.submit([unit], text="manual")
        assert (world.accepted(copy), world.verdicts(copy)["u0"].reasons[0]) == (set(), closing.OTHER_COPY)


@pytest.mark.parametrize("judgement", ["wrong", "unsure", "right"])
def test_a_copy_of_what_was_found_wrong_goes_to_people(world: Any, judgement: str) -> None:
    world.certified()
    number = 0
    while not world.waiting():
        number += 1
        world.submit([1.0], text=f"manual {number}")
    world.judge_all(judgement)
    copy = world.submit([1.0], text=f"manual {number}")
    assert (world.accepted(copy) == set()) is Judgement(judgement).wrong


def test_what_was_handed_in_while_learning_is_not_accepted_when_it_comes_again(world: Any) -> None:
    world.levels_declared()
    world.submit([1.0] * 4, text="manual")
    for _ in range(5):
        world.submit([1.0] * 4)
    world.judge_all()
    assert world.status().state == "certified"
    copy = world.submit([1.0] * 4, text="manual")
    assert {reason for _, reason in rules_told(world, copy)} <= {closing.SEEN_BEFORE, closing.TOO_MANY_COPIES}
    assert not world.accepted(copy)


def test_copies_draw_the_batch_again_with_the_same_draw(world: Any) -> None:
    world.certified()
    drawn = 0
    for number in range(12):
        first = world.submit([1.0], text=f"manual {number}")
        before = {audit.item_id for audit in world.audits(first)}
        for _ in range(3):
            copy = world.submit([1.0], text=f"manual {number}")
            assert not world.audits(copy), "the audit is of the first hand-in, whose answer it is"
            now = {audit.item_id for audit in world.audits(first)}
            assert before <= now
            before = now
        drawn += len(before)
    assert 0 < drawn < 12
    assert_adds_up(world.store, KEY)


# --- other bases and slices ------------------------------------------------------------------------------------------


def test_slices_do_not_mix(world: Any) -> None:
    world.certified()
    french = world.submit([1.0], to="fr")
    assert world.accepted(french) == set()
    assert (world.status().state, world.status("en to fr").state) == ("certified", "learning")
    assert world.batch(french).place == 1, "each has its own log"


def test_another_policy_begins_with_nothing_and_the_old_one_brings_nothing_back(world: Any) -> None:
    world.certified()
    old = world.in_force["promised"]
    waits = world.submit([1.0], batch="n")
    world.in_force["promised"] = old.model_copy(update={"quorum": 3})
    job = world.submit([1.0])
    record = world.snapshot().record
    assert (world.accepted(job), record.attempt, record.claim) == (set(), 2, None)
    world.guarantees.batches.close(world.batch(waits).id)
    assert rules_told(world, waits) == {(Rule.GUARANTEE, closing.OTHER_BASIS)}
    assert world.batch(waits).attempt == 0
    world.in_force["promised"] = old
    again = world.submit([1.0])
    assert (world.accepted(again), world.snapshot().record.attempt, world.status().state) == (set(), 3, "learning")


def test_no_guarantee_any_more(world: Any) -> None:
    world.certified()
    world.in_force["promised"] = world.in_force["promised"].model_copy(update={"guarantee": "none"})
    job = world.submit([1.0])
    assert world.accepted(job) == {"u0"}, "by the declared rules"
    assert world.store.batch_of(job.id) is None
    assert world.verdicts(job)["u0"].certificate == "not certified"
    assert world.guarantees.words(job) == "not certified"
    assert world.guarantees.certificate(job, world.store.units(job.id)) is None


def test_what_people_decide_in_the_queue_never_enters(world: Any) -> None:
    """Labels of units that were not drawn: the log is the same before and after."""
    world.certified()
    world.submit([1.0, 0.1, 0.2, 0.15])
    before = world.snapshot().entries
    for item in [one for one in world.store.items() if one.kind == "review" and one.state == "open"]:
        view = world.queue.open("ana", item.id)
        world.clock.advance(1)
        world.queue.reject(view, "accuracy: mistranslation", "major")
    assert world.snapshot().entries == before
