"""A second request beside a slow one: the first answer wins, the other is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from consensus.ports.runtime import Clock

T = TypeVar("T")


@dataclass(slots=True)
class Shot:
    """One of the two. sent: set when the request goes out. hedge: the second one. lost: the other was quicker."""

    hedge: bool = False
    sent: asyncio.Event = field(default_factory=asyncio.Event)
    lost: bool = False


async def race(shoot: Callable[[Shot], Coroutine[Any, Any, T]], after: float, clock: Clock) -> T:
    """The first answer of one request, or of two when none came ``after`` seconds from sending the first.

    Raises the first request's error when none is answered. When cancelled, both are.
    """
    shots = [Shot()]
    tasks = [asyncio.create_task(shoot(shots[0]))]
    try:
        if not await _done_within(tasks[0], shots[0], after, clock):
            shots.append(Shot(hedge=True))
            tasks.append(asyncio.create_task(shoot(shots[1])))
        await _first_answer(tasks)
    finally:
        winner = next((task for task in tasks if _answered(task)), None)
        for shot, task in zip(shots, tasks, strict=True):
            shot.lost = winner is not None and task is not winner
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return (winner or tasks[0]).result()


def _answered(task: asyncio.Task[Any]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


async def _done_within(task: asyncio.Task[Any], shot: Shot, after: float, clock: Clock) -> bool:
    """Waiting for a place at the host does not make a call slow, so the seconds count from its sending."""

    async def slow() -> None:
        await shot.sent.wait()
        await clock.sleep(after)

    timer = asyncio.create_task(slow())
    try:
        await asyncio.wait({task, timer}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        timer.cancel()
        await asyncio.gather(timer, return_exceptions=True)
    return task.done()


async def _first_answer(tasks: list[asyncio.Task[Any]]) -> None:
    left = set(tasks)
    while left and not any(_answered(task) for task in tasks):
        _, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
