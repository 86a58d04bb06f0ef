"""Facade for figures: values with the number of units behind each, never a rate without one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from consensus.domain import (
    CostSummary,
    JobLine,
    JobVersion,
    Outcome,
    Rule,
    ServedSeries,
    SettledUnit,
    Tally,
    Verification,
    Vote,
    summarize_costs,
)
from consensus.errors import NotFoundError
from consensus.ports.guarantee import GuaranteeStore
from consensus.ports.runtime import Clock
from consensus.ports.storage import LibraryStore
from consensus.reference import value_at
from consensus.service.jobs.listing import open_batch
from consensus.service.member_names import SavedMembers, member_names, nobody_saved
from consensus.service.reports.reason_words import check_words, rule_words

#: Units over which figures are made at once; older jobs are left out, and said to be.
MOST_UNITS = 50_000
#: What says of a job how many units it holds.
Sized = TypeVar("Sized", JobLine, JobVersion)
_MOST_JOBS = 200
_HOUR, _DAY = 3600.0, 86400.0
_AGES = (("under 1 hour", _HOUR), ("under 1 day", _DAY), ("under 1 week", 7 * _DAY), ("longer", float("inf")))
_MOST_REMEMBERED = 500
_MOST_CHANGES = 10


@dataclass(frozen=True, slots=True)
class Share:
    """part of n units; no rate without n."""

    part: int
    n: int

    @property
    def value(self) -> float | None:
        """0..1, or None for nothing at all."""
        return self.part / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds from shown to decided. day: ISO 8601 date, or "" for all days."""

    n: int
    median: float
    p90: float
    day: str = ""


@dataclass(frozen=True, slots=True)
class MemberAgreement:
    """Of the units that a member answered beside other families: in the leading cluster together with another."""

    member: str
    languages: str
    share: Share


