"""How far the members' mistakes are their own: from units whose right answer is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.errors import UsageError

#: Codes of an answer: right, none given; anything above 0 names one wrong answer of that unit.
RIGHT = 0
ABSTAINED = -1


@dataclass(frozen=True, slots=True)
class PairErrors:
    """Two models on the units that both answered.

    units: how many. first_wrong, second_wrong, both_wrong, same_wrong: counts; same_wrong: with the same wrong answer,
    which agreement cannot see. A rate is never given without units.
    """

    first: str
    second: str
    units: int
    first_wrong: int
    second_wrong: int
    both_wrong: int
    same_wrong: int

    @property
    def both_wrong_if_independent(self) -> float | None:
        """The rate of both being wrong if their mistakes were independent, 0..1."""
        return self.first_wrong * self.second_wrong / self.units**2 if self.units else None

    @property
    def correlation(self) -> float | None:
        """Phi coefficient of being wrong, -1..1; None when one of them is always or never wrong."""
        spread = self.first_wrong * (self.units - self.first_wrong) * self.second_wrong
        spread *= self.units - self.second_wrong
        if spread <= 0:
            return None
        return float((self.units * self.both_wrong - self.first_wrong * self.second_wrong) / np.sqrt(float(spread)))


@dataclass(frozen=True, slots=True)
class Independence:
    """effective: number of independent voters, 1..models; None when no pair tells. units: with labels."""

    pairs: tuple[PairErrors, ...]
    models: int
    units: int
    effective: float | None


def independence(models: Sequence[str], answers: ArrayLike) -> Independence:
    """Pairs of models and the effective number of independent voters, m / (1 + (m - 1) r) with r the mean correlation.

    answers: (units, models) of integer codes: 0 right, -1 abstained, above 0 a wrong answer, equal codes in a row
    being the same wrong answer. A clone adds nothing: m copies of one model count as 1 (Kish's design effect).
    """
    table = np.asarray(answers, dtype=np.int64)
    if table.ndim != 2 or table.shape[1] != len(models):
        raise UsageError("independence needs one row for each unit and one column for each model.")
    count = len(models)
    pairs = tuple(_pair(models[a], models[b], table[:, a], table[:, b]) for a, b in combinations(range(count), 2))
    known = [pair.correlation for pair in pairs if pair.correlation is not None]
    effective = None
    if known:
        effective = count / (1 + (count - 1) * max(0.0, float(np.mean(known))))
    return Independence(pairs, count, len(table), effective)


def _pair(first: str, second: str, left: NDArray[np.int64], right: NDArray[np.int64]) -> PairErrors:
    both = (left != ABSTAINED) & (right != ABSTAINED)
    left, right = left[both], right[both]
    both_wrong = (left != RIGHT) & (right != RIGHT)
    counts = (left != RIGHT, right != RIGHT, both_wrong, both_wrong & (left == right))
    return PairErrors(first, second, int(both.sum()), *(int(count.sum()) for count in counts))
