"""What a decision leads to: it settles the unit, or goes to a blind second reviewer, or to an adjudicator. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consensus.domain import (
    Action,
    Decision,
    Draw,
    Event,
    Facets,
    ItemKind,
    ItemState,
    Judgement,
    Resolution,
    ReviewItem,
    ReviewRules,
)
from consensus.domain.job import DecisionEffect
from consensus.normalize.digests import digest
from consensus.review.order import content

#: The rounds of an item: first reviewer, blind second reviewer, adjudicator.
FIRST, SECOND, ADJUDICATION = 1, 2, 3
#: Share of blind checks that a second person makes as well, where there is one.
CHECKED_TWICE = 0.1


def effect_of(
    item: ReviewItem, made: Resolution, earlier: Sequence[Decision], rules: ReviewRules, draw: Draw
) -> DecisionEffect:
    """Where a decision leads. earlier: those on the item before it, newest first. Pure."""
    if item.kind is ItemKind.GOLD:
        return DecisionEffect(next_round=FIRST)
    if item.round == FIRST:
        second = draw("second review", item.id) < rules.second_share
        return DecisionEffect(next_round=SECOND) if second else DecisionEffect(settled=made)
    standing = in_force(earlier)
    if item.round == SECOND:
        first = next((one.resolution for one in standing if one.round == FIRST), None)
        if first is not None:
            agree = same_answer(first, made)
            return (
                DecisionEffect(replace(first, seconded_by=(made.reviewer,)))
                if agree
                else DecisionEffect(next_round=ADJUDICATION)
            )
    others = tuple(dict.fromkeys(one.resolution.reviewer for one in reversed(standing)))
    return DecisionEffect(settled=replace(made, seconded_by=others))


def with_gold(effect: DecisionEffect, item: ReviewItem, rules: ReviewRules) -> DecisionEffect:
    """What two people settled is known well enough to be shown to others as gold."""
    settled = effect.settled
    if settled is None or not settled.seconded_by or not rules.gold_share or settled.action is Action.REJECTED:
        return effect
    return replace(effect, gold=shown_again(item, settled, "gold-item", replace(item.facets, twin="")))


def shown_again(item: ReviewItem, settled: Resolution, name: str, facets: Facets) -> ReviewItem:
    """An item that shows a settled unit to those who did not settle it."""
    return ReviewItem(
        id=digest(name, item.job_id, item.unit_id),
        job_id=item.job_id,
        unit_id=item.unit_id,
        state=ItemState.OPEN,
        version=1,
        priority=item.priority,
        kind=ItemKind.GOLD,
        barred=(settled.reviewer, *settled.seconded_by),
        facets=facets,
    )


def repeated(
    effect: DecisionEffect, item: ReviewItem, alike: Sequence[tuple[ReviewItem, Resolution]], at: str
) -> DecisionEffect:
    """A decision together with what it settles for open items like it, audited as such."""
    settled = effect.settled
    if settled is None:
        return effect
    duplicates = []
    for twin, copy in alike:
        event = Event(at, settled.reviewer, "resolve-repeat", twin.id, f"as unit {settled.unit_id}")
        duplicates.append((twin, replace(copy, repeats=item.id), event))
    return replace(effect, duplicates=tuple(duplicates))


def in_force(made: Sequence[Decision]) -> list[Decision]:
    """Decisions that nobody took back."""
    return [one for one in made if not one.undone]


def same_answer(one: Resolution, other: Resolution) -> bool:
    """Whether two people came to the same: the same value, or both that none is right; of a check, whether it is."""
    if one.judgement and other.judgement:
        return Judgement(one.judgement).wrong is Judgement(other.judgement).wrong
    return answer_of(one) == answer_of(other)


def answer_of(made: Resolution) -> str:
    """What a decision says, as a label: the value whoever wrote it, or "rejected"."""
    return "rejected" if made.action is Action.REJECTED else content(made.value)
