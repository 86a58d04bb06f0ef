"""Tables of proposals and of what was done with them. Importing this module puts them into ``tables.metadata``."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from consensus.storage.dialect import written_for_both
from consensus.storage.tables import metadata

# job_id: whose text a proposal quotes, and with which it goes; NULL for none. about: its key, of which one at a time is
# proposed. proposal: JSON of ``domain.learned.LearnedProposal``. pending: JSON of the act under way.
proposals = Table(
    "proposals",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE")),
    *(Column(name, String, nullable=False) for name in ("kind", "about", "state")),
    Column("version", Integer, nullable=False),
    Column("proposal", Text, nullable=False),
    Column("pending", Text),
    Index("ix_proposals_open", "about", unique=True, sqlite_where=text("state = 'proposed'")),
    Index("ix_proposals_job", "job_id"),
    sqlite_autoincrement=True,
)

# Fields of ``domain.learned.ProposalAct``.
proposal_acts = Table(
    "proposal_acts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("proposal_id", String, ForeignKey("proposals.id", ondelete="CASCADE"), nullable=False),
    *(Column(name, String, nullable=False) for name in ("state", "actor", "at")),
    Column("reason", Text, nullable=False),
    Index("ix_proposal_acts_proposal", "proposal_id", "number"),
    sqlite_autoincrement=True,
)

written_for_both(metadata)
