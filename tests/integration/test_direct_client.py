"""What only the direct client has to get right: where it may be used, what it never follows, and what it gives back."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from urllib.request import getproxies

import pytest

from consensus.domain import ModelKind, ModelReply, ModelRequest, ModelSpec
from consensus.errors import CallError, CallFault
from consensus.ports.models import ModelClient
from consensus.providers.embedded.server import EmbeddedServers
from consensus.providers.litellm import LiteLLMClient
from consensus.providers.openai import client as direct_client
from consensus.providers.openai.client import DirectClient, speaks_directly
from consensus.providers.registry import Clients
from consensus.testing import LoopbackProvider

SECRET = "sk-a-very-secret-key-123456"
Serve = Callable[[str, bytes], tuple[int, dict[str, str], bytes]]


def good(text: object = "Ja.", **more: object) -> bytes:
    message = {"role": "assistant", "content": text}
    return json.dumps({"model": "m", "choices": [{"message": message, "finish_reason": "stop"}], **more}).encode()


@asynccontextmanager
async def serving(serve: Serve, seen: list[str] | None = None, held: asyncio.Event | None = None) -> AsyncIterator[str]:
    """A server that answers as told, one request a connection, when held is set; yields its base URL."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(int(line.split(":")[1]) for line in head.lower().splitlines() if "content-length" in line)
        body = await reader.readexactly(length)
        if seen is not None:
            seen.append(head)
        status, headers, content = serve(head, body)
        if held is not None:
            await held.wait()
        lines = [f"HTTP/1.1 {status} x", f"content-length: {len(content)}", "connection: close"]
        writer.write("\r\n".join([*lines, *(f"{k}: {v}" for k, v in headers.items())]).encode() + b"\r\n\r\n" + content)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"


def asked(base_url: str, kind: ModelKind = ModelKind.CHAT) -> ModelRequest:
    spec = ModelSpec("m", "openai/m", "test", base_url=base_url, api_key_env="KEY", kind=kind)
    if kind is ModelKind.COMPLETION:
        return ModelRequest(spec, prompt="English: yes\nGerman:", timeout=20.0)
    return ModelRequest(spec, messages=({"role": "user", "content": "yes?"},), timeout=20.0)


@pytest.fixture(params=[LiteLLMClient, DirectClient])
async def client(request: pytest.FixtureRequest) -> AsyncIterator[ModelClient]:
    opened = request.param({"KEY": SECRET})
    yield opened
    await opened.aclose()


@pytest.fixture
async def direct() -> AsyncIterator[DirectClient]:
    opened = DirectClient({"KEY": SECRET})
    yield opened
    await opened.aclose()


ANSWERS = [
    # content, the reply's text, finish and tokens: the same through LiteLLM
    (good(usage={"prompt_tokens": 7, "completion_tokens": 2}), "Ja.", "stop", (7, 2)),
    (good(f"The key is {SECRET}."), "The key is [key].", "stop", None),
    (good("<think>German, so</think>Ja."), "Ja.", "stop", None),
    (good().replace(b'"stop"', b'"eos"'), "Ja.", "stop", None),
    (good().replace(b'"stop"', b'"max_tokens"'), "Ja.", "length", None),
    (good(None).replace(b'"role"', b'"refusal": "I will not.", "role"'), "I will not.", "refusal", None),
    (good("Schöne Grüße ☃"), "Schöne Grüße ☃", "stop", None),
]


@pytest.mark.parametrize(("content", "text", "finish", "tokens"), ANSWERS)
async def test_answers_read_alike(
    client: ModelClient, content: bytes, text: str, finish: str, tokens: tuple[int, int] | None
) -> None:
    limits = {"x-ratelimit-remaining-requests": "41", "x-ratelimit-remaining-tokens": "900"}
    async with serving(lambda head, body: (200, {"content-type": "application/json", **limits}, content)) as url:
        reply = await client.complete(asked(url))
    assert (reply.text, reply.finish_reason, reply.model) == (text, finish, "m")
    assert (reply.requests_left, reply.tokens_left) == (41, 900)
    assert tokens is None or (reply.tokens_in, reply.tokens_out) == tokens


