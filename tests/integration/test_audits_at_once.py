"""Many people judge, take back and edit at once, and processes are killed: the log is what a recount of it finds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import Audit, Event, GuaranteeUpdate, Judgement
from consensus.domain.job import QueueFilter
from consensus.storage.store import SqlStore
from tests.audited import KEY, NOW, RECORD, Audited, Drawn, at, recount, resolution
from tests.integration.test_at_once import at_once, stores

__all__ = ["stores"]


def judged(store: SqlStore, audit: Audit, who: str, judgement: Judgement) -> bool:
    """Decide an audit's item as the service does; False where somebody else holds or decided it."""
    item = store.claim(audit.item_id, QueueFilter(), who, NOW, 900)
    if item is None:
        return False
    with store.transaction() as tx:
        if not tx.resolve(item, resolution(audit.unit_id, judgement, reviewer=who), Event(at(), who, "x", item.id)):
            return False
        record = tx.guarantee(audit.key, at()).record
        found = tx.audit(item.id)
        assert record is not None
        assert found is not None
        tx.judge(replace(found, judgement=judgement, judged_at=at(), reviewer=who))
        tx.save(GuaranteeUpdate(replace(record, documents=record.documents + 1)))
    return True


def undone(store: SqlStore, who: str) -> bool:
    """Take back the last decision of somebody."""
    made = next((one for one in store.decisions(who) if not one.undone), None)
    if made is None:
        return False
    with store.transaction() as tx:
        event = Event(at(), who, "undo", made.item_id)
        if tx.undo(made, NOW, -1, event) is None or tx.retract(made.item_id, who) is None:
            return False
        record = tx.guarantee(KEY, at()).record
        assert record is not None
        tx.save(GuaranteeUpdate(replace(record, documents=record.documents + 1)))
    return True


def drawn_batches(store: SqlStore, count: int) -> list[Drawn]:
    log = Audited(store)
    log.save()
    return [log.closed([0, 1, 2, 2], [0, 2, 3], operating=n % 3) for n in range(count)]


def test_whoever_judges_and_takes_back_at_once_the_log_is_its_recount(stores: list[SqlStore]) -> None:
    made = drawn_batches(stores[0], 6)
    drawn = [audit for one in made for audit in one.audits]

    def work(number: int) -> Counter[str]:
        chance, done, store = random.Random(number), Counter[str](), stores[number]
        for _ in range(25):
            audit = chance.choice(drawn)
            if chance.random() < 0.6:
                done["judged"] += judged(store, audit, f"r{number}", chance.choice(list(Judgement)))
            elif chance.random() < 0.7:
                done["undone"] += undone(store, f"r{number}")
            else:
                store.exported(audit.job_id, at(number))
            store.load_guarantees(at(), KEY)
        return done

    done = sum(at_once(work), Counter[str]())
    assert done["judged"] > 20
    assert done["undone"] > 5
    stored = stores[0].audits(KEY)
    (snapshot,) = stores[0].load_guarantees(at(), KEY)
    assert list(snapshot.entries) == recount([one.batch for one in made], stored, RECORD, at())
    assert snapshot.record is not None
    assert snapshot.record.documents == done.total(), "each in its own transaction, one after the other"
    assert sum(audit.changed for audit in stored) == done["undone"]
    assert sum(audit.judgement is not None for audit in stored) == done["judged"] - done["undone"]
    former = [event for audit in stored for event in stores[0].events(audit.item_id)
              if event.action == "former-judgement"]  # fmt: skip
    assert len(former) == done["undone"]
    resolved = {record.unit.id for one in made for record in stores[0].units(one.job_id) if record.resolution}
    assert resolved <= {"s0", "s2", "s3"}
    assert not any(audit.spoiled for audit in stored)


def test_a_judgement_that_two_give_at_once_is_one_persons(stores: list[SqlStore]) -> None:
    (audit, *_) = drawn_batches(stores[0], 1)[0].audits
    told = at_once(lambda number: judged(stores[number], audit, f"r{number}", Judgement.RIGHT))
    assert sum(told) == 1
    with stores[0].transaction() as tx:
        found = tx.audit(audit.item_id)
    assert found is not None
    assert (found.judgement, found.changed) == (Judgement.RIGHT, 0)


KILLED = """
import sys
from dataclasses import replace
from consensus.domain import *
from consensus.storage.store import SqlStore
from tests.audited import *
from consensus.domain.job import QueueFilter
store = SqlStore(sys.argv[1])
audits = store.audits(KEY)
item = store.claim(audits[0].item_id, QueueFilter(), "ana", NOW, 900)
(snapshot,) = store.load_guarantees(at(), KEY)
batch = store.batch_of(audits[0].job_id)[1]
print("claimed", flush=True)
with store.transaction() as tx:
    tx.guarantee(KEY, at())
    assert tx.resolve(item, resolution(item.unit_id, Judgement.RIGHT), Event(at(), "ana", "resolve", item.id))
    tx.judge(replace(audits[0], judgement=Judgement.RIGHT, judged_at=at(), reviewer="ana"))
    late = replace(audits[0], item_id="repeated", unit_id="s9")
    closed = replace(batch, id="next", place=99)
    job, unit = BatchJob("next", "next", "d"), BatchUnit("next", "next", "s9", "d", 0.5, "a")
    event = Event(at(), "ana", "test", "next")
    tx.save(GuaranteeUpdate(replace(RECORD, attempt=2), closed, (job,), (unit,), (late,), (event,)))
    print("written", flush=True)
    sys.stdin.readline()
"""


def everything(store: SqlStore) -> list[Any]:
    (snapshot,) = store.load_guarantees(at(), KEY)
    with store.transaction() as tx:
        rows = [tx.batch_jobs("next"), tx.batch_units("next"), tx.last_closed(KEY)]
    units = [record for line in store.job_lines() for record in store.units(line.id)]
    return [snapshot, store.audits(KEY), store.events(), store.decisions(), units, store.batch_of("next"), *rows]


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_is_killed_inside_a_transaction_leaves_nothing(
    new_database: Callable[[], str], kill: signal.Signals
) -> None:
    url = new_database()
    store = SqlStore(url)
    drawn_batches(store, 2)
    before = everything(store)
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    assert [process.stdout.readline().strip() for _ in range(2)] == ["claimed", "written"]
    process.send_signal(kill)
    process.communicate(timeout=60)
    assert everything(store) == before
    (audit, *_) = store.audits(KEY)
    later = store.claim(audit.item_id, QueueFilter(), "bo", NOW.replace(year=2027), 900)
    assert later is not None, "what it held is given to the next"
    store.close()
