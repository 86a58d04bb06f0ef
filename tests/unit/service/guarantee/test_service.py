"""What an export may say of one document, and what screens say of a guarantee; checks that meet other processes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import hypergeom

from consensus.certify import read_lot
from consensus.domain import Outcome, Verification
from consensus.domain.job import UnitRecord
from consensus.errors import ConsensusError


def certificate(world: Any, job: Any) -> Any:
    """Of a lot without the guarantee beside it; of a guarantee that stands alone as it is."""
    found = world.guarantees.certificate(job, world.store.units(job.id))
    return found if isinstance(found, str) else {name: value for name, value in found.items() if name != "guarantee"}


def drawn_and_judged(world: Any, job: Any, wrong: int = 0, word: str = "wrong") -> int:
    mine = [item for item in world.waiting() if item.job_id == job.id]
    for at, item in enumerate(mine):
        world.judge(item, word if at < wrong else "right")
    return len(mine)


# --- the certificate of a lot ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [0, 2])
def test_a_lot_against_brute_force(world: Any, wrong: int) -> None:
    world.certified()
    job = world.submit([1.0] * 60 + [0.1] * 5)
    assert certificate(world, job)["kind"] == "guarantee", "its own checks wait"
    checked = drawn_and_judged(world, job, wrong)
    found = certificate(world, job)
    assert (found["accepted"], found["checked"], found["wrong"]) == (60, checked, wrong)
    possible = [m for m in range(61) if hypergeom.cdf(wrong, 60, m, checked) > 0.05]
    assert found["at_most_wrong"] == min(max(possible), 60 - checked + wrong)
    assert read_lot(found, 60).as_dict() == found
    assert found["policy"] == "promised v1"


def test_one_check_that_waits_is_enough(world: Any) -> None:
    world.certified()
    job = world.submit([1.0] * 60)
    mine = [item for item in world.waiting() if item.job_id == job.id]
    for item in mine[:-1]:
        world.judge(item)
    assert certificate(world, job)["kind"] == "guarantee"
    world.judge(mine[-1])
    assert certificate(world, job)["checked"] == len(mine)
    world.queue.undo("ana")
    assert certificate(world, job)["kind"] == "guarantee", "taken back"


def test_unsure_is_wrong_and_unverified_units_still_count(world: Any) -> None:
    world.certified()
    job = world.submit([1.0] * 60)
    checked = drawn_and_judged(world, job, 1, "unsure")
    found = certificate(world, job)
    assert (found["accepted"], found["checked"], found["wrong"]) == (60, checked, 1)
    units = world.store.units(job.id)
    left = [unit for unit in units if unit.result.verification is Verification.UNVERIFIED]
    assert len(left) == 1, "nobody is sure of it: it does not go out as verified"


def test_extra_checks_speak_for_their_lot(world: Any) -> None:
    """Drawn at random from it, whichever of them counts for the guarantee."""
    world.certified()
    job = world.submit([1.0] * 60)
    drawn = world.checks(job)
    assert {check.origin for check in drawn} == {"spot_check", "extra"}
    drawn_and_judged(world, job)
    assert certificate(world, job)["checked"] == len(drawn)


def test_checks_of_what_was_not_accepted_say_nothing_of_a_lot(world: Any) -> None:
    world.certified()
    world.clock.advance(15 * 86400.0)  # stale: one level narrower
    job = world.submit([0.5] * 30 + [0.3] * 30)
    assert len(world.accepted(job)) == 30
    world.judge_all()
    accepted = world.accepted(job)
    assert certificate(world, job)["checked"] == sum(check.unit_id in accepted for check in world.checks(job))


def test_nothing_accepted_nothing_certified(world: Any, decided: Callable[..., UnitRecord]) -> None:
    first = world.submit([1.0])
    assert certificate(world, first) == "not certified"
    world.levels_declared()
    learning = world.submit([1.0])
    world.judge_all()
    assert certificate(world, learning) == "not certified"
    assert certificate(world, world.handed_in([decided("u", 1.0)])) == "not certified", "no lot yet"


def test_after_a_hold_a_lot_speaks_of_what_was_looked_at(world: Any) -> None:
    world.certified()
    job = world.submit([1.0] * 40)
    mine = [item for item in world.waiting() if item.job_id == job.id]
    world.until_alarm()
    assert {item.id for item in mine}.isdisjoint({item.id for item in world.waiting()}), "until_alarm judged them"
    units = world.store.units(job.id)
    left = [unit for unit in units if unit.verdict.outcome is Outcome.ACCEPTED]
    assert len(left) == len(mine), "the others are withdrawn"
    found = certificate(world, job)
    assert (found["accepted"], found["checked"], found["at_most_left"]) == (len(mine), len(mine), 0)


# --- what is said ----------------------------------------------------------------------------------------------------


def test_a_document_of_another_policy_is_promised_nothing(world: Any) -> None:
    world.certified()
    old = world.submit([1.0])
    assert world.guarantees.words(old).startswith("At most 50.0% of accepted units")
    world.in_force["promised"] = world.in_force["promised"].model_copy(update={"quorum": 3})
    world.levels_declared()
    for _ in range(9):
        world.submit([1.0])
    world.judge_all()
    new = world.submit([1.0])
    assert world.guarantees.words(new).startswith("At most 50.0% of accepted units")
    assert world.guarantees.words(old).startswith("not certified")


def test_a_policy_that_is_gone_keeps_its_words(world: Any) -> None:
    world.certified()
    del world.in_force["promised"]
    assert world.status().state == "certified"


def test_statuses_of_one_policy(world: Any) -> None:
    world.submit([1.0])
    assert [one.record.policy for one in world.guarantees.statuses("promised")] == ["promised"]
    assert world.guarantees.statuses("another") == []


def test_what_a_status_holds(world: Any) -> None:
    world.certified()
    world.submit([1.0] * 20)
    found = world.status().as_dict()
    assert (found["accepted"], found["state"], found["level"], found["attempt"]) == (20, "certified", 2, 1)
    assert found["open_checks"] == len(world.waiting())
    assert [level["certified"] for level in found["levels"]] == [True, True, True]
    assert found["escaped_per_1000_at_most"] == pytest.approx(375)
    assert "assumes reviewers catch every error" in found["reviewers"]


# --- two at once -----------------------------------------------------------------------------------------------------


def test_documents_decided_while_an_alarm_is_raised(world: Any, decided: Callable[..., UnitRecord]) -> None:
    """Whatever is decided before the mark that raises it is held; whatever is decided after it is not accepted."""
    world.certified()
    failed: list[ConsensusError] = []
    stop = threading.Event()
    units = [decided(f"u{at}", 1.0, index=at) for at in range(4)]
    jobs = [world.handed_in(units) for _ in range(60)]

    def hand_in() -> None:
        try:
            for job in jobs:
                world.guarantees.decided(job, units)
                stop.wait(0.002)
        except ConsensusError as error:
            failed.append(error)

    thread = threading.Thread(target=hand_in)
    thread.start()
    for _ in range(400):
        for item in world.waiting()[:3]:
            world.judge(item, "wrong")
        if world.book().record.paused_since or not thread.is_alive():
            break
    thread.join()
    world.judge_all("wrong")
    assert not failed
    record = world.book().record
    assert record.paused_since, "the alarm was raised"
    world.guarantees.tend()
    for job in jobs:
        lot = world.lot(job)
        assert len(world.checks(job)) >= (lot.probability == 1.0) * lot.eligible
        if lot.at >= record.paused_since:
            out = [
                u for u in world.store.units(job.id) if u.verdict.outcome is Outcome.ACCEPTED and u.resolution is None
            ]
            assert out == [], job.id
    assert record.accepted == sum(world.lot(job).accepted for job in jobs)


def test_two_processes_see_one_book(
    tmp_path: Path, new_world: Callable[[], Any], open_sql: Callable[[Path], Any]
) -> None:
    """An alarm stored by one process is what the other's next document finds, without being told."""
    kind = type(new_world())
    one, other = kind(open_sql(tmp_path)), kind(open_sql(tmp_path), made=5000)
    one.certified()
    other.clock.advance(1000)
    assert other.accepted(other.submit([1.0])) == {"u0"}
    one.until_alarm()
    other.clock.advance(1000)
    assert other.accepted(other.submit([1.0])) == set()
    assert other.status().state == "alarm"
    one.store.close()
    other.store.close()
