"""Answers and errors in OpenAI's shape: a held answer never looks like an accepted one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from starlette.responses import Response

from consensus.api.chat_request import ChatRequest, OnDisagreement
from consensus.domain import Outcome
from consensus.errors import ConflictError, ConsensusError, as_sentence
from consensus.service.answers import AnswerStatus, GivenAnswer

#: Clients of OpenAI send a 409 again unless they are told not to.
_ONCE = {"x-should-retry": "false"}
_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_MESSAGES = {
    "needs_review": "The models disagree, or a check objects, so a person decides.",
    "no_answer": "No model gave an answer. Ask again later, or wait until a person has decided.",
    "open_batch": "The answer waits until its batch is closed.",
    "rejected": "A person decided that no answer is right.",
    "pending": "The job was stopped before all models had answered. Ask again.",
}


def error_response(error: ConsensusError) -> Response:
    """An error below /v1/chat and /v1/models."""
    return _json(error_body(error), error.http_status, _ONCE if isinstance(error, ConflictError) else {})


def error_body(error: ConsensusError) -> dict[str, Any]:
    """An error with what, where and what to do in its message. param: the parameter that is meant, or the place."""
    kind = _TYPES.get(error.http_status, "invalid_request_error" if error.http_status < 500 else "server_error")
    return {"error": {"message": str(error), "type": kind, "param": error.where or None, "code": error.code}}


def respond(asked: ChatRequest, answer: GivenAnswer) -> Response:
    """The whole answer."""
    handling = _handling(asked, answer)
    if handling is OnDisagreement.ERROR:
        return _json({"error": held_error(answer)}, ConflictError.http_status, _headers(answer) | _ONCE)
    choice = {"index": 0, "message": _message(asked, answer, handling), "logprobs": None}
    choice["finish_reason"] = _finish(asked, handling)
    body = {**_head(asked, answer, handling), "object": "chat.completion", "choices": [choice], "usage": _usage(answer)}
    return _json(body | {"consensus": answer.evidence}, 200, _headers(answer))


def chunks(asked: ChatRequest, answer: GivenAnswer) -> Iterator[str]:
    """The lines of a stream: one chunk with all of the answer, or an error."""
    handling = _handling(asked, answer)
    if handling is OnDisagreement.ERROR:
        yield event({"error": held_error(answer)})
        return
    head = {**_head(asked, answer, handling), "object": "chat.completion.chunk"}
    delta = _message(asked, answer, handling)
    if asked.tool:
        delta["tool_calls"] = [{"index": 0, **call} for call in delta["tool_calls"]]
    delta = {name: value for name, value in delta.items() if value is not None}
    first = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}
    yield event({**head, "choices": [first], "consensus": answer.evidence})
    last = {"index": 0, "delta": {}, "logprobs": None, "finish_reason": _finish(asked, handling)}
    yield event({**head, "choices": [last]})
    if asked.with_usage:
        yield event({**head, "choices": [], "usage": _usage(answer)})
    yield "data: [DONE]\n\n"


def stream_headers(answer: GivenAnswer) -> Mapping[str, str]:
    """Of a stream whose answer is known when it begins."""
    return _headers(answer)


def is_error(asked: ChatRequest, answer: GivenAnswer) -> bool:
    """Whether nothing but an error is sent."""
    return _handling(asked, answer) is OnDisagreement.ERROR


def event(value: Mapping[str, Any]) -> str:
    """One event of a stream."""
    return f"data: {_text(value)}\n\n"


def held_error(answer: GivenAnswer) -> dict[str, Any]:
    """The error of an answer that is not accepted, with its evidence."""
    why = answer.why
    said = " ".join([_MESSAGES[why], *map(as_sentence, answer.reasons[:1]), f"See {answer.evidence['answer_url']}."])
    return {"message": said, "type": "consensus_error", "param": None, "code": why, "consensus": answer.evidence}


def _handling(asked: ChatRequest, answer: GivenAnswer) -> OnDisagreement | None:
    """What is sent instead of an accepted answer; None for one."""
    if answer.status is AnswerStatus.ACCEPTED:
        return None
    if asked.on_disagreement is OnDisagreement.REFUSAL and not asked.stream:
        return OnDisagreement.REFUSAL
    if asked.on_disagreement is OnDisagreement.BEST and answer.leading is not None:
        return OnDisagreement.BEST
    return OnDisagreement.ERROR


def _message(asked: ChatRequest, answer: GivenAnswer, handling: OnDisagreement | None) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": None, "refusal": None}
    if handling is OnDisagreement.REFUSAL:
        return message | {"refusal": " ".join([f"{answer.why}: {_MESSAGES[answer.why]}", *answer.reasons[:1]])}
    value = answer.value if handling is None else answer.leading
    text = json.dumps(value, ensure_ascii=False) if asked.is_structured else str(value)
    if not asked.tool:
        return message | {"content": text}
    called = {"id": f"call_{answer.completion.id[-24:]}", "type": "function"}
    return message | {"tool_calls": [called | {"function": {"name": asked.tool, "arguments": text}}]}


def _finish(asked: ChatRequest, handling: OnDisagreement | None) -> str:
    if handling is OnDisagreement.REFUSAL:
        # With a schema, clients look for a refusal only where the answer ended in an ordinary way.
        return "stop" if asked.is_structured else "content_filter"
    return "tool_calls" if asked.tool else "stop"


def _head(asked: ChatRequest, answer: GivenAnswer, handling: OnDisagreement | None) -> dict[str, Any]:
    mark = "" if handling is None else "unverified:"
    return {
        "id": answer.completion.id,
        "created": int(datetime.fromisoformat(answer.completion.created_at).timestamp()),
        "model": asked.model,
        "system_fingerprint": f"{mark}{answer.fingerprint}",
    }


def _headers(answer: GivenAnswer) -> dict[str, str]:
    # What a person accepted is accepted.
    verdict = Outcome.ACCEPTED if answer.status is AnswerStatus.ACCEPTED else answer.verdict or Outcome.REVIEW
    return {"x-consensus-verdict": verdict.value, "x-consensus-answer": answer.completion.id}


def _usage(answer: GivenAnswer) -> dict[str, int]:
    asked, given = answer.tokens
    return {"prompt_tokens": asked, "completion_tokens": given, "total_tokens": asked + given}


def _json(value: Mapping[str, Any], status: int, headers: Mapping[str, str]) -> Response:
    return Response(_text(value), status, headers=dict(headers), media_type="application/json")


def _text(value: Mapping[str, Any]) -> str:
    """JSON; lone surrogates, which it can hold and UTF-8 cannot, are escaped."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
