"""A learned order of held-back fields: rules first, and never over a veto."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.domain import (
    Agreement,
    Candidate,
    Cluster,
    ExtractionRules,
    Field,
    Finding,
    LearnedOrder,
    OrderFeature,
    Outcome,
    Policy,
    Rule,
    Severity,
    Verdict,
)
from consensus.domain.job import UnitRecord
from consensus.errors import UsageError
from consensus.learn.order import HELD_BACK, document_weights, features_of, fit_order, held_back_score, is_held_back
from consensus.service.guarantee.closing import score_of

POLICY = Policy(name="p", version=1)
GATES = [rule for rule in HELD_BACK if rule is not Rule.SPLIT]


def record(rule: Rule = Rule.SPLIT, support: float = 0.6, outcome: Outcome = Outcome.REVIEW) -> UnitRecord:
    clusters = (Cluster(("a", "b"), ("fa", "fb"), "a", 1), Cluster(("c",), ("fc",), "c", 2))
    gates = () if rule in (Rule.SPLIT, Rule.MAJORITY) else (rule.value,)
    agreement = Agreement("u", clusters, ("fa", "fb", "fc"), support, support, "s", gates=gates, leading=1)
    value = 1 if outcome is Outcome.ACCEPTED else None
    verdict = Verdict("u", outcome, rule, ("r",), value, 1, "a", support, support)
    answers = tuple(Candidate("u", name, f"f{name}", 2 if name == "c" else 1) for name in "abc")
    return UnitRecord(Field("u", 0, "$.x[0].y", "$.x[].y", {"type": "number"}), answers, agreement, (), verdict)


def fitted(noise: float = 0.1) -> LearnedOrder:
    """Splits are mostly right, values that stand nowhere mostly wrong."""
    random, rows, right = Random(1), [], []
    for n in range(400):
        one = record(Rule.SPLIT if n % 2 else Rule.UNLOCATED, random.random())
        rows.append(features_of(one))
        right.append((n % 2 == 1) is (random.random() > noise))
    return fit_order(rows, right, [1.0] * len(rows))


def under(order: LearnedOrder | None) -> Policy:
    return POLICY.model_copy(update={"extraction": ExtractionRules(order=order)})


def test_what_is_mostly_right_comes_first() -> None:
    order = fitted()
    split, nowhere = order.score(features_of(record())), order.score(features_of(record(Rule.UNLOCATED)))
    assert split > 0.75 > 0.25 > nowhere
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


def test_rules_stay_first_and_without_an_order_all_is_held_back() -> None:
    policy = under(fitted())
    assert score_of(record(Rule.MAJORITY, 0.0, Outcome.ACCEPTED), policy) >= 0 > score_of(record(), policy) > -1
    assert score_of(record(Rule.KEPT, 1.0, Outcome.ACCEPTED), policy) == -inf
    assert score_of(record(), under(None)) == -inf
    assert score_of(record(Rule.MAJORITY, 0.7, Outcome.ACCEPTED), under(None)) == 0.7
    assert score_of(replace(record(), verdict=None), policy) == -inf


def test_a_doubt_of_which_it_saw_too_few_labels_is_for_people() -> None:
    policy = under(fitted())
    assert held_back_score(record(Rule.UNLOCATED), policy) > -1
    assert held_back_score(record(Rule.BLANK_ZERO), policy) == -inf
    rows = [features_of(record(Rule.BLANK_ZERO))] * 4 + [features_of(record())] * 96
    rare = fit_order(rows, [True] * 50 + [False] * 50, [1.0] * 100)
    assert held_back_score(record(Rule.BLANK_ZERO), under(rare)) == -inf


def against(one: UnitRecord, case: str) -> UnitRecord:
    """A field that may be accepted at a level, with something more against it."""
    agreement, verdict = one.agreement, one.verdict
    assert agreement is not None
    assert verdict is not None
    veto = Finding("range", Severity.MAJOR, True, "m", "a")
    first, *rest = agreement.clusters
    given_by = [answer for answer in one.answers if isinstance(answer, Candidate)]
    lacking = tuple(replace(answer, row_absent=answer.member == "c") for answer in given_by)
    found = {
        "a veto on who gave it": replace(one, findings=(veto,)),
        "a veto on who gave the same": replace(one, findings=(replace(veto, member="b"),)),
        "a veto on the field": replace(one, findings=(replace(veto, member=""),)),
        "a judge's objection": replace(one, findings=(replace(veto, member="c", check="judge"),)),
        "a critic's objection": replace(one, findings=(replace(veto, member="c", check="critique"),)),
        "one family alone": replace(
            one, agreement=replace(agreement, clusters=(replace(first, families=("fa",)), *rest))
        ),
        "most say nothing": replace(one, agreement=replace(agreement, clusters=(replace(first, null=True), *rest))),
        "a minority's value leads": replace(
            one, agreement=replace(agreement, leading=2), verdict=replace(verdict, leading=2)
        ),
        "nothing leads": replace(one, verdict=replace(verdict, leading=None)),
        "a row that some lack": replace(one, answers=lacking),
        "nobody compared": replace(one, agreement=None),
    }
    return found[case]


CASES = (
    "a veto on who gave it", "a veto on who gave the same", "a veto on the field", "a judge's objection",
    "a critic's objection", "one family alone", "most say nothing", "a minority's value leads", "nothing leads",
    "a row that some lack", "nobody compared",
)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_stands_against_more_than_the_value_is_never_accepted(case: str) -> None:
    policy = under(fitted())
    assert is_held_back(record(), policy)
    assert held_back_score(record(), policy) > -1
    assert not is_held_back(against(record(), case), policy)
    assert held_back_score(against(record(), case), policy) == -inf


def test_another_answers_veto_does_not_speak_against_the_value() -> None:
    veto = Finding("range", Severity.MAJOR, True, "m", "c")
    assert held_back_score(replace(record(), findings=(veto,)), under(fitted())) > -1


@pytest.mark.parametrize("rule", sorted(set(Rule) - HELD_BACK))
def test_no_other_rule_is_passed_be_it_alone_or_behind_a_gate(rule: Rule) -> None:
    everything = {f"doubt {name.value}": OrderFeature(mean=0, scale=1, weight=9) for name in Rule}
    policy = under(LearnedOrder(features=everything, base=9, labels=9, wrong=1))
    assert held_back_score(record(rule), policy) == -inf
    for gate in GATES:
        one = record(gate)
        assert one.agreement is not None
        assert held_back_score(one, policy) > -1
        both = replace(one.agreement, gates=(gate.value, rule.value))
        assert held_back_score(replace(one, agreement=both), policy) == -inf


@settings(deadline=None, max_examples=200)
@given(
    weights=st.dictionaries(st.sampled_from(sorted(features_of(record()))), st.floats(-1e6, 1e6), min_size=1),
    base=st.floats(-1e6, 1e6),
    case=st.sampled_from(CASES),
    gates=st.sets(st.sampled_from(sorted(Rule)), max_size=3),
)
def test_with_any_order_nothing_vetoed_may_be_accepted(
    weights: dict[str, float], base: float, case: str, gates: set[Rule]
) -> None:
    features = {f"doubt {rule.value}": OrderFeature(mean=0, scale=1, weight=base) for rule in Rule}
    features |= {name: OrderFeature(mean=0, scale=1e-3, weight=weight) for name, weight in weights.items()}
    policy = under(LearnedOrder(features=features, base=base, labels=9, wrong=1))
    one = record()
    assert one.agreement is not None
    held = replace(one, agreement=replace(one.agreement, gates=tuple(gates)))
    score = held_back_score(held, policy)
    assert -1 <= score < 0 if gates <= HELD_BACK else score == -inf
    assert held_back_score(against(held, case), policy) == -inf


def test_too_few_labels_are_said() -> None:
    with pytest.raises(UsageError, match="10 labelled fields with 5 wrong"):
        fit_order([{}] * 10, [True, False] * 5, [1.0] * 10)
    with pytest.raises(UsageError, match="with 0 wrong"):
        fit_order([{}] * 200, [True] * 200, [1.0] * 200)


def test_a_long_document_does_not_outweigh_the_others() -> None:
    assert document_weights(["a"] * 4 + ["b"]) == [0.5] * 4 + [1.0]
