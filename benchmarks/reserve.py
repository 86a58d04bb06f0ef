"""What it costs to reserve a call under the day's ceiling, by how many calls the day has seen.

    python benchmarks/reserve.py [--calls 0 50000 500000] [--repeat 200] [--before CHECKOUT]

Each size has a database of its own on disk, filled through the program's tables; then calls are reserved one by one,
each in a transaction of its own, and the median is printed in milliseconds, as one line of JSON. ``--before`` measures
the code of another checkout too, each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from sqlalchemy import text

from consensus.domain import Call, CallState, Document, ModelReply, ModelSpec, Panel, Policy, Task
from consensus.domain.job import JobRecord, JobState
from consensus.storage.store import SqlStore

NOW = "2026-05-04T12:00:00+00:00"
#: A call as the pipeline writes it, with a prompt and an answer of usual length; copied under other ids.
_COPIES = """
INSERT INTO calls (id, job_id, member, state, tokens_in, tokens_out, cost, call, request_digest, day, settled, held)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)
SELECT 'copy' || i, job_id, member, state, tokens_in, tokens_out, cost, call, request_digest || i, day, settled, held
FROM n, calls WHERE id = 'first'
"""


def _call(name: str) -> Call:
    made = Call(name, "job", "ask", "m1", 1, "digest", "Translate. " * 60, "p", CallState.RESERVED, NOW)
    return replace(made, reserved_cost=Decimal("0.0001"))


def milliseconds(many: int, repeat: int) -> float:
    """The median time of one reservation on a day with so many calls, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore(f"sqlite:///{folder}/c.db")
        document = Document("d", "page.md", Task.TRANSLATE, "markdown", "Text", "en", "de")
        panel = Panel("given", (ModelSpec("m1", "openai/m1", "f1"),), "because")
        store.create_job(
            JobRecord("job", document, Policy(name="translation", version=3), panel, "page.md", JobState.RUNNING, NOW),
            (),
        )
        if many:
            reply = ModelReply("Uebersetzt. " * 40, "stop", "m", 300, 200, Decimal("0.00002"))
            store.record([replace(_call("first"), state=CallState.SETTLED, reply=reply)])
            with store._writing() as connection:
                connection.execute(text(_COPIES), {"many": many - 1})
        taken = []
        for number in range(repeat):
            call = _call(f"new{number}")
            start = time.perf_counter()
            if not store.reserve_within(call, Decimal(1_000_000)):
                raise SystemExit("the ceiling refused a call that fits")
            taken.append(time.perf_counter() - start)
        store.close()
    return round(1000 * statistics.median(taken), 3)


def _of(checkout: Path, sizes: Sequence[int], repeat: int) -> Mapping[str, float]:
    """The same measurement on the code of a checkout."""
    command = [sys.executable, str(Path(__file__).resolve()), "--repeat", str(repeat), "--calls", *map(str, sizes)]
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    done = subprocess.run(command, env=environment, cwd=checkout, capture_output=True, text=True, check=True)
    found: Mapping[str, float] = json.loads(done.stdout)["ms"]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, nargs="+", default=[0, 50_000, 500_000], metavar="N")
    parser.add_argument("--repeat", type=int, default=200)
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="measure the code of another checkout too")
    options = parser.parse_args()
    if options.before is None:
        print(json.dumps({"ms": {str(many): milliseconds(many, options.repeat) for many in options.calls}}))
        return
    here = Path(__file__).resolve().parent.parent
    now, before = (_of(one.resolve(), options.calls, options.repeat) for one in (here, options.before))
    print(json.dumps({"ms": now, "before_ms": before}))


if __name__ == "__main__":
    main()
