"""Journal writes of many calls in one transaction: a disk takes milliseconds for each, however little it holds."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import TracebackType

from consensus.domain import Call, CallState
from consensus.ports.storage import Journal
from consensus.telemetry import observe
from consensus.telemetry.metrics import JOURNAL_COMMIT

_Waiting = list[tuple[Call, "asyncio.Future[None]"]]


#: Seconds for which an ended call waits for company. Whoever begins one waits for the disk, whoever ended one does not;
#: so the next beginning need not wait for a transaction of ends alone. After a kill in between it is asked once more,
#: as it would be after a kill shortly before.
_COMPANY = 0.003


class JournalBatch:
    """Collects what is to be written while the last transaction runs, in a thread, and writes it with the next.

    On leaving the block everything handed in is written first, also when the job is being cancelled.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._waiting: _Waiting = []
        self._urgent = self._writing = False
        self._next: asyncio.Handle | None = None
        self._quiet = asyncio.Event()

    async def __aenter__(self) -> JournalBatch:
        self._loop = asyncio.get_running_loop()
        self._quiet.set()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._urgent = True
        self._schedule()
        await self._quiet.wait()

    def write(self, call: Call) -> asyncio.Future[None]:
        """Hand a call in; the future ends when it is on disk, or with the journal's error."""
        written = self._loop.create_future()
        self._waiting.append((call, written))
        self._urgent = self._urgent or call.state is CallState.RESERVED
        self._schedule()
        return written

    def withdraw(self, call: Call) -> None:
        """Have a call forgotten that was written down and will not be sent. If that fails, it counts as under way."""
        written = self.write(replace(call, state=CallState.WITHDRAWN))
        written.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _schedule(self) -> None:
        if self._writing or not self._waiting:
            return
        self._quiet.clear()
        if self._next is not None:
            if not self._urgent:
                return
            self._next.cancel()
        # Not at once, so that all who have something to write at this moment share the transaction.
        self._next = (
            self._loop.call_soon(self._commit) if self._urgent else self._loop.call_later(_COMPANY, self._commit)
        )

    def _commit(self) -> None:
        batch, self._waiting = self._waiting, []
        self._urgent, self._writing, self._next = False, True, None
        self._began = self._loop.time()
        try:
            ended = self._loop.run_in_executor(None, self._journal.record, [call for call, _ in batch])
        except Exception as error:
            self._committed(batch, error)
        else:
            ended.add_done_callback(lambda done: self._committed(batch, None if done.cancelled() else done.exception()))

    def _committed(self, batch: _Waiting, error: BaseException | None) -> None:
        observe(JOURNAL_COMMIT, self._loop.time() - self._began)
        # Every waiter gets the error; the next batch is tried all the same, so that none waits for ever.
        for _, written in batch:
            if written.done():
                continue
            if error is None:
                written.set_result(None)
            else:
                written.set_exception(error)
        self._writing = False
        if not self._waiting:
            self._quiet.set()
        # In the loop's next turn: those who waited here go on first, and send while the disk writes.
        self._schedule()
