"""Who works on a job, and how that stands: one row a job, which every process reads and changes under guards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RunStatus(StrEnum):
    """How the work on a job stands."""

    QUEUED = "queued"  #: The next free worker takes it.
    RUNNING = "running"  #: A process asks about it, or did when it died.
    CANCELLED = "cancelled"  #: Nobody works on it until it is queued, again or for the first time.
    FAILED = "failed"  #: An error ended it; it can be queued again.
    DONE = "done"  #: Every unit has its verdict.


@dataclass(frozen=True, slots=True)
class Lease:
    """A job that one process may work on. attempt: counts up whenever another takes it; an earlier one writes nothing.

    owner: the process, as ``JobRun.owner`` names it.
    """

    job_id: str
    attempt: int
    owner: str


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is. done, total: answers in and expected. text: all that is known of it, as JSON, or ""."""

    done: int = 0
    total: int = 0
    calls: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class JobRun:
    """The row. is_leased: whether the owner still works on it, by its heartbeat.

    code, error: of the error that ended it, and its sentence; "" for none. Times are ISO 8601, "" before they come.
    traceparent: of who handed it in, as W3C Trace Context writes it; "" where nobody traced.
    """

    job_id: str
    status: RunStatus
    priority: int
    attempt: int
    owner: str
    is_leased: bool
    cancel_requested: bool
    progress: RunProgress
    code: str = ""
    error: str = ""
    enqueued_at: str = ""
    started_at: str = ""
    ended_at: str = ""
    traceparent: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether a process works on it now, or one will without being asked."""
        return self.status is RunStatus.QUEUED or (self.status is RunStatus.RUNNING and self.is_leased)


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended. at: ISO 8601. code, error: as ``JobRun`` has them."""

    status: RunStatus
    at: str
    code: str = ""
    error: str = ""
