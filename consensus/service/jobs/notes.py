"""What a person should know of a job's document: what is not sent, and what comes back otherwise than it was."""

from __future__ import annotations

from collections.abc import Sequence

from consensus import formats, prompt
from consensus.domain import Segment, Task
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.ports.storage import Blobs, Store
from consensus.service.jobs.outages import Unanswered, unanswered
from consensus.service.jobs.requests import source_of
from consensus.service.jobs.validity import ClassOf, validity


class Notes:
    """What hangs on document and policy is found once for a job, since they never change."""

    def __init__(self, store: Store, class_of: ClassOf, blobs: Blobs) -> None:
        self._store, self._class_of, self._blobs = store, class_of, blobs
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, job_id: str) -> tuple[str, ...]:
        """The sentences on a job, by id or a unique prefix. Raises NotFoundError."""
        if job_id not in self._found:
            job = self._store.job(job_id)
            return self.on(job, self._store.units(job.id))
        return self._found[job_id]

    def on(self, job: JobRecord, units: Sequence[UnitRecord]) -> tuple[str, ...]:
        """The same for a job whose units are at hand."""
        if job.id not in self._found:
            content, _ = source_of(job.document, self._blobs)
            found = formats.notes(job.document, job.policy.documents, segments_of(units), content)
            if job.document.task is Task.EXTRACT:
                found = (*found, *prompt.example_notes(job.document, job.policy))
                found = (*found, *prompt.page_notes(job.document, job.panel.members, job.policy))
            self._found[job.id] = found
        return self._found[job.id]

    def validity(self, job_id: str) -> str:
        """What breaks the object of an extraction whose units are all decided, as it is now; "" where nothing does."""
        job = self._store.job(job_id)
        return validity(job, self._store.units(job.id), self._class_of).words

    def unanswered(self, job_id: str) -> Unanswered | None:
        """Units of a job that has ended about which nobody could be reached, as it is now."""
        job = self._store.job(job_id)
        return unanswered(job, self._store.units(job.id)) if job.state == JobState.DONE else None


def segments_of(units: Sequence[UnitRecord]) -> list[Segment]:
    """The segments among the units."""
    return [record.unit for record in units if isinstance(record.unit, Segment)]
