"""Models on trial: what they were asked, what they cost, and what people say of their answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint, text

from consensus.storage.dialect import written_for_both

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

metadata = MetaData()

jobs = Table("jobs", metadata, Column("id", String, primary_key=True))

SHOWABLE = "state IN ('open', 'claimed')"


def _job_id() -> Column[str]:
    return Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False)


trials = Table(
    "trials",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("policy", "candidate", "family", "state")),
    *(Column(name, Float, nullable=False) for name in ("share", "margin")),
    *(Column(name, Integer, nullable=False) for name in ("budget", "counted")),
    *(Column(name, String, nullable=False) for name in ("seed", "started_at", "started_by", "ended_at")),
    sqlite_autoincrement=True,
)

trial_jobs = Table(
    "trial_jobs",
    metadata,
    Column("trial", String, primary_key=True),
    Column("job_id", String, primary_key=True),
    *(Column(name, String, nullable=False) for name in ("document", "state", "why", "at")),
    *(Column(name, String, nullable=False) for name in ("owner", "lease_until")),
    UniqueConstraint("trial", "document", name="uq_trial_jobs_document"),
    Index("ix_trial_jobs_state", "state"),
)

trial_calls = Table(
    "trial_calls",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("trial", "job_id", "state", "fault")),
    *(Column(name, Integer, nullable=False) for name in ("counted", "tokens_in", "tokens_out")),
    Column("latency", Float, nullable=False),
    Index("ix_trial_calls_trial", "trial", "job_id"),
    sqlite_autoincrement=True,
)

trial_call_texts = Table(
    "trial_call_texts",
    metadata,
    Column("id", String, primary_key=True),
    _job_id(),
    Column("call", Text, nullable=False),
    Index("ix_trial_call_texts_job", "job_id"),
)

trial_pairs = Table(
    "trial_pairs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("trial", "job_id", "unit_id", "document")),
    *(Column(name, String, nullable=False) for name in ("task", "languages", "type")),
    Column("position", Integer, nullable=False),
    Column("state", String, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("version", "swapped", "split")),
    *(Column(name, Text, nullable=False) for name in ("alike", "answered")),
    *(Column(name, String, nullable=False) for name in ("compared", "why", "owner", "lease_until")),
    *(Column(name, String, nullable=False) for name in ("asked_at", "shown_at", "judged_at")),
    UniqueConstraint("trial", "job_id", "unit_id", name="uq_trial_pairs_unit"),
    Index("ix_trial_pairs_trial", "trial", "number"),
    Index("ix_trial_pairs_open", "number", sqlite_where=text(SHOWABLE)),
    Index("ix_trial_pairs_owner", "owner", "judged_at"),
    sqlite_autoincrement=True,
)

trial_texts = Table(
    "trial_texts",
    metadata,
    Column("id", String, primary_key=True),
    _job_id(),
    Column("answers", Text, nullable=False),
    Index("ix_trial_texts_job", "job_id"),
)

written_for_both(metadata)


def upgrade() -> None:
    connection: sa.Connection = op.get_bind()
    for table in (trials, trial_jobs, trial_calls, trial_call_texts, trial_pairs, trial_texts):
        table.create(connection)
