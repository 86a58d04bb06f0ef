"""The outside, on one page: what the rooms need from it, and nothing of how it is done.

Adapters implement these; tests use the ones in ``consensus.adapters.fakes``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from consensus.domain import (
    Agreement,
    Answer,
    AuditEvent,
    Call,
    Document,
    Finding,
    ModelReply,
    ModelRequest,
    Opinion,
    OpinionRequest,
    Panel,
    Policy,
    Resolution,
    ReviewItem,
    Totals,
    Unit,
    Verdict,
)
from consensus.errors import PolicyError


class ModelClient(Protocol):
    """Asks one model once. No retries: those are ours, and each is journalled."""

    async def complete(self, request: ModelRequest) -> ModelReply:
        """Send the request. Raises CallError for every failure; cancellation passes through."""
        ...

    async def aclose(self) -> None:
        """Give back sockets and child processes."""
        ...


class Embedder(Protocol):
    """Turns texts into unit vectors of shape (n, dim), float32. ``signature`` names the resolved model."""

    signature: str

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class SecondOpinion(Protocol):
    """Looks again at answers that would be accepted, from outside the panel. ``signature`` names what looked."""

    signature: str

    async def opinions(self, pairs: Sequence[OpinionRequest]) -> Sequence[Opinion]:
        """One opinion a pair, in their order. Whatever goes wrong with a pair is no opinion on it, never an error."""
        ...


class Clock(Protocol):
    """Time, and waiting. Real in the product, fixed in tests."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class Limiter(Protocol):
    """Holds back calls to one host. Waiting here is not counted against a deadline."""

    def slot(self, host_key: str) -> AbstractAsyncContextManager[None]: ...


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job as stored. state: "running", "done" or "failed". schema_name is for people."""

    id: str
    document: Document
    policy: Policy
    panel: Panel
    path: str
    state: str
    created_at: str
    ended_at: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit with all that is known of it."""

    unit: Unit
    answers: tuple[Answer, ...] = ()
    agreement: Agreement | None = None
    findings: tuple[Finding, ...] = ()
    verdict: Verdict | None = None
    resolution: Resolution | None = None


class Journal(Protocol):
    """Every call, written before it is sent and again when it returns."""

    def reserve(self, call: Call) -> None: ...

    def settle(self, call: Call) -> None:
        """Store the call's end: SETTLED with its reply, or FAILED with its fault."""
        ...

    def record(self, calls: Sequence[Call]) -> None:
        """Reserve or settle several calls, each by its state, in one transaction. May be called from any thread."""
        ...

    def settled(self, job_id: str) -> Mapping[tuple[str, str], Call]:
        """Settled calls of a job by (ask_id, member); the last one where there are several."""
        ...

    def totals(self, job_id: str) -> Totals: ...


class Store(Journal, Protocol):
    """Jobs, units, verdicts, the review queue, resolutions and the audit."""

    def create_job(self, job: JobRecord, units: Sequence[Unit]) -> None: ...

    def job(self, job_id: str) -> JobRecord:
        """Raises NotFoundError. A unique prefix of an id is enough."""
        ...

    def jobs(self) -> Sequence[JobRecord]:
        """Newest first."""
        ...

    def end_job(self, job_id: str, state: str, ended_at: str, error: str = "") -> None: ...

    def delete_job(self, job_id: str, event: AuditEvent) -> None:
        """Remove document, answers and results; leave the event in the audit."""
        ...

    def save_decisions(self, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem]) -> None:
        """Store units (new ones too: fields exist only after comparison), verdicts and open review items, at once.

        Never touches an item that a person has claimed or resolved.
        """
        ...

    def units(self, job_id: str) -> Sequence[UnitRecord]:
        """All units of a job in document order, with resolutions."""
        ...

    def unit(self, job_id: str, unit_id: str) -> UnitRecord: ...

    def claim_next(
        self, owner: str, now: datetime, lease_seconds: float, job_id: str | None = None
    ) -> ReviewItem | None:
        """One atomic UPDATE: this owner's unexpired claim if there is one, else the first open or expired item."""
        ...

    def renew(self, item: ReviewItem, now: datetime, lease_seconds: float) -> bool:
        """Prolong the lease of a claim; guarded as ``resolve``, the version stays. False when it is not theirs."""
        ...

    def item(self, item_id: str) -> ReviewItem: ...

    def items(self, job_id: str | None = None) -> Sequence[ReviewItem]: ...

    def release(self, item: ReviewItem, event: AuditEvent, priority: float | None = None) -> bool:
        """Give a claim back; guarded as ``resolve``. priority: its new one, for an item that was skipped."""
        ...

    def resolve(self, item: ReviewItem, resolution: Resolution, event: AuditEvent) -> bool:
        """Guarded by id, state, owner and version; True and one audit row only when exactly one row changed."""
        ...

    def queue_counts(self, job_id: str | None = None) -> Mapping[str, int]: ...

    def audit(self, event: AuditEvent) -> None: ...

    def audit_events(self, subject: str | None = None) -> Sequence[AuditEvent]: ...

    def calls(self, job_id: str) -> Sequence[Call]: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running job is. done, total: answers in and expected. note: a line for a person, or ""."""

    document: str
    done: int
    total: int
    calls: int = 0
    note: str = ""


OnProgress = Callable[[Progress], None]


class PolicySource(Protocol):
    """Where policies are found: a path, the user's folder, the shipped ones."""

    def load(self, name: str) -> Policy:
        """Raises PolicyError with all mistakes, or NotFoundError with the names there are."""
        ...

    def listed(self) -> Sequence[tuple[str, str, Policy | PolicyError]]:
        """(name, where, the policy or what is wrong with it), the user's before the shipped ones."""
        ...


class Runner(Protocol):
    """Runs a coroutine from synchronous code, also where a loop is already running."""

    def run(self, main: Any) -> Any: ...
