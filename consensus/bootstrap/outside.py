"""What the services work with: which implementation stands behind which port."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from consensus.bootstrap import models
from consensus.bootstrap.shared import blobs_of, closed_at_exit, make_folder
from consensus.domain import Policy, ReplayRules
from consensus.resources.schemas import class_of
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.service.dependencies import Dependencies


def outside_of(settings: Settings) -> Dependencies:
    """Raises StoreError when the home or the database cannot be used."""
    from consensus.providers.clock import SystemClock
    from consensus.providers.embedded.server import EmbeddedServers
    from consensus.providers.litellm import has_provider
    from consensus.providers.rate_limit import HostLimiter
    from consensus.providers.registry import Clients
    from consensus.route import refuse_unusable
    from consensus.service.dependencies import Dependencies
    from consensus.storage.installation_key import keyed_draws
    from consensus.storage.signing_key import signer
    from consensus.storage.store import SqlStore

    make_folder(home := settings.home)
    servers, store = EmbeddedServers(home / "models", settings.threads), SqlStore(settings.database_url)
    clients = Clients(servers, settings.secrets)
    shared = store if store.is_shared else None  # one machine keeps its own rates
    # One for all documents under way: a host does not care which of them a call is for.
    limiter = cache(partial(HostLimiter, shared=shared))
    here = {**settings.keys, **dict.fromkeys(settings.secrets, True)}
    draw, lot_keys = keyed_draws(store, home, settings.sampling_key_file)
    return Dependencies(
        store=store,
        blobs=blobs_of(store, home),
        policies=models.policies(settings),
        clock=SystemClock(),
        client_for=clients.client_for,
        limiter=lambda policy: limiter(*_limits(policy)),
        embedder=cache(lambda wanted: models.embedder(settings, wanted)),
        panel=lambda requested, policy: models.panel_of(settings, servers, requested, policy),
        spec_for=lambda name, policy: models.member(settings, servers, name, policy),
        place_of=partial(models.place, settings),
        aclose=clients.aclose,
        close=closed_at_exit(servers.close, store.close),
        second_opinion=lambda policy, panel: models.second_opinion(settings, servers, policy, panel),
        draw=draw,
        lot_keys=lot_keys,
        signer=partial(signer, home),
        settled=store.settled_segments,
        imported=store.imported,
        class_of=class_of,
        refuse_unusable=lambda panel: refuse_unusable(panel, models.families(), here, settings.addresses, has_provider),
        with_panel=partial(models.with_panel, settings),
        saved_members=lambda: models.saved_members(settings),
        replays=ReplayRules(settings.replay_requests, settings.replay_budget),
        trials=store,
    )


def _limits(policy: Policy) -> tuple[int, int | None, int | None]:
    asking = policy.asking
    return asking.concurrency_per_host, asking.calls_per_minute, asking.tokens_per_minute
