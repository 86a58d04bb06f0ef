"""Lots against the published integers; fates that are fixed, uniform and nested."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import hypergeom, kstest

from consensus.certify import (
    counted_unit,
    counting_share,
    drawn_units,
    keyed_draw,
    lot_certificate,
    most_wrong_in_lot,
    probability,
)
from consensus.errors import UsageError

KEY = b"a key of this installation"

# accepted, checked, wrong -> wrong at most
LOTS = [(500, 50, 0, 27), (500, 100, 0, 13), (500, 200, 0, 5), (100, 50, 0, 4), (30, 30, 2, 2), (10, 0, 0, 10)]


@pytest.mark.parametrize(("accepted", "checked", "wrong", "most"), LOTS)
def test_lots(accepted: int, checked: int, wrong: int, most: int) -> None:
    assert most_wrong_in_lot(accepted, checked, wrong) == most


@pytest.mark.parametrize(("accepted", "checked"), [(60, 20), (200, 37)])
def test_lots_by_brute_force(accepted: int, checked: int) -> None:
    for wrong in range(checked + 1):
        possible = [m for m in range(accepted + 1) if hypergeom.cdf(wrong, accepted, m, checked) > 0.05]
        assert most_wrong_in_lot(accepted, checked, wrong) == min(max(possible), accepted - checked + wrong)


def test_a_large_lot_is_quick_and_plausible() -> None:
    # 300 of a million with one wrong: about the binomial bound of 1.6%.
    assert most_wrong_in_lot(1_000_000, 300, 1) == pytest.approx(15_700, rel=0.01)


def test_lot_words() -> None:
    certificate = lot_certificate(500, 100, 2, policy="v7", digest="d")
    left = certificate.at_most_wrong - 2
    assert certificate.at_most_left == left
    assert certificate.words == (
        f"At most {left} of 500 accepted units are wrong (95% confidence; 100 checked at random, 2 wrong and fixed; "
        "policy v7)."
    )


@pytest.mark.parametrize("counts", [(10, 11, 0), (10, 5, 6), (10, 5, -1)])
def test_lots_that_cannot_be(counts: tuple[int, int, int]) -> None:
    with pytest.raises(UsageError):
        most_wrong_in_lot(*counts)


# --- fates -----------------------------------------------------------------------------------------------------------

UNITS = [f"unit {i}" for i in range(10_000)]


DRAW = keyed_draw(KEY)


def test_fates_are_fixed_and_need_the_key() -> None:
    drawn = drawn_units(UNITS, 0.05, DRAW)
    assert drawn == drawn_units(UNITS, 0.05, keyed_draw(KEY))
    other = drawn_units(UNITS, 0.05, keyed_draw(b"another"))
    assert 5 <= len(set(drawn) & set(other)) <= 50, "about 25 by chance"
    with pytest.raises(UsageError):
        keyed_draw(b"")


def test_a_fate_is_the_same_on_every_machine() -> None:
    # openssl dgst -sha256 -hmac KEY over "spot check\x1funit 1"; the first 53 bits as a fraction.
    assert DRAW("spot check", "unit 1") == 0.39667585654940307


def test_fates_are_uniform() -> None:
    assert kstest([DRAW("spot check", unit) for unit in UNITS], "uniform").pvalue > 0.01
    assert len(drawn_units(UNITS, 0.05, DRAW)) == pytest.approx(500, abs=4 * 21.8)


@pytest.mark.parametrize(("q", "drawn"), [(0.0, 0), (1.0, 10_000)])
def test_never_and_always(q: float, drawn: int) -> None:
    assert len(drawn_units(UNITS, q, DRAW)) == drawn


def test_a_larger_share_keeps_the_drawn() -> None:
    assert set(drawn_units(UNITS, 0.2, DRAW)) > set(drawn_units(UNITS, 0.05, DRAW))


def test_purposes_do_not_know_each_other() -> None:
    pairs = np.array([[DRAW("spot check", unit), DRAW("counted", unit)] for unit in UNITS])
    assert abs(np.corrcoef(pairs.T)[0, 1]) < 0.04


# learning, accepted a week -> share
SHARES = [(True, 10_000, 1.0), (False, 199, 0.20), (False, 200, 0.05)]


@pytest.mark.parametrize(("learning", "weekly", "expected"), SHARES)
def test_shares(learning: bool, weekly: int, expected: float) -> None:
    assert probability(learning=learning, accepted_a_week=weekly) == expected


def test_one_unit_of_a_document_counts_whatever_the_order() -> None:
    units = UNITS[:20]
    assert counted_unit(units, DRAW) == counted_unit(reversed(units), DRAW)
    assert counted_unit([], DRAW) is None
    picked = [counted_unit([f"{d}/{u}" for u in range(5)], DRAW) for d in range(2000)]
    places = np.bincount([int(str(name).split("/")[1]) for name in picked], minlength=5)
    assert places == pytest.approx(np.full(5, 400), abs=4 * 18)


@pytest.mark.parametrize("q", [0.05, 0.2, 1.0])
def test_every_unit_is_counted_with_the_same_chance(q: float) -> None:
    def chance(units: int) -> float:
        return counting_share(units, 40, q) * (1 - (1 - q) ** units) / units

    assert [chance(units) for units in (1, 3, 10, 39)] == pytest.approx([chance(40)] * 4)
    assert counting_share(40, 40, q) == counting_share(60, 40, q) == 1.0
    assert 0 < counting_share(1, 40, q) < 1
