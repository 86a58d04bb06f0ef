"""The guarantee, version 2: batches with their jobs and units, and audits, in place of checks and lots.

The first migration that runs on PostgreSQL as well."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Connection, Float, Index, Integer, MetaData, String, Table, Text, UniqueConstraint, text

from consensus.storage.dialect import written_for_both

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

VOID = "Void: earned under rules that let audits be left out. Learning begins anew."
#: What is kept of a guarantee of version 1: what it was about, and how it was last announced.
_KEPT = ("policy", "slice", "digest", "policy_digest", "version", "alpha", "confidence", "state")

metadata = MetaData()

batches = Table(
    "batches",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("name", "policy", "slice", "digest", "opened_at")),
    Column("commitment", String, nullable=False),
    Column("named", Integer, nullable=False),
    Column("closed_at", String, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("place", "attempt")),
    Column("scheme", String, nullable=False),
    *(Column(name, Float, nullable=False) for name in ("q", "r")),
    *(Column(name, Integer, nullable=False) for name in ("m", "cap")),
    Column("operating", Integer),
    *(Column(name, Integer, nullable=False) for name in ("accepting", "documents", "accepted")),
    *(Column(name, Text, nullable=False) for name in ("sizes", "delivered")),
    Column("certificate", String, nullable=False),
    Index("ix_batches_place", "policy", "slice", "place", unique=True, sqlite_where=text("place > 0")),
    Index("ix_batches_time", "policy", "slice", "closed_at", "accepted"),
    Index("ix_batches_name", "policy", "slice", "name"),
    sqlite_autoincrement=True,
)

batch_jobs = Table(
    "batch_jobs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("job_id", String, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("batch", "document")),
    *(Column(name, Integer, nullable=False) for name in ("repeated", "units")),
    *(Column(name, String, nullable=False) for name in ("decided_at", "exported_at")),
    Index("ix_batch_jobs_batch", "batch"),
    Index("ix_batch_jobs_document", "document"),
    sqlite_autoincrement=True,
)

batch_units = Table(
    "batch_units",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    *(Column(name, String, nullable=False) for name in ("batch", "job_id", "unit_id", "document")),
    Column("score", Float, nullable=False),
    Column("answer", String, nullable=False),
    Column("level", Integer),
    Column("repeated", Integer, nullable=False),
    Column("verdict", Text),
    UniqueConstraint("job_id", "unit_id", name="uq_batch_units_unit"),
    Index("ix_batch_units_batch", "batch"),
    sqlite_autoincrement=True,
)

audits = Table(
    "audits",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("item_id", String, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("job_id", "unit_id", "policy", "slice", "digest", "origin")),
    Column("batch", String, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("attempt", "level", "drawn_for")),
    *(Column(name, String, nullable=False) for name in ("drawn_at", "due_at")),
    Column("judgement", String),
    *(Column(name, String, nullable=False) for name in ("judged_at", "reviewer")),
    *(Column(name, Integer, nullable=False) for name in ("changed", "spoiled", "plain")),
    Index("ix_audits_batch", "batch", "drawn_for", "judgement", "spoiled", "due_at", "judged_at"),
    Index("ix_audits_open", "policy", "slice", "due_at", sqlite_where=text("judgement IS NULL")),
    Index("ix_audits_seeded", "policy", "slice", "judgement", "plain", sqlite_where=text("origin = 'seeded'")),
    Index("ix_audits_guarantee", "policy", "slice", "number"),
    Index("ix_audits_job", "job_id", "judged_at"),
    sqlite_autoincrement=True,
)

written_for_both(metadata)

# What a known error showed of reviewers stays; whether an automatic check names it was not kept.
_SEEDS = """
INSERT INTO audits (item_id, job_id, unit_id, policy, slice, digest, origin, batch, attempt, level, drawn_for, drawn_at,
due_at, judgement, judged_at, reviewer, changed, spoiled, plain)
SELECT item_id, job_id, unit_id, policy, slice, digest, origin, '', 0, 0, 0, drawn_at, due_at, judgement, judged_at,
reviewer, 0, 0, 0 FROM checks WHERE origin = 'seeded' AND judgement IS NOT NULL ORDER BY number
"""
_OPEN_CHECK = "kind = 'check' AND state <> 'resolved'"
_OTHER_ITEM = """EXISTS (SELECT 1 FROM items AS other WHERE other.job_id = items.job_id
AND other.unit_id = items.unit_id AND other.kind IN ('review', 'spot'))"""
_ACCEPTED = """EXISTS (SELECT 1 FROM unit_index WHERE unit_index.job_id = items.job_id
AND unit_index.unit_id = items.unit_id AND unit_index.outcome = 'accepted')"""


def upgrade() -> None:
    """Labels of version 1 are not carried over: which documents were related is not known of them. What they were drawn
    for waits as other units do."""
    connection = op.get_bind()
    metadata.create_all(connection)
    op.execute(_SEEDS)
    op.execute(f"DELETE FROM items WHERE {_OPEN_CHECK} AND {_OTHER_ITEM}")
    op.execute(f"UPDATE items SET kind = 'spot' WHERE {_OPEN_CHECK} AND {_ACCEPTED}")
    op.execute(f"UPDATE items SET kind = 'review' WHERE {_OPEN_CHECK}")
    _make_void(connection)
    op.drop_table("checks")
    op.drop_table("lots")


def _make_void(connection: Connection) -> None:
    """A record that cannot be read stays as it is: the doctor names it."""
    kept = sa.table("guarantees", sa.column("policy"), sa.column("slice"), sa.column("record"))
    for policy, slice_, stored in connection.execute(sa.select(kept)).all():
        try:
            old = json.loads(stored)
            new = {name: old[name] for name in _KEPT}
        except (ValueError, TypeError, LookupError):
            continue
        record = json.dumps({**new, "catch": 0.8, "void": VOID})
        this = sa.update(kept).where(kept.c.policy == policy, kept.c.slice == slice_)
        connection.execute(this.values(record=record))
