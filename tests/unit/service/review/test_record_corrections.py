"""Accepted values corrected from the record."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.domain import ItemKind, ItemState, ReviewItem, ReviewRules
from consensus.errors import ConflictError, TooSoonError, UsageError
from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock
from tests.records import ROWS, bill


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def queue(store: SqlStore, clock: FixedClock) -> Queue:
    return Queue(store, clock)


def given(store: SqlStore, rules: ReviewRules | None = None) -> None:
    bill(store, [{"number": "F-77", "total": total, "items": ROWS} for total in (56, 65, 56.5)], rules=rules)


def price(store: SqlStore) -> Any:
    return next(one for one in store.units("job1") if one.unit.path == "items[0].price")


def test_a_correction_is_delivered_logged_and_taken_back(queue: Queue, store: SqlStore, clock: FixedClock) -> None:
    given(store)
    view = queue.next("ana")
    assert view is not None
    found = queue.records.corrections
    assert found.offered(view)["items[0].price"] == "11"
    clock.advance(1)
    found.correct(view, "items[0].price", "12")
    assert price(store).resolution.value == 12
    assert [event.action for event in store.events(f"job1/{price(store).unit.id}")] == ["correct"]
    assert "items[0].price" not in found.offered(view)
    assert found.own(view) == {"items[0].price": "12"}
    assert queue.touch(view), "the open field is still this reviewer's"
    found.take_back(view, "items[0].price")
    assert price(store).resolution is None
    assert found.offered(view)["items[0].price"] == "11"
    assert [event.action for event in store.events(f"job1/{price(store).unit.id}")][-1] == "uncorrect"


def test_a_value_that_is_not_accepted_or_not_changed_is_refused(
    queue: Queue, store: SqlStore, clock: FixedClock
) -> None:
    given(store)
    view = queue.next("ana")
    assert view is not None
    found = queue.records.corrections
    with pytest.raises(TooSoonError):
        found.correct(view, "items[0].price", "12")
    clock.advance(1)
    with pytest.raises(ConflictError):
        found.correct(view, "total", "56")
    with pytest.raises(UsageError, match="was accepted"):
        found.correct(view, "items[0].price", "11")
    with pytest.raises(UsageError):
        found.correct(view, "items[0].price", "not a number")
    with pytest.raises(ConflictError):
        found.take_back(view, "items[0].price")
    assert price(store).resolution is None


def test_what_somebody_else_corrected_is_theirs(queue: Queue, store: SqlStore, clock: FixedClock) -> None:
    given(store)
    view = queue.next("ana")
    assert view is not None
    clock.advance(1)
    queue.records.corrections.correct(view, "items[0].price", "12")
    queue.release(view)
    other = queue.next("ben")
    assert other is not None
    clock.advance(1)
    with pytest.raises(ConflictError):
        queue.records.corrections.correct(other, "items[0].price", "13")
    with pytest.raises(ConflictError):
        queue.records.corrections.take_back(other, "items[0].price")
    assert price(store).resolution.value == 12


def test_a_unit_whose_audit_waits_is_neither_offered_nor_corrected(
    queue: Queue, store: SqlStore, clock: FixedClock
) -> None:
    given(store)
    view = queue.next("ana")
    assert view is not None
    clock.advance(1)
    audit = ReviewItem("a1", "job1", price(store).unit.id, ItemState.OPEN, 1, 1.0, kind=ItemKind.CHECK)
    store.save_decisions("job1", [], [audit])
    with pytest.raises(ConflictError):
        queue.records.corrections.correct(view, "items[0].price", "12")
    assert "items[0].price" not in queue.records.corrections.offered(view)


def test_nothing_is_offered_before_the_document_is_opened(queue: Queue, store: SqlStore, clock: FixedClock) -> None:
    given(store, ReviewRules(gold_share=0.1))
    view = queue.next("ana")
    assert view is not None
    clock.advance(1)
    assert queue.records.corrections.offered(view) == {}
    with pytest.raises(ConflictError):
        queue.records.corrections.correct(view, "items[0].price", "12")
