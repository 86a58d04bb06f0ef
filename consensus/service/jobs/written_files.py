"""What exports wrote where: a file is replaced without asking only while it is as an export of that job left it.

The event log keeps, for each file written, digests of its place and of its bytes and the ids of the jobs in it. Neither
paths nor texts stand there, so the line may stay when the job goes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from consensus.domain import Event
from consensus.domain.job import JobRecord
from consensus.errors import ReadOnlyError, UsageError
from consensus.export import file_sha256, is_stream, place_of, verifier_source, write_files
from consensus.ports.runtime import Clock, Signer
from consensus.ports.storage import Store
from consensus.service.jobs.exported import VERIFIER, paths_of

_DO = "Name another file, or overwrite it with --force (in Python force=True)."


class WrittenFiles:
    """Writes exported files, and knows them again."""

    def __init__(self, store: Store, clock: Clock, signer: Callable[[], Signer | None] = lambda: None) -> None:
        self._store, self._clock, self._signer = store, clock, signer

    def paths(self, path: Path) -> tuple[Path, ...]:
        """Every file that an export to this path writes now."""
        return paths_of(path, signed=self._signer() is not None)

    def refuse_overwriting(
        self, paths: Iterable[Path], job_ids: Sequence[str], *, force: bool = False, any_job: bool = False
    ) -> None:
        """Raises UsageError for the first of these paths that cannot be written to, or only with force.

        job_ids: of all jobs that go into the files; the starts of ids will do. any_job: exports of other jobs may be
        replaced too. Asked before the work is done, and again by ``write``. Raises NotFoundError for an unknown job.
        """
        jobs: list[JobRecord] = []
        for path in paths:
            if is_stream(path):
                continue
            place = place_of(path)
            if force or not place.is_file():
                continue
            jobs = jobs or [self._store.job(job_id) for job_id in job_ids]
            if why := self._why_not(place, jobs, any_job):
                raise UsageError(f"{why}.", where=str(path), do=_DO)

    def write(
        self, files: Mapping[Path, bytes], job_ids: Sequence[str], *, force: bool = False, any_job: bool = False
    ) -> None:
        """Write all of these or none. Raises UsageError as ``refuse_overwriting`` does, and where it cannot be done."""
        self.refuse_overwriting(files, job_ids, force=force, any_job=any_job)
        at, ids = self._clock.now().isoformat(), " ".join(sorted({self._store.job(job_id).id for job_id in job_ids}))
        for path, content in files.items():
            if not is_stream(path):  # noted first: a kill in between must not make our own file a stranger's
                event = Event(at, "system", "write-file", _subject(place_of(path)), f"{_digest(content)} {ids}")
                with suppress(ReadOnlyError):  # then nobody knows it again, and the next export asks
                    self._store.log_event(event)
        write_files(files)

    def _why_not(self, place: Path, jobs: Sequence[JobRecord], any_job: bool) -> str:
        """Why a file must not be replaced without a word, or ""."""
        if any(is_source(place, job) for job in jobs):
            return "this is the document itself"
        if place.name == VERIFIER:  # the same for every job
            any_job = True
            if _content(place) == verifier_source().encode():
                return ""
        noted = [event.detail.split() for event in self._store.events(_subject(place))]
        if not noted:
            return "this file is there already, and no export wrote it"
        found = _digest(_content(place))
        written = [ids for digest, *ids in noted if digest == found]
        if not written:
            return "this file was changed since it was exported"
        if any_job or any(set(ids) <= {job.id for job in jobs} for ids in written):
            return ""
        return f"this file holds the export of another job ({', '.join(written[-1][:3])})"


def is_source(place: Path, job: JobRecord) -> bool:
    """Whether a file is the document that was handed in, under whatever name or link.

    Where the document was moved since, or its path was relative to another folder, its name and its bytes tell.
    """
    try:
        if os.path.samefile(job.path, place):
            return True
    except (OSError, ValueError):
        pass
    if place.name != Path(job.path).name or not place.is_file():
        return False
    return _digest(_content(place)) == file_sha256(job.document)


def _subject(place: Path) -> str:
    return f"file:{_digest(os.fsencode(place))}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _content(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read what is there: {error.strerror}.", where=str(place), do=_DO) from error
