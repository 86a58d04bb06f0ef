"""Any-time certification over a few nested levels (fixed-sequence testing with e-values).

A level accepts units whose score reaches its floor; a looser level accepts everything that a stricter one does, and
more. Levels and the order in which they are certified are declared before any label is seen. A level may be certified
only when the one before it in that order is: the first false level has to be crossed first, so that several levels cost
nothing extra. Choosing the level with the best look afterwards breaks the promise half of the time and does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from consensus.certify.bounds import DELTA, any_time_bound, attempt_delta, shows
from consensus.certify.checks import UNKNOWN_DETECTION, AuditLabel, AuditTally, Detection
from consensus.errors import UsageError

#: Shares of units at which levels are placed, strictest first.
COVERAGES = (0.45, 0.60, 0.75)


@dataclass(frozen=True, slots=True)
class Level:
    """floor: the lowest score accepted. coverage: share of earlier units it would have accepted, 0..1."""

    floor: float
    coverage: float


def declare_levels(scores: ArrayLike, coverages: Sequence[float] = COVERAGES) -> tuple[Level, ...]:
    """Levels, strictest first, from the scores of earlier units, without labels.

    scores: one for each unit; -inf for one that no level may accept. A level that would accept no more than a
    stricter one, or that would have to accept the unacceptable, is left out.
    """
    ordered = np.sort(np.asarray(scores, dtype=np.float64))[::-1]
    if ordered.size == 0 or np.isnan(ordered).any():
        raise UsageError("levels need the scores of earlier units.", do="Run the policy on some documents first.")
    picked = (float(ordered[max(0, int(np.ceil(share * ordered.size)) - 1)]) for share in sorted(coverages))
    floors = dict.fromkeys(floor for floor in picked if np.isfinite(floor))
    return tuple(Level(floor, float(np.mean(ordered >= floor))) for floor in floors)


def level_of(score: float, levels: Sequence[Level]) -> int | None:
    """The strictest level that accepts this score; None when none does."""
    return next((index for index, level in enumerate(levels) if score >= level.floor), None)


def spend(attempt: int, delta: float) -> float:
    """The chance of a false certificate that an attempt may take, of delta for the first."""
    return delta if attempt == 1 else attempt_delta(attempt, delta)


def default_order(count: int) -> tuple[int, ...]:
    """Start in the middle and widen; then the stricter ones, as a retreat. Never start at the strictest of several."""
    start = count // 2
    return (*range(start, count), *reversed(range(start)))


@dataclass(frozen=True, slots=True)
class Claim:
    """What one attempt sets out to show, declared before its first label.

    slice: task with language pair or document type. policy, digest: name with version, and the policy's digest.
    alpha: the target, 0..1. order: levels in the order of certification. attempt: 1 for the first; a later one, after a
    demotion or a change of policy, uses fresh labels and spends ``attempt_delta``.
    """

    slice: str
    policy: str
    digest: str
    alpha: float
    levels: tuple[Level, ...]
    order: tuple[int, ...] = ()
    attempt: int = 1
    delta: float = DELTA

    def __post_init__(self) -> None:
        count = len(self.levels)
        order = self.order or default_order(count)
        floors = [level.floor for level in self.levels]
        if not count or sorted(floors, reverse=True) != floors or len(set(floors)) < count:
            raise UsageError("levels must be given strictest first, each wider than the one before.")
        if sorted(order) != list(range(count)) or (count > 1 and order[0] == 0):
            raise UsageError("the order must name every level once and must not start at the strictest.")
        if not (0 < self.alpha < 1 and 0 < self.delta < 1):
            raise UsageError("alpha and delta must lie between 0 and 1.", do="Give 0.02 for 2%.")
        object.__setattr__(self, "order", order)

    @property
    def spend(self) -> float:
        """The chance of a false certificate that this attempt may take."""
        return spend(self.attempt, self.delta)


@dataclass(frozen=True, slots=True)
class Proof:
    """The labels that certified a level: k wrong of n show a reported rate below alpha at 1 - delta."""

    wrong: int
    checks: int
    alpha: float
    delta: float

    @property
    def holds(self) -> bool:
        """Recomputed from these four numbers alone."""
        return bool(shows(self.wrong, self.checks, self.alpha, self.delta))


@dataclass(frozen=True, slots=True)
class Certification:
    """Where a claim stands: an immutable state; every check gives the next one. All tuples are by level.

    tallies: fresh labels of this attempt. proofs: what certified a level, in this attempt or a former one; once
    certified, a level stays so until a demotion or another policy. carried: labels of former attempts that speak for a
    level that stayed certified.
    """

    claim: Claim
    tallies: tuple[AuditTally, ...] = ()
    proofs: tuple[Proof | None, ...] = ()
    carried: tuple[AuditTally, ...] = ()
    detection: Detection = UNKNOWN_DETECTION

    def __post_init__(self) -> None:
        count = len(self.claim.levels)
        object.__setattr__(self, "tallies", self.tallies or (AuditTally(),) * count)
        object.__setattr__(self, "proofs", self.proofs or (None,) * count)
        object.__setattr__(self, "carried", self.carried or (AuditTally(),) * count)

    @property
    def reported_alpha(self) -> float:
        """The target for what reviewers report: alpha times the share of errors they are sure to see."""
        return self.claim.alpha * self.detection.at_least

    @property
    def operating(self) -> int | None:
        """The widest certified level; None while everything goes to review."""
        return max((level for level, proof in enumerate(self.proofs) if proof), default=None)

    @property
    def current(self) -> int:
        """The level that numbers are shown for: the operating one, else the first to be certified."""
        return self.claim.order[0] if self.operating is None else self.operating

    def operating_for(self, digest: str) -> int | None:
        """The operating level under a policy's digest; any other digest than the claim's voids everything."""
        return self.operating if digest == self.claim.digest else None

    def evidence(self, level: int) -> AuditTally:
        """All blind labels that speak for a level."""
        return self.carried[level] + self.tallies[level]

    def bound(self, level: int) -> float:
        """The any-time upper bound on the risk of a level, 0..1, overdue checks wrong and detection allowed for."""
        tally = self.evidence(level)
        reported = float(any_time_bound(tally.wrong, tally.checks, self.claim.spend))
        return min(1.0, reported / self.detection.at_least)

    def observe(self, level: int, wrong: bool, frame: int) -> Certification:
        """The state after one blind label.

        level: the strictest level that accepts the unit. frame: the level whose accepted units the draw was made from,
        uniformly: the widest for a calibration sample, the operating one for spot checks. The label speaks for every
        level from the one to the other; for a wider one it would be a biased draw.
        """
        if not 0 <= level <= frame < len(self.tallies):
            raise UsageError(f"a unit of level {level} cannot come from a draw among level {frame}.")
        tallies = tuple(t.add(wrong) if level <= i <= frame else t for i, t in enumerate(self.tallies))
        return replace(self, tallies=tallies)._settled()

    def take(self, check: AuditLabel) -> Certification:
        """The state after a check, which counts only if it was drawn blind from accepted units under this policy."""
        if not check.counts or check.digest != self.claim.digest:
            return self
        return self.observe(check.level, check.judgement.wrong, check.frame)

    def with_overdue(self, overdue: Sequence[int]) -> Certification:
        """overdue: by level, checks drawn but not done in time; they count as wrong until they are done."""
        pairs = zip(self.tallies, overdue, strict=True)
        return replace(self, tallies=tuple(replace(tally, overdue=late) for tally, late in pairs))._settled()

    def without_overdue(self) -> Certification:
        """Without them again, certifying nothing anew: what they held back stays so until it is asked again."""
        return replace(self, tallies=tuple(replace(tally, overdue=0) for tally in self.tallies))

    def with_detection(self, detection: Detection) -> Certification:
        """The state once more is known about what reviewers see.

        When they see less than was assumed, what was certified on that assumption has to show it anew; a level that
        cannot takes those after it in the order along.
        """
        alpha = self.claim.alpha * detection.at_least
        proofs, lost = list(self.proofs), False
        for level in self.claim.order:
            proof = proofs[level]
            if proof is None:
                continue
            read = replace(proof, alpha=min(alpha, proof.alpha))
            lost = lost or not read.holds
            proofs[level] = None if lost else read
        return replace(self, detection=detection, proofs=tuple(proofs))._settled()

    def demoted(self) -> Certification:
        """One level narrower, to all-review from the narrowest certified one: a new attempt with fresh labels."""
        level = self.operating or 0
        proofs = tuple(proof if i < level else None for i, proof in enumerate(self.proofs))
        carried = tuple(replace(self.evidence(i), overdue=0) if p else AuditTally() for i, p in enumerate(proofs))
        claim = replace(self.claim, attempt=self.claim.attempt + 1)
        return Certification(claim, proofs=proofs, carried=carried, detection=self.detection)

    def _settled(self) -> Certification:
        proofs = list(self.proofs)
        for level in self.claim.order:
            if proofs[level]:
                continue
            tally = self.tallies[level]
            proof = Proof(tally.wrong, tally.checks, self.reported_alpha, self.claim.spend)
            if not proof.holds:
                break
            proofs[level] = proof
        return replace(self, proofs=tuple(proofs))


def renewed(before: Certification, claim: Claim) -> Certification:
    """A fresh attempt under another policy or other levels: nothing is carried over but the count of attempts."""
    return Certification(replace(claim, attempt=before.claim.attempt + 1), detection=before.detection)
