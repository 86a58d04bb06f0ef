"""What a store holds at one moment, in figures for whoever watches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """jobs, review: so many in each state; what is settled by people is left out. oldest_job, oldest_review: since when
    (ISO 8601 with zone) the longest waiting one does, "" where none waits. day_spent: US dollars that the day's calls
    count for under a ceiling. guarantees: (policy, slice, state as it was last announced). silent: seconds since the
    last heartbeat of the most silent running job, 0 where none runs."""

    jobs: Mapping[str, int] = field(default_factory=dict)
    oldest_job: str = ""
    review: Mapping[str, int] = field(default_factory=dict)
    oldest_review: str = ""
    day_spent: Decimal = Decimal(0)
    guarantees: tuple[tuple[str, str, str], ...] = ()
    silent: float = 0.0
