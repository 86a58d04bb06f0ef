"""Jobs under way in this process: tasks of one event loop, which share limits and connections."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from itertools import count

from consensus.domain import JobStatus, Progress
from consensus.domain.job import JobState
from consensus.domain.run import JobRun, RunStatus
from consensus.errors import ConflictError, ConsensusError
from consensus.ports.runtime import BATCH, Clock, OnProgress
from consensus.ports.storage import Store
from consensus.service.jobs.leases import CRASHED
from consensus.service.jobs.progress import progress_of
from consensus.telemetry import unforeseen

#: Seconds between two looks at a job that another process has.
_LOOK = 0.5


@dataclass(eq=False)
class _Run:
    """One job that was handed in. ended: set once nothing more is sent. task: None while the job waits for a place.
    queued: begun only if it is still queued by then, as it is not where it was cancelled from elsewhere."""

    job_id: str
    ended: asyncio.Future[None]
    queued: bool = False
    task: asyncio.Task[None] | None = None
    standing: RunStatus = RunStatus.QUEUED
    error: BaseException | None = None
    latest: Progress | None = None
    listeners: list[OnProgress | None] = field(default_factory=list)

    def cancel(self) -> None:
        if self.ended.done():
            return
        if self.task is not None:
            self.task.cancel()
        else:
            self.standing = RunStatus.CANCELLED
            self.ended.set_result(None)

    def hear(self, progress: Progress) -> None:
        self.latest = progress
        for listener in self.listeners:
            if listener is not None:
                listener(progress)


class InProcessDispatch:
    """Implements ``ports.runtime.Dispatch`` with one task a job; all methods are for the one loop that works.

    work: as ``Jobs.work``: asks about a job until it has its verdicts. give_back: closes the loop's connections;
    awaited whenever nothing is under way any more. documents_at_once: 0 hands every job over to workers.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        work: Callable[..., Awaitable[None]],
        give_back: Callable[[], Awaitable[None]],
        documents_at_once: int,
    ) -> None:
        self._store, self._clock, self._work, self._give_back = store, clock, work, give_back
        self._places = documents_at_once
        self._runs: dict[str, _Run] = {}
        self._waiting: list[tuple[int, int, _Run]] = []
        self._under_way: set[_Run] = set()
        self._asking: set[_Run] = set()
        self._numbers = count()

    async def enqueue(self, job_id: str, priority: int = BATCH, *, queued: bool = False) -> None:
        """Work on a job as soon as there is a place; nothing where it waits or is under way here already."""
        if not self._places:
            await self.hand_over(job_id, priority)
            return
        known = self._runs.get(job_id)
        if known is not None and not known.ended.done():
            return
        run = self._runs[job_id] = _Run(job_id, asyncio.get_running_loop().create_future(), queued)
        heappush(self._waiting, (-priority, next(self._numbers), run))
        self._begin()

    async def hand_over(self, job_id: str, priority: int = BATCH) -> None:
        """Queue a job for the workers, of whatever machine; nothing where one is at it already."""
        await asyncio.to_thread(self._store.enqueue_run, job_id, priority, self._clock.now().isoformat())

    async def wait(self, job_id: str, on_progress: OnProgress | None = None) -> None:
        """Until a job has ended, wherever. Raises what ended it, ConflictError where it was cancelled."""
        run = self._runs.get(job_id)
        if run is None:
            await wait_elsewhere(self._store, job_id, on_progress)
            return
        run.listeners.append(on_progress)
        if on_progress is not None and run.latest is not None:
            on_progress(run.latest)
        try:
            await asyncio.shield(run.ended)
        finally:
            run.listeners.remove(on_progress)
        if run.standing is RunStatus.CANCELLED:
            raise _cancelled(job_id)
        if run.error is not None:
            raise run.error

    async def cancel(self, job_id: str) -> None:
        """Send nothing more about a job, wherever. What was answered is kept, and it can be taken up again."""
        if (run := self._runs.get(job_id)) is not None:
            run.cancel()
        await asyncio.to_thread(self._store.cancel_run, job_id, self._clock.now().isoformat())

    async def stop(self, job_ids: Sequence[str] | None = None) -> None:
        """Cancel these jobs of this process, or all, and wait until they have ended."""
        ids = self._runs if job_ids is None else job_ids
        runs = [self._runs[job_id] for job_id in ids if job_id in self._runs]
        for run in runs:
            run.cancel()
        if runs:
            await asyncio.wait([run.ended for run in runs])

    async def status(self, job_id: str) -> JobStatus:
        """How a job stands, by id or a unique prefix. Raises NotFoundError."""
        return await asyncio.to_thread(self.known, job_id)

    def known(self, job_id: str) -> JobStatus:
        """The same for any thread: a page does not wait for a loop that is busy with a long document."""
        run = self._runs.get(job_id)
        if run is None or run.ended.done():
            job = self._store.job(job_id)
            run, stored = self._runs.get(job.id), self._store.run(job.id)
            if run is None or stored.is_under_way or stored.status is RunStatus.DONE:
                return _stored_status(stored, job.state)
        error = "" if run.error is None else str(run.error) if isinstance(run.error, ConsensusError) else CRASHED
        now = run.latest or Progress("", 0, 0)
        return JobStatus(run.job_id, run.standing, now.done, now.total, now.calls, error)

    def _begin(self) -> None:
        """Give free places to those that wait, the highest priority first."""
        while self._waiting and len(self._under_way) < self._places:
            run = heappop(self._waiting)[-1]
            if run.ended.done():
                continue  # cancelled while it waited
            run.standing = RunStatus.RUNNING
            self._under_way.add(run)
            run.task = asyncio.create_task(self._run(run))
            run.task.add_done_callback(partial(self._end, run))

    async def _run(self, run: _Run) -> None:
        self._asking.add(run)
        try:
            await self._work(run.job_id, run.hear, queued=run.queued)
        finally:
            self._asking.discard(run)  # at once: of two that end together, the later one gives back
            if not self._asking and all(entry[-1].ended.done() for entry in self._waiting):
                await self._give_back()

    def _end(self, run: _Run, task: asyncio.Task[None]) -> None:
        run.error = None if task.cancelled() else task.exception()
        failed = RunStatus.FAILED if run.error else RunStatus.DONE
        run.standing = RunStatus.CANCELLED if task.cancelled() else failed
        if isinstance(run.error, Exception) and not isinstance(run.error, ConsensusError) and not run.listeners:
            unforeseen(run.error)  # whoever waits says it; here nobody does
        if run.queued and isinstance(run.error, ConflictError):
            self._runs.pop(run.job_id, None)  # never this process's: its row says how it stands
        self._under_way.discard(run)
        run.ended.set_result(None)
        self._begin()


