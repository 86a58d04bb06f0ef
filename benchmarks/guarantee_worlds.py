"""Worlds in which a guarantee may be false: how often the engine certifies there, and how often a wrong variant does.

Each row of ``ROWS`` is a world whose true rate is at the target or above: every certificate is false. It takes a number
of trials and returns the shares of them with a certificate: by the engine, and by the planted wrong variant that the
same yardstick must catch. Below them: documents until certified, and how late the alarm is. Seeds are fixed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from consensus import certify
from consensus.certify.alarm import THRESHOLD, log_detector, log_steps
from consensus.certify.bets import log_factors, log_mean
from consensus.domain import Seeds

Array = NDArray[Any]
DELTA = 0.05


def first(share: Array, weight: Array | float, alpha: float, delta: float | None = None) -> Array:
    """Number of the batch that certifies, from 1, by trial; 0 for never. share: (trials, batches)."""
    spent = certify.spend(1, DELTA) if delta is None else delta
    course = log_mean(np.cumsum(log_factors(share, np.broadcast_to(weight, share.shape), alpha), axis=-1))
    shown = course >= -np.log(spent)
    return np.where(shown.any(-1), shown.argmax(-1) + 1, 0)


def ever(share: Array, weight: Array | float, alpha: float, delta: float | None = None) -> Array:
    """Trials that are certified at some time."""
    return first(share, weight, alpha, delta) > 0


def clustered(rng: np.random.Generator, rate: Any, correlation: float, shape: tuple[int, ...]) -> Array:
    """Error rates of batches with this mean, whose units are wrong together (Beta)."""
    spread = (1 - correlation) / correlation
    return rng.beta(np.maximum(1e-9, rate * spread), np.maximum(1e-9, (1 - np.asarray(rate)) * spread), shape)


def lengths(rng: np.random.Generator, kind: str, shape: tuple[int, ...]) -> tuple[Array, int]:
    """Accepted units of each document, and the cap. kind: "equal" or "unequal"."""
    if kind == "equal":
        return np.full(shape, 20), 30
    return np.clip(np.round(np.exp(rng.normal(2.55, 0.9, shape))), 1, 100).astype(int), 100


# --- when audits are made --------------------------------------------------------------------------------------------


def late_audits(trials: int, risk: float, a_day: int, days_late: float) -> tuple[float, float]:
    """Wrong ones are judged some days later than right ones. Planted: what is not judged is left out."""
    rng, alpha, days = np.random.default_rng(11), 0.02, 20
    drawn = np.sort(rng.random((trials, a_day * days)) * days, axis=1)
    wrong = rng.random(drawn.shape) < risk
    made = drawn + days_late * wrong
    engine, planted = np.zeros(trials, bool), np.zeros(trials, bool)
    for day in range(1, days + 1):
        seen, judged = drawn <= day, made <= day
        engine |= ever(np.where(judged, wrong, 1.0), seen * 1.0, alpha)
        planted |= ever(np.where(judged, wrong, 0.0), (seen & judged) * 1.0, alpha)
    return float(engine.mean()), float(planted.mean())


def order_of_judging(trials: int, risk: float, a_day: int, days_late: float) -> tuple[float, float]:
    """The same. Planted: version 1, which read labels in the order they were made and spent .05 at once."""
    rng, alpha, days = np.random.default_rng(12), 0.02, 20
    drawn = np.sort(rng.random((trials, a_day * days)) * days, axis=1)
    wrong = rng.random(drawn.shape) < risk
    made = drawn + days_late * wrong
    engine = np.zeros(trials, bool)
    for day in range(1, days + 1):
        engine |= ever(np.where(made <= day, wrong, 1.0), (drawn <= day) * 1.0, alpha)
    order = np.argsort(made, axis=1, kind="stable")
    planted = ever(np.take_along_axis(wrong, order, 1) * 1.0, 1.0, alpha, DELTA)
    return float(engine.mean()), float(planted.mean())


def taken_back(trials: int) -> tuple[float, float]:
    """Every wrong audit is undone, skipped or deleted. Planted: a deleted one has no entry."""
    wrong = np.random.default_rng(13).random((trials, 600)) < 0.05
    return float(ever(wrong * 1.0, 1.0, 0.02).mean()), float(ever(wrong * 0.0, ~wrong * 1.0, 0.02).mean())


# --- what is wrong together ------------------------------------------------------------------------------------------


def related_documents(trials: int, correlation: float) -> tuple[float, float]:
    """Batches of 20 documents of 20 units, wrong together. Planted: every document bets for itself."""
    rng, alpha, documents, units = np.random.default_rng(31), 0.05, 20, 20
    rates = clustered(rng, 1.05 * alpha, correlation, (trials, 75))
    wrong = rng.binomial(units, np.repeat(rates, documents, axis=1))
    batches = wrong.reshape(trials, 75, documents).sum(2) / (units * documents)
    return float(ever(batches, 1.0, alpha).mean()), float(ever(wrong / units, 1.0, alpha).mean())


def delivered_again(trials: int, bad: float, late: bool) -> tuple[float, float]:
    """A tenth of the documents is wrong more often and comes 20 times. Planted: counted once.

    late: copies come after the batch was closed, where they weigh only if they are wrong.
    """
    rng, alpha, again, count = np.random.default_rng(32), 0.02, 20, 2500
    often = rng.random((trials, count)) < 0.1
    good = 0.005 if bad == 0.08 else (0.0204 * (0.1 * again + 0.9) - bad * 0.1 * again) / 0.9
    wrong = (rng.random(often.shape) < np.where(often, bad, max(good, 0.0))) * 1.0
    copies = np.where(often, again, 1)
    weight = np.where(wrong > alpha, copies, 1 if late else copies) / again
    return float(ever(wrong, weight, alpha).mean()), float(ever(wrong, 1.0, alpha).mean())


def growing_with_length(trials: int, kind: str, correlation: float) -> tuple[float, float]:
    """Long documents are wrong more often. Planted: shares of documents without weights."""
    rng, alpha = np.random.default_rng(33), 0.05
    n, cap = lengths(rng, kind, (trials, 1000))
    base = np.full(n.shape, 0.051)
    if kind == "unequal":
        base = np.minimum(0.9, 0.051 * n / (np.mean(n**2.0) / np.mean(n)))
    wrong = rng.binomial(n, clustered(rng, base, correlation, n.shape))
    engine = ever(wrong / n, n / cap, alpha).mean()
    long = np.where(rng.random((trials, 1000)) < 0.1, 100, 4)
    worse = np.where(long == 100, rng.binomial(100, 0.09, long.shape), 0)  # 6.6% of all units
    return float(engine), float(ever(worse / long, 1.0, alpha).mean())


def few_of_each(trials: int, correlation: float, pps: bool) -> tuple[float, float]:
    """3 labels of each document, or 5 of those drawn by size. Planted: each enters at weight 1 without that draw."""
    rng, alpha = np.random.default_rng(34), 0.05
    n, cap = lengths(rng, "unequal", (trials, 1200))
    base = np.minimum(0.9, 0.0505 * n / (np.mean(n**2.0) / np.mean(n)))
    wrong = rng.binomial(n, clustered(rng, base, correlation, n.shape))
    r, m = certify.audit_plan(0.05, cap) if pps else (1.0, 3)
    few = np.minimum(n, m)
    share = rng.hypergeometric(wrong, n - wrong, few) / few
    weight = (rng.random(n.shape) < r * n / cap) * 1.0 if pps else n / cap
    return float(ever(share, weight, alpha).mean()), float(ever(share, 1.0, alpha).mean())


# --- attempts, levels, looks -----------------------------------------------------------------------------------------


def many_attempts(trials: int) -> tuple[float, float]:
    """20 attempts at the target itself. Planted: .05 each time."""
    rng, alpha = np.random.default_rng(35), 0.05
    engine, planted = np.zeros(trials, bool), np.zeros(trials, bool)
    for attempt in range(1, 21):
        wrong = (rng.random((trials, 400)) < alpha) * 1.0
        engine |= ever(wrong, 1.0, alpha, certify.spend(attempt, DELTA))
        planted |= ever(wrong, 1.0, alpha, DELTA)
    return float(engine.mean()), float(planted.mean())


#: Share of the widest level's units whose strictest level is 0, 1, 2.
BANDS = (0.6, 0.2, 0.2)


def levels(trials: int, risks: tuple[float, float, float], false: tuple[int, ...]) -> tuple[float, float]:
    """Three nested levels; risks: by band. Planted: the level with the best look, in no order and with no weights."""
    rng, alpha, units, count = np.random.default_rng(36), 0.05, 1, 2000
    band = rng.multinomial(units, BANDS, (trials, count))
    wrong = rng.binomial(band, risks)
    n, w = band.cumsum(-1), wrong.cumsum(-1)
    at = np.stack([first(w[..., i] / np.maximum(n[..., i], 1), n[..., i] / units, alpha) for i in range(3)])
    found, open_yet = np.zeros((3, trials), bool), np.ones(trials, bool)
    for level in certify.default_order(3):
        open_yet &= at[level] > 0
        found[level] = open_yet
    seen = np.where(n.cumsum(1) > 200, w.cumsum(1) / np.maximum(n.cumsum(1), 1), 1.0)
    return float(found[list(false)].any(0).mean()), float((seen[..., list(false)].min((1, 2)) <= 0.8 * alpha).mean())


def peeking(trials: int) -> tuple[float, float]:
    """Looking after every label at the target itself. Planted: a bound for a number of labels fixed before."""
    alpha = 0.05
    wrong = np.random.default_rng(37).random((trials, 2000)) < alpha
    k, n = wrong.cumsum(1), np.arange(1, 2001)
    most = k.max() + 1
    passes = certify.fixed_bound(np.minimum(np.arange(most)[:, None], n), n, DELTA) <= alpha
    return float(ever(wrong * 1.0, 1.0, alpha).mean()), float(passes[k, n - 1].any(1).mean())


# --- reviewers -------------------------------------------------------------------------------------------------------


def missed_errors(trials: int, real: float) -> tuple[float, float]:
    """Reviewers see this share of errors, known ones too: one of these with every 20 audits. Planted: all are seen."""
    rng, alpha, made, every = np.random.default_rng(38), 0.02, 2000, 20
    wrong = (rng.random((trials, made)) < 0.0204 * real).cumsum(1)[:, every - 1 :: every]
    caught = (rng.random(wrong.shape) < real).cumsum(1)
    looks = np.arange(every, made + 1, every)
    engine = np.zeros(trials, bool)
    for at, n in list(enumerate(looks))[2::3]:
        for seen in np.unique(caught[:, at]):
            found = certify.detection(Seeds(at + 1, int(seen)), 0.8, DELTA)
            spent = certify.spend(1, DELTA) * (0.8 if found.from_seeds else 1)
            mine = caught[:, at] == seen
            engine[mine] |= certify.any_time_bound(wrong[mine, at], n, spent) <= alpha * found.share
    planted = (certify.any_time_bound(wrong, looks, DELTA) <= alpha).any(1)
    return float(engine.mean()), float(planted.mean())


# --- the alarm -------------------------------------------------------------------------------------------------------


def false_alarms(trials: int, share_of_target: float) -> tuple[float, float]:
    """Alarms in 2,000 audited units below the target. Planted: a threshold of 100."""
    alpha = 0.02
    wrong = (np.random.default_rng(39).random((trials, 2000)) < share_of_target * alpha) * 1.0
    course = log_detector(log_steps(wrong, 1.0, alpha)).max(-1)
    return float((course >= np.log(THRESHOLD)).mean()), float((course >= np.log(100)).mean())


def delay(n: int, cap: int, q: float, world: tuple[float, float], trials: int) -> tuple[float, float]:
    """Accepted units between a change and the alarm: median, and what nine in ten runs stay under.

    world: how many times the target is wrong after the change, and how far units of one batch are wrong together. The
    target is 2%; half of it is wrong before.
    """
    (times, correlation), alpha, before = world, 0.02, 300
    rng, (r, m) = np.random.default_rng(5), certify.audit_plan(q, cap)
    m, after = min(m, n), int({1.5: 150_000, 2: 50_000, 3: 30_000, 5: 20_000}[times] / n)
    rates = [clustered(rng, one * alpha, correlation, (trials, size)) for one, size in ((0.5, before), (times, after))]
    rate = np.concatenate(rates, axis=1)
    drawn = rng.random(rate.shape) < r * n / cap
    share = rng.binomial(m, rate) / m
    found = []
    for run in range(trials):
        at = np.flatnonzero(drawn[run])
        raised = np.flatnonzero(log_detector(log_steps(share[run, at], 1.0, alpha)) >= np.log(THRESHOLD))
        number = at[raised[0]] + 1 if raised.size else np.inf
        if number > before:
            found.append((number - before) * n)
    late = np.sort(found)
    return float(late[len(late) // 2]), float(late[int(0.9 * len(late))])


# --- power -----------------------------------------------------------------------------------------------------------


def documents_until_certified(target: float, kind: str, share: float, catch: float, runs: int = 100) -> float:
    """Documents until four in five runs are certified, each its own batch, all of it judged; the worse correlation.

    share: true rate, as a share of the target. catch: what reviewers are taken to see; they see everything.
    """
    fills = {"equal": 1.5, "unequal": 5.3}[kind]
    most = int(fills * np.log(20) / target * {0.0: 2.4, 0.25: 5.0, 0.5: 14.0}[share])
    found = []
    for correlation in (0.05, 0.4) if share else (0.2,):
        rng = np.random.default_rng(22)
        at = []
        for _ in range(runs):
            n, cap = lengths(rng, kind, (1, most))
            wrong = rng.binomial(n, clustered(rng, share * target, correlation, n.shape)) if share else 0 * n
            at.append(int(first(wrong / n, n / cap, catch * target)[0]) or np.inf)
        found.append(np.sort(at)[int(np.ceil(0.8 * runs)) - 1])
    return float(max(found))


class Row(NamedTuple):
    """version_1: what version 1 did there, as it was measured. trials: that the test runs."""

    name: str
    version_1: str
    trials: int
    run: Callable[[int], tuple[float, float]]


def _row(name: str, version_1: str, trials: int, run: Callable[..., tuple[float, float]], *given: Any) -> Row:
    return Row(name, version_1, trials, lambda trials: run(trials, *given))


ROWS = (
    _row("wrong audits made on day 6.9, 30 a day, R 3%", "97%", 400, late_audits, 0.03, 30, 6.9),
    _row("wrong audits made on day 6.9, 30 a day, R 5%", "96%", 400, late_audits, 0.05, 30, 6.9),
    _row("wrong audits made on day 6.9, 30 a day, R 10%", "72%", 400, late_audits, 0.10, 30, 6.9),
    _row("wrong ones take 2 days longer, 50 a day, R 2.5%", "-", 500, order_of_judging, 0.025, 50, 2.0),
    _row("wrong ones take 3 days longer, 50 a day, R 3%", "7.5% at 2", 500, order_of_judging, 0.03, 50, 3.0),
    _row("every wrong one undone, skipped or deleted, R 5%", "certified", 1000, taken_back),
    _row("batches of 20 documents, correlation .05, R 1.05 alpha", "16%", 2000, related_documents, 0.05),
    _row("batches of 20 documents, correlation .2", "48%", 2000, related_documents, 0.2),
    _row("batches of 20 documents, correlation .5", "69%", 2000, related_documents, 0.5),
    _row("delivered 20 times, R 5.7%", "63%", 500, delivered_again, 0.08, False),
    _row("delivered 20 times, R 1.02 alpha", "35%", 500, delivered_again, 0.0235, False),
    _row("delivered 20 times, 19 of them later", "63%", 500, delivered_again, 0.08, True),
    _row("reviewers catch 80%, R 2.04%", "14.7%", 600, missed_errors, 0.8),
    _row("reviewers catch 60%, R 2.04%", "53%", 300, missed_errors, 0.6),
    _row("20 attempts at R = alpha", "5.4%", 1000, many_attempts),
    _row("equal lengths, correlation .05", "2.3%", 1000, growing_with_length, "equal", 0.05),
    _row("equal lengths, correlation .95", "3.5%", 1000, growing_with_length, "equal", 0.95),
    _row("errors grow with length, correlation .05", "2.3%", 1000, growing_with_length, "unequal", 0.05),
    _row("errors grow with length, correlation .4", "-", 1000, growing_with_length, "unequal", 0.4),
    _row("errors grow with length, correlation .95", "3.5%", 1000, growing_with_length, "unequal", 0.95),
    _row("3 labels of each document", "-", 500, few_of_each, 0.4, False),
    _row("drawn by size, 5 of each", "-", 500, few_of_each, 0.4, True),
    _row("three levels, all at the target", "-", 1000, levels, (0.05, 0.05, 0.05), (0, 1, 2)),
    _row("three levels, the widest false", "-", 1000, levels, (0.02, 0.02, 0.17), (2,)),
    _row("three levels, the strictest false", "-", 1000, levels, (0.05, 0.02, 0.02), (0,)),
    _row("looking after every label at R = alpha", "-", 2000, peeking),
)

#: (target, lengths, R as a share of the target): version 1; version 2 at the target; at .8 of it.
POWER = {
    (0.05, "equal", 0.0): (120, 117, 148),
    (0.05, "equal", 0.25): (374, 194, 267),
    (0.05, "equal", 0.5): (1132, 386, 850),
    (0.02, "equal", 0.0): (293, 299, 374),
    (0.02, "equal", 0.25): (916, 487, 720),
    (0.02, "equal", 0.5): (2678, 848, 1605),
    (0.01, "equal", 0.0): (581, 601, 753),
    (0.01, "equal", 0.25): (1879, 937, 1384),
    (0.01, "equal", 0.5): (5452, 1886, 3687),
    (0.05, "unequal", 0.0): (429, 426, 543),
    (0.05, "unequal", 0.25): (1141, 600, 850),
    (0.05, "unequal", 0.5): (3947, 1098, 2179),
    (0.02, "unequal", 0.0): (1056, 1085, 1364),
    (0.02, "unequal", 0.25): (3815, 1602, 2308),
    (0.02, "unequal", 0.5): (10734, 2783, 5083),
    (0.01, "unequal", 0.0): (2077, 2172, 2699),
    (0.01, "unequal", 0.25): (6014, 3289, 4633),
    (0.01, "unequal", 0.5): (19625, 5609, 10691),
}

#: (documents of, cap, q): accepted units until the alarm at x1.5, x2, x3, x5; the lower and the higher correlation.
DELAYS = {
    (20, 30, 0.05): {1.5: (14_300, 14_400), 2: (6_600, 7_700), 3: (3_000, 3_400), 5: (1_300, 1_300)},
    (60, 90, 0.05): {1.5: (23_600, 33_400), 2: (9_500, 15_600), 3: (4_700, 6_300), 5: (2_100, 2_900)},
    (100, 150, 0.05): {1.5: (27_300, 52_100), 2: (13_000, 23_700), 3: (6_400, 10_700), 5: (3_100, 4_300)},
    (20, 30, 0.2): {1.5: (6_100, 10_300), 2: (2_900, 4_100), 3: (1_300, 1_900), 5: (600, 840)},
}
#: The same of version 1 at x3.
DELAYS_1 = {(20, 30, 0.05): 4_100, (60, 90, 0.05): 9_700, (100, 150, 0.05): 16_100}
