"""Second reviewers, adjudication, gold, spot checks, repeats, undo, drafts, roles, bulk: on both stores."""

from __future__ import annotations

from typing import Any

import pytest

from consensus import export, review
from consensus.auth.roles import Role, Roles, parse_roles
from consensus.domain import (
    Action,
    Candidate,
    Document,
    ItemKind,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    ReviewRules,
    Segment,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import ConflictError, UsageError
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object
from consensus.ports.storage import Store
from consensus.service.review.queue import Queue, QueueFilter, ReviewSettings, ReviewView
from consensus.testing.fixed_clock import FixedClock


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def always(purpose: str, name: str) -> float:
    return 0.0


def add(store: Store, sources: list[str], rules: ReviewRules | None = None, *, accepted: bool = False) -> None:
    document = Document("d", "doc.md", Task.TRANSLATE, "text", "…", "en", "de")
    policy = Policy(name="p", version=1, review=rules or ReviewRules())
    panel = Panel("given", (ModelSpec("m0", "m0", "f0"),), "why")
    job = JobRecord("job1", document, policy, panel, "doc.md", "done", "now")
    units = [Segment(f"s{n}", n, source, 100 * n, 100 * n + len(source)) for n, source in enumerate(sources)]
    store.create_job(job, units)
    outcome = Outcome.ACCEPTED if accepted else Outcome.REVIEW
    records = []
    for unit in units:
        answers = tuple(Candidate(unit.id, f"m{n}", f"f{n}", f"{unit.text} {n}") for n in range(2))
        lead = answers[0].value
        verdict = Verdict(unit.id, outcome, "split", ("m1 differs.",), lead if accepted else None, lead, "m0")
        records.append(UnitRecord(unit, answers, None, (), verdict))
    store.save_decisions("job1", records, review.waiting_items(job, records, "2026-05-01T00:00:00", always))


def take(queue: Queue, clock: FixedClock, owner: str, **only: Any) -> ReviewView:
    view = queue.next(owner, wanted=QueueFilter(**only))
    assert view is not None
    clock.advance(1)
    return view


def choose(queue: Queue, view: ReviewView, text: str) -> Any:
    return queue.choose(view, next(letter.letter for letter in view.letters if letter.text == text))


# --- repeats, undo, drafts -------------------------------------------------------------------------------------------


def test_repeated_segments_are_decided_once_and_audited_as_such(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock)
    add(store, ["Stop.", "Go.", "Stop.", "Stop."])
    view = take(queue, clock, "ana")
    assert (view.source, view.repeats) == ("Stop.", 2), "worth three decisions, so it comes first"
    decided = choose(queue, view, "Stop. 0")
    assert decided.repeats == 2
    made = {unit.unit.id: unit.resolution for unit in store.units("job1")}
    assert [made[s].value if made[s] else None for s in ("s0", "s1", "s2", "s3")] == [
        "Stop. 0",
        None,
        "Stop. 0",
        "Stop. 0",
    ]
    assert [made[s].repeats for s in ("s2", "s3")] == [view.item.id] * 2
    assert sorted(event.action for event in store.audit_events()) == ["resolve", "resolve-repeat", "resolve-repeat"]
    assert queue.counts() == {"open": 1, "claimed": 0, "resolved": 3}

    again = queue.undo("ana")
    assert (again.source, again.repeats) == ("Stop.", 2)
    assert all(unit.resolution is None for unit in store.units("job1"))
    assert queue.counts() == {"open": 3, "claimed": 1, "resolved": 0}


def lost_row(store: Store, **other: Any) -> None:
    """A document whose last row one of three members lacks; b also differs where ``other`` says so."""
    columns = {"sku": {"type": "string"}, "price": {"type": "number"}, "note": {"type": ["string", "null"]}}
    schema = {"properties": {"lines": {"type": "array", "items": {"type": "object", "properties": columns}}}}
    rows = [{"sku": "Bolt", "price": 1, "note": None}, {"sku": "Taxi", "price": 45, "note": None}]
    given = {"a": rows, "b": [rows[0], {**rows[1], **other}], "c": rows[:1]}
    text = "Bolt 1\nTaxi 45\nTaxi 54"
    document = Document("d", "doc.txt", Task.EXTRACT, "text", text, "en", None, schema=schema)
    panel = Panel("given", (ModelSpec("m0", "m0", "f0"),), "why")
    job = JobRecord("job1", document, Policy(name="p", version=1), panel, "doc.txt", "done", "now")
    store.create_job(job, [])
    answers = [Candidate("d", name, name, {"lines": value}) for name, value in given.items()]
    records = decide_object(ObjectAnswers("d", text, schema, answers), DecisionConfig(job.policy))
    store.save_decisions("job1", records, review.waiting_items(job, records, "2026-05-01T00:00:00", always))


def settled(store: Store) -> dict[str, Any]:
    made = {record.unit.path: record.resolution for record in store.units("job1")}
    return {path: one.value for path, one in made.items() if one is not None}


@pytest.mark.parametrize("there", [True, False])
def test_a_row_that_some_member_lacks_is_one_decision(store: Store, clock: FixedClock, there: bool) -> None:
    queue = Queue(store, clock)
    lost_row(store)
    view = take(queue, clock, "ana")
    while view.item.unit_id not in {r.unit.id for r in store.units("job1") if r.unit.path == "lines[1].price"}:
        queue.skip(view, "another cell first")
        view = take(queue, clock, "ana")
    assert 'The row "Taxi · 45" is missing with answer' in view.reason
    assert view.repeats == 2
    assert choose(queue, view, "45" if there else "").repeats == 2
    expected = ("Taxi", 45, None) if there else (None, None, None)
    assert settled(store) == dict(zip([f"lines[1].{c}" for c in ("sku", "price", "note")], expected, strict=True))
    assert queue.counts() == {"open": 0, "claimed": 0, "resolved": 3}
    delivered = export.delivered(store.job("job1").document.schema, store.units("job1"))
    assert [row["sku"] for row in delivered["lines"]] == (["Bolt", "Taxi"] if there else ["Bolt"])
    queue.undo("ana")
    assert settled(store) == {}


def test_a_cell_that_those_who_have_the_row_dispute_stays_open(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock)
    lost_row(store, price=54)
    view = take(queue, clock, "ana", field="lines[].sku")
    choose(queue, view, "Taxi")
    assert settled(store) == {"lines[1].sku": "Taxi", "lines[1].note": None}


def test_a_rejected_cell_settles_nothing_else_of_its_row(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock)
    lost_row(store)
    view = take(queue, clock, "ana", field="lines[].sku")
    assert queue.reject(view, view.reject_reasons[0], "major").repeats == 0
    assert list(settled(store)) == ["lines[1].sku"]


def test_a_repeat_that_somebody_holds_is_left_to_them(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock)
    add(store, ["Stop.", "Stop.", "Stop."])
    ana, ben = take(queue, clock, "ana"), take(queue, clock, "ben")
    choose(queue, ana, "Stop. 0")
    assert queue.counts() == {"open": 0, "claimed": 1, "resolved": 2}
    assert choose(queue, ben, "Stop. 1").resolution.value == "Stop. 1"


def test_ten_decisions_can_be_taken_back_and_no_more(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock)
    add(store, [f"Line {n}." for n in range(12)])
    for _ in range(12):
        queue.choose(take(queue, clock, "ana"), "A")
    taken = [queue.undo("ana").item.unit_id for _ in range(10)]
    assert len(set(taken)) == 10
    with pytest.raises(UsageError, match="nothing to undo"):
        queue.undo("ana")
    assert [event.action for event in store.audit_events()].count("undo") == 10
    assert queue.counts()["resolved"] == 2


def test_nobody_undoes_for_others_or_what_others_have_touched(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock, ReviewSettings(draw=always))
    add(store, ["One."], ReviewRules(second_share=1.0))
    queue.choose(take(queue, clock, "ana"), "A")
    with pytest.raises(UsageError):
        queue.undo("ben")
    take(queue, clock, "ben")
    with pytest.raises(ConflictError, match="taken this item since"):
        queue.undo("ana")


def test_a_draft_comes_back_with_its_item_and_goes_with_the_decision(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock)
    add(store, ["One."])
    view = take(queue, clock, "ana")
    queue.draft(view, "A", "half a sen")
    queue.draft(view, "own", "x")
    queue.draft(view, "own", "")
    again = take(queue, clock, "ana")
    assert again.drafts == {"A": "half a sen"}
    queue.edit(again, "whole sentence", "A")
    queue.draft(again, "A", "too late")
    assert queue.undo("ana").drafts == {}


def test_what_one_person_typed_is_not_the_next_persons_to_read(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock)
    add(store, ["One."])
    queue.draft(take(queue, clock, "ana"), "A", "ana's words")
    clock.advance(review.LEASE_SECONDS + 1)
    view = take(queue, clock, "ben")
    assert view.drafts == {}
    queue.draft(view, "A", "ben's words")
    clock.advance(review.LEASE_SECONDS + 1)
    assert take(queue, clock, "ana").drafts == {"A": "ana's words"}
    with pytest.raises(ConflictError):
        queue.choose(view, "A")


# --- the part of the queue -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("only", "found", "meaning"),
    [
        ({"languages": "en-de"}, True, "the pair"),
        ({"languages": "en-fr"}, False, "another pair"),
        ({"reason": "split"}, True, "the rule that sent it here"),
        ({"reason": "veto"}, False, "another rule"),
        ({"risk": "normal", "job_id": "job1"}, True, "two at once"),
        ({"waiting_since": "2026-05-02T00:00:00"}, True, "old enough"),
        ({"waiting_since": "2026-04-30T00:00:00"}, False, "too young"),
        ({"field": "items[].price"}, False, "no field"),
    ],
)
def test_filters(store: Store, clock: FixedClock, only: dict[str, str], found: bool, meaning: str) -> None:
    queue = Queue(store, clock)
    add(store, ["One."])
    assert (queue.next("ana", wanted=QueueFilter(**only)) is not None) is found, meaning
    assert queue.filters() == {"languages": ["en-de"], "field": [], "reason": ["split"]}


