"""How much memory a job takes: the same units as one long document and as many short ones, each in its own process.

    python benchmarks/memory.py [--units 20000] [--documents 40]

The members answer in the same process, after 20 ms, so that nothing but the product is measured; journal, comparison
and store are the real ones. Asks under way are bounded, so what grows with a document is its text, its units and their
answers: ``kilobytes_a_unit``, over the memory before it was handed in, the report that is returned included.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from consensus.bootstrap import build
from consensus.domain import ModelReply, ModelRequest
from consensus.service.jobs.service import Jobs, SubmitRequest
from consensus.settings import Settings

POLICY = """\
name: memory
version: 1
task: translate
quorum: 2
semantic: "off"
asking: {segment_tokens: 100, concurrency_per_host: 16}
"""
TEXT = "Close valve {n} before the pressure exceeds {n}.5 bar and wait until pump {n} stops."
PANEL = ("gpt-4o", "claude-sonnet-4", "mistral-large")


class Echo:
    """Answers every segment with itself between marks."""

    async def complete(self, request: ModelRequest) -> ModelReply:
        await asyncio.sleep(0.02)
        lines = request.messages[-1]["content"].splitlines()
        rows = json.loads(next(line for line in reversed(lines) if line.startswith("{")))["segments"]
        said = [{"n": row["n"], "text": f"»{row['text']}«"} for row in rows]
        return ModelReply(json.dumps({"segments": said}), "stop", "echo", 100, 100, Decimal("0.001"))

    async def aclose(self) -> None:
        """Nothing to give back."""


def measure(units: int, documents: int) -> dict[str, Any]:
    """One job a document, all handed in together. Megabytes of this process."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        service = build(Settings(home=home, database_url=f"sqlite:///{home / 'consensus.sqlite'}"))
        (home / "memory.yaml").write_text(POLICY, "utf-8")
        each = units // documents
        paths = tuple(home / f"page{number:05}.txt" for number in range(documents))
        for number, path in enumerate(paths):
            texts = (TEXT.format(n=n) for n in range(number * each, (number + 1) * each))
            path.write_text("\n\n".join(texts), "utf-8")
        client = Echo()
        jobs = Jobs(replace(service.outside, client_for=lambda spec: client))
        before, most, ended = _megabytes(), [0.0], threading.Event()

        def watch() -> None:
            while not ended.wait(0.05):
                most[0] = max(most[0], _megabytes())

        watching = threading.Thread(target=watch)
        watching.start()
        try:
            reports = asyncio.run(jobs.submit(SubmitRequest(paths, str(home / "memory.yaml"), "en", "de", None, PANEL)))
        finally:
            ended.set()
            watching.join()
        count = sum(len(report.units) for report in reports)
        service.close()
    return {
        "documents": documents,
        "units": count,
        "before_mb": round(before),
        "most_mb": round(most[0]),
        "kilobytes_a_unit": round((most[0] - before) * 1000 / count, 1),
    }


def _megabytes() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=20_000)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        print(json.dumps(measure(given.units, given.documents)))
        return
    for documents in (1, given.documents):
        command = [sys.executable, __file__, "--here", "--units", str(given.units), "--documents", str(documents)]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


if __name__ == "__main__":
    main()
