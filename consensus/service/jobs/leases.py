"""Jobs that this process works on: a heartbeat for all of them, and a fence before what each spends and writes."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

from consensus.domain import Call, HostOutcome, Money, Progress
from consensus.domain.run import Lease, RunEnd, RunProgress, RunStatus
from consensus.errors import ConsensusError, LostJobError, StoreError
from consensus.ports.runtime import Clock, Limiter
from consensus.ports.storage import Runs, Store
from consensus.telemetry import unforeseen

#: Seconds between heartbeats.
_BEAT = 1.0
#: Seconds since the last heartbeat for which the job is certainly still ours: less than a lease lasts.
_CONFIRMED = 4.0
#: What is said of a fault of this program.
CRASHED = "the program failed while it worked on this job; its log says more."
_LOG = logging.getLogger(__name__)


class FencedJournal:
    """Implements ``ports.Journal`` for one attempt: nothing is reserved once the job is another's."""

    def __init__(self, store: Store, lease: Lease) -> None:
        self._store, self._lease = store, lease
        self.settled, self.under_way = store.settled, store.under_way
        self.cached, self.counted = store.cached, store.counted

    def record(self, calls: Sequence[Call]) -> None:
        self._store.record(calls, lease=self._lease)

    def reserve_within(self, call: Call, ceiling: Money) -> bool:
        return self._store.reserve_within(call, ceiling, lease=self._lease)


@dataclass(eq=False)
class HeldJob:
    """A job while this process works on it. is_lost: by the last heartbeat it is another's. beat_at: when the last one
    that was answered was sent, in monotonic seconds."""

    lease: Lease
    task: asyncio.Task[object] | None
    loop: asyncio.AbstractEventLoop
    news: RunProgress | None = None
    is_lost: bool = False
    beat_at: float = field(default_factory=time.monotonic)

    def report(self, progress: Progress) -> None:
        """Tell other processes how far it is, with the next heartbeat."""
        text = json.dumps(progress.as_dict(), ensure_ascii=False)
        self.news = RunProgress(progress.done, progress.total, progress.calls, text)

    def stop(self) -> None:
        """End the task that works on it. From any thread."""
        if self.task is not None:
            with suppress(RuntimeError):  # its loop is closed: it has ended
                self.loop.call_soon_threadsafe(self.task.cancel)


class Leases:
    """Takes jobs for this process, and keeps them by a heartbeat in a thread: a loop may be busy for seconds."""

    def __init__(self, store: Runs, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._held: set[HeldJob] = set()
        self._lock = threading.Lock()
        self._beating: threading.Thread | None = None
        self._wake = threading.Event()
        self._unwritten: dict[str, tuple[Lease, RunEnd]] = {}
        #: What becomes of a job whose work is cancelled in this process.
        self.when_cancelled = RunStatus.CANCELLED

    @contextmanager
    def hold(self, job_id: str, *, queued: bool = False) -> Iterator[HeldJob]:
        """Work on a job inside the block, in a task; how the block ends is written down as the job's end.

        queued: only if it waits for a worker. Raises ConflictError while another process works on it, and LostJobError
        where it lost the job; cancels the block where the job is cancelled from elsewhere.
        """
        if (left := self._unwritten.pop(job_id, None)) is not None:
            self._store.end_run(*left)  # or this process would wait for its own lease to end
        asked = time.monotonic()
        lease = self._store.take_run(job_id, self._now(), queued=queued)
        held = HeldJob(lease, asyncio.current_task(), asyncio.get_running_loop(), beat_at=asked)
        self._add(held)
        try:
            yield held
        except asyncio.CancelledError as error:
            if held.is_lost:
                raise _lost(job_id) from error
            self._end(held, RunEnd(self.when_cancelled, self._now()))
            raise
        except LostJobError as error:
            if self._end(held, RunEnd(RunStatus.CANCELLED, self._now())):
                raise asyncio.CancelledError from error  # still ours: it was to be cancelled
            raise
        except BaseException as error:
            code, said = (error.code, str(error)) if isinstance(error, ConsensusError) else ("error", CRASHED)
            self._end(held, RunEnd(RunStatus.FAILED, self._now(), code, said))
            raise
        else:
            self._end(held, RunEnd(RunStatus.DONE, self._now()))
        finally:
            self._discard(held)

    def _now(self) -> str:
        return self._clock.now().isoformat()

    def _end(self, held: HeldJob, end: RunEnd) -> bool:
        try:
            if held.news is not None:
                self._store.renew_runs({held.lease: held.news})
            return self._store.end_run(held.lease, end)
        except StoreError as error:
            _LOG.warning("the end of job %s was not written: %s", held.lease.job_id, error)
            self._unwritten[held.lease.job_id] = (held.lease, end)
            return False

    def _add(self, held: HeldJob) -> None:
        with self._lock:
            self._held.add(held)
            if self._beating is None:
                self._wake.clear()
                self._beating = threading.Thread(target=self._beat, daemon=True, name="leases")
                self._beating.start()

    def _discard(self, held: HeldJob) -> None:
        with self._lock:
            self._held.discard(held)
            if not self._held:
                self._wake.set()

    def _beat(self) -> None:
        while True:
            self._wake.wait(_BEAT)
            with self._lock:
                if not self._held:
                    self._beating = None
                    return
                self._wake.clear()
                held = {one.lease: one for one in self._held}
            try:
                self._beat_once(held)
            except Exception as error:  # noqa: BLE001
                # Without a heartbeat another process would take the jobs while this one goes on.
                _LOG.warning("no heartbeat: %s", error if isinstance(error, ConsensusError) else unforeseen(error))

    def _beat_once(self, held: Mapping[Lease, HeldJob]) -> None:
        news = {lease: one.news for lease, one in held.items()}
        for one in held.values():
            one.news = None
        sent = time.monotonic()
        ours = self._store.renew_runs(news)
        for lease in ours:
            held[lease].beat_at = sent
        with self._lock:
            gone = [one for one in held.values() if one in self._held and ours.get(one.lease) is not False]
        for one in gone:
            one.is_lost = one.lease not in ours
            one.stop()


class ConfirmedLimiter:
    """A job's limiter, which lets nothing be sent while the last heartbeat is too old: the job may be another's since,
    as after a sleep, and what was written down before that would be paid for twice."""

    def __init__(self, limiter: Limiter, held: HeldJob) -> None:
        self._limiter, self._held = limiter, held

    @asynccontextmanager
    async def slot(self, host_key: str, tokens: int = 0) -> AsyncIterator[None]:
        """As ``ports.Limiter``. Whoever waits here is cancelled when the job turns out to be lost."""
        async with self._limiter.slot(host_key, tokens):
            while self._held.is_lost or time.monotonic() - self._held.beat_at > _CONFIRMED:  # noqa: ASYNC110 - a thread
                await asyncio.sleep(_BEAT / 20)
            yield

    def feedback(self, host_key: str, outcome: HostOutcome) -> None:
        self._limiter.feedback(host_key, outcome)


@contextmanager
def kept_off(store: Runs, clock: Clock, job_id: str) -> Iterator[None]:
    """Keep other processes off a job for some moments. Raises ConflictError when one is at it."""
    lease = store.take_run(job_id, clock.now().isoformat(), status=RunStatus.CANCELLED)
    try:
        yield
    finally:
        store.release_run(lease)


def _lost(job_id: str) -> LostJobError:
    what, do = "another process has taken the job over.", f"See: consensus status {job_id}"
    return LostJobError(what, where=f"job {job_id}", do=do)
