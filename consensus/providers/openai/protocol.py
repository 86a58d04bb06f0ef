"""The OpenAI protocol, as both ways of speaking it need it: what a request holds, and which key goes along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consensus.domain import ModelSpec
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
