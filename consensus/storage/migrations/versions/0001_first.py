"""The first schema: jobs, units, review items, resolutions, calls and the audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    _jobs_and_units()
    _items_and_resolutions()
    _calls_and_audit()


def _job_id(*, primary_key: bool = False) -> sa.Column[str]:
    owner = sa.ForeignKey("jobs.id", ondelete="CASCADE")
    return sa.Column("job_id", sa.String, owner, primary_key=primary_key, nullable=False)


def _jobs_and_units() -> None:
    op.create_table(
        "jobs",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
        sa.Column("ended_at", sa.String),
        sa.Column("error", sa.Text, nullable=False, server_default=""),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("panel", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "units",
        _job_id(primary_key=True),
        sa.Column("unit_id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("answers", sa.Text),
        sa.Column("agreement", sa.Text),
        sa.Column("findings", sa.Text),
        sa.Column("verdict", sa.Text),
    )
    op.create_index("ix_units_order", "units", ["job_id", "position"])


def _items_and_resolutions() -> None:
    op.create_table(
        "resolutions",
        _job_id(primary_key=True),
        sa.Column("unit_id", sa.String, primary_key=True),
        sa.Column("item_id", sa.String, nullable=False),
        sa.Column("resolution", sa.Text, nullable=False),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.String, primary_key=True),
        _job_id(),
        sa.Column("unit_id", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("priority", sa.Float, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("owner", sa.String, nullable=False, server_default=""),
        sa.Column("claimed_at", sa.String),
        sa.Column("lease_until", sa.String),
        sa.UniqueConstraint("job_id", "unit_id", name="uq_items_unit"),
    )
    unresolved, claimed = sa.text("state <> 'resolved'"), sa.text("state = 'claimed'")
    first = sa.text("priority DESC")
    op.create_index("ix_items_queue", "items", [first, "place"], sqlite_where=unresolved)
    op.create_index("ix_items_job_queue", "items", ["job_id", first, "place"], sqlite_where=unresolved)
    op.create_index("ix_items_owner", "items", ["owner", "place"], sqlite_where=claimed)


def _calls_and_audit() -> None:
    op.create_table(
        "calls",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        _job_id(),
        sa.Column("member", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("fault", sa.String),
        sa.Column("tokens_in", sa.Integer),
        sa.Column("tokens_out", sa.Integer),
        sa.Column("cost", sa.String),
        sa.Column("call", sa.Text, nullable=False),
    )
    op.create_index("ix_calls_job", "calls", ["job_id", "number"])
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_subject", "audit", ["subject", "number"])
