"""What a person should know of a job's document: what is not sent, and what comes back otherwise than it was."""

from __future__ import annotations

from collections.abc import Sequence

from consensus import ingest, prompt
from consensus.domain import Segment, Task
from consensus.ports import JobRecord, Store, UnitRecord


class Notes:
    """Found once for a job: its document and policy never change."""

    def __init__(self, store: Store) -> None:
        self._store = store
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
            found = ingest.notes(job.document, job.policy.documents, segments_of(units))
            if job.document.task is Task.EXTRACT:
                found = (*found, *prompt.example_notes(job.document, job.policy))
            self._found[job.id] = found
        return self._found[job.id]


def segments_of(units: Sequence[UnitRecord]) -> list[Segment]:
    """The segments among the units."""
    return [record.unit for record in units if isinstance(record.unit, Segment)]
