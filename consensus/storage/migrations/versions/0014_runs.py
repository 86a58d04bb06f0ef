"""Who works on which job is a row, not a file of one machine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

from consensus.storage.dialect import on_postgresql, written_for_both
from consensus.storage.worker_queue import make_queue

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

metadata = MetaData()
jobs = Table("jobs", metadata, Column("id", String), Column("state", String), Column("ended_at", String))

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

rate_buckets = Table(
    "rate_buckets",
    metadata,
    Column("bucket", String, primary_key=True, nullable=False),
    Column("free_at", Float, nullable=False),
)

written_for_both(metadata)


#: The state of a job with all verdicts, when this was written.
_DONE = "done"


def upgrade() -> None:
    """Whoever works on a job while this runs is of an older version; nobody does, or the schema would not change."""
    connection = op.get_bind()
    job_runs.create(connection)
    rate_buckets.create(connection)
    status = sa.case((jobs.c.state == _DONE, _DONE), else_="cancelled")
    nothing = {"priority": 0, "attempt": 0, "cancel_requested": 0, "lease_owner": "", "lease_until": 0.0}
    nothing |= {"done": 0, "total": 0, "calls": 0, "progress": "", "error_code": "", "error": ""}
    nothing |= {"enqueued_at": "", "started_at": "", "traceparent": ""}
    old = sa.select(
        jobs.c.id,
        status,
        sa.func.coalesce(jobs.c.ended_at, ""),
        *(sa.literal(value) for value in nothing.values()),
    )
    connection.execute(sa.insert(job_runs).from_select(["job_id", "status", "ended_at", *nothing], old))
    if on_postgresql(connection):
        make_queue(connection)
