"""The chance of passing against brute force; effective voters against worked cases."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from consensus.certify import ABSTAINED, RIGHT, independence, passing_chances, plan_checks, shows
from consensus.errors import UsageError


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.3, 0.6, 1.0])
def test_chance_of_passing_by_every_path(rate: float) -> None:
    alpha, most = 0.6, 11
    chances = np.zeros(most + 1)
    for path in product((0, 1), repeat=most):
        wrong = np.cumsum(path)
        passes = np.flatnonzero(shows(wrong, np.arange(1, most + 1), alpha))
        if passes.size:
            chances[passes[0] + 1 :] += rate ** sum(path) * (1 - rate) ** (most - sum(path))
    assert passing_chances(alpha, rate, most) == pytest.approx(chances)


def test_a_plan() -> None:
    plan = plan_checks(0.02, (0.0, 0.005, 0.02), (186, 187, 1000))
    assert plan.fewest == 187
    perfect, good, bad = plan.prospects
    assert perfect.chances == (0.0, pytest.approx(1.0), pytest.approx(1.0))
    assert perfect.usual == 187
    assert good.chances[1] == pytest.approx(0.995**187)
    assert good.usual is not None
    assert 187 < good.usual < 1000
    assert bad.chances[2] <= 0.05
    assert bad.usual is None


def test_fewer_errors_pass_sooner() -> None:
    curves = [passing_chances(0.05, rate, 400) for rate in (0.0, 0.01, 0.03, 0.05, 0.1)]
    for better, worse in pairwise(curves):
        assert (better >= worse - 1e-12).all()
    assert all((np.diff(curve) >= 0).all() for curve in curves)


# --- independence ----------------------------------------------------------------------------------------------------


def errors(seed: int, units: int, models: int, rate: float = 0.2) -> np.ndarray:
    """Independent mistakes: 0 right, else one of 50 wrong answers."""
    rng = np.random.default_rng(seed)
    return np.where(rng.random((units, models)) < rate, rng.integers(1, 51, (units, models)), RIGHT)


def test_independent_models_count_fully() -> None:
    found = independence(["a", "b", "c"], errors(1, 20_000, 3))
    assert found.effective == pytest.approx(3, abs=0.1)
    for pair in found.pairs:
        assert pair.both_wrong / pair.units == pytest.approx(pair.both_wrong_if_independent, abs=0.005)
        assert pair.same_wrong / pair.units == pytest.approx(0.04 / 50, abs=0.0008)


def test_clones_count_once() -> None:
    own = errors(2, 5000, 1)
    found = independence(["a", "b", "c"], np.repeat(own, 3, axis=1))
    assert found.effective == pytest.approx(1)
    assert all(pair.same_wrong == pair.both_wrong == pair.first_wrong for pair in found.pairs)


def test_three_clones_and_two_others() -> None:
    own = errors(3, 20_000, 3)
    table = own[:, [0, 0, 0, 1, 2]]
    assert independence(list("abcde"), table).effective == pytest.approx(25 / 11, abs=0.1)


def test_only_units_that_both_answered() -> None:
    table = [[0, 1], [3, 3], [ABSTAINED, 1], [2, 4]]
    pair = independence(["a", "b"], table).pairs[0]
    assert (pair.units, pair.first_wrong, pair.second_wrong, pair.both_wrong, pair.same_wrong) == (3, 2, 3, 2, 1)
    assert pair.correlation is None, "one of them was never right"


def test_nothing_known_says_nothing() -> None:
    found = independence(["a", "b"], np.zeros((0, 2), dtype=int))
    assert found.effective is None
    with pytest.raises(UsageError):
        independence(["a"], [[0, 1]])
