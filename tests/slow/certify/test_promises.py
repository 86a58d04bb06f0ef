"""The promises, simulated with fixed seeds; beside each, planted wrong variants that the same yardstick must catch.

The yardstick is ``limit``: a promise of at most delta false certificates is broken when the share of trials with one is
more than three standard errors above delta.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from benchmarks import guarantee_worlds as worlds
from consensus import certify
from consensus.certify import State, confidence_sequence, most_wrong_in_lot
from consensus.domain import BatchEntry
from tests.unit.certify.logs import THREE_LEVELS, a_log, a_record, a_snapshot, an_entry, in_operation

pytestmark = pytest.mark.slow

DELTA = 0.05


def limit(trials: int, delta: float = DELTA) -> float:
    return delta + 3 * float(np.sqrt(delta * (1 - delta) / trials))


@pytest.mark.parametrize("row", worlds.ROWS, ids=[row.name for row in worlds.ROWS])
def test_false_certificates(row: worlds.Row) -> None:
    found, planted = row.run(row.trials)
    assert found <= limit(row.trials)
    assert planted > limit(row.trials), "the planted wrong variant is not caught: the world shows nothing"


def test_no_check_is_wasted_at_the_target() -> None:
    found, _ = worlds.peeking(2000)
    assert found > 0.02, "far below the promise: the engine wastes labels"


# --- power -----------------------------------------------------------------------------------------------------------

POWER = [(*key, *figures) for key, figures in worlds.POWER.items() if key[0] > 0.01]


@pytest.mark.parametrize(("target", "kind", "share", "before", "documents", "assumed"), POWER)
def test_documents_until_certified(
    target: float, kind: str, share: float, before: int, documents: int, assumed: int
) -> None:
    """Within 15% of the specification's table, or better; its own figures, of 100 runs, are within 10% of the truth."""
    found = [worlds.documents_until_certified(target, kind, share, catch, 400) for catch in (1.0, 0.8)]
    assert found[0] <= 1.15 * documents
    assert found[1] <= 1.15 * 1.1 * assumed
    if share:
        assert found[0] < before


# --- the alarm -------------------------------------------------------------------------------------------------------

START = datetime(2026, 6, 1, tzinfo=UTC)


def certified_then(wrong_share: float, trials: int = 40) -> list[list[BatchEntry]]:
    """Logs that certify every level, and what is drawn from 600 batches after that."""
    rng, logs = np.random.default_rng(41), []
    for _ in range(trials):
        log = [an_entry((20, 20, 20), (20, 20, 20))] * 160
        for wrong in rng.binomial(1, wrong_share, 600):
            log.append(in_operation(an_entry((20, 20, 20), (0, 0, 1), (0, 0, int(wrong))), level=2))
        logs.append(log)
    return logs


def test_a_risk_that_rises_everywhere_ends_every_proof() -> None:
    """After the alarm nothing is certified without new batches. Planted: the old proof is kept."""
    old = []
    for log in certified_then(0.2):
        now = certify.evaluate(a_snapshot(log, THREE_LEVELS), START)
        assert (now.state, now.operating) == (State.ALARM, None)
        after = a_record(THREE_LEVELS, attempt=2, alarmed_at="2026-05-01T00:00:00+00:00")
        assert certify.evaluate(a_snapshot((), record=after), START).state is State.ALARM
        old.append(certify.proof(a_log(log), 2, now.alpha, THREE_LEVELS.cap, now.delta) is not None)
    assert all(old)


def test_audits_that_are_never_made_raise_the_alarm_as_if_they_were() -> None:
    """Planted: only those that were made are heard."""
    for log in certified_then(0.2):
        entries = a_log(log)
        left = [
            one._replace(wrong=(0, 0, 0), pending=one.wrong) if one.operating is not None else one for one in entries
        ]
        made = certify.alarm(entries, 0.04, 20, DELTA)
        skipped = certify.alarm(left, 0.04, 20, DELTA)
        assert made is not None
        assert skipped is not None
        assert made == skipped
        heard_only = [one for one in left if not any(one.pending)]
        assert certify.alarm(heard_only, 0.04, 20, DELTA) is None


def test_alarms_are_rarely_false_and_at_the_target_not_rare() -> None:
    half, nervous = worlds.false_alarms(1000, 0.5)
    assert half == pytest.approx(0.022, abs=0.014)
    assert nervous > 0.04
    at_target, _ = worlds.false_alarms(1000, 1.0)
    assert at_target == pytest.approx(0.49, abs=0.05)


def test_a_certificate_at_half_the_target_is_seldom_taken_back() -> None:
    """Detector and refutation together, in logs of 300 batches of learning and 600 audits in operation."""
    rng, claim, raised = np.random.default_rng(42), replace(THREE_LEVELS, catch=1.0), 0
    for _ in range(200):
        log = [an_entry((20,) * 3, (20,) * 3, (int(wrong),) * 3) for wrong in rng.binomial(20, 0.025, 300)]
        log += [
            in_operation(an_entry((20,) * 3, (0, 0, 1), (0, 0, int(wrong))), level=2)
            for wrong in rng.binomial(1, 0.025, 600)
        ]
        raised += certify.evaluate(a_snapshot(log, claim), START).alarm is not None
    assert raised <= 200 * 0.05


@pytest.mark.parametrize("key", list(worlds.DELAYS), ids=str)
def test_delay_at_three_times_the_target(key: tuple[int, int, float]) -> None:
    for correlation, units in zip((0.05, 0.4), worlds.DELAYS[key][3], strict=True):
        median, _ = worlds.delay(*key, (3, correlation), 300)
        assert median == pytest.approx(units, rel=0.25)
        assert median < worlds.DELAYS_1.get(key, np.inf)


# --- lots and intervals ----------------------------------------------------------------------------------------------


def lot_misses(accepted: int, audited: int, bound: Callable[[int], int]) -> float:
    """The worst chance, over every number of wrong units, that the bound is below it. Exact."""
    from scipy.stats import hypergeom

    bounds = np.array([bound(wrong) for wrong in range(audited + 1)])
    worst = 0.0
    for total in range(accepted + 1):
        chances = hypergeom.pmf(np.arange(audited + 1), accepted, total, audited)
        worst = max(worst, float(chances[bounds < total].sum()))
    return worst


LOTS = [(500, 50), (500, 200), (100, 50), (40, 10), (30, 30)]


@pytest.mark.parametrize(("accepted", "audited"), LOTS)
def test_worst_case_of_a_lot(accepted: int, audited: int) -> None:
    assert lot_misses(accepted, audited, lambda k: most_wrong_in_lot(accepted, audited, k)) <= DELTA + 1e-9


@pytest.mark.parametrize(("accepted", "audited"), LOTS[:3])
def test_a_lot_bound_that_is_one_too_small_is_caught(accepted: int, audited: int) -> None:
    assert lot_misses(accepted, audited, lambda k: most_wrong_in_lot(accepted, audited, k) - 1) > DELTA


@pytest.mark.parametrize("rate", [0.01, 0.05, 0.3])
def test_the_confidence_sequence_covers_at_all_times(rate: float) -> None:
    looks = np.unique(np.geomspace(1, 3000, 60).astype(int))
    wrong = (np.random.default_rng(15).random((2000, 3000)) < rate).cumsum(1)[:, looks - 1]
    lower, upper = confidence_sequence(wrong, looks)
    assert ((lower > rate) | (upper < rate)).any(1).mean() <= limit(2000)
