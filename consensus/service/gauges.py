"""Figures of the store for whoever watches, read when they are asked for: the queue, the review, guarantees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from consensus.domain import ItemState, Money, StoreCounts
from consensus.domain.run import RunStatus
from consensus.ports.runtime import Clock
from consensus.service.jobs.job_metrics import pair_named
from consensus.telemetry import known, observe
from consensus.telemetry.metrics import (
    BUDGET_USED,
    GUARANTEE_STATE,
    HEARTBEAT_AGE,
    QUEUE_JOBS,
    QUEUE_OLDEST,
    REVIEW_OLDEST,
    REVIEW_OPEN,
)
from consensus.telemetry.port import Reading

#: States of jobs, as metrics name them.
STATES = tuple(status.value for status in RunStatus)


class CountingStore(Protocol):
    """What the figures are counted by."""

    def counts(self, day: str) -> StoreCounts: ...


def read_gauges(store: CountingStore, clock: Clock, ceilings: Mapping[str, Money]) -> Iterator[Reading]:
    """Every figure as it is now. Raises StoreError.

    ceilings: US dollars that may be spent a day, by policy, of the jobs of this process.
    """
    now = clock.now()
    found = store.counts(now.date().isoformat())
    for state in STATES:
        yield QUEUE_JOBS, {"state": state}, found.jobs.get(state, 0)
    yield QUEUE_OLDEST, {}, _age(found.oldest_job, now)
    for item_state in (ItemState.OPEN, ItemState.CLAIMED):
        yield REVIEW_OPEN, {"state": item_state.value}, found.review.get(item_state.value, 0)
    yield REVIEW_OLDEST, {}, _age(found.oldest_review, now)
    yield HEARTBEAT_AGE, {}, found.silent
    for policy, slice_, state in found.guarantees:
        pair = pair_named(slice_)
        known("policy", [policy])
        known("pair", [pair])
        yield GUARANTEE_STATE, {"policy": policy, "pair": pair, "state": state.partition(",")[0]}, 1
    for policy, ceiling in ceilings.items():
        if ceiling > 0:
            observe(BUDGET_USED, float(found.day_spent / ceiling), policy=policy, ceiling="day")


def _age(since: str, now: datetime) -> float:
    return max(0.0, (now - datetime.fromisoformat(since)).total_seconds()) if since else 0.0
