"""What a trial says, in figures: who is better, by slice, whether the candidate adds a vote, what it costs. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

import numpy as np

from consensus import certify
from consensus.certify import ABSTAINED, RIGHT
from consensus.domain.trial import Compared, Pair, PairState, Trial, TrialJobState, TrialState
from consensus.learn.trial import DocumentResult, Interval, TrialFigures, figures
from consensus.ports.trials import TrialCalls

#: Labelled units below which nothing is said of independent votes.
LEAST_LABELS = 30


@dataclass(frozen=True, slots=True)
class TrialCounts:
    """Units by what came of them. failures: without an answer of the candidate, by reason."""

    units: int
    same: int
    waiting: int
    judged: int
    better: int
    worse: int
    equal: int
    both_wrong: int
    not_shown: int
    failed: int
    unasked: int
    failures: Mapping[str, int]

    @property
    def agreement(self) -> float | None:
        """Share of the units with both answers on which they are the same, 0..1."""
        both = self.same + self.waiting + self.judged + self.not_shown
        return self.same / both if both else None


@dataclass(frozen=True, slots=True)
class TrialSlice:
    """Part of a trial. what: "all", or the task, languages or type of its documents. documents: with an answer."""

    what: str
    documents: int
    win: Interval
    score: Interval
    counts: TrialCounts


@dataclass(frozen=True, slots=True)
class Likeness:
    """One family of the panel beside the candidate. same, both: units on which they gave the same answer, of those that
    both answered. sided, split: the same among units on which the panel was of several minds: a model that sides with
    one family there, too, repeats it."""

    family: str
    same: int
    both: int
    sided: int
    split: int


@dataclass(frozen=True, slots=True)
class TrialVotes:
    """Independent votes by labelled units: of the panel's families without the candidate and with it; None where
    ``missing`` says why."""

    labels: int
    before: float | None
    after: float | None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class TrialReport:
    """All that is said of a trial. words: its result in one sentence. waits: why documents are not asked about yet.
    seconds: median of a call, None without one."""

    trial: Trial
    words: str
    slices: tuple[TrialSlice, ...]
    documents: Mapping[TrialJobState, int]
    refusals: tuple[str, ...]
    waits: tuple[str, ...]
    families: tuple[Likeness, ...]
    votes: TrialVotes
    calls: TrialCalls
    seconds: float | None

    def as_dict(self) -> dict[str, Any]:
        """The report as ``trial report --json`` prints it."""
        slices = [asdict(one) | {"agreement": one.counts.agreement} for one in self.slices]
        calls = self.calls._asdict() | {"faults": dict(self.calls.faults), "seconds": self.seconds}
        return {
            "trial": trial_dict(self.trial),
            "words": self.words,
            "slices": slices,
            "documents": {state.value: n for state, n in self.documents.items()},
            "refusals": list(self.refusals),
            "waits": list(self.waits),
            "families": [asdict(one) for one in self.families],
            "votes": asdict(self.votes),
            "calls": calls,
        }


@dataclass(frozen=True, slots=True)
class TrialFacts:
    """What a report is made of. coded: of labelled units (job, unit), each family's answer: 0 right, above 0 wrong."""

    trial: Trial
    pairs: Sequence[Pair]
    documents: Mapping[TrialJobState, int]
    refusals: Sequence[str]
    waits: Sequence[str]
    calls: TrialCalls
    coded: Mapping[tuple[str, str], Mapping[str, int]]


def report_of(facts: TrialFacts) -> TrialReport:
    """The report of a trial as it stands."""
    slices = _slices(facts.pairs)
    seconds = median(facts.calls.seconds) if facts.calls.seconds else None
    return TrialReport(
        facts.trial,
        words_of(facts.trial, slices[0]),
        slices,
        facts.documents,
        tuple(facts.refusals),
        tuple(facts.waits),
        likenesses(facts.pairs),
        votes(facts.pairs, facts.coded),
        facts.calls,
        seconds,
    )


def documents_of(pairs: Sequence[Pair]) -> list[DocumentResult]:
    """Each document of a trial by its numbers, in the order in which they were compared whole."""
    by_document: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_document[pair.document].append(pair)
    ordered = sorted(by_document.values(), key=lambda some: max(max(one.asked_at, one.judged_at) for one in some))
    found = [_document(some) for some in ordered]
    # Nobody can say anything of a document whose pairs went with it.
    return [one for one in found if one.open or not one.beyond or one.better + one.worse + one.even]


