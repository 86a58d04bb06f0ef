"""Tables of the models that answered under configured names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, String, Table
from sqlalchemy.types import TypeEngine

from consensus.storage.tables import metadata


def _string() -> TypeEngine[Any]:
    return String().with_variant(String(collation="C"), "postgresql")


def _whole() -> TypeEngine[Any]:
    return Integer().with_variant(BigInteger(), "postgresql")


# Fields of ``domain.ServedSeries``.
served_series = Table(
    "served_series",
    metadata,
    Column("model", _string(), primary_key=True),
    Column("number", _whole(), primary_key=True, autoincrement=False),
    *(Column(name, _string(), nullable=False) for name in ("served", "first_seen", "last_seen")),
    Column("calls", _whole(), nullable=False),
    *(Column(name, _string(), nullable=False) for name in ("fingerprint", "before")),
    Column("setup", _whole(), nullable=False, server_default="1"),
    Column("setup_since", _string(), nullable=False, server_default=""),
)

# When each served model, and each set-up of it (model and fingerprint), was last seen under a name: one that
# alternates with another is no news.
served_names = Table(
    "served_names",
    metadata,
    Column("model", _string(), primary_key=True),
    Column("served", _string(), primary_key=True),
    Column("last_seen", _string(), nullable=False),
)
