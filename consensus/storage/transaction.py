"""One unit of work: what the service reads and changes together, under the write lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from consensus.domain import (
    Audit,
    Decision,
    Event,
    GuaranteeKey,
    GuaranteeRecord,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    Lot,
    Resolution,
    ReviewItem,
)
from consensus.domain.job import DecisionEffect, UnitRecord
from consensus.storage import decisions, guarantees, jobs, queue
from consensus.storage.database import SqlBase


class SqlTransaction:
    """``ports.guarantee.Transaction`` on one connection, whose transaction the caller began."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def guarantee(self, key: GuaranteeKey, at: str) -> GuaranteeSnapshot:
        guarantees.own_guarantee(self._connection, key)
        return guarantees.snapshot_of(self._connection, key, at)

    def audits(self, record: GuaranteeRecord) -> Sequence[Audit]:
        return guarantees.audits_of(self._connection, record)

    def was_decided(self, record: GuaranteeRecord, document_id: str) -> bool:
        return guarantees.was_decided(self._connection, record, document_id)

    def lot(self, job_id: str) -> Lot | None:
        jobs.own_job(self._connection, job_id)
        return guarantees.lot_of(self._connection, job_id)

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

    def audit(self, item_id: str) -> Audit | None:
        return guarantees.audit_of(self._connection, item_id)

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
