"""The database of these tests."""

from __future__ import annotations

import pytest

from consensus.storage.store import SqlStore


@pytest.fixture
def store(sqlite_store: SqlStore) -> SqlStore:
    """On SQLite alone: what is decided does not depend on the database. test_at_once and tests/integration use both."""
    return sqlite_store
