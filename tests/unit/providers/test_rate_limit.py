"""The limiter."""

from __future__ import annotations

import asyncio
import time

import pytest

from consensus.domain import HostOutcome
from consensus.providers.rate_limit import EMBEDDED_CONCURRENCY, HostLimiter


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


async def test_places_halve_when_turned_away_and_grow_again_with_answers() -> None:
    limiter = HostLimiter(8)
    for _ in range(8):
        limiter.feedback("a", HostOutcome(limited=True))
    assert limiter.places("a") == 4, "a burst of refusals is one sign"
    assert await most_at_once(limiter, *["a"] * 20) <= 8
    assert await most_at_once(limiter, *["a"] * 20) == 4
    for _ in range(50):
        limiter.feedback("a", HostOutcome())
    assert limiter.places("a") == 4, "not while the refusal is fresh"
    await asyncio.sleep(1.05)
    for _ in range(5):
        limiter.feedback("a", HostOutcome())
    assert limiter.places("a") == 5, "about one place for a round of answers"
    for _ in range(50):
        limiter.feedback("a", HostOutcome())
    assert limiter.places("a") == 8, "never more than the policy says"
    assert await most_at_once(limiter, *["a"] * 20) == 8
    assert limiter.places("b") == 8, "each host for itself"


async def test_retry_after_keeps_the_places_and_a_host_may_say_how_many_it_takes() -> None:
    limiter = HostLimiter(8)
    limiter.feedback("a", HostOutcome(limited=True, retry_after=30.0))
    await asyncio.sleep(1.05)
    limiter.feedback("a", HostOutcome(limited=True))
    for _ in range(50):
        limiter.feedback("a", HostOutcome())
    assert limiter.places("a") == 4
    limiter.feedback("b", HostOutcome(requests_left=5000))
    assert limiter.places("b") == 8
    limiter.feedback("b", HostOutcome(requests_left=2))
    assert limiter.places("b") == 2
    limiter.feedback("c", HostOutcome(requests_left=0))
    assert limiter.places("c") == 1, "never none"


async def test_places_stay_right_when_changed_while_taken() -> None:
    limiter = HostLimiter(4)
    async with limiter.slot("a"), limiter.slot("a"), limiter.slot("a"), limiter.slot("a"):
        limiter.feedback("a", HostOutcome(limited=True))
    assert await most_at_once(limiter, *["a"] * 9) == 2


async def test_a_rate_of_tokens_counts_what_was_really_used() -> None:
    limiter = HostLimiter(8, tokens_per_minute=6000)  # 100 a second, six seconds' worth at once
    began = time.monotonic()
    for _ in range(7):
        async with limiter.slot("a", 100):
            pass
    assert time.monotonic() - began < 0.5
    async with limiter.slot("a", 0):
        assert 0.8 < time.monotonic() - began < 3
    limiter.feedback("a", HostOutcome(tokens=50))
    before = time.monotonic()
    async with limiter.slot("a", 0):
        assert 0.3 < time.monotonic() - before < 2
