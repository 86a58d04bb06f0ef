"""Figures on reviewers: gold, spot checks, and units that are gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus.auth.roles import Role, Roles
from consensus.domain import Action, Event, ItemKind, Outcome, Policy, ReviewRules
from consensus.domain.job import UnitRecord
from consensus.errors import UsageError
from consensus.review import Reliability, ReviewerFigures
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.service.review.reviewers import PeopleReport, missed_between
from consensus.testing.fixed_clock import FixedClock

Decided = Callable[..., UnitRecord]
SPOTS = Policy(name="p", version=1, semantic="off", review=ReviewRules(spot_share=1.0))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def spots(store: Any, keep: Any, decided: Decided, count: int) -> None:
    """Accepted units, each drawn to be looked at."""
    odd = []
    for at in range(count):
        one = decided(f"u{at}", 1.0, index=at)
        odd.append(replace(one, answers=(*one.answers[:2], replace(one.answers[2], value="anders"))))
    keep(store, "job1", odd, policy=SPOTS)
    from consensus.review import waiting_items

    items = waiting_items(store.job("job1"), odd, "2026-05-01", lambda *_: 0.0)
    store.save_decisions("job1", odd, items)


def look(queue: Queue, clock: FixedClock, owner: str, text: str) -> None:
    view = queue.next(owner)
    assert view is not None
    clock.advance(1)
    queue.choose(view, next(one.letter for one in view.letters if one.text == text))


def test_spot_checks_agree_with_what_was_accepted(store: Any, clock: FixedClock, keep: Any, decided: Decided) -> None:
    spots(store, keep, decided, 3)
    queue = Queue(store, clock)
    look(queue, clock, "ana", "anders")
    for _ in range(2):
        view = queue.next("ana")
        assert view is not None
        assert view.item.kind is ItemKind.SPOT
        clock.advance(1)
        queue.choose(view, next(one.letter for one in view.letters if one.text.startswith("Wort")))
    report = queue.people.report("ana")
    assert report.spot == (2, 3)
    assert [(one.reviewer, one.decisions) for one in report.reviewers] == [("ana", 3)]
    queue.undo("ana")
    assert queue.people.report("ana").spot == (1, 2), "what was taken back is no check"


def test_a_deleted_job_leaves_nothing_to_agree_with(store: Any, clock: FixedClock, keep: Any, decided: Decided) -> None:
    spots(store, keep, decided, 1)
    queue = Queue(store, clock)
    look(queue, clock, "ana", "anders")
    store.delete_job("job1", Event(clock.now().isoformat(), "ana", "delete-job", "job1"))
    assert queue.people.report("ana").spot == (0, 0)


def test_figures_are_for_admins(store: Any, clock: FixedClock) -> None:
    roles = Roles({"ana": frozenset({Role.REVIEWER}), "sue": frozenset(Role)})
    queue = Queue(store, clock, ReviewSettings(roles=lambda: roles))
    assert queue.people.roles("ana") == {Role.REVIEWER}
    with pytest.raises(UsageError, match="no admin role"):
        queue.people.report("ana")
    assert queue.people.report("sue").spot == (0, 0)


def test_a_reviewer_rejects_a_spot(store: Any, clock: FixedClock, keep: Any, decided: Decided) -> None:
    spots(store, keep, decided, 1)
    queue = Queue(store, clock)
    view = queue.next("ana")
    assert view is not None
    clock.advance(1)
    made = queue.reject(view, view.reject_reasons[0], "major")
    assert made.resolution.action is Action.REJECTED
    assert queue.people.report("ana").spot == (0, 1)
    assert store.unit("job1", "u0").verdict.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("alpha", "units", "says"),
    [
        (None, 0, "no unit was decided blindly by two or more people"),
        (1.0, 1, "Too few to say how far reviewers agree: 1 unit decided"),
        (1.0, 19, "a value is given from 20 on"),
        (None, 20, "All labels are the same over 20 units"),
        (0.7999, 20, "alpha is 0.799 over 20 units decided blindly by two or more people (1: always the same"),
        (0.8, 20, "one person's decision can be relied upon"),
        (0.667, 2000, "alpha is 0.667 over 2,000 units"),
        (0.667, 20, "only tentative conclusions"),
        (0.6669, 20, "alone cannot be relied upon"),
        (-0.5, 20, "alpha is -0.500"),
    ],
)
def test_agreement_in_words(alpha: float | None, units: int, says: str) -> None:
    assert says in PeopleReport([], Reliability(alpha, units), (0, 0)).agreement


def test_misses_are_a_range_from_the_first_known_error_on() -> None:
    def one(missed: int, shown: int) -> ReviewerFigures:
        return ReviewerFigures("ana", 9, None, None, (0, 0), {}, 9, 0, (0, 0), (missed, shown))

    assert missed_between(one(0, 0)) is None, "nothing was shown, nothing is known"
    assert missed_between(one(0, 1)) == (0.0, pytest.approx(0.97, abs=0.03)), "one caught says next to nothing"
    lower, upper = missed_between(one(2, 2)) or (0.0, 0.0)
    assert 0.1 < lower < upper == 1.0, "two of two missed say much"
    strict, loose = missed_between(one(2, 20), 0.99), missed_between(one(2, 20), 0.9)
    assert strict is not None
    assert loose is not None
    assert strict[0] < loose[0] < loose[1] < strict[1], "the policy's confidence"
    lower, upper = missed_between(one(2, 20)) or (0.0, 0.0)
    assert 0 < lower < 0.1 < upper < 0.5
    content = PeopleReport([one(2, 20), one(0, 0)], Reliability(None, 0), (0, 0)).as_dict()
    assert [row["seeded"]["missed_between"] for row in content["reviewers"]] == [(lower, upper), None]
