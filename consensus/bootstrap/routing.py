"""Wires what recorded answers say of a policy's routing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consensus.bootstrap import models
from consensus.errors import ConsensusError, ForbiddenError, UsageError, shown_value
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.domain import Draw, ModelSpec, Policy
    from consensus.formats import RecordedFile
    from consensus.service.learning.routing import RoutingReport


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know. panel: names in the answers; None takes the policy's. prices: US dollars of one
    request by name, "" for all others. review: US dollars of a person's look at one unit. margin: None takes the alpha
    of the policy's guarantee, else 0.02. draw: of the halves; None by the installation's key."""

    policy: str
    panel: str | None = None
    prices: Mapping[str, float] = field(default_factory=dict)
    review: float = 1.125
    by: tuple[str, ...] = ()
    margin: float | None = None
    schema: Mapping[str, Any] | None = None
    semantic: str | None = None
    draw: Draw | None = None


def route_proposal(settings: Settings, paths: Sequence[Path], asked: Asked) -> RoutingReport:
    """What recorded answers with labels propose for a policy. Asks no models and changes nothing.

    Raises UsageError for names that are not in the files, and where no price is known; what reading either raises.
    """
    from consensus.bootstrap import policies
    from consensus.formats import read_recorded
    from consensus.learn.routing import Limits
    from consensus.service.learning import routing
    from consensus.service.learning.measured import Prices, Setting

    source = policies(settings)
    policy = source.load(asked.policy)
    recorded = _joined([read_recorded(path) for path in paths], asked.schema)
    panel = _panel(recorded, policy, asked.panel)
    families = {name: _family(name, policy) for name in recorded.names}
    specs = {name: _spec(settings, name, policy) for name in recorded.names}
    given = {name: asked.prices.get(name, asked.prices.get("")) for name in recorded.names}
    fixed = {name: price for name, price in given.items() if price is not None}
    known = {name: spec for name, spec in specs.items() if spec is not None}
    embedder = None if asked.semantic == "off" else models.embedder(settings, policy.semantic)[0]
    setting = Setting(
        recorded.names, policy, families.__getitem__, Prices(fixed, known), asked.review, lambda: embedder
    )
    written = routing.PolicyText(policy.name, source.text(asked.policy), source.edit, source.parse)
    order = routing.Order(panel, asked.by, Limits(_margin(policy) if asked.margin is None else asked.margin))
    return routing.propose(recorded, setting, order, asked.draw or _draw(settings), written)


def save_proposals(settings: Settings, report: RoutingReport) -> tuple[str, ...]:
    """Keep what is proposed where an admin adopts it; returns the ids of those that are new.

    Raises ForbiddenError for somebody who may not decide on proposals, StoreError.
    """
    from consensus.bootstrap import build
    from consensus.service.learning.route_proposals import route_proposals

    service = build(settings)
    try:
        proposals = service.proposals
        if not proposals.may_decide(settings.user):
            do = "Ask an admin, or leave --save out."
            raise ForbiddenError("proposals are kept by admins.", where=settings.user, do=do)
        found = route_proposals(report, proposals.changes)
        return tuple(one.id for one in proposals.open(found, settings.user))
    finally:
        service.close()


def _joined(files: Sequence[RecordedFile], schema: Mapping[str, Any] | None) -> RecordedFile:
    """All records of the files as one. schema: overrides the records' own."""
    from consensus.domain import Task
    from consensus.formats import RecordedFile

    records = [record for file in files for record in file.records]
    if schema is not None:
        records = [replace(one, schema=schema) if one.task is Task.EXTRACT else one for one in records]
    return RecordedFile(tuple(dict.fromkeys(name for file in files for name in file.names)), tuple(records))


def _margin(policy: Policy) -> float:
    from consensus.domain import GuaranteeRules
    from consensus.learn.routing import Limits

    return policy.guarantee.alpha if isinstance(policy.guarantee, GuaranteeRules) else Limits().margin


def _panel(recorded: RecordedFile, policy: Policy, asked: str | None) -> tuple[str, ...]:
    """Who is asked at present: as said, else the policy's own members, else everybody whose answers are there."""
    own = policy.own_panel
    if asked is not None:
        names = tuple(name.strip() for name in asked.split(",") if name.strip())
    else:
        names = own if isinstance(own, tuple) and set(own) <= set(recorded.names) else recorded.names
    if unknown := [name for name in names if name not in recorded.names]:
        raise UsageError(
            f"no answer by {', '.join(map(shown_value, unknown))} is recorded",
            where="--panel",
            do=f"There are answers by {', '.join(recorded.names)}.",
        )
    if len(set(names)) < policy.fewest_families:
        raise UsageError("these are too few members for the policy's quorum.", where="--panel", do="Name more.")
    return names


def _family(name: str, policy: Policy) -> str:
    from consensus.route import recorded_family

    rule = policy.rule_for(name)
    return recorded_family(name, models.families(), ruled=rule.family if rule else None).family


def _spec(settings: Settings, name: str, policy: Policy) -> ModelSpec | None:
    """The model with its price, as a job would ask it; None for a name that no model is known by."""
    from consensus.providers.embedded.server import EmbeddedServers

    servers = EmbeddedServers(settings.home / "models", settings.threads)
    try:
        return models.member(settings, servers, name, policy)
    except ConsensusError:
        return None


def recorded_half(settings: Settings, path: Path, half: str) -> RecordedFile:
    """What a file of recorded answers holds of one half of the documents, "learning" or "judging". A record that says
    its half stays in it; the installation's key draws the others. Raises UsageError where nothing is left."""
    from consensus.formats import read_recorded
    from consensus.learn.halves import Half
    from consensus.service.learning.routing import is_learning

    found = read_recorded(path)
    draw: Draw = _draw(settings) if any(record.half is None for record in found.records) else lambda *_: 0.0
    wanted = half == Half.LEARNING
    records = tuple(record for record in found.records if is_learning(record, draw) is wanted)
    if not records:
        what = f"it holds no document of the {half} half"
        raise UsageError(what, where=str(path), do="Take more documents, or leave --half out.")
    return replace(found, records=records)


def _draw(settings: Settings) -> Draw:
    from consensus.bootstrap.shared import make_folder
    from consensus.storage.installation_key import keyed_draws
    from consensus.storage.store import SqlStore

    make_folder(settings.home)
    store = SqlStore(settings.database_url)
    try:
        return keyed_draws(store, settings.home, settings.sampling_key_file).draw
    finally:
        store.close()
