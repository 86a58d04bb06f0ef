"""The reviewer's facade, on the in-memory store and a clock that stands still."""

from __future__ import annotations

from typing import Any

import pytest

from consensus import review
from consensus.domain import (
    Action,
    Candidate,
    Document,
    Field,
    Finding,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Segment,
    Severity,
    Task,
    Unit,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import ConflictError, NotFoundError, TooSoonError, UsageError, VetoError
from consensus.service.review.queue import Queue, ReviewView
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

SEGMENTS = [Segment("s0", 0, "Wait 30 days.", 0, 13, before="Heading"), Segment("s1", 1, "Stop.", 20, 25)]
FIELD = Field("f0", 4, "total", "total", {"type": "number", "title": "Total", "description": "With tax."})


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def queue(store: SqlStore, clock: FixedClock) -> Queue:
    return Queue(store, clock)


def add(store: SqlStore, units: list[Any], values: tuple[Any, ...], *, job: str = "job1", text: str = "…") -> None:
    task = Task.EXTRACT if isinstance(units[0], Field) else Task.TRANSLATE
    document = Document("d", "doc.md", task, "text", text, "en", None if task is Task.EXTRACT else "de")
    panel = Panel("recorded" if job == "recorded" else "given", (ModelSpec("m0", "m0", "f0"),), "why")
    store.create_job(JobRecord(job, document, Policy(name="p", version=1), panel, "doc.md", "done", "now"), [])
    records = [record(unit, values) for unit in units]
    store.save_decisions(job, records, [review.open_item(job, entry) for entry in records])


def record(unit: Unit, values: tuple[Any, ...]) -> UnitRecord:
    answers = tuple(Candidate(unit.id, f"m{n}", f"f{n}", value) for n, value in enumerate(values))
    wrong = [answer.member for answer in answers if answer.value == "80 Tage"]
    findings = (
        *(Finding("numbers", Severity.CRITICAL, True, "30 became 80.", member) for member in wrong),
        Finding("row", Severity.MAJOR, True, "The whole row is in doubt."),
    )
    verdict = Verdict(unit.id, Outcome.REVIEW, "veto", ("m1 has 80, the others 30.", "second"))
    return UnitRecord(unit, answers, None, findings, verdict)


def take(queue: Queue, clock: FixedClock, owner: str = "ana") -> ReviewView:
    """Claim, and look long enough."""
    view = queue.next(owner)
    assert view is not None
    clock.advance(1)
    return view


def letter_of(view: ReviewView, text: str) -> str:
    return next(letter.letter for letter in view.letters if letter.text == text)


def test_a_view_says_everything_but_who(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, SEGMENTS, ("30 Tage", "80 Tage", "80 Tage"))
    view = take(queue, clock)
    assert (view.source, view.before, view.document, view.languages) == (
        "Wait 30 days.",
        "Heading",
        "doc.md",
        ("en", "de"),
    )
    assert sorted(letter.text for letter in view.letters) == ["30 Tage", "80 Tage"]
    wrong = next(letter for letter in view.letters if letter.text == "80 Tage")
    assert [note.message for note in wrong.notes] == ["30 became 80."], "said once, whoever gave it"
    assert [wrong.text[start:end] for start, end in wrong.differs] == ["80"]
    assert view.reason == f"answer {wrong.letter} has 80, the others 30."
    assert [note.message for note in view.notes] == ["The whole row is in doubt."]
    assert "m1" not in repr(view)


def test_choose(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, SEGMENTS[:1], ("30 Tage", "80 Tage", "30 Tage"))
    view = take(queue, clock)
    decided = queue.choose(view, letter_of(view, "30 Tage"))
    stored = store.unit("job1", "s0").resolution
    assert stored == decided.resolution
    assert (stored.action, stored.value, stored.reviewer) == (Action.CHOSEN, "30 Tage", "ana")
    assert sorted(members for _, members in decided.members) == ["m0, m2", "m1"]
    (event,) = store.events(view.item.id)
    assert (event.actor, event.action) == ("ana", "resolve")
    assert "order seed" in event.detail
    assert "30 Tage" not in event.detail, "the audit outlives the document; content stays out"
    assert queue.next("ana") is None
    assert queue.counts() == {"open": 0, "claimed": 0, "resolved": 1}


def test_edit_and_reject(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, SEGMENTS, ("30 Tage", "80 Tage"))
    edited = queue.edit(take(queue, clock), "Warten Sie 30 Tage.", "A").resolution
    rejected = queue.reject(take(queue, clock), "style", "minor", "stiff").resolution
    assert [edited.action, rejected.action] == [Action.EDITED, Action.REJECTED]
    assert [unit.resolution for unit in store.units("job1")] == [edited, rejected]


def test_a_decision_that_cannot_be_stored_leaves_the_item(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, SEGMENTS[:1], ("30 Tage", "dreißig Tage"))
    view = take(queue, clock)
    with pytest.raises(UsageError):
        queue.edit(view, " ", "A")
    with pytest.raises(UsageError):
        queue.reject(view, "", "")
    assert queue.choose(view, "A").resolution.action is Action.CHOSEN


def test_a_check_forbids_it_until_it_is_chosen_again(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, SEGMENTS[:1], ("30 Tage", "80 Tage"))
    view = take(queue, clock)
    letter = letter_of(view, "80 Tage")
    with pytest.raises(VetoError, match="30 became 80") as asked:
        queue.choose(view, letter)
    with pytest.raises(TooSoonError):
        queue.choose(view, letter, asked.value)
    clock.advance(1)
    with pytest.raises(VetoError):
        queue.edit(view, "Warten Sie 90 Tage.", letter, asked.value)
    made = queue.choose(view, letter, asked.value).resolution
    assert (made.action, made.overruled) == (Action.CHOSEN, ("numbers",))
    (event,) = store.events(view.item.id)
    assert "over the veto of numbers" in event.detail


def test_a_key_meant_for_the_item_before(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, SEGMENTS, ("30 Tage", "dreißig Tage"))
    first = take(queue, clock)
    queue.choose(first, "A")
    second = queue.next("ana")
    with pytest.raises(TooSoonError):
        queue.choose(second, "A")
    with pytest.raises(ConflictError):
        queue.choose(first, "B")
    assert store.unit("job1", second.item.unit_id).resolution is None
    assert store.unit("job1", first.item.unit_id).resolution.value == first.letters[0].text


def test_a_claim_that_ran_out_and_was_taken(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, SEGMENTS[:1], ("30 Tage", "dreißig Tage"))
    slow = take(queue, clock, "ana")
    clock.advance(review.LEASE_SECONDS)
    quick = take(queue, clock, "ben")
    assert not queue.touch(slow)
    with pytest.raises(ConflictError):
        queue.choose(slow, "A")
    assert queue.choose(quick, "A").resolution.reviewer == "ben"


def test_activity_keeps_the_claim(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, SEGMENTS[:1], ("30 Tage", "dreißig Tage"))
    view = take(queue, clock, "ana")
    clock.advance(review.LEASE_SECONDS - 60)
    assert queue.touch(view)
    clock.advance(120)
    assert queue.next("ben") is None
    assert queue.choose(view, "A").resolution.reviewer == "ana"


def test_skip_needs_a_comment_and_puts_the_item_last(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, SEGMENTS, ("30 Tage", "80 Tage"))
    first = take(queue, clock)
    with pytest.raises(UsageError, match="comment"):
        queue.skip(first, "  ")
    queue.skip(first, "I do not know the machine")
    second = take(queue, clock)
    assert second.item.unit_id != first.item.unit_id
    queue.choose(second, "A")
    assert take(queue, clock).item.unit_id == first.item.unit_id
    assert [(e.action, e.detail) for e in store.events(first.item.id)] == [("skip", "")], "words go with the job"
    assert [one.text for one in store.comments(first.item.id)] == ["I do not know the machine"]


def test_release(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, SEGMENTS[:1], ("30 Tage",))
    view = take(queue, clock, "ana")
    queue.release(view)
    assert take(queue, clock, "ben").item.id == view.item.id
    with pytest.raises(ConflictError):
        queue.release(view)


def test_a_job_deleted_meanwhile(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    from consensus.domain import Event

    add(store, SEGMENTS[:1], ("30 Tage",))
    view = take(queue, clock)
    store.delete_job("job1", Event("now", "ana", "delete-job", "job1"))
    with pytest.raises(ConflictError, match="deleted"):
        queue.choose(view, "A")


def test_one_job_by_a_prefix_of_its_id(store: SqlStore, queue: Queue) -> None:
    add(store, SEGMENTS[:1], ("x",), job="aaa1")
    add(store, SEGMENTS[:1], ("x",), job="bbb2")
    assert queue.next("ana", "bb").item.job_id == "bbb2"
    assert queue.counts("bb") == {"open": 0, "claimed": 1, "resolved": 0}
    with pytest.raises(NotFoundError):
        queue.next("ana", "zzz")


def test_a_field_with_its_words_and_places(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, [FIELD], (1234.5, None), job="recorded", text="Total due: 1,234.50 EUR")
    view = take(queue, clock)
    assert view.field is not None
    assert (view.field.path, view.field.kind, view.field.description) == ("total", "number", "With tax.")
    value = next(letter for letter in view.letters if not letter.no_value)
    assert [view.source[start:end] for start, end in value.places] == ["1,234.50"]
    assert view.notice.startswith("Recorded example")
    edited = queue.edit(view, "1234.50", value.letter).resolution
    assert (edited.action, edited.value) == (Action.CHOSEN, 1234.5)


def test_a_long_document_is_shown_around_the_value(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    text = "line of no interest\n" * 500 + "Total due: 1,234.50 EUR\n" + "more lines\n" * 500
    add(store, [FIELD], (1234.5, 99), text=text)
    view = take(queue, clock)
    value = next(letter for letter in view.letters if letter.text == "1234.5")
    assert [view.source[start:end] for start, end in value.places] == ["1,234.50"]
    assert (view.before, view.after) == ("…", "…")
    assert len(view.source) < 1000


def test_a_unit_that_nobody_answered_is_written(store: SqlStore, queue: Queue, clock: FixedClock) -> None:
    add(store, SEGMENTS[:1], ())
    view = take(queue, clock)
    assert view.letters == ()
    assert queue.edit(view, "Warten Sie 30 Tage.").resolution.action is Action.REWRITTEN
