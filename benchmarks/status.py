"""How long a list of jobs and a search take, by the number of units that are stored.

    python benchmarks/status.py [--sizes 40x1000 500x1000] [--limit 500000] [--before CLONE]

For each size a database of its own, its rows written directly, about 2 KB a unit and three calls for each. Prints
seconds of the command ``consensus status`` from start to end, and of one look at Results with each kind of filter.
limit: no size of more units is made. before: a clone of an older version, which is timed on the same content in its
own schema, with its own ``.venv`` where it has one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

#: Runs in either version, by what both have: it fills a database, or times it.
#: argv: fill or look, database, jobs, units a job.
PROGRAM = r"""
import sys, time
from consensus.domain import *
from consensus.domain.job import JobRecord, UnitRecord
from sqlalchemy import text
from consensus.storage.store import SqlStore
what, database, jobs, units = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
store = SqlStore("sqlite:///" + database)
AT = "2026-05-04T12:00:00+00:00"
WORDS = "Check that the valve at the inlet of pump {0} in hall {1} is closed before the cover is opened, Straße {2}."

def fill():
    panel = Panel("given", tuple(ModelSpec(f"m{n}", f"openai/m{n}", f"f{n}") for n in range(3)), "because")
    sentences = [WORDS.format(n, n % 7, n * 13 % 101) for n in range(units)]
    document = Document("d", "page.txt", Task.TRANSLATE, "text", "\n\n".join(sentences), "en", "de")
    records = []
    for number, sentence in enumerate(sentences):
        segment = Segment(f"s{number}", number, sentence, 0, 1)
        outcome = list(Outcome)[0 if number % 10 else 1 + number // 10 % 2]
        verdict = Verdict(segment.id, outcome, "unanimous", ("All agree.",), value=sentence, leading=sentence)
        answers = tuple(Candidate(segment.id, f"m{n}", f"f{n}", sentence * 4) for n in range(3))
        records.append(UnitRecord(segment, answers, verdict=verdict))
    policy = Policy(name="any", version=1)
    store.create_job(JobRecord("first", document, policy, panel, "page.txt", "done", AT), [])
    store.save_decisions("first", records, [])
    with store._writing() as connection:
        for n in range(3 * units):
            insert = text("INSERT INTO calls (id, job_id, member, state, call, tokens_in, tokens_out, cost)"
                          " VALUES (:id, 'first', :member, 'settled', '{}', 10, 10, '0.001')")
            connection.execute(insert, {"id": f"c{n}", "member": f"m{n % 3}"})
        tables = [name for name, in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in ("jobs", "units", "unit_index", "calls"):
            if table not in tables:
                continue
            columns = [row.name for row in connection.execute(text(f"PRAGMA table_info({table})"))]
            own = {"id": "{n} || substr(id, 1, 40)" if table == "calls" else "{n}", "number": "NULL", "job_id": "{n}"}
            names = ", ".join(f'"{name}"' for name in columns)
            for n in range(1, jobs):
                values = ", ".join(own.get(name, f'"{name}"').format(n=f"'{n:012x}'") for name in columns)
                whose = "id" if table == "jobs" else "job_id"
                rows = f"SELECT {values} FROM {table} WHERE {whose} = 'first'"
                connection.execute(text(f"INSERT INTO {table} ({names}) {rows}"))

def look():
    wanted = {"any": {}, "rare text": {"text": "pump 7 in hall 0"}, "text in all": {"text": "strasse"},
              "no such text": {"text": "zzz"}, "verdict": {"verdict": Outcome.REVIEW},
              "verification": {"verification": Verification.UNVERIFIED}, "document": {"document": "PAGE"},
              "one job and text": {"job_id": "first", "text": "zzz"}}
    for name, filters in wanted.items():
        started = time.perf_counter()
        page = store.unit_page(UnitFilter(**filters), 0, 50)
        print(f"search, {name:<18} {time.perf_counter() - started:7.2f} s  {page.total:,} found")
    started = time.perf_counter()
    store.unit_page(UnitFilter(), jobs * units - 50, 50)
    print(f"search, {'last page':<18} {time.perf_counter() - started:7.2f} s")
    started = time.perf_counter()
    list(store.job_lines(200))
    print(f"list of 200 jobs           {time.perf_counter() - started:7.2f} s")

fill() if what == "fill" else look()
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", nargs="+", default=["40x1000", "500x1000"], metavar="JOBSxUNITS")
    parser.add_argument("--limit", type=int, default=500_000, help="units of the largest size that is made")
    parser.add_argument("--before", type=Path, metavar="CLONE")
    options = parser.parse_args()
    clones = [("now", Path(__file__).resolve().parent.parent)]
    clones += [("before", options.before)] if options.before else []
    for size in options.sizes:
        jobs, units = map(int, size.split("x"))
        if jobs * units > options.limit:
            print(f"{size}: more than {options.limit:,} units, left out (--limit)")
            continue
        for name, clone in clones:
            print(f"\n{name}: {jobs} jobs of {units:,} units")
            _timed(clone, jobs, units)
    return 0


def _timed(clone: Path, jobs: int, units: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "CONSENSUS_HOME": home, "PYTHONPATH": str(clone)}
        python = clone / ".venv" / "bin" / "python"
        database = Path(home) / "consensus.sqlite"

        def run(*words: str) -> str:
            command = [str(python if python.exists() else sys.executable), *words]
            done = subprocess.run(command, env=environment, cwd=clone, capture_output=True, text=True)
            return done.stdout if done.returncode == 0 else f"failed: {done.stderr[-1000:]}\n"

        print(run("-c", PROGRAM, "fill", str(database), str(jobs), str(units)), end="")
        print(f"{database.stat().st_size / 1e6:,.0f} MB")
        for words in (("status",), ("status", "--json")):
            seconds = [_seconds(partial(run, "-m", "consensus", *words)) for _ in range(2)]
            print(f"consensus {' '.join(words):<17}{min(seconds):7.2f} s")
        print(run("-c", PROGRAM, "look", str(database), str(jobs), str(units)), end="")


def _seconds(run: Callable[[], str]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    raise SystemExit(main())