REFUSALS = [
    # status, headers, content, what it becomes, seconds to wait: the same through LiteLLM
    (402, {}, b'{"error": {"message": "Insufficient credits"}}', CallFault.QUOTA, None),
    (403, {}, b'{"error": {"message": "Your credit balance is too low"}}', CallFault.QUOTA, None),
    (403, {}, b'{"error": {"message": "not for you"}}', CallFault.KEY_REFUSED, None),
    (429, {}, b'{"error": {"message": "insufficient_quota"}}', CallFault.QUOTA, None),
    (429, {"retry-after-ms": "1500"}, b'{"error": {"message": "slow down"}}', CallFault.RATE_LIMITED, 1.5),
    (429, {"retry-after": "Mon, 01 Jan 2001 00:00:00 GMT"}, b"{}", CallFault.RATE_LIMITED, 0.0),
    (429, {}, b"<html><body>busy</body></html>", CallFault.NOT_A_MODEL, None),
    (502, {}, b"<html><body>bad gateway</body></html>", CallFault.UNAVAILABLE, None),
    (503, {}, b"", CallFault.UNAVAILABLE, None),
    (404, {}, b'{"error": {"message": "The model does not exist"}}', CallFault.BAD_REQUEST, None),
    (422, {}, b'{"detail": "max_tokens"}', CallFault.BAD_REQUEST, None),
]


@pytest.mark.parametrize(("status", "headers", "content", "fault", "wait"), REFUSALS)
async def test_refusals_read_alike(
    client: ModelClient, status: int, headers: dict[str, str], content: bytes, fault: CallFault, wait: float | None
) -> None:
    async with serving(lambda head, body: (status, {"content-type": "application/json", **headers}, content)) as url:
        with pytest.raises(CallError) as caught:
            await client.complete(asked(url))
    assert (caught.value.fault, caught.value.retry_after) == (fault, wait)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("kind", list(ModelKind))
async def test_a_reply_without_choices_is_an_empty_one(direct: DirectClient, kind: ModelKind) -> None:
    """Nothing was generated for this request, which says nothing of the address or of the next request."""
    async with serving(lambda head, body: (200, {}, b'{"choices": []}')) as url:
        assert (await direct.complete(asked(url, kind))).text == ""


@pytest.mark.parametrize("kind", list(ModelKind))
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"[]", CallFault.NOT_A_MODEL),
        (b"{}", CallFault.NOT_A_MODEL),
        (b'{"choices": [{"message": 3}]}', CallFault.NOT_A_MODEL),
        (b"not json", CallFault.NOT_A_MODEL),
        (b"[" * 100_000, CallFault.NOT_A_MODEL),
        (b'{"error": {"message": "upstream is busy", "code": 429}}', CallFault.RATE_LIMITED),
        (b'{"error": "broken"}', CallFault.BAD_REQUEST),
    ],
)
async def test_what_is_no_reply_is_an_error(
    direct: DirectClient, kind: ModelKind, content: bytes, fault: CallFault
) -> None:
    async with serving(lambda head, body: (200, {}, content)) as url:
        with pytest.raises(CallError) as caught:
            await direct.complete(asked(url, kind))
    assert caught.value.fault is fault


async def test_an_empty_account_is_known_by_its_code_alone(direct: DirectClient) -> None:
    content = b'{"error": {"message": "no", "code": "insufficient_quota"}}'
    async with serving(lambda head, body: (429, {}, content)) as url:
        with pytest.raises(CallError) as caught:
            await direct.complete(asked(url))
    assert caught.value.fault is CallFault.QUOTA


async def test_nobody_is_sent_on_to_another_address(direct: DirectClient) -> None:
    seen: list[str] = []
    async with serving(lambda head, body: (200, {}, good()), seen) as elsewhere:
        for status in (301, 302, 303, 307, 308):
            moved = {"location": f"{elsewhere}/chat/completions"}
            async with serving(lambda head, body, s=status, m=moved: (s, m, b"")) as url:  # type: ignore[misc]
                with pytest.raises(CallError, match="only the one given is asked") as caught:
                    await direct.complete(asked(url))
                assert caught.value.fault is CallFault.NOT_A_MODEL
    assert not seen


