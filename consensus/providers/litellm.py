"""Models that LiteLLM can reach: hosted ones, and addresses that ``direct_client`` leaves to it."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any
from weakref import WeakKeyDictionary

from consensus.domain import ModelKind, ModelReply, ModelRequest, ModelSpec, Money
from consensus.errors import CallError, CallFault
from consensus.providers.errors import blot, call_error
from consensus.providers.openai.protocol import key_for, messages_of, response_format
from consensus.providers.profiles import profile_of


class LiteLLMClient:
    """Asks one model once, by chat or completion. Retries, deadlines over several calls and the journal are elsewhere.

    secrets: variable name -> key, for members whose policy names an ``api_key_env``; other keys LiteLLM finds itself.
    """

    def __init__(self, secrets: Mapping[str, str] | None = None) -> None:
        self._secrets = dict(secrets or {})
        self._completers: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[tuple[str, str], Any]] = WeakKeyDictionary()

    async def ready(self, spec: ModelSpec) -> None:
        """Load LiteLLM, which takes seconds."""
        if not _litellm.cache_info().currsize:
            await asyncio.to_thread(_litellm)

    async def complete(self, request: ModelRequest) -> ModelReply:
        """The model's reply; ``latency`` is left to the caller. Raises CallError for every failure."""
        litellm = _litellm() if _litellm.cache_info().currsize else await asyncio.to_thread(_litellm)
        try:
            async with asyncio.timeout(request.timeout):
                if request.spec.kind is ModelKind.COMPLETION:
                    return self._reply(await self._continue(litellm, request), request)
                return self._reply(await self._chat(litellm, request), request)
        except CallError:
            raise
        except TimeoutError as error:
            raise CallError(
                CallFault.TIMEOUT, f"no answer within {request.timeout:.0f} s.", where=request.spec.name
            ) from error
        except litellm.ContentPolicyViolationError:
            return ModelReply("", "content_filter", request.spec.model)
        except Exception as error:
            raise call_error(error, request.spec, self._secrets.values()) from error

    async def aclose(self) -> None:
        """Close the connections of this event loop."""
        loop = asyncio.get_running_loop()
        for completer in self._completers.pop(loop, {}).values():
            await completer.close()
        if not _litellm.cache_info().currsize:
            return
        # LiteLLM's own function closes those of all loops, and would hand the closed ones out again.
        cache, own = _litellm().in_memory_llm_clients_cache, f"-{id(loop)}"
        for handler in [cache.cache_dict.pop(key) for key in [*cache.cache_dict] if key.endswith(own)]:
            client = getattr(handler, "_client", getattr(handler, "client", handler))
            close = getattr(client, "aclose", getattr(client, "close", None))
            if asyncio.iscoroutinefunction(close):
                await close()

    async def _chat(self, litellm: Any, request: ModelRequest) -> Any:
        given = self._common(request) | {"messages": messages_of(request)}
        profile = profile_of(request.spec)
        if request.response_schema is None or not profile.json_schema:
            return await litellm.acompletion(**given)
        try:
            wanted = {"response_format": response_format(request.response_schema)}
            if request.spec.base_url is not None and request.spec.model.startswith("openai/"):
                # The same on the wire, but LiteLLM and the OpenAI client do not walk through the schema each time.
                wanted = {"extra_body": {**given.get("extra_body", {}), **wanted}}
            return await litellm.acompletion(**{**given, **wanted})
        except litellm.BadRequestError as error:
            # Refused before anything was generated, so asking once more without it costs nothing.
            if not profile.refuses_format(str(error)):
                raise
            return await litellm.acompletion(**given)

    async def _continue(self, litellm: Any, request: ModelRequest) -> Any:
        given = self._common(request) | {"prompt": request.prompt}
        if request.spec.base_url is not None:
            given["client"] = self._completer(request.spec.base_url, given["api_key"])
        if request.response_schema is not None and (key := profile_of(request.spec).schema_key):
            given["extra_body"] = {key: dict(request.response_schema), **given.get("extra_body", {})}
            given.pop("stop", None)  # The grammar ends the answer; a line break inside JSON does not.
        return await litellm.atext_completion(**given)

    def _common(self, request: ModelRequest) -> dict[str, Any]:
        profile = profile_of(request.spec)
        given: dict[str, Any] = {
            "model": request.spec.model,
            "temperature": request.temperature,
            profile.max_tokens_key: request.max_tokens,
            "timeout": request.timeout,
            "num_retries": 0,
            "max_retries": 0,
            "drop_params": True,
        }
        if added := profile.added(wants_object=request.answer_format == "object"):
            given["extra_body"] = added
        if request.stop:
            given["stop"] = list(request.stop)
        if request.spec.base_url is not None:
            given["base_url"] = request.spec.base_url
        key = key_for(request.spec, self._secrets)
        return given if key is None else given | {"api_key": key}

    def _completer(self, base_url: str, key: str) -> Any:
        """LiteLLM makes a new HTTP client for every text completion and never closes it; this one we keep and close."""
        completers = self._completers.setdefault(asyncio.get_running_loop(), {})
        if (base_url, key) not in completers:
            handler: Any = import_module("litellm.llms.openai.completion.handler")
            completers[base_url, key] = handler.AsyncOpenAI(
                api_key=key,
                base_url=base_url,
                http_client=handler.BaseOpenAILLM.get_async_http_client(),
                timeout=None,
                max_retries=0,
            )
        return completers[base_url, key]

    def _reply(self, response: Any, request: ModelRequest) -> ModelReply:
        choice = response.choices[0]
        message, profile = getattr(choice, "message", None), profile_of(request.spec)
        # LiteLLM takes a word that it does not know for "stop", and keeps it here.
        own_word = (getattr(choice, "provider_specific_fields", None) or {}).get("native_finish_reason")
        finish = profile.finish_words.get(str(own_word)) or profile.finished(choice.finish_reason)
        text = choice.text if message is None else profile.without_thinking(message.content or "")
        more = getattr(message, "provider_specific_fields", None) or {}  # where LiteLLM puts what it has no name for
        refusal = getattr(message, "refusal", None) or more.get("refusal")
        usage = getattr(response, "usage", None)
        embedded = request.spec.source == "embedded"
        secrets = tuple(self._secrets.values())
        return ModelReply(
            # A provider that repeats our key gives it to nobody else.
            text=blot(text or refusal or "", secrets),
            finish_reason="refusal" if refusal and not text else blot(finish, secrets),
            # An embedded server answers with a local path, which is nobody's business.
            model=request.spec.model if embedded else blot(response.model or request.spec.model, secrets),
            tokens_in=getattr(usage, "prompt_tokens", None),
            tokens_out=getattr(usage, "completion_tokens", None),
            cost=Decimal(0) if embedded else _cost(response),
            requests_left=_left(response, "requests"),
            tokens_left=_left(response, "tokens"),
            fingerprint=blot(str(getattr(response, "system_fingerprint", None) or ""), secrets)[:80],
        )


