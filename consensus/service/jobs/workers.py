"""A worker: it works on queued jobs, of whatever process handed them in, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from consensus.domain import HostOutcome
from consensus.domain.run import RunStatus
from consensus.errors import ConflictError, ConsensusError
from consensus.ports.runtime import Limiter
from consensus.service.dependencies import Dependencies
from consensus.service.jobs.service import NOTHING_BESIDE, BesideJobs, Jobs
from consensus.telemetry import count, unforeseen
from consensus.telemetry.metrics import RESCUED

#: Seconds that calls under way have to end once a worker is told to stop.
PATIENCE = 30.0
_LOG = logging.getLogger(__name__)

#: Hands queued jobs to a function until cancelled: (work on one, at most so many at once, rescue).
ServeQueue = Callable[[Callable[[str], Awaitable[None]], int, Callable[[], object]], Awaitable[None]]


class Drain:
    """Lets no further call be sent once it is closed, and knows when those under way have ended."""

    def __init__(self) -> None:
        self.closed = asyncio.Event()
        self.idle = asyncio.Event()
        self.idle.set()
        self._under_way = 0

    @asynccontextmanager
    async def call(self) -> AsyncIterator[None]:
        """One call; waits for ever where none may be sent any more, until it is cancelled."""
        if self.closed.is_set():
            await asyncio.get_running_loop().create_future()
        self._under_way += 1
        self.idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self.idle.set()

    def on(self, outside: Dependencies) -> Dependencies:
        """The same outside, whose calls go through here."""
        return replace(outside, limiter=lambda policy: _Drained(outside.limiter(policy), self))


class _Drained:
    """Implements ``ports.Limiter``."""

    def __init__(self, limiter: Limiter, drain: Drain) -> None:
        self._limiter, self._drain = limiter, drain

    @asynccontextmanager
    async def slot(self, host_key: str, tokens: int = 0) -> AsyncIterator[None]:
        async with self._limiter.slot(host_key, tokens), self._drain.call():
            yield

    def feedback(self, host_key: str, outcome: HostOutcome) -> None:
        self._limiter.feedback(host_key, outcome)


class Worker:
    """Works on queued jobs of one database. serve: hands them to it. beside: what is done beside them."""

    def __init__(
        self,
        outside: Dependencies,
        serve: ServeQueue,
        documents_at_once: int,
        beside: Callable[[Dependencies], BesideJobs] = lambda outside: NOTHING_BESIDE,
    ) -> None:
        self._drain = Drain()
        drained = self._drain.on(outside)
        self._jobs = Jobs(drained, documents_at_once, beside(drained))
        self._serve, self._at_once, self._outside = serve, documents_at_once, outside
        self._under_way: set[asyncio.Task[object]] = set()
        self.stopping = asyncio.Event()

    async def run(self, patience: float = PATIENCE) -> None:
        """Until ``stopping`` is set. Then it takes no more jobs, gives calls under way so many seconds to end, and puts
        what it had back into the queue. Raises StoreError where the queue cannot be used at all."""
        serving = asyncio.ensure_future(self._serve(self._work, self._at_once, self._rescue))
        told = asyncio.ensure_future(self.stopping.wait())
        try:
            await asyncio.wait([serving, told], return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                serving.result()
            self._drain.closed.set()
            if self._under_way:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._drain.idle.wait(), patience)
        finally:
            told.cancel()
            serving.cancel()
            self._jobs.leases.when_cancelled = RunStatus.QUEUED
            ending = [*self._under_way]
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, serving, return_exceptions=True)
            await self._outside.aclose()

    def _rescue(self) -> None:
        if again := self._outside.store.requeue_lost(self._outside.clock.now().isoformat()):
            count(RESCUED, len(again))
            _LOG.warning("queued again, because their process is dead: %s", ", ".join(again))

    async def _work(self, job_id: str) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            _LOG.info("job %s: begun", job_id)
            await self._jobs.work(job_id, None, queued=True)
            _LOG.info("job %s: done", job_id)
        except asyncio.CancelledError:
            _LOG.info("job %s: stopped", job_id)
        except ConflictError as error:
            _LOG.info("job %s: %s", job_id, error)
        except ConsensusError as error:
            _LOG.warning("job %s: %s", job_id, error)
        except Exception as error:  # noqa: BLE001
            unforeseen(error)  # its row says that it failed; the worker goes on with the others
        finally:
            self._under_way.discard(task)
