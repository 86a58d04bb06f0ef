"""What audits, undone audits, deletions and time make of a stored guarantee: always the fold of its draw log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from consensus import certify, export
from consensus.domain import Event, GuaranteeUpdate, Judgement, Outcome, Verification
from consensus.errors import ConflictError, UsageError
from consensus.service.guarantee import transitions
from consensus.service.review.queue import Queue, ReviewSettings
from tests.folded import assert_adds_up

KEY = ("promised", "en to de")
DAY = 86400.0


def event(world: Any, action: str, subject: str) -> Event:
    return Event(world.clock.now().isoformat(), "ana", action, subject)


def log_e(world: Any, level: int = 2) -> float:
    snapshot = world.snapshot()
    claim = snapshot.record.claim
    course = certify.log_e_by_batch(snapshot.entries, level, claim.alpha * claim.catch, claim.cap)
    return float(course[-1]) if len(course) else 0.0


# --- one attempt -----------------------------------------------------------------------------------------------------


def test_six_right_batches_certify_and_each_is_needed(world: Any) -> None:
    world.levels_declared()
    for number in range(6):
        assert world.status().state == "learning", number
        world.submit([1.0] * 4)
        world.judge_all()
    record, standing = world.snapshot().record, world.standing()
    assert (record.state, standing.level) == ("certified, level 2", 2)
    assert [bool(at) for at in record.certified_at] == [bool(one) for one in standing.reached]
    told = [one.detail.split(":")[0] for one in world.store.events("/".join(KEY))]
    assert told[-1] == "certified, level 2"
    assert len(told) == len(set(told)), "each state is announced once"


@pytest.mark.parametrize(("judgement", "wrong"), [("right", 0), ("style", 0), ("unsure", 4), ("wrong", 4)])
def test_what_a_judgement_counts(world: Any, judgement: str, wrong: int) -> None:
    world.levels_declared()
    world.submit([1.0] * 4)
    world.judge_all(judgement)
    (entry,) = world.snapshot().entries
    assert (entry.m, entry.wrong, entry.pending) == ((4,) * 3, (wrong,) * 3, (0,) * 3)
    assert world.snapshot().style == (4 if judgement == "style" else 0)


def test_an_undone_audit_takes_the_certificate_along(world: Any) -> None:
    world.certified()
    world.queue.release(world.queue.undo("ana"))
    assert world.status().state == "learning"
    assert world.accepted(world.submit([1.0])) == set()
    world.judge_all()
    assert world.status().state == "certified"
    assert_adds_up(world.store, KEY)


def test_the_order_of_judging_changes_nothing(world: Any) -> None:
    """When something was judged does not enter: only what was said of which batch."""
    world.levels_declared()
    for _ in range(8):
        world.submit([1.0] * 4)
    waiting = world.waiting()
    for item in [*reversed(waiting[2:]), *waiting[:2]]:
        world.judge(item, "wrong" if item == waiting[0] else "right")
    once = (world.snapshot().entries, world.standing())
    for number, audit in enumerate(world.audits()):
        with world.store.transaction() as tx:
            tx.judge(replace(audit, judged_at=f"2030-01-0{1 + number % 2}T12:00:00+00:00"))
    again = world.standing()
    assert world.snapshot().entries == once[0]
    assert (again.level, again.bounds, again.proof) == (once[1].level, once[1].bounds, once[1].proof)


STEP = st.sampled_from(
    ["submit", "copy", "right", "right", "right", "wrong", "unsure", "undo ana", "undo bob", "skip", "delete", "week"]
)


@settings(max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # a step takes long: no shrinking
@given(st.lists(STEP, max_size=30), st.booleans(), st.data())
def test_the_state_is_the_fold_of_the_log_after_anything(
    new_world: Callable[[], Any], steps: list[str], certified: bool, data: st.DataObject
) -> None:
    """And undo, skip, deletion and lateness never raise what the log shows."""
    world = new_world()
    world.certified() if certified else world.levels_declared()
    texts = []
    for step in steps:
        attempt, before = world.snapshot().record.attempt, log_e(world)
        act(world, step, texts, data)
        if step in ("wrong", "unsure", "undo ana", "undo bob", "skip", "delete", "week"):
            assert world.snapshot().record.attempt > attempt or log_e(world) <= before, step
    world.guarantees.tend()
    assert_adds_up(world.store, KEY, world.clock.now())
    world.store.close()


def act(world: Any, step: str, texts: list[str], data: st.DataObject) -> None:
    waiting, who = world.waiting(), data.draw(st.sampled_from(["ana", "bob"]))
    if step == "submit":
        texts.append(f"text {len(texts)}")
        world.submit(data.draw(st.lists(st.sampled_from([0.9, 0.5, 0.3]), min_size=1, max_size=4)), text=texts[-1])
    elif step == "copy":
        if texts:
            world.submit([0.9], text=data.draw(st.sampled_from(texts)))
    elif step == "week":
        world.clock.advance(8 * DAY)
        world.guarantees.tend()
    elif step == "delete":
        if jobs := sorted(line.id for line in world.store.job_lines()):
            world.store.delete_job(job := data.draw(st.sampled_from(jobs)), event(world, "delete-job", job))
    elif step.startswith("undo"):
        try:
            world.queue.release(world.queue.undo(step.split()[1]))
        except (UsageError, ConflictError):
            return  # nothing to take back, or its job is gone
    elif waiting:
        view = world.queue.open(who, data.draw(st.sampled_from(waiting)).id)
        world.clock.advance(1)
        world.queue.skip(view, "why") if step == "skip" else world.queue.audits.judge(view, step)


# --- time ------------------------------------------------------------------------------------------------------------


def test_stale_after_fourteen_days_without_an_audit_and_no_narrower_level_for_grace(world: Any) -> None:
    world.certified()
    world.clock.advance(13.9 * DAY)
    assert world.status().state == "certified"
    world.clock.advance(0.2 * DAY)
    assert (world.status().state, world.standing().level, world.standing().operating) == ("stale", None, 2)
    assert world.accepted(world.submit([1.0] * 4)) == set()
    while not world.waiting():
        world.submit([1.0] * 4)
    world.judge_all()
    assert world.status().state == "certified"
    assert_adds_up(world.store, KEY)


def test_audits_that_are_never_made_raise_the_alarm_when_they_are_due(world: Any) -> None:
    world.certified()
    while len(world.waiting()) < 12:
        world.submit([1.0] * 4)
    world.clock.advance(6.9 * DAY)
    assert world.status().state == "certified"
    world.clock.advance(0.2 * DAY)
    assert world.status().state == "alarm"


def test_a_week_of_few_units_audits_a_fifth_and_one_of_many_a_twentieth(world: Any) -> None:
    world.certified()
    assert world.batch(world.submit([1.0])).q == 0.2
    for _ in range(55):
        job = world.submit([1.0] * 4)
        world.judge_all()
    assert world.snapshot().a_week > 200
    assert world.batch(job).q == 0.05


# --- alarms ----------------------------------------------------------------------------------------------------------


def test_an_alarm_pauses_and_takes_back_and_begins_another_attempt(world: Any) -> None:
    world.certified()
    world.until_alarm()
    status = world.status()
    assert (status.state, status.standing.level, status.record.attempt) == ("alarm", None, 2)
    assert world.snapshot().entries == (), "nothing of before counts"
    assert world.accepted(world.submit([1.0])) == set()
    for batch, jobs in world.store.batches_since(KEY, status.record.paused_since):
        assert batch.accepted
        units = [one for job in jobs for one in world.store.units(job.job_id)]
        assert all(one.resolution is not None or one.verdict.outcome is Outcome.REVIEW for one in units)
    assert_adds_up(world.store, KEY)


def test_released_units_are_delivered_one_by_one_and_accept_nothing_again(world: Any) -> None:
    world.certified()
    world.until_alarm()
    since = world.snapshot().record.paused_since
    held = [one for one in world.store.items() if one.facets.reason == "alarm" and one.state == "open"]
    assert held
    assert world.store.held(KEY, since)
    for item in held:
        units = world.store.units(item.job_id)
        assert export.accounting(units)[Verification.AUTO.value] == 0
        view = world.queue.open("ana", item.id)
        world.clock.advance(1)
        world.queue.choose(view, "A")
        (mine,) = [unit for unit in world.store.units(item.job_id) if unit.unit.id == item.unit_id]
        assert mine.result.verification is Verification.HUMAN_ACCEPTED
    assert (world.snapshot().record.paused_since, world.status().state) == ("", "alarm")
    assert world.accepted(world.submit([1.0])) == set()
    for _ in range(30):
        if world.status().state == "certified":
            break
        world.submit([1.0] * 4)
        world.judge_all()
    assert (world.status().state, world.snapshot().record.attempt) == ("certified", 2)
    assert world.accepted(world.submit([1.0])) == {"u0"}


def test_taking_back_what_raised_an_alarm_does_not_take_it_back(world: Any) -> None:
    world.certified()
    world.until_alarm()
    world.queue.release(world.queue.undo("ana"))
    assert (world.status().state, world.snapshot().record.attempt) == ("alarm", 2)
    assert_adds_up(world.store, KEY)


def test_audits_of_an_attempt_that_ended_never_count(world: Any) -> None:
    world.certified()
    left = None
    while world.snapshot().record.attempt == 1:
        world.submit([1.0] * 4)
        waiting = [one for one in world.waiting() if one != left]
        left = left or next(iter(waiting), None)
        for item in [one for one in waiting if one != left]:
            world.judge(item, "wrong")
    world.judge(left, "right")
    assert world.snapshot().entries == ()
    assert_adds_up(world.store, KEY)


def test_an_alarm_is_dealt_with_after_a_crash(world: Any) -> None:
    """The judgement is stored, its process is killed before anything is taken back."""
    world.certified()
    world.queue = Queue(world.store, world.clock, ReviewSettings())  # tends to nothing
    jobs = []
    while not world.snapshot().record.paused_since:
        jobs.append(world.submit([1.0] * 4))
        world.judge_all("wrong")
    assert world.snapshot().record.unheld
    assert world.accepted(jobs[-1])
    world.guarantees.tend()
    assert not world.snapshot().record.unheld
    left = [one for job in jobs for one in world.store.units(job.id)]
    assert not [one for one in left if one.verdict.outcome is Outcome.ACCEPTED and one.resolution is None]


def test_an_alarm_over_deleted_documents_holds_nothing_and_still_stands(world: Any) -> None:
    world.certified()
    world.until_alarm()
    for job in list(world.store.job_lines()):
        world.store.delete_job(job.id, event(world, "delete-job", job.id))
    assert (world.status().state, world.snapshot().record.paused_since) == ("alarm", "")


def test_units_exported_since_the_change_are_counted_and_held_ones_are_not(world: Any) -> None:
    world.certified()
    jobs = [world.submit([1.0] * 4)]
    world.guarantees.exported(jobs[0], world.store.units(jobs[0].id))
    world.until_alarm()
    assert world.snapshot().exported == 4
    for job in [world.store.job(line.id) for line in world.store.job_lines()]:
        world.guarantees.exported(job, world.store.units(job.id))
    assert world.snapshot().exported == 4, "what was held back did not leave the house"


def test_an_old_look_at_an_alarm_does_not_end_the_next_one(world: Any) -> None:
    world.certified()
    world.until_alarm()
    at = world.clock.now().isoformat()
    with world.store.transaction() as tx:
        tx.save(transitions.all_released(tx.guarantee(KEY, at), "2029-12-31T00:00:00+00:00"))
    assert world.snapshot().record.paused_since
    with world.store.transaction() as tx:
        unheld = replace(tx.guarantee(KEY, at).record, unheld=True)
        tx.save(GuaranteeUpdate(unheld))
        tx.save(transitions.all_released(tx.guarantee(KEY, at), unheld.paused_since))
    assert world.snapshot().record.paused_since, "what was not taken back yet cannot be released"


# --- reviewers -------------------------------------------------------------------------------------------------------


def test_two_of_two_known_errors_that_were_missed_stop_acceptance(world: Any) -> None:
    from consensus.domain import Audit, Origin

    world.certified()
    at = world.clock.now().isoformat()
    for number, said in enumerate((Judgement.RIGHT, Judgement.STYLE)):
        seed = Audit(f"seed{number} ana", "job0001", "u0", *KEY, "", Origin.SEEDED, drawn_at=at, due_at=at)
        with world.store.transaction() as tx:
            tx.add_seed(seed)
            tx.judge(replace(seed, judgement=said, judged_at=at, reviewer="ana"))
    assert world.standing().level is None
    assert world.accepted(world.submit([1.0] * 4)) == set()
