"""``consensus move``: a home in an empty database of the other kind and back, nothing lost, added or told otherwise."""

from __future__ import annotations

import asyncio
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select

from consensus import bootstrap
from consensus.bootstrap import shared
from consensus.cli.main import main
from consensus.domain import Call, CallState, Event
from consensus.domain.run import RunEnd, RunStatus
from consensus.errors import ConflictError, StoreError, UsageError
from consensus.service.jobs.retention import Retention
from consensus.settings import Settings
from consensus.storage import move
from consensus.storage.store import SqlStore
from consensus.storage.tables import item_counts
from tests.conftest import Promised
from tests.postgres import Server

#: Exports by what a job is.
FORMS = {"translate": ("source", "jsonl", "csv", "html"), "extract": ("source", "csv", "evidence", "xlsx")}
EVENT = Event("2026-05-04T00:00:00+00:00", "sue", "test", "here")


def at(home: Path, url: str = "") -> Settings:
    return Settings(home, url or f"sqlite:///{home / 'consensus.sqlite'}", hub_allowed=False, user="sue")


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home on SQLite: jobs, decisions, an open claim, a deleted job with its costs, a guarantee, roles, a draft."""
    home = tmp_path_factory.mktemp("used")
    service = bootstrap.build(at(home))
    service.roles.set("ana@example.org", ["reviewer"], "sue")
    service.roles.set("sue", ["admin"], "sue")
    requests = bootstrap.demo_requests("recorded")["recorded"]
    entered = [job.id for request in (*requests, requests[0]) for job in service.jobs.enter(request)]
    asyncio.run(service.jobs.finish(entered))
    for _ in range(2):
        view = service.queue.next("ana@example.org")
        assert view is not None
        time.sleep(0.5)  # faster is refused
        service.queue.reject(view, view.reject_reasons[0], "major", "odd: \N{SNOWMAN}")
    view = service.queue.next("ana@example.org")
    assert view is not None
    service.queue.draft(view, "answer", "half of it")
    store: Any = service.outside.store
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE calls SET settled = 5000000000000 + number")
    retention = Retention(service.outside)
    retention.remove([retention.named(entered[-1])], "sue")
    Promised(store).batches(3, 1)
    store.log_event(EVENT)
    service.close()
    return home


def stored(settings: Settings) -> dict[str, list[Any]]:
    """Every row, but for what says that it was moved."""
    store = SqlStore(settings.database_url)
    found: dict[str, list[Any]] = {}
    with store._reading() as connection:
        for table in (*move._tables(), item_counts):
            found[table.name] = sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
    store.close()
    found["audit"] = [row for row in found["audit"] if "move" not in row]
    found["item_counts"] = [row for row in found["item_counts"] if row[-1]]  # SQLite's triggers leave rows of 0
    return found


def exported(settings: Settings) -> dict[str, bytes]:
    """Every file that can be exported, with its certificate."""
    service, made = bootstrap.build(settings), dict[str, bytes]()
    for line in service.outside.store.job_lines():
        for form in FORMS[line.task] if line.document != "never stored" and line.calls else ():
            export = service.jobs.export(line.id, form, "sue")
            made[f"{line.id} {form}"], made[f"{line.id} {form}, beside"] = export.content, export.beside.encode()
    service.close()
    return made


def moved(old: Settings, url: str, home: Path) -> Settings:
    shared.move(old, url)
    return at(home, url)


def test_there_and_back(used: Path, postgres_server: Server, tmp_path: Path) -> None:
    before = stored(at(used))
    assert {"roles", "batches", "audits", "drafts", "past_costs", "sampling_key"} <= {n for n, r in before.items() if r}
    there = moved(at(used), postgres_server.empty(), tmp_path / "there")
    assert stored(there) == before
    back = moved(there, f"sqlite:///{tmp_path / 'back' / 'consensus.sqlite'}", tmp_path / "back")
    assert stored(back) == before
    written = exported(at(used))
    assert len(written) >= 2 * (4 + 4)
    assert exported(there) == written
    assert exported(back) == written
    assert not (tmp_path / "there" / "blobs").exists(), "there the files are rows"
    digests = {path.name for path in (used / "blobs").glob("??/*")}
    assert {path.name for path in (tmp_path / "back" / "blobs").glob("??/*")} == digests != set()


def test_numbers_go_on_where_they_stood(used: Path, postgres_server: Server, tmp_path: Path) -> None:
    """Also above rows that are gone: an event or a draw never gets the number of another."""

    def next_of(settings: Settings) -> tuple[int, int]:
        store = SqlStore(settings.database_url)
        store.log_event(EVENT)
        call = Call("new", store.job_lines()[0].id, "a", "m", 1, "r", "s", "p", CallState.RESERVED, EVENT.at)
        store.record([call])
        with store._reading() as connection:
            numbers = [
                connection.exec_driver_sql(f"SELECT max(number) FROM {name}").scalar() for name in ("audit", "calls")
            ]
        store.close()
        return numbers[0], numbers[1]

    home = tmp_path / "home"
    shutil.copytree(used, home)
    store = SqlStore(at(home).database_url)
    with store._writing() as connection:
        connection.exec_driver_sql("DELETE FROM audit WHERE number > 3")
    store.close()
    there = moved(at(home), postgres_server.empty(), tmp_path / "there")
    back = moved(there, f"sqlite:///{tmp_path / 'back' / 'consensus.sqlite'}", tmp_path / "back")
    first = next_of(at(home))
    assert first[0] > 10
    assert next_of(there) == (first[0] + 1, first[1]), "one event more: that it was moved from there as well"
    assert next_of(back) == (first[0] + 1, first[1])


@pytest.mark.parametrize("table", ["jobs", "audit", "roles", "home_files", "memory"])
def test_a_database_that_is_not_empty_is_refused(used: Path, postgres_server: Server, table: str) -> None:
    url = postgres_server.database()
    store = SqlStore(url)
    rows = {
        "audit": "(at, actor, action, subject, detail) VALUES ('', '', '', '', '')",
        "roles": "VALUES ('ana', 'admin')",
        "home_files": "VALUES ('a', 'b')",
        "jobs": "(id, path, state, created_at, document, policy, panel) VALUES ('', '', '', '', '', '', '')",
        "memory": "(origin, source_lang, target_lang, data_class, source, target, source_digest, changed_at,"
        " imported_at) VALUES ('', '', '', '', '', '', '', '', '')",
    }
    with store._writing() as connection:
        connection.exec_driver_sql(f"INSERT INTO {table} {rows[table]}")
    before = stored(at(used, url))
    with pytest.raises(UsageError, match=f"not empty: its table {table} holds rows"):
        shared.move(at(used), url)
    assert stored(at(used, url)) == before
    store.close()


def test_a_database_that_was_only_opened_is_empty(used: Path, postgres_server: Server, tmp_path: Path) -> None:
    url = postgres_server.database()
    bootstrap.build(at(tmp_path, url)).close()  # draws by a key of its own
    shared.move(at(used), url)
    assert stored(at(used, url))["sampling_key"] == stored(at(used))["sampling_key"]


def test_nothing_is_moved_while_a_job_is_at_work(used: Path, postgres_server: Server) -> None:
    url = postgres_server.database()
    store = SqlStore(at(used).database_url)
    job, now = store.job_lines()[0].id, "2030-01-01T00:00:00+00:00"
    lease = store.take_run(job, now)
    for _ in ("at work", "queued"):
        with pytest.raises(ConflictError, match=f"1 job is at work: {job}"):
            shared.move(at(used), url)
        store.end_run(lease, RunEnd(RunStatus.QUEUED, now))
    store.end_run(store.take_run(job, now), RunEnd(RunStatus.DONE, now))
    store.close()
    assert not any(stored(at(used, url)).values())


def test_a_database_moves_from_its_own_server_too(used: Path, postgres_server: Server, tmp_path: Path) -> None:
    first, second = postgres_server.empty(), postgres_server.empty()
    shared.move(at(used), first)
    shared.move(at(tmp_path, first), second)
    assert stored(at(tmp_path, second)) == stored(at(tmp_path, first))
    store = SqlStore(second)
    assert all(store.blob(path.name) == path.read_bytes() for path in (used / "blobs").glob("??/*"))
    store.close()


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_all_of_it_or_nothing(
    used: Path, postgres_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    url = postgres_server.empty() if to == "postgresql" else f"sqlite:///{tmp_path / 'consensus.sqlite'}"
    before = stored(at(used))

    def refused(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(move, "log_event", refused)
        with pytest.raises(StoreError, match="the disk is full"):
            shared.move(at(used), url)
    assert not any(stored(at(tmp_path, url)).values())
    assert not list((tmp_path / "blobs").glob("??/*"))
    assert stored(at(used)) == before
    shared.move(at(used), url)
    assert stored(at(tmp_path, url)) == before


def test_a_file_that_is_gone_is_named(used: Path, postgres_server: Server, tmp_path: Path) -> None:
    shutil.copytree(used, tmp_path / "home")
    gone, changed = sorted((tmp_path / "home" / "blobs").glob("??/*"))[:2]
    gone.unlink()
    changed.write_bytes(b"other")
    found = shared.move(at(tmp_path / "home"), postgres_server.empty())
    assert sorted(found.lost) == sorted([gone.name, changed.name])


def test_on_the_command_line(
    used: Path,
    postgres_server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CONSENSUS_HOME", str(used))
    url = make_url(postgres_server.empty()).set(password="Xq7-planted")
    assert main(["move", "--to", url.render_as_string(hide_password=False)]) == 0
    said = capsys.readouterr()
    assert "2 people with a role" in said.out
    assert f"Copied to database {url.database} on 127.0.0.1" in said.out
    assert "Set CONSENSUS_DATABASE_URL" in said.out
    assert main(["move", "--to", url.render_as_string(hide_password=False)]) == 2
    refused = capsys.readouterr()
    assert "is not empty" in refused.err
    assert "Xq7-planted" not in said.out + said.err + refused.err
    store = SqlStore(url.render_as_string(hide_password=False))
    events = store.events("database")
    assert {event.action for event in events} == {"move"}
    assert not any("Xq7" in event.detail for event in events)
    store.close()
