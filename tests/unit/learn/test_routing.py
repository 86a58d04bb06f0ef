"""Routing from data: chosen on one half, tested on the other; silent on noise, and right about what was planted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from consensus.domain import StrategyName, Task
from consensus.learn.paired import COST, LABELLED, WRONG, Rows, compared
from consensus.learn.routing import Limits, Slice, choices
from consensus.learn.ways import Menu, Way, fewer_calls, present_way, whole_panels

NAMES = ("a/1", "b/2", "c/3", "d/4")
#: Already without needless calls, so that nothing can be saved for nothing.
PRESENT = Way(NAMES[:3], StrategyName.CURTAILED, 0.0)
RUNS = 60
#: 5% of the runs, and what chance may add to them: above it in one of 100 such tests.
MOST = 7
MENU = Menu(dict.fromkeys(NAMES, 0.01), {name: name[0] for name in NAMES}, 2, Task.EXTRACT)
SMALL = Menu(dict.fromkeys(NAMES[:3], 0.01), {name: name[0] for name in NAMES[:3]}, 2, Task.EXTRACT)


def world(seed: int, documents: int, rates: Mapping[Way, tuple[float, float, float]], rest: Any) -> Any:
    """Rows by way: (accepted, wrong among these, calls) of each way, and of all others."""
    rng = np.random.default_rng(seed)
    known: dict[Way, Rows] = {}

    def measured(ways: Sequence[Way]) -> Mapping[Way, Rows]:
        for way in (PRESENT, *ways):
            if way not in known and way.decides_as(PRESENT) and way != PRESENT:
                known[way] = known[PRESENT] + [0, 0, 0, 0, 0.01]  # the same verdicts, by more calls
            elif way not in known:
                accepted, wrong, calls = rates.get(way, rest)
                units = rng.integers(2, 7, documents)
                taken = rng.binomial(units, accepted)
                bad = rng.binomial(taken, wrong)
                known[way] = np.column_stack([units, taken, taken, bad, calls + 1.0 * (units - taken)]).astype(float)
        return {way: known[way] for way in ways}

    return measured


def one(seed: int, documents: int, rates: Mapping[Way, Any], rest: Any, menu: Menu = MENU) -> Slice:
    halves = world(2 * seed, documents, rates, rest), world(2 * seed + 1, documents, rates, rest)
    return Slice("mails", PRESENT, menu, *halves, condition={"task": "extract"})


def proposals(runs: int, documents: int, rates: Mapping[Way, Any], rest: Any, menu: Menu = SMALL) -> list[Any]:
    found = [choices([one(seed, documents, rates, rest, menu)], Limits(0.02))[0] for seed in range(runs)]
    return [choice for choice in found if choice.proposed]


@pytest.mark.parametrize("wrong", [0.01, 0.08], ids=["equal models", "labels shuffled over all answers"])
def test_noise_gives_a_proposal_in_at_most_one_run_of_twenty(wrong: float) -> None:
    """Every way accepts as much, errs as often and costs as much: whatever looks better is chance."""
    assert len(proposals(RUNS, 80, {}, (0.8, wrong, 0.03))) <= MOST


def test_a_cheaper_way_whose_error_is_higher_by_the_margin_is_proposed_in_at_most_one_run_of_twenty() -> None:
    rates = {PRESENT: (0.6, 0.01, 0.03)}
    found = proposals(RUNS, 100, rates, (0.9, 0.03, 0.02))
    assert len(found) <= MOST


def test_a_planted_better_way_is_found() -> None:
    """A pair that is cheaper, accepts more and errs as seldom, among others that are worse than the present."""
    better = Way((NAMES[0], NAMES[3]), StrategyName.INDEPENDENT, 0.0)
    rates = {PRESENT: (0.7, 0.01, 0.03), better: (0.85, 0.005, 0.02)}
    found = proposals(10, 250, rates, (0.7, 0.06, 0.04), MENU)
    assert len(found) >= 8
    assert all(choice.chosen == better for choice in found)
    assert found[0].chosen.changes(PRESENT) == {"panel": ["a/1", "d/4"], "strategy": "independent"}


def test_fewer_calls_with_the_same_verdicts_need_no_label_of_the_error() -> None:
    present = replace(PRESENT, strategy=StrategyName.INDEPENDENT)
    base = world(1, 60, {}, (0.8, 0.1, 0.03))

    def measured(ways: Sequence[Way]) -> Mapping[Way, Rows]:
        found = {}
        for way in ways:
            rows = base([present])[present].copy()
            if way.strategy is StrategyName.CURTAILED and set(way.panel) == set(present.panel):
                rows[:, COST] -= np.linspace(0.001, 0.01, len(rows))
            elif way != present:
                rows[:, WRONG] = rows[:, LABELLED]
            found[way] = rows
        return found

    (choice,) = choices([Slice("mails", present, MENU, measured, measured)], Limits())
    assert (choice.proposed, choice.by_construction) == (True, True)
    assert choice.chosen is not None
    assert choice.chosen.changes(present) == {"strategy": "curtailed"}


def test_a_way_that_fails_leaves_the_one_with_the_same_verdicts_behind_it() -> None:
    present = replace(PRESENT, strategy=StrategyName.INDEPENDENT)
    cheap = Way((NAMES[0], NAMES[1]), StrategyName.INDEPENDENT, 0.0)
    base = world(3, 200, {}, (0.8, 0.05, 0.03))

    def half(errors: int) -> Any:
        def measured(ways: Sequence[Way]) -> Mapping[Way, Rows]:
            found = {}
            for way in ways:
                rows = base([present])[present].copy()
                if way == cheap:
                    rows[:, COST] -= 0.5
                    rows[:errors, WRONG] = rows[:errors, LABELLED]
                elif way.decides_as(present) and way != present:
                    rows[:, COST] -= 0.01
                elif way != present:
                    rows[:, COST] += 1
                found[way] = rows
            return found

        return measured

    (choice,) = choices([Slice("mails", present, MENU, half(0), half(60))], Limits())
    assert choice.proposed
    assert choice.chosen is not None
    assert choice.chosen.strategy is StrategyName.CURTAILED
    assert "failed the test" in choice.why


def test_too_few_labels_are_said_and_nothing_is_tried() -> None:
    (choice,) = choices([one(1, 12, {}, (0.8, 0.0, 0.03))], Limits())
    assert (choice.tried, choice.chosen, choice.proposed) == (0, None, False)
    assert choice.why.startswith("Too few labels: the halves hold 12 documents with ")


def test_the_judging_half_is_asked_for_no_way_that_was_not_chosen() -> None:
    """What is tested played no part in the choice: other ways are not even measured there."""
    asked: list[Way] = []
    better = Way((NAMES[0], NAMES[3]), StrategyName.INDEPENDENT, 0.0)
    rates = {PRESENT: (0.7, 0.01, 0.03), better: (0.9, 0.0, 0.02)}
    judging = world(9, 250, rates, (0.7, 0.06, 0.04))

    def measured(ways: Sequence[Way]) -> Mapping[Way, Rows]:
        asked.extend(ways)
        return judging(ways)

    part = Slice("mails", PRESENT, MENU, world(8, 250, rates, (0.7, 0.06, 0.04)), measured)
    assert choices([part], Limits())[0].chosen == better
    assert set(asked) == {PRESENT, better}


def test_several_slices_share_the_confidence() -> None:
    better = Way((NAMES[0], NAMES[3]), StrategyName.INDEPENDENT, 0.0)
    rates = {PRESENT: (0.7, 0.01, 0.03), better: (0.85, 0.005, 0.02)}
    alone = choices([one(5, 250, rates, (0.7, 0.06, 0.04))], Limits())[0]
    shared = choices([one(5, 250, rates, (0.7, 0.06, 0.04)) for _ in range(4)], Limits())[0]
    assert alone.tested is not None
    assert shared.tested is not None
    assert shared.tested.error.high > alone.tested.error.high


def rows(wrong: Sequence[int], labelled: int = 4) -> Rows:
    return np.array([[5, labelled, labelled, bad, 1.0] for bad in wrong], dtype=float)


def test_no_error_in_few_documents_is_no_proof() -> None:
    """Resampling documents without an error says 0 to 0; the exact bound says what so few can hide."""
    none = rows([0] * 30)
    found = compared(none, none, 0.05).error
    assert found.estimate == 0
    assert found.high == pytest.approx((1 - 0.05 ** (1 / 30)) * 30 / 120)
    assert found.low == -found.high


def test_what_both_get_wrong_is_no_difference() -> None:
    """Paired: 40 documents that both ways have wrong widen nothing, other than 40 that only one has."""
    both = rows([1] * 40 + [0] * 60)
    same = compared(both, both, 0.05).error
    other = compared(both, rows([0] * 60 + [1] * 40), 0.05).error
    assert same.high < 0.01 < other.high


def test_without_labels_every_difference_is_possible() -> None:
    bare = rows([0] * 30, labelled=0)
    assert compared(bare, bare, 0.05).error.high == 1


def test_panels_are_of_different_families_and_within_the_present_one_first() -> None:
    menu = replace(MENU, families={"a/1": "a", "b/2": "b", "c/3": "c", "d/4": "a"})
    panels = list(dict.fromkeys(way.panel for way in whole_panels(PRESENT, menu)))
    assert ("a/1", "d/4") not in panels
    assert set(panels[0]) == set(PRESENT.panel)
    assert {frozenset(panel) for panel in panels[1:4]} == {
        frozenset(("a/1", "b/2")),
        frozenset(("a/1", "c/3")),
        frozenset(("b/2", "c/3")),
    }


def test_levels_are_tried_only_where_a_pair_has_tables() -> None:
    translate = replace(MENU, task=Task.TRANSLATE)
    assert {way.level for way in whole_panels(PRESENT, translate)} == {0.0}
    assert {way.level for way in whole_panels(PRESENT, replace(translate, levels=True))} == {0.0, 0.2, 0.4, 0.6, 0.8}


def test_a_judge_rules_curtailing_out() -> None:
    kinds = [{way.strategy for way in fewer_calls(PRESENT, MENU, judged=judged)} for judged in (False, True)]
    assert kinds == [{StrategyName.CURTAILED, StrategyName.CASCADE}, {StrategyName.CASCADE}]


def test_a_way_put_into_a_policy_is_that_policys_way() -> None:
    from consensus.domain import Policy

    policy = Policy(name="p", version=1)
    way = Way(NAMES[:2], StrategyName.PRIMARY, 0.4, "a/1")
    assert present_way(way.applied(policy), NAMES[:2]) == way
