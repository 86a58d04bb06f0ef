"""Which answers are surely wrong once a person has decided, and when they are shown to others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Agreement,
    Audit,
    Candidate,
    Cluster,
    Decision,
    Document,
    Facets,
    Field,
    Finding,
    GuaranteeRules,
    ItemKind,
    ItemState,
    Judgement,
    ModelSpec,
    MqmError,
    MqmJudgement,
    Origin,
    Outcome,
    Panel,
    Policy,
    Resolution,
    ReviewItem,
    Segment,
    Severity,
    Task,
    Unit,
    Verdict,
)
from consensus.domain.job import DecisionEffect, JobRecord, UnitRecord
from consensus.review import BlindAnswer, withheld
from consensus.service.review import seeds
from consensus.service.review.seeds import FORBIDDEN, PLAIN, KnownError, known_error

SEGMENT = Segment("u", 0, "Wait 30 days.", 0, 13)
TOTAL = Field("u", 0, "total", "total", {})
LATE = Abstention("u", "m9", "f9", AbstentionReason.TIMEOUT)
POLICY = Policy(name="p", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.1))
PANEL = Panel("given", (ModelSpec("m0", "m0", "f0"),), "why")
JOB = JobRecord(
    "job1", Document("d", "d.txt", Task.TRANSLATE, "text", "…", "de", "en"), POLICY, PANEL, "d", "done", "t"
)


def made(value: Any, **changes: Any) -> Resolution:
    return replace(Resolution("u", Action.CHOSEN, "ana", value, "t", "t"), **changes)


def record(unit: Unit, *values: Any, findings: tuple[Finding, ...] = (), settled: Any = None) -> UnitRecord:
    answers = tuple(Candidate("u", f"m{n}", f"f{n}", value) for n, value in enumerate(values))
    verdict = Verdict("u", Outcome.REVIEW, "split", ("r",), None, values[0] if values else None, "m0")
    return UnitRecord(unit, (LATE, *answers), None, findings, verdict, settled)


def error_in(given: UnitRecord, settled: Resolution | None = None) -> Any:
    """The known error of a unit, or None."""
    found = known_error(given, JOB, settled)
    return found.answer.value if found else None


def forbids(member: str, check: str = "numbers", *, veto: bool = True) -> Finding:
    return Finding(check, Severity.CRITICAL, veto, "…", member)


@pytest.mark.parametrize(
    ("given", "right", "wrong", "meaning"),
    [
        ((12, 13), 12, 13, "another number"),
        ((12, 12.0), 12, None, "the same number"),
        ((True, False), True, False, "another truth value"),
        ((12, "13"), 12, None, "a text may say the same"),
        ((12, 13), "12", None, "a text was settled"),
        ((12, None), 12, None, "no value may be a row that is missing"),
        (("x", "y"), "x", None, "texts"),
    ],
)
def test_of_a_field(given: tuple[Any, ...], right: Any, wrong: Any, meaning: str) -> None:
    assert error_in(record(TOTAL, *given, settled=made(right))) == wrong, meaning


def test_everybody_who_gave_it_is_behind_the_letter() -> None:
    found = known_error(record(TOTAL, 12, 13, 13.0, settled=made(12)), JOB)
    assert found == KnownError(BlindAnswer("A", 13, ("m1", "m2")), plain=True)


@pytest.mark.parametrize(
    ("findings", "shown", "meaning"),
    [
        ((forbids("m1"),), True, "a fact is wrong in it, and not in what was taken"),
        ((), False, "nothing was found in it"),
        ((forbids("m1", veto=False),), False, "what was found forbids nothing"),
        ((forbids("m0"),), False, "found in what was taken alone"),
        ((forbids("m1"), forbids("m0")), False, "found in what was taken as well"),
        ((forbids("m1"), forbids("m0", "dates")), True, "what was taken has something else"),
        ((forbids("m1"), forbids("m0", veto=False)), True, "what was found in the taken one forbids nothing"),
        ((forbids("m1", "terminology"),), False, "a term is no fact"),
    ],
)
def test_of_a_segment(findings: tuple[Finding, ...], shown: bool, meaning: str) -> None:
    found = known_error(record(SEGMENT, "30 Tage", "80 Tage", findings=findings, settled=made("30 Tage")), JOB)
    assert (found is not None) is shown, meaning
    if found is not None:
        assert found == KnownError(BlindAnswer("A", "80 Tage", ("m1",)), plain=False)


@pytest.mark.parametrize(
    "settled",
    [
        None,
        made(12, bulk=True),
        made(12, repeats="i0"),
        made(None, action=Action.REJECTED),
        made(12, overruled=("numbers",)),
    ],
    ids=["nobody decided", "with others", "looked at elsewhere", "none was right", "against a check"],
)
def test_what_a_person_did_not_look_at_shows_no_error(settled: Resolution | None) -> None:
    assert error_in(record(TOTAL, 12, 13, settled=settled)) is None


def test_the_decision_that_is_being_made_counts_before_the_stored_one() -> None:
    assert error_in(record(TOTAL, 12, 13, settled=made(12)), made(13)) == 12


# --- an answer that may be right is no known error --------------------------------------------------------------------

SHARE, DAY, KIND = {"type": "number"}, {"type": "string", "format": "date"}, {"enum": ["paid", "open", None]}


@pytest.mark.parametrize(
    ("schema", "given", "right", "wrong", "meaning"),
    [
        (SHARE, (0.19, 19), 19, None, "a share, and the same in percent"),
        (SHARE, (1500, 1.5), 1500, None, "the same in thousands"),
        (SHARE, (1.5, 1_500_000), 1.5, None, "the same in millions"),
        (SHARE, (-120, 120), -120, None, "a credit note with its sign and without"),
        (SHARE, (0, 120), 120, 0, "nothing at all"),
        (SHARE, (12.5, 125), 125, 12.5, "a decimal point in the wrong place"),
        ({"x-compare": {"tolerance": 1}}, (12, 13), 12.4, None, "written by a person, and near enough for the schema"),
        ({"x-compare": {"tolerance": 1}}, (12, 19), 12, 19, "outside of what the comparison held equal"),
        (KIND, ("paid", "open"), "paid", "open", "another of the allowed values"),
        (KIND, ("paid", None), "paid", None, "no value"),
        (KIND, ("paid", "Paid"), "paid", None, "a spelling of it"),
        (DAY, ("2026-03-01", "2026-03-10"), "2026-03-01", "2026-03-10", "another day"),
        (DAY, ("2026-03-01", "1 March 2026"), "2026-03-01", None, "the same day in words"),
        ({"type": "string"}, ("2026-03-01", "2026-03-10"), "2026-03-01", None, "a text, for all the schema says"),
    ],
)
def test_only_another_fact_of_a_field_is_wrong(
    schema: dict[str, Any], given: tuple[Any, ...], right: Any, wrong: Any, meaning: str
) -> None:
    field = Field("u", 0, "total", "total", schema)
    assert error_in(record(field, *given, settled=made(right))) == wrong, meaning


def agreed(*clusters: tuple[str, ...], gates: tuple[str, ...] = (), judgement: MqmJudgement | None = None) -> Agreement:
    found = tuple(Cluster(members, members, members[0], None) for members in clusters)
    return Agreement("u", found, (), 1.0, 0.0, "s", gates=gates, judgement=judgement)


def test_what_the_comparison_held_equal_is_no_error() -> None:
    given = record(TOTAL, 12, 12.004, settled=made(12))
    assert error_in(replace(given, agreement=agreed(("m0", "m1")))) is None
    assert error_in(replace(given, agreement=agreed(("m0",), ("m1",)))) == 12.004


@pytest.mark.parametrize("gate", ["ambiguous_date", "scale", "second_document", "checkbox", "blank_zero"])
def test_a_document_that_can_be_read_in_two_ways_shows_no_error(gate: str) -> None:
    given = replace(record(TOTAL, 12, 13, settled=made(12)), agreement=agreed(("m0",), ("m1",), gates=(gate,)))
    assert error_in(given) is None


@pytest.mark.parametrize(
    ("taken", "passed", "wrong", "meaning"),
    [
        ("The valve is open.", "The valve is closed.", True, "the opposite"),
        ("The fee increases in May.", "The fee decreases in May.", True, "the opposite"),
        ("You may not enter.", "You may enter.", True, "one denies"),
        ("The valve is open.", "The valve stands open.", False, "another wording"),
        ("Please wait for thirty days.", "Wait 30 days, please.", False, "another wording of a number"),
        ("You may not enter.", "Entry is forbidden.", False, "the same in other words"),
        ("The valve is open.", "the valve is open", False, "only its typography"),
        ("A fine for late payment", "A penalty for late payment", False, "another word for it"),
    ],
)
def test_another_wording_is_no_error(taken: str, passed: str, wrong: bool, meaning: str) -> None:
    segment = Segment("u", 0, "…", 0, 1)
    for action in (Action.CHOSEN, Action.EDITED, Action.REWRITTEN):
        found = known_error(record(segment, passed, taken, settled=made(taken, action=action)), JOB)
        assert (found is not None) is wrong, meaning
        if found is not None:
            assert (found.answer.value, found.plain) == (passed, True), "no check names it"


def said(quote: str, category: str = "accuracy: mistranslation", severity: Severity = Severity.MAJOR) -> MqmJudgement:
    return MqmJudgement("judge", "m0", 5.0, (MqmError(category, severity, quote, "why", (4, 4 + len(quote))),))


@pytest.mark.parametrize(
    ("judgement", "settled", "wrong", "meaning"),
    [
        (said("harvest"), "The work pays.", True, "the person has no such words"),
        (said("harvest"), "The harvest pays it.", False, "the person left them"),
        (said("harvest", "style"), "The work pays.", False, "the judge finds its style wanting"),
        (said("harvest", severity=Severity.MINOR), "The work pays.", False, "a minor error"),
        (MqmJudgement("judge", "m0", 0.0), "The work pays.", False, "the judge found nothing"),
        (replace(said("harvest"), member="m1"), "The work pays.", False, "of another answer"),
        (None, "The work pays.", False, "nobody judged it"),
    ],
)
def test_what_the_judge_and_the_person_both_found_wrong(
    judgement: MqmJudgement | None, settled: str, wrong: bool, meaning: str
) -> None:
    given = record(Segment("u", 0, "…", 0, 1), "The harvest pays.", "The owner pays.", settled=made(settled))
    given = replace(given, agreement=agreed(("m0",), ("m1",), judgement=judgement))
    assert error_in(given) == ("The harvest pays." if wrong else None), meaning


@pytest.mark.parametrize(
    ("values", "reason", "severity", "wrong", "meaning"),
    [
        (("80 Tage",), "accuracy: mistranslation", "major", True, "its only answer is wrong"),
        (("80 Tage", "80 Tage"), "accuracy: omission", "critical", True, "given twice"),
        (("80 Tage", "90 Tage"), "accuracy: mistranslation", "major", False, "which of the two was meant is not said"),
        (("80 Tage",), "accuracy: mistranslation", "minor", False, "not grave"),
        (("80 Tage",), "style", "major", False, "its style"),
        (("80 Tage",), "terminology", "major", False, "a term, which an audit does not show"),
        (("80 Tage",), "audit: wrong", "", False, "an audit that nobody mended"),
    ],
)
def test_what_was_rejected_with_a_reason(
    values: tuple[str, ...], reason: str, severity: str, wrong: bool, meaning: str
) -> None:
    settled = made(None, action=Action.REJECTED, reason=reason, severity=severity)
    assert error_in(record(SEGMENT, *values, settled=settled)) == (values[0] if wrong else None), meaning


@pytest.mark.parametrize(
    ("judgement", "action", "value", "wrong", "meaning"),
    [
        ("wrong", Action.EDITED, "30 Tage", True, "found wrong and mended"),
        ("style", Action.EDITED, "30 Tage", False, "only its style"),
        ("right", Action.CHOSEN, "80 Tage", False, "right"),
        ("wrong", Action.REJECTED, None, False, "not mended"),
        ("unsure", Action.REJECTED, None, False, "nobody knows"),
        ("wrong", Action.EDITED, "80 tage.", False, "mended in its typography alone"),
    ],
)
def test_an_audit_that_was_mended(judgement: str, action: Action, value: Any, wrong: bool, meaning: str) -> None:
    given = record(SEGMENT, "80 Tage", "80 Tage", settled=made(value, action=action, judgement=judgement))
    found = known_error(given, JOB)
    assert found == (KnownError(BlindAnswer("A", "80 Tage", ("m0", "m1")), plain=True) if wrong else None), meaning


def test_one_that_no_check_names_comes_first() -> None:
    given = record(TOTAL, 12, 13, 14, settled=made(12))
    for named, left in (("m1", 14), ("m2", 13)):
        found = known_error(replace(given, findings=(forbids(named),)), JOB)
        assert found is not None
        assert (found.answer.value, found.plain) == (left, True)


# --- items -----------------------------------------------------------------------------------------------------------


def item(kind: ItemKind = ItemKind.REVIEW, reason: str = "split", owner: str = "bob") -> ReviewItem:
    facets = Facets("de-en", "total", reason, "high", "2026-05-01", "t")
    return ReviewItem("i1", "job1", "u", ItemState.CLAIMED, 2, 0.5, owner=owner, kind=kind, facets=facets)


def test_a_seed_is_gold_with_its_mark() -> None:
    assert seeds.is_seed(item(ItemKind.GOLD, PLAIN))
    assert seeds.is_seed(item(ItemKind.GOLD, FORBIDDEN))
    assert not seeds.is_seed(item(ItemKind.GOLD))
    assert not seeds.is_seed(item(ItemKind.REVIEW, PLAIN))


@pytest.mark.parametrize(
    ("one", "value", "meaning"),
    [
        (item(ItemKind.CHECK), 12, "an audit shows what would be accepted"),
        (item(ItemKind.GOLD, PLAIN), 13, "a seed shows the error"),
        (item(ItemKind.GOLD), None, "gold is decided among all"),
        (item(), None, "so is any other"),
    ],
)
def test_the_answer_that_stands_alone(one: ReviewItem, value: Any, meaning: str) -> None:
    found = seeds.answer_alone(one, record(TOTAL, 12, 13, settled=made(12)), JOB)
    assert [blind.value for blind in found] == ([] if value is None else [value]), meaning


def test_nothing_stands_alone_without_a_verdict_or_an_error() -> None:
    assert seeds.answer_alone(item(ItemKind.CHECK), replace(record(TOTAL, 12), verdict=None), JOB) == ()
    assert seeds.answer_alone(item(ItemKind.GOLD, PLAIN), record(TOTAL, 12, settled=made(12)), JOB) == ()


def test_a_decision_that_shows_an_error_makes_a_seed_for_those_who_have_not_seen_it() -> None:
    effect = DecisionEffect(settled=made(12, seconded_by=("cem",)), edits=3)
    made_of = seeds.with_seed(effect, item(), record(TOTAL, 12, 13), JOB, frozenset({"bob", "ana"}))
    gold = made_of.gold
    assert gold is not None
    assert seeds.is_seed(gold)
    assert gold.barred == ("ana", "cem", "bob"), "who decided, who seconded, and who had it open"
    assert gold.facets == Facets("de-en", "total", PLAIN, "high", "2026-05-01"), "a filter must not leave it out"
    assert gold.id != item().id
    assert replace(made_of, gold=None) == effect


@pytest.mark.parametrize(
    ("effect", "one", "values", "meaning"),
    [
        (DecisionEffect(next_round=2), item(), (12, 13), "it is not settled"),
        (DecisionEffect(settled=made(12)), item(ItemKind.SPOT), (12, 13), "a spot check"),
        (DecisionEffect(settled=made(12)), item(), (12, 12), "there is no error"),
    ],
)
def test_what_makes_no_seed(effect: DecisionEffect, one: ReviewItem, values: tuple[int, ...], meaning: str) -> None:
    assert seeds.with_seed(effect, one, record(TOTAL, *values), JOB, frozenset()) is effect, meaning


@pytest.mark.parametrize(
    ("owner", "settled", "fit", "meaning"),
    [
        ("bob", made(12), True, "somebody else's"),
        ("ana", made(12), False, "their own decision"),
        ("bob", made(12, seconded_by=("bob",)), False, "they seconded it"),
        ("bob", None, False, "it was taken back"),
        ("bob", made("12"), False, "settled otherwise since: nothing is wrong any more"),
    ],
)
def test_whom_it_is_shown(owner: str, settled: Resolution | None, fit: bool, meaning: str) -> None:
    given = record(TOTAL, 12, 13, settled=settled)
    assert seeds.fit_for(item(ItemKind.GOLD, PLAIN, owner), given, JOB) is fit, meaning


# --- what is told to the guarantee -----------------------------------------------------------------------------------


def decision(judgement: str, reviewer: str = "bob", kind: ItemKind = ItemKind.GOLD) -> Decision:
    return Decision("g1", "job1", "u", kind, 1, made(13, judgement=judgement, reviewer=reviewer), undone=True)


@pytest.mark.parametrize(
    ("earlier", "says", "meaning"),
    [
        ([], "wrong", "caught at once"),
        ([decision("right")], "right", "missed first"),
        ([decision("style")], "right", "a matter of style is a miss"),
        ([decision("unsure")], "wrong", "nobody who was unsure missed it"),
        ([decision("right", "cem")], "wrong", "another person missed it"),
    ],
)
def test_taking_a_miss_back_does_not_catch_it(earlier: list[Decision], says: str, meaning: str) -> None:
    now = made(13, judgement="wrong", reviewer="bob")
    assert seeds.once_missed(now, earlier).judgement == says, meaning


def test_a_seed_is_marked_as_one_and_says_whether_a_check_names_it() -> None:
    given, now = record(TOTAL, 12, 13, settled=made(12)), made(13, judgement="wrong", reviewer="bob", decided_at="T")
    outcome = seeds.outcome_of(item(ItemKind.GOLD, PLAIN), None, now, given, JOB)
    assert outcome is not None
    seed = outcome.seed
    assert seed == Audit(
        "i1 bob", "job1", "u", "p", "de to en", "", Origin.SEEDED, drawn_at="T", due_at="T", plain=True
    )
    named = seeds.outcome_of(item(ItemKind.GOLD, FORBIDDEN), None, now, replace(given, findings=(forbids("m1"),)), JOB)
    assert named is not None
    assert named.seed is not None
    assert not named.seed.plain


def test_an_audit_waits_until_everybody_made_it() -> None:
    given, now = record(TOTAL, 12), made(12, judgement="right")
    assert seeds.outcome_of(item(ItemKind.CHECK), None, now, given, JOB) is None
    outcome = seeds.outcome_of(item(ItemKind.CHECK), replace(now, judgement="unsure"), now, given, JOB)
    assert outcome is not None
    assert (outcome.judgement, outcome.seed) == (Judgement.UNSURE, None), "as it was settled"


def test_what_was_drawn_looks_like_what_waits() -> None:
    given = record(TOTAL, 12, 13)
    assert given.verdict is not None
    accepted = replace(given, verdict=replace(given.verdict, outcome=Outcome.ACCEPTED, value=12))
    hidden = withheld(accepted)
    assert hidden.verdict is not None
    assert (hidden.answers, hidden.verdict.value, hidden.verdict.leading) == ((), None, None)
    assert hidden.verdict.outcome is Outcome.REVIEW
    assert "12" not in repr(hidden)
    decided = replace(accepted, resolution=made(12))
    assert withheld(decided) is decided, "once it is audited"
