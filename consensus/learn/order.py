"""A learned order of extracted fields: how likely an answer is right, from plain features of its cell. Pure.

It orders what the rules hold back, so that a guarantee's levels may go further down. Rules stay first: where all models
share a convention, a learned score alone puts the common mistake on top.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from consensus.domain import Candidate, Field, LearnedOrder, OrderFeature, Outcome, Policy, Rule
from consensus.domain.job import UnitRecord
from consensus.errors import UsageError

Features = Mapping[str, float]
#: Labelled cells, right and wrong ones, under which nothing is fitted; labels of a doubt under which it is not learned.
FEWEST_LABELS, FEWEST_WRONG, FEWEST_OF_A_DOUBT = 50, 10, 5
#: Doubts about one value, which whoever sees the document and that value alone can settle. All else is for people: a
#: contradiction in a fact, and whether a row is there at all, is a total or was lost, which no audit of a value shows.
HELD_BACK = frozenset(
    {
        Rule.SPLIT,
        Rule.ROW_COUNT,
        Rule.BLANK_ZERO,
        Rule.COLUMN_DISPUTE,
        Rule.UNLOCATED,
        Rule.UNLOCATED_TEXT,
        Rule.SCATTERED_ROW,
    }
)
#: How strongly weights are drawn to zero, in units of the mean loss of a label.
_RIDGE = 0.02
_STEPS = 50
#: A standard deviation under which a feature is the same everywhere.
_CONSTANT = 0.01
_DOUBT = "doubt "
#: Whoever reads one answer and objects, objects to the field.
_READERS = frozenset({Rule.CRITIQUE.value, Rule.JUDGE.value})


def is_held_back(record: UnitRecord, policy: Policy) -> bool:
    """Whether the rules hold a field back over the value that is in the lead, and nothing else stands against it.

    record: with the verdict of the rules. The value must have a quorum of families behind it and no veto on it or on
    the field; every gate that fired must be a doubt of ``HELD_BACK``; and no member may lack the row that it stands in.
    """
    verdict, agreement = record.verdict, record.agreement
    if verdict is None or agreement is None or not isinstance(record.unit, Field) or not agreement.clusters:
        return False
    first, leading = agreement.clusters[0], verdict.leading
    doubts = {verdict.rule, *map(Rule, agreement.gates)}
    if verdict.outcome is not Outcome.REVIEW or not doubts <= HELD_BACK or leading is None or first.null:
        return False
    # What a minority says leads where most say that there is nothing.
    if type(first.value) is not type(leading) or first.value != leading or len(first.families) < policy.quorum:
        return False
    rows = any(isinstance(answer, Candidate) and answer.row_absent for answer in record.answers)
    vetoed = any(one.veto and one.member in ("", *first.members) for one in record.findings)
    return not rows and not vetoed and not any(one.veto and one.check in _READERS for one in record.findings)


def features_of(record: UnitRecord) -> Features:
    """Plain features of a compared field; {} for what is no field or has no agreement.

    Of the comparison alone, not of the verdict, which a guarantee may have changed since. Nothing of the document as a
    whole, of the column or of the value: of two dozen documents such features learn the documents, and on others they
    order worse.
    """
    agreement = record.agreement
    if agreement is None or not isinstance(record.unit, Field):
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
        **dict.fromkeys(_doubts(record), 1.0),
        **{f"family {name}": 1.0 for name in (first.families if first else ())},
    }


def held_back_score(record: UnitRecord, policy: Policy) -> float:
    """The learned score of a field that the rules hold back, -1..0, below all that they accept (0..1); -inf for one
    that no level may accept, as everything held back where there is no order, and what is held back for a doubt of
    which the order saw too few labels."""
    order = policy.extraction.order
    if order is None or not is_held_back(record, policy) or not set(_doubts(record)) <= order.features.keys():
        return -inf
    return order.score(features_of(record)) - 1.0


def fit_order(
    rows: Sequence[Features], right: Sequence[bool], weights: Sequence[float], ridge: float = _RIDGE
) -> LearnedOrder:
    """The logistic score that tells right fields from wrong ones best, drawn to zero. rows: of fields held back.

    weights: of each label, above 0: one over its chance, and less where a document has many (``document_weights``).
    Raises UsageError for too few labels, or too few wrong ones.
    """
    wrong = len(right) - sum(right)
    if len(right) < FEWEST_LABELS or wrong < FEWEST_WRONG:
        what = f"{len(right)} labelled fields with {wrong} wrong answers are too few for an order of fields."
        do = f"Decide more: {FEWEST_LABELS} labels with {FEWEST_WRONG} wrong answers are needed."
        raise UsageError(what, do=do)
    names = _learned_names(rows)
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    w = np.array(weights) / np.sum(weights)
    means = w @ x
    scales = np.sqrt(np.maximum(w @ (x - means) ** 2, 0.0))
    scales[scales < _CONSTANT] = 1.0
    found = _newton((x - means) / scales, np.array(right, dtype=float), w, ridge)
    parts = zip(names, means, scales, found[:-1], strict=True)
    features = {name: OrderFeature(mean=_neat(a), scale=_neat(b), weight=_neat(c)) for name, a, b, c in parts}
    return LearnedOrder(features=features, base=_neat(found[-1]), labels=len(right), wrong=wrong)


def _doubts(record: UnitRecord) -> list[str]:
    """Why the rules hold it back, as names of features: the gates that fired, else that too few agree."""
    gates = record.agreement.gates if record.agreement is not None else ()
    return [f"{_DOUBT}{name}" for name in gates or (Rule.SPLIT.value,)]


def _learned_names(rows: Sequence[Features]) -> list[str]:
    """Every feature, but of doubts those alone that have labels enough."""
    counts = Counter(name for row in rows for name, value in row.items() if value)
    known = {name for row in rows for name in row}
    return sorted(name for name in known if not name.startswith(_DOUBT) or counts[name] >= FEWEST_OF_A_DOUBT)


def _neat(value: float) -> float:
    """Four decimals, as a policy has it: no exponent, which YAML would read as text."""
    return round(float(value), 4)


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
