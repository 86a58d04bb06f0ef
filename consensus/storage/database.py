"""One engine, short transactions, and every failure of the database as a StoreError with what, where and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import InvalidOperation
from functools import wraps
from threading import local
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from consensus.errors import ReadOnlyError, StoreError, in_plain_words
from consensus.storage import postgres, sqlite_file
from consensus.storage.dialect import on_postgresql
from consensus.storage.tables import HEAD

P = ParamSpec("P")
R = TypeVar("R")

#: Seconds a writer waits for another process before it gives up; transactions are milliseconds long.
BUSY_SECONDS = 15.0

#: How often a transaction is tried that PostgreSQL ended for another's sake.
_TRIES = 4


class SqlBase:
    """An open database at the newest schema. Safe to share between threads and processes."""

    def __init__(self, url: str, busy_seconds: float = BUSY_SECONDS) -> None:
        """Open, creating or upgrading where needed. url: ``sqlite:///PATH`` or ``postgresql://USER@HOST/DATABASE``.
        busy_seconds: how long to wait for another process before giving up, where the URL does not say
        (``?timeout=60`` of SQLite). Raises StoreError."""
        self._engine, self._where = _engine(url, busy_seconds)
        self._shared = local()
        try:
            with self._guarded():
                if self._version() != HEAD:
                    self._upgrade()
        except BaseException:
            self.close()
            raise

    @property
    def url(self) -> URL:
        """Where the database is, with the password that it is opened with."""
        return self._engine.url

    def close(self) -> None:
        """Give back files and sockets."""
        self._engine.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Until its end this thread reads everything as it was at the first look. Nothing is to be written inside."""
        with self._reading() as connection:
            outer, self._shared.connection = getattr(self._shared, "connection", None), connection
            try:
                yield
            finally:
                self._shared.connection = outer

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A consistent view for some reads."""
        shared: Connection | None = getattr(self._shared, "connection", None)
        if shared is not None:
            with self._guarded():
                yield shared
            return
        with self._guarded(), self._engine.connect() as plain:
            connection = plain.execution_options(**postgres.READING) if on_postgresql(plain) else plain
            with connection.begin():
                yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that writes. On SQLite it takes the write lock at once, so that what it read still holds when
        it writes; on PostgreSQL it takes ``dialect.lock`` for what it reads and then changes."""
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
            return _version_of(connection)

    def _upgrade(self) -> None:
        """Bring the schema to HEAD. A lock makes a second opener wait, then find nothing to do."""
        from consensus.storage.migrations import known_revisions, upgrade

        version = self._version()
        if version is not None and version not in known_revisions():
            raise StoreError(
                f"the database was written by a newer version of Consensus (schema {version}, this one knows {HEAD})",
                where=self._where,
                do="Upgrade Consensus, or set CONSENSUS_HOME to another folder.",
            )
        if self._engine.dialect.name == "sqlite" and sqlite_file.is_read_only(self._engine.url):
            what = f"the database is of an older version (schema {version}) and cannot be written, so not upgraded."
            raise ReadOnlyError(what, where=self._where, do="Copy the home to where you may write, and open it there.")
        with self._engine.connect() as plain:
            connection = plain.execution_options(consensus_write=True)
            with connection.begin():
                if on_postgresql(connection):
                    postgres.begin_upgrade(connection)
                    if _version_of(connection) is None:
                        postgres.make(connection)
                upgrade(connection)


def _version_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def retried(method: Callable[Concatenate[Any, P], R]) -> Callable[Concatenate[Any, P], R]:
    """A method of the store that is one transaction, done again where PostgreSQL ended it for another's sake."""

    @wraps(method)
    def done(self: Any, *args: P.args, **named: P.kwargs) -> R:
        for _ in range(_TRIES - 1):
            try:
                return method(self, *args, **named)
            except StoreError as error:
                if error.__cause__ is None or not postgres.is_deadlock(error.__cause__):
                    raise
        return method(self, *args, **named)

    return done  # type: ignore[return-value]  # Concatenate cannot say that self is given by place


def store_error(error: Exception, where: str) -> StoreError:
    """What a foreign error means for a person."""
    origin = error.orig if isinstance(error, DBAPIError) and error.orig else error
    known = postgres.cause(origin, where) if hasattr(origin, "sqlstate") else sqlite_file.cause(str(origin), where)
    return known or StoreError(f"the database refused: {_first_line(origin)}", where=where, do="Run: consensus doctor")


def _first_line(said: object) -> str:
    return in_plain_words(said)[:200]


def _engine(url: str, busy_seconds: float) -> tuple[Engine, str]:
    """An engine, and a name for messages, which holds no password."""
    do = "Give sqlite:///PATH or postgresql://USER@HOST/DATABASE."
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError("this is not a database URL", where=url.rpartition("@")[2].partition("?")[0], do=do) from error
    if parsed.get_backend_name() == "postgresql":
        return postgres.engine_of(parsed, busy_seconds)
    if parsed.get_backend_name() == "sqlite":
        return sqlite_file.engine_of(parsed, busy_seconds)
    raise StoreError("only SQLite and PostgreSQL can be used", where=f"{parsed.drivername}://", do=do)
