"""From a panel and the sizes of its requests to the plan that is shown before a cent is spent. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from consensus.domain import (
    Document,
    ModelSpec,
    Money,
    Panel,
    PlannedMember,
    Policy,
    Refusal,
    RouteFacts,
    RoutePlan,
    Size,
)

#: Every request is counted as sent once and once more: an answer that cannot be read, or lost a segment, is asked for
#: again. Refused and failed calls are not billed.
TIMES = 2


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be asked. sizes: member name -> for every ask its requests, () where it does not fit the member."""

    document: Document
    units: int
    facts: RouteFacts
    sizes: Mapping[str, Sequence[Sequence[Size]]]


def plan(
    work: Work,
    panel: Panel,
    policy: Policy,
    route: str,
    refusals: Sequence[Refusal],
    spec_for: Callable[[str], ModelSpec | None],
) -> RoutePlan:
    """The plan of one document. spec_for: a fallback's spec, priced; None when it cannot be had."""
    members = tuple(_member(spec, work.sizes[spec.name], spec_for) for spec in panel.members)
    asks = max((len(sizes) for sizes in work.sizes.values()), default=0)
    return RoutePlan(
        document=work.document.name,
        task=work.document.task,
        units=work.units,
        asks=asks,
        facts=work.facts,
        panel=panel,
        route=route,
        members=members,
        refusals=tuple(refusals),
        notes=tuple(_notes(members, policy)),
        ceilings=policy.budget.ceilings,
    )


def _member(
    spec: ModelSpec, sizes: Sequence[Sequence[Size]], spec_for: Callable[[str], ModelSpec | None]
) -> PlannedMember:
    requests = [size for ask in sizes for size in ask]
    chain = [spec, *(found for name in spec.fallbacks if (found := spec_for(name)) is not None)]
    costs = [_worst(one, requests) for one in chain]
    known = [cost for cost in costs if cost is not None]
    return PlannedMember(
        name=spec.name,
        model=spec.model,
        family=spec.family,
        fallbacks=spec.fallbacks,
        requests=len(requests),
        parts=max((len(ask) for ask in sizes), default=0),
        too_long=sum(not ask for ask in sizes),
        tokens_in=sum(size.tokens_in for size in requests),
        tokens_out=sum(size.tokens_out for size in requests),
        worst_cost=max(known) if len(known) == len(costs) else None,
        price=spec.price_why,
        unpriced=tuple(one.name for one, cost in zip(chain, costs, strict=True) if cost is None),
    )


def _worst(spec: ModelSpec, requests: Sequence[Size]) -> Money | None:
    tokens_in, tokens_out = (sum(size.tokens_in for size in requests), sum(size.tokens_out for size in requests))
    once = spec.price_of(tokens_in, tokens_out)
    return None if once is None else once * TIMES


def _notes(members: Sequence[PlannedMember], policy: Policy) -> list[str]:
    said = []
    for member in members:
        if member.too_long:
            said.append(f"{member.too_long} ask{'s do' if member.too_long > 1 else ' does'} not fit {member.name}.")
        if member.parts > 1:
            said.append(f"{member.name} is asked in up to {member.parts} parts for one ask.")
    unpriced = tuple(dict.fromkeys(name for member in members for name in member.unpriced))
    if unpriced:
        said.append(f"Cost unknown for {', '.join(unpriced)}.")
    if unpriced and policy.budget.ceilings:
        said.append("With a ceiling, nothing is sent to a model without a known price: give its price in the policy.")
    costs = [member.worst_cost for member in members if member.worst_cost is not None]
    for name, ceiling in policy.budget.ceilings:
        if name != "unit" and sum(costs) > ceiling:
            said.append(f"The worst case passes the ceiling of ${ceiling} for one {name}; the rest goes to a person.")
    return said
