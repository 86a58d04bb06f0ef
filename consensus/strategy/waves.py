"""Which members are asked after which, and what a next wave is still needed for. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from consensus.check import has_rules
from consensus.decide import escalates, may_change
from consensus.domain import Abstention, AbstentionReason, ModelSpec, Panel, Policy
from consensus.domain.job import UnitRecord
from consensus.schema import Branch, Lazy, Table, Union, compile_plan

Langs = tuple[str | None, str | None]
Wave = tuple[ModelSpec, ...]

#: Why a member was not asked, for the verdict and the export.
_SPARED = {
    "curtailed": "no answer of theirs could have changed this",
    "cascade": "a later tier is asked only where the members before it are too few or disagree",
}


def waves(policy: Policy, panel: Panel) -> tuple[Wave, ...]:
    """The panel in the order in which it is asked; one wave for the strategies that ask everybody at once.

    curtailed: cheap first where the price of every member is known, else as the panel lists them; first as many as a
    quorum takes, then one after the other. cascade: the policy's tiers; members in no tier come last.
    """
    if policy.strategy == "curtailed":
        return _curtailed(policy, _cheap_first(panel.members))
    if policy.strategy == "cascade":
        tiers = [tuple(spec for spec in panel.members if _is_in(spec, tier)) for tier in policy.tiers]
        last = tuple(spec for spec in panel.members if not any(spec in tier for tier in tiers))
        return tuple(wave for wave in (*tiers, last) if wave)
    return (panel.members,)


def needs_more(record: UnitRecord, missing: Sequence[ModelSpec], policy: Policy, langs: Langs) -> bool:
    """Whether the missing members are to be asked about this unit. record: judged on the answers so far."""
    if policy.strategy == "cascade":
        return bool(missing) and escalates(record.verdict)
    return may_change(record, missing, policy, langs)


def document_needs_more(
    records: Sequence[UnitRecord], schema: Mapping[str, Any], missing: Sequence[ModelSpec], policy: Policy
) -> bool:
    """The same for a document that is asked about as a whole: one open field asks all of it.

    A table, an object with free keys or a union is never settled by curtailment: a further member may list more.
    Nor is one with rules: a further answer may settle a split, or break the object.
    """
    if policy.strategy != "cascade" and missing and (_grows(compile_plan(schema)) or has_rules(schema)):
        return True
    return any(needs_more(record, missing, policy, (None, None)) for record in records)


def not_needed(unit_id: str, spec: ModelSpec, policy: Policy) -> Abstention:
    """What stands in for a member that was not asked."""
    return Abstention(unit_id, spec.name, spec.family, AbstentionReason.NOT_NEEDED, _SPARED.get(policy.strategy, ""))


def _curtailed(policy: Policy, members: Wave) -> tuple[Wave, ...]:
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


def _is_in(spec: ModelSpec, tier: Sequence[str]) -> bool:
    return spec.name in tier or spec.model in tier


def _grows(branch: Branch) -> bool:
    return bool(branch.extra) or any(
        isinstance(child, Table | Union | Lazy) or (isinstance(child, Branch) and _grows(child))
        for child in branch.children
    )
