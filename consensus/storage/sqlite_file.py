"""A SQLite file: how it is opened, also to be read only, and what its errors mean."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from consensus.errors import ReadOnlyError, StoreError

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


def engine_of(url: URL, busy_seconds: float) -> tuple[Engine, str]:
    """An engine, and the file's name for messages. A file that cannot be written is opened to be read."""
    if not url.database or url.database == ":memory:":
        raise StoreError("this names no file", where=str(url), do="Give sqlite:///PATH.")
    where = url.database
    if not where.startswith("file:"):
        try:
            Path(where).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"the folder cannot be made: {error.strerror}"
            raise StoreError(what, where=where, do="Set CONSENSUS_HOME to a folder of yours.") from error
        if not _writable(Path(where)):
            name = Path(where).absolute().as_uri()
            url = url.set(database=name).update_query_dict(_to_be_read(Path(where)))
    waits = {} if "timeout" in url.query else {"timeout": busy_seconds}
    engine = create_engine(url, connect_args=waits, pool_size=8, max_overflow=16)
    if not is_read_only(url):
        event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine, where


def cause(said: str, where: str) -> StoreError | None:
    """What an error of SQLite means for a person, by its words: there is no other handle."""
    for word, what, do in _CAUSES:
        if word in said.lower():
            return (ReadOnlyError if what == _READ_ONLY else StoreError)(what, where=where, do=do)
    return None


def damage(connection: Connection) -> str:
    """What SQLite finds broken in its file, "" for nothing."""
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    return "" if found == "ok" else str(found)


def to_be_wiped(connection: Connection) -> None:
    """Say in the file that it holds what was deleted, so that ``wipe`` knows, also after a kill."""
    connection.exec_driver_sql("PRAGMA user_version = 1")


def wipe(engine: Engine) -> None:
    """SQLite overwrites what is deleted, but not the copies that it left where it had moved rows between pages."""
    with engine.connect() as plain:
        cursor = plain.connection.cursor()
        if cursor.execute("PRAGMA user_version").fetchone()[0]:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA user_version = 0")
            # The log holds the old pages; a reader in another process may keep it a while longer.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def is_read_only(url: URL) -> bool:
    """Whether the file was opened to be read alone."""
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
