"""What closing a batch makes of its units: who is eligible, accepted and audited, and what people are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import exp, inf, isfinite, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.certify import DrawPlan, audit_plan, drawn_for, evaluate, keyed_draw, picked, unit_name
from consensus.domain import (
    Agreement,
    Batch,
    BatchUnit,
    Claim,
    Cluster,
    Document,
    ExtractionRules,
    Field,
    Filled,
    Finding,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeSnapshot,
    LearnedOrder,
    Level,
    ModelSpec,
    OrderFeature,
    Outcome,
    Panel,
    Policy,
    Rule,
    Scheme,
    Severity,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.service.guarantee import closing
from consensus.service.guarantee.closing import score_of

Decided = Callable[..., UnitRecord]
AT = "2030-01-01T00:00:00+00:00"
NOW = datetime(2030, 1, 1, tzinfo=UTC)
POLICY = Policy(name="p", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.1))
DRAW, LOT = keyed_draw(b"key"), keyed_draw(b"key of the lot")
LEVELS = (Level(0.9, 0.45), Level(0.6, 0.6), Level(0.3, 0.75))
RECORD = GuaranteeRecord(
    "p", "en to de", "basis", POLICY.digest, 1, 0.1, 0.95, 0.8, claim=Claim(0.1, 0.95, 0.8, LEVELS, (1, 2, 0), 4)
)
BATCH = Batch("b", "b", "p", "en to de", "basis", AT, "0" * 64, closed_at=AT, place=1, q=0.2)
JOB = JobRecord(
    "j",
    Document("d", "a.txt", Task.TRANSLATE, "text", "t", "en", "de"),
    POLICY,
    Panel("given", (ModelSpec("m0", "m0", "f0"),), "why"),
    "a.txt",
    "done",
    "",
)

# --- who may ever be accepted ----------------------------------------------------------------------------------------

VETO = (Finding("numbers", Severity.CRITICAL, True, "30 became 80.", "m0"),)
OTHER = (Finding("numbers", Severity.CRITICAL, True, "30 became 80.", "m2"),)
#: rule, findings, score -> whether a level may accept it
FIT = [
    ("near_identity", (), 9.0, True, "the rules accept it"),
    ("split", (), 9.0, True, "only wording stands against it"),
    ("split", OTHER, 9.0, True, "the answer that a check forbids is not the one delivered"),
    ("split", VETO, 9.0, False, "a check forbids the answer that leads"),
    ("veto", (), 9.0, False, "a check forbids"),
    ("quorum", (), 9.0, False, "too few families"),
    ("hard_fact", (), 9.0, False, "the members differ in a number"),
    ("row_count", (), 9.0, False, "a gate"),
    ("critique", (), 9.0, False, "a critic objects"),
    ("primary", (), 9.0, False, "the primary is stopped"),
    ("second_opinion", (), 9.0, False, "a second opinion objects"),
    ("near_identity", (), nan, False, "a score that is none"),
    ("near_identity", (), inf, False, "nor this"),
]


@pytest.mark.parametrize(("rule", "findings", "score", "fit", "meaning"), FIT, ids=[row[4] for row in FIT])
def test_who_is_eligible(
    decided: Decided, rule: str, findings: tuple[Finding, ...], score: float, fit: bool, meaning: str
) -> None:
    record = decided("u", score, rule, findings=findings)
    assert bool(closing.eligible(JOB, [record], BATCH, None, DRAW)) is fit, meaning
    assert isfinite(score_of(record, POLICY)) is fit, meaning


@pytest.mark.parametrize("rule", [Rule.REUSED, Rule.KEPT])
def test_no_level_accepts_less_than_its_floor_or_what_nobody_answered(decided: Decided, rule: Rule) -> None:
    low, enough = decided("low", 0.29), decided("enough", 0.3)
    unasked = decided("unasked", 0.9)
    assert unasked.verdict is not None
    unasked = replace(unasked, verdict=replace(unasked.verdict, rule=rule))
    found = closing.eligible(JOB, [low, enough, unasked], BATCH, RECORD.claim, DRAW)
    assert [one.unit_id for one in found] == ["enough"]
    assert closing.ineligible(unasked) == unasked, "what a person once resolved, or the file holds, is delivered as is"
    assert closing.after_the_draw(unasked) == unasked


def test_no_level_replaces_a_translation_that_the_file_holds(decided: Decided) -> None:
    """Members who differ are ranked by score; the best of them may not push out what the file says."""
    split = decided("u", 9.0, "split")
    held = replace(split, unit=replace(split.unit, filled=Filled("translated", "Ventil zu.", kept=False)))
    assert [bool(closing.eligible(JOB, [one], BATCH, None, DRAW)) for one in (split, held)] == [True, False]


def test_a_policy_with_a_second_opinion_accepts_nothing_that_was_not_asked_about(decided: Decided) -> None:
    asked = POLICY.model_copy(update={"second_opinion": "nli:some"})
    assert score_of(decided("u", 9.0, "split"), asked) == -inf
    assert score_of(decided("u", 9.0), asked) == 9.0


def test_a_field_is_never_accepted_by_its_score_alone(decided: Decided) -> None:
    record = decided("f", 9.0, "split")
    assert score_of(replace(record, unit=Field("f", 0, "total", "total", {"type": "number"})), POLICY) == -inf


def ordered(more: Policy = POLICY) -> Policy:
    feature = OrderFeature(mean=0.0, scale=1.0, weight=0.0)
    order = LearnedOrder(features={"doubt split": feature}, base=1.0, labels=90, wrong=20)
    return more.model_copy(update={"extraction": ExtractionRules(order=order)})


def a_field(decided: Decided, rule: str = "split") -> UnitRecord:
    """Two of three families say 7."""
    one = decided("f", 0.666, rule)
    clusters = (Cluster(("m0", "m1"), ("f0", "f1"), "m0", 7), Cluster(("m2",), ("f2",), "m2", 8))
    agreement = Agreement("f", clusters, ("f0", "f1", "f2"), 0.667, 0.666, "s", leading=7)
    assert one.verdict is not None
    verdict = replace(one.verdict, leading=7, value=7 if one.verdict.value is not None else None)
    return replace(one, unit=Field("f", 0, "total", "total", {"type": "number"}), agreement=agreement, verdict=verdict)


def test_a_field_that_the_rules_hold_back_has_its_learned_score_below_all_others(decided: Decided) -> None:
    held = score_of(a_field(decided), ordered())
    assert held == pytest.approx(1 / (1 + exp(-1)) - 1)
    assert score_of(a_field(decided, "near_identity"), ordered()) == 0.666
    assert score_of(a_field(decided), POLICY) == -inf
    assert score_of(a_field(decided), ordered(POLICY.model_copy(update={"second_opinion": "nli:x"}))) == -inf
    assert score_of(replace(a_field(decided), findings=VETO), ordered()) == -inf
    assert score_of(decided("u", 0.7, "split"), ordered()) == 0.7, "an order is about fields"


def test_what_a_level_accepts_of_it_says_why_and_has_the_score_of_its_level(decided: Decided) -> None:
    job = replace(JOB, policy=ordered())
    units = closing.eligible(job, [a_field(decided)], BATCH, None, DRAW)
    claim = Claim(0.1, 0.95, 0.8, (Level(0.0, 0.8), Level(-0.5, 0.9)), (0, 1), 4)
    for level, outcome in ((0, Outcome.REVIEW), (1, Outcome.ACCEPTED)):
        closed = close(units, level, replace(RECORD, claim=claim))
        assert told(closed, "f")[0] is outcome
    assert told(closed, "f")[1:] == (
        Rule.CERTIFIED,
        "Held back by the rules: why Its learned score reaches the certified level.",
    )
    verdict = closed.verdicts[unit_name("j", "f")]
    assert (verdict.value, verdict.score) == (7, units[0].score)


@pytest.mark.parametrize(
    ("primary", "leading", "fit"),
    [(None, "Wort u.", True), ("m0", "Wort u.", True), ("m1", "Wort u.", False), (None, None, False)],
    ids=["no primary", "of the primary", "of another", "no leading answer"],
)
def test_a_level_delivers_the_leading_answer_of_the_primary(
    decided: Decided, primary: str | None, leading: str | None, fit: bool
) -> None:
    rules = POLICY.translation.model_copy(update={"primary": primary})
    one = decided("u", 9.0, "split")
    assert one.verdict is not None
    one = replace(one, verdict=replace(one.verdict, leading=leading))
    assert isfinite(score_of(one, POLICY.model_copy(update={"translation": rules}))) is fit


def test_the_same_answer_has_the_same_name_and_another_another(decided: Decided) -> None:
    one, same, other = decided("u", 0.9), decided("u", 0.4), decided("v", 0.9)
    names = [closing.eligible(JOB, [record], BATCH, None, DRAW)[0].answer for record in (one, same, other)]
    assert names[0] == names[1] != names[2]
    assert "Wort" not in names[0], "it outlives the text"


# --- while it waits --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["near_identity", "split"])
def test_what_waits_tells_nothing(decided: Decided, rule: str) -> None:
    verdict = closing.waiting(decided("u", 0.9, rule)).verdict
    assert verdict is not None
    assert (verdict.outcome, verdict.rule, verdict.value, verdict.leading) == (
        Outcome.REVIEW, Rule.OPEN_BATCH, None, None,
    )  # fmt: skip
    assert verdict.certificate == "not certified"
    assert "Wort" not in repr(verdict)


def test_what_is_decided_after_the_draw_goes_to_a_person(decided: Decided) -> None:
    late = closing.after_the_draw(decided("u", 9.0)).verdict
    assert late is not None
    assert (late.outcome, late.rule, late.value, late.leading) == (Outcome.REVIEW, Rule.GUARANTEE, None, "Wort u.")
    for other in (decided("u", 9.0, "split"), replace(decided("u", 9.0), verdict=None)):
        assert closing.after_the_draw(other) == other
    closed = closing.after_closing(decided("u", 9.0)).verdict
    assert closed is not None
    assert (closed.outcome, closed.reasons[0]) == (Outcome.REVIEW, closing.AFTER_CLOSING)


# --- closing ---------------------------------------------------------------------------------------------------------


def units(decided: Decided, scores: Sequence[float], rule: str = "near_identity") -> list[BatchUnit]:
    records = [decided(f"u{at}", score, rule) for at, score in enumerate(scores)]
    return closing.eligible(JOB, records, BATCH, None, DRAW)


def close(
    made: Sequence[BatchUnit], operating: int | None = None, record: GuaranteeRecord = RECORD, *, stale: bool = False
) -> closing.ClosedBatch:
    standing = evaluate(GuaranteeSnapshot(record), NOW)
    if operating is not None:
        standing = replace(standing, operating=operating, level=None if stale else operating)
    return closing.close(BATCH, len(made) + 2, made, record, standing, LOT)


def told(closed: closing.ClosedBatch, unit: str) -> tuple[Outcome, str, str]:
    verdict = closed.verdicts[unit_name("j", unit)]
    return verdict.outcome, verdict.rule, verdict.reasons[0]


def test_before_levels_are_placed_it_counts_for_no_attempt_and_nothing_is_drawn(decided: Decided) -> None:
    closed = close(units(decided, [0.9, 0.1]), record=replace(RECORD, claim=None))
    assert (closed.batch.scheme, closed.batch.attempt, closed.drawn) == (Scheme.PLACING, 0, {})
    assert closed.scores == (0.9, 0.1, -inf, -inf), "units that no level may accept are scored too"
    assert told(closed, "u0")[2] == "Acceptance is not certified (learning): a person decides."
    assert all(unit.verdict is None for unit in closed.units)


def test_under_another_basis_it_counts_for_nothing(decided: Decided) -> None:
    closed = close(units(decided, [0.9]), 1, replace(RECORD, digest="another"))
    assert (closed.batch.attempt, closed.batch.accepted, closed.drawn) == (0, 0, {})
    assert told(closed, "u0")[2] == closing.OTHER_BASIS


def test_census_draws_every_unit_for_every_level_that_accepts_it(decided: Decided) -> None:
    closed = close(units(decided, [0.95, 0.7, 0.4]))
    assert (closed.batch.scheme, closed.batch.attempt, closed.batch.q) == (Scheme.CENSUS, 1, 1.0)
    assert (closed.batch.sizes, closed.batch.accepted) == ((1, 2, 3), 0)
    assert closed.drawn == {unit_name("j", f"u{at}"): bits for at, bits in enumerate((0b111, 0b110, 0b100))}
    assert {verdict.outcome for verdict in closed.verdicts.values()} == {Outcome.REVIEW}


def test_a_level_accepts_what_reaches_its_floor_and_says_so(decided: Decided) -> None:
    made = [*units(decided, [0.95, 0.7, 0.4])]
    split = closing.eligible(JOB, [decided("split", 0.7, "split")], BATCH, None, DRAW)
    closed = close([*made, *split], 1)
    assert told(closed, "u0") == (Outcome.ACCEPTED, Rule.NEAR_IDENTITY, "why")
    assert told(closed, "u2") == (Outcome.REVIEW, Rule.GUARANTEE, closing.BELOW)
    assert told(closed, "split") == (Outcome.ACCEPTED, Rule.CERTIFIED, "Its score reaches the certified level.")
    assert closed.verdicts[unit_name("j", "split")].value == "Wort split."
    certificates = {one.certificate for one in closed.verdicts.values()}
    assert certificates == {closed.batch.certificate, "not certified"}
    assert closed.batch.accepted == 3


def test_while_stale_it_is_drawn_from_and_nothing_is_accepted(decided: Decided) -> None:
    closed = close(units(decided, [0.95] * 4), 1, stale=True)
    assert (closed.batch.scheme, closed.batch.operating, closed.batch.accepting) == (Scheme.PPS, 1, False)
    assert (closed.batch.accepted, closed.batch.certificate) == (0, "")
    assert {verdict.outcome for verdict in closed.verdicts.values()} == {Outcome.REVIEW}


@given(st.lists(st.sampled_from([0.95, 0.7, 0.4, 0.1]), max_size=9), st.sampled_from([None, 0, 1, 2]))
@settings(max_examples=60)
def test_of_more_than_the_cap_the_keyed_draw_picks(scores: list[float], operating: int | None) -> None:
    made = [
        BatchUnit("b", "j", f"u{at}", "d", score, "a", verdict=_verdict(f"u{at}", score))
        for at, score in enumerate(scores)
    ]
    closed = close(made, operating)
    levels = {unit_name("j", one.unit_id): one.level for one in closed.units if one.level is not None}
    reaching = [unit_name("j", f"u{at}") for at, score in enumerate(scores) if score >= 0.3]
    assert set(levels) == picked(reaching, 4, LOT)
    assert closed.batch.sizes == tuple(sum(one <= at for one in levels.values()) for at in range(3))
    assert closed.batch.documents == bool(levels)
    r, m = audit_plan(closed.batch.q if operating is not None else 0.2, 4)
    assert operating is None or (closed.batch.r, closed.batch.m) == (r, m)
    served = () if operating is None else tuple(dict.fromkeys((operating, *((2,) if operating == 1 else ()))))
    plan = DrawPlan(closed.batch.scheme, r, m, 4, served, 3)
    assert closed.drawn == drawn_for(levels, closed.batch.sizes, plan, LOT)
    beyond = [name for name in reaching if name not in levels]
    for name in beyond:
        assert closed.verdicts[name].reasons[0].startswith("Its batch holds more than 4 units"), "the true reason"
    accepted = {name for name, one in closed.verdicts.items() if one.outcome is Outcome.ACCEPTED}
    assert accepted == {name for name, one in levels.items() if operating is not None and one <= operating}
    assert len(accepted) == closed.batch.accepted


def _verdict(name: str, score: float) -> Verdict:
    return Verdict(name, Outcome.ACCEPTED, Rule.NEAR_IDENTITY, ("why",), "Wort", "Wort", "m0", 1.0, score)


def test_an_audit_is_due_a_week_after_its_draw(decided: Decided) -> None:
    closed = close(units(decided, [0.95, 0.4]))
    first, second = closing.audits(closed, AT)
    assert (first.level, first.drawn_for, second.level, second.drawn_for) == (0, 0b111, 2, 0b100)
    assert (first.drawn_at, first.due_at) == (AT, "2030-01-08T00:00:00+00:00")
    assert (first.batch, first.attempt, first.judgement) == ("b", 1, None)


def test_only_decided_units_can_be_withheld(decided: Decided) -> None:
    with pytest.raises(ValueError, match="only decided units"):
        closing.to_a_person(replace(decided("u", 1.0), verdict=None), Rule.ALARM, "why")


def test_a_unit_of_a_deleted_job_is_drawn_and_has_no_verdict(decided: Decided) -> None:
    closed = close([replace(units(decided, [0.9])[0], verdict=None)])
    assert (closed.verdicts, closed.batch.sizes, len(closed.drawn)) == ({}, (1, 1, 1), 1)
