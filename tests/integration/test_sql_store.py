"""The store on a real file, and the in-memory one wherever both must behave alike."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text

from consensus.adapters.fakes.memory_store import MemoryStore
from consensus.adapters.sql_queue import CLAIM_NEXT
from consensus.adapters.sql_store import SqlStore
from consensus.adapters.sql_tables import HEAD, metadata
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Agreement,
    AuditEvent,
    Call,
    CallState,
    Candidate,
    Cluster,
    Document,
    Field,
    Finding,
    Format,
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
from consensus.domain.policy import Reference, TranslationRules
from consensus.errors import NotFoundError, StoreError
from consensus.ports import JobRecord, Store, UnitRecord

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
EVENT = AuditEvent(NOW.isoformat(), "ana", "resolve", "item", "chosen A")
SEGMENTS = tuple(Segment(f"s{n}", n, f"Text {n}.", n * 10, n * 10 + 7) for n in range(4))


def job(job_id: str = "job1") -> JobRecord:
    document = Document(
        f"d-{job_id}",
        "page.md",
        Task.TRANSLATE,
        Format.MARKDOWN,
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


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = SqlStore(url(tmp_path / "c.db")) if request.param == "sql" else MemoryStore()
    yield opened
    opened.close()


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
    ended = store.jobs()[0]
    assert (ended.state, ended.ended_at, ended.error) == ("failed", "2026-05-04T13:00:00+00:00", "no answers")


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
    store.reserve(call(1, CallState.RESERVED))
    store.settle(paid)
    store.reserve(call(1, CallState.RESERVED))
    store.settle(call(1, CallState.FAILED, fault="timeout"))
    assert store.settled("job1") == {("ask1", "m1"): paid}


def test_the_last_of_several_settled_calls_counts(store: Store) -> None:
    store.create_job(job(), ())
    first, second = (call(n, CallState.SETTLED, ask_id="ask", attempt=n, reply=reply("0.1")) for n in (1, 2))
    store.settle(first)
    store.settle(second)
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
    store.settle(call(1, CallState.SETTLED, reply=reply("0.1")))
    store.settle(last)
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
    assert not queue.resolve(old, resolution(old.unit_id), EVENT)
    assert not queue.renew(old, NOW, 900)
    assert queue.audit_events() == []


def test_activity_prolongs_a_claim(queue: Store) -> None:
    held = claim(queue, "ana", lease=10)
    assert queue.renew(held, NOW + timedelta(seconds=9), 10)
    assert claim(queue, "ben", after=15).id != held.id
    assert queue.resolve(held, resolution(held.unit_id), EVENT), "renewing leaves the version as it was seen"


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
    assert not queue.resolve(stale, resolution(stale.unit_id), EVENT), meaning
    assert not queue.release(stale, EVENT), meaning
    assert queue.audit_events() == []
    assert all(unit.resolution is None for unit in queue.units("job1"))


def test_one_decision_one_audit_line(queue: Store) -> None:
    held = claim(queue)
    decided = resolution(held.unit_id)
    assert queue.resolve(held, decided, EVENT)
    assert not queue.resolve(held, decided, EVENT), "a callback that fires twice decides once"
    assert queue.unit("job1", held.unit_id).resolution == decided
    assert queue.item(held.id).state is ItemState.RESOLVED
    assert queue.audit_events() == [EVENT]
    assert queue.audit_events("item") == [EVENT]
    assert queue.audit_events("other") == []
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
    queue.resolve(decided, resolution(decided.unit_id), EVENT)
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
    store.settle(call(1, CallState.SETTLED, reply=reply("0.1")))
    gone = AuditEvent(NOW.isoformat(), "system", "delete", "job1")
    store.delete_job("job1", gone)
    assert (store.jobs(), store.items(), store.calls("job1")) == ([], [], [])
    assert store.audit_events() == [gone]
    with pytest.raises(NotFoundError):
        store.units("job1")


# --- the file ------------------------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "c.db"


def test_the_words_of_a_deleted_document_are_not_in_the_file(path: Path) -> None:
    store = SqlStore(url(path))
    store.create_job(job(), SEGMENTS)
    assert any(b"Secret pump" in file.read_bytes() for file in path.parent.iterdir())
    store.delete_job("job1", EVENT)
    assert not any(b"Secret pump" in file.read_bytes() for file in path.parent.iterdir())
    store.close()


def test_pragmas_and_tables_are_what_the_code_believes(path: Path) -> None:
    def made(connection: Connection) -> set[str]:
        found = connection.execute(text("SELECT sql FROM sqlite_master WHERE sql NOT LIKE '%alembic_version%'"))
        return {" ".join(sql.split()) for sql in found.scalars() if sql}

    store = SqlStore(url(path))
    with store._reading() as connection:
        pragmas = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]
        assert pragmas == ["wal", 2]
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() >= 5000
        migrated = made(connection)
    fresh = create_engine("sqlite://")
    with fresh.begin() as connection:
        metadata.create_all(connection)
        assert made(connection) == migrated
    fresh.dispose()
    store.close()


def test_head_is_the_newest_migration() -> None:
    from alembic.script import ScriptDirectory

    from consensus.adapters import migrations

    assert ScriptDirectory.from_config(migrations._config()).get_current_head() == HEAD


@pytest.mark.parametrize(("only", "index"), [("", "ix_items_queue"), ("AND job_id = :job_id", "ix_items_job_queue")])
def test_the_next_item_is_found_by_its_index(path: Path, only: str, index: str) -> None:
    store = SqlStore(url(path))
    values = {"owner": "a", "now": "x", "until": "y", "job_id": "j"}
    with store._reading() as connection:
        plan = connection.execute(text("EXPLAIN QUERY PLAN " + CLAIM_NEXT.format(job=only)), values).all()
    steps = " ".join(row.detail for row in plan)
    assert f"USING INDEX {index}" in steps
    assert "ix_items_owner" in steps
    assert "TEMP B-TREE" not in steps
    assert "SCAN items USING INDEX" in steps or "SCAN" not in steps
    store.close()


def test_an_open_file_costs_no_migration(path: Path) -> None:
    SqlStore(url(path)).close()
    code = f"import sys; from consensus.adapters.sql_store import SqlStore; SqlStore({url(path)!r}).close()"
    code += "; print('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


OPENER = "import sys; from consensus.adapters.sql_store import SqlStore; SqlStore(sys.argv[1]).close()"


def test_two_processes_make_the_same_file_at_once(path: Path) -> None:
    started = [subprocess.Popen([sys.executable, "-c", OPENER, url(path)]) for _ in range(2)]
    assert [process.wait(60) for process in started] == [0, 0]


CLAIMER = """
import sys
from datetime import UTC, datetime
from consensus.adapters.sql_store import SqlStore
store = SqlStore(sys.argv[1])
sys.stdin.readline()
n = 0
while (got := store.claim_next(f"{sys.argv[2]}-{n}", datetime(2026, 5, 4, tzinfo=UTC), 900)) is not None:
    print(got.id, flush=True)
    n += 1
