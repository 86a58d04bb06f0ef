"""What a judge's word does to a verdict: it lowers a score, stops a unit, and accepts only where the policy says so."""

from __future__ import annotations

from math import log
from typing import Any

import pytest

from consensus.compare import SegmentAnswers
from consensus.domain import Candidate, MqmError, MqmJudgement, Outcome, Policy, Reference, Segment, Severity
from consensus.domain.job import UnitRecord
from consensus.pipeline import DecisionConfig, decide_segments
from consensus.reference import judged_table
from consensus.strategy import awaits_judge, before_judge, with_word

SEGMENT = Segment("u", 0, "Open the valve slowly now.", 0, 26)
SAME = ("Öffnen Sie jetzt langsam das Ventil.",) * 2
ALIKE = ("Öffnen Sie jetzt langsam das Ventil.", "Öffnen Sie nun langsam das Ventil.")
APART = ("Öffnen Sie jetzt langsam das Ventil.", "Bitte drehen Sie den Hahn nun vorsichtig auf.")
LANGS = ("en", "de")
#: Scores of a made-up reference: the surest 40% reach -5.
SCORES = (-9.0, -8.0, -7.0, -5.0, -4.0, -3.0)


def policy(**rules: Any) -> Policy:
    translation = {"accept_share": 0.4, **rules.pop("translation", {})}
    return Policy.model_validate(
        {"name": "t", "version": 1, "judge": "j/judge", "semantic": "off", "translation": translation, **rules}
    )


def with_levels(rules: Policy, **pairs: dict[str, tuple[float, ...]]) -> Policy:
    """pairs: en_de for en-de, pooled for all pairs."""
    named = {"*" if name == "pooled" else name.replace("_", "-"): tables for name, tables in pairs.items()}
    translation = rules.translation.model_copy(update={"reference": Reference(pairs=named)})
    return rules.model_copy(update={"translation": translation})


def judged(rules: Policy, texts: tuple[str, ...], *severities: str, total: float | None = None) -> UnitRecord:
    """The unit after a judgement with errors of these severities, or of which only the total is known."""
    answers = tuple(Candidate("u", f"m{n}", f"f{n}", text) for n, text in enumerate(texts))
    (bare,) = decide_segments([SegmentAnswers(SEGMENT, answers)], DecisionConfig(before_judge(rules), LANGS))
    assert awaits_judge(bare)
    assert bare.verdict is not None
    errors = tuple(MqmError("style", Severity(severity)) for severity in severities)
    weights = {"minor": 1.0, "major": 5.0, "critical": 25.0}
    weighs = total if total is not None else min(25.0, sum(weights[severity] for severity in severities))
    return with_word(bare, MqmJudgement("judge", bare.verdict.representative, weighs, errors), rules, LANGS)


def told(record: UnitRecord) -> tuple[str, str]:
    assert record.verdict is not None
    return record.verdict.outcome.value, record.verdict.rule


def test_errors_lower_the_score_log_linearly_and_the_signature_says_who_found_them() -> None:
    clean, minor, major = (judged(policy(), APART, *found) for found in ((), ("minor",), ("major",)))
    assert clean.agreement is not None
    assert minor.agreement is not None
    assert major.agreement is not None
    assert minor.agreement.score == pytest.approx(clean.agreement.score - 0.5 * log(2))
    assert major.agreement.score == pytest.approx(clean.agreement.score - 0.5 * log(6))
    assert minor.agreement.signature.endswith("|judged.judge.recorded.0.5")
    heavier = judged(policy(translation={"judge_weight": 2.0}), APART, "minor").agreement
    assert heavier is not None
    assert heavier.score == pytest.approx(clean.agreement.score - 2.0 * log(2))


def test_a_critical_error_stops_what_all_agree_on_and_others_do_not() -> None:
    assert told(judged(policy(), SAME)) == ("accepted", "near_identity")
    assert told(judged(policy(), SAME, "major", "minor")) == ("accepted", "near_identity")
    assert told(judged(policy(), SAME, "minor", "critical")) == ("review", "judge")
    assert told(judged(policy(), SAME, total=25.0)) == ("accepted", "near_identity"), "a total names no error"


def test_without_a_judgement_nothing_is_accepted() -> None:
    rules = policy()
    answers = tuple(Candidate("u", f"m{n}", f"f{n}", text) for n, text in enumerate(SAME))
    (bare,) = decide_segments([SegmentAnswers(SEGMENT, answers)], DecisionConfig(before_judge(rules), LANGS))
    assert told(bare) == ("accepted", "near_identity")
    lost = with_word(bare, "The judge (judge) gave no judgement: timeout.", rules, LANGS)
    assert told(lost) == ("review", "no_judgement")
    assert lost.verdict is not None
    assert lost.verdict.value is None
    assert lost.verdict.reasons[0] == "The judge (judge) gave no judgement: timeout."
    (asked,) = decide_segments([SegmentAnswers(SEGMENT, answers)], DecisionConfig(rules, LANGS))
    assert told(asked) == ("review", "no_judgement"), "and who forgets the judge accepts nothing either"


