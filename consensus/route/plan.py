"""From a panel and the sizes of its requests to the plan that is shown before a cent is spent. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consensus.domain import (
    Document,
    ModelSpec,
    Panel,
    PlannedMember,
    Policy,
    Refusal,
    RouteFacts,
    RoutePlan,
    Size,
    total_cost,
)

#: Requests after an answer that was cut off which need no word: those of a short document.
_FEW = 2
#: What a policy says of a server of one's own.
_FREE = "`members: [{model: NAME, price_in: 0, price_out: 0}]` for a server of your own"


@dataclass(frozen=True, slots=True)
class Link:
    """One model of a fallback chain, priced. asks: for every ask its requests, sent once.

    most: tokens of all that may be sent to it and billed, every repeat counted. too_long: asks of which it cannot be
    asked every unit. shorter: requests that may follow because answers about a document were cut off.
    """

    spec: ModelSpec
    asks: Sequence[Sequence[Size]]
    most: Size
    too_long: int = 0
    shorter: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be asked. chains: member name -> the member, then its fallbacks that can be had.

    readers: (role, who) of those that are asked about answers.
    """

    document: Document
    units: int
    facts: RouteFacts
    chains: Mapping[str, Sequence[Link]]
    readers: Sequence[tuple[str, Link]] = ()


def plan(work: Work, panel: Panel, policy: Policy, route: str, refusals: Sequence[Refusal]) -> RoutePlan:
    """The plan of one document."""
    members = tuple(_planned(spec, work.chains[spec.name]) for spec in panel.members)
    readers = tuple(_planned(link.spec, (link,), role) for role, link in work.readers)
    return RoutePlan(
        document=work.document.name,
        task=work.document.task,
        units=work.units,
        asks=max((len(chain[0].asks) for chain in work.chains.values()), default=0),
        facts=work.facts,
        panel=panel,
        route=route,
        members=members,
        readers=readers,
        refusals=tuple(refusals),
        notes=tuple(_notes((*members, *readers), policy)),
        ceilings=policy.budget.ceilings,
    )


def _planned(spec: ModelSpec, chain: Sequence[Link], role: str = "member") -> PlannedMember:
    own = chain[0]
    requests = [size for ask in own.asks for size in ask]
    once = Size(sum(size.tokens_in for size in requests), sum(size.tokens_out for size in requests))
    costs = [link.spec.price_of(link.most.tokens_in, link.most.tokens_out) for link in chain]
    return PlannedMember(
        name=spec.name,
        model=spec.model,
        family=spec.family,
        fallbacks=spec.fallbacks,
        requests=len(requests),
        parts=max((len(ask) for ask in own.asks), default=0),
        too_long=own.too_long,
        shorter=own.shorter,
        tokens_in=once.tokens_in,
        tokens_out=once.tokens_out,
        once_cost=own.spec.price_of(once.tokens_in, once.tokens_out),
        # An answer that cannot be used is billed all the same, and then the next link is asked.
        worst_cost=total_cost(costs),
        price=spec.price_why,
        unpriced=tuple(link.spec.name for link, cost in zip(chain, costs, strict=True) if cost is None),
        role=role,
    )


def _notes(members: Sequence[PlannedMember], policy: Policy) -> list[str]:
    said = []
    for member in members:
        if member.too_long:
            said.append(f"{member.too_long} ask{'s do' if member.too_long > 1 else ' does'} not fit {member.name}.")
        if member.parts > 1 and member.role == "member":
            said.append(f"{member.name} is asked in up to {member.parts} parts for one ask.")
    again = max((member.shorter for member in members), default=0)
    if again and any(member.parts > 1 or member.shorter > _FEW for member in members):
        said.append(
            "An answer that is cut off at a model's output limit is asked for again in smaller parts: the worst case "
            f"counts up to {again} more request{'s' if again > 1 else ''} to a member for it."
        )
    unpriced = tuple(dict.fromkeys(name for member in members for name in member.unpriced))
    if unpriced:
        said.append(f"Cost unknown for {', '.join(unpriced)}: give prices in the policy, as in {_FREE}.")
    if unpriced and policy.budget.ceilings:
        said.append("With a ceiling, nothing is sent to a model without a known price.")
    costs = [member.worst_cost for member in members if member.worst_cost is not None]
    for name, ceiling in policy.budget.ceilings:
        if name != "unit" and sum(costs) > ceiling:
            said.append(f"The worst case passes the ceiling of ${ceiling} for one {name}; the rest goes to a person.")
    return said
