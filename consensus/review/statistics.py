"""How people decide: agreement with gold and with each other, errors seen, time and edits. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from consensus.domain import Decision, ItemKind, Judgement, Resolution
from consensus.review.effect import ADJUDICATION, FIRST, SECOND, answer_of, in_force, missed_error, same_answer

#: Longer than this between showing and deciding is a break, not thinking.
_BREAK_SECONDS = 15 * 60.0


@dataclass(frozen=True, slots=True)
class ReviewerFigures:
    """One reviewer. seconds: median from showing to deciding, breaks left out. edits: mean characters changed.

    gold: (agreed, shown) with units that two people settled earlier. actions: how often each. audits: decisions that
    were blind looks at accepted answers. undone: decisions that were taken back; they count nowhere else. second:
    (overruled, looked at by two) of the units that a second person decided blindly. seeded: (missed, shown) of known
    errors mixed into the audits. None where there is nothing to compute from.
    """

    reviewer: str
    decisions: int
    seconds: float | None
    edits: float | None
    gold: tuple[int, int]
    actions: Mapping[str, int]
    audits: int
    undone: int
    second: tuple[int, int]
    seeded: tuple[int, int]


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
    """Agreement on what was decided blindly by two or more: first and second rounds, audits and gold.

    Judging one answer and choosing among several are two questions, so labels of one unit are compared within each.
    """
    labels: dict[tuple[str, str, bool], dict[str, str]] = defaultdict(dict)
    for one in _looks(made):
        if one.round <= SECOND:
            asked = (one.job_id, one.unit_id, bool(one.resolution.judgement))
            labels[asked].setdefault(one.resolution.reviewer, _label(one.resolution))
    several = [list(given.values()) for given in labels.values() if len(given) > 1]
    return Reliability(alpha_nominal(several), len(several))


def figures(made: Sequence[Decision], gold: Mapping[tuple[str, str], str]) -> list[ReviewerFigures]:
    """Each reviewer's, by name. gold: (job, unit) -> the label that was settled. Repeats and bulk count as no looks."""
    by_reviewer: dict[str, list[Decision]] = defaultdict(list)
    for one in _looks(made):
        by_reviewer[one.resolution.reviewer].append(one)
    undone = Counter(one.resolution.reviewer for one in made if one.undone and not one.source)
    second = _second_looks(made)
    errors = _known_errors(made)
    return [
        _figures(name, by_reviewer[name], gold, undone[name], second.get(name, (0, 0)), errors.get(name, (0, 0)))
        for name in sorted({*by_reviewer, *undone}, key=lambda name: (name.casefold(), name))
    ]


def _looks(made: Iterable[Decision]) -> list[Decision]:
    """Decisions in force for which somebody looked at the unit: neither repeats nor bulk."""
    return [one for one in in_force(list(made)) if not one.source and not one.resolution.bulk]


def _known_errors(made: Iterable[Decision]) -> dict[str, tuple[int, int]]:
    """Each reviewer's (missed, shown) of known errors; one that was missed stays so when that is taken back."""
    shown: dict[str, dict[str, bool]] = defaultdict(dict)
    for one in made:
        missed = missed_error(one)
        if one.kind is ItemKind.GOLD and one.resolution.judgement and (missed or not one.undone):
            of = shown[one.resolution.reviewer]
            of[one.item_id] = of.get(one.item_id, False) or missed
    return {name: (sum(of.values()), len(of)) for name, of in shown.items()}


def _label(made: Resolution) -> str:
    """What a decision says; of an audit only whether the answer is wrong, however it was mended."""
    return f"wrong: {Judgement(made.judgement).wrong}" if made.judgement else answer_of(made)


def _second_looks(made: Iterable[Decision]) -> dict[str, tuple[int, int]]:
    """Each reviewer's (overruled, all) of the units that two people decided blindly and that are settled."""
    rounds: dict[str, dict[int, Resolution]] = defaultdict(dict)
    for one in _looks(made):
        rounds[one.item_id].setdefault(one.round, one.resolution)
    found: dict[str, tuple[int, int]] = {}
    for of in rounds.values():
        if not {FIRST, SECOND} <= of.keys():
            continue
        final = of.get(ADJUDICATION) or (of[FIRST] if same_answer(of[FIRST], of[SECOND]) else None)
        if final is None:
            continue
        for given in (of[FIRST], of[SECOND]):
            overruled, looked = found.get(given.reviewer, (0, 0))
            found[given.reviewer] = (overruled + (not same_answer(given, final)), looked + 1)
    return found


def _figures(
    name: str,
    made: Sequence[Decision],
    gold: Mapping[tuple[str, str], str],
    undone: int,
    second: tuple[int, int],
    seeded: tuple[int, int],
) -> ReviewerFigures:
    seconds = [spent for one in made if (spent := seconds_of(one)) is not None]
    edits = [one.edits for one in made if one.edits is not None]
    judged = [one for one in made if one.resolution.judgement]
    known = [one for one in made if one.kind is ItemKind.GOLD and not one.resolution.judgement]
    shown = [one for one in known if (one.job_id, one.unit_id) in gold]
    agreed = sum(answer_of(one.resolution) == gold[(one.job_id, one.unit_id)] for one in shown)
    return ReviewerFigures(
        reviewer=name,
        decisions=len(made),
        seconds=median(seconds) if seconds else None,
        edits=sum(edits) / len(edits) if edits else None,
        gold=(agreed, len(shown)),
        actions=dict(sorted(Counter(one.resolution.action.value for one in made).items())),
        audits=len(judged),
        undone=undone,
        second=second,
        seeded=seeded,
    )


def seconds_of(made: Decision) -> float | None:
    """Seconds from showing to deciding; None for a break or a clock set back."""
    shown, decided = (datetime.fromisoformat(at) for at in (made.resolution.shown_at, made.resolution.decided_at))
    spent = (decided - shown).total_seconds()
    return spent if 0.0 <= spent <= _BREAK_SECONDS else None
