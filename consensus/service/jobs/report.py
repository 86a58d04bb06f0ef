"""What a job looks like to whoever submitted it: one value, and the JSON the command line prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from consensus import check
from consensus.domain import Document, Field, Outcome, Panel, Progress, Segment, Task, Totals
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.errors import UsageError
from consensus.export import result_of, value_and_cells
from consensus.ports.storage import Store
from consensus.service.jobs.outages import Unanswered, unanswered
from consensus.service.jobs.validity import Validity


@dataclass(frozen=True, slots=True)
class JobReport:
    """A job with its units and totals.

    certificate: what is promised of accepted units, or why nothing is.
    progress: of the process that works on it now, None when none does.
    left: what is not sent though it holds words, in sentences.
    validated: validates the object that an extraction delivers; takes a while, so it is done when asked for.
    """

    job: JobRecord
    units: tuple[UnitRecord, ...]
    totals: Totals
    certificate: str = "not certified"
    progress: Progress | None = None
    left: tuple[str, ...] = ()
    validated: Callable[[], Validity] = Validity

    @property
    def id(self) -> str:
        return self.job.id

    @property
    def document(self) -> Document:
        return self.job.document

    @property
    def panel(self) -> Panel:
        return self.job.panel

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for a person: what is not sent, languages of which too little is known for every check to speak."""
        langs = (self.document.source_lang, self.document.target_lang)
        return (*self.left, *(check.silent_checks(langs) if self.document.task is Task.TRANSLATE else ()))

    @property
    def unanswered(self) -> Unanswered | None:
        """Units of a job that has ended about which nobody could be reached; None where there are none."""
        return unanswered(self.job, self.units) if self.job.state == JobState.DONE else None

    def count(self, outcome: Outcome) -> int:
        """Units with this verdict, whatever a person decided since."""
        return sum(1 for unit in self.units if unit.verdict is not None and unit.verdict.outcome is outcome)

    def as_dict(self) -> dict[str, Any]:
        """The shape under ``jobs`` in ``submit --json``; cost is null when unknown."""
        report: dict[str, Any] = {
            "id": self.id,
            "document": self.document.name,
            "task": self.document.task.value,
            "state": self.job.state,
            "policy": {"name": self.job.policy.name, "digest": self.job.policy.digest},
            "panel": {"name": self.panel.name, "members": [m.name for m in self.panel.members], "why": self.panel.why},
            "totals": {"units": len(self.units), **{o.value: self.count(o) for o in Outcome}},
            "calls": self.totals.calls,
            "cost": None if self.totals.cost is None else float(self.totals.cost),
            "certificate": self.certificate,
            "notices": list(self.notices),
            "progress": self.progress.as_dict() if self.progress else None,
            "units": [_unit(unit) for unit in self.units],
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


def _unit(record: UnitRecord) -> dict[str, Any]:
    verdict = record.verdict
    place = {"source": record.unit.text} if isinstance(record.unit, Segment) else {}
    if isinstance(record.unit, Field):
        place = {"path": record.unit.path}
    if verdict is None:
        return {"id": record.unit.id, **place, "verdict": None}
    result = result_of(record)
    return {
        "id": record.unit.id,
        **place,
        "verdict": verdict.outcome.value,
        "rule": verdict.rule,
        "reasons": list(verdict.reasons),
        "value": result.value,
        "leading": verdict.leading,
        "support": round(verdict.support, 4),
        "score": verdict.score,
        "verification": result.verification.value,
    }
