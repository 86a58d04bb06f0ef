"""A home that cannot be written can be read; whatever would write says one line and has changed nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from consensus.testing import LoopbackProvider

MODELS = ("gpt-4o", "claude-sonnet-4", "mistral-large")
#: Permissions do not bind root, a mount of its own does.
_MOUNTED = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'


@pytest.fixture
def job(consensus: Callable, fast: Path) -> str:
    (fast.parent / "page.md").write_text("# Open the lid\n", "utf-8")
    with LoopbackProvider() as provider:
        panel = ",".join(f"{model}@{provider.base_url}" for model in MODELS)
        ran = consensus("submit", "page.md", "--policy", fast, "--from", "en", "--to", "de", "--panel", panel, "--json")
    assert ran.code == 0, ran.err
    found: str = ran.json["jobs"][0]["id"]
    return found


@pytest.fixture
def reading(job: str, tmp_path: Path, home: Path, environment: dict[str, str]) -> Iterator[Callable[..., Any]]:
    """Runs the command where the home is read-only for it."""
    before: list[str] = []
    if os.geteuid() == 0:
        before = ["unshare", "--mount", "sh", "-c", _MOUNTED, "sh", str(home)]
        if shutil.which("unshare") is None or subprocess.run([*before, "true"], check=False).returncode:
            pytest.skip("root without mounts can write everywhere")

    def run(*args: str | Path) -> Any:
        if not before:
            for path in (*home.rglob("*"), home):
                path.chmod(0o555 if path.is_dir() else 0o444)
        command = [*before, sys.executable, "-m", "consensus", *map(str, args)]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stdout + done.stderr
        return done

    yield run
    for path in (home, *home.rglob("*")):
        path.chmod(0o755)


def contents(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_all_that_reads_works(reading: Callable, job: str, home: Path, fast: Path, tmp_path: Path) -> None:
    before = contents(home)
    for args in (("status",), ("status", job), ("jobs", "list"), ("costs",), ("policies", "list")):
        done = reading(*args)
        assert (done.returncode, done.stderr) == (0, ""), args
    exported = reading("export", job, "--format", "jsonl", "-o", tmp_path / "out.jsonl")
    assert exported.returncode == 0, exported.stderr
    assert "cannot be written, so its audit does not say" in exported.stderr
    assert reading("verify-export", tmp_path / "out.jsonl").returncode == 0
    assert reading("doctor", "--database").returncode == 0
    assert contents(home) == before


def test_all_that_writes_says_one_line(reading: Callable, job: str, home: Path, fast: Path) -> None:
    before = contents(home)
    for args in (
        ("submit", "page.md", "--policy", fast, "--to", "de", "--panel", "a@http://127.0.0.1:9,b@http://127.0.0.1:9"),
        ("jobs", "delete", job, "--yes"),
    ):
        done = reading(*args)
        assert done.returncode == 2, args
        lines = [line for line in done.stderr.splitlines() if line.startswith("consensus:")]
        assert len(lines) == 1
        assert "writable" in lines[0]
    assert contents(home) == before


def test_what_is_not_in_the_file_yet_is_never_left_out_silently(reading: Callable, job: str, home: Path) -> None:
    with closing(sqlite3.connect(home / "consensus.sqlite")) as writing:
        writing.execute("PRAGMA wal_autocheckpoint = 0")
        with writing:
            writing.execute("UPDATE jobs SET error = 'later'")
        done = reading("status")
        assert done.returncode == 0, "the log and its index are there, so they are read"
        log = (home / "consensus.sqlite-wal").read_bytes()
    (home / "consensus.sqlite-wal").write_bytes(log)
    done = reading("status")
    assert done.returncode == 2
    assert "its last changes are not in it yet" in done.stderr


def test_an_older_database_is_not_upgraded(reading: Callable, job: str, home: Path) -> None:
    with closing(sqlite3.connect(home / "consensus.sqlite")) as writing, writing:
        writing.execute("UPDATE alembic_version SET version_num = '0006'")
    done = reading("status")
    assert done.returncode == 2
    assert "older version (schema 0006)" in done.stderr
    assert done.stderr.count("\n") == 1
