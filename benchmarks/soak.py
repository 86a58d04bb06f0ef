"""Many units through the real product while everything goes wrong, and then the books.

    python benchmarks/soak.py --units 50000      (half an hour on two busy cores; tests/slow: 300 units)

A provider in a process of its own spoils a tenth of its answers in every way it knows. The worker (another process) is
killed with signal 9 three times and started again. At the end every unit must have a verdict, and the books must
balance: calls written down = settled + failed + under way at a kill; what the provider saw and billed agrees with them;
cost = the sum over settled calls; no call that was answered was sent again. Memory of the worker is measured all along.
Exits with 1 and says so when anything of this is not true.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from consensus.domain.job import JobState
from consensus.testing import Fault, LoopbackProvider
from consensus.testing.provider_words import Reaction, echo, react

MODELS = ("gpt-4o", "gpt-4.1-mini", "gpt-4o-mini")
POLICY = """\
name: soak
version: 1
task: translate
quorum: 2
semantic: "off"
asking: {call_seconds: 2, ask_seconds: 60, segment_tokens: 100, concurrency_per_host: 16}
members:
  - {model: "gpt-4o@BASE", price_in: 2.5, price_out: 10}
  - {model: "gpt-4.1-mini@BASE", family: second, price_in: 0.4, price_out: 1.6}
  - {model: "gpt-4o-mini@BASE", family: third, price_in: 0.15, price_out: 0.6}
