"""Many decisions at once: which sets, after which sample, and the rest of a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import Candidate, Field, Finding, Severity, Task
from consensus.domain.job import QueueFilter, UnitRecord
from consensus.errors import TooSoonError, UsageError
from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

Decided = Callable[..., UnitRecord]
VETO = Finding("numbers", Severity.CRITICAL, True, "30 is missing.", "m0")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def differing(record: UnitRecord, *values: Any) -> UnitRecord:
    answers = tuple(Candidate(record.unit.id, f"m{n}", f"f{n}", value) for n, value in enumerate(values))
    assert record.verdict is not None
    return replace(record, answers=answers, verdict=replace(record.verdict, leading=values[0]))


def lines(store: SqlStore, keep: Any, decided: Decided, count: int, **odd: Any) -> None:
    units = [
        differing(decided(f"u{at:02}", 1.0, "split", index=at), f"Wort {at}.", f"Anders {at}.") for at in range(count)
    ]
    if odd:
        units[0] = replace(units[0], **odd)
    keep(store, "job1", units)


@pytest.mark.parametrize(("count", "size"), [(3, None), (4, 3), (30, 3), (39, 3), (40, 4), (101, 10)])
def test_the_sample_of_a_set(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided, count: int, size: int | None
) -> None:
    lines(store, keep, decided, count)
    bulk = Queue(store, clock).bulk
    if size is None:
        with pytest.raises(UsageError, match="too small"):
            bulk.offer("ana", QueueFilter(reason="split"))
    else:
        offer = bulk.offer("ana", QueueFilter(reason="split"))
        assert (len(offer.sample), offer.size) == (size, min(count, 100))


@pytest.mark.parametrize(
    "only",
    [{"languages": "en-de"}, {"reason": "split"}, {"risk": "normal"}, {"job_id": "job1"}],
    ids=lambda only: next(iter(only)),
)
def test_any_filter_makes_a_set(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided, only: dict[str, str]
) -> None:
    lines(store, keep, decided, 5)
    bulk = Queue(store, clock).bulk
    assert bulk.offer("ana", QueueFilter(**only)).size == 5
    with pytest.raises(UsageError, match="filtered set"):
        bulk.offer("ana", QueueFilter())


@pytest.mark.parametrize(
    ("odd", "size"),
    [
        ({}, 5),
        ({"findings": (VETO,)}, 4),
        ({"findings": (replace(VETO, veto=False),)}, 5),
        ({"findings": (replace(VETO, member="m1"),)}, 5),
        ({"answers": ()}, 4),
    ],
    ids=["all", "a check forbids it", "a check remarks on it", "a check forbids the other", "nobody gave it"],
)
def test_only_leading_answers_that_no_check_forbids(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided, odd: dict[str, Any], size: int
) -> None:
    lines(store, keep, decided, 5, **odd)
    assert Queue(store, clock).bulk.offer("ana", QueueFilter(reason="split")).size == size


def test_a_unit_without_a_leading_answer_is_in_no_set(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided
) -> None:
    one = decided("u00", 1.0, "split")
    lines(store, keep, decided, 5, verdict=replace(one.verdict, leading=None))
    assert Queue(store, clock).bulk.offer("ana", QueueFilter(reason="split")).size == 4


@pytest.mark.parametrize(("after", "soon"), [(0.0, True), (0.29, True), (0.3, False), (-5.0, False)])
def test_each_line_of_the_sample_is_looked_at(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided, after: float, soon: bool
) -> None:
    lines(store, keep, decided, 5)
    bulk = Queue(store, clock).bulk
    offer = bulk.offer("ana", QueueFilter(reason="split"))
    clock.advance(after)
    if soon:
        with pytest.raises(TooSoonError):
            bulk.judge("ana", offer, right=True)
        return
    first = offer.open_line
    told = bulk.judge("ana", offer, right=False)
    assert (told.refused, offer.refused) == (True, False)
    assert told.open_line is not first
    (event,) = store.audit_events()
    assert (event.action, event.detail) == ("bulk-sample", "wrong")


def test_a_line_decided_meanwhile_is_left_alone(
    store: SqlStore, clock: FixedClock, keep: Any, decided: Decided
) -> None:
    lines(store, keep, decided, 5)
    queue = Queue(store, clock)
    offer = queue.bulk.offer("ana", QueueFilter(reason="split"))
    for _ in offer.sample:
        clock.advance(1)
        offer = queue.bulk.judge("ana", offer, right=True)
    assert queue.bulk.judge("ana", offer, right=True) is offer, "there is no line left"
    view = queue.open("ben", offer.rest[0].item.id)
    clock.advance(1)
    queue.release(view)
    assert queue.bulk.accept("ana", offer, 5) == 4, "somebody held it in between"
    assert queue.bulk.accept("ana", offer, 5) == 0, "all are decided"


def test_the_rest_of_a_document(store: SqlStore, clock: FixedClock, keep: Any, decided: Decided) -> None:
    fields = [
        replace(decided(n, 1.0, rule, index=at), unit=Field(n, at, n, n, {}))
        for at, (n, rule) in enumerate({"x": "near_identity", "y": "split", "z": "near_identity"}.items())
    ]
    keep(store, "job1", fields, task=Task.EXTRACT)
    keep(store, "job2", [decided("a", 1.0)])
    queue = Queue(store, clock)
    assert [one.unit.id for one in queue.bulk.rest_of_document("ana", "job1")] == ["x", "z"]
    assert queue.bulk.rest_of_document("ana", "job2") == [], "of a translation each is looked at"
    assert queue.bulk.accept_rest("ana", "job1", clock.now().isoformat(), ["x", "y"]) == 1
    made = {one.unit.id: one.resolution for one in store.units("job1")}
    assert (made["x"].value, made["x"].bulk, made["y"], made["z"]) == ("Wort x.", True, None, None)
    assert [one.unit.id for one in queue.bulk.rest_of_document("ana", "job1")] == ["z"]
