"""Databases as earlier versions of the product left them."""

from __future__ import annotations

from alembic import command
from sqlalchemy import (
    Column,
    Connection,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    text,
)

from consensus.storage import migrations, tables
from consensus.storage.dialect import written_for_both
from consensus.storage.tables import audits, batch_jobs, batch_units, batches, memory
from consensus.storage.worker_queue import SCHEMA

_GUARANTEE = ("policy", "slice", "digest")
#: What version 1 of the guarantee kept, in tables that 0012 replaces.
_VERSION_1 = MetaData()
Table(
    "checks",
    _VERSION_1,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("item_id", String, nullable=False, unique=True),
    *(Column(name, String, nullable=False) for name in ("job_id", "unit_id", *_GUARANTEE)),
    Column("attempt", Integer, nullable=False),
    Column("origin", String, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("level", "frame", "accepted", "place")),
    *(Column(name, String, nullable=False) for name in ("drawn_at", "due_at")),
    Column("judgement", String),
    *(Column(name, String, nullable=False, server_default="") for name in ("judged_at", "reviewer")),
    Column("judged", Integer, nullable=False, server_default="0"),
    Index("ix_checks_made", "policy", "slice", "judged"),
    Index("ix_checks_seeded", "policy", "slice", "judgement", sqlite_where=text("origin = 'seeded'")),
    Index("ix_checks_job", "job_id"),
    sqlite_autoincrement=True,
)
Table(
    "lots",
    _VERSION_1,
    Column("job_id", String, primary_key=True),
    *(Column(name, String, nullable=False) for name in _GUARANTEE),
    Column("attempt", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("level", Integer),
    *(Column(name, Integer, nullable=False) for name in ("eligible", "accepted", "place")),
    Column("probability", Float, nullable=False),
    *(Column(name, String, nullable=False, server_default="") for name in ("exported_at", "document")),
    Index("ix_lots_document", "policy", "slice", "document"),
    Index("ix_lots_time", "policy", "slice", "at", "accepted"),
)
written_for_both(_VERSION_1)


def migrate_to(path: str, version: str) -> None:
    """Make a SQLite database of an earlier version by its own migrations. version: "0001" to "0011"."""
    engine = create_engine(f"sqlite:///{path}")
    config = migrations._config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()


def back_to_0011(connection: Connection) -> None:
    """Make the newest schema the one before the draw log: PostgreSQL has no migrations that lead there."""
    beside = [table for table in tables.metadata.sorted_tables if table not in vars(tables).values()]
    for table in (*reversed(beside), memory, audits, batches, batch_jobs, batch_units):
        table.drop(connection)
    for index in ("ix_items_document", "ix_items_job_document", "ix_decisions_day"):
        connection.execute(text(f"DROP INDEX {index}"))
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
    _VERSION_1.create_all(connection)
    connection.execute(text("UPDATE alembic_version SET version_num = '0011'"))
