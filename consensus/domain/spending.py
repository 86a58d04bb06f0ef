"""What was spent, by whatever it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from consensus.domain.asking import Money

#: Whoever is asked beside jobs: whether a member answers, recorded requests again, models on trial.
PINGS, REPLAYS, TRIALS = "(pings)", "(replays)", "(trials)"


@dataclass(frozen=True, slots=True)
class Spending:
    """The calls of one model, job or day, added up.

    calls: sent. cached: answered from the journal, so nothing was sent. settled: known cost in US dollars. reserved:
    worst cases of calls under way, and of ended ones whose bill nobody knows. unknown: calls without either figure.
    """

    calls: int = 0
    failed: int = 0
    cached: int = 0
    settled: Money = Decimal(0)
    reserved: Money = Decimal(0)
    unknown: int = 0

    def plus(self, other: Spending) -> Spending:
        """Both together."""
        return Spending(
            self.calls + other.calls,
            self.failed + other.failed,
            self.cached + other.cached,
            self.settled + other.settled,
            self.reserved + other.reserved,
            self.unknown + other.unknown,
        )

    def as_dict(self) -> dict[str, Any]:
        """For ``costs --json``, amounts in US dollars."""
        return {
            "calls": self.calls,
            "failed": self.failed,
            "cached": self.cached,
            "settled": float(self.settled),
            "reserved": float(self.reserved),
            "unknown": self.unknown,
        }


@dataclass(frozen=True, slots=True)
class SpentLine:
    """What one model cost one job on one day (UTC). job_id: "" for jobs that were deleted; their cost stays. PINGS,
    REPLAYS or TRIALS for calls of no job's verdict."""

    job_id: str
    model: str
    day: str
    spending: Spending


@dataclass(frozen=True, slots=True)
class CostSummary:
    """The same money three ways, each by name. saved: asks that a strategy
    did not put to a member."""

    by_model: tuple[tuple[str, Spending], ...] = ()
    by_job: tuple[tuple[str, Spending], ...] = ()
    by_day: tuple[tuple[str, Spending], ...] = ()
    total: Spending = field(default_factory=Spending)
    saved: int = 0

    @property
    def beside_jobs(self) -> str:
        """What was spent beside jobs, as in ``$0.0120 (trials), $0.0031 (replays)``; "" for nothing."""
        by_name = dict(self.by_job)
        return ", ".join(f"${by_name[one].settled:.4f} {one}" for one in (TRIALS, REPLAYS, PINGS) if one in by_name)

    def as_dict(self) -> dict[str, Any]:
        """What ``costs --json`` prints."""
        parts = {"models": self.by_model, "jobs": self.by_job, "days": self.by_day}
        listed = {name: [{"name": n, **one.as_dict()} for n, one in part] for name, part in parts.items()}
        return {**listed, "total": self.total.as_dict(), "calls_saved_by_curtailment": self.saved}


def summarize_costs(lines: list[SpentLine], saved: int = 0) -> CostSummary:
    """Lines added up by model, by job and by day; each in the order of its names."""
    found: list[dict[str, Spending]] = [{}, {}, {}]
    total = Spending()
    for line in lines:
        for part, name in zip(found, (line.model, line.job_id or "(deleted)", line.day), strict=True):
            part[name] = part.get(name, Spending()).plus(line.spending)
        total = total.plus(line.spending)
    models, jobs, days = (tuple(sorted(part.items())) for part in found)
    return replace(CostSummary(models, jobs, days, total), saved=saved)
