"""A row that some member lacks, taken or dropped as a whole, and the record around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus import export, review
from consensus.auth.roles import Role, Roles
from consensus.domain import Candidate, Document, Field, ModelSpec, Panel, Policy, ReviewRules, Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import ConflictError, TooSoonError, UsageError
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object
from consensus.review import ReviewView
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

AT = "2026-05-01T00:00:00"
COLUMNS = {"sku": {"type": "string"}, "price": {"type": "number"}, "note": {"type": ["string", "null"]}}
LINES = {"type": "array", "items": {"type": "object", "properties": COLUMNS}}
SCHEMA: dict[str, Any] = {"type": "object", "properties": {"lines": LINES, "name": {"type": ["string", "null"]}}}
BOLT = {"sku": "Bolt", "price": 1, "note": None}
TAXI = {"sku": "Taxi", "price": 45, "note": None}
TEXT = "Bolt 1\nTaxi 45\nTaxi 54\nTram 45\nAda, Bea"


def lost_row(
    store: SqlStore, policy: Policy | None = None, names: tuple[str, ...] = ("Ada",) * 3, **other: Any
) -> None:
    """A document whose second row one of three members lacks; another has ``other`` in it."""
    rows = {"m0": [BOLT, TAXI], "m1": [BOLT, {**TAXI, **other}], "m2": [BOLT]}
    document = Document("d", "doc.txt", Task.EXTRACT, "text", TEXT, "en", None, schema=SCHEMA)
    panel = Panel("given", (ModelSpec("m0", "m0", "f0"),), "why")
    job = JobRecord("job1", document, policy or Policy(name="p", version=1), panel, "doc.txt", "done", "now")
    store.create_job(job, [])
    given = zip(rows.items(), names, strict=True)
    answers = [Candidate("d", name, f"f{name}", {"lines": lines, "name": one}) for (name, lines), one in given]
    records = decide_object(ObjectAnswers("d", TEXT, SCHEMA, answers), DecisionConfig(job.policy))
    store.save_decisions("job1", records, review.waiting_items(job, records, AT, lambda *_: 1.0))


def at(queue: Queue, store: SqlStore, clock: FixedClock, path: str, owner: str = "ana") -> ReviewView:
    """One field on screen, looked at."""
    unit = next(one.unit.id for one in store.units("job1") if one.unit.path == path)
    view = queue.open(owner, review.item_id("job1", unit))
    clock.advance(1)
    return view


def settled(store: SqlStore) -> dict[str, Any]:
    made = {record.unit.path: record.resolution for record in store.units("job1")}
    return {path: one.value for path, one in made.items() if one is not None}


def rows(store: SqlStore) -> list[Any]:
    delivered = export.delivered(SCHEMA, store.units("job1"))
    return [row["sku"] for row in delivered["lines"]]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def queue(store: SqlStore, clock: FixedClock) -> Queue:
    return Queue(store, clock)


@pytest.mark.parametrize("path", ["lines[1].sku", "lines[1].price", "lines[1].note"])
def test_a_row_is_dropped_from_any_of_its_fields(queue: Queue, store: SqlStore, clock: FixedClock, path: str) -> None:
    """From the note too, which is empty whether the row is there or not, so that its value alone says nothing."""
    lost_row(store)
    found = queue.records.rows.drop(at(queue, store, clock, path))
    assert (found.outcome.repeats, found.after) == (2, "")
    assert settled(store) == {"lines[1].sku": None, "lines[1].price": None, "lines[1].note": None}
    assert rows(store) == ["Bolt"]
    assert queue.counts() == {"open": 0, "claimed": 0, "resolved": 3}
    events = sorted((event.action, event.detail.rpartition("; ")[2]) for event in store.events())
    assert events[0] == ("resolve", "no such row")
    assert [action for action, _ in events] == ["resolve", "resolve-repeat", "resolve-repeat"]
    queue.undo("ana")
    assert settled(store) == {}, "one decision, one undo"


@pytest.mark.parametrize("path", ["lines[1].sku", "lines[1].price", "lines[1].note"])
def test_a_row_is_taken_from_any_of_its_fields(queue: Queue, store: SqlStore, clock: FixedClock, path: str) -> None:
    lost_row(store)
    found = queue.records.rows.take(at(queue, store, clock, path))
    assert (found.outcome.repeats, found.after) == (2, "")
    assert settled(store) == {"lines[1].sku": "Taxi", "lines[1].price": 45, "lines[1].note": None}
    assert rows(store) == ["Bolt", "Taxi"]


def test_a_field_in_dispute_is_asked_after_its_row_is_taken(queue: Queue, store: SqlStore, clock: FixedClock) -> None:
    lost_row(store, price=54)
    found = queue.records.rows.take(at(queue, store, clock, "lines[1].sku"))
    assert settled(store) == {"lines[1].sku": "Taxi", "lines[1].note": None}
    after = queue.open("ana", found.after)
    assert after.field is not None
    assert after.field.path == "lines[1].price"
    record = queue.records.of(after)
    assert record is not None
    assert record.record.row is None, "the row is there: its last field is decided by itself"


def test_a_row_is_taken_while_its_field_in_dispute_is_open(queue: Queue, store: SqlStore, clock: FixedClock) -> None:
    lost_row(store, price=54)
    view = at(queue, store, clock, "lines[1].price")
    found = queue.records.rows.take(view)
    assert settled(store) == {"lines[1].sku": "Taxi", "lines[1].note": None}
    assert found.after == view.item.id, "it is still this reviewer's"
    assert queue.counts() == {"open": 0, "claimed": 1, "resolved": 2}
    clock.advance(1)
    queue.choose(view, next(one.letter for one in view.letters if one.text == "54"))
    assert settled(store)["lines[1].price"] == 54


def test_a_row_in_dispute_throughout_is_decided_field_by_field(
    queue: Queue, store: SqlStore, clock: FixedClock
) -> None:
    lost_row(store, sku="Tram", note="late")
    store_before = store.queue_counts()
    view = at(queue, store, clock, "lines[1].sku")
    other = at(queue, store, clock, "lines[1].price", "ben")
    with pytest.raises(UsageError, match="differ on all its open fields"):
        queue.records.rows.take(view)
    assert (settled(store), store_before["resolved"]) == ({}, 0)
    queue.release(other)


def test_a_field_that_somebody_holds_is_left_to_them(queue: Queue, store: SqlStore, clock: FixedClock) -> None:
    lost_row(store)
    at(queue, store, clock, "lines[1].note", "ben")
    queue.records.rows.drop(at(queue, store, clock, "lines[1].sku"))
    assert sorted(settled(store)) == ["lines[1].price", "lines[1].sku"]
    assert queue.counts() == {"open": 0, "claimed": 1, "resolved": 2}


def test_what_is_no_row_in_doubt_is_not_decided_as_one(queue: Queue, store: SqlStore, clock: FixedClock) -> None:
    lost_row(store, names=("Ada", "Bea", "Cleo"))
    view = at(queue, store, clock, "name")
    for act in (queue.records.rows.take, queue.records.rows.drop):
        with pytest.raises(UsageError, match="every member has this row"):
            act(view)
    assert settled(store) == {}


def test_the_guards_of_every_decision_hold(queue: Queue, store: SqlStore, clock: FixedClock) -> None:
    lost_row(store, price=54)
    view = queue.open("ana", at(queue, store, clock, "lines[1].price").item.id)
    for act in (queue.records.rows.take, queue.records.rows.drop):
        with pytest.raises(TooSoonError):
            act(view)
    assert settled(store) == {}
    assert queue.counts() == {"open": 2, "claimed": 1, "resolved": 0}, "what was claimed for it is given back"
    clock.advance(16 * 60)
    queue.open("ben", view.item.id)
    for act in (queue.records.rows.take, queue.records.rows.drop):
        with pytest.raises(ConflictError):
            act(view)
    assert settled(store) == {}


def test_a_second_reviewer_decides_the_row_too(store: SqlStore, clock: FixedClock) -> None:
    queue = Queue(store, clock, ReviewSettings(draw=lambda *_: 0.0))
    lost_row(store, Policy(name="p", version=1, review=ReviewRules(second_share=1.0)))
    first = queue.records.rows.drop(at(queue, store, clock, "lines[1].sku"))
    assert (first.outcome.waits, settled(store)) == (True, {}), "nothing is settled before the second look"
    second = queue.records.rows.drop(at(queue, store, clock, "lines[1].sku", "ben"))
    assert (second.outcome.waits, second.outcome.repeats) == (False, 2)
    assert rows(store) == ["Bolt"]


def test_the_role_is_asked_for(store: SqlStore, clock: FixedClock) -> None:
    roles = [Roles({"ana": frozenset({Role.REVIEWER})})]
    queue = Queue(store, clock, ReviewSettings(roles=lambda: roles[0]))
    lost_row(store)
    view = at(queue, store, clock, "lines[1].sku")
    roles[0] = Roles({"ana": frozenset({Role.SUBMITTER})})
    for act in (lambda: queue.records.rows.take(view), lambda: queue.records.open(view, view.item.id)):
        with pytest.raises(UsageError, match="ana has no reviewer role"):
            act()


# --- the record ------------------------------------------------------------------------------------------------------


def test_the_record_beside_a_row_in_doubt(queue: Queue, store: SqlStore, clock: FixedClock) -> None:
    lost_row(store, price=54)
    found = queue.records.of(at(queue, store, clock, "lines[1].price"))
    assert found is not None
    row = found.record.row
    assert row is not None
    answers = [cell.answers if cell else None for cell in row.cells]
    assert [sorted(one) for one in answers if one is not None] == [["Taxi"], ["45", "54"], [""]]
    assert all(not cell.answers for cell in found.record.cells if cell not in row.cells)
    other = queue.records.of(at(queue, store, clock, "lines[1].sku"))
    assert other is not None
    assert len(other.record.waiting) == 3


def test_nothing_says_who_or_how_many_gave_an_answer(queue: Queue, store: SqlStore, clock: FixedClock) -> None:
    lost_row(store, price=54)
    told = repr(queue.records.of(at(queue, store, clock, "lines[1].price")))
    for hidden in ("m0", "m1", "m2", "support", "2 of"):
        assert hidden not in told


def test_another_field_is_opened_and_this_one_goes_back(queue: Queue, store: SqlStore, clock: FixedClock) -> None:
    lost_row(store)
    first = at(queue, store, clock, "lines[1].sku")
    there = at(queue, store, clock, "lines[1].price", "ben")
    with pytest.raises(ConflictError, match="another person holds it"):
        queue.records.open(first, there.item.id)
    assert queue.touch(first), "nothing has changed"
    queue.release(there)
    second = queue.records.open(first, there.item.id)
    assert second.field is not None
    assert second.field.path == "lines[1].price"
    assert not queue.touch(first)
    assert queue.counts() == {"open": 2, "claimed": 1, "resolved": 0}
    again = queue.records.open(second, second.item.id)
    assert queue.touch(again), "the same field stays"


def test_what_somebody_has_decided_before_is_not_offered_to_them(store: SqlStore, clock: FixedClock) -> None:
    queue = Queue(store, clock, ReviewSettings(draw=lambda *_: 0.0))
    twice = Policy(name="p", version=1, review=ReviewRules(second_share=1.0))
    lost_row(store, twice, ("Ada", "Bea", "Cleo"))
    queue.choose(at(queue, store, clock, "name"), "A")
    for owner, offered in (("ana", False), ("ben", True)):
        view = at(queue, store, clock, "lines[1].sku", owner)
        found = queue.records.of(view)
        assert found is not None
        assert ("name" in [cell.line.path for cell in found.record.waiting]) is offered
        queue.release(view)


def test_values_of_an_open_batch_are_hidden_until_it_is_closed(world: Any, decided: Callable[..., UnitRecord]) -> None:
    clock, store = world.clock, world.store
    bill = {"type": "object", "properties": {"total": {"type": "string"}, "name": {"type": "string"}}}
    document = Document("d", "bill.txt", Task.EXTRACT, "text", "Wort total.", "en", None, schema=bill)
    job = JobRecord("job1", document, world.in_force["promised"], world.panel, "bill.txt", "running", AT + "+00:00")
    store.create_job(job, [])
    world.guarantees.batches.open([job], "order-4711")
    made = [decided("total", 1.0), decided("name", 1.0, "split", index=1)]
    fields = [replace(one, unit=Field(one.unit.id, n, one.unit.id, "p", {})) for n, one in enumerate(made)]
    world.guarantees.decided(job, fields)
    roles = [Roles()]
    queue = Queue(store, clock, ReviewSettings(lambda: roles[0], reveal=world.guarantees.batches.reveal))
    view = at(queue, store, clock, "name")
    found = queue.records.of(view)
    assert found is not None
    assert found.closed
    assert "Wort total" not in repr(found)
    assert store.open_batches()
    with pytest.raises(UsageError, match="nobody who has not read it is left"):
        queue.documents.open(view)
    roles[0] = Roles({name: frozenset({Role.REVIEWER}) for name in ("ana", "ben")})
    queue.documents.open(view)
    assert not store.open_batches()
    shown = queue.records.of(view)
    assert shown is not None
    assert not shown.closed
    queue.release(view)
    theirs = queue.records.of(at(queue, store, clock, "name", "ben"))
    assert theirs is not None
    assert theirs.closed, "each person opens it"