"""


def test_two_processes_never_claim_the_same_item(path: Path) -> None:
    segments = [Segment(f"s{n}", n, "x", n, n + 1) for n in range(60)]
    store = SqlStore(url(path))
    store.create_job(job(), segments)
    store.save_decisions("job1", [UnitRecord(s) for s in segments], [item(s) for s in segments])
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    started = [subprocess.Popen([sys.executable, "-c", CLAIMER, url(path), name], **pipes) for name in "ab"]
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    claimed = [process.communicate(timeout=60)[0].split() for process in started]
    assert sorted(claimed[0] + claimed[1]) == sorted(item(s).id for s in segments)
    assert all(process.returncode == 0 for process in started)
    store.close()


def test_threads_share_one_store(path: Path) -> None:
    store = SqlStore(url(path))
    segments = [Segment(f"s{n}", n, "x", n, n + 1) for n in range(24)]
    store.create_job(job(), segments)
    store.save_decisions("job1", [UnitRecord(s) for s in segments], [item(s) for s in segments])
    got: list[str] = []

    def work(owner: str) -> None:
        while (held := claim(store, owner)) is not None:
            assert store.resolve(held, resolution(held.unit_id, owner), EVENT)
            got.append(held.id)

    threads = [threading.Thread(target=work, args=(owner,)) for owner in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(got) == sorted(item(s).id for s in segments)
    assert len(store.audit_events()) == 24
    store.close()


VICTIM = """
import sys, time
from consensus.adapters.sql_store import SqlStore
from consensus.adapters.sql_tables import audit, jobs
store = SqlStore(sys.argv[1])
with store._writing() as connection:
    connection.execute(jobs.delete())
    connection.execute(audit.insert().values(at="", actor="victim", action="", subject="", detail="x" * 9_000_000))
    print("in the middle", flush=True)
    time.sleep(60)
