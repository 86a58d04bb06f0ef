"""Facade for figures on models: how far their mistakes are their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from consensus import certify
from consensus.certify import ABSTAINED
from consensus.domain import JobVersion, JobVotes
from consensus.learn.labels import codes
from consensus.ports.guarantee import LabelStore
from consensus.service.member_names import SavedMembers, member_names, nobody_saved
from consensus.service.reports.insights import Share, newest

#: Labels below which nothing is said about a pair of models or a slice.
LEAST_LABELS = 30
_MOST_JOBS = 2_000
_MOST_REMEMBERED = 4_000


#: By unit: the judgement of a blind audit or "", whether it is a segment, and the codes of the answers.
_Coded = dict[str, tuple[str, bool, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class PairMistakes:
    """Two models on labelled units that both answered. same: wrong with the same answer, which agreement cannot see.

    lower, upper: 0..1, where the rate of same lies at 95% whenever one looks. both_wrong: units that both had wrong.
    by_chance: the rate of both being wrong if their mistakes were independent, 0..1.
    """

    first: str
    second: str
    same: Share
    lower: float
    upper: float
    both_wrong: int
    by_chance: float | None


@dataclass(frozen=True, slots=True)
class PanelMistakes:
    """One panel in one slice. checked, reviewed: labels of blind audits, and of the queue, which disagreement chose.

    wordings: another good wording counts as wrong, too. effective: independent voters that the panel is worth, 1 to
    the number of its models; None where ``missing`` says why. pairs: those with labels enough.
    """

    slice: str
    models: tuple[str, ...]
    checked: int
    reviewed: int
    wordings: bool
    effective: float | None
    pairs: tuple[PairMistakes, ...]
    missing: str = ""

    @property
    def labels(self) -> int:
        return self.checked + self.reviewed


@dataclass(frozen=True, slots=True)
class Mistakes:
    """units: with votes. labels: of these, that a person said the right answer of. left_out: older jobs."""

    units: int
    labels: int
    left_out: int
    panels: tuple[PanelMistakes, ...]


class ModelMistakes:
    """What votes and labels say of the models."""

    def __init__(self, store: LabelStore, saved: SavedMembers = nobody_saved) -> None:
        self._store, self._saved = store, saved
        self._votes: dict[JobVersion, JobVotes] = {}
        self._labels: dict[JobVersion, _Coded] = {}

    def figures(self, job_id: str = "") -> Mistakes:
        """Over one job, or the newest ones of up to 50,000 units together, oldest first."""
        every = self._store.job_versions(_MOST_JOBS, job_id)
        marks = newest(every)[::-1]
        self._read(marks)
        named = member_names(self._saved())
        votes = [(mark, self._votes[mark].units, self._labels[mark]) for mark in marks]
        return Mistakes(
            units=sum(len(units) for _, units, _ in votes),
            labels=sum(len(some) for _, _, some in votes),
            left_out=len(every) - len(marks),
            panels=tuple(_named(one, named) for one in _panels([(mark, some) for mark, _, some in votes])),
        )

    def _read(self, marks: Sequence[JobVersion]) -> None:
        """Only a verdict or a decision changes what was read."""
        new = {mark.job_id: mark for mark in marks if mark not in self._votes}
        if len(self._votes) + len(new) > _MOST_REMEMBERED:
            self._votes.clear()
            self._labels.clear()
            new = {mark.job_id: mark for mark in marks}
        if not new:
            return
        self._votes |= {new[one.job_id]: one for one in self._store.votes(list(new))}
        self._labels |= {mark: {} for mark in new.values()}
        for label in self._store.labels([job_id for job_id, mark in new.items() if mark.settled]):
            coded = codes(label)
            if coded is not None:
                self._labels[new[label.job_id]][label.unit_id] = (label.judgement, label.segment, coded)


def _panels(labels: Sequence[tuple[JobVersion, _Coded]]) -> tuple[PanelMistakes, ...]:
    groups: defaultdict[tuple[str, tuple[str, ...]], list[tuple[str, bool, Mapping[str, int]]]] = defaultdict(list)
    for mark, some in labels:
        if len(mark.members) > 1:
            groups[mark.slice, mark.members] += some.values()
    return tuple(_panel(slice_, models, found) for (slice_, models), found in sorted(groups.items()))


def _named(panel: PanelMistakes, named: Callable[[str], str]) -> PanelMistakes:
    """With its models as people know them."""
    pairs = tuple(replace(pair, first=named(pair.first), second=named(pair.second)) for pair in panel.pairs)
    return replace(panel, models=tuple(map(named, panel.models)), pairs=pairs)


def _panel(slice_: str, models: tuple[str, ...], found: Sequence[tuple[str, bool, Mapping[str, int]]]) -> PanelMistakes:
    table = [[coded.get(model, ABSTAINED) for model in models] for _, _, coded in found]
    seen = certify.independence(models, np.reshape(np.array(table, dtype=int), (len(found), len(models))))
    checked = sum(bool(judgement) for judgement, _, _ in found)
    pairs = tuple(_pair(pair) for pair in seen.pairs if pair.units >= LEAST_LABELS)
    lacking = LEAST_LABELS - len(found)
    missing = ""
    if lacking > 0:
        missing = f"{len(found)} labelled units; {lacking} more are needed before anything is said."
    elif len(pairs) < len(seen.pairs):
        missing = f"Some pairs have fewer than {LEAST_LABELS} labelled units that both answered."
    elif seen.effective is None:
        missing = "No two models were both wrong and right often enough to compare their mistakes."
    return PanelMistakes(
        slice=slice_,
        models=models,
        checked=checked,
        reviewed=len(found) - checked,
        wordings=any(segment for _, segment, _ in found),
        effective=None if missing else seen.effective,
        pairs=pairs,
        missing=missing,
    )


def _pair(pair: certify.PairErrors) -> PairMistakes:
    lower, upper = certify.confidence_sequence(pair.same_wrong, pair.units)
    same = Share(pair.same_wrong, pair.units)
    by_chance = pair.both_wrong_if_independent
    return PairMistakes(pair.first, pair.second, same, float(lower), float(upper), pair.both_wrong, by_chance)
