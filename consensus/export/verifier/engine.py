"""The statistics of a guarantee once more, in plain Python: docs/guarantee-maths.md derives them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, comb, exp, inf, lgamma, log, log1p
from typing import Any, NamedTuple

#: The rates that the proof bets on, as shares of the target.
PROOF_SHARES = (0.0, 0.1, 0.25, 0.5, 0.75)
#: The rates that the alarm watches for, as multiples of the target, and what it is raised at.
ALARM_MULTIPLES, ALARM_HIGHEST, ALARM_THRESHOLD = (1.5, 2.0, 3.0, 5.0, 8.0), 0.9, 2000.0
#: Known errors speak against what is assumed of reviewers where so few caught ones were less likely than this.
UNLIKELY = 0.1
#: Two computers may differ by this much.
SLACK = 1e-9
#: Units of a delivery up to which its bound is computed with whole numbers.
EXACT = 1000


class ProofFound(NamedTuple):
    """The place of the first batch after which the log shows the target, and log E there."""

    place: int
    log_e: float


class Factor(NamedTuple):
    """What a batch says of one level. share: wrong or not judged among the drawn. gain, loss: its weight where that is
    at most the target, and where it is more."""

    place: int
    share: float
    gain: float
    loss: float

    def stake(self, alpha: float) -> float:
        return (self.loss if self.share > alpha else self.gain) * (self.share - alpha)


def log_mean_exp(logs: Sequence[float]) -> float:
    """Logarithm of the mean of what these are logarithms of."""
    largest = max(logs)
    return largest if largest == -inf else largest + log(sum(exp(one - largest) for one in logs) / len(logs))


def factor(entry: Mapping[str, Any], level: int, cap: int) -> Factor | None:
    """None where nothing was drawn for this level."""
    if not entry["m"][level]:
        return None
    share = (entry["wrong"][level] + entry["pending"][level]) / entry["m"][level]
    if entry["scheme"] == "pps":
        return Factor(entry["place"], share, 1.0, 1.0)
    n, delivered = entry["n"][level], entry["delivered"][level]
    return Factor(entry["place"], share, n / cap, max(n, delivered) / cap)


def first_proof(factors: Iterable[Factor], alpha: float, delta: float) -> ProofFound | None:
    """Where E, the mean over all bets, first reaches 1/delta; looking after every batch costs nothing (Ville)."""
    if not 0 < alpha < 1:
        return None
    room, running = 1.0 - alpha, [0.0] * len(PROOF_SHARES)
    for one in factors:
        stake = one.stake(alpha)
        for at, share in enumerate(PROOF_SHARES):
            left = room - (1.0 - share) * stake
            running[at] += log(left) - log(room) if left > 0 else -inf
        found = log_mean_exp(running)
        if found >= -log(delta) - SLACK:
            return ProofFound(one.place, found)
    return None


def alarm_of(factors: Iterable[Factor], alpha: float, delta: float) -> str:
    """Why the audits made in operation pause acceptance, or ""."""
    rates = [min(alpha * one, ALARM_HIGHEST) for one in ALARM_MULTIPLES]
    bets = [(rate / alpha - 1.0) / (1.0 - alpha) for rate in rates]
    sums, products = [-inf] * len(bets), [0.0] * len(bets)
    for one in factors:
        stake = one.stake(alpha)
        for at, bet in enumerate(bets):
            step = log1p(bet * stake) if bet * stake > -1 else -inf
            sums[at] = (log1p(exp(sums[at])) if sums[at] < 700 else sums[at]) + step
            products[at] += step
        if log_mean_exp(sums) >= log(ALARM_THRESHOLD):
            return f"the audits up to batch {one.place} raise the alarm"
        if log_mean_exp(products) >= -log(delta):
            return f"the audits up to batch {one.place} refute the target"
    return ""


def spent(attempt: int, delta: float) -> float:
    """The chance of a false certificate that an attempt may take; all attempts together take delta."""
    return 0.8 * delta if attempt == 1 else 0.2 * delta / (attempt * (attempt - 1))


def caught_share(shown: int, caught: int, catch: float, delta: float) -> tuple[float, bool]:
    """The share of errors that reviewers are taken to catch, and whether known errors speak against the assumption."""
    if _binomial_cdf(caught, shown, catch) >= UNLIKELY:
        return catch, False
    return min(catch, 1.0 - _rate_bound(shown - caught, shown, 0.2 * delta)), True


def _binomial_cdf(k: int, n: int, share: float) -> float:
    if k >= n or share >= 1:
        return float(k >= n)
    hit, miss = log(share), log(1 - share)
    return sum(exp(_log_choose(n, one) + one * hit + (n - one) * miss) for one in range(k + 1))


def _rate_bound(wrong: int, labels: int, delta: float) -> float:
    """The largest rate that single labels do not yet refute, whenever one looks."""
    low, high = 0.0, 1.0
    for _ in range(60 if wrong < labels else 0):
        rate = (low + high) / 2
        odds = [
            (wrong * log(share) if share else (-inf if wrong else 0.0))
            + (labels - wrong) * (log1p(-share * rate) - log1p(-rate))
            for share in PROOF_SHARES
        ]
        low, high = (low, rate) if log_mean_exp(odds) >= -log(delta) else (rate, high)
    return high


def plan_of(q: float, cap: int) -> tuple[float, int]:
    """(r, m): a batch of n is drawn with chance r n / cap, then m of its units."""
    m = max(1, ceil(q * cap - 1e-9))
    return q * cap / m, m


def most_wrong(accepted: int, audited: int, wrong: int, delta: float) -> int:
    """The largest number of wrong units among all that k wrong in n drawn do not refute (hypergeometric)."""
    low, high = wrong, accepted - (audited - wrong)
    while low < high:
        bad = (low + high + 1) // 2
        low, high = (bad, high) if _stands(wrong, accepted, bad, audited, delta) else (low, bad - 1)
    return low


def _stands(found: int, total: int, bad: int, drawn: int, delta: float) -> bool:
    """Whether so few bad ones, or fewer, are found with a chance above delta: exact where ties are likely."""
    ks = range(max(0, drawn - (total - bad)), min(found, bad, drawn) + 1)
    if total <= EXACT:
        ways = sum(comb(bad, k) * comb(total - bad, drawn - k) for k in ks)
        return ways > Fraction(str(delta)) * comb(total, drawn)
    terms = [_log_choose(bad, k) + _log_choose(total - bad, drawn - k) - _log_choose(total, drawn) for k in ks]
    return bool(terms) and log_mean_exp(terms) + log(len(terms)) > log(delta) - 1e-7


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def drawn_at(key: bytes, purpose: str, name: str) -> float:
    """Where a name's draw stands from 0 to 1; only the holder of the key could foretell it."""
    drawn = hmac.new(key, f"{purpose}\x1f{name}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return (int.from_bytes(drawn[:8], "big") >> 11) / 2**53


def drawn_name(job: str, unit: str) -> str:
    """Names a unit in draws, and tells nothing of it."""
    return hashlib.sha256(f"{job}\x1f{unit}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
