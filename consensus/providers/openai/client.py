"""OpenAI-compatible servers asked over one HTTP client: a tenth of the work that LiteLLM has with the same call."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass
from weakref import WeakKeyDictionary

from consensus.domain import ModelKind, ModelReply, ModelRequest, ModelSpec
from consensus.errors import CallError, CallFault
from consensus.providers.errors import shown_address, unreachable
from consensus.providers.openai.protocol import key_for, messages_of, response_format
from consensus.providers.openai.replies import Answered, read_reply
from consensus.providers.profiles import Profile, profile_of

#: Bytes of the longest answer that is read, unpacked; the longest that models write are a hundredth of it.
LONGEST_ANSWER = 16_000_000
#: OpenAI's own models behind some gateway: LiteLLM knows which parameters each takes and what it costs.
_OPENAI_MODELS = re.compile(r"(?:gpt-(?!oss)|o\d|chatgpt|codex|computer-use|text-|davinci|babbage|ft:)", re.IGNORECASE)


#: Answers are short, so packing them would save little.
_HEADERS = {"content-type": "application/json", "accept": "application/json", "accept-encoding": "identity"}


def speaks_directly(spec: ModelSpec) -> bool:
    """Whether the member can be asked without LiteLLM: an OpenAI-compatible address that no proxy stands before."""
    if spec.base_url is None or not spec.model.startswith("openai/"):
        return False
    if _OPENAI_MODELS.match(spec.model.removeprefix("openai/")):
        return False
    try:
        address = urlsplit(spec.base_url)
        host, plain = address.hostname or "", address.scheme in ("http", "https")
    except ValueError:
        return False
    if address.query or address.username is not None:
        return False
    return plain and bool(host) and (_is_loopback(host) or not _proxied(address.scheme, host))


class DirectClient:
    """Asks one model once, by chat or completion; what ``LiteLLMClient`` does, for ``speaks_directly`` members alone.

    Redirects are never followed, cookies are not kept, proxies are not asked. secrets: variable name -> key.
    """

    def __init__(self, secrets: Mapping[str, str] | None = None) -> None:
        self._secrets = dict(secrets or {})
        # Connections belong to the loop that they were made on.
        self._transports: WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = WeakKeyDictionary()

    async def ready(self, spec: ModelSpec) -> None:
        """Load the HTTP client, so that no call waits for it."""
        if not _certificates.cache_info().currsize:
            await asyncio.to_thread(_load)

    async def complete(self, request: ModelRequest) -> ModelReply:
        """The model's reply; ``latency`` is left to the caller. Raises CallError for every failure."""
        try:
            async with asyncio.timeout(request.timeout):
                return await self._ask(request)
        except TimeoutError as error:
            raise CallError(
                CallFault.TIMEOUT, f"no answer within {request.timeout:.0f} s.", where=request.spec.name
            ) from error

    async def aclose(self) -> None:
        """Close the connections of this event loop."""
        transport = self._transports.pop(asyncio.get_running_loop(), None)
        if transport is not None:
            await transport.aclose()

    async def _ask(self, request: ModelRequest) -> ModelReply:
        profile = profile_of(request.spec)
        body = _body(request, profile)
        answered = await self._post(request, body)
        if answered.status in (400, 422) and "response_format" in body and profile.refuses_format(answered.text):
            # Refused before anything was generated, so asking once more without it costs nothing.
            del body["response_format"]
            answered = await self._post(request, body)
        return read_reply(answered, request, self._secrets.values())

    async def _post(self, request: ModelRequest, body: Mapping[str, Any]) -> Answered:
        import httpx

        spec = request.spec
        path = "/completions" if spec.kind is ModelKind.COMPLETION else "/chat/completions"
        headers = {"authorization": f"Bearer {key_for(spec, self._secrets)}", **_HEADERS}
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        try:
            sent = httpx.Request("POST", _address(spec.base_url or "", path), headers=headers, content=content)
            # Not through httpx.AsyncClient: what it adds (cookies, redirects, log-in) is not wanted here, and costs
            # as much as the rest of the call.
            response = await self._transport().handle_async_request(sent)
            try:
                return Answered(response.status_code, response.headers, await _read(response, spec))
            finally:
                await response.aclose()
        except (CallError, TimeoutError):
            raise
        except Exception as error:
            raise unreachable(error, spec, self._secrets.values()) from error

    def _transport(self) -> Any:
        loop = asyncio.get_running_loop()
        transport = self._transports.get(loop)
        if transport is None:
            transport = self._transports[loop] = _new_transport()
        return transport


async def _read(response: Any, spec: ModelSpec) -> bytes:
    chunks, size = [], 0
    async for chunk in response.aiter_bytes() if "content-encoding" in response.headers else response.stream:
        size += len(chunk)
        if size > LONGEST_ANSWER:
            raise CallError(
                CallFault.BAD_REQUEST,
                f"the answer is longer than {LONGEST_ANSWER // 1_000_000} MB.",
                where=shown_address(spec),
            )
        chunks.append(chunk)
    return b"".join(chunks)


def _body(request: ModelRequest, profile: Profile) -> dict[str, Any]:
    spec = request.spec
    body: dict[str, Any] = {
        "model": spec.model.removeprefix("openai/"),
        "temperature": request.temperature,
        profile.max_tokens_key: request.max_tokens,
    }
    if request.stop:
        body["stop"] = list(request.stop)
    body |= profile.added(wants_object=request.answer_format == "object")
    if spec.kind is not ModelKind.COMPLETION:
        body["messages"] = messages_of(request)
        if request.response_schema is not None and profile.json_schema:
            body["response_format"] = response_format(request.response_schema)
        return body
    body["prompt"] = request.prompt
    if profile.schema_key and request.response_schema is not None:
        body[profile.schema_key] = dict(request.response_schema)
        body.pop("stop", None)  # The grammar ends the answer; a line break inside JSON does not.
    return body


def _new_transport() -> Any:
    """httpx over aiohttp's connections: httpx's own pool is searched anew by every waiting request."""
    import aiohttp
    from httpx_aiohttp import AiohttpTransport

    def session() -> aiohttp.ClientSession:
        # How many calls go at once is the limiter's business, so the pool has no limit of its own.
        connector = aiohttp.TCPConnector(limit=0, ssl=_certificates())
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)

    return AiohttpTransport(verify=_certificates(), client=session)


@lru_cache(maxsize=256)
def _address(base_url: str, path: str) -> Any:
    import httpx

    return httpx.URL(f"{base_url.rstrip('/')}{path}")


def _load() -> None:
    import_module("httpx_aiohttp")
    _certificates()


@cache
def _certificates() -> Any:
    """Whom to trust, read once: reading takes longer than a call."""
    import httpx

    return httpx.create_ssl_context()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@cache
def _proxied(scheme: str, host: str) -> bool:
    """Whether the machine's settings put a proxy before this host; LiteLLM knows how to ask it."""
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)
