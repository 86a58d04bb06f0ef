"""Exact bounds on an error rate from k wrong among n checks; all one-sided at confidence 1 - delta unless they say so.

Two kinds. A bound for a fixed n (Clopper-Pearson) holds when n was fixed before anyone looked. An any-time bound holds
while looking after every check: it comes from an e-value, a non-negative supermartingale under every risk of at least
alpha, which exceeds 1/delta with probability at most delta, ever (Ville). Product decisions use the any-time kind.
Counts may be arrays and then broadcast.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import log, log1p, pi
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.errors import UsageError

Numbers = NDArray[np.float64]

#: One minus the confidence of every promise.
DELTA = 0.05
#: The alternatives of the e-value, as shares of alpha: from "no errors at all" to "just under the target".
ALTERNATIVES = (0.0, 0.1, 0.25, 0.5, 0.75)
#: More checks than anyone will make; searches end here.
MANY = 10_000_000


def fixed_bound(wrong: ArrayLike, checks: ArrayLike, delta: float = DELTA) -> Numbers:
    """Clopper-Pearson upper bound, 0..1, for a number of checks fixed before looking; 1 when n = 0 or k = n.

    Never to be looked at again and again: that certifies falsely in a quarter of the cases.
    """
    from scipy.special import betaincinv

    k, n = _counts(wrong, checks)
    open_end = k >= n
    upper = betaincinv(k + 1, np.where(open_end, 1.0, n - k), 1 - delta)
    return np.where(open_end, 1.0, upper)


def checks_needed(alpha: float, wrong: int = 0, delta: float = DELTA) -> int:
    """The smallest n, fixed before looking, at which k wrong still show a rate of at most alpha."""
    from scipy.special import bdtr

    _rate(alpha)
    return _first(lambda n: bool(bdtr(wrong, n, alpha) <= delta), wrong + 1)


def log_e(wrong: ArrayLike, checks: ArrayLike, alpha: ArrayLike) -> Numbers:
    """Logarithm of the e-value against "the rate is at least alpha"; grows with evidence that it is lower.

    A uniform mixture over ``ALTERNATIVES`` of likelihood ratios of g alpha against alpha. Rises with alpha, falls with
    k, rises with n at the same k. wrong may be fractional (a rate carried forward).
    """
    k, n = _counts(wrong, checks)
    level = np.asarray(alpha, dtype=np.float64)
    right = n - k
    terms = []
    for share in ALTERNATIVES:
        by_wrong = k * log(share) if share > 0 else np.where(k > 0, -np.inf, 0.0)
        terms.append(by_wrong + right * (np.log1p(-share * level) - np.log1p(-level)))
    mixed: Numbers = np.logaddexp.reduce(np.stack(np.broadcast_arrays(*terms)), axis=0)
    return mixed - log(len(ALTERNATIVES))


def shows(wrong: ArrayLike, checks: ArrayLike, alpha: ArrayLike, delta: float = DELTA) -> NDArray[np.bool_]:
    """True where the checks show a rate below alpha; safe to ask after every check."""
    return log_e(wrong, checks, alpha) >= -log(delta)


@lru_cache(maxsize=256)  # asked with every document and every check, for the same few targets
def any_time_checks_needed(alpha: float, wrong: int = 0, delta: float = DELTA) -> int:
    """The smallest n at which k wrong show a rate below alpha, looking after every check."""
    _rate(alpha)
    return _first(lambda n: bool(shows(wrong, n, alpha, delta)), wrong + 1)


def any_time_bound(wrong: ArrayLike, checks: ArrayLike, delta: float = DELTA) -> Numbers:
    """The bound that screens show: the largest rate that the checks do not yet refute, 0..1.

    At most alpha exactly when ``shows`` is true; 1 when n = 0 or k = n.
    """
    k, n = _counts(wrong, checks)
    low, high = np.broadcast_arrays(np.zeros_like(k), np.ones_like(n))
    bound = _bisect(lambda rate: ~shows(k, n, rate, delta), low, high)
    return np.where(k >= n, 1.0, bound)


def confidence_sequence(wrong: ArrayLike, checks: ArrayLike, delta: float = DELTA) -> tuple[Numbers, Numbers]:
    """Two-sided any-time interval (lower, upper), 0..1, for a plot over time: covers the rate at all times together.

    Rates that a Beta(1/2, 1/2) mixture has not refuted (Robbins). Wider than ``any_time_bound``, which decides.
    """
    from scipy.special import betaln, xlog1py, xlogy

    k, n = _counts(wrong, checks)
    mixture = betaln(k + 0.5, n - k + 0.5) - betaln(0.5, 0.5)

    def stands(rate: Numbers) -> NDArray[np.bool_]:
        return np.asarray(mixture - xlogy(k, rate) - xlog1py(n - k, -rate) < -log(delta))

    best = np.where(n > 0, k / np.maximum(n, 1), 0.5)
    upper = np.where(k >= n, 1.0, _bisect(stands, best, np.ones_like(best)))
    lower = np.where(k <= 0, 0.0, 1 - _bisect(lambda rest: stands(1 - rest), 1 - best, np.ones_like(best)))
    return lower, upper


def checks_to_go(wrong: int, checks: int, alpha: float, delta: float = DELTA) -> int | None:
    """About how many more checks would show it if the rate of errors stays; None when none would."""
    if checks == 0:
        return any_time_checks_needed(alpha, 0, delta)
    rate = wrong / checks

    def enough(more: int) -> bool:
        return bool(shows(wrong + rate * more, checks + more, alpha, delta))

    if rate >= alpha or not enough(MANY):
        return None
    return _first(enough, 0)


def attempt_delta(attempt: int, delta: float = DELTA) -> float:
    """What attempt j = 1, 2, ... may spend, 6 delta / (pi^2 j^2): all of them together spend delta."""
    if attempt < 1:
        raise UsageError(f"attempt {attempt} does not exist.", do="Count attempts from 1.")
    return 6 * delta / (pi**2 * attempt**2)


def escaped_per_1000(bound: float, coverage: float) -> float:
    """Escaped errors per 1,000 of all units, at most: the bound on accepted units times the share accepted (0..1)."""
    return 1000 * bound * coverage


def log_step(rate: ArrayLike, reference: float, wrong: ArrayLike) -> Numbers:
    """Logarithm of the likelihood ratio of one check: this rate against the reference rate."""
    rates = np.asarray(rate, dtype=np.float64)
    hit, miss = np.log(rates) - log(reference), np.log1p(-rates) - log1p(-reference)
    return np.where(np.asarray(wrong, dtype=bool), hit, miss)


def _counts(wrong: ArrayLike, checks: ArrayLike) -> tuple[Numbers, Numbers]:
    k, n = np.asarray(wrong, dtype=np.float64), np.asarray(checks, dtype=np.float64)
    if np.any(k < 0) or np.any(k > n):
        raise UsageError("there cannot be more wrong checks than checks, nor fewer than none.")
    return k, n


def _rate(alpha: float) -> None:
    if not 0 < alpha < 1:
        raise UsageError(f"the target {alpha} is not a rate.", do="Give alpha above 0 and below 1, such as 0.02.")


def _first(enough: Callable[[int], bool], start: int) -> int:
    """The smallest number from start on that is enough; enough must not turn false again."""
    low, high = start - 1, max(start, 1)
    while not enough(high):
        low, high = high, 2 * high
        if high > 2 * MANY:
            raise UsageError("no number of checks would be enough.", do="Choose a larger target.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _bisect(holds: Callable[[Any], NDArray[np.bool_]], low: Numbers, high: Numbers) -> Numbers:
    """The largest rate in low..high at which it holds, rounded up; it must hold from low on up to there."""
    for _ in range(50):
        middle = (low + high) / 2
        held = holds(middle)
        low, high = np.where(held, middle, low), np.where(held, high, middle)
    return high
