"""Tables of the rates that are watched, of their alarms, and of requests that are asked again."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from consensus.storage.dialect import written_for_both
from consensus.storage.tables import metadata

#: What names a stream.
STREAM = ("model", "series", "slice", "rate")


def _job_id(*, primary_key: bool = False) -> Column[str]:
    """The owning job; its rows go when it goes."""
    return Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False)


# Jobs, and units of them with a blind audit (else ""), that were counted.
counted_jobs = Table(
    "counted_jobs",
    metadata,
    _job_id(primary_key=True),
    Column("unit_id", String, primary_key=True),
)

# Fields of ``domain.RateStanding``.
rate_streams = Table(
    "rate_streams",
    metadata,
    *(Column(name, String, primary_key=True) for name in STREAM),
    *(Column(name, Integer, nullable=False) for name in ("start", "documents", "part", "units")),
    Column("watch", Text, nullable=False),
    *(Column(name, String, nullable=False) for name in ("first", "last")),
)

# Counts alone, no text: they outlive their jobs, or deleting a document would change what was noticed.
rate_counts = Table(
    "rate_counts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    *(Column(name, String, nullable=False) for name in (*STREAM, "job_id", "unit_id")),
    *(Column(name, Integer, nullable=False) for name in ("part", "units")),
    Column("at", String, nullable=False),
    UniqueConstraint(*STREAM, "job_id", "unit_id", name="uq_rate_counts_once"),
    Index("ix_rate_counts_stream", *STREAM, "number", "part", "units"),
    sqlite_autoincrement=True,
)

# Fields of ``domain.RateAlarm``.
rate_alarms = Table(
    "rate_alarms",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    *(Column(name, String, nullable=False) for name in (*STREAM, "raised_at", "since")),
    *(
        Column(name, Integer, nullable=False)
        for name in ("before_part", "before_units", "after_part", "after_units", "documents")
    ),
    sqlite_autoincrement=True,
)

# The fixed set of each model: calls of the journal, as long as their jobs are kept.
replay_set = Table(
    "replay_set",
    metadata,
    Column("model", String, primary_key=True),
    Column("call_id", String, primary_key=True),
    _job_id(),
    Column("draw", String, nullable=False),
    Index("ix_replay_set_job", "job_id"),
)

# counts, changed: JSON, in the fields of ``domain.Replay``.
replays = Table(
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
)

# The journal of replays: each call is written before it is sent. call: JSON; what it costs is in the books besides.
replay_calls = Table(
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
)

written_for_both(metadata)
