"""What each member's vote should count for, learned from labels and shrunk to equal. Pure.

Of few labels, or of members that are alike, equal weights come out: they differ only as far as the labels show that
the members do (empirical Bayes).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from consensus.domain import HumanLabel, LabelledAnswer
from consensus.learn.labels import Weighed

#: Weights stay between one over this and this: no label makes a member the only one that counts.
MOST = 3.0
#: Documents of the judging half under which nothing is said of a gain.
FEWEST_DOCUMENTS = 10
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """How often a member was right. right: share, 0..1, weighed by chance. n: labels of equal weight that tell as
    much. weight: its vote's, 1 on average."""

    member: str
    right: float
    n: float
    weight: float


@dataclass(frozen=True, slots=True)
class WeightGain:
    """On labels that the weights were not learned on: the share of units whose winning answer is right, with equal
    weights and with these, 0..1. gain: the second less the first; lower, upper: where it lies at 95%, by resampling
    documents."""

    units: int
    documents: int
    equal: float
    weighed: float
    lower: float
    upper: float

    @property
    def gain(self) -> float:
        """What the weights add, -1..1."""
        return self.weighed - self.equal

    @property
    def proved(self) -> bool:
        """Whether there are documents enough, and chance does not explain the gain."""
        return self.documents >= FEWEST_DOCUMENTS and self.lower > 0.0


def member_weights(labels: Weighed) -> tuple[MemberRecord, ...]:
    """Every member's record and weight, by name; equal weights where the labels show no difference.

    A document's labels count as the root of their number, because members are mistaken alike within one. On the scale
    of log odds the spread between members beyond what chance makes of so few labels is estimated (DerSimonian and
    Laird), and each member keeps only that part of its distance from the mean.
    """
    counts = _counts(labels)
    if not counts:
        return ()
    names = sorted(counts)
    right = np.array([counts[name][0] for name in names])
    n = np.array([counts[name][1] for name in names])
    odds = np.log((right * n + 0.5) / ((1 - right) * n + 0.5))
    variance = 1 / (right * n + 0.5) + 1 / ((1 - right) * n + 0.5)
    shrunk = _shrunk(odds, variance)
    votes = np.exp(shrunk - shrunk.mean())
    votes = np.clip(votes, 1 / MOST, MOST)
    votes = votes / votes.mean()
    return tuple(
        MemberRecord(name, float(share), float(size), round(float(vote), 3))
        for name, share, size, vote in zip(names, right, n, votes, strict=True)
    )


def weight_gain(labels: Weighed, weights: Mapping[str, float]) -> WeightGain:
    """What weights change on labels of the other half of the documents. Members without a weight count 1."""
    by_document: defaultdict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for one, size in zip(labels.labels, labels.weights, strict=True):
        plain, heavy = winner_is_right(one, {}), winner_is_right(one, weights)
        if plain is not None and heavy is not None:
            by_document[one.document].append((size, size * plain, size * heavy))
    if not by_document:
        return WeightGain(0, 0, 0.0, 0.0, 0.0, 0.0)
    sums = np.array([np.sum(rows, axis=0) for rows in by_document.values()])
    random = np.random.default_rng(0)
    picks = random.integers(len(sums), size=(_RESAMPLES, len(sums)))
    totals = sums[picks].sum(axis=1)
    lower, upper = np.percentile((totals[:, 2] - totals[:, 1]) / totals[:, 0], [2.5, 97.5])
    total, equal, heavier = sums.sum(axis=0)
    units = sum(map(len, by_document.values()))
    return WeightGain(units, len(sums), equal / total, heavier / total, float(lower), float(upper))


def winner_is_right(label: HumanLabel, weights: Mapping[str, float]) -> float | None:
    """Whether the answer that leads is right: 1 or 0, between where several lead alike; None where nobody said.

    As in an agreement, the answer of most families leads, and of as many that of more weight. A family whose members
    differ has no vote.
    """
    known = [one for one in label.answers if one.code is not None]
    if not known or len(known) < len(label.answers):
        return None
    families: defaultdict[str, list[LabelledAnswer]] = defaultdict(list)
    for one in known:
        families[one.family].append(one)
    count, weight = defaultdict[int, int](int), defaultdict[int, float](float)
    for members in families.values():
        codes = {one.code for one in members if one.code is not None}
        if len(codes) == 1:
            code = codes.pop()
            count[code] += 1
            weight[code] += sum(weights.get(one.member, 1.0) for one in members) / len(members)
    most = max(((count[code], round(weight[code], 9)) for code in count), default=(0, 0.0))
    first = [code for code in count if (count[code], round(weight[code], 9)) == most]
    return first.count(0) / len(first) if first else 0.0


def _counts(labels: Weighed) -> dict[str, tuple[float, float]]:
    """By member, the share of right answers and the labels of equal weight that tell as much."""
    sizes: defaultdict[str, int] = defaultdict(int)
    for one in labels.labels:
        sizes[one.document] += 1
    right, total, squares = (defaultdict[str, float](float) for _ in range(3))
    for one, size in zip(labels.labels, labels.weights, strict=True):
        weight = size / sqrt(sizes[one.document])
        for answer in one.answers:
            if answer.right is not None:
                right[answer.member] += weight * answer.right
                total[answer.member] += weight
                squares[answer.member] += weight * weight
    return {name: (right[name] / total[name], total[name] ** 2 / squares[name]) for name in total}


def _shrunk(values: NDArray[np.float64], variances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values drawn to their mean by what chance explains of their spread."""
    if len(values) < 2:
        return values
    precision = 1 / variances
    mean = float(np.sum(precision * values) / np.sum(precision))
    spread = float(np.sum(precision * (values - mean) ** 2))
    scale = float(np.sum(precision) - np.sum(precision**2) / np.sum(precision))
    between = max(0.0, (spread - (len(values) - 1)) / scale) if scale else 0.0
    found: NDArray[np.float64] = mean + between / (between + variances) * (values - mean)
    return found
