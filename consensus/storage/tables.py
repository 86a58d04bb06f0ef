"""The tables, as the newest migration leaves them. A test compares the two.

Values of the domain are kept whole, as JSON text; what is searched or guarded has a column of its own.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
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
    event,
    text,
)

#: The newest migration in ``migrations/versions``. A database that says so is opened without loading Alembic.
HEAD = "0010"

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

# What is searched and counted of a unit, computed by ``storage.unit_index``. outcome, rule: of the verdict, NULL before
# there is one. decided_at: of the resolution, NULL where there is none. place, value: case-folded.
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
    Index("ix_items_owner", "owner", "place", sqlite_where=text("state = 'claimed'")),
    Index("ix_items_twin", "job_id", "twin", sqlite_where=text("state = 'open'")),
    Index("ix_items_gold", "place", sqlite_where=text("kind = 'gold'")),
)

# Kept by triggers: counting a hundred thousand items at each key press would be what the reviewer waits for.
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
    Index("ix_decisions_reviewer", "reviewer", "number"),
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

_COUNT_IN = """INSERT INTO item_counts (job_id, state, n) VALUES (NEW.job_id, NEW.state, 1)
ON CONFLICT (job_id, state) DO UPDATE SET n = n + 1;"""
_COUNT_OUT = "UPDATE item_counts SET n = n - 1 WHERE job_id = OLD.job_id AND state = OLD.state;"
for _trigger in (
    f"items_counted_in AFTER INSERT ON items WHEN NEW.kind <> 'gold' BEGIN\n{_COUNT_IN}\nEND",
    f"""items_counted_over AFTER UPDATE OF state ON items WHEN OLD.state <> NEW.state
AND NEW.kind <> 'gold' BEGIN\n{_COUNT_OUT}\n{_COUNT_IN}\nEND""",
    f"items_counted_out AFTER DELETE ON items WHEN OLD.kind <> 'gold' BEGIN\n{_COUNT_OUT}\nEND",
):
    event.listen(metadata, "after_create", DDL(f"CREATE TRIGGER {_trigger}"))  # type: ignore[no-untyped-call]


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

for _trigger in (
    """costs_of_deleted AFTER DELETE ON calls WHEN OLD.state <> 'withdrawn' BEGIN
INSERT INTO past_costs (day, member, calls, failed, settled, held, unpriced, reused)
VALUES (OLD.day, OLD.member, 1, OLD.state = 'failed', OLD.settled, OLD.held, OLD.unpriced, OLD.reused)
ON CONFLICT (day, member) DO UPDATE SET calls = calls + 1, failed = failed + excluded.failed,
settled = settled + excluded.settled, held = held + excluded.held, unpriced = unpriced + excluded.unpriced,
reused = reused + excluded.reused;
END""",
    """calls_counted AFTER INSERT ON calls BEGIN
INSERT INTO day_totals (day, counted) VALUES (NEW.day, NEW.settled + NEW.held)
ON CONFLICT (day) DO UPDATE SET counted = counted + excluded.counted;
END""",
    """calls_counted_anew AFTER UPDATE OF settled, held ON calls BEGIN
UPDATE day_totals SET counted = counted + (NEW.settled + NEW.held) - (OLD.settled + OLD.held) WHERE day = NEW.day;
END""",
):
    event.listen(metadata, "after_create", DDL(f"CREATE TRIGGER {_trigger}"))  # type: ignore[no-untyped-call]

#: Guarantees, checks and lots outlive their jobs: deleting a document must not change what its checks said.
guarantees = Table(
    "guarantees",
    metadata,
    Column("policy", String, primary_key=True),
    Column("slice", String, primary_key=True),
    Column("record", Text, nullable=False),
)

checks = Table(
    "checks",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("item_id", String, nullable=False, unique=True),
    Column("job_id", String, nullable=False),
    Column("unit_id", String, nullable=False),
    Column("policy", String, nullable=False),
    Column("slice", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("origin", String, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("level", "frame", "accepted", "place")),
    Column("drawn_at", String, nullable=False),
    Column("due_at", String, nullable=False),
    Column("judgement", String),
    *(_text(name) for name in ("judged_at", "reviewer")),
    Column("judged", Integer, nullable=False, server_default="0"),
    Index("ix_checks_made", "policy", "slice", "judged"),
    Index("ix_checks_seeded", "policy", "slice", "judgement", sqlite_where=text("origin = 'seeded'")),
    Index("ix_checks_job", "job_id"),
    sqlite_autoincrement=True,
)

lots = Table(
    "lots",
    metadata,
    Column("job_id", String, primary_key=True),
    *(Column(name, String, nullable=False) for name in ("policy", "slice", "digest")),
    Column("attempt", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("level", Integer),
    *(Column(name, Integer, nullable=False) for name in ("eligible", "accepted", "place")),
    Column("probability", Float, nullable=False),
    _text("exported_at"),
    _text("document"),
    Index("ix_lots_document", "policy", "slice", "document"),
    Index("ix_lots_time", "policy", "slice", "at", "accepted"),
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

audit = Table(
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
