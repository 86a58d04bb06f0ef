"""Which client asks which member: LiteLLM, directly, embedded or recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from consensus.domain import ModelReply, ModelRequest, ModelSpec
from consensus.ports.models import ModelClient
from consensus.providers.embedded.server import EmbeddedServers
from consensus.providers.litellm import LiteLLMClient
from consensus.providers.openai.client import DirectClient, speaks_directly
from consensus.providers.recorded import RecordedClient


class Clients:
    """Hands out one client a kind of member; servers start with the first call that needs them."""

    def __init__(self, servers: EmbeddedServers, secrets: Mapping[str, str] | None = None) -> None:
        self._hosted, self._direct = LiteLLMClient(secrets), DirectClient(secrets)
        self._embedded = _EmbeddedClient(servers, self._direct)
        self._directly: dict[tuple[str, str | None], bool] = {}
        self._recorded: dict[str, RecordedClient] = {}

    def client_for(self, spec: ModelSpec) -> ModelClient:
        if spec.source == "embedded":
            return self._embedded
        if spec.source == "recorded" and spec.recorded_file is not None:
            if spec.recorded_file not in self._recorded:
                self._recorded[spec.recorded_file] = RecordedClient(Path(spec.recorded_file))
            return self._recorded[spec.recorded_file]
        address = (spec.model, spec.base_url)
        if address not in self._directly:
            self._directly[address] = speaks_directly(spec)
        return self._direct if self._directly[address] else self._hosted

    async def aclose(self) -> None:
        """Give back the connections of the running loop; servers stay up for the next job."""
        await self._direct.aclose()
        await self._hosted.aclose()


class _EmbeddedClient:
    """Starts the member's server on first use, then asks it as any other base URL."""

    def __init__(self, servers: EmbeddedServers, direct: DirectClient) -> None:
        self._servers, self._direct = servers, direct

    async def ready(self, spec: ModelSpec) -> None:
        """Start the member's server and wait for its model."""
        await asyncio.to_thread(self._servers.start, (spec.name,))
        await self._direct.ready(spec)

    async def complete(self, request: ModelRequest) -> ModelReply:
        name = request.spec.name
        urls = await asyncio.to_thread(self._servers.start, (name,))
        return await self._direct.complete(replace(request, spec=replace(request.spec, base_url=urls[name])))

    async def aclose(self) -> None:
        await self._direct.aclose()
