"""Proposals that were learned from people's decisions, and what was done with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, text

from consensus.storage.dialect import written_for_both

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

metadata = MetaData()
jobs = Table("jobs", metadata, Column("id", String, primary_key=True))

proposals = Table(
    "proposals",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE")),
    *(Column(name, String, nullable=False) for name in ("kind", "about", "state")),
    Column("version", Integer, nullable=False),
    Column("proposal", Text, nullable=False),
    Column("pending", Text),
    Index("ix_proposals_open", "about", unique=True, sqlite_where=text("state = 'proposed'")),
    Index("ix_proposals_job", "job_id"),
    sqlite_autoincrement=True,
)

proposal_acts = Table(
    "proposal_acts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("proposal_id", String, ForeignKey("proposals.id", ondelete="CASCADE"), nullable=False),
    *(Column(name, String, nullable=False) for name in ("state", "actor", "at")),
    Column("reason", Text, nullable=False),
    Index("ix_proposal_acts_proposal", "proposal_id", "number"),
    sqlite_autoincrement=True,
)

written_for_both(metadata)


def upgrade() -> None:
    connection: sa.Connection = op.get_bind()
    for table in (proposals, proposal_acts):
        table.create(connection)
