"""What people said of answers is kept beside the models that gave them, and how the unit was drawn.

Decisions of before get their rows when labels are read: only the program can compare answers.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

from consensus.storage.dialect import written_for_both

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

metadata = MetaData()

jobs = Table("jobs", metadata, Column("id", String, primary_key=True))

labels = Table(
    "labels",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("decision", Integer, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("unit_id", "item_id", "kind", "drawn")),
    Column("settles", Integer, nullable=False),
    *(Column(name, String, nullable=False) for name in ("document", "policy", "slice")),
    Column("place", Text, nullable=False),
    Column("segment", Integer, nullable=False),
    *(Column(name, String, nullable=False) for name in ("outcome", "action", "judgement", "at")),
    Column("chance", Float),
    Column("share", Float, nullable=False),
    Column("answers", Text, nullable=False),
    Index("ix_labels_job", "job_id"),
    sqlite_autoincrement=True,
)

written_for_both(metadata)


def upgrade() -> None:
    connection: sa.Connection = op.get_bind()
    labels.create(connection)
