"""A request in OpenAI's shape as a question, or an error that says why it is none. Nothing is ignored silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consensus.errors import UsageError, shown_value
from consensus.service.completions import Question, language_pair

PREFIX = "consensus/"
#: What is read.
_READ = frozenset(
    {
        "model",
        "messages",
        "response_format",
        "tools",
        "tool_choice",
        "stream",
        "stream_options",
        "metadata",
        "consensus",
    }
)
#: What changes nothing here that a caller could rely on: how members are asked is the policy's.
_HARMLESS = frozenset(
    {"temperature", "top_p", "seed", "user", "max_tokens", "max_completion_tokens", "presence_penalty", "store"}
    | {"frequency_penalty", "parallel_tool_calls", "service_tier", "reasoning_effort", "verbosity"}
    | {"safety_identifier", "prompt_cache_key", "prompt_cache_retention"}
)
#: What asks for nothing with this value.
_NEUTRAL: Mapping[str, Any] = {"n": 1, "logprobs": False, "stop": [], "logit_bias": {}, "modalities": ["text"]}
_ONE_TEXT = "Send one message of the user with one text; the policy holds the instructions."
_OPTIONS = ("from", "to", "batch", "on_disagreement")


class OnDisagreement(StrEnum):
    """What is sent for an answer that is held."""

    ERROR = "error"  #: Status 409.
    REFUSAL = "refusal"  #: A completion whose message is a refusal; in a stream as ``error``.
    BEST = "best"  #: The leading answer, marked; where there is none, as ``error``.


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """model: as it was named. tool: the function that is called with the object, or "". with_usage: a stream's last
    chunk counts tokens."""

    question: Question
    model: str
    on_disagreement: OnDisagreement = OnDisagreement.ERROR
    tool: str = ""
    stream: bool = False
    with_usage: bool = False

    @property
    def is_structured(self) -> bool:
        return self.question.schema is not None


def read_chat_request(body: Any, on_disagreement: str | None = None) -> ChatRequest:
    """The question of a request. on_disagreement: of the header. Raises UsageError; its ``where`` is the parameter."""
    if not isinstance(body, dict):
        raise UsageError("the body is no JSON object", do="Send what POST /v1/chat/completions of OpenAI takes.")
    _refuse_unread(body)
    options = _options(body, on_disagreement)
    policy, langs = _policy(_text(body.get("model"), "model"), options)
    schema, tool = _schema(body)
    stream = _flag(body.get("stream"), "stream")
    usage = _object(body.get("stream_options") or {}, "stream_options").get("include_usage")
    question = Question(_user_text(body.get("messages")), policy, *langs, schema, options.get("batch", ""))
    handling = _handling(options.get("on_disagreement", OnDisagreement.ERROR.value))
    return ChatRequest(question, body["model"], handling, tool, stream, _flag(usage, "stream_options"))


def _refuse_unread(body: Mapping[str, Any]) -> None:
    for name, value in body.items():
        if name in _READ or name in _HARMLESS or value is None or (name in _NEUTRAL and value == _NEUTRAL[name]):
            continue
        known = name in _NEUTRAL
        what = f"{shown_value(name)} cannot be followed here" if known else f"{shown_value(name)} is not known here"
        do = "Leave it out: one request gets one answer, on which the models of the policy agree."
        raise UsageError(what, where=name[:100], do=do)


def _options(body: Mapping[str, Any], header: str | None) -> dict[str, str]:
    """Those of the header, of ``metadata``, where others may stand beside them, and of ``consensus``."""
    found = {"on_disagreement": header} if header else {}
    metadata = _object(body.get("metadata") or {}, "metadata")
    given = _object(body.get("consensus") or {}, "consensus")
    for name in given:
        if name not in _OPTIONS:
            raise UsageError(
                f"{shown_value(name)} is no option", where="consensus", do=f"There are {', '.join(_OPTIONS)}."
            )
    for place, values in (("metadata", metadata), ("consensus", given)):
        found |= {name: _text(values[name], place) for name in _OPTIONS if name in values}
    return found


def _handling(given: str) -> OnDisagreement:
    try:
        return OnDisagreement(given)
    except ValueError:
        what, do = f"{shown_value(given)} is no way to handle a held answer", f"Take {', '.join(OnDisagreement)}."
        raise UsageError(what, where="on_disagreement", do=do) from None


def _policy(model: str, options: Mapping[str, str]) -> tuple[str, tuple[str, str]]:
    """The policy's name, and source and target language, "" where none are named."""
    if not model.startswith(PREFIX):
        do = 'Take one of GET /v1/models, as in "consensus/translation:en-de".'
        raise UsageError(f"there is no model {shown_value(model)}", where="model", do=do)
    policy, colon, pair = model.removeprefix(PREFIX).partition(":")
    source, target = language_pair(pair) if colon else ("", "")
    named = options.get("from", source), options.get("to", target)
    if colon and named != (source, target):
        do = "Say them once: in the model's name, or in metadata."
        raise UsageError("the languages of the model and of metadata differ", where="metadata", do=do)
    return policy, named


