"""Who was shown two answers of a unit under Compare is served no blind audit of it, and the other way round."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from consensus import review
from consensus.auth.roles import Role, Roles
from consensus.domain import Audit, Batch, BatchJob, Event, GuaranteeRecord, GuaranteeUpdate, ItemKind
from consensus.domain.job import QueueFilter, UnitRecord
from consensus.domain.trial import Pair, PairState, Preference, Trial, TrialJobState
from consensus.errors import ConflictError, UsageError
from consensus.service.learning.trial_review import TrialReview
from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore
from tests.unit.service.review.test_document import (
    ANA,
    AT,
    BEN,
    CEM,
    FOUR,
    IN_ORDER,
    KEY,
    PROMISED,
    documents,
    on_screen,
)

RECORD = GuaranteeRecord(*KEY, PROMISED.digest, 1, 0.05, 0.95, 0.8)


@pytest.fixture
def manual(store: SqlStore, keep: Any, decided: Callable[..., UnitRecord]) -> SimpleNamespace:
    return documents(store, keep, decided)


def trial(manual: SimpleNamespace, name: str = "t", units: Sequence[str] = ("s1",)) -> None:
    """A trial of which these units of the document wait to be compared."""
    store = manual.store
    made = Trial(name, "p", "m9", "f9", 1.0, Decimal(9), 0.05, "seed", AT, "ctl")
    store.create_trial(made, Event(AT, "ctl", "trial.started", name, ""))
    store.add_trial_job(name, "job1", "doc", TrialJobState.ASKING, "", AT)
    pairs = [
        Pair(f"{name}-{unit}", name, "job1", unit, "doc", ("translate", "en to de", ""), n, PairState.OPEN)
        for n, unit in enumerate(units)
    ]
    full = [replace(one, panel="Eins.", candidate="Ein.", has_texts=True) for one in pairs]
    assert store.end_trial_job(name, "job1", TrialJobState.ASKED, full, AT)


def comparing(manual: SimpleNamespace, *people: str) -> TrialReview:
    roles = Roles({one: frozenset({Role.REVIEWER}) for one in people} or None)
    return TrialReview(manual.store, manual.store, manual.clock, lambda: roles)


def draw(manual: SimpleNamespace, unit: str = "s1") -> None:
    """Let the unit be drawn: an audit of it waits from now on."""
    record = manual.store.unit("job1", unit)
    item = replace(review.open_item("job1", record), kind=ItemKind.CHECK, id=review.item_id("job1", unit))
    audit = Audit(item.id, "job1", unit, *KEY, batch="b-job1", attempt=1, drawn_for=1, due_at="2031")
    with manual.store.transaction() as tx:
        tx.save_decisions("job1", [], [item])
        tx.save(GuaranteeUpdate(RECORD, drawn=(audit,)))


def leave_open(manual: SimpleNamespace) -> None:
    """Let the document's batch be one that is not closed yet."""
    batch = Batch("b-open", "open", *KEY, AT, "c", closed_at="", place=0, attempt=1)
    with manual.store.transaction() as tx:
        tx.save(GuaranteeUpdate(RECORD, batch=batch, jobs=(BatchJob("job1", "b-open", "doc"),)))


def served(manual: SimpleNamespace, queue: Queue, person: str) -> list[str]:
    """Units of audits that somebody is served, one after the other; all that waits is decided."""
    found = []
    for _ in range(8):
        view = queue.next(person, wanted=IN_ORDER)
        if view is None:
            break
        manual.clock.advance(1)
        if view.as_audit:
            found.append(view.item.unit_id)
            queue.audits.judge(view, "right")
        else:
            queue.choose(view, "A")
    return found


@pytest.mark.parametrize("said", [True, False], ids=["compared", "given back"])
def test_who_saw_a_pair_is_not_served_its_audit(manual: SimpleNamespace, said: bool) -> None:
    manual.add("job1", *FOUR, policy=PROMISED)
    trial(manual)
    pairs, queue = comparing(manual, ANA, BEN), manual.queue(ANA, BEN)
    shown = pairs.next(ANA.upper())
    assert shown is not None
    manual.clock.advance(1)
    if said:
        pairs.say(shown, Preference.EQUAL)
    else:
        pairs.release(shown)
    draw(manual)
    with pytest.raises(ConflictError):
        on_screen(manual, queue, ANA, "s1")
    assert served(manual, queue, ANA) == []
    assert (
        manual.store.claim(review.item_id("job1", "s1"), QueueFilter(others=(BEN,)), ANA, manual.clock.now(), 9) is None
    )
    assert served(manual, queue, BEN) == ["s1"], "the audit is left to the other one"


def test_other_units_of_the_document_are_still_audited(manual: SimpleNamespace) -> None:
    manual.add("job1", *FOUR, policy=PROMISED)
    trial(manual)
    assert comparing(manual, ANA, BEN).next(ANA) is not None
    draw(manual, "s0")
    assert served(manual, manual.queue(ANA, BEN), ANA) == ["s0"]


