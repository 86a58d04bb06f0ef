"""What is taken to be known of the errors that reviewers see."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, floor, lgamma, log

from consensus.certify.bounds import any_time_bound
from consensus.domain import Seeds

#: Known errors speak against the assumption where so few caught ones were less likely than this.
UNLIKELY = 0.1
#: The part of delta that the bound from known errors takes.
SEEDS_SPEND = 0.2
NO_SEEDS = Seeds()


@dataclass(frozen=True, slots=True)
class Detection:
    """share: of errors that reviewers are taken to catch, 0..1. from_seeds: because known errors say so."""

    share: float
    from_seeds: bool = False
    seeds: Seeds = NO_SEEDS

    @property
    def words(self) -> str:
        """What every statement says about reviewers."""
        shown, known = self.seeds.shown, ""
        if shown:
            only = ", hard facts only" if 3 * self.seeds.plain < shown else ""
            known = f" ({self.seeds.caught} of {shown} known error{'' if shown == 1 else 's'} caught{only})"
        return f"This assumes that reviewers catch at least {floor(100 * self.share + 1e-9)}% of errors{known}."


def detection(seeds: Seeds, catch: float, delta: float) -> Detection:
    """What reviewers are taken to catch: the assumption, unless known errors speak against it.

    Then their any-time lower bound at a fifth of delta takes its place, never above the assumption; perfection earns
    nothing. catch: the assumption, 0..1. delta: 1 - confidence.
    """
    caught = min(max(seeds.caught, 0), seeds.shown)
    if _at_most(caught, seeds.shown, catch) >= UNLIKELY:
        return Detection(catch, False, seeds)
    missed = float(any_time_bound(seeds.shown - caught, seeds.shown, SEEDS_SPEND * delta))
    return Detection(min(catch, 1.0 - missed), True, seeds)


def _at_most(caught: int, shown: int, share: float) -> float:
    """P(Binomial(shown, share) <= caught)."""
    if caught >= shown or share >= 1:
        return float(caught >= shown)
    whole, hit, miss = lgamma(shown + 1), log(share), log(1 - share)
    return sum(
        exp(whole - lgamma(k + 1) - lgamma(shown - k + 1) + k * hit + (shown - k) * miss) for k in range(caught + 1)
    )
