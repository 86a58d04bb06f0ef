"""A PostgreSQL database: how it is opened, and what its errors mean. Its driver is the extra ``postgres``."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from consensus.errors import ReadOnlyError, StoreError
from consensus.storage import run_tables as run_tables  # the metadata holds them once they are imported
from consensus.storage.dialect import lock, storable
from consensus.storage.tables import HEAD, item_counts, metadata
from consensus.storage.worker_queue import make_queue

#: Options of a connection that some reads are done with: they see one moment.
READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ"}
_DEADLOCK = ("40001", "40P01")
_BUSY = "Wait, then try again."
_READ_ONLY = "the database is read-only"
#: By the beginning of the SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
_STATES = (
    (("25006", "42501"), _READ_ONLY, "Connect as a user who may write its tables, to a server that takes writes."),
    (("55P03", *_DEADLOCK), "another process holds the database locked", _BUSY),
    (("53100",), "the disk of the server is full", "Free some space there, then try again."),
    (("53",), "the server has no room for another connection", "Raise its max_connections, or run fewer processes."),
    (("57", "08"), "the connection to the server ended", "Check that the server runs, then try again."),
)
#: Before a connection there is no SQLSTATE: by the words of the server and of the driver.
_WORDS = (
    ("password authentication failed", "the server refused user or password", "Check CONSENSUS_DATABASE_URL."),
    ("no password supplied", "the server wants a password", "Put it into CONSENSUS_DATABASE_URL, or into ~/.pgpass."),
    (
        "authentication failed",
        "the server refused the user",
        "Check CONSENSUS_DATABASE_URL and pg_hba.conf.",
    ),
    (
        "no pg_hba.conf entry",
        "the server does not let this user in from here",
        "Add a line to its pg_hba.conf.",
    ),
    ('role "', "the server does not know the user", "Make it there with createuser, or check CONSENSUS_DATABASE_URL."),
    ('database "', "there is no such database", "Make it with createdb, or check CONSENSUS_DATABASE_URL."),
    ("too many", "the server has no room for another connection", "Raise its max_connections, or run fewer processes."),
    ("refused", "no server answers", "Start PostgreSQL there, or check CONSENSUS_DATABASE_URL."),
    ("no such file", "no server answers", "Start PostgreSQL there, or check CONSENSUS_DATABASE_URL."),
    ("timeout", "no server answers", "Start PostgreSQL there, or check CONSENSUS_DATABASE_URL."),
    ("resolve host", "the server's name is not known", "Check CONSENSUS_DATABASE_URL."),
    ("invalid", "the address cannot be used", "Check CONSENSUS_DATABASE_URL."),
)


def engine_of(url: URL, busy_seconds: float) -> tuple[Engine, str]:
    """An engine, and the database's name for messages. Raises StoreError where the driver is missing."""
    where = f"database {url.database} on {url.host or 'this machine'}" + (f":{url.port}" if url.port else "")
    given = {
        "connect_timeout": str(max(2, int(busy_seconds))),
        "options": f"-c lock_timeout={int(busy_seconds * 1000)}",
        "application_name": "consensus",
    }
    url = url.set(drivername="postgresql+psycopg").set(query={**given, **url.query})
    try:
        engine = create_engine(url, pool_size=8, max_overflow=16, pool_pre_ping=True)
    except ImportError as error:
        do = "Run: pip install 'consensus-verifier[postgres]'"
        raise StoreError("the driver for PostgreSQL is not installed", where=where, do=do) from error
    event.listen(engine, "connect", _on_connect)
    return engine, where


def _on_connect(connection: Any, _record: Any) -> None:
    """PostgreSQL refuses texts with NUL, which a name or a draft may hold."""
    from psycopg.types.string import StrDumper

    class Storable(StrDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(storable(obj) if "\0" in obj else obj)

    connection.adapters.register_dumper(str, Storable)


def make(connection: Connection) -> None:
    """All tables as the newest schema has them, in an empty database. It has no older ones: SQLite's migrations up to
    this number are not for it."""
    metadata.create_all(connection, [table for table in metadata.sorted_tables if table is not item_counts])
    make_queue(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def begin_upgrade(connection: Connection) -> None:
    """Let one process at a time look at the schema and change it."""
    lock(connection, "schema")


def is_deadlock(error: BaseException) -> bool:
    """Whether the server ended this transaction so that another could go on; done again it will pass."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in _DEADLOCK


def cause(error: Any, where: str) -> StoreError | None:
    """What an error of PostgreSQL means for a person."""
    state = getattr(error, "sqlstate", None)
    for states, what, do in _STATES:
        if state and state.startswith(states):
            return (ReadOnlyError if what == _READ_ONLY else StoreError)(what, where=where, do=do)
    for word, what, do in () if state else _WORDS:
        if word in str(error).lower():
            return StoreError(what, where=where, do=do)
    return None
