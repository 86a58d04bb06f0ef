"""What a decision leads to: it settles the unit, or goes to a blind second reviewer, or to an adjudicator. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

#: The rounds of an item: first reviewer, blind second reviewer, adjudicator; and those that nobody is shown any more.
FIRST, SECOND, ADJUDICATION, RETIRED = 1, 2, 3, 4
#: Share of audits that a second person makes as well, where there is one.
AUDITED_TWICE = 0.1
#: From the best that is said of an audited answer to the worst.
_WORSE = (Judgement.RIGHT, Judgement.STYLE, Judgement.UNSURE, Judgement.WRONG)


def effect_of(
    item: ReviewItem, made: Resolution, earlier: Sequence[Decision], rules: ReviewRules, draw: Draw
) -> DecisionEffect:
    """Where a decision leads. earlier: those on the item before it, newest first. Pure.

    A known error that somebody called right is shown to nobody else: perhaps it is right. What two people who audited
    the same answer agree on counts as the worse of the two says, and delivers what that one made of it.
    """
    if item.kind is ItemKind.GOLD:
        return DecisionEffect(next_round=RETIRED if _calls_it_right(made) else FIRST)
    if item.round == FIRST:
        second = draw("second review", item.id) < rules.second_share
        return DecisionEffect(next_round=SECOND) if second else DecisionEffect(settled=made)
    standing = in_force(earlier)
    if item.round == SECOND:
        first = next((one.resolution for one in standing if one.round == FIRST), None)
        if first is not None:
            if not same_answer(first, made):
                return DecisionEffect(next_round=ADJUDICATION)
            stands, other = (made, first) if _is_worse(made, first) else (first, made)
            return DecisionEffect(replace(stands, seconded_by=(other.reviewer,)))
    others = tuple(dict.fromkeys(one.resolution.reviewer for one in reversed(standing)))
    return DecisionEffect(settled=replace(made, seconded_by=others))


def with_gold(effect: DecisionEffect, item: ReviewItem, rules: ReviewRules) -> DecisionEffect:
    """What two people settled is known well enough to be shown to others as gold."""
    settled = effect.settled
    if settled is None or not settled.seconded_by or not rules.gold_share or settled.action is Action.REJECTED:
        return effect
    return replace(effect, gold=shown_again(item, settled, "gold-item", replace(item.facets, twin="")))


def shown_again(
    item: ReviewItem, settled: Resolution, name: str, facets: Facets, seen_by: Iterable[str] = ()
) -> ReviewItem:
    """An item that shows a settled unit to those who did not settle it. seen_by: who is not shown it either."""
    return ReviewItem(
        id=digest(name, item.job_id, item.unit_id),
        job_id=item.job_id,
        unit_id=item.unit_id,
        state=ItemState.OPEN,
        version=1,
        priority=item.priority,
        kind=ItemKind.GOLD,
        barred=tuple(dict.fromkeys((settled.reviewer, *settled.seconded_by, *sorted(seen_by)))),
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


def missed_error(made: Decision) -> bool:
    """Whether a decision calls a known error right, or a matter of style; also one that was taken back."""
    return made.kind is ItemKind.GOLD and _calls_it_right(made.resolution)


def _calls_it_right(made: Resolution) -> bool:
    return bool(made.judgement) and not Judgement(made.judgement).wrong


def same_answer(one: Resolution, other: Resolution) -> bool:
    """Whether two people came to the same: the same value, or both that none is right; of an audit, whether it is."""
    if one.judgement and other.judgement:
        return Judgement(one.judgement).wrong is Judgement(other.judgement).wrong
    return answer_of(one) == answer_of(other)


def _is_worse(made: Resolution, first: Resolution) -> bool:
    """Whether the second of two auditors says worse of the answer than the first."""
    if not made.judgement or not first.judgement:
        return False
    return _WORSE.index(Judgement(made.judgement)) > _WORSE.index(Judgement(first.judgement))


def answer_of(made: Resolution) -> str:
    """What a decision says, as a label: the value whoever wrote it, or "rejected"."""
    return "rejected" if made.action is Action.REJECTED else content(made.value)
