"""A host's rates as all processes keep them together: permits are leased some at a time, each with its instant."""

from __future__ import annotations

import asyncio
import logging
from collections import deque

from consensus.errors import StoreError
from consensus.ports.runtime import SharedRate

#: Permits leased with one write, and seconds after its instant that one still counts; then it is lost, so that a
#: process that slept does not send at once what it had leased before.
_AT_ONCE, _LATE = 10, 0.05
_LOG = logging.getLogger(__name__)


class SharedThrottle:
    """Spreads a host's calls over the minute, of all processes together. For one event loop."""

    def __init__(self, shared: SharedRate, host_key: str, per_minute: int) -> None:
        self._shared, self._bucket, self._each = shared, f"calls {host_key}", 60.0 / per_minute
        self._instants: deque[float] = deque()
        #: What the loop's clock is ahead of the shared one, at most, by the last answers: the least is the truest.
        self._ahead: deque[float] = deque(maxlen=20)
        #: The instant that was granted last, by the shared clock.
        self.latest = 0.0
        self._turn = asyncio.Lock()

    async def acquire(self) -> None:
        """Wait for the instant of one call. Raises StoreError where the database cannot be used."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            self.latest = await self._next(loop)
            wait = self.latest + min(self._ahead) - loop.time()
        await asyncio.sleep(max(0.0, wait))

    def hold_off(self, seconds: float) -> None:
        """The host asks to be left alone: nobody is granted an instant before that is over."""
        self._instants.clear()
        told = asyncio.get_running_loop().run_in_executor(None, self._shared.hold_off, self._bucket, seconds)
        told.add_done_callback(_heard)

    async def _next(self, loop: asyncio.AbstractEventLoop) -> float:
        while True:
            while self._instants:
                instant = self._instants.popleft()
                if instant + min(self._ahead) >= loop.time() - _LATE:
                    return instant
            span = _AT_ONCE * self._each
            first, now = await asyncio.to_thread(self._shared.reserve_time, self._bucket, span)
            self._ahead.append(loop.time() - now)
            self._instants.extend(first + n * self._each for n in range(_AT_ONCE))
            if self._instants[-1] + min(self._ahead) < loop.time() - _LATE:
                return self._instants.pop()  # a database this slow must not keep everybody waiting for ever


class SharedTokens:
    """The same for tokens: each call waits until those before it, of all processes, have had their time."""

    def __init__(self, shared: SharedRate, host_key: str, per_minute: int) -> None:
        self._shared, self._bucket, self._each = shared, f"tokens {host_key}", 60.0 / per_minute

    async def acquire(self, tokens: int) -> None:
        first, now = await asyncio.to_thread(self._shared.reserve_time, self._bucket, tokens * self._each)
        await asyncio.sleep(max(0.0, first - now))

    def correct(self, tokens: int) -> None:
        """The estimate was short by so many; what was too much is not given back."""
        if tokens > 0:
            seconds = tokens * self._each
            told = asyncio.get_running_loop().run_in_executor(None, self._shared.reserve_time, self._bucket, seconds)
            told.add_done_callback(_heard)


def _heard(told: asyncio.Future[tuple[float, float]] | asyncio.Future[None]) -> None:
    error = None if told.cancelled() else told.exception()
    if isinstance(error, StoreError):
        _LOG.warning("other processes were not told of a host's limit: %s", error)
