"""Workers on one PostgreSQL database: how three compare with one, and what is lost when one is killed, stopped or told
to leave a job.

    python -m benchmarks.workers [--documents 24] [--only scale,killed,stopped,rate,cancelled]

Starts a PostgreSQL server of its own (Debian's package ``postgresql``), a provider on loopback that takes 200 ms an
answer and counts requests by their content, and workers as processes. Each of the measurements is a line of JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from consensus.domain import CallState
from consensus.providers.shared_rate import SharedThrottle
from consensus.storage.doctor import probe_rows
from consensus.storage.store import SqlStore
from consensus.testing import LoopbackProvider
from consensus.testing.provider_words import Reaction
from tests.postgres import Server, serve

UNITS, MODELS, AT_ONCE = 10, ("gpt-4o", "claude-sonnet-4"), 4
CALLS = UNITS * len(MODELS)
SECONDS_OF_SLEEP, RATE, WORKERS = 9.0, 60, 3
POLICY = f"""\
name: measured
version: 1
task: translate
quorum: 2
semantic: "off"
budget: {{day: 1000}}
asking: {{attempts: 2, call_seconds: 20, segment_tokens: 10, concurrency_per_host: {AT_ONCE}}}
members:
  - {{model: gpt-4o, price_in: 2.5, price_out: 10}}
  - {{model: claude-sonnet-4, price_in: 3, price_out: 15}}
