"""A job that is killed, interrupted or locked out goes on where it stopped, and nothing is paid for twice."""

from __future__ import annotations

import asyncio
import json
import math
import re
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from consensus.testing import LoopbackProvider
from consensus.testing.provider_words import Reaction

SEGMENTS, AT_ONCE = 8, 8  # AT_ONCE: calls to one host, as the policies have it
AHEAD = AT_ONCE // 2  # calls that are written down while they wait for a place there
MODELS = ("gpt-4o", "claude-sonnet-4", "mistral-large")
CALLS = SEGMENTS * len(MODELS)
SOURCE = "# Open valve 0 now.\n\n" + "".join(f"- Open valve {n} now.\n" for n in range(1, SEGMENTS))
GERMAN = SOURCE.replace("Open valve", "Öffnen Sie Ventil").replace("now", "jetzt")


def german(model: str, text: str) -> str:
    return re.sub(r"Open valve (\d+) now\.", r"Öffnen Sie Ventil \1 jetzt.", text)


@dataclass
class Gate(LoopbackProvider):
    """Answers so many requests and keeps the others waiting: the moment of a kill is known, not guessed."""

    open_for: float = math.inf
    let_through: int = 0

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        reaction = await super().answer(path, key, body)
        while self.let_through >= self.open_for:  # noqa: ASYNC110 - another thread opens the gate
            await asyncio.sleep(0.01)
        self.let_through += 1
        return reaction

    def counted(self, since: int = 0) -> Counter[tuple[str, str]]:
        """How often each (model, prompt) was asked."""
        return Counter((seen.model, seen.body["messages"][-1]["content"]) for seen in self.requests[since:])


@pytest.fixture
def provider() -> Iterator[Gate]:
    with Gate(translate=german) as gate:
        yield gate


@pytest.fixture
def submit(tmp_path: Path, fast: Path, provider: Gate) -> list[str]:
    document = tmp_path / "valves.md"
    document.write_text(SOURCE, "utf-8")
    panel = ",".join(f"{model}@{provider.base_url}" for model in MODELS)
    return ["submit", str(document), "--policy", str(fast), "--from", "en", "--to", "de", "--panel", panel]


