"""Whether the models that answer are those that did before: noted while a job asks, stored before it is decided."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace

from consensus.domain import ModelReply, ModelSpec, Panel, Policy, Sighting, series_names
from consensus.ports.runtime import Clock
from consensus.ports.storage import ServedStore
from consensus.telemetry import count, plain_name
from consensus.telemetry.metrics import MODEL_CHANGED

_LOG = logging.getLogger(__name__)


class Sightings:
    """Who answered under which name, of one job: noted on the event loop that asks, stored at the end of the block."""

    def __init__(self, store: ServedStore, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._noted: dict[tuple[str, str, str], Sighting] = {}

    def note(self, spec: ModelSpec, reply: ModelReply) -> None:
        """A reply came. Recorded and embedded models are files that do not change; where a provider does not say who
        answered nor from which set-up, the reply has the name that was asked for."""
        if spec.source != "litellm" or not reply.model or (reply.model == spec.model and not reply.fingerprint):
            return
        model, served, now = plain_name(spec.name), plain_name(reply.model), self._clock.now().isoformat()
        key = (model, served, reply.fingerprint)
        known = self._noted.get(key)
        self._noted[key] = (
            Sighting(model, served, now, now, 1, reply.fingerprint)
            if known is None
            else replace(known, last=now, calls=known.calls + 1)
        )

    async def __aenter__(self) -> Sightings:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await asyncio.to_thread(self.save)

    def save(self) -> None:
        """Write down what was noted since the last time. Raises StoreError."""
        noted, self._noted = [*self._noted.values()], {}
        if not noted:
            return
        for change in self._store.record_served(noted, self._clock.now().isoformat()):
            _LOG.warning("another model answers under a configured name: series %s begins", change.series)
            count(MODEL_CHANGED, model=change.model)


def with_series(store: ServedStore, panel: Panel, policy: Policy) -> Panel:
    """The panel with the series of all models that its job may ask, as they are now."""
    return replace(panel, series=series_names(store.current_series(), map(plain_name, _asked(panel, policy))))


def _asked(panel: Panel, policy: Policy) -> Iterable[str]:
    for member in panel.members:
        yield from (member.name, *member.fallbacks)
    yield from filter(None, (policy.critic, policy.judge, policy.second_opinion))
