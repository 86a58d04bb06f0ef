"""Whether a rule is kept more often than not, and how often, by the exact binomial distribution. Pure."""

from __future__ import annotations

from math import comb

#: Of all that is looked at together, the chance that something is proposed which holds no more often than not.
LEVEL = 0.05


def tail(kept: int, cases: int, share: float = 0.5) -> float:
    """The chance of so many or more, where each case has this share; 1 for no case."""
    return sum(comb(cases, k) * share**k * (1 - share) ** (cases - k) for k in range(kept, cases + 1))


def holds(kept: int, cases: int, level: float = LEVEL) -> bool:
    """Whether a share of at most one half is refuted at this level."""
    return cases > 0 and tail(kept, cases) <= level


def interval(kept: int, cases: int, level: float = LEVEL) -> tuple[float, float]:
    """Clopper-Pearson, two-sided, of the share; (0, 1) for no case."""
    if not cases:
        return 0.0, 1.0
    return lower_bound(kept, cases, level / 2), 1.0 - lower_bound(cases - kept, cases, level / 2)


def lower_bound(kept: int, cases: int, level: float = LEVEL) -> float:
    """The exact one-sided lower bound (Clopper-Pearson) of the share."""
    if kept == 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(kept, cases, middle) < level else (low, middle)
    return low
