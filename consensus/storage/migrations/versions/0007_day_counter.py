"""What a day's calls count for is one row, so that a reservation adds nothing up. The triggers keep it, whichever
version of the program writes the calls. A call that was withdrawn leaves no cost behind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COUNTED = """CREATE TRIGGER calls_counted AFTER INSERT ON calls BEGIN
INSERT INTO day_totals (day, counted) VALUES (NEW.day, NEW.settled + NEW.held)
ON CONFLICT (day) DO UPDATE SET counted = counted + excluded.counted;
END"""
_COUNTED_ANEW = """CREATE TRIGGER calls_counted_anew AFTER UPDATE OF settled, held ON calls BEGIN
UPDATE day_totals SET counted = counted + (NEW.settled + NEW.held) - (OLD.settled + OLD.held) WHERE day = NEW.day;
END"""
_COSTS_OF_DELETED = """CREATE TRIGGER costs_of_deleted AFTER DELETE ON calls WHEN OLD.state <> 'withdrawn' BEGIN
INSERT INTO past_costs (day, member, calls, failed, settled, held, unpriced, reused)
VALUES (OLD.day, OLD.member, 1, OLD.state = 'failed', OLD.settled, OLD.held, OLD.unpriced, OLD.reused)
ON CONFLICT (day, member) DO UPDATE SET calls = calls + 1, failed = failed + excluded.failed,
settled = settled + excluded.settled, held = held + excluded.held, unpriced = unpriced + excluded.unpriced,
reused = reused + excluded.reused;
END"""


def upgrade() -> None:
    """Fill the rows from the journal and from what deleted jobs cost; the index that the sums needed goes."""
    op.create_table(
        "day_totals",
        sa.Column("day", sa.String, primary_key=True),
        sa.Column("counted", sa.Integer, nullable=False),
    )
    op.execute(
        "INSERT INTO day_totals (day, counted) SELECT day, sum(counted) FROM ("
        "SELECT day, settled + held AS counted FROM calls UNION ALL SELECT day, settled + held FROM past_costs"
        ") GROUP BY day"
    )
    op.drop_index("ix_calls_day", "calls")
    op.execute("DROP TRIGGER costs_of_deleted")
    for trigger in (_COSTS_OF_DELETED, _COUNTED, _COUNTED_ANEW):
        op.execute(trigger)
