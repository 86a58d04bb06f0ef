"""One engine, short transactions, and every failure of the database as a StoreError with what, where and what to do."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import InvalidOperation
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from consensus.errors import ReadOnlyError, StoreError, in_plain_words
from consensus.storage.tables import HEAD

#: Seconds a writer waits for another process before it gives up; transactions are milliseconds long.
BUSY_SECONDS = 15.0

_READ_ONLY = "the database is read-only"
_CAUSES = (
    ("locked", "another process holds the database locked", "Close the other program or wait, then try again."),
    ("busy", "another process holds the database locked", "Close the other program or wait, then try again."),
    ("readonly", _READ_ONLY, "Make the file and its folder writable, or set CONSENSUS_HOME."),
    ("malformed json", "a row cannot be read", "Run: consensus doctor --database. It names the job."),
    (
        "disk image is malformed",
        "the database is damaged",
        "Restore a copy, or move the file away: the next start makes a new one.",
    ),
    ("not a database", "the file is not a database", "Move it away, or set CONSENSUS_DATABASE_URL to another file."),
    ("unable to open", "the database cannot be opened", "Check that its folder exists and is writable."),
    ("full", "the disk is full", "Free some space, then try again."),
)


class SqlBase:
    """An open SQLite database at the newest schema. Safe to share between threads and processes."""

    def __init__(self, url: str, busy_seconds: float = BUSY_SECONDS) -> None:
        """Open, creating or upgrading where needed. url: ``sqlite:///PATH``. busy_seconds: how long to wait for
        another process before giving up, where the URL does not say (``?timeout=60``). Raises StoreError."""
        self._engine, self._where = _engine(url, busy_seconds)
        with self._guarded():
            if self._version() != HEAD:
                self._upgrade()

    def close(self) -> None:
        """Give back the file handles."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A consistent view for some reads."""
        with self._guarded(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that takes the write lock at once, so that what it read still holds when it writes."""
        with self._guarded(), self._engine.connect() as plain:
            connection = plain.execution_options(consensus_write=True)
            with connection.begin():
                yield connection

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise store_error(error, self._where) from error
        except (ValueError, TypeError, KeyError, InvalidOperation) as error:
            what = f"a row cannot be read or written: {_first_line(error)}"
            raise StoreError(what, where=self._where, do="Run: consensus doctor --database") from error

    def _version(self) -> str | None:
        with self._engine.connect() as connection:
            known = connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")).scalar()
            if not known:
                return None
            version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return version

    def _upgrade(self) -> None:
        """Bring the schema to HEAD. The write lock makes a second opener wait, then find nothing to do."""
        from consensus.storage.migrations import known_revisions, upgrade

        version = self._version()
        if version is not None and version not in known_revisions():
            raise StoreError(
                f"the database was written by a newer version of Consensus (schema {version}, this one knows {HEAD})",
                where=self._where,
                do="Upgrade Consensus, or set CONSENSUS_HOME to another folder.",
            )
        if _is_read_only(self._engine.url):
            what = f"the database is of an older version (schema {version}) and cannot be written, so not upgraded."
            raise ReadOnlyError(what, where=self._where, do="Copy the home to where you may write, and open it there.")
        with self._engine.connect() as plain:
            connection = plain.execution_options(consensus_write=True)
            with connection.begin():
                upgrade(connection)


def store_error(error: Exception, where: str) -> StoreError:
    """What a foreign error means for a person, by its words; the errors of SQLite have no other handle here."""
    said = str(error.orig) if isinstance(error, DBAPIError) and error.orig else str(error)
    for word, what, do in _CAUSES:
        if word in said.lower():
            return (ReadOnlyError if what == _READ_ONLY else StoreError)(what, where=where, do=do)
    return StoreError(f"the database refused: {_first_line(said)}", where=where, do="Run: consensus doctor")


def _first_line(said: object) -> str:
    return in_plain_words(said)[:200]


def _engine(url: str, busy_seconds: float) -> tuple[Engine, str]:
    """An engine, and the file's name for messages. A file that cannot be written is opened to be read."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            "this is not a database URL", where=url.rpartition("@")[2], do="Give sqlite:///PATH."
        ) from error
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        shown = parsed.render_as_string(hide_password=True)
        raise StoreError("only SQLite files can be used", where=shown, do="Give sqlite:///PATH.")
    where = parsed.database
    if not where.startswith("file:"):
        try:
            Path(where).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"the folder cannot be made: {error.strerror}"
            raise StoreError(what, where=where, do="Set CONSENSUS_HOME to a folder of yours.") from error
        if not _writable(Path(where)):
            name = Path(where).absolute().as_uri()
            parsed = parsed.set(database=name).update_query_dict(_to_be_read(Path(where)))
    waits = {} if "timeout" in parsed.query else {"timeout": busy_seconds}
    engine = create_engine(parsed, connect_args=waits, pool_size=8, max_overflow=16)
    if not _is_read_only(parsed):
        event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine, where


def _is_read_only(url: URL) -> bool:
    return url.query.get("mode") == "ro"


def _writable(path: Path) -> bool:
    """False for a file that is there and that this user, or its medium, lets nobody write. SQLite writes beside it."""
    return not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _to_be_read(path: Path) -> dict[str, str]:
    """How SQLite opens a file that it cannot write. Raises ReadOnlyError where its last changes could not be seen."""
    log, index = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    opened = {"mode": "ro", "uri": "true"}
    if log.exists() and index.exists():
        return opened
    if log.exists() and log.stat().st_size:
        what = "the database is read-only, and its last changes are not in it yet."
        raise ReadOnlyError(what, where=str(path), do="Copy the home to where you may write, and open it there.")
    # SQLite would make both beside it, unless told that the file does not change while it is read.
    return {**opened, "immutable": "1"}


def _on_connect(connection: Any, _record: Any) -> None:
    """WAL lets readers and one writer work together; FULL puts every commit on disk before it counts."""
    connection.isolation_level = None  # BEGIN is ours: the driver's own would come too late for DDL
    cursor = connection.cursor()
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # a deleted document must not linger in free pages
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch a new file to WAL. SQLite refuses at once, whatever the busy timeout, while another process opens the
    same new file; so this waits by itself, and finds most often that the other has done it."""
    until = time.monotonic() + cursor.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
    while True:
        try:
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _on_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("consensus_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
