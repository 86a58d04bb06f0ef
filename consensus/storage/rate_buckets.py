"""Rates that all processes keep together: one row a host, which says from when on it may be asked again."""

from __future__ import annotations

from sqlalchemy import case, text

from consensus.storage.database import SqlBase, retried
from consensus.storage.dialect import insert, now_seconds, on_postgresql
from consensus.storage.run_tables import rate_buckets


class SqlRateBuckets(SqlBase):
    """Implements ``ports.runtime.SharedRate`` by the generic cell rate algorithm, without bursts."""

    @retried
    def reserve_time(self, bucket: str, seconds: float) -> tuple[float, float]:
        now, kept = now_seconds(), rate_buckets.c.free_at
        first = insert(rate_buckets).values(bucket=bucket, free_at=now + seconds)
        moved = first.on_conflict_do_update(
            index_elements=["bucket"], set_={"free_at": case((kept > now, kept), else_=now) + seconds}
        )
        with self._writing() as connection:
            if on_postgresql(connection):
                # After a crash of the server some instants may be granted twice: no reason to wait for its disk.
                connection.execute(text("SET LOCAL synchronous_commit TO off"))
            row = connection.execute(moved.returning(kept - seconds, now_seconds())).one()
            return float(row[0]), float(row[1])

    @retried
    def hold_off(self, bucket: str, seconds: float) -> None:
        until, kept = now_seconds() + seconds, rate_buckets.c.free_at
        first = insert(rate_buckets).values(bucket=bucket, free_at=until)
        later = {"free_at": case((kept > until, kept), else_=until)}
        with self._writing() as connection:
            connection.execute(first.on_conflict_do_update(index_elements=["bucket"], set_=later))
