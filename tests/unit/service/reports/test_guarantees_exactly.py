"""Figures on guarantees where a number more or less decides what is shown."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.domain import Event, Origin
from consensus.service.reports import guarantees, insights
from consensus.service.reports.guarantees import Promises
from consensus.service.reports.insights import Share

DAY = 86400.0


def shown(world: Any) -> Any:
    (found,) = Promises(world.guarantees, world.store, world.store).all()
    return found


def evidence(world: Any) -> Any:
    return Promises(world.guarantees, world.store, world.store).evidence(shown(world))


def test_while_learning_nothing_is_promised_and_the_next_level_is_shown(world: Any) -> None:
    world.levels_declared()
    found = shown(world)
    assert (found.risk, found.escaped, found.level, found.bound, found.checks) == (None, None, 2, None, Share(0, 0))
    assert (found.between, found.missing) == (None, 30)
    assert [one.certified for one in evidence(world).levels] == [False] * 3
    assert [one.risk for one in evidence(world).levels] == [None] * 3
    assert evidence(world).bound_curve == ()
    world.submit([1.0])
    world.judge_all()
    assert shown(world).bound == pytest.approx(1.0, abs=0.05), "one check"


def test_certified_then_stale_then_all_to_people(world: Any) -> None:
    world.certified()
    found, levels = shown(world), evidence(world).levels
    assert (found.risk, found.level) == (0.5, 3)
    assert [(one.number, one.certified, one.operating) for one in levels] == [
        (1, True, False), (2, True, False), (3, True, True)
    ]  # fmt: skip
    world.clock.advance(15 * DAY)
    found, levels = shown(world), evidence(world).levels
    assert (found.status.state, found.risk, found.level) == ("stale", 0.5, 2)
    assert found.escaped is not None
    assert [one.operating for one in levels] == [False, True, False]
    world.clock.advance(8 * DAY)
    found, levels = shown(world), evidence(world).levels
    assert (found.status.state, found.risk, found.escaped) == ("stale", None, None)
    assert not any(one.operating for one in levels)


def test_the_course_of_a_level_begins_with_its_first_check(world: Any) -> None:
    world.levels_declared()
    for score in (0.9, 0.5, 0.3, 0.9):
        world.submit([score])
    world.judge_all("wrong")
    found = evidence(world)
    assert [point.checks for point in found.bound_curve] == [1, 2, 3], "of the level that is shown, the second"
    assert [point.rate for point in found.bound_curve] == [1.0, 1.0, 1.0]
    assert [one.checks for one in found.levels] == [Share(2, 2), Share(3, 3), Share(4, 4)]
    assert all(point.at for point in found.bound_curve)


@pytest.mark.parametrize(("documents", "known"), [(9, False), (10, True)])
def test_how_documents_differ_is_known_from_ten_on(world: Any, documents: int, known: bool) -> None:
    world.levels_declared()
    (first,) = world.store.job_versions(10, "")
    world.store.delete_job(first.job_id, _deleted(first.job_id))
    for at in range(documents):
        world.submit([0.9, 0.1 if at % 2 else 0.9])
    (level, *_) = evidence(world).levels
    assert (level.documents, level.within is not None) == (documents, known)
    if known:
        assert 0.5 < level.within.lower < level.coverage.value == 0.75 < level.within.upper < 1.0


def _deleted(job_id: str) -> Any:
    return Event("2030-01-01T00:00:00+00:00", "ana", "delete-job", job_id, "")


@pytest.mark.parametrize(("most", "all_seen"), [(1, False), (2, False), (3, False), (4, True)])
def test_coverage_says_whether_older_documents_are_left_out(
    world: Any, monkeypatch: pytest.MonkeyPatch, most: int, all_seen: bool
) -> None:
    monkeypatch.setattr(guarantees, "_MOST_JOBS", most)
    world.levels_declared()
    world.submit([0.9])
    world.submit([0.9])
    assert evidence(world).all_seen is all_seen


def test_documents_beyond_so_many_units_are_left_out(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.levels_declared()
    world.submit([0.9])
    assert evidence(world).all_seen
    monkeypatch.setattr(insights, "MOST_UNITS", 100)
    assert not evidence(world).all_seen


def test_only_checks_that_count_of_this_attempt_are_in_the_course(world: Any) -> None:
    world.levels_declared()
    world.submit([0.9] * 4)
    origins = [check.origin for check in world.checks()]
    assert sorted(origins) == [Origin.CALIBRATION, Origin.EXTRA, Origin.EXTRA, Origin.EXTRA]
    world.judge_all()
    assert len(evidence(world).bound_curve) == 1
    world.in_force["promised"] = world.in_force["promised"].model_copy(update={"quorum": 3})
    world.levels_declared()
    assert evidence(world).bound_curve == ()
    world.submit([0.9])
    assert evidence(world).bound_curve == (), "nobody has made it"
