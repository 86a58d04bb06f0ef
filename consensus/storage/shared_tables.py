"""Tables of what a home kept in files before several machines shared one database. Importing this module puts them into
``tables.metadata``."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text

from consensus.storage.dialect import written_for_both
from consensus.storage.tables import metadata

# person: as it signs in, in lower case. roles: words of ``auth.Role``, separated by blanks.
roles = Table(
    "roles",
    metadata,
    Column("person", String, primary_key=True),
    Column("roles", String, nullable=False),
)

# Texts of files of the home. ``roles.yaml``: as it was imported, to be told from one that was changed afterwards.
home_files = Table(
    "home_files",
    metadata,
    Column("name", String, primary_key=True),
    Column("content", Text, nullable=False),
)

# Files that were handed in, in parts of some megabytes from 0 on. digest: of the whole, SHA-256. Empty on SQLite, where
# they stand in a folder.
blobs = Table(
    "blobs",
    metadata,
    Column("digest", String, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

written_for_both(metadata)
