"""Workers as a department runs them: processes of their own, on one database, killed, stopped and told to end."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import CallState
from consensus.domain.run import RunStatus
from consensus.storage.store import SqlStore
from tests.acceptance.test_kill_and_resume import Gate, german
from tests.acceptance.test_progress import POLICY, until

UNITS, AT_ONCE = 6, 4
MODELS = ("gpt-4o", "claude-sonnet-4")
CALLS = UNITS * len(MODELS)


@pytest.fixture
def provider() -> Iterator[Gate]:
    with Gate(translate=german) as gate:
        yield gate


class Office:
    """Commands and processes on one database, each in a home of its own as on a machine of its own."""

    def __init__(self, folder: Path, url: str, environment: Mapping[str, str], provider: Gate) -> None:
        self.folder, self.provider, self.store = folder, provider, SqlStore(url)
        self.environment = {**environment, "CONSENSUS_DATABASE_URL": url}
        self.workers: list[subprocess.Popen[bytes]] = []
        (folder / "watched.yaml").write_text(POLICY, "utf-8")

    def command(self, *arguments: str) -> subprocess.Popen[bytes]:
        made = [sys.executable, "-m", "consensus", *arguments]
        pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(made, cwd=self.folder, env=self.environment, **pipes)

    def run(self, *arguments: str) -> str:
        process = self.command(*arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err.decode()
        return out.decode()

    def hand_in(self, documents: int, *options: str) -> list[str]:
        pages = [self.folder / f"page{number}.txt" for number in range(documents)]
        for number, page in enumerate(pages):
            page.write_text("\n\n".join(f"Open valve {number}{n} now." for n in range(UNITS)), "utf-8")
        panel = ",".join(f"{model}@{self.provider.base_url}" for model in MODELS)
        given = ["--policy", str(self.folder / "watched.yaml"), "--from", "en", "--to", "de", "--panel", panel]
        return self.run("submit", *map(str, pages), *given, "--detach", *options).split()

    def worker(self, jobs: int = 2) -> subprocess.Popen[bytes]:
        process = self.command("worker", "--jobs", str(jobs))
        self.workers.append(process)
        assert process.stderr is not None
        assert b"Working on queued jobs" in process.stderr.readline()
        return process

    def statuses(self, job_ids: list[str]) -> list[str]:
        return [self.store.run(job_id).status.value for job_id in job_ids]

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.communicate()
        self.store.close()


@pytest.fixture
def office(
    tmp_path: Path, new_database: Callable[[], str], environment: Mapping[str, str], provider: Gate
) -> Iterator[Office]:
    made = Office(tmp_path, new_database(), environment, provider)
    yield made
    made.close()


def settled(office: Office, job_id: str) -> int:
    """Calls whose answer is in the journal: a reply that came just before its worker ended may not be."""
    return sum(one.state is CallState.SETTLED for one in office.store.calls(job_id))


def is_right(office: Office, job_ids: list[str], repeated: int) -> None:
    """Every unit is decided once, nothing is open, and what was sent stands in the journal."""
    until(lambda: set(office.statuses(job_ids)) == {"done"}, 60)
    for job_id in job_ids:
        assert [record.verdict is not None for record in office.store.units(job_id)] == [True] * UNITS
        settled = {(one.ask_id, one.member) for one in office.store.calls(job_id) if one.state is CallState.SETTLED}
        assert len(settled) == CALLS
    asked = Counter((seen.model, seen.body["messages"][-1]["content"]) for seen in office.provider.requests)
    assert len(asked) == CALLS * len(job_ids)
    assert sum(asked.values()) - len(asked) <= repeated


def test_two_workers_share_what_is_handed_in(office: Office) -> None:
    job_ids = office.hand_in(4)
    assert office.statuses(job_ids) == ["queued"] * 4
    assert "queued" in office.run("status")
    office.worker()
    office.worker()
    is_right(office, job_ids, repeated=0)


def test_a_killed_worker_is_taken_over(office: Office) -> None:
    office.provider.open_for = 5
    (job_id,) = office.hand_in(1)
    first = office.worker()
    until(lambda: len(office.provider.requests) >= 5 + AT_ONCE)
    first.kill()
    first.wait()
    under_way = len(office.provider.requests) - settled(office, job_id)
    office.provider.open_for = float("inf")
    office.worker()
    until(lambda: office.store.run(job_id).attempt == 2, 60)
    is_right(office, [job_id], repeated=under_way)


def test_a_worker_that_slept_sends_nothing_more_about_what_was_taken_over(office: Office) -> None:
    office.provider.open_for = 5
    (job_id,) = office.hand_in(1)
    first = office.worker()
    until(lambda: len(office.provider.requests) >= 5 + AT_ONCE)
    time.sleep(0.5)  # what a stopped process holds of an SQLite file nobody else gets: not while it writes
    first.send_signal(signal.SIGSTOP)
    under_way = len(office.provider.requests) - settled(office, job_id)
    office.provider.open_for = float("inf")
    office.worker()
    until(lambda: office.store.run(job_id).attempt == 2, 60)
    first.send_signal(signal.SIGCONT)
    is_right(office, [job_id], repeated=under_way)
    time.sleep(2)
    asked = len(office.provider.requests)
    assert asked <= CALLS + under_way
    assert first.poll() is None, "it goes on with other jobs"


def test_cancel_from_anywhere(office: Office) -> None:
    office.provider.open_for = 5
    (job_id,) = office.hand_in(1)
    office.worker()
    until(lambda: len(office.provider.requests) >= 5 + AT_ONCE)
    assert "being cancelled" in office.run("cancel", job_id[:8])
    time.sleep(1.5)  # within a second of being cancelled nothing more is sent, whatever waits for a place
    sent = len(office.provider.requests)
    office.provider.open_for = float("inf")
    until(lambda: office.statuses([job_id]) == ["cancelled"], 60)
    time.sleep(1)
    assert len(office.provider.requests) == sent, "what was not under way is not sent"
    assert "cancelled" in office.run("status")
    office.run("submit", "--resume", job_id, "--detach")
    is_right(office, [job_id], repeated=AT_ONCE)


def test_a_worker_that_is_told_to_end_puts_its_job_back(office: Office) -> None:
    office.provider.open_for = 5
    (job_id,) = office.hand_in(1)
    first = office.worker()
    until(lambda: len(office.provider.requests) >= 5 + AT_ONCE)
    first.terminate()
    time.sleep(0.5)
    assert first.poll() is None, "calls under way may end"
    office.provider.open_for = float("inf")
    assert first.wait(30) == 0
    assert len(office.provider.requests) <= 5 + 2 * AT_ONCE, "and no others begin"
    assert office.statuses([job_id]) == [RunStatus.QUEUED.value]
    office.worker()
    is_right(office, [job_id], repeated=0)


def test_who_waits_for_an_answer_comes_first(office: Office) -> None:
    later = office.hand_in(2)
    (urgent,) = office.hand_in(1, "--latency", "interactive")
    office.worker(jobs=1)
    until(lambda: set(office.statuses([*later, urgent])) == {"done"})
    started = {job_id: office.store.run(job_id).started_at for job_id in (*later, urgent)}
    assert min(started, key=started.__getitem__) == urgent
