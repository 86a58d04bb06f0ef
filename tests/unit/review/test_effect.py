"""Where a decision leads: settled, to a blind second reviewer, to an adjudicator; and what it settles besides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import Action, Decision, Facets, ItemKind, ItemState, Resolution, ReviewItem, ReviewRules
from consensus.domain.job import DecisionEffect
from consensus.review import answer_of, effect_of, repeated, with_gold

AT = "2026-05-04T12:00:00+00:00"
NONE = ReviewRules()


def made(reviewer: str, value: Any = "x", action: Action = Action.CHOSEN, judgement: str = "") -> Resolution:
    return Resolution("s1", action, reviewer, value, AT, AT, judgement=judgement)


def item(round_: int = 1, kind: ItemKind = ItemKind.REVIEW) -> ReviewItem:
    facets = Facets(reason="split", twin="t")
    return ReviewItem("i1", "job1", "s1", ItemState.CLAIMED, 3, 0.5, "ben", kind=kind, round=round_, facets=facets)


def decision(resolution: Resolution, round_: int = 1, *, undone: bool = False) -> Decision:
    return Decision("i1", "job1", "s1", ItemKind.REVIEW, round_, resolution, undone=undone)


def drawn(number: float) -> Any:
    return lambda purpose, name: number


@pytest.mark.parametrize(
    ("share", "draw", "second", "meaning"),
    [
        (0.0, 0.0, False, "a policy without second reviewers has none, whatever is drawn"),
        (0.2, 0.19, True, "below the share"),
        (0.2, 0.2, False, "a share of 0.2 takes the draws below it"),
        (0.2, 0.21, False, "above"),
        (1.0, 0.999, True, "always"),
    ],
)
def test_a_second_reviewer_is_drawn(share: float, draw: float, second: bool, meaning: str) -> None:
    effect = effect_of(item(), made("ana"), (), ReviewRules(second_share=share), drawn(draw))
    assert effect == (DecisionEffect(next_round=2) if second else DecisionEffect(settled=made("ana"))), meaning


def test_gold_is_open_again_for_the_next_and_settles_nothing() -> None:
    effect = effect_of(item(kind=ItemKind.GOLD), made("ana"), (), ReviewRules(second_share=1.0), drawn(0.0))
    assert effect == DecisionEffect(next_round=1)


@pytest.mark.parametrize(("judgement", "round_"), [("wrong", 1), ("unsure", 1), ("right", 4), ("style", 4)])
def test_a_known_error_that_somebody_called_right_is_shown_to_nobody_else(judgement: str, round_: int) -> None:
    said = made("ana", judgement=judgement)
    assert effect_of(item(kind=ItemKind.GOLD), said, (), NONE, drawn(0.0)) == DecisionEffect(next_round=round_)


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (("right", "x"), ("style", "y"), "second"),
        (("style", "y"), ("right", "x"), "first"),
        (("unsure", None), ("wrong", "z"), "second"),
        (("wrong", "z"), ("unsure", None), "first"),
        (("wrong", "z"), ("wrong", "y"), "first"),
        (("right", "x"), ("wrong", "z"), "nobody"),
        (("wrong", "z"), ("right", "x"), "nobody"),
        (("style", "y"), ("unsure", None), "nobody"),
    ],
)
def test_an_audit_by_two_is_never_better_than_the_worse_of_them(
    first: tuple[str, Any], second: tuple[str, Any], stands: str
) -> None:
    one, two = made("ana", first[1], judgement=first[0]), made("ben", second[1], judgement=second[0])
    effect = effect_of(item(2, ItemKind.CHECK), two, [decision(one)], NONE, drawn(0.0))
    if stands == "nobody":
        assert effect == DecisionEffect(next_round=3), "it waits, and what waits counts as wrong"
    else:
        said, other = (one, two) if stands == "first" else (two, one)
        assert effect.settled == replace(said, seconded_by=(other.reviewer,))


def test_two_who_agree_settle_what_the_first_decided() -> None:
    first = made("ana", "x")
    effect = effect_of(item(2), made("ben", "x", Action.REWRITTEN), [decision(first)], NONE, drawn(0.0))
    assert effect == DecisionEffect(settled=replace(first, seconded_by=("ben",)))


def test_two_who_disagree_go_to_an_adjudicator() -> None:
    effect = effect_of(item(2), made("ben", "y"), [decision(made("ana", "x"))], NONE, drawn(0.0))
    assert effect == DecisionEffect(next_round=3)


def test_a_second_decision_whose_first_was_taken_back_settles_alone() -> None:
    earlier = [decision(made("ana", "x"), undone=True)]
    assert effect_of(item(2), made("ben", "y"), earlier, NONE, drawn(0.0)) == DecisionEffect(settled=made("ben", "y"))


def test_the_first_rounds_decision_is_compared_and_no_other() -> None:
    earlier = [decision(made("cleo", "z"), 2), decision(made("ana", "x"), 1)]
    found = effect_of(item(2), made("ben", "x"), earlier, NONE, drawn(0.0))
    assert found.settled == replace(made("ana", "x"), seconded_by=("ben",))


def test_an_adjudicator_settles_what_two_disagreed_on() -> None:
    earlier = [decision(made("ben", "y"), 2), decision(made("ana", "x"), 1), decision(made("zoe", "z"), 1, undone=True)]
    effect = effect_of(item(3), made("ada", "x"), earlier, NONE, drawn(0.0))
    assert effect == DecisionEffect(settled=replace(made("ada", "x"), seconded_by=("ana", "ben"))), (
        "in the order they decided"
    )


@pytest.mark.parametrize(
    ("one", "other", "agree", "meaning"),
    [
        (made("a", "x"), made("b", "x", Action.EDITED), True, "whoever wrote it"),
        (made("a", 12), made("b", 12.0), True, "one number"),
        (made("a", "x"), made("b", "y"), False, "another value"),
        (made("a", None, Action.REJECTED), made("b", None, Action.REJECTED), True, "none is right"),
        (made("a", None, Action.REJECTED), made("b", None), False, "that it is absent is an answer"),
        (made("a", "x", judgement="right"), made("b", "y", judgement="style"), True, "of a check: right"),
        (made("a", "x", judgement="wrong"), made("b", "y", judgement="unsure"), True, "of a check: not right"),
        (made("a", "x", judgement="right"), made("b", "x", judgement="wrong"), False, "of a check: one each"),
        (made("a", "x", judgement="right"), made("b", "x"), True, "one of them was no check: the values"),
        (made("a", "x"), made("b", "y", judgement="right"), False, "one of them was no check: the values"),
    ],
)
def test_who_agrees(one: Resolution, other: Resolution, agree: bool, meaning: str) -> None:
    effect = effect_of(item(2), other, [decision(one)], NONE, drawn(0.0))
    assert (effect.settled is not None) is agree, meaning


def test_the_label_of_a_decision() -> None:
    assert answer_of(made("a", "x")) == '"x"'
    assert answer_of(made("a", "x", Action.REJECTED)) == "rejected"


# --- gold ------------------------------------------------------------------------------------------------------------

GOLD = ReviewRules(gold_share=0.1)
SECONDED = replace(made("ana", "x"), seconded_by=("ben",))


def test_what_two_settled_is_shown_to_others() -> None:
    effect = with_gold(DecisionEffect(settled=SECONDED), item(2), GOLD)
    gold = effect.gold
    assert gold is not None
    assert (gold.kind, gold.state, gold.version, gold.priority) == (ItemKind.GOLD, ItemState.OPEN, 1, 0.5)
    assert gold.barred == ("ana", "ben"), "they know it"
    assert gold.id != "i1"
    assert (gold.facets.reason, gold.facets.twin) == ("split", "")


@pytest.mark.parametrize(
    ("settled", "rules", "meaning"),
    [
        (None, GOLD, "nothing was settled"),
        (made("ana", "x"), GOLD, "one person alone"),
        (SECONDED, NONE, "the policy wants none"),
        (replace(SECONDED, action=Action.REJECTED, value=None), GOLD, "there is no right answer to show"),
    ],
)
def test_what_is_no_gold(settled: Resolution | None, rules: ReviewRules, meaning: str) -> None:
    effect = DecisionEffect(settled=settled, next_round=2)
    assert with_gold(effect, item(2), rules) is effect, meaning


# --- repeats ---------------------------------------------------------------------------------------------------------


def test_a_decision_settles_its_repeats_in_its_name() -> None:
    twin = replace(item(), id="i2", unit_id="s2")
    effect = repeated(DecisionEffect(settled=made("ana")), item(), [(twin, replace(made("ana"), unit_id="s2"))], AT)
    ((where, copy, event),) = effect.duplicates
    assert (where, copy.unit_id, copy.repeats) == (twin, "s2", "i1")
    assert (event.at, event.actor, event.action, event.subject) == (AT, "ana", "resolve-repeat", "i2")
    assert event.detail == "as unit s1"


def test_what_is_not_settled_settles_no_repeats() -> None:
    twin = replace(item(), id="i2", unit_id="s2")
    assert repeated(DecisionEffect(next_round=2), item(), [(twin, made("ana"))], AT) == DecisionEffect(next_round=2)
