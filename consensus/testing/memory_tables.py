"""Where the in-memory store keeps everything."""

from __future__ import annotations

import threading
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
    Lot,
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
