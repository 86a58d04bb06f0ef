"""How good the shipped policies are on recorded answers with labels: writes the tables of docs/quality.md.

    python benchmarks/quality.py DATA_FOLDER [--semantic off|auto] [-o docs/quality.md]

DATA_FOLDER holds translation/*.jsonl and extraction/*.jsonl in the format of recorded answers. Shipped policies, no
setting per file. Intervals are 95%, by resampling whole documents 1,000 times.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from judge import judge_lines
from quality_details import delivered_row, error_rows, gate_rows, interval
from quality_levels import HEAD, level_rows
from ranking import reduction_at

from consensus.bootstrap import load_schema, policies
from consensus.domain import Policy
from consensus.evaluate import Counts, RecordedDecision, decide_recorded, score_object
from consensus.evaluate.judge_weight import prediction_rejection_ratio
from consensus.evaluate.report import is_bad, mean_human
from consensus.formats import RecordedFile, read_recorded
from consensus.ports.models import Embedder
from consensus.settings import Settings

DOCUMENTS = "docubench_dev"
THREE = ("openai/gpt-5.5", "google/gemini-3.5-flash", "anthropic/claude-sonnet-4-6")
FIVE = (*THREE, "extend (vendor pipeline)", "docupipe high (vendor pipeline)")
MAILS = (
    "gpt-4o",
    "claude37_sonnet",
    "gemini25_flash_preview_04_17",
    "llama_4_scout_17b_16e_instruct",
    "mistral_small_32",
)
NEWS = ("GPT4-5shot", "Lan-BridgeMT", "ONLINE-W", "ONLINE-B", "Yishu")
#: An engine among language models; the panels of three are of language models alone.
NOT_A_LANGUAGE_MODEL = ("ONLINE-B",)
#: Panels of peers, and a mixed one, for the delivered text.
DELIVERED = (
    ("wmt24.en-cs", ("GPT-4", "Claude-3.5", "Gemini-1.5-Pro")),
    ("wmt24.en-cs", ("GPT-4", "Gemini-1.5-Pro", "CommandR-plus")),
    ("wmt24.en-zh", ("GPT-4", "Claude-3.5", "Gemini-1.5-Pro")),
    ("wmt24.en-zh", ("GPT-4", "Gemini-1.5-Pro", "CommandR-plus")),
    ("wmt23.zh-en", NEWS),
)


class Unit(NamedTuple):
    """One judged segment. human: higher is better; risk: higher is worse."""

    document: str
    score: float
    accepted: bool
    bad: bool
    risk: float
    chosen: float


def extraction_rows(recorded: RecordedFile, panel: Sequence[str], policy: Policy, label: str, schema: object) -> str:
    decided = decide_recorded(recorded, panel, policy, families=str, schema=schema)  # type: ignore[arg-type]
    counts = [score_object(one.record.gold, one.line) for one in decided]
    total = sum(counts, Counts())
    documents = [one.record.id for one in decided]

    def error(index: np.ndarray) -> float | None:
        some = sum((counts[i] for i in index), Counts())
        return some.wrong / some.judged if some.judged else None

    omitted = (total.wrong + total.gold_missing) / (total.accepted + total.gold_missing)
    recall = total.right_accepted / total.gold_leaves
    return (
        f"| {label} | {total.units} | {total.accepted / total.units:.1%} | {recall:.1%} "
        f"| {total.wrong} | {total.wrong / total.judged:.2%} | {interval(documents, error)} | {omitted:.2%} |"
    )


def with_names(recorded: RecordedFile, schema: object) -> RecordedFile:
    """The same records under another schema."""
    return replace(recorded, records=tuple(replace(record, schema=schema) for record in recorded.records))


def judged(decided: Sequence[RecordedDecision]) -> list[Unit]:
    units = []
    for one in decided:
        human, bad = mean_human(one), is_bad(one)
        if human is None or bad is None:
            continue
        risk = 100 - human if one.record.protocol == "ESA" else -human
        document = one.record.doc_id or one.record.id
        units.append(Unit(document, one.line["score"], one.line["accepted"], bad, risk, human))
    return units


def ranking(units: Sequence[Unit], index: np.ndarray | None = None) -> float | None:
    chosen = units if index is None else [units[i] for i in index]
    risk, score = np.array([u.risk for u in chosen]), np.array([u.score for u in chosen])
    return prediction_rejection_ratio(risk, score)


def translation_row(units: Sequence[Unit], label: str) -> str:
    bad, score = np.array([float(u.bad) for u in units]), np.array([u.score for u in units])
    accepted = [u for u in units if u.accepted]
    wrong = sum(u.bad for u in accepted) / len(accepted) if accepted else float("nan")
    documents = [u.document for u in units]
    return (
        f"| {label} | {len(units)} | {ranking(units):.3f} | {interval(documents, lambda i: ranking(units, i))} "
        f"| {reduction_at(bad, score) or 0:.1%} | {bad.mean():.1%} | {len(accepted) / len(units):.1%} | {wrong:.1%} |"
    )


def panels_of_three(
    recorded: RecordedFile, policy: Policy, embedder: Embedder | None
) -> tuple[float, float, float, int]:
    """Mean, lowest and highest ratio over all panels of three language models, and how many panels there are."""
    names = [name for name in recorded.names if name not in NOT_A_LANGUAGE_MODEL]
    ratios = []
    for panel in itertools.combinations(names, 3):
        decided = decide_recorded(recorded, panel, policy, families=str, embedder=embedder)
        ratios.append(ranking(judged(decided)) or 0.0)
    return float(np.mean(ratios)), min(ratios), max(ratios), len(ratios)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--semantic", choices=("off", "auto"), default="off")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    settings = Settings.read()
    shipped = policies(settings)
    embedder, why = None, "off"
    if options.semantic == "auto":
        from consensus.providers.embeddings import resolve_embedder

        embedder, why = resolve_embedder("auto", hub_allowed=settings.hub_allowed, threads=settings.threads)
    lines = [
        "# Quality on recorded answers\n",
        f"Made by `python benchmarks/quality.py DATA_FOLDER --semantic {options.semantic}`. Shipped policies, no",
        "setting per file. Intervals are 95%, over documents. Not certified: it is what happened on these files.\n",
        f"Semantic comparison: {why}\n",
        "## Extraction\n",
        "| panel | cells | coverage | gold accepted right | wrong | error | interval | with omissions |",
        "|---|---|---|---|---|---|---|---|",
    ]
    extraction = shipped.load("extraction")
    documents = read_recorded(options.data / "extraction" / f"{DOCUMENTS}.jsonl")
    mails = read_recorded(options.data / "extraction" / "emails_dev.jsonl")
    names = load_schema(str(Path(__file__).parent.parent / "consensus" / "examples" / "names.schema.json"))
    lines += [
        extraction_rows(documents, THREE, extraction, "documents, 3 language models", None),
        extraction_rows(documents, FIVE, extraction, "documents, 5 systems", None),
        extraction_rows(mails, MAILS, extraction, "e-mails, 5 language models", None),
        extraction_rows(mails, MAILS, extraction, "e-mails, with `x-compare: name`", names),
        "\n## Translation\n",
        "| panel | segments | ratio | interval | bad avoided at 60% | bad at all | accepted | bad among them |",
        "|---|---|---|---|---|---|---|---|",
    ]
    translation = shipped.load("translation")
    for name, panel in (("wmt23.zh-en", NEWS), ("wmt24.en-cs", None), ("wmt24.en-zh", None)):
        recorded = read_recorded(options.data / "translation" / f"{name}.jsonl")
        members = panel or tuple(n for n in recorded.names if n not in NOT_A_LANGUAGE_MODEL)
        decided = decide_recorded(recorded, members, translation, families=str, embedder=embedder)
        lines.append(translation_row(judged(decided), f"{name}, {len(members)} members"))
    lines += [
        "\nAll panels of three language models:\n",
        "| pair | panels | mean ratio | lowest | highest |",
        "|---|---|---|---|---|",
    ]
    for name in ("wmt24.en-cs", "wmt24.en-zh"):
        recorded = read_recorded(options.data / "translation" / f"{name}.jsonl")
        mean, low, high, count = panels_of_three(recorded, translation, embedder)
        lines.append(f"| {name} | {count} | {mean:.3f} | {low:.3f} | {high:.3f} |")
    panels = {
        name: replace(found, names=panel or tuple(n for n in found.names if n not in NOT_A_LANGUAGE_MODEL))
        for name, panel in (("wmt23.zh-en", NEWS), ("wmt24.en-cs", None), ("wmt24.en-zh", None))
        for found in [read_recorded(options.data / "translation" / f"{name}.jsonl")]
    }
    lines += [
        "\n## A new language pair\n",
        "A pair accepts by agreement in wording once `policies fit` learned its level from its own answers, without",
        "labels. Here each pair is new to a policy that knows the two others. Before: near-identical answers alone.",
        "Learned from 200: whole documents drawn at random, judged on the rest, five draws together. What is bad among",
        "the accepted depends on the pair and the panel, and only blind checks tell it. Borrowed: what no policy does,",
        "the reference pooled over the other two pairs as a level for this one.\n",
        *HEAD,
        *level_rows(panels, translation),
    ]
    lines += judge_lines(options.data, translation)
    lines += [
        "\n## Delivered text\n",
        "Mean human score (ESA 0 to 100, MQM 0 is best): the delivered answer, the member best on the other half",
        "of the documents, the best in hindsight. An unweighted medoid ties with the best of peers and loses to one",
        "strong member among weak ones: then name it as `translation.primary`, or give weights.\n",
        "| panel | delivered | best on the other half | best in hindsight |",
        "|---|---|---|---|",
    ]
    for name, panel in DELIVERED:
        recorded = read_recorded(options.data / "translation" / f"{name}.jsonl")
        lines.append(delivered_row(recorded, panel, translation, f"{name}: {', '.join(panel)}"))
    lines += [
        "\n## What each gate does\n",
        "Each line adds a rule to those above it. Last column: documents on which it changes what is accepted. A gate",
        "that fires on one document has shown little; `row_count` and `column_dispute` are in `strict` alone.\n",
        "| panel | rule | wrong | error | gold accepted right | documents |",
        "|---|---|---|---|---|---|",
    ]
    lines += gate_rows(documents, THREE, extraction, "3 language models") + gate_rows(
        documents, FIVE, extraction, "5 systems"
    )
    lines += ["\n## Accepted errors that are left\n", "| panel | class | cells | documents |", "|---|---|---|---|"]
    lines += error_rows(documents, THREE, extraction, "documents, 3 language models")
    lines += error_rows(documents, FIVE, extraction, "documents, 5 systems")
    lines += error_rows(with_names(mails, names), MAILS, extraction, "e-mails, `x-compare: name`")
    text = "\n".join(lines) + "\n"
    print(text)
    if options.output is not None:
        options.output.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
