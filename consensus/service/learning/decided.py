"""What people decided of finished jobs, as the generators of proposals read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from consensus.domain import Action, Candidate, Field, Resolution, Task, UnitRef
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.errors import ConsensusError
from consensus.learn.conventions import FieldDecision
from consensus.learn.halves import document_digest
from consensus.learn.labels import looked_at
from consensus.ports.storage import Store

#: Jobs that are read, the newest first; units that a proposal names.
_MOST_JOBS, _MOST_NAMED = 500, 50


class _OfUnit(Protocol):
    """What was decided of a unit, or said of it."""

    @property
    def job_id(self) -> str: ...

    @property
    def unit_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class DecidedJob:
    """A finished job with its units. document: digest of its content."""

    job: JobRecord
    units: tuple[UnitRecord, ...]
    document: str

    def ref(self, record: UnitRecord) -> UnitRef:
        """Where a unit of it stands."""
        return UnitRef(self.job.id, record.unit.id)


def named_units(found: Sequence[_OfUnit]) -> tuple[UnitRef, ...]:
    """The latest units that are evidence, in the order in which they were found."""
    return tuple(UnitRef(one.job_id, one.unit_id) for one in found[-_MOST_NAMED:])


def decided_jobs(store: Store, task: Task) -> Iterator[DecidedJob]:
    """Finished jobs of a task in which a person decided something, the oldest first; one that cannot be read is passed
    over."""
    for line in reversed(store.job_lines(_MOST_JOBS)):
        if line.task != task.value or line.state != JobState.DONE:
            continue
        try:
            job, units = store.job(line.id), tuple(store.units(line.id))
        except ConsensusError:
            continue
        if any(record.resolution is not None for record in units):
            yield DecidedJob(job, units, document_digest(job.document))


def by_itself(record: UnitRecord) -> Resolution | None:
    """The resolution of a unit that a person looked at by itself (``learn.labels.looked_at``) and delivered something
    for; no blind audit, which shows one answer alone. Whatever reads decisions for a proposal asks here."""
    made = record.resolution
    if made is None or not looked_at(made) or made.judgement or made.action is Action.REJECTED:
        return None
    return made


def led_with(record: UnitRecord, made: Resolution) -> Any:
    """The answer that a decision began from: the one that was taken or changed, else what the machine accepted or led
    with."""
    for answer in record.choices:
        if isinstance(answer, Candidate) and answer.member == made.chosen_member:
            return answer.value
    return record.verdict.leading if record.verdict is not None else None


def field_decisions(decided: DecidedJob) -> Iterator[FieldDecision]:
    """Decisions on the fields of a document, kept answers too: they are what speaks against a rule."""
    for record in decided.units:
        made = by_itself(record)
        if made is not None and isinstance(record.unit, Field):
            before = led_with(record, made)
            ref = decided.ref(record)
            place = record.unit.pattern
            yield FieldDecision(place, before, made.value, decided.document, ref.job_id, ref.unit_id)
