"""One event loop for callers that are not async."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from consensus.service.loop import LoopThread


async def _loop() -> asyncio.AbstractEventLoop:
    await asyncio.sleep(0)
    return asyncio.get_running_loop()


def test_all_threads_share_one_loop() -> None:
    loop, gate = LoopThread(), threading.Barrier(8)

    def ask(_: int) -> asyncio.AbstractEventLoop:
        gate.wait()
        return loop.run(_loop())

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    loop.close()
    loop.close()


def test_an_exception_comes_out_as_it_is_also_inside_a_loop() -> None:
    loop = LoopThread()

    async def fail() -> None:
        raise KeyError("x")

    async def nested() -> None:
        loop.run(fail())

    with pytest.raises(KeyError):
        loop.run(fail())
    with pytest.raises(KeyError):
        asyncio.run(nested())
    loop.close()


def test_closing_ends_what_is_under_way_and_lets_it_clean_up() -> None:
    loop, begun, cleaned = LoopThread(), threading.Event(), threading.Event()

    async def forever() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.set()

    async def start() -> asyncio.Task[None]:
        return asyncio.create_task(forever())

    task = loop.run(start())
    assert begun.wait(10)
    loop.close()
    assert cleaned.is_set()
    assert task.cancelled()
