"""Reservations under a ceiling, and claims of review items, by several threads at once: PostgreSQL against SQLite.

    python benchmarks/both_databases.py postgresql://USER@HOST/EMPTY_DATABASE [--seconds 5] [--threads 6]

Every thread has a store of its own, as processes have, and every commit is on disk. Printed are operations a second and
the ratio, as one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from consensus.domain import Call, CallState, Document, ItemState, Panel, Policy, ReviewItem, Segment, Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.storage.store import SqlStore

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
_ITEMS = 20_000


def rates(url: str, threads: int, seconds: float) -> dict[str, float]:
    """Reservations and claims a second."""
    stores = [SqlStore(url) for _ in range(threads)]
    document = Document("d", "page.txt", Task.TRANSLATE, "text", "Text", "en", "de")
    job = JobRecord("job", document, Policy(name="p", version=1), Panel("given", (), "x"), "p", "done", NOW.isoformat())
    units = [Segment(f"s{n}", n, "Text", n, n + 1) for n in range(_ITEMS)]
    stores[0].create_job(job, units)
    items = [ReviewItem(f"i{unit.id}", "job", unit.id, ItemState.OPEN, 1, 1.0) for unit in units]
    stores[0].save_decisions("job", [UnitRecord(unit) for unit in units], items)

    def reserve(store: SqlStore, name: str) -> None:
        given = ("job", "ask", "m", 1, "digest", "Translate. " * 60, "p", CallState.RESERVED, NOW.isoformat())
        if not store.reserve_within(Call(name, *given, reserved_cost=Decimal("0.0001")), Decimal(1_000_000)):
            raise SystemExit("the ceiling refused a call that fits")

    def claim(store: SqlStore, name: str) -> None:
        if store.claim_next(name, NOW, 900) is None:
            raise SystemExit("no item is left: give fewer seconds")

    found = {"reservations": _rate(stores, reserve, seconds), "claims": _rate(stores, claim, seconds)}
    for store in stores:
        store.close()
    return found


def _rate(stores: list[SqlStore], work: Callable[[SqlStore, str], None], seconds: float) -> float:
    done, until = [0] * len(stores), time.monotonic() + seconds

    def run(at: int) -> None:
        while time.monotonic() < until:
            work(stores[at], f"{at}-{done[at]}")
            done[at] += 1

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--threads", type=int, default=6)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sqlite = rates(f"sqlite:///{folder}/c.db", options.threads, options.seconds)
    postgres = rates(options.url, options.threads, options.seconds)
    for name, rate in sqlite.items():
        ratio = round(postgres[name] / rate, 2)
        print(json.dumps({name: {"sqlite": round(rate), "postgresql": round(postgres[name]), "ratio": ratio}}))


if __name__ == "__main__":
    main()
