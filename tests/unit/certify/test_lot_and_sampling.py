"""Lots against the published integers."""

from __future__ import annotations

import pytest
from scipy.stats import hypergeom

from consensus.certify import lot_certificate, most_wrong_in_lot
from consensus.errors import UsageError

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
    certificate = lot_certificate(500, 100, 0, policy="contracts v7")
    assert certificate.words == (
        "Of this delivery's 500 accepted units at most 13 are still materially wrong (95% confidence; 100 audited at "
        "random, 0 wrong and mended). This assumes that reviewers catch at least 80% of errors. Policy contracts v7."
    )


@pytest.mark.parametrize("counts", [(10, 11, 0), (10, 5, 6), (10, 5, -1)])
def test_lots_that_cannot_be(counts: tuple[int, int, int]) -> None:
    with pytest.raises(UsageError):
        most_wrong_in_lot(*counts)
