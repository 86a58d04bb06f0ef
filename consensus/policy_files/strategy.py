"""Mistakes in a policy's strategy: parts that it needs, and parts that belong to another one."""

from __future__ import annotations

from collections.abc import Iterator

from consensus.domain import Policy, StrategyName
from consensus.policy_files.problems import not_possible
from consensus.policy_files.yaml import Path


def strategy_problems(policy: Policy) -> Iterator[tuple[Path, str]]:
    """Every mistake as (path, sentence)."""
    if policy.strategy not in list(StrategyName):
        yield ("strategy",), not_possible(policy.strategy, list(StrategyName))
        return
    yield from _tiers(policy)
    if policy.strategy == StrategyName.PRIMARY and policy.translation.primary is None:
        yield ("strategy",), "needs `translation.primary`, the member whose answer is delivered"
    if policy.strategy == StrategyName.CRITIQUE and policy.critic is None:
        yield ("strategy",), "needs `critic`, a chat model from a family outside the panel"
    if policy.critic is not None and policy.strategy != StrategyName.CRITIQUE:
        yield ("critic",), "is asked under `strategy: critique` only; set that, or leave it out"
    if policy.critic is not None and policy.critic in _listed(policy):
        yield ("critic",), "is in the panel and would read its own draft; name a model of another family"
    yield from _judge(policy)
    if policy.task == "extract" and policy.strategy in (StrategyName.PRIMARY, StrategyName.CRITIQUE):
        yield ("strategy",), f"`{policy.strategy}` is for translations only; take independent, curtailed or cascade"


def _judge(policy: Policy) -> Iterator[tuple[Path, str]]:
    here: Path = ("judge",)
    if policy.judge is None:
        if policy.translation.without_reference == "judged":
            yield ("translation", "without_reference"), "needs `judge`, a chat model from a family outside the panel"
        return
    if policy.judge.strip().lower() in ("", "off", "none", "no", "never", "on", "yes", "auto"):
        yield here, f'"{policy.judge}" names no model; write a model outside the panel, or leave the line out'
    if policy.task == "extract":
        yield here, "reads translations only; leave it out"
    if policy.judge in _listed(policy):
        yield here, "is in the panel and would judge its own answers; name a model of another family"
    if policy.strategy == StrategyName.CURTAILED:
        yield here, "reads the very text that is delivered, which curtailing may change; take another strategy"


def _listed(policy: Policy) -> frozenset[str]:
    """The members that the policy's panel lists; empty for a panel that is named."""
    listed = policy.own_panel
    return frozenset(listed) if isinstance(listed, tuple) else frozenset()


def _tiers(policy: Policy) -> Iterator[tuple[Path, str]]:
    if policy.strategy != StrategyName.CASCADE:
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
    listed = _listed(policy)
    for name in sorted(seen - listed) if listed else ():
        yield ("tiers",), f'"{name}" is not in the panel'
