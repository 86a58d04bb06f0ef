"""What only a database on disk can get wrong: schema, locks, kills, damage, and what is said of them."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select, create_engine, text

from consensus.domain import (
    Action,
    Call,
    CallState,
    Document,
    Event,
    ItemState,
    ModelReply,
    ModelSpec,
    Panel,
    Policy,
    Resolution,
    ReviewItem,
    Segment,
    Task,
)
from consensus.domain.job import JobRecord, QueueFilter, QueueOrder, UnitRecord
from consensus.errors import StoreError
from consensus.storage.decisions import facet_statement
from consensus.storage.queue import next_free, next_own
from consensus.storage.store import SqlStore
from consensus.storage.tables import HEAD, metadata

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
EVENT = Event(NOW.isoformat(), "ana", "resolve", "item", "chosen A")
SEGMENTS = tuple(Segment(f"s{n}", n, f"Text {n}.", n * 10, n * 10 + 7) for n in range(4))


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def job() -> JobRecord:
    document = Document("d1", "page.md", Task.TRANSLATE, "markdown", "Secret pump", "en", "de")
    panel = Panel("given", (ModelSpec("m1", "openai/m1", "f1"),), "because")
    return JobRecord("job1", document, Policy(name="translation", version=3), panel, "page.md", "running", "now")


def item(segment: Segment) -> ReviewItem:
    return ReviewItem(f"job1-{segment.id}", "job1", segment.id, ItemState.OPEN, 1, 1.0)


def resolution(segment_id: str, reviewer: str = "ana") -> Resolution:
    at = NOW.isoformat()
    return Resolution(segment_id, Action.CHOSEN, reviewer, "Text", at, at, "m1", (("m1", "m3"), ("m2",)))


def claim(store: SqlStore, owner: str) -> ReviewItem | None:
    return store.claim_next(owner, NOW, 900)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "c.db"


def test_the_words_of_a_deleted_document_are_not_in_the_file(path: Path) -> None:
    store = SqlStore(url(path))
    store.create_job(job(), SEGMENTS)
    assert any(b"Secret pump" in file.read_bytes() for file in path.parent.iterdir())
    store.delete_job("job1", EVENT)
    store.wipe()
    assert not any(b"Secret pump" in file.read_bytes() for file in path.parent.iterdir())
    store.close()


def test_no_copy_is_left_where_rows_were_moved_between_pages(path: Path) -> None:
    """SQLite overwrites what is deleted, but not what it left behind when it moved a row to another page."""
    store, chance = SqlStore(url(path)), random.Random(1)

    def secret(number: int) -> str:
        return f"PLANTED{number:03d}X "

    for number in range(40):
        document = replace(job().document, text=secret(number) * chance.randint(1, 400))
        texts = [secret(number) * chance.randint(1, 40) for _ in range(chance.randint(1, 40))]
        segments = [Segment(f"s{n}", n, text, n * 10, n * 10 + 7) for n, text in enumerate(texts)]
        store.create_job(replace(job(), id=f"job{number}", document=document), segments)
    order = [number for number in range(40) for _ in range(12)]
    chance.shuffle(order)
    for at, number in enumerate(order):
        sent = secret(number) * chance.randint(1, 60)
        call = Call(f"c{at}", f"job{number}", "a", "m1", 1, "r", sent, "p", CallState.RESERVED, NOW.isoformat())
        store.record([call])
        reply = ModelReply(secret(number) * chance.randint(1, 50), "stop", "m", 1, 2)
        store.record([replace(call, state=CallState.SETTLED, reply=reply)])
    for number in range(0, 40, 2):
        store.delete_job(f"job{number}", EVENT)
    store.wipe()
    held = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert [number for number in range(40) if secret(number).encode() in held] == list(range(1, 40, 2))
    store.close()


def test_a_wipe_that_was_killed_is_made_up_for(path: Path) -> None:
    store = SqlStore(url(path))
    store.create_job(job(), SEGMENTS)
    store.delete_job("job1", EVENT)
    store.close()
    again = SqlStore(url(path))
    with again._reading() as connection:
        assert connection.execute(text("PRAGMA user_version")).scalar() == 1
    again.wipe()
    with again._reading() as connection:
        assert connection.execute(text("PRAGMA user_version")).scalar() == 0
    again.close()


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

    from consensus.storage import migrations

    assert ScriptDirectory.from_config(migrations._config()).get_current_head() == HEAD


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (QueueFilter(), "ix_items_queue"),
        (QueueFilter(job_id="j"), "ix_items_job_queue"),
        (QueueFilter(languages="en-de"), "ix_items_languages_queue"),
        (QueueFilter(field="items[].price"), "ix_items_field_queue"),
        (QueueFilter(reason="veto"), "ix_items_reason_queue"),
        (QueueFilter(risk="high"), "ix_items_queue"),
        (QueueFilter(waiting_since="2026"), "ix_items_queue"),
        (QueueFilter(order=QueueOrder.DOCUMENT), "ix_items_document"),
        (QueueFilter(order=QueueOrder.DOCUMENT, job_id="j"), "ix_items_job_document"),
        (QueueFilter(order=QueueOrder.DOCUMENT, beside="i"), "ix_items_job_document"),
        (QueueFilter(order=QueueOrder.DOCUMENT, beside="i", backwards=True), "ix_items_job_document"),
    ],
)
def test_the_next_item_is_found_by_its_index(path: Path, wanted: QueueFilter, index: str) -> None:
    store = SqlStore(url(path))
    assert "ix_items_owner" in _plan(store, next_own(wanted, "a", NOW))
    steps = _plan(store, next_free(wanted, "a", NOW))
    assert f"USING INDEX {index}" in steps
    assert "TEMP B-TREE" not in steps
    assert "SCAN items USING INDEX" in steps or "SCAN" not in steps
    store.close()


def _plan(store: SqlStore, asked: str | Select[Any]) -> str:
    with store._reading() as connection:
        words = asked if isinstance(asked, str) else asked.compile(connection)
        values = () if isinstance(asked, str) else tuple(words.params[name] for name in words.positiontup)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values).all()
    return " ".join(row.detail for row in plan)


def test_what_a_key_press_asks_walks_no_table(path: Path) -> None:
    store = SqlStore(url(path))
    assert "ix_items_gold" in _plan(store, next_free(QueueFilter(gold=True), "a", NOW))
    twins = "SELECT * FROM items WHERE state = 'open' AND job_id = 'j' AND twin = 't'"
    assert "ix_items_twin" in _plan(store, twins)
    for facet in ("languages", "field", "reason"):
        steps = _plan(store, facet_statement(facet))
        assert steps.count(f"ix_items_{facet}_queue") == 2, "from value to value, not from item to item"
    in_order = QueueFilter(order=QueueOrder.DOCUMENT)
    fresh = _plan(store, next_free(in_order, "a", NOW, fresh=True))
    assert "USING INDEX ix_items_document" in fresh
    assert "TEMP B-TREE" not in fresh
    of_today = "SELECT count(*) FROM decisions WHERE reviewer = 'a' AND decided_at >= '2026' AND undone = 0"
    assert "ix_decisions_day" in _plan(store, of_today)
    assert "ix_decisions_reviewer" in _plan(store, "SELECT * FROM decisions WHERE reviewer = 'a' ORDER BY number DESC")
    assert "items" not in _plan(store, "SELECT state, sum(n) FROM item_counts GROUP BY state").replace(
        "item_counts", ""
    )
    store.close()


def test_an_open_file_costs_no_migration(path: Path) -> None:
    SqlStore(url(path)).close()
    code = f"import sys; from consensus.storage.store import SqlStore; SqlStore({url(path)!r}).close()"
    code += "; print('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


OPENER = """
import sys
from consensus.storage.store import SqlStore
sys.stdin.readline()
for n in range(20):
    SqlStore(f"{sys.argv[1]}{n}").close()
