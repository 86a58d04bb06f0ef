"""The proof: golden values, and what may never raise it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus import certify
from consensus.certify.bets import DrawLog, log_factors
from consensus.domain import BatchEntry
from consensus.domain.guarantee import Scheme
from consensus.errors import UsageError
from tests.unit.certify.logs import a_log, an_entry

RIGHT, WRONG, PENDING = an_entry(1, 1), an_entry(1, 1, 1), an_entry(1, 1, 0, 1)
TARGETS = (0.1, 0.05, 0.02, 0.01)


def needed(entry: BatchEntry, cap: int, delta: float, times: float = 1.0) -> tuple[int, ...]:
    """Batches until certified when each is like this one, by target."""
    found = (certify.proof([entry] * 2000, 0, times * alpha, cap, delta) for alpha in TARGETS)
    return tuple(one.index + 1 if one else 0 for one in found)


@pytest.mark.parametrize(
    ("delta", "batches"), [(0.05, (36, 74, 187, 376)), (0.04, (39, 79, 200, 402)), (0.005, (60, 124, 313, 630))]
)
def test_full_batches_none_wrong(delta: float, batches: tuple[int, ...]) -> None:
    assert needed(RIGHT, 1, delta) == batches
    assert needed(an_entry(30, 30), 30, delta) == batches


@pytest.mark.parametrize(("cap", "batches"), [(8, (70, 146, 373, 751)), (20, (172, 361, 928, 1873))])
def test_smaller_batches_weigh_less(cap: int, batches: tuple[int, ...]) -> None:
    assert needed(an_entry(4, 4), cap, 0.05) == batches


def test_at_the_share_that_reviewers_catch() -> None:
    assert needed(RIGHT, 1, 0.04, times=0.8) == (49, 99, 250, 502)


def test_golden_course() -> None:
    log = [an_entry(20, 20)] * 60 + [an_entry(20, 20, 3)] + [an_entry(20, 20)] * 40
    course = certify.log_e_by_batch(log, 0, 0.05, 30)
    assert course[[59, 60, 100]] == pytest.approx([1.554212, 1.495770, 2.650482], abs=1e-6)


def test_a_wholly_wrong_full_batch_ends_the_boldest_bet() -> None:
    log = [an_entry(20, 20)] * 10 + [an_entry(20, 20, 20)]
    assert certify.log_e_by_batch(log, 0, 0.05, 20)[-1] == pytest.approx(-0.901358, abs=1e-6)
    for alpha in np.linspace(0.001, 0.3, 300):
        assert np.isneginf(log_factors(1.0, 1.0, alpha)[0])


def test_what_is_not_judged_is_wrong_wherever_it_stands() -> None:
    assert certify.proof([PENDING] + [RIGHT] * 332, 0, 0.02, 1, 0.05) is None
    last = certify.proof([PENDING] + [RIGHT] * 333, 0, 0.02, 1, 0.05)
    assert last is not None
    assert last.index == 333
    late = certify.proof([RIGHT] * 187 + [PENDING], 0, 0.02, 1, 0.05)
    assert late is not None
    assert late.index == 186


def test_it_is_told_where_the_log_showed_it() -> None:
    log = a_log([an_entry(20, 0)] * 3 + [RIGHT] * 187)
    found = certify.proof(log, 0, 0.02, 1, 0.05)
    assert found is not None
    assert (found.place, found.closed_at, found.index) == (190, log[189].closed_at, 189)
    assert found.log_e == pytest.approx(float(certify.log_e_by_batch(log, 0, 0.02, 1)[186]))
    assert found.log_e >= np.log(20)


def test_batches_of_one_unit_are_single_labels() -> None:
    for wrong, of in ((0, 20), (3, 60), (1, 200)):
        rate = float(certify.any_time_bound(wrong, of, 0.05))
        log = [RIGHT] * (of - wrong) + [WRONG] * wrong
        course = [certify.log_e_by_batch(log, 0, at, 1)[-1] for at in (rate - 1e-6, rate + 1e-6)]
        assert course[0] < np.log(20) <= course[1]


def test_the_mean_factor_is_one_at_the_target_whatever_the_clustering() -> None:
    sizes, wrong = np.array([4, 100, 100]), np.array([0, 0, 100])
    mean = 0.9 * 4 + 0.1 * 100
    chance = np.array([0.9, 0.1 - 0.05 * mean / 100, 0.05 * mean / 100])
    one = np.array(
        [
            certify.log_e_by_batch([an_entry(int(n), int(n), int(w))], 0, 0.05, 100)[0]
            for n, w in zip(sizes, wrong, strict=True)
        ]
    )
    assert chance @ np.exp(one) == pytest.approx(1)


def test_bound_is_the_largest_rate_that_no_prefix_refutes() -> None:
    assert certify.bound([RIGHT] * 187, 0, 1, 0.05) == pytest.approx(0.02, abs=5e-5)
    assert certify.bound([], 0, 30, 0.04) == 1.0
    log = [an_entry(20, 20)] * 60 + [an_entry(20, 20, 3)] + [an_entry(20, 20)] * 40
    rate = certify.bound(log, 0, 30, 0.04)
    assert rate == pytest.approx(0.0589646, abs=1e-6)
    assert certify.proof(log, 0, rate, 30, 0.04) is not None
    assert certify.proof(log, 0, rate - 1e-6, 30, 0.04) is None


@given(
    batches=st.lists(st.tuples(st.integers(1, 30), st.sampled_from([0, 0, 0, 1, 3, 30])), min_size=1, max_size=60),
    delta=st.sampled_from([0.005, 0.04, 0.2]),
)
def test_bound_is_what_a_search_with_the_whole_course_finds(batches: list[tuple[int, int]], delta: float) -> None:
    log = [an_entry(size, size, min(size, wrong)) for size, wrong in batches] * 8
    evidence, (low, high) = DrawLog(log, 30).evidence(0), (0.0, 1.0)
    for _ in range(20):
        middle = (low + high) / 2
        refuted = bool((evidence.log_e(middle) >= -np.log(delta)).any()) if middle else False
        low, high = (low, middle) if refuted else (middle, high)
    assert certify.bound(log, 0, 30, delta) == high


def test_attempts_spend_delta_together() -> None:
    assert [certify.spend(j, 0.05) for j in (1, 2, 3, 4)] == pytest.approx([0.04, 0.005, 0.05 / 30, 0.05 / 60])
    assert sum(certify.spend(j, 0.05) for j in range(1, 10**5)) == pytest.approx(0.05, abs=1e-6)
    with pytest.raises(UsageError):
        certify.spend(0, 0.05)


# --- properties ------------------------------------------------------------------------------------------------------

CAP = 30


@st.composite
def entries(draw: st.DrawFn) -> BatchEntry:
    n = draw(st.integers(1, CAP))
    m = draw(st.integers(1, n))
    wrong = draw(st.integers(0, m))
    pending = draw(st.integers(0, m - wrong))
    scheme = draw(st.sampled_from([Scheme.CENSUS, Scheme.PPS]))
    return an_entry(n, m, wrong, pending, scheme=scheme, delivered=(draw(st.integers(n, CAP)),))


logs = st.lists(entries(), min_size=1, max_size=30)
targets = st.floats(0.001, 0.5)


@settings(max_examples=200, deadline=None)
@given(logs, targets, st.data())
def test_taking_a_judgement_back_never_raises_it_at_any_prefix(
    log: list[BatchEntry], alpha: float, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(log) - 1))
    one = log[at]
    right = one.m[0] - one.wrong[0] - one.pending[0]
    taken = [one._replace(pending=(one.pending[0] + 1,))] if right else []
    taken += [one._replace(wrong=(one.wrong[0] - 1,), pending=(one.pending[0] + 1,))] if one.wrong[0] else []
    before = certify.log_e_by_batch(log, 0, alpha, CAP)
    for other in taken:
        after = certify.log_e_by_batch([*log[:at], other, *log[at + 1 :]], 0, alpha, CAP)
        assert np.all(after <= before + 1e-9)


@settings(max_examples=200, deadline=None)
@given(logs, targets, st.data())
def test_copies_that_come_later_never_raise_it(log: list[BatchEntry], alpha: float, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(log) - 1))
    copies = data.draw(st.integers(1, 3 * CAP))
    other = log[at]._replace(delivered=(log[at].delivered[0] + copies,))
    after = certify.log_e_by_batch([*log[:at], other, *log[at + 1 :]], 0, alpha, CAP)
    assert np.all(after <= certify.log_e_by_batch(log, 0, alpha, CAP) + 1e-9)


@settings(max_examples=200, deadline=None)
@given(logs, targets, targets)
def test_it_rises_with_the_target(log: list[BatchEntry], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert np.all(certify.log_e_by_batch(log, 0, low, CAP) <= certify.log_e_by_batch(log, 0, high, CAP) + 1e-9)


@settings(max_examples=100, deadline=None)
@given(logs, targets, st.integers(2, 9))
def test_only_shares_of_the_cap_matter(log: list[BatchEntry], alpha: float, times: int) -> None:
    grown = [
        entry._replace(
            **{name: (times * getattr(entry, name)[0],) for name in ("n", "delivered", "m", "wrong", "pending")}
        )
        for entry in log
    ]
    assert certify.log_e_by_batch(grown, 0, alpha, times * CAP) == pytest.approx(
        certify.log_e_by_batch(log, 0, alpha, CAP), abs=1e-9
    )


@settings(max_examples=100, deadline=None)
@given(logs, st.integers(0, 29), st.floats(0.01, 0.3))
def test_what_cannot_be_counts_as_wholly_wrong(log: list[BatchEntry], at: int, alpha: float) -> None:
    at %= len(log)
    impossible = log[at]._replace(wrong=(log[at].m[0] + 1,))
    wholly = log[at]._replace(wrong=log[at].m, pending=(0,))
    found = [certify.log_e_by_batch([*log[:at], one, *log[at + 1 :]], 0, alpha, CAP) for one in (impossible, wholly)]
    assert np.array_equal(found[0], found[1])
