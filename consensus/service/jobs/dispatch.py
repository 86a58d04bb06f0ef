"""Jobs under way in this process: tasks of one event loop, which share limits and connections."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from itertools import count

from consensus.domain import JobStatus, Progress, RunStatus
from consensus.domain.job import JobState
from consensus.errors import ConflictError, ConsensusError
from consensus.ports.runtime import OnProgress
from consensus.ports.storage import Store
from consensus.telemetry import unforeseen

_CRASHED = "the program failed while it worked on this job; its log says more."


@dataclass(eq=False)
class _Run:
    """One job that was handed in. ended: set once nothing more is sent. task: None while the job waits for a place."""

    job_id: str
    ended: asyncio.Future[None]
    task: asyncio.Task[None] | None = None
    standing: RunStatus = "queued"
    error: BaseException | None = None
    latest: Progress | None = None
    listeners: list[OnProgress | None] = field(default_factory=list)

    def hear(self, progress: Progress) -> None:
        self.latest = progress
        for listener in self.listeners:
            if listener is not None:
                listener(progress)


class InProcessDispatch:
    """Implements ``ports.runtime.Dispatch`` with one task a job; all methods are for the one loop that works.

    work: (job id, listener) -> asks about a job until it has its verdicts. give_back: closes the loop's connections;
    awaited whenever nothing is under way any more. documents_at_once: while nobody runs a worker.
    """

    def __init__(
        self,
        store: Store,
        work: Callable[[str, OnProgress], Awaitable[None]],
        give_back: Callable[[], Awaitable[None]],
        documents_at_once: int,
    ) -> None:
        self._store, self._work, self._give_back = store, work, give_back
        self._places = documents_at_once
        self._runs: dict[str, _Run] = {}
        self._waiting: list[tuple[int, int, _Run]] = []
        self._under_way: set[_Run] = set()
        self._numbers = count()

    async def enqueue(self, job_id: str, priority: int = 0) -> None:
        """Work on a job as soon as there is a place; nothing where it waits or is under way already."""
        known = self._runs.get(job_id)
        if known is not None and not known.ended.done():
            return
        run = self._runs[job_id] = _Run(job_id, asyncio.get_running_loop().create_future())
        heappush(self._waiting, (-priority, next(self._numbers), run))
        self._begin()

    async def run_worker(self, documents_at_once: int) -> None:
        """Work on what waits, until cancelled; what is under way then is stopped and can be taken up again."""
        before, self._places = self._places, documents_at_once
        self._begin()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self._places = before
            await self.stop([run.job_id for run in self._under_way])

    async def wait(self, job_id: str, on_progress: OnProgress | None = None) -> None:
        """Until a job of this process has ended. Raises what ended it, ConflictError where it was cancelled."""
        run = self._runs[job_id]
        run.listeners.append(on_progress)
        if on_progress is not None and run.latest is not None:
            on_progress(run.latest)
        try:
            await asyncio.shield(run.ended)
        finally:
            run.listeners.remove(on_progress)
        if run.standing == "stopped":
            do = f"Nothing is lost. Go on with: consensus submit --resume {job_id}"
            raise ConflictError("the job was stopped.", where=f"job {job_id}", do=do)
        if run.error is not None:
            raise run.error

    async def cancel(self, job_id: str) -> None:
        """Send nothing more about a job. What was answered is kept, and the job can be taken up again."""
        run = self._runs.get(job_id)
        if run is None or run.ended.done():
            return
        if run.task is not None:
            run.task.cancel()
        else:
            run.standing = "stopped"
            run.ended.set_result(None)

    async def stop(self, job_ids: Sequence[str] | None = None) -> None:
        """Cancel these jobs, or all, and wait until they have ended."""
        ids = self._runs if job_ids is None else job_ids
        ending = [self._runs[job_id].ended for job_id in ids if job_id in self._runs]
        for job_id in ids:
            await self.cancel(job_id)
        if ending:
            await asyncio.wait(ending)

    async def status(self, job_id: str) -> JobStatus:
        """How a job stands, by id or a unique prefix. Raises NotFoundError."""
        return await asyncio.to_thread(self.known, job_id)

    def known(self, job_id: str) -> JobStatus:
        """The same for any thread: a page does not wait for a loop that is busy with a long document."""
        run = self._runs.get(job_id)
        if run is None:
            job = self._store.job(job_id)
            run = self._runs.get(job.id)
            if run is None:
                return JobStatus(job.id, "done" if job.state == JobState.DONE else "away")
        error = "" if run.error is None else str(run.error) if isinstance(run.error, ConsensusError) else _CRASHED
        now = run.latest or Progress("", 0, 0)
        return JobStatus(run.job_id, run.standing, now.done, now.total, now.calls, error)

    def _begin(self) -> None:
        """Give free places to those that wait, the highest priority first."""
        while self._waiting and len(self._under_way) < self._places:
            run = heappop(self._waiting)[-1]
            if run.ended.done():
                continue  # cancelled while it waited
            run.standing = "working"
            self._under_way.add(run)
            run.task = asyncio.create_task(self._run(run))
            run.task.add_done_callback(partial(self._end, run))

    async def _run(self, run: _Run) -> None:
        try:
            await self._work(run.job_id, run.hear)
        finally:
            if len(self._under_way) == 1 and not self._waiting:
                await self._give_back()

    def _end(self, run: _Run, task: asyncio.Task[None]) -> None:
        run.error = None if task.cancelled() else task.exception()
        run.standing = "stopped" if task.cancelled() else "failed" if run.error else "done"
        if isinstance(run.error, Exception) and not isinstance(run.error, ConsensusError) and not run.listeners:
            unforeseen(run.error)  # whoever waits says it; here nobody does
        self._under_way.discard(run)
        run.ended.set_result(None)
        self._begin()
