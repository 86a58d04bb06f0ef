"""What ``consensus serve`` serves: the screens as ``server.py`` has them, and the HTTP API, behind one port."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.middleware import Middleware
from streamlit.starlette import App

from consensus import bootstrap
from consensus.api.app import build_api
from ui import shared
from ui.loop import LOOP
from ui.server import Sealed

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

#: Paths of the API; whatever else is asked for is of the screens.
_WHOLE, _BELOW = frozenset({"/healthz", "/readyz", "/metrics", "/openapi.json", "/v1", "/mcp"}), ("/v1/", "/mcp/")
_API: list[Application] = []


class Beside:
    """Middleware: the API answers for its own paths, without the headers and rules of the screens."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        of_api = scope["type"] == "http" and (path in _WHOLE or path.startswith(_BELOW))
        await (_API[0] if of_api else self._app)(scope, receive, send)


@asynccontextmanager
async def _lifespan(app: Any) -> AsyncIterator[None]:
    """One service for both. The lifespan of an application inside another one does not run by itself."""
    service = bootstrap.open_service(metrics=True)
    shared.share(service)
    api = build_api(service, LOOP)
    _API[:] = [api]
    async with api.router.lifespan_context(api):
        yield


app = App("app.py", lifespan=_lifespan, middleware=[Middleware(Beside), Middleware(Sealed)])
