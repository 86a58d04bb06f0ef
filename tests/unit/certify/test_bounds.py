"""Bounds against the published tables, and the properties that make them safe, by exact enumeration."""

from __future__ import annotations

from math import exp, inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.certify import (
    any_time_bound,
    any_time_checks_needed,
    attempt_delta,
    checks_needed,
    checks_to_go,
    confidence_sequence,
    fixed_bound,
    log_e,
    passing_chances,
    shows,
)
from consensus.certify.bounds import escaped_per_1000
from consensus.errors import UsageError

# alpha, checks needed for a fixed n with 0, 1, 2, 5, 10 errors, and any-time with none
TABLE = [
    (0.10, (29, 46, 61, 103, 167), 36),
    (0.05, (59, 93, 124, 208, 336), 74),
    (0.02, (149, 236, 313, 523, 845), 187),
    (0.01, (299, 473, 628, 1049, 1693), 376),
]


@pytest.mark.parametrize(("alpha", "fixed", "any_time"), TABLE)
def test_checks_needed(alpha: float, fixed: tuple[int, ...], any_time: int) -> None:
    assert tuple(checks_needed(alpha, wrong) for wrong in (0, 1, 2, 5, 10)) == fixed
    assert any_time_checks_needed(alpha) == any_time


@pytest.mark.parametrize(("alpha", "fixed", "any_time"), TABLE)
def test_one_check_less_is_not_enough(alpha: float, fixed: tuple[int, ...], any_time: int) -> None:
    for wrong, n in zip((0, 1, 2, 5, 10), fixed, strict=True):
        assert fixed_bound(wrong, n) <= alpha < fixed_bound(wrong, n - 1)
    assert shows(0, any_time, alpha)
    assert not shows(0, any_time - 1, alpha)


# n, k -> the bound on screen
SHOWN = [(74, 0, 0.050), (187, 0, 0.020), (200, 1, 0.033), (500, 5, 0.029), (1000, 10, 0.022)]


@pytest.mark.parametrize(("n", "k", "bound"), SHOWN)
def test_bound_on_screen(n: int, k: int, bound: float) -> None:
    assert float(any_time_bound(k, n)) == pytest.approx(bound, abs=0.0006)


@pytest.mark.parametrize("bound", [fixed_bound, any_time_bound])
@pytest.mark.parametrize(("k", "n"), [(0, 0), (1, 1), (7, 7)], ids=["no checks", "the only one wrong", "all wrong"])
def test_nothing_known_is_one(bound, k: int, n: int) -> None:  # type: ignore[no-untyped-def]
    assert bound(k, n) == 1.0


def test_e_value_by_its_formula() -> None:
    # By hand: 2 wrong of 50 at 10%; the alternative "never wrong" is out.
    terms = [g**2 * ((1 - g * 0.1) / 0.9) ** 48 for g in (0.1, 0.25, 0.5, 0.75)]
    assert float(log_e(2, 50, 0.1)) == pytest.approx(log(sum(terms) / 5))
    assert float(log_e(0, 0, 0.1)) == pytest.approx(0.0)


@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.3])
@pytest.mark.parametrize("excess", [1.0, 1.5, 3.0])
def test_one_more_check_never_raises_the_e_value_on_average(alpha: float, excess: float) -> None:
    # The supermartingale, exactly, for every count up to 60: an equality when the risk is alpha itself.
    n = np.arange(60)[:, None]
    k = np.minimum(np.arange(60)[None, :], n)
    risk = alpha * excess
    after = risk * np.exp(log_e(k + 1, n + 1, alpha)) + (1 - risk) * np.exp(log_e(k, n + 1, alpha))
    now = np.exp(log_e(k, n, alpha))
    assert (after <= now * (1 + 1e-12)).all()
    assert np.allclose(after, now, rtol=1e-12) == (excess == 1.0)


@pytest.mark.parametrize(("alpha", "most"), [(0.05, 3000), (0.02, 6000), (0.3, 800)])
def test_false_certification_is_at_most_delta_exactly(alpha: float, most: int) -> None:
    chances = passing_chances(alpha, alpha, most)
    assert 0.03 < chances[-1] <= 0.05