"""


class Counting(LoopbackProvider):
    """Also knows when each request came."""

    def __init__(self) -> None:
        super().__init__(delay=0.2)
        self.arrivals: list[float] = []

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        self.arrivals.append(time.monotonic())
        return await super().answer(path, key, body)

    def repeated(self) -> int:
        """Requests for what had been asked before."""
        asked = Counter((seen.model, seen.body["messages"][-1]["content"]) for seen in self.requests)
        return asked.total() - len(asked)


class Run:
    """Documents that were handed in to a new database, and workers on it."""

    def __init__(self, server: Server, folder: Path, provider: Counting, documents: int) -> None:
        self.folder, self.provider, self.url = folder, provider, server.database()
        self.store, self.workers = SqlStore(self.url), list[subprocess.Popen[bytes]]()
        kept = {name: value for name, value in os.environ.items() if not name.endswith("_API_KEY")}
        self.environment = {**kept, "CONSENSUS_HOME": str(folder / "home"), "CONSENSUS_DATABASE_URL": self.url}
        (folder / "measured.yaml").write_text(POLICY, "utf-8")
        self.job_ids: list[str] = []
        self.hand_in(documents)

    def hand_in(self, documents: int) -> None:
        """Leave so many further documents to workers."""
        first, folder = len(self.job_ids), self.folder
        pages = [folder / f"page{number}.txt" for number in range(first, first + documents)]
        for number, page in enumerate(pages, first):
            page.write_text("\n\n".join(f"Open valve {number}-{n} now." for n in range(UNITS)), "utf-8")
        panel = ",".join(f"{model}@{self.provider.base_url}" for model in MODELS)
        how = ["--policy", str(folder / "measured.yaml"), "--from", "en", "--to", "de", "--panel", panel, "--detach"]
        done = subprocess.run(
            [sys.executable, "-m", "consensus", "submit", *map(str, pages), *how],
            env=self.environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        self.job_ids += done.stdout.split()

    def start(self, count: int) -> None:
        """Start workers, and wait until each has said that it works."""
        command = [sys.executable, "-m", "consensus", "worker", "--jobs", "4"]
        started = [subprocess.Popen(command, env=self.environment, stderr=subprocess.PIPE) for _ in range(count)]
        self.workers += started
        for worker in started:
            assert worker.stderr is not None
            worker.stderr.readline()

    def left(self) -> list[str]:
        """Jobs that are not done."""
        return [job_id for job_id, run in self.store.runs(self.job_ids).items() if run.status.value != "done"]

    def held_by(self, process: int) -> dict[str, int]:
        """Jobs that a process works on, with their attempts."""
        found = self.store.runs(self.job_ids).values()
        return {run.job_id: run.attempt for run in found if f":{process}:" in run.owner and run.is_leased}

    def unanswered(self, job_ids: Iterable[str]) -> int:
        """Calls of these jobs that are written down as sent, or about to be, and whose answer is not."""
        calls = [call for job_id in job_ids for call in self.store.calls(job_id)]
        return sum(call.state is CallState.RESERVED for call in calls)

    def until(self, is_so: Callable[[], bool], seconds: float = 280.0) -> None:
        """Wait for it. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(0.05)

    def outcome(self) -> dict[str, Any]:
        """What must hold at every end."""
        units = [record for job_id in self.job_ids for record in self.store.units(job_id)]
        calls = [call for job_id in self.job_ids for call in self.store.calls(job_id)]
        settled = Counter((call.ask_id, call.member) for call in calls if call.state is CallState.SETTLED)
        return {
            "units": len(units),
            "units decided": sum(record.verdict is not None for record in units),
            "asks settled more than once": sum(number > 1 for number in settled.values()),
            "books balanced": all(probe.ok for probe in probe_rows(self.url)),
            "requests": len(self.provider.requests),
            "repeated": self.provider.repeated(),
            "times a job was taken": sum(run.attempt for run in self.store.runs(self.job_ids).values()),
        }

    def close(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.kill()
            worker.communicate()
        self.store.close()


@contextmanager
def running(server: Server, documents: int) -> Iterator[Run]:
    """Documents in a database of their own, and a provider of their own."""
    with tempfile.TemporaryDirectory() as folder, Counting() as provider:
        run = Run(server, Path(folder), provider, documents)  # type: ignore[arg-type]
        try:
            yield run
        finally:
            run.close()


def scale(server: Server, documents: int) -> dict[str, Any]:
    """Calls a second of one worker and of three, from the first request to the last, once all have loaded what they
    need."""
    rates = {}
    for count in (1, WORKERS):
        with running(server, 3 * count) as run:
            run.start(count)
            run.until(lambda run=run: not run.left())  # type: ignore[misc]
            run.provider.arrivals.clear()
            run.hand_in(documents)
            run.until(lambda run=run: not run.left())  # type: ignore[misc]
            arrivals = run.provider.arrivals
            rates[count] = len(arrivals) / (max(arrivals) - min(arrivals))
            outcome = run.outcome()
    ratio = rates[WORKERS] / rates[1]
    return {
        "calls/s, 1 worker": round(rates[1], 1),
        "3 workers": round(rates[3], 1),
        "ratio": round(ratio, 2),
        **outcome,
    }


def killed(server: Server, documents: int) -> dict[str, Any]:
    """kill -9 of one of three, which together have places to spare."""
    documents //= 2
    with running(server, documents) as run:
        run.start(WORKERS)
        run.until(lambda: len(run.provider.requests) > documents * CALLS // 4)
        had, at = run.held_by(run.workers[0].pid), time.monotonic()
        run.workers[0].kill()
        under_way = run.unanswered(had)

        def is_taken_over() -> bool:
            now = run.store.runs(list(had)).values()
            return all(one.attempt > had[one.job_id] or one.status.value == "done" for one in now)

        run.until(is_taken_over)
        after = time.monotonic() - at
        run.until(lambda: not run.left())
        at_most = {"its places": AT_ONCE, "its calls under way by the journal": under_way}
        return {"jobs it had": len(had), "taken over after s": round(after, 1), **at_most, **run.outcome()}


def stopped(server: Server, documents: int) -> dict[str, Any]:
    """One of two is stopped for 9 s, and goes on."""
    with running(server, documents) as run:
        run.start(2)
        run.until(lambda: len(run.provider.requests) > documents * CALLS // 4)
        had = run.held_by(run.workers[0].pid)
        run.workers[0].send_signal(signal.SIGSTOP)
        under_way = run.unanswered(had)
        time.sleep(SECONDS_OF_SLEEP)
        run.workers[0].send_signal(signal.SIGCONT)
        run.until(lambda: not run.left())
        time.sleep(3)
        at_most = {"its places": AT_ONCE, "its calls under way by the journal": under_way}
        return {"jobs it had": len(had), **at_most, **run.outcome()}


def cancelled(server: Server, documents: int) -> dict[str, Any]:
    """Seconds from cancelling all jobs to the last request, and to the state."""
    with running(server, documents) as run:
        run.start(WORKERS)
        run.until(lambda: len(run.provider.requests) > CALLS)
        began = time.monotonic()
        for job_id in run.job_ids:
            run.store.cancel_run(job_id, "2026-01-01T00:00:00+00:00")
        asked = time.monotonic()
        run.until(lambda: not any(one.is_under_way for one in run.store.runs(run.job_ids).values()))
        ended = time.monotonic() - asked
        time.sleep(3)
        last = max(run.provider.arrivals) - asked
        lasted = {"cancelling all took s": round(asked - began, 2), "last request after s": round(last, 2)}
        return {**lasted, "all cancelled after s": round(ended, 2), "requests": len(run.provider.requests)}


def rate(server: Server, documents: int) -> dict[str, Any]:
    """Instants granted to three processes' worth of callers at 60 calls a second, each with its own event loop."""
    url, granted, seconds = server.database(), list[float](), 10.0

    async def ask() -> None:
        store = SqlStore(url)
        throttle = SharedThrottle(store, "host", RATE * 60)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            await throttle.acquire()
            granted.append(throttle.latest)
        store.close()

    threads = [threading.Thread(target=lambda: asyncio.run(ask())) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    instants = sorted(granted)
    fullest = max(sum(first <= other < first + 1 - 1e-6 for other in instants) for first in instants)
    reached = (len(instants) - 1) / (instants[-1] - instants[0])
    return {"limit a second": RATE, "in the fullest second": fullest, "reached": f"{reached / RATE:.0%}"}


MEASURED: Mapping[str, Callable[[Server, int], dict[str, Any]]] = {
    "scale": scale, "killed": killed, "stopped": stopped, "rate": rate, "cancelled": cancelled,
}  # fmt: skip


def main() -> None:
    """Print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=24)
    parser.add_argument("--only", default=",".join(MEASURED))
    options = parser.parse_args()
    with serve() as server:
        for name in options.only.split(","):
            print(name, json.dumps(MEASURED[name](server, options.documents)), flush=True)


if __name__ == "__main__":
    main()