"""
#: US dollars a token, in and out, as the policy has them by the million.
PRICES = {"gpt-4o": ("2.5e-6", "10e-6"), "gpt-4.1-mini": ("0.4e-6", "1.6e-6"), "gpt-4o-mini": ("0.15e-6", "0.6e-6")}
TEXT = "Close valve {n} before the pressure exceeds {n}.5 bar and wait until pump {n} stops."
PER_DOCUMENT, AT_ONCE = 500, 4
MIXED = (
    *(Fault.RATE_LIMITED, Fault.SERVER_ERROR, Fault.RESET, Fault.SLOW, Fault.TRUNCATED, Fault.MALFORMED),
    *(Fault.RENUMBERED, Fault.LOST, Fault.DOUBLED, Fault.REFUSAL, Fault.FILTERED, Fault.EMPTY),
)


# --- the provider's process ------------------------------------------------------------------------------------------


@dataclass
class Spoiling(LoopbackProvider):
    """Spoils a share of its answers at random; keeps counts only, so that its own memory stays flat."""

    share: float = 0.1
    received: int = 0
    billed: dict[str, list[int]] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(4))

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        self.received += 1
        fault = self.dice.choice(MIXED) if self.dice.random() < self.share else None
        reaction = react(body, fault, echo, "0", key)
        if reaction.status == 200:
            usage = json.loads(reaction.content)["usage"]
            bill = self.billed.setdefault(str(body["model"]), [0, 0])
            bill[0] += usage["prompt_tokens"]
            bill[1] += usage["completion_tokens"]
        await asyncio.sleep(self.delay + (self.slow if reaction.too_slow else 0.0))
        return reaction


def provide(share: float) -> None:
    with Spoiling(share=share, slow=4.0, delay=0.02) as provider:
        sys.stdout.write(provider.base_url + "\n")
        sys.stdout.flush()
        sys.stdin.read()
        sys.stdout.write(json.dumps({"received": provider.received, "billed": provider.billed}) + "\n")


# --- the worker's process --------------------------------------------------------------------------------------------


def work(home: Path, base_url: str) -> None:
    """Go on with what was stopped, then submit the documents that have no job yet, some at a time."""
    from consensus.bootstrap import build
    from consensus.service.jobs.requests import SubmitRequest
    from consensus.settings import Settings

    service = build(Settings(home=home, database_url=f"sqlite:///{home / 'consensus.sqlite'}"))
    begun = {job.path: job for job in service.outside.store.job_lines()}
    for job in begun.values():
        if job.state == JobState.RUNNING:
            asyncio.run(service.jobs.resume(job.id))
    documents = [path for path in sorted((home / "documents").iterdir()) if str(path) not in begun]
    panel = tuple(f"{model}@{base_url}" for model in MODELS)
    for start in range(0, len(documents), AT_ONCE):
        paths = tuple(documents[start : start + AT_ONCE])
        asyncio.run(service.jobs.submit(SubmitRequest(paths, str(home / "soak.yaml"), "en", "de", None, panel)))
    service.close()


# --- the parent ------------------------------------------------------------------------------------------------------


@dataclass
class Soak:
    """One run. samples: (seconds of the worker's life, its resident megabytes), one list for each life."""

    home: Path
    units: int
    samples: list[list[tuple[float, float]]] = field(default_factory=list)
    in_flight: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def query(self, statement: str) -> list[Any]:
        path = self.home / "consensus.sqlite"
        if not path.exists():
            return []
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as database:
                return database.execute(statement).fetchall()
        except sqlite3.OperationalError:  # its tables are being made
            return []

    def settled(self) -> int:
        return self.query("SELECT count(*) FROM calls WHERE state = 'settled'")[0][0] if self.query(_TABLE) else 0

    def prepare(self, base_url: str) -> None:
        (self.home / "documents").mkdir(parents=True)
        (self.home / "soak.yaml").write_text(POLICY.replace("BASE", base_url), "utf-8")
        for number, first in enumerate(range(0, self.units, PER_DOCUMENT)):
            lines = [TEXT.format(n=n) for n in range(first, min(first + PER_DOCUMENT, self.units))]
            (self.home / "documents" / f"page{number:04}.txt").write_text("\n\n".join(lines), "utf-8")

    def live(self, base_url: str, kill_at: float) -> bool:
        """One life of the worker: until it is done (True), or so many calls are settled and it is killed."""
        worker = subprocess.Popen([sys.executable, __file__, "--worker", str(self.home), base_url])
        began, before, samples = time.monotonic(), self.settled(), list[tuple[float, float]]()
        self.samples.append(samples)
        while worker.poll() is None:
            settled = self.settled()
            if settled > before:  # until then it loads what it needs, on a busy machine for a long time
                samples.append((time.monotonic() - began, _megabytes(worker.pid)))
            if settled >= kill_at:
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                under_way = self.query("SELECT count(*) FROM calls WHERE state = 'reserved'")[0][0]
                self.in_flight.append(under_way - sum(self.in_flight))
                return False
            time.sleep(0.2)
        if worker.returncode:
            raise SystemExit(f"the worker ended with {worker.returncode}")
        return True

    def claim(self, true: bool, what: str) -> None:
        if not true:
            self.wrong.append(what)

    def balance(self, seen: Mapping[str, Any]) -> dict[str, Any]:
        """The books against themselves and against what the provider saw."""
        states = dict(self.query("SELECT state, count(*) FROM calls GROUP BY state"))
        settled, failed, reserved = (states.get(state, 0) for state in ("settled", "failed", "reserved"))
        decided = self.query("SELECT count(*) FROM units WHERE verdict IS NOT NULL")[0][0]
        self.claim(decided == self.units, f"{decided} of {self.units} units have a verdict")
        self.claim(reserved == sum(self.in_flight), f"{reserved} calls open, {self.in_flight} were under way at kills")
        # A connection that ended before the request was read: the provider never saw that call, and it is asked again.
        unread = self.query("SELECT count(*) FROM calls WHERE state = 'failed' AND fault = 'unavailable'")[0][0]
        low, high = settled + failed - unread, settled + failed + reserved
        self.claim(low <= seen["received"] <= high, f"the provider saw {seen['received']}, the books say {low}..{high}")
        twice = self.query(
            "SELECT count(*) FROM (SELECT 1 FROM calls WHERE state = 'settled' "
            "GROUP BY job_id, member, json_extract(call, '$.ask_id') HAVING count(*) > 1)"
        )[0][0]
        self.claim(twice == 0, f"{twice} asks were answered and paid for twice")
        cost = sum(
            (Decimal(row[0]) for row in self.query("SELECT cost FROM calls WHERE state = 'settled'")), Decimal(0)
        )
        priced, billed = self._prices(seen["billed"])
        cost = round(cost, 9)
        self.claim(cost == priced > 0, f"settled calls cost {cost}, their tokens at the policy's prices {priced}")
        self.claim(cost <= billed, f"the books have {cost}, the provider billed {billed}")
        return {
            "units": decided,
            "calls": sum(states.values()),
            "settled": settled,
            "failed": failed,
            "in_flight_at_kills": self.in_flight,
            "provider_saw": seen["received"],
            "cost": str(cost),
            "provider_billed": str(billed),
        }

    def _prices(self, billed: Mapping[str, Sequence[int]]) -> tuple[Decimal, Decimal]:
        """The settled calls' tokens, and those that the provider billed, at the policy's prices."""
        rows = self.query(
            "SELECT member, sum(tokens_in), sum(tokens_out) FROM calls WHERE state = 'settled' GROUP BY 1"
        )

        def price(model: str, tokens: Sequence[int]) -> Decimal:
            return sum((Decimal(each) * used for each, used in zip(PRICES[model], tokens, strict=True)), Decimal(0))

        settled = sum((price(member.partition("@")[0], used) for member, *used in rows), Decimal(0))
        return round(settled, 9), round(sum((price(*entry) for entry in billed.items()), Decimal(0)), 9)

    def memory(self) -> dict[str, float]:
        """Megabytes early and late in the worker's longest life, once it is warm."""
        longest = max(self.samples, key=len)
        warm = [size for seconds, size in longest if seconds > longest[-1][0] * 0.3]
        third = max(1, len(warm) // 3)
        early, late = sorted(warm[:third])[third // 2], sorted(warm[-third:])[third // 2]
        self.claim(late < early * 1.15 + 15, f"memory grew from {early:.0f} to {late:.0f} MB")
        return {"early_mb": round(early, 1), "late_mb": round(late, 1), "most_mb": round(max(warm), 1)}


_TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'calls'"


def _megabytes(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


@contextmanager
def provider(share: float, seen: dict[str, Any]) -> Iterator[str]:
    command = [sys.executable, __file__, "--provider", str(share)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            out, _ = process.communicate()
            seen.update(json.loads(out))


def run(units: int, kills: int, share: float, home: Path) -> tuple[dict[str, Any], list[str]]:
    """The report, and what is wrong."""
    soak, seen, began = Soak(home, units), dict[str, Any](), time.monotonic()
    with provider(share, seen) as base_url:
        soak.prepare(base_url)
        expected = units / 4 * len(MODELS)  # four of these segments fill an ask
        targets = [expected * (number + 1) / (kills + 1) for number in range(kills)]
        for target in [*targets, float("inf")]:
            if soak.live(base_url, target) and target != float("inf"):
                soak.wrong.append(f"done before {target:.0f} calls: it was not killed {kills} times")
                break
        seconds = time.monotonic() - began
    report = soak.balance(seen)
    report |= {"kills": len(soak.in_flight), "fault_share": share, "seconds": round(seconds, 1), **soak.memory()}
    report["calls_per_second"] = round(report["calls"] / seconds, 1)
    return report, soak.wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--faults", type=float, default=0.1, help="share of answers that go wrong")
    parser.add_argument("--provider", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--worker", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.provider is not None:
        provide(given.provider)
        return 0
    if given.worker:
        work(Path(given.worker[0]), given.worker[1])
        return 0
    with tempfile.TemporaryDirectory() as folder:
        report, wrong = run(given.units, given.kills, given.faults, Path(folder) / "home")
    print(json.dumps(report, indent=1))
    for what in wrong:
        print(f"WRONG: {what}")
    print("The books do not balance." if wrong else "The books balance.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
