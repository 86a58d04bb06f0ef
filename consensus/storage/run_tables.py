"""The tables of runs, who works on which job, and of rates that all processes keep. Times of leases are seconds since
1970 by the database's clock, because those of several machines differ."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text

from consensus.storage.dialect import written_for_both
from consensus.storage.tables import metadata

job_runs = Table(
    "job_runs",
    metadata,
    Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, nullable=False),
    Column("status", String, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("priority", "attempt", "cancel_requested")),
    Column("lease_owner", String, nullable=False),
    Column("lease_until", Float, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("done", "total", "calls")),
    *(Column(name, Text, nullable=False) for name in ("progress", "error_code", "error")),
    *(Column(name, String, nullable=False) for name in ("enqueued_at", "started_at", "ended_at", "traceparent")),
    Index("ix_job_runs_queue", "status", "priority", "enqueued_at"),
)

#: free_at: from when on the host may be asked again, in seconds since 1970 by the database's clock.
rate_buckets = Table(
    "rate_buckets",
    metadata,
    Column("bucket", String, primary_key=True, nullable=False),
    Column("free_at", Float, nullable=False),
)

written_for_both(metadata)
