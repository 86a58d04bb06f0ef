"""The certificate: "at most alpha wrong among accepted, at 95%", with all that it takes to check it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from consensus.certify.checks import Detection, Tally
from consensus.certify.levels import Certification, Level, Proof


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one slice was certified for, under one policy.

    alpha, delta: at most alpha wrong, with confidence 1 - delta. level: what is accepted. proof: the labels that showed
    it. tally: all blind labels so far. digest: of the policy it was earned with; under any other it is void.
    """

    slice: str
    policy: str
    digest: str
    alpha: float
    delta: float
    attempt: int
    level: Level
    proof: Proof
    tally: Tally
    detection: Detection

    def holds_for(self, digest: str) -> bool:
        """True under the policy it was earned with, and only when its own labels show it (recomputed)."""
        promised = self.proof.alpha <= self.alpha and self.proof.delta <= self.delta
        return digest == self.digest and promised and self.proof.holds

    @property
    def words(self) -> str:
        return (
            f"At most {percent(self.alpha)} of accepted units are materially wrong "
            f"({confidence(self.delta)} confidence; {self.tally.checks} blind checks, {counted(self.tally)}; "
            f"policy {self.policy}; {self.slice}). Valid while documents resemble these. {self.detection.sentence}"
        )


def issue(certification: Certification) -> Certificate | None:
    """The certificate of the operating level; None while nothing is certified."""
    claim, operating = certification.claim, certification.operating
    proof = None if operating is None else certification.proofs[operating]
    if operating is None or proof is None:
        return None
    return Certificate(
        slice=claim.slice,
        policy=claim.policy,
        digest=claim.digest,
        alpha=claim.alpha,
        delta=claim.delta,
        attempt=claim.attempt,
        level=claim.levels[operating],
        proof=proof,
        tally=certification.evidence(operating),
        detection=certification.detection,
    )


def certificates(states: Iterable[Certification], digest: str) -> dict[str, Certificate]:
    """The certificates in force under a policy, by slice; a slice without one is not certified."""
    issued = (issue(state) for state in states)
    return {found.slice: found for found in issued if found and found.holds_for(digest)}


def counted(tally: Tally) -> str:
    """``2 errors``; overdue checks are named."""
    said = f"{tally.wrong} error{'' if tally.wrong == 1 else 's'}"
    return f"{said} ({tally.overdue} overdue and counted as wrong)" if tally.overdue else said


def confidence(delta: float) -> str:
    """``95%``."""
    return f"{100 * (1 - delta):g}%"


def target(alpha: float) -> str:
    """``2%``."""
    return f"{100 * alpha:g}%"


def percent(alpha: float) -> str:
    """``2.0%``; further digits where one would not say it."""
    rounded = f"{100 * alpha:.1f}%"
    return rounded if abs(float(rounded[:-1]) - 100 * alpha) < 1e-9 else target(alpha)


def percent_up(bound: float) -> str:
    """``3.4%``, rounded up: a bound must not look better than it is."""
    return f"{ceil(1000 * bound - 1e-9) / 10:.1f}%"
