"""The verifier's own statistics and those of the product say the same of every log."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from math import comb, exp
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus import certify
from consensus.certify.words import guarantee_words
from consensus.domain import BatchEntry, Claim, GuaranteeRecord, Level, Scheme, Seeds
from consensus.export.verifier import certificate as parts
from consensus.export.verifier.engine import (
    alarm_of,
    caught_share,
    drawn_at,
    drawn_name,
    factor,
    first_proof,
    most_wrong,
    plan_of,
    spent,
)

CAP = 30


@st.composite
def entries(draw: st.DrawFn) -> list[BatchEntry]:
    """Batches of one level, learning first, with what may have become of their audits."""
    found, learnt = [], draw(st.integers(0, 120))
    bad = draw(st.sampled_from([0, 0, 1, 4, 20]))
    for place in range(1, learnt + draw(st.integers(0, 40)) + 1):
        n = draw(st.integers(1, CAP))
        census = place <= learnt
        m = n if census else draw(st.integers(0, n))
        wrong = draw(st.integers(0, min(m, bad)))
        pending = draw(st.integers(0, min(m - wrong, bad)))
        waiting = draw(st.integers(0, pending))
        scheme = Scheme.CENSUS if census else Scheme.PPS
        delivered = draw(st.integers(n, CAP))
        found.append(
            BatchEntry(
                place, f"b{place}", "2026-01-01", scheme, 0.2, 1.0, None if census else 0, not census, 1,
                (n,), (delivered,), (m,), (wrong,), (pending,), (waiting,),
            )
        )  # fmt: skip
    return found


def told(entry: BatchEntry) -> dict[str, Any]:
    return entry._asdict() | {"scheme": entry.scheme.value}


@given(entries(), st.sampled_from([0.01, 0.04, 0.1]), st.sampled_from([0.05, 0.04, 0.005]))
@settings(max_examples=150, deadline=None)
def test_proof_and_alarm(log: list[BatchEntry], alpha: float, delta: float) -> None:
    factors = [one for entry in log if (one := factor(told(entry), 0, CAP))]
    found, known = first_proof(factors, alpha, delta), certify.proof(log, 0, alpha, CAP, delta)
    assert (found is None) == (known is None)
    if found is not None and known is not None:
        assert (found.place, found.log_e) == (known.place, pytest.approx(known.log_e, abs=1e-9))
    heard = [
        one
        for entry in log
        if entry.operating is not None and not entry.waiting[0] and (one := factor(told(entry), 0, CAP))
    ]
    raised = certify.alarm(log, alpha, CAP, delta)
    why = alarm_of(heard, alpha, delta)
    assert bool(why) == (raised is not None)
    assert raised is None or f"batch {raised.place} " in f"{why} "


def test_golden_course() -> None:
    """The figures of the specification, by the verifier alone."""
    batch = {"scheme": "census", "n": [20], "delivered": [20], "m": [20], "pending": [0]}
    wrong = [0] * 60 + [3] + [0] * 40
    course = [factor({**batch, "place": at, "wrong": [bad]}, 0, 30) for at, bad in enumerate(wrong)]
    for stop, expected in ((60, 1.554212), (101, 2.650482)):
        found = first_proof([one for one in course[:stop] if one], 0.05, exp(1e-6 - expected))
        assert found is not None
        assert (found.place, found.log_e) == (stop - 1, pytest.approx(expected, abs=1e-6))
    full = {"scheme": "census", "place": 1, "n": [1], "delivered": [1], "m": [1], "wrong": [0], "pending": [0]}
    one = factor(full, 0, 1)
    assert one is not None
    for alpha, needed in ((0.1, 39), (0.05, 79), (0.02, 200), (0.01, 402)):
        assert first_proof([one] * needed, alpha, 0.04) is not None
        assert first_proof([one] * (needed - 1), alpha, 0.04) is None


@given(st.integers(0, 80), st.data(), st.sampled_from([0.5, 0.8, 0.95, 1.0]), st.sampled_from([0.05, 0.01]))
@settings(max_examples=300, deadline=None)
def test_reviewers(shown: int, data: st.DataObject, catch: float, delta: float) -> None:
    caught = data.draw(st.integers(0, shown))
    known = certify.detection(Seeds(shown, caught, 0), catch, delta)
    share, from_seeds = caught_share(shown, caught, catch, delta)
    assert (from_seeds, share) == (known.from_seeds, pytest.approx(known.share, abs=1e-6))


@given(st.integers(1, 60), st.data(), st.sampled_from([0.05, 0.01, 0.2]))
@settings(max_examples=300, deadline=None)
def test_deliveries(accepted: int, data: st.DataObject, delta: float) -> None:
    audited = data.draw(st.integers(0, accepted))
    wrong = data.draw(st.integers(0, audited))

    def stands(bad: int) -> bool:
        ways = sum(comb(bad, k) * comb(accepted - bad, audited - k) for k in range(wrong + 1) if k <= audited)
        return Fraction(ways, comb(accepted, audited)) > Fraction(str(delta))

    possible = [bad for bad in range(wrong, accepted - (audited - wrong) + 1) if stands(bad)]
    found = most_wrong(accepted, audited, wrong, delta)
    assert found == certify.most_wrong_in_lot(accepted, audited, wrong, delta) == max(possible)


@pytest.mark.parametrize(
    ("counts", "left"), [((500, 50, 0), 27), ((500, 100, 0), 13), ((500, 200, 0), 5), ((100, 50, 0), 4)]
)
def test_golden_deliveries(counts: tuple[int, int, int], left: int) -> None:
    assert most_wrong(*counts, 0.05) == certify.most_wrong_in_lot(*counts) == left


def test_large_deliveries_are_the_same() -> None:
    for counts in ((1001, 40, 2), (5_000, 300, 0), (200_000, 900, 7)):
        assert most_wrong(*counts, 0.05) == certify.most_wrong_in_lot(*counts)


def test_small_ones() -> None:
    assert [spent(j, 0.05) for j in (1, 2, 3, 9)] == [certify.spend(j, 0.05) for j in (1, 2, 3, 9)]
    for q, cap in ((0.05, 1), (0.05, 30), (0.2, 60), (0.05, 90)):
        assert plan_of(q, cap) == certify.audit_plan(q, cap)
    key = certify.lot_key(b"x" * 32, "b1")
    assert drawn_at(key, "audit", "n") == certify.keyed_draw(key)("audit", "n")
    assert drawn_name("job", "ünit") == certify.unit_name("job", "ünit")


@given(
    st.sampled_from([0.02, 0.015, 0.1234]),
    st.sampled_from([0.95, 0.99, 0.999]),
    st.lists(st.integers(0, 12_345), min_size=10, max_size=10),
    st.integers(1, 1_500),
    st.sampled_from([(0, 0, 0), (1, 1, 0), (13, 12, 3), (13, 12, 12), (2_000, 1_900, 5)]),
)
@settings(max_examples=100, deadline=None)
def test_words(alpha: float, sure: float, counts: list[int], house: int, shown: tuple[int, int, int]) -> None:
    seeds, proof, since = Seeds(*shown), certify.Tally(*counts[:5]), certify.Tally(*counts[5:])
    claim = Claim(alpha, sure, 0.8, (Level(0.5, 0.5),), (0,), 10)
    record = GuaranteeRecord("p", "de to en", "b", "d", 3, alpha, sure, 0.8, claim=claim)
    seen = certify.detection(seeds, 0.8, round(1 - sure, 12))
    certificate = {
        "policy": {"name": "p", "version": 3, "digest": "d"},
        "slice": "de to en",
        "confidence": sure,
        "catch": 0.8,
        "seeds": asdict(seeds),
        "guarantee": {
            "alpha": alpha,
            "guarantees": house,
            "tally": {"proof": proof._asdict(), "since": since._asdict()},
        },
    }
    assert parts._guarantee_words(certificate) == guarantee_words(record, proof, since, seen, house)
