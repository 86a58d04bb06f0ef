"""The API of an installation on a socket of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from consensus.api.app import build_api
from consensus.api.limits import Limits
from consensus.service.access.keys import KeyRequest
from tests.integration.completions.asked import Installation


@dataclass
class Server:
    """base_url: as clients of OpenAI take it. key: of a submitter."""

    installation: Installation
    base_url: str
    key: str

    def new_key(self, *roles: str, tenant: str = "main", person: str = "") -> str:
        return self.installation.service.access.keys.new(KeyRequest("test", roles, tenant, person), "test")[1]


@contextmanager
def serving(installation: Installation) -> Iterator[Server]:
    """Serve it while the block runs."""
    listening = socket.create_server(("127.0.0.1", 0))
    api = build_api(installation.service, limits=Limits(per_second=1000, at_once=1000))
    server = uvicorn.Server(uvicorn.Config(api, log_config=None, lifespan="on", ws="none"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    made = Server(installation, f"http://127.0.0.1:{listening.getsockname()[1]}/v1", "")
    made.key = made.new_key("submitter")
    yield made
    server.should_exit = True
    thread.join(60)
    listening.close()
    assert not thread.is_alive()
