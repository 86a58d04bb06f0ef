"""Which job is worked on when, and what ends one: no store is needed for it, and no model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from consensus.domain import Progress
from consensus.domain.run import JobRun, RunProgress, RunStatus
from consensus.errors import ConflictError, StoreError
from consensus.ports.runtime import BATCH, INTERACTIVE
from consensus.service.jobs.dispatch import InProcessDispatch
from consensus.testing.fixed_clock import FixedClock


@dataclass
class Work:
    """Jobs that end when they are let, or fail as they are told to."""

    begun: list[str] = field(default_factory=list)
    closed: int = 0
    most: int = 0
    now: int = 0
    go: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, job_id: str, on_progress: Callable[[Progress], None], *, queued: bool = False) -> None:
        self.begun.append(job_id)
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            on_progress(Progress(job_id, 1, 2, calls=3))
            await self.go.wait()
            if job_id.startswith("bad"):
                raise StoreError("the disk is full")
        finally:
            self.now -= 1

    async def close(self) -> None:
        await asyncio.sleep(0)
        self.closed += 1

    def dispatch(self, documents_at_once: int = 2) -> InProcessDispatch:
        store: Any = NobodyElse()
        return InProcessDispatch(store, FixedClock(), self, self.close, documents_at_once)


class NobodyElse:
    """A store in which no other process ever worked on a job. handed_over: for workers."""

    def __init__(self) -> None:
        self.handed_over: list[tuple[str, int]] = []
        self.cancelled: list[str] = []

    def job(self, job_id: str) -> Any:
        return SimpleNamespace(id=job_id, state="running")

    def run(self, job_id: str) -> JobRun:
        return JobRun(job_id, RunStatus.CANCELLED, 0, 0, "", False, False, RunProgress())

    def enqueue_run(self, job_id: str, priority: int, at: str) -> bool:
        self.handed_over.append((job_id, priority))
        return True

    def cancel_run(self, job_id: str, at: str) -> JobRun:
        self.cancelled.append(job_id)
        return self.run(job_id)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0)


async def standings(dispatch: InProcessDispatch, *jobs: str) -> list[str]:
    return [(await dispatch.status(job)).standing for job in jobs]


async def test_connections_are_given_back_where_the_last_two_end_at_the_same_moment() -> None:
    work = Work()
    dispatch = work.dispatch()
    for job in ("a", "b"):
        await dispatch.enqueue(job)
    await until(lambda: len(work.begun) == 2)
    work.go.set()
    for job in ("a", "b"):
        await dispatch.wait(job)
    assert work.closed == 1


async def test_so_many_at_once_and_the_urgent_first() -> None:
    work = Work()
    dispatch = work.dispatch()
    for job in ("a", "b", "c", "d"):
        await dispatch.enqueue(job, BATCH)
    await until(lambda: len(work.begun) == 2)
    await dispatch.enqueue("person", INTERACTIVE)
    await dispatch.enqueue("a", INTERACTIVE)
    assert await standings(dispatch, "a", "c", "person", "elsewhere") == ["running", "queued", "queued", "cancelled"]
    status = await dispatch.status("a")
    assert (status.done, status.total, status.calls) == (1, 2, 3)
    work.go.set()
    for job in ("a", "b", "c", "d", "person"):
        await dispatch.wait(job)
    assert work.begun == ["a", "b", "person", "c", "d"], "each once"
    assert work.most == 2
    assert work.closed == 1, "connections are given back once, when nothing is left"


async def test_a_job_that_fails_stops_no_other() -> None:
    work, heard = Work(), list[Progress]()
    dispatch = work.dispatch(3)
    for job in ("bad", "good", "bad too"):
        await dispatch.enqueue(job)
    waits = [asyncio.create_task(dispatch.wait(job, heard.append)) for job in ("bad", "good", "bad too")]
    await until(lambda: len(heard) == 3)
    work.go.set()
    ended = await asyncio.gather(*waits, return_exceptions=True)
    assert [type(end) for end in ended] == [StoreError, type(None), StoreError]
    assert await standings(dispatch, "bad", "good") == ["failed", "done"]
    assert (await dispatch.status("bad")).error == "the disk is full."
    work.go.clear()
    await dispatch.enqueue("bad")
    assert await standings(dispatch, "bad") == ["running"], "it can be taken up again"


@pytest.mark.parametrize("before", [1, 0], ids=["while it waits", "while it is under way"])
async def test_what_is_cancelled_says_so_to_whoever_waits(before: int) -> None:
    work = Work()
    dispatch = work.dispatch(1)
    for job in ("first", "a")[1 - before :]:
        await dispatch.enqueue(job)
    waiting = asyncio.create_task(dispatch.wait("a"))
    await until(lambda: len(work.begun) == 1)
    await dispatch.cancel("a")
    with pytest.raises(ConflictError, match="--resume a"):
        await waiting
    assert await standings(dispatch, "a") == ["cancelled"]
    await dispatch.cancel("a")
    await dispatch.stop(["never heard of", "a", "first"])
    assert work.closed == 1


async def test_a_process_without_places_hands_every_job_over() -> None:
    dispatch = Work().dispatch(0)
    await dispatch.enqueue("a", INTERACTIVE)
    await dispatch.cancel("a")
    store: Any = dispatch._store
    assert (store.handed_over, store.cancelled) == ([("a", INTERACTIVE)], ["a"])
    with pytest.raises(ConflictError, match="--resume a"):
        await dispatch.wait("a")


def test_another_loop_goes_on_with_the_same_jobs() -> None:
    work = Work()
    dispatch = work.dispatch()

    async def some(*jobs: str) -> None:
        work.go = asyncio.Event()
        work.go.set()
        for job in jobs:
            await dispatch.enqueue(job)
            await dispatch.wait(job)

    asyncio.run(some("a", "b"))
    asyncio.run(some("c", "a"))
    assert work.begun == ["a", "b", "c", "a"]
