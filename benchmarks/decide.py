"""Time of compare + check + decide per record of a recorded file, against rapidfuzz alone on the same answers.

    python benchmarks/decide.py RECORDED.jsonl --policy translation [--panel a,b,c] [--repeat 5]
    python benchmarks/decide.py --shape segment40 | --shape invoice20 [--repeat 5]
    python benchmarks/decide.py RECORDED.jsonl --policy translation --before CHECKOUT

Embeddings are left out. Times are medians over the repeats, on one core, after one warm-up; the peer runs in turn with
ours (A B A B ...), so that the ratio holds when the machine's speed drifts. A shape (see shapes.py) is made anew for
every repeat, so that nothing is found in a cache. Prints one line of figures as JSON.

``--before`` measures the code of another checkout in turn with this one, each in a process of its own, and prints the
median ratio of the two: 1.0 where a record costs as much as before.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein
from shapes import SHAPES

from consensus.bootstrap import policies
from consensus.domain import Policy
from consensus.evaluate import decide_recorded
from consensus.formats import RecordedFile, read_recorded
from consensus.settings import Settings


def _peer(recorded: RecordedFile, panel: Sequence[str]) -> None:
    """What the cheapest comparison costs: three ratios for each pair of answers, no checks, no decision."""
    for record in recorded.records:
        texts = [json.dumps(record.outputs.get(name), ensure_ascii=False) for name in panel]
        for left, right in itertools.combinations(texts, 2):
            fuzz.ratio(left, right)
            fuzz.token_sort_ratio(left, right)
            Levenshtein.normalized_similarity(left, right)


def _seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _measured(
    name: str, runs: Sequence[RecordedFile], panel: Sequence[str], policy: Policy
) -> Mapping[str, str | int | float]:
    """runs: what each repeat is measured on; the first one warms up."""
    pairs = [
        (
            _seconds(lambda one=one: decide_recorded(one, panel, policy, families=str)),  # type: ignore[misc]
            _seconds(lambda one=one: _peer(one, panel)),  # type: ignore[misc]
        )
        for one in runs
    ][1:]
    count = len(runs[0].records)
    return {
        "file": name,
        "records": count,
        "answers": len(panel),
        "ms_per_record": round(1000 * statistics.median(a for a, _ in pairs) / count, 4),
        "rapidfuzz_ms_per_record": round(1000 * statistics.median(b for _, b in pairs) / count, 4),
        "ratio": round(statistics.median(a / b for a, b in pairs), 1),
    }


def _against(before: Path, arguments: Sequence[str], repeat: int) -> Mapping[str, object]:
    """The same measurement on the code of this checkout and of another one, in turn."""
    here = Path(__file__).resolve().parent.parent
    runs: dict[Path, list[float]] = {here: [], before.resolve(): []}
    for _ in range(repeat):
        for checkout, found in runs.items():
            command = [sys.executable, str(Path(__file__).resolve()), *arguments, "--repeat", "3"]
            environment = {**os.environ, "PYTHONPATH": str(checkout)}
            done = subprocess.run(command, env=environment, cwd=checkout, capture_output=True, text=True, check=True)
            found.append(json.loads(done.stdout)["ms_per_record"])
    ours, theirs = runs[here], runs[before.resolve()]
    return {
        "ms_per_record": statistics.median(ours),
        "before_ms_per_record": statistics.median(theirs),
        "ratio": round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recorded", type=Path, nargs="?")
    parser.add_argument("--shape", choices=SHAPES, help="measure a made-up shape instead of a file")
    parser.add_argument("--policy", help="default with --shape: the shape's own")
    parser.add_argument("--panel", help="a,b,c: names in the file (default: all)")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="measure against the code of another checkout")
    options = parser.parse_args()
    if (options.recorded is None) == (options.shape is None):
        parser.error("give a recorded file or --shape")
    if options.before is not None:
        what = ["--shape", options.shape] if options.shape else [str(options.recorded.resolve())]
        what += ["--policy", options.policy] * bool(options.policy) + ["--panel", options.panel] * bool(options.panel)
        print(json.dumps(_against(options.before, what, options.repeat)))
        return
    load = policies(Settings.read()).load
    if options.shape is not None:
        default, make = SHAPES[options.shape]
        name, runs = options.shape, [make(seed) for seed in range(options.repeat + 1)]
    else:
        default, name = "", options.recorded.name
        runs = [read_recorded(options.recorded)] * (options.repeat + 1)
    if not (options.policy or default):
        parser.error("a recorded file needs --policy")
    panel = [one.strip() for one in options.panel.split(",")] if options.panel else list(runs[0].names)
    print(json.dumps(_measured(name, runs, panel, load(options.policy or default))))


if __name__ == "__main__":
    main()
