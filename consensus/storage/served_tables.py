"""Tables of the models that answered under configured names. Importing it puts them into ``tables.metadata``."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from consensus.storage.dialect import written_for_both
from consensus.storage.tables import metadata

# Fields of ``domain.ServedSeries``.
served_series = Table(
    "served_series",
    metadata,
    Column("model", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *(Column(name, String, nullable=False) for name in ("served", "first_seen", "last_seen")),
    Column("calls", Integer, nullable=False),
    *(Column(name, String, nullable=False) for name in ("fingerprint", "before")),
    Column("setup", Integer, nullable=False, server_default="1"),
    Column("setup_since", String, nullable=False, server_default=""),
)

# When each served model, and each set-up of it (model and fingerprint), was last seen under a name: one that
# alternates with another is no news.
served_names = Table(
    "served_names",
    metadata,
    Column("model", String, primary_key=True),
    Column("served", String, primary_key=True),
    Column("last_seen", String, nullable=False),
)

written_for_both(metadata)
