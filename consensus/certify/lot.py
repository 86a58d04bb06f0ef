"""A certificate for one lot: how many of N accepted units of one export may be wrong, from n checked at random."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np

from consensus.certify.bounds import DELTA
from consensus.errors import InputError, UsageError, shown_value


@dataclass(frozen=True, slots=True)
class LotCertificate:
    """accepted: N. checked: n, fixed before looking, drawn without replacement. wrong: k, found and fixed.

    at_most_wrong: among all N before fixing, with confidence 1 - delta. policy, digest: under which it was accepted.
    """

    accepted: int
    checked: int
    wrong: int
    at_most_wrong: int
    delta: float
    policy: str
    digest: str

    @property
    def at_most_left(self) -> int:
        """Wrong units that may remain now that those found are fixed."""
        return self.at_most_wrong - self.wrong

    @property
    def words(self) -> str:
        left = self.at_most_left
        return (
            f"At most {left} of {self.accepted} accepted units {'is' if left == 1 else 'are'} wrong "
            f"({100 * (1 - self.delta):g}% confidence; {self.checked} checked at random, {self.wrong} wrong and fixed; "
            f"policy {self.policy})."
        )

    def as_dict(self) -> dict[str, Any]:
        """The form in an export's metadata; ``read_lot`` reads it back and computes it again."""
        return {
            "kind": "lot",
            "accepted": self.accepted,
            "checked": self.checked,
            "wrong": self.wrong,
            "at_most_wrong": self.at_most_wrong,
            "at_most_left": self.at_most_left,
            "confidence": round(1 - self.delta, 12),
            "policy": self.policy,
            "policy_digest": self.digest,
            "words": self.words,
        }


def lot_certificate(
    accepted: int, checked: int, wrong: int, *, policy: str = "", digest: str = "", delta: float = DELTA
) -> LotCertificate:
    """The certificate of a lot; exact (hypergeometric)."""
    most = most_wrong_in_lot(accepted, checked, wrong, delta)
    return LotCertificate(accepted, checked, wrong, most, delta, policy, digest)


def read_lot(content: Mapping[str, Any], accepted: int) -> LotCertificate:
    """The certificate in an export's metadata, computed again from N, n and k. accepted: units accepted in the file.

    Raises InputError when it is of another kind, is about another number of units, or says anything but what its own
    counts give.
    """
    counts = [content.get(name) for name in ("accepted", "checked", "wrong")]
    confidence = content.get("confidence")
    if content.get("kind") != "lot" or not all(type(count) is int for count in counts):
        raise InputError("the certificate is not one of a lot.")
    if not isinstance(confidence, float) or not 0.5 <= confidence < 1:
        raise InputError(
            f"the certificate's confidence is {shown_value(confidence)}, not a number from 0.5 to below 1."
        )
    total, checked, wrong = (int(count) for count in counts if count is not None)
    if total != accepted:
        raise InputError(f"the certificate is about {total} accepted units, and the file holds {accepted}.")
    if not 0 <= wrong <= checked <= total:
        raise InputError(f"the certificate counts {wrong} wrong in {checked} checked of {total}, which cannot be.")
    named = {"policy": str(content.get("policy")), "digest": str(content.get("policy_digest"))}
    found = lot_certificate(total, checked, wrong, **named, delta=round(1 - confidence, 12))
    for name, value in found.as_dict().items():
        if content.get(name) != value:
            said = shown_value(content.get(name))
            raise InputError(f"the certificate says {name} {said}; its own counts give {shown_value(value)}.")
    return found


def most_wrong_in_lot(accepted: int, checked: int, wrong: int, delta: float = DELTA) -> int:
    """The largest number of wrong units among N that k wrong in n do not refute: cdf(k; N, M, n) > delta."""
    if not 0 <= wrong <= checked <= accepted:
        raise UsageError(f"{wrong} wrong in {checked} checked of {accepted} accepted cannot be.")
    low, high = wrong, accepted - (checked - wrong)  # M = wrong is never refuted; beyond high it cannot be.
    while low < high:
        middle = (low + high + 1) // 2
        if _log_cdf(wrong, accepted, middle, checked) > log(delta):
            low = middle
        else:
            high = middle - 1
    return low


def _log_cdf(found: int, total: int, bad: int, drawn: int) -> float:
    """log P(at most so many bad ones found); falls with bad."""
    from scipy.special import betaln

    def log_choose(n: int, k: np.ndarray) -> np.ndarray:
        return np.asarray(-betaln(n - k + 1.0, k + 1.0) - log(n + 1.0))

    k = np.arange(max(0, drawn - (total - bad)), found + 1)
    if k.size == 0:
        return -np.inf
    terms = log_choose(bad, k) + log_choose(total - bad, drawn - k) - log_choose(total, np.array(drawn))
    return min(0.0, float(np.logaddexp.reduce(terms)))
