"""What a store promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Agreement,
    Call,
    CallState,
    Candidate,
    Cluster,
    Document,
    Event,
    Field,
    Finding,
    ItemState,
    ModelReply,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    ReviewItem,
    Segment,
    Severity,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.domain.policy import Reference, TranslationRules
from consensus.errors import NotFoundError, StoreError
from consensus.ports.storage import Store

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
EVENT = Event(NOW.isoformat(), "ana", "resolve", "item", "chosen A")
SEGMENTS = tuple(Segment(f"s{n}", n, f"Text {n}.", n * 10, n * 10 + 7) for n in range(4))


def job(job_id: str = "job1") -> JobRecord:
    document = Document(
        f"d-{job_id}",
        "page.md",
        Task.TRANSLATE,
        "markdown",
        "Secret pump\ud800 \u0000 text",
        "en",
        "de",
        {"a": [1]},
    )
    rules = TranslationRules(reference=Reference(pairs={"en-de": {"chrf": (0.1, 0.5)}}))
    policy = Policy(name="translation", version=3, translation=rules, glossary_terms=(("a", "b", "c"),))
    panel = Panel("given", (ModelSpec("m1", "openai/m1", "f1", fallbacks=("m9",)),), "because", ("one family",))
    return JobRecord(job_id, document, policy, panel, "page.md", "running", NOW.isoformat())


def record(segment: Segment, outcome: Outcome = Outcome.REVIEW) -> UnitRecord:
    answers = (
        Candidate(segment.id, "m1", "f1", {"price": 1.5, "n": None, "$decimal": "boom"}, "c1", 2.0),
        Abstention(segment.id, "m2", "f2", AbstentionReason.TIMEOUT, "late"),
        Candidate(segment.id, "m3", "f3", Decimal("1.50")),
    )
    cluster = Cluster(("m1",), ("f1",), "m1", [1, "zwei", True], null=False)
    agreement = Agreement(
        segment.id,
        (cluster,),
        ("f1", "f3"),
        0.5,
        -1.25,
        "sig",
        (answers[1],),
        {"chrf": 0.5},
        None,
        ("numbers",),
        ("g",),
    )
    findings = (Finding("numbers", Severity.CRITICAL, True, "80 became 8", "m1", (3, 5), None),)
    verdict = Verdict(segment.id, outcome, "veto", ("80 became 8",), None, "Text", "m1", 0.5, -1.25)
    return UnitRecord(segment, answers, agreement, findings, verdict)


def item(segment: Segment, job_id: str = "job1", priority: float = 1.0) -> ReviewItem:
    return ReviewItem(f"{job_id}-{segment.id}", job_id, segment.id, ItemState.OPEN, 1, priority)


def resolution(segment_id: str, reviewer: str = "ana") -> Resolution:
    at = NOW.isoformat()
    return Resolution(segment_id, Action.CHOSEN, reviewer, "Text", at, at, "m1", (("m1", "m3"), ("m2",)))


def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def queue(store: Store) -> Store:
    """Four items of one job: s2 is the most urgent, the others are alike."""
    store.create_job(job(), SEGMENTS)
    records = [record(segment) for segment in SEGMENTS]
    store.save_decisions("job1", records, [item(s, priority=5.0 if s.id == "s2" else 1.0) for s in reversed(SEGMENTS)])
    return store


def claim(store: Store, owner: str = "ana", after: float = 0.0, lease: float = 900, **only: Any) -> ReviewItem | None:
    return store.claim_next(owner, NOW + timedelta(seconds=after), lease, **only)


# --- what is stored comes back -------------------------------------------------------------------------------------


def test_everything_survives_the_round_trip(store: Store) -> None:
    store.create_job(job(), SEGMENTS)
    store.save_decisions("job1", [record(SEGMENTS[1])], [])
    assert store.job("job1") == job()
    assert store.job("job1").policy.digest == job().policy.digest
    assert store.units("job1")[0] == UnitRecord(SEGMENTS[0])
    back = store.unit("job1", "s1")
    assert back == record(SEGMENTS[1])
    assert type(back.answers[2].value) is Decimal
    assert type(back.answers[1]) is Abstention


def test_fields_exist_only_after_comparison(store: Store) -> None:
    field = Field("f1", 7, "items[2].price", "items[].price", {"type": "number"})
    store.create_job(job(), ())
    store.save_decisions("job1", [UnitRecord(field)], [ReviewItem("i", "job1", "f1", ItemState.OPEN, 1, 1.0)])
    assert [unit.unit for unit in store.units("job1")] == [field]
    assert claim(store).unit_id == "f1"


def test_units_come_in_document_order(store: Store) -> None:
    store.create_job(job(), tuple(reversed(SEGMENTS)))
    assert [unit.unit.id for unit in store.units("job1")] == ["s0", "s1", "s2", "s3"]


@pytest.mark.parametrize(
    ("asked", "found", "meaning"),
    [
        ("abc1", "abc1", "the whole id"),
        ("abc2", "abc2", "a prefix that one job has"),
        ("abc", None, "a prefix that two jobs have"),
        ("", None, "nothing is no prefix"),
        ("ab%", None, "a pattern is not a prefix"),
        ("zzz", None, "no such job"),
    ],
)
def test_a_job_is_found_by_a_unique_prefix(store: Store, asked: str, found: str | None, meaning: str) -> None:
    for job_id in ("abc1", "abc2xyz"):
        store.create_job(job(job_id), ())
    if found is None:
        with pytest.raises(NotFoundError):
            store.job(asked)
    else:
        assert store.job(asked).id.startswith(found), meaning


def test_a_job_ends(store: Store) -> None:
    store.create_job(job(), ())
    store.end_job("job1", "failed", "2026-05-04T13:00:00+00:00", "no answers")
    ended = store.job("job1")
    assert (ended.state, ended.ended_at, ended.error) == ("failed", "2026-05-04T13:00:00+00:00", "no answers")


def test_the_newest_job_comes_first(store: Store) -> None:
    for job_id in ("one", "two"):
        store.create_job(job(job_id), ())
    assert [found.id for found in store.job_lines()] == ["two", "one"]


def test_the_same_job_cannot_be_made_twice(store: Store) -> None:
    store.create_job(job(), SEGMENTS)
    with pytest.raises(StoreError):
        store.create_job(job(), SEGMENTS)


# --- the journal ---------------------------------------------------------------------------------------------------


def call(number: int, state: CallState, **changes: Any) -> Call:
    plain = Call(f"c{number}", "job1", f"ask{number}", "m1", 1, "digest", "[]", "p1", state, NOW.isoformat())
    return replace(plain, **changes)


def reply(cost: str | None) -> ModelReply:
    return ModelReply("Antwort", "stop", "m1", 10, 5, Decimal(cost) if cost else None, 0.5)


def test_a_reply_that_was_paid_for_is_never_thrown_away(store: Store) -> None:
    store.create_job(job(), ())
    paid = call(1, CallState.SETTLED, reply=reply("0.10"))
    store.record([call(1, CallState.RESERVED)])
    store.record([paid])
    store.record([call(1, CallState.RESERVED)])
    store.record([call(1, CallState.FAILED, fault="timeout")])
    assert store.settled("job1") == {("ask1", "m1"): paid}


def test_the_last_of_several_settled_calls_counts(store: Store) -> None:
    store.create_job(job(), ())
    first, second = (call(n, CallState.SETTLED, ask_id="ask", attempt=n, reply=reply("0.1")) for n in (1, 2))
    store.record([first])
    store.record([second])
    assert store.settled("job1") == {("ask", "m1"): second}


@pytest.mark.parametrize(
    ("last", "cost", "meaning"),
    [
        (call(3, CallState.SETTLED, reply=reply("0.2")), "0.3", "all known: the sum, exactly"),
        (call(3, CallState.SETTLED, reply=reply(None)), None, "one unknown price: unknown, not 0"),
        (call(3, CallState.FAILED, fault="rate_limited"), "0.1", "a refused call is not billed"),
        (call(3, CallState.FAILED, fault="timeout"), None, "a late call may have been billed"),
        (call(3, CallState.RESERVED), None, "a call cut off by a kill may have been billed"),
    ],
)
def test_totals(store: Store, last: Call, cost: str | None, meaning: str) -> None:
    store.create_job(job(), ())
    store.record([call(1, CallState.SETTLED, reply=reply("0.1"))])
    store.record([last])
    totals = store.totals("job1")
    assert totals.cost == (Decimal(cost) if cost else None), meaning
    assert (totals.calls, totals.by_member) == (2, {"m1": 2})
    assert [known.id for known in store.calls("job1")] == ["c1", "c3"]


# --- the queue -----------------------------------------------------------------------------------------------------


def test_the_most_urgent_first_then_document_order(queue: Store) -> None:
    assert [claim(queue, owner).unit_id for owner in ("a", "b", "c", "d")] == ["s2", "s0", "s1", "s3"]
    assert claim(queue, "e") is None
    assert [listed.unit_id for listed in queue.items()] == ["s2", "s0", "s1", "s3"]


def test_a_reload_returns_the_same_item(queue: Store) -> None:
    first = claim(queue)
    again = claim(queue, after=60)
    assert (again.id, again.claimed_at) == (first.id, first.claimed_at)
    assert again.lease_until > first.lease_until


def test_an_expired_claim_can_be_taken_and_its_holder_is_refused(queue: Store) -> None:
    old = claim(queue, "ana", lease=10)
    assert claim(queue, "ben", after=5).id != old.id
    taken = claim(queue, "eve", after=11)
    assert (taken.id, taken.owner) == (old.id, "eve")
    with queue.transaction() as tx:
        assert not tx.resolve(old, resolution(old.unit_id), EVENT)
    assert not queue.renew(old, NOW, 900)
    assert [(event.action, event.actor) for event in queue.events()] == [("claim-ended", "ana")]


def test_activity_prolongs_a_claim(queue: Store) -> None:
    held = claim(queue, "ana", lease=10)
    assert queue.renew(held, NOW + timedelta(seconds=9), 10)
    assert claim(queue, "ben", after=15).id != held.id
    with queue.transaction() as tx:
        assert tx.resolve(held, resolution(held.unit_id), EVENT), "renewing leaves the version as it was seen"


def test_one_job_only(queue: Store) -> None:
    queue.create_job(job("job2"), SEGMENTS)
    queue.save_decisions("job2", [record(SEGMENTS[0])], [item(SEGMENTS[0], "job2", 0.5)])
    assert claim(queue, "a", job_id="job2").job_id == "job2"
    assert claim(queue, "b", job_id="job2") is None
    assert queue.queue_counts("job2") == {"open": 0, "claimed": 1, "resolved": 0}


@pytest.mark.parametrize(
    ("changes", "meaning"),
    [
        ({"version": 1}, "it changed since it was shown"),
        ({"owner": "ben"}, "somebody else holds it"),
        ({"id": "job1-s0"}, "another item, not claimed"),
        ({"id": "nowhere"}, "no such item"),
    ],
)
def test_a_decision_on_anything_but_what_was_seen_is_refused(
    queue: Store, changes: dict[str, Any], meaning: str
) -> None:
    stale = replace(claim(queue), **changes)
    with queue.transaction() as tx:
        assert not tx.resolve(stale, resolution(stale.unit_id), EVENT), meaning
    assert not queue.release(stale, EVENT), meaning
    assert queue.events() == []
    assert all(unit.resolution is None for unit in queue.units("job1"))


def test_one_decision_one_audit_line(queue: Store) -> None:
    held = claim(queue)
    decided = resolution(held.unit_id)
    with queue.transaction() as tx:
        assert tx.resolve(held, decided, EVENT)
    with queue.transaction() as tx:
        assert not tx.resolve(held, decided, EVENT), "a callback that fires twice decides once"
    assert queue.unit("job1", held.unit_id).resolution == decided
    assert queue.item(held.id).state is ItemState.RESOLVED
    assert queue.events() == [EVENT]
    assert queue.events("item") == [EVENT]
    assert queue.events("other") == []
    assert queue.queue_counts() == {"open": 3, "claimed": 0, "resolved": 1}


def test_a_released_item_is_open_again(queue: Store) -> None:
    held = claim(queue)
    assert queue.release(held, EVENT)
    assert claim(queue, "ben").id == held.id


def test_a_skipped_item_comes_back_last(queue: Store) -> None:
    held = claim(queue)
    assert queue.release(held, EVENT, -100.0)
    assert [claim(queue, owner).unit_id for owner in "abcd"] == ["s0", "s1", "s3", held.unit_id]


def test_saving_again_never_touches_what_a_person_holds_or_decided(queue: Store) -> None:
    decided = claim(queue, "ana")
    with queue.transaction() as tx:
        tx.resolve(decided, resolution(decided.unit_id), EVENT)
    held = claim(queue, "ben")
    before = [queue.unit("job1", unit_id) for unit_id in (decided.unit_id, held.unit_id)]
    anew = [replace(record(segment, Outcome.ACCEPTED), answers=()) for segment in SEGMENTS]
    queue.save_decisions("job1", anew, [item(segment, priority=9.0) for segment in SEGMENTS[:3]])
    assert [queue.unit("job1", unit_id) for unit_id in (decided.unit_id, held.unit_id)] == before
    assert (queue.item(decided.id).state, queue.item(held.id)) == (ItemState.RESOLVED, held)
    assert queue.item("job1-s1").priority == 9.0
    assert {left.unit_id for left in queue.items()} == {"s0", "s1", "s2"}, "s3 needs nobody any more"


def test_deleting_a_job_leaves_one_line(store: Store) -> None:
    store.create_job(job(), SEGMENTS)
    store.save_decisions("job1", [record(SEGMENTS[0])], [item(SEGMENTS[0])])
    store.record([call(1, CallState.SETTLED, reply=reply("0.1"))])
    gone = Event(NOW.isoformat(), "system", "delete", "job1")
    store.delete_job("job1", gone)
    assert (store.job_lines(), store.items(), store.calls("job1")) == ([], [], [])
    assert store.events() == [gone]
    with pytest.raises(NotFoundError):
        store.units("job1")


def test_counts_follow_every_change(store: Store) -> None:
    store.create_job(job(), SEGMENTS)
    store.save_decisions("job1", [UnitRecord(s) for s in SEGMENTS], [item(s) for s in SEGMENTS])
    store.save_decisions("job1", [UnitRecord(s) for s in SEGMENTS], [item(s) for s in SEGMENTS[1:]])
    held = claim(store, "ana")
    assert held is not None
    assert store.queue_counts() == {"open": 2, "claimed": 1, "resolved": 0}
    with store.transaction() as tx:
        assert tx.resolve(held, resolution(held.unit_id), EVENT)
    assert store.queue_counts("job1") == {"open": 2, "claimed": 0, "resolved": 1}
    store.delete_job("job1", EVENT)
    assert store.queue_counts() == {"open": 0, "claimed": 0, "resolved": 0}
