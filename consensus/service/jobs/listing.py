"""Jobs in a list: counted, and told apart from each other, without what asks about them or reads their units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from consensus.domain import Document, JobLine, Progress, Task, Totals
from consensus.domain.job import JobRecord
from consensus.ports.storage import Store
from consensus.service.jobs.progress import progress_of


@dataclass(frozen=True, slots=True)
class JobDetails:
    """What is said of a job beside its units."""

    job: JobRecord
    totals: Totals
    certificate: str

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
        }


@dataclass(frozen=True, slots=True)
class JobSummary:
    """A job in a list: its units are counted, not read.

    progress: of the process that works on it now, None when none does. about: reads what the line does not hold.
    """

    line: JobLine
    progress: Progress | None
    about: Callable[[], JobDetails]

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
            "notices": list(silent_sentences(details.job.document)),
            "progress": self.progress.as_dict() if self.progress else None,
        }


def summaries(
    store: Store, read_progress: Callable[[str], str | None], about: Callable[[str], JobDetails]
) -> list[JobSummary]:
    """Every job, newest first. read_progress: as in ``Dependencies``. about: what its line does not hold, by its id."""
    return [
        JobSummary(line, progress_of(read_progress, line.id), partial(about, line.id)) for line in store.job_lines()
    ]


def silent_sentences(document: Document) -> Sequence[str]:
    from consensus import check  # loads every language

    langs = (document.source_lang, document.target_lang)
    return check.silent_checks(langs) if document.task is Task.TRANSLATE else ()
