"""Tables of what reviewers say to each other, and of the keys that they chose. Importing this module puts them into
``tables.metadata``."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from consensus.storage.dialect import written_for_both
from consensus.storage.tables import metadata


def _job_id() -> Column[str]:
    """The owning job; its rows go when it goes."""
    return Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False)


# Fields of ``domain.Comment``.
comments = Table(
    "comments",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _job_id(),
    *(Column(name, String, nullable=False) for name in ("item_id", "unit_id")),
    Column("round", Integer, nullable=False),
    *(Column(name, String, nullable=False) for name in ("author", "kind", "addressee", "at")),
    Column("text", Text, nullable=False),
    Index("ix_comments_item", "item_id", "number"),
    Index("ix_comments_job", "job_id"),
    sqlite_autoincrement=True,
)

# Fields of ``domain.Assignment``. twin: of its item then; what is alike waits with it. ended: 1 for one that is over
# before its time.
assignments = Table(
    "assignments",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _job_id(),
    Column("item_id", String, nullable=False),
    Column("round", Integer, nullable=False),
    *(Column(name, String, nullable=False) for name in ("twin", "asker", "asked", "person", "asked_at", "until")),
    *(Column(name, Integer, nullable=False) for name in ("answered", "ended")),
    Index("ix_assignments_job", "job_id"),
    Index("ix_assignments_person", "person", "until"),
    Index("ix_assignments_asker", "asker", "until"),
    sqlite_autoincrement=True,
)

# person: in lower case. chosen: a JSON object of the keys that are not the default ones, by what they do.
reviewer_keys = Table(
    "reviewer_keys",
    metadata,
    Column("person", String, primary_key=True),
    Column("chosen", Text, nullable=False),
)

written_for_both(metadata)
