"""Levels from answers without labels: from how many, of which units, and what stays of other pairs."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Candidate,
    Document,
    ModelSpec,
    Panel,
    Policy,
    Segment,
    Task,
    TranslationRules,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import UsageError
from consensus.evaluate import FEWEST, Fit, fit_policy, job_answers
from consensus.formats import RecordedFile, RecordedRecord

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


def answers(many: int, seed: int = 1, families: str = "abc", noise: float = 0.2, model: str = "m") -> RecordedFile:
    """Every family replaces a share of the words at random. langs are given when it is fitted."""
    random = np.random.default_rng(seed)
    records = []
    for _ in range(many):
        text, given = random.choice(WORDS, random.integers(6, 20)), {}
        for family in families:
            own = np.where(
                random.random(len(text)) < 2 * noise * random.random(), random.choice(WORDS, len(text)), text
            )
            given[f"{family}/{model}"] = " ".join(own)
        source = " ".join(random.choice(ENGLISH, len(text)))
        records.append(RecordedRecord(f"u{next(_numbers)}", Task.TRANSLATE, source, given))
    return RecordedFile(tuple(f"{family}/{model}" for family in families), tuple(records))


def fitted(policy: Policy, *given: tuple[tuple[str, str] | None, RecordedFile], on: str = ON) -> Fit:
    """By (languages, answers); a family is what stands before the slash."""
    files = [
        replace(file, records=tuple(replace(record, langs=langs) for record in file.records)) for langs, file in given
    ]
    return fit_policy(policy, files, lambda name: name.partition("/")[0], on)


EN_DE, EN_FR = ("en", "de"), ("en", "fr")


def test_a_pair_is_accepted_by_its_own_level_once_it_has_one() -> None:
    fit = fitted(POLICY, (EN_DE, answers(FEWEST)))
    (pair,) = fit.pairs
    assert (pair.pair, pair.units) == ("en-de", FEWEST)
    assert pair.before < 0.2 * FEWEST < 0.3 * FEWEST < pair.after < 0.5 * FEWEST
    reference = fit.policy.translation.reference
    assert reference is not None
    assert (reference.fitted["en-de"].units, reference.fitted["en-de"].on) == (FEWEST, ON)
    assert fit.policy.digest != POLICY.digest


def test_too_few_units_are_refused_with_the_count_that_is_missing() -> None:
    with pytest.raises(UsageError, match=f"en-de has {FEWEST - 7}, 7 more are needed"):
        fitted(POLICY, (EN_DE, answers(FEWEST - 7)))
    with pytest.raises(UsageError, match="no translations of a known language pair"):
        fitted(POLICY, (None, answers(FEWEST)))
    with pytest.raises(UsageError, match=f"en-de has 0, {FEWEST} more"):
        fitted(POLICY, (EN_DE, answers(FEWEST, families="a")))
    both = fitted(POLICY, (EN_DE, answers(FEWEST)), (EN_FR, answers(20, 2)))
    assert [pair.pair for pair in both.pairs] == ["en-de"]
    assert both.short == {"en-fr": 20}
    assert both.policy.translation.reference is not None
    assert not any(key.startswith("en-fr") for key in both.policy.translation.reference.pairs)


def test_only_distinct_units_count() -> None:
    once = answers(FEWEST // 2)
    again = replace(once, records=tuple(replace(one, id=f"{one.id}b") for one in once.records))
    with pytest.raises(UsageError, match=f"en-de has {FEWEST // 2},"):
        fitted(POLICY, (EN_DE, once), (EN_DE, again))


def test_regions_of_a_pair_are_one_pair_and_scripts_are_two() -> None:
    half = FEWEST // 2
    fit = fitted(POLICY, (("en-US", "de-AT"), answers(half)), (EN_DE, answers(half, 2)))
    assert [(pair.pair, pair.units) for pair in fit.pairs] == [("en-de", FEWEST)]
    with pytest.raises(UsageError, match=r"en-zh has 100.*en-zh-Hant has 100"):
        fitted(POLICY, (("en", "zh"), answers(half)), (("en", "zh-TW"), answers(half, 2)))


def test_other_pairs_and_the_pooled_scale_stay() -> None:
    first = fitted(POLICY, (EN_DE, answers(FEWEST))).policy
    both = fitted(first, (EN_FR, answers(FEWEST, 3, noise=0.5)), on="2026-06-01").policy
    before, after = first.translation.reference, both.translation.reference
    assert before is not None
    assert after is not None
    assert {key: after.pairs[key] for key in before.pairs} == before.pairs
    assert {pair: one.on for pair, one in after.fitted.items()} == {"en-de": ON, "en-fr": "2026-06-01"}
    assert "score" in after.pairs["en-fr"]
    again = fitted(both, (EN_DE, answers(FEWEST + 1, 4)), on="2026-07-01").policy.translation.reference
    assert again is not None
    assert again.pairs["en-de"] != after.pairs["en-de"], "a pair that is fitted again is replaced"
    assert (again.fitted["en-de"].units, again.fitted["en-fr"].units) == (FEWEST + 1, FEWEST)


def test_jobs_of_different_panels_are_fitted_together() -> None:
    """Families that never answered the same unit make no panel; two models of one family are one voice."""
    half = FEWEST // 2
    one, other = answers(half, 1, "abcde"), answers(half, 2, "fghij")
    fit = fitted(POLICY, (EN_DE, one), (EN_DE, other), (EN_DE, answers(half, 3, model="new")))
    assert fit.pairs[0].units == 3 * half
    assert fit.pairs[0].after > 0.3 * fit.pairs[0].units
    reference = fit.policy.translation.reference
    assert reference is not None
    assert {f"en-de/{n}" for n in (2, 3, 4, 5)} <= set(reference.pairs)


def test_a_member_that_was_spared_on_some_units_is_left_out_of_the_job() -> None:
    """It answered the harder units alone, which would make agreement look rarer than it is."""
    members = tuple(ModelSpec(f"{name}/m", "m", name) for name in "abc")
    document = Document("d", "page.txt", Task.TRANSLATE, "text", "...", "en", "de")
    job = JobRecord("job1", document, POLICY, Panel("given", members, "for the test"), "page.txt", "done", ON)
    records = []
    for n in range(3):
        unit = Segment(f"s{n}", n, "Stop.", 10 * n, 10 * n + 5)
        records.append(UnitRecord(unit, tuple(Candidate(unit.id, m.name, m.family, "Halt.") for m in members)))
    not_needed = Abstention("s0", "c/m", "c", AbstentionReason.NOT_NEEDED)
    lost = Abstention("s1", "b/m", "b", AbstentionReason.TIMEOUT)
    records[0] = replace(records[0], answers=(*records[0].answers[:2], not_needed))
    records[1] = replace(records[1], answers=(records[1].answers[0], lost, records[1].answers[2]))
    file = job_answers(job, records)
    assert file.names == ("a/m", "b/m")
    assert [sorted(record.outputs) for record in file.records] == [["a/m", "b/m"], ["a/m"], ["a/m", "b/m"]]
    assert {record.langs for record in file.records} == {("en", "de")}
