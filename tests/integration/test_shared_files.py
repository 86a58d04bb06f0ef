"""Files that were handed in are rows of a shared database: every machine has them, and they go with their jobs."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from consensus import bootstrap
from consensus.bootstrap import Service
from consensus.errors import StoreError
from consensus.service.jobs.retention import Retention
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings
from consensus.storage import blob_rows
from consensus.storage.blob_rows import BlobRows
from consensus.storage.blobs import BlobFolder
from consensus.storage.store import SqlStore
from tests.postgres import Server

CONTENT = b"\xef\xbb\xbfPress the button twice.\r\n\r\nClose the valve."
DIGEST = hashlib.sha256(CONTENT).hexdigest()
Machine = Callable[[str], Service]


@pytest.fixture
def machine(postgres_server: Server, tmp_path: Path) -> Iterator[Machine]:
    """Opens the one database from homes of different names."""
    url = postgres_server.database()
    with ExitStack() as opened:

        def made(home: str) -> Service:
            service = bootstrap.build(Settings(tmp_path / home, url, hub_allowed=False))
            opened.callback(service.close)
            return service

        yield made


@pytest.fixture
def shared(postgres_server: Server) -> Iterator[SqlStore]:
    store = SqlStore(postgres_server.database())
    yield store
    store.close()


def submitted(service: Service, tmp_path: Path, name: str = "page.txt") -> str:
    (tmp_path / name).write_bytes(CONTENT)
    request = SubmitRequest((tmp_path / name,), "translation", "en", "de", panel="recorded")
    job = service.jobs.enter(request)[0].id
    service.outside.store.end_job(job, "done", "2026-01-01T00:00:00+00:00")
    return job


def test_another_machine_exports_it(machine: Machine, tmp_path: Path) -> None:
    job = submitted(machine("here"), tmp_path)
    exported = machine("there").jobs.export(job)
    assert exported.content == CONTENT
    assert "stored copy" not in exported.notice
    assert not list(tmp_path.rglob("blobs")), "no home keeps a file"


def test_it_goes_with_the_last_job_that_has_it(machine: Machine, tmp_path: Path) -> None:
    here, there = machine("here"), machine("there")
    first, second = submitted(here, tmp_path), submitted(there, tmp_path, "copy.txt")
    for job, left in ((first, CONTENT), (second, None)):
        retention = Retention(there.outside)
        retention.remove([retention.named(job)], "me")
        assert here.outside.blobs.get(DIGEST) == left


def test_files_of_a_home_that_kept_them_itself_are_read_and_removed(machine: Machine, tmp_path: Path) -> None:
    here = machine("here")
    folder = BlobFolder(tmp_path / "here" / "blobs")
    folder.put(CONTENT)
    assert here.outside.blobs.get(DIGEST) == CONTENT
    job = submitted(here, tmp_path)
    assert machine("there").jobs.export(job).content == CONTENT
    retention = Retention(here.outside)
    retention.remove([retention.named(job)], "me")
    assert folder.get(DIGEST) is None


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 35])
def test_a_large_file_has_several_parts(
    shared: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(blob_rows, "PART", 10)
    blobs = BlobRows(shared, BlobFolder(tmp_path))
    content = bytes(range(size))
    digest = blobs.put(content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert blobs.put(content) == digest
    assert blobs.get(digest) == content
    blobs.remove(digest)
    assert blobs.get(digest) is None


def test_what_is_broken_there_is_put_right_by_the_next_who_hands_it_in(shared: SqlStore, tmp_path: Path) -> None:
    blobs = BlobRows(shared, BlobFolder(tmp_path))
    blobs.put(CONTENT)
    with shared._writing() as connection:
        connection.exec_driver_sql("UPDATE blobs SET content = 'other'")
    assert blobs.get(DIGEST) == b"other", "whoever reads it compares it with its digest"
    blobs.put(CONTENT)
    assert blobs.get(DIGEST) == CONTENT


def test_who_removes_waits_for_who_stores_on_another_machine(postgres_server: Server, tmp_path: Path) -> None:
    url, order, started = postgres_server.database(), list[str](), threading.Event()
    stores = SqlStore(url), SqlStore(url)
    first, second = (BlobRows(store, BlobFolder(tmp_path)) for store in stores)

    def remove() -> None:
        started.set()
        with second.held():
            order.append("removed")

    with first.held():
        thread = threading.Thread(target=remove)
        thread.start()
        assert started.wait(10)
        thread.join(0.3)
        order.append("stored")
    thread.join(20)
    assert order == ["stored", "removed"]
    for store in stores:
        store.close()


def test_waiting_for_a_machine_that_stores_ends(postgres_server: Server) -> None:
    url = postgres_server.database()
    one, other = SqlStore(url), SqlStore(url, busy_seconds=0.05)
    with one.alone("files"), pytest.raises(StoreError, match="locked"), other.alone("files"):
        raise AssertionError
    one.close()
    other.close()


def test_several_hand_in_the_same_file_at_once(postgres_server: Server, tmp_path: Path) -> None:
    url, faults = postgres_server.database(), list[Exception]()
    stores = [SqlStore(url) for _ in range(4)]

    def put(store: SqlStore) -> None:
        try:
            for number in range(10):
                BlobRows(store, BlobFolder(tmp_path)).put(b"%d" % number)
        except Exception as error:  # noqa: BLE001 - seen by the test
            faults.append(error)

    threads = [threading.Thread(target=put, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert [stores[0].blob(hashlib.sha256(b"%d" % n).hexdigest()) for n in range(10)] == [b"%d" % n for n in range(10)]
    for store in stores:
        store.close()
