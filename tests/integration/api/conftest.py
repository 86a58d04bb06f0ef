"""A server of the HTTP API on a socket of its own, with the shipped recorded answers for a panel."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

import consensus
from consensus import bootstrap
from consensus.api.app import build_api
from consensus.api.limits import Limits
from consensus.service.access.keys import KeyRequest
from consensus.settings import Settings

MANUAL = Path(consensus.__file__).parent / "examples" / "manual.md"


@dataclass
class Server:
    """One that answers. url: without a slash at its end. key: makes one and gives its text."""

    url: str
    service: bootstrap.Service
    api: Any

    def key(self, *roles: str, tenant: str = "main", person: str = "", days: int | None = None) -> str:
        return self.service.access.keys.new(KeyRequest("test", roles, tenant, person, days), "test")[1]

    def client(self, *roles: str, **how: Any) -> httpx.Client:
        """A client with a new key of these roles."""
        given = {"Authorization": f"Bearer {self.key(*roles, **how)}"}
        return httpx.Client(base_url=self.url, headers=given, timeout=60, trust_env=False)


def served(service: bootstrap.Service, limits: Limits | None = None) -> Iterator[Server]:
    api = build_api(service, limits=limits or Limits(at_once=100_000))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(api, log_config=None, lifespan="on", ws="none"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    yield Server(f"http://127.0.0.1:{listening.getsockname()[1]}", service, api)
    server.should_exit = True
    thread.join(60)
    listening.close()
    assert not thread.is_alive()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., bootstrap.Service]]:
    """Opens the product on a database; closed at the end."""
    services = []

    def made(url: str = "", **more: Any) -> bootstrap.Service:
        database = url or f"sqlite:///{tmp_path / 'c.db'}"
        services.append(bootstrap.build(Settings(tmp_path, database, hub_allowed=False, user="ana", **more)))
        return services[-1]

    yield made
    for one in services:
        one.close()


@pytest.fixture
def server(opened: Callable[..., bootstrap.Service], open_sql: Any, tmp_path: Path) -> Iterator[Server]:
    open_sql(tmp_path).close()
    yield from served(opened())
