"""Who is asked after whom, what a document with rows does to it, and what a strategy demands of its panel."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from consensus.domain import ModelKind, ModelSpec, Panel, Policy
from consensus.errors import PanelError
from consensus.strategy import refuse_strategy, strategy_of


def policy(**rules: Any) -> Policy:
    return Policy.model_validate({"name": "t", "version": 1, **rules})


def panel(**prices: int | None) -> Panel:
    """Members by name and price; the first letter is the family."""
    return Panel("given", tuple(spec(name, price) for name, price in prices.items()), "")


def spec(name: str, price: int | None = None) -> ModelSpec:
    money = None if price is None else Decimal(price)
    return ModelSpec(name, name, name[0], price_in=money, price_out=money)


@pytest.mark.parametrize(
    ("members", "rules", "order"),
    [
        ({"a": 3, "b": 2, "c": 1}, {}, ["abc"]),  # independent: all at once
        ({"a": 3, "b": 2, "c": 1}, {"strategy": "curtailed"}, ["cb", "a"]),  # cheap first
        ({"a": 3, "b": None, "c": 1}, {"strategy": "curtailed"}, ["ab", "c"]),  # an unknown price is not 0: as listed
        ({"a": None, "b": None, "c": None, "d": None}, {"strategy": "curtailed"}, ["ab", "c", "d"]),
        ({"a1": 1, "a2": 1, "b": 1, "c": 1}, {"strategy": "curtailed"}, ["a1a2b", "c"]),  # until two families
        ({"a": 1, "b": 1, "c": 1}, {"strategy": "curtailed", "quorum": 3}, ["abc"]),
        ({"a": 1, "b": 1, "c": 1}, {"strategy": "cascade", "tiers": [["c", "a"], ["b"]]}, ["ac", "b"]),
        ({"a": 1, "b": 1, "c": 1}, {"strategy": "cascade", "tiers": [["c"], ["x"]]}, ["c", "ab"]),  # the rest come last
        ({"a": 1, "b": 1}, {"strategy": "primary"}, ["ab"]),
        ({"a": 1, "b": 1}, {"strategy": "critique"}, ["ab"]),
    ],
)
def test_waves(members: dict[str, int | None], rules: dict[str, Any], order: list[str]) -> None:
    chosen = policy(**rules)
    found = strategy_of(chosen).waves(chosen, panel(**members))
    assert ["".join(member.name for member in wave) for wave in found] == order


@pytest.mark.parametrize(
    ("schema", "more"),
    [
        ({"total": {"type": "number"}}, False),
        ({"tags": {"type": "array", "items": {"type": "string"}}}, False),  # a list of scalars is one value
        ({"rows": {"type": "array", "items": {"type": "object", "properties": {"price": {"type": "number"}}}}}, True),
        ({"seller": {"type": "object", "properties": {"name": {"type": "string"}}}}, False),
        ({"free": {"type": "object", "properties": {"a": {}}, "additionalProperties": {"type": "string"}}}, True),
    ],
)
def test_what_may_still_grow_is_asked_of_everybody(schema: dict[str, Any], more: bool) -> None:
    whole = {"type": "object", "properties": schema}
    chosen = policy(strategy="curtailed")
    assert strategy_of(chosen).document_needs_more((), whole, [spec("c")], chosen) is more


def test_neither_curtailment_nor_idle_parts_change_the_digest() -> None:
    plain = policy()
    assert policy(strategy="curtailed").digest == plain.digest
    others = [policy(strategy="primary"), policy(strategy="critique"), policy(strategy="cascade", tiers=[["a"], ["b"]])]
    others += [policy(strategy="cascade", tiers=[["b"], ["a"]]), policy(strategy="critique", critic="x")]
    digests = {other.digest for other in others}
    assert len(digests) == len(others)
    assert plain.digest not in digests


CRITICS = {"critic": spec("d"), "kin": spec("b2"), "base": ModelSpec("e", "e", "e", kind=ModelKind.COMPLETION)}


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ({"strategy": "cascade", "tiers": [["x"], ["y"]]}, "no member of the panel stands in a tier"),
        ({"strategy": "cascade", "tiers": [["a"], ["b"]]}, None),
        ({"strategy": "primary"}, "names no primary"),
        ({"strategy": "primary", "translation": {"primary": "x"}}, '"x" is not in the panel'),
        ({"translation": {"primary": "x"}}, '"x" is not in the panel'),  # nothing could ever be accepted
        ({"strategy": "primary", "translation": {"primary": "a"}}, None),
        ({"strategy": "critique"}, "names no critic"),
        ({"strategy": "critique", "critic": "kin"}, "of the family b"),
        ({"strategy": "critique", "critic": "base"}, "cannot read a draft"),
        ({"strategy": "critique", "critic": "critic"}, None),
    ],
)
def test_what_is_refused(rules: dict[str, Any], problem: str | None) -> None:
    if problem is None:
        refuse_strategy(policy(**rules), panel(a=1, b=1), CRITICS.__getitem__)
        return
    with pytest.raises(PanelError, match=problem):
        refuse_strategy(policy(**rules), panel(a=1, b=1), CRITICS.__getitem__)
