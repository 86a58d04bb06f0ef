"""Facade for whoever pays people as well as models: the account of a unit, from inputs, a job, or blind audits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from consensus.certify import any_time_bound
from consensus.domain import Outcome
from consensus.domain.job import JobState
from consensus.errors import UsageError
from consensus.evaluate.economics import Cost, Economics, Inputs, economics
from consensus.service.jobs.report import JobReport

ASSUMED, GIVEN = "assumed", "given"


@dataclass(frozen=True, slots=True)
class Account:
    """basis: where each input comes from, by name. units: for how many the totals are."""

    economics: Economics
    basis: Mapping[str, str]
    units: int

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``report economics --json``; money in the inputs' currency, shares and rates 0..1."""
        found = self.economics
        inputs = {name: {"value": value, "basis": self.basis[name]} for name, value in asdict(found.inputs).items()}
        return {
            "inputs": inputs,
            "units": self.units,
            "review_cost": found.inputs.review_cost,
            "per_unit": {name: _cost(cost) for name, cost in self.costs.items()},
            "total": {name: None if cost is None else cost.total * self.units for name, cost in self.costs.items()},
            "saved_against_all_human": found.saved,
            "accepted_share": found.inputs.accepted_share,
            "review_minutes": found.review_minutes * self.units,
            "escaped_errors_at_most": found.escaped_per_1000 * self.units / 1000,
            "escaped_per_1000_at_most": found.escaped_per_1000,
            "break_even": {
                "accepted_share": found.break_even,
                "accepted_share_with_damage": found.break_even_damage,
                "single_model_error": found.single_break_even,
            },
            "suggested_alpha": found.suggested_alpha,
            "certificate": "not certified",
        }

    @property
    def costs(self) -> Mapping[str, Cost | None]:
        """By way of working; None where an input is unknown."""
        found = self.economics
        return {"consensus": found.consensus, "all_human": found.all_human, "single_model": found.single}


def account(
    given: Mapping[str, float],
    *,
    job: JobReport | None = None,
    checks: tuple[int, int] | None = None,
    units: int = 1000,
) -> Account:
    """given: inputs by name; what a job or checks say is used where nothing is given. checks: (blind audits, wrong).

    Raises UsageError for inputs that cannot be, and for a job that is running or has no units.
    """
    values: dict[str, float] = {}
    basis = dict.fromkeys(asdict(Inputs()), ASSUMED) | {"single_error": "unknown"}
    if job is not None:
        units = len(job.units)
        _from_job(job, values, basis)
    if checks is not None:
        made, wrong = checks
        values["escaped"] = float(any_time_bound(wrong, made))
        basis["escaped"] = f"95% bound of {made} blind audits, {wrong} wrong"
    values |= given
    basis |= dict.fromkeys(given, GIVEN)
    if "escaped" in given or checks is None:
        basis["escaped"] = f"{basis['escaped']}; 0 blind audits stand behind it"
    return Account(economics(Inputs(**values)), basis, units)


def _from_job(job: JobReport, values: dict[str, float], basis: dict[str, str]) -> None:
    units, accepted = len(job.units), job.count(Outcome.ACCEPTED)
    if job.job.state == JobState.RUNNING or not units:
        raise UsageError(
            "this job has not ended, or has no units.",
            where=f"job {job.id}",
            do=f"Wait for it, or go on with: consensus submit --resume {job.id}",
        )
    values["accepted_share"] = accepted / units
    basis["accepted_share"] = f"job {job.id}: {accepted} of {units} units"
    if any(member.source == "recorded" for member in job.panel.members):
        # A replay is free; what the answers once cost is not in it.
        basis["model_cost"] = f"{ASSUMED}; job {job.id} replayed recorded answers"
    elif job.totals.cost is not None:
        values["model_cost"] = float(job.totals.cost) / units
        basis["model_cost"] = f"job {job.id}: ${job.totals.cost:.6f} for {units} units"
    else:
        basis["model_cost"] = f"{ASSUMED}; the cost of job {job.id} is unknown"


def _cost(cost: Cost | None) -> dict[str, float] | None:
    return None if cost is None else {**asdict(cost), "total": cost.total}
