"""Where the in-memory store keeps everything."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from consensus.domain import (
    Audit,
    Call,
    Decision,
    Event,
    GuaranteeKey,
    GuaranteeRecord,
    ItemState,
    JobLine,
    Lot,
    Outcome,
    ReviewItem,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import NotFoundError

_Key = tuple[str, str]


@dataclass
class MemoryTables:
    """Everything stored. Keys are (job, unit), items by id in order of arrival; judged: checks as they were made."""

    jobs: dict[str, JobRecord] = field(default_factory=dict)
    units: dict[_Key, UnitRecord] = field(default_factory=dict)
    items: dict[str, ReviewItem] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    past_calls: list[Call] = field(default_factory=list)
    audit: list[Event] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    guarantees: dict[GuaranteeKey, GuaranteeRecord] = field(default_factory=dict)
    checks: dict[str, Audit] = field(default_factory=dict)
    judged: list[str] = field(default_factory=list)
    lots: dict[str, Lot] = field(default_factory=dict)
    drafts: dict[tuple[str, str, str], str] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def job(self, job_id: str) -> JobRecord:
        if job_id in self.jobs:
            return self.jobs[job_id]
        found = [job for job in self.jobs.values() if job_id and job.id.startswith(job_id)]
        if len(found) == 1:
            return found[0]
        what = f"several jobs begin with {job_id}" if found else f"there is no job {job_id}"
        raise NotFoundError(what, do="List them with: consensus jobs list")

    def line(self, job: JobRecord) -> JobLine:
        """A job in a list, its units counted."""
        units = [unit for key, unit in self.units.items() if key[0] == job.id]
        outcomes = Counter(unit.verdict.outcome for unit in units if unit.verdict is not None)
        decided = [unit.resolution.decided_at for unit in units if unit.resolution is not None]
        document = job.document
        return JobLine(
            id=job.id,
            document=document.name,
            task=document.task.value,
            languages="-".join(tag for tag in (document.source_lang, document.target_lang) if tag),
            state=job.state,
            policy=job.policy.name,
            created_at=job.created_at,
            units=len(units),
            accepted=outcomes[Outcome.ACCEPTED],
            review=outcomes[Outcome.REVIEW],
            failed=outcomes[Outcome.FAILED],
            decided=len(decided),
            last_decision=max(decided, default=""),
            target_lang=document.target_lang or "",
            path=job.path,
            calls=sum(call.job_id == job.id for call in self.calls.values()),
        )

    def place(self, item: ReviewItem) -> tuple[float, int, int]:
        """Priority first, then the order of jobs and of units in the document."""
        unit = self.units.get((item.job_id, item.unit_id))
        return (-item.priority, list(self.jobs).index(item.job_id), unit.unit.index if unit else 0)

    def held(self, item: ReviewItem) -> bool:
        """Whether the item still is as it was seen, claimed by the same person."""
        stored = self.items.get(item.id)
        return stored is not None and (stored.state, stored.owner, stored.version) == (
            ItemState.CLAIMED,
            item.owner,
            item.version,
        )


class Parts:
    """What the parts of the store share."""

    def __init__(self) -> None:
        self._tables = MemoryTables()

    def close(self) -> None:
        """Nothing to give back."""


def instant(moment: datetime) -> str:
    """A moment as text that sorts as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
