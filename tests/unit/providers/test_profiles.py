"""A provider's quirk is one entry: what is sent to it, and how its answer is read, follow from that."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import ModelReply, ModelRequest, ModelSpec
from consensus.providers import profiles
from consensus.providers.litellm import LiteLLMClient
from consensus.providers.openai.client import DirectClient
from consensus.providers.profiles import Profile, profile_of
from consensus.testing import LoopbackProvider
from consensus.testing.provider_words import Reaction

SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}


class Peculiar(LoopbackProvider):
    """Thinks aloud in its own tags and has its own words for how an answer ended."""

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        await super().answer(path, key, body)
        message = {"role": "assistant", "content": '<musing>Hm.</musing>{"a": "b"}'}
        choice = {"index": 0, "message": message, "finish_reason": "ran_out"}
        return Reaction(json.dumps({"id": "1", "model": "m", "choices": [choice]}), 200)


async def asked(spec: ModelSpec, client: DirectClient | LiteLLMClient) -> ModelReply:
    messages = ({"role": "user", "content": '{"segments": []}'},)
    return await client.complete(ModelRequest(spec, messages, response_schema=SCHEMA, max_tokens=7))


@pytest.mark.parametrize(("kind", "model"), [(DirectClient, "openai/m"), (LiteLLMClient, "openai/gpt-4o")])
async def test_one_entry_changes_what_is_sent_and_how_the_answer_is_read(
    kind: Callable[[], DirectClient | LiteLLMClient], model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = kind()
    with Peculiar() as provider:
        spec = ModelSpec("m", model, "f", base_url=provider.base_url)
        reply = await asked(spec, client)
        assert (reply.text[:8], reply.finish_reason) in {("<musing>", "ran_out"), ("<musing>", "stop")}
        assert {"max_tokens", "response_format"} <= set(provider.requests[-1].body)
        quirk = replace(
            profile_of(spec),
            hosts=("127.0.0.1",),
            json_schema=False,
            max_tokens_key="max_completion_tokens",
            finish_words={"ran_out": "length"},
            thinking_tags=("musing",),
            extra={"reasoning": "none"},
        )
        monkeypatch.setattr(profiles, "PROFILES", (*profiles.PROFILES, quirk))
        reply = await asked(spec, client)
        body = provider.requests[-1].body
        assert (reply.text, reply.finish_reason) == ('{"a": "b"}', "length")
        assert (body["max_completion_tokens"], body["reasoning"]) == (7, "none")
        assert not {"max_tokens", "response_format"} & set(body)
        await client.aclose()


@pytest.mark.parametrize(
    ("spec", "host"),
    [
        (ModelSpec("a", "openai/a", "f", base_url="https://eu.api.example.com/v1"), "example.com"),
        (ModelSpec("a", "openai/a", "f", base_url="https://API.EXAMPLE.COM:8443/v1"), "api.example.com"),
        (ModelSpec("a", "mistral/a", "f"), "mistral"),
        (ModelSpec("a", "qwen", "f", source="embedded", base_url="http://127.0.0.1:1/v1"), "embedded"),
    ],
)
def test_a_profile_is_found_by_host_or_by_the_providers_name(
    spec: ModelSpec, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = Profile((host,)), Profile((host,))
    monkeypatch.setattr(profiles, "PROFILES", (*profiles.PROFILES, first, last, Profile(("ample.com", "127.0.0.1"))))
    assert profile_of(spec) is last, "the last that matches wins"


@pytest.mark.parametrize("address", ["http://[oops/v1", "", None])
def test_an_address_that_cannot_be_read_has_the_usual_ways(address: str | None) -> None:
    usual = profile_of(ModelSpec("m", "m", "f", base_url=address))
    assert usual.hosts == ("*",)
    assert usual.finished(None) == "stop"
    assert [usual.finished(word) for word in ("max_tokens", "eos", "whatever")] == ["length", "stop", "whatever"]
    assert usual.without_thinking("<think>So.</think>Ja") == "Ja"
    assert usual.refuses_format("response_format json_schema is not supported")
    assert usual.is_filtered("Content_Policy_Violation")
