"""Time of compare + check + decide per record of a recorded file, against rapidfuzz alone on the same answers.

    python benchmarks/decide.py RECORDED.jsonl --policy translation [--panel a,b,c] [--repeat 5]

Embeddings are left out. Times are medians over the repeats, on one core, after one warm-up; the peer runs in turn with
ours (A B A B ...), so that the ratio holds when the machine's speed drifts. Prints one line of figures as JSON.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from consensus.bootstrap import policies
from consensus.evaluate import decide_recorded
from consensus.ingest import RecordedFile, read_recorded
from consensus.settings import Settings


def _peer(recorded: RecordedFile, panel: list[str]) -> None:
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recorded", type=Path)
    parser.add_argument("--policy", required=True)
    parser.add_argument("--panel", help="a,b,c: names in the file (default: all)")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    recorded = read_recorded(options.recorded)
    panel = [name.strip() for name in options.panel.split(",")] if options.panel else list(recorded.names)
    policy = policies(Settings.read()).load(options.policy)

    def ours() -> None:
        decide_recorded(recorded, panel, policy, families=str)

    pairs = [(_seconds(ours), _seconds(lambda: _peer(recorded, panel))) for _ in range(options.repeat + 1)][1:]
    count = len(recorded.records)
    figures = {
        "file": options.recorded.name,
        "records": count,
        "answers": len(panel),
        "ms_per_record": round(1000 * statistics.median(a for a, _ in pairs) / count, 4),
        "rapidfuzz_ms_per_record": round(1000 * statistics.median(b for _, b in pairs) / count, 4),
        "ratio": round(statistics.median(a / b for a, b in pairs), 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
