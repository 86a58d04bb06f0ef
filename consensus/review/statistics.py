"""How people decide: agreement with gold, between each other, time and edits. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from consensus.domain import Decision, ItemKind
from consensus.review.effect import answer_of, in_force

#: Longer than this between showing and deciding is a break, not thinking.
_BREAK_SECONDS = 15 * 60.0


@dataclass(frozen=True, slots=True)
class ReviewerFigures:
    """One reviewer. seconds: median from showing to deciding, breaks left out. edits: mean characters changed.

    gold: (agreed, shown) with units that two people settled earlier. actions: how often each. None where there is
    nothing to compute from.
    """

    reviewer: str
    decisions: int
    seconds: float | None
    edits: float | None
    gold: tuple[int, int]
    actions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Agreement between reviewers. alpha: Krippendorff's, nominal; None without variation. units: by several."""

    alpha: float | None
    units: int


def alpha_nominal(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal data; each unit holds the labels that its observers gave, any number of them.

    1 - D_o/D_e from the coincidence matrix (K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011). Units
    with fewer than two labels pair with nothing and are left out. None without pairs, or when all labels are alike:
    without variation there is nothing to agree on.
    """
    disagreement, totals, pairable = 0.0, Counter[Hashable](), 0
    for labels in units:
        if len(labels) < 2:
            continue
        counts = Counter(labels)
        pairable += len(labels)
        totals.update(counts)
        unlike = len(labels) ** 2 - sum(count * count for count in counts.values())
        disagreement += unlike / (len(labels) - 1)
    expected = pairable**2 - sum(count * count for count in totals.values())
    if expected == 0:
        return None
    return 1.0 - (pairable - 1) * disagreement / expected


def reliability(made: Iterable[Decision]) -> Reliability:
    """Agreement on what was decided blindly by two or more: first and second rounds, and gold."""
    labels: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for one in in_force(list(made)):
        if one.round <= 2 and not one.source and not one.resolution.bulk:
            labels[(one.job_id, one.unit_id)].setdefault(one.resolution.reviewer, answer_of(one.resolution))
    several = [list(given.values()) for given in labels.values() if len(given) > 1]
    return Reliability(alpha_nominal(several), len(several))


def figures(made: Sequence[Decision], gold: Mapping[tuple[str, str], str]) -> list[ReviewerFigures]:
    """Each reviewer's, by name. gold: (job, unit) -> the label that was settled. Repeats and bulk count as no looks."""
    looked = [one for one in in_force(made) if not one.source and not one.resolution.bulk]
    by_reviewer: dict[str, list[Decision]] = defaultdict(list)
    for one in looked:
        by_reviewer[one.resolution.reviewer].append(one)
    return [_figures(name, by_reviewer[name], gold) for name in sorted(by_reviewer)]


def _figures(name: str, made: Sequence[Decision], gold: Mapping[tuple[str, str], str]) -> ReviewerFigures:
    seconds = [spent for one in made if (spent := seconds_of(one)) is not None]
    edits = [one.edits for one in made if one.edits is not None]
    shown = [one for one in made if one.kind is ItemKind.GOLD and (one.job_id, one.unit_id) in gold]
    agreed = sum(answer_of(one.resolution) == gold[(one.job_id, one.unit_id)] for one in shown)
    return ReviewerFigures(
        reviewer=name,
        decisions=len(made),
        seconds=median(seconds) if seconds else None,
        edits=sum(edits) / len(edits) if edits else None,
        gold=(agreed, len(shown)),
        actions=dict(sorted(Counter(one.resolution.action.value for one in made).items())),
    )


def seconds_of(made: Decision) -> float | None:
    """Seconds from showing to deciding; None for a break or a clock set back."""
    shown, decided = (datetime.fromisoformat(at) for at in (made.resolution.shown_at, made.resolution.decided_at))
    spent = (decided - shown).total_seconds()
    return spent if 0.0 <= spent <= _BREAK_SECONDS else None
