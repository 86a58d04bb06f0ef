"""What a strategy demands of its panel, before the first call. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from consensus.domain import ModelKind, ModelSpec, Panel, Policy, StrategyName
from consensus.errors import ConsensusError, PanelError


def refuse_strategy(policy: Policy, panel: Panel, spec_for: Callable[[str], ModelSpec]) -> None:
    """Raise PanelError when the panel cannot be asked as the policy's strategy says.

    spec_for: a model's name to its spec, as for fallbacks; it may raise for a name that cannot be used.
    """
    if policy.strategy == StrategyName.CASCADE:
        named = {name for tier in policy.tiers for name in tier}
        if not any(spec.name in named or spec.model in named for spec in panel.members):
            raise PanelError(
                "no member of the panel stands in a tier.",
                where="tiers",
                do="List the panel's members in `tiers:`, the cheap ones first, as they are written in the panel.",
            )
    if policy.translation.primary is not None or policy.strategy == StrategyName.PRIMARY:
        _refuse_primary(policy, panel)
    if policy.strategy == StrategyName.CRITIQUE:
        _refuse_critic(policy, panel, spec_for)
    if policy.judge is not None:
        judge = spec_for(policy.judge)
        refuse_judge(judge, frozenset(spec.family for spec in (*panel.members, *_substitutes(panel, spec_for))))


def _substitutes(panel: Panel, spec_for: Callable[[str], ModelSpec]) -> Iterator[ModelSpec]:
    for name in dict.fromkeys(name for spec in panel.members for name in spec.fallbacks):
        # As when it is asked: a substitute that cannot be had is passed over.
        with suppress(ConsensusError):
            yield spec_for(name)


def refuse_judge(judge: ModelSpec, families: frozenset[str]) -> None:
    """Raise PanelError for a model that cannot judge. families: of the panel and its fallbacks."""
    if judge.family in families:
        raise PanelError(
            f'"{judge.name}" is of the family {judge.family}, which answers; it would judge its own mistakes.',
            where="judge",
            do="Name a model of a family outside the panel.",
        )
    if judge.kind is not ModelKind.CHAT:
        raise PanelError(f'"{judge.name}" only continues text.', where="judge", do="Name a chat model.")


def _refuse_primary(policy: Policy, panel: Panel) -> None:
    primary = policy.translation.primary
    if policy.task != "extract" and primary not in {spec.name for spec in panel.members}:
        members = ", ".join(spec.name for spec in panel.members)
        said = f'the primary "{primary}" is not in the panel' if primary else "the policy names no primary"
        raise PanelError(f"{said}: {members}.", where="translation.primary", do="Name one of these members.")


def _refuse_critic(policy: Policy, panel: Panel, spec_for: Callable[[str], ModelSpec]) -> None:
    where = "critic"
    if policy.critic is None:
        raise PanelError("the policy names no critic.", where=where, do="Name a chat model of another family.")
    critic = spec_for(policy.critic)
    if critic.family in {spec.family for spec in panel.members}:
        raise PanelError(
            f'"{critic.name}" is of the family {critic.family}, which drafts; it would overlook its own mistakes.',
            where=where,
            do="Name a model of a family outside the panel.",
        )
    if critic.kind is not ModelKind.CHAT or critic.source == "recorded":
        raise PanelError(f'"{critic.name}" cannot read a draft.', where=where, do="Name a chat model.")
