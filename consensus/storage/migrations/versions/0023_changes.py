"""Rates of models are watched, and recorded requests asked again when a model changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

from consensus.storage.dialect import written_for_both

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

metadata = MetaData()

STREAM = ("model", "series", "slice", "rate")

jobs = Table("jobs", metadata, Column("id", String, primary_key=True))


def _job_id(*, primary_key: bool = False) -> Column[str]:
    return Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False)


TABLES = (
    Table("counted_jobs", metadata, _job_id(primary_key=True), Column("unit_id", String, primary_key=True)),
    Table(
        "rate_streams",
        metadata,
        *(Column(name, String, primary_key=True) for name in STREAM),
        *(Column(name, Integer, nullable=False) for name in ("start", "documents", "part", "units")),
        Column("watch", Text, nullable=False),
        *(Column(name, String, nullable=False) for name in ("first", "last")),
    ),
    Table(
        "rate_counts",
        metadata,
        Column("number", Integer, primary_key=True, autoincrement=True),
        *(Column(name, String, nullable=False) for name in (*STREAM, "job_id", "unit_id")),
        *(Column(name, Integer, nullable=False) for name in ("part", "units")),
        Column("at", String, nullable=False),
        UniqueConstraint(*STREAM, "job_id", "unit_id", name="uq_rate_counts_once"),
        Index("ix_rate_counts_stream", *STREAM, "number", "part", "units"),
        sqlite_autoincrement=True,
    ),
    Table(
        "rate_alarms",
        metadata,
        Column("number", Integer, primary_key=True, autoincrement=True),
        *(Column(name, String, nullable=False) for name in (*STREAM, "raised_at", "since")),
        *(
            Column(name, Integer, nullable=False)
            for name in ("before_part", "before_units", "after_part", "after_units", "documents")
        ),
        sqlite_autoincrement=True,
    ),
    Table(
        "replay_set",
        metadata,
        Column("model", String, primary_key=True),
        Column("call_id", String, primary_key=True),
        _job_id(),
        Column("draw", String, nullable=False),
        Index("ix_replay_set_job", "job_id"),
    ),
    Table(
        "replays",
        metadata,
        Column("number", Integer, primary_key=True, autoincrement=True),
        Column("id", String, nullable=False, unique=True),
        *(Column(name, String, nullable=False) for name in ("model", "series", "why", "prompt", "state")),
        *(Column(name, String, nullable=False) for name in ("started_at", "ended_at")),
        Column("size", Integer, nullable=False),
        *(Column(name, Text, nullable=False) for name in ("counts", "changed")),
        Index("ix_replays_series", "model", "series"),
        sqlite_autoincrement=True,
    ),
    Table(
        "replay_calls",
        metadata,
        Column("number", Integer, primary_key=True, autoincrement=True),
        Column("id", String, nullable=False, unique=True),
        Column("replay", String, nullable=False),
        _job_id(),
        Column("state", String, nullable=False),
        Column("call", Text, nullable=False),
        Index("ix_replay_calls_replay", "replay", "number"),
        Index("ix_replay_calls_job", "job_id"),
        sqlite_autoincrement=True,
    ),
)

written_for_both(metadata)


def upgrade() -> None:
    connection: sa.Connection = op.get_bind()
    for table in TABLES:
        table.create(connection)
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    whole = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
    op.add_column("served_series", sa.Column("setup", whole, nullable=False, server_default="1"))
    op.add_column("served_series", sa.Column("setup_since", text, nullable=False, server_default=""))