def _document(pairs: Sequence[Pair]) -> DocumentResult:
    states = Counter(PairState.BEYOND if one.is_lost else one.state for one in pairs)
    said = Counter(one.compared for one in pairs if one.state is PairState.JUDGED)
    return DocumentResult(
        better=said[Compared.CANDIDATE],
        worse=said[Compared.PANEL],
        even=said[Compared.EQUAL] + said[Compared.BOTH_WRONG],
        same=states[PairState.SAME],
        beyond=states[PairState.BEYOND],
        failed=states[PairState.FAILED],
        open=states[PairState.OPEN] + states[PairState.CLAIMED],
    )


def counts_of(pairs: Sequence[Pair]) -> TrialCounts:
    """Units by what came of them."""
    states = Counter(PairState.BEYOND if one.is_lost else one.state for one in pairs)
    said = Counter(one.compared for one in pairs if one.state is PairState.JUDGED)
    return TrialCounts(
        units=len(pairs),
        same=states[PairState.SAME],
        waiting=states[PairState.OPEN] + states[PairState.CLAIMED],
        judged=states[PairState.JUDGED],
        better=said[Compared.CANDIDATE],
        worse=said[Compared.PANEL],
        equal=said[Compared.EQUAL],
        both_wrong=said[Compared.BOTH_WRONG],
        not_shown=states[PairState.BEYOND],
        failed=states[PairState.FAILED],
        unasked=states[PairState.UNASKED],
        failures=dict(Counter(one.why for one in pairs if one.why)),
    )


def words_of(trial: Trial, whole: TrialSlice) -> str:
    """The result in one sentence. No intervals of slices: a result is claimed of the whole trial alone."""
    if not whole.win.n and not whole.score.n:
        return "Nothing is compared yet."
    win, score = whole.win, whole.score
    said = (
        f"better on {100 * (win.mean or 0):.0f}% of the units that are not tied "
        f"({100 * win.lower:.0f} to {100 * win.upper:.0f}% at 95%, whenever one looks; {win.n} documents)"
        if win.n
        else f"tied on every unit so far ({score.n} documents)"
    )
    within = f"within {100 * trial.margin:g} points of each other over all units ({score.n} documents)"
    return {
        TrialState.RUNNING: f"No clear answer yet: {trial.candidate} is {said}.",
        TrialState.WON: f"{trial.candidate} is the better one: {said}.",
        TrialState.LOST: f"The panel is the better one: {trial.candidate} is {said}.",
        TrialState.EQUAL: f"{trial.candidate} and the panel are equal: {within}.",
        TrialState.SPENT: f"The budget is spent without a clear answer: {trial.candidate} is {said}.",
        TrialState.STOPPED: f"Stopped without a clear answer: {trial.candidate} is {said}.",
    }[trial.state]


def likenesses(pairs: Sequence[Pair]) -> tuple[Likeness, ...]:
    """Every family of the panel beside the candidate."""
    both = [one for one in pairs if one.answered]
    found = []
    for family in sorted({family for one in both for family in one.answered}):
        mine = [one for one in both if family in one.answered]
        split = [one for one in mine if one.split]
        same, sided = (sum(family in one.alike for one in some) for some in (mine, split))
        found.append(Likeness(family, same, len(mine), sided, len(split)))
    return tuple(found)


def votes(pairs: Sequence[Pair], coded: Mapping[tuple[str, str], Mapping[str, int]]) -> TrialVotes:
    """How many independent votes the panel's families are worth without the candidate, and with it."""
    rows = [(one, coded[one.job_id, one.unit_id]) for one in pairs if (one.job_id, one.unit_id) in coded]
    known = [(row, code) for one, row in rows if (code := candidate_code(one, row)) != ABSTAINED]
    if len(known) < LEAST_LABELS:
        lacking = LEAST_LABELS - len(known)
        return TrialVotes(len(known), None, None, f"{len(known)} labelled units; {lacking} more are needed.")
    families = sorted({family for row, _ in known for family in row})
    table = np.array([[*(row.get(family, ABSTAINED) for family in families), code] for row, code in known])
    before = certify.independence(families, table[:, :-1]).effective
    after = certify.independence([*families, ""], table).effective
    missing = "" if before and after else "No two were both wrong and right often enough to compare their mistakes."
    return TrialVotes(len(known), before, after, missing)


