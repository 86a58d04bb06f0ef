"""``ports.Store`` in plain dictionaries: for tests, notebooks, and jobs that nobody needs to keep. One process only."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from consensus.domain import (
    AuditEvent,
    Call,
    CallState,
    ItemState,
    Money,
    Resolution,
    ReviewItem,
    Totals,
    Unit,
)
from consensus.errors import CallFault, NotFoundError, StoreError
from consensus.ports import JobRecord, UnitRecord

_Key = tuple[str, str]


@dataclass
class _Shelves:
    """Everything stored. Keys are (job, unit), items by id in order of arrival."""

    jobs: dict[str, JobRecord] = field(default_factory=dict)
    units: dict[_Key, UnitRecord] = field(default_factory=dict)
    items: dict[str, ReviewItem] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    audit: list[AuditEvent] = field(default_factory=list)
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


class _Parts:
    def __init__(self) -> None:
        self._shelves = _Shelves()

    def close(self) -> None:
        """Nothing to give back."""


class _MemoryJobs(_Parts):
    def create_job(self, job: JobRecord, units: Sequence[Unit]) -> None:
        with self._shelves.lock:
            if job.id in self._shelves.jobs:
                raise StoreError(f"job {job.id} is there already", where="memory", do="Give it another id.")
            self._shelves.jobs[job.id] = job
            self._shelves.units |= {(job.id, unit.id): UnitRecord(unit) for unit in units}

    def job(self, job_id: str) -> JobRecord:
        return self._shelves.job(job_id)

    def jobs(self) -> Sequence[JobRecord]:
        return list(reversed(self._shelves.jobs.values()))

    def end_job(self, job_id: str, state: str, ended_at: str, error: str = "") -> None:
        with self._shelves.lock:
            job = self._shelves.job(job_id)
            self._shelves.jobs[job.id] = replace(job, state=state, ended_at=ended_at, error=error)

    def delete_job(self, job_id: str, event: AuditEvent) -> None:
        shelves = self._shelves
        with shelves.lock:
            gone = shelves.job(job_id).id
            del shelves.jobs[gone]
            shelves.units = {key: unit for key, unit in shelves.units.items() if key[0] != gone}
            shelves.items = {key: item for key, item in shelves.items.items() if item.job_id != gone}
            shelves.calls = {key: call for key, call in shelves.calls.items() if call.job_id != gone}
            shelves.audit.append(event)

    def save_decisions(self, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem]) -> None:
        shelves = self._shelves
        with shelves.lock:
            job = shelves.job(job_id).id
            mine = {item.unit_id: item for item in shelves.items.values() if item.job_id == job}
            held = {unit_id for unit_id, item in mine.items() if item.state is not ItemState.OPEN}
            kept = [record for record in records if record.unit.id not in held]
            shelves.units |= {(job, record.unit.id): replace(record, resolution=None) for record in kept}
            wanted = {item.unit_id: item for item in items if item.unit_id not in held}
            for unit_id in {record.unit.id for record in kept} - wanted.keys():
                if unit_id in mine:
                    del shelves.items[mine[unit_id].id]
            for unit_id, item in wanted.items():
                known = mine.get(unit_id)
                fresh = replace(item, job_id=job, state=ItemState.OPEN, owner="", claimed_at=None, lease_until=None)
                if known is not None:
                    fresh = replace(known, priority=item.priority, version=known.version + 1)
                shelves.items[fresh.id] = fresh

    def units(self, job_id: str) -> Sequence[UnitRecord]:
        job = self._shelves.job(job_id).id
        found = [unit for key, unit in self._shelves.units.items() if key[0] == job]
        return sorted(found, key=lambda record: (record.unit.index, record.unit.id))

    def unit(self, job_id: str, unit_id: str) -> UnitRecord:
        found = self._shelves.units.get((self._shelves.job(job_id).id, unit_id))
        if found is None:
            raise NotFoundError(f"there is no unit {unit_id}", where=f"job {job_id}", do="See: consensus status JOB")
        return found


class _MemoryQueue(_Parts):
    def claim_next(
        self, owner: str, now: datetime, lease_seconds: float, job_id: str | None = None
    ) -> ReviewItem | None:
        shelves, moment = self._shelves, _instant(now)
        with shelves.lock:
            waiting = [
                item
                for item in shelves.items.values()
                if item.state is not ItemState.RESOLVED and job_id in (None, item.job_id)
            ]
            live = [item for item in waiting if item.state is ItemState.CLAIMED and (item.lease_until or "") > moment]
            own = [item for item in live if item.owner == owner]
            free = [item for item in waiting if item not in live]
            if not own and not free:
                return None
            chosen = min(own or free, key=shelves.place)
            claimed = replace(
                chosen,
                state=ItemState.CLAIMED,
                owner=owner,
                version=chosen.version + 1,
                claimed_at=chosen.claimed_at if own else moment,
                lease_until=_instant(now + timedelta(seconds=lease_seconds)),
            )
            shelves.items[claimed.id] = claimed
            return claimed

    def renew(self, item: ReviewItem, now: datetime, lease_seconds: float) -> bool:
        shelves = self._shelves
        with shelves.lock:
            if not shelves.held(item):
                return False
            until = _instant(now + timedelta(seconds=lease_seconds))
            shelves.items[item.id] = replace(shelves.items[item.id], lease_until=until)
            return True

    def item(self, item_id: str) -> ReviewItem:
        if item_id not in self._shelves.items:
            raise NotFoundError(f"there is no review item {item_id}", do="Take the next one: its job may be deleted.")
        return self._shelves.items[item_id]

    def items(self, job_id: str | None = None) -> Sequence[ReviewItem]:
        with self._shelves.lock:
            found = [item for item in self._shelves.items.values() if job_id in (None, item.job_id)]
            return sorted(found, key=self._shelves.place)

    def release(self, item: ReviewItem, event: AuditEvent, priority: float | None = None) -> bool:
        freed = replace(item, state=ItemState.OPEN, owner="", claimed_at=None, lease_until=None)
        if priority is not None:
            freed = replace(freed, priority=priority)
        return self._change(item, freed, event)

    def resolve(self, item: ReviewItem, resolution: Resolution, event: AuditEvent) -> bool:
        with self._shelves.lock:
            if not self._change(item, replace(item, state=ItemState.RESOLVED, lease_until=None), event):
                return False
            key = (item.job_id, item.unit_id)
            self._shelves.units[key] = replace(self._shelves.units[key], resolution=resolution)
            return True

    def queue_counts(self, job_id: str | None = None) -> Mapping[str, int]:
        states = Counter(item.state for item in self.items(job_id))
        return {state.value: states[state] for state in ItemState}

    def _change(self, item: ReviewItem, changed: ReviewItem, event: AuditEvent) -> bool:
        with self._shelves.lock:
            if not self._shelves.held(item):
                return False
            self._shelves.items[item.id] = replace(changed, version=item.version + 1)
            self._shelves.audit.append(event)
            return True


class _MemoryJournal(_Parts):
    def reserve(self, call: Call) -> None:
        with self._shelves.lock:
            known = self._shelves.calls.get(call.id)
            if known is None or known.state is not CallState.SETTLED or call.state is CallState.SETTLED:
                self._shelves.calls[call.id] = call

    def settle(self, call: Call) -> None:
        self.reserve(call)

    def record(self, calls: Sequence[Call]) -> None:
        with self._shelves.lock:
            for call in calls:
                self.reserve(call)

    def settled(self, job_id: str) -> Mapping[tuple[str, str], Call]:
        found = [call for call in self.calls(job_id) if call.state is CallState.SETTLED]
        return {(call.ask_id, call.member): call for call in found}

    def totals(self, job_id: str) -> Totals:
        found = self.calls(job_id)
        replies = [call.reply for call in found if call.reply]
        costs = [_cost(call) for call in found]
        known = [cost for cost in costs if cost is not None]
        return Totals(
            calls=len(found),
            failed=sum(call.state is CallState.FAILED for call in found),
            tokens_in=sum(reply.tokens_in or 0 for reply in replies),
            tokens_out=sum(reply.tokens_out or 0 for reply in replies),
            cost=sum(known, Money(0)) if len(known) == len(costs) else None,
            by_member=dict(sorted(Counter(call.member for call in found).items())),
        )

    def calls(self, job_id: str) -> Sequence[Call]:
        with self._shelves.lock:
            return [call for call in self._shelves.calls.values() if call.job_id == job_id]

    def audit(self, event: AuditEvent) -> None:
        with self._shelves.lock:
            self._shelves.audit.append(event)

    def audit_events(self, subject: str | None = None) -> Sequence[AuditEvent]:
        with self._shelves.lock:
            return [event for event in self._shelves.audit if subject in (None, event.subject)]


class MemoryStore(_MemoryJobs, _MemoryQueue, _MemoryJournal):
    """``ports.Store`` without a database. Behaves as ``SqlStore`` does; the same tests hold for both."""


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _cost(call: Call) -> Money | None:
    """As in ``sql_journal.call_cost``: a failed call is free, unless it timed out; one under way is unknown."""
    cost = call.reply.cost if call.reply else None
    if cost is not None or call.state is CallState.SETTLED:
        return cost
    return Money(0) if call.state is CallState.FAILED and call.fault != CallFault.TIMEOUT else None
