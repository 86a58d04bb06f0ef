"""The table of what people said of answers. Importing this module puts it into ``tables.metadata``."""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlalchemy import Column, Connection, Float, ForeignKey, Index, Integer, String, Table, Text

from consensus.domain import HumanLabel
from consensus.storage.dialect import insert, written_for_both
from consensus.storage.tables import metadata

# Fields of ``domain.HumanLabel``. answers: a JSON list, without any text of theirs. chance: NULL where the decision
# does not know it: of an audit it is read from its batch, of a queue from how far its document is decided.
labels = Table(
    "labels",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("decision", Integer, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("unit_id", "item_id", "kind", "drawn")),
    Column("settles", Integer, nullable=False),
    *(Column(name, String, nullable=False) for name in ("document", "policy", "slice")),
    Column("place", Text, nullable=False),
    Column("segment", Integer, nullable=False),
    *(Column(name, String, nullable=False) for name in ("outcome", "action", "judgement", "at")),
    Column("chance", Float),
    Column("share", Float, nullable=False),
    Column("answers", Text, nullable=False),
    Index("ix_labels_job", "job_id"),
    sqlite_autoincrement=True,
)

written_for_both(metadata)


def keep_label(connection: Connection, label: HumanLabel) -> int:
    """Write what a decision says down, once; 1, or 0 where it was there. The decision is written before."""
    row = {**asdict(label), "answers": json.dumps([list(asdict(one).values()) for one in label.answers])}
    row |= {"settles": int(label.settles), "segment": int(label.segment)}
    once = insert(labels).values(**row).on_conflict_do_nothing().returning(labels.c.number)
    return len(connection.execute(once).all())
