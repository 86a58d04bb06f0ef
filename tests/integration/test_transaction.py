"""One unit of work: all of it or nothing, one at a time, and what was read of it stays whole."""

from __future__ import annotations

import threading
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_type_hints

import pytest

from consensus import domain
from consensus.domain import (
    Action,
    AuditOutcome,
    Event,
    GuaranteeUpdate,
    ItemKind,
    ItemState,
    Judgement,
    Origin,
    Resolution,
    Seeds,
)
from consensus.domain.job import QueueFilter
from consensus.service.guarantee.audits import retract_audit, store_audit
from consensus.storage.store import SqlStore


@pytest.fixture
def promise(store: SqlStore, promised: Any) -> Any:
    """A guarantee with four audits made and one that waits."""
    made = promised(store)
    made.batches(4)
    made.batch(None)
    return made


#: After all that a guarantee was made of, and before anything of it is due.
LATER = datetime.now(UTC) + timedelta(days=1)
AT = LATER.isoformat()


def claimed(store: SqlStore) -> Any:
    (item,) = [one for one in store.items() if one.state is ItemState.OPEN and one.kind is ItemKind.CHECK]
    return store.claim(item.id, QueueFilter(), "ana", LATER, 900)


def everything(store: SqlStore, promise: Any) -> list[Any]:
    jobs = [line.id for line in store.job_lines()]
    units = [record for job_id in jobs for record in store.units(job_id)]
    return [
        store.audits(promise.key),
        store.items(),
        store.decisions(),
        store.events(),
        units,
        promise_of(promise),
    ]


def promise_of(promise: Any) -> Any:
    (snapshot,) = promise.store.load_guarantees(AT, promise.key)
    return snapshot


def decision(item: Any) -> tuple[Resolution, Event]:
    made = Resolution(item.unit_id, Action.CHOSEN, "ana", "Antwort", AT, AT, "maker1/model", judgement="right")
    return made, Event(AT, "ana", "resolve", item.id)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_transaction_that_fails_has_changed_nothing(store: SqlStore, promise: Any, steps: int) -> None:
    item = claimed(store)
    made, event = decision(item)
    before = everything(store, promise)

    def work() -> None:
        with store.transaction() as tx:
            assert tx.resolve(item, made, event)
            if steps > 1:
                store_audit(tx, item, AuditOutcome(Judgement.RIGHT), made.decided_at, "ana")
            if steps > 2:
                retract_audit(tx, item.id, event)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        work()
    assert everything(store, promise) == before
    assert claimed_still(store, item)


def claimed_still(store: SqlStore, item: Any) -> bool:
    found = store.item(item.id)
    return (found.owner, found.version) == ("ana", item.version)


def test_an_audit_and_its_guarantee_are_stored_together_and_taken_back_together(store: SqlStore, promise: Any) -> None:
    before = promise_of(promise)
    item = claimed(store)
    made, event = decision(item)
    with store.transaction() as tx:
        assert tx.resolve(item, made, event)
        store_audit(tx, item, AuditOutcome(Judgement.RIGHT), made.decided_at, "ana")
    after = promise_of(promise)
    assert (before.open, after.open) == (1, 0)
    assert after.entries != before.entries
    assert [audit.item_id for audit in store.audits(promise.key)][4] == item.id, "the newest"
    (last, *_) = store.decisions("ana")
    with store.transaction() as tx:
        assert tx.undo(last, LATER, 900, event)
        retract_audit(tx, item.id, event)
    assert promise_of(promise) == before
    assert [audit.judgement for audit in store.audits(promise.key)][4] is None


def test_an_item_that_is_no_audit_changes_no_guarantee(store: SqlStore, promise: Any) -> None:
    (other, *_) = store.items()
    before = promise_of(promise)
    with store.transaction() as tx:
        missing = replace(other, id="nothing")
        store_audit(tx, missing, AuditOutcome(Judgement.WRONG), AT, "ana")
        retract_audit(tx, "nothing", Event(AT, "ana", "undo", "nothing"))
    assert promise_of(promise) == before


def test_a_known_error_is_an_audit_of_its_own(store: SqlStore, promise: Any) -> None:
    (audit, *_) = store.audits(promise.key)
    seed = replace(
        audit, item_id="x ana", origin=Origin.SEEDED, batch="", judgement=None, judged_at="", reviewer="", attempt=0
    )
    item, at = claimed(store), AT
    with store.transaction() as tx:
        store_audit(tx, replace(item, id="x"), AuditOutcome(Judgement.WRONG, seed), at, "ana")
    assert promise_of(promise).seeds == Seeds(1, 1)
    with store.transaction() as tx:
        retract_audit(tx, "x", Event(at, "ana", "undo", "x"))
    assert promise_of(promise).seeds == Seeds()
    assert "x ana" not in [one.item_id for one in store.audits(promise.key)]


def test_threads_and_connections_change_a_guarantee_one_after_the_other(store: SqlStore, promise: Any) -> None:
    second = SqlStore(store._engine.url.render_as_string(hide_password=False))
    stores = [store, second]
    begun = promise_of(promise).record.documents

    def work(one: SqlStore) -> None:
        for _ in range(25):
            with one.transaction() as tx:
                record = tx.guarantee(promise.key, AT).record
                assert record is not None
                tx.save(GuaranteeUpdate(replace(record, documents=record.documents + 1)))

    threads = [threading.Thread(target=work, args=(one,)) for one in (*stores, *stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert promise_of(promise).record.documents == begun + 100
    stores[1].close()


def test_no_stored_value_holds_a_function(promise: Any) -> None:
    """A value that reads through its connection raises once the transaction that it came from has ended."""
    snapshot = promise_of(promise)
    assert [one.name for one in fields(snapshot) if callable(getattr(snapshot, one.name))] == []
    values = [one for one in vars(domain).values() if isinstance(one, type) and is_dataclass(one)]
    assert len(values) > 40
    assert [
        one.__name__ for one in values if any("Callable" in str(hint) for hint in get_type_hints(one).values())
    ] == []
