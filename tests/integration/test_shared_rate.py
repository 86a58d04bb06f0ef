"""A host's rate over several processes: instants are granted once, spread, and lost when they were not used."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest

from consensus.domain import HostOutcome
from consensus.providers import shared_rate
from consensus.providers.rate_limit import HostLimiter
from consensus.providers.shared_rate import SharedThrottle
from consensus.storage.store import SqlStore


@pytest.fixture
def stores(new_database: Callable[[], str]) -> Iterator[list[SqlStore]]:
    url = new_database()
    made = [SqlStore(url), SqlStore(url)]
    yield made
    for store in made:
        store.close()


def wait(store: SqlStore, bucket: str, seconds: float) -> float:
    begins, now = store.reserve_time(bucket, seconds)
    return begins - now


def test_time_is_reserved_once(stores: list[SqlStore]) -> None:
    first, second = stores
    assert wait(first, "calls host", 2.0) == pytest.approx(0.0, abs=0.5)
    assert wait(second, "calls host", 1.0) == pytest.approx(2.0, abs=0.5)
    assert wait(second, "calls another", 1.0) == pytest.approx(0.0, abs=0.5)
    second.hold_off("calls host", 60.0)
    assert wait(first, "calls host", 1.0) == pytest.approx(60.0, abs=2)
    second.hold_off("calls host", 1.0)
    assert wait(first, "calls host", 1.0) == pytest.approx(61.0, abs=2), "a shorter wait shortens nothing"


async def test_two_processes_together_keep_the_rate(stores: list[SqlStore]) -> None:
    limiters = [HostLimiter(20, calls_per_minute=3600, shared=store) for store in stores]
    sent: list[float] = []

    async def call(limiter: HostLimiter) -> None:
        async with limiter.slot("https://host"):
            sent.append(time.monotonic())

    await asyncio.gather(*(call(limiter) for limiter in limiters for _ in range(40)))
    assert max(sent) - min(sent) >= 79 / 60 - 0.1, "80 calls at 60 a second"


async def test_permits_that_were_slept_away_are_lost(stores: list[SqlStore]) -> None:
    throttle = SharedThrottle(stores[0], "host", 600)
    await throttle.acquire()
    assert len(throttle._instants) == shared_rate._AT_ONCE - 1
    await asyncio.sleep(0.5)
    now = asyncio.get_running_loop().time() - min(throttle._ahead)
    late = [instant for instant in throttle._instants if instant < now - 0.05]
    assert late
    await throttle.acquire()
    assert not set(late) & set(throttle._instants)
    assert len(throttle._instants) < shared_rate._AT_ONCE - 1 - len(late) + 1


async def test_who_is_asked_to_wait_says_so_to_all(stores: list[SqlStore]) -> None:
    limiter = HostLimiter(4, calls_per_minute=3600, shared=stores[0])
    async with limiter.slot("host"):
        limiter.feedback("host", HostOutcome(limited=True, retry_after=60.0))
    for _ in range(100):
        if wait(stores[1], "calls host", 0.0) > 50:
            break
        await asyncio.sleep(0.05)
    assert wait(stores[1], "calls host", 0.0) > 50
