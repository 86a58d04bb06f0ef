"""The files that were handed in: on disk before anything is sent, once, for their owner, gone with the last job."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.bootstrap import Service
from consensus.errors import StoreError
from consensus.service.jobs.retention import Retention
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings
from consensus.storage.blobs import BlobFolder

CONTENT = b"\xef\xbb\xbfPress the button twice.\r\n\r\nClose the valve."
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    yield built
    built.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "blobs"


def submitted(service: Service, tmp_path: Path, name: str = "page.txt", content: bytes = CONTENT) -> str:
    """A job handed in, nobody asked."""
    (tmp_path / name).write_bytes(content)
    request = SubmitRequest((tmp_path / name,), "translation", "en", "de", panel="recorded")
    return service.jobs.enter(request)[0].id


def ended(service: Service, tmp_path: Path, *more: Any) -> str:
    job = submitted(service, tmp_path, *more)
    service.outside.store.end_job(job, "done", "2026-01-01T00:00:00+00:00")
    return job


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("??/*"))


def test_a_file_is_kept_once_before_anybody_is_asked(service: Service, tmp_path: Path, folder: Path) -> None:
    job = submitted(service, tmp_path)
    assert service.outside.store.job(job).document.blob == DIGEST
    assert (folder / DIGEST[:2] / DIGEST).read_bytes() == CONTENT
    at = (folder / DIGEST[:2] / DIGEST).stat().st_ino
    submitted(service, tmp_path, "other name.txt")
    assert files(folder) == [DIGEST]
    assert (folder / DIGEST[:2] / DIGEST).stat().st_ino == at


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_nobody_else_may_read_them_whatever_the_umask(service: Service, tmp_path: Path, folder: Path) -> None:
    kept = os.umask(0)
    try:
        submitted(service, tmp_path)
    finally:
        os.umask(kept)
    places = [folder, folder / DIGEST[:2], folder / DIGEST[:2] / DIGEST]
    assert [oct(stat.S_IMODE(place.stat().st_mode)) for place in places] == ["0o700", "0o700", "0o600"]


def test_a_file_goes_with_the_last_job_that_has_it(service: Service, tmp_path: Path, folder: Path) -> None:
    first, second = submitted(service, tmp_path), submitted(service, tmp_path, "copy.txt")
    quoting = submitted(service, tmp_path, "quotes.txt", f'It says "blob": "{DIGEST}" in it.'.encode())
    retention = Retention(service.outside)
    retention.remove([retention.named(first)], "me")
    assert DIGEST in files(folder)
    retention.remove([retention.named(second)], "me")
    assert files(folder) == [service.outside.store.job(quoting).document.blob]


def test_a_job_that_cannot_be_read_takes_its_file_with_it(service: Service, tmp_path: Path, folder: Path) -> None:
    job = submitted(service, tmp_path)
    store: Any = service.outside.store
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE jobs SET document = '{' || document")
    retention = Retention(service.outside)
    retention.remove([retention.named(job)], "me")
    assert files(folder) == []


def test_an_export_is_written_from_the_file(service: Service, tmp_path: Path) -> None:
    exported = service.jobs.export(ended(service, tmp_path))
    assert exported.content == CONTENT
    assert "stored copy" not in exported.notice


@pytest.mark.parametrize(("spoil", "told"), [(None, "is gone"), (b"Press it thrice.", "was changed since")])
def test_what_was_changed_there_is_never_exported(
    service: Service, tmp_path: Path, folder: Path, spoil: bytes | None, told: str
) -> None:
    """Of a text the bytes are in the database too; that they were made from there is said."""
    job = ended(service, tmp_path)
    place = folder / DIGEST[:2] / DIGEST
    place.unlink() if spoil is None else place.write_bytes(spoil)
    exported = service.jobs.export(job)
    assert exported.content == CONTENT
    assert f"The stored copy of the file {told}; its bytes were made again from the stored text." in exported.notice
    assert told not in service.jobs.export(job, "jsonl").notice


@pytest.mark.parametrize(("spoil", "told"), [(None, "is gone"), (b"Press it thrice.", "was changed since")])
def test_where_the_text_does_not_give_the_bytes_either_it_is_one_line(
    service: Service, tmp_path: Path, folder: Path, spoil: bytes | None, told: str
) -> None:
    job = ended(service, tmp_path)
    place = folder / DIGEST[:2] / DIGEST
    place.unlink() if spoil is None else place.write_bytes(spoil)
    store: Any = service.outside.store
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE jobs SET document = replace(document, 'twice', 'thrice')")
    with pytest.raises(StoreError) as raised:
        service.jobs.export(job)
    line = str(raised.value)
    assert f"the stored copy of the file {told}" in line
    assert "page.txt" in line
    assert "\n" not in line


def test_a_job_of_before_files_were_kept_is_exported_from_its_text(
    service: Service, tmp_path: Path, folder: Path
) -> None:
    job = ended(service, tmp_path)
    store: Any = service.outside.store
    with store._writing() as connection:
        connection.exec_driver_sql(f"""UPDATE jobs SET document = replace(document, ', "blob": "{DIGEST}"', '')""")
    (folder / DIGEST[:2] / DIGEST).unlink()
    assert store.job(job).document.blob == ""
    exported = service.jobs.export(job)
    assert exported.content == CONTENT
    assert "stored copy" not in exported.notice


def test_what_is_broken_there_is_put_right_by_the_next_who_hands_it_in(tmp_path: Path) -> None:
    blobs = BlobFolder(tmp_path / "blobs")
    place = tmp_path / "blobs" / DIGEST[:2] / DIGEST
    assert blobs.put(CONTENT) == DIGEST
    place.write_bytes(CONTENT[:5])
    assert blobs.put(CONTENT) == DIGEST
    assert blobs.get(DIGEST) == CONTENT
    assert files(tmp_path / "blobs") == [DIGEST]


def test_a_folder_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("a file")
    for use in (lambda: BlobFolder(tmp_path / "blobs").put(CONTENT), BlobFolder(tmp_path / "blobs").held().__enter__):
        with pytest.raises(StoreError, match=r"blobs.*: a stored file cannot be used: "):
            use()


def test_who_removes_waits_for_who_stores(tmp_path: Path) -> None:
    order: list[str] = []
    first, second = BlobFolder(tmp_path / "blobs"), BlobFolder(tmp_path / "blobs")
    started = threading.Event()

    def remove() -> None:
        started.set()
        with second.held():
            order.append("removed")

    with first.held():
        thread = threading.Thread(target=remove)
        thread.start()
        assert started.wait(10)
        thread.join(0.2)
        order.append("stored")
    thread.join(20)
    assert order == ["stored", "removed"]
