"""The command as a user runs it: a process of its own, a fresh home, no keys."""

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

from tests.forks import Forks, forking


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


def _environment() -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.endswith(("_API_KEY", "_TOKEN")) and k != "CONSENSUS_DATABASE_URL"
    }
    return {**kept, "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "default"}


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    return {**_environment(), "CONSENSUS_HOME": str(home)}


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """The process whose forks commands are. Sets have one order in all of them; PYTHONHASHSEED asks for another."""
    with forking(tmp_path_factory.mktemp("forks"), _environment()) as made:
        yield made


@pytest.fixture
def consensus(tmp_path: Path, environment: dict[str, str], forks: Forks | None) -> Callable[..., Ran]:
    """The command, in a fork; a module that has it started anew each time says so with a fixture ``forks`` of None.

    What Python itself reads when it starts needs a start of its own.
    """

    def run(*args: str | Path, **more: str) -> Ran:
        words = [str(arg) for arg in args]
        if forks is None or any(name.startswith("PYTHON") for name in more):
            command, pipes = [sys.executable, "-m", "consensus", *words], {"capture_output": True, "timeout": 300}
            done = subprocess.run(command, cwd=tmp_path, env={**environment, **more}, check=False, **pipes)
            code, out, err = done.returncode, done.stdout, done.stderr
        else:
            code, out, err = forks.run(words, tmp_path, {**environment, **more}, 300)
        ran = Ran(code, out.decode(), err.decode())
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
