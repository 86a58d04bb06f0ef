"""The limiter, and running from synchronous code."""

from __future__ import annotations

import asyncio
import time

import pytest

from consensus.adapters.limiter import EMBEDDED_CONCURRENCY, HostLimiter
from consensus.adapters.runner import LoopRunner


async def most_at_once(limiter: HostLimiter, *hosts: str) -> int:
    now = most = 0

    async def one(host: str) -> None:
        nonlocal now, most
        async with limiter.slot(host):
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.01)
            now -= 1

    await asyncio.gather(*(one(host) for host in hosts))
    return most


@pytest.mark.parametrize(
    ("hosts", "most", "meaning"),
    [
        (["a"] * 9, 3, "one host, its three places"),
        (["a"] * 9 + ["b"] * 9, 6, "hosts do not wait for each other"),
        (["embedded/x"] * 9, EMBEDDED_CONCURRENCY, "a server that answers one at a time"),
    ],
)
async def test_places_per_host(hosts: list[str], most: int, meaning: str) -> None:
    assert await most_at_once(HostLimiter(3), *hosts) == most, meaning


def test_one_limiter_serves_one_loop_after_the_other() -> None:
    limiter = HostLimiter(1)
    assert asyncio.run(most_at_once(limiter, "a", "a", "a")) == 1
    assert asyncio.run(most_at_once(limiter, "a", "a", "a")) == 1


async def test_a_place_is_given_back_after_a_failure() -> None:
    limiter = HostLimiter(1)
    with pytest.raises(ZeroDivisionError):
        async with limiter.slot("a"):
            raise ZeroDivisionError
    async with asyncio.timeout(1), limiter.slot("a"):
        pass


async def test_a_rate_spreads_calls_instead_of_letting_a_minutes_worth_go() -> None:
    limiter = HostLimiter(8, calls_per_minute=1200)  # 20 at once, then 20 a second
    began = time.monotonic()
    for _ in range(41):
        async with limiter.slot("a"):
            pass
    assert 1.9 < time.monotonic() - began < 6


def test_run_from_plain_code_and_from_inside_a_loop() -> None:
    async def answer() -> int:
        await asyncio.sleep(0)
        return 42

    async def nested() -> int:
        result: int = LoopRunner().run(answer())
        return result

    assert LoopRunner().run(answer()) == 42
    assert asyncio.run(nested()) == 42


def test_an_exception_comes_out_as_it_is() -> None:
    async def fail() -> None:
        raise KeyError("x")

    async def nested() -> None:
        LoopRunner().run(fail())

    with pytest.raises(KeyError):
        LoopRunner().run(fail())
    with pytest.raises(KeyError):
        asyncio.run(nested())
