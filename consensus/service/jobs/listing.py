"""Jobs in a list: counted, and told apart from each other, without what asks about them or reads their units."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from consensus.domain import Batch, Document, JobLine, Progress, Task, Totals
from consensus.domain.job import JobRecord, JobState
from consensus.domain.run import JobRun
from consensus.errors import shown_value
from consensus.ports.guarantee import GuaranteeStore
from consensus.service.jobs.progress import progress_of


@dataclass(frozen=True, slots=True)
class JobDetails:
    """What is said of a job beside its units. waits: for which batch units wait, in one sentence, or ""."""

    job: JobRecord
    totals: Totals
    certificate: str
    waits: str = ""

    def as_dict(self) -> dict[str, Any]:
        """These keys of ``submit --json``; cost is null when unknown."""
        job, panel, cost = self.job, self.job.panel, self.totals.cost
        return {
            "id": job.id,
            "document": job.document.name,
            "task": job.document.task.value,
            "state": job.state,
            "policy": {"name": job.policy.name, "digest": job.policy.digest},
            "panel": {"name": panel.name, "members": [m.name for m in panel.members], "why": panel.why},
            "calls": self.totals.calls,
            "cost": None if cost is None else float(cost),
            "certificate": self.certificate,
            "waits": self.waits or None,
        }


@dataclass(frozen=True, slots=True)
class JobSummary:
    """A job in a list: its units are counted, not read.

    run: who works on it, and how. progress: of the process that works on it now, None when none does.
    about: reads what the line does not hold.
    is_waiting: finds whether its batch is open, so that its units wait.
    """

    line: JobLine
    run: JobRun
    about: Callable[[], JobDetails]
    is_waiting: Callable[[], bool] = bool

    @property
    def progress(self) -> Progress | None:
        return progress_of(self.run)

    @property
    def id(self) -> str:
        return self.line.id

    def as_dict(self) -> dict[str, Any]:
        """The shape under ``jobs`` in ``status --json`` without a job: that of ``JobReport``, less its units."""
        line, details = self.line, self.about()
        return {
            **details.as_dict(),
            "totals": {"units": line.units, "accepted": line.accepted, "review": line.review, "failed": line.failed},
            "decided": line.decided,
            "run": run_as_dict(self.run),
            "notices": list(silent_sentences(details.job.document)),
            "progress": self.progress.as_dict() if self.progress else None,
        }


def run_as_dict(run: JobRun) -> dict[str, Any]:
    """The shape under ``run`` of a job in ``status --json``; null is what has not come yet."""
    error = {"code": run.code, "what": run.error} if run.error else None
    times = {name: getattr(run, name) or None for name in ("enqueued_at", "started_at", "ended_at")}
    return {"status": run.status.value, "priority": run.priority, "attempt": run.attempt, **times, "error": error}


def summaries(store: GuaranteeStore, about: Callable[[str], JobDetails], limit: int | None = None) -> list[JobSummary]:
    """Every job, newest first; at most so many. Units are counted, which of a million takes seconds.

    about: what its line does not hold, by its id.
    """
    is_any_open = bool(store.open_batches())

    def is_waiting(line: JobLine) -> bool:
        return is_any_open and line.state == JobState.DONE and open_batch(store, line.id) is not None

    lines = store.job_lines(limit)
    runs = store.runs([line.id for line in lines])
    return [
        JobSummary(line, runs[line.id], partial(about, line.id), partial(is_waiting, line))
        for line in lines
        if line.id in runs  # else it was deleted a moment ago
    ]


def open_batch(store: GuaranteeStore, job_id: str) -> Batch | None:
    """The batch that a job stands in, while it is open."""
    found = store.batch_of(job_id)
    return found[1] if found is not None and not found[1].closed_at else None


def waiting_words(batch: Batch, units: str) -> str:
    """For what units wait, in one sentence, and how it ends. units: which."""
    opened = batch.opened_at[:16].replace("T", " ")
    if not batch.named:
        return f"{units} until all documents handed in with this one are decided, at most a day from {opened} on."
    close = f"consensus certify close {shlex.quote(batch.name)} --policy {batch.policy}"
    until = f"until the batch {shown_value(batch.name)} is closed, at most a day from {opened} on"
    return f"{units} {until}. Close it with: {close}"


def details_of(store: GuaranteeStore, promised: Callable[[JobRecord], str], job_id: str) -> JobDetails:
    """What is said of a job beside its units. promised: says what is promised of it. Raises NotFoundError."""
    job = store.job(job_id)
    batch = open_batch(store, job_id) if job.state == JobState.DONE else None
    waits = waiting_words(batch, "Units that could be accepted wait") if batch else ""
    return JobDetails(job, store.totals(job_id), promised(job), waits)


def silent_sentences(document: Document) -> Sequence[str]:
    """Of which of its languages too little is known for every check to speak, in sentences."""
    from consensus import check  # loads every language

    langs = (document.source_lang, document.target_lang)
    return check.silent_checks(langs) if document.task is Task.TRANSLATE else ()