def test_one_item_by_its_link(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock)
    add(store, ["One.", "Two."])
    last = store.items()[1]
    assert queue.open("ana", last.id).source == "Two."
    assert queue.open("ana", last.id).source == "Two.", "again after a reload"
    with pytest.raises(ConflictError):
        queue.open("ben", last.id)


# --- people check people ---------------------------------------------------------------------------------------------


def test_a_blind_second_reviewer_who_agrees_settles_it(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock, ReviewSettings(draw=always))
    add(store, ["One."], ReviewRules(second_share=1.0))
    first = choose(queue, take(queue, clock, "ana"), "One. 0")
    assert first.waits
    assert store.unit("job1", "s0").resolution is None, "not delivered before the second look"
    assert queue.next("ana") is None, "nobody seconds themselves"
    second = take(queue, clock, "ben")
    assert second.earlier == (), "blind"
    assert not choose(queue, second, "One. 0").waits
    settled = store.unit("job1", "s0").resolution
    assert (settled.reviewer, settled.seconded_by, settled.value) == ("ana", ("ben",), "One. 0")


def test_an_adjudicator_settles_what_two_disagree_on_and_sees_both(store: Store, clock: FixedClock) -> None:
    roles = Roles({"ana": frozenset({Role.REVIEWER}), "ben": frozenset({Role.REVIEWER}), "cleo": frozenset(Role)})
    queue = Queue(store, clock, ReviewSettings(roles=lambda: roles, draw=always))
    add(store, ["One."], ReviewRules(second_share=1.0))
    choose(queue, take(queue, clock, "ana"), "One. 0")
    choose(queue, take(queue, clock, "ben"), "One. 1")
    assert queue.next("ana") is None
    third = take(queue, clock, "cleo")
    assert sorted(one.text for one in third.earlier) == ["One. 0", "One. 1"]
    assert "ana" not in repr(third.earlier)
    queue.edit(third, "Eins.")
    settled = store.unit("job1", "s0").resolution
    assert (settled.action, settled.reviewer, settled.seconded_by) == (Action.REWRITTEN, "cleo", ("ana", "ben"))
    assert [one.round for one in store.decisions()] == [3, 2, 1], "every decision is kept"


