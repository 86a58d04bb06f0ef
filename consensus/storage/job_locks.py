"""One process at a time works on a job: two would pay for every answer twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from pathlib import Path

from consensus.errors import ConflictError, StoreError


class JobLocks:
    """A lock a job, in files of a folder. The operating system takes it back when its holder dies, however it dies."""

    def __init__(self, folder: Path, shared: Callable[[str], AbstractContextManager[object]] = nullcontext) -> None:
        """shared: takes the lock that other machines see, where the database is shared with them."""
        self._folder, self._shared = folder, shared

    @contextmanager
    def hold(self, job_id: str) -> Iterator[None]:
        """Keep other processes off this job. Raises ConflictError when one is at it, StoreError without a folder."""
        path = self._folder / f"{job_id}.lock"
        with self._shared(job_id), closing(self._taken(job_id, path)):
            try:
                yield
            finally:
                with suppress(OSError):
                    self._word(job_id).unlink(missing_ok=True)
        # The job is done: whoever opened this file meanwhile finds that out. After a failure it stays.
        with suppress(OSError):
            path.unlink()

    def publish_progress(self, job_id: str, text: str) -> None:
        """Leave word of a job that this process holds. A word that cannot be left is no reason to stop the job."""
        path = self._word(job_id)
        with suppress(OSError):
            path.with_suffix(".new").write_text(text, "utf-8")
            path.with_suffix(".new").replace(path)

    def read_progress(self, job_id: str) -> str | None:
        """The last word of the process that holds a job, "" before the first; None when none holds it."""
        path = self._folder / f"{job_id}.lock"
        if not path.exists() or not _is_locked(path):
            return None
        try:
            return self._word(job_id).read_text("utf-8")
        except OSError:
            return ""

    def _word(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.json"

    def _taken(self, job_id: str, path: Path) -> sqlite3.Connection:
        """An empty SQLite file is the one lock that works alike on all systems; it is never written to."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = sqlite3.connect(path, timeout=0, isolation_level=None)
            lock.execute("BEGIN EXCLUSIVE")
        except (sqlite3.OperationalError, OSError) as error:
            if "locked" in str(error):
                raise already_held(job_id) from error
            what = f"the lock cannot be taken: {error}"
            raise StoreError(what, where=str(path), do="Check that its folder is writable.") from error
        return lock


def already_held(job_id: str) -> ConflictError:
    """What is said to the second process at a job."""
    what, do = "another process is working on this job.", f"Wait for it; see: consensus status {job_id}"
    return ConflictError(what, where=f"job {job_id}", do=do)


def _is_locked(path: Path) -> bool:
    """Whether a process holds it; reading takes no lock that another could stumble over for long."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", timeout=0, uri=True)) as lock:
            lock.execute("SELECT 1 FROM sqlite_master").fetchall()
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    return False
