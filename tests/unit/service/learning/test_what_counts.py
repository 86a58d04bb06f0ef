"""Which decisions of people are evidence for what is learned: one rule, whoever reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from consensus import review
from consensus.auth.roles import Role
from consensus.domain import Action, Document, Event, Field, ItemKind, ProposalKind, Resolution, Task
from consensus.domain.job import JobRecord, QueueFilter, UnitRecord
from consensus.learn.labels import looked_at
from consensus.service.labels import Labels
from consensus.service.learning.conventions import convention_proposals
from consensus.service.learning.decided import by_itself, decided_jobs, field_decisions
from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock
from tests import decided as given
from tests.proposed import changes_in, home_in, proposals_in
from tests.records import ROWS, bill

MADE = Resolution("u0", Action.EDITED, "ana", None, given.AT, given.AT, "m0")


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"action": Action.CHOSEN}, True),
        ({"action": Action.REWRITTEN, "chosen_member": ""}, True),
        ({"seconded_by": ("ben",)}, True),
        ({"overruled": ("numbers",)}, True),
        ({"bulk": True}, False),
        ({"repeats": "another item"}, False),
        ({"judgement": "wrong"}, False),
        ({"action": Action.REJECTED}, False),
    ],
    ids=lambda value: next(iter(value), "edited") if isinstance(value, dict) else "",
)
def test_what_is_evidence_for_a_proposal(change: dict[str, Any], counts: bool) -> None:
    made = replace(MADE, **change)
    record = UnitRecord(Field("u0", 0, "discount", "discount", {}), resolution=made)
    assert (by_itself(record) is made) is counts
    assert by_itself(replace(record, resolution=None)) is None
    assert looked_at(made) is not (made.bulk or bool(made.repeats)), "rejections and audits are labels all the same"


def kept(store: SqlStore, number: int, **how: Any) -> None:
    """A document of whose field a person kept what the models say."""
    name = f"kept{number}"
    document = Document(name, name, Task.EXTRACT, "text", f"Kept {number}", "en", None, schema=given.SCHEMA)
    unit = Field("u0", 0, "discount", "discount", {})
    store.create_job(JobRecord(name, document, given.MINE, given.PANEL, name, "done", given.AT), [])
    store.save_decisions(name, [given._record(unit, 0, 0, "")], [])
    made = replace(given._resolution(unit, 0, 0, ""), **how)
    store.confirm(name, [(made, Event(given.AT, "ana", "confirm", name))])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return home_in(tmp_path)


@pytest.mark.parametrize(
    ("how", "found"), [({}, 0), ({"bulk": True}, 1), ({"repeats": "i"}, 1)], ids=["looked at", "bulk", "copies"]
)
def test_what_nobody_looked_at_speaks_neither_for_nor_against(
    store: SqlStore, home: Path, how: dict[str, Any], found: int
) -> None:
    for number in range(12):
        given.fields(store, number, [("discount", 0, None)])
        kept(store, number, **how)
    made = convention_proposals(store, changes_in(home))
    assert len(made) == found


def test_who_has_no_role_any_more_decided_all_the_same(store: SqlStore, home: Path) -> None:
    for number in range(12):
        given.fields(store, number, [("discount", 0, None)])  # by ana
    admins = {"boss": frozenset(Role)}
    generators = (partial(convention_proposals, store, changes_in(home)),)
    found = proposals_in(store, home, lambda person: admins.get(person, frozenset()), generators)
    (made,) = found.make("boss")
    assert made.proposal.kind is ProposalKind.CONVENTION


def test_what_was_taken_back_or_said_of_a_known_answer_settles_nothing(
    store: SqlStore, keep: Any, decided: Callable[..., UnitRecord]
) -> None:
    clock = FixedClock()
    unit = Field("total", 0, "total", "total", {"type": "number"})
    record = replace(decided("total", 0.5, "split"), unit=unit)
    keep(store, "job1", [record], task=Task.EXTRACT)
    queue = Queue(store, clock)

    def decide(text: str, wanted: QueueFilter | None = None, owner: str = "ana") -> None:
        item = store.claim_next(owner, clock.now(), 900, wanted=wanted)
        assert item is not None
        view = queue._decisions.view(item)
        clock.advance(1)
        queue.edit(view, text)

    def evidence() -> list[Any]:
        return [one.after for job in decided_jobs(store, Task.EXTRACT) for one in field_decisions(job)]

    gold = replace(review.open_item("job1", store.unit("job1", "total")), kind=ItemKind.GOLD, id="gold")
    store.save_decisions("job1", [], [gold])
    decide("99", QueueFilter(gold=True), "ben")
    assert evidence() == [], "what is said of a known answer says how a reviewer decides"
    decide("12")
    assert evidence() == [12]
    queue.undo("ana")
    assert evidence() == []
    decide("13")
    assert evidence() == [13]
    settling = [one for one in Labels(store).all() if one.settles]
    assert [(one.item_id == "gold") for one in settling] == [False]


def test_a_correction_begins_from_what_the_machine_accepted(store: SqlStore) -> None:
    clock = FixedClock()
    bill(store, [{"number": "F-77", "total": total, "items": ROWS} for total in (56, 65, 56.5)])
    queue = Queue(store, clock)
    view = queue.next("ana")
    assert view is not None
    clock.advance(1)
    queue.records.corrections.correct(view, "items[0].price", "12")
    (job,) = decided_jobs(store, Task.EXTRACT)
    (one,) = field_decisions(job)
    assert (one.place, one.before, one.after) == ("items[].price", 11, 12)
