"""What LiteLLM's exceptions mean to us: one CallError each, without keys and without a provider's web page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from consensus.domain import ModelSpec
from consensus.errors import CallError, CallFault

_KEYS = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|hf|r8|pplx)[-_][\w*.\-]{6,}|AIza[\w-]{10,}|(?i:bearer|api[-_]?key[=:])\s*[\w*.\-]{6,}"
)
_PAGE = re.compile(r"<!doctype html|<html", re.IGNORECASE)
_SPENT = re.compile(r"insufficient[ _]quota|exceeded your current quota|credit balance|billing", re.IGNORECASE)
#: LiteLLM's and the OpenAI client's own words for status 200 with something else than JSON.
_NO_JSON = re.compile(r"invalid response from LLM endpoint|'str' object has no attribute|Expecting value")
_LAYERS = re.compile(r"^(?:(?:litellm\.)?\w+(?:Error|Exception)(?: -|:)\s*)+")
_ADVICE = {
    CallFault.KEY_REFUSED: "Check the key of this provider (see: consensus doctor).",
    CallFault.QUOTA: "Top up the account or take another model.",
    CallFault.NOT_A_MODEL: "Give the address of an OpenAI-compatible service; it usually ends in /v1.",
}


def call_error(error: Exception, spec: ModelSpec, secrets: Iterable[str] = ()) -> CallError:
    """The CallError for an exception of LiteLLM. secrets: values that must never be shown."""
    status = getattr(error, "status_code", None)
    raw = str(error)
    fault = _fault(error, status if isinstance(status, int) else None, raw)
    if fault is CallFault.NOT_A_MODEL:
        what = "the base URL answers a web page, not a model."
    else:
        what = f"{status or type(error).__name__}: {redact(_words(raw), secrets)}"
    return CallError(
        fault,
        what,
        where=spec.base_url or spec.model,
        do=_ADVICE.get(fault, ""),
        retry_after=retry_after(error) if fault is CallFault.RATE_LIMITED else None,
    )


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without anything that is, or looks like, a key."""
    return _KEYS.sub("[key]", blot(text, secrets))


def blot(text: str, secrets: Iterable[str]) -> str:
    """The text without our own keys. What is shorter than eight characters is no key, and may be a word."""
    for secret in secrets:
        if len(secret) >= 8 and secret in text:
            text = text.replace(secret, "[key]")
    return text


def retry_after(error: Exception) -> float | None:
    """Seconds that the provider asks to wait, from ``retry-after-ms`` or ``retry-after`` (seconds or a date)."""
    headers = getattr(error, "litellm_response_headers", None) or getattr(
        getattr(error, "response", None), "headers", None
    )
    if not headers:
        return None
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
    page = _PAGE.search(raw) is not None
    if _NO_JSON.search(raw) or (page and (status or 0) < 500):
        return CallFault.NOT_A_MODEL
    if status == 402 or (status in (400, 403, 429) and _SPENT.search(raw)):
        return CallFault.QUOTA
    by_status: dict[int | None, CallFault] = {
        401: CallFault.KEY_REFUSED,
        403: CallFault.KEY_REFUSED,
        408: CallFault.TIMEOUT,
        429: CallFault.RATE_LIMITED,
    }
    if status in by_status:
        return by_status[status]
    if status is None:
        named: Any = type(error).__name__
        return CallFault.UNAVAILABLE if "Connection" in named or "Unavailable" in named else CallFault.BAD_REQUEST
    return CallFault.UNAVAILABLE if status >= 500 else CallFault.BAD_REQUEST


def _words(raw: str) -> str:
    """The provider's own first line, without the names of the layers it came through."""
    lines = raw.strip().splitlines()
    first = lines[0] if lines else ""
    if _PAGE.search(first):
        return "a web page"
    return _LAYERS.sub("", first)[:300]
