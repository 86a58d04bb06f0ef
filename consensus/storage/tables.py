"""The tables, as the newest migration leaves them. A test compares the two.

Values of the domain are kept whole, as JSON text; what is searched or guarded has a column of its own.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from consensus.storage.dialect import written_for_both
from consensus.storage.triggers import counted_by

#: The newest migration in ``migrations/versions``. A database that says so is opened without loading Alembic.
HEAD = "0024"

metadata = MetaData()

#: What lists of jobs say of documents and policies; "" for a language that is not given.
NAMED = ("name", "task", "source_lang", "target_lang", "policy_name")

jobs = Table(
    "jobs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", String, nullable=False),
    Column("ended_at", String),
    Column("error", Text, nullable=False, server_default=""),
    Column("document", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("panel", Text, nullable=False),
    *(Column(name, String, nullable=False, server_default="") for name in NAMED),
    # Lists are read from this index: a row holds the whole document.
    Index("ix_jobs_lines", "number", "id", "state", "created_at", "path", *NAMED),
    sqlite_autoincrement=True,
)


def _job_id(*, primary_key: bool = False) -> Column[str]:
    """The owning job; its rows go when it goes."""
    return Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False)


units = Table(
    "units",
    metadata,
    _job_id(primary_key=True),
    Column("unit_id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("answers", Text),
    Column("agreement", Text),
    Column("findings", Text),
    Column("verdict", Text),
    Index("ix_units_order", "job_id", "position"),
)

resolutions = Table(
    "resolutions",
    metadata,
    _job_id(primary_key=True),
    Column("unit_id", String, primary_key=True),
    Column("item_id", String, nullable=False),
    Column("resolution", Text, nullable=False),
)

# What is searched and counted of a unit, computed by ``storage.unit_index``. outcome, rule, score: of the verdict, NULL
# before there is one. decided_at: of the resolution, NULL where there is none. errors: that a judge found, NULL without
# a judge. votes, noted: JSON texts that are alike in many units, read as wholes. place, value: case-folded.
unit_index = Table(
    "unit_index",
    metadata,
    Column("job_id", String, primary_key=True),
    Column("unit_id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("outcome", String),
    Column("rule", String),
    Column("verification", String, nullable=False),
    Column("decided_at", String),
    Column("score", Float),
    Column("errors", Float),
    Column("votes", Text),
    Column("noted", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("value", Text, nullable=False),
    ForeignKeyConstraint(["job_id", "unit_id"], ["units.job_id", "units.unit_id"], ondelete="CASCADE"),
    Index("ix_unit_index_counts", "job_id", "position", "outcome", "verification", "decided_at", "rule"),
    sqlite_with_rowid=False,
)


def _text(name: str) -> Column[str]:
    return Column(name, String, nullable=False, server_default="")


#: What a queue index holds. Queries must say these words, or SQLite does not use the index.
WAITING = "state <> 'resolved' AND kind <> 'gold'"


def _queue(name: str, *before: str) -> Index:
    """An index that walks what waits in its order, within one value of the columns before."""
    return Index(name, *before, text("priority DESC"), "place", sqlite_where=text(WAITING))


# place holds job number and position in one integer, so that one index walks the queue in document order.
# barred: who decided it in an earlier round, each between line feeds.
items = Table(
    "items",
    metadata,
    Column("id", String, primary_key=True),
    _job_id(),
    Column("unit_id", String, nullable=False),
    Column("kind", String, nullable=False, server_default="review"),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("priority", Float, nullable=False),
    Column("place", Integer, nullable=False),
    _text("owner"),
    Column("claimed_at", String),
    Column("lease_until", String),
    Column("round", Integer, nullable=False, server_default="1"),
    _text("barred"),
    *(_text(name) for name in ("languages", "field", "reason", "risk", "since", "twin")),
    UniqueConstraint("job_id", "unit_id", "kind", name="uq_items_unit"),
    _queue("ix_items_queue"),
    _queue("ix_items_job_queue", "job_id"),
    _queue("ix_items_languages_queue", "languages"),
    _queue("ix_items_field_queue", "field"),
    _queue("ix_items_reason_queue", "reason"),
    # What waits in the order of documents, and of one document.
    Index("ix_items_document", "place", sqlite_where=text(WAITING)),
    Index("ix_items_job_document", "job_id", "place", sqlite_where=text(WAITING)),
    Index("ix_items_owner", "owner", "place", sqlite_where=text("state = 'claimed'")),
    Index("ix_items_twin", "job_id", "twin", sqlite_where=text("state = 'open'")),
    Index("ix_items_gold", "place", sqlite_where=text("kind = 'gold'")),
    Index("ix_items_counts", "job_id", "state", "kind").ddl_if(dialect="postgresql"),
)

# Kept by triggers: counting a hundred thousand items at each key press would be what the reviewer waits for. A view on
# PostgreSQL, which counts them in some milliseconds.
item_counts = Table(
    "item_counts",
    metadata,
    _job_id(primary_key=True),
    Column("state", String, primary_key=True),
    Column("n", Integer, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _job_id(),
    Column("item_id", String, nullable=False),
    Column("reviewer", String, nullable=False),
    Column("undone", Integer, nullable=False, server_default="0"),
    Column("source", Integer, nullable=False, server_default="0"),
    Column("after", Integer, nullable=False),
    Column("decision", Text, nullable=False),
    Column("decided_at", String, nullable=False, server_default=""),
    Index("ix_decisions_reviewer", "reviewer", "number"),
    Index("ix_decisions_day", "reviewer", "decided_at"),
    Index("ix_decisions_item", "item_id", "number"),
    Index("ix_decisions_source", "source", sqlite_where=text("source <> 0")),
    Index("ix_decisions_job", "job_id"),
    sqlite_autoincrement=True,
)

drafts = Table(
    "drafts",
    metadata,
    _job_id(),
    Column("item_id", String, primary_key=True),
    Column("reviewer", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("draft", Text, nullable=False),
    Index("ix_drafts_job", "job_id"),
)


def _amount(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


calls = Table(
    "calls",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    _job_id(),
    Column("member", String, nullable=False),
    Column("state", String, nullable=False),
    Column("fault", String),
    Column("tokens_in", Integer),
    Column("tokens_out", Integer),
    Column("cost", String),
    Column("call", Text, nullable=False),
    Column("request_digest", String),
    Column("day", String, nullable=False, server_default=""),
    *(_amount(name) for name in ("settled", "held", "unpriced", "reused")),
    Index("ix_calls_job", "job_id", "number"),
    Index("ix_calls_request", "request_digest", "number", sqlite_where=text("state = 'settled'")),
)

# What deleted jobs cost: their calls go with their content, the money stays spent.
past_costs = Table(
    "past_costs",
    metadata,
    Column("day", String, primary_key=True),
    Column("member", String, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("calls", "failed", "settled", "held", "unpriced", "reused")),
)

# What the calls of one day count for under its ceiling, those of deleted jobs too: settled + held, kept by triggers.
day_totals = Table(
    "day_totals",
    metadata,
    Column("day", String, primary_key=True),
    Column("counted", Integer, nullable=False),
)

#: Guarantees and their draw log outlive their jobs: deleting a document must not change what its audits said.
guarantees = Table(
    "guarantees",
    metadata,
    Column("policy", String, primary_key=True),
    Column("slice", String, primary_key=True),
    Column("record", Text, nullable=False),
)

# Fields of ``domain.Batch``. sizes, delivered: JSON lists. accepted: units, as ``Batch.accepted``.
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

# verdict: the only text, as JSON, until the batch closes or the job is deleted.
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
    # Entries of the draw log are counted in this index alone.
    Index("ix_audits_batch", "batch", "drawn_for", "judgement", "spoiled", "due_at", "judged_at"),
    Index("ix_audits_open", "policy", "slice", "due_at", sqlite_where=text("judgement IS NULL")),
    Index("ix_audits_seeded", "policy", "slice", "judgement", "plain", sqlite_where=text("origin = 'seeded'")),
    Index("ix_audits_guarantee", "policy", "slice", "number"),
    Index("ix_audits_job", "job_id", "judged_at"),
    sqlite_autoincrement=True,
)

# Pairs of translation memories that were imported, in the fields of ``domain.MemoryEntry``.
memory = Table(
    "memory",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    *(Column(name, String, nullable=False) for name in ("origin", "source_lang", "target_lang", "data_class")),
    *(Column(name, Text, nullable=False) for name in ("source", "target")),
    # A digest of the source: an index over long texts has a limit on PostgreSQL.
    Column("source_digest", String, nullable=False),
    *(Column(name, String, nullable=False) for name in ("changed_at", "imported_at")),
    Index("ix_memory_source", "source_digest", "source_lang", "target_lang"),
    Index("ix_memory_origin", "origin"),
)

#: At most one row. key: in hexadecimal digits; NULL where it is kept in a file outside the database.
sampling_key = Table(
    "sampling_key",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("key", String),
    CheckConstraint("number = 1", name="ck_sampling_key_one"),
)

#: Stored under its first name.
event_log = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_audit_subject", "subject", "number"),
    sqlite_autoincrement=True,
)

written_for_both(metadata)
counted_by(metadata)
