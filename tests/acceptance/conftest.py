"""The command as a user runs it: a real process, a fresh home, no keys."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.endswith(("_API_KEY", "_TOKEN")) and k != "CONSENSUS_DATABASE_URL"
    }
    return {**kept, "CONSENSUS_HOME": str(home), "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "default"}


@pytest.fixture
def consensus(tmp_path: Path, environment: dict[str, str]) -> Callable[..., Ran]:
    def run(*args: str | Path, **more: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "consensus", *map(str, args)],
            cwd=tmp_path,
            env={**environment, **more},
            capture_output=True,
            timeout=300,
            check=False,
        )
        ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in ran.out + ran.err, ran.err
        return ran

    return run


POLICY = """\
name: fast
version: 1
task: any
quorum: 2
semantic: "off"
asking: {attempts: 3, call_seconds: 20, ask_seconds: 60, segment_tokens: 10}
"""


@pytest.fixture
def fast(tmp_path: Path) -> Path:
    """A policy that embeds nothing and asks about one short segment at a time."""
    path = tmp_path / "fast.yaml"
    path.write_text(POLICY, "utf-8")
    return path


@pytest.fixture
def start(tmp_path: Path, environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """The command in the background; whatever is left of it at the end of the test is killed."""
    begun: list[subprocess.Popen[bytes]] = []

    def run(*args: str | Path, **more: str) -> subprocess.Popen[bytes]:
        begun.append(
            subprocess.Popen(
                [sys.executable, "-m", "consensus", *map(str, args)],
                cwd=tmp_path,
                env={**environment, **more},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        )
        return begun[-1]

    yield run
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate()