@dataclass(frozen=True, slots=True)
class Reason:
    """Why units were not accepted. kind: "rule" (one a unit), "check" or "gate" (any number a unit)."""

    kind: str
    name: str
    n: int

    @property
    def words(self) -> str:
        """For people: ``nobody answered``."""
        return check_words(self.name) if self.kind == "check" else rule_words(self.name)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Units of one job that nobody answered."""

    job_id: str
    document: str
    n: int


@dataclass(frozen=True, slots=True)
class JudgeAgreement:
    """Of the answers that a judge read and a person looked at: those that the person changed or rejected, among the
    ones with an error by the judge and among the clean ones. A judge that helps has the first share well above."""

    with_errors: Share
    clean: Share


@dataclass(frozen=True, slots=True)
class Insight:
    """Figures over some jobs. left_out: older jobs that are not in them. units: that have a verdict.

    undrawn: units that wait until their batch is closed; they count nowhere else. coverage: units accepted
    automatically, by language. precision: of the units that a person looked at in review, those where the leading
    candidate was taken unchanged. ages: units waiting, by how long. oldest: seconds, None for an empty queue.
    pace: None before the first decision. served: the last changes of the models that answer, one sentence each, the
    newest first. unanswered: jobs with units that nobody answered, the most first.
    """

    jobs: int
    left_out: int
    units: int
    undrawn: int
    coverage: Share
    by_language: tuple[tuple[str, Share], ...]
    verifications: tuple[tuple[str, int], ...]
    waiting: int
    ages: tuple[tuple[str, int], ...]
    oldest: float | None
    precision: Share
    pace: Pace | None
    paces: tuple[Pace, ...]
    agreement: tuple[MemberAgreement, ...]
    reasons: tuple[Reason, ...]
    judge: JudgeAgreement
    costs: CostSummary
    served: tuple[str, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()


class Insights:
    """What the stored jobs say of themselves."""

    def __init__(
        self, store: GuaranteeStore, lines: LibraryStore, clock: Clock, saved: SavedMembers = nobody_saved
    ) -> None:
        self._store, self._lines, self._clock, self._saved = store, lines, clock, saved
        # Counting a large job takes a second, and only a verdict, a decision or the end of its batch changes it.
        self._counted: dict[tuple[object, ...], Tally] = {}

    def figures(self, job_id: str = "") -> Insight:
        """Over one job, or the newest ones of up to 50,000 units together. Raises NotFoundError."""
        every = self._lines.job_lines(_MOST_JOBS, job_id)
        if job_id and not every:
            raise NotFoundError(f"there is no job {job_id}", do="List them with: consensus jobs list")
        chosen = newest(every)
        ids = [job.id for job in chosen]
        tallies = self._tallies(chosen)
        settled = self._lines.settled_units(ids)
        waited = self._waited(ids)
        named = member_names(self._saved())
        spent = [
            replace(line, model=named(line.model)) for line in self._store.spending(ids) if job_id in ("", line.job_id)
        ]
        return Insight(
            jobs=len(chosen),
            left_out=len(every) - len(chosen),
            units=sum(map(_judged, tallies)),
            undrawn=sum(map(_undrawn, tallies)),
            coverage=_coverage(tallies),
            by_language=_by_language(tallies),
            verifications=_verifications(tallies),
            waiting=len(waited),
            ages=_ages(waited),
            oldest=max(waited, default=None),
            precision=_precision(settled),
            pace=_pace("", settled),
            paces=_by_day(settled),
            agreement=_agreement(tallies, named),
            reasons=_reasons(tallies),
            judge=_judge(settled),
            costs=summarize_costs(spent),
            served=_served(self._lines.served_series()),
            unanswered=_unanswered(chosen, tallies),
        )

    def _tallies(self, chosen: Sequence[JobLine]) -> list[Tally]:
        """Counted for those of which something changed, all at once; the others are remembered."""
        is_any_open = bool(self._store.open_batches())
        keys = {job.id: self._key(job, is_any_open) for job in chosen}
        known = self._counted  # which others that look at the same time replace as a whole
        new = [job_id for job_id, key in keys.items() if key not in known]
        counted = known | ({keys[tally.job_id]: tally for tally in self._lines.tallies(new)} if new else {})
        found = {key: counted[key] for key in keys.values() if key in counted}  # a job may be deleted meanwhile
        kept = [(key, tally) for key, tally in known.items() if key not in found]
        self._counted = dict([*kept[-_MOST_REMEMBERED:], *found.items()])
        return list(found.values())

    def _key(self, job: JobLine, is_any_open: bool) -> tuple[object, ...]:
        """What a job's tally depends on."""
        is_open = is_any_open and open_batch(self._store, job.id) is not None
        return job.id, job.state, is_open, job.accepted, job.review, job.failed, job.decided, job.last_decision

    def _waited(self, ids: Sequence[str]) -> list[float]:
        now = self._clock.now()
        since = map(datetime.fromisoformat, self._lines.waiting_since(ids))
        return [max(0.0, (now - moment).total_seconds()) for moment in since]


def newest(jobs: Sequence[Sized]) -> list[Sized]:
    """As many of the first jobs as hold ``MOST_UNITS`` units together; at least one."""
    chosen: list[Sized] = []
    units = 0
    for job in jobs:
        units += job.units
        if chosen and units > MOST_UNITS:
            break
        chosen.append(job)
    return chosen


def _served(series: Sequence[ServedSeries]) -> tuple[str, ...]:
    changes = sorted((one for one in series if one.changed_at), key=lambda one: one.changed_at, reverse=True)
    return tuple(one.words for one in changes[:_MOST_CHANGES])


def _judged(tally: Tally) -> int:
    return tally.units - tally.outcomes.get("undecided", 0) - _undrawn(tally)


def _undrawn(tally: Tally) -> int:
    return tally.rules.get(Rule.OPEN_BATCH, 0)


def _coverage(tallies: Iterable[Tally]) -> Share:
    found = list(tallies)
    return Share(sum(t.outcomes.get(Outcome.ACCEPTED.value, 0) for t in found), sum(map(_judged, found)))


