"""The alarm of certified operation: an e-detector (a mixture of Shiryaev-Roberts sums; Shin, Ramdas, Rinaldo).

While at most alpha is wrong, each sum grows by at most one a batch on average: the mean time to a false alarm is at
least the threshold in batches, whenever anyone looks. Beside it a plain product of the same factors, which refutes the
claim outright. Everything is kept in log space.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from consensus.certify.bets import DrawLog, Numbers, Reached, log_mean
from consensus.domain import BatchEntry

#: The rates it watches for, as multiples of the target, at most ``HIGHEST``.
MULTIPLES = (1.5, 2.0, 3.0, 5.0, 8.0)
HIGHEST = 0.9
#: Mean number of audited batches to a false alarm, at least.
THRESHOLD = 2000.0


class Raised(NamedTuple):
    """place: of the batch that raised it. doubtful_since: batches closed from then on are doubtful, ISO 8601."""

    place: int
    doubtful_since: str
    why: str


def alarm_bets(alpha: float) -> Numbers:
    """What is staked on each rate that is watched for; alpha above 0 and below ``HIGHEST``."""
    rates = np.minimum(alpha * np.array(MULTIPLES), HIGHEST)
    return np.asarray((rates / alpha - 1.0) / (1.0 - alpha))


def log_steps(share: ArrayLike, weight: ArrayLike, alpha: float) -> Numbers:
    """Logarithm of each batch's factor, (rates watched for, ...)."""
    stake = np.asarray(weight, dtype=np.float64) * (np.asarray(share, dtype=np.float64) - alpha)
    return np.log1p(np.multiply.outer(alarm_bets(alpha), stake))


def log_detector(steps: Numbers) -> Numbers:
    """Logarithm of the mean sum after each batch, where S <- (S + 1) x factor. steps: (rates, ..., batches)."""
    total = np.cumsum(steps, axis=-1)
    return log_mean(total + np.logaddexp.accumulate(steps - total, axis=-1))


def alarm(entries: Sequence[BatchEntry], alpha: float, cap: int, delta: float) -> Raised | None:
    """The alarm over entries drawn while a level operated, in draw order; None while there is none.

    An entry is heard at the level that operated, once all of its audits are judged or due; what is due and not judged
    counts as wrong. alpha: the target for what reviewers report. delta: 1 - confidence.
    """
    return alarm_of_log(DrawLog(entries, cap), alpha, delta)


def alarm_of_log(log_: DrawLog, alpha: float, delta: float) -> Raised | None:
    """As ``alarm``."""
    if not log_.entries or alpha <= 0:
        return None
    rows, levels = log_.in_operation
    over = log_.counts["waiting"][rows, levels] <= 0
    evidence = log_.evidence(levels[over], rows[over])
    steps = log_steps(evidence.share, np.where(evidence.share > alpha, evidence.loss, evidence.gain), alpha)
    risen = log_detector(steps) >= log(THRESHOLD)
    refuted = log_mean(np.cumsum(steps, axis=-1)) >= -log(delta)
    if not (risen | refuted).any():
        return None
    last, entries = int(np.argmax(risen | refuted)), log_.entries
    good = _before_the_change(steps[:, : last + 1]) if risen[last] else -1
    first = int(evidence.at[good]) if good >= 0 else max(0, int(rows[0]) - 1)
    why = "the share of wrong units has risen" if risen[last] else "audits of what was accepted refute the target"
    return Raised(entries[int(evidence.at[last])].place, entries[first].closed_at, why)


def refuted(log_: DrawLog, level: int, proof: Reached, alpha: float, delta: float) -> Raised | None:
    """The alarm of a proof that later audits refute, also those of batches that closed before anybody knew of it.

    What is not judged is read as right: it holds a proof back, and refutes none.
    """
    evidence = log_.evidence(level)
    later = evidence.at > proof.index
    known = evidence.known[later]
    weight = np.where(known > alpha, evidence.loss[later], evidence.gain[later])
    found = np.flatnonzero(log_mean(np.cumsum(log_steps(known, weight, alpha), axis=-1)) >= -log(delta))
    if not found.size:
        return None
    place = log_.entries[int(evidence.at[later][found[0]])].place
    return Raised(place, proof.closed_at, "audits made after the proof refute it")


def _before_the_change(steps: Numbers) -> int:
    """The last batch before the likeliest change; -1 where that is before the first.

    The evidence gathered since it was last nil (CUSUM), for the rate with most of it.
    """
    total = np.cumsum(steps, axis=1)
    excess = total - np.minimum(np.minimum.accumulate(total, axis=1), 0.0)
    nil = np.flatnonzero(excess[int(np.argmax(excess[:, -1]))] <= 0)
    return int(nil[-1]) if nil.size else -1
