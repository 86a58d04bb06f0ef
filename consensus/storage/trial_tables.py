"""Tables of models on trial. Importing this module puts them into ``tables.metadata``.

What a trial found outlives its documents: their texts, and what was sent and answered, stand in tables of their own
that go with the job.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from consensus.storage.dialect import written_for_both
from consensus.storage.tables import metadata

#: What the index of pairs holds that a person may be shown. Queries must say these words, or SQLite does not use it.
SHOWABLE = "state IN ('open', 'claimed')"


def _job_id() -> Column[str]:
    """The owning job; its rows go when it goes."""
    return Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False)


# Fields of ``domain.trial.Trial``. counted: what its calls count for, in millionths of millionths of a US dollar.
trials = Table(
    "trials",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("policy", "candidate", "family", "state")),
    *(Column(name, Float, nullable=False) for name in ("share", "margin")),
    *(Column(name, Integer, nullable=False) for name in ("budget", "counted")),
    *(Column(name, String, nullable=False) for name in ("seed", "started_at", "started_by", "ended_at")),
    sqlite_autoincrement=True,
)

# owner, lease_until: the process that asks about it, and until when nobody else does.
trial_jobs = Table(
    "trial_jobs",
    metadata,
    Column("trial", String, primary_key=True),
    Column("job_id", String, primary_key=True),
    *(Column(name, String, nullable=False) for name in ("document", "state", "why", "at")),
    *(Column(name, String, nullable=False) for name in ("owner", "lease_until")),
    UniqueConstraint("trial", "document", name="uq_trial_jobs_document"),
    Index("ix_trial_jobs_state", "state"),
)

# Of one call: what it counts for, how long it took in seconds (0 while nobody knows), and what went wrong.
trial_calls = Table(
    "trial_calls",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("trial", "job_id", "state", "fault")),
    *(Column(name, Integer, nullable=False) for name in ("counted", "tokens_in", "tokens_out")),
    Column("latency", Float, nullable=False),
    Index("ix_trial_calls_trial", "trial", "job_id"),
    sqlite_autoincrement=True,
)

trial_call_texts = Table(
    "trial_call_texts",
    metadata,
    Column("id", String, primary_key=True),
    _job_id(),
    Column("call", Text, nullable=False),
    Index("ix_trial_call_texts_job", "job_id"),
)

# Fields of ``domain.trial.Pair``. alike, answered: JSON lists of families.
trial_pairs = Table(
    "trial_pairs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("trial", "job_id", "unit_id", "document")),
    *(Column(name, String, nullable=False) for name in ("task", "languages", "type")),
    Column("position", Integer, nullable=False),
    Column("state", String, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("version", "swapped", "split")),
    *(Column(name, Text, nullable=False) for name in ("alike", "answered")),
    *(Column(name, String, nullable=False) for name in ("compared", "why", "owner", "lease_until")),
    *(Column(name, String, nullable=False) for name in ("asked_at", "shown_at", "judged_at")),
    UniqueConstraint("trial", "job_id", "unit_id", name="uq_trial_pairs_unit"),
    Index("ix_trial_pairs_trial", "trial", "number"),
    Index("ix_trial_pairs_open", "number", sqlite_where=text(SHOWABLE)),
    Index("ix_trial_pairs_owner", "owner", "judged_at"),
    sqlite_autoincrement=True,
)

# answers: of the panel and of the candidate, as ``codec.stored_answers`` writes them.
trial_texts = Table(
    "trial_texts",
    metadata,
    Column("id", String, primary_key=True),
    _job_id(),
    Column("answers", Text, nullable=False),
    Index("ix_trial_texts_job", "job_id"),
)

written_for_both(metadata)
