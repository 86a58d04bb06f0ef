"""The certificate: "at most alpha wrong among accepted, at 95%", with all that it takes to check it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from consensus.certify.checks import AuditTally, Detection
from consensus.certify.levels import Certification, Level, Proof
from consensus.errors import InputError


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
    tally: AuditTally
    detection: Detection

    def holds_for(self, digest: str) -> bool:
        """True under the policy it was earned with, and only when its own labels show it (recomputed)."""
        promised = self.proof.alpha <= self.alpha and self.proof.delta <= self.delta
        return digest == self.digest and promised and self.proof.holds

    def as_dict(self) -> dict[str, Any]:
        """The form in an export's metadata; ``read_certificate`` reads it back and computes it again."""
        return {
            "kind": "guarantee",
            "slice": self.slice,
            "policy": self.policy,
            "basis": self.digest,
            "alpha": self.alpha,
            "confidence": round(1 - self.delta, 12),
            "attempt": self.attempt,
            "level": {"floor": self.level.floor, "coverage": self.level.coverage},
            "proof": {
                "wrong": self.proof.wrong,
                "checks": self.proof.checks,
                "alpha": self.proof.alpha,
                "delta": self.proof.delta,
            },
            "checks": {"done": self.tally.done, "errors": self.tally.errors, "overdue": self.tally.overdue},
            "seeded_errors": {"shown": self.detection.seeded, "caught": self.detection.caught},
            "words": self.words,
        }

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


def read_certificate(content: Mapping[str, Any]) -> Certificate:
    """The certificate in an export's metadata, computed again from its own counts.

    Raises InputError when it is of another kind, when its labels do not show what it promises, or when it says anything
    but what its counts give.
    """
    try:
        level, proof, checks, seeds = (content[name] for name in ("level", "proof", "checks", "seeded_errors"))
        found = Certificate(
            slice=str(content["slice"]),
            policy=str(content["policy"]),
            digest=str(content["basis"]),
            alpha=float(content["alpha"]),
            delta=round(1 - float(content["confidence"]), 12),
            attempt=int(content["attempt"]),
            level=Level(float(level["floor"]), float(level["coverage"])),
            proof=Proof(int(proof["wrong"]), int(proof["checks"]), float(proof["alpha"]), float(proof["delta"])),
            tally=AuditTally(int(checks["done"]), int(checks["errors"]), int(checks["overdue"])),
            detection=Detection(int(seeds["shown"]), int(seeds["caught"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("the guarantee in the metadata cannot be read.") from error
    if not (0 < found.delta < 1 and 0 < found.alpha < 1 and found.holds_for(found.digest)):
        raise InputError("the guarantee's own checks do not show what it promises.")
    if found.as_dict() != dict(content):
        raise InputError("the guarantee says something other than its own counts give.")
    return found


def counted(tally: AuditTally) -> str:
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
