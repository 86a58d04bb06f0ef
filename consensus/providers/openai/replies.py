"""What an OpenAI-compatible server's answer says: a reply, or the CallError that it stands for. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from consensus.domain import ModelReply, ModelRequest
from consensus.providers.errors import answer_error, blot
from consensus.providers.profiles import Profile, profile_of

#: Digits of a count, at most; what has more counts nothing.
_DIGITS = 15
#: Characters of a fingerprint that are kept.
_FINGERPRINT = 80


@dataclass(frozen=True, slots=True)
class Answered:
    """An HTTP answer as it came, unpacked. headers: by name, whatever its case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")


def read_reply(answered: Answered, request: ModelRequest, secrets: Iterable[str]) -> ModelReply:
    """The model's reply. Raises CallError for everything that is none."""
    profile = profile_of(request.spec)
    if answered.status == 400 and profile.is_filtered(answered.text):
        return ModelReply("", "content_filter", request.spec.model)
    if answered.status != 200:
        raise answer_error(answered.status, answered.headers, answered.text, request.spec, secrets)
    try:
        said = json.loads(answered.content, parse_int=_whole)
    except (ValueError, RecursionError):
        said = None
    error = said.get("error") if isinstance(said, dict) else None
    if error:
        # Gateways answer 200 and pass on what the provider behind them said.
        code = error.get("code") if isinstance(error, dict) else None
        status = code if isinstance(code, int) and 400 <= code < 600 else 422
        raise answer_error(status, answered.headers, answered.text, request.spec, secrets)
    try:
        return _reply(said, answered.headers, request, profile, secrets)
    except (TypeError, KeyError, IndexError, AttributeError):
        raise answer_error(200, answered.headers, answered.text, request.spec, secrets) from None


def _reply(
    said: Any, headers: Mapping[str, str], request: ModelRequest, profile: Profile, secrets: Iterable[str]
) -> ModelReply:
    if said["choices"] == []:  # nothing was generated for this request; that says nothing of the next
        return ModelReply("", "stop", request.spec.model)
    choice, usage = said["choices"][0], said.get("usage") or {}
    message = choice.get("message")
    text = _words(choice["text"] if message is None else _without_thinking(message, profile))
    refusal = None if message is None else message.get("refusal")
    finish = profile.finished(choice.get("finish_reason"))
    spec, embedded = request.spec, request.spec.source == "embedded"
    secrets = tuple(secrets)
    return ModelReply(
        # A provider that repeats our key gives it to nobody else.
        text=blot(text or refusal or "", secrets),
        finish_reason="refusal" if refusal and not text else blot(finish, secrets),
        # An embedded server answers with a local path, which is nobody's business.
        model=spec.model if embedded else blot(str(said.get("model") or spec.model), secrets),
        tokens_in=_count(usage.get("prompt_tokens")),
        tokens_out=_count(usage.get("completion_tokens")),
        # What a server of one's own costs only a policy can say.
        cost=Decimal(0) if embedded else None,
        requests_left=_count(headers.get("x-ratelimit-remaining-requests")),
        tokens_left=_count(headers.get("x-ratelimit-remaining-tokens")),
        fingerprint=blot(str(said.get("system_fingerprint") or ""), secrets)[:_FINGERPRINT],
    )


def _whole(written: str) -> int | None:
    """A whole number of an answer; one with thousands of digits is no reason to lose the answer."""
    return int(written) if len(written) <= 2 * _DIGITS else None


def _without_thinking(message: Mapping[str, Any], profile: Profile) -> Any:
    content = message.get("content")
    if not isinstance(content, str) or "reasoning_content" in message or "reasoning" in message:
        return content
    return profile.without_thinking(content)


def _words(content: Any) -> str:
    """Text as it is, or in parts; nothing for anything else."""
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _count(value: Any) -> int | None:
    """A count from JSON or a header; None where it is none."""
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) <= _DIGITS else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**_DIGITS else None
