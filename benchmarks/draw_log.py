"""How long it takes to say where a guarantee stands, by the number of batches in its draw log.

    python benchmarks/draw_log.py [--batches 50000] [--units 20] [--url postgresql://USER@HOST/EMPTY]

Fills a new database: 300 batches whose units were all audited, then batches of which every second was drawn, two audits
each. Prints seconds of reading the guarantee and its log, and of ``consensus certify status`` from start to end.
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

from sqlalchemy import text

from consensus.domain import (
    Audit,
    Batch,
    BatchJob,
    BatchUnit,
    Claim,
    GuaranteeRecord,
    GuaranteeUpdate,
    Judgement,
    Level,
    Scheme,
)
from consensus.storage.store import SqlStore
from consensus.storage.tables import metadata

KEY = ("translation", "en to de")
AT = "2026-05-04T12:00:00+00:00"
CENSUS, LEVELS = 300, (Level(0.9, 0.45), Level(0.6, 0.6), Level(0.3, 0.75))


def fill(store: SqlStore, batches: int, units: int) -> GuaranteeRecord:
    """The first batch is stored as the product stores it, the others are copies of its rows."""
    claim = Claim(0.02, 0.95, 0.8, LEVELS, (1, 2, 0), 30)
    record = GuaranteeRecord(*KEY, "basis", "policy", 1, 0.02, 0.95, 0.8, claim=claim)
    given = {"closed_at": AT, "attempt": 1, "scheme": Scheme.CENSUS, "q": 0.05, "r": 0.75, "m": units, "cap": 30}
    sizes = (units - 2, units, units)
    first = Batch("b", "b", *KEY, "basis", AT, "0" * 64, place=1, documents=1, sizes=sizes, delivered=sizes, **given)
    names = [f"unit{n:012}" for n in range(units)]
    stored = tuple(BatchUnit("b", "j", name, "document", 0.5, "answer", level=1) for name in names)
    said = {"judgement": Judgement.RIGHT, "judged_at": AT, "reviewer": "ana"}
    of_batch = {"batch": "b", "attempt": 1, "level": 1, "drawn_for": 7, "drawn_at": AT, "due_at": AT}
    drawn = tuple(Audit(f"i{name}", "j", name, *KEY, "basis", **of_batch, **said) for name in names)
    with store.transaction() as tx:
        tx.save(GuaranteeUpdate(record, first, (BatchJob("j", "b", "document"),), stored, drawn))
    # Of drawn batches every second one, and of each two units; a census audits all.
    chosen = f"n < {CENSUS} OR n % 2 = 0 AND unit_id IN ('{names[0]}', '{names[1]}')"
    told = "CAST(n AS text)"
    operating = f"CASE WHEN n < {CENSUS} THEN NULL ELSE 1 END"
    _copy(store, "batches", {"id": told, "name": told, "place": "n", "operating": operating}, "TRUE", batches)
    _copy(store, "batch_jobs", {"job_id": told, "batch": told}, "TRUE", batches)
    _copy(store, "batch_units", {"job_id": told, "batch": told}, "TRUE", batches)
    _copy(store, "audits", {"job_id": told, "batch": told, "item_id": "n || unit_id"}, chosen, batches)
    return record


def _copy(store: SqlStore, table: str, own: dict[str, str], rows: str, batches: int) -> None:
    """own: columns that differ from copy to copy, with their values by its number, n."""
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < {batches})"
    names = [column.name for column in metadata.tables[table].c if column.name != "number"]
    values = ", ".join(own.get(name, name) for name in names)
    copied = f"INSERT INTO {table} ({', '.join(names)}) {numbers} SELECT {values} FROM numbers, {table} WHERE {rows}"
    with store._writing() as connection:
        connection.execute(text(copied))


def seconds(work: Callable[[], object]) -> float:
    """The best of three."""
    found = []
    for _ in range(3):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--batches", type=int, default=50_000)
    parser.add_argument("--units", type=int, default=20, help="eligible units of each")
    parser.add_argument("--url", help="an empty database; a SQLite file of its own where none is given")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        url = options.url or f"sqlite:///{Path(home) / 'consensus.sqlite'}"
        store = SqlStore(url)
        record = fill(store, options.batches, options.units)
        (snapshot,) = store.load_guarantees(AT)
        drawn = sum(entry.m[-1] for entry in snapshot.entries)
        print(f"{options.batches:,} batches, {options.batches * options.units:,} units, {drawn:,} audits")
        print(f"guarantee, {len(snapshot.entries):,} entries {seconds(lambda: store.load_guarantees(AT)):8.2f} s")
        print(f"its whole draw log {seconds(lambda: store.draw_log(record, AT)):16.2f} s")
        store.close()
        given = {**os.environ, "CONSENSUS_HOME": home, "CONSENSUS_DATABASE_URL": url}
        command = [sys.executable, "-m", "consensus", "certify", "status"]
        told = partial(subprocess.run, command, env=given, stdout=subprocess.DEVNULL, check=True)
        print(f"consensus certify status {seconds(told):10.2f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
