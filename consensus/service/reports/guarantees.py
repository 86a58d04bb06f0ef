"""Facade for figures on guarantees: what is promised, what the audits behind it say, by level and batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consensus.certify import State
from consensus.certify.bets import DrawLog, log_of
from consensus.certify.bets import Evidence as BatchEvidence
from consensus.certify.evaluate import tally
from consensus.domain import Batch, BatchEntry, GuaranteeKey, LevelCoverage
from consensus.errors import shown_value
from consensus.ports.guarantee import GuaranteeStore, LabelStore
from consensus.service.guarantee.basis import key_of, rules_of
from consensus.service.guarantee.service import Guarantees, GuaranteeStatus
from consensus.service.reports.insights import Share, newest

#: Points of a plot, and documents from which their spread is known.
_POINTS, _LEAST_DOCUMENTS, _MOST_JOBS, _MOST_REMEMBERED = 150, 10, 2_000, 50
#: Rates that the course of the bound is read from; a bound between two of them is drawn at the higher one.
_RATES = 48
#: Open batches that are named in one sentence.
_MOST_OPEN = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a share lies, 0..1, at the guarantee's confidence."""

    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """One level, 1 the strictest, by the batches of this attempt that say something of it.

    certified: it is proven. accepts: units are accepted at it now. documents: of these batches. audits: drawn for it.
    wrong: judged wrong or unsure, or edited before. pending: not made, which count as wrong. bound: at most so many
    wrong among what it accepts, 0..1. floor: lowest score. coverage: share of the units that placed the levels, 0..1.
    """

    number: int
    certified: bool
    accepts: bool
    batches: int
    documents: int
    audits: int
    wrong: int
    pending: int
    bound: float
    floor: float
    coverage: float

    @property
    def judged(self) -> Share:
        """Wrong ones among the audits that were made."""
        return Share(self.wrong, self.audits - self.pending)

    @property
    def stands(self) -> str:
        """Whether it accepts, in words."""
        return "accepts now" if self.accepts else "certified" if self.certified else "not certified"

    def as_dict(self) -> dict[str, Any]:
        """One of ``levels`` in ``certify status --json``."""
        counts = {"batches": self.batches, "documents": self.documents, "audits": self.audits, "wrong": self.wrong}
        stands = {"pending": self.pending, "bound": self.bound, "certified": self.certified, "accepts": self.accepts}
        return {"floor": self.floor, "coverage": self.coverage, **counts, **stands}


@dataclass(frozen=True, slots=True)
class Promise:
    """One guarantee, and what stands behind it.

    levels: strictest first; () before they are placed. level: the one that figures are shown for, 1 the strictest: what
    accepts now, else the next to be certified; None before levels are placed. closed: batches of this attempt that
    audits were drawn from, or that placed the levels. documents: in them. open: batches that take documents.
    """

    status: GuaranteeStatus
    levels: tuple[LevelFigures, ...]
    level: int | None
    closed: int
    documents: int
    open: tuple[Batch, ...]

    @property
    def key(self) -> GuaranteeKey:
        return self.status.record.key

    @property
    def shown(self) -> LevelFigures | None:
        """Figures of the level that is shown."""
        return self.levels[self.level - 1] if self.level is not None else None

    @property
    def judged(self) -> Share:
        """Wrong ones among the audits of the level shown that were made."""
        return self.shown.judged if self.shown else Share(0, 0)

    @property
    def backlog(self) -> str:
        """Audits made and open, in words."""
        snapshot = self.status.snapshot
        overdue = f" ({snapshot.overdue:,} overdue)" if snapshot.overdue else ""
        return f"{self.judged.n:,} judged, {snapshot.open:,} open{overdue}"

    @property
    def batches(self) -> str:
        """Batches and documents behind the figures, and what is open since when, in one sentence."""
        counted = f"{_counted(self.closed, 'batch', 'batches')} closed with {_counted(self.documents, 'document')}"
        shown = [
            f"{shown_value(one.name) if one.named else 'one submission'} since {_minute(one.opened_at)}"
            for one in self.open
        ]
        more = f" and {len(shown) - _MOST_OPEN:,} more" if len(shown) > _MOST_OPEN else ""
        opened = f", {len(shown):,} open ({'; '.join(shown[:_MOST_OPEN])}{more})" if shown else ", none open"
        return f"{counted}{opened}."

    @property
    def reviewers(self) -> str:
        """What is known of the errors that reviewers see; "" where the words say it already."""
        known = self.status.standing.detection.words
        return "" if known in self.status.words else known

    @property
    def escaped(self) -> str:
        """Wrong units that were accepted, among 1,000 of all units, in words; "" while nothing is accepted."""
        if self.status.standing.escaped is None:
            return ""
        low, high = self.status.standing.escaped
        return f"at most {low:.1f} to {high:.1f}"

    @property
    def to_do(self) -> tuple[str, ...]:
        """What to do about an alarm, one sentence a step; () where none is raised."""
        record = self.status.record
        if self.status.state is not State.ALARM:
            return ()
        since, exported = _minute(record.paused_since), self.status.snapshot.exported
        told = f"Tell whoever received them: {_counted(exported, 'unit')} accepted since {since} left the house."
        return (
            *((told,) if since and exported else ()),
            *(("Decide what was taken back: it waits in the review queue.",) if since else ()),
            "Find the cause: a model that its provider changed, other documents, another way of scanning or exporting.",
            f"Go on handing in. Units are accepted again once batches closed after {_minute(record.alarmed_at)} show "
            f"it, in attempt {record.attempt}, which takes more of them than the one before.",
        )

    def as_dict(self) -> dict[str, Any]:
        """The shape under ``guarantees`` in ``certify status --json``; rates and shares 0..1, None for not known."""
        record, now, snapshot = self.status.record, self.status.standing, self.status.snapshot
        opened = [{"name": one.name if one.named else None, "opened_at": one.opened_at} for one in self.open]
        return {
            "policy": {"name": record.policy, "version": record.version, "digest": record.policy_digest},
            "slice": record.slice,
            "basis": record.digest,
            "alpha": record.alpha,
            "confidence": record.confidence,
            "catch": record.catch,
            "cap": record.claim.cap if record.claim else record.cap,
            "state": self.status.state.value,
            "words": self.status.words,
            "attempt": record.attempt,
            "level": now.level,
            "levels": [one.as_dict() for one in self.levels],
            "progress": asdict(now.progress) | {"words": now.progress.words} if now.progress else None,
            "reviewers": now.detection.words,
            "batches": {"open": len(self.open), "closed": self.closed, "opened": opened},
            "documents": self.documents,
            "audits": {
                "made": self.judged.n,
                "wrong": self.judged.part,
                "open": snapshot.open,
                "overdue": snapshot.overdue,
            },
            "style": snapshot.style,
            "accepted": snapshot.accepted,
            "escaped_per_1000": list(now.escaped) if now.escaped is not None else None,
            "guarantees": snapshot.guarantees,
            "alarmed_at": record.alarmed_at or None,
            "paused_since": record.paused_since or None,
        }


