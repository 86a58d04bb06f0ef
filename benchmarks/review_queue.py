"""How long a reviewer waits between two items: the facade alone, and the key press in a real browser.

    python benchmarks/review_queue.py [--items 10000 100000] [--keys 60] [--no-browser]

One reviewer, a new database for each size, three short candidates an item. Facade: decide, claim and read the next one,
count. Browser: from the key press to the frame in which the next item's answers can be taken, headless Chromium at
1280 x 720, measured inside the page. Prints p50 and p90 in milliseconds, and the first paint of a server that is warm
and of one just started.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from consensus import review
from consensus.cli.serve import review_command
from consensus.domain import (
    Candidate,
    Document,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Rule,
    Segment,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.providers.clock import SystemClock
from consensus.service.review.queue import Queue
from consensus.settings import Settings
from consensus.storage.store import SqlStore

CHROMIUM = "/usr/bin/chromium"
AT = "2026-05-04T12:00:00+00:00"
#: Longer than the dwell that the server asks for.
LOOK = 450

WATCH = """() => {
  window.waits = []; let pressed = 0, before = '';
  const source = () => { const n = document.querySelector('.c-source'); return n ? n.textContent : ''; };
  document.addEventListener('keydown', () => { pressed = performance.now(); before = source(); }, true);
  const look = () => {
    if (!pressed || !source() || source() === before) return;
    const take = [...document.querySelectorAll('button')].filter(b => b.textContent.startsWith('Take A'));
    if (take.length !== 1 || take[0].disabled) return;
    const started = pressed; pressed = 0;
    requestAnimationFrame(() => window.waits.push(performance.now() - started));
  };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def seeded(path: Path, count: int) -> SqlStore:
    """A database with so many open items in jobs of 10,000."""
    store = SqlStore(f"sqlite:///{path}")
    panel = Panel("given", (ModelSpec("m0", "m0", "f0"),), "for the benchmark")
    for job in range(0, count, 10_000):
        document = Document(f"d{job}", "manual.md", Task.TRANSLATE, "markdown", "…", "en", "de")
        kept = JobRecord(f"job{job}", document, Policy(name="any", version=1), panel, "manual.md", JobState.DONE, AT)
        units = [_unit(n) for n in range(job, min(count, job + 10_000))]
        store.create_job(kept, units)
        records = [_record(unit) for unit in units]
        store.save_decisions(kept.id, records, review.waiting_items(kept, records, AT, lambda purpose, name: 1.0))
    return store


def _unit(n: int) -> Segment:
    return Segment(f"s{n}", n % 10_000, f"Wait {n} seconds before you open the housing.", n * 50, n * 50 + 45)


def _record(unit: Segment) -> UnitRecord:
    texts = (f"{unit.text} Eins.", f"{unit.text} Zwei.", f"{unit.text} Drei.")
    answers = tuple(Candidate(unit.id, f"m{n}", f"f{n}", text) for n, text in enumerate(texts))
    verdict = Verdict(unit.id, Outcome.REVIEW, Rule.SPLIT, ("The answers differ.",), None, texts[0], "m0")
    return UnitRecord(unit, answers, None, (), verdict)


def facade(store: SqlStore, keys: int) -> list[float]:
    """Milliseconds of decide, next and counts; the dwell between them is left out."""
    queue = Queue(store, SystemClock())
    view, waits = queue.next("facade"), []
    for _ in range(keys):
        assert view is not None
        time.sleep(0.32)
        started = time.perf_counter()
        queue.choose(view, "A")
        view = queue.next("facade")
        queue.counts()
        waits.append((time.perf_counter() - started) * 1000)
    return waits


@contextmanager
def server(path: Path) -> Iterator[str]:
    """The screens on this database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command, more = review_command(port, Settings.read().at(path.parent))
    own = {"CONSENSUS_HOME": str(path.parent), "CONSENSUS_DATABASE_URL": f"sqlite:///{path}", "CONSENSUS_USER": "ana"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env={**os.environ, **more, **own}, **quiet)
    try:
        url, end = f"http://127.0.0.1:{port}/", time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{url}_stcore/health", timeout=2).close()
                break
            except (urllib.error.URLError, OSError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        yield f"{url}review"
    finally:
        process.terminate()
        process.wait()


def browser(path: Path, keys: int) -> tuple[float, float, list[float]]:
    """Seconds to the first paint of a server just started and of a second visit, milliseconds from key to next item."""
    from playwright.sync_api import sync_playwright

    with server(path) as url, sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        first = opened.new_page()
        started = time.perf_counter()
        first.goto(url)
        first.wait_for_selector(".c-source")
        cold = time.perf_counter() - started
        first.close()
        page = opened.new_page(viewport={"width": 1280, "height": 720})
        started = time.perf_counter()
        page.goto(url)
        page.wait_for_selector(".c-source")
        paint = time.perf_counter() - started
        page.evaluate(WATCH)
        for turn in range(keys):
            page.wait_for_timeout(LOOK)
            page.keyboard.press("1")
            page.wait_for_function("n => window.waits.length > n", arg=turn)
        waits = page.evaluate("window.waits")
        opened.close()
    return cold, paint, waits


def shares(waits: Sequence[float]) -> str:
    """p50 and p90."""
    ordered = sorted(waits)
    return f"p50 {ordered[len(ordered) // 2]:6.1f} ms   p90 {ordered[int(len(ordered) * 0.9)]:6.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--no-browser", action="store_true")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}, {options.keys} keys, Python {sys.version.split()[0]}")
    for count in options.items:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "queue.db"
            store = seeded(path, count)
            print(f"{count:>7} items   facade   {shares(facade(store, options.keys))}")
            store.close()
            if not options.no_browser:
                cold, paint, waits = browser(path, options.keys)
                painted = f"first paint {paint:.2f} s, of a server just started {cold:.2f} s"
                print(f"{count:>7} items   browser  {shares(waits)}   {painted}")


if __name__ == "__main__":
    main()
