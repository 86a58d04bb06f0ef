"""The tables, as the newest migration leaves them. A test compares the two.

Values of the domain are kept whole, as JSON text; what is searched or guarded has a column of its own.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint, text

#: The newest migration in ``migrations/versions``. A database that says so is opened without loading Alembic.
HEAD = "0001"

metadata = MetaData()

jobs = Table(
    "jobs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", String, nullable=False),
    Column("ended_at", String),
    Column("error", Text, nullable=False, server_default=""),
    Column("document", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("panel", Text, nullable=False),
    sqlite_autoincrement=True,
)


def _job_id(*, primary_key: bool = False) -> Column[str]:
    """The owning job; its rows go when it goes."""
    return Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False)


units = Table(
    "units",
    metadata,
    _job_id(primary_key=True),
    Column("unit_id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("answers", Text),
    Column("agreement", Text),
    Column("findings", Text),
    Column("verdict", Text),
    Index("ix_units_order", "job_id", "position"),
)

resolutions = Table(
    "resolutions",
    metadata,
    _job_id(primary_key=True),
    Column("unit_id", String, primary_key=True),
    Column("item_id", String, nullable=False),
    Column("resolution", Text, nullable=False),
)

# place holds job number and position in one integer, so that one index walks the queue in document order.
items = Table(
    "items",
    metadata,
    Column("id", String, primary_key=True),
    _job_id(),
    Column("unit_id", String, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("priority", Float, nullable=False),
    Column("place", Integer, nullable=False),
    Column("owner", String, nullable=False, server_default=""),
    Column("claimed_at", String),
    Column("lease_until", String),
    UniqueConstraint("job_id", "unit_id", name="uq_items_unit"),
    Index("ix_items_queue", text("priority DESC"), "place", sqlite_where=text("state <> 'resolved'")),
    Index("ix_items_job_queue", "job_id", text("priority DESC"), "place", sqlite_where=text("state <> 'resolved'")),
    Index("ix_items_owner", "owner", "place", sqlite_where=text("state = 'claimed'")),
)

calls = Table(
    "calls",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    _job_id(),
    Column("member", String, nullable=False),
    Column("state", String, nullable=False),
    Column("fault", String),
    Column("tokens_in", Integer),
    Column("tokens_out", Integer),
    Column("cost", String),
    Column("call", Text, nullable=False),
    Index("ix_calls_job", "job_id", "number"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_audit_subject", "subject", "number"),
    sqlite_autoincrement=True,
)