@dataclass(frozen=True, slots=True)
class BatchPoint:
    """After so many batches, in the order in which they were closed. at: when this one was, ISO 8601.

    audits, wrong, pending: of all so far. evidence: log E, of which ``Evidence.needed`` is a proof. bound: at most so
    many wrong among accepted, 0..1, as far as the batches so far show. alarm: this batch raised it.
    """

    batches: int
    at: str
    audits: int
    wrong: int
    pending: int
    evidence: float
    bound: float
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """Units that a level accepts. within: where the share lies, from document to document; None for fewer than ten."""

    share: Share
    within: Interval | None
    documents: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a guarantee. points: of the level shown, in this attempt. needed: log E of a proof.

    coverage: by level, strictest first. all_seen: False when it leaves older documents out.
    """

    points: tuple[BatchPoint, ...]
    needed: float
    coverage: tuple[Coverage, ...]
    all_seen: bool


class Promises:
    """What is promised of accepted units, and why anybody may believe it."""

    def __init__(self, guarantees: Guarantees, store: GuaranteeStore, labels: LabelStore) -> None:
        self._guarantees, self._store, self._labels = guarantees, store, labels
        # Neither an audit nor a decision changes what a level accepts.
        self._reached = lru_cache(_MOST_REMEMBERED)(self._reaches)
        self._course = lru_cache(_MOST_REMEMBERED)(_course)

    def words(self, job_id: str) -> str:
        """What is promised of a job's accepted units, or "not certified". Raises NotFoundError."""
        return self._guarantees.words(self._store.job(job_id))

    def all(self, job_id: str = "", policy: str | None = None) -> list[Promise]:
        """Every guarantee, by policy and slice; or the one that a job falls under, or a policy's.

        Raises NotFoundError.
        """
        key = None
        if job_id:
            job = self._store.job(job_id)
            if rules_of(job) is None:
                return []
            key = key_of(job)
        opened = self._store.open_batches()
        found = [one for one in self._guarantees.statuses(policy) if key in (None, one.record.key)]
        return [_promise(one, [batch for batch in opened if batch.key == one.record.key]) for one in found]

    def evidence(self, promise: Promise, job_id: str = "") -> Evidence | None:
        """None before levels are placed. job_id: coverage over this job alone."""
        status = promise.status
        record, now = status.record, status.standing
        if record.claim is None or promise.level is None:
            return None
        every = self._labels.job_versions(_MOST_JOBS, job_id)
        marks = newest(every)
        floors = tuple(level.floor for level in record.claim.levels)
        jobs = tuple((mark.job_id, mark.state, mark.units) for mark in marks)
        reaches = self._reached(jobs, record.key, record.digest, floors)
        raised = now.alarm.place if now.alarm is not None else 0
        settings = (record.claim.cap, now.alpha, now.delta, now.alpha / record.alpha)
        return Evidence(
            points=self._course(tuple(status.snapshot.entries), promise.level - 1, settings, raised),
            needed=-log(now.delta),
            coverage=tuple(_coverage(reaches, at, 1 - record.confidence) for at in range(len(floors))),
            all_seen=len(marks) == len(every) < _MOST_JOBS,
        )

    def _reaches(
        self, jobs: tuple[tuple[str, str, int], ...], key: GuaranteeKey, digest: str, floors: tuple[float, ...]
    ) -> Sequence[LevelCoverage]:
        return self._labels.reaches([job_id for job_id, _, _ in jobs], key, digest, floors)