def has_provider(model: str) -> bool:
    """Whether LiteLLM knows from a model's name alone whom to ask. Loads LiteLLM, which takes seconds."""
    try:
        return bool(_litellm().get_llm_provider(model)[1])
    except Exception:
        return False


@cache
def _litellm() -> Any:
    """Import LiteLLM quietly: it takes seconds, and by itself fetches a price list, reads ``.env`` and writes logs."""
    # LiteLLM takes these settings from the environment alone, and only while it is imported.
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # noqa: TID251
    os.environ.setdefault("LITELLM_MODE", "PRODUCTION")  # noqa: TID251
    import litellm

    litellm.suppress_debug_info = True
    litellm.telemetry = False
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for name in ("httpx", "openai", "aiohttp"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Its objects live as long as the process. Walking them all took every full collection 0.1 s, in the event loop.
    gc.freeze()
    return litellm


def _cost(response: Any) -> Money | None:
    """US dollars by LiteLLM's price list; None where it has no price, which is not the same as free."""
    cost = (getattr(response, "_hidden_params", None) or {}).get("response_cost")
    return Decimal(str(cost)) if cost else None


def _left(response: Any, what: str) -> int | None:
    """What the provider's rate headers still allow of requests or tokens."""
    headers = (getattr(response, "_hidden_params", None) or {}).get("additional_headers") or {}
    for name in (f"x-ratelimit-remaining-{what}", f"llm_provider-anthropic-ratelimit-{what}-remaining"):
        value = str(headers.get(name, ""))
        if value.isdigit():
            return int(value)
    return None
