"""What one key of a reviewer costs the server: statements to the database, time of the processor, elements of the page.

    python -m benchmarks.review_draw [--items 2000] [--invoices 40] [--keys 20] [--profile] [--statements]

The review screen without a browser, in this process: the first answer is taken again and again, on a job of so many
segments and on so many invoices of two pages. Prints for each the median statements of one key (the decision, the next
item, the whole page drawn), milliseconds of processor time and elements. --profile: where the time goes. --statements:
what the last key asked the database.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from benchmarks import review_queue, review_records
from consensus import bootstrap
from consensus.settings import Settings

#: Seconds between two keys, longer than the dwell that the server asks for.
_LOOK = 0.32


def page() -> None:
    from ui.screens import review

    review.render()


def profiled(profile: cProfile.Profile) -> None:
    """Let it see the thread in which Streamlit runs a page and what its keys do."""
    run = ScriptRunner._run_script

    def seen(self: ScriptRunner, data: Any) -> None:
        profile.enable()
        try:
            run(self, data)
        finally:
            profile.disable()

    ScriptRunner._run_script = seen  # type: ignore[method-assign]


def measured(path: Path, keys: int) -> tuple[list[str], list[int], list[float], int]:
    """Statements of the last key, statements of every key, its processor time in milliseconds, elements at the end."""
    service = bootstrap.build(Settings.read({}).at(path.parent))
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["service"] = SimpleNamespace(settings=SimpleNamespace(user="ana"), queue=service.queue)
    app.run()
    asked: list[str] = []

    def noted(*given: Any) -> None:
        asked.append(given[2])

    event.listen(Engine, "before_cursor_execute", noted)
    counts, times = [], []
    for _ in range(keys):
        time.sleep(_LOOK)
        first = next(one for one in app.button if str(one.key).startswith(("takerow", "takeA")))
        asked.clear()
        started = time.thread_time(), time.process_time()
        first.click().run()
        times.append((time.process_time() - started[1]) * 1000)
        counts.append(len(asked))
        assert not app.exception, app.exception
    event.remove(Engine, "before_cursor_execute", noted)
    elements = sum(1 for _ in app)
    service.close()
    return list(asked), counts, times, elements


def shown(name: str, seeded: Callable[[Path], object], options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # a thread may still read a page
        path = Path(folder) / "consensus.sqlite"
        seeded(path)
        profile = cProfile.Profile() if options.profile else None
        if profile is not None:
            profiled(profile)
        asked, counts, times, elements = measured(path, options.keys)
    print(
        f"{name:12} statements {median(counts):5.0f}   processor {median(times):6.1f} ms (least {min(times):.1f})   "
        f"elements {elements}"
    )
    if options.statements:
        for text, often in Counter(" ".join(one.split())[:150] for one in asked).most_common():
            print(f"  {often:3} × {text}")
    if profile is not None:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=2_000)
    parser.add_argument("--invoices", type=int, default=40)
    parser.add_argument("--keys", type=int, default=20)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--statements", action="store_true")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {options.keys} keys")
    shown("translation", lambda path: review_queue.seeded(path, options.items).close(), options)
    shown("records", lambda path: review_records.seeded(path, options.invoices), options)


if __name__ == "__main__":
    main()
