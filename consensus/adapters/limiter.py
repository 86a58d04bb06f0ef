"""Holds back calls to one host: a semaphore in front, and behind it a rate where the policy sets one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

#: Calls at once to an embedded model: its server answers one at a time, and one more waits so that it never idles.
EMBEDDED_CONCURRENCY = 2
_EMBEDDED = "embedded/"


@dataclass(frozen=True, slots=True)
class _Gate:
    semaphore: asyncio.Semaphore
    throttle: Any | None


class HostLimiter:
    """One gate a host and event loop; a primitive that has waited in one loop cannot be used in another.

    concurrency: calls at once to one host, 1 or more. calls_per_minute: None for no rate.
    """

    def __init__(self, concurrency: int, calls_per_minute: int | None = None) -> None:
        self._concurrency, self._per_minute = concurrency, calls_per_minute
        self._gates: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, _Gate]] = WeakKeyDictionary()

    @asynccontextmanager
    async def slot(self, host_key: str) -> AsyncIterator[None]:
        """Hold one place at this host for the length of the block."""
        gate = self._gate(host_key)
        # Few ever wait at the throttle, because it polls for each that does; the semaphore wakes one at a time.
        async with gate.semaphore:
            if gate.throttle is not None:
                await gate.throttle.acquire()
            yield

    def _gate(self, host_key: str) -> _Gate:
        gates = self._gates.setdefault(asyncio.get_running_loop(), {})
        if host_key not in gates:
            embedded = host_key.startswith(_EMBEDDED)
            places = min(self._concurrency, EMBEDDED_CONCURRENCY) if embedded else self._concurrency
            throttle = None if embedded or self._per_minute is None else _throttle(self._per_minute)
            gates[host_key] = _Gate(asyncio.Semaphore(places), throttle)
        return gates[host_key]


def _throttle(per_minute: int) -> Any:
    """A throttle that spreads a minute's calls; as one window of 60 s it would let all go at once and then stall."""
    from asyncio_throttle.throttler import Throttler

    burst = max(1, per_minute // 60)
    period = 60.0 * burst / per_minute
    return Throttler(rate_limit=burst, period=period, retry_interval=min(0.05, period / 4))
