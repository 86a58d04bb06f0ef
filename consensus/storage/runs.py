"""Runs of jobs in the database: taken under a lease, fenced by their attempt, cancelled from anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from consensus.domain.job import JobRecord, JobState
from consensus.domain.run import JobRun, Lease, RunEnd, RunProgress, RunStatus
from consensus.errors import ConflictError, LostJobError, NotFoundError
from consensus.storage import worker_queue
from consensus.storage.api_tables import api_jobs
from consensus.storage.database import SqlBase, retried
from consensus.storage.dialect import among, now_seconds, on_postgresql
from consensus.storage.outbox import announce_end
from consensus.storage.owners import has_ended, this_process
from consensus.storage.run_tables import job_runs
from consensus.telemetry import traceparent

#: Seconds that a lease lasts from its last heartbeat on. A worker sends one each second.
LEASE_SECONDS = 5.0
#: A process that is stopped inside a transaction must not keep others from its jobs: the server ends it.
_BRIEF = func.set_config("idle_in_transaction_session_timeout", f"{LEASE_SECONDS:.0f}s", True)
_RUNS = select(
    job_runs,
    (job_runs.c.lease_until > now_seconds()).label("leased"),
)
#: Built once, because it is asked before every reservation. Its parameters are a lease's fields.
_OURS = (
    select(job_runs.c.job_id)
    .where(
        job_runs.c.job_id == bindparam("job_id"),
        job_runs.c.attempt == bindparam("attempt"),
        job_runs.c.lease_owner == bindparam("owner"),
        job_runs.c.status == RunStatus.RUNNING.value,
        job_runs.c.cancel_requested == 0,
    )
    .with_for_update(read=True)
)
_OURS_BRIEFLY = _OURS.add_columns(_BRIEF)


class SqlRuns(SqlBase):
    """Implements ``ports.storage.Runs``."""

    def run(self, job_id: str) -> JobRun:
        with self._reading() as connection:
            return _run(_row(connection, job_id))

    def runs(self, job_ids: Sequence[str]) -> Mapping[str, JobRun]:
        with self._reading() as connection:
            rows = connection.execute(_RUNS.where(among(job_runs.c.job_id, job_ids)))
            return {row.job_id: _run(row) for row in rows}

    @retried
    def enqueue_run(self, job_id: str, priority: int, at: str) -> bool:
        with self._writing() as connection:
            return _enqueue(connection, _run(_row(connection, job_id, own=True)), priority, at)

    @retried
    def take_run(self, job_id: str, at: str, *, queued: bool = False, status: RunStatus = RunStatus.RUNNING) -> Lease:
        with self._writing() as connection:
            run = _run(_row(connection, job_id, own=True))
            if run.is_leased or (queued and run.status not in (RunStatus.QUEUED, RunStatus.RUNNING)):
                raise already_held(job_id)
            lease = Lease(job_id, run.attempt + 1, this_process())
            changed: dict[str, Any] = {
                "attempt": lease.attempt,
                "lease_owner": lease.owner,
                "lease_until": now_seconds() + LEASE_SECONDS,
            }
            if status is RunStatus.RUNNING:
                changed |= {"status": status.value, "cancel_requested": 0, "started_at": at, "ended_at": ""}
                changed |= {"error_code": "", "error": "", "progress": "", "done": 0, "total": 0, "calls": 0}
            connection.execute(update(job_runs).where(job_runs.c.job_id == job_id).values(**changed))
        return lease

    def queued_runs(self, limit: int, *, of_programs: bool = False) -> Sequence[str]:
        taken = (RunStatus.QUEUED.value, RunStatus.RUNNING.value)
        chosen = _RUNS.where(job_runs.c.status.in_(taken))
        if of_programs:
            chosen = chosen.where(job_runs.c.job_id.in_(select(api_jobs.c.job_id)))
        order = (job_runs.c.priority.desc(), job_runs.c.enqueued_at, job_runs.c.job_id)
        with self._reading() as connection:
            runs = map(_run, connection.execute(chosen.order_by(*order)))
            return [run.job_id for run in runs if not run.is_leased and not run.cancel_requested][:limit]

    @retried
    def renew_runs(self, leases: Mapping[Lease, RunProgress | None]) -> Mapping[Lease, bool]:
        found: dict[Lease, bool] = {}
        with self._writing() as connection:
            if on_postgresql(connection):
                connection.execute(select(_BRIEF))
            for lease, progress in sorted(leases.items(), key=lambda one: one[0].job_id):
                changed: dict[str, Any] = {"lease_until": now_seconds() + LEASE_SECONDS}
                if progress is not None:
                    changed |= {"done": progress.done, "total": progress.total, "calls": progress.calls}
                    changed["progress"] = progress.text
                renewed = update(job_runs).where(*_held_by(lease)).values(**changed)
                row = connection.execute(renewed.returning(job_runs.c.cancel_requested)).one_or_none()
                if row is not None:
                    found[lease] = bool(row.cancel_requested)
        return found

    @retried
    def end_run(self, lease: Lease, end: RunEnd) -> bool:
        changed = {"status": end.status.value, "error_code": end.code, "error": end.error, "ended_at": end.at}
        with self._writing() as connection:
            ended = update(job_runs).where(*_held_by(lease))
            ours = connection.execute(ended.values(**changed, lease_until=0.0, lease_owner="", cancel_requested=0))
            if ours.rowcount and end.status is RunStatus.FAILED:
                announce_end(connection, lease.job_id, end.at, failed=True)
            if ours.rowcount and end.status is RunStatus.QUEUED:
                _enqueue(connection, _run(_row(connection, lease.job_id)), None, end.at)
        return bool(ours.rowcount)

    @retried
    def release_run(self, lease: Lease) -> None:
        with self._writing() as connection:
            connection.execute(update(job_runs).where(*_held_by(lease)).values(lease_until=0.0, lease_owner=""))

    @retried
    def cancel_run(self, job_id: str, at: str) -> JobRun:
        with self._writing() as connection:
            run = _run(_row(connection, job_id, own=True))
            this = update(job_runs).where(job_runs.c.job_id == job_id)
            if run.status is RunStatus.RUNNING and run.is_leased:
                connection.execute(this.values(cancel_requested=1))
            elif run.status in (RunStatus.QUEUED, RunStatus.RUNNING):
                connection.execute(this.values(status=RunStatus.CANCELLED.value, ended_at=at, cancel_requested=0))
            return _run(_row(connection, job_id))

    @retried
    def requeue_lost(self, at: str) -> Sequence[str]:
        with self._writing() as connection:
            lost = _RUNS.where(job_runs.c.status == RunStatus.RUNNING.value).order_by(job_runs.c.job_id)
            rows = connection.execute(lost.with_for_update(skip_locked=True)).all()
            dead = [run for run in map(_run, rows) if not run.is_leased]
            for run in dead:
                _requeue(connection, run, at)
            return [run.job_id for run in dead] + worker_queue.requeue_stalled(connection)


def add_run(connection: Connection, job: JobRecord) -> None:
    """The row of a new job, which nobody works on before it is queued or taken."""
    status = RunStatus.DONE if job.state == JobState.DONE else RunStatus.CANCELLED
    texts = ("lease_owner", "progress", "error_code", "error", "enqueued_at", "started_at")
    numbers = ("priority", "attempt", "cancel_requested", "lease_until", "done", "total", "calls")
    values = {**dict.fromkeys(texts, ""), **dict.fromkeys(numbers, 0), "ended_at": job.ended_at or ""}
    values["traceparent"] = traceparent()
    connection.execute(job_runs.insert().values(job_id=job.id, status=status.value, **values))


def is_ours(connection: Connection, lease: Lease) -> bool:
    """Whether this attempt may still spend and write. On PostgreSQL nobody takes or cancels the job before this
    transaction ends; on SQLite nobody writes at all."""
    asked = _OURS_BRIEFLY if on_postgresql(connection) else _OURS
    return connection.execute(asked, asdict(lease)).first() is not None


def fence(connection: Connection, lease: Lease | None) -> None:
    """Let only the attempt pass whose job it is; None is no attempt. Raises LostJobError."""
    if lease is not None and not is_ours(connection, lease):
        raise lost_job(lease.job_id)


def lost_job(job_id: str) -> LostJobError:
    """What is said to an attempt that is over."""
    what, do = "the job was cancelled, or another process has taken it over.", f"See: consensus status {job_id}"
    return LostJobError(what, where=f"job {job_id}", do=do)


def already_held(job_id: str) -> ConflictError:
    """What is said to the second process at a job."""
    what, do = "another process is working on this job.", f"Wait for it; see: consensus status {job_id}"
    return ConflictError(what, where=f"job {job_id}", do=do)


def _held_by(lease: Lease) -> tuple[Any, ...]:
    return (
        job_runs.c.job_id == lease.job_id,
        job_runs.c.attempt == lease.attempt,
        job_runs.c.lease_owner == lease.owner,
    )


def _row(connection: Connection, job_id: str, *, own: bool = False) -> Row[Any]:
    """own: nobody else changes it before the transaction ends."""
    chosen = _RUNS.where(job_runs.c.job_id == job_id)
    row = connection.execute(chosen.with_for_update() if own else chosen).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no job {job_id}", do="List them with: consensus jobs list")
    return row


def _run(row: Row[Any]) -> JobRun:
    return JobRun(
        job_id=row.job_id,
        status=RunStatus(row.status),
        priority=row.priority,
        attempt=row.attempt,
        owner=row.lease_owner,
        is_leased=bool(row.leased) and not has_ended(row.lease_owner),
        cancel_requested=bool(row.cancel_requested),
        progress=RunProgress(row.done, row.total, row.calls, row.progress),
        code=row.error_code,
        error=row.error,
        enqueued_at=row.enqueued_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        traceparent=row.traceparent,
    )


def _enqueue(connection: Connection, run: JobRun, priority: int | None, at: str) -> bool:
    """priority: None for that of before. False where a process works on it already."""
    if run.is_leased and run.status is RunStatus.RUNNING:
        return False
    given = run.priority if priority is None else priority
    if run.status is RunStatus.QUEUED and run.enqueued_at:
        given = max(given, run.priority)
    changed = {"status": RunStatus.QUEUED.value, "priority": given, "enqueued_at": at, "cancel_requested": 0}
    connection.execute(update(job_runs).where(job_runs.c.job_id == run.job_id).values(**changed, ended_at=""))
    worker_queue.defer(connection, run.job_id, given)
    return True


def _requeue(connection: Connection, run: JobRun, at: str) -> None:
    """A job whose process is dead waits for another, or is cancelled if it was to be."""
    this = update(job_runs).where(job_runs.c.job_id == run.job_id)
    if run.cancel_requested:
        connection.execute(this.values(status=RunStatus.CANCELLED.value, ended_at=at, cancel_requested=0))
        return
    connection.execute(this.values(status=RunStatus.QUEUED.value, enqueued_at=at, lease_owner="", lease_until=0.0))
    worker_queue.defer(connection, run.job_id, run.priority, again=True)
