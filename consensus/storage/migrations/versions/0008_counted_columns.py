"""What is searched and counted gets columns: of a job its name, task, languages and policy, of a unit a row in a narrow
table. Before, every look at a list parsed the whole texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OF_JOBS = {
    "name": "document, '$.name'",
    "task": "document, '$.task'",
    "source_lang": "document, '$.source_lang'",
    "target_lang": "document, '$.target_lang'",
    "policy_name": "policy, '$.name'",
}


def upgrade() -> None:
    """Fill the first from what is stored; 0011 fills the second."""
    for name in _OF_JOBS:
        op.add_column("jobs", sa.Column(name, sa.String, nullable=False, server_default=""))
    values = ", ".join(
        f"{name} = coalesce(CASE WHEN json_valid({place.split(',')[0]}) THEN json_extract({place}) END, '')"
        for name, place in _OF_JOBS.items()
    )
    op.execute(f"UPDATE jobs SET {values}")
    op.create_index("ix_jobs_lines", "jobs", ["number", "id", "state", "created_at", "path", *_OF_JOBS])
    op.create_table(
        "unit_index",
        sa.Column("job_id", sa.String, primary_key=True),
        sa.Column("unit_id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String),
        sa.Column("rule", sa.String),
        sa.Column("verification", sa.String, nullable=False),
        sa.Column("decided_at", sa.String),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["job_id", "unit_id"], ["units.job_id", "units.unit_id"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    counted = ["job_id", "position", "outcome", "verification", "decided_at", "rule"]
    op.create_index("ix_unit_index_counts", "unit_index", counted)
