"""A trial's statistics: intervals that hold whenever one looks, over documents whose units go together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from consensus.certify import confidence_sequence
from consensus.domain.trial import Compared, Preference, TrialState, compared
from consensus.learn.trial import (
    DocumentResult,
    Interval,
    TrialFigures,
    figures,
    score_interval,
    state_of,
    win_interval,
)

TRIALS, DOCUMENTS, MARGIN = 500, 80, 0.05
NOTHING = Interval(None, 0.0, 1.0, 0)


def documents(random: np.random.Generator, better: float, n: int = DOCUMENTS) -> list[DocumentResult]:
    """Documents of up to eight units, whose units are nearly all won or lost together."""
    made = []
    for _ in range(n):
        together = random.beta(0.4 * better, 0.4 * (1 - better))  # mean: better
        differ = int(random.integers(0, 6))
        won = int(random.binomial(differ, together))
        even = int(random.integers(0, 3))
        made.append(DocumentResult(won, differ - won, even, int(random.integers(0, 4)), 2 * bool(differ + even)))
    return made


def ended(found: Sequence[DocumentResult], margin: float = MARGIN) -> TrialState:
    """As a trial ends that looks after every document; all looks at the win rate are computed at once."""
    wins = [one.win for one in found]
    counted = [win for win in wins if win is not None]
    lower, upper = confidence_sequence(np.cumsum([0.0, *counted])[1:], np.arange(1, len(counted) + 1))
    seen = 0
    for n, (one, win) in enumerate(zip(found, wins, strict=True), 1):
        seen += win is not None
        rate = Interval(0.5, float(lower[seen - 1]), float(upper[seen - 1]), seen) if seen else NOTHING
        score = score_interval([each.score for each in found[:n] if each.score is not None]) if one.same else NOTHING
        state = state_of(TrialFigures(rate, score), margin)
        if state is not TrialState.RUNNING:
            return state
    return TrialState.RUNNING


def test_all_looks_at_once_say_what_a_trial_says_at_each() -> None:
    found = documents(np.random.default_rng(1), 0.9, 25)
    steps = (state_of(figures(found[:n]), MARGIN) for n in range(1, len(found) + 1))
    assert ended(found) is next((state for state in steps if state is not TrialState.RUNNING), TrialState.RUNNING)


def test_an_equal_model_wins_at_most_one_trial_in_twenty() -> None:
    random = np.random.default_rng(20261130)
    states = [ended(documents(random, 0.5)) for _ in range(TRIALS)]
    assert states.count(TrialState.WON) <= 0.05 * TRIALS
    assert states.count(TrialState.LOST) <= 0.05 * TRIALS


def test_looking_at_every_document_by_a_fixed_interval_would_be_wrong_far_more_often() -> None:
    """The simulation can fail: what holds at one look does not hold at all of them."""
    random, wrong = np.random.default_rng(3), 0
    for _ in range(200):
        shares = np.array([one.win for one in documents(random, 0.5) if one.win is not None])
        n = np.arange(1, len(shares) + 1)
        mean = np.cumsum(shares) / n
        deviation = np.sqrt(np.maximum(np.cumsum(shares**2) / n - mean**2, 1e-9))
        wrong += bool(((mean - 1.96 * deviation / np.sqrt(n) > 0.5) & (n > 10)).any())
    assert wrong > 0.05 * 200


def test_a_better_model_wins_and_a_worse_one_loses() -> None:
    random = np.random.default_rng(7)
    assert [ended(documents(random, 0.8, 150)) for _ in range(40)].count(TrialState.WON) >= 38
    assert [ended(documents(random, 0.2, 150)) for _ in range(40)].count(TrialState.LOST) >= 38


def test_a_model_with_the_same_answers_is_equal_within_the_margin() -> None:
    same = [DocumentResult(same=5)] * 300
    assert ended(same) is TrialState.EQUAL
    assert ended(same, 0.01) is TrialState.RUNNING
    random = np.random.default_rng(11)
    rarely = [DocumentResult(*((1, 0) if random.random() < 0.5 else (0, 1)), 0, 9) for _ in range(400)]
    assert ended(rarely) in (TrialState.EQUAL, TrialState.RUNNING)
    assert ended([DocumentResult(better=1)] * 60) is TrialState.WON


@pytest.mark.parametrize("truth", [0.1, 0.5, 0.85])
def test_both_intervals_cover_the_truth_at_all_times_together(truth: float) -> None:
    random, missed = np.random.default_rng(int(100 * truth)), [0, 0]
    for _ in range(200):
        values = random.beta(2 * truth, 2 * (1 - truth), 60)
        lower, upper = confidence_sequence(np.cumsum(values), np.arange(1, 61))
        missed[0] += bool(((lower > truth) | (upper < truth)).any())
        scores = [score_interval(values[:n].tolist()) for n in range(1, 61)]
        missed[1] += any(not one.lower <= truth <= one.upper for one in scores)
    last = win_interval(values.tolist())
    assert (last.lower, last.upper) == (lower[-1], upper[-1])
    assert max(missed) <= 0.05 * 200


def test_a_document_counts_once_it_is_compared_whole() -> None:
    whole, open_ = DocumentResult(2, 1, same=3), DocumentResult(9, 0, open=1)
    assert figures([whole, open_]) == figures([whole])
    assert figures([open_]).win.mean is None
    assert whole.win == pytest.approx(2 / 3)
    assert whole.score == pytest.approx((2 + 1.5) / 6)


def test_answers_that_did_not_come_count_against_the_candidate() -> None:
    assert DocumentResult(failed=2).win == 0
    assert DocumentResult(same=2, failed=2).score == 0.25
    # Of four that differ two were shown: one better, one worse; the others are taken to be alike.
    assert DocumentResult(1, 1, beyond=2, failed=1).win == pytest.approx(2 / 5)
    assert DocumentResult(same=3).win is None
    assert DocumentResult().score is None


def test_a_preference_is_about_the_candidate_once_the_order_is_known() -> None:
    assert compared(Preference.FIRST, swapped=True) is Compared.CANDIDATE
    assert compared(Preference.FIRST, swapped=False) is Compared.PANEL
    assert compared(Preference.SECOND, swapped=False) is Compared.CANDIDATE
    assert compared(Preference.SECOND, swapped=True) is Compared.PANEL
    assert {compared(Preference.EQUAL, swapped=way) for way in (True, False)} == {Compared.EQUAL}
    assert {compared(Preference.BOTH_WRONG, swapped=way) for way in (True, False)} == {Compared.BOTH_WRONG}
