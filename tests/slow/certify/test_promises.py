"""The promises, simulated with fixed seeds; beside each, planted wrong variants that the same yardstick must catch.

The yardstick is ``kept``: a promise of at most delta false certificates is broken when the share of trials with one is
more than three standard errors above delta.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from consensus.certify import (
    Alarm,
    AuditLabel,
    Detection,
    Judgement,
    Origin,
    any_time_bound,
    confidence_sequence,
    counted_unit,
    default_order,
    fixed_bound,
    keyed_draw,
    log_mean,
    most_wrong_in_lot,
    next_sums,
    shows,
)
from consensus.certify.alarm import MULTIPLES, THRESHOLD

pytestmark = pytest.mark.slow

TRIALS = 2000
DELTA = 0.05
Flags = NDArray[np.bool_]
Counts = NDArray[Any]
Rule = Callable[[Counts, Counts, float], Flags]


def kept(false: Flags, delta: float = DELTA) -> bool:
    return bool(false.mean() <= delta + 3 * np.sqrt(delta * (1 - delta) / false.size))


def drawn(seed: int, rate: float, looks: int, trials: int = TRIALS) -> Flags:
    return np.random.default_rng(seed).random((trials, looks), dtype=np.float32) < rate


def passing(rule: Rule, wrong: Counts, checks: Counts, alpha: float) -> Flags:
    """Where the rule passes, asked once for every pair of counts that can matter."""
    most = int(3 * alpha * checks.max()) + 10
    grid = rule(np.minimum(np.arange(most)[:, None], np.arange(checks.max() + 1)), np.arange(checks.max() + 1), alpha)
    return grid[np.minimum(wrong, most - 1), checks] & (wrong < most - 1)


def ever(rule: Rule, labels: Flags, alpha: float) -> Flags:
    """Trials certified at some look, looking after every label."""
    return passing(rule, labels.cumsum(1), np.arange(1, labels.shape[1] + 1), alpha).any(1)


def product(wrong: Counts, checks: Counts, alpha: float) -> Flags:
    return shows(wrong, checks, alpha)


def peeking(wrong: Counts, checks: Counts, alpha: float) -> Flags:
    """Planted: a bound for a fixed number of checks, asked after every one."""
    return np.asarray(fixed_bound(wrong, checks) <= alpha)


# --- looking after every label ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("alpha", "looks"), [(0.10, 1000), (0.05, 2000), (0.02, 4000)])
def test_false_certification_at_the_boundary(alpha: float, looks: int) -> None:
    false = ever(product, drawn(1, alpha, looks), alpha)
    assert kept(false), false.mean()
    assert false.mean() > 0.02, "far below the promise: the simulation or the engine wastes checks"


@pytest.mark.parametrize(("alpha", "looks"), [(0.05, 2000), (0.02, 4000)])
def test_peeking_is_caught(alpha: float, looks: int) -> None:
    false = ever(peeking, drawn(1, alpha, looks), alpha)
    assert false.mean() > 0.2
    assert not kept(false)


def test_a_good_panel_passes() -> None:
    assert ever(product, drawn(2, 0.005, 1000), 0.02).mean() > 0.9


# --- several levels --------------------------------------------------------------------------------------------------

#: Share of the widest level's units whose strictest level is 0, 1, 2.
BANDS = (0.6, 0.2, 0.2)


def by_level(seed: int, risks: tuple[float, ...], looks: int, alpha: float) -> Flags:
    """(levels, trials, looks): where each nested level by itself passes. risks: by band."""
    rng = np.random.default_rng(seed)
    band = np.searchsorted(np.cumsum(BANDS), rng.random((TRIALS, looks)), side="right").clip(0, 2)
    wrong = rng.random((TRIALS, looks)) < np.array(risks)[band]
    levels = []
    for level in range(len(BANDS)):
        inside = band <= level
        levels.append(passing(product, (wrong & inside).cumsum(1), inside.cumsum(1), alpha))
    return np.stack(levels)


def certified(passes: Flags, order: tuple[int, ...]) -> Flags:
    """(levels, trials): ever certified, each only once those before it in the order are."""
    found = np.zeros(passes.shape[:2], dtype=bool)
    open_yet = np.ones(passes.shape[1:], dtype=bool)
    for level in order:
        open_yet = np.maximum.accumulate(open_yet & passes[level], axis=1)
        found[level] = open_yet[:, -1]
    return found


#: risks by band -> which levels are false; what it means
LADDERS = [
    ((0.05, 0.05, 0.05), (0, 1, 2), "every level exactly at the target"),
    ((0.02, 0.02, 0.17), (2,), "only the widest is false, exactly at the target"),
    ((0.05, 0.02, 0.02), (0,), "only the strictest is false: the score misleads"),
]


@pytest.mark.parametrize(("risks", "false", "meaning"), LADDERS, ids=[row[2] for row in LADDERS])
def test_levels_in_a_fixed_order_cost_nothing(risks: tuple[float, ...], false: tuple[int, ...], meaning: str) -> None:
    found = certified(by_level(3, risks, 2000, 0.05), default_order(3))
    assert kept(found[list(false)].any(0)), meaning


def test_levels_without_an_order_are_caught() -> None:
    anyhow = by_level(3, (0.05, 0.05, 0.05), 2000, 0.05).any(2).any(0)
    assert 0.065 < anyhow.mean() < 0.12
    assert not kept(anyhow)


# --- searching for a threshold ---------------------------------------------------------------------------------------

COVERAGES = np.arange(0.05, 1.0, 0.05)
TARGET = 0.05


def searched(seed: int, rising: bool) -> tuple[Counts, Counts]:
    """Errors and labels by coverage from 500 labels a trial. The risk is 5% at 60% (rising) or everywhere."""
    rng = np.random.default_rng(seed)
    rank = rng.random((TRIALS, 500))
    wrong = rng.random(rank.shape) < (2 * TARGET * rank / 0.6 if rising else TARGET)
    inside = rank[:, None, :] <= COVERAGES[:, None]
    return (wrong[:, None, :] & inside).sum(2), inside.sum(2)


def test_the_largest_coverage_under_the_target_is_caught() -> None:
    wrong, labels = searched(4, rising=True)
    ok = (labels > 0) & (wrong <= TARGET * labels)
    widest = ok.shape[1] - 1 - ok[:, ::-1].argmax(1)
    false = ok.any(1) & (COVERAGES[widest] > 0.6 - 1e-9)
    assert false.mean() > 0.4, "at the target or above it in half of the trials"
    assert not kept(false)


def test_an_uncorrected_search_with_exact_bounds_is_caught() -> None:
    wrong, labels = searched(4, rising=False)
    false = (fixed_bound(wrong, labels) <= TARGET).any(1)
    assert false.mean() > 0.1
    assert not kept(false)


def test_declared_levels_keep_the_promise_there() -> None:
    rng = np.random.default_rng(5)
    rank = rng.random((TRIALS, 2000))
    wrong = rng.random(rank.shape) < 2 * TARGET * rank / 0.6
    passes = []
    for coverage in (0.45, 0.60, 0.75):
        inside = rank <= coverage
        passes.append(passing(product, (wrong & inside).cumsum(1), inside.cumsum(1), TARGET))
    found = certified(np.stack(passes), default_order(3))
    assert kept(found[1:].any(0)), "60% is exactly at the target, 75% above it"


# --- which labels count ----------------------------------------------------------------------------------------------


def documents(seed: int, count: int, length: int, correlation: float) -> Flags:
    """(trials, documents, units): errors at the target with this intra-document correlation."""
    rng = np.random.default_rng(seed)
    spread = (1 - correlation) / correlation
    rates = rng.beta(TARGET * spread, (1 - TARGET) * spread, (TRIALS, count))
    return rng.random((TRIALS, count, length), dtype=np.float32) < rates[:, :, None]


@pytest.mark.parametrize("correlation", [0.05, 0.2, 0.4])
def test_one_unit_for_each_document_keeps_the_promise(correlation: float) -> None:
    wrong = documents(6, 400, 20, correlation)
    units = [[f"{document}/{unit}" for unit in range(20)] for document in range(400)]
    picks = np.array([names.index(str(counted_unit(names, keyed_draw(b"key")))) for names in units])
    assert kept(ever(product, wrong[:, np.arange(400), picks], TARGET))


@pytest.mark.parametrize(("correlation", "least"), [(0.05, 0.09), (0.2, 0.15), (0.4, 0.2)])
def test_counting_every_segment_is_caught(correlation: float, least: float) -> None:
    wrong = documents(6, 100, 20, correlation).reshape(TRIALS, -1)
    false = ever(product, wrong, TARGET)
    assert false.mean() > least
    assert not kept(false)


def queue_and_checks() -> tuple[Flags, Flags]:
    """Labels of accepted units at the target, between them labels of the queue, where people have mended much."""
    checks, queue = drawn(7, TARGET, 1000), drawn(8, TARGET / 4, 1000)
    labels = np.stack([checks, queue], axis=2).reshape(TRIALS, -1)
    origins = [Origin.SPOT_CHECK, Origin.QUEUE] * 1000
    counted = [AuditLabel("unit", 0, 0, Judgement.RIGHT, origin, "digest").counts for origin in origins]
    return labels, np.array(counted)


def test_labels_of_the_queue_never_enter() -> None:
    labels, counted = queue_and_checks()
    assert kept(ever(product, labels[:, counted], TARGET))


def test_counting_labels_of_the_queue_is_caught() -> None:
    labels, _ = queue_and_checks()
    false = ever(product, labels, TARGET)
    assert false.mean() > 0.2
    assert not kept(false)


# --- reviewers err ---------------------------------------------------------------------------------------------------


def test_detection() -> None:
    """Reviewers see 7 of 10 errors; one seeded error comes with every 20 checks; looked at every 20 checks."""
    alpha, seen, every, looks = 0.02, 0.7, 20, 200
    rng = np.random.default_rng(9)
    wrong = rng.binomial(every, alpha * seen, (TRIALS, looks)).cumsum(1)
    caught = (rng.random((TRIALS, looks)) < seen).cumsum(1)
    seeded = np.arange(1, looks + 1)
    checks = every * seeded
    missed, given = np.meshgrid(seeded - 1, seeded, indexing="ij")
    least = 1 - any_time_bound(np.minimum(missed, given), given)
    assert least[10, 39] == pytest.approx(Detection(40, 30).at_least)
    sure = np.where(seeded >= 20, least[np.minimum(seeded - caught, looks - 1), seeded - 1], 0.5)
    corrected = shows(wrong, checks, alpha * sure) & (seeded >= 20)
    assert kept(corrected.any(1)), corrected.any(1).mean()
    uncorrected = shows(wrong, checks, alpha).any(1)
    assert uncorrected.mean() > 0.4
    assert not kept(uncorrected)


# --- the alarm -------------------------------------------------------------------------------------------------------


def first_alarm(alpha: float, labels: Flags, threshold: float = THRESHOLD) -> Counts:
    """The check that raises the alarm, counted from 1, by trial; one more than there are where none does."""
    trials, checks = labels.shape
    sums = np.full((trials, len(MULTIPLES)), -np.inf)
    first = np.full(trials, checks + 1)
    for at in range(checks):
        sums = next_sums(sums, labels[:, at], alpha)
        first = np.where((first > checks) & (log_mean(sums) >= np.log(threshold)), at + 1, first)
    return first


@pytest.mark.parametrize("alpha", [0.01, 0.02, 0.05, 0.10])
def test_alarms_are_rarely_false(alpha: float) -> None:
    assert (first_alarm(alpha, drawn(10, alpha / 2, 500)) <= 500).mean() < 0.01
    assert kept(first_alarm(alpha, drawn(11, alpha, 500)) <= 500, 500 / THRESHOLD), "at the target itself"


def test_false_alarms_in_2000_checks() -> None:
    assert (first_alarm(0.02, drawn(12, 0.01, 2000)) <= 2000).mean() == pytest.approx(0.028, abs=0.012)


def test_a_nervous_alarm_is_caught() -> None:
    assert (first_alarm(0.02, drawn(10, 0.01, 500), threshold=100) <= 500).mean() > 0.01


@pytest.mark.parametrize(("alpha", "checks"), [(0.02, 108), (0.05, 53)])
def test_delay_at_three_times_the_target(alpha: float, checks: int) -> None:
    # After 500 good checks at half the target; the alarm has never been raised before the change.
    first = first_alarm(alpha, np.concatenate([drawn(13, alpha / 2, 500), drawn(14, 3 * alpha, 1500)], axis=1))
    assert np.median(first[first > 500]) - 500 == pytest.approx(checks, rel=0.12)


def test_the_change_point_is_near_the_change() -> None:
    rng = np.random.default_rng(14)
    found = []
    for _ in range(60):
        alarm = Alarm(0.05)
        while not alarm.raised:
            alarm = alarm.observe(bool(rng.random() < (0.025 if alarm.checks < 150 else 0.25)))
        found.append(alarm.change_point)
    assert np.median(found) == pytest.approx(150, abs=15)


# --- lots and intervals ----------------------------------------------------------------------------------------------


def lot_misses(accepted: int, checked: int, bound: Callable[[int], int]) -> float:
    """The worst chance, over every number of wrong units, that the bound is below it. Exact."""
    from scipy.stats import hypergeom

    bounds = np.array([bound(wrong) for wrong in range(checked + 1)])
    worst = 0.0
    for total in range(accepted + 1):
        chances = hypergeom.pmf(np.arange(checked + 1), accepted, total, checked)
        worst = max(worst, float(chances[bounds < total].sum()))
    return worst


LOTS = [(500, 50), (500, 200), (100, 50), (40, 10), (30, 30)]


@pytest.mark.parametrize(("accepted", "checked"), LOTS)
def test_worst_case_of_a_lot(accepted: int, checked: int) -> None:
    assert lot_misses(accepted, checked, lambda k: most_wrong_in_lot(accepted, checked, k)) <= DELTA + 1e-9


@pytest.mark.parametrize(("accepted", "checked"), LOTS[:3])
def test_a_lot_bound_that_is_one_too_small_is_caught(accepted: int, checked: int) -> None:
    assert lot_misses(accepted, checked, lambda k: most_wrong_in_lot(accepted, checked, k) - 1) > DELTA


@pytest.mark.parametrize("rate", [0.01, 0.05, 0.3])
def test_the_confidence_sequence_covers_at_all_times(rate: float) -> None:
    looks = np.unique(np.geomspace(1, 3000, 60).astype(int))
    wrong = drawn(15, rate, 3000).cumsum(1)[:, looks - 1]
    lower, upper = confidence_sequence(wrong, looks)
    assert kept(((lower > rate) | (upper < rate)).any(1))
