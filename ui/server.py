"""What ``consensus review`` serves: the screens of ``app.py``, with the headers that keep other sites out of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from starlette.middleware import Middleware
from streamlit.starlette import App

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

#: No other site shows the screens in a frame of its own, where a click meant for it would be a decision. And should a
#: text ever reach the page as markup, the browser still fetches nothing from another host.
_POLICY = (
    "frame-ancestors 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; media-src 'self'; "
    "font-src 'self' data:; img-src 'self' data: blob:; connect-src 'self' data: blob:"
)
HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


#: Figures of the server, which are nobody's business who is not at the machine's own log.
_SHUT = frozenset({"/_stcore/metrics"})
_POLICY_VIOLATION = 1008


class Sealed:
    """Puts ``HEADERS`` on every answer, and takes screens' connections from the screens' own page alone.

    Streamlit by itself takes them from pages of any port of this machine, and looks its public address up on the
    internet before it turns another site's page away.
    """

    def __init__(self, app: Callable[[Message, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in HEADERS}
                message["headers"] = [pair for pair in message["headers"] if pair[0] not in names] + list(HEADERS)
            await send(message)

        if scope["type"] == "websocket" and not _is_own_page(dict(scope["headers"])):
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        elif scope["type"] == "http" and scope["path"] in _SHUT:
            await sealed({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._app(scope, receive, sealed if scope["type"] == "http" else send)


def _is_own_page(headers: Mapping[bytes, bytes]) -> bool:
    host = headers.get(b"host", b"")
    return bool(host) and headers.get(b"origin") in (b"http://" + host, b"https://" + host)


app = App("app.py", middleware=[Middleware(Sealed)])
