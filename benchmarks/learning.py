"""How much further a certificate goes when an order of the held-back fields is learned from labels (docs/learning.md).

    python benchmarks/learning.py EXTRACTION.jsonl [--halves 20]

EXTRACTION.jsonl: recorded answers with gold objects. Documents are halved by a keyed hash; labels of one half fit the
order, figures are of the other half. Levels are those that the product declares, without labels, from the scores of
the learning half, and certified in the order of its claim, each shown by audits of its own, until one is not shown. Its
bound is of 1,000 audits, and counts a fifth of errors as missed by reviewers.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from consensus.bootstrap import policies
from consensus.certify import any_time_bound, declared, keyed_draw
from consensus.domain import (
    Action,
    Candidate,
    Claim,
    Drawing,
    ExtractionRules,
    GuaranteeRecord,
    HumanLabel,
    LabelKind,
    LabelledAnswer,
    LearnedOrder,
    OrderFeature,
    Policy,
)
from consensus.errors import UsageError
from consensus.evaluate import decide_recorded
from consensus.evaluate.gold import labelled_cells
from consensus.evaluate.gold_values import label_form, same_label
from consensus.formats import read_recorded
from consensus.learn.halves import Half, half_of
from consensus.learn.labels import weighed
from consensus.learn.order import Features, document_weights, features_of, fit_order, is_held_back
from consensus.learn.order_gain import LabelledField, deeper, order_gain
from consensus.learn.weights import member_weights, weight_gain
from consensus.service.guarantee.closing import score_of
from consensus.service.learning.field_order import OrderFit
from consensus.settings import Settings

THREE = ("openai/gpt-5.5", "google/gemini-3.5-flash", "anthropic/claude-sonnet-4-6")
PANELS = {
    "3 language models": THREE,
    "5 systems": (*THREE, "extend (vendor pipeline)", "docupipe high (vendor pipeline)"),
}
ALPHAS = (0.01, 0.02, 0.05)
AUDITS, CATCH, RUNS = 1000, 0.8, 20
POLICY = Policy(name="any", version=1)


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


def claim_of(scores: np.ndarray, alpha: float, *, ordered: bool) -> Claim:
    """What the product sets out to show after it saw these scores."""
    many = tuple(float(score) for score in scores)
    record = GuaranteeRecord("p", "s", "b", "d", 1, alpha, 0.95, CATCH, cap=60, scores=many, ordered=ordered)
    return declared(record)


def certified(claim: Claim, scores: np.ndarray, right: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    """The share of fields that the widest certified level accepts, 0..1, and how many of them are wrong."""
    best, wrong = 0, 0.0
    for at in claim.order:
        accepted = scores >= claim.levels[at].floor
        size = int(accepted.sum())
        share = float(1 - right[accepted].mean()) if size else 0.0
        seen = int(rng.binomial(AUDITS, share * CATCH))
        if not size or float(any_time_bound(seen, AUDITS)) / CATCH > claim.alpha:
            break
        if size > best:
            best, wrong = size, share
    return best / len(scores), wrong


def scored(cells: Sequence[Cell], order: LearnedOrder | None) -> np.ndarray:
    """What levels are about, as the product has it."""
    policy = POLICY.model_copy(update={"extraction": ExtractionRules(order=order)})
    return np.array([score_of(one.record, policy) for one in cells])


def figures(cells: Sequence[Cell], key: bytes) -> list[float]:
    """By alpha: without an order, with levels that end with the rules, by support, and by the learned order; each the
    mean over several audits."""
    draw = keyed_draw(key)
    learning = [one for one in cells if half_of(one.document, draw) is Half.LEARNING]
    judging = [one for one in cells if half_of(one.document, draw) is Half.JUDGING]
    held = [one for one in learning if is_held_back(one.record, POLICY)]
    weights = document_weights([one.document for one in held])
    order = fit_order([one.features for one in held], [one.right for one in held], weights)
    right = np.array([one.right for one in judging])
    now, learned = scored(judging, None), scored(judging, order)
    found = []
    for alpha in ALPHAS:
        before = claim_of(scored(learning, None), alpha, ordered=False)
        rules = claim_of(scored(learning, None), alpha, ordered=True)
        by_support = claim_of(scored(learning, support_alone(order)), alpha, ordered=True)
        after = claim_of(scored(learning, order), alpha, ordered=True)
        for claim, scores in (
            (before, now), (rules, now), (by_support, scored(judging, support_alone(order))), (after, learned)
        ):  # fmt: skip
            rng = np.random.default_rng(1)
            found += np.mean([certified(claim, scores, right, rng) for _ in range(RUNS)], axis=0).tolist()
    below = np.isfinite(learned) & (learned < 0)
    told = [(learned >= 0).mean(), 1 - right[learned >= 0].mean(), below.mean(), 1 - right[below].mean()]
    fields = [labelled(one) for one in judging]
    gain = order_gain(fields, order, None)
    fits = [OrderFit(order, gain, deeper(fields, order, None, alpha * CATCH), "") for alpha in ALPHAS]
    return [*found, *map(float, told), _auc(learned[below], right[below]), *(float(fit.proved) for fit in fits)]


def labelled(cell: Cell) -> LabelledField:
    """As ``proposals make`` reads a label."""
    known = cell.features if cell.accepted or is_held_back(cell.record, POLICY) else None
    return LabelledField(cell.document, known, cell.accepted, bool(cell.right), 1.0)


def support_alone(order: LearnedOrder) -> LearnedOrder:
    """The same fields in the order of their support."""
    features = {name: OrderFeature(mean=0, scale=1, weight=name == "support") for name in order.features}
    return LearnedOrder(features=features, base=0, labels=order.labels, wrong=order.wrong)


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
    heads = ("panel", "alpha", "no order (wrong)", "levels end with the rules", "then by support")
    print(f"| {' | '.join(heads)} | then by the learned order (wrong) |")
    print("|---|---|---|---|---|---|")
    for name, panel in PANELS.items():
        cells = cells_of(options.recorded, panel)
        rows = []
        for key in range(options.halves):
            try:
                rows.append(figures(cells, b"half %d" % key))
            except UsageError as error:  # too few labels in this half
                print(f"{name}, halves {key}: {error}")
        mean = np.nanmean(np.array(rows), axis=0)
        for at, alpha in enumerate(ALPHAS):
            before, wrong_before, rules, wrong_rules, support, wrong_support, learned, wrong = mean[8 * at : 8 * at + 8]
            more = [sum(row[8 * at + 6] > row[8 * at + than] + 1e-9 for row in rows) for than in (0, 2)]
            now = f"{learned:.1%} ({wrong:.2%}); more than without an order on {more[0]}, than the rules on {more[1]}"
            now += f" of {len(rows)}"
            said = f"{before:.1%} ({wrong_before:.2%}) | {rules:.1%} ({wrong_rules:.2%})"
            print(f"| {name} | {alpha:.0%} | {said} | {support:.1%} ({wrong_support:.2%}) | {now} |")
        accepted, wrong, below, wrong_below, auc, *proved = mean[-5 - len(ALPHAS) :]
        print(
            f"{name}: the rules accept {accepted:.1%} ({wrong:.2%} wrong); a level may accept {below:.1%} more", end=" "
        )
        print(
            f"({wrong_below:.1%} wrong); a right one of these stands above a wrong one with {auc:.2f} (chance: 0.50);",
            end=" ",
        )
        told = ", ".join(f"{round(one * len(rows))} at {alpha:.0%}" for one, alpha in zip(proved, ALPHAS, strict=True))
        print(f"proposed of {len(rows)} halves: {told}")
        print(f"{name}: {weights_line(cells, options.halves)}")


if __name__ == "__main__":
    main()
