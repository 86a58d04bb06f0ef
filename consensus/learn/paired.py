"""Two ways of working on the same documents: what each costs and gets wrong, and how sure the difference is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consensus.certify import fixed_bound

#: A row a document, its columns in this order: units, accepted ones, of these with a label, of these wrong, US dollars.
#: Where labels stand for more than themselves also: the weights (1 / chance) of the labels, of the wrong ones, and the
#: largest of them. Without these three each label counts once.
Rows = NDArray[np.float64]
UNITS, ACCEPTED, LABELLED, WRONG, COST, WEIGHT, WRONG_WEIGHT, LARGEST = range(8)

_RESAMPLES = 1000
_SEED = 20
#: Documents with another number of wrong units below which resampling them says too little, and the exact bound counts.
_RARE = 10


@dataclass(frozen=True, slots=True)
class Difference:
    """The second way minus the first; each end of the interval holds at the confidence asked, one-sided."""

    estimate: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        return {"estimate": round(self.estimate, 6), "low": round(self.low, 6), "high": round(self.high, 6)}


@dataclass(frozen=True, slots=True)
class Totals:
    """One way over documents. cost: US dollars a document. labelled: accepted units with a label, wrong: of these.
    weighed: the share of wrong ones, 0..1, each label by one over its chance; None without labels."""

    units: int
    accepted: int
    labelled: int
    wrong: int
    cost: float
    weighed: float | None = None

    def as_dict(self) -> dict[str, Any]:
        error = self.weighed
        return {
            "units": self.units,
            "accepted": self.accepted,
            "labelled": self.labelled,
            "wrong": self.wrong,
            "error": None if error is None else round(error, 5),
            "cost_per_document": round(self.cost, 6),
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """Both ways on the same documents, at least one. error: of accepted units, as shares; cost: dollars a document."""

    documents: int
    before: Totals
    after: Totals
    error: Difference
    cost: Difference

    def as_dict(self) -> dict[str, Any]:
        return {
            "documents": self.documents,
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "error_difference": self.error.as_dict(),
            "cost_difference": self.cost.as_dict(),
        }


def totals(rows: Rows) -> Totals:
    """Over all documents; there is at least one."""
    units, accepted, labelled, wrong, cost = rows.sum(axis=0)[: COST + 1]
    weight, wrong_weight = _weights(rows)[:, :2].sum(axis=0)
    weighed = float(wrong_weight / weight) if weight else None
    return Totals(int(units), int(accepted), int(labelled), int(wrong), float(cost) / len(rows), weighed)


def _weights(rows: Rows) -> Rows:
    """Of each document the weight of its labels, of the wrong ones, and the largest."""
    if rows.shape[1] > WEIGHT:
        return rows[:, WEIGHT:]
    return np.column_stack([rows[:, LABELLED], rows[:, WRONG], rows[:, LABELLED] > 0]).astype(float)


def compared(before: Rows, after: Rows, delta: float) -> Compared:
    """The second way against the first, document by document. delta: 1 minus the confidence of each end of an interval.

    The interval of cost is Student's over documents. That of error resamples whole documents; where fewer than ten of
    them hold another number of wrong units, or labels have different weights, so that few may stand for many, it is
    widened to the exact bound on how many such documents there are.
    """
    return Compared(
        len(before), totals(before), totals(after), _error(before, after, delta), _cost(before, after, delta)
    )


def _cost(before: Rows, after: Rows, delta: float) -> Difference:
    from scipy.special import stdtrit

    each = after[:, COST] - before[:, COST]
    mean = float(each.mean())
    if len(each) < 2:
        return Difference(mean, -np.inf, np.inf)
    width = float(stdtrit(len(each) - 1, 1 - delta)) * float(each.std(ddof=1)) / len(each) ** 0.5
    return Difference(mean, mean - width, mean + width)


def _error(before: Rows, after: Rows, delta: float) -> Difference:
    held = (before[:, LABELLED] + after[:, LABELLED]) > 0
    before, after = before[held], after[held]
    count, labels = len(before), float(before[:, LABELLED].sum() + after[:, LABELLED].sum())
    before, after = _weights(before), _weights(after)
    weight = float(before[:, 0].sum()), float(after[:, 0].sum())
    if not all(weight):
        return Difference(0.0, -1.0, 1.0)  # nothing to compare by: every difference is possible
    estimate = float(after[:, 1].sum() / weight[1] - before[:, 1].sum() / weight[0])
    drawn = _drawn(count)
    differences = _share(drawn @ after[:, :2]) - _share(drawn @ before[:, :2])
    low, high = (float(np.quantile(differences, at)) for at in (delta, 1 - delta))
    more, largest = after[:, 1] - before[:, 1], float(max(before[:, 2].max(), after[:, 2].max()))
    is_uneven = largest * labels > sum(weight) * (1 + 1e-9)
    if int((more != 0).sum()) < _RARE or is_uneven:
        high = max(high, _most(more, (weight[1], largest), delta))
        low = min(low, -_most(-more, (weight[0], largest), delta))
    return Difference(estimate, max(-1.0, low), min(1.0, high))


@lru_cache(maxsize=8)
def _drawn(count: int) -> Rows:
    """How often each of so many documents is in each sample; the same for every comparison."""
    return np.random.default_rng(_SEED).multinomial(count, np.full(count, 1 / count), _RESAMPLES).astype(float)


def _share(sums: Rows) -> Rows:
    """Wrong of labelled, by their weights, of which none is below 1."""
    found: Rows = sums[:, 1] / np.maximum(sums[:, 0], 1)
    return found


def _most(more: Rows, of: tuple[float, float], delta: float) -> float:
    """The largest rise of the error that so few documents with more wrong units do not refute. of: the weight of all
    labels, and the largest of one: a document that nobody saw may be wrong in that one."""
    worse, (weight, largest) = more[more > 0], of
    size = max(largest, float(worse.mean())) if len(worse) else largest
    return float(fixed_bound(len(worse), len(more), delta)) * len(more) * size / weight
