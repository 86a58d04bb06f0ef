"""Several documents planned together: one cost, one table of members, each sentence once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from consensus.domain import Money, PlannedMember, Policy, RoutePlan
from consensus.domain.plan import total_cost
from consensus.errors import UsageError

#: Documents that are handed in at once from a screen.
MOST_DOCUMENTS = 50
#: Documents that are named beside a sentence.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class PlannedHandIn:
    """The plans of documents that are handed in together, at least one. rules: the policy they were made with."""

    plans: tuple[RoutePlan, ...]
    rules: Policy

    @property
    def once_cost(self) -> Money | None:
        """US dollars at most when nothing is repeated; None as soon as a price is unknown."""
        return total_cost([plan.once_cost for plan in self.plans])

    @property
    def worst_cost(self) -> Money | None:
        """US dollars that cannot be passed, whatever goes wrong; None as soon as a price is unknown."""
        return total_cost([plan.worst_cost for plan in self.plans])

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Models without a known price, in order."""
        return tuple(dict.fromkeys(name for plan in self.plans for name in plan.unpriced))

    @property
    def units(self) -> int:
        """Of all documents; those of an extraction are known once they are answered."""
        return sum(plan.units for plan in self.plans)

    @property
    def asked(self) -> tuple[PlannedMember, ...]:
        """Members and readers, each once, with what all documents ask of it."""
        found: dict[tuple[str, str], list[PlannedMember]] = {}
        for plan in self.plans:
            for one in plan.asked:
                found.setdefault((one.name, one.role), []).append(one)
        return tuple(reduce(_added, some) for some in found.values())

    @property
    def places(self) -> tuple[str, ...]:
        """Where the documents may be sent to."""
        return tuple(dict.fromkeys(str(place) for plan in self.plans for place in plan.places))

    @property
    def why(self) -> tuple[str, ...]:
        """Why these members, each reason once."""
        words = "{} Chosen by {}. Whatever they leave open, a person decides."
        return self._said([(words.format(plan.panel.why, plan.route),) for plan in self.plans])

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know beside what is left out, each sentence once."""
        return self._said(
            [
                (*plan.panel.warnings, *map(str, plan.refusals), *(one for one in plan.notes if one not in plan.left))
                for plan in self.plans
            ]
        )

    @property
    def left(self) -> tuple[str, ...]:
        """What of the documents is not sent, or comes back otherwise than it was, each sentence once."""
        return self._said([plan.left for plan in self.plans])

    def _said(self, sentences: Sequence[Iterable[str]]) -> tuple[str, ...]:
        """Each once; with its documents before it where it is not about all of them."""
        about: dict[str, list[str]] = {}
        for plan, some in zip(self.plans, sentences, strict=True):
            for sentence in dict.fromkeys(some):
                about.setdefault(sentence, []).append(plan.document)
        return tuple(
            sentence if len(names) == len(self.plans) else f"{_listed(names)}: {sentence}"
            for sentence, names in about.items()
        )


def missing(policy: Policy | None, *, content: bool, target_lang: str, schema: str) -> str:
    """What an order still lacks before it can be planned, as a sentence; "" for nothing. policy: None until chosen."""
    if not content:
        return "Choose files, or paste a text."
    if policy is None:
        return "Choose a policy."
    if policy.task == "extract" and not schema.strip():
        return "Give the JSON Schema of the fields."
    if policy.task != "extract" and not schema.strip() and not target_lang:
        return "Choose the language to translate into." + (" Or give a schema." if policy.task == "any" else "")
    return ""


def refuse_too_many(documents: int) -> None:
    """Raises UsageError for more than are taken at once."""
    if documents > MOST_DOCUMENTS:
        what = f"{documents:,} documents are more than the {MOST_DOCUMENTS} that are handed in at once here."
        raise UsageError(what, do="Hand in some now and the others after them, or use: consensus submit")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _added(one: PlannedMember, other: PlannedMember) -> PlannedMember:
    return replace(
        one,
        requests=one.requests + other.requests,
        parts=max(one.parts, other.parts),
        too_long=one.too_long + other.too_long,
        tokens_in=one.tokens_in + other.tokens_in,
        tokens_out=one.tokens_out + other.tokens_out,
        once_cost=total_cost([one.once_cost, other.once_cost]),
        worst_cost=total_cost([one.worst_cost, other.worst_cost]),
        unpriced=tuple(dict.fromkeys((*one.unpriced, *other.unpriced))),
        shorter=one.shorter + other.shorter,
    )
