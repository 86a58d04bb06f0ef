"""Which panel a document gets, by whatever the policy says of it, and what that may cost; nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from consensus import ingest, prompt, route
from consensus.ask import halves, parts
from consensus.ask.sizes import tokens_in
from consensus.canon.token_counts import estimated_tokens
from consensus.domain import (
    Ask,
    Document,
    ModelSpec,
    Panel,
    Policy,
    Refusal,
    RouteFacts,
    RoutePlan,
    Segment,
    Size,
    Task,
)
from consensus.errors import ConsensusError
from consensus.service.outside import Outside
from consensus.service.requests import SubmitRequest, read


class Chosen(NamedTuple):
    """A document with its panel. route: what chose it, in words. refusals: models that may not see it."""

    document: Document
    segments: tuple[Segment, ...]
    facts: RouteFacts
    panel: Panel
    route: str
    refusals: tuple[Refusal, ...]


class Plans:
    """What would be done, and the worst that it could cost."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    def plan(self, request: SubmitRequest) -> list[RoutePlan]:
        """One plan a document. Calls nobody and stores nothing. Raises what ``Jobs.submit`` raises before asking."""
        policy = self._outside.policies.load(request.policy)
        documents = [read(path, request, policy) for path in request.paths]
        return [
            _plan(choose(self._outside, document, request, policy), policy, self._outside) for document in documents
        ]


def choose(outside: Outside, document: Document, request: SubmitRequest, policy: Policy) -> Chosen:
    """The document's panel: the command's, else that of the first line of the routing table that fits, else the
    policy's; without the models that lack what its data class demands. Raises PanelError, UsageError."""
    segments = ingest.split(document)
    asks = prompt.build_asks(document, segments, policy)
    tokens = max((sum(map(estimated_tokens, ask.texts)) for ask in asks), default=0)
    latency = request.latency or policy.latency
    facts = RouteFacts(document.task, tokens, latency, document.risk, document.data_class)
    line = route.routed(policy, facts) if request.panel is None else None
    panel = outside.panel(line[0] if line else request.panel, policy)
    if line:
        panel = route.by_route(panel, policy, line[1])
    route.refuse_readers(policy, document.data_class)
    panel, refusals = route.admitted(panel, policy, document.data_class)
    words = line[1] if line else "the command's panel" if request.panel is not None else "the policy's panel"
    return Chosen(document, segments, facts, panel, words, refusals)


def _plan(chosen: Chosen, policy: Policy, outside: Outside) -> RoutePlan:
    asks = prompt.build_asks(chosen.document, chosen.segments, policy)
    cut = prompt.cutter(chosen.panel, policy)
    sizes = {spec.name: [_sizes(ask, spec, policy, cut) for ask in asks] for spec in chosen.panel.members}
    work = route.Work(chosen.document, len(chosen.segments), chosen.facts, sizes)

    def spec_for(name: str) -> ModelSpec | None:
        try:
            return outside.spec_for(name, policy)
        except ConsensusError:
            return None  # as when it is asked: a substitute that cannot be had is passed over

    made = route.plan(work, chosen.panel, policy, chosen.route, chosen.refusals, spec_for)
    return replace(made, notes=(*made.notes, *_memory_notes(chosen.document, policy)))


def _memory_notes(document: Document, policy: Policy) -> list[str]:
    """What translation memory changes about the plan, for a person."""
    if document.task is not Task.TRANSLATE:
        return []
    offered = "Earlier translations are offered to every member, so that their agreement is less independent."
    again = "Texts verified before are delivered without a call: it may be fewer requests."
    return [offered] * policy.memory.members + [again] * (policy.memory.reuse != "off")


def _sizes(ask: Ask, spec: ModelSpec, policy: Policy, cut: prompt.Cut) -> tuple[Size, ...]:
    """The requests that an ask becomes for one member; () when one of them does not fit."""
    found = [_size(piece, spec, policy) for part in cut(ask, spec) for piece in parts(part, spec)]
    return tuple(_flat(found)) if all(found) else ()


def _size(ask: Ask, spec: ModelSpec, policy: Policy) -> Sequence[Size]:
    request = prompt.render(ask, spec, policy.asking)
    if request.max_tokens > 0:
        return (Size(tokens_in(request), request.max_tokens),)
    # A run of segments that is too long is halved where it is asked; a single one is not asked.
    return [size for half in halves(ask) for size in _size(half, spec, policy)]


def _flat(sizes: Iterable[Sequence[Size]]) -> list[Size]:
    return [size for some in sizes for size in some]