def test_gold_comes_between_and_looks_like_any_other(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock, ReviewSettings(draw=always))
    add(store, ["One.", "Two.", "Three."], ReviewRules(second_share=1.0, gold_share=1.0))
    view = queue.open("ana", store.items()[0].id)
    clock.advance(1)
    choose(queue, view, "One. 0")
    second = queue.open("ben", view.item.id)
    clock.advance(1)
    choose(queue, second, "One. 0")
    (gold,) = [item for item in store.items() if item.kind is ItemKind.GOLD]
    assert gold.barred == ("ana", "ben")
    queue.choose(take(queue, clock, "cleo"), "A")
    shown = take(queue, clock, "cleo")
    assert (shown.item.kind, shown.source) == (ItemKind.GOLD, "One.")
    assert shown.reason == "The answers differ.", "the same sentence as on the others"
    settled = store.unit("job1", "s0").resolution
    choose(queue, shown, "One. 1")
    assert store.unit("job1", "s0").resolution == settled, "a gold answer settles nothing"
    (cleo,) = [one for one in queue.people.report("cleo").reviewers if one.reviewer == "cleo"]
    assert cleo.gold == (0, 1)


def test_spot_checks_are_mixed_in(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock, ReviewSettings(draw=always))
    add(store, ["One.", "Two."], ReviewRules(spot_share=0.5), accepted=True)
    view = take(queue, clock, "ana")
    assert view.item.kind is ItemKind.SPOT
    assert "agree" not in view.reason
    choose(queue, view, "One. 1")
    assert queue.people.report("ana").spot == (0, 1)