def test_nor_a_known_answer_of_it(manual: SimpleNamespace) -> None:
    manual.add("job1", *FOUR, policy=PROMISED)
    trial(manual)
    assert comparing(manual, ANA, BEN).next(ANA) is not None
    gold = replace(review.open_item("job1", manual.store.unit("job1", "s1")), kind=ItemKind.GOLD, id="gold")
    manual.store.save_decisions("job1", [], [gold])
    now, wanted = manual.clock.now(), QueueFilter(gold=True)
    assert manual.store.claim_next(ANA, now, 900, wanted=wanted) is None
    assert manual.store.claim_next(BEN, now, 900, wanted=wanted) is not None


def test_where_everybody_saw_it_the_audit_is_made_all_the_same(manual: SimpleNamespace) -> None:
    """As with a document that everybody opened: it does not wait in vain."""
    manual.add("job1", *FOUR, policy=PROMISED)
    trial(manual), trial(manual, "u")  # closed batches draw no more, so both may see it
    pairs = comparing(manual, ANA, BEN)
    assert pairs.next(ANA) is not None
    assert pairs.next(BEN) is not None
    draw(manual)
    assert manual.queue(ANA, BEN).people.waiting(BEN)["job1"] >= 1
    assert served(manual, manual.queue(ANA, BEN), BEN) == ["s1"]


def test_opened_and_compared_are_one_rule(manual: SimpleNamespace) -> None:
    """Ana saw the pair, Ben opened the document: only Cem may audit; and Cem may not open it before that."""
    manual.add("job1", *FOUR, policy=PROMISED, drawn=(0,))
    trial(manual)
    queue = manual.queue(ANA, BEN, CEM)
    assert comparing(manual, ANA, BEN, CEM).next(ANA) is not None
    queue.documents.open(on_screen(manual, queue, BEN, "s2"))
    draw(manual)
    view = on_screen(manual, queue, CEM, "s3")
    assert "s1" not in served(manual, queue, ANA) + served(manual, queue, BEN)
    with pytest.raises(UsageError, match="nobody who has not read it is left"):
        queue.documents.open(view)
    assert "s1" in served(manual, queue, CEM)


def test_a_pair_waits_while_its_unit_may_be_drawn_and_nobody_else_is_left(manual: SimpleNamespace) -> None:
    manual.add("job1", *FOUR, policy=PROMISED)
    leave_open(manual)
    trial(manual)
    for people in ((), (ANA,)):
        alone = comparing(manual, *people)
        assert (alone.next(ANA), alone.waiting(ANA)) == (None, 0)
    both = comparing(manual, ANA, BEN)
    assert both.waiting(ANA) == 1
    assert both.next(ANA) is not None
    trial(manual, "u")
    assert (both.next(BEN), both.waiting(BEN)) == (None, 0), "he is the last one who could audit"
    three = comparing(manual, ANA, BEN, CEM)
    assert three.next(BEN) is not None


def test_two_at_once_do_not_use_up_the_last_auditor(manual: SimpleNamespace) -> None:
    """Of two trials of the same unit and two reviewers, one alone is shown a pair, whoever is first."""
    manual.add("job1", *FOUR, policy=PROMISED)
    leave_open(manual)
    for name in "tu":
        trial(manual, name)
    pairs, barrier = comparing(manual, ANA, BEN), threading.Barrier(2)
    shown = list[str]()

    def take(person: str) -> None:
        barrier.wait()
        if pairs.next(person) is not None:
            shown.append(person)

    threads = [threading.Thread(target=take, args=(one,)) for one in (ANA, BEN)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shown) == 1
    draw(manual)
    (other,) = {ANA, BEN} - set(shown)
    assert served(manual, manual.queue(ANA, BEN), shown[0]) == []
    assert served(manual, manual.queue(ANA, BEN), other) == ["s1"]


def test_who_audited_or_decided_a_unit_is_not_shown_its_pair(manual: SimpleNamespace) -> None:
    manual.add("job1", *FOUR, policy=PROMISED, drawn=(1,))
    queue, pairs = manual.queue(ANA, BEN, CEM), comparing(manual, ANA, BEN, CEM)
    trial(manual, units=("s1", "s2"))
    assert pairs.next(ANA) is None, "while either waits for a person nobody is shown a pair of it"
    queue.audits.judge(on_screen(manual, queue, ANA, "s1"), "right")
    queue.choose(on_screen(manual, queue, BEN, "s2"), "A")
    for person, unit in ((ANA, "s2"), (BEN, "s1")):
        assert pairs.waiting(person.upper()) == 1
        found = pairs.next(person.upper())
        assert found is not None
        assert found.pair.unit_id == unit
        manual.clock.advance(1)
        pairs.release(found)
    assert pairs.waiting(CEM) == 2
    again = pairs.next(ANA)
    assert again is not None
    manual.clock.advance(1)
    pairs.say(again, Preference.EQUAL)
    assert pairs.next(ANA) is None


def test_a_decision_that_was_taken_back_is_remembered(manual: SimpleNamespace) -> None:
    manual.add("job1", *FOUR, policy=PROMISED)
    queue, pairs = manual.queue(ANA, BEN), comparing(manual, ANA, BEN)
    trial(manual, units=("s2",))
    queue.choose(on_screen(manual, queue, ANA, "s2"), "A")
    view = queue.undo(ANA)
    queue.release(view)
    queue.choose(on_screen(manual, queue, BEN, "s2"), "B")
    assert pairs.next(ANA) is None
