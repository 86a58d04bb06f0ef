"""The alarm: exactly an e-detector, and it finds where things changed. Delays are simulated in the slow suite."""

from __future__ import annotations

from itertools import product
from math import exp, log

import numpy as np
import pytest

from consensus.certify import Alarm, baseline, log_mean, next_sums, watched
from consensus.certify.drift import LEAST_BASELINE
from consensus.errors import UsageError


def run(alarm: Alarm, labels: str) -> Alarm:
    for label in labels:
        alarm = alarm.observe(label == "x")
    return alarm


def test_rates_watched() -> None:
    assert watched(0.02).tolist() == pytest.approx([0.03, 0.04, 0.06, 0.10, 0.16])
    assert watched(0.2).tolist() == pytest.approx([0.3, 0.4, 0.6, 0.9, 0.9])
    with pytest.raises(UsageError):
        watched(0.9)


def evidence(alarm: Alarm) -> float:
    return float(log_mean(np.array(alarm.log_sums)))


@pytest.mark.parametrize("alpha", [0.05, 0.3])
def test_at_the_target_it_grows_by_one_a_check_on_average(alpha: float) -> None:
    # Every path of eight checks, weighted: this is what makes the mean time to a false alarm at least the threshold.
    for risk, least, most in ((alpha, 8 - 1e-9, 8 + 1e-9), (alpha / 2, 0, 8)):
        mean = 0.0
        for path in product("x.", repeat=8):
            chance = risk ** path.count("x") * (1 - risk) ** path.count(".")
            mean += chance * exp(evidence(run(Alarm(alpha), "".join(path))))
        assert least <= mean <= most


def test_by_hand() -> None:
    alarm = run(Alarm(0.1), ".x")
    rates = np.array([0.15, 0.2, 0.3, 0.5, 0.8])
    sums = ((1 - rates) / 0.9 + 1) * rates / 0.1
    assert exp(evidence(alarm)) == pytest.approx(sums.mean())
    assert np.exp(alarm.log_sums) == pytest.approx(sums)


def test_arrays_and_single_checks_agree() -> None:
    labels = np.random.default_rng(1).random((3, 40)) < 0.1
    sums = np.full((3, 5), -np.inf)
    for at in range(40):
        sums = next_sums(sums, labels[:, at], 0.02)
    for row in range(3):
        alarm = run(Alarm(0.02), "".join(".x"[int(wrong)] for wrong in labels[row]))
        assert np.array(alarm.log_sums) == pytest.approx(sums[row])


def test_raised_at_2000_and_stays_raised() -> None:
    alarm = run(Alarm(0.02), "." * 100 + "x" * 3)
    assert not alarm.raised
    assert evidence(alarm) < log(2000)
    alarm = run(alarm, "x")
    assert alarm.raised_at == 104
    assert evidence(alarm) >= log(2000)
    assert run(alarm, "." * 2000).raised_at == 104


def test_the_change_point_is_the_last_good_check() -> None:
    assert run(Alarm(0.02), "." * 100 + "x" * 4).change_point == 100
    assert run(Alarm(0.02), ("." * 60 + "x") * 2 + "." * 30 + "x..x..x.x").change_point == 152


def test_long_quiet_runs_stay_finite() -> None:
    alarm = run(Alarm(0.02), "." * 3000)
    assert np.isfinite(evidence(alarm))
    assert not alarm.raised


# --- drift of one model ----------------------------------------------------------------------------------------------


def test_drift_needs_a_baseline() -> None:
    with pytest.raises(UsageError, match="499"):
        baseline("a", 10, LEAST_BASELINE - 1)
    with pytest.raises(UsageError):
        baseline("a", 600, 600)
    assert 0.05 < baseline("a", 25, 500).usual < 0.075, "the upper end of what 25 of 500 allow"


def test_drift_is_found_and_the_usual_is_not() -> None:
    rng = np.random.default_rng(2)
    drift = baseline("a", 50, 1000)
    for differs in rng.random(1000) < 0.05:
        drift = drift.observe(bool(differs))
    assert not drift.raised
    for differs in rng.random(400) < 0.2:
        drift = drift.observe(bool(differs))
    assert drift.raised
    assert 950 < drift.since < 1050


@pytest.mark.parametrize("rates", [(0.05,), (0.05, 0.2), (0.2, 0.02), (1.0,), (0.0,)])
def test_many_units_at_once_as_one_by_one(rates: tuple[float, ...]) -> None:
    dice = np.random.default_rng(7)
    differs = np.concatenate([dice.random(400) < rate for rate in rates])
    start = baseline("a", 25, 500).observe(True)
    single = start
    for one in differs:
        single = single.observe(bool(one))
    many = start.observe_all(differs[:300]).observe_all(differs[300:])
    assert (many.units, many.since, many.raised_at) == (single.units, single.since, single.raised_at)
    assert many.excess == pytest.approx(single.excess)
    assert start.observe_all([]) == start
