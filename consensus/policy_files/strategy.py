"""Mistakes in a policy's strategy: parts that it needs, and parts that belong to another one."""

from __future__ import annotations

from collections.abc import Iterator

from consensus.domain import Policy
from consensus.policy_files.problems import not_possible
from consensus.policy_files.yaml import Path
from consensus.strategy import registry
from consensus.strategy.base import listed_members


def strategy_problems(policy: Policy) -> Iterator[tuple[Path, str]]:
    """Every mistake as (path, sentence)."""
    known = {one.name: one for one in registry.STRATEGIES}
    if policy.strategy not in known:
        yield ("strategy",), not_possible(policy.strategy, known)
        return
    for one in known.values():
        yield from one.problems(policy)
    yield from _judge(policy)
    if policy.task == "extract" and known[policy.strategy].for_translations_alone:
        *first, last = [one.name for one in known.values() if not one.for_translations_alone]
        yield ("strategy",), f"`{policy.strategy}` is for translations only; take {', '.join(first)} or {last}"


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
    if policy.judge in listed_members(policy):
        yield here, "is in the panel and would judge its own answers; name a model of another family"
