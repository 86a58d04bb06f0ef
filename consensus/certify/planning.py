"""What a target takes, in batches, and how late an alarm would be: exact where nothing is wrong, else simulated.

A batch's error rate is drawn from a beta distribution around the true rate; the correlation, 0..1, says how far the
units of one batch are wrong together. Seeds are fixed: the same question has the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.certify.alarm import MULTIPLES, THRESHOLD, log_steps
from consensus.certify.bets import SHARES, Numbers, log_factors, log_mean, spend
from consensus.certify.sampling import audit_plan

Counts = NDArray[np.int64]

#: Simulated runs, and the share of them that must be certified.
RUNS, ENOUGH = 300, 0.8
#: Units of one batch are wrong together a little, or a lot; the worse figure is told.
CORRELATIONS = (0.05, 0.4)
#: How far an error rate rises, as multiples of the target.
TIMES = (1.5, 2.0, 3.0, 5.0)
#: Shares of units that the caps of ``cap_trade`` keep.
KEPT = (0.75, 0.85, 0.9, 0.95, 0.99)
#: What is looked at before the answer is "more": batches, and audited batches after a change.
MOST_BATCHES, MOST_DRAWN = 30_000, 20_000
_BLOCK, _WARM_UP = 500, 100


@dataclass(frozen=True, slots=True)
class Target:
    """alpha: most wrong among accepted, 0..1. delta: 1 - confidence. catch: share of errors that reviewers catch."""

    alpha: float
    delta: float = 0.05
    catch: float = 0.8

    @property
    def reported(self) -> float:
        """The share of wrong ones that reviewers report when the rate is exactly the target."""
        return self.alpha * self.catch


@dataclass(frozen=True, slots=True)
class CapTrade:
    """kept: share of units under this cap, 0..1. fills: batches of the usual length that fill one to the cap.

    batches: that certify when none is wrong.
    """

    cap: int
    kept: float
    fills: float
    batches: int


@dataclass(frozen=True, slots=True)
class Delay:
    """Accepted units from the day on which the rate rises to ``times`` the target until the alarm.

    q: share of accepted units audited. median, nine_in_ten: of the runs; None where it takes more than was looked at.
    """

    times: float
    q: float
    median: int | None
    nine_in_ten: int | None


def usual_sizes(count: int = 1000) -> Counts:
    """Accepted units by batch, to plan with where none are known: lognormal, 1 to 100, mean 19."""
    rng = np.random.default_rng(19)
    return np.clip(np.round(np.exp(rng.normal(2.55, 0.9, count))), 1, 100).astype(np.int64)


def capped(sizes: ArrayLike, cap: int, share: float = 1.0) -> Counts:
    """Units by batch that a level accepts. sizes: those that could be accepted. share: of these, the level's, 0..1."""
    return np.asarray(np.maximum(1, np.round(share * np.minimum(sizes, cap))), dtype=np.int64)


def batches_if_none_wrong(n: Counts, cap: int, target: Target) -> int:
    """Batches until the first certificate when every unit is right: exact. n: accepted units, over and over."""
    needed, n = -log(spend(1, target.delta)), np.tile(n, ceil(_BLOCK / n.size))
    running, before = np.zeros((len(SHARES), 1)), 0
    while True:
        course = running + log_factors(np.zeros(n.size), n / cap, target.reported).cumsum(axis=1)
        crossed = np.flatnonzero(log_mean(course) >= needed)
        if crossed.size:
            return before + int(crossed[0]) + 1
        running, before = course[:, -1:], before + n.size


def batches_until_certified(n: Counts, cap: int, target: Target, true_rate: float) -> int | None:
    """Batches until four in five runs are certified, at the worse correlation; None: more than ``MOST_BATCHES``.

    n: accepted units by batch, drawn from anew. true_rate: wrong among them, 0..1; reviewers see all. Exact for 0.
    """
    worst = batches_if_none_wrong(n, cap, target)
    for correlation in CORRELATIONS if true_rate else ():
        found = _until_certified(n, cap, target, (true_rate, correlation)) if worst < MOST_BATCHES else None
        if found is None:
            return None
        worst = max(worst, found)
    return worst


