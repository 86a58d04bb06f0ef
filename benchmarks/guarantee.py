"""How long `consensus certify status` takes over many stored units: the whole command, and the query part alone.

    python benchmarks/guarantee.py [--lots 10000] [--units 100] [--checks 50000] [--runs 5]

Writes a scratch database: so many lots of so many accepted units each, and so many checks made. Four states: certified;
checks left lying until 5,000 are late; an alarm whose change point is 100 lots ago, its units held back; an alarm that
doubts every lot. Prints milliseconds, the median of the runs, the whole command also as a ratio to `consensus --help`
measured in the same run. A last line for each state: marking one check, and the gate's look at the book.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from consensus import certify
from consensus.bootstrap import build
from consensus.certify import AuditLabel, Claim, Level
from consensus.domain import (
    Audit,
    Document,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeUpdate,
    Judgement,
    ModelSpec,
    Origin,
    Outcome,
    Panel,
    Policy,
    Rule,
    Segment,
    Task,
    Verdict,
)
from consensus.service.guarantee import transitions
from consensus.settings import Settings
from consensus.storage import codec as codec
from consensus.storage.store import SqlStore

POLICY = Policy(name="promised", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.05))
KEY = ("promised", "en to de")
NOW = datetime.now(UTC)


def instant(lot: int, lots: int) -> str:
    """Lots of the last hundred days, evenly."""
    return (NOW - timedelta(days=100 * (1 - lot / lots), seconds=60)).isoformat()


def life() -> certify.Life:
    claim = Claim(KEY[1], "promised v1", "basis", 0.05, (Level(0.6, 0.45), Level(0.4, 0.6), Level(0.2, 0.75)))
    made = certify.begun(claim)
    for at in range(500):
        label = AuditLabel(f"u{at}", at % 3, 2, Judgement.RIGHT, Origin.SPOT_CHECK, "basis")
        made = certify.labelled(made, label, accepted=at > 200)
    return made


def seeded(path: Path, lots: int, units: int, checks: int) -> None:
    """A database as a year of work leaves it, written in bulk."""
    SqlStore(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as database:
        for statement in ("PRAGMA synchronous = OFF", "PRAGMA foreign_keys = OFF"):
            database.execute(statement)
        panel = codec.dump(Panel("given", (ModelSpec("m0", "m0", "f0"),), "for the benchmark"))
        document = codec.dump(Document("d", "page.txt", Task.TRANSLATE, "text", "...", "en", "de"))
        policy = codec.dump(POLICY)
        jobs = ((f"job{n}", "page.txt", "done", instant(n, lots), document, policy, panel) for n in range(lots))
        columns = "id, path, state, created_at, document, policy, panel"
        database.executemany(f"INSERT INTO jobs ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", jobs)
        rows = ((f"job{n}", *row) for n in range(lots) for row in unit_rows(units))
        database.executemany(
            "INSERT INTO units (job_id, unit_id, position, unit, verdict) VALUES (?, ?, ?, ?, ?)", rows
        )
        database.executemany(
            "INSERT INTO lots (job_id, policy, slice, digest, attempt, at, level, eligible, accepted, place,"
            " probability) VALUES (?, ?, ?, 'basis', 1, ?, 2, ?, ?, ?, 0.05)",
            ((f"job{n}", *KEY, instant(n, lots), units, units, n * units) for n in range(lots)),
        )
        drawn = (check_row(n, lots, units, checks) for n in range(checks))
        database.executemany(
            "INSERT INTO checks (item_id, job_id, unit_id, policy, slice, digest, attempt, origin, level, frame,"
            " accepted, place, drawn_at, due_at, judgement, judged_at, reviewer, judged)"
            " VALUES (?, ?, ?, ?, ?, 'basis', 1, 'spot_check', 0, 2, 1, ?, ?, ?, 'right', ?, 'ana', ?)",
            drawn,
        )
        record = GuaranteeRecord(*KEY, "basis", POLICY.digest, 1, 0.05, 0.95, accepted=lots * units)
        record = replace(record, life=certify.stored(life()), state="certified, level 2")
        database.execute("INSERT INTO guarantees VALUES (?, ?, ?)", (*KEY, codec.dump(record)))
    database.close()


def unit_rows(units: int) -> Iterator[tuple[str, int, str, str]]:
    for at in range(units):
        verdict = Verdict(
            f"u{at}", Outcome.ACCEPTED, Rule.NEAR_IDENTITY, ("Alike.",), "Ventil", "Ventil", "m0", 1.0, 0.5
        )
        segment = Segment(f"u{at}", at, f"Open valve {at} before you start.", at * 40, at * 40 + 35)
        yield f"u{at}", at, codec.dump_unit(segment), codec.dump(verdict)


def check_row(n: int, lots: int, units: int, checks: int) -> tuple[object, ...]:
    lot = n * lots // checks
    at = instant(lot, lots)
    due = (datetime.fromisoformat(at) + timedelta(days=7)).isoformat()
    return f"item{n}", f"job{lot}", f"u{n % units}", *KEY, lot * units, at, due, at, n + 1


def late(database: sqlite3.Connection) -> None:
    """The last 5,000 checks but for a hundred were left lying."""
    database.execute(
        "UPDATE checks SET judged = 0, judged_at = '', judgement = NULL, due_at = '2020' WHERE number >"
        " (SELECT max(number) FROM checks) - 5000 AND number % 50 > 0"
    )


def alarmed(lots: int, since: int) -> Callable[[sqlite3.Connection], None]:
    """An alarm that doubts the lots from this one on; all of their units but one are decided already."""

    def change(database: sqlite3.Connection) -> None:
        raised = life()
        while not raised.paused:
            label = AuditLabel("u", 0, 2, Judgement.WRONG, Origin.SPOT_CHECK, "basis")
            raised = certify.labelled(raised, label, accepted=True)
        (stored,) = database.execute("SELECT record FROM guarantees").fetchone()
        record = codec.load(GuaranteeRecord, stored)
        record = replace(record, life=certify.stored(raised), attempt=2, paused_since=instant(since, lots))
        database.execute("UPDATE guarantees SET record = ?", (codec.dump(record),))
        held = "SELECT job_id FROM lots WHERE at >= ?"
        withdrawn = "verdict = json_set(verdict, '$.rule', 'alarm', '$.outcome', 'review')"
        database.execute(f"UPDATE units SET {withdrawn} WHERE job_id IN ({held})", (instant(since, lots),))
        database.execute(
            f"INSERT OR IGNORE INTO resolutions SELECT job_id, unit_id, '', '{{}}' FROM units WHERE job_id IN ({held})",
            (instant(since, lots),),
        )
        last = f"job{lots - 1}"
        database.execute("DELETE FROM resolutions WHERE job_id = ? AND unit_id = 'u0'", (last,))
        database.execute(
            "INSERT OR IGNORE INTO items (id, job_id, unit_id, state, version, priority, place, reason)"
            " VALUES ('held', ?, 'u0', 'open', 1, 1.0, 1, 'alarm')",
            (last,),
        )

    return change


def median(act: Callable[[], object], runs: int) -> float:
    """Milliseconds; the first run warms up and is left out."""
    taken = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken[1:])


def measured(path: Path, state: str, runs: int) -> None:
    home = path.parent
    own = {**os.environ, "CONSENSUS_HOME": str(home), "CONSENSUS_DATABASE_URL": f"sqlite:///{path}"}

    def command(*words: str) -> str:
        given = [sys.executable, "-m", "consensus", *words]
        return subprocess.run(given, env=own, capture_output=True, text=True, check=True).stdout

    (found,) = json.loads(command("certify", "status", "--json"))["guarantees"]
    whole, least = median(lambda: command("certify", "status"), runs), median(lambda: command("--help"), runs)
    service = build(Settings(home=home, database_url=f"sqlite:///{path}"))
    store = service.outside.store
    queried = median(service.guarantees.statuses, runs)
    print(
        f"{state:<28} {found['state']:<10} command {whole:7.0f} ms ({whole / least:.2f} x --help, {least:.0f} ms)"
        f"   statuses {queried:7.1f} ms",
        flush=True,
    )
    at = datetime.now(UTC).isoformat()
    check = Audit(
        "i",
        "job0",
        "u0",
        *KEY,
        "basis",
        found["attempt"],
        Origin.SPOT_CHECK,
        0,
        2,
        True,
        0,
        at,
        at,
        Judgement.RIGHT,
        at,
    )

    def keep(change: GuaranteeUpdate, record: GuaranteeRecord | None) -> GuaranteeUpdate:
        return replace(change, record=record or change.record, events=())

    def mark() -> None:
        store.change_guarantee(KEY, at, lambda book: keep(transitions.marked(book, check), book.record))

    def look() -> None:
        store.change_guarantee(KEY, at, lambda book: GuaranteeUpdate(transitions.kept(book)))

    print(
        f"{'':<28} {'':<10} one mark {median(mark, runs):7.1f} ms   one look at the book {median(look, runs):7.1f} ms"
    )
    store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lots", type=int, default=10_000)
    parser.add_argument("--units", type=int, default=100)
    parser.add_argument("--checks", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "consensus.sqlite"
        seeded(path, options.lots, options.units, options.checks)
        print(f"{options.lots * options.units:,} units, {options.lots:,} lots, {options.checks:,} checks")
        measured(path, "certified", options.runs)
        recent, every = alarmed(options.lots, options.lots - 100), alarmed(options.lots, 0)
        for state, change in (("late checks", late), ("alarm, 100 lots", recent), ("alarm, every lot", every)):
            with sqlite3.connect(path) as database:
                change(database)
            database.close()
            measured(path, state, options.runs)


if __name__ == "__main__":
    main()
