"""Bounds on an error rate from k wrong among n independent labels, at confidence 1 - delta.

A bound for a fixed n (Clopper-Pearson) holds when n was fixed before anyone looked. An any-time bound holds while
looking after every label. Counts may be arrays and then broadcast. What is certified is decided by batches: ``bets``.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.certify.bets import SHARES, Numbers, log_mean
from consensus.errors import UsageError

#: One minus the confidence of every promise.
DELTA = 0.05


def fixed_bound(wrong: ArrayLike, labels: ArrayLike, delta: float = DELTA) -> Numbers:
    """Clopper-Pearson upper bound, 0..1, for a number of labels fixed before looking; 1 when n = 0 or k = n.

    Never to be looked at again and again: that certifies falsely in a quarter of the cases.
    """
    from scipy.special import betaincinv

    k, n = _counts(wrong, labels)
    open_end = k >= n
    upper = betaincinv(k + 1, np.where(open_end, 1.0, n - k), 1 - delta)
    return np.where(open_end, 1.0, upper)


def any_time_bound(wrong: ArrayLike, labels: ArrayLike, delta: float = DELTA) -> Numbers:
    """The largest rate, 0..1, that single labels do not yet refute; safe to ask after every one. 1 when k = n.

    What ``bets`` say of batches of one unit each; the order of the labels plays no part.
    """
    k, n = _counts(wrong, labels)

    def stands(rate: Numbers) -> NDArray[np.bool_]:
        terms = []
        for share in SHARES:
            by_wrong = k * log(share) if share > 0 else np.where(k > 0, -np.inf, 0.0)
            terms.append(by_wrong + (n - k) * (np.log1p(-share * rate) - np.log1p(-rate)))
        return np.asarray(log_mean(np.stack(np.broadcast_arrays(*terms))) < -log(delta))

    low, high = np.broadcast_arrays(np.zeros_like(k), np.ones_like(n))
    return np.where(k >= n, 1.0, _bisect(stands, low, high))


def confidence_sequence(wrong: ArrayLike, labels: ArrayLike, delta: float = DELTA) -> tuple[Numbers, Numbers]:
    """Two-sided any-time interval (lower, upper), 0..1, for a plot over time: covers the rate at all times together.

    Rates that a Beta(1/2, 1/2) mixture has not refuted (Robbins).
    """
    from scipy.special import betaln, xlog1py, xlogy

    k, n = _counts(wrong, labels)
    mixture = betaln(k + 0.5, n - k + 0.5) - betaln(0.5, 0.5)

    def stands(rate: Numbers) -> NDArray[np.bool_]:
        return np.asarray(mixture - xlogy(k, rate) - xlog1py(n - k, -rate) < -log(delta))

    best = np.where(n > 0, k / np.maximum(n, 1), 0.5)
    upper = np.where(k >= n, 1.0, _bisect(stands, best, np.ones_like(best)))
    lower = np.where(k <= 0, 0.0, 1 - _bisect(lambda rest: stands(1 - rest), 1 - best, np.ones_like(best)))
    return lower, upper


def _counts(wrong: ArrayLike, labels: ArrayLike) -> tuple[Numbers, Numbers]:
    k, n = np.asarray(wrong, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    if np.any(k < 0) or np.any(k > n):
        raise UsageError("there cannot be more wrong labels than labels, nor fewer than none.")
    return k, n


def _bisect(holds: Callable[[Any], NDArray[np.bool_]], low: Numbers, high: Numbers) -> Numbers:
    """The largest rate in low..high at which it holds, rounded up; it must hold from low on up to there."""
    for _ in range(50):
        middle = (low + high) / 2
        held = holds(middle)
        low, high = np.where(held, middle, low), np.where(held, high, middle)
    return high
