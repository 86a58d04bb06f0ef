"""Review: what the queue is filtered by, rounds, every decision kept, drafts, and counts that need no scan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OLD = "id, job_id, unit_id, state, version, priority, place, owner, claimed_at, lease_until"

TRIGGERS = (
    """CREATE TRIGGER items_counted_in AFTER INSERT ON items WHEN NEW.kind <> 'gold' BEGIN
INSERT INTO item_counts (job_id, state, n) VALUES (NEW.job_id, NEW.state, 1)
ON CONFLICT (job_id, state) DO UPDATE SET n = n + 1;
END""",
    """CREATE TRIGGER items_counted_over AFTER UPDATE OF state ON items WHEN OLD.state <> NEW.state
AND NEW.kind <> 'gold' BEGIN
UPDATE item_counts SET n = n - 1 WHERE job_id = OLD.job_id AND state = OLD.state;
INSERT INTO item_counts (job_id, state, n) VALUES (NEW.job_id, NEW.state, 1)
ON CONFLICT (job_id, state) DO UPDATE SET n = n + 1;
END""",
    """CREATE TRIGGER items_counted_out AFTER DELETE ON items WHEN OLD.kind <> 'gold' BEGIN
UPDATE item_counts SET n = n - 1 WHERE job_id = OLD.job_id AND state = OLD.state;
END""",
)


def upgrade() -> None:
    """SQLite cannot widen a constraint, so the items are written anew; then what belongs to them."""
    for name in ("ix_items_queue", "ix_items_job_queue", "ix_items_owner"):
        op.drop_index(name, table_name="items")
    op.rename_table("items", "items_0001")
    _items()
    _counts_decisions_drafts()
    for trigger in TRIGGERS:
        op.execute(trigger)
    op.execute(f"INSERT INTO items ({_OLD}) SELECT {_OLD} FROM items_0001")
    op.drop_table("items_0001")
    _indexes()


def _job_id(*, primary_key: bool = False) -> sa.Column[str]:
    owner = sa.ForeignKey("jobs.id", ondelete="CASCADE")
    return sa.Column("job_id", sa.String, owner, primary_key=primary_key, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False, server_default="")


def _items() -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.String, primary_key=True),
        _job_id(),
        sa.Column("unit_id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False, server_default="review"),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("priority", sa.Float, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        _text("owner"),
        sa.Column("claimed_at", sa.String),
        sa.Column("lease_until", sa.String),
        sa.Column("round", sa.Integer, nullable=False, server_default="1"),
        _text("barred"),
        *(_text(name) for name in ("languages", "field", "reason", "risk", "since", "twin")),
        sa.UniqueConstraint("job_id", "unit_id", "kind", name="uq_items_unit"),
    )


def _counts_decisions_drafts() -> None:
    op.create_table(
        "item_counts",
        _job_id(primary_key=True),
        sa.Column("state", sa.String, primary_key=True),
        sa.Column("n", sa.Integer, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        _job_id(),
        sa.Column("item_id", sa.String, nullable=False),
        sa.Column("reviewer", sa.String, nullable=False),
        sa.Column("undone", sa.Integer, nullable=False, server_default="0"),
        sa.Column("source", sa.Integer, nullable=False, server_default="0"),
        sa.Column("after", sa.Integer, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "drafts",
        _job_id(),
        sa.Column("item_id", sa.String, primary_key=True),
        sa.Column("reviewer", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("draft", sa.Text, nullable=False),
    )


def _indexes() -> None:
    waiting = sa.text("state <> 'resolved' AND kind <> 'gold'")
    first = sa.text("priority DESC")
    op.create_index("ix_items_queue", "items", [first, "place"], sqlite_where=waiting)
    for name, column in (("job", "job_id"), ("languages", "languages"), ("field", "field"), ("reason", "reason")):
        op.create_index(f"ix_items_{name}_queue", "items", [column, first, "place"], sqlite_where=waiting)
    op.create_index("ix_items_owner", "items", ["owner", "place"], sqlite_where=sa.text("state = 'claimed'"))
    op.create_index("ix_items_twin", "items", ["job_id", "twin"], sqlite_where=sa.text("state = 'open'"))
    op.create_index("ix_items_gold", "items", ["place"], sqlite_where=sa.text("kind = 'gold'"))
    op.create_index("ix_decisions_reviewer", "decisions", ["reviewer", "number"])
    op.create_index("ix_decisions_item", "decisions", ["item_id", "number"])
    op.create_index("ix_decisions_source", "decisions", ["source"], sqlite_where=sa.text("source <> 0"))
    op.create_index("ix_decisions_job", "decisions", ["job_id"])
    op.create_index("ix_drafts_job", "drafts", ["job_id"])
