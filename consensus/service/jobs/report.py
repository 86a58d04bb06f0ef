"""What a job looks like to whoever submitted it: one value, and the JSON the command line prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from consensus.domain import Batch, Document, Outcome, Panel, Progress, Rule, Task, Totals
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.errors import UsageError
from consensus.export import value_and_cells
from consensus.ports.storage import Store
from consensus.service.jobs.listing import JobDetails, silent_sentences, waiting_words
from consensus.service.jobs.outages import Unanswered, unanswered
from consensus.service.jobs.unit_report import UnitReport, unit_report
from consensus.service.jobs.validity import Validity


@dataclass(frozen=True, slots=True)
class JobReport:
    """A job with its units and totals.

    certificate: what is promised of accepted units, or why nothing is.
    progress: of the process that works on it now, None when none does. batch: while it is open.
    left: what is not sent though it holds words, in sentences.
    validated: validates the object that an extraction delivers; takes a while, so it is done when asked for.
    """

    job: JobRecord
    units: tuple[UnitRecord, ...]
    totals: Totals
    certificate: str = "not certified"
    progress: Progress | None = None
    batch: Batch | None = None
    left: tuple[str, ...] = ()
    validated: Callable[[], Validity] = Validity

    @property
    def id(self) -> str:
        return self.job.id

    @property
    def state(self) -> str:
        """running, done or failed."""
        return self.job.state

    @property
    def document(self) -> Document:
        return self.job.document

    @property
    def panel(self) -> Panel:
        return self.job.panel

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for a person: what is not sent, languages of which too little is known for every check to speak."""
        return (*self.left, *silent_sentences(self.document))

    @property
    def waits(self) -> str:
        """How many units wait for their batch, and how that ends, in one sentence; "" for none."""
        units = sum(1 for unit in self.units if unit.verdict is not None and unit.verdict.rule == Rule.OPEN_BATCH)
        wait = "1 unit waits" if units == 1 else f"{units:,} units wait"
        return waiting_words(self.batch, wait) if self.batch is not None and units else ""

    @property
    def unanswered(self) -> Unanswered | None:
        """Units of a job that has ended about which nobody could be reached; None where there are none."""
        return unanswered(self.job, self.units) if self.job.state == JobState.DONE else None

    def __iter__(self) -> Iterator[UnitReport]:
        """Its units in the order of the document."""
        return map(unit_report, self.units)

    @property
    def accepted(self) -> tuple[UnitReport, ...]:
        """Units that were accepted automatically."""
        return tuple(unit for unit in self if unit.outcome is Outcome.ACCEPTED)

    @property
    def review(self) -> tuple[UnitReport, ...]:
        """Units that the machine left to people; those that they decided since have a value."""
        return tuple(unit for unit in self if unit.outcome is Outcome.REVIEW)

    def count(self, outcome: Outcome) -> int:
        """Units with this verdict, whatever a person decided since."""
        return sum(1 for unit in self.units if unit.verdict is not None and unit.verdict.outcome is outcome)

    def as_dict(self) -> dict[str, Any]:
        """The shape under ``jobs`` in ``submit --json``; cost is null when unknown."""
        report = {
            **JobDetails(self.job, self.totals, self.certificate, self.waits).as_dict(),
            "totals": {"units": len(self.units), **{o.value: self.count(o) for o in Outcome}},
            "notices": list(self.notices),
            "progress": self.progress.as_dict() if self.progress else None,
            "units": [unit.as_dict() for unit in self],
        }
        if lost := self.unanswered:
            report["unanswered"] = lost.as_dict()
        if self.document.task is Task.EXTRACT and self.job.state == JobState.DONE:
            report["value"], report["cells"] = value_and_cells(self.document.schema or {}, self.units)
            report |= self.validated().as_dict()
        return report


def ended_job(store: Store, job_id: str) -> JobRecord:
    """The job. Raises UsageError while it runs, NotFoundError for an unknown one."""
    job = store.job(job_id)
    if job.state == JobState.RUNNING:
        raise UsageError(
            "this job has not ended",
            where=f"job {job.id}",
            do=f"Wait for it, or go on with: consensus submit --resume {job.id}",
        )
    return job


def ended(units: Sequence[UnitRecord]) -> bool:
    """Every unit has a verdict."""
    return all(unit.verdict is not None for unit in units)
