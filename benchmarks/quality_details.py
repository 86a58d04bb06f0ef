"""Behind the tables of benchmarks/quality.py: what each gate does, which errors are left, what text is delivered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz.distance import Levenshtein

from consensus.domain import Policy
from consensus.evaluate import Counts, WrongCell, decide_recorded, score_object, wrong_cells
from consensus.evaluate.gold_values import is_absent
from consensus.formats import RecordedFile

GATES = ("row_absent", "total_row", "blank_zero", "row_count", "column_dispute")
HALVES = 10
DRAWS = 1000


def interval(documents: Sequence[str], figure: Callable[[np.ndarray], float | None]) -> str:
    """95% by resampling documents; figure gets the indices of the drawn units."""
    places = defaultdict(list)
    for i, document in enumerate(documents):
        places[document].append(i)
    names, random = sorted(places), np.random.RandomState(0)
    drawn = [
        np.concatenate([places[names[j]] for j in random.randint(0, len(names), len(names))]) for _ in range(DRAWS)
    ]
    values = [value for index in drawn if (value := figure(index)) is not None]
    low, high = np.quantile(values, [0.025, 0.975]) if values else (float("nan"), float("nan"))
    return f"{low:.3f} to {high:.3f}"


def gate_rows(recorded: RecordedFile, panel: Sequence[str], policy: Policy, label: str) -> list[str]:
    """A table row for each rule added to the ones before: wrong, error, gold accepted right, documents it changes."""
    rows, before = [], None
    unchecked = {"checks": {"schema_validity": "off"}}
    steps = [("unanimity", (), unchecked), ("+ schema veto", (), {})]
    steps += [(f"+ {gate}", GATES[: n + 1], {}) for n, gate in enumerate(GATES)]
    for name, gates, update in steps:
        rules = policy.extraction.model_copy(update={"gates": gates})
        varied = policy.model_copy(update={"extraction": rules, **update})
        decided = decide_recorded(recorded, panel, varied, families=str)
        counts = [score_object(one.record.gold, one.line) for one in decided]
        total = sum(counts, Counts())
        accepted = [count.accepted for count in counts]
        fires = "" if before is None else str(sum(a != b for a, b in zip(accepted, before, strict=True)))
        before = accepted
        recall = total.right_accepted / total.gold_leaves
        rows.append(f"| {label} | {name} | {total.wrong} | {total.wrong / total.judged:.2%} | {recall:.1%} | {fires} |")
    return rows


def kind_of(wrong: WrongCell) -> str:
    """The class of an accepted error, from the two values alone."""
    value, gold = wrong.value, wrong.gold
    if not wrong.row:
        return "row that the label does not have"
    if is_absent(gold):
        return "0 where the label is empty" if value == 0 else "value where the label is empty"
    if is_absent(value):
        return "empty where the label has a value"
    if isinstance(value, str) and isinstance(gold, str):
        short, long = sorted((value.casefold(), gold.casefold()), key=len)
        if short in long or set(short.split()) <= set(long.split()):
            return "part of the label's wording, or more than it"
        if Levenshtein.distance(short, long) <= 2:
            return "one or two characters misread"
        return "other wording"
    return "other number"


def error_rows(recorded: RecordedFile, panel: Sequence[str], policy: Policy, label: str) -> list[str]:
    """Accepted errors by class, and on how many documents."""
    kinds: Counter[str] = Counter()
    where: dict[str, set[str]] = {}
    for one in decide_recorded(recorded, panel, policy, families=str):
        for wrong in wrong_cells(one.record.gold, one.line):
            kinds[kind_of(wrong)] += 1
            where.setdefault(kind_of(wrong), set()).add(one.record.id)
    return [f"| {label} | {kind} | {count} | {len(where[kind])} |" for kind, count in kinds.most_common()]


def delivered_row(recorded: RecordedFile, panel: Sequence[str], policy: Policy, label: str) -> str:
    """Mean human score of what is delivered, beside the member that is best on the other half of the documents."""
    decided = decide_recorded(recorded, panel, policy, families=str)
    kept = [d for d in decided if d.record.human and all(name in d.record.human for name in panel)]
    chosen = []
    for one in kept:
        human = one.record.human or {}
        same = [
            human[name] for name, text in one.record.outputs.items() if text == one.line["chosen"] and name in human
        ]
        chosen.append(float(np.mean(same)) if same else np.nan)
    scores = np.array([[(one.record.human or {})[name] for name in panel] for one in kept])
    documents = np.array([one.record.doc_id or one.record.id for one in kept])
    best = [_other_half(scores, documents, seed) for seed in range(HALVES)]
    single = max(zip(panel, scores.mean(0), strict=True), key=lambda pair: pair[1])
    return f"| {label} | {np.nanmean(chosen):.2f} | {np.mean(best):.2f} | {single[0]}, {single[1]:.2f} |"


def _other_half(scores: np.ndarray, documents: np.ndarray, seed: int) -> float:
    names = np.unique(documents)
    half = dict(zip(names, np.random.RandomState(seed).permutation(len(names)) % 2, strict=True))
    fold = np.array([half[name] for name in documents])
    got = np.zeros(len(documents))
    for side in (0, 1):
        got[fold == side] = scores[fold == side, scores[fold != side].mean(0).argmax()]
    return float(got.mean())
