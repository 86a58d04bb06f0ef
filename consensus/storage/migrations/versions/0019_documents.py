"""Review in the order of documents: its indexes, who opened which document, and decisions by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Texts sort by their characters' codes on PostgreSQL too.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
WAITING = sa.text("state <> 'resolved' AND kind <> 'gold'")

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_openings",
        sa.Column("job_id", TEXT, sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, nullable=False),
        sa.Column("person", TEXT, primary_key=True),
        sa.Column("opened_at", TEXT, nullable=False),
    )
    for name, columns in (("ix_items_document", ["place"]), ("ix_items_job_document", ["job_id", "place"])):
        op.create_index(name, "items", columns, sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index("ix_decisions_day", "decisions", ["reviewer", "decided_at"])
