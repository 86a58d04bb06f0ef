"""One unit of work: what the service reads and changes together, under the write lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from consensus.domain import (
    Audit,
    Batch,
    BatchJob,
    BatchUnit,
    Decision,
    Event,
    GuaranteeKey,
    GuaranteeRecord,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    Resolution,
    ReviewItem,
)
from consensus.domain.job import DecisionEffect, JobRecord, UnitRecord
from consensus.domain.run import Lease
from consensus.storage import decisions, draw_log, guarantees, jobs, queue, runs
from consensus.storage.database import SqlBase


class _Read:
    """What is read before it is changed, on one connection, whose transaction the caller began."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def guarantee(self, key: GuaranteeKey, at: str) -> GuaranteeSnapshot:
        guarantees.own_guarantee(self._connection, key)
        return draw_log.snapshot_of(self._connection, key, at)

    def batch(self, batch_id: str) -> Batch | None:
        return draw_log.batch_by(self._connection, batch_id)

    def batch_of(self, job_id: str) -> tuple[BatchJob, Batch] | None:
        jobs.lock_job(self._connection, job_id)
        return draw_log.batch_of(self._connection, job_id)

    def batch_jobs(self, batch_id: str) -> Sequence[BatchJob]:
        return draw_log.jobs_in(self._connection, batch_id)

    def batch_units(self, batch_id: str) -> Sequence[BatchUnit]:
        return draw_log.units_in(self._connection, batch_id)

    def first_batch(self, record: GuaranteeRecord, document: str) -> Batch | None:
        return draw_log.first_batch(self._connection, record, document)

    def last_closed(self, key: GuaranteeKey) -> tuple[int, str]:
        return draw_log.last_closed(self._connection, key)

    def audits_in(self, batch_id: str) -> Sequence[Audit]:
        return draw_log.audits_in(self._connection, batch_id)

    def job(self, job_id: str) -> JobRecord:
        return jobs.job_of(self._connection, job_id)

    def units(self, job_id: str) -> Sequence[UnitRecord]:
        return jobs.units_of(self._connection, job_id)

    def audit(self, item_id: str) -> Audit | None:
        return guarantees.audit_of(self._connection, item_id)


class SqlTransaction(_Read):
    """``ports.guarantee.Transaction``."""

    def fence(self, lease: Lease | None) -> None:
        runs.fence(self._connection, lease)

    def save(self, update: GuaranteeUpdate) -> None:
        guarantees.save_guarantee(self._connection, update)

    def save_decisions(self, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem]) -> None:
        jobs.save_decided(self._connection, job_id, records, items)

    def resolve(
        self, item: ReviewItem, resolution: Resolution, event: Event, effect: DecisionEffect | None = None
    ) -> bool:
        return queue.resolve(self._connection, item, resolution, event, effect or DecisionEffect(settled=resolution))

    def undo(self, decision: Decision, now: datetime, lease_seconds: float, event: Event) -> ReviewItem | None:
        return decisions.undo(self._connection, decision, now, lease_seconds, event)

    def add_seed(self, seed: Audit) -> None:
        guarantees.add_seed(self._connection, seed)

    def judge(self, audit: Audit) -> None:
        guarantees.judge(self._connection, audit)

    def retract(self, item_id: str, reviewer: str) -> GuaranteeKey | None:
        return guarantees.retract(self._connection, item_id, reviewer)


class SqlTransactions(SqlBase):
    """Begins transactions."""

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        with self._writing() as connection:
            yield SqlTransaction(connection)
