"""Holds back calls to one host: places that adapt to what the host bears, and rates where the policy sets some."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

from consensus.domain import HostOutcome
from consensus.ports.runtime import SharedRate
from consensus.providers.shared_rate import SharedThrottle, SharedTokens
from consensus.telemetry import host_name, observe
from consensus.telemetry.metrics import HOST_PLACES

#: Calls at once to an embedded model: its server answers one at a time, and one more waits so that it never idles.
EMBEDDED_CONCURRENCY = 2
_EMBEDDED = "embedded/"
#: Seconds in which several calls turned away count as one sign, not as many.
_ONE_SIGN = 1.0
#: Seconds' worth of tokens that may go at once.
_TOKEN_BURST = 6.0


class HostLimiter:
    """One gate a host and event loop; a primitive that has waited in one loop cannot be used in another.

    concurrency: most calls at once to one host, 1 or more; fewer after the host turned calls away.
    calls_per_minute, tokens_per_minute: None for no rate. shared: keeps rates with other processes; None: this one's.
    """

    def __init__(
        self,
        concurrency: int,
        calls_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        shared: SharedRate | None = None,
    ) -> None:
        self._concurrency, self._calls, self._tokens = concurrency, calls_per_minute, tokens_per_minute
        self._shared = shared
        self._gates: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, _Gate]] = WeakKeyDictionary()

    @asynccontextmanager
    async def slot(self, host_key: str, tokens: int = 0) -> AsyncIterator[None]:
        """Hold one place at this host for the length of the block. tokens: what the call will use, by estimate."""
        gate = self._gate(host_key)
        await gate.places.acquire()
        # Few ever wait at the throttle, because it polls for each that does; the places wake one at a time.
        try:
            if gate.throttle is not None:
                await gate.throttle.acquire()
            if gate.tokens is not None:
                await gate.tokens.acquire(tokens)
            yield
        finally:
            gate.places.release()

    def feedback(self, host_key: str, outcome: HostOutcome) -> None:
        """Additive increase with every answer, multiplicative decrease when a call was turned away."""
        gate, now = self._gate(host_key), asyncio.get_running_loop().time()
        if outcome.limited:
            gate.places.halve(now, outcome.retry_after or 0.0)
            if outcome.retry_after and isinstance(gate.throttle, SharedThrottle):
                gate.throttle.hold_off(outcome.retry_after)
        else:
            gate.places.grow(now)
            if outcome.requests_left is not None:
                gate.places.cap(outcome.requests_left)
        if gate.tokens is not None:
            gate.tokens.correct(outcome.tokens)
        observe(HOST_PLACES, gate.places.allowed, host=host_name(host_key))

    def places(self, host_key: str) -> int:
        """How many calls may be under way at this host now."""
        return self._gate(host_key).places.allowed

    def _gate(self, host_key: str) -> _Gate:
        gates = self._gates.setdefault(asyncio.get_running_loop(), {})
        if host_key not in gates:
            gates[host_key] = self._new_gate(host_key)
        return gates[host_key]

    def _new_gate(self, host_key: str) -> _Gate:
        embedded, shared = host_key.startswith(_EMBEDDED), self._shared
        places = _Places(min(self._concurrency, EMBEDDED_CONCURRENCY) if embedded else self._concurrency)
        throttle = None if embedded or self._calls is None else _throttle(self._calls)
        tokens = None if embedded or self._tokens is None else _TokenRate(self._tokens)
        if shared is None or embedded:
            return _Gate(places, throttle, tokens)
        throttle = None if self._calls is None else SharedThrottle(shared, host_key, self._calls)
        return _Gate(places, throttle, None if self._tokens is None else SharedTokens(shared, host_key, self._tokens))


class _Gate:
    """What stands before one host."""

    def __init__(self, places: _Places, throttle: Any | None, tokens: _TokenRate | SharedTokens | None) -> None:
        self.places, self.throttle, self.tokens = places, throttle, tokens


class _Places:
    """A semaphore whose size changes: places taken away are kept back when they are next given back."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, float(most)
        self._semaphore = asyncio.Semaphore(most)
        self._kept_back = self._owed = 0  # places out of use; places still to be taken out of use
        self._quiet_until = 0.0

    @property
    def allowed(self) -> int:
        return self._most - self._kept_back - self._owed

    async def acquire(self) -> None:
        await self._semaphore.acquire()

    def release(self) -> None:
        if self._owed:
            self._owed -= 1
            self._kept_back += 1
        else:
            self._semaphore.release()

    def halve(self, now: float, quiet: float) -> None:
        """quiet: seconds that the host asks to be left alone; no growth before they are over."""
        if now >= self._quiet_until:
            self._resize(self._size / 2)
            self._quiet_until = now + max(_ONE_SIGN, quiet)

    def grow(self, now: float) -> None:
        """By about one place for every full round of answers."""
        if self._size < self._most and now >= self._quiet_until:
            self._resize(self._size + 1 / self._size)

    def cap(self, most: int) -> None:
        """The host itself says how many more it takes for now."""
        if most < self._size:
            self._resize(most)

    def _resize(self, size: float) -> None:
        self._size = min(float(self._most), max(1.0, size))
        change = math.floor(self._size) - self.allowed
        while change > 0:
            change -= 1
            if self._owed:
                self._owed -= 1
            else:
                self._kept_back -= 1
                self._semaphore.release()
        self._owed -= change  # change is 0, or below it: so many are still to be kept back


class _TokenRate:
    """Spreads tokens over the minute: each call waits until those before it have had their time."""

    def __init__(self, per_minute: int) -> None:
        self._seconds_each = 60.0 / per_minute
        self._free_at = 0.0

    async def acquire(self, tokens: int) -> None:
        now = asyncio.get_running_loop().time()
        begins = max(self._free_at, now - _TOKEN_BURST)
        self._free_at = begins + tokens * self._seconds_each
        if begins > now:
            await asyncio.sleep(begins - now)

    def correct(self, tokens: int) -> None:
        """The estimate was short by so many (or over, where negative)."""
        self._free_at += tokens * self._seconds_each


def _throttle(per_minute: int) -> Any:
    """A throttle that spreads a minute's calls; as one window of 60 s it would let all go at once and then stall."""
    from asyncio_throttle.throttler import Throttler

    burst = max(1, per_minute // 60)
    period = 60.0 * burst / per_minute
    return Throttler(rate_limit=burst, period=period, retry_interval=min(0.05, period / 4))
