"""A learned order of extracted fields: how likely an answer is right, from plain features of its cell. Pure.

It orders what the rules hold back, so that a guarantee's levels may go further down. Rules stay first: where all models
share a convention, a learned score alone puts the common mistake on top.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf, sqrt

import numpy as np
from numpy.typing import NDArray

from consensus.domain import Field, Outcome, Rule
from consensus.domain.job import UnitRecord
from consensus.errors import UsageError

Features = Mapping[str, float]
#: Labelled cells, right and wrong ones, under which nothing is fitted.
FEWEST_LABELS, FEWEST_WRONG = 100, 10
#: Why a field is held back that a level may accept: too few agree, or a gate of the comparison. Never a veto, a missing
#: quorum, an objection of a critic or judge, or an alarm.
HELD_BACK = frozenset(
    {
        Rule.SPLIT,
        Rule.HARD_FACT,
        Rule.ROW_COUNT,
        Rule.ROW_ABSENT,
        Rule.TOTAL_ROW,
        Rule.BLANK_ZERO,
        Rule.COLUMN_DISPUTE,
        Rule.UNLOCATED,
        Rule.UNLOCATED_TEXT,
        Rule.LOST_ROW,
        Rule.SCATTERED_ROW,
    }
)
#: How strongly weights are drawn to zero, in units of the mean loss of a label.
_RIDGE = 0.02
_STEPS = 50


@dataclass(frozen=True, slots=True)
class LearnedOrder:
    """A logistic score. names: of the features. means, scales: that standardise each. weights: of each then.

    labels: how many it was fitted on; wrong: of these, wrong ones.
    """

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    base: float
    labels: int
    wrong: int

    def score(self, features: Features) -> float:
        """How likely the answer is right, 0..1; features that were never seen count nothing."""
        z = self.base + sum(
            weight * (features.get(name, 0.0) - mean) / scale
            for name, mean, scale, weight in zip(self.names, self.means, self.scales, self.weights, strict=True)
        )
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, z))))


def features_of(record: UnitRecord) -> Features:
    """Plain features of a decided cell; {} for what is no field or has no agreement.

    Nothing of the document as a whole, of the column or of the value: of two dozen documents such features learn the
    documents, and on others they order worse.
    """
    agreement, verdict = record.agreement, record.verdict
    if agreement is None or verdict is None or not isinstance(record.unit, Field):
        return {}
    first = agreement.clusters[0] if agreement.clusters else None
    second = agreement.clusters[1] if len(agreement.clusters) > 1 else None
    count = max(1, len(agreement.families))
    return {
        "support": agreement.support,
        "margin": agreement.support - (len(second.families) / count if second else 0.0),
        "families": float(len(agreement.families)),
        "clusters": float(len(agreement.clusters)),
        "abstentions": float(len(agreement.abstentions)),
        "settled": float(bool(agreement.settled)),
        "in a table": float("[]" in record.unit.pattern),
        "findings": float(len(record.findings)),
        f"rule {verdict.rule}": 1.0,
        **{f"gate {name}": 1.0 for name in agreement.gates},
        **{f"family {name}": 1.0 for name in (first.families if first else ())},
    }


def level_score(record: UnitRecord, order: LearnedOrder) -> float:
    """What levels are about where an order is learned: the score of a field that the rules accept, 0..1; below all of
    these, -1..0, the learned score of one that they hold back; -inf for one that no level may accept."""
    verdict = record.verdict
    if verdict is None:
        return -inf
    if verdict.outcome is Outcome.ACCEPTED:
        return verdict.score if verdict.is_agreement else -inf
    features = features_of(record)
    vetoed = any(finding.veto and finding.member in (verdict.representative, "") for finding in record.findings)
    held = verdict.rule in HELD_BACK and verdict.leading is not None and bool(features) and not vetoed
    return order.score(features) - 1.0 if held else -inf


def fit_order(
    rows: Sequence[Features], right: Sequence[bool], weights: Sequence[float], ridge: float = _RIDGE
) -> LearnedOrder:
    """The logistic score that tells right cells from wrong ones best, drawn to zero.

    weights: of each label, above 0: one over its chance, and less where a document has many (``document_weights``).
    Raises UsageError for too few labels, or too few wrong ones.
    """
    wrong = len(right) - sum(right)
    if len(right) < FEWEST_LABELS or wrong < FEWEST_WRONG:
        what = f"{len(right)} labelled fields with {wrong} wrong answers are too few for an order of fields."
        do = f"Decide more: {FEWEST_LABELS} labels with {FEWEST_WRONG} wrong answers are needed."
        raise UsageError(what, do=do)
    names = tuple(sorted({name for row in rows for name in row}))
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    w = np.array(weights) / np.sum(weights)
    means = w @ x
    scales = np.sqrt(np.maximum(w @ (x - means) ** 2, 0.0))
    scales[scales < 1e-9] = 1.0
    found = _newton((x - means) / scales, np.array(right, dtype=float), w, ridge)
    middle, spread, slopes = (tuple(map(float, part)) for part in (means, scales, found[:-1]))
    return LearnedOrder(names, middle, spread, slopes, base=float(found[-1]), labels=len(right), wrong=wrong)


def document_weights(documents: Sequence[str]) -> list[float]:
    """Of each label, so that a long document counts as the root of its labels: they are mistaken alike."""
    count = defaultdict[str, int](int)
    for name in documents:
        count[name] += 1
    return [1.0 / sqrt(count[name]) for name in documents]


def _newton(
    x: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64], ridge: float
) -> NDArray[np.float64]:
    """Weights and base of a logistic regression; the base is not drawn to zero."""
    design = np.hstack([x, np.ones((len(x), 1))])
    penalty = np.full(design.shape[1], ridge)
    penalty[-1] = 1e-9
    found = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (w * (p - y)) + penalty * found
        curve = (design * (w * p * (1 - p))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curve + 1e-12 * np.eye(len(found)), slope)
        longest = float(np.max(np.abs(step)))
        found -= step * min(1.0, 2.0 / longest) if longest else step
        if longest < 1e-8:
            break
    return found
