"""One member's answer is delivered while the panel agrees with it; all are asked at once."""

from __future__ import annotations

from collections.abc import Iterator

from consensus.domain import Panel, Policy, StrategyName
from consensus.strategy.base import Problem, SpecFor, Strategy, refuse_primary


class Primary(Strategy):
    """That the primary is delivered or nothing is, is a rule of ``decide``; it holds wherever a policy names one."""

    name = StrategyName.PRIMARY
    for_translations_alone = True

    def problems(self, policy: Policy) -> Iterator[Problem]:
        """A policy of this strategy without a primary."""
        if policy.strategy == self.name and policy.translation.primary is None:
            yield ("strategy",), "needs `translation.primary`, the member whose answer is delivered"

    def refuse(self, policy: Policy, panel: Panel, spec_for: SpecFor) -> None:
        """Raise PanelError when the primary is not in the panel."""
        refuse_primary(policy, panel)
