"""Mistakes in a policy's routing table and data classes: names that stand for nothing, conditions that never hold."""

from __future__ import annotations

from collections.abc import Iterator

from consensus.domain import Policy, RouteRule
from consensus.policy_files.problems import did_you_mean
from consensus.policy_files.yaml import Path


def routing_problems(policy: Policy) -> Iterator[tuple[Path, str]]:
    """Every mistake as (path, sentence)."""
    if policy.data_class is not None and policy.data_class not in policy.data_classes:
        yield ("data_class",), _no_class(policy.data_class, policy)
    quorum = policy.fewest_families
    always: int | None = None
    for at, rule in enumerate(policy.routing):
        here: Path = ("routing", at)
        if rule.data_class is not None and rule.data_class not in policy.data_classes:
            yield (*here, "data_class"), _no_class(rule.data_class, policy)
        if always is not None:
            yield here, f"is never reached, because entry {always} fits everything"
        if rule.task is not None and policy.task not in ("any", rule.task):
            yield (*here, "task"), f"never fits, because the policy's task is {policy.task}"
        if not rule.panel or (isinstance(rule.panel, tuple) and len(set(rule.panel)) < quorum):
            yield (*here, "panel"), f"holds too few members for the quorum of {quorum} families"
        if always is None and _fits_everything(rule):
            always = at + 1


def _fits_everything(rule: RouteRule) -> bool:
    return rule.model_dump(exclude={"panel"}, exclude_defaults=True) == {}


def _no_class(name: str, policy: Policy) -> str:
    near = did_you_mean(name, policy.data_classes)
    return f'there is no "{name}" under `data_classes:`{near}'
