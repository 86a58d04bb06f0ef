"""The table of who opened which document. Importing this module puts it into ``tables.metadata``."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from consensus.storage.dialect import written_for_both
from consensus.storage.tables import metadata

# person: in lower case. Whoever has a row read the accepted text of the job's document.
document_openings = Table(
    "document_openings",
    metadata,
    Column("job_id", String, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, nullable=False),
    Column("person", String, primary_key=True),
    Column("opened_at", String, nullable=False),
)

written_for_both(metadata)
