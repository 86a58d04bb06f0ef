"""Facade for figures on guarantees: what is promised, what the checks behind it say, by level and in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np

from consensus import certify
from consensus.certify import COUNTED, Certification, Detection
from consensus.certify.checks import LEAST_SEEDED
from consensus.domain import Audit, GuaranteeKey, GuaranteeRules, LevelCoverage, Origin
from consensus.ports.guarantee import GuaranteeStore, LabelStore
from consensus.service.guarantee.gate import key_of
from consensus.service.guarantee.service import Guarantees, GuaranteeStatus
from consensus.service.reports.error_correlation import LEAST_LABELS
from consensus.service.reports.insights import Share, newest

#: Labels and errors below which a curve would show chance.
CURVE_LABELS, CURVE_ERRORS = 200, 10
#: Points of a plot, and documents from which their spread is known.
_POINTS, _LEAST_DOCUMENTS, _MOST_JOBS, _MOST_REMEMBERED = 150, 10, 2_000, 50


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a rate lies, 0..1, at the guarantee's confidence or better."""

    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Promise:
    """One guarantee. risk, escaped: at most so many wrong among accepted units (0..1), and so many escaped errors per
    1,000 of all units; None while nothing is accepted automatically.

    level: the one that figures are shown for, 1 the strictest: what accepts now, else the next to be certified; None
    before levels are declared. bound: the any-time upper bound on its risk, 0..1, None without checks. checks: that
    speak for this level, wrong ones among them, overdue ones counted as wrong. spots: wrong ones among spot checks,
    under the policy in force. between: where their rate lies; None without any. style: spot checks that found style
    edits only.
    reviewers: what is known of the errors that they see, as a sentence.
    """

    status: GuaranteeStatus
    level: int | None
    risk: float | None
    escaped: float | None
    bound: float | None
    checks: Share
    spots: Share
    between: Interval | None
    style: int
    reviewers: str

    @property
    def key(self) -> GuaranteeKey:
        return self.status.record.key

    @property
    def missing(self) -> int:
        """Labels that are lacking before rates of this slice are shown."""
        return max(0, LEAST_LABELS - self.checks.n)


@dataclass(frozen=True, slots=True)
class BoundPoint:
    """After so many checks. at: ISO 8601, "" for those of former attempts. rate: of wrong ones, 0..1.

    bound: the one-sided any-time bound, which decides. within: the two-sided confidence sequence. Both 0..1.
    """

    checks: int
    wrong: int
    at: str
    rate: float
    bound: float
    within: Interval


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """One level, 1 the strictest. checks: wrong among those that speak for it, overdue ones counted as wrong.

    risk: where the error rate of what it accepts lies; None without checks. coverage: units it accepts. within: where
    its coverage lies, from document to document; None for fewer than ten documents.
    """

    number: int
    certified: bool
    operating: bool
    checks: Share
    risk: Interval | None
    coverage: Share
    within: Interval | None
    documents: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a guarantee. bound_curve: of the level shown, of the present attempt.

    carried: checks of former attempts that the course begins with. no_curve: why there is no curve over the levels, or
    "". all_seen: False when coverage leaves older documents out.
    """

    bound_curve: tuple[BoundPoint, ...]
    carried: int
    levels: tuple[LevelFigures, ...]
    no_curve: str
    all_seen: bool


class Promises:
    """What is promised of accepted units, and why anybody may believe it."""

    def __init__(self, guarantees: Guarantees, store: GuaranteeStore, labels: LabelStore) -> None:
        self._guarantees, self._store, self._labels = guarantees, store, labels
        # Neither a check nor a decision changes what a level accepts.
        self._reached = lru_cache(_MOST_REMEMBERED)(self._reaches)

    def words(self, job_id: str) -> str:
        """What is promised of a job's accepted units, or "not certified". Raises NotFoundError."""
        return self._guarantees.words(self._store.job(job_id))

    def all(self, job_id: str = "") -> list[Promise]:
        """Every guarantee, by policy and slice; or the one that a job falls under. Raises NotFoundError."""
        key = None
        if job_id:
            job = self._store.job(job_id)
            if not isinstance(job.policy.guarantee, GuaranteeRules):
                return []
            key = key_of(job)
        counts = {
            (count.policy, count.slice, count.digest): count
            for count in self._labels.check_counts()
            if count.origin is Origin.SPOT_CHECK
        }
        found = []
        for status in self._guarantees.statuses():
            if key in (None, status.record.key):
                count = counts.get((*status.record.key, status.record.digest))
                spots = Share(count.wrong, count.made) if count else Share(0, 0)
                found.append(_promise(status, spots, count.style if count else 0))
        return found

    def evidence(self, promise: Promise, job_id: str = "") -> Evidence | None:
        """None before levels are declared. job_id: coverage over this job alone."""
        now, record = promise.status.standing, promise.status.record
        if now is None or promise.level is None:
            return None
        certification = now.certification
        made = [one for one in self._store.checks(record.key) if _of_attempt(one, record.digest, record.attempt)]
        every = self._labels.job_versions(_MOST_JOBS, job_id)
        marks = newest(every)
        floors = [level.floor for level in certification.claim.levels]
        jobs = tuple((mark.job_id, mark.state, mark.units) for mark in marks)
        reaches = self._reached(jobs, record.key, record.digest, tuple(floors))
        shown = promise.level - 1
        return Evidence(
            bound_curve=_bound_curve(made, certification, shown),
            carried=certification.carried[shown].done,
            levels=tuple(_level(certification, at, now.level, reaches) for at in range(len(floors))),
            no_curve=_no_curve(certification),
            all_seen=len(marks) == len(every) < _MOST_JOBS,
        )

    def _reaches(
        self, jobs: tuple[tuple[str, str, int], ...], key: GuaranteeKey, digest: str, floors: tuple[float, ...]
    ) -> Sequence[LevelCoverage]:
        return self._labels.reaches([job_id for job_id, _, _ in jobs], key, digest, floors)


