"""The account of a unit against figures worked out by hand, and the claim in docs/economics.md."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from consensus.errors import UsageError
from consensus.evaluate.economics import Inputs, economics

DOCS = Path(__file__).parents[3] / "docs" / "economics.md"
#: 1.50 a review, 30 an error.
ROUND = Inputs(
    wage=60, minutes=1.5, damage=30, accepted_share=0.6, escaped=0.02, model_cost=0.11, single_cost=0.01, spot_share=0.1
)


def test_a_unit_by_hand() -> None:
    found = economics(ROUND)
    # Looked at: 40% that were not accepted, and a tenth of the 60%.
    assert found.consensus.calls == pytest.approx(0.11)
    assert found.consensus.review == pytest.approx(0.46 * 1.5)
    assert found.consensus.damage == pytest.approx(0.6 * 0.02 * 30)
    assert found.consensus.total == pytest.approx(0.11 + 0.69 + 0.36)
    assert found.all_human.total == pytest.approx(0.01 + 1.5)
    assert found.saved == pytest.approx(1 - 1.16 / 1.51)
    assert found.review_minutes == pytest.approx(0.69)
    assert found.escaped_per_1000 == pytest.approx(12)
    assert found.single is None, "nobody measured it"


def test_one_model_alone() -> None:
    found = economics(replace(ROUND, single_error=0.08))
    assert found.single is not None
    assert (found.single.review, found.single.total) == (0, pytest.approx(0.01 + 2.4))
    assert found.single_break_even == pytest.approx((1.16 - 0.01) / 30)
    even = economics(replace(ROUND, single_error=found.single_break_even)).single
    assert even is not None
    assert even.total == pytest.approx(found.consensus.total)


@pytest.mark.parametrize(("damage", "alpha"), [(30, 0.05), (150, 0.01), (1, 1.0), (0, None)])
def test_suggested_alpha(damage: float, alpha: float | None) -> None:
    assert economics(replace(ROUND, damage=damage)).suggested_alpha == (None if alpha is None else pytest.approx(alpha))


def test_at_the_break_even_share_nothing_is_won_or_lost() -> None:
    found = economics(ROUND)
    assert found.break_even == pytest.approx(0.1 / 1.35)
    for share, damage in ((found.break_even, 0.0), (found.break_even_damage, 30.0)):
        assert share is not None
        assert economics(replace(ROUND, accepted_share=share, damage=damage)).saved == pytest.approx(0)


# changed -> break-even, with damage; meaning
NONE = [
    ({"model_cost": 2.0}, None, None, "the calls cost more than every review"),
    ({"escaped": 0.05}, 0.1 / 1.35, None, "an accepted unit does more damage than its review costs"),
    ({"spot_share": 1.0}, None, None, "everything is looked at all the same"),
    ({"model_cost": 0.005}, 0.0, 0.0, "the panel is cheaper than one model: from the first unit on"),
]


@pytest.mark.parametrize(("changed", "even", "even_damage", "meaning"), NONE, ids=[row[3] for row in NONE])
def test_break_even(changed: dict, even: float | None, even_damage: float | None, meaning: str) -> None:
    found = economics(replace(ROUND, **changed))
    assert found.break_even == (None if even is None else pytest.approx(even)), meaning
    assert found.break_even_damage == (None if even_damage is None else pytest.approx(even_damage)), meaning


def test_nothing_costs_nothing() -> None:
    free = Inputs(wage=0, minutes=0, damage=0, model_cost=0, single_cost=0)
    assert economics(free).saved == 0
    assert economics(free).single_break_even is None


@pytest.mark.parametrize(
    "wrong", [{"wage": -1}, {"accepted_share": 1.01}, {"escaped": float("nan")}, {"damage": float("inf")}]
)
def test_inputs_that_cannot_be(wrong: dict) -> None:
    with pytest.raises(UsageError, match="outside"):
        replace(ROUND, **wrong)


# --- per document +40%, in total -28% --------------------------------------------------------------------------------


def needed_share(calls_part: float, extra: float, saving: float, *, spot_share: float = 0.0) -> float | None:
    """The accepted share at which calls cost ``1 + extra`` times as much and the total still falls by ``saving``.

    The total before is 1: calls_part of it for calls, the rest for people who look at every unit.
    """
    gain, lacking = (1 - calls_part) * (1 - spot_share), saving + extra * calls_part
    return lacking / gain if lacking <= gain else None


@pytest.mark.parametrize("calls_part", [0.0, 0.05, 0.3, 0.5])
@pytest.mark.parametrize("spot_share", [0.0, 0.02])
def test_the_needed_share_gives_the_saving(calls_part: float, spot_share: float) -> None:
    share = needed_share(calls_part, 0.4, 0.28, spot_share=spot_share)
    assert share is not None
    # The same by the account: one unit of money in all, of which the calls are a part.
    unit = Inputs(
        wage=60 * (1 - calls_part), minutes=1, damage=0, accepted_share=share, escaped=0,
        model_cost=1.4 * calls_part, single_cost=calls_part, spot_share=spot_share,
    )  # fmt: skip
    assert economics(unit).saved == pytest.approx(0.28)


def test_the_table_in_the_docs_is_this_arithmetic() -> None:
    rows = re.findall(r"^\| ([\d.]+)% \| (.+?) \| (.+?) \|$", DOCS.read_text("utf-8"), flags=re.MULTILINE)
    assert len(rows) >= 7
    for part, plain, checked in rows:
        for spot_share, told in ((0.0, plain), (0.05, checked)):
            share = needed_share(float(part) / 100, 0.4, 0.28, spot_share=spot_share)
            assert told == ("none" if share is None else f"{share:.1%}"), part
