"""What ``consensus review`` serves: the screens of ``app.py``, with the headers that keep other sites out of them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

import streamlit
from starlette.middleware import Middleware
from starlette.requests import cookie_parser
from streamlit.auth_util import get_secrets_auth_section
from streamlit.starlette import App

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def _inline_scripts() -> str:
    """The scripts that stand in Streamlit's own page, by their digests: no other inline script runs."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    found = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    return "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(one).digest()).decode()}'" for one in found)


#: No other site shows the screens in a frame of its own, where a click meant for it would be a decision. And should a
#: text ever reach the page as markup, the browser still fetches nothing from another host and runs no script in it.
#: Streamlit writes its styles into the page and loads our own components' scripts from blobs, which only a script that
#: runs already can make; charts and tables need neither eval nor scripts of another place.
_POLICY = (
    f"default-src 'self'; script-src 'self' blob:{_inline_scripts()}; style-src 'self' 'unsafe-inline'; "
    "worker-src 'self' blob:; "
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
#: Of a person who signed in; a sign-in lasts half a day.
_COOKIE = "_streamlit_user"
_DAYS = 0.5
_UPLOADS = "/_stcore/upload_file/"
#: Bytes that one session may put into the server's memory, and sessions whose bytes are known.
MOST_BYTES = 200 * 1024 * 1024
_MOST_SESSIONS = 10_000


class Sealed:
    """Puts ``HEADERS`` on every answer, takes screens' connections from the screens' own page alone, and uploads from
    those alone who were let in.

    Streamlit by itself takes them from pages of any port of this machine, and looks its public address up on the
    internet before it turns another site's page away.
    """

    def __init__(self, app: Callable[[Message, Receive, Send], Awaitable[None]]) -> None:
        self._app = app
        self._uploads = Uploads()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in HEADERS}
                message["headers"] = [pair for pair in message["headers"] if pair[0] not in names] + list(HEADERS)
            await send(message)

        async def placeless(message: Message) -> None:
            await send(_without_place(message))

        if scope["type"] == "websocket" and not _is_own_page(dict(scope["headers"])):
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        elif scope["type"] == "http" and (status := _shut(scope) or self._uploads.refused(scope)):
            await sealed({"type": "http.response.start", "status": status, "headers": [(b"connection", b"close")]})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._app(scope, receive, sealed if scope["type"] == "http" else placeless)


#: Where the screens are installed, which Streamlit tells whoever opens a connection.
_PLACE = str(Path(__file__).resolve().parent).encode()


def _without_place(message: Message) -> Message:
    """A message to the browser, without the path of the installation; no screen needs it."""
    content = message.get("bytes")
    if not content or _PLACE not in content:
        return message
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    said = ForwardMsg.FromString(content)
    if said.HasField("new_session"):
        said.new_session.main_script_path = "app.py"
    return {**message, "bytes": said.SerializeToString()}


class Uploads:
    """How much each session has uploaded."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._bytes: dict[str, int] = {}

    def refused(self, scope: Message) -> int:
        """The status with which an upload is turned away before a byte of it is read; 0 for what may go on."""
        path = str(scope["path"])
        if _UPLOADS not in path or scope["method"] not in ("PUT", "POST"):
            return 0
        headers = dict(scope["headers"])
        if not _is_let_in(headers):
            return 403
        length = headers.get(b"content-length", b"")
        if not length.isdigit():
            return 411  # browsers say it; without it nobody knows how much is to come
        session = path.split(_UPLOADS, 1)[1].split("/", 1)[0]
        before = self._bytes.pop(session, 0)
        after = before + int(length[:20])
        self._bytes[session] = after if after <= self._most else before
        if len(self._bytes) > _MOST_SESSIONS:
            del self._bytes[next(iter(self._bytes))]
        return 413 if after > self._most else 0


def _shut(scope: Message) -> int:
    return 404 if scope["path"] in _SHUT else 0


def _is_let_in(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the cookie of somebody who signed in is there, signed by us; true where no sign-in is configured."""
    if not get_secrets_auth_section():
        return True
    from streamlit.web.server.server_util import get_cookie_secret
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

    cookies = cookie_parser(headers.get(b"cookie", b"").decode("latin-1"))
    signed = cookies.get(_COOKIE, "").encode("latin-1", "replace")
    return decode_signed_value(get_cookie_secret(), _COOKIE, signed, max_age_days=_DAYS) is not None


def _is_own_page(headers: Mapping[bytes, bytes]) -> bool:
    host = headers.get(b"host", b"")
    return bool(host) and headers.get(b"origin") in (b"http://" + host, b"https://" + host)


app = App("app.py", middleware=[Middleware(Sealed)])
