"""How much and how often: the bytes of a request, counted while they come, and the requests of a key."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from consensus.api.problems import respond
from consensus.errors import TooLargeError, TooManyRequestsError

#: Keys whose requests are counted at a time.
_MOST_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """most_bytes: of a body; a file of 20 MB in base64 fits. per_second: requests of one key in the long run.

    at_once: requests that a key may send without a pause after it has been quiet.
    """

    most_bytes: int = 28 * 1024 * 1024
    per_second: float = 20.0
    at_once: int = 100


class Bounded:
    """Middleware: a body that is too large is refused by its length, or when it has come too far."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._most = app, limits.most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or len(length) > 15 or int(length) > self._most:
            await respond(Request(scope), self._too_large())(scope, receive, send)
            return
        come = 0

        async def counted() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > self._most:
                raise self._too_large()
            return message

        await self._app(scope, counted, send)

    def _too_large(self) -> TooLargeError:
        return TooLargeError(f"the request has more than {self._most:,} bytes", where="body", do="Send less.")


class Paced:
    """Middleware: a key that asks too often waits. Each process counts for itself."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits
        #: By key: the instant at which it will have been quiet long enough to send ``at_once`` (GCRA).
        self._free_at: OrderedDict[str, float] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller = scope.get("state", {}).get("caller") if scope["type"] == "http" else None
        wait = self._wait(caller.key_id) if caller is not None else 0.0
        if wait <= 0:
            await self._app(scope, receive, send)
            return
        what, do = "this key asks too often", "Wait as Retry-After says."
        error = TooManyRequestsError(what, where="Authorization", do=do, retry_after=wait)
        await respond(Request(scope), error)(scope, receive, send)

    def _wait(self, key_id: str) -> float:
        """Seconds to wait; 0 for a request that is counted."""
        now, step = time.monotonic(), 1 / self._limits.per_second
        free_at = max(self._free_at.pop(key_id, now), now)
        wait = free_at + step - now - step * self._limits.at_once
        self._free_at[key_id] = free_at if wait > 0 else free_at + step
        if len(self._free_at) > _MOST_KEYS:
            self._free_at.popitem(last=False)
        return max(wait, 0.0)