COUNTS = st.integers(0, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
RATES = st.floats(0.001, 0.9)


@given(COUNTS, RATES)
def test_the_bound_decides_as_the_e_value_does(counts: tuple[int, int], alpha: float) -> None:
    k, n = counts
    bound = float(any_time_bound(k, n))
    if abs(bound - alpha) > 1e-9:
        assert bool(shows(k, n, alpha)) == (bound < alpha)


@given(COUNTS, RATES)
def test_errors_weigh_against_and_right_answers_for(counts: tuple[int, int], alpha: float) -> None:
    k, n = counts
    now = float(log_e(k, n, alpha))
    assert float(log_e(k, n + 1, alpha)) >= now >= float(log_e(k + 1, n + 1, alpha))
    assert float(any_time_bound(k, n + 1)) <= float(any_time_bound(k, n)) + 1e-9
    assert float(any_time_bound(k + 1, n + 1)) >= float(any_time_bound(k, n)) - 1e-9


@given(COUNTS)
def test_looking_at_any_time_costs_something(counts: tuple[int, int]) -> None:
    k, n = counts
    lower, upper = confidence_sequence(k, n)
    assert k / max(n, 1) <= float(fixed_bound(k, n)) <= float(any_time_bound(k, n)) + 1e-9
    if n:
        assert 0 <= lower <= k / n <= upper <= 1


def test_confidence_sequence_is_a_martingale_at_the_true_rate() -> None:
    from scipy.special import betaln

    def mixture(k: int, n: int, rate: float) -> float:
        return exp(betaln(k + 0.5, n - k + 0.5) - betaln(0.5, 0.5)) / (rate**k * (1 - rate) ** (n - k))

    for k, n in [(0, 0), (1, 5), (4, 30)]:
        after = 0.2 * mixture(k + 1, n + 1, 0.2) + 0.8 * mixture(k, n + 1, 0.2)
        assert after == pytest.approx(mixture(k, n, 0.2))
        lower, upper = confidence_sequence(k, n)
        for end in (lower, upper):
            if 0 < end < 1:
                assert mixture(k, n, float(end)) == pytest.approx(20, rel=1e-6)


def test_checks_to_go() -> None:
    # wrong, checks, alpha -> more; what it means
    assert checks_to_go(0, 0, 0.02) == 187, "from nothing"
    assert checks_to_go(0, 41, 0.02) == 146, "from 41 good ones"
    assert checks_to_go(6, 260, 0.02) is None, "the rate is above the target"
    assert checks_to_go(195, 10_000, 0.02) is None, "too close under it"
    more = checks_to_go(3, 260, 0.02)
    assert more is not None
    assert shows(3 + 3 / 260 * more, 260 + more, 0.02)
    assert not shows(3 + 3 / 260 * (more - 1), 260 + more - 1, 0.02)


def test_attempts_together_spend_delta() -> None:
    assert attempt_delta(1) == pytest.approx(0.030396, abs=1e-6)
    assert attempt_delta(3) == pytest.approx(attempt_delta(1) / 9)
    assert 0.0499 < sum(attempt_delta(attempt) for attempt in range(1, 10_000)) < 0.05


def test_escaped_errors() -> None:
    assert escaped_per_1000(0.02, 0.6) == pytest.approx(12)


@pytest.mark.parametrize(
    "call",
    [
        lambda: log_e(3, 2, 0.1),
        lambda: any_time_bound(-1, 2),
        lambda: checks_needed(0.0),
        lambda: any_time_checks_needed(1.0),
        lambda: attempt_delta(0),
    ],
    ids=["more wrong than checks", "fewer than none", "no target", "any error rate is fine", "attempts count from 1"],
)
def test_nonsense_is_refused(call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError):
        call()


def test_no_error_excludes_the_perfect_alternative() -> None:
    assert float(log_e(1, 1, 0.1)) > -inf
    assert float(log_e(1, 1, 0.1)) == pytest.approx(log((0.1 + 0.25 + 0.5 + 0.75) / 5))