"""


def test_a_kill_in_the_middle_of_a_transaction_leaves_a_whole_file(path: Path) -> None:
    store = SqlStore(url(path))
    store.create_job(job(), SEGMENTS)
    victim = subprocess.Popen([sys.executable, "-c", VICTIM, url(path)], stdout=subprocess.PIPE, text=True)
    assert victim.stdout.readline() == "in the middle\n"
    os.kill(victim.pid, signal.SIGKILL)
    victim.communicate(timeout=30)
    assert [unit.unit for unit in store.units("job1")] == list(SEGMENTS)
    assert store.audit_events() == []
    store.audit(EVENT)
    with store._reading() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    store.close()


# --- what goes wrong is said ---------------------------------------------------------------------------------------


def test_a_database_of_a_newer_version(path: Path) -> None:
    store = SqlStore(url(path))
    with store._writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(StoreError, match="newer version of Consensus") as caught:
        SqlStore(url(path))
    assert (caught.value.where, "Upgrade" in caught.value.do) == (str(path), True)


def test_a_file_that_is_no_database(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is a shopping list, not a database, and quite long enough to be read as one" * 20)
    with pytest.raises(StoreError, match="not a database"):
        SqlStore(url(path))


def test_a_damaged_database(path: Path) -> None:
    store = SqlStore(url(path))
    store.create_job(job(), [Segment(f"s{n}", n, "x" * 400, n, n + 1) for n in range(200)])
    store.close()
    content = bytearray(path.read_bytes())
    content[8192:] = b"\x5a" * (len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged|cannot be read"):
        SqlStore(url(path)).units("job1")


def test_a_row_that_cannot_be_read(path: Path) -> None:
    store = SqlStore(url(path))
    store.create_job(job(), SEGMENTS)
    with store._writing() as connection:
        connection.execute(text('UPDATE units SET unit = \'["segment", {"id": 1}]\''))
    with pytest.raises(StoreError, match="a row cannot be read") as caught:
        store.units("job1")
    assert "doctor" in caught.value.do
    store.close()


def test_a_read_only_database(path: Path) -> None:
    SqlStore(url(path)).close()
    store = SqlStore(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(StoreError, match="read-only"):
        store.audit(EVENT)
    store.close()


def test_a_locked_database(path: Path) -> None:
    one, other = SqlStore(url(path)), SqlStore(url(path), busy_seconds=0.05)
    with one._writing(), pytest.raises(StoreError, match="locked"):
        other.audit(EVENT)
    one.close()
    other.close()


@pytest.mark.parametrize("bad", ["no url", "postgresql://me:secret@host/db", "sqlite://", "sqlite:///:memory:"])
def test_only_sqlite_files(bad: str) -> None:
    with pytest.raises(StoreError, match="sqlite:///PATH") as caught:
        SqlStore(bad)
    assert "secret" not in str(caught.value)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="folder cannot be made"):
        SqlStore(url(tmp_path / "file" / "c.db"))
