"""Calls written down while they still wait for a place at their host, so that no place stands empty for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

#: Calls that may be written down and waiting, for every place at the host. More would make a unit wait for its slowest
#: member's queue, and be more calls of which nobody knows, after a kill, whether they were sent.
_SHARE, _FEWEST = 0.5, 2


class AdmissionGate:
    """A gate before each host's own. places: how many calls go to one host at once, 1 or more."""

    def __init__(self, places: int) -> None:
        self._most = max(_FEWEST, round(places * _SHARE))
        self._gates: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def of(self, host_key: str) -> AsyncIterator[Callable[[], None]]:
        """Hold one of the gate's places until the block ends, or what it is given is called."""
        gate = self._gate(host_key)
        await gate.acquire()
        held = True

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                gate.release()

        try:
            yield leave
        finally:
            leave()

    async def wait_for_slot(self, host_key: str) -> None:
        """Wait, in turn, until the gate would let one through."""
        gate = self._gate(host_key)
        await gate.acquire()
        gate.release()

    def _gate(self, host_key: str) -> asyncio.Semaphore:
        gate = self._gates.get(host_key)
        if gate is None:
            gate = self._gates[host_key] = asyncio.Semaphore(self._most)
        return gate
