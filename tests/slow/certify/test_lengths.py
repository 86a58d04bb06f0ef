"""Documents of different lengths: a long one with more errors must not hide behind many short ones."""

from __future__ import annotations

import numpy as np
import pytest

from consensus.certify import counting_share, shows

#: Of ten documents one has 100 units, 9% of them wrong, and nine have 4 units without an error: 6.6% of all are wrong.
LONG, SHORT, RATE = 100, 4, 0.09
ALPHA, RUNS, DOCUMENTS = 0.05, 400, 1500


def falsely_certified(weighted: bool) -> float:
    """The share of runs that certify 5%, looking after every check."""
    dice = np.random.default_rng(20260101)
    certified = 0
    for _ in range(RUNS):
        long = dice.random(DOCUMENTS) < 0.1
        share = np.where(long, 1.0, counting_share(SHORT, LONG, 1.0)) if weighted else np.ones(DOCUMENTS)
        counts = dice.random(DOCUMENTS) < share
        wrong = (long & (dice.random(DOCUMENTS) < RATE))[counts]
        checks = np.arange(1, wrong.size + 1)
        certified += bool(shows(np.cumsum(wrong), checks, ALPHA, 0.05).any())
    return certified / RUNS


@pytest.mark.slow
def test_every_unit_has_the_same_weight() -> None:
    assert falsely_certified(weighted=True) <= 0.05


@pytest.mark.slow
def test_one_check_a_document_whatever_its_length_is_caught() -> None:
    assert falsely_certified(weighted=False) > 0.9
