"""Which answers are surely wrong once a person has decided, and when they are shown to others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Candidate,
    Facets,
    Field,
    Finding,
    ItemKind,
    ItemState,
    Outcome,
    Resolution,
    ReviewItem,
    Segment,
    Severity,
    Unit,
    Verdict,
)
from consensus.domain.job import DecisionEffect, UnitRecord
from consensus.review import SEED, BlindAnswer, answer_alone, is_seed, known_error, with_seed
from consensus.review.seeding import SEED as MARK

SEGMENT = Segment("u", 0, "Wait 30 days.", 0, 13)
TOTAL = Field("u", 0, "total", "total", {})
LATE = Abstention("u", "m9", "f9", AbstentionReason.TIMEOUT)


def made(value: Any, **changes: Any) -> Resolution:
    return replace(Resolution("u", Action.CHOSEN, "ana", value, "t", "t"), **changes)


def record(unit: Unit, *values: Any, findings: tuple[Finding, ...] = (), settled: Any = None) -> UnitRecord:
    answers = tuple(Candidate("u", f"m{n}", f"f{n}", value) for n, value in enumerate(values))
    verdict = Verdict("u", Outcome.REVIEW, "split", ("r",), None, values[0] if values else None, "m0")
    return UnitRecord(unit, (LATE, *answers), None, findings, verdict, settled)


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
    found = known_error(record(TOTAL, *given, settled=made(right)))
    assert (found.value if found else None) == wrong, meaning


def test_everybody_who_gave_it_is_behind_the_letter() -> None:
    assert known_error(record(TOTAL, 12, 13, 13.0, settled=made(12))) == BlindAnswer("A", 13, ("m1", "m2"))


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
    found = known_error(record(SEGMENT, "30 Tage", "80 Tage", findings=findings, settled=made("30 Tage")))
    assert (found is not None) is shown, meaning
    if found is not None:
        assert (found.value, found.members) == ("80 Tage", ("m1",))


@pytest.mark.parametrize(
    "settled",
    [None, made(12, bulk=True), made(12, repeats="i0"), made(None, action=Action.REJECTED)],
    ids=["nobody decided", "with others", "looked at elsewhere", "none was right"],
)
def test_what_a_person_did_not_look_at_shows_no_error(settled: Resolution | None) -> None:
    assert known_error(record(TOTAL, 12, 13, settled=settled)) is None


def test_the_decision_that_is_being_made_counts_before_the_stored_one() -> None:
    found = known_error(record(TOTAL, 12, 13, settled=made(12)), made(13))
    assert found is not None
    assert found.value == 12


# --- items -----------------------------------------------------------------------------------------------------------


def item(kind: ItemKind = ItemKind.REVIEW, reason: str = "split") -> ReviewItem:
    facets = Facets(reason=reason, since="2026-05-01", twin="t", field="total")
    return ReviewItem("i1", "job1", "u", ItemState.CLAIMED, 2, 0.5, kind=kind, facets=facets)


def test_a_seed_is_gold_with_its_mark() -> None:
    assert is_seed(item(ItemKind.GOLD, MARK))
    assert not is_seed(item(ItemKind.GOLD))
    assert not is_seed(item(ItemKind.REVIEW, MARK))
    assert MARK != SEED, "the seed of the blind letters is another thing"


@pytest.mark.parametrize(
    ("one", "value", "meaning"),
    [
        (item(ItemKind.CHECK), 12, "a check shows what would be accepted"),
        (item(ItemKind.GOLD, MARK), 13, "a seed shows the error"),
        (item(ItemKind.GOLD), None, "gold is decided among all"),
        (item(), None, "so is any other"),
    ],
)
def test_the_answer_that_stands_alone(one: ReviewItem, value: Any, meaning: str) -> None:
    found = answer_alone(one, record(TOTAL, 12, 13, settled=made(12)))
    assert [blind.value for blind in found] == ([] if value is None else [value]), meaning


def test_nothing_stands_alone_without_a_verdict_or_an_error() -> None:
    assert answer_alone(item(ItemKind.CHECK), replace(record(TOTAL, 12), verdict=None)) == ()
    assert answer_alone(item(ItemKind.GOLD, MARK), record(TOTAL, 12, settled=made(12))) == ()


def test_a_decision_that_shows_an_error_makes_a_seed() -> None:
    gold = with_seed(DecisionEffect(settled=made(12)), item(), record(TOTAL, 12, 13)).gold
    assert gold is not None
    assert is_seed(gold)
    assert (gold.barred, gold.facets) == (("ana",), Facets(reason=MARK, since="2026-05-01"))
    assert gold.id != item().id


@pytest.mark.parametrize(
    ("effect", "one", "values", "meaning"),
    [
        (DecisionEffect(next_round=2), item(), (12, 13), "it is not settled"),
        (DecisionEffect(settled=made(12)), item(ItemKind.SPOT), (12, 13), "a spot check"),
        (DecisionEffect(settled=made(12)), item(), (12, 12), "there is no error"),
    ],
)
def test_what_makes_no_seed(effect: DecisionEffect, one: ReviewItem, values: tuple[int, ...], meaning: str) -> None:
    assert with_seed(effect, one, record(TOTAL, *values)) is effect, meaning
