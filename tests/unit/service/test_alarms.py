"""Alarms: what they pause, demote and hold, and how it goes on."""

from __future__ import annotations

from typing import Any

from consensus import certify, export
from consensus.domain import Event, Outcome, Verification
from consensus.service.guarantee import transitions
from consensus.service.review.queue import Queue, ReviewSettings


def state(world: Any) -> tuple[str, int | None]:
    found = world.status().as_dict()
    return found["state"], found["level"]


def test_an_alarm_pauses_demotes_and_holds(world: Any) -> None:
    world.certified()
    good = world.submit([1.0] * 40)
    for item in [one for one in world.waiting() if one.job_id == good.id]:
        world.judge(item)
    world.guarantees.exported(good, world.store.units(good.id))
    world.until_alarm()
    status = world.status()
    assert (status.state, status.as_dict()["level"], status.as_dict()["attempt"]) == ("alarm", None, 2)
    assert world.life().now.operating == 1, "one narrower, once it goes on"
    assert world.accepted(world.submit([1.0])) == set()
    doubtful = list(world.store.lots_since(("promised", "en to de"), status.record.paused_since))
    assert doubtful
    for lot in doubtful:
        assert lot.job_id != good.id
        for unit in world.store.units(lot.job_id):
            assert unit.verdict is not None
            assert unit.resolution is not None or unit.verdict.outcome is Outcome.REVIEW
    assert world.accepted(good), "accepted before the change: stands"


def test_held_units_are_unverified_everywhere_and_released_one_by_one(world: Any) -> None:
    world.certified()
    world.until_alarm()
    since = world.book().record.paused_since
    held = [item for item in world.store.items() if item.state == "open" and item.kind == "review"]
    held = [item for item in held if item.facets.reason == "alarm"]
    assert held
    assert world.store.held(("promised", "en to de"), since)
    for left in range(len(held), 0, -1):
        item = held[len(held) - left]
        job, units = world.store.job(item.job_id), world.store.units(item.job_id)
        (mine,) = [unit for unit in units if unit.unit.id == item.unit_id]
        assert mine.result.verification is Verification.UNVERIFIED
        assert export.accounting(units)[Verification.AUTO.value] == 0
        assert world.guarantees.certificate(job, units) != "", "nothing raises"
        assert world.status().state == "alarm"
        view = world.queue.open("ana", item.id)
        world.clock.advance(1)
        world.queue.choose(view, "A")
        (mine,) = [unit for unit in world.store.units(item.job_id) if unit.unit.id == item.unit_id]
        assert mine.result.verification is Verification.HUMAN_ACCEPTED
    assert (world.book().record.paused_since, state(world)) == ("", ("certified", 1))
    assert world.life().alarm == certify.Alarm(0.5, level=1), "a new one"
    assert world.accepted(world.submit([0.5])) == {"u0"}


def test_the_alarm_holds_what_was_accepted_since_the_change_and_no_more(world: Any) -> None:
    """After another level operates, or a check was undone, the alarm's own count of checks is another."""
    world.certified()
    before = [world.submit([1.0] * 8) for _ in range(12)]
    world.judge_all()
    world.queue.undo("ana")
    undone = world.queue.next("ana")
    world.clock.advance(1)
    world.queue.checks.judge(undone, "right")
    bad = world.clock.now().isoformat()
    world.until_alarm()
    since = world.book().record.paused_since
    assert since >= bad
    assert all(world.accepted(job) for job in before)


def test_the_alarm_of_a_wider_level_holds_nothing_of_the_narrower_ones_time(world: Any) -> None:
    world.levels_declared()
    for score, words in ((0.3, "wrong"), (0.3, "wrong"), *((0.5, "right"),) * 6):
        world.submit([score])
        world.judge_all(words)
    assert world.life().now.operating == 1
    before = []
    while world.life().now.operating == 1:
        before.append(world.submit([1.0] * 8))
        world.judge_all()
    assert len(before) > 3
    bad = world.clock.now().isoformat()
    world.until_alarm()
    assert world.book().record.paused_since >= bad
    assert all(world.accepted(job) for job in before)


def test_an_alarm_over_deleted_documents_resumes(world: Any) -> None:
    world.certified()
    world.until_alarm()
    for job in list(world.store.job_lines()):
        world.store.delete_job(job.id, Event(world.clock.now().isoformat(), "ana", "delete-job", job.id, ""))
    assert (state(world), world.book().record.paused_since) == (("certified", 1), "")


def test_units_exported_since_the_change_are_named_and_held_ones_are_not(world: Any) -> None:
    world.certified()
    jobs = []
    while not world.book().record.paused_since:
        jobs.append(world.submit([1.0] * 8))
        if len(jobs) == 1:
            world.guarantees.exported(jobs[0], world.store.units(jobs[0].id))
        world.judge_all("wrong")
    assert world.status().words.startswith("Automatic acceptance is paused. 8 units exported since 20")
    for job in jobs[1:]:
        world.guarantees.exported(job, world.store.units(job.id))
    assert "paused. 8 units exported" in world.status().words, "what was held back did not leave the house"


def test_an_alarm_is_dealt_with_after_a_crash(world: Any) -> None:
    """The mark is stored, its process is killed before anything is taken back."""
    world.certified()
    world.queue = Queue(world.store, world.clock, ReviewSettings(draw=lambda purpose, name: 1.0))  # tends to nothing
    job = world.submit([1.0] * 30)
    while not world.book().record.paused_since:
        world.submit([1.0] * 8)
        world.judge_all("wrong")
    assert world.book().record.unheld
    assert world.accepted(job)
    world.guarantees.tend()
    assert not world.book().record.unheld
    left = [u for u in world.store.units(job.id) if u.verdict.outcome is Outcome.ACCEPTED and u.resolution is None]
    assert left == []


def test_an_old_look_at_an_alarm_does_not_end_the_next_one(world: Any) -> None:
    world.certified()
    world.until_alarm()
    at, key = world.clock.now().isoformat(), ("promised", "en to de")
    with world.store.transaction() as tx:
        tx.save(transitions.resumed(tx.guarantee(key, at), at, "2029-12-31T00:00:00+00:00"))
    assert world.book().record.paused_since