def _by_language(tallies: Sequence[Tally]) -> tuple[tuple[str, Share], ...]:
    groups: defaultdict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        groups[tally.languages or "none"].append(tally)
    return tuple((name, _coverage(group)) for name, group in sorted(groups.items()))


def _verifications(tallies: Sequence[Tally]) -> tuple[tuple[str, int], ...]:
    total = _sum(tally.verifications for tally in tallies)
    return tuple((one.value, total[one.value]) for one in Verification)


def _ages(waited: Sequence[float]) -> tuple[tuple[str, int], ...]:
    counts = Counter(next(name for name, most in _AGES if seconds < most) for seconds in waited)
    return tuple((name, counts[name]) for name, _ in _AGES)


def _precision(settled: Sequence[SettledUnit]) -> Share:
    """Of what disagreement sent to people: a blind audit is of what was accepted, or would be."""
    reviewed = [unit for unit in settled if not unit.check]
    return Share(sum(unit.leading for unit in reviewed), len(reviewed))


def _judge(settled: Sequence[SettledUnit]) -> JudgeAgreement:
    """Blind checks count too: nobody who decides has seen what the judge says."""
    read = {errors: [unit for unit in settled if unit.errors is errors] for errors in (True, False)}
    shares = {errors: Share(sum(not unit.leading for unit in units), len(units)) for errors, units in read.items()}
    return JudgeAgreement(shares[True], shares[False])


def _seconds(unit: SettledUnit) -> float:
    shown, decided = datetime.fromisoformat(unit.shown_at), datetime.fromisoformat(unit.decided_at)
    return max(0.0, (decided - shown).total_seconds())


def _pace(day: str, settled: Sequence[SettledUnit]) -> Pace | None:
    seconds = sorted(map(_seconds, settled))
    return Pace(len(seconds), value_at(seconds, 0.5), value_at(seconds, 0.9), day) if seconds else None


def _by_day(settled: Sequence[SettledUnit]) -> tuple[Pace, ...]:
    days: defaultdict[str, list[SettledUnit]] = defaultdict(list)
    for unit in settled:
        days[unit.decided_at[:10]].append(unit)
    return tuple(pace for day, units in sorted(days.items()) if (pace := _pace(day, units)) is not None)


def _unanswered(chosen: Sequence[JobLine], tallies: Sequence[Tally]) -> tuple[Unanswered, ...]:
    jobs = {job.id: job for job in chosen}
    found = []
    for tally in tallies:
        job = jobs[tally.job_id]
        undecided = job.review + job.failed - job.decided  # a person may have written what no model said
        if (n := min(tally.rules.get(Rule.NO_ANSWER, 0), undecided)) > 0:
            found.append(Unanswered(job.id, job.document, n))
    return tuple(sorted(found, key=lambda one: -one.n))


def _agreement(tallies: Sequence[Tally], named: Callable[[str], str] = str) -> tuple[MemberAgreement, ...]:
    votes: defaultdict[tuple[str, str], list[Vote]] = defaultdict(list)
    for tally in tallies:
        for member, vote in tally.votes.items():
            votes[named(member), tally.languages or "none"].append(vote)
    shares = {key: Share(sum(v.agreed for v in some), sum(v.answered for v in some)) for key, some in votes.items()}
    return tuple(MemberAgreement(member, langs, share) for (member, langs), share in sorted(shares.items()))


def _reasons(tallies: Sequence[Tally]) -> tuple[Reason, ...]:
    kinds = {
        "rule": _sum(tally.rules for tally in tallies) - Counter({Rule.OPEN_BATCH.value: sum(map(_undrawn, tallies))}),
        "check": _sum(tally.checks for tally in tallies),
        "gate": _sum(tally.gates for tally in tallies),
    }
    return tuple(Reason(kind, name, n) for kind, counts in kinds.items() for name, n in counts.most_common())


def _sum(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total = Counter[str]()
    for one in counts:
        total.update(one)
    return total
