"""Answers given to other programs are found again by their id, and by what was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table

from consensus.storage.dialect import written_for_both

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

metadata = MetaData()

jobs = Table("jobs", metadata, Column("id", String, primary_key=True))

answers = Table(
    "answers",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    *(Column(name, String, nullable=False) for name in ("tenant", "key_id", "question", "model", "created_at")),
    Index("ix_answers_question", "tenant", "question", "number"),
    Index("ix_answers_job", "job_id"),
)

written_for_both(metadata)


def upgrade() -> None:
    connection: sa.Connection = op.get_bind()
    answers.create(connection)
