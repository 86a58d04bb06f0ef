"""Facade for whoever answers for quality: what a guarantee would take. Pure arithmetic; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from consensus.certify import CheckPlan, Needed, any_time_checks_needed, checks_for, plan_checks
from consensus.domain import Policy
from consensus.errors import UsageError

#: Below this nobody makes the checks: more than 3,700 of them without a single error.
SMALLEST, LARGEST = 0.001, 0.5
#: Wrong checks that the table shows.
WRONG = (0, 1, 2, 3, 5, 10)
#: True error rates as shares of the target, and numbers of checks as multiples of the fewest possible.
TRUE = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5)
LOOKS = (1.0, 1.5, 2.0, 3.0, 5.0)


@dataclass(frozen=True, slots=True)
class GuaranteePlan:
    """policy: whose acceptance is to be certified. needed: by number of wrong checks. prospects: exact chances."""

    policy: Policy
    needed: tuple[Needed, ...]
    prospects: CheckPlan

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``certify plan --json``; chances and rates 0..1."""
        plan = self.prospects
        return {
            "policy": {"name": self.policy.name, "version": self.policy.version, "digest": self.policy.digest},
            "alpha": plan.alpha,
            "confidence": round(1 - plan.delta, 12),
            "needed": [{"wrong": one.wrong, "fixed": one.fixed, "any_time": one.any_time} for one in self.needed],
            "prospects": [
                {
                    "true_rate": one.true_rate,
                    "passed_within": [
                        {"checks": checks, "chance": round(chance, 6)}
                        for checks, chance in zip(one.checks, one.chances, strict=True)
                    ],
                    "four_in_five_after": one.usual,
                }
                for one in plan.prospects
            ],
            "assumes": "reviewers catch every error; one unit for each document",
            "certificate": "not certified",
        }


def plan_guarantee(policy: Policy, alpha: float, confidence: float) -> GuaranteePlan:
    """What ``consensus certify plan`` prints. alpha: 0.001..0.5; confidence: 0.5..0.999. Raises UsageError."""
    if not SMALLEST <= alpha <= LARGEST:
        raise UsageError(
            f"a target of {alpha:g} is outside {SMALLEST:g} to {LARGEST:g}.",
            where="--alpha",
            do="Give the share of accepted units that may be wrong, such as 0.02.",
        )
    if not 0.5 <= confidence <= 0.999:
        raise UsageError(f"{confidence:g} is outside 0.5 to 0.999.", where="--confidence", do="Give 0.95, say.")
    delta = round(1 - confidence, 12)
    fewest = any_time_checks_needed(alpha, 0, delta)
    rates = [round(share * alpha, 12) for share in TRUE]
    return GuaranteePlan(policy, checks_for(alpha, WRONG, delta), plan_checks(alpha, rates, _looks(fewest), delta))


def _looks(fewest: int) -> Sequence[int]:
    """The fewest, then round numbers near its multiples."""
    step = 10 if fewest < 200 else 50 if fewest < 1000 else 100
    return sorted({fewest, *(max(fewest, round(times * fewest / step) * step) for times in LOOKS[1:])})
