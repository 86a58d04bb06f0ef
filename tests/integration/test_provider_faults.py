"""Both clients against a provider on a real socket: what every fault becomes, and that it is the same for both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from decimal import Decimal

import pytest

from consensus.domain import ModelKind, ModelReply, ModelRequest, ModelSpec
from consensus.errors import CallError, CallFault
from consensus.ports.models import ModelClient
from consensus.providers.litellm import LiteLLMClient
from consensus.providers.openai.client import DirectClient
from consensus.testing import Fault, LoopbackProvider

SECRET = "sk-a-very-secret-key-123456"
SCHEMA = {"type": "object", "properties": {"segments": {"type": "array"}}}


@pytest.fixture(scope="module")
def provider() -> Iterator[LoopbackProvider]:
    with LoopbackProvider(always={fault.value: fault for fault in Fault}, slow=3.0, retry_after="7") as running:
        yield running


@pytest.fixture(params=[LiteLLMClient, DirectClient])
async def client(request: pytest.FixtureRequest) -> AsyncIterator[ModelClient]:
    opened = request.param({"LOOPBACK_KEY": SECRET})
    yield opened
    await opened.aclose()


@pytest.fixture
async def litellm() -> AsyncIterator[ModelClient]:
    opened = LiteLLMClient({"LOOPBACK_KEY": SECRET})
    yield opened
    await opened.aclose()


def chat(provider: LoopbackProvider, model: str, **given: object) -> ModelRequest:
    spec = ModelSpec(model, f"openai/{model}", "test", base_url=provider.base_url, api_key_env="LOOPBACK_KEY")
    message = {"role": "user", "content": '{"segments": [{"n": 1, "text": "one"}, {"n": 2, "text": "two"}]}'}
    # Only the slow one may run into its deadline, on a busy machine too.
    limit = 1.0 if model == Fault.SLOW.value else 30.0
    fields = {"messages": (message,), "response_schema": SCHEMA, "timeout": limit} | given
    return ModelRequest(spec, **fields)  # type: ignore[arg-type]


async def test_a_good_chat(provider: LoopbackProvider, client: ModelClient) -> None:
    reply = await client.complete(chat(provider, "good", max_tokens=77))
    assert reply.text == '{"segments": [{"n": 1, "text": "»one«"}, {"n": 2, "text": "»two«"}]}'
    assert (reply.finish_reason, reply.model) == ("stop", "good")
    assert reply.tokens_in
    assert reply.cost is None, "a price nobody knows is not zero"
    seen = provider.requests[-1]
    assert (seen.path, seen.key) == ("/v1/chat/completions", SECRET)
    assert (seen.body["temperature"], seen.body["max_tokens"]) == (0.0, 77)
    assert seen.body["response_format"]["json_schema"]["schema"] == SCHEMA


async def test_a_good_completion_and_no_key_for_a_bare_base_url(
    provider: LoopbackProvider, client: ModelClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-the-users-real-key")
    spec = ModelSpec("b", "openai/b", "t", kind=ModelKind.COMPLETION, base_url=provider.base_url, source="embedded")
    reply = await client.complete(ModelRequest(spec, prompt="English: cat\nGerman:", stop=("\n",), timeout=30.0))
    assert (reply.text, reply.cost) == (" »cat«", Decimal(0))
    seen = provider.requests[-1]
    assert (seen.path, seen.key, seen.body["stop"]) == ("/v1/completions", "none", ["\n"])
    assert "repeat_penalty" not in seen.body


async def test_an_embedded_completion_answers_by_a_schema(provider: LoopbackProvider, client: ModelClient) -> None:
    spec = ModelSpec("b", "openai/b", "t", kind=ModelKind.COMPLETION, base_url=provider.base_url, source="embedded")
    prompt = "Document:\nTotal: 3\nKeys: total\nJSON:"
    request = ModelRequest(
        spec, prompt=prompt, stop=("\n",), response_schema=SCHEMA, timeout=30.0, answer_format="object"
    )
    reply = await client.complete(request)
    assert reply.text == ' {"total": "3"}'
    assert provider.requests[-1].body["json_schema"] == SCHEMA
    assert "stop" not in provider.requests[-1].body
    assert provider.requests[-1].body["repeat_penalty"] == 1.1


async def test_a_known_model_has_a_price(provider: LoopbackProvider, litellm: ModelClient) -> None:
    reply = await litellm.complete(chat(provider, "gpt-4o-mini"))
    assert reply.cost is not None
    assert 0 < reply.cost < Decimal("0.01")


FAULTS = [
    # fault, what it becomes, a word of the message
    (Fault.SLOW, CallFault.TIMEOUT, "no answer within 1 s"),
    (Fault.RATE_LIMITED, CallFault.RATE_LIMITED, "429"),
    (Fault.SERVER_ERROR, CallFault.UNAVAILABLE, "500"),
    (Fault.RESET, CallFault.UNAVAILABLE, "connection"),
    (Fault.UNAUTHORISED, CallFault.KEY_REFUSED, "Incorrect API key provided: [key]"),
    (Fault.QUOTA, CallFault.QUOTA, "exceeded your current quota"),
    (Fault.TOO_LONG, CallFault.BAD_REQUEST, "maximum context length"),
    (Fault.HTML, CallFault.NOT_A_MODEL, "answers a web page, not a model"),
    (Fault.NOT_FOUND, CallFault.NOT_A_MODEL, "usually ends in /v1"),
]


@pytest.mark.parametrize("kind", list(ModelKind))
@pytest.mark.parametrize(("fault", "becomes", "says"), FAULTS, ids=[str(row[0]) for row in FAULTS])
async def test_faults_become_call_errors(
    provider: LoopbackProvider, client: ModelClient, fault: Fault, becomes: CallFault, says: str, kind: ModelKind
) -> None:
    request = chat(provider, fault.value)
    if kind is ModelKind.COMPLETION:
        spec = ModelSpec(
            fault.value, request.spec.model, "t", kind=kind, base_url=provider.base_url, api_key_env="LOOPBACK_KEY"
        )
        request = ModelRequest(spec, prompt="English: cat\nGerman:", timeout=request.timeout)
    before = provider.asked(fault.value)
    with pytest.raises(CallError) as caught:
        await client.complete(request)
    assert caught.value.fault is becomes
    assert says in str(caught.value)
    assert SECRET not in str(caught.value)
    assert "litellm" not in str(caught.value).lower()
    assert caught.value.retry_after == (7.0 if fault is Fault.RATE_LIMITED else None)
    assert provider.asked(fault.value) == before + 1, "one request: retries are not the client's business"


REPLIES = [
    (Fault.TRUNCATED, "length", '{"segments"'),
    (Fault.FILTERED, "content_filter", ""),
    (Fault.EMPTY, "stop", ""),
    (Fault.REFUSAL, "stop", "I'm sorry"),
    (Fault.MALFORMED, "stop", '{"segments"'),
    (Fault.HOSTILE, "stop", '{"segments"'),
]


@pytest.mark.parametrize(("fault", "finish", "starts"), REPLIES, ids=[str(row[0]) for row in REPLIES])
async def test_bad_answers_come_back_as_they_are(
    provider: LoopbackProvider, client: ModelClient, fault: Fault, finish: str, starts: str
) -> None:
    reply: ModelReply = await client.complete(chat(provider, fault.value))
    assert reply.finish_reason == finish
    assert reply.text.startswith(starts)


async def test_a_refused_response_format_is_left_out_once(provider: LoopbackProvider, client: ModelClient) -> None:
    before = provider.asked("no_schema")
    reply = await client.complete(chat(provider, "no_schema"))
    assert reply.text.startswith('{"segments"')
    assert provider.asked("no_schema") == before + 2
    assert "response_format" not in provider.requests[-1].body


async def test_nobody_listens(client: ModelClient) -> None:
    spec = ModelSpec("x", "openai/x", "t", base_url="http://127.0.0.1:9/v1")
    with pytest.raises(CallError) as caught:
        await client.complete(ModelRequest(spec, messages=({"role": "user", "content": "x"},), timeout=30.0))
    assert caught.value.fault is CallFault.UNAVAILABLE
    assert "127.0.0.1:9" in str(caught.value)


async def test_a_key_that_is_not_set_is_named(provider: LoopbackProvider, client: ModelClient) -> None:
    spec = ModelSpec("x", "openai/x", "t", base_url=provider.base_url, api_key_env="NOT_SET_KEY")
    with pytest.raises(CallError, match="NOT_SET_KEY is not set") as caught:
        await client.complete(ModelRequest(spec, messages=({"role": "user", "content": "x"},)))
    assert caught.value.fault is CallFault.KEY_REFUSED


async def test_an_unknown_provider_is_one_line(litellm: ModelClient) -> None:
    spec = ModelSpec("nonsense", "nonsense", "t")
    with pytest.raises(CallError) as caught:
        await litellm.complete(ModelRequest(spec, messages=({"role": "user", "content": "x"},)))
    assert caught.value.fault is CallFault.BAD_REQUEST
    assert "\n" not in str(caught.value)
