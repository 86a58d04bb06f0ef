"""Cheap members first, the next tier only about what the tiers before it left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consensus.decide import escalates
from consensus.domain import Langs, ModelSpec, Panel, Policy, StrategyName
from consensus.domain.job import UnitRecord
from consensus.errors import PanelError
from consensus.strategy.base import Problem, SpecFor, Strategy, Wave, listed_members


class Cascade(Strategy):
    """The policy's tiers; members in no tier come last."""

    name = StrategyName.CASCADE
    why_not_asked = "a later tier is asked only where the members before it are too few or disagree"
    asks_anew = True

    def problems(self, policy: Policy) -> Iterator[Problem]:
        """Mistakes in the tiers, and tiers under another strategy."""
        if policy.strategy != self.name:
            if policy.tiers:
                yield ("tiers",), "are asked under `strategy: cascade` only; set that, or leave them out"
            return
        if len(policy.tiers) < 2:
            yield ("tiers",), "needs two lists of members or more, the cheap ones first, as in `[[a, b], [c]]`"
        seen: set[str] = set()
        for at, tier in enumerate(policy.tiers):
            if not tier:
                yield ("tiers", at), "is empty; leave it out"
            for place, member in enumerate(tier):
                if member in seen:
                    yield ("tiers", at, place), f'"{member}" stands twice; it is asked once'
                seen.add(member)
        listed = listed_members(policy)
        for name in sorted(seen - listed) if listed else ():
            yield ("tiers",), f'"{name}" is not in the panel'

    def refuse(self, policy: Policy, panel: Panel, spec_for: SpecFor) -> None:
        """Raise PanelError when no member stands in a tier."""
        if not any(_is_in(spec, tier) for spec in panel.members for tier in policy.tiers):
            raise PanelError(
                "no member of the panel stands in a tier.",
                where="tiers",
                do="List the panel's members in `tiers:`, the cheap ones first, as they are written in the panel.",
            )

    def waves(self, policy: Policy, panel: Panel) -> tuple[Wave, ...]:
        """One wave a tier."""
        tiers = [tuple(spec for spec in panel.members if _is_in(spec, tier)) for tier in policy.tiers]
        last = tuple(spec for spec in panel.members if not any(spec in tier for tier in tiers))
        return tuple(wave for wave in (*tiers, last) if wave)

    def needs_more(self, record: UnitRecord, missing: Sequence[ModelSpec], policy: Policy, langs: Langs) -> bool:
        """Whether the tiers so far are too few or disagree."""
        return bool(missing) and escalates(record.verdict)

    def document_needs_more(
        self, records: Sequence[UnitRecord], schema: Mapping[str, Any], missing: Sequence[ModelSpec], policy: Policy
    ) -> bool:
        """Whether any field is open; what a later tier might list besides is not waited for."""
        return any(self.needs_more(record, missing, policy, (None, None)) for record in records)


def _is_in(spec: ModelSpec, tier: Sequence[str]) -> bool:
    return spec.name in tier or spec.model in tier
