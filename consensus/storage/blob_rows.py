"""The files that were handed in, as rows of a database that several machines share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, delete, func, select

from consensus.storage.blobs import BlobFolder, locked
from consensus.storage.database import SqlBase
from consensus.storage.dialect import lock
from consensus.storage.shared_tables import blobs

#: Bytes of one row; a file of more has several.
PART = 4_000_000


class SqlBlobRows(SqlBase):
    """Bytes by the SHA-256 of their whole."""

    @property
    def is_shared(self) -> bool:
        """Whether other machines may be at this database."""
        return self._engine.dialect.name != "sqlite"

    @property
    def name(self) -> str:
        """Of the database, for messages: without user and password."""
        return self._where

    @property
    def folder(self) -> Path | None:
        """Where its file lies; None on a server."""
        return None if self.is_shared else Path(str(self._engine.url.database)).parent

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Let one thread or process pass at a time for a name, on all machines, until the block ends or its process
        dies. On SQLite names of the same first word wait for one another. Raises StoreError after a wait."""
        if (folder := self.folder) is not None:
            with locked(folder / f"{name.partition(' ')[0]}.lock"):
                yield
            return
        with self._guarded():
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # the pool is for short transactions; closing it now gives the lock back
        with closing(connection):
            with self._guarded():
                connection.execute(select(func.pg_advisory_lock(func.hashtextextended(name, 0))))
            yield

    def keep_blob(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        with self._writing() as connection:
            lock(connection, f"file {digest}")
            write_blob(connection, digest, content)
        return digest

    def blob(self, digest: str) -> bytes | None:
        chosen = select(blobs.c.content).where(blobs.c.digest == digest).order_by(blobs.c.part)
        with self._reading() as connection:
            parts = connection.execute(chosen).scalars().all()
        return b"".join(parts) if parts else None

    def remove_blob(self, digest: str) -> None:
        with self._writing() as connection:
            connection.execute(delete(blobs).where(blobs.c.digest == digest))


def write_blob(connection: Connection, digest: str, content: bytes) -> None:
    """Write the rows of a file, in place of what stands under its digest."""
    connection.execute(delete(blobs).where(blobs.c.digest == digest))
    for part, start in enumerate(range(0, max(1, len(content)), PART)):
        row = {"digest": digest, "part": part, "content": content[start : start + PART]}
        connection.execute(blobs.insert(), row)


class BlobRows:
    """``ports.Blobs`` in a database. before: the folder where a home kept them before; read while they are not rows."""

    def __init__(self, store: SqlBlobRows, before: BlobFolder) -> None:
        self._store, self._before = store, before

    def held(self) -> AbstractContextManager[None]:
        return self._store.alone("files")

    def put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        return digest if self._store.blob(digest) == content else self._store.keep_blob(content)

    def get(self, digest: str) -> bytes | None:
        stored = self._store.blob(digest)
        return self._before.get(digest) if stored is None else stored

    def remove(self, digest: str) -> None:
        self._store.remove_blob(digest)
        self._before.remove(digest)
