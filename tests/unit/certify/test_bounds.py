"""Bounds of single labels against published values, and the properties that make them safe."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.certify import any_time_bound, confidence_sequence, fixed_bound
from consensus.errors import UsageError

# n, k -> the bound on screen
SHOWN = [(74, 0, 0.050), (187, 0, 0.020), (200, 1, 0.033), (500, 5, 0.029), (1000, 10, 0.022)]


@pytest.mark.parametrize(("n", "k", "bound"), SHOWN)
def test_bound_on_screen(n: int, k: int, bound: float) -> None:
    assert float(any_time_bound(k, n)) == pytest.approx(bound, abs=0.0006)


# alpha, labels that are needed when their number is fixed before, with 0, 1, 2, 5, 10 wrong
TABLE = [(0.10, (29, 46, 61, 103, 167)), (0.05, (59, 93, 124, 208, 336)), (0.02, (149, 236, 313, 523, 845))]


@pytest.mark.parametrize(("alpha", "fixed"), TABLE)
def test_fixed_bound(alpha: float, fixed: tuple[int, ...]) -> None:
    for wrong, n in zip((0, 1, 2, 5, 10), fixed, strict=True):
        assert fixed_bound(wrong, n) <= alpha < fixed_bound(wrong, n - 1)


@pytest.mark.parametrize("bound", [fixed_bound, any_time_bound])
@pytest.mark.parametrize(("k", "n"), [(0, 0), (1, 1), (7, 7)], ids=["no labels", "the only one wrong", "all wrong"])
def test_nothing_known_is_one(bound, k: int, n: int) -> None:  # type: ignore[no-untyped-def]
    assert bound(k, n) == 1.0


COUNTS = st.integers(0, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(COUNTS)
def test_errors_weigh_against_and_right_answers_for(counts: tuple[int, int]) -> None:
    k, n = counts
    assert float(any_time_bound(k, n + 1)) <= float(any_time_bound(k, n)) + 1e-9
    assert float(any_time_bound(k + 1, n + 1)) >= float(any_time_bound(k, n)) - 1e-9


@settings(deadline=None)
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


def test_counts_may_be_arrays() -> None:
    many = any_time_bound(np.array([0, 1]), np.array([[10], [200]]))
    assert many.shape == (2, 2)
    assert many[1, 1] == any_time_bound(1, 200)


@pytest.mark.parametrize(("k", "n"), [(3, 2), (-1, 2)])
def test_nonsense_is_refused(k: int, n: int) -> None:
    with pytest.raises(UsageError):
        any_time_bound(k, n)