def cap_trade(sizes: Sequence[int] | Counts, target: Target, used: int, share: float = 1.0) -> tuple[CapTrade, ...]:
    """What several caps keep and cost, narrowest first. used: the cap planned with. Others: as in ``capped``."""
    ordered = np.sort(sizes)
    longest, total = int(ordered[-1]), int(ordered.sum())
    tens = np.arange(10, longest + 10, 10)
    below = np.searchsorted(ordered, tens)
    kept = np.concatenate([[0], ordered.cumsum()])[below] + tens * (ordered.size - below)
    caps = {int(tens[np.argmax(kept >= part * total)]) for part in KEPT} | {used, longest}
    rows = []
    for cap in sorted(caps):
        units = int(np.minimum(ordered, cap).sum())
        batches = batches_if_none_wrong(capped(sizes, cap, share), cap, target)
        rows.append(CapTrade(cap, units / total, cap * ordered.size / units, batches))
    return tuple(rows)


def alarm_delays(n: Counts, cap: int, q: float, target: Target) -> tuple[Delay, ...]:
    """How late an alarm is when the rate rises from half the target, at the worse correlation; for rates below 1."""
    found, alpha = [], target.reported
    for times in (one for one in TIMES if one * target.alpha < 1):
        rates = alpha, alpha / 2, times * alpha
        runs = [_delay(n, (cap, q), rates, correlation) for correlation in CORRELATIONS]
        found.append(Delay(times, q, *(_whole(max(one)) for one in zip(*runs, strict=True))))
    return tuple(found)


def _until_certified(n: Counts, cap: int, target: Target, world: tuple[float, float]) -> int | None:
    rng, needed = np.random.default_rng(21), -log(spend(1, target.delta))
    running, missing = np.zeros((len(SHARES), RUNS, 1)), ceil(ENOUGH * RUNS)
    for before in range(0, MOST_BATCHES, _BLOCK):
        units = rng.choice(n, (running.shape[1], _BLOCK))
        f = _wrong(rng, units, *world) / units
        course = running + log_factors(f, units / cap, target.reported).cumsum(axis=-1)
        certified = log_mean(course) >= needed
        ever = certified.any(axis=1)
        if ever.sum() >= missing:
            return before + int(np.sort(certified[ever].argmax(axis=1))[missing - 1]) + 1
        running, missing = course[:, ~ever, -1:], missing - int(ever.sum())
    return None


def _delay(
    n: Counts, draws: tuple[int, float], rates: tuple[float, float, float], correlation: float
) -> tuple[float, float]:
    """Accepted units from the change to the alarm, median and nine in ten; rates: target, before and after the change.

    Only drawn batches are followed. They are chosen in proportion to their length; how many others pass between two of
    them is geometric. Runs with an alarm before the change are left out.
    """
    (cap, q), (alpha, before, after) = draws, rates
    rng, (r, m) = np.random.default_rng(5), audit_plan(q, cap)
    sums, passed = np.full((len(MULTIPLES), RUNS, 1), -np.inf), np.zeros((RUNS, 1))
    found = [np.empty(0)]
    for start in range(-_WARM_UP, MOST_DRAWN, _WARM_UP):
        drawn = np.minimum(m, rng.choice(n, (len(passed), _WARM_UP), p=n / n.sum()))
        sums = _next_sums(sums, _wrong(rng, drawn, before if start < 0 else after, correlation) / drawn, alpha)
        raised = log_mean(sums) >= log(THRESHOLD)
        ever = raised.any(axis=1)
        if start >= 0:
            passed = passed + n.mean() * rng.geometric(r * n.mean() / cap, drawn.shape).cumsum(axis=1)
            found.append(passed[ever, raised[ever].argmax(axis=1)])
        sums, passed = sums[:, ~ever, -1:], passed[~ever, -1:]
        if not len(passed):
            break
    late = np.sort(np.concatenate([*found, np.full(len(passed), np.inf)]))
    return (float(late[len(late) // 2]), float(late[int(0.9 * len(late))])) if len(late) else (np.inf, np.inf)


def _next_sums(sums: Numbers, share: Numbers, alpha: float) -> Numbers:
    """The alarm's S <- (S + 1) x factor from where it stands, in logarithms: (rates watched for, runs, batches)."""
    moved = log_steps(share, 1.0, alpha).cumsum(axis=-1)
    begun = np.concatenate([sums, np.zeros_like(sums), -moved[..., :-1]], axis=-1)
    return np.asarray(moved + np.logaddexp.accumulate(begun, axis=-1)[..., 1:])


def _wrong(rng: np.random.Generator, n: Counts, rate: float, correlation: float) -> Counts:
    """Wrong units of batches of these lengths."""
    spread = (1 - correlation) / correlation
    return rng.binomial(n, rng.beta(max(1e-9, rate * spread), max(1e-9, (1 - rate) * spread), n.shape))


def _whole(number: float) -> int | None:
    return None if np.isinf(number) else round(number)
