"""Every place that a policy may send a document to, before there is a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from consensus import route
from consensus.domain import ModelSpec, Panel, Place, Policy
from consensus.errors import ConsensusError, PolicyError
from consensus.ports.models import Embedder


@dataclass(frozen=True, slots=True)
class PlacesReached:
    """places: with everybody who may be asked there. idle: members with a rule whom nothing in the policy asks.

    problems: why a panel cannot be told, or cannot be asked.
    """

    places: tuple[Place, ...]
    idle: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The part of ``policies check --json``."""
        sent = [{"place": one.where, "models": list(one.models)} for one in self.places]
        return {"sent_to": sent, "not_asked": list(self.idle), "problems": list(self.problems)}


def no_sentence_model(why: str) -> PolicyError:
    """What is raised, before anything is sent, where examples cannot be compared with. why: there is no model."""
    do = "Install the extra `meanings`, name a model under `semantic:`, or leave the classes out."
    return PolicyError([f"`route.classes`: needs a sentence model. {why} {do}"], where="route.classes")


@dataclass(frozen=True, slots=True)
class Reaching:
    """Tells where a policy reaches. panel, spec_for, place_of: as in ``Outside``. embedder: as there, asked where the
    policy has classes by example."""

    panel: Callable[[str | Sequence[str] | None, Policy], Panel]
    spec_for: Callable[[str, Policy], ModelSpec]
    place_of: Callable[[ModelSpec], str]
    embedder: Callable[[str], tuple[Embedder | None, str]] | None = None

    def of(self, policy: Policy) -> PlacesReached:
        """All panels of the policy, their fallbacks, and who reads answers. Calls nobody.

        Raises PolicyError for classes by example without a sentence model.
        """
        problems: dict[str, None] = {}
        asked = [*self._panels(policy, problems), *self.readers(policy, problems)]
        if policy.route.classes and self.embedder is not None:
            found, why = self.embedder(policy.semantic)
            if found is None:
                raise no_sentence_model(why)
        names = {name for _, _, name in asked}
        idle = [rule.model for rule in policy.members if rule.model not in names]
        places = route.gathered((who, where) for who, where, _ in asked)
        return PlacesReached(places, tuple(idle), tuple(problems))

    def members(self, panel: Panel, policy: Policy) -> Iterator[tuple[str, str, str]]:
        """(who, where, name as the policy writes it) of each member and its substitutes."""
        for spec in panel.members:
            yield spec.name, self.place_of(spec), spec.name
            for name in spec.fallbacks:
                # As when it is asked: a substitute that cannot be had is passed over.
                with suppress(ConsensusError):
                    yield f"{name} (if {spec.name} fails)", self.place_of(self.spec_for(name, policy)), name

    def readers(self, policy: Policy, problems: dict[str, None] | None = None) -> Iterator[tuple[str, str, str]]:
        """The same for a critic, a judge and a second opinion."""
        for role, name in (
            ("critic", policy.asked_critic),
            ("judge", policy.judge),
            ("second opinion", policy.second_opinion),
        ):
            if name is None or name == "off":
                continue
            if name.startswith("nli:"):
                yield f"{name} ({role})", route.HERE, name
                continue
            try:
                yield f"{name} ({role})", self.place_of(self.spec_for(name, policy)), name
            except ConsensusError as error:
                if problems is not None:
                    problems[str(error)] = None

    def _panels(self, policy: Policy, problems: dict[str, None]) -> Iterator[tuple[str, str, str]]:
        wanted: list[tuple[str, str | Sequence[str] | None]] = [("", None)]
        wanted += [(f"line {at} of the routing table", rule.panel) for at, rule in enumerate(policy.routing, 1)]
        wanted += [(f"class {name}", one.panel) for name, one in policy.route.classes.items()]
        wanted += [(f'panel "{name}"', name) for name in policy.panels]
        for words, requested in wanted:
            try:
                panel = self.panel(requested, policy)
            except ConsensusError as error:
                problems[f"{words}: {error}" if words else str(error)] = None
                continue
            yield from self.members(panel, policy)