@dataclass(frozen=True)
class Books:
    """The database as another program sees it."""

    home: Path

    def rows(self, statement: str) -> list[Any]:
        path = self.home / "consensus.sqlite"
        if not path.exists():
            return []
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
                return database.execute(statement).fetchall()
        except sqlite3.OperationalError:  # its tables are being made
            return []

    def jobs(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT id FROM jobs")]

    def calls(self, state: str = "") -> Counter[tuple[str, str]]:
        """Rows by (model, prompt), as the provider counts them."""
        rows = self.rows("SELECT state, member, call FROM calls")
        return Counter(
            (member.partition("@")[0], json.loads(json.loads(call)["sent"])[-1]["content"])
            for found, member, call in rows
            if state in ("", found)
        )


@pytest.fixture
def books(home: Path) -> Books:
    return Books(home)


def until(true: Callable[[], Any], process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert process.poll() is None, f"ended too early: {process.stderr and process.stderr.read().decode()}"
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def kill_9(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    assert process.wait() == -signal.SIGKILL


def test_killed_three_times_and_resumed(
    consensus: Callable, start: Callable, submit: list[str], provider: Gate, books: Books
) -> None:
    provider.open_for = 0
    first = start(*submit, "--json")
    until(books.jobs, first)  # the job is stored, perhaps nothing is asked yet
    kill_9(first)
    (job,) = books.jobs()
    lost = books.calls("reserved").total()
    begun = len(provider.requests)
    assert begun <= lost <= AT_ONCE + AHEAD, "a call is written down before it is sent, and few much before"

    provider.open_for = answered = 10
    second = start("submit", "--resume", job)
    until(lambda: books.calls("settled").total() == answered, second)
    until(lambda: len(provider.requests) == begun + answered + AT_ONCE, second)
    kill_9(second)
    kept = books.calls("settled")
    assert kept.total() == answered
    unsent = books.calls("reserved").total() - begun - AT_ONCE
    assert lost - begun <= unsent <= lost - begun + AHEAD

    seen, provider.open_for = len(provider.requests), math.inf
    third = start("submit", "--resume", job)
    until(lambda: books.calls("settled").total() == CALLS, third)  # all answered, decided or not
    kill_9(third)
    assert not kept & provider.counted(since=seen), "what was answered is not asked again"
    assert provider.counted(since=seen).total() == CALLS - answered, "and everything else exactly once"

    seen = len(provider.requests)
    done = consensus("submit", "--resume", job, "--json")
    assert done.code == 0, done.err
    again = consensus("submit", "--resume", job, "--json")
    assert again.json == done.json
    assert len(provider.requests) == seen, "every answer is at hand"

    report = done.json["jobs"][0]
    assert report["totals"] == {"units": SEGMENTS, "accepted": SEGMENTS, "review": 0, "failed": 0}
    assert report["calls"] == books.calls().total()
    assert set(books.calls("settled").values()) == {1}
    assert not books.calls("failed")
    assert provider.counted() - books.calls() == Counter(), "no request without a line in the books"
    assert books.calls().total() - len(provider.requests) == unsent, "written down, killed before it was sent"
    assert consensus("export", job).out == GERMAN


def test_interrupted_says_how_to_go_on_and_one_process_at_a_time_works_on_a_job(
    consensus: Callable, start: Callable, submit: list[str], provider: Gate, books: Books
) -> None:
    provider.open_for = 5
    stopped = start(*submit, "--json")
    until(lambda: books.calls("settled").total() == 5, stopped)
    (job,) = books.jobs()
    refused = consensus("submit", "--resume", job)
    assert refused.code == 2, "it still runs"
    assert "another process" in refused.err
    assert f"consensus status {job}" in refused.err

    stopped.send_signal(signal.SIGINT)
    out, err = stopped.communicate(timeout=60)
    assert stopped.returncode == 130
    assert f"consensus submit --resume {job}" in json.loads(out)["error"]["do"]
    assert err == b""

    seen, provider.open_for = len(provider.requests), math.inf
    both = [start("submit", "--resume", job, "--json") for _ in range(2)]
    outs = [process.communicate(timeout=100)[0] for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 2], [0, 0]), outs  # refused, or come when all was done
    assert provider.counted(since=seen).total() == CALLS - 5, "neither asked what the other did"
    report = next(json.loads(out)["jobs"][0] for process, out in zip(both, outs, strict=True) if not process.returncode)
    assert report["totals"]["accepted"] == SEGMENTS


def test_a_database_that_cannot_be_written_stops_the_job_before_anything_is_asked(
    consensus: Callable, start: Callable, submit: list[str], provider: Gate, books: Books
) -> None:
    provider.open_for = 5
    killed = start(*submit)
    until(lambda: books.calls("settled").total() == 5, killed)
    kill_9(killed)
    (job,) = books.jobs()
    path, seen = books.home / "consensus.sqlite", len(provider.requests)
    provider.open_for = math.inf

    def refused(url: str, word: str) -> None:
        ran = consensus("submit", "--resume", job, CONSENSUS_DATABASE_URL=url)
        assert (ran.code, ran.out) == (2, "")
        assert word in ran.err
        assert ran.err.rstrip().endswith(f"consensus submit --resume {job}")
        assert len(provider.requests) == seen, "what cannot be written down is not asked"

    refused(f"sqlite:///file:{path}?mode=ro&uri=true", "read-only")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(f"sqlite:///{path}?timeout=0.2", "locked")
        # A lock that somebody gives back is waited for.
        resumed = start("submit", "--resume", job, "--json")
        time.sleep(3)
        assert resumed.poll() is None
        other.execute("ROLLBACK")
    out, err = resumed.communicate(timeout=100)
    assert resumed.returncode == 0, err
    assert json.loads(out)["jobs"][0]["totals"]["accepted"] == SEGMENTS
    assert provider.counted(since=seen).total() == CALLS - 5
