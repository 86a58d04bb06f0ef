"""What a new language pair costs: accepted and bad before it has a level, and after it learned one without labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from consensus.domain import Policy
from consensus.evaluate import FEWEST, RecordedDecision, decide_recorded, fit_policy
from consensus.evaluate.report import is_bad
from consensus.formats import RecordedFile
from consensus.reference import POOLED, pair_key

#: Draws of whole documents that a level is learned from.
DRAWS = 5
HEAD = (
    "| pair | segments | bad at all | before | bad | from 200 | bad | from all | bad | borrowed | bad |",
    "|---|---|---|---|---|---|---|---|---|---|---|",
)
#: Any day: it is no part of a decision.
_ON = "2026-01-01"


def level_rows(files: Mapping[str, RecordedFile], policy: Policy) -> list[str]:
    """A row a pair; the policy knows the other pairs alone. files: name -> answers of the panel."""
    rows = []
    for name, file in files.items():
        others = [other for title, other in files.items() if title != name]
        new = fit_policy(_without_reference(policy), others, str, _ON).policy
        before = _judged(file, new)
        whole = _judged(file, _learned(new, file, file))
        parts = [part for draw in range(DRAWS) if (part := _some(file, draw)) is not None]
        kept = [_judged(rest, _learned(new, file, some)) for some, rest in parts]
        bad = sum(wrong for _, wrong in before) / len(before)
        drawn = [one for judged in kept for one in judged]
        borrowed = _judged(file, _with_the_others(new, file))
        figures = " | ".join(_figures(judged) for judged in (before, drawn, whole, borrowed))
        rows.append(f"| {name} | {len(before)} | {bad:.1%} | {figures} |")
    return rows


def _without_reference(policy: Policy) -> Policy:
    return policy.model_copy(update={"translation": policy.translation.model_copy(update={"reference": None})})


def _with_the_others(policy: Policy, file: RecordedFile) -> Policy:
    """What no policy does: the reference that is pooled over the other pairs as the pair's own."""
    reference, pair = policy.translation.reference, pair_key(file.records[0].langs or (None, None))
    assert reference is not None
    pooled = {pair + key[1:]: tables for key, tables in reference.pairs.items() if key[0] == POOLED}
    lent = reference.model_copy(update={"pairs": {**reference.pairs, **pooled}})
    return policy.model_copy(update={"translation": policy.translation.model_copy(update={"reference": lent})})


def _learned(policy: Policy, file: RecordedFile, some: RecordedFile) -> Policy:
    return fit_policy(policy, [replace(some, names=file.names)], str, _ON).policy


def _some(file: RecordedFile, draw: int) -> tuple[RecordedFile, RecordedFile] | None:
    """Whole documents with at least as many segments as a level takes, and the rest."""
    documents = sorted({record.doc_id or record.id for record in file.records})
    order = np.random.RandomState(draw).permutation(len(documents))
    some: list[str] = []
    for at in order:
        some.append(documents[at])
        chosen = [record for record in file.records if (record.doc_id or record.id) in some]
        if len(chosen) >= FEWEST + 5:  # a few are the same, or answered by one system alone
            rest = [record for record in file.records if record not in chosen]
            return replace(file, records=tuple(chosen)), replace(file, records=tuple(rest))
    return None


def _judged(file: RecordedFile, policy: Policy) -> list[tuple[bool, bool]]:
    """(accepted, bad) of each segment that people judged."""
    decided: Sequence[RecordedDecision] = decide_recorded(file, file.names, policy, families=str)
    return [(bool(one.line["accepted"]), bool(bad)) for one in decided if (bad := is_bad(one)) is not None]


def _figures(judged: Sequence[tuple[bool, bool]]) -> str:
    accepted = [bad for taken, bad in judged if taken]
    wrong = f"{sum(accepted) / len(accepted):.1%} ({sum(accepted)} of {len(accepted)})" if accepted else "none accepted"
    return f"{len(accepted) / len(judged):.1%} | {wrong}"
