"""Translation memories of other programs can be imported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "memory",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        *(
            sa.Column(name, sa.String, nullable=False)
            for name in ("origin", "source_lang", "target_lang", "data_class")
        ),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("source", "target")),
        sa.Column("source_digest", sa.String, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("changed_at", "imported_at")),
    )
    op.create_index("ix_memory_source", "memory", ["source_digest", "source_lang", "target_lang"])
    op.create_index("ix_memory_origin", "memory", ["origin"])
