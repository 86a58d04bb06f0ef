"""``ports.Store`` in plain dictionaries: for tests, notebooks, and jobs that nobody needs to keep. One process only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from consensus.domain import (
    Call,
    CallState,
    Event,
    ItemState,
    JobAge,
    JobLine,
    Money,
    ReviewItem,
    SpentLine,
    Totals,
    Unit,
)
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.errors import CallFault, NotFoundError, StoreError
from consensus.testing.memory_labels import MemoryLabels
from consensus.testing.memory_queue import MemoryQueue, MemoryReview
from consensus.testing.memory_spending import counted_by_ask, fits_the_day, spent_lines
from consensus.testing.memory_tables import Parts

_Key = tuple[str, str]


class _MemoryJobs(Parts):
    def create_job(self, job: JobRecord, units: Sequence[Unit]) -> None:
        with self._tables.lock:
            if job.id in self._tables.jobs:
                raise StoreError(f"job {job.id} is there already", where="memory", do="Give it another id.")
            self._tables.jobs[job.id] = job
            self._tables.units |= {(job.id, unit.id): UnitRecord(unit) for unit in units}

    def job(self, job_id: str) -> JobRecord:
        return self._tables.job(job_id)

    def job_lines(self, limit: int | None = None, job_id: str = "") -> Sequence[JobLine]:
        tables = self._tables
        newest = [job for job in reversed(tables.jobs.values()) if job_id in ("", job.id)]
        return [tables.line(job) for job in newest[:limit]]

    def end_job(self, job_id: str, state: str, ended_at: str, error: str = "") -> None:
        with self._tables.lock:
            job = self._tables.job(job_id)
            self._tables.jobs[job.id] = replace(job, state=JobState(state), ended_at=ended_at, error=error)

    def delete_job(self, job_id: str, event: Event) -> None:
        tables = self._tables
        with tables.lock:
            gone = tables.job(job_id).id
            del tables.jobs[gone]
            tables.units = {key: unit for key, unit in tables.units.items() if key[0] != gone}
            tables.items = {key: item for key, item in tables.items.items() if item.job_id != gone}
            tables.past_calls += [call for call in tables.calls.values() if call.job_id == gone]
            tables.calls = {key: call for key, call in tables.calls.items() if call.job_id != gone}
            tables.decisions = [made for made in tables.decisions if made.job_id != gone]
            tables.drafts = {key: text for key, text in tables.drafts.items() if key[0] in tables.items}
            tables.audit.append(event)

    def wipe(self) -> None:
        """There is no file."""

    def job_ages(self, job_id: str | None = None) -> Sequence[JobAge]:
        tables = self._tables
        with tables.lock:
            wanted = tables.jobs.values() if job_id is None else [tables.job(job_id)]
            return [self._age(job) for job in wanted]

    def _age(self, job: JobRecord) -> JobAge:
        tables = self._tables
        moments = [job.created_at, job.ended_at or ""]
        moments += [call.started for call in tables.calls.values() if call.job_id == job.id]
        moments += [made.resolution.decided_at for made in tables.decisions if made.job_id == job.id]
        moments += [event.at for event in tables.audit if event.subject == job.id]
        waiting = [i for i in tables.items.values() if i.job_id == job.id and i.state is not ItemState.RESOLVED]
        return JobAge(job.id, job.document.name, max(moments), len(waiting))

    def save_decisions(self, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem]) -> None:
        tables = self._tables
        with tables.lock:
            job = tables.job(job_id).id
            mine = {item.unit_id: item for item in tables.items.values() if item.job_id == job}
            held = {unit_id for unit_id, item in mine.items() if item.state is not ItemState.OPEN}
            kept = [record for record in records if record.unit.id not in held]
            tables.units |= {(job, record.unit.id): replace(record, resolution=None) for record in kept}
            wanted = {item.unit_id: item for item in items if item.unit_id not in held}
            for unit_id in {record.unit.id for record in kept} - wanted.keys():
                if unit_id in mine:
                    del tables.items[mine[unit_id].id]
            for unit_id, item in wanted.items():
                known = mine.get(unit_id)
                fresh = replace(item, job_id=job, state=ItemState.OPEN, owner="", claimed_at=None, lease_until=None)
                if known is not None:
                    fresh = replace(known, priority=item.priority, version=known.version + 1)
                tables.items[fresh.id] = fresh

    def drop_units(self, job_id: str, unit_ids: Collection[str]) -> None:
        tables = self._tables
        with tables.lock:
            job = tables.job(job_id).id
            mine = {item.unit_id: item for item in tables.items.values() if item.job_id == job}
            for unit_id in unit_ids:
                item, unit = mine.get(unit_id), tables.units.get((job, unit_id))
                if (item is None or item.state is ItemState.OPEN) and unit is not None and unit.resolution is None:
                    del tables.units[job, unit_id]
                    if item is not None:
                        del tables.items[item.id]

    def units(self, job_id: str) -> Sequence[UnitRecord]:
        job = self._tables.job(job_id).id
        found = [unit for key, unit in self._tables.units.items() if key[0] == job]
        return sorted(found, key=lambda record: (record.unit.index, record.unit.id))

    def unit(self, job_id: str, unit_id: str) -> UnitRecord:
        found = self._tables.units.get((self._tables.job(job_id).id, unit_id))
        if found is None:
            raise NotFoundError(f"there is no unit {unit_id}", where=f"job {job_id}", do="See: consensus status JOB")
        return found


class _MemoryJournal(Parts):
    def reserve(self, call: Call) -> None:
        with self._tables.lock:
            known = self._tables.calls.get(call.id)
            if known is None or known.state is not CallState.SETTLED or call.state is CallState.SETTLED:
                self._tables.calls[call.id] = call

    def settle(self, call: Call) -> None:
        self.reserve(call)

    def record(self, calls: Sequence[Call]) -> None:
        with self._tables.lock:
            for call in calls:
                if call.state is CallState.WITHDRAWN:
                    self._tables.calls.pop(call.id, None)
                else:
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

    def reserve_within(self, call: Call, ceiling: Money) -> bool:
        with self._tables.lock:
            allowed = fits_the_day([*self._tables.calls.values(), *self._tables.past_calls], call, ceiling)
            if allowed:
                self.reserve(call)
            return allowed

    def counted(self, job_id: str) -> Mapping[str, Money]:
        return counted_by_ask(self.calls(job_id))

    def spending(self) -> Sequence[SpentLine]:
        with self._tables.lock:
            return spent_lines(self._tables.calls.values(), self._tables.past_calls)

    def calls(self, job_id: str) -> Sequence[Call]:
        with self._tables.lock:
            return [call for call in self._tables.calls.values() if call.job_id == job_id]

    def audit(self, event: Event) -> None:
        with self._tables.lock:
            self._tables.audit.append(event)

    def audit_events(self, subject: str | None = None) -> Sequence[Event]:
        with self._tables.lock:
            return [event for event in self._tables.audit if subject in (None, event.subject)]


class MemoryStore(_MemoryJobs, MemoryQueue, MemoryReview, _MemoryJournal, MemoryLabels):
    """``ports.Store`` without a database. Behaves as ``SqlStore`` does; the same tests hold for both."""


def _cost(call: Call) -> Money | None:
    """As in ``sql_journal.call_cost``: a failed call is free, unless it timed out; one under way is unknown."""
    cost = call.reply.cost if call.reply else None
    if cost is not None or call.state is CallState.SETTLED:
        return cost
    return Money(0) if call.state is CallState.FAILED and call.fault != CallFault.TIMEOUT else None