async def wait_elsewhere(store: Store, job_id: str, on_progress: OnProgress | None = None) -> None:
    """Until the process that works on a job has ended it, by its row. Raises what ``Dispatch.wait`` raises."""
    while (run := await asyncio.to_thread(store.run, job_id)).is_under_way:
        if on_progress is not None and (progress := progress_of(run)) is not None:
            on_progress(progress)
        await asyncio.sleep(_LOOK)
    if run.status is RunStatus.FAILED:
        raise ConsensusError(run.error, where=f"job {job_id}", do=f"Then: consensus submit --resume {job_id}")
    if run.status is not RunStatus.DONE:
        raise _cancelled(job_id)


def _stored_status(run: JobRun, state: JobState) -> JobStatus:
    """Of a job that is not this process's. One whose process died waits to be taken up again."""
    standing, error = run.status, run.error
    if not run.is_under_way and state == JobState.DONE:
        standing, error = RunStatus.DONE, ""
    elif run.status is RunStatus.RUNNING and not run.is_leased:
        standing = RunStatus.CANCELLED
    return JobStatus(run.job_id, standing, run.progress.done, run.progress.total, run.progress.calls, error)


def _cancelled(job_id: str) -> ConflictError:
    do = f"Nothing is lost. Go on with: consensus submit --resume {job_id}"
    return ConflictError("the job was stopped.", where=f"job {job_id}", do=do)
