"""Which models answered under which names is kept, and their changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Texts sort by their characters' codes, and whole numbers have 64 bits, on PostgreSQL too.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
WHOLE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "served_series",
        sa.Column("model", TEXT, primary_key=True),
        sa.Column("number", WHOLE, primary_key=True, autoincrement=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("served", "first_seen", "last_seen")),
        sa.Column("calls", WHOLE, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("fingerprint", "before")),
    )
    op.create_table(
        "served_names",
        sa.Column("model", TEXT, primary_key=True),
        sa.Column("served", TEXT, primary_key=True),
        sa.Column("last_seen", TEXT, nullable=False),
    )
