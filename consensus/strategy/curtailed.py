"""Members are asked until no answer of the others could change the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from consensus.domain import Panel, Policy, StrategyName
from consensus.strategy.base import Problem, Strategy, Wave


class Curtailed(Strategy):
    """Cheap members first where the price of every member is known, else as the panel lists them; first as many as a
    quorum takes, then one after the other."""

    name = StrategyName.CURTAILED
    why_not_asked = "no answer of theirs could have changed this"
    # Meaning cannot settle what curtailment asks, so nothing is embedded for it between waves.
    by_wording = True

    def problems(self, policy: Policy) -> Iterator[Problem]:
        """A judge, which reads the very text that is delivered."""
        if policy.strategy == self.name and policy.judge is not None:
            yield (
                ("judge",),
                "reads the very text that is delivered, which curtailing may change; take another strategy",
            )

    def waves(self, policy: Policy, panel: Panel) -> tuple[Wave, ...]:
        """The first wave could reach a quorum; every other one is a single member."""
        members = _cheap_first(panel.members)
        families: set[str] = set()
        first = 0
        while first < len(members) and len(families) < policy.quorum:
            families.add(members[first].family)
            first += 1
        return (members[:first], *((spec,) for spec in members[first:]))


def _cheap_first(members: Wave) -> Wave:
    prices = {spec.name: spec.price_of(1_000_000, 1_000_000) for spec in members}
    known = {name: price for name, price in prices.items() if price is not None}
    return tuple(sorted(members, key=lambda spec: known[spec.name])) if len(known) == len(members) else members
