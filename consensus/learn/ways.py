"""The ways of working that a policy could take instead of its own: panel, strategy, primary, level. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from consensus.domain import Policy, StrategyName, Task

#: Panels that are tried, and names that they are made of beside those asked at present: both the cheapest.
MOST_PANELS, MOST_NAMES = 24, 12
#: Levels that are tried where a language pair has tables: ``translation.accept_share``.
_LEVELS = (0.0, 0.2, 0.4, 0.6, 0.8)
_AS_ONE = (StrategyName.INDEPENDENT, StrategyName.CURTAILED)


@dataclass(frozen=True, slots=True)
class Way:
    """How a unit is decided. level: ``translation.accept_share``, 0..1. tiers: of a cascade."""

    panel: tuple[str, ...]
    strategy: StrategyName
    level: float
    primary: str | None = None
    tiers: tuple[tuple[str, ...], ...] = ()

    def applied(self, policy: Policy) -> Policy:
        """The policy that works in this way; who is asked is said beside it."""
        rules = policy.translation.model_copy(update={"accept_share": self.level, "primary": self.primary})
        return policy.model_copy(update={"strategy": self.strategy, "tiers": self.tiers, "translation": rules})

    def decides_as(self, other: Way) -> bool:
        """Whether every verdict is the same by construction (docs/strategies.md), so that only calls differ."""
        same = set(self.panel) == set(other.panel) and self.level == other.level and self.primary == other.primary
        return same and self.strategy in _AS_ONE and other.strategy in _AS_ONE

    def changes(self, other: Way) -> dict[str, Any]:
        """What this way says otherwise than another, by the keys of a line of the routing table."""
        found: dict[str, Any] = {"panel": list(self.panel)} if set(self.panel) != set(other.panel) else {}
        if self.strategy != other.strategy:
            found["strategy"] = self.strategy.value
        if self.tiers != other.tiers:
            found["tiers"] = [list(tier) for tier in self.tiers]
        if self.primary != other.primary:
            found["primary"] = self.primary
        if self.level != other.level:
            found["accept_share"] = self.level
        return found


@dataclass(frozen=True, slots=True)
class Menu:
    """What ways are made of. prices: name -> what one request costs, by which panels are ordered; families: name ->
    family. levels: whether any language pair has tables."""

    prices: Mapping[str, float]
    families: Mapping[str, str]
    quorum: int
    task: Task
    levels: bool = False


def present_way(policy: Policy, panel: Sequence[str]) -> Way:
    """How the policy works with this panel."""
    rules = policy.translation
    return Way(tuple(panel), policy.strategy, rules.accept_share, rules.primary, policy.tiers)


def whole_panels(present: Way, menu: Menu) -> list[Way]:
    """Other panels, levels and primaries, with everybody asked at once."""
    levels = sorted({present.level, *_LEVELS}) if menu.levels else [present.level]
    found = []
    for panel in _panels(present, menu):
        for level in levels:
            at_once = Way(panel, StrategyName.INDEPENDENT, level)
            if present.primary is None:
                found.append(at_once)
            if menu.task is Task.TRANSLATE and (present.primary or set(panel) == set(present.panel)):
                found += [replace(at_once, strategy=StrategyName.PRIMARY, primary=name) for name in panel]
    return [way for way in found if way != present]


def fewer_calls(way: Way, menu: Menu, *, judged: bool) -> Iterator[Way]:
    """The same panel asked in turn. judged: a judge reads what is delivered, which curtailing may change."""
    if way.primary is not None:
        return
    if not judged:
        yield replace(way, strategy=StrategyName.CURTAILED, tiers=())
    cheap = tuple(sorted(way.panel, key=menu.prices.__getitem__))
    first = next((at for at in range(1, len(cheap)) if _families(cheap[:at], menu) >= menu.quorum), len(cheap))
    if first < len(cheap):
        yield replace(way, strategy=StrategyName.CASCADE, tiers=(cheap[:first], cheap[first:]))


def _panels(present: Way, menu: Menu) -> list[tuple[str, ...]]:
    """Within the present panel first, then the cheapest: one of a family, as many as the quorum or one more."""
    own = set(present.panel)
    others = sorted((name for name in menu.prices if name not in own), key=menu.prices.__getitem__)[:MOST_NAMES]
    names = [name for name in present.panel if name in menu.prices] + others
    sizes = {menu.quorum, menu.quorum + 1, len(own) - 1}
    found = [panel for size in sorted(sizes) for panel in combinations(names, size)]
    found = [panel for panel in found if menu.quorum <= _families(panel, menu) == len(panel) and set(panel) != own]
    found.sort(key=lambda panel: (not own.issuperset(panel), sum(menu.prices[name] for name in panel)))
    return [present.panel, *found[: MOST_PANELS - 1]]


def _families(panel: Sequence[str], menu: Menu) -> int:
    return len({menu.families[name] for name in panel})
