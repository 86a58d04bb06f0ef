"""What time, limits and files are to the product."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol

from consensus.domain import (
    HostOutcome,
    JobStatus,
    Policy,
    PolicyLine,
    Progress,
)


class Clock(Protocol):
    """Time, and waiting. Real in the product, fixed in tests."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class Limiter(Protocol):
    """Holds back calls to one host. Waiting here is not counted against a deadline."""

    def slot(self, host_key: str, tokens: int = 0) -> AbstractAsyncContextManager[None]:
        """Hold one place for the length of the block. tokens: what the call will use, by estimate."""

    def feedback(self, host_key: str, outcome: HostOutcome) -> None:
        """How a call went: answers widen the limit step by step, being rate-limited halves it."""


class SharedRate(Protocol):
    """Rates that processes of several machines keep together. bucket: names one."""

    def reserve_time(self, bucket: str, seconds: float) -> tuple[float, float]:
        """Take the bucket's next seconds: when they begin, and what time it is, both by the clock that all share."""

    def hold_off(self, bucket: str, seconds: float) -> None:
        """Grant nothing before so many seconds are over."""


OnProgress = Callable[[Progress], None]
#: Signs files by name, the export first, then its certificate file: what their signature file holds.
Signer = Callable[[Mapping[str, bytes]], bytes]

#: Priorities of jobs: a person waits for the first; the second is the rule.
INTERACTIVE, BATCH = 10, 0


class Dispatch(Protocol):
    """Who works on which job when. Whatever happens to one job stops no other."""

    async def enqueue(self, job_id: str, priority: int = BATCH, *, queued: bool = False) -> None:
        """Work on a job as soon as there is a place; nothing where it waits or is under way here already.

        queued: only if it is still queued when there is one, as it is not where it was cancelled from elsewhere.
        """
        ...

    async def hand_over(self, job_id: str, priority: int = BATCH) -> None:
        """Queue a job for the workers, of whatever machine; nothing where one is at it already."""
        ...

    async def wait(self, job_id: str, on_progress: OnProgress | None = None) -> None:
        """Until a job has ended, wherever. Raises what ended it, ConflictError where it was cancelled."""
        ...

    async def cancel(self, job_id: str) -> None:
        """Send nothing more about a job, wherever. What was answered is kept, and it can be taken up again."""
        ...

    async def stop(self, job_ids: Sequence[str] | None = None) -> None:
        """Cancel these jobs of this process, or all, and wait until they have ended."""
        ...

    async def status(self, job_id: str) -> JobStatus:
        """How a job stands. Raises NotFoundError."""
        ...


class PolicySource(Protocol):
    """Where policies are found: a path, the user's folder, the shipped ones."""

    def load(self, name: str) -> Policy:
        """Raises PolicyError with all mistakes, or NotFoundError with the names there are."""

    def text(self, name: str) -> str:
        """What stands in its file. Raises NotFoundError, PolicyError."""

    def parse(self, text: str, name: str) -> Policy:
        """The policy of an edited text of this one. Raises PolicyError with all mistakes."""

    def tables(self, name: str) -> str:
        """The file that holds its reference tables; "" where it has none, or holds them itself. Raises as text."""

    def create(self, name: str, base: str, *, force: bool = False) -> tuple[Policy, str]:
        """Write a short policy of the user's that decides as another one, base, does. Returns it as read again, and
        where. force: over one of that name. Raises UsageError, PolicyError, NotFoundError."""

    def edit(self, text: str, changes: Mapping[tuple[str, ...], Any]) -> tuple[str, bool]:
        """The text with these values, and whether its comments are still there. changes: one or two keys from the top
        to a value, None to take the key out. A text that cannot be read stays as it is."""

    def keep(
        self, policy: Policy, base: str, name: str = "", path: Any = None, *, text: str = ""
    ) -> tuple[Policy, str]:
        """Write a policy made of another one, base, into a file of its own: path, else the user's policy of that name,
        else base's own name. text: that it was parsed from, where it is not base's own. Returns it as read again, and
        where. Raises UsageError, PolicyError."""

    def list(self) -> Sequence[PolicyLine]:
        """Every policy found, the user's before the shipped; a broken file is listed with its problem."""
