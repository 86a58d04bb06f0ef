"""A learned order of held-back fields: rules first, and never over a veto."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from random import Random

import pytest

from consensus.domain import Agreement, Cluster, Field, Finding, Outcome, Rule, Severity, Verdict
from consensus.domain.job import UnitRecord
from consensus.errors import UsageError
from consensus.learn.order import LearnedOrder, document_weights, features_of, fit_order, level_score


def record(rule: Rule = Rule.SPLIT, support: float = 0.6, outcome: Outcome = Outcome.REVIEW) -> UnitRecord:
    clusters = (Cluster(("a", "b"), ("fa", "fb"), "a", 1), Cluster(("c",), ("fc",), "c", 2))
    agreement = Agreement("u", clusters, ("fa", "fb", "fc"), support, support, "s")
    value = 1 if outcome is Outcome.ACCEPTED else None
    verdict = Verdict("u", outcome, rule, ("r",), value, 1, "a", support, support)
    return UnitRecord(Field("u", 0, "$.x[0].y", "$.x[].y", {"type": "number"}), (), agreement, (), verdict)


def fitted(noise: float = 0.1) -> LearnedOrder:
    """Splits are mostly right, rows that a member lacks mostly wrong."""
    random, rows, right = Random(1), [], []
    for n in range(400):
        one = record(Rule.SPLIT if n % 2 else Rule.ROW_ABSENT, random.random())
        rows.append(features_of(one))
        right.append((n % 2 == 1) is (random.random() > noise))
    return fit_order(rows, right, [1.0] * len(rows))


def test_what_is_mostly_right_comes_first() -> None:
    order = fitted()
    split, absent = order.score(features_of(record())), order.score(features_of(record(Rule.ROW_ABSENT)))
    assert split > 0.75 > 0.25 > absent
    assert (order.labels, 150 < order.wrong < 250) == (400, True)


def test_it_is_nearly_calibrated_and_does_not_depend_on_the_order_of_labels() -> None:
    rows = [{"x": 1.0}] * 300 + [{"x": 0.0}] * 100
    right = [True] * 270 + [False] * 30 + [True] * 20 + [False] * 80
    order = fit_order(rows, right, [1.0] * 400, ridge=1e-6)
    assert order.score({"x": 1.0}) == pytest.approx(0.9, abs=0.01)
    assert order.score({"x": 0.0}) == pytest.approx(0.2, abs=0.01)
    other = fit_order(rows[::-1], right[::-1], [1.0] * 400, ridge=1e-6)
    assert other.score({"x": 1.0}) == pytest.approx(order.score({"x": 1.0}), abs=1e-9)
    assert order.score({"never seen": 1.0}) == order.score({"x": 0.0})


def test_a_rare_label_counts_by_its_weight() -> None:
    rows, right = [{"x": 0.0}] * 200, [True] * 180 + [False] * 20
    assert fit_order(rows, right, [1.0] * 180 + [9.0] * 20).score({}) == pytest.approx(0.5, abs=0.01)


def test_rules_stay_first_and_a_veto_is_never_passed() -> None:
    order = fitted()
    accepted = level_score(record(Rule.MAJORITY, 0.0, Outcome.ACCEPTED), order)
    held = level_score(record(Rule.SPLIT, 1.0), order)
    assert accepted >= 0 > held > -1
    forbidden = Finding("range", Severity.MAJOR, True, "m", "a")
    assert level_score(replace(record(), findings=(forbidden,)), order) == -inf
    assert level_score(replace(record(), findings=(replace(forbidden, member="c"),)), order) > -1
    for rule in (Rule.VETO, Rule.QUORUM, Rule.ALARM, Rule.NO_ANSWER, Rule.SECOND_OPINION, Rule.CRITIQUE):
        assert level_score(record(rule), order) == -inf
    assert level_score(replace(record(), verdict=None), order) == -inf


def test_too_few_labels_are_said() -> None:
    with pytest.raises(UsageError, match="10 labelled fields with 5 wrong"):
        fit_order([{}] * 10, [True, False] * 5, [1.0] * 10)
    with pytest.raises(UsageError, match="with 0 wrong"):
        fit_order([{}] * 200, [True] * 200, [1.0] * 200)


def test_a_long_document_does_not_outweigh_the_others() -> None:
    assert document_weights(["a"] * 4 + ["b"]) == [0.5] * 4 + [1.0]
