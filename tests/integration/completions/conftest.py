"""Installations that other programs ask, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.completions.asked import Installation, Provider, german
from tests.integration.completions.serving import Server, serving


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider(translate=german) as started:
        yield started  # type: ignore[misc]


@pytest.fixture
def installation(tmp_path: Path, provider: Provider, open_sql: Callable[[Path], object]) -> Iterator[Installation]:
    """On SQLite, for what does not depend on the database."""
    open_sql(tmp_path)
    made = Installation(tmp_path / "home", f"sqlite:///{tmp_path / 'c.db'}", provider)
    yield made
    made.service.close()


@pytest.fixture
def either(tmp_path: Path, provider: Provider, new_database: Callable[[], str]) -> Iterator[Installation]:
    """On SQLite, and on PostgreSQL."""
    made = Installation(tmp_path / "home", new_database(), provider)
    yield made
    made.service.close()


@pytest.fixture
def server(installation: Installation) -> Iterator[Server]:
    """Its API on a socket."""
    with serving(installation) as served:
        yield served
