"""An OpenAI-compatible provider on a real socket of this machine, with scripted faults."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from consensus.testing.provider_words import Fault, Reaction, Translate, echo, react

#: Turns of the loop from accepting a connection to its end, and some more.
_TURNS = 10


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """One request as it arrived. path: ``/v1/chat/completions`` or ``/v1/completions``. key: the bearer token."""

    path: str
    model: str
    body: Mapping[str, Any]
    key: str
    fault: Fault | None


@dataclass
class LoopbackProvider:
    """Serves from a thread of its own between ``start`` and ``stop``; a context manager does both.

    script: model -> faults of its first requests, in order (None: answer well). always: model -> fault of every later
    request. slow: seconds that ``Fault.SLOW`` waits. delay: seconds before every answer; delays: before one model's.
    retry_after: that header's text. models: what it lists at ``/v1/models``; None for no such list.
    translate: (model, text) -> the answer to a segment. requests: what arrived, in order.
    """

    script: Mapping[str, Sequence[Fault | None]] = field(default_factory=dict)
    always: Mapping[str, Fault] = field(default_factory=dict)
    translate: Translate = echo
    slow: float = 5.0
    delay: float = 0.0
    delays: Mapping[str, float] = field(default_factory=dict)
    retry_after: str = "0"
    models: Sequence[str] | None = None
    requests: list[ReceivedRequest] = field(default_factory=list)
    base_url: str = ""

    def __enter__(self) -> LoopbackProvider:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def start(self) -> LoopbackProvider:
        """Listen on a free port of 127.0.0.1; ``base_url`` is set when this returns."""
        self._left = {model: list(faults) for model, faults in self.script.items()}
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        if not ready.wait(60):
            raise RuntimeError("the loopback provider did not start")
        return self

    def stop(self) -> None:
        """Close the socket and every connection, and wait for the thread's end."""
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def asked(self, model: str) -> int:
        """How many requests named this model."""
        return sum(seen.model == model for seen in self.requests)

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        """Note the request and react as the script says."""
        model = str(body.get("model", ""))
        left = self._left.get(model)
        fault = left.pop(0) if left else self.always.get(model)
        self.requests.append(ReceivedRequest(path, model, body, key, fault))
        reaction = react(body, fault, self.translate, self.retry_after, key)
        wait = self.delays.get(model, self.delay) + (self.slow if reaction.too_slow else 0.0)
        if wait:
            await asyncio.sleep(wait)
        return reaction

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        open_connections: set[_Connection] = set()
        server = await self._loop.create_server(lambda: _Connection(self, open_connections), "127.0.0.1", 0)
        self.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        ready.set()
        await self._stopping.wait()
        # asyncio never closes a connection that is being accepted when its server closes, so nothing more is accepted
        # before.
        for listening in server.sockets:
            self._loop.remove_reader(listening)
        for _ in range(_TURNS):
            for connection in list(open_connections):
                connection.drop()
            await asyncio.sleep(0)
        server.close()


class _Connection(asyncio.Protocol):
    """One client's connection; requests come one after the other."""

    def __init__(self, provider: LoopbackProvider, open_connections: set[_Connection]) -> None:
        self._provider, self._open, self._buffer = provider, open_connections, b""
        self._work: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._open.discard(self)
        if self._work is not None:
            self._work.cancel()

    def drop(self) -> None:
        """Break the connection at once."""
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0"))
        if len(rest) >= length:
            self._buffer = rest[length:]
            self._work = asyncio.get_running_loop().create_task(self._reply(first, headers, rest[:length]))

    async def _reply(self, first: str, headers: Mapping[str, str], content: bytes) -> None:
        method, path, _ = first.split(" ", 2)
        if method == "GET" and path == "/v1/models" and self._provider.models is not None:
            listed = [{"id": model, "object": "model"} for model in self._provider.models]
            reaction = Reaction(json.dumps({"object": "list", "data": listed}))
        elif method != "POST" or not path.endswith("/completions"):
            reaction = Reaction('{"error": {"message": "no such path"}}', 404)
        else:
            key = headers.get("authorization", "").removeprefix("Bearer ")
            reaction = await self._provider.answer(path, key, json.loads(content))
        if reaction.status == 0:
            self.drop()
            return
        sent = reaction.content.encode()
        head = [
            f"HTTP/1.1 {reaction.status} -",
            f"content-type: {reaction.content_type}",
            f"content-length: {len(sent)}",
        ]
        head += [f"{name}: {value}" for name, value in reaction.headers.items()]
        self._transport.write("\r\n".join(head).encode() + b"\r\n\r\n" + sent)