def guarantees_counted(count: int, confidence: float) -> str:
    """How many guarantees there are, and what that means for the confidence in all of them."""
    if count < 2:
        return "1 guarantee is kept in this house."
    none, chance = 1 - confidence, 1 - confidence**count
    return (
        f"{count:,} guarantees are kept in this house. {100 * confidence:g}% is said of each: a panel at its limit "
        f"gets a certificate in at most {100 * none:g}% of cases; of {count:,} at their limits at least one does in up "
        f"to {100 * chance:.0f}%."
    )


def _counted(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")


def _promise(status: GuaranteeStatus, opened: Sequence[Batch]) -> Promise:
    record, now, entries = status.record, status.standing, status.snapshot.entries
    claim = record.claim
    if claim is None:
        return Promise(status, (), None, len(record.sizes), record.documents, tuple(opened))
    levels = tuple(_level(status, log_of(entries, claim.cap), at) for at in range(len(claim.levels)))
    shown = None if now.current is None else now.current + 1
    documents = sum(entry.documents for entry in entries)
    return Promise(status, levels, shown, len(entries), documents, tuple(opened))


def _level(status: GuaranteeStatus, log_: DrawLog, at: int) -> LevelFigures:
    now, claim = status.standing, status.record.claim
    assert claim is not None
    batches, documents, audits, wrong, pending = tally(log_, at, slice(None))
    # What earlier batches showed may be refuted by later ones: no bound is said that is below what was seen.
    seen = (wrong + pending) / audits if audits else 0.0
    return LevelFigures(
        number=at + 1,
        certified=now.reached[at] is not None,
        accepts=at == now.level,
        batches=batches,
        documents=documents,
        audits=audits,
        wrong=wrong,
        pending=pending,
        bound=max(now.bounds[at], seen),
        floor=claim.levels[at].floor,
        coverage=claim.levels[at].coverage,
    )


def _course(
    entries: tuple[BatchEntry, ...], level: int, settings: tuple[int, float, float, float], raised: int
) -> tuple[BatchPoint, ...]:
    """settings: the cap, alpha as the engine takes it, the chance spent, and the share of errors that reviewers catch.

    raised: the place of the batch that raised the alarm, 0 for none.
    """
    cap, alpha, delta, sees = settings
    log_ = log_of(entries, cap)
    known = log_.evidence(level)
    mine = [entries[at] for at in known.at]
    if not mine:
        return ()
    evidence, bounds = known.log_e(alpha), _bounds(known, alpha, delta)
    audits, wrong, pending = (np.cumsum(log_.counts[name][known.at, level]) for name in ("m", "wrong", "pending"))
    places = np.linspace(0, len(mine) - 1, min(len(mine), _POINTS - 1)).round().astype(int).tolist()
    alarms = {at for at, entry in enumerate(mine) if entry.place == raised}
    return tuple(
        BatchPoint(
            batches=at + 1,
            at=mine[at].closed_at,
            audits=int(audits[at]),
            wrong=int(wrong[at]),
            pending=int(pending[at]),
            evidence=float(evidence[at]),
            bound=min(1.0, max(float(bounds[at]) / sees, (wrong[at] + pending[at]) / audits[at])),
            alarm=at in alarms,
        )
        for at in sorted({*places, *alarms})
    )


def _bounds(known: BatchEvidence, alpha: float, delta: float) -> NDArray[np.float64]:
    """After each batch the lowest of some rates that one so far has refuted, as the engine takes them; 1 for none."""
    rates = np.geomspace(alpha / 8, 1.0, _RATES)[:-1]
    found = np.ones(len(known.at))
    for rate in rates[::-1]:  # a lower rate is refuted later
        refuted = np.flatnonzero(known.log_e(float(rate)) >= -log(delta))
        if not refuted.size:
            break
        found[refuted[0] :] = rate
    found[-1] = min(found[-1], known.bound(delta))
    return found


def _coverage(reaches: Sequence[LevelCoverage], at: int, delta: float) -> Coverage:
    accepted, units = [one.levels[at] for one in reaches], [one.units for one in reaches]
    return Coverage(Share(sum(accepted), sum(units)), _spread(accepted, units, delta), len(reaches))


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
