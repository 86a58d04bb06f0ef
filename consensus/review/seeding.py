"""Known errors shown again as blind checks: how many of them reviewers see is what their checks are worth. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from consensus.domain import (
    Action,
    Answer,
    Candidate,
    Facets,
    Field,
    ItemKind,
    Resolution,
    ReviewItem,
)
from consensus.domain.job import DecisionEffect, UnitRecord
from consensus.normalize.digests import digest
from consensus.review.effect import shown_again
from consensus.review.order import BlindAnswer, content, lone_answer

#: Marks a gold item that shows an error; nobody sees it, and the queue's filters leave gold out.
SEED = "known error"
#: Share of decisions before which one is shown, where a policy has a guarantee.
SEED_SHARE = 0.05
#: Checks that name a fact; what they forbid in an answer that a person passed over for another is an error.
_FACTS = frozenset(
    {"numbers", "signs", "percent", "units", "currency", "dates", "times", "placeholders", "untranslated", "codes"}
)


def is_seed(item: ReviewItem) -> bool:
    """Whether an item shows a known error."""
    return item.kind is ItemKind.GOLD and item.facets.reason == SEED


def known_error(record: UnitRecord, settled: Resolution | None = None) -> BlindAnswer | None:
    """An answer to this unit that is surely wrong, by what a person settled; None where none surely is.

    settled: the decision, where it is not yet in the record. Of a field: a number or a truth value other than the
    settled one. Of a segment: an answer that a check of facts forbids, where another was taken that it does not.
    """
    made = settled or record.resolution
    if made is None or made.bulk or made.repeats or made.action is Action.REJECTED:
        return None
    wrong = [a for a in record.answers if isinstance(a, Candidate) and _is_wrong(a, made.value, record)]
    if not wrong:
        return None
    value = min(wrong, key=lambda answer: digest("seed", record.unit.id, content(answer.value))).value
    return BlindAnswer("A", value, tuple(sorted(a.member for a in wrong if content(a.value) == content(value))))


def answer_alone(item: ReviewItem, record: UnitRecord) -> tuple[BlindAnswer, ...]:
    """The one answer of an item that is judged alone; nothing for one that is decided among all answers."""
    if item.kind is ItemKind.CHECK and record.verdict is not None:
        return lone_answer(record.answers, record.verdict)
    seed = known_error(record) if is_seed(item) else None
    return (seed,) if seed is not None else ()


def with_seed(effect: DecisionEffect, item: ReviewItem, record: UnitRecord) -> DecisionEffect:
    """The decision shows that another answer was wrong, so that others can be shown it."""
    settled = effect.settled
    if settled is None or item.kind is not ItemKind.REVIEW or known_error(record, settled) is None:
        return effect
    facets = Facets(reason=SEED, since=item.facets.since)
    return replace(effect, gold=shown_again(item, settled, "seed-item", facets))


def _is_wrong(answer: Candidate, value: Any, record: UnitRecord) -> bool:
    if content(answer.value) == content(value):
        return False
    if isinstance(record.unit, Field):
        return isinstance(answer.value, int | float) and isinstance(value, int | float)
    forbidden = _forbidden(answer, record)
    taken = [a for a in record.answers if isinstance(a, Candidate) and content(a.value) == content(value)]
    return bool(forbidden) and not any(_forbidden(one, record) & forbidden for one in taken)


def _forbidden(answer: Answer, record: UnitRecord) -> frozenset[str]:
    found = (f.check for f in record.findings if f.veto and f.member == answer.member)
    return frozenset(found) & _FACTS
