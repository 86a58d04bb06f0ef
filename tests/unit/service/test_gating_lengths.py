"""Long and short documents under one guarantee."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from consensus.domain import GuaranteeUpdate, Origin, Outcome
from consensus.service.guarantee.transitions import kept


def limited(world: Any, largest: int) -> None:
    """As if the longest document before levels were declared had so many units, and half as many again are allowed."""
    (book,) = world.store.load_guarantees(world.clock.now().isoformat())
    record = replace(kept(book), largest=largest)
    world.store.change_guarantee(record.key, world.clock.now().isoformat(), lambda _: GuaranteeUpdate(record))


def test_the_longest_document_is_declared_with_the_levels(world: Any) -> None:
    world.submit([at / 100 for at in range(1, 41)])
    world.submit([at / 100 for at in range(1, 61)])
    (book,) = world.store.load_guarantees(world.clock.now().isoformat())
    assert (kept(book).largest, kept(book).life != "") == (90, True), "60 units, and half as many again"


def test_of_a_longer_one_nothing_is_accepted_or_drawn(world: Any) -> None:
    world.certified()
    limited(world, 10)
    for units, accepted in ((10, 10), (11, 0)):
        job = world.submit([1.0] * units)
        found = world.store.units(job.id)
        assert sum(one.verdict.outcome is Outcome.ACCEPTED for one in found) == accepted
        if not accepted:
            assert world.store.checks_of(job.id) == []


def test_short_documents_count_by_their_share_of_the_longest(world: Any) -> None:
    world.levels_declared()
    limited(world, 10)
    counted = 0
    for _ in range(100):
        job = world.submit([1.0])
        (check,) = world.store.checks_of(job.id)
        counted += check.origin is Origin.CALIBRATION
    assert 2 <= counted <= 24, "one in ten"
    job = world.submit([1.0] * 10)
    assert sum(one.origin is Origin.CALIBRATION for one in world.store.checks_of(job.id)) == 1
