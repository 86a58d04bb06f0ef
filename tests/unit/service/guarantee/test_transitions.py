"""Marks, undone marks, late checks, staleness and alarms: what they make of a stored guarantee."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus import certify
from consensus.certify import COUNTED, AuditLabel, Life
from consensus.domain import Event, GuaranteeRules, Judgement, ReviewItem

DAY = 86400.0


def counted(world: Any) -> list[ReviewItem]:
    """Waiting checks whose labels count, in the order they were drawn."""
    drawn = {check.item_id: check for check in world.checks() if check.origin in COUNTED}
    found = [item for item in world.waiting() if item.id in drawn]
    return sorted(found, key=lambda item: (drawn[item.id].drawn_at, item.unit_id))


def accepting(world: Any, checks: int) -> list[ReviewItem]:
    """Enough accepted documents for so many counted checks to wait."""
    while len(counted(world)) < checks:
        world.submit([1.0] * 8)
    return counted(world)[:checks]


def judge(world: Any, items: Sequence[ReviewItem], words: str, reviewers: str = "") -> None:
    """R, W, U or S for each; reviewers: a or b for each."""
    said = {"R": "right", "W": "wrong", "U": "unsure", "S": "style"}
    who = {"a": "ana", "b": "bob"}
    for item, word, reviewer in zip(items, words, reviewers or "a" * len(words), strict=True):
        view = world.queue.open(who[reviewer], item.id)
        world.clock.advance(1)
        world.queue.checks.judge(view, said[word])


# --- which labels count ----------------------------------------------------------------------------------------------


def test_one_of_each_document_counts_and_the_queue_never(world: Any) -> None:
    world.levels_declared()
    job = world.submit([0.9, 0.9, 0.9, 0.1])
    for item in world.store.items(job.id):
        view = world.queue.open("ana", item.id)
        world.clock.advance(1)
        if item.kind == "check":
            world.queue.checks.judge(view, "right")
        else:
            world.queue.choose(view, "A")
    assert [tally.checks for tally in world.life().now.tallies] == [1, 1, 1]


@pytest.mark.parametrize(("word", "wrong"), [("right", 0), ("style", 0), ("unsure", 1), ("wrong", 1)])
def test_what_a_judgement_counts(world: Any, word: str, wrong: int) -> None:
    world.levels_declared()
    world.submit([1.0])
    world.judge_all(word)
    assert [(t.done, t.errors) for t in world.life().now.tallies] == [(1, wrong)] * 3
    (check,) = world.checks()
    assert (check.judgement, check.reviewer) == (Judgement(word), "ana")


def test_a_label_speaks_from_its_level_on(world: Any) -> None:
    world.levels_declared()
    world.submit([0.3])
    world.judge_all("wrong")
    assert [tally.errors for tally in world.life().now.tallies] == [0, 0, 1]


def test_labels_of_an_attempt_that_ended_never_count(world: Any) -> None:
    world.certified()
    late = accepting(world, 1)
    world.until_alarm()
    attempt = world.book().record.attempt
    before = world.life()
    assert (attempt, before.now.claim.attempt) == (2, 2)
    left = [item for item in late if item.id in {one.id for one in world.waiting()}]
    judge(world, left, "R" * len(left))
    assert world.life() == before


# --- taken back ------------------------------------------------------------------------------------------------------


def fold(world: Any) -> Life:
    """What stands, read anew by the book: every check of the attempt in order, what was late counted as wrong."""
    record = world.book().record
    stands = certify.restored(record.life)
    mine = [c for c in world.checks() if (c.attempt, c.digest) == (record.attempt, record.digest)]
    made = sorted((c for c in mine if c.judged_at), key=lambda c: c.judged_at)
    life = certify.resumed(Life(stands.base, stands.base))
    if stands.paused:
        life = replace(life, alarm=stands.alarm)
    for check in made:
        late = [0, 0, 0]
        for one in mine:
            waits = not one.judged_at or one.judged_at > check.judged_at
            if one is not check and waits and one.origin in COUNTED and one.due_at < check.judged_at:
                late = [n + (one.level <= level <= one.frame) for level, n in enumerate(late)]
        assert check.judgement is not None
        label = AuditLabel(check.unit_id, check.level, check.frame, check.judgement, check.origin, check.digest)
        life = certify.labelled(life, label, accepted=check.accepted, overdue=late)
    return life


STEP = st.sampled_from(["submit", "right", "right", "right", "wrong", "unsure", "undo ana", "undo bob", "week"])


@settings(max_examples=25)
@given(st.lists(STEP, max_size=40), st.booleans(), st.data())
def test_the_state_is_the_fold_of_what_stands(
    new_world: Callable[[], Any], steps: list[str], certified: bool, data: st.DataObject
) -> None:
    """After any sequence of documents, judgements and undone judgements, by two people, some of them late."""
    world = new_world()
    world.levels_declared()
    if certified:
        for _ in range(6):
            world.submit([1.0])
        world.judge_all()
    for step in steps:
        waiting = world.waiting()
        if step == "submit":
            world.submit(data.draw(st.lists(st.sampled_from([0.9, 0.5, 0.3]), min_size=1, max_size=6)))
        elif step == "week":
            world.clock.advance(8 * DAY)
        elif step.startswith("undo"):
            who = step.split()[1]
            if [made for made in world.store.decisions(who) if not made.undone][:10]:
                world.store.release(world.queue.undo(who).item, _event(world))
        elif waiting:
            item = data.draw(st.sampled_from(waiting))
            who = data.draw(st.sampled_from(["ana", "bob"]))
            view = world.queue.open(who, item.id)
            world.clock.advance(1)
            world.queue.checks.judge(view, step)
        record = world.book().record
        stored = certify.restored(record.life)
        assert stored == fold(world)
        assert stored.now.claim.attempt == record.attempt
        assert stored.paused == bool(record.paused_since)
        made = [check for check in world.checks() if check.judged_at]
        assert len(made) == len(
            [one for name in ("ana", "bob") for one in world.store.decisions(name) if not one.undone]
        )


def _event(world: Any) -> Any:
    return Event(world.clock.now().isoformat(), "ana", "release", "item", "")


def test_an_undone_check_takes_the_certificate_along(world: Any) -> None:
    world.certified()
    assert world.status().state == "certified"
    world.queue.undo("ana")
    assert (world.status().state, world.life().now.evidence(2).checks) == ("learning", 5)
    assert world.accepted(world.submit([1.0])) == set()


def test_a_check_undone_can_raise_the_alarm(world: Any) -> None:
    """Without the right answer in between, the wrong ones weigh more."""
    world.in_force["promised"] = world.in_force["promised"].model_copy(update={"guarantee": GuaranteeRules(alpha=0.1)})
    world.levels_declared()
    for _ in range(36):
        world.submit([1.0])
    world.judge_all()
    assert world.life().alarm is not None
    items = accepting(world, 9)
    judge(world, items[:8], "WWWWRRWR", "aaaabbaa")
    assert (world.life().paused, world.book().record.attempt) == (False, 1)
    first = next(c for c in world.checks() if c.item_id == items[0].id)
    world.queue.undo("bob")
    record = world.book().record
    assert (world.life().paused, record.attempt, record.paused_since) == (True, 2, first.drawn_at)
    assert world.status().state == "alarm"
    assert world.life().now.tallies[2].checks == 0, "what was made after it is of the attempt that has ended"
    judge(world, items[8:], "R")
    assert world.life().now.tallies[2].checks == 0, "drawn in the attempt that has ended"


def test_taking_back_what_raised_an_alarm_does_not_take_it_back(world: Any) -> None:
    world.certified()
    world.until_alarm()
    before = world.book().record
    world.queue.undo("ana")
    after = world.book().record
    assert (after.life, after.paused_since, after.attempt) == (before.life, before.paused_since, 2)


# --- late checks -----------------------------------------------------------------------------------------------------


def test_a_late_check_is_wrong_in_the_bound_until_it_is_made(world: Any) -> None:
    world.levels_declared()
    world.submit([1.0, 1.0])
    world.clock.advance(7 * DAY - 2)
    assert world.status().overdue == 0
    world.clock.advance(10)
    status = world.status()
    assert (status.overdue, status.open_checks) == (1, 2), "one of a document counts"
    assert status.levels[2]["wrong"] == 1
    assert "overdue and counted as wrong" in status.words
    world.judge_all()
    assert (world.status().overdue, world.status().levels[2]["wrong"]) == (0, 0)


def test_late_checks_hold_a_certificate_back(world: Any) -> None:
    """Otherwise whoever leaves the hard ones lying is certified by the easy ones."""
    world.levels_declared()
    for _ in range(8):
        world.submit([1.0])
    items = counted(world)
    world.clock.advance(8 * DAY)
    judge(world, items[:6], "RRRRRR")
    assert (state(world), world.life().now.operating) == (("not yet", None), None), "8 checks, 2 of them late"
    assert world.accepted(world.submit([1.0])) == set()
    judge(world, items[6:], "RR")
    assert world.life().now.operating == 2


def test_a_deleted_document_does_not_delete_its_check(world: Any) -> None:
    """It counts as late for ever: nobody can be rid of an error by deleting where it stands."""
    world.levels_declared()
    job = world.submit([1.0])
    world.store.delete_job(job.id, Event(world.clock.now().isoformat(), "ana", "delete-job", job.id, ""))
    assert world.waiting() == []
    world.clock.advance(8 * DAY)
    assert world.status().overdue == 1


# --- stale -----------------------------------------------------------------------------------------------------------


def state(world: Any) -> tuple[str, int | None]:
    found = world.status().as_dict()
    return found["state"], found["level"]


def test_stale_after_fourteen_days_one_level_lower_then_review(world: Any) -> None:
    world.certified()
    assert state(world) == ("certified", 2)
    world.clock.advance(14 * DAY - 60)
    assert state(world) == ("certified", 2)
    world.clock.advance(120)
    assert state(world) == ("stale", 1)
    narrow, wide = world.submit([0.5]), world.submit([0.3])
    assert (world.accepted(narrow), world.accepted(wide)) == ({"u0"}, set())
    assert world.verdicts(narrow)["u0"].certificate == "not certified"
    world.clock.advance(7 * DAY - 600)
    assert state(world) == ("stale", 1)
    world.clock.advance(600)
    assert state(world) == ("stale", None)
    assert world.accepted(world.submit([1.0])) == set()
    world.judge_all()
    assert state(world) == ("certified", 2), "checks are made again"


def test_stale_by_too_few_checks_among_the_last_accepted(world: Any) -> None:
    world.certified()
    world.submit([1.0] * 499)
    assert state(world) == ("certified", 2)
    drawn = len(world.checks())
    assert drawn > 50, "none of them made"
    world.submit([1.0] * 100)
    world.submit([1.0])  # the six checks of learning are now further back than 500 accepted
    assert state(world) == ("stale", 1)
    places = {check.item_id: check.place for check in world.checks()}
    recent = [item for item in world.waiting() if places[item.id] >= 100][:10]
    world.judge(next(item for item in world.waiting() if places[item.id] < 100))
    for item in recent[:9]:
        world.judge(item)
    assert state(world) == ("stale", 1)
    world.judge(recent[9])
    assert state(world) == ("certified", 2)


def test_stale_by_too_few_checks_ends_in_review_after_seven_days(world: Any) -> None:
    world.certified()
    world.submit([1.0] * 600)
    world.submit([1.0])
    assert state(world) == ("stale", 1)
    world.clock.advance(7 * DAY + 60)
    assert state(world) == ("stale", None)


def test_old_checks_are_not_recent_under_another_policy(world: Any) -> None:
    world.certified()
    for _ in range(3):
        world.submit([1.0] * 300)
        world.judge_all()
    assert world.book().record.accepted == 900
    world.in_force["promised"] = world.in_force["promised"].model_copy(update={"quorum": 3})
    world.levels_declared()
    for _ in range(9):
        world.submit([1.0])
    world.judge_all()
    assert state(world) == ("certified", 2)
    world.submit([1.0] * 700)
    world.submit([1.0])
    assert state(world) == ("stale", 1), "the checks of the old policy's last documents say nothing now"


def test_the_alarm_hears_what_is_checked_while_stale(world: Any) -> None:
    """Everything is in review then; a certificate must not come back to life on checks that say it is wrong."""
    world.certified()
    world.clock.advance(22 * DAY)
    assert state(world) == ("stale", None)
    jobs = [world.submit([1.0]) for _ in range(30)]
    assert {len(world.accepted(job)) for job in jobs} == {0}
    world.judge_all("wrong")
    assert world.life().now.claim.attempt == 2, "demoted"
    assert world.book().record.accepted == 0
    assert world.status().as_dict()["level"] in (None, 1)


def test_a_long_document_is_not_stale_by_its_length(world: Any) -> None:
    world.certified()
    job = world.submit([1.0] * 800)
    drawn = {check.unit_id: check for check in world.checks(job)}
    assert [drawn[name].place for name in drawn] == [int(name[1:]) for name in drawn], "each its own place"
    recent = [item for item in world.waiting() if drawn[item.unit_id].place >= 300]
    for item in recent[:10]:
        world.judge(item)
    assert world.book().in_last == 10
    assert state(world) == ("certified", 2)
