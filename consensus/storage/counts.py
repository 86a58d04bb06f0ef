"""What the store holds at one moment, counted in the database whenever somebody fetches metrics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select, text

from consensus.domain import GuaranteeRecord, ItemState, Money, StoreCounts
from consensus.domain.job import QueueFilter
from consensus.domain.run import RunStatus
from consensus.storage import codec
from consensus.storage.amounts import UNITS
from consensus.storage.database import SqlBase
from consensus.storage.dialect import now_seconds, whole_sum
from consensus.storage.queue import may_take, only
from consensus.storage.run_tables import job_runs
from consensus.storage.runs import LEASE_SECONDS
from consensus.storage.tables import WAITING, day_totals, guarantees, item_counts, items

_JOBS = select(job_runs.c.status, func.count()).group_by(job_runs.c.status)
_QUEUED = select(func.min(job_runs.c.enqueued_at)).where(job_runs.c.status == RunStatus.QUEUED.value)
#: A lease lasts so long from the last heartbeat on.
_SILENT = select(now_seconds() + LEASE_SECONDS - func.min(job_runs.c.lease_until)).where(
    job_runs.c.status == RunStatus.RUNNING.value
)
_REVIEW = select(item_counts.c.state, whole_sum(item_counts.c.n)).group_by(item_counts.c.state)
_OLDEST = select(func.min(items.c.since)).where(text(WAITING), items.c.since != "")


class SqlCounts(SqlBase):
    """Counts that need no rows."""

    def counts(self, day: str) -> StoreCounts:
        """Everything at once, as one moment has it. day: YYYY-MM-DD, whose spending counts. Changes nothing."""
        spent = select(day_totals.c.counted).where(day_totals.c.day == day)
        with self._reading() as connection:
            found = connection.execute(_JOBS).all()
            review = {state: n for state, n in connection.execute(_REVIEW) if state != ItemState.RESOLVED}
            oldest = connection.execute(_OLDEST).scalar()
            queued, silent = (connection.execute(asked).scalar() for asked in (_QUEUED, _SILENT))
            counted = connection.execute(spent).scalar()
            records = [
                codec.load(GuaranteeRecord, row) for row in connection.execute(select(guarantees.c.record)).scalars()
            ]
        return StoreCounts(
            jobs={row[0]: row[1] for row in found},
            oldest_job=queued or "",
            silent=max(0.0, float(silent or 0.0)),
            review=review,
            oldest_review=oldest or "",
            day_spent=Decimal(counted or 0) / UNITS,
            guarantees=tuple((record.policy, record.slice, record.state) for record in records),
        )

    def waiting_by_job(self, wanted: QueueFilter, owner: str, now: datetime) -> Mapping[str, int]:
        mine = select(items.c.job_id, func.count()).where(text(WAITING), may_take(wanted, owner, now), *only(wanted))
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(mine.group_by(items.c.job_id))}

    def day_spent(self, day: str) -> Money:
        with self._reading() as connection:
            counted = connection.execute(select(day_totals.c.counted).where(day_totals.c.day == day)).scalar()
        return Decimal(counted or 0) / UNITS
