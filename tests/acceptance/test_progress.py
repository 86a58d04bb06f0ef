"""How far a job is: for the person who waits for it, and for another process."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from consensus.testing import Fault, LoopbackProvider

POLICY = """\
name: watched
version: 1
task: translate
quorum: 2
semantic: "off"
asking: {attempts: 2, call_seconds: 20, segment_tokens: 10, concurrency_per_host: 4}
members:
  - {model: gpt-4o, price_in: 2.5, price_out: 10}
  - {model: claude-sonnet-4, price_in: 3, price_out: 15}
"""
MODELS = ("gpt-4o", "claude-sonnet-4")


def submission(folder: Path, provider: LoopbackProvider, units: int, documents: int = 1) -> list[str]:
    (folder / "watched.yaml").write_text(POLICY, "utf-8")
    pages = [folder / f"page{number}.txt" for number in range(documents)]
    for page in pages:
        page.write_text("\n\n".join(f"Open valve {n} now." for n in range(units)), "utf-8")
    panel = ",".join(f"{model}@{provider.base_url}" for model in MODELS)
    given = ["--policy", str(folder / "watched.yaml"), "--from", "en", "--to", "de", "--panel", panel]
    return ["submit", *map(str, pages), *given]


class Screen:
    """The command on a terminal of 110 columns; what it showed, without what moves the cursor."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], folder: Path) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 110, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "consensus", *arguments],
            cwd=folder,
            env={**environment, "TERM": "xterm-256color", "COLUMNS": "110"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        self._raw = b""
        self._reading = threading.Thread(target=self._read, args=(ours,), daemon=True)
        self._reading.start()

    def shown(self) -> str:
        self.process.wait(timeout=120)
        self._reading.join(10)
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self._raw.decode("utf-8", "replace"))

    def _read(self, ours: int) -> None:
        try:
            while some := os.read(ours, 65536):
                self._raw += some
        except OSError:  # how a terminal ends
            pass
        finally:
            os.close(ours)


def until(found: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return value


def test_progress_is_on_the_terminal_and_in_the_status_of_another_process(
    consensus: Callable[..., Any], environment: Mapping[str, str], tmp_path: Path
) -> None:
    script = {"claude-sonnet-4": [None, None, Fault.SERVER_ERROR]}
    with LoopbackProvider(delay=0.35, script=script) as provider:
        screen = Screen(submission(tmp_path, provider, 40), environment, tmp_path)
        until(lambda: len(provider.requests) > 20)
        provider.delay = 8.0  # it waits while others look at it
        (job,) = until(lambda: [j for j in consensus("status", "--json").json["jobs"] if j["progress"]])
        now = job["progress"]
        told, listed = consensus("status", job["id"]).out, consensus("status").out
        provider.delay = 0.35
        shown = screen.shown()
    assert job["state"] == "running"
    assert (now["expected"], now["units"]) == (80, 40)
    assert 0 < now["answers"] < 80
    assert now["units_per_second"] > 0
    assert now["seconds_left"] > 0
    assert now["cost"] > 0 == now["calls_without_price"]
    assert {one["model"].partition("@")[0] for one in now["models"]} == set(MODELS)
    assert sum(one["answered"] for one in now["models"]) > 0
    assert sum(one["failed"] for one in now["models"]) == 1
    assert "A process is working on it" in told
    assert "consensus submit --resume" not in told, "it would only be refused"
    assert re.search(r"running, \d+%", listed)
    assert re.search(r"\d+/80 answers, \d+\.\d units/s, \$0\.\d{4}, 0:00:\d\d left", shown)
    assert re.search(r"claude-sonnet-4@\S+ +\d+ answered, \d\.\d s each, 1 failed", shown)
    (done,) = consensus("status", "--json").json["jobs"]
    assert (done["state"], done["progress"]) == ("done", None)


def test_a_stopped_job_is_not_called_running(
    consensus: Callable[..., Any], start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    with LoopbackProvider(delay=0.3) as provider:
        process = start(*submission(tmp_path, provider, 40), "--json")
        until(lambda: len(provider.requests) > 10)
        process.kill()
        process.wait()
        (job,) = consensus("status", "--json").json["jobs"]
        assert job["progress"] is None, "what it said last is no longer true"
        assert "stopped" in consensus("status").out
        assert f"consensus submit --resume {job['id']}" in consensus("status", job["id"]).out
        provider.delay = 0
        assert consensus("submit", "--resume", job["id"], "--json").json["jobs"][0]["state"] == "done"


def test_several_documents_have_one_line_together(environment: Mapping[str, str], tmp_path: Path) -> None:
    with LoopbackProvider(delay=0.1) as provider:
        shown = Screen(submission(tmp_path, provider, 8, documents=6), environment, tmp_path).shown()
    assert re.search(r"all .* [1-5]/6 documents, \d+\.\d units/s, \$0\.\d{4}, about 0:00:\d\d left", shown)
    assert "6/6 documents" in shown
