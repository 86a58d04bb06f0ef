"""Whatever settles a unit before its audit was made spoils the audit: it counts as wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import Event, Facets, ItemKind, Judgement
from consensus.domain.job import DecisionEffect, QueueFilter
from consensus.storage.store import SqlStore
from tests.audited import KEY, NOW, Audited, at, resolution

EVENT = Event(at(), "ana", "test", "job")


@pytest.fixture
def log(store: SqlStore) -> Audited:
    made = Audited(store)
    made.save()
    return made


def _as_a_duplicate(log: Audited, audit: Any, first: str) -> None:
    """Its own item is settled with another that has the same text."""
    twin = log.store.item(audit.item_id)
    made = resolution(audit.unit_id, repeats=first)
    effect = DecisionEffect(settled=resolution("s1"), duplicates=((twin, made, EVENT),))
    assert log.resolve(first, resolution("s1"), effect)


def _as_another_item(log: Audited, audit: Any, _: str) -> None:
    """The unit waits for another reason as well."""
    other = log.item(audit.job_id, audit.unit_id, ItemKind.SPOT)
    unit = next(one for one in log.store.units(audit.job_id) if one.unit.id == audit.unit_id)
    log.store.save_decisions(audit.job_id, [unit], [replace(other, id="spot")])
    assert log.resolve("spot", resolution(audit.unit_id))


def _in_bulk(log: Audited, audit: Any, _: str) -> None:
    """Its item is gone, and the rest of the document is confirmed as it stands."""
    unit = next(one for one in log.store.units(audit.job_id) if one.unit.id == audit.unit_id)
    log.store.save_decisions(audit.job_id, [unit], [])
    assert log.store.confirm(audit.job_id, [(resolution(audit.unit_id, bulk=True), EVENT)]) == 1


def _edited(log: Audited, audit: Any, _: str) -> None:
    """Its own item, decided like one that is no audit."""
    assert log.resolve(audit.item_id, resolution(audit.unit_id))


PATHS = (_as_a_duplicate, _as_another_item, _in_bulk, _edited)


@pytest.mark.parametrize("settles", PATHS, ids=[path.__name__.strip("_") for path in PATHS])
def test_what_settles_a_unit_spoils_its_audit(log: Audited, settles: Callable[..., None]) -> None:
    drawn = log.closed(drawn=[0, 2])
    first, other = drawn.audits
    log.store.save_decisions(drawn.job_id, [], [replace(log.item(drawn.job_id, "s1"), facets=Facets(twin="x"))])
    settles(log, first, f"{drawn.job_id}/s1")
    assert log.audit(first.item_id) == replace(first, spoiled=True)
    assert log.audit(other.item_id) == other, "another unit's"
    assert log.now().entries[0].wrong == (1, 1, 1)
    log.judge(first, Judgement.RIGHT)
    (entry,) = log.now().entries
    assert (entry.wrong, entry.pending) == ((1, 1, 1), (0, 0, 1)), "whatever it says later"


def test_an_audit_that_is_made_is_not_spoiled(log: Audited) -> None:
    drawn = log.closed(drawn=[0])
    (audit,) = drawn.audits
    assert log.resolve(audit.item_id, resolution("s0", Judgement.RIGHT))
    log.judge(audit, Judgement.RIGHT)
    assert not log.audit(audit.item_id).spoiled
    (entry,) = log.now().entries
    assert (entry.m, entry.wrong, entry.pending) == ((1, 1, 1), (0, 0, 0), (0, 0, 0))


def test_a_first_of_two_decisions_spoils_nothing_yet(log: Audited) -> None:
    drawn = log.closed(drawn=[0])
    assert log.resolve(drawn.audits[0].item_id, resolution("s0"), DecisionEffect(next_round=2))
    assert log.store.audits(KEY) == drawn.audits


def test_a_decision_that_is_taken_back_leaves_the_audit_spoiled(log: Audited) -> None:
    drawn = log.closed(drawn=[0])
    assert log.resolve(drawn.audits[0].item_id, resolution("s0"))
    (made,) = log.store.decisions()
    with log.store.transaction() as tx:
        assert tx.undo(made, NOW, 900, EVENT)
    assert log.store.audits(KEY)[0].spoiled


def test_a_decision_that_comes_to_nothing_spoils_nothing(log: Audited) -> None:
    drawn = log.closed(drawn=[0])
    item = log.store.claim(drawn.audits[0].item_id, QueueFilter(), "ana", NOW, 900)
    assert item is not None
    with log.store.transaction() as tx:
        assert not tx.resolve(replace(item, version=9), resolution("s0"), EVENT)
    with suppress(InterruptedError), log.store.transaction() as tx:
        assert tx.resolve(item, resolution("s0"), EVENT)
        raise InterruptedError
    assert log.store.audits(KEY) == drawn.audits