def _user_text(messages: Any) -> str:
    if not isinstance(messages, list) or not messages:
        raise UsageError("there are no messages", where="messages", do=_ONE_TEXT)
    roles = [one.get("role") if isinstance(one, dict) else None for one in messages]
    if roles != ["user"]:
        shown = ", ".join(role if isinstance(role, str) else "?" for role in roles)[:100]
        raise UsageError(f"one request is one text, and these are messages of: {shown}", where="messages", do=_ONE_TEXT)
    content = messages[0].get("content")
    if isinstance(content, list) and len(content) == 1 and isinstance(content[0], dict):
        content = content[0].get("text") if content[0].get("type") == "text" else None
    if not isinstance(content, str):
        raise UsageError("the message is not one text", where="messages", do=_ONE_TEXT)
    return content


def _schema(body: Mapping[str, Any]) -> tuple[Mapping[str, Any] | None, str]:
    """The schema that is asked for, and the name of the tool that brought it, or ""."""
    shape = _object(body.get("response_format") or {}, "response_format")
    kind, tools, choice = shape.get("type", "text"), body.get("tools") or [], body.get("tool_choice")
    if kind not in ("text", "json_schema"):
        do = "Give the schema: {type: json_schema, json_schema: {name, schema}}."
        raise UsageError(f"a format of type {shown_value(kind)} names no fields", where="response_format", do=do)
    if not tools:
        if choice not in (None, "none", "auto"):
            raise UsageError(
                "a tool is chosen, and none is given", where="tool_choice", do="Give the tool, or leave it out."
            )
        if kind == "text":
            return None, ""
        given = _object(shape.get("json_schema"), "response_format")
        return _object(given.get("schema"), "response_format"), ""
    if not isinstance(tools, list) or len(tools) != 1 or kind != "text":
        do = "Give one tool, or a response_format: its fields are what the models agree on."
        raise UsageError("there is more than one thing to be filled", where="tools", do=do)
    tool = _object(tools[0], "tools")
    function = _object(tool.get("function"), "tools")
    name = _text(function.get("name"), "tools")
    if choice not in (None, "auto", "required", {"type": "function", "function": {"name": name}}):
        do = "Leave tool_choice out, or name the tool that is given."
        raise UsageError("this choice does not call the tool that is given", where="tool_choice", do=do)
    return _object(function.get("parameters"), "tools"), name


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"{shown_value(where)} lacks an object", where=where, do="Give it as OpenAI's API takes it.")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise UsageError(f"{shown_value(where)} lacks a text", where=where, do="Give it as OpenAI's API takes it.")
    return value


def _flag(value: Any, where: str) -> bool:
    if value not in (None, True, False):
        raise UsageError(f"{shown_value(where)} is neither true nor false", where=where, do="Give one of them.")
    return bool(value)
