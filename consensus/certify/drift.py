"""Drift of one model: a Bernoulli CUSUM on how often it differs from what was delivered (Reynolds and Stoumbos)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import ArrayLike

from consensus.certify.bounds import DELTA, fixed_bound, log_step
from consensus.errors import UsageError

#: Units a baseline needs.
LEAST_BASELINE = 500
#: Mean units to a false alarm, at least.
THRESHOLD = 2000.0
#: The change it is tuned to: the odds of differing are this many times the baseline's.
ODDS = 2.0


@dataclass(frozen=True, slots=True)
class Drift:
    """Watches one model. usual: its rate of differing, 0..1, at the upper end of what the baseline allows.

    units: seen since the baseline. excess: evidence gathered. since: units before it began to gather.
    """

    model: str
    usual: float
    units: int = 0
    excess: float = 0.0
    since: int = 0
    raised_at: int | None = None

    @property
    def changed(self) -> float:
        """The rate it is tuned to find."""
        odds = ODDS * self.usual / (1 - self.usual)
        return odds / (1 + odds)

    @property
    def raised(self) -> bool:
        return self.raised_at is not None

    def observe(self, differs: bool) -> Drift:
        """After one more unit that the model answered. Stays raised once raised."""
        units = self.units + 1
        excess = max(0.0, self.excess + float(log_step(self.changed, self.usual, differs)))
        raised = units if self.raised_at is None and excess >= log(THRESHOLD) else self.raised_at
        return replace(self, units=units, excess=excess, since=self.since if excess > 0 else units, raised_at=raised)

    def observe_all(self, differs: ArrayLike) -> Drift:
        """The same after many units at once, in their order."""
        steps = log_step(self.changed, self.usual, differs)
        walk = np.concatenate([[self.excess], self.excess + np.cumsum(steps)])
        excess = walk - np.minimum(np.minimum.accumulate(walk), 0.0)  # the reflected walk: the same as step by step
        nil, high = np.flatnonzero(excess <= 0), np.flatnonzero(excess[1:] >= log(THRESHOLD))
        since = self.units + int(nil[-1]) if nil.size else self.since
        raised = self.units + int(high[0]) + 1 if self.raised_at is None and high.size else self.raised_at
        units = self.units + len(walk) - 1
        return replace(self, units=units, excess=float(excess[-1]), since=since, raised_at=raised)


def baseline(model: str, differing: int, units: int) -> Drift:
    """A watch from a model's own past. UsageError below ``LEAST_BASELINE`` units or when it always differed."""
    if units < LEAST_BASELINE:
        raise UsageError(f"{model} has {units} units; drift needs a baseline of {LEAST_BASELINE}.")
    if differing >= units:
        raise UsageError(f"{model} differed on all {units} units of its baseline; nothing can get worse.")
    return Drift(model, float(fixed_bound(differing, units, DELTA)))
