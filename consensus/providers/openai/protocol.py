"""The OpenAI protocol, as both ways of speaking it need it: what a request holds, and which key goes along."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from consensus.domain import ModelRequest, ModelSpec, Picture
from consensus.errors import CallError, CallFault

#: Own servers without a key; the OpenAI protocol wants something there, and the user's real key must not go to them.
NO_KEY = "none"


def key_for(spec: ModelSpec, secrets: Mapping[str, str]) -> str | None:
    """The key to send; None leaves it to LiteLLM, which reads the provider's usual variable. Raises CallError."""
    if spec.api_key_env is None:
        return None if spec.base_url is None else NO_KEY
    if not secrets.get(spec.api_key_env):
        raise CallError(
            CallFault.KEY_REFUSED,
            f"{spec.api_key_env} is not set.",
            where=spec.name,
            do="Set it, or put it in .env.",
        )
    return secrets[spec.api_key_env]


def messages_of(request: ModelRequest) -> list[dict[str, Any]]:
    """The messages as the protocol wants them: plain texts, which every server reads; where pictures go along, the
    first message of the user in parts, its text and then they."""
    messages: list[dict[str, Any]] = [dict(message) for message in request.messages]
    first = next((message for message in messages if message["role"] == "user"), None)
    if request.pictures and first is not None:
        first["content"] = [{"type": "text", "text": first["content"]}, *map(_part, request.pictures)]
    return messages


def _part(picture: Picture) -> dict[str, Any]:
    url = f"data:image/png;base64,{b64encode(picture.content).decode()}"
    return {"type": "image_url", "image_url": {"url": url}}


def response_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What asks a chat model for an answer of this shape."""
    described = {"name": "answer", "schema": dict(schema), "strict": _is_strict(schema)}
    return {"type": "json_schema", "json_schema": described}


def _is_strict(schema: Any) -> bool:
    """True when a provider's strict mode takes the schema: every object closed, every key required."""
    if isinstance(schema, list | tuple):
        return all(_is_strict(part) for part in schema)
    if not isinstance(schema, Mapping):
        return True
    keys = schema.get("properties")
    if isinstance(keys, Mapping) and schema.get("type") == "object":
        closed = schema.get("additionalProperties") is False and set(schema.get("required", ())) == set(keys)
        return closed and all(_is_strict(part) for part in keys.values())
    return schema.get("type") != "object" and all(_is_strict(part) for part in schema.values())
