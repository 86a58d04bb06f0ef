"""The alarm: golden values, what it hears, and since when units are doubtful."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus import certify
from consensus.certify.alarm import MULTIPLES, THRESHOLD, alarm_bets, log_detector, log_steps
from consensus.domain import BatchEntry
from consensus.domain.guarantee import Scheme
from tests.unit.certify.logs import a_log, an_entry, in_operation

RIGHT, WRONG = (in_operation(an_entry(1, 1, wrong)) for wrong in (0, 1))
UNJUDGED = in_operation(an_entry(1, 1, 0, 1))
OPEN = UNJUDGED._replace(waiting=(1,))


def heard(log: list[BatchEntry], cap: int = 1, delta: float = 0.05) -> certify.Raised | None:
    return certify.alarm(a_log(log), 0.05, cap, delta)


def place(log: list[BatchEntry], cap: int = 1) -> int | None:
    found = heard(log, cap)
    return found.place if found else None


@pytest.mark.parametrize("bad", [WRONG, UNJUDGED], ids=["wrong", "due and not judged"])
def test_golden(bad: BatchEntry) -> None:
    assert place([RIGHT] * 20 + [bad] * 4) == 24
    assert place([RIGHT] * 20 + [bad] * 3) is None
    assert place([RIGHT] * 20 + [bad] * 9) == 24


def test_golden_by_batches_of_the_census() -> None:
    good, bad = (in_operation(an_entry(20, 20, wrong), scheme=Scheme.CENSUS) for wrong in (0, 5))
    assert place([good] * 20 + [bad] * 60, cap=30) == 31


def test_open_audits_are_not_heard() -> None:
    assert place([RIGHT] * 20 + [OPEN] * 50) is None
    assert place([RIGHT] * 20 + [WRONG, OPEN] * 4) == 27


def test_only_what_was_drawn_while_a_level_operated_is_heard() -> None:
    assert place([an_entry(1, 1, 1)] * 50) is None
    assert place([RIGHT] * 20 + [WRONG._replace(m=(0,), wrong=(0,))] * 50) is None


def test_each_batch_is_heard_at_the_level_that_operated() -> None:
    wide = [in_operation(an_entry((1, 1), (1, 1), (0, 1)), level=level) for level in (0, 1)]
    assert place([wide[0]] * 30) is None
    assert place([wide[1]] * 30) is not None


def test_doubtful_since_the_last_batch_before_the_change() -> None:
    log = a_log([RIGHT] * 20 + [WRONG] * 4)
    found = heard(list(log))
    assert found is not None
    assert found.doubtful_since == log[19].closed_at
    assert "risen" in found.why


def test_all_of_it_is_doubtful_when_it_was_wrong_from_the_beginning() -> None:
    log = a_log([an_entry(1, 1)] * 5 + [WRONG] * 9)
    found = heard(list(log))
    assert found is not None
    assert found.doubtful_since == log[4].closed_at


def test_its_own_audits_refute_a_target_before_the_detector_says_so() -> None:
    log = [in_operation(an_entry(1, 1, int(at % 9 == 0))) for at in range(300)]  # 11% at a target of 5%
    early, late = heard(log), heard(log, delta=1e-9)
    assert early is not None
    assert late is not None
    assert early.place < late.place
    assert "refute" in early.why
    assert early.doubtful_since == a_log(log)[0].closed_at


def test_no_target_no_alarm() -> None:
    assert certify.alarm(a_log([WRONG] * 9), 0.0, 1, 0.05) is None
    assert certify.alarm((), 0.05, 1, 0.05) is None


def test_factors_have_mean_one_at_the_target() -> None:
    for alpha in (0.02, 0.05, 0.2):
        means = alpha * np.exp(log_steps(1.0, 1.0, alpha)) + (1 - alpha) * np.exp(log_steps(0.0, 1.0, alpha))
        assert means == pytest.approx(np.ones(len(MULTIPLES)))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.25, 1.0]), min_size=1, max_size=60), st.sampled_from([0.01, 0.05, 0.3]))
def test_all_steps_at_once_are_one_after_the_other(shares: list[float], alpha: float) -> None:
    sums = np.zeros(len(MULTIPLES))
    for share, found in zip(shares, log_detector(log_steps(shares, 1.0, alpha)), strict=True):
        sums = (sums + 1) * (1 + alarm_bets(alpha) * (share - alpha))
        assert found == pytest.approx(np.log(sums.mean()))


def test_an_alarm_stays() -> None:
    log = [RIGHT] * 20 + [WRONG] * 4
    assert place([*log, *[RIGHT] * 500]) == 24
    assert THRESHOLD == 2000
