"""What whoever watches reads from the database: jobs, what waits for people, guarantees, the day's spending."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from consensus.domain import Call, CallState, Segment
from consensus.domain.job import JobState, QueueFilter
from consensus.review import waiting_items
from consensus.service.gauges import read_gauges
from consensus.service.jobs.job_metrics import pair_named
from consensus.storage.store import SqlStore
from consensus.telemetry.port import Reading
from consensus.testing.fixed_clock import FixedClock

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def read(store: SqlStore, ceilings: dict[str, Decimal] | None = None) -> dict[str, float]:
    """Readings by name and labels."""

    def name(reading: Reading) -> str:
        return f"{reading[0].name} {' '.join(reading[1].values())}".strip()

    return {name(one): one[2] for one in read_gauges(store, FixedClock(AT), ceilings or {})}


def test_an_empty_store_has_figures(store: SqlStore) -> None:
    found = read(store)
    assert found["consensus_queue_jobs running"] == 0
    assert found["consensus_queue_oldest_seconds"] == 0
    assert found["consensus_review_oldest_seconds"] == 0


def test_figures_are_those_of_the_store(store: SqlStore, promised: Any) -> None:
    one = promised(store)
    job = one._job("waits")
    created = (AT - timedelta(hours=2)).isoformat()
    unit = Segment("s0", 0, "Text.", 0, 5)
    store.create_job(replace(job, state=JobState.RUNNING, created_at=created), [unit])
    store.create_job(replace(one._job("done"), created_at=(AT - timedelta(days=9)).isoformat()), [])
    record = one._record(unit, 0.5, "veto")
    since = (AT - timedelta(minutes=5)).isoformat()
    store.save_decisions("waits", [record], waiting_items(job, [record], since, lambda *_: 1.0))
    call = Call(
        "c", "waits", "a", "m", 1, "d", "[]", "p", CallState.RESERVED, AT.isoformat(), reserved_cost=Decimal("1.5")
    )
    store.record([call])
    store.enqueue_run("waits", 0, created)
    found = read(store)
    assert found["consensus_queue_jobs queued"] == 1
    assert found["consensus_queue_jobs done"] == 1
    assert found["consensus_queue_oldest_seconds"] == 7200, "one that ended does not wait"
    assert found["consensus_review_open open"] == 1
    assert found["consensus_review_oldest_seconds"] == 300
    assert found["consensus_worker_heartbeat_age_seconds"] == 0
    store.take_run("waits", created)
    found = read(store)
    assert (found["consensus_queue_jobs running"], found["consensus_queue_oldest_seconds"]) == (1, 0)
    time.sleep(0.01)
    assert 0 < read(store)["consensus_worker_heartbeat_age_seconds"] < 60
    assert store.counts(AT.date().isoformat()).day_spent == Decimal("1.5")
    assert store.counts("2026-02-28").day_spent == 0


def test_a_guarantee_has_its_state(store: SqlStore, promised: Any) -> None:
    one = promised(store)
    one.batches(20)
    assert read(store)["consensus_guarantee_state promised en-de certified"] == 1


def test_a_slice_is_a_pair_or_extraction() -> None:
    assert pair_named("en to de") == "en-de"
    assert pair_named("any to zh-Hant") == "any-zh-Hant"
    assert pair_named("Invoice of a customer") == "extraction"
    assert pair_named("Secret words to anybody") == "extraction"


def test_what_waits_is_counted_for_the_person_by_job(store: SqlStore, promised: Any) -> None:
    one = promised(store)
    for name, n in (("one", 2), ("two", 1)):
        job = one._job(name)
        units = [Segment(f"s{at}", at, f"Text {at}.", 0, 7) for at in range(n)]
        store.create_job(job, units)
        records = [one._record(unit, 0.5, "veto") for unit in units]
        store.save_decisions(name, records, waiting_items(job, records, AT.isoformat(), lambda *_: 1.0))
    anyone = QueueFilter()
    assert store.waiting_by_job(anyone, "ana", AT) == {"one": 2, "two": 1}
    claimed = store.claim_next("ben", AT, 900, wanted=QueueFilter(job_id="one"))
    assert claimed is not None
    assert store.waiting_by_job(anyone, "ana", AT) == {"one": 1, "two": 1}, "what another holds does not wait for her"
    assert store.waiting_by_job(anyone, "ben", AT) == {"one": 2, "two": 1}, "what he holds does"
    assert store.waiting_by_job(anyone, "ana", AT + timedelta(hours=1))["one"] == 2, "his claim has run out"
    assert store.waiting_by_job(QueueFilter(job_id="two"), "ana", AT) == {"two": 1}
    assert store.day_spent("2026-03-01") == 0
