"""No query looks into a JSON text any more, which PostgreSQL would do otherwise: what they looked for gets columns.

PostgreSQL begins at this number, with the tables as ``storage.tables`` has them; SQLite comes here step by step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from consensus.storage.unit_index import index_everything

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the narrow table of units anew; the caller's transaction makes it all or nothing, so it can be stopped."""
    op.drop_table("unit_index")
    op.create_table(
        "unit_index",
        sa.Column("job_id", sa.String, primary_key=True),
        sa.Column("unit_id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String) for name in ("outcome", "rule")),
        sa.Column("verification", sa.String, nullable=False),
        sa.Column("decided_at", sa.String),
        *(sa.Column(name, sa.Float) for name in ("score", "errors")),
        sa.Column("votes", sa.Text),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("noted", "place", "value")),
        sa.ForeignKeyConstraint(["job_id", "unit_id"], ["units.job_id", "units.unit_id"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    index_everything(op.get_bind())
    counted = ["job_id", "position", "outcome", "verification", "decided_at", "rule"]
    op.create_index("ix_unit_index_counts", "unit_index", counted)
    op.add_column("decisions", sa.Column("decided_at", sa.String, nullable=False, server_default=""))
    decided = "json_extract(decision, '$.resolution.decided_at')"
    op.execute(f"UPDATE decisions SET decided_at = coalesce({decided}, '') WHERE json_valid(decision)")
