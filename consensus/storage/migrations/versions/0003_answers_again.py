"""Calls can be found by what was sent, so that an answer within its lifetime need not be paid for again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Calls of older versions stay without a digest: they are not used again."""
    op.add_column("calls", sa.Column("request_digest", sa.String))
    settled = sa.text("state = 'settled'")
    op.create_index("ix_calls_request", "calls", ["request_digest", "number"], sqlite_where=settled)
