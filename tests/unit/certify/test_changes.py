"""Rates of models watched document by document: false alarms as stated, rises noticed as announced."""

from __future__ import annotations

from collections import Counter

import numpy as np

from consensus.certify.bets import Numbers
from consensus.certify.changes import (
    THRESHOLD,
    Watch,
    alarm_at,
    expected_false_alarms,
    log_stakes,
    noticed_within,
    p_values,
    rank,
)


def documents(draws: np.random.Generator, count: int, rate: float, unlike: float = 0.0) -> Numbers:
    """Units that show the mark, and units, of documents of 1 to 29 units. unlike: how far documents differ, 0 not."""
    units = draws.integers(1, 30, count)
    rates = (
        draws.beta(rate * (1 / unlike - 1), (1 - rate) * (1 / unlike - 1), count) if unlike else np.full(count, rate)
    )
    return np.stack([draws.binomial(units, rates), units])


def test_no_stake_wins_in_the_mean_on_uniform_values() -> None:
    values = (np.arange(100_000) + 0.5) / 100_000
    assert np.allclose(np.exp(log_stakes(values)).mean(axis=0), 1.0, atol=1e-3)


def test_values_are_uniform_however_unlike_the_documents_are() -> None:
    draws = np.random.default_rng(3)
    found = np.concatenate(
        [p_values(*documents(draws, 120, 0.05, unlike), draws.random(120)) for unlike in (0.0, 0.2) for _ in range(150)]
    )
    shares = np.array([(found <= share).mean() for share in (0.01, 0.05, 0.3, 0.7)])
    assert np.allclose(shares, (0.01, 0.05, 0.3, 0.7), atol=0.006)


def test_one_document_at_a_time_is_the_same_as_all_at_once() -> None:
    draws = np.random.default_rng(4)
    parts, units = documents(draws, 300, 0.05)
    parts[200:] = np.minimum(units[200:], parts[200:] + 3)
    drawn, seen, watch, values = draws.random(300), Counter[tuple[int, int]](), Watch(), []
    raised = None
    for place, (part, of) in enumerate(zip(parts.tolist(), units.tolist(), strict=True)):
        values.append(rank(seen, part, of, drawn[place]))
        seen[part, of] += 1
        watch = Watch.read(watch.observe(values[-1]).text)
        raised = place if raised is None and watch.raised else raised
    assert np.allclose(values, p_values(parts, units, drawn))
    assert raised == alarm_at(np.array(values))
    assert raised is not None
    assert abs(watch.change - 200) <= 10


def test_a_stable_rate_raises_at_most_the_stated_alarms() -> None:
    """2,000 streams of unlike documents; the threshold is lowered to where alarms can be counted at all."""
    draws, threshold, length, streams = np.random.default_rng(5), 400.0, 60, 2_000
    alarms = 0
    for _ in range(streams):
        rate, unlike = draws.choice([0.01, 0.05, 0.3]), draws.choice([0.0, 0.1])
        steps = log_stakes(p_values(*documents(draws, length, rate, unlike), draws.random(length))).T
        total = np.cumsum(steps, axis=-1)
        sums = np.exp(total + np.logaddexp.accumulate(steps - total, axis=-1)).mean(axis=0)
        alarms += bool((sums >= threshold).any())
    assert 0 < alarms <= streams * length / threshold


def test_a_rise_is_noticed_within_the_announced_number_of_units() -> None:
    draws, before = np.random.default_rng(6), 250
    given = documents(draws, before, 0.05)
    announced = noticed_within(zip(*given.tolist(), strict=True), 0.2)
    assert announced is not None
    assert announced[0] < 60
    noticed = 0
    for _ in range(60):
        old, new = documents(draws, before, 0.05), documents(draws, announced[0], 0.2)
        parts, units = np.concatenate([old, new], axis=1)
        at = alarm_at(p_values(parts, units, draws.random(parts.size)))
        noticed += at is not None and at >= before
    assert noticed >= 40


def test_nothing_is_announced_that_could_not_be_noticed() -> None:
    assert noticed_within([(1, 20)] * 5, 0.5) is None  # too few documents to compare with
    assert noticed_within([(1, 20)] * 40, 0.05) is None  # no rise
    assert expected_false_alarms(int(THRESHOLD)) == 1.0
