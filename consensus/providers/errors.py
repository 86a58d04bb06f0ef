"""What went wrong with a call: one CallError each, without keys and without a provider's web page.

A call through LiteLLM ends with one of its exceptions, a direct one with an HTTP answer or the HTTP client's exception.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from consensus.domain import ModelSpec
from consensus.errors import CallError, CallFault

_KEYS = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|hf|r8|pplx)[-_][\w*.\-]{6,}|AIza[\w-]{10,}|(?i:bearer|api[-_]?key[=:])\s*[\w*.\-]{6,}"
)
_ESCAPE = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))?")
_LAYERS_OF_ESCAPES = 4
_URL_SAFE = str.maketrans("+/", "-_")
_PAGE = re.compile(r"<!doctype html|<html", re.IGNORECASE)
_SPENT = re.compile(r"insufficient[ _]quota|exceeded your current quota|credit balance|billing", re.IGNORECASE)
#: LiteLLM's and the OpenAI client's own words for status 200 with something else than JSON.
_NO_JSON = re.compile(r"invalid response from LLM endpoint|'str' object has no attribute|Expecting value")
_LAYERS = re.compile(r"^(?:(?:litellm\.)?\w+(?:Error|Exception)(?: -|:)\s*)+")
_CONTEXT = re.compile(r"context[ _](?:length|window|size)|maximum context|too many tokens|prompt is too long", re.I)
_NO_CONNECTION = re.compile(r"connection error|cannot connect|connect call failed", re.I)
#: What the system or the HTTP client says of a connection that could not be made: (pattern, what, what to do).
_CONNECTIONS = (
    (
        re.compile(r"refused|connect call failed", re.I),
        "nothing listens at this address",
        "Is the server running, and on this port?",
    ),
    (
        re.compile(r"name or service not known|nodename nor|name resolution|getaddrinfo|no address associated", re.I),
        "no host of this name is found",
        "Check how the address is written, and the network.",
    ),
    (
        re.compile(r"certificate|wrong.version|\bssl\b.*(?:error|alert|fail)|sslv3|tlsv1", re.I),
        "the secure connection cannot be made",
        "Check its certificate, and whether it wants http:// or https://.",
    ),
    (
        re.compile(r"disconnected|reset|broken pipe|closed|incomplete|payload", re.I),
        "the connection was broken off by the server",
        "Look into its log, then ask again.",
    ),
)
_ADVICE = {
    CallFault.RATE_LIMITED: "Wait, or set calls_per_minute under `asking:` in the policy.",
    CallFault.UNAVAILABLE: "The trouble is on the provider's side; ask again later.",
    CallFault.KEY_REFUSED: "Check the key of this provider (see: consensus doctor).",
    CallFault.QUOTA: "Top up the account or take another model.",
    CallFault.NOT_A_MODEL: "Give the address of an OpenAI-compatible service; it usually ends in /v1.",
}


def call_error(error: Exception, spec: ModelSpec, secrets: Iterable[str] = ()) -> CallError:
    """The CallError for an exception of LiteLLM. secrets: values that must never be shown."""
    given = getattr(error, "status_code", None)
    status = given if isinstance(given, int) else None  # LiteLLM passes on any code that the provider's JSON holds
    raw = str(error)
    fault = _fault(error, status, raw)
    if fault is CallFault.NOT_A_MODEL:
        what = "the base URL answers a web page, not a model."
    else:
        if fault is CallFault.UNAVAILABLE and (status is None or _NO_CONNECTION.search(raw)):
            return unreachable(error, spec, secrets)
        said = _words(redact(raw, secrets))
        what = f"{status}: {said}" if status else said
    return CallError(
        fault,
        what,
        where=shown_address(spec),
        do=_advice(fault, status, raw),
        retry_after=retry_after(error) if fault is CallFault.RATE_LIMITED else None,
    )


def answer_error(
    status: int, headers: Mapping[str, str], text: str, spec: ModelSpec, secrets: Iterable[str] = ()
) -> CallError:
    """The CallError for an HTTP answer that holds no reply. headers: by name, whatever its case."""
    fault = CallFault.NOT_A_MODEL if status < 400 else _fault_of_status(status, text)
    if 300 <= status < 400:
        # Following it would hand the document to whoever is named there.
        what = f"{status}: the address sends its callers on to another; only the one given is asked."
    elif fault is CallFault.NOT_A_MODEL:
        what = "the base URL answers " + ("a web page" if _PAGE.search(text) else "something else") + ", not a model."
    else:
        what = f"{status}: {_words(redact(_message(text), secrets))}"
    return CallError(
        fault,
        what,
        where=shown_address(spec),
        do=_advice(fault, status, text),
        retry_after=_asked_wait(headers) if fault is CallFault.RATE_LIMITED else None,
    )


def unreachable(error: Exception, spec: ModelSpec, secrets: Iterable[str] = ()) -> CallError:
    """The CallError for a connection that could not be made or broke. error: of the HTTP client or the system."""
    raw = str(error)
    for pattern, what, do in _CONNECTIONS:
        if pattern.search(raw):
            return CallError(CallFault.UNAVAILABLE, f"{what}.", where=shown_address(spec), do=do)
    why = _words(redact(raw, secrets))
    what = f"no connection{f': {why}' if why else '.'}"
    return CallError(CallFault.UNAVAILABLE, what, where=shown_address(spec), do="Check the address and the network.")


def _advice(fault: CallFault, status: int | None, said: str) -> str:
    """What to do about a provider's error."""
    if fault is CallFault.BAD_REQUEST and _CONTEXT.search(said):
        return "Give its `context_tokens` in the policy, or take a model with a longer context."
    if fault is CallFault.BAD_REQUEST and status == 404:
        return "Check the model's name and the address: the server does not have it."
    return _ADVICE.get(fault, "")


