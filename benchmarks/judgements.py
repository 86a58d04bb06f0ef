"""Recorded totals of an automatic MQM metric become recorded judgements, to be evaluated as a judge's.

    python benchmarks/judgements.py RECORDED.jsonl -o JUDGED.jsonl [--metric GEMBA-MQM]

RECORDED.jsonl holds under "metrics" what a metric says of each answer: {"GEMBA-MQM": {"name": -5.0}}, 0 without errors
and -25 at worst. Totals name no error, so none of them is critical. The policy that reads them names ``judge: METRIC``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any


def with_judgements(record: dict[str, Any], metric: str) -> dict[str, Any]:
    """The record with the metric's totals as judgements; as it is where the metric says nothing."""
    totals = record.get("metrics", {}).get(metric)
    if totals is None:
        return record
    judgements = {name: {"score": min(0.0, float(total))} for name, total in totals.items() if total is not None}
    return {**record, "judge": metric, "judgements": judgements}


def convert(source: Path, target: Path, metric: str) -> int:
    """Write every record of a file with its judgements; how many have any."""
    judged = 0
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in lines:
            if line.strip():
                record = with_judgements(json.loads(line), metric)
                judged += "judgements" in record
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return judged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recorded", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--metric", default="GEMBA-MQM")
    options = parser.parse_args()
    print(f"Wrote {options.output}: {convert(options.recorded, options.output, options.metric)} judged records.")


if __name__ == "__main__":
    main()
