"""Loaded by Alembic: runs the migrations on the connection, and inside the transaction, of the caller."""

from __future__ import annotations

from alembic import context

from consensus.storage import run_tables as run_tables
from consensus.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
