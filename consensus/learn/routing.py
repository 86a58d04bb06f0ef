"""Routing from data: the cheapest way of working is chosen on one half of the documents and tested once on the other.

However many ways were tried, what is proposed was tested alone, on documents that played no part in choosing it. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from consensus.learn.paired import Compared, Rows, compared, totals
from consensus.learn.ways import Menu, Way, fewer_calls, whole_panels

#: The least that each half must hold before anything is compared on it.
FEWEST_DOCUMENTS, FEWEST_LABELS = 20, 50
#: 1 minus the confidence of what a run says, all slices together.
DELTA = 0.05
#: And where nothing is shown on the learning half, with which confidence it must look good there to be tested.
_HOPEFUL = 0.25
#: Of the cheapest whole panels, how many are also tried with fewer calls.
_TRIED_AGAIN = 3

#: Rows of the documents of one half, by way: the same documents in the same order for each.
Measured = Callable[[Sequence[Way]], Mapping[Way, Rows]]


@dataclass(frozen=True, slots=True)
class Limits:
    """margin: how much higher the error among accepted units may be at most, as a share 0..1."""

    margin: float = 0.02
    fewest_documents: int = FEWEST_DOCUMENTS
    fewest_labels: int = FEWEST_LABELS


@dataclass(frozen=True, slots=True)
class Slice:
    """One kind of work. condition: the keys by which a line of the routing table tells it; None where none can.

    learning, judging: what a way did on the documents of each half.
    """

    name: str
    present: Way
    menu: Menu
    learning: Measured
    judging: Measured
    condition: Mapping[str, Any] | None = field(default_factory=dict)
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What came of a slice. chosen: None where the present stays untested, and why says so. labels: (learning,
    judging). tested: on the judging half. proposed: the test holds, so the chosen way is the proposal.
    by_construction: only calls differ, verdicts do not. fallback: such a way behind the chosen one."""

    name: str
    present: Way
    documents: tuple[int, int]
    labels: tuple[int, int]
    tried: int = 0
    chosen: Way | None = None
    tested: Compared | None = None
    proposed: bool = False
    why: str = ""
    condition: Mapping[str, Any] | None = None
    by_construction: bool = False
    fallback: Way | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "slice": self.name,
            "documents": {"learning": self.documents[0], "judging": self.documents[1]},
            "labels": {"learning": self.labels[0], "judging": self.labels[1]},
            "tried": self.tried,
            "present": list(self.present.panel),
            "chosen": None if self.chosen is None else self.chosen.changes(self.present),
            "same_verdicts_by_construction": self.by_construction,
            "tested": None if self.tested is None else self.tested.as_dict(),
            "proposed": self.proposed,
            "why": self.why,
        }


def choices(slices: Sequence[Slice], limits: Limits) -> list[Choice]:
    """What is proposed for each slice. The slices hold different documents.

    The confidence is shared by the slices that have something to test, so that at most 5% of runs propose, for any of
    them, a way that is not cheaper or whose error is higher by more than the margin.
    """
    chosen = [_chosen(one, limits) for one in slices]
    delta = DELTA / max(1, sum(choice.chosen is not None for choice in chosen))
    return [_tested(one, choice, limits, delta) for one, choice in zip(slices, chosen, strict=True)]


def _chosen(one: Slice, limits: Limits) -> Choice:
    """By the learning half alone; of the judging half, only how much it holds is looked at."""
    here, there = (half([one.present])[one.present] for half in (one.learning, one.judging))
    kept = Choice(
        one.name,
        one.present,
        (len(here), len(there)),
        (_labels(here), _labels(there)),
        condition=one.condition,
    )
    if why := _too_few(kept, limits):
        return replace(kept, why=why)
    whole = one.learning(whole_panels(one.present, one.menu))
    fit = _fit(one, whole, here, limits)
    bases = (one.present, *fit[:_TRIED_AGAIN])
    again = [way for base in bases for way in fewer_calls(base, one.menu, judged=one.judged)]
    tried = {**whole, **one.learning([way for way in dict.fromkeys(again) if way != one.present])}
    fit = _fit(one, tried, here, limits)
    if not fit:
        why = f"Of {len(tried)} ways tried, none was cheaper and shown to be no worse on the learning half."
        return replace(kept, tried=len(tried), why=why)
    same = next((way for way in fit if way.decides_as(one.present)), None)
    return replace(kept, tried=len(tried), chosen=fit[0], fallback=same if same != fit[0] else None)


def _fit(one: Slice, tried: Mapping[Way, Rows], present: Rows, limits: Limits) -> list[Way]:
    """The ways that are cheaper and no worse, or at least look so; the cheapest first."""
    cheaper = {way: rows for way, rows in tried.items() if totals(rows).cost < totals(present).cost}
    for delta in (DELTA, _HOPEFUL):
        found = []
        for way, rows in cheaper.items():
            test = compared(present, rows, delta)
            if way.decides_as(one.present) or test.error.high <= limits.margin:
                found.append((test.after.cost, len(way.panel), way))
        if any(not way.decides_as(one.present) for _, _, way in found):
            break
    return [way for _, _, way in sorted(found, key=lambda each: each[:2])]


def _tested(one: Slice, choice: Choice, limits: Limits, delta: float) -> Choice:
    """The one test on the judging half; a way with the same verdicts stands behind it with half of the confidence."""
    if choice.chosen is None:
        return choice
    ways = [choice.chosen, *([choice.fallback] if choice.fallback else [])]
    rows = one.judging([one.present, *ways])
    found = [_test(choice, way, compared(rows[one.present], rows[way], delta / len(ways)), limits) for way in ways]
    return next((each for each in found if each.proposed), found[0])


def _test(choice: Choice, way: Way, test: Compared, limits: Limits) -> Choice:
    same = way.decides_as(choice.present)
    cheaper, no_worse = test.cost.high < 0, same or test.error.high <= limits.margin
    why = "" if cheaper and no_worse else _why_not(test, limits, cheaper=cheaper)
    made = replace(choice, chosen=way, tested=test, by_construction=same, proposed=cheaper and no_worse, why=why)
    if way == choice.fallback:
        why = "A cheaper way failed the test on the judging half; this one decides as the present one does."
        made = replace(made, why=why)
    return made


def _too_few(choice: Choice, limits: Limits) -> str:
    fewest = min(choice.documents), min(choice.labels)
    if fewest[0] >= limits.fewest_documents and fewest[1] >= limits.fewest_labels:
        return ""
    halves = (f"{d} documents with {n} labels" for d, n in zip(choice.documents, choice.labels, strict=True))
    needed = f"{limits.fewest_documents} documents with {limits.fewest_labels} labels of accepted units"
    return f"Too few labels: the halves hold {' and '.join(halves)}; each needs {needed}."


def _why_not(test: Compared, limits: Limits, *, cheaper: bool) -> str:
    if not cheaper:
        return "The way that was cheapest on the learning half is not shown to be cheaper on the other."
    spread, room = test.error.high - test.error.estimate, limits.margin - test.error.estimate
    if room <= 0:
        return "The way that was cheapest on the learning half is wrong more often on the other."
    needed = ceil(test.documents * (spread / room) ** 2)
    return (
        f"Not shown to be no worse: its error may be {test.error.high:.1%} higher, and {limits.margin:.1%} is allowed. "
        f"If the difference stays, about {needed:,} documents in this half would show it."
    )


def _labels(rows: Rows) -> int:
    return totals(rows).labelled if len(rows) else 0
