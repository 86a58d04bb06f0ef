"""What a learned order is said to do: on the other half's documents, weighed, and never of noise."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from consensus.domain import LearnedOrder, OrderFeature
from consensus.learn.order_gain import FEWEST_DOCUMENTS, LabelledField, deeper, order_gain


def an_order(weight: float) -> LearnedOrder:
    return LearnedOrder(features={"x": OrderFeature(mean=0, scale=1, weight=weight)}, base=0, labels=90, wrong=20)


def fields(told: float, seed: int = 1, documents: int = 20, accepted: int = 0) -> list[LabelledField]:
    """Ten held-back fields a document, half of them right. told: how far the feature tells, 0..1."""
    random, found = Random(seed), list[LabelledField]()
    for document in range(documents):
        for number in range(10):
            right = number % 2 == 0
            x = float(right) if random.random() < told else random.random()
            found.append(LabelledField(str(document), {"x": x}, accepted=False, right=right, weight=1.0))
        found += [LabelledField(str(document), {}, accepted=True, right=True, weight=1.0)] * accepted
    return found


def test_an_order_that_tells_is_proved_and_one_upside_down_is_not() -> None:
    gain = order_gain(fields(0.8), an_order(2), None)
    assert gain is not None
    assert (gain.before, gain.fields, gain.documents) == (0.5, 200, 20)
    assert gain.proved
    assert 0.5 < gain.lower + 0.5 <= gain.after <= gain.upper + 0.5
    assert gain.difference == pytest.approx(gain.after - 0.5)
    other = order_gain(fields(0.8), an_order(-2), None)
    assert other is not None
    assert not other.proved
    assert other.after == pytest.approx(1 - gain.after)


def test_noise_is_proved_in_one_of_forty_at_most() -> None:
    found = [order_gain(fields(0.0, seed), an_order(2), None) for seed in range(100)]
    assert sum(one is not None and one.proved for one in found) <= 7  # of 100 at 2.5%: more has a chance of 1%


def test_the_order_in_force_has_to_be_beaten() -> None:
    gain = order_gain(fields(0.8), an_order(2), an_order(1))
    assert gain is not None
    assert (gain.difference, gain.lower, gain.upper, gain.proved) == (0, 0, 0, False)


def test_of_too_few_documents_or_of_right_ones_alone_nothing_is_said() -> None:
    few = order_gain(fields(1.0, documents=FEWEST_DOCUMENTS - 1), an_order(2), None)
    assert few is not None
    assert few.lower > 0
    assert not few.proved
    assert order_gain([one for one in fields(1.0) if one.right], an_order(2), None) is None
    assert order_gain([], an_order(2), None) is None


def test_a_label_counts_by_its_chance() -> None:
    """Half of the wrong ones stand on top; each of them stands for three."""
    some = [
        replace(one, features={"x": 2.0}, weight=3.0) if not one.right and at % 4 == 1 else one
        for at, one in enumerate(fields(1.0))
    ]
    once = order_gain([replace(one, weight=1.0) for one in some], an_order(2), None)
    gain = order_gain(some, an_order(2), None)
    assert once is not None
    assert gain is not None
    share = sum(at % 4 == 1 for at in range(200)) / 100
    assert once.after == pytest.approx(1 - share)
    assert gain.after == pytest.approx((1 - share) / (1 - share + 3 * share))


def test_how_far_down_levels_can_go_needs_labels_of_what_the_rules_accept() -> None:
    some = fields(1.0, accepted=10)
    gain = deeper(some, an_order(2), None, most_wrong=0.05)
    assert gain is not None
    assert (gain.before, gain.after) == (0.5, pytest.approx(0.75, abs=0.04)), "all right ones, and hardly a wrong one"
    assert gain.proved
    assert deeper(fields(1.0), an_order(2), None, most_wrong=0.05) is None
    bad = [replace(one, right=False) if one.accepted else one for one in some]
    assert deeper(bad, an_order(2), None, most_wrong=0.05) is None
    never = [*some, *[LabelledField("0", None, accepted=False, right=True, weight=400.0)]]
    less = deeper(never, an_order(2), None, most_wrong=0.05)
    assert less is not None
    assert less.after < 0.4, "what no level may accept counts among all fields"