def shown_address(spec: ModelSpec) -> str:
    """Whom an error names: the model, or its server's address without a password that stands in it."""
    if spec.base_url is None:
        return spec.model
    user, at, _ = urlsplit(spec.base_url).netloc.rpartition("@")
    return spec.base_url.replace(f"{user}@", "", 1) if at else spec.base_url


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without anything that is, or looks like, a key."""
    return _KEYS.sub("[key]", blot(text, secrets))


def blot(text: str, secrets: Iterable[str]) -> str:
    """The text without our own keys, as they are, in base64 or escaped, even several times over.

    What is shorter than eight characters is no key, and may be a word. A key that is found only behind escapes costs
    the text all its escapes.
    """
    forms = [form for secret in secrets for form in _forms(secret.strip())]
    for form in forms:
        text = text.replace(form, "[key]")
    if "\\" not in text and "%" not in text and "&" not in text:
        return text
    plain = before = _unescaped(text)
    for form in forms:
        plain = plain.replace(_unescaped_form(form), "[key]")
    return text if plain == before else plain.encode("utf-8", "replace").decode()


@lru_cache(maxsize=256)
def _forms(secret: str) -> tuple[str, ...]:
    """The secret, and what of its base64 does not depend on the bytes around it, wherever it stands among them."""
    if len(secret) < 8:
        return ()
    sent, forms = secret.encode(), [secret]
    for offset in range(3):
        encoded = b64encode(b"x" * offset + sent)[(offset * 8 + 5) // 6 : (offset + len(sent)) * 8 // 6].decode()
        forms += [encoded, encoded.translate(_URL_SAFE)]
    return tuple(dict.fromkeys(forms))


def _unescaped(text: str) -> str:
    """The text without the escapes of JSON, web addresses and web pages, and without backslashes."""
    for _ in range(_LAYERS_OF_ESCAPES):
        before = text
        text = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)) if found[1] or found[2] else "", text)
        text = unquote(unescape(text))
        if text == before:
            break
    return text


#: The forms of our keys are the same for every reply.
_unescaped_form = lru_cache(maxsize=2048)(_unescaped)


def retry_after(error: Exception) -> float | None:
    """Seconds that the provider asks to wait, from ``retry-after-ms`` or ``retry-after`` (seconds or a date)."""
    headers = getattr(error, "litellm_response_headers", None) or getattr(
        getattr(error, "response", None), "headers", None
    )
    return _asked_wait(headers) if headers else None


def _asked_wait(headers: Mapping[str, str]) -> float | None:
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name)
        if value is None:
            continue
        try:
            return max(0.0, float(value) * unit)
        except ValueError:
            return _until(value)
    return None


def _until(date: str) -> float | None:
    try:
        when = parsedate_to_datetime(date)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _fault(error: Exception, status: int | None, raw: str) -> CallFault:
    if _NO_JSON.search(raw) or ((status or 0) < 500 and _PAGE.search(raw)):
        return CallFault.NOT_A_MODEL
    if status is None:
        named: Any = type(error).__name__
        return CallFault.UNAVAILABLE if "Connection" in named or "Unavailable" in named else CallFault.BAD_REQUEST
    return _fault_of_status(status, raw)


def _fault_of_status(status: int, raw: str) -> CallFault:
    if status < 500 and _PAGE.search(raw):
        return CallFault.NOT_A_MODEL
    if status == 402 or (status in (400, 403, 429) and _SPENT.search(raw)):
        return CallFault.QUOTA
    by_status: dict[int, CallFault] = {
        401: CallFault.KEY_REFUSED,
        403: CallFault.KEY_REFUSED,
        408: CallFault.TIMEOUT,
        429: CallFault.RATE_LIMITED,
    }
    if status in by_status:
        return by_status[status]
    return CallFault.UNAVAILABLE if status >= 500 else CallFault.BAD_REQUEST


def _message(text: str) -> str:
    """What a provider says in the JSON of its error, else all of it."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return text
    error = said.get("error", said) if isinstance(said, dict) else said
    found = (error.get("message") or error.get("detail")) if isinstance(error, dict) else error
    return found if isinstance(found, str) else text


def _words(raw: str) -> str:
    """The provider's own first line, without the names of the layers it came through.

    Keys are gone before: a key that is cut in two is not known any more.
    """
    lines = raw.strip().splitlines()
    first = lines[0] if lines else ""
    if _PAGE.search(first):
        return "a web page"
    return _LAYERS.sub("", first)[:300]
