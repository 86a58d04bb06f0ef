"""Reviewers comment on items, ask a colleague, and choose their keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

from consensus.storage.dialect import written_for_both

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

metadata = MetaData()

jobs = Table("jobs", metadata, Column("id", String, primary_key=True))


def _job_id() -> Column[str]:
    return Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False)


comments = Table(
    "comments",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _job_id(),
    *(Column(name, String, nullable=False) for name in ("item_id", "unit_id")),
    Column("round", Integer, nullable=False),
    *(Column(name, String, nullable=False) for name in ("author", "kind", "addressee", "at")),
    Column("text", Text, nullable=False),
    Index("ix_comments_item", "item_id", "number"),
    Index("ix_comments_job", "job_id"),
    sqlite_autoincrement=True,
)

assignments = Table(
    "assignments",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _job_id(),
    Column("item_id", String, nullable=False),
    Column("round", Integer, nullable=False),
    *(Column(name, String, nullable=False) for name in ("twin", "asker", "asked", "person", "asked_at", "until")),
    *(Column(name, Integer, nullable=False) for name in ("answered", "ended")),
    Index("ix_assignments_job", "job_id"),
    Index("ix_assignments_person", "person", "until"),
    Index("ix_assignments_asker", "asker", "until"),
    sqlite_autoincrement=True,
)

reviewer_keys = Table(
    "reviewer_keys",
    metadata,
    Column("person", String, primary_key=True),
    Column("chosen", Text, nullable=False),
)

written_for_both(metadata)


def upgrade() -> None:
    connection: sa.Connection = op.get_bind()
    for table in (comments, assignments, reviewer_keys):
        table.create(connection)
