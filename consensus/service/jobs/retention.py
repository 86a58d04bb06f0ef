"""Facade for whoever answers for what is kept: which jobs are old, and what becomes of them."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from consensus.domain import Event, JobAge
from consensus.errors import ConflictError, ConsensusError, UsageError, shown_value
from consensus.service.dependencies import Dependencies
from consensus.service.jobs.leases import kept_off

#: Whole days or weeks; five digits are more than two centuries, and no date is out of range with them.
_AGE = re.compile(r"([1-9][0-9]{0,4})([dw])", re.ASCII)
#: Seconds between two applications of the setting.
_A_DAY = 24 * 3600.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Removed:
    """What went. busy: jobs that another process is at, and which are therefore kept."""

    deleted: tuple[JobAge, ...]
    busy: tuple[JobAge, ...]

    @property
    def words(self) -> str:
        """One sentence for a person, or "" when there was nothing to do."""
        told = [f"Deleted {_jobs(self.deleted)}{_lost(self.deleted)}."] if self.deleted else []
        if self.busy:
            told.append(f"Kept {_jobs(self.busy)}, because another process is working on it.")
        return " ".join(told)


class Retention:
    """Deletes jobs. Costs, audit, blind audits and lots outlive them; texts, answers and decisions do not."""

    def __init__(self, outside: Dependencies) -> None:
        self._outside = outside

    def older_than(self, days: int) -> list[JobAge]:
        """Jobs whose last event is more than so many days ago, the oldest first.

        An event is a call, a job's end, a claim or decision of a person, or a line of the audit, as an export writes.
        """
        before = self._outside.clock.now() - timedelta(days=days)
        found = [(datetime.fromisoformat(job.last), job) for job in self._outside.store.job_ages() if job.last]
        return [job for at, job in sorted(found, key=lambda one: one[0]) if at < before]

    def remove(self, jobs: Sequence[JobAge], actor: str, detail: str = "") -> Removed:
        """Delete these for good; those at work are kept. detail: why, for the audit. Raises StoreError."""
        deleted, busy = [], []
        try:
            for job in jobs:
                try:
                    self._remove(job.id, actor, detail)
                except ConflictError:
                    busy.append(job)
                else:
                    deleted.append(job)
        finally:
            self._outside.store.wipe()
        return Removed(tuple(deleted), tuple(busy))

    def named(self, job_id: str) -> JobAge:
        """One job, by id or a unique prefix; also one whose rows cannot be read. Raises NotFoundError."""
        return self._outside.store.job_ages(job_id)[0]

    def keep_to(self, days: int | None) -> str:
        """Apply the setting ``retention_days``; None keeps everything. Returns what went, in one line, or ""."""
        if days is None:
            return ""
        # Also when there is nothing to delete: a kill may have come between the last deletion and its wipe.
        removed = self.remove(self.older_than(days), "system", f"older than {days} days")
        if not removed.words:
            return ""
        words = f"retention_days is {days}: {removed.words}"
        _LOG.info("%s", words)
        return words

    def _remove(self, job_id: str, actor: str, detail: str) -> None:
        event = Event(self._outside.clock.now().isoformat(), actor, "delete-job", job_id, detail)
        store, blobs = self._outside.store, self._outside.blobs
        with kept_off(store, self._outside.clock, job_id), blobs.held():
            for blob in store.sole_blobs(job_id):
                blobs.remove(blob)  # first: a kill in between must leave nothing of a deleted document
            store.delete_job(job_id, event)


def keep_daily(outside: Dependencies, days: int | None) -> None:
    """Apply the setting now and once a day, for as long as this process lives; what went stands in the log."""
    if days is None:
        return

    def work() -> None:
        while True:
            try:
                Retention(outside).keep_to(days)
            except ConsensusError as error:
                _LOG.warning("retention_days was not applied: %s", error)
            time.sleep(_A_DAY)

    threading.Thread(target=work, daemon=True, name="retention").start()


def days_of(text: str) -> int:
    """Days of an age such as "90d" or "12w". Raises UsageError for anything else."""
    found = _AGE.fullmatch(text)
    if found is None:
        raise UsageError(
            f"{shown_value(text)} is no age.", where="--older-than", do="Give whole days or weeks, as in 90d or 12w."
        )
    return int(found[1]) * (7 if found[2] == "w" else 1)


def describe_jobs(jobs: Sequence[JobAge]) -> str:
    """How many jobs these are, from when to when, and what waits in them."""
    first, last = jobs[0], jobs[-1]
    span = f"last touched {first.last[:10]}" + (f" to {last.last[:10]}" if last.last[:10] != first.last[:10] else "")
    return f"{_jobs(jobs)}, {span}{_lost(jobs)}"


def _jobs(jobs: Sequence[JobAge]) -> str:
    return "1 job" if len(jobs) == 1 else f"{len(jobs)} jobs"


def _lost(jobs: Sequence[JobAge]) -> str:
    """What was still to be done in them."""
    waiting, unchecked = sum(job.waiting for job in jobs), sum(job.unchecked for job in jobs)
    told = [f"; units that waited for a person: {waiting}"] if waiting else []
    if unchecked:
        told.append(f"; blind audits not made, which will count as wrong: {unchecked}")
    return "".join(told)
