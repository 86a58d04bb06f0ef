"""What a judge's errors should count for, proposed where that orders audited translations better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import log1p
from typing import NamedTuple

import numpy as np

from consensus.domain import Draw, Expectation, HumanLabel, Judgement, LearnedProposal, ProposalKind
from consensus.errors import ConsensusError, NotFoundError
from consensus.evaluate.judge_weight import (
    FEWEST_RATED,
    RatedUnit,
    fit_weight,
    prediction_rejection_ratio,
    scores_at,
)
from consensus.learn.halves import Half, half_of
from consensus.learn.labels import Weighed, weighed
from consensus.ports.guarantee import GuaranteeStore
from consensus.service.labels import Labels
from consensus.service.learning.decided import named_units
from consensus.service.learning.file_changes import FileChanges

_RESAMPLES = 100


class JudgeFit(NamedTuple):
    """weight: fitted on the learning half. before, after: how well the judging half is ordered with the weight in force
    and with this one (prediction rejection ratio, 1 at best, 0 by chance). lower, upper: of the difference, at 95%."""

    weight: float
    before: float
    after: float
    lower: float
    upper: float
    units: int


def fitted(learning: Sequence[RatedUnit], judging: Sequence[RatedUnit], now: float) -> JudgeFit | None:
    """The weight that orders the learning half best, and what it does on the judging half; None where either has too
    few audited units, or none that was found wrong. now: the weight in force."""
    halves = (learning, judging)
    if any(len(half) < FEWEST_RATED // 2 or not any(unit.bad for unit in half) for half in halves):
        return None
    weight = fit_weight(learning)
    before, after = _ratio(judging, now), _ratio(judging, weight)
    documents: defaultdict[str, list[RatedUnit]] = defaultdict(list)
    for unit in judging:
        documents[unit.document].append(unit)
    names, random, found = sorted(documents), np.random.default_rng(0), list[float]()
    for _ in range(_RESAMPLES):
        some = [unit for at in random.integers(len(names), size=len(names)) for unit in documents[names[at]]]
        if any(unit.bad for unit in some):
            found.append(_ratio(some, weight) - _ratio(some, now))
    lower, upper = np.percentile(found, [2.5, 97.5])
    return JudgeFit(weight, before, after, float(lower), float(upper), len(judging))


def judge_weight_proposals(store: GuaranteeStore, changes: FileChanges, draw: Draw) -> list[LearnedProposal]:
    """A proposal for each policy with a judge, where another weight orders the judging half better."""
    of_policy: defaultdict[str, list[HumanLabel]] = defaultdict(list)
    for one in Labels(store).all():
        if one.segment and one.judgement:
            of_policy[one.policy.rpartition(" ")[0]].append(one)
    found = []
    for name, some in sorted(of_policy.items()):
        proposal = _proposal(name, some, (store, changes, draw))
        found += [] if proposal is None else [proposal]
    return found


def _proposal(
    name: str, labels: Sequence[HumanLabel], outside: tuple[GuaranteeStore, FileChanges, Draw]
) -> LearnedProposal | None:
    store, changes, draw = outside
    try:
        policy = changes.policies.load(name)
    except ConsensusError:
        return None
    now = policy.translation.judge_weight
    learning, judging = (
        _rated(weighed([one for one in labels if half_of(one.document, draw) is half]), store, now)
        for half in (Half.LEARNING, Half.JUDGING)
    )
    fit = fitted(learning, judging, now) if policy.judge else None
    if fit is None or fit.lower <= 0 or fit.weight == now:
        return None
    change = changes.policy(name, {("translation", "judge_weight"): fit.weight})
    if change is None:
        return None
    gain = fit.after - fit.before
    ordered = "how well scores order audited translations, 1 at best"
    expected = Expectation(ordered, gain, fit.lower, fit.upper, fit.units, percent=False)
    return LearnedProposal(
        kind=ProposalKind.JUDGE_WEIGHT,
        key=f"judge weight {name}",
        what=f"Let the judge's errors count {fit.weight:g} in {name}, not {now:g}.",
        why=(
            f"Fitted on {len(learning)} audited translations of one half of the documents. On {fit.units} of the "
            f"other it orders wrong ones with {fit.after:.2f}, the weight in force with {fit.before:.2f} (1 at best, "
            "0 by chance)."
        ),
        weight=fit.units,
        evidence=named_units(labels),
        expected=(expected,),
        changes=(change,),
    )


def _rated(labels: Weighed, store: GuaranteeStore, now: float) -> list[RatedUnit]:
    """Audited units that the judge read. Units of a small chance come in several times, as they stand for several."""
    found = []
    for label, weight in zip(labels.labels, labels.weights, strict=True):
        try:
            record = store.unit(label.job_id, label.unit_id)
        except NotFoundError:
            continue
        agreement = record.agreement
        if agreement is None or agreement.judgement is None:
            continue
        total, bad = agreement.judgement.total, Judgement(label.judgement).wrong
        unit = RatedUnit(label.document, agreement.score + now * log1p(total), total, float(bad), bad)
        found.append((unit, weight))
    least = min((weight for _, weight in found), default=1.0)
    return [unit for unit, weight in found for _ in range(round(weight / least))]


def _ratio(units: Sequence[RatedUnit], weight: float) -> float:
    return prediction_rejection_ratio(np.array([unit.risk for unit in units]), scores_at(units, weight)) or 0.0
