"""How much a judge's errors should count, from recorded judgements of translations that people rated too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from consensus.compare import table_of
from consensus.domain import Policy, Reference, Task, TranslationRules
from consensus.evaluate.recorded import RecordedDecision, decide_recorded
from consensus.evaluate.report import is_bad, mean_human
from consensus.formats import RecordedFile
from consensus.normalize.digests import digest
from consensus.ports.models import Embedder
from consensus.reference import POOLED, judge_name, judged_table, pair_key

#: Rated and judged segments under which the policy's own weight is kept; judged ones under which there is no level.
FEWEST_RATED, FEWEST_JUDGED = 200, 200
#: Weights that are tried. Finer steps would fit noise: between neighbours the ratio differs in the third decimal.
WEIGHTS = tuple(round(step * 0.1, 1) for step in range(21))
FOLDS = 10
#: Ties in a score are broken at random, and figures are means over this many orders.
_ORDERS = 20

Numbers = NDArray[np.float64]


class RatedUnit(NamedTuple):
    """A segment that a judge and people looked at. score: without the judge. total: what its errors weigh.

    risk: by people, higher is worse.
    """

    document: str
    score: float
    total: float
    risk: float
    bad: bool


def rated_units(decided: Sequence[RecordedDecision], rules: TranslationRules) -> list[RatedUnit]:
    """Those of the decided records whose delivered text has a judgement and a rating."""
    units = []
    for one in decided:
        agreement, human, bad = one.units[0].agreement, mean_human(one), is_bad(one)
        if agreement is None or agreement.judgement is None or human is None or bad is None:
            continue
        total = agreement.judgement.total
        bare = agreement.score + rules.judge_weight * log1p(total)
        risk = 100.0 - human if one.record.protocol == "ESA" else -human
        units.append(RatedUnit(one.record.doc_id or one.record.id, bare, total, risk, bad))
    return units


def scores_at(units: Sequence[RatedUnit], weight: float) -> Numbers:
    """The units' scores with the judge at this weight."""
    return np.array([unit.score - weight * log1p(unit.total) for unit in units])


def fit_weight(units: Sequence[RatedUnit]) -> float:
    """The weight whose scores order the units best by what people found, the smallest of equals."""
    risk = np.array([unit.risk for unit in units])
    ratios = [prediction_rejection_ratio(risk, scores_at(units, weight)) or 0.0 for weight in WEIGHTS]
    return WEIGHTS[int(np.argmax(np.round(ratios, 4)))]


def cross_validated(units: Sequence[RatedUnit]) -> tuple[Numbers, tuple[float, ...]]:
    """Every unit's score at the weight that was fitted on the other documents; and these weights."""
    names = sorted({unit.document for unit in units}, key=lambda name: digest("fold", name))
    fold = {name: place % FOLDS for place, name in enumerate(names)}
    found, weights = np.zeros(len(units)), []
    for held in sorted(set(fold.values())):
        mine: NDArray[np.bool_] = np.array([fold[unit.document] == held for unit in units])
        weight = fit_weight([unit for unit, out in zip(units, mine, strict=True) if not out])
        found[mine] = scores_at(units, weight)[mine]
        weights.append(weight)
    return found, tuple(weights)


def with_judged_levels(
    policy: Policy,
    recorded: Sequence[RecordedFile],
    families: Callable[[str], str],
    embedder: Embedder | None = None,
) -> Policy:
    """A fitted policy that has a judge, with its weight, where people rated enough, and the level of the judged score.

    Only pairs with enough judged segments get one; the scores of the others are no reference for it.
    """
    if policy.judge is None or policy.translation.reference is None:
        return policy
    judges = families(judge_name(policy.judge))
    decisions = [
        one
        for file in recorded
        for one in decide_recorded(
            file, [n for n in file.names if families(n) != judges], policy, families=families, embedder=embedder
        )
        if one.record.task is Task.TRANSLATE
    ]
    rated = rated_units(decisions, policy.translation)
    weight = fit_weight(rated) if len(rated) >= FEWEST_RATED else policy.translation.judge_weight
    rules = policy.translation.model_copy(update={"judge_weight": weight})
    reference = _with_tables(policy.translation.reference, decisions, policy, rules)
    return policy.model_copy(update={"translation": rules.model_copy(update={"reference": reference})})


def _with_tables(
    reference: Reference, decisions: Sequence[RecordedDecision], policy: Policy, rules: TranslationRules
) -> Reference:
    scores: dict[str, list[float]] = {}
    for one in decisions:
        agreement = one.units[0].agreement
        if agreement is None or agreement.judgement is None:
            continue
        change = rules.judge_weight - policy.translation.judge_weight
        pair = pair_key(one.record.langs or (None, None))
        scores.setdefault(pair, []).append(agreement.score - change * log1p(agreement.judgement.total))
    name = judged_table(rules, policy.judge or "")
    tables = {pair: table_of(of) for pair, of in scores.items() if len(of) >= FEWEST_JUDGED and pair != POOLED}
    pairs = {**reference.pairs, **{pair: {**reference.pairs.get(pair, {}), name: of} for pair, of in tables.items()}}
    signature = f"{reference.signature}+judged.{digest(name, tables)}" if tables else reference.signature
    return reference.model_copy(update={"pairs": pairs, "signature": signature})


def prediction_rejection_ratio(risk: Numbers, score: Numbers) -> float | None:
    """1 when the score orders units as their risk does, 0 when it is no better than chance; None without any risk.

    Malinin et al., "Uncertainty Estimation in Autoregressive Structured Prediction", 2021.

    risk: (n,), higher is worse. score: (n,), higher is surer.
    """
    base, best = float(risk.mean()), _area(risk, -risk)
    return (base - _area(risk, score)) / (base - best) if base > best else None


def _area(risk: Numbers, score: Numbers) -> float:
    count = np.arange(1, len(risk) + 1)
    return float(np.mean([np.mean(np.cumsum(risk[order]) / count) for order in orders(score)]))


def orders(score: Numbers) -> Iterator[NDArray[np.intp]]:
    """Several orders by a score, the surest first; its ties are broken at random."""
    for seed in range(_ORDERS):
        yield np.lexsort((np.random.RandomState(seed).rand(len(score)), -score))