def test_roles(store: Store, clock: FixedClock) -> None:
    roles = parse_roles({"Ana@Example.org": "reviewer", "sue@example.org": ["submitter"]}, "roles.yaml")
    queue = Queue(store, clock, ReviewSettings(roles=lambda: roles))
    add(store, ["One."])
    assert queue.next("ana@example.org") is not None
    for stranger in ("sue@example.org", "nobody@example.org"):
        with pytest.raises(UsageError, match="reviewer role"):
            queue.next(stranger)
    with pytest.raises(UsageError, match="admin role"):
        queue.people.report("ana@example.org")
    assert Roles().of("anyone") == frozenset(Role), "without a file, the one person at this machine"
    for bad in ({}, {"a@b.c": "boss"}, {"a@b.c": []}, ["x"], None):
        with pytest.raises(UsageError):
            parse_roles(bad, "roles.yaml")


# --- many at once ----------------------------------------------------------------------------------------------------


def test_bulk_needs_a_filter_a_sample_and_a_number(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock)
    add(store, [f"Line {n}." for n in range(130)])
    with pytest.raises(UsageError, match="filtered"):
        queue.bulk.offer("ana", QueueFilter())
    offer = queue.bulk.offer("ana", QueueFilter(reason="split"))
    assert (offer.size, len(offer.sample)) == (100, 10)
    with pytest.raises(UsageError, match="sample"):
        queue.bulk.accept("ana", offer, 100)
    for _ in offer.sample:
        clock.advance(1)
        offer = queue.bulk.judge("ana", offer, right=True)
    with pytest.raises(UsageError, match="100 items"):
        queue.bulk.accept("ana", offer, 99)
    taken = store.claim(offer.rest[0].item.id, QueueFilter(), "ben", clock.now(), 900)
    assert taken is not None
    assert queue.bulk.accept("ana", offer, 100) == 99, "what somebody took meanwhile stays theirs"
    made = [unit.resolution for unit in store.units("job1") if unit.resolution]
    assert {(one.action, one.reviewer, one.bulk) for one in made} == {(Action.CHOSEN, "ana", True)}
    actions = [event.action for event in store.audit_events()]
    assert (actions.count("resolve-bulk"), actions.count("bulk-sample")) == (99, 10)
    assert queue.people.report("ana").reviewers == [], "no looks, so no figures"


def test_one_wrong_answer_in_the_sample_ends_it(store: Store, clock: FixedClock) -> None:
    queue = Queue(store, clock)
    add(store, [f"Line {n}." for n in range(9)])
    offer = queue.bulk.offer("ana", QueueFilter(job_id="job1"))
    for right in (True, False, True):
        clock.advance(1)
        offer = queue.bulk.judge("ana", offer, right=right)
    with pytest.raises(UsageError):
        queue.bulk.accept("ana", offer, offer.size)
    assert queue.counts()["resolved"] == 0


def test_letters_are_drawn_anew_after_an_undo(store: Store, clock: FixedClock) -> None:
    """Who remembers whom letter A was learns nothing; what is stored is the answer that stood behind the new letter."""
    queue = Queue(store, clock)
    add(store, [f"Sentence number {n}." for n in range(12)])
    moved = 0
    for _ in range(12):
        view = take(queue, clock, "ana")
        before = [letter.text for letter in view.letters]
        queue.choose(view, "A")
        again = queue.undo("ana")
        clock.advance(1)
        after = [letter.text for letter in again.letters]
        assert sorted(after) == sorted(before)
        again = queue.open("ana", again.item.id)
        clock.advance(1)
        assert [letter.text for letter in again.letters] == after, "the same after a reload"
        moved += after != before
        decided = queue.choose(again, "A")
        assert decided.resolution.value == after[0]
    assert 1 <= moved <= 11, "always turned round would say as much as never"
