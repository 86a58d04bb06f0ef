"""Weights of members: shrunk to equal, and judged on labels that they were not learned on."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest

from consensus.domain import Action, Drawing, HumanLabel, LabelKind, LabelledAnswer
from consensus.learn.labels import Weighed, weighed
from consensus.learn.weights import member_weights, weight_gain, winner_is_right


def label(document: str, unit: str, codes: Mapping[str, int | None], chance: float = 1.0) -> HumanLabel:
    answers = tuple(LabelledAnswer(name, name, f"f-{name}", "d", code) for name, code in codes.items())
    return HumanLabel(
        "j", unit, "i", 1, LabelKind.RESOLUTION, True, Drawing.WHOLE_QUEUE, chance, document, "p 1", "Bill", "total",
        False, "review", Action.CHOSEN, "", "2026-01-01T00:00:00+00:00", answers,
    )  # fmt: skip


def world(rates: Mapping[str, float], seed: int, documents: int = 60, units: int = 6) -> Weighed:
    random = Random(seed)
    return weighed(
        [
            label(f"d{d}", f"u{d}-{u}", {name: 0 if random.random() < rate else 1 + random.randrange(2)
                  for name, rate in rates.items()})
            for d in range(documents)
            for u in range(units)
        ]
    )  # fmt: skip


def of(labels: Weighed) -> dict[str, float]:
    return {one.member: one.weight for one in member_weights(labels)}


def test_a_better_member_counts_more_and_wins_on_other_documents() -> None:
    rates = {"a": 0.95, "b": 0.55, "c": 0.55}
    weights = of(world(rates, 1))
    assert weights["a"] > 1.5 > 1 > max(weights["b"], weights["c"])
    assert sum(weights.values()) == pytest.approx(3, abs=0.01)
    gain = weight_gain(world(rates, 2), weights)
    assert gain.proved
    assert gain.weighed > gain.equal + 0.05
    assert gain.lower <= gain.gain <= gain.upper


def test_equal_members_stay_equal_and_nothing_is_proved() -> None:
    proved = 0
    for seed in range(40):
        rates = dict.fromkeys("abc", 0.7)
        weights = of(world(rates, seed, documents=20))
        assert all(0.55 < weight < 1.6 for weight in weights.values())
        proved += weight_gain(world(rates, 1000 + seed, documents=20), weights).proved
    assert proved <= 3, "chance alone explains a gain once in forty"


def test_few_labels_change_little() -> None:
    few, many = of(world({"a": 0.9, "b": 0.6}, 3, 4, 2)), of(world({"a": 0.9, "b": 0.6}, 3, 200, 4))
    assert abs(few["a"] - 1) < abs(many["a"] - 1)
    assert of(weighed([])) == {}


def test_a_label_counts_by_its_chance() -> None:
    often = [label("d1", "u1", {"a": 0, "b": 0})]
    seldom = [label("d2", "u2", {"a": 1, "b": 0}, chance=0.1)]
    (a, b) = member_weights(weighed([*often, *seldom]))
    assert (a.right, b.right) == (pytest.approx(1 / 11), 1.0)


def test_who_wins_by_votes_of_families() -> None:
    assert winner_is_right(label("d", "u", {"a": 0, "b": 1, "c": 1}), {}) == 0.0
    assert winner_is_right(label("d", "u", {"a": 0, "b": 1, "c": 1}), {"a": 2.5}) == 0.0, "families come first"
    assert winner_is_right(label("d", "u", {"a": 0, "b": 1}), {}) == 0.5
    assert winner_is_right(label("d", "u", {"a": 0, "b": 1}), {"a": 2.5}) == 1.0
    assert winner_is_right(label("d", "u", {"a": 0, "b": None}), {}) is None
    assert weight_gain(weighed([]), {}).proved is False
