"""What the store holds at one moment, counted in the database whenever somebody fetches metrics."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import func, select, text

from consensus.domain import GuaranteeRecord, ItemState, StoreCounts
from consensus.domain.job import ENDED
from consensus.storage import codec
from consensus.storage.amounts import UNITS
from consensus.storage.database import SqlBase
from consensus.storage.dialect import whole_sum
from consensus.storage.tables import WAITING, day_totals, guarantees, item_counts, items, jobs

_JOBS = select(jobs.c.state, func.count(), func.min(jobs.c.created_at)).group_by(jobs.c.state)
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
            counted = connection.execute(spent).scalar()
            records = [
                codec.load(GuaranteeRecord, row) for row in connection.execute(select(guarantees.c.record)).scalars()
            ]
        waiting = [since for state, _, since in found if state not in ENDED]
        return StoreCounts(
            jobs={state: n for state, n, _ in found},
            oldest_job=min(waiting, default=""),
            review=review,
            oldest_review=oldest or "",
            day_spent=Decimal(counted or 0) / UNITS,
            guarantees=tuple((record.policy, record.slice, record.state) for record in records),
        )
