"""How much further a certificate goes when an order of the held-back fields is learned from labels (docs/learning.md).

    python benchmarks/learning.py EXTRACTION.jsonl [--halves 20]

EXTRACTION.jsonl: recorded answers with gold objects. Documents are halved by a keyed hash; labels of one half fit the
order, figures are of the other half. A certificate is walked as a guarantee walks its levels: from the fields that the
rules accept to wider ones, each shown by audits of its own, until one is not shown. Its bound is of 1,000 audits, and
counts a fifth of errors as missed by reviewers.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from consensus.bootstrap import policies
from consensus.certify import any_time_bound, keyed_draw
from consensus.domain import Action, Candidate, Drawing, HumanLabel, LabelKind, LabelledAnswer
from consensus.errors import UsageError
from consensus.evaluate import decide_recorded
from consensus.evaluate.gold import labelled_cells
from consensus.evaluate.gold_values import label_form, same_label
from consensus.formats import read_recorded
from consensus.learn.halves import Half, half_of
from consensus.learn.labels import weighed
from consensus.learn.order import HELD_BACK, Features, document_weights, features_of, fit_order, level_score
from consensus.learn.weights import member_weights, weight_gain
from consensus.settings import Settings

THREE = ("openai/gpt-5.5", "google/gemini-3.5-flash", "anthropic/claude-sonnet-4-6")
PANELS = {
    "3 language models": THREE,
    "5 systems": (*THREE, "extend (vendor pipeline)", "docupipe high (vendor pipeline)"),
}
ALPHAS = (0.01, 0.02, 0.05)
AUDITS, CATCH, STEP = 1000, 0.8, 0.02


class Cell(NamedTuple):
    """A decided cell with its label. record: as it was decided."""

    document: str
    record: Any
    features: Features
    accepted: bool
    right: bool
    label: Any


def cells_of(path: Path, panel: Sequence[str]) -> list[Cell]:
    found = []
    policy = policies(Settings.read()).load("extraction")
    for one in decide_recorded(read_recorded(path), panel, policy, families=str):
        records = {record.unit.path: record for record in one.units}  # type: ignore[union-attr]
        for cell in labelled_cells(one.record.gold, one.line):
            record = records[cell.path]
            accepted = cell.verdict == "accepted"
            found.append(Cell(one.record.id, record, features_of(record), accepted, cell.right, cell.label))
    return found


def certified(scores: np.ndarray, right: np.ndarray, alpha: float, rng: np.random.Generator) -> tuple[float, float]:
    """The share of fields under the widest level that is certified, 0..1; 0 where the rules' own is not. And how many
    of them are wrong."""
    order = np.argsort(-scores, kind="stable")
    wrong, usable = ~right[order], np.isfinite(scores[order])
    begin = int(np.sum(scores >= 0))
    best, last = 0, int(usable.sum())
    sizes = [begin, *range(begin + max(1, int(STEP * len(scores))), last + 1, max(1, int(STEP * len(scores)))), last]
    for size in dict.fromkeys(sizes):
        seen = int(rng.binomial(AUDITS, wrong[:size].mean() * CATCH)) if size else AUDITS
        if float(any_time_bound(seen, AUDITS)) / CATCH > alpha:
            break
        best = size
    return best / len(scores), float(wrong[:best].mean()) if best else 0.0


def figures(cells: Sequence[Cell], key: bytes) -> list[float]:
    """By alpha: rules alone, then by support, then by the learned order; each the mean over several audits."""
    draw = keyed_draw(key)
    learning = [one for one in cells if half_of(one.document, draw) is Half.LEARNING]
    judging = [one for one in cells if half_of(one.document, draw) is Half.JUDGING]
    held = [one for one in learning if not one.accepted and one.record.verdict.rule in HELD_BACK]
    weights = document_weights([one.document for one in held])
    order = fit_order([one.features for one in held], [one.right for one in held], weights)
    right = np.array([one.right for one in judging])
    learned = np.array([level_score(one.record, order) for one in judging])
    support = np.array(
        [
            score if score >= 0 or score == -inf else one.features["support"] - 1.001
            for score, one in zip(learned, judging, strict=True)
        ]
    )
    rules = np.where(learned >= 0, learned, -np.inf)
    found = []
    for alpha in ALPHAS:
        for scores in (rules, support, learned):
            rng = np.random.default_rng(1)
            found += np.mean([certified(scores, right, alpha, rng) for _ in range(20)], axis=0).tolist()
    below = learned[np.isfinite(learned) & (learned < 0)]
    told = right[np.isfinite(learned) & (learned < 0)]
    return [*found, float((learned >= 0).mean()), float(1 - right[learned >= 0].mean()), _auc(below, told)]


def weights_line(cells: Sequence[Cell], halves: int) -> str:
    """What weights of members, learned on one half, do to the leading answer on the other."""
    labels = [human_label(one, number) for number, one in enumerate(cells)]
    gains, proved, told = [], 0, []
    for key in range(halves):
        draw = keyed_draw(b"half %d" % key)
        halved = [[one for one in labels if half_of(one.document, draw) is half] for half in Half]
        members = member_weights(weighed(halved[0]))
        gain = weight_gain(weighed(halved[1]), {one.member: one.weight for one in members})
        gains.append(gain.gain)
        proved += gain.proved
        told.append([one.weight for one in members])
    mean = ", ".join(f"{weight:.2f}" for weight in np.mean(told, axis=0))
    return f"weights {mean}: {np.mean(gains):+.2%} of leading answers right ({proved} of {halves} halves proved)"


def human_label(cell: Cell, number: int) -> HumanLabel:
    """What a person who knows the gold object would say of a cell."""
    forms: dict[str, int] = {}
    answers = []
    for answer in cell.record.answers:
        if isinstance(answer, Candidate):
            form = label_form(answer.value)
            code = 0 if same_label(form, label_form(cell.label)) else forms.setdefault(repr(form), len(forms) + 1)
            answers.append(LabelledAnswer(answer.member, answer.member, answer.family, "", code))
    return HumanLabel(
        "", str(number), "", number, LabelKind.RESOLUTION, True, Drawing.WHOLE_QUEUE, 1.0, cell.document, "", "", "",
        False, "", Action.CHOSEN, "", "", tuple(answers),
    )  # fmt: skip


def _auc(scores: np.ndarray, right: np.ndarray) -> float:
    """How often a right field stands above a wrong one, among those held back."""
    high, low = scores[right], scores[~right]
    if not len(high) or not len(low):
        return float("nan")
    return float(np.mean([(one > low).mean() + 0.5 * (one == low).mean() for one in high]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("recorded", type=Path)
    parser.add_argument("--halves", type=int, default=20)
    options = parser.parse_args()
    heads = ("panel", "rules accept", "wrong of it", "alpha", "certified: rules (wrong)", "by support")
    print(f"| {' | '.join(heads)} | by the learned order (wrong) |")
    print("|---|---|---|---|---|---|---|")
    for name, panel in PANELS.items():
        cells = cells_of(options.recorded, panel)
        rows = []
        for key in range(options.halves):
            try:
                rows.append(figures(cells, b"half %d" % key))
            except UsageError as error:  # too few labels in this half
                print(f"{name}, halves {key}: {error}")
        mean = np.nanmean(np.array(rows), axis=0)
        wins = [sum(row[6 * at + 4] > row[6 * at] + 1e-9 for row in rows) for at in range(len(ALPHAS))]
        for at, alpha in enumerate(ALPHAS):
            before, wrong_before, support, _, learned, wrong = mean[6 * at : 6 * at + 6]
            now = f"{learned:.1%} ({wrong:.2%}; more on {wins[at]} of {len(rows)} halves)"
            said = f"{before:.1%} ({wrong_before:.2%}) | {support:.1%} | {now}"
            print(f"| {name} | {mean[-3]:.1%} | {mean[-2]:.2%} | {alpha:.0%} | {said} |")
        print(f"{name}: of held-back fields a right one stands above a wrong one with {mean[-1]:.2f} (chance: 0.50)")
        print(f"{name}: {weights_line(cells, options.halves)}")


if __name__ == "__main__":
    main()