def _promise(status: GuaranteeStatus, spots: Share, style: int) -> Promise:
    now = status.standing
    delta = 1 - status.record.confidence
    if now is None:
        known = _reviewers(certify.UNKNOWN_DETECTION)
        return Promise(status, None, None, None, None, Share(0, 0), spots, _within(spots, delta), style, known)
    certification = now.certification
    shown = certification.current if now.level is None else now.level
    tally = certification.evidence(shown)
    return Promise(
        status=status,
        level=shown + 1,
        risk=None if now.level is None else certification.claim.alpha,
        escaped=now.escaped_per_1000,
        bound=certification.bound(shown) if tally.checks else None,
        checks=Share(tally.wrong, tally.checks),
        spots=spots,
        between=_within(spots, delta),
        style=style,
        reviewers=_reviewers(certification.detection),
    )


def _reviewers(detection: Detection) -> str:
    if detection.known:
        return detection.sentence
    lacking = LEAST_SEEDED - detection.seeded
    return (
        f"Nothing is known yet of what reviewers miss: {detection.seeded} of at least {LEAST_SEEDED} seeded errors "
        f"were judged, {lacking} more are needed. {detection.sentence}"
    )


def _within(share: Share, delta: float) -> Interval | None:
    if not share.n:
        return None
    lower, upper = certify.confidence_sequence(share.part, share.n, delta)
    return Interval(float(lower), float(upper))


def _of_attempt(check: Audit, digest: str, attempt: int) -> bool:
    made = check.judgement is not None and check.origin in COUNTED
    return made and (check.digest, check.attempt) == (digest, attempt)


def _bound_curve(made: Sequence[Audit], certification: Certification, level: int) -> tuple[BoundPoint, ...]:
    """Overdue checks are not in it: nobody has made them."""
    mine = [one for one in made if one.level <= level <= one.frame]
    before, delta = certification.carried[level], certification.claim.spend
    times = ["", *(one.judged_at for one in mine)]
    wrong = np.cumsum([before.errors, *(one.judgement is not None and one.judgement.wrong for one in mine)])
    done = before.done + np.arange(len(mine) + 1)
    kept = np.unique(np.linspace(0, len(mine), min(len(mine) + 1, _POINTS)).round().astype(int))
    kept = kept[done[kept] > 0]
    k, n, sees = wrong[kept], done[kept], certification.detection.at_least
    bounds = np.minimum(1.0, certify.any_time_bound(k, n, delta) / sees)
    lower, upper = certify.confidence_sequence(k, n, delta)
    upper = np.minimum(1.0, upper / sees)
    return tuple(
        BoundPoint(
            int(n[at]),
            int(k[at]),
            times[place],
            float(k[at] / n[at]),
            float(bounds[at]),
            Interval(float(lower[at]), float(upper[at])),
        )
        for at, place in enumerate(kept)
    )


def _level(
    certification: Certification, at: int, operating: int | None, reaches: Sequence[LevelCoverage]
) -> LevelFigures:
    tally, delta = certification.evidence(at), certification.claim.spend
    risk = None
    if tally.checks:  # an overdue check may turn out right: only the upper end counts it as wrong
        lower = certify.confidence_sequence(tally.errors, tally.checks, delta)[0]
        upper = certify.confidence_sequence(tally.wrong, tally.checks, delta)[1]
        risk = Interval(float(lower), min(1.0, float(upper) / certification.detection.at_least))
    accepted = [one.levels[at] for one in reaches]
    units = [one.units for one in reaches]
    return LevelFigures(
        number=at + 1,
        certified=certification.proofs[at] is not None,
        operating=at == operating,
        checks=Share(tally.wrong, tally.checks),
        risk=risk,
        coverage=Share(sum(accepted), sum(units)),
        within=_spread(accepted, units, delta),
        documents=len(reaches),
    )


def _spread(accepted: Sequence[int], units: Sequence[int], delta: float) -> Interval | None:
    """Where a share of units lies when whole documents are drawn (ratio estimator, linearised; Cochran 1977, 6.3)."""
    from scipy.special import stdtrit

    documents, total = len(units), sum(units)
    if documents < _LEAST_DOCUMENTS or not total:
        return None
    share = sum(accepted) / total
    squares = sum((part - share * n) ** 2 for part, n in zip(accepted, units, strict=True))
    half = float(stdtrit(documents - 1, 1 - delta / 2)) * sqrt(squares * documents / (documents - 1)) / total
    return Interval(max(0.0, share - half), min(1.0, share + half))


def _no_curve(certification: Certification) -> str:
    """Why no curve is drawn, or ""."""
    tallies = [certification.evidence(at) for at in range(len(certification.claim.levels))]
    labels, errors = max(one.done for one in tallies), max(one.errors for one in tallies)
    lacking = []
    if labels < CURVE_LABELS:
        lacking.append(f"{labels} of {CURVE_LABELS} labels: {CURVE_LABELS - labels} more are needed")
    if errors < CURVE_ERRORS:
        lacking.append(f"{errors} of {CURVE_ERRORS} errors: {CURVE_ERRORS - errors} more would be needed")
    return f"No curve yet, it would show chance: {'; '.join(lacking)}." if lacking else ""
