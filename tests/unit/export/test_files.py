"""Files on a real disk: whole or not at all, links followed, rights kept, streams written to as streams."""

from __future__ import annotations

import os
import resource
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from consensus.errors import UsageError
from consensus.export import is_stream, place_of, write_files


@pytest.fixture
def small_disk() -> Iterator[int]:
    """No file of this process may grow beyond so many bytes: a write breaks off in its middle, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    yield 10_000
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, ignored)


def test_what_stood_there_stays_when_the_disk_is_full(small_disk: int, tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "a.json.certificate.json"
    first.write_bytes(b"before")
    with pytest.raises(UsageError, match="cannot write: File too large") as caught:
        write_files({first: b"after", second: b"x" * (small_disk + 1)})
    assert str(second) in caught.value.where
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.json": b"before"}, (
        "nothing half, no rest"
    )


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_rights_of_a_replaced_file_are_kept(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"before")
    path.chmod(mode)
    write_files({path: b"after"})
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"after", mode)


def test_a_new_file_has_the_rights_of_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_files({tmp_path / "a": b""})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"before")
    for name, to in (("link", "real"), ("dangling", "new")):
        (tmp_path / name).symlink_to(to)
        write_files({tmp_path / name: b"after"})
        assert ((tmp_path / name).is_symlink(), (tmp_path / to).read_bytes()) == (True, b"after")


def test_another_name_of_a_replaced_file_keeps_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")
    os.link(tmp_path / "a", tmp_path / "b")
    write_files({tmp_path / "a": b"after"})
    assert (tmp_path / "b").read_bytes() == b"before"


def test_places_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_bytes(b"")
    said = {
        "loop": "its links",
        ".": "a folder",
        "none/a": "folder is not there",
        "file/a": "cannot write",
        "a\0": "path",
    }
    for name, words in said.items():
        with pytest.raises(UsageError, match=words):
            place_of(tmp_path / name)


def test_a_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"before")
    path.chmod(0o444)
    if os.access(path, os.W_OK):  # an administrator may write to anything
        monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="read-only"):
        write_files({path: b"after"})
    assert path.read_bytes() == b"before"


def test_streams_are_written_to_and_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "redirected"
    with out.open("wb") as opened:
        opened.write(b"a")
        opened.flush()
        path = Path(f"/dev/fd/{opened.fileno()}")
        assert is_stream(path)
        write_files({path: b"b"})
    assert out.read_bytes() == b"ab", "as a shell's >> has it"
    os.mkfifo(tmp_path / "pipe")
    assert is_stream(tmp_path / "pipe")
    assert not is_stream(Path("/dev/shm"))
    assert not is_stream(tmp_path / "new")
