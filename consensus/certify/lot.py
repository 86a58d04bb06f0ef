"""One delivery: how many of its N accepted units may still be wrong, from n of them that were audited at random."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, floor, lgamma, log

import numpy as np

from consensus.certify.bounds import DELTA
from consensus.domain import Audit, Batch, BatchJob
from consensus.errors import UsageError

#: Accepted units up to which the bound is computed with whole numbers: there ties happen.
_EXACT = 1000


@dataclass(frozen=True, slots=True)
class LotDraws:
    """A delivery, and what was drawn from its batch.

    job: the delivered one. accepted: ids of its units that were accepted automatically. audits: all that were drawn
    from the batch. key: of its draws, once ``revealable``; None before. version: of the policy that decided the job.
    """

    batch: Batch
    job: BatchJob
    accepted: frozenset[str]
    audits: Sequence[Audit]
    key: bytes | None
    version: int

    @property
    def level(self) -> int | None:
        """The one that the batch was accepted at; None where it was not."""
        return self.batch.operating if self.batch.accepting else None

    @property
    def drawn(self) -> tuple[Audit, ...]:
        """The audits that speak for this level."""
        level = self.level
        return () if level is None else tuple(one for one in self.audits if one.drawn_for >> level & 1)

    @property
    def here(self) -> tuple[Audit, ...]:
        """Those of them that are about accepted units of this delivery."""
        return tuple(one for one in self.drawn if one.job_id == self.job.job_id and one.unit_id in self.accepted)


def revealable(audits: Iterable[Audit], at: str) -> bool:
    """Whether the key of a batch's draws may be told: nobody is unblinded by it any more. at: now, ISO 8601."""
    return all(one.judgement is not None or one.spoiled or one.due_at <= at for one in audits)


@dataclass(frozen=True, slots=True)
class LotCertificate:
    """accepted: N. audited: n, drawn without replacement. wrong: k, found and mended.

    at_most_wrong: among all N before mending, with this confidence. catch: the share of errors that reviewers are taken
    to catch. policy: its name and version.
    """

    accepted: int
    audited: int
    wrong: int
    at_most_wrong: int
    confidence: float
    catch: float
    policy: str

    @property
    def at_most_left(self) -> int:
        """Wrong units that may remain now that those found are mended."""
        return self.at_most_wrong - self.wrong

    @property
    def words(self) -> str:
        left = self.at_most_left
        return (
            f"Of this delivery's {self.accepted} accepted units at most {left} {'is' if left == 1 else 'are'} still "
            f"materially wrong ({100 * self.confidence:g}% confidence; {self.audited} audited at random, {self.wrong} "
            f"wrong and mended). This assumes that reviewers catch at least {floor(100 * self.catch + 1e-9)}% of "
            f"errors. Policy {self.policy}."
        )


def lot_certificate(
    accepted: int, audited: int, wrong: int, *, policy: str = "", catch: float = 0.8, confidence: float = 0.95
) -> LotCertificate:
    """The certificate of a delivery; exact (hypergeometric)."""
    most = most_wrong_in_lot(accepted, audited, wrong, round(1 - confidence, 12))
    return LotCertificate(accepted, audited, wrong, most, confidence, catch, policy)


def most_wrong_in_lot(accepted: int, audited: int, wrong: int, delta: float = DELTA) -> int:
    """The largest number of wrong units among N that k wrong in n do not refute: cdf(k; N, M, n) > delta."""
    if not 0 <= wrong <= audited <= accepted:
        raise UsageError(f"{wrong} wrong in {audited} audited of {accepted} accepted cannot be.")
    low, high = wrong, accepted - (audited - wrong)  # M = wrong is never refuted; beyond high it cannot be.
    while low < high:
        bad = (low + high + 1) // 2
        low, high = (bad, high) if _stands(wrong, accepted, bad, audited, delta) else (low, bad - 1)
    return low


def _stands(found: int, total: int, bad: int, drawn: int, delta: float) -> bool:
    """Whether so few bad ones, or fewer, are found with a chance above delta; the chance falls with bad.

    Exact where one may meet it; beyond, so close to delta that only rounding decides, it stands.
    """
    ks = range(max(0, drawn - (total - bad)), min(found, bad, drawn) + 1)
    if total <= _EXACT:
        ways = sum(comb(bad, k) * comb(total - bad, drawn - k) for k in ks)
        return ways > Fraction(str(delta)) * comb(total, drawn)
    logs = [_log_choose(bad, k) + _log_choose(total - bad, drawn - k) - _log_choose(total, drawn) for k in ks]
    return bool(logs) and float(np.logaddexp.reduce(logs)) > log(delta) - 1e-7


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
