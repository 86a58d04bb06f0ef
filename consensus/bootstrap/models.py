"""Which implementation answers for a member, a panel, a price, an embedder or a second opinion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from consensus.bootstrap.shared import panels_file
from consensus.domain import MemberRule, ModelSpec, Panel, Policy
from consensus.errors import PanelError
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.policy_files.source import PolicyFolders
    from consensus.ports.models import Embedder, PriceList, SecondOpinion
    from consensus.providers.embedded.server import EmbeddedServers
    from consensus.route import FamilyMap
    from consensus.service.dependencies import OpinionFor


@cache
def families() -> FamilyMap:
    from consensus.route import FamilyMap

    return FamilyMap.parse((data_folder("policies") / "families.yaml").read_text(encoding="utf-8"))


def example() -> Path:
    """The recorded answers that ship with the product."""
    return data_folder("consensus") / "examples" / "recorded.jsonl"


def panel_of(
    settings: Settings, servers: EmbeddedServers, requested: str | Sequence[str] | None, policy: Policy
) -> Panel:
    from consensus.route import resolve_panel

    keys = {**dict.fromkeys(families().keys.values(), False), **settings.keys}
    panel = resolve_panel(requested, policy, keys, families(), servers.specs(), str(example()))
    return replace(panel, members=tuple(_priced(spec, policy) for spec in panel.members))


def with_panel(settings: Settings, requested: str | Sequence[str] | None, policy: Policy) -> Policy:
    """The policy with the installation's panel that is asked for. Raises PanelError for a broken ``panels.yaml``."""
    from consensus.policy_files.panels import named

    rules = named(panels_file(settings), requested, policy)
    if rules is None:
        return policy
    from consensus.route import with_panel as beside

    return beside(policy, str(requested).strip(), rules)


def saved_members(settings: Settings) -> tuple[MemberRule, ...]:
    """The members of all of the installation's panels; none where their file cannot be read."""
    try:
        return tuple(rule for rules in panels_file(settings).panels().values() for rule in rules)
    except PanelError:
        return ()


def panel_names(settings: Settings) -> tuple[str, ...]:
    """The installation's panels by name; none where their file cannot be read: what asks for one says why."""
    try:
        return tuple(panels_file(settings).panels())
    except PanelError:
        return ()


def member(settings: Settings, servers: EmbeddedServers, name: str, policy: Policy) -> ModelSpec:
    from consensus.route import Known, resolve_member

    return _priced(resolve_member(name, Known(policy, families(), settings.keys, servers.specs()))[0], policy)


def place(settings: Settings, spec: ModelSpec) -> str:
    from consensus.route import place_of

    return place_of(spec, families(), settings.addresses)


def _priced(spec: ModelSpec, policy: Policy) -> ModelSpec:
    from consensus.route import priced

    listed = families().listed_as(spec.model, spec.base_url) if spec.source == "litellm" else None
    return priced(spec, policy, _prices().facts(listed) if listed else None)


@cache
def _prices() -> PriceList:
    from consensus.providers.prices import LiteLLMPrices

    return LiteLLMPrices()


def embedder(settings: Settings, wanted: str) -> tuple[Embedder | None, str]:
    from consensus.providers.embeddings import resolve_embedder

    named = settings.embedder or wanted if wanted == "auto" else wanted
    return resolve_embedder(named, hub_allowed=settings.hub_allowed, threads=settings.threads)


def second_opinion(settings: Settings, servers: EmbeddedServers, policy: Policy, panel: Panel) -> OpinionFor | None:
    """Who looks again at what would be accepted. Raises PanelError for a model of the panel's own families."""
    from consensus.strategy.second_opinion import LlmOpinion, refuse_verifier

    kind, colon, name = policy.second_opinion.partition(":")
    if policy.second_opinion == "off":
        return None
    if (kind, colon) == ("nli", ":"):
        nli = _nli(name, settings.hub_allowed, settings.threads)
        return lambda context: nli
    spec = member(settings, servers, policy.second_opinion, policy)
    substitutes = [member(settings, servers, other, policy) for one in panel.members for other in one.fallbacks]
    refuse_verifier(spec, {one.family for one in (*panel.members, *substitutes)})
    return lambda context: LlmOpinion(spec, context)


@cache
def _nli(name: str, hub_allowed: bool, threads: int) -> SecondOpinion:
    from consensus.providers.nli import load_nli

    return load_nli(name, hub_allowed=hub_allowed, threads=threads)


def data_folder(package: str) -> Path:
    return Path(str(files(package)))


def policies(settings: Settings) -> PolicyFolders:
    """The policies alone: no database, no home needed."""
    from consensus.check import CATALOGUE
    from consensus.policy_files.source import PolicyFolders

    return PolicyFolders(settings.home, data_folder("policies"), CATALOGUE)
