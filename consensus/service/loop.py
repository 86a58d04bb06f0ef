"""An event loop for callers that are not async: the screens, the library's plain calls."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

Result = TypeVar("Result")
#: Seconds that closing connections may take.
_PATIENCE = 5.0


class LoopThread:
    """One event loop in one thread, begun with the first call; calls may come from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._begun: tuple[Thread, asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """What a coroutine returns or raises. An interrupt while it is waited for cancels it."""
        future = self.begin(work)
        try:
            return future.result()
        finally:
            future.cancel()  # without effect on what has ended

    def begin(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Begin a coroutine, without waiting; for callers with a loop of their own."""
        return asyncio.run_coroutine_threadsafe(work, self._loop())

    def close(self) -> None:
        """Cancel what is still under way, wait until it has given back what it holds, and end the loop."""
        with self._lock:
            begun, self._begun = self._begun, None
        if begun is not None:
            thread, loop, closing = begun
            loop.call_soon_threadsafe(closing.set)
            thread.join(_PATIENCE)

    def _loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._begun is None:
                started = SimpleQueue[tuple[asyncio.AbstractEventLoop, asyncio.Event]]()
                # A daemon: the program may end at any time, and a job can be taken up again.
                thread = Thread(target=lambda: asyncio.run(_until_closed(started)), daemon=True, name="consensus-loop")
                thread.start()
                self._begun = (thread, *started.get())
            return self._begun[1]


async def _until_closed(started: SimpleQueue[tuple[asyncio.AbstractEventLoop, asyncio.Event]]) -> None:
    closing = asyncio.Event()
    started.put((asyncio.get_running_loop(), closing))
    await closing.wait()
