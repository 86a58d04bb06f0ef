"""The policy's routing table, and what a price list knows of a member. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from consensus.domain import MemberRule, ModelFacts, ModelSpec, Money, Panel, Policy, RouteFacts, RouteRule, Sends

_HERE = frozenset({"embedded", "recorded"})


#: Characters of a document's type.
_LONGEST_TYPE = 60


@dataclass(frozen=True, slots=True)
class Routed:
    """How the policy works on a document, and what chose that, in words."""

    sends: Sends
    words: str


def routed(policy: Policy, facts: RouteFacts) -> Routed | None:
    """The first line of the table that fits, and the line in words; None when none does."""
    for number, rule in enumerate(policy.routing, 1):
        if _fits(rule, facts):
            return Routed(rule, f"line {number} of the routing table ({_words(rule)})")
    return None


def ruled(policy: Policy, sends: Sends) -> Policy:
    """The policy as it works on what is sent this way; who is asked is said beside it."""
    update: dict[str, Any] = {}
    if sends.strategy is not None:
        update |= {"strategy": sends.strategy, "tiers": sends.tiers}
    said = {"primary": sends.primary, "accept_share": sends.accept_share}
    if rules := {key: value for key, value in said.items() if value is not None}:
        update["translation"] = policy.translation.model_copy(update=rules)
    return policy.model_copy(update=update) if update else policy


def document_type(schema: Mapping[str, Any] | None) -> str:
    """What a schema calls itself, else how it describes itself, at most 60 characters; "" where it says neither."""
    given = schema or {}
    return " ".join(str(given.get("title") or given.get("description") or "").split())[:_LONGEST_TYPE]


def by_route(panel: Panel, policy: Policy, words: str) -> Panel:
    """The panel with the reason why it is this one."""
    return replace(panel, why=f'{words[:1].upper()}{words[1:]} of policy "{policy.name}" names them.')


def priced(spec: ModelSpec, policy: Policy, facts: ModelFacts | None) -> ModelSpec:
    """The member with its price, limits and sight: the policy's word first, then the list's; unknown stays unknown.

    facts: None where no list knows the model. What runs on this machine costs nothing.
    """
    if spec.source in _HERE:
        free = replace(spec, price_in=Money(0), price_out=Money(0), price_why="runs on this machine")
        return replace(free, vision=False)
    rule = policy.rule_for(spec.name) or policy.rule_for(spec.name.partition("@http")[0])
    listed = facts or ModelFacts()
    price_in = rule.price_in if rule is not None and rule.price_in is not None else listed.price_in
    price_out = rule.price_out if rule is not None and rule.price_out is not None else listed.price_out
    known = price_in is not None and price_out is not None
    ruled = known and rule is not None and (rule.price_in, rule.price_out) != (None, None)
    most = listed.max_output_tokens
    return replace(
        spec,
        price_in=price_in,
        price_out=price_out,
        price_ruled=ruled,
        price_why=_source(policy, rule, listed)
        if ruled and rule is not None
        else listed.source
        if known
        else "unknown",
        vision=rule.vision if rule is not None and rule.vision is not None else listed.vision,
        context_tokens=spec.context_tokens or listed.context_tokens,
        max_output_tokens=min(spec.max_output_tokens, most) if most else spec.max_output_tokens,
    )


def _source(policy: Policy, rule: MemberRule, listed: ModelFacts) -> str:
    """Where a price comes from that the policy or the named panel gives, or one half of it."""
    ruled = policy.source_of(rule)
    dated = f", as of {policy.prices_as_of}" if policy.prices_as_of and ruled.startswith("policy ") else ", undated"
    other = f"; what it leaves out: {listed.source}" if rule.price_in is None or rule.price_out is None else ""
    return f"{ruled}{dated}{other}"


def _fits(rule: RouteRule, facts: RouteFacts) -> bool:
    return (
        rule.task in (None, facts.task.value)
        and (rule.tokens_over is None or facts.tokens > rule.tokens_over)
        and (rule.tokens_up_to is None or facts.tokens <= rule.tokens_up_to)
        and rule.langs in (None, facts.langs)
        and rule.document_type in (None, facts.document_type)
        and rule.latency in (None, facts.latency)
        and rule.risk in (None, facts.risk)
        and rule.data_class in (None, facts.data_class)
    )


def _words(rule: RouteRule) -> str:
    said = [
        f"task {rule.task}" if rule.task else "",
        f"over {rule.tokens_over} tokens" if rule.tokens_over is not None else "",
        f"up to {rule.tokens_up_to} tokens" if rule.tokens_up_to is not None else "",
        rule.langs or "",
        rule.document_type or "",
        rule.latency or "",
        f"risk {rule.risk}" if rule.risk else "",
        f"data class {rule.data_class}" if rule.data_class else "",
    ]
    return ", ".join(word for word in said if word) or "everything"
