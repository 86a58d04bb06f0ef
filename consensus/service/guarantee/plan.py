"""Facade for whoever answers for quality: what a guarantee would take. Pure arithmetic; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from consensus import certify
from consensus.certify import CapTrade, Delay, Detection, Target
from consensus.domain import GuaranteeRules, Policy
from consensus.errors import UsageError
from consensus.ports.guarantee import GuaranteeStore

#: Below this nobody makes the audits: thousands of batches without a single error.
SMALLEST, LARGEST = 0.001, 0.5
#: True error rates that are planned with, as shares of the target.
TRUE = (0.0, 0.25, 0.5)
#: Shares of accepted units that are audited: from 200 accepted a week on, and below.
AUDITED = (0.05, 0.2)


@dataclass(frozen=True, slots=True)
class Lengths:
    """Units by batch that could be accepted, in order. origin: where they come from, for people.

    share: of these units, what the first level accepts, 0..1. documents: in a batch, on average. cap: of the claim.
    """

    sizes: tuple[int, ...]
    origin: str
    share: float = 1.0
    documents: float = 1.0
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Needed:
    """What four in five houses need until the first certificate; None: more than was simulated.

    true_rate: wrong among accepted units, 0..1. audits: units that people judge meanwhile.
    """

    true_rate: float
    batches: int | None
    documents: int | None
    audits: int | None


@dataclass(frozen=True, slots=True)
class GuaranteePlan:
    """policy: whose acceptance is to be certified. cap: most accepted units of one batch that is planned with."""

    policy: Policy
    target: Target
    lengths: Lengths
    cap: int
    needed: tuple[Needed, ...]
    caps: tuple[CapTrade, ...]
    delays: tuple[Delay, ...]

    @property
    def assumption(self) -> str:
        """What every figure rests on, as the statements of the guarantee say it."""
        return Detection(self.target.catch).words

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``certify plan --json``; rates and shares 0..1."""
        target, lengths = self.target, self.lengths
        return {
            "policy": {"name": self.policy.name, "version": self.policy.version, "digest": self.policy.digest},
            "alpha": target.alpha,
            "confidence": round(1 - target.delta, 12),
            "catch": target.catch,
            "cap": self.cap,
            "lengths": {
                "from": lengths.origin,
                "batches": len(lengths.sizes),
                "mean": round(float(np.mean(lengths.sizes)), 3),
                "documents_in_a_batch": round(lengths.documents, 3),
                "first_level_accepts": round(lengths.share, 3),
            },
            "until_certified": [asdict(one) for one in self.needed],
            "caps": [asdict(one) for one in self.caps],
            "alarm_delays": [asdict(one) for one in self.delays],
            "assumes": self.assumption,
            "certificate": certify.NOT_CERTIFIED,
        }


def plan_guarantee(
    policy: Policy, lengths: Lengths | None = None, alpha: float | None = None, confidence: float | None = None
) -> GuaranteePlan:
    """What ``consensus certify plan`` prints. Raises UsageError.

    lengths: None takes usual ones. alpha, 0.001..0.5, confidence, 0.5..0.999: None takes the policy's.
    """
    rules = policy.guarantee if isinstance(policy.guarantee, GuaranteeRules) else GuaranteeRules(alpha=0.02)
    target = _target(rules, alpha, confidence)
    lengths = lengths or Lengths(
        tuple(certify.usual_sizes().tolist()),
        "No batch was seen yet, so their lengths are assumed: lognormal, 1 to 100 accepted units, mean 19. Give your "
        "own with --sizes 5,20,60",
    )
    cap = rules.cap or lengths.cap or certify.place_cap(lengths.sizes)
    kept, n = certify.capped(lengths.sizes, cap), certify.capped(lengths.sizes, cap, lengths.share)
    needed = []
    for share in TRUE:
        rate = round(share * target.alpha, 12)
        batches = certify.batches_until_certified(n, cap, target, rate)
        counts = [None if batches is None else round(batches * one) for one in (1, lengths.documents, kept.mean())]
        needed.append(Needed(rate, *counts))
    delays = [one for q in AUDITED for one in certify.alarm_delays(n, cap, q, target)]
    trade = certify.cap_trade(lengths.sizes, target, cap, lengths.share)
    return GuaranteePlan(policy, target, lengths, cap, tuple(needed), trade, tuple(delays))


def seen_lengths(store: GuaranteeStore, policy: str, at: str) -> Lengths | None:
    """The batches of a policy's busiest guarantee here; None before the first. at: now, ISO 8601."""
    found: list[Lengths] = []
    for record in (one.record for one in store.load_guarantees(at)):
        if record is None or record.policy != policy:
            continue
        sizes, documents, share, cap = list(record.sizes), record.documents, 1.0, record.cap
        if record.claim is not None:
            entries = [entry for entry in store.draw_log(record, at) if entry.n and entry.n[-1]]
            cap, first = record.claim.cap, record.claim.order[0]
            if entries:
                sizes, documents = [entry.n[-1] for entry in entries], sum(entry.documents for entry in entries)
                share = sum(entry.n[first] for entry in entries) / sum(sizes)
        sizes = [size for size in sizes if size]
        if sizes:
            batches = certify.counted(len(sizes), "batch", "batches")
            told = f"Lengths: those of {batches} of {record.slice} that closed here"
            found.append(Lengths(tuple(sizes), told, share, max(1.0, documents / len(sizes)), cap))
    return max(found, key=lambda one: len(one.sizes), default=None)


def given_lengths(sizes: Sequence[int]) -> Lengths:
    """From ``--sizes``: accepted units of some batches such as yours."""
    return Lengths(
        tuple(sizes),
        f"Lengths: those of {certify.counted(len(sizes), 'batch', 'batches')} given with --sizes, over and over",
    )


def _target(rules: GuaranteeRules, alpha: float | None, confidence: float | None) -> Target:
    alpha = rules.alpha if alpha is None else alpha
    confidence = rules.confidence if confidence is None else confidence
    if not SMALLEST <= alpha <= LARGEST:
        raise UsageError(
            f"a target of {alpha:g} is outside {SMALLEST:g} to {LARGEST:g}.",
            where="--alpha",
            do="Give the share of accepted units that may be wrong, such as 0.02.",
        )
    if not 0.5 <= confidence <= 0.999:
        raise UsageError(f"{confidence:g} is outside 0.5 to 0.999.", where="--confidence", do="Give 0.95, say.")
    return Target(alpha, round(1 - confidence, 12), rules.catch)
