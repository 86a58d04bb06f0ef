"""Levels and the cap of a batch: placed from scores and sizes, declared before any label is seen.

A level accepts units whose score reaches its floor; a looser level accepts everything that a stricter one does, and
more. A level may be certified only when those before it in the order are: the first false level has to be crossed
first, so that several levels cost nothing extra. Choosing the level with the best look afterwards does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, inf, isfinite, isnan

from consensus.domain import Claim, GuaranteeRecord, Level
from consensus.errors import UsageError

#: Shares of units at which levels are placed, strictest first.
COVERAGES = (0.45, 0.60, 0.75)
#: Levels among the fields that the rules hold back, where an order of them was learned: after each of so many parts.
PARTS = 4
#: Scores of what the rules accept are at least this, where an order was learned; those of what they hold back are less.
ACCEPTED_BY_RULES = 0.0
#: What levels and cap are placed from, at least; batches only where the policy names no cap.
PLACING_DOCUMENTS, PLACING_UNITS, PLACING_BATCHES = 30, 100, 10
#: Share of eligible units that a placed cap keeps.
KEPT_BY_CAP = 0.9


def declare_levels(scores: Sequence[float], coverages: Sequence[float] = COVERAGES) -> tuple[Level, ...]:
    """Levels, strictest first, from the scores of earlier units, without labels.

    scores: one for each unit; -inf for one that no level may accept. A level that would accept no more than a
    stricter one, or that would have to accept the unacceptable, is left out.
    """
    ordered = sorted(scores, reverse=True)
    if not ordered or any(map(isnan, ordered)):
        raise UsageError("levels need the scores of earlier units.", do="Run the policy on some documents first.")
    picked = (ordered[max(0, ceil(share * len(ordered)) - 1)] for share in sorted(coverages))
    floors = dict.fromkeys(floor for floor in picked if isfinite(floor))
    return tuple(Level(floor, sum(score >= floor for score in ordered) / len(ordered)) for floor in floors)


def declare_further(scores: Sequence[float]) -> tuple[Level, ...]:
    """Levels where scores below ``ACCEPTED_BY_RULES`` are a learned order of what the rules hold back: stricter ones,
    all that the rules accept, and then a further part of what they hold back at a time. Without labels."""
    count, ordered = len(scores), sorted(scores, reverse=True)
    accepted = sum(score >= ACCEPTED_BY_RULES for score in ordered)
    stricter = [share for share in COVERAGES if ceil(share * count) < accepted]
    found = [one.floor for one in declare_levels(scores, stricter)] if stricter else []
    found = [floor for floor in found if sum(score >= floor for score in ordered) < accepted]
    found += [ACCEPTED_BY_RULES] if accepted else []
    held = [score for score in ordered if -inf < score < ACCEPTED_BY_RULES]
    found += [held[ceil(len(held) * part / PARTS) - 1] for part in range(1, PARTS + 1) if held]
    floors = dict.fromkeys(found)
    return tuple(Level(floor, sum(score >= floor for score in ordered) / count) for floor in floors)


def order_further(levels: Sequence[Level]) -> tuple[int, ...]:
    """Start where a policy without an order would, and widen over all that the rules accept into what they hold back;
    then the stricter ones. What is not certified ends it, so that nothing held back is certified before the rules."""
    by_rules = sum(level.floor >= ACCEPTED_BY_RULES for level in levels)
    start = max(0, by_rules - 1) // 2
    return (*range(start, len(levels)), *reversed(range(start)))


def default_order(count: int) -> tuple[int, ...]:
    """Start in the middle and widen; then the stricter ones. Never start at the strictest of several."""
    start = count // 2
    return (*range(start, count), *reversed(range(start)))


def level_of(score: float, levels: Sequence[Level]) -> int | None:
    """The strictest level that accepts this score; None when none does."""
    return next((index for index, level in enumerate(levels) if score >= level.floor), None)


def place_cap(sizes: Sequence[int]) -> int:
    """The smallest cap, in tens, that keeps nine in ten eligible units. sizes: eligible units by batch."""
    cap = 10
    while sum(min(size, cap) for size in sizes) < KEPT_BY_CAP * sum(sizes):
        cap += 10
    return cap


def placed(record: GuaranteeRecord) -> bool:
    """Whether enough was scored for levels and cap."""
    return (
        record.documents >= PLACING_DOCUMENTS
        and len(record.scores) >= PLACING_UNITS
        and (record.cap is not None or len(record.sizes) >= PLACING_BATCHES)
        and any(map(isfinite, record.scores))
    )


def declared(record: GuaranteeRecord) -> Claim:
    """What an attempt sets out to show, from what was scored so far."""
    cap = record.cap or place_cap(record.sizes)
    if record.ordered:
        levels = declare_further(record.scores)
        return Claim(record.alpha, record.confidence, record.catch, levels, order_further(levels), cap)
    share = sum(map(isfinite, record.scores)) / max(1, len(record.scores))
    levels = declare_levels(record.scores, [one for one in COVERAGES if one <= share] or [share])
    return Claim(record.alpha, record.confidence, record.catch, levels, default_order(len(levels)), cap)
