"""Levels from answers without labels: from how many, of which units, and what stays of other pairs."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from consensus.compare import SegmentAnswers
from consensus.domain import Abstention, AbstentionReason, Candidate, Policy, Segment, TranslationRules
from consensus.errors import UsageError
from consensus.evaluate import FEWEST, fit_policy, job_answers
from consensus.ports import UnitRecord

ENGLISH, WORDS = (
    line.split()
    for line in (
        "the pump runs and valve closes under pressure warm cold motor shaft turns slowly quickly now then",
        "die Pumpe läuft an das Ventil schließt bei Druck warm kalt Motor Welle dreht langsam schnell",
    )
)
POLICY = Policy(name="mine", version=1, semantic="off", translation=TranslationRules(accept_share=0.4))
ON = "2026-05-04"
_numbers = count()


def answers(many: int, seed: int = 1, families: str = "abc", noise: float = 0.2) -> list[SegmentAnswers]:
    random = np.random.default_rng(seed)
    items = []
    for _ in range(many):
        n, text = next(_numbers), random.choice(WORDS, random.integers(6, 20))
        given = []
        for family in families:
            own = np.where(
                random.random(len(text)) < 2 * noise * random.random(), random.choice(WORDS, len(text)), text
            )
            given.append(Candidate(f"u{n}", f"{family}/m", family, " ".join(own)))
        source = " ".join(random.choice(ENGLISH, len(text)))
        items.append(SegmentAnswers(Segment(f"u{n}", n, source, 0, len(source)), tuple(given)))
    return items


def test_a_pair_is_accepted_by_its_own_level_once_it_has_one() -> None:
    fit = fit_policy(POLICY, {("en", "de"): answers(FEWEST)}, ON)
    (pair,) = fit.pairs
    assert (pair.pair, pair.units) == ("en-de", FEWEST)
    assert pair.before < 0.2 * FEWEST < 0.3 * FEWEST < pair.after < 0.5 * FEWEST
    reference = fit.policy.translation.reference
    assert reference is not None
    assert (reference.fitted["en-de"].units, reference.fitted["en-de"].on) == (FEWEST, ON)
    assert fit.policy.digest != POLICY.digest


def test_too_few_units_are_refused_with_the_count_that_is_missing() -> None:
    with pytest.raises(UsageError, match=f"en-de has {FEWEST - 7}, 7 more are needed"):
        fit_policy(POLICY, {("en", "de"): answers(FEWEST - 7)}, ON)
    with pytest.raises(UsageError, match="no translations of a known language pair"):
        fit_policy(POLICY, {(None, "de"): answers(FEWEST)}, ON)
    with pytest.raises(UsageError, match=f"en-de has 0, {FEWEST} more"):
        fit_policy(POLICY, {("en", "de"): answers(FEWEST, families="a")}, ON)
    both = fit_policy(POLICY, {("en", "de"): answers(FEWEST), ("en", "fr"): answers(20, 2)}, ON)
    assert [pair.pair for pair in both.pairs] == ["en-de"]
    assert both.short == {"en-fr": 20}


def test_only_distinct_units_count() -> None:
    once = answers(FEWEST // 2)
    again = [SegmentAnswers(replace(one.segment, id=f"{one.segment.id}b"), one.answers) for one in once]
    with pytest.raises(UsageError, match=f"en-de has {FEWEST // 2},"):
        fit_policy(POLICY, {("en", "de"): [*once, *again]}, ON)


def test_regions_of_a_pair_are_one_pair() -> None:
    fit = fit_policy(POLICY, {("en-US", "de-AT"): answers(FEWEST // 2), ("en", "de"): answers(FEWEST // 2, 2)}, ON)
    assert [(pair.pair, pair.units) for pair in fit.pairs] == [("en-de", FEWEST)]


def test_other_pairs_and_the_pooled_scale_stay() -> None:
    first = fit_policy(POLICY, {("en", "de"): answers(FEWEST)}, ON).policy
    both = fit_policy(first, {("en", "fr"): answers(FEWEST, 3, noise=0.5)}, "2026-06-01").policy
    before, after = first.translation.reference, both.translation.reference
    assert before is not None
    assert after is not None
    assert {key: after.pairs[key] for key in before.pairs} == before.pairs
    assert {pair: fitted.on for pair, fitted in after.fitted.items()} == {"en-de": ON, "en-fr": "2026-06-01"}
    assert "score" in after.pairs["en-fr"]
    again = fit_policy(both, {("en", "de"): answers(FEWEST + 1, 4)}, "2026-07-01").policy.translation.reference
    assert again is not None
    assert again.pairs["en-de"] != after.pairs["en-de"], "a pair that is fitted again is replaced"
    assert (again.fitted["en-de"].units, again.fitted["en-fr"].units) == (FEWEST + 1, FEWEST)


def test_jobs_of_different_panels_are_fitted_together() -> None:
    """Families that never answered the same unit make no panel; two models of one family are one voice."""
    one, other = answers(FEWEST // 2, 1, "abcde"), answers(FEWEST // 2, 2, "fghij")
    renamed = [
        SegmentAnswers(
            i.segment, tuple(replace(a, member=f"{a.family}/new") for a in i.answers if isinstance(a, Candidate))
        )
        for i in answers(FEWEST // 2, 3, "abc")
    ]
    fit = fit_policy(POLICY, {("en", "de"): [*one, *other, *renamed]}, ON)
    assert fit.pairs[0].units == 3 * (FEWEST // 2)
    assert fit.pairs[0].after > 0.3 * fit.pairs[0].units
    reference = fit.policy.translation.reference
    assert reference is not None
    assert {f"en-de/{n}" for n in (2, 3, 4, 5)} <= set(reference.pairs)


def test_a_member_that_was_spared_on_some_units_is_left_out_of_the_job() -> None:
    """It answered the harder units alone, which would make agreement look rarer than it is."""
    records = [UnitRecord(item.segment, item.answers) for item in answers(3)]
    spared = Abstention(records[0].unit.id, "c/m", "c", AbstentionReason.NOT_NEEDED)
    records[0] = replace(records[0], answers=(*records[0].answers[:2], spared))
    assert [[a.member for a in item.answers] for item in job_answers(records)] == [["a/m", "b/m"]] * 3
    lost = Abstention(records[1].unit.id, "b/m", "b", AbstentionReason.TIMEOUT)
    records[1] = replace(records[1], answers=(records[1].answers[0], lost))
    assert len(job_answers(records)[1].answers) == 2, "one that failed is not"
