"""The strategies that a policy may name. A new one is one file in this folder and a line here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from consensus.domain import ModelSpec, Panel, Policy
from consensus.errors import ConsensusError, PanelError
from consensus.strategy.base import SpecFor, Strategy, refuse_primary
from consensus.strategy.cascade import Cascade
from consensus.strategy.critique import Critique
from consensus.strategy.curtailed import Curtailed
from consensus.strategy.independent import Independent
from consensus.strategy.judge import refuse_judge
from consensus.strategy.primary import Primary

STRATEGIES: tuple[Strategy, ...] = (Independent(), Curtailed(), Cascade(), Primary(), Critique())


def strategy_of(policy: Policy) -> Strategy:
    """The strategy that the policy names. Raises PanelError when there is none of this name."""
    for one in STRATEGIES:
        if one.name == policy.strategy:
            return one
    names = ", ".join(one.name for one in STRATEGIES)
    raise PanelError(f'there is no strategy "{policy.strategy}".', where="strategy", do=f"Name one of {names}.")


def refuse_strategy(policy: Policy, panel: Panel, spec_for: SpecFor) -> None:
    """Raise PanelError when the panel cannot be asked as the policy says, before the first call."""
    strategy_of(policy).refuse(policy, panel, spec_for)
    if policy.translation.primary is not None:
        refuse_primary(policy, panel)
    if policy.judge is not None:
        judge = spec_for(policy.judge)
        refuse_judge(judge, frozenset(spec.family for spec in (*panel.members, *_substitutes(panel, spec_for))))


def _substitutes(panel: Panel, spec_for: SpecFor) -> Iterator[ModelSpec]:
    for name in dict.fromkeys(name for spec in panel.members for name in spec.fallbacks):
        # As when it is asked: a substitute that cannot be had is passed over.
        with suppress(ConsensusError):
            yield spec_for(name)
