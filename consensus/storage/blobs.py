"""The files that were handed in, beside the database: each once, under its digest, readable by their owner alone."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from consensus.errors import StoreError

#: Seconds that one process waits while another one stores or removes a file.
_PATIENCE = 15.0


class BlobFolder:
    """``ports.Blobs`` in a folder, as ``ab/abcdef...``. Made at first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def held(self) -> AbstractContextManager[None]:
        return locked(self._folder / "lock")

    def put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        if self.get(digest) == content:
            return digest
        place = self._place(digest)
        with _told(place):
            for folder in (self._folder, place.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            handle, staged = tempfile.mkstemp(dir=place.parent)  # which nobody else may read
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                Path(staged).replace(place)
            except BaseException:
                Path(staged).unlink(missing_ok=True)
                raise
        return digest

    def get(self, digest: str) -> bytes | None:
        place = self._place(digest)
        with _told(place):
            try:
                return place.read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def remove(self, digest: str) -> None:
        place = self._place(digest)
        with _told(place):
            place.unlink(missing_ok=True)

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """One thread or process of this machine at a time, by a file that is made here. Raises StoreError after a wait."""
    with _told(place):
        place.parent.mkdir(mode=0o700, exist_ok=True)
        # An empty SQLite file, which is never written to, is the one lock that works alike on all systems.
        lock = sqlite3.connect(place, timeout=_PATIENCE, isolation_level=None)
    with closing(lock):
        with _told(place):
            lock.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        what = f"a stored file cannot be used: {why}"
        raise StoreError(what, where=str(place), do="Check the folder, its rights and the disk's space.") from error
