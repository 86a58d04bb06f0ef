"""Reference quantiles: what a similarity, or a score, means beside the segments a policy was fitted on.

A table holds a measure's values at evenly spaced shares, ascending. Tables are found by language pair and by how many
families answered: ``en-cs/3``, else ``*/3`` (pooled over all pairs); the score and the common scale have no size.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from math import inf

from consensus.canon.identity import ById
from consensus.canon.tokens import base_language
from consensus.domain import Reference, TranslationRules

Langs = tuple[str | None, str | None]

#: The key of the tables pooled over all pairs; a policy without it declares no pooled reference.
POOLED = "*"
#: The table of the score: the negative expected error.
SCORE = "score"
#: The table of the mean lexical disagreement: the common scale all measures are carried to.
COMMON = "disagreement"
#: The share of the pooled reference that a clean judgement may let pass in a pair without a level.
BEST_SHARE = 0.4


def pair_key(langs: Langs) -> str:
    """``("en-GB", "cs_CZ")`` -> ``"en-cs"``; the pooled key where a language is unknown."""
    source, target = base_language(langs[0]), base_language(langs[1])
    return f"{source}-{target}" if source and target else POOLED


def table(reference: Reference, pair: str, measure: str, answers: int = 0) -> tuple[float, ...]:
    """The nearest table for a measure, () where there is none.

    pair: as ``pair_key`` gives it. answers: families that answered; the largest fitted size not above it is taken, else
    the smallest. A pair without a table of its own takes the pooled one.
    """
    return _nearest(ById(reference), pair, measure, answers)


@lru_cache(maxsize=1024)
def _nearest(held: ById[Reference], pair: str, measure: str, answers: int) -> tuple[float, ...]:
    reference = held.value
    for key in dict.fromkeys((pair, POOLED)):
        sized = {
            int(name[len(key) + 1 :]): tables[measure]
            for name, tables in reference.pairs.items()
            if name.startswith(f"{key}/") and measure in tables
        }
        if sized:
            return sized[max((size for size in sized if size <= answers), default=min(sized))]
        found = reference.pairs.get(key, {}).get(measure)
        if found:
            return found
    return ()


def value_at(quantiles: Sequence[float], share: float) -> float:
    """The value that a share (0..1) of the reference does not exceed, linear between entries."""
    place = min(max(share, 0.0), 1.0) * (len(quantiles) - 1)
    low = min(int(place), len(quantiles) - 2) if len(quantiles) > 1 else 0
    high = min(low + 1, len(quantiles) - 1)
    return quantiles[low] + (quantiles[high] - quantiles[low]) * (place - low)


def matched(value: float, own: Sequence[float], common: Sequence[float]) -> float:
    """A value in 0..1 carried to where it would stand, at the same rank, in another distribution.

    own, common: tables of the same length over 0..1. Linear between the entries, (0, 0) and (1, 1); never decreasing.
    """
    at = bisect_left(own, value)
    if at < len(own) and own[at] == value:
        return common[at] if value > 0.0 else 0.0
    left, low = (own[at - 1], common[at - 1]) if at else (0.0, 0.0)
    right, high = (own[at], common[at]) if at < len(own) else (1.0, 1.0)
    return low + (high - low) * (value - left) / (right - left) if right > left else high


def judge_name(judge: str) -> str:
    """The model behind a policy's ``judge``, without its address; a replayed one keeps the name it was recorded by."""
    return judge.rpartition("#")[2] if judge.startswith("recorded:") else judge.partition("@http")[0]


def judged_table(rules: TranslationRules, judge: str) -> str:
    """The name of the table of scores that hold what this judge found, at this weight: another judge, or another
    weight, makes other scores."""
    return f"score judged by {judge_name(judge)} at {rules.judge_weight:g}"


def among_best(rules: TranslationRules, score: float) -> bool:
    """Whether the pooled reference ranks a score among its best; it never accepts alone."""
    pooled = rules.reference.pairs.get(POOLED, {}).get(SCORE, ()) if rules.reference else ()
    return bool(pooled) and score >= value_at(pooled, 1.0 - BEST_SHARE)


def acceptance_level(rules: TranslationRules, pair: str, judge: str | None = None) -> float | None:
    """The score that ``rules.accept_share`` of the reference segments reach; units at or above it are accepted.

    pair: as ``pair_key`` gives it. None where neither the pair nor the pool has a reference; infinite when the policy
    accepts no share. judge: the policy's, if it has one; only the pair's own table of its scores counts then.
    """
    if judge is not None:
        own = rules.reference.pairs.get(pair, {}) if rules.reference and pair != POOLED else {}
        scores = own.get(judged_table(rules, judge), ())
    else:
        scores = table(rules.reference, pair, SCORE) if rules.reference else ()
    if not scores:
        return None
    return value_at(scores, 1.0 - rules.accept_share) if rules.accept_share > 0 else inf


def level_reached(rules: TranslationRules, langs: Langs, score: float, judge: str | None = None) -> bool | None:
    """Whether a score reaches the policy's acceptance level; None where there is no reference for these languages."""
    level = acceptance_level(rules, pair_key(langs), judge)
    return None if level is None else score >= level
