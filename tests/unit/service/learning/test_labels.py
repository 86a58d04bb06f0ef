"""Labels: what a decision says of each model's answer, with its chance; written, taken back and deleted with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from consensus import review
from consensus.domain import (
    Agreement,
    Call,
    CallState,
    Candidate,
    Cluster,
    Drawing,
    Event,
    Field,
    HumanLabel,
    ItemKind,
    LabelKind,
    ModelReply,
    Policy,
    Task,
)
from consensus.domain.job import UnitRecord
from consensus.learn.labels import weighed
from consensus.service.labels import Labels
from consensus.service.review.decisions import ReviewSettings
from consensus.service.review.queue import Queue
from consensus.storage.label_tables import labels
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

POLICY = Policy(name="p", version=3, semantic="off")


@pytest.fixture
def review_queue(store: SqlStore, keep: Any, decided: Callable[..., UnitRecord]) -> SimpleNamespace:
    """A document of number fields on which the members disagree; "open" decides one of them."""
    clock = FixedClock()

    def add(job: str, fields: dict[str, tuple[Any, ...]], rule: str = "split", **more: Any) -> None:
        records = []
        for at, (name, values) in enumerate(fields.items()):
            answers = tuple(Candidate(name, f"m{n}", f"f{n}", value, f"{job}-m{n}") for n, value in enumerate(values))
            groups: dict[str, list[Candidate]] = {}
            for one in answers:
                groups.setdefault(repr(one.value), []).append(one)
            clusters = tuple(
                Cluster(tuple(one.member for one in g), tuple(one.family for one in g), g[0].member, g[0].value)
                for g in groups.values()
            )
            agreement = Agreement(name, clusters, tuple(one.family for one in answers), 0.5, 0.0, "s")
            unit = Field(name, at, name, name, {"type": "number", "x-compare": {"number": {"tolerance": 0.1}}})
            records.append(replace(decided(name, 0.5, rule), unit=unit, answers=answers, agreement=agreement))
        keep(store, job, records, task=Task.EXTRACT, policy=more.pop("policy", POLICY), **more)

    def view(unit: str, job: str = "job1", owner: str = "ana") -> Any:
        found = queue.open(owner, review.item_id(job, unit))
        clock.advance(1)
        return found

    queue = Queue(store, clock, ReviewSettings(draw=lambda *_: 0.5))
    return SimpleNamespace(add=add, view=view, queue=queue, store=store, clock=clock)


def letter_of(view: Any, text: str) -> str:
    return next(one.letter for one in view.letters if one.text == text)


def only(review_queue: SimpleNamespace) -> HumanLabel:
    (found,) = review_queue.store.human_labels()
    return found


def codes_of(label: HumanLabel) -> dict[str, bool | None]:
    return {one.member: one.right for one in label.answers}


def test_a_choice_says_of_every_answer_whether_it_is_right(review_queue: SimpleNamespace) -> None:
    review_queue.add("job1", {"total": (1, 2, 2), "tax": (3, 4, 5)})
    view = review_queue.view("total")
    review_queue.queue.choose(view, letter_of(view, "2"))
    found = only(review_queue)
    assert codes_of(found) == {"m0": False, "m1": True, "m2": True}
    assert (found.kind, found.settles, found.policy, found.place) == (LabelKind.RESOLUTION, True, "p 3", "total")
    assert found.answers[1].answer == found.answers[2].answer != found.answers[0].answer
    assert (found.drawn, found.chance) == (Drawing.QUEUE, None), "tax waits: which unit is decided first is no chance"
    assert "not decided to their end" in weighed([found]).why
    view = review_queue.view("tax")
    review_queue.queue.choose(view, letter_of(view, "3"))
    both = review_queue.store.human_labels()
    assert [(one.drawn, one.chance) for one in both] == [(Drawing.WHOLE_QUEUE, 1.0)] * 2
    assert weighed(both).why == ""
    assert weighed(both).share(lambda one: one.answers[0].right) == 0.5


def test_a_written_value_is_compared_as_the_schema_says(review_queue: SimpleNamespace) -> None:
    review_queue.add("job1", {"total": (1, 2, 30)})
    review_queue.queue.edit(review_queue.view("total"), "2.05")
    assert codes_of(only(review_queue)) == {"m0": False, "m1": True, "m2": False}, "within the field's tolerance"


def test_no_value_may_be_the_right_one(review_queue: SimpleNamespace) -> None:
    review_queue.add("job1", {"total": (None, None, 30)})
    view = review_queue.view("total")
    review_queue.queue.choose(view, next(one.letter for one in view.letters if one.no_value))
    assert codes_of(only(review_queue)) == {"m0": True, "m1": True, "m2": False}


def test_of_a_rejected_unit_every_answer_is_wrong(review_queue: SimpleNamespace) -> None:
    review_queue.add("job1", {"total": (None, 2, 30)})
    review_queue.queue.reject(review_queue.view("total"), "wrong value", "major")
    assert codes_of(only(review_queue)) == {"m0": False, "m1": False, "m2": False}


def test_undo_takes_the_label_back(review_queue: SimpleNamespace) -> None:
    review_queue.add("job1", {"total": (1, 2, 2)})
    view = review_queue.view("total")
    review_queue.queue.choose(view, "A")
    review_queue.queue.undo("ana")
    assert review_queue.store.human_labels() == []
    assert Labels(review_queue.store).complete() == 0, "a decision that was taken back gets none later"


def test_earlier_decisions_get_their_labels_once(review_queue: SimpleNamespace) -> None:
    review_queue.add("job1", {"total": (1, 2, 2), "tax": (3, 4, 5), "net": (1, 2, 3)})
    for unit in ("total", "tax"):
        review_queue.queue.choose(review_queue.view(unit), "A")
    before = review_queue.store.human_labels()
    with review_queue.store._writing() as connection:
        connection.execute(labels.delete())
    assert Labels(review_queue.store).complete() == 2
    assert review_queue.store.human_labels() == before
    assert Labels(review_queue.store).complete() == 0
    assert Labels(review_queue.store).all(["another"]) == []


def test_labels_go_with_their_job(review_queue: SimpleNamespace) -> None:
    review_queue.add("job1", {"total": (1, 2, 2)})
    review_queue.add("job2", {"total": (1, 2, 2)})
    for job in ("job1", "job2"):
        review_queue.queue.choose(review_queue.view("total", job), "A")
    review_queue.store.delete_job("job1", Event("2026-01-01T00:00:00+00:00", "ana", "delete-job", "job1"))
    assert [one.job_id for one in review_queue.store.human_labels()] == ["job2"]


def test_the_model_that_answered_is_named_by_its_provider(review_queue: SimpleNamespace) -> None:
    review_queue.add("job1", {"total": (1, 2, 2)})
    at, reply = "2026-01-01T00:00:00+00:00", ModelReply("1", "stop", "maker/m0-may")
    call = Call("job1-m0", "job1", "a", "m0", 1, "d", "", "p", CallState.SETTLED, at, at, reply)
    review_queue.store.record([call])
    review_queue.queue.choose(review_queue.view("total"), "A")
    assert only(review_queue).answers[0].served == "maker/m0-may"
    assert only(review_queue).answers[1].served == "m1"


def test_a_spot_check_has_the_share_of_its_policy(review_queue: SimpleNamespace) -> None:
    rules = POLICY.review.model_copy(update={"spot_share": 0.2})
    policy = POLICY.model_copy(update={"review": rules})
    review_queue.add("job1", {"total": (2, 2, 2)}, "near_identity", policy=policy)
    (record,) = review_queue.store.units("job1")
    spot = replace(review.open_item("job1", record), kind=ItemKind.SPOT)
    review_queue.store.save_decisions("job1", [], [spot])
    review_queue.queue.choose(review_queue.view("total"), "A")
    found = only(review_queue)
    assert (found.drawn, found.chance, found.outcome) == (Drawing.SPOT, 0.2, "accepted")
    assert weighed([found]).weights == (5.0,)


def test_a_second_reviewer_has_a_label_of_their_own(review_queue: SimpleNamespace) -> None:
    rules = POLICY.review.model_copy(update={"second_share": 1.0})
    review_queue.add("job1", {"total": (1, 2, 2)}, policy=POLICY.model_copy(update={"review": rules}))
    for owner, value in (("ana", "1"), ("ben", "2"), ("cem", "2")):
        view = review_queue.view("total", owner=owner)
        review_queue.queue.choose(view, letter_of(view, value))
    found = review_queue.store.human_labels()
    kinds = [LabelKind.RESOLUTION, LabelKind.SECOND_REVIEW, LabelKind.ADJUDICATION]
    assert [one.kind for one in found] == kinds
    assert [one.settles for one in found] == [False, False, True]
    (counted,) = weighed(found).labels
    assert codes_of(counted) == {"m0": False, "m1": True, "m2": True}
