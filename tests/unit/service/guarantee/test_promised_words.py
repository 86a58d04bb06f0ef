"""What is said of a guarantee, of a document under it and of its export, where something of it is lacking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus.certify import State
from consensus.domain import Judgement, Origin
from consensus.domain.job import UnitRecord

DAY = 86400.0


def told(world: Any, job: Any) -> Any:
    return world.guarantees.certificate(job, world.store.units(job.id))


def test_a_status_before_levels(world: Any) -> None:
    world.submit([1.0] * 3)
    status = world.status()
    found = status.as_dict()
    assert (status.state, status.levels) == (State.LEARNING, [])
    assert (found["level"], found["levels"], found["escaped_per_1000_at_most"]) == (None, [], None)
    assert (found["reviewers"], found["paused_since"], found["state"]) == ("", None, "learning")


def test_a_status_says_since_when_it_is_paused(world: Any) -> None:
    world.certified()
    assert world.status().as_dict()["paused_since"] is None
    world.until_alarm()
    record = world.book().record
    assert world.status().as_dict()["paused_since"] == record.paused_since != ""
    certified = [level["certified"] for level in world.status().levels]
    assert certified == [True, True, False], "the alarm takes one level away"


def test_levels_that_are_not_certified_say_so(world: Any) -> None:
    world.levels_declared()
    world.submit([0.9])
    world.judge_all()
    assert [(level["checks"], level["certified"]) for level in world.status().levels] == [(1, False)] * 3


def test_words_before_a_document_is_decided(world: Any, decided: Callable[..., UnitRecord]) -> None:
    assert world.guarantees.words(world.handed_in([decided("u", 1.0)])) == "not certified", "there is no guarantee yet"
    world.certified()
    entered = world.handed_in([decided("u", 1.0)])
    assert world.guarantees.words(entered) == world.status().words, "as it will be decided"
    policy = world.in_force["promised"].model_copy(update={"quorum": 3})
    other = world.handed_in([decided("u", 1.0)], policy=policy)
    assert world.guarantees.words(other).startswith("not certified: this job was decided under another policy")


# --- the certificate of a lot and the guarantee beside it ------------------------------------------------------------


def judged(world: Any) -> Any:
    """A document of which every check was made."""
    world.certified()
    job = world.submit([1.0] * 30)
    world.judge_all()
    return job


def test_the_guarantee_stands_beside_while_it_is_certified(world: Any) -> None:
    job = judged(world)
    found = told(world, job)
    assert (found["kind"], found["guarantee"]["kind"]) == ("lot", "guarantee")
    world.clock.advance(15 * DAY)
    assert world.status().state is State.STALE
    stale = told(world, job)
    assert "guarantee" not in stale, "nothing is promised beside"
    assert stale == {key: value for key, value in found.items() if key != "guarantee"}


def test_the_guarantee_of_another_basis_is_no_promise_for_this_lot(world: Any) -> None:
    job = judged(world)
    world.in_force["promised"] = world.in_force["promised"].model_copy(update={"quorum": 3})
    world.submit([1.0])
    assert "guarantee" not in told(world, job), "another one is learning"
    world.levels_declared()
    for _ in range(9):
        world.submit([1.0])
    world.judge_all()
    assert world.status().state is State.CERTIFIED
    assert "guarantee" not in told(world, job), "another one is certified"


def test_a_lot_with_open_checks_and_no_guarantee_in_force_is_promised_nothing(world: Any) -> None:
    world.certified()
    job = world.submit([1.0] * 60)
    assert told(world, job)["kind"] == "guarantee"
    world.clock.advance(15 * DAY)
    assert told(world, job) == "not certified"


def test_seeded_errors_are_no_checks_of_a_lot(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    job = judged(world)
    before = told(world, job)
    made = world.checks(job)
    seeded = replace(made[0], origin=Origin.SEEDED, judgement=Judgement.WRONG)
    monkeypatch.setattr(world.store, "checks_of", lambda job_id: [*made, seeded])
    assert told(world, job) == before


# --- what has left the house -----------------------------------------------------------------------------------------


def test_an_export_is_noted_where_something_was_relied_on(world: Any) -> None:
    world.certified()
    job, nothing = world.submit([1.0] * 3), world.submit([0.1] * 3)
    for one in (job, nothing):
        world.guarantees.exported(one, world.store.units(one.id))
    assert (world.lot(job).exported_at != "", world.lot(nothing).exported_at) == (True, "")


def test_an_export_of_what_people_decided_relied_on_nobody(world: Any) -> None:
    world.certified()
    job = world.submit([1.0])
    while not world.checks(job):
        job = world.submit([1.0])
    world.judge_all()
    units = world.store.units(job.id)
    assert all(unit.resolution is not None for unit in units)
    world.guarantees.exported(job, units)
    assert world.lot(job).exported_at == ""


def test_a_lot_of_a_policy_that_promises_nothing_any_more_is_not_noted(world: Any) -> None:
    world.certified()
    job = world.submit([1.0] * 3)
    plain = replace(job, policy=job.policy.model_copy(update={"guarantee": "none"}))
    world.guarantees.exported(plain, world.store.units(job.id))
    assert world.lot(job).exported_at == ""
