"""The table of answers given to other programs. Importing this module puts it into ``tables.metadata``."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from consensus.storage.dialect import written_for_both
from consensus.storage.tables import metadata

# question: digest of what was asked, of whom and under which policy. Several answers may lead to one job.
answers = Table(
    "answers",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    *(Column(name, String, nullable=False) for name in ("tenant", "key_id", "question", "model", "created_at")),
    Index("ix_answers_question", "tenant", "question", "number"),
    Index("ix_answers_job", "job_id"),
)

written_for_both(metadata)