def test_another_answer_than_the_judged_one_is_not_delivered() -> None:
    record = judged(policy(), SAME)
    assert record.agreement is not None
    answers = tuple(Candidate("u", f"m{n}", f"f{n}", text) for n, text in enumerate(SAME))
    (bare,) = decide_segments([SegmentAnswers(SEGMENT, answers)], DecisionConfig(before_judge(policy()), LANGS))
    other = with_word(bare, MqmJudgement("judge", "somebody", 0.0), policy(), LANGS)
    assert told(other) == ("review", "no_judgement")


def test_the_level_is_that_of_the_judged_score_alone() -> None:
    """Scores without a judge are another scale, and so are those of another judge or weight."""
    rules = policy(translation={"disagreement_weight": 1.0})
    own = judged_table(rules.translation, "j/judge")
    assert own == "score judged by j/judge at 0.5"
    unjudged = with_levels(rules, en_de={"score": SCORES}, pooled={"score": SCORES})
    assert told(judged(unjudged, ALIKE)) == ("review", "split")
    assert told(judged(before_judge(unjudged), ALIKE)) == ("accepted", "calibrated")
    fitted = with_levels(rules, en_de={"score": SCORES, own: SCORES})
    assert told(judged(fitted, ALIKE)) == ("accepted", "calibrated")
    assert told(judged(fitted, ALIKE, "major", "major")) == ("review", "split"), "its errors are in the score"
    for change in ({"judge": "other/judge"}, {"translation": {"judge_weight": 1.0}}):
        moved = policy(**change)
        reference = fitted.translation.reference
        update = {"reference": reference, "disagreement_weight": 1.0}
        moved = moved.model_copy(update={"translation": moved.translation.model_copy(update=update)})
        assert told(judged(moved, ALIKE)) == ("review", "split")


def test_without_a_level_a_clean_judgement_and_the_pool_accept_together_where_the_policy_says_so() -> None:
    off = with_levels(policy(translation={"disagreement_weight": 1.0}), pooled={"score": SCORES})
    assert told(judged(off, ALIKE)) == ("review", "split"), "off by default"
    on = with_levels(
        policy(translation={"disagreement_weight": 1.0, "without_reference": "judged"}), pooled={"score": SCORES}
    )
    accepted = judged(on, ALIKE)
    assert told(accepted) == ("accepted", "judged")
    assert accepted.verdict is not None
    assert "no level of its own" in accepted.verdict.reasons[0]
    assert accepted.verdict.reasons[1] == "The judge (judge) found no error."
    assert told(judged(on, ALIKE, "minor")) == ("review", "split"), "not clean"
    strict = on.translation.model_copy(update={"disagreement_weight": 60.0})
    assert told(judged(on.model_copy(update={"translation": strict}), ALIKE)) == ("review", "split"), "not of the best"
    own = with_levels(on, en_de={judged_table(on.translation, "j/judge"): (-3.0,) * 5}, pooled={"score": SCORES})
    assert told(judged(own, ALIKE)) == ("review", "split"), "a pair with a level goes by it"
    assert told(judged(with_levels(on), ALIKE)) == ("review", "split"), "without a pool there is nothing to rank by"


def test_a_policy_without_a_judge_keeps_its_digest_and_one_with_it_has_its_own() -> None:
    bare = Policy(name="t", version=1)
    idle = Policy.model_validate({"name": "t", "version": 1, "translation": {"judge_weight": 1.5}})
    assert bare.digest == idle.digest == "689eb35f987a"
    digests = {
        policy().digest,
        policy(judge="k/other").digest,
        policy(translation={"judge_weight": 1.0}).digest,
        policy(translation={"without_reference": "judged"}).digest,
    }
    assert len(digests) == 4
    assert before_judge(policy()).digest not in digests


def test_a_vetoed_or_disputed_unit_is_not_put_to_the_judge() -> None:
    disputed = ("Öffnen Sie 3 Ventile.", "Öffnen Sie 4 Ventile.")
    answers = tuple(Candidate("u", f"m{n}", f"f{n}", text) for n, text in enumerate(disputed))
    segment = Segment("u", 0, "Open 3 valves.", 0, 14)
    (record,) = decide_segments([SegmentAnswers(segment, answers)], DecisionConfig(before_judge(policy()), LANGS))
    assert record.verdict is not None
    assert record.verdict.outcome is Outcome.REVIEW
    assert not awaits_judge(record)
