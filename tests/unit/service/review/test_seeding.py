"""Known errors shown as audits, to the store: what reviewers catch is counted, and no text of one is ever delivered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from consensus import certify, export, review
from consensus.auth.roles import Role, Roles
from consensus.domain import (
    Candidate,
    Document,
    Field,
    Finding,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeUpdate,
    ItemKind,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Seeds,
    Severity,
    Task,
    UnitFilter,
    Verdict,
    Verification,
)
from consensus.domain.job import JobRecord, QueueFilter, UnitRecord
from consensus.ports.guarantee import GuaranteeStore
from consensus.service.review.queue import Queue, ReviewSettings, ReviewView
from consensus.testing.fixed_clock import FixedClock

POLICY = Policy(name="p", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.1))
SCHEMA = {"title": "Bill", "type": "object", "properties": {f"total{n}": {"type": "number"} for n in range(9)}}
DOCUMENT = Document("d", "doc.txt", Task.EXTRACT, "text", "12", "en", schema=SCHEMA)
AT = "2030-01-01T00:00:00+00:00"
NAMED = Finding("numbers", Severity.CRITICAL, True, "13 is not there", member="m2")


@pytest.fixture
def desk(store: GuaranteeStore) -> SimpleNamespace:
    """Fields that two members read as 12 and one as 13. A known error is due before every decision."""
    clock = FixedClock()
    roles: dict[str, frozenset[Role]] = {}
    settings = ReviewSettings(draw=lambda *_: 0.0, roles=lambda: Roles(roles or None))
    queue = Queue(store, clock, settings)

    def add(count: int, named: Sequence[int] = (), job: str = "job") -> None:
        panel = Panel("given", tuple(ModelSpec(f"m{n}", f"m{n}", f"f{n}") for n in range(3)), "why")
        store.create_job(JobRecord(job, DOCUMENT, POLICY, panel, "doc.txt", "done", AT), [])
        records = []
        for at in range(count):
            unit = Field(f"u{at}", at, f"total{at}", f"total{at}", {"type": "number"})
            answers = tuple(Candidate(unit.id, f"m{n}", f"f{n}", value) for n, value in enumerate((12, 12, 13)))
            verdict = Verdict(unit.id, Outcome.REVIEW, "split", ("They differ.",), leading=12, representative="m0")
            records.append(UnitRecord(unit, answers, None, (NAMED,) if at in named else (), verdict))
        store.save_decisions(job, records, review.waiting_items(store.job(job), records, AT, lambda *_: 0.5))
        with store.transaction() as tx:
            tx.save(GuaranteeUpdate(GuaranteeRecord("p", "Bill", "basis", POLICY.digest, 1, 0.1, 0.95, 0.8)))

    def take(owner: str, **only: Any) -> ReviewView | None:
        view = queue.next(owner, wanted=QueueFilter(**only))
        clock.advance(1)
        return view

    def decide(owner: str, text: str = "12", **only: Any) -> ReviewView:
        """Take a disputed unit, not a known error, and decide it."""
        view = take(owner, **only)
        assert view is not None
        assert view.item.kind is ItemKind.REVIEW
        queue.choose(view, next(one.letter for one in view.letters if one.text == text))
        return view

    def seed(owner: str, **only: Any) -> ReviewView:
        view = take(owner, **only)
        assert view is not None
        assert view.item.kind is ItemKind.GOLD
        return view

    def shown() -> Seeds:
        (found,) = store.load_guarantees(AT)
        return found.seeds

    made = {"add": add, "take": take, "decide": decide, "seed": seed, "shown": shown, "roles": roles}
    return SimpleNamespace(queue=queue, clock=clock, store=store, **made)


def prepared(desk: SimpleNamespace, count: int = 3, **more: Any) -> ReviewView:
    """Ana has decided one unit, so that ben, who has decided another, is shown the error in it."""
    desk.add(count, **more)
    first: ReviewView = desk.decide("ana")
    desk.decide("ben")
    return first


def test_what_one_settled_is_shown_to_another_as_an_audit(desk: SimpleNamespace) -> None:
    first = prepared(desk)
    shown = desk.seed("ben")
    assert [one.text for one in shown.letters] == ["13"], "the error alone"
    assert (shown.item.unit_id, shown.notes, shown.sheet) == (first.item.unit_id, (), ())
    told = desk.queue.audits.judge(shown, "wrong")
    assert (told.members, told.reason, told.waits) == ((), "", False), "nothing tells it from an audit"
    assert desk.shown() == Seeds(1, 1, 1)
    (event,) = [one for one in desk.store.events(shown.item.id) if one.action == "resolve"]
    assert "judged wrong; known error shown" in event.detail


@pytest.mark.parametrize(
    ("judgement", "text", "caught"),
    [
        ("right", None, 0),
        ("style", "13", 0),
        ("style", "14", 0),
        ("unsure", None, 1),
        ("wrong", None, 1),
        ("wrong", "15", 1),
    ],
)
def test_nothing_of_it_is_ever_delivered(desk: SimpleNamespace, judgement: str, text: str | None, caught: int) -> None:
    first = prepared(desk)
    desk.queue.audits.judge(desk.seed("ben"), judgement, text)
    assert desk.shown() == Seeds(1, caught, 1)
    store, unit = desk.store, first.item.unit_id
    record = store.unit("job", unit)
    assert (record.resolution.reviewer, record.result.value) == ("ana", 12), "what was settled stays"
    assert record.result.verification is Verification.HUMAN_ACCEPTED, "nor does a second person count as having seen it"
    job, units = store.job("job"), store.units("job")
    value = export.delivered(SCHEMA, units)
    assert {value[f"total{n}"] for n in range(3)} == {12, None}, "nobody decided the third"
    lines = [json.loads(line) for line in export.to_jsonl(job, units, []).splitlines()]
    settled = [(line["value"], line["verification"], line["resolution"]) for line in lines if line["unit"] == unit]
    assert [(one[0], one[1], one[2]["reviewer"]) for one in settled] == [(12, "human-accepted", "ana")]
    for form in (export.to_csv(job, units), export.as_json(value)):
        assert [wrong for wrong in ("13", "14", "15") if wrong in str(form)] == []
    found = store.unit_page(UnitFilter(), 0, 10)
    assert "13" not in repr([line for line in found.lines if line.unit_id == unit]).replace(AT, "")


def test_nobody_is_shown_what_they_decided_or_had_open(desk: SimpleNamespace) -> None:
    desk.add(4)
    view = desk.take("cem")
    desk.queue.release(view)
    left = desk.take("dan")
    desk.clock.advance(3600)
    assert left.item.id == view.item.id
    first = desk.decide("ana")
    assert first.item.id == view.item.id, "the same: cem gave it back, and dan's claim ran out"
    (gold,) = [one for one in desk.store.items("job") if one.kind is ItemKind.GOLD]
    assert set(gold.barred) == {"ana", "cem", "dan"}
    for owner in ("ana", "cem", "dan"):
        desk.decide(owner)
    assert desk.take("ana").item.kind is ItemKind.GOLD, "that of the others"


def test_who_decides_it_anew_is_not_shown_it_either(desk: SimpleNamespace) -> None:
    prepared(desk)
    shown = desk.seed("ben")
    desk.queue.release(shown)
    desk.queue.undo("ana")
    again = desk.queue.open("ana", review.item_id("job", shown.item.unit_id))
    desk.queue.release(again)
    desk.clock.advance(1)
    view = desk.queue.open("ben", again.item.id)
    desk.clock.advance(1)
    desk.queue.choose(view, next(one.letter for one in view.letters if one.text == "12"))
    following = desk.take("ben")
    assert following is None or following.item.unit_id != shown.item.unit_id


def test_taken_back_and_judged_otherwise_a_miss_stays(desk: SimpleNamespace) -> None:
    prepared(desk)
    shown = desk.seed("ben")
    desk.queue.audits.judge(shown, "right")
    assert desk.shown() == Seeds(1, 0, 1)
    again = desk.queue.undo("ben")
    assert desk.shown() == Seeds(1, 0, 1), "taking it back does not unsay it"
    desk.clock.advance(1)
    desk.queue.audits.judge(again, "wrong")
    assert desk.shown() == Seeds(1, 0, 1)


def test_a_catch_taken_back_is_none(desk: SimpleNamespace) -> None:
    prepared(desk)
    desk.queue.audits.judge(desk.seed("ben"), "wrong")
    again = desk.queue.undo("ben")
    assert desk.shown() == Seeds()
    desk.clock.advance(1)
    desk.queue.audits.judge(again, "right")
    assert desk.shown() == Seeds(1, 0, 1)


def test_one_that_somebody_called_right_is_shown_to_nobody_else(desk: SimpleNamespace) -> None:
    prepared(desk)
    desk.decide("cem")
    shown = desk.seed("ben")
    desk.queue.audits.judge(shown, "right")
    seen = [view.item.unit_id for _ in range(3) if (view := desk.take("cem")) is not None]
    assert shown.item.unit_id not in seen


def test_a_filter_does_not_leave_them_out(desk: SimpleNamespace) -> None:
    prepared(desk)
    for only in ({"languages": "en"}, {"reason": "split"}, {"risk": "normal"}, {"field": "total0"}, {"job_id": "job"}):
        shown = desk.seed("ben", **only)
        desk.queue.release(shown)


def test_those_that_no_check_names_come_first_until_they_are_a_third(desk: SimpleNamespace) -> None:
    desk.add(9, named=range(4))
    for at in range(8):
        view = desk.queue.open("ana", review.item_id("job", f"u{at}"))
        desk.clock.advance(1)
        desk.queue.choose(view, next(one.letter for one in view.letters if one.text == "12"))
    desk.decide("ben")
    plain = []
    for _ in range(5):
        before = desk.shown()
        desk.queue.audits.judge(desk.seed("ben"), "wrong")
        plain.append(desk.shown().plain - before.plain)
    assert plain[0] == 1, "none was shown yet"
    assert [sum(plain[:n]) * 3 >= n for n in range(1, 6)] == [True] * 5, plain
    assert sum(plain) < 5, "the others are shown as well"


def test_one_missed_twice_stops_acceptance(desk: SimpleNamespace) -> None:
    prepared(desk, 4)
    desk.decide("cem")
    for _ in range(2):
        desk.queue.audits.judge(desk.seed("ben"), "right")
    assert desk.shown() == Seeds(2, 0, 2)
    found = certify.detection(desk.shown(), 0.8, 0.05)
    assert (found.share, found.from_seeds) == (0.0, True), "nothing is known to be caught"
    (ben,) = [one for one in desk.queue.people.report("admin").reviewers if one.reviewer == "ben"]
    assert ben.seeded == (2, 2)
    (told,) = desk.queue.people.report("admin").known
    assert "0 of 2 known errors caught" in told
    assert "nothing is accepted automatically" in told


def test_an_audit_found_wrong_and_mended_is_shown_to_another(desk: SimpleNamespace) -> None:
    desk.add(3)
    store = desk.store
    job, (first, *_) = store.job("job"), store.units("job")
    accepted = Verdict("u9", Outcome.ACCEPTED, "unanimous", ("All agree.",), 12, 12, "m0", 1.0, 1.0)
    unit = Field("u9", 9, "total9", "total9", {"type": "number"})
    drawn = UnitRecord(unit, tuple(Candidate("u9", f"m{n}", f"f{n}", 12) for n in range(3)), None, (), accepted)
    items = review.waiting_items(job, [drawn], AT, lambda *_: 0.5, frozenset({"u9"}))
    store.save_decisions("job", [drawn], items)
    view = desk.queue.open("ana", review.item_id("job", "u9"))
    desk.clock.advance(1)
    desk.queue.audits.judge(view, "wrong", "17")
    desk.decide("ben")
    shown = desk.seed("ben")
    assert (shown.item.unit_id, [one.text for one in shown.letters]) == ("u9", ["12"])
    desk.queue.audits.judge(shown, "right")
    assert store.unit("job", "u9").result.value == 17
    assert desk.shown() == Seeds(1, 0, 1)
    assert first.resolution is None