"""


def test_processes_make_the_same_files_at_once(path: Path) -> None:
    started = [subprocess.Popen([sys.executable, "-c", OPENER, url(path)], stdin=subprocess.PIPE) for _ in range(3)]
    for process in started:
        assert process.stdin is not None
        process.stdin.close()
    assert [process.wait(60) for process in started] == [0, 0, 0]


def test_opening_waits_for_another_that_is_making_the_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")  # here SQLite refuses a change of the journal mode at once, without waiting
    ends = threading.Timer(0.4, other.close)
    ends.start()
    SqlStore(url(path)).close()
    ends.join()


CLAIMER = """
import sys
from datetime import UTC, datetime
from consensus.storage.store import SqlStore
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
            with store.transaction() as tx:
                assert tx.resolve(held, resolution(held.unit_id, owner), EVENT)
            got.append(held.id)

    threads = [threading.Thread(target=work, args=(owner,)) for owner in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(got) == sorted(item(s).id for s in segments)
    assert len(store.events()) == 24
    store.close()


VICTIM = """
import sys, time
from consensus.storage.store import SqlStore
from consensus.storage.tables import event_log, jobs
store = SqlStore(sys.argv[1])
with store._writing() as connection:
    connection.execute(jobs.delete())
    connection.execute(event_log.insert().values(at="", actor="victim", action="", subject="", detail="x" * 9_000_000))
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
    assert store.events() == []
    store.log_event(EVENT)
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
    assert "doctor --database" in caught.value.do
    store.close()


def test_a_read_only_database(path: Path) -> None:
    SqlStore(url(path)).close()
    store = SqlStore(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(StoreError, match="read-only"):
        store.log_event(EVENT)
    store.close()


def test_a_locked_database(path: Path) -> None:
    one, other = SqlStore(url(path)), SqlStore(url(path), busy_seconds=0.05)
    with one._writing(), pytest.raises(StoreError, match="locked"):
        other.log_event(EVENT)
    one.close()
    other.close()


@pytest.mark.parametrize("bad", ["no url", "mysql://me:secret@host/db", "sqlite://", "sqlite:///:memory:"])
def test_what_names_no_database(bad: str) -> None:
    with pytest.raises(StoreError, match="sqlite:///PATH") as caught:
        SqlStore(bad)
    assert "secret" not in str(caught.value)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="folder cannot be made"):
        SqlStore(url(tmp_path / "file" / "c.db"))
