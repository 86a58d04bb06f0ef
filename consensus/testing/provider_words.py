"""What the loopback provider says: good answers in the OpenAI shape, and every way to answer badly. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: (model, source text) -> translation.
Translate = Callable[[str, str], str]

HOSTILE = '<img src="http://127.0.0.1:9/x" onerror="alert(1)"> ![x](http://127.0.0.1:9/y) =HYPERLINK("x") {{7*7}}'


class Fault(StrEnum):
    """One way in which a provider goes wrong."""

    SLOW = "slow"  #: A good answer, too late.
    RATE_LIMITED = "rate_limited"  #: 429 with Retry-After.
    SERVER_ERROR = "server_error"  #: 500.
    RESET = "reset"  #: The connection breaks after the request.
    UNAUTHORISED = "unauthorised"  #: 401 that repeats the key in its message.
    QUOTA = "quota"  #: 429 that no waiting will mend.
    TOO_LONG = "too_long"  #: 400 because of the context's length.
    NO_SCHEMA = "no_schema"  #: 400 while a response format is asked for, then a good answer.
    HTML = "html"  #: A web page with status 200.
    NOT_FOUND = "not_found"  #: A web page with status 404.
    TRUNCATED = "truncated"  #: Half an answer with finish_reason length.
    MALFORMED = "malformed"  #: Text that is not the JSON asked for.
    RENUMBERED = "renumbered"  #: Segments numbered from 0.
    LOST = "lost"  #: The last segment is missing.
    DOUBLED = "doubled"  #: The first segment is there twice.
    REFUSAL = "refusal"  #: The model declines in words.
    FILTERED = "filtered"  #: Nothing, with finish_reason content_filter.
    EMPTY = "empty"  #: Nothing.
    HOSTILE = "hostile"  #: A well-formed answer that attacks whoever shows it.


@dataclass(frozen=True, slots=True)
class Reaction:
    """What goes back. status: HTTP status, 0 breaks the connection. too_slow: waits first."""

    content: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    too_slow: bool = False


def echo(model: str, text: str) -> str:
    """A translation that every checker of numbers and placeholders likes: the text itself between marks."""
    return f"»{text}«"


def react(body: Mapping[str, Any], fault: Fault | None, translate: Translate, retry_after: str, key: str) -> Reaction:
    """The reaction to one request."""
    match fault:
        case Fault.RESET:
            return Reaction(status=0)
        case Fault.RATE_LIMITED:
            return _error(429, "Rate limit reached", "rate_limit_exceeded", {"retry-after": retry_after})
        case Fault.QUOTA:
            return _error(429, "You exceeded your current quota", "insufficient_quota")
        case Fault.SERVER_ERROR:
            return _error(500, "The server had an error", "server_error")
        case Fault.UNAUTHORISED:
            return _error(401, f"Incorrect API key provided: {key}.", "invalid_api_key")
        case Fault.TOO_LONG:
            return _error(400, "This model's maximum context length is 10 tokens.", "context_length_exceeded")
        case Fault.NO_SCHEMA if "response_format" in body:
            return _error(400, "response_format json_schema is not supported by this model", "invalid_request_error")
        case Fault.HTML | Fault.NOT_FOUND:
            page = "<!DOCTYPE html><html><head><title>Welcome</title></head><body>nginx</body></html>"
            return Reaction(page, 200 if fault is Fault.HTML else 404, content_type="text/html")
        case _:
            text, finish = _spoken(body, fault, translate)
            return Reaction(_shape(body, text, finish), too_slow=fault is Fault.SLOW)


def _error(status: int, message: str, code: str, headers: Mapping[str, str] | None = None) -> Reaction:
    content = {"error": {"message": message, "type": code, "code": code}}
    return Reaction(json.dumps(content), status, headers or {})


def _spoken(body: Mapping[str, Any], fault: Fault | None, translate: Translate) -> tuple[str, str]:
    """The model's words and its finish_reason."""
    text = _good(body, fault, translate)
    match fault:
        case Fault.TRUNCATED:
            return text[: len(text) // 2], "length"
        case Fault.MALFORMED:
            return text[: len(text) // 2] + " oops", "stop"
        case Fault.REFUSAL:
            return "I'm sorry, but I can't help with that.", "stop"
        case Fault.FILTERED:
            return "", "content_filter"
        case Fault.EMPTY:
            return "", "stop"
        case _:
            return text, "stop"


def _good(body: Mapping[str, Any], fault: Fault | None, translate: Translate) -> str:
    model = str(body.get("model", ""))
    if fault is Fault.HOSTILE:
        translate = _hostile
    if "prompt" in body:
        return _completion(str(body["prompt"]), model, translate)
    said = _text_of(body["messages"][-1]["content"])
    segments = _segments(said)
    if segments is None:
        return json.dumps(_filled(_asked_schema(body), said), ensure_ascii=False)
    if segments and "codes" in segments[0] and "translation" in segments[0]:  # to be given again with its codes
        rows = [{"n": row["n"], "text": translate(model, row["source"])} for row in segments]
    elif segments and "translation" in segments[0]:  # put to a judge, which finds no error
        rows = [{"n": row["n"], "errors": []} for row in segments]
    else:
        rows = [{"n": row["n"], "text": translate(model, row["text"])} for row in segments]
    if fault is Fault.RENUMBERED:
        rows = [{**row, "n": row["n"] - 1} for row in rows]
    if fault is Fault.LOST:
        rows = rows[:-1]
    if fault is Fault.DOUBLED:
        rows = [rows[0], *rows]
    return json.dumps({"segments": rows}, ensure_ascii=False)


def _text_of(content: Any) -> str:
    """The words of a message, which has parts where pictures go along."""
    if isinstance(content, list):
        return "\n".join(part["text"] for part in content if part["type"] == "text")
    return str(content)


def _hostile(model: str, text: str) -> str:
    return f"{text} {HOSTILE}"


def _segments(said: str) -> list[dict[str, Any]] | None:
    """The numbered segments in the last line that holds some."""
    for line in reversed(said.splitlines()):
        if line.startswith("{") and '"segments"' in line:
            found: list[dict[str, Any]] = json.loads(line)["segments"]
            return found
    return None


def _completion(prompt: str, model: str, translate: Translate) -> str:
    """Continue a few-shot prompt: its last line names the answer, the one before holds the question."""
    lines = [line for line in prompt.splitlines() if line.strip()]
    _, _, question = lines[-2].partition(":")
    if lines[-2].startswith("Keys:"):
        schema: dict[str, Any] = {"properties": {key.strip(): {} for key in question.split(",")}}
        return " " + json.dumps(_filled(schema, prompt.rpartition("Document:")[2]), ensure_ascii=False)
    return f" {translate(model, question.strip())}"


def _asked_schema(body: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (body.get("response_format") or {}).get("json_schema", {}).get("schema", {})
    return found


def _filled(schema: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Values from lines such as ``Total: 12.50`` for keys such as ``total``; null elsewhere, no rows in lists."""
    values: dict[str, Any] = {}
    for name, part in schema.get("properties", {}).items():
        kinds = part.get("type", "string")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        label = re.escape(name).replace("_", "[ _]")
        found = re.search(rf"^\W*{label}\W*:\s*(.+?)\s*$", text, re.IGNORECASE | re.MULTILINE)
        values[name] = [] if "array" in kinds else _typed(found.group(1), kinds) if found else None
    return values


def _typed(value: str, kinds: list[str]) -> Any:
    number = re.search(r"-?\d+(?:\.\d+)?", value)
    if number and "integer" in kinds:
        return int(float(number.group()))
    if number and "number" in kinds:
        return float(number.group())
    return value


def _shape(body: Mapping[str, Any], text: str, finish: str) -> str:
    choice: dict[str, Any] = {"index": 0, "finish_reason": finish}
    if "prompt" in body:
        choice |= {"text": text, "logprobs": None}
    else:
        choice |= {"message": {"role": "assistant", "content": text}}
    asked = len(json.dumps(body.get("messages") or body.get("prompt") or ""))
    usage = {"prompt_tokens": asked // 4, "completion_tokens": len(text) // 4, "total_tokens": (asked + len(text)) // 4}
    kind = "text_completion" if "prompt" in body else "chat.completion"
    content = {"id": "loopback", "object": kind, "created": 1, "model": body.get("model", ""), "choices": [choice]}
    return json.dumps({**content, "usage": usage}, ensure_ascii=False)
