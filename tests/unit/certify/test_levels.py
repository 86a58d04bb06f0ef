"""Levels and cap: placed from scores and sizes alone."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from consensus import certify
from consensus.domain import Level
from consensus.errors import UsageError
from tests.unit.certify.logs import a_record

SCORES = tuple(float(score) for score in np.linspace(0, 1, 101))


def test_levels_from_scores_alone() -> None:
    levels = certify.declare_levels(SCORES)
    assert [level.coverage for level in levels] == pytest.approx([0.45, 0.60, 0.75], abs=0.01)
    assert [certify.level_of(score, levels) for score in (0.99, 0.5, 0.3, 0.1)] == [0, 1, 2, None]


def test_a_level_never_accepts_the_unacceptable() -> None:
    levels = certify.declare_levels([*[0.5] * 50, *[-inf] * 50])
    assert levels == (Level(0.5, 0.5),)
    assert certify.level_of(-inf, levels) is None


@pytest.mark.parametrize("scores", [[], [0.5, nan]])
def test_levels_without_scores(scores: list[float]) -> None:
    with pytest.raises(UsageError):
        certify.declare_levels(scores)


# levels -> order
@pytest.mark.parametrize(("count", "order"), [(1, (0,)), (2, (1, 0)), (3, (1, 2, 0)), (4, (2, 3, 1, 0))])
def test_order(count: int, order: tuple[int, ...]) -> None:
    assert certify.default_order(count) == order


def test_a_cap_keeps_nine_in_ten_units() -> None:
    assert certify.place_cap([20] * 10) == 20
    assert certify.place_cap([18] * 10) == 20
    assert certify.place_cap([10] * 9 + [1000]) == 900
    assert certify.place_cap([]) == 10
    sizes = np.clip(np.round(np.exp(np.random.default_rng(1).normal(2.55, 0.9, 10_000))), 1, 1000).astype(int)
    cap = certify.place_cap(sizes.tolist())
    kept = [np.minimum(sizes, one).sum() / sizes.sum() for one in (cap - 10, cap)]
    assert kept[0] < 0.9 <= kept[1]
    # The trade that the documentation prints: mean 19.
    shares = [np.minimum(sizes, one).sum() / sizes.sum() for one in (30, 40, 60, 100)]
    assert shares == pytest.approx([0.79, 0.86, 0.93, 0.98], abs=0.015)


READY = a_record(None, scores=SCORES, sizes=(10,) * 10, documents=30)


def test_placed_from_enough() -> None:
    assert certify.placed(READY)
    assert not certify.placed(replace(READY, documents=29))
    assert not certify.placed(replace(READY, scores=SCORES[:99]))
    assert not certify.placed(replace(READY, sizes=(10,) * 9))
    assert certify.placed(replace(READY, sizes=(10,) * 2, cap=60))
    assert not certify.placed(replace(READY, scores=(-inf,) * 200))


def test_a_claim_says_what_is_set_out_to_show() -> None:
    claim = certify.declared(READY)
    assert (claim.alpha, claim.confidence, claim.catch) == (READY.alpha, READY.confidence, READY.catch)
    assert claim.cap == 10
    assert len(claim.levels) == 3
    assert claim.order == (1, 2, 0)
    assert certify.declared(replace(READY, cap=60)).cap == 60


def test_a_claim_of_units_that_half_may_be_accepted_of() -> None:
    claim = certify.declared(replace(READY, scores=(*SCORES, *[-inf] * 100)))
    assert [level.coverage for level in claim.levels] == pytest.approx([0.45], abs=0.01)
    few = certify.declared(replace(READY, scores=(*[0.5] * 20, *[-inf] * 100)))
    assert [level.coverage for level in few.levels] == pytest.approx([1 / 6])


# --- with an order of what the rules hold back ------------------------------------------------------------------------

#: Of 100 fields the rules accept 84; 8 are ordered, and 8 no level may accept.
ORDERED = (*[1.0] * 40, *[0.999] * 10, *[0.998] * 34, *[-0.1, -0.2, -0.3, -0.4] * 2, *[-inf] * 8)
LEARNED = replace(READY, scores=ORDERED, ordered=True)


def test_levels_go_on_behind_what_the_rules_accept() -> None:
    levels = certify.declared(LEARNED).levels
    assert [(one.floor, one.coverage) for one in levels] == [
        (0.999, 0.5), (0.0, 0.84), (-0.1, 0.86), (-0.2, 0.88), (-0.3, 0.9), (-0.4, 0.92)
    ]  # fmt: skip
    assert certify.level_of(0.5, levels) == 1, "all that the rules accept, whatever its score"
    assert certify.level_of(-0.41, levels) is None


@pytest.mark.parametrize(
    ("scores", "floors", "order"),
    [
        (ORDERED, (0.999, 0.0, -0.1, -0.2, -0.3, -0.4), (0, 1, 2, 3, 4, 5)),
        ((*SCORES, -0.5), (0.55, 0.39, 0.24, 0.0, -0.5), (1, 2, 3, 4, 0)),
        ([1.0] * 9, (0.0,), (0,)),
        ([1.0] * 9 + [-inf], (0.0,), (0,)),
        ([-0.1, -0.2, -inf], (-0.1, -0.2), (0, 1)),
    ],
)
def test_they_are_certified_outwards_and_those_of_the_rules_first(
    scores: tuple[float, ...], floors: tuple[float, ...], order: tuple[int, ...]
) -> None:
    claim = certify.declared(replace(READY, scores=tuple(scores), ordered=True))
    assert tuple(one.floor for one in claim.levels) == pytest.approx(floors, abs=0.01)
    assert claim.order == order
    held = [at for at, level in enumerate(claim.levels) if level.floor < 0]
    by_rules = claim.levels.index(next((one for one in claim.levels if one.floor == 0), claim.levels[0]))
    assert all(claim.order.index(by_rules) <= claim.order.index(at) for at in held)


def test_a_claim_without_an_order_is_what_it_was() -> None:
    assert certify.declared(replace(LEARNED, ordered=False)).levels == certify.declare_levels(ORDERED)
