"""What a home kept in files becomes rows, so that machines that share a database share it: who has which role, and the
files that were handed in."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, Text

from consensus.storage.dialect import written_for_both

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

metadata = MetaData()

roles = Table(
    "roles",
    metadata,
    Column("person", String, primary_key=True),
    Column("roles", String, nullable=False),
)

home_files = Table(
    "home_files",
    metadata,
    Column("name", String, primary_key=True),
    Column("content", Text, nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("digest", String, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

written_for_both(metadata)


def upgrade() -> None:
    metadata.create_all(op.get_bind())