async def test_no_cookie_is_kept_and_no_proxy_asked(direct: DirectClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    seen: list[str] = []
    async with serving(lambda head, body: (200, {"set-cookie": "who=you; Path=/"}, good()), seen) as url:
        for _ in range(2):
            assert (await direct.complete(asked(url))).text == "Ja."
    assert all(f"authorization: Bearer {SECRET}".lower() in head.lower() for head in seen)
    assert not any("cookie:" in head.lower() for head in seen)


@pytest.mark.parametrize("packed", [False, True])
async def test_an_endless_answer_is_not_read_to_its_end(direct: DirectClient, packed: bool) -> None:
    content = b" " * (direct_client.LONGEST_ANSWER + 1)
    headers = {"content-encoding": "gzip"} if packed else {}
    async with serving(lambda head, body: (200, headers, gzip.compress(content) if packed else content)) as url:
        with pytest.raises(CallError, match="longer than 16 MB"):
            await direct.complete(asked(url))
        assert direct_client.LONGEST_ANSWER == 16_000_000
    async with serving(lambda head, body: (200, {"content-encoding": "gzip"}, gzip.compress(good()))) as url:
        assert (await direct.complete(asked(url))).text == "Ja.", "packed though nobody asked for it"


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    with LoopbackProvider() as running:
        yield running


def chat(provider: LoopbackProvider) -> ModelRequest:
    message = {"role": "user", "content": '{"segments": [{"n": 1, "text": "one"}]}'}
    spec = ModelSpec("m", "openai/m", "test", base_url=provider.base_url)
    return ModelRequest(spec, messages=(message,), timeout=30.0)


async def test_two_hundred_go_at_once(direct: DirectClient) -> None:
    """The pool keeps nobody waiting; how many go at once is the limiter's business."""
    everybody, arrived = asyncio.Event(), iter(range(1, 201))

    def serve(head: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        if next(arrived) == 200:
            everybody.set()
        return 200, {}, good()

    async with serving(serve, held=everybody) as url:
        replies = await asyncio.gather(*(direct.complete(asked(url)) for _ in range(200)))
    assert [reply.text for reply in replies] == ["Ja."] * 200


async def test_a_cancelled_call_hangs_up(direct: DirectClient) -> None:
    arrived, never = asyncio.Event(), asyncio.Event()

    def serve(head: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        arrived.set()
        return 200, {}, good()

    async with serving(serve, held=never) as url:
        call = asyncio.create_task(direct.complete(asked(url)))
        await arrived.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        never.set()
        assert (await direct.complete(asked(url))).text == "Ja.", "the next one has a connection of its own"


def test_each_run_has_connections_of_its_own(provider: LoopbackProvider) -> None:
    shared = DirectClient()

    async def run() -> ModelReply:
        try:
            return await shared.complete(chat(provider))
        finally:
            await shared.aclose()

    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append(asyncio.run(run()).text)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts) == 3
    assert asyncio.run(run()).text == texts[0]


WAYS = [
    # model, base URL, asked directly, why
    ("openai/llama3.2", "http://localhost:11434/v1", True, "Ollama"),
    ("openai/gpt-oss-20b", "https://models.example/v1", True, "open weights"),
    ("openai/gpt-4o-mini", "https://gateway.example/v1", False, "LiteLLM knows its parameters and its price"),
    ("openai/o3-mini", "https://gateway.example/v1", False, "the same"),
    ("anthropic/claude-sonnet-4", "https://gateway.example", False, "another protocol"),
    ("openai/llama3.2", None, False, "OpenAI itself"),
    ("openai/m", "https://user:word@models.example/v1", False, "a log-in in the address"),
    ("openai/m", "https://models.example/v1?version=2", False, "a question in the address"),
    ("openai/m", "unix:///tmp/socket", False, "no HTTP"),
]


@pytest.mark.parametrize(("model", "base_url", "directly", "why"), WAYS, ids=[row[3] for row in WAYS])
def test_who_is_asked_directly(
    model: str, base_url: str | None, directly: bool, why: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in getproxies():
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_proxy".upper(), raising=False)
    direct_client._proxied.cache_clear()
    spec = ModelSpec("m", model, "test", base_url=base_url)
    assert speaks_directly(spec) is directly
    with EmbeddedServers(tmp_path) as servers:  # type: ignore[arg-type]
        found = Clients(servers).client_for(spec)
    assert isinstance(found, DirectClient if directly else LiteLLMClient)


def test_a_proxy_is_litellms_business(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "near.example")
    direct_client._proxied.cache_clear()
    try:
        found = [
            speaks_directly(ModelSpec("m", "openai/m", "test", base_url=f"https://{host}/v1"))
            for host in ("far.example", "near.example", "127.0.0.1:8000")
        ]
    finally:
        direct_client._proxied.cache_clear()
    assert found == [False, True, True]
