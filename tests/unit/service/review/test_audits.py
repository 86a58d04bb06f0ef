"""Audits as they are made: nobody sees the answer elsewhere before, and taking back, leaving and changing only cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from consensus import review
from consensus.auth.roles import Role, Roles
from consensus.domain import (
    Agreement,
    Audit,
    Batch,
    Candidate,
    Cluster,
    Field,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeUpdate,
    ItemKind,
    Policy,
    ReviewItem,
    Scheme,
    Task,
)
from consensus.domain.job import FieldState, QueueFilter, UnitRecord
from consensus.errors import ConflictError, UsageError
from consensus.service.review.queue import Queue, ReviewSettings, ReviewView
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

POLICY = Policy(name="p", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.05))
#: (policy, slice, basis) of the guarantee.
KEY = ("p", "Bill", "basis")
DRAWN_AT = "2029-12-31T00:00:00+00:00"
ANA, BEN, CEM = "ana@example.org", "ben@example.org", "cem@example.org"


@pytest.fixture
def bill(store: SqlStore, keep: Any, decided: Callable[..., UnitRecord]) -> SimpleNamespace:
    """A document of fields of a closed batch: "total" was accepted and drawn, "date" accepted, "name" disputed."""
    clock, places = FixedClock(), list[str]()

    def add(job: str, *names: str, drawn: Sequence[str] = (), disputed: Sequence[str] = ()) -> None:
        records = []
        for at, name in enumerate(names):
            one = decided(name, 1.0, "split" if name in disputed else "near_identity", index=at)
            given = (f"{name} one", f"{name} two") if name in disputed else (f"{name} one",) * 3
            answers = tuple(Candidate(name, f"m{n}", f"f{n}", value) for n, value in enumerate(given))
            assert one.verdict is not None
            value = None if name in disputed else given[0]
            verdict = replace(one.verdict, value=value, leading=given[0])
            unit = Field(name, at, name, name, {"type": "string"})
            records.append(replace(one, unit=unit, answers=answers, verdict=verdict))
        made = keep(store, job, records, task=Task.EXTRACT, policy=POLICY, text="total one, date one, name one")
        items = review.waiting_items(made, records, DRAWN_AT, lambda *_: 0.5, frozenset(drawn))
        draw(job, len(names), records, items)

    def draw(job: str, size: int, records: Sequence[UnitRecord], items: Sequence[ReviewItem]) -> None:
        """Store a closed batch of one job with its audits."""
        places.append(job)
        batch = Batch(f"b-{job}", job, *KEY, DRAWN_AT, "c", closed_at=DRAWN_AT, place=len(places), attempt=1)
        batch = replace(batch, scheme=Scheme.PPS, operating=0, accepting=True, sizes=(size,), delivered=(size,))
        audits = tuple(
            Audit(item.id, job, item.unit_id, *KEY, batch=batch.id, attempt=1, drawn_for=1, due_at="2031")
            for item in items
            if item.kind is ItemKind.CHECK
        )
        with store.transaction() as tx:
            tx.save_decisions(job, records, items)
            record = GuaranteeRecord(*KEY, POLICY.digest, 1, 0.05, 0.95, 0.8)
            tx.save(GuaranteeUpdate(record, batch=batch, drawn=audits))

    def audit(unit: str = "total", job: str = "job1") -> Audit:
        (found,) = [one for one in store.audits_in(f"b-{job}") if one.unit_id == unit]
        return found

    def entry() -> tuple[int, int, int]:
        """(drawn, wrong, pending) of the batch as the engine reads it."""
        (found,) = store.load_guarantees(clock.now().isoformat())
        one = found.entries[0]
        return one.m[0], one.wrong[0], one.pending[0]

    def queue(*people: str, adjudicators: Sequence[str] = (), draw: float = 0.5) -> Queue:
        given = {one: frozenset({Role.REVIEWER}) for one in people}
        given |= {one: frozenset({Role.REVIEWER, Role.ADJUDICATOR}) for one in adjudicators}
        roles = Roles(given or None)
        return Queue(store, clock, ReviewSettings(roles=lambda: roles, draw=lambda *_: draw))

    def open_item(who: Queue, owner: str, unit: str, job: str = "job1") -> ReviewView:
        view = who.open(owner, review.item_id(job, unit))
        clock.advance(1)
        return view

    return SimpleNamespace(
        add=add, draw=draw, audit=audit, entry=entry, queue=queue, open=open_item, clock=clock, store=store
    )


def usual(bill: SimpleNamespace) -> None:
    bill.add("job1", "total", "date", "name", drawn=["total"], disputed=["name"])


def sheet(view: ReviewView) -> dict[str, tuple[str, str]]:
    return {line.path: (line.state.value, line.text) for line in view.sheet}


# --- nobody sees it elsewhere ----------------------------------------------------------------------------------------


def test_beside_another_field_a_drawn_answer_is_not_told(bill: SimpleNamespace) -> None:
    usual(bill)
    queue = bill.queue()
    view = bill.open(queue, "ana", "name")
    assert sheet(view) == {"total": ("waiting", ""), "date": ("accepted", "date one"), "name": ("waiting", "")}
    (line,) = [line for line in view.sheet if line.path == "total"]
    assert (line.line, line.places) == (0, 0), "nor where it stands"
    queue.release(view)
    queue.audits.judge(bill.open(queue, "ana", "total"), "right")
    assert sheet(bill.open(queue, "ana", "name"))["total"] == ("decided", "total one"), "once it is audited"


def test_not_before_the_second_of_two_has_audited_it(bill: SimpleNamespace) -> None:
    usual(bill)
    queue = bill.queue(ANA, BEN, CEM, draw=0.0)
    queue.audits.judge(bill.open(queue, ANA, "total"), "right")
    assert sheet(bill.open(queue, CEM, "name"))["total"] == ("waiting", "")
    queue.audits.judge(bill.open(queue, BEN, "total"), "right")
    bill.clock.advance(10)
    assert bill.audit().judgement == "right"


def test_the_rest_of_a_document_leaves_it_out(bill: SimpleNamespace) -> None:
    usual(bill)
    queue = bill.queue()
    assert [one.unit.id for one in queue.bulk.rest_of_document("ana", "job1")] == ["date"]
    assert queue.bulk.accept_rest("ana", "job1", bill.clock.now().isoformat(), ["total", "date"]) == 1
    assert bill.store.unit("job1", "total").resolution is None
    assert (bill.audit().spoiled, bill.entry()) == (False, (1, 0, 1))


def test_bulk_acceptance_leaves_it_out(bill: SimpleNamespace) -> None:
    names = [f"f{n}" for n in range(6)]
    bill.add("job1", "total", *names, drawn=["total"], disputed=names)
    queue = bill.queue()
    offer = queue.bulk.offer("ana", QueueFilter(job_id="job1"))
    lines = (*offer.sample, *offer.rest)
    assert sorted(line.item.unit_id for line in lines) == names
    while offer.open_line is not None:
        bill.clock.advance(1)
        offer = queue.bulk.judge("ana", offer, True)
    assert queue.bulk.accept("ana", offer, 6) == 6
    assert (bill.store.unit("job1", "total").resolution, bill.entry()) == (None, (1, 0, 1))


def test_a_decision_on_the_same_text_leaves_it_out(
    bill: SimpleNamespace, keep: Any, decided: Callable[..., UnitRecord]
) -> None:
    """What settles units alike finds them in the queue, where a drawn unit stands for its own audit alone."""
    store, units = bill.store, []
    for at, rule in enumerate(("near_identity", "split", "split")):
        one = decided(f"u{at}", 1.0, rule, index=at)
        answers = tuple(Candidate(f"u{at}", f"m{n}", f"f{n}", f"Wort {n}.") for n in range(2))
        units.append(replace(one, unit=replace(one.unit, text="Same."), answers=answers))
    job = keep(store, "job1", units, policy=POLICY)
    drawn = review.waiting_items(job, units[:1], DRAWN_AT, lambda *_: 0.5, frozenset({"u0"}))
    bill.draw("job1", 3, units[:1], drawn)
    queue = bill.queue()
    view = bill.open(queue, "ana", "u1")
    assert view.repeats == 1
    assert queue.choose(view, "A").repeats == 1
    assert [one.unit.id for one in store.units("job1") if one.resolution is not None] == ["u1", "u2"]
    assert (bill.audit("u0").spoiled, bill.entry()) == (False, (1, 0, 1))


def test_a_decision_on_its_row_leaves_it_out(
    bill: SimpleNamespace, keep: Any, decided: Callable[..., UnitRecord]
) -> None:
    """A row that some member lacks is one decision, but for a cell of it that was accepted and drawn."""
    store, units = bill.store, []
    for at, name in enumerate(("price", "count", "label")):
        path = f"items[0].{name}"
        given = (Candidate(path, "m0", "f0", f"{name} 1"), Candidate(path, "m1", "f1", None, row_absent=True))
        one = decided(path, 1.0, "near_identity" if name == "price" else "row_absent", index=at)
        cluster = (Cluster(("m0",), ("f0",), "m0", f"{name} 1"), Cluster(("m1",), ("f1",), "m1", None, null=True))
        gates = ("row_absent",)
        agreement = Agreement(path, cluster, ("f0", "f1"), 0.5, 0.0, "s", gates=gates, leading=f"{name} 1")
        unit = Field(path, at, path, f"items[].{name}", {"type": "string"})
        units.append(replace(one, unit=unit, answers=given, agreement=agreement))
    job = keep(store, "job1", units, task=Task.EXTRACT, policy=POLICY)
    drawn = review.waiting_items(job, units[:1], DRAWN_AT, lambda *_: 0.5, frozenset({"items[0].price"}))
    bill.draw("job1", 3, units[:1], drawn)
    queue = bill.queue()
    view = bill.open(queue, "ana", "items[0].count")
    assert view.repeats == 1
    assert sheet(view)["items[0].price"] == ("waiting", "")
    queue.choose(view, next(one.letter for one in view.letters if one.no_value))
    done = [one.unit.id for one in store.units("job1") if one.resolution is not None]
    assert done == ["items[0].count", "items[0].label"]
    assert (bill.audit("items[0].price").spoiled, bill.entry()) == (False, (1, 0, 1))


# --- who is served it ------------------------------------------------------------------------------------------------


def test_an_audit_goes_to_somebody_who_has_not_worked_on_its_document(bill: SimpleNamespace) -> None:
    usual(bill)
    queue = bill.queue(ANA, BEN)
    queue.choose(bill.open(queue, ANA, "name"), "A")
    assert queue.next(ANA) is None, "what she has seen of the document could lead her"
    with pytest.raises(ConflictError):
        bill.open(queue, ANA, "total")
    assert bill.open(queue, BEN, "total").item.kind is ItemKind.CHECK


def test_with_one_person_alone_it_is_served(bill: SimpleNamespace) -> None:
    usual(bill)
    for queue in (bill.queue(), bill.queue(ANA)):
        view = bill.open(queue, ANA, "name")
        queue.choose(view, "A")
        taken = queue.next(ANA)
        assert taken is not None
        assert taken.item.unit_id == "total"
        queue.release(taken)
        bill.clock.advance(1)
        queue.undo(ANA)
        queue.release(bill.open(queue, ANA, "name"))


def test_when_all_have_worked_on_the_document_it_is_served(bill: SimpleNamespace) -> None:
    bill.add("job1", "total", "name", "place", drawn=["total"], disputed=["name", "place"])
    queue = bill.queue(ANA, BEN)
    queue.choose(bill.open(queue, ANA, "name"), "A")
    queue.choose(bill.open(queue, BEN, "place"), "A")
    assert bill.open(queue, ANA, "total").item.kind is ItemKind.CHECK


def test_a_second_auditor_too_and_the_first_does_not_block(bill: SimpleNamespace) -> None:
    usual(bill)
    queue = bill.queue(ANA, BEN, draw=0.0)
    queue.audits.judge(bill.open(queue, ANA, "total"), "right")
    queue.choose(bill.open(queue, BEN, "name"), "A")
    assert bill.open(queue, BEN, "total").item.round == 2, "the only other one has made it already"


def test_other_audits_of_the_document_tell_nothing(bill: SimpleNamespace) -> None:
    bill.add("job1", "total", "date", drawn=["total", "date"])
    queue = bill.queue(ANA, BEN)
    queue.audits.judge(bill.open(queue, ANA, "total"), "right")
    assert bill.open(queue, ANA, "date").item.kind is ItemKind.CHECK


def test_what_was_decided_before_the_draw_tells_nothing(bill: SimpleNamespace) -> None:
    usual(bill)
    bill.clock.advance(-10 * 86400)
    queue = bill.queue(ANA, BEN)
    queue.choose(bill.open(queue, ANA, "name"), "A")
    bill.clock.advance(20 * 86400)
    assert bill.open(queue, ANA, "total").item.kind is ItemKind.CHECK


def test_other_documents_do_not_matter(bill: SimpleNamespace) -> None:
    usual(bill)
    bill.add("job2", "name", disputed=["name"])
    queue = bill.queue(ANA, BEN)
    queue.choose(bill.open(queue, ANA, "name", "job2"), "A")
    assert bill.open(queue, ANA, "total").item.kind is ItemKind.CHECK


# --- undo, skip, unsure, release: they can only cost -----------------------------------------------------------------


def test_skipped_or_given_back_it_waits(bill: SimpleNamespace) -> None:
    usual(bill)
    queue = bill.queue()
    queue.skip(bill.open(queue, "ana", "total"), "I do not know this")
    assert bill.entry() == (1, 0, 1)
    queue.release(bill.open(queue, "ana", "total"))
    assert bill.entry() == (1, 0, 1)


@pytest.mark.parametrize(("judgement", "wrong"), [("right", 0), ("style", 0), ("unsure", 1), ("wrong", 1)])
def test_what_is_said_and_taken_back(bill: SimpleNamespace, judgement: str, wrong: int) -> None:
    usual(bill)
    queue = bill.queue()
    queue.audits.judge(bill.open(queue, "ana", "total"), judgement)
    assert bill.entry() == (1, wrong, 0)
    queue.undo("ana")
    assert bill.entry() == (1, 0, 1), "unjudged counts as wrong"
    assert bill.audit().changed == 1
    queue.audits.judge(bill.open(queue, "ana", "total"), "right")
    assert (bill.entry(), bill.audit().changed) == ((1, 0, 0), 1), "the last counts, and the change is told"


def test_the_history_keeps_every_judgement(bill: SimpleNamespace) -> None:
    usual(bill)
    queue = bill.queue()
    for judgement in ("wrong", "right"):
        queue.audits.judge(bill.open(queue, "ana", "total"), judgement)
        queue.undo("ana")
        bill.clock.advance(1)
    told = [event.detail for event in bill.store.events(review.item_id("job1", "total"))]
    assert [word for word in ("judged wrong", "judged right") if not any(word in one for one in told)] == []


def test_what_one_of_two_took_back_is_counted(bill: SimpleNamespace) -> None:
    usual(bill)
    queue = bill.queue(ANA, BEN, draw=0.0)
    queue.audits.judge(bill.open(queue, ANA, "total"), "wrong")
    queue.undo(ANA)
    bill.clock.advance(1)
    assert (bill.entry(), bill.audit().changed) == ((1, 0, 1), 1)
    queue.audits.judge(bill.open(queue, ANA, "total"), "right")
    queue.audits.judge(bill.open(queue, BEN, "total"), "right")
    assert (bill.entry(), bill.audit().changed) == ((1, 0, 0), 1)


@pytest.mark.parametrize(
    ("first", "second", "third", "wrong"),
    [
        ("right", "right", None, 0),
        ("unsure", "wrong", None, 1),
        ("right", "wrong", "right", 0),
        ("wrong", "right", "wrong", 1),
        ("right", "unsure", "unsure", 1),
    ],
)
def test_an_audit_by_two(bill: SimpleNamespace, first: str, second: str, third: str | None, wrong: int) -> None:
    usual(bill)
    queue = bill.queue(ANA, BEN, adjudicators=[CEM], draw=0.0)
    queue.audits.judge(bill.open(queue, ANA, "total"), first)
    assert bill.entry() == (1, 0, 1), "until the second has made it"
    queue.audits.judge(bill.open(queue, BEN, "total"), second)
    if third is not None:
        assert bill.entry() == (1, 0, 1), "until somebody adjudicates"
        last = bill.open(queue, CEM, "total")
        assert (last.earlier, len(last.letters)) == ((), 1), "who adjudicates is blind as well"
        queue.audits.judge(last, third)
    assert bill.entry() == (1, wrong, 0)


def test_the_unit_decided_by_another_way_is_spoiled_for_good(bill: SimpleNamespace) -> None:
    """Here a second item of the drawn unit, as a later version or another road could make one."""
    usual(bill)
    queue, store = bill.queue(), bill.store
    spot = replace(
        review.open_item("job1", store.unit("job1", "total")), id="another", kind=ItemKind.SPOT, priority=9.0
    )
    store.save_decisions("job1", [], [spot])
    view = queue.open("ana", "another")
    bill.clock.advance(1)
    queue.edit(view, "total mended", "A")
    assert (bill.audit().spoiled, bill.entry()) == (True, (1, 1, 0))
    queue.undo("ana")
    assert bill.entry() == (1, 1, 0), "it was seen, whatever is taken back"


def test_a_decision_that_was_taken_back_leaves_the_drawn_unit_alone(bill: SimpleNamespace) -> None:
    usual(bill)
    queue = bill.queue()
    queue.choose(bill.open(queue, "ana", "name"), "A")
    queue.undo("ana")
    assert (bill.audit().spoiled, bill.entry()) == (False, (1, 0, 1))


def test_the_edit_of_an_audit_is_its_own(bill: SimpleNamespace) -> None:
    usual(bill)
    queue = bill.queue()
    for judgement, wrong in (("style", 0), ("wrong", 1)):
        queue.audits.judge(bill.open(queue, "ana", "total"), judgement, "total mended")
        assert bill.store.unit("job1", "total").result.value == "total mended"
        assert (bill.audit().spoiled, bill.entry()) == (False, (1, wrong, 0))
        queue.undo("ana")
        bill.clock.advance(1)


def test_an_audit_cannot_be_chosen_edited_or_rejected(bill: SimpleNamespace) -> None:
    usual(bill)
    queue = bill.queue()
    view = bill.open(queue, "ana", "total")
    roads: Sequence[Callable[[], Any]] = (
        lambda: queue.choose(view, "A"),
        lambda: queue.edit(view, "x", "A"),
        lambda: queue.reject(view, "wrong value", "major"),
    )
    for road in roads:
        with pytest.raises(UsageError, match="an audit is judged"):
            road()
    assert view.sheet == ()
    assert FieldState.ACCEPTED not in [line.state for line in view.sheet]
