"""The key that draws checks gets a row: every process on a database draws by one. It was a file of the home, which is
imported when the home is next opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sampling_key",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("key", sa.String),
        sa.CheckConstraint("number = 1", name="ck_sampling_key_one"),
    )
