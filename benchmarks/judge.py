"""What a judge is worth, from recorded totals of GEMBA-MQM: prints the section of docs/quality.md.

    python benchmarks/judge.py DATA_FOLDER

DATA_FOLDER holds translation/wmt23.zh-en.jsonl in the format of recorded answers, with "metrics". The shipped policy,
once without a judge and once with one, whose family is not in the panel. Intervals are 95%, over documents.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from judgements import convert
from quality_details import interval
from ranking import risk_at

from consensus.bootstrap import policies
from consensus.domain import Document, Policy, Segment, Task
from consensus.evaluate import RecordedDecision, decide_recorded
from consensus.evaluate.judge_weight import (
    Numbers,
    RatedUnit,
    cross_validated,
    prediction_rejection_ratio,
    rated_units,
    scores_at,
)
from consensus.formats import RecordedFile, read_recorded
from consensus.prompt import Translation, judge_asks
from consensus.settings import Settings

FILE, METRIC = "wmt23.zh-en", "GEMBA-MQM"
#: The judge is of the family of GPT4-5shot, which is therefore left out.
PANEL = ("Lan-BridgeMT", "ONLINE-W", "ONLINE-B", "Yishu", "HW-TSC")
COVERAGES = (0.2, 0.3, 0.4, 0.6)


def row(label: str, units: Sequence[RatedUnit], score: Numbers) -> str:
    """One line of the table."""
    risk, bad = np.array([u.risk for u in units]), np.array([float(u.bad) for u in units])
    ratio = prediction_rejection_ratio(risk, score) or 0.0
    documents = [u.document for u in units]
    around = interval(documents, lambda index: prediction_rejection_ratio(risk[index], score[index]))
    shares = " | ".join(f"{risk_at(bad, score, coverage):.1%}" for coverage in COVERAGES)
    return f"| {label} | {ratio:.3f} | {around} | {shares} |"


def calls_a_unit(decided: Sequence[RecordedDecision], policy: Policy) -> float:
    """Requests to the judge at the shipped batch size, each document a job of its own, for every unit of it."""
    documents: dict[str, list[Translation]] = {}
    for at, one in enumerate(decided):
        text, chosen = one.record.text or "", one.line["chosen"]
        if isinstance(chosen, str):
            segment = Segment(f"{one.record.id} {at}", at, text, 0, len(text))
            documents.setdefault(one.record.doc_id or one.record.id, []).append(Translation(segment, chosen))
    calls = 0
    for name, items in documents.items():
        document = Document(name, name, Task.TRANSLATE, "text", "", "zh", "en")
        calls += len(judge_asks(document, items, policy))
    return calls / len(decided)


def report(recorded: RecordedFile, policy: Policy) -> list[str]:
    """The table, and what it costs."""
    judged = policy.model_copy(update={"judge": METRIC})
    plain = decide_recorded(recorded, PANEL, policy, families=str)
    decided = decide_recorded(recorded, PANEL, judged, families=str)
    units = rated_units(decided, judged.translation)
    validated, weights = cross_validated(units)
    bare = np.array([one.line["score"] for one in plain if one.record.human is not None])
    if not np.allclose(bare, scores_at(units, 0.0)):
        raise SystemExit("The scores without a judge are not those that the judged ones are made of.")
    weight = judged.translation.judge_weight
    return [
        f"| {FILE}, {len(PANEL)} engines, {len(units)} segments | ratio | interval | "
        + " | ".join(f"bad in the surest {coverage:.0%}" for coverage in COVERAGES)
        + " |",
        "|---|---|---|" + "---|" * len(COVERAGES),
        row("without a judge", units, bare),
        row(f"with the judge, weight {weight:g} as shipped", units, scores_at(units, weight)),
        row(f"with the judge, weights {min(weights):g} to {max(weights):g} from other documents", units, validated),
        f"\nBad at all: {np.mean([u.bad for u in units]):.1%}. "
        f"Judge calls a unit, every unit judged: {calls_a_unit(decided, judged):.3f}.",
    ]


def judge_lines(data: Path, policy: Policy) -> list[str]:
    """The section of docs/quality.md."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "judged.jsonl"
        convert(data / "translation" / f"{FILE}.jsonl", path, METRIC)
        recorded = read_recorded(path)
    return [
        "\n## A judge in the score\n",
        f"Recorded totals of {METRIC} stand in for a judge (`benchmarks/judge.py`); it is of the family of GPT4-5shot,",
        "which is left out. Weights from other documents: each segment's score takes the weight fitted without its",
        "document. Totals name no error, so no critical one sends anything to review here.\n",
        *report(recorded, policy),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    print("\n".join(judge_lines(options.data, policies(Settings.read()).load("translation"))))


if __name__ == "__main__":
    main()
