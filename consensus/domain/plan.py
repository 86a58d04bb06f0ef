"""What a document will be put through, and what it may cost, before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from consensus.domain.asking import Money, Panel
from consensus.domain.document import Task


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a price list knows of a hosted model; None is unknown, never 0.

    price_in, price_out: US dollars per million tokens. context_tokens, max_output_tokens: its limits. source: which
    list, with its version or date. vision: whether it reads pictures.
    """

    price_in: Money | None = None
    price_out: Money | None = None
    context_tokens: int | None = None
    max_output_tokens: int | None = None
    source: str = ""
    vision: bool | None = None


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """What the routing table is asked with. tokens: of the longest request's text, by estimate. latency: "interactive"
    or "batch". risk, data_class: as handed in with the document, else the policy's. langs: the key of a language pair.
    document_type: what its schema calls itself."""

    task: Task
    tokens: int
    latency: str = "batch"
    risk: str = "normal"
    data_class: str | None = None
    langs: str = ""
    document_type: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A model that is not called, and why. instead_of: the member it would have stood in for, or ""."""

    model: str
    why: str
    instead_of: str = ""

    def __str__(self) -> str:
        return f'"{self.model}" is not called: {self.why}'


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document, or a part of it, is sent: a host, or this machine. models: who is asked there, in words."""

    where: str
    models: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.where}: {', '.join(self.models)}"


@dataclass(frozen=True, slots=True)
class Size:
    """One request before it is sent. tokens_in: by estimate. tokens_out: the most it may answer with."""

    tokens_in: int
    tokens_out: int


@dataclass(frozen=True, slots=True)
class PlannedMember:
    """One member in the order of asking, or a model that reads what members answered.

    fallbacks: substitutes in order; a person comes after the last. requests: what it is asked, without repeats.
    parts: the most pieces that one ask is cut into. too_long: asks that do not fit it whole. shorter: requests that may
    follow because answers about a document were cut off; the worst case counts them. once_cost: every request
    sent once, every answer as long as it may be. worst_cost: all that may be sent and billed, repeats and fallbacks
    included. Both None when a price is unknown. price: the sentence that says where it comes from. role: "member",
    "critic", "judge" or "second opinion".
    """

    name: str
    model: str
    family: str
    fallbacks: tuple[str, ...]
    requests: int
    parts: int
    too_long: int
    tokens_in: int
    tokens_out: int
    once_cost: Money | None
    worst_cost: Money | None
    price: str
    unpriced: tuple[str, ...] = ()
    role: str = "member"
    shorter: int = 0


@dataclass(frozen=True, slots=True)
class RoutePlan:
    """The panel, its order, the fallbacks and the worst case for one document.

    readers: a critic, a judge and a second opinion, who are asked about answers. notes: what a person should know,
    left: those of them that say what is not sent, and what comes back otherwise than it was.
    places: every one that the document may be sent to, fallbacks and readers included.
    """

    document: str
    task: Task
    units: int
    asks: int
    facts: RouteFacts
    panel: Panel
    route: str
    members: tuple[PlannedMember, ...]
    readers: tuple[PlannedMember, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    ceilings: tuple[tuple[str, Money], ...] = ()
    places: tuple[Place, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[PlannedMember, ...]:
        """The members, then the readers."""
        return (*self.members, *self.readers)

    @property
    def once_cost(self) -> Money | None:
        """US dollars at most when nothing is repeated and no fallback asked; None as soon as a price is unknown."""
        return total_cost([one.once_cost for one in self.asked])

    @property
    def worst_cost(self) -> Money | None:
        """US dollars that cannot be passed, whatever goes wrong; None as soon as a price is unknown."""
        return total_cost([one.worst_cost for one in self.asked])

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Models without a known price, in order."""
        return tuple(dict.fromkeys(name for one in self.asked for name in one.unpriced))

    def as_dict(self) -> dict[str, Any]:
        """The shape under ``plans`` in ``route --json``; amounts in US dollars, null when unknown."""
        return {
            "document": self.document,
            "task": self.task.value,
            "units": self.units,
            "asks": self.asks,
            "tokens": self.facts.tokens,
            "latency": self.facts.latency,
            "risk": self.facts.risk,
            "data_class": self.facts.data_class,
            "route": self.route,
            "panel": {"name": self.panel.name, "why": self.panel.why},
            "members": [_member(member) for member in self.members],
            "readers": [_member(reader) for reader in self.readers],
            "last": "human",
            "refused": [{"model": r.model, "why": r.why, "instead_of": r.instead_of} for r in self.refusals],
            "notes": list(self.notes),
            "sent_to": [{"place": one.where, "models": list(one.models)} for one in self.places],
            "ceilings": {name: float(amount) for name, amount in self.ceilings},
            "once_cost": _amount(self.once_cost),
            "worst_cost": _amount(self.worst_cost),
            "cost_unknown_for": list(self.unpriced),
        }


def total_cost(costs: Sequence[Money | None]) -> Money | None:
    """The sum in US dollars; None as soon as one is unknown."""
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(costs) else None


def _member(member: PlannedMember) -> dict[str, Any]:
    return {
        "name": member.name,
        "model": member.model,
        "family": member.family,
        "fallbacks": [*member.fallbacks, "human"],
        "requests": member.requests,
        "parts": member.parts,
        "too_long": member.too_long,
        "shorter": member.shorter,
        "tokens_in": member.tokens_in,
        "tokens_out": member.tokens_out,
        "once_cost": _amount(member.once_cost),
        "worst_cost": _amount(member.worst_cost),
        "price": member.price,
        "role": member.role,
    }


def _amount(cost: Money | None) -> float | None:
    return None if cost is None else float(cost)
