"""How many checks a target asks for, and the chance of passing at several true error rates: exact, no simulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consensus.certify.bounds import DELTA, Numbers, any_time_checks_needed, checks_needed, shows


@dataclass(frozen=True, slots=True)
class Prospect:
    """chances[i]: the chance, 0..1, that checks[i] blind checks certify a level whose true error rate is true_rate.

    usual: checks after which four in five attempts have passed; None when that takes more than were looked at.
    """

    true_rate: float
    checks: tuple[int, ...]
    chances: tuple[float, ...]
    usual: int | None


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """fewest: checks that certify when none is wrong. prospects: one for each true error rate asked for."""

    alpha: float
    delta: float
    fewest: int
    prospects: tuple[Prospect, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """Blind checks that show a target although so many were wrong. fixed: when n was fixed before anyone looked.

    any_time: when somebody looks after every check, as the product does.
    """

    wrong: int
    fixed: int
    any_time: int


def checks_for(alpha: float, wrong: Sequence[int], delta: float = DELTA) -> tuple[Needed, ...]:
    """What a target asks for, by number of wrong checks."""
    return tuple(Needed(k, checks_needed(alpha, k, delta), any_time_checks_needed(alpha, k, delta)) for k in wrong)


def passing_chances(alpha: float, true_rate: float, most: int, delta: float = DELTA) -> Numbers:
    """``[n]`` is the chance of having passed after at most n checks, looking after each; n = 0..most.

    alpha: the target the engine runs at. Exact: the number of wrong checks is followed as a Markov chain whose
    unpassed states are the counts from 0 up; the chance that leaves the chain at n has passed at n.
    """
    allowed = _most_wrong_to_pass(alpha, most, delta)
    width = int(allowed[-1]) + 2
    waiting = np.zeros(width)  # The last place gathers all counts from which nothing can pass any more.
    waiting[0] = 1.0
    passed = np.zeros(most + 1)
    for n in range(1, most + 1):
        moved = waiting * true_rate
        waiting = waiting - moved
        waiting[1:] += moved[:-1]
        waiting[-1] += moved[-1]
        gone = int(allowed[n]) + 1
        passed[n] = passed[n - 1] + waiting[:gone].sum()
        waiting[:gone] = 0.0
    return np.minimum(passed, 1.0)


def plan_checks(alpha: float, true_rates: Sequence[float], checks: Sequence[int], delta: float = DELTA) -> CheckPlan:
    """What ``consensus certify plan`` prints. checks: numbers to look at, ascending; rates 0..1."""
    prospects = []
    for rate in true_rates:
        curve = passing_chances(alpha, rate, max(checks), delta)
        reached = np.flatnonzero(curve >= 0.8)
        chances = tuple(float(curve[n]) for n in checks)
        prospects.append(Prospect(rate, tuple(checks), chances, int(reached[0]) if reached.size else None))
    return CheckPlan(alpha, delta, any_time_checks_needed(alpha, 0, delta), tuple(prospects))


def _most_wrong_to_pass(alpha: float, most: int, delta: float) -> NDArray[np.int64]:
    """``[n]``: the largest count of wrong checks that passes at n checks, -1 where none does; never falls with n."""
    n = np.arange(most + 1)
    allowed = np.full(most + 1, -1, dtype=np.int64)
    wrong = 0
    while True:
        passes = shows(np.minimum(wrong, n), n, alpha, delta) & (n > wrong)
        if not passes.any():
            return allowed
        allowed[passes] = wrong
        wrong += 1
