"""Idempotency-Key: a POST that is repeated under its name is answered as the first was, and done once."""

from __future__ import annotations

import hashlib
import re

from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from consensus.api.problems import respond
from consensus.bootstrap import Service
from consensus.domain import KeptReply
from consensus.errors import ConsensusError

#: Headers that are given again.
_REPEATED = ("content-type", "location", "retry-after")
_REPEATED_BELOW = "x-"
_BOUNDARY = re.compile(rb"boundary=\"?([^\";]+)\"?", re.IGNORECASE)


class Idempotent:
    """Middleware. A reply is kept before it is sent; one that is a stream is not kept."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app, self._replies = app, service.access.replies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        names = [value for name, value in scope.get("headers", ()) if name == b"idempotency-key"]
        if scope["type"] != "http" or scope["method"] != "POST" or not names:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            body = await request.body()
        except ClientDisconnect:
            return
        except ConsensusError as error:
            await respond(request, error)(scope, receive, send)
            return
        await self._once(_Named(scope, names[0].decode("latin-1"), body), receive, send)

    async def _once(self, request: _Named, receive: Receive, send: Send) -> None:
        scope, key_id, name = request.scope, request.key_id, request.name
        try:
            first = await run_in_threadpool(self._replies.begin, key_id, name, request.digest)
        except ConsensusError as error:
            await respond(Request(scope), error)(scope, receive, send)
            return
        if first is not None:
            headers = [(one.encode("latin-1"), value.encode("latin-1")) for one, value in first.headers]
            headers.append((b"idempotent-replayed", b"true"))
            await send({"type": "http.response.start", "status": first.status, "headers": headers})
            await send({"type": "http.response.body", "body": first.body})
            return
        reply = _Reply(send)
        await self._app(scope, request.again(receive), reply.take)
        if reply.is_stream:
            await run_in_threadpool(self._replies.forget, key_id, name)
            return
        await run_in_threadpool(self._replies.keep, key_id, name, reply.kept(request.digest))
        await reply.give()


class _Named:
    """A request with its whole body. digest: of all that it asks for, whatever boundary its client drew."""

    def __init__(self, scope: Scope, name: str, body: bytes) -> None:
        self.scope, self.name, self._body = scope, name, body
        self.key_id: str = scope["state"]["caller"].key_id
        kind = dict(scope["headers"]).get(b"content-type", b"")
        drawn = _BOUNDARY.search(kind)
        asked = body.replace(drawn[1], b"") if drawn else body
        kind = kind.partition(b";")[0]
        parts = (scope["method"].encode(), scope["path"].encode(), scope["query_string"], kind, asked)
        self.digest = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    def again(self, receive: Receive) -> Receive:
        """The body once more, then whatever comes."""
        come = False

        async def repeated() -> Message:
            nonlocal come
            if come:
                return await receive()
            come = True
            return {"type": "http.request", "body": self._body, "more_body": False}

        return repeated


class _Reply:
    """Holds a reply back until it is kept; a stream passes."""

    def __init__(self, send: Send) -> None:
        self._send, self._messages = send, list[Message]()
        self.is_stream = False

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            self.is_stream = kind.startswith(b"text/event-stream")
        if self.is_stream:
            await self._send(message)
        else:
            self._messages.append(message)

    async def give(self) -> None:
        for message in self._messages:
            await self._send(message)

    def kept(self, request_digest: str) -> KeptReply:
        start, *rest = self._messages
        pairs = ((one.decode("latin-1").lower(), value.decode("latin-1")) for one, value in start["headers"])
        headers = tuple(pair for pair in pairs if pair[0] in _REPEATED or pair[0].startswith(_REPEATED_BELOW))
        return KeptReply(request_digest, start["status"], headers, b"".join(part.get("body", b"") for part in rest))
