"""The document around an item: what is read, going from one open item to the next, and who has opened it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from consensus import review
from consensus.auth.roles import Role, Roles
from consensus.domain import (
    Audit,
    Batch,
    Candidate,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeUpdate,
    ItemKind,
    Policy,
    ReviewRules,
    Scheme,
    Segment,
)
from consensus.domain.job import QueueFilter, QueueOrder, UnitRecord
from consensus.errors import UsageError
from consensus.service.review.queue import DocumentPage, Queue, ReviewSettings, ReviewView
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

PLAIN = Policy(name="p", version=1, semantic="off")
PROMISED = Policy(name="p", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.05))
KEY = ("p", "en to de", "basis")
AT = "2029-12-31T00:00:00+00:00"
ANA, BEN, CEM = "ana@example.org", "ben@example.org", "cem@example.org"
IN_ORDER = QueueFilter(order=QueueOrder.DOCUMENT)


@pytest.fixture
def manual(store: SqlStore, keep: Any, decided: Callable[..., UnitRecord]) -> SimpleNamespace:
    return documents(store, keep, decided)


def documents(store: SqlStore, keep: Any, decided: Callable[..., UnitRecord]) -> SimpleNamespace:
    """Documents of segments: those with two answers are disputed, those with one are accepted; some drawn."""
    clock, batches = FixedClock(), list[str]()

    def add(
        job: str, *texts: tuple[str, ...], policy: Policy = PLAIN, drawn: Sequence[int] = (), closed: str = AT
    ) -> None:
        records = []
        for at, (text, *given) in enumerate(texts):
            disputed = len(given) > 1
            one = decided(f"s{at}", 1.0, "split" if disputed else "near_identity", index=at)
            answers = tuple(Candidate(f"s{at}", f"m{n}", f"f{n}", value) for n, value in enumerate(given))
            assert one.verdict is not None
            verdict = replace(one.verdict, value=None if disputed else given[0], leading=given[0])
            segment = Segment(f"s{at}", at, text, 10 * at, 10 * at + 5)
            records.append(replace(one, unit=segment, answers=answers, verdict=verdict))
        made = keep(store, job, records, policy=policy)
        items = review.waiting_items(made, records, AT, lambda *_: 0.5, frozenset(f"s{n}" for n in drawn))
        with store.transaction() as tx:
            tx.save_decisions(job, records, items)
            if policy is PROMISED:
                batches.append(job)
                batch = Batch(
                    f"b-{job}", job, *KEY, AT, "c", closed_at=closed, place=len(batches) if closed else 0, attempt=1
                )
                batch = replace(batch, scheme=Scheme.PPS, operating=0, accepting=True, sizes=(9,), delivered=(9,))
                audits = tuple(
                    Audit(item.id, job, item.unit_id, *KEY, batch=batch.id, attempt=1, drawn_for=1, due_at="2031")
                    for item in items
                    if item.kind is ItemKind.CHECK
                )
                record = GuaranteeRecord(*KEY, PROMISED.digest, 1, 0.05, 0.95, 0.8)
                tx.save(GuaranteeUpdate(record, batch=batch, drawn=audits))

    def queue(*people: str, **settings: Any) -> Queue:
        roles = Roles({one: frozenset({Role.REVIEWER}) for one in people} or None)
        return Queue(store, clock, ReviewSettings(roles=lambda: roles, draw=lambda *_: 0.5, **settings))

    def first(of: Queue, owner: str = "ana", wanted: QueueFilter = IN_ORDER) -> ReviewView:
        view = of.next(owner, wanted=wanted)
        assert view is not None
        clock.advance(1)
        return view

    return SimpleNamespace(add=add, queue=queue, first=first, clock=clock, store=store)


def page(queue: Queue, view: ReviewView, at: int = 0) -> DocumentPage:
    found = queue.documents.page(view, at)
    assert found is not None
    return found


def lines(found: DocumentPage) -> list[tuple[str, str]]:
    return [("here" if one.here else one.state.value, one.text) for one in found.lines]


THREE = (("One.", "Eins."), ("Two.", "Zwei.", "Zwo."), ("Three.", "Drei.", "3."))


def test_neighbours_with_their_translations_in_order(manual: SimpleNamespace) -> None:
    manual.add("job1", *THREE)
    queue = manual.queue()
    view = manual.first(queue)
    found = page(queue, view)
    assert lines(found) == [("accepted", "Eins."), ("here", ""), ("waiting", "")]
    assert [one.source for one in found.lines] == ["One.", "Two.", "Three."]
    assert (found.at, found.counts.units, found.counts.settled, found.today, found.closed) == (2, 3, 1, 0, False)
    queue.choose(view, view.letters[0].letter)
    found = page(queue, manual.first(queue))
    assert lines(found) == [("accepted", "Eins."), ("decided", view.letters[0].text), ("here", "")]
    assert (found.counts.accepted, found.counts.decided, found.today) == (1, 1, 1)
    queue.undo("ana")
    assert manual.store.decided_since("ana", AT) == 0, "what was taken back is no work of the day"
    manual.clock.advance(24 * 3600)
    assert manual.store.decided_since("ana", manual.clock.now().isoformat()) == 0


def test_reading_on_claims_nothing_and_writes_nothing(manual: SimpleNamespace) -> None:
    manual.add("job1", *[(f"Text {n}.", f"A{n}", f"B{n}") for n in range(30)])
    queue = manual.queue()
    view = manual.first(queue)
    before = (manual.store.queue_counts(), manual.store.item(view.item.id), manual.store.events())
    found = page(queue, view, 20)
    assert [one.number for one in found.lines] == list(range(16, 25))
    assert found.read is not None
    assert (found.read.number, found.read.text) == (20, "")
    assert page(queue, view, 99).at == 30
    assert page(queue, view, -5).at == 1
    assert (manual.store.queue_counts(), manual.store.item(view.item.id), manual.store.events()) == before


def test_the_next_item_is_the_next_of_the_document(manual: SimpleNamespace) -> None:
    manual.add("job1", *[(f"Text {n}.", f"A{n}", f"B{n}") for n in range(5)])
    manual.add("job2", ("Other.", "X", "Y"))
    queue = manual.queue()
    view = manual.first(queue)
    seen = [view.item.unit_id]
    view = queue.documents.step(view, IN_ORDER)  # over the second
    view = queue.documents.step(view, IN_ORDER)
    seen.append(view.item.unit_id)
    for _ in range(5):
        manual.clock.advance(1)
        queue.choose(view, "A")
        following = queue.next("ana", wanted=IN_ORDER, after=view.item.id)
        assert following is not None
        view = following
        seen.append(f"{view.item.job_id} {view.item.unit_id}")
    after = ["job1 s3", "job1 s4", "job1 s0", "job1 s1", "job2 s0"]
    assert seen == ["s0", "s2", *after], "on to the end, then what was left, then the next document"


def test_stepping_gives_the_item_back_with_its_draft(manual: SimpleNamespace) -> None:
    manual.add("job1", *THREE)
    queue = manual.queue()
    view = manual.first(queue)
    queue.draft(view, "own", "halb fertig")
    later = queue.documents.step(view, IN_ORDER)
    assert later.item.unit_id == "s2"
    assert manual.store.item(view.item.id).state.value == "open"
    with pytest.raises(UsageError, match="no open item stands after"):
        queue.documents.step(later, IN_ORDER)
    assert manual.store.item(later.item.id).owner == "ana", "the item on screen stays"
    back = queue.documents.step(later, IN_ORDER, backwards=True)
    assert (back.item.unit_id, back.drafts) == ("s1", {"own": "halb fertig"})


def test_taking_the_segment_that_is_read(manual: SimpleNamespace) -> None:
    manual.add("job1", *THREE)
    queue = manual.queue()
    view = manual.first(queue)
    with pytest.raises(UsageError, match="not open for you"):
        queue.documents.take(view, "s0")
    taken = queue.documents.take(view, "s2")
    assert (taken.item.unit_id, manual.store.item(view.item.id).owner) == ("s2", "")
    other = manual.first(queue, "ben")
    with pytest.raises(UsageError, match="not open for you"):
        queue.documents.take(other, "s2")


def test_what_was_skipped_comes_last_for_the_next_reviewer(manual: SimpleNamespace) -> None:
    manual.add("job1", *THREE)
    queue = manual.queue()
    queue.skip(manual.first(queue), "not my field")
    assert manual.first(queue, "ben").item.unit_id == "s2"


def test_places_of_a_repeated_text(manual: SimpleNamespace) -> None:
    manual.add("job1", ("Stop.", "Halt.", "Stopp."), ("Go.", "Los.", "Geh."), ("Stop.", "Halt.", "Stopp."))
    queue = manual.queue()
    view = manual.first(queue)
    assert page(queue, view).places == (1, 3)
    assert page(queue, view, 2).places == (1, 3), "of the item on screen, wherever one reads"
    assert view.repeats == 1
    queue.choose(view, "A")
    assert page(queue, manual.first(queue)).places == ()


def test_near_repetitions_are_told_by_their_decision(manual: SimpleNamespace) -> None:
    texts = [f"Wait {n} minutes." for n in (5, 30)]
    manual.add("job1", *[(text, f"A {text}", f"B {text}") for text in (*texts, "Wait 5 seconds.")])
    queue = manual.queue()
    view = manual.first(queue)
    assert queue.documents.alike(view) == (), "nothing is decided yet"
    queue.edit(view, "Warten Sie 5 Minuten.")
    view = manual.first(queue)
    (found,) = queue.documents.alike(view)
    assert (found.number, found.source, found.text) == (1, "Wait 5 minutes.", "Warten Sie 5 Minuten.")
    queue.choose(view, "A")
    assert queue.documents.alike(manual.first(queue)) == ()


def test_fields_have_no_window(manual: SimpleNamespace, keep: Any) -> None:
    manual.add("job1", *THREE)
    queue = manual.queue()
    view = manual.first(queue)
    from consensus.domain import Task

    assert queue.documents.page(replace(view, task=Task.EXTRACT)) is None


# --- under a guarantee -----------------------------------------------------------------------------------------------

#: Two accepted, of which the second is drawn; two disputed.
FOUR = (("One.", "Eins."), ("Two.", "Zwei."), ("Three.", "Drei.", "3."), ("Four.", "Vier.", "4."))


def promised(manual: SimpleNamespace, drawn: Sequence[int] = (1,)) -> None:
    manual.add("job1", *FOUR, policy=PROMISED, drawn=drawn)


def on_screen(manual: SimpleNamespace, queue: Queue, owner: str, unit: str) -> ReviewView:
    view = queue.open(owner, review.item_id("job1", unit))
    manual.clock.advance(1)
    return view


def test_nothing_is_told_before_it_is_opened(manual: SimpleNamespace) -> None:
    promised(manual)
    queue = manual.queue(ANA, BEN, CEM)
    view = on_screen(manual, queue, ANA, "s2")
    closed = [("closed", "")] * 4
    closed[2] = ("here", "")
    assert (lines(page(queue, view)), page(queue, view).closed) == (closed, True)
    queue.choose(view, "A")
    other = on_screen(manual, queue, BEN, "s3")
    found = lines(page(queue, other))
    queue.release(other)
    assert found == [("closed", "")] * 3 + [("here", "")], "nor what others decided: a known error may be of that"
    own = lines(page(queue, on_screen(manual, queue, ANA, "s3")))
    assert own[2] == ("decided", view.letters[0].text), "but one's own decisions are known anyway"


def test_opened_it_shows_all_but_what_is_drawn(manual: SimpleNamespace) -> None:
    promised(manual)
    queue = manual.queue(ANA, BEN, CEM)
    view = on_screen(manual, queue, ANA, "s2")
    queue.documents.open(view)
    assert lines(page(queue, view)) == [("accepted", "Eins."), ("audited", ""), ("here", ""), ("waiting", "")]
    assert [(one.actor, one.action) for one in manual.store.events("job1")] == [(ANA, "open-document")]
    queue.documents.open(view)
    assert len(manual.store.events("job1")) == 1, "once"
    queue.audits.judge(on_screen(manual, queue, BEN, "s1"), "right")
    assert lines(page(queue, view))[1] == ("decided", "Zwei."), "once it is audited"


def test_who_opened_it_is_not_served_its_audits(manual: SimpleNamespace) -> None:
    promised(manual)
    queue = manual.queue(ANA, BEN)
    view = on_screen(manual, queue, ANA, "s2")
    queue.documents.open(view)
    queue.choose(view, "A")
    served = []
    while (following := queue.next(ANA, wanted=IN_ORDER)) is not None:
        manual.clock.advance(1)
        served.append(following.item.unit_id)
        queue.choose(following, "A")
    assert served == ["s3"], "the audit is left to the other one"
    audit = queue.next(BEN, wanted=IN_ORDER)
    assert audit is not None
    assert (audit.item.unit_id, audit.as_audit) == ("s1", True)


def test_nor_a_known_error_of_it(manual: SimpleNamespace) -> None:
    """Where ana read what was settled, she would catch any error that is shown for it."""
    promised(manual, drawn=())
    queue = manual.queue(ANA, BEN)
    gold = replace(review.open_item("job1", manual.store.unit("job1", "s0")), kind=ItemKind.GOLD, id="gold")
    manual.store.save_decisions("job1", [], [gold])
    wanted = QueueFilter(gold=True)
    queue.documents.open(on_screen(manual, queue, ANA, "s2"))
    now = manual.clock.now()
    assert manual.store.claim_next(ANA, now, 900, wanted=wanted) is None
    assert manual.store.claim("gold", QueueFilter(), ANA, now, 900) is None
    found = manual.store.claim_next(BEN, now, 900, wanted=wanted)
    assert found is not None
    assert found.id == "gold"


def test_nor_can_it_be_claimed_by_its_address(manual: SimpleNamespace) -> None:
    promised(manual)
    queue = manual.queue(ANA, BEN)
    view = on_screen(manual, queue, ANA, "s2")
    queue.documents.open(view)
    with pytest.raises(UsageError, match="not open for you"):
        queue.documents.take(view, "s1")


def test_the_last_one_who_could_audit_cannot_open_it(manual: SimpleNamespace) -> None:
    promised(manual)
    queue = manual.queue(ANA, BEN)
    queue.documents.open(on_screen(manual, queue, ANA, "s2"))
    view = on_screen(manual, queue, BEN, "s3")
    with pytest.raises(UsageError, match="nobody who has not read it is left"):
        queue.documents.open(view)
    assert page(queue, view).closed
    queue.release(view)
    queue.audits.judge(on_screen(manual, queue, BEN, "s1"), "right")
    view = on_screen(manual, queue, BEN, "s3")
    queue.documents.open(view)
    assert not page(queue, view).closed


def test_who_works_alone_opens_it_after_the_audits(manual: SimpleNamespace) -> None:
    promised(manual)
    queue = manual.queue()
    view = on_screen(manual, queue, "ana", "s2")
    with pytest.raises(UsageError, match="Its audits come first"):
        queue.documents.open(view)
    queue.release(view)
    queue.audits.judge(on_screen(manual, queue, "ana", "s1"), "right")
    view = on_screen(manual, queue, "ana", "s2")
    queue.documents.open(view)
    assert lines(page(queue, view))[0] == ("accepted", "Eins.")


def test_beside_an_audit_there_are_sources_alone(manual: SimpleNamespace) -> None:
    promised(manual, drawn=(0, 1))
    queue = manual.queue()
    queue.choose(on_screen(manual, queue, "ana", "s2"), "A")
    view = on_screen(manual, queue, "ana", "s1")
    assert view.as_audit
    assert {text for _, text in lines(page(queue, view))} == {""}, "not even what one decided oneself"
    with pytest.raises(UsageError, match="nobody who has not read it is left"):
        queue.documents.open(view)


def test_opening_closes_the_batch_first(manual: SimpleNamespace) -> None:
    manual.add("job1", *FOUR, policy=PROMISED, closed="")
    told: list[tuple[str, bool]] = []
    queue = manual.queue(ANA, BEN, reveal=lambda job: told.append((job, manual.store.has_opened(job, ANA))))
    with manual.store.transaction() as tx:
        from consensus.domain import BatchJob

        (record,) = manual.store.load_guarantees(AT)
        tx.save(GuaranteeUpdate(record.record, jobs=(BatchJob("job1", "b-job1", "d", decided_at=AT),)))
    view = on_screen(manual, queue, ANA, "s2")
    queue.documents.open(view)
    assert told == [("job1", False)]
    other = on_screen(manual, queue, BEN, "s3")
    with pytest.raises(UsageError, match="nobody who has not read it is left"):
        queue.documents.open(other)
    assert len(told) == 1, "an open batch is not closed for somebody who cannot read it then"


def test_where_known_answers_are_shown_again_it_is_opened_too(manual: SimpleNamespace) -> None:
    policy = Policy(name="p", version=1, semantic="off", review=ReviewRules(gold_share=0.5))
    manual.add("job1", *FOUR, policy=policy)
    queue = manual.queue(ANA, BEN)
    view = on_screen(manual, queue, ANA, "s2")
    assert page(queue, view).closed
    queue.documents.open(view)
    assert lines(page(queue, view))[:2] == [("accepted", "Eins."), ("accepted", "Zwei.")]


def test_a_deleted_job_takes_its_rows_along(manual: SimpleNamespace) -> None:
    from consensus.domain import Event

    promised(manual, drawn=())
    queue = manual.queue(ANA, BEN)
    queue.documents.open(on_screen(manual, queue, ANA, "s2"))
    assert manual.store.has_opened("job1", ANA.upper())
    manual.store.delete_job("job1", Event(AT, "admin", "delete", "job1"))
    assert not manual.store.has_opened("job1", ANA)
