"""Which panel a document gets, by whatever the policy says of it, and what that may cost; nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from consensus import check, formats, prompt, route, strategy
from consensus.decide import missing_level
from consensus.domain import (
    Document,
    ModelSpec,
    Panel,
    Place,
    Policy,
    Refusal,
    RouteFacts,
    RoutePlan,
    Segment,
    Task,
)
from consensus.errors import ConsensusError
from consensus.normalize.token_counts import estimated_tokens
from consensus.reference import pair_key
from consensus.service.dependencies import Dependencies
from consensus.service.jobs.requests import SubmitRequest, read, rules_of
from consensus.service.jobs.size import Sizing
from consensus.service.places import Reaching, no_sentence_model


class Chosen(NamedTuple):
    """A document with its bytes and its panel. route: what chose it, in words. refusals: models that may not see it.

    policy: as it works on this document. layout: as in ``HandedIn``.
    """

    document: Document
    content: bytes
    segments: tuple[Segment, ...]
    facts: RouteFacts
    panel: Panel
    route: str
    refusals: tuple[Refusal, ...]
    policy: Policy
    layout: bytes = b""

    @property
    def asked(self) -> tuple[Segment, ...]:
        """The segments that members are asked about: those that keep what the file holds are not among them."""
        return tuple(segment for segment in self.segments if not segment.is_kept)


class Plans:
    """What would be done, and the worst that it could cost."""

    def __init__(self, outside: Dependencies) -> None:
        self._outside = outside

    def plan(self, request: SubmitRequest) -> list[RoutePlan]:
        """One plan a document. Calls nobody and stores nothing. Raises what ``Jobs.submit`` raises before asking."""
        policy = rules_of(request, self._outside)
        files = [read(path, request, policy) for path in request.paths]
        return [_plan(choose(self._outside, file, request, policy), self._outside) for file in files]


def choose(outside: Dependencies, file: formats.HandedIn, request: SubmitRequest, policy: Policy) -> Chosen:
    """The document's panel: the command's, else that of the first line of the routing table that fits, else the
    policy's; without the models that lack what its data class demands. Raises PanelError, UsageError."""
    document, content, segments, layout = file
    asks = prompt.build_asks(document, [segment for segment in segments if not segment.is_kept], policy)
    tokens = max((sum(map(estimated_tokens, ask.texts)) for ask in asks), default=0)
    latency = request.latency or policy.latency
    langs = pair_key((document.source_lang, document.target_lang)) if document.task is Task.TRANSLATE else ""
    kind = route.document_type(document.schema)
    facts = RouteFacts(document.task, tokens, latency, document.risk, document.data_class, langs, kind)
    line, told = _way(outside, file, facts, policy) if request.panel is None else (None, "")
    policy = route.ruled(policy, line.sends) if line else policy
    panel = outside.panel(line.sends.panel if line else request.panel, policy)
    if line:
        panel = route.by_route(panel, policy, line.words)
    route.refuse_readers(policy, document.data_class)
    panel, refusals = route.admitted(panel, policy, document.data_class)
    words = line.words if line else "the command's panel" if request.panel is not None else "the policy's panel"
    words += f" ({told})" if told else ""
    return Chosen(document, content, segments, facts, panel, words, refusals, policy, layout)


def _way(
    outside: Dependencies, file: formats.HandedIn, facts: RouteFacts, policy: Policy
) -> tuple[route.Routed | None, str]:
    """The first line of the routing table that fits, else the class that the examples tell; and why there is none."""
    line = route.routed(policy, facts)
    if line is not None or not policy.route.classes:
        return line, ""
    embedder, why = outside.embedder(policy.semantic)
    if embedder is None:
        raise no_sentence_model(why)
    text = "\n".join(one.text for one in file.segments) or file.document.text
    found = route.nearest_class(text, policy.route, embedder.embed)
    return (route.Routed(policy.route.classes[found.name], found.words), "") if found.name else (None, found.words)


