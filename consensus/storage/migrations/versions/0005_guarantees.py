"""Guarantees, their blind checks, and what they did with each document."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was certified before: there is nothing to carry over."""
    op.create_table(
        "guarantees",
        sa.Column("policy", sa.String, primary_key=True),
        sa.Column("slice", sa.String, primary_key=True),
        sa.Column("record", sa.Text, nullable=False),
    )
    op.create_table(
        "checks",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("item_id", sa.String, nullable=False, unique=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("job_id", "unit_id", "policy", "slice", "digest")),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("level", "frame", "accepted", "place")),
        sa.Column("drawn_at", sa.String, nullable=False),
        sa.Column("due_at", sa.String, nullable=False),
        sa.Column("judgement", sa.String),
        *(sa.Column(name, sa.String, nullable=False, server_default="") for name in ("judged_at", "reviewer")),
        sa.Column("judged", sa.Integer, nullable=False, server_default="0"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_checks_made", "checks", ["policy", "slice", "judged"])
    seeded = sa.text("origin = 'seeded'")
    op.create_index("ix_checks_seeded", "checks", ["policy", "slice", "judgement"], sqlite_where=seeded)
    op.create_index("ix_checks_job", "checks", ["job_id"])
    op.create_table(
        "lots",
        sa.Column("job_id", sa.String, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("policy", "slice", "digest")),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("level", sa.Integer),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("eligible", "accepted", "place")),
        sa.Column("probability", sa.Float, nullable=False),
        *(sa.Column(name, sa.String, nullable=False, server_default="") for name in ("exported_at", "document")),
    )
    op.create_index("ix_lots_document", "lots", ["policy", "slice", "document"])
    op.create_index("ix_lots_time", "lots", ["policy", "slice", "at", "accepted"])
