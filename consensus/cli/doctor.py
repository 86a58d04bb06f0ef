"""What is found and what works on this machine: the doctor, and the panels that ``consensus init`` writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from consensus.bootstrap import models, policies, role_service
from consensus.bootstrap.shared import panels_file as panels_file
from consensus.domain import FoundServer, MemberRule, ModelSpec, Panel, Policy, Proposal
from consensus.errors import ConsensusError
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.domain.probe import Probe
    from consensus.providers.embedded.server import EmbeddedServers

#: Seconds that a ping of ``init`` may take: a server of one's own loads the model first.
FIRST_PING_SECONDS = 90.0


async def doctor(settings: Settings, panel: str | None = None, policy_name: str = "translation") -> Sequence[Probe]:
    """What works on this machine and how to mend what is missing. panel: whose members get one short ping each."""
    from consensus.domain.probe import Probe
    from consensus.formats.ocr import readers
    from consensus.providers import doctor as probes
    from consensus.providers.doctor_sign_in import probe_sign_in
    from consensus.storage.store import SqlStore

    keys = {default.key: bool(settings.keys.get(default.key)) for default in models.families().hosted}
    found = [
        probes.probe_folder(settings.home),
        probes.probe_database(settings.database_url, lambda: SqlStore(settings.database_url).close()),
        probes.probe_keys(keys),
        probes.probe_embedded_models(),
        probes.probe_embedder(lambda: models.embedder(settings, "auto")),
        probes.probe_readers(find_spec("pypdfium2") is not None, [one.words for one in readers()]),
        probes.probe_browser(),
        probe_sign_in(settings.home, settings.user, lambda: role_service(settings).current()),
    ]
    try:
        members = members_of(settings, panel, policy_name).members
        found += await ping_members(settings, members)
    except ConsensusError as error:
        found.append(Probe("panel", False, error.what, error.do))
    return found


def find(settings: Settings, at: Sequence[str]) -> tuple[tuple[FoundServer, ...], Proposal]:
    """The servers that answer, and the panel that they and the keys would make. Asks no model."""
    from consensus.providers.local_servers import find_servers
    from consensus.route import propose

    servers = find_servers(at)
    return servers, propose(servers, settings.keys, models.families())


def known_keys(settings: Settings) -> tuple[str, ...]:
    """Variables of providers that are set, those that a panel can be made of first."""
    named = dict.fromkeys([*(default.key for default in models.families().hosted), *models.families().keys.values()])
    return tuple(name for name in named if settings.keys.get(name))


def specs_of(settings: Settings, name: str, rules: Sequence[MemberRule]) -> Panel:
    """The members of a panel with families, prices and places, as a document would get them."""
    from consensus.route import with_panel as beside

    return _resolved(settings, name, beside(Policy(name="panel", version=1), name, rules))


def members_of(settings: Settings, panel: str | None, policy_name: str) -> Panel:
    """The panel that a document would get. Raises PanelError, PolicyError, NotFoundError."""
    return _resolved(settings, panel, models.with_panel(settings, panel, policies(settings).load(policy_name)))


def _resolved(settings: Settings, panel: str | None, policy: Policy) -> Panel:
    return models.panel_of(settings, _embedded(settings), panel, policy)


def _embedded(settings: Settings) -> EmbeddedServers:
    from consensus.providers.embedded.server import EmbeddedServers

    return EmbeddedServers(settings.home / "models", settings.threads)


def places(settings: Settings, members: Sequence[ModelSpec]) -> Mapping[str, str]:
    """Member name -> where its requests go, in words."""
    return {spec.name: models.place(settings, spec) for spec in members}


def may_cost(spec: ModelSpec) -> bool:
    """Whether asking a member may cost money: what is not known to cost nothing may."""
    return spec.source == "litellm" and not (spec.price_in == 0 and spec.price_out == 0)


def priced_rules(rules: Sequence[MemberRule], members: Sequence[ModelSpec]) -> tuple[MemberRule, ...]:
    """The rules with the prices that are known of the members."""
    found = {spec.name: spec for spec in members}
    return tuple(
        rule.model_copy(update={"price_in": found[rule.model].price_in, "price_out": found[rule.model].price_out})
        for rule in rules
    )


async def ping_members(
    settings: Settings, members: Sequence[ModelSpec], seconds: float | None = None
) -> Sequence[Probe]:
    """One short request to each member, booked before it is sent. seconds: that each may take, None for a few."""
    from consensus.providers import doctor as probes
    from consensus.providers.registry import Clients
    from consensus.storage.store import SqlStore

    servers = _embedded(settings)
    clients = Clients(servers, settings.secrets)
    store = cache(lambda: SqlStore(settings.database_url))

    try:
        return await probes.probe_members(
            members,
            clients.client_for,
            lambda call: store().record_ping(call, settings.user),
            seconds or probes.PING_SECONDS,
        )
    finally:
        await clients.aclose()
        servers.close()
        if store.cache_info().currsize:
            store().close()
