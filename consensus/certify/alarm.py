"""The alarm of certified operation: an e-detector (a mixture of Shiryaev-Roberts sums; Shin, Ramdas, Rinaldo).

While the risk is at most alpha, the sum grows by at most one a check on average: the mean time to a false alarm is at
least the threshold in checks, whenever anyone looks. Everything is kept in log space.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.certify.bounds import Numbers, log_step
from consensus.errors import UsageError

#: The risks it watches for, as multiples of the target, at most ``HIGHEST``.
MULTIPLES = (1.5, 2.0, 3.0, 5.0, 8.0)
HIGHEST = 0.9
#: Mean checks to a false alarm, at least.
THRESHOLD = 2000.0


def watched(alpha: float) -> Numbers:
    """The error rates that the alarm watches for at a target below ``HIGHEST``."""
    if not 0 < alpha < HIGHEST:
        raise UsageError(f"no alarm can watch a target of {alpha}.", do=f"Give alpha above 0 and below {HIGHEST}.")
    return np.minimum(alpha * np.array(MULTIPLES), HIGHEST)


def next_sums(log_sums: Numbers, wrong: ArrayLike, alpha: float) -> Numbers:
    """S <- (S + 1) x likelihood ratio, in logs. log_sums: (..., watched rates); wrong: (...)."""
    ratios = log_step(watched(alpha), alpha, np.asarray(wrong)[..., np.newaxis])
    return np.logaddexp(log_sums, 0.0) + ratios


def log_mean(log_sums: Numbers) -> Numbers:
    """Logarithm of the mean over the watched rates: what is held against log(THRESHOLD)."""
    mean: Numbers = np.logaddexp.reduce(log_sums, axis=-1) - log(log_sums.shape[-1])
    return mean


@dataclass(frozen=True, slots=True)
class Alarm:
    """The alarm of one slice at one operating level; a new one starts after a demotion.

    alpha: the target for what reviewers report. checks: spot checks seen. log_sums: by watched rate. excess, since: by
    watched rate, the evidence gathered since the check after which it last was nil (CUSUM). raised_at: the check that
    raised it, counted from 1; it stays raised. level: the operating level that it watches.
    """

    alpha: float
    checks: int = 0
    log_sums: tuple[float, ...] = (-inf,) * len(MULTIPLES)
    excess: tuple[float, ...] = (0.0,) * len(MULTIPLES)
    since: tuple[int, ...] = (0,) * len(MULTIPLES)
    raised_at: int | None = None
    level: int | None = None

    def __post_init__(self) -> None:
        watched(self.alpha)

    @property
    def raised(self) -> bool:
        return self.raised_at is not None

    @property
    def change_point(self) -> int:
        """Checks before the likeliest change: units accepted from the next check on are doubtful."""
        return self.since[int(np.argmax(self.excess))]

    def observe(self, wrong: bool) -> Alarm:
        """The alarm after one more spot check."""
        sums = next_sums(np.array(self.log_sums), wrong, self.alpha)
        steps = log_step(watched(self.alpha), self.alpha, wrong)
        excess, since = self._gathered(steps)
        checks = self.checks + 1
        at = checks if self.raised_at is None and float(log_mean(sums)) >= log(THRESHOLD) else self.raised_at
        return Alarm(self.alpha, checks, tuple(sums.tolist()), excess, since, at, self.level)

    def _gathered(self, steps: NDArray[np.float64]) -> tuple[tuple[float, ...], tuple[int, ...]]:
        sums = [max(0.0, before + step) for before, step in zip(self.excess, steps.tolist(), strict=True)]
        since = [start if total > 0 else self.checks + 1 for total, start in zip(sums, self.since, strict=True)]
        return tuple(sums), tuple(since)
