"""Journal writes of many calls in one transaction: a disk takes milliseconds for each, however little it holds."""

from __future__ import annotations

import asyncio
from types import TracebackType

from consensus.domain import Call
from consensus.ports import Journal


class GroupCommit:
    """Collects what is to be written while the last transaction runs, in a thread, and writes it with the next.

    On leaving the block everything handed in is written first, also when the job is being cancelled.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._queue: asyncio.Queue[tuple[Call, asyncio.Future[None]] | None] = asyncio.Queue()

    async def __aenter__(self) -> GroupCommit:
        self._task = asyncio.create_task(self._drain())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.put_nowait(None)
        await self._task

    def write(self, call: Call) -> asyncio.Future[None]:
        """Hand a call in; the future ends when it is on disk, or with the journal's error."""
        written = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((call, written))
        return written

    async def _drain(self) -> None:
        open_for_more = True
        while open_for_more:
            batch = [await self._queue.get()]
            while not self._queue.empty():
                batch.append(self._queue.get_nowait())
            open_for_more = None not in batch
            await self._commit([entry for entry in batch if entry is not None])

    async def _commit(self, batch: list[tuple[Call, asyncio.Future[None]]]) -> None:
        error: Exception | None = None
        if batch:
            try:
                await asyncio.to_thread(self._journal.record, [call for call, _ in batch])
            except Exception as caught:
                error = caught  # Every waiter gets it; the drain goes on, so that none waits for ever.
        for _, written in batch:
            if written.done():
                continue
            if error is None:
                written.set_result(None)
            else:
                written.set_exception(error)