def _plan(chosen: Chosen, outside: Dependencies) -> RoutePlan:
    policy = chosen.policy
    asks = prompt.build_asks(chosen.document, chosen.asked, policy)
    sizing = Sizing(policy, prompt.cutter(chosen.panel, policy))
    asking = strategy.strategy_of(policy)
    first = asking.waves(policy, chosen.panel)[0]
    asks_anew = asking.asks_anew and chosen.document.task is Task.TRANSLATE
    chains = {}
    for spec in chosen.panel.members:
        chain = (spec, *_fallbacks(spec, policy, outside))
        chains[spec.name] = sizing.chain(asks, chain, late=asks_anew and spec not in first)
    readers = _readers(chosen, policy, outside, sizing)
    work = route.Work(chosen.document, len(chosen.asked), chosen.facts, chains, readers)
    told = formats.notes(chosen.document, policy.documents, chosen.segments, chosen.content)
    made = route.plan(work, chosen.panel, policy, chosen.route, chosen.refusals)
    shown = prompt.page_notes(chosen.document, chosen.panel.members, policy)
    notes = (*made.notes, *_notes(chosen.document, policy), *shown, *told)
    return replace(made, notes=notes, left=told, places=_places(chosen, policy, outside))


def _places(chosen: Chosen, policy: Policy, outside: Dependencies) -> tuple[Place, ...]:
    """Every place that the document may be sent to."""
    reaching = Reaching(outside.panel, outside.spec_for, outside.place_of)
    asked = [*reaching.members(chosen.panel, policy)]
    if chosen.document.task is Task.TRANSLATE:
        asked += reaching.readers(policy)
    elif strategy.texts_asked_about(chosen.document):
        asked += [reader for reader in reaching.readers(policy) if reader[2] == policy.second_opinion]
    return route.gathered((who, where) for who, where, _ in asked)


def _notes(document: Document, policy: Policy) -> tuple[str, ...]:
    """For a person: what its languages leave unchecked or unaccepted, what memory changes, which examples are left."""
    if document.task is not Task.TRANSLATE:
        return prompt.example_notes(document, policy)
    offered = "Earlier translations are offered to every member, so that their agreement is less independent."
    again = "Texts verified before are delivered without a call: it may be fewer requests."
    langs = (document.source_lang, document.target_lang)
    unread = [*check.silent_checks(langs), *filter(None, [missing_level(policy, langs)])]
    return (*unread, *[offered] * policy.memory.members, *[again] * (policy.memory.reuse != "off"))


def _fallbacks(spec: ModelSpec, policy: Policy, outside: Dependencies) -> Iterator[ModelSpec]:
    for name in spec.fallbacks:
        # As when it is asked: a substitute that cannot be had is passed over.
        with suppress(ConsensusError):
            yield outside.spec_for(name, policy)


def _readers(chosen: Chosen, policy: Policy, outside: Dependencies, sizing: Sizing) -> Sequence[tuple[str, route.Link]]:
    """A critic, a judge and a second opinion, where the policy has models for them and the document is read by them."""
    texts = strategy.texts_asked_about(chosen.document)
    translation = chosen.document.task is Task.TRANSLATE
    if not translation and not texts:
        return ()
    members = [one for spec in chosen.panel.members for one in (spec, *_fallbacks(spec, policy, outside))]
    longest = max(spec.max_output_tokens for spec in members)
    found = []
    if translation and policy.asked_critic is not None:
        critic = replace(outside.spec_for(policy.asked_critic, policy), fallbacks=())
        found.append(("critic", sizing.critic(chosen.document, chosen.asked, critic, longest)))
    if translation and policy.judge is not None:
        judge = replace(outside.spec_for(policy.judge, policy), fallbacks=())
        found.append(("judge", sizing.judge(chosen.document, chosen.asked, judge, longest)))
    if policy.second_opinion != "off" and not policy.second_opinion.startswith("nli:"):
        spec = replace(outside.spec_for(policy.second_opinion, policy), fallbacks=(), segments_per_ask=None)
        read = (
            sizing.opinion(chosen.document, chosen.asked, spec, longest)
            if translation
            else sizing.meanings(chosen.document, spec, len(chosen.panel.members))
        )
        found.append(("second opinion", read))
    return found
