"""What a learned order of held-back fields does on labels that it was not learned on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consensus.domain import LearnedOrder
from consensus.learn.order import Features

Numbers = NDArray[np.float64]
#: Documents under which nothing is said of a gain.
FEWEST_DOCUMENTS = 10
_RESAMPLES, _DEEP_RESAMPLES, _SEED = 1000, 200, 0


@dataclass(frozen=True, slots=True)
class LabelledField:
    """A field of which a person said whether the value in the lead is right.

    accepted: by the rules. features: None for one that neither rules nor any level accept. weight: one over the chance
    with which it came before a person.
    """

    document: str
    features: Features | None
    accepted: bool
    right: bool
    weight: float

    @property
    def held(self) -> bool:
        """Whether a level may accept it though the rules do not."""
        return self.features is not None and not self.accepted


@dataclass(frozen=True, slots=True)
class Gain:
    """before, after: with what is in force, and with the new order. lower, upper: of the difference, at 95%, documents
    resampled."""

    before: float
    after: float
    lower: float
    upper: float
    fields: int
    documents: int

    @property
    def difference(self) -> float:
        return self.after - self.before

    @property
    def proved(self) -> bool:
        """Whether there are documents enough, and chance does not explain it."""
        return self.documents >= FEWEST_DOCUMENTS and self.lower > 0.0


def order_gain(fields: Sequence[LabelledField], order: LearnedOrder, now: LearnedOrder | None) -> Gain | None:
    """How often a right field stands above a wrong one among those held back, 0..1: chance is one half, and so is what
    the rules alone do. now: the order in force. None without right and wrong ones."""
    held = [one for one in fields if one.held]
    names = sorted({one.document for one in held})
    hits = [_hits(held, names, which) for which in (now, order)]
    if not hits[0][1].sum():
        return None
    before, after = (float(above.sum() / pairs.sum()) for above, pairs in hits)
    drawn = _drawn(len(names), _RESAMPLES)
    each = []
    for above, pairs in hits:
        total = np.einsum("ri,ij,rj->r", drawn, pairs, drawn)
        each.append(np.einsum("ri,ij,rj->r", drawn, above, drawn) / np.where(total > 0, total, np.nan))
    lower, upper = np.nanpercentile(each[1] - each[0], [2.5, 97.5])
    return Gain(before, after, float(lower), float(upper), len(held), len(names))


def deeper(
    fields: Sequence[LabelledField], order: LearnedOrder, now: LearnedOrder | None, most_wrong: float
) -> Gain | None:
    """The share of fields that can be accepted while at most so many of them are wrong, 0..1: all that the rules
    accept, and from there on down. None unless fields that the rules accept were labelled in documents enough, or where
    more of these are wrong."""
    audited = {one.document for one in fields if one.accepted}
    some = [one for one in fields if one.document in audited]
    names = sorted(audited)
    if len(names) < FEWEST_DOCUMENTS:
        return None
    place = {name: at for at, name in enumerate(names)}
    of = np.array([place[one.document] for one in some])
    weight, wrong = np.array([one.weight for one in some]), np.array([not one.right for one in some])
    ranked = [_scores(some, which) for which in (now, order)]
    ways = [np.argsort(-score, kind="stable")[: int(np.isfinite(score).sum())] for score in ranked]
    accepted = sum(one.accepted for one in some)

    def share(way: NDArray[np.int64], counts: Numbers) -> float:
        size = weight * counts[of]
        summed, bad = np.cumsum(size[way]), np.cumsum((size * wrong)[way])
        good = np.flatnonzero(bad[accepted - 1 :] <= most_wrong * summed[accepted - 1 :])
        return float(summed[accepted - 1 + good[-1]] / size.sum()) if good.size else 0.0

    once = np.ones(len(names))
    before, after = (share(way, once) for way in ways)
    if not after:
        return None
    found = [share(ways[1], counts) - share(ways[0], counts) for counts in _drawn(len(names), _DEEP_RESAMPLES)]
    lower, upper = np.percentile(found, [2.5, 97.5])
    return Gain(before, after, float(lower), float(upper), len(some), len(names))


def _scores(fields: Sequence[LabelledField], order: LearnedOrder | None) -> Numbers:
    """1 for what the rules accept, below it what is ordered, -inf for all else."""
    scores = [
        1.0 if one.accepted else order.score(one.features) - 1.0 if order and one.features is not None else -np.inf
        for one in fields
    ]
    return np.array(scores)


def _hits(fields: Sequence[LabelledField], names: Sequence[str], order: LearnedOrder | None) -> tuple[Numbers, Numbers]:
    """(document of the right one, document of the wrong one) -> weight of pairs in which the right one stands above,
    ties by half; and of all pairs."""
    scores = np.array([order.score(one.features) if order and one.features is not None else 0.0 for one in fields])
    right = np.array([one.right for one in fields], dtype=bool)
    member, place = np.zeros((len(fields), len(names))), {name: at for at, name in enumerate(names)}
    for at, one in enumerate(fields):
        member[at, place[one.document]] = one.weight
    above = np.greater.outer(scores[right], scores[~right]) + 0.5 * np.equal.outer(scores[right], scores[~right])
    pairs = np.outer(member[right].sum(axis=0), member[~right].sum(axis=0))
    return member[right].T @ above @ member[~right], pairs


def _drawn(documents: int, times: int) -> Numbers:
    """How often each document is in each sample."""
    return np.random.default_rng(_SEED).multinomial(documents, np.full(documents, 1 / documents), times).astype(float)