def candidate_code(pair: Pair, row: Mapping[str, int]) -> int:
    """What the candidate's answer to a labelled unit is worth: that of a family that gave the same; else by what a
    person said of it; ABSTAINED where neither tells. row: each family's, 0 right, above 0 wrong."""
    same = [row[family] for family in pair.alike if family in row]
    if same:
        return same[0]
    own = max(row.values(), default=0) + 1
    if pair.compared is Compared.BOTH_WRONG:
        return own
    is_right = RIGHT in row.values()
    if is_right and pair.compared is Compared.PANEL:
        return own
    if is_right and pair.compared in (Compared.EQUAL, Compared.CANDIDATE):
        return RIGHT
    return ABSTAINED


def _slices(pairs: Sequence[Pair]) -> tuple[TrialSlice, ...]:
    found = [_slice("all", pairs)]
    for place in range(3):
        values = sorted({one.slice[place] for one in pairs if one.slice[place]})
        if len(values) > 1:
            found += [_slice(value, [one for one in pairs if one.slice[place] == value]) for value in values]
    return tuple(found)


def _slice(what: str, pairs: Sequence[Pair]) -> TrialSlice:
    documents = documents_of(pairs)
    made: TrialFigures = figures(documents)
    return TrialSlice(what, len(documents), made.win, made.score, counts_of(pairs))


def trial_dict(trial: Trial) -> dict[str, Any]:
    """A trial for --json."""
    money = {"budget": str(trial.budget), "spent": str(trial.spent)}
    return asdict(trial) | money | {"state": trial.state.value}


def slice_row(one: TrialSlice) -> tuple[str, ...]:
    """A part of a trial as a line of a table: part, documents, better with its range, score with its range, units with
    the same answers, compared by people, failed."""
    return (
        one.what,
        f"{one.documents:,}",
        *_rate(one.win),
        *_rate(one.score),
        "–" if one.counts.agreement is None else f"{100 * one.counts.agreement:.0f}%",
        f"{one.counts.judged:,}",
        f"{one.counts.failed:,}",
    )


def facts_of(report: TrialReport) -> list[str]:
    """What else is to be known of a trial, one sentence each."""
    trial, calls, counts = report.trial, report.calls, report.slices[0].counts
    told = [
        f"Compared: {counts.better:,} better, {counts.worse:,} worse, {counts.equal:,} equal, "
        f"{counts.both_wrong:,} both wrong; {counts.waiting:,} wait, {counts.not_shown:,} are not shown.",
        f"Cost: ${trial.spent:.4f} of ${trial.budget} for {calls.calls:,} calls"
        + (f", {report.seconds:.1f} s for half of them." if report.seconds is not None else "."),
    ]
    if counts.failures:
        why = ", ".join(f"{reason.replace('_', ' ')} {n:,}" for reason, n in sorted(counts.failures.items()))
        told.append(f"Without an answer: {why}.")
    told += [
        f"Beside {one.family}: the same answer on {_of(one.same, one.both)}, where the panel is split on "
        f"{_of(one.sided, one.split)}."
        for one in report.families
    ]
    votes_ = report.votes
    told.append(
        f"Independent votes: {votes_.missing}"
        if votes_.before is None or votes_.after is None
        else f"Independent votes: {votes_.before:.1f} of the panel alone, {votes_.after:.1f} with the candidate "
        f"({votes_.labels:,} labelled units)."
    )
    asking = report.documents.get(TrialJobState.ASKING, 0)
    if asking:
        told.append(f"{asking:,} documents are still to be asked about; after a kill: consensus trial resume")
    told += [f"Waits: {why}" for why in report.waits]
    return [*told, *(f"Not asked: {why}" for why in report.refusals)]


def _rate(interval: Interval) -> tuple[str, str]:
    if interval.mean is None:
        return "–", "–"
    return f"{100 * interval.mean:.0f}%", f"{100 * interval.lower:.0f} to {100 * interval.upper:.0f}%"


def _of(part: int, n: int) -> str:
    return f"{part:,} of {n:,}"
