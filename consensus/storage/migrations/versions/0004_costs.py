"""What calls cost can be added up by day, model and job; what deleted jobs cost stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_AMOUNTS = ("settled", "held", "unpriced", "reused")

TRIGGER = """CREATE TRIGGER costs_of_deleted AFTER DELETE ON calls BEGIN
INSERT INTO past_costs (day, member, calls, failed, settled, held, unpriced, reused)
VALUES (OLD.day, OLD.member, 1, OLD.state = 'failed', OLD.settled, OLD.held, OLD.unpriced, OLD.reused)
ON CONFLICT (day, member) DO UPDATE SET calls = calls + 1, failed = failed + excluded.failed,
settled = settled + excluded.settled, held = held + excluded.held, unpriced = unpriced + excluded.unpriced,
reused = reused + excluded.reused;
END"""


def upgrade() -> None:
    """Older calls get their day and known cost; no worst case was written down for them."""
    op.add_column("calls", sa.Column("day", sa.String, nullable=False, server_default=""))
    for name in _AMOUNTS:
        op.add_column("calls", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE calls SET day = substr(json_extract(call, '$.started'), 1, 10),"
        " settled = CAST(round(coalesce(cost, 0) * 1e12) AS INTEGER),"
        " unpriced = cost IS NULL AND (state <> 'failed' OR fault = 'timeout')"
    )
    op.create_index("ix_calls_day", "calls", ["day", "settled", "held"])
    op.create_table(
        "past_costs",
        sa.Column("day", sa.String, primary_key=True),
        sa.Column("member", sa.String, primary_key=True),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in _AMOUNTS),
    )
    op.execute(TRIGGER)
