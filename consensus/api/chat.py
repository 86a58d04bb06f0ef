"""POST /v1/chat/completions: one text in OpenAI's shape, answered once independent models agree."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from consensus.api import chat_reply
from consensus.api.access import Api, Submitter
from consensus.api.chat_request import PREFIX, ChatRequest, read_chat_request
from consensus.api.requests import on_loop
from consensus.domain import strict_json
from consensus.errors import ConsensusError, TooLargeError, UsageError
from consensus.service.answers import GivenAnswer
from consensus.service.completions import Asker
from consensus.telemetry import unforeseen

router = APIRouter(tags=["chat"])

#: Seconds that the head of a stream waits for the verdict, and between comments that keep the line open afterwards.
HOLD_SECONDS = 10.0
#: Bytes of a request: texts come one at a time; documents go to POST /v1/jobs.
_MOST_BYTES = 2_000_000
_BODY: dict[str, Any] = {
    "type": "object",
    "required": ["model", "messages"],
    "properties": {
        "model": {"type": "string", "description": f"{PREFIX}POLICY, for a translation {PREFIX}POLICY:FROM-TO."},
        "messages": {"type": "array", "items": {"type": "object"}, "description": "One message of the user."},
        "response_format": {"type": "object", "description": "A JSON Schema, for an extraction."},
        "tools": {"type": "array", "items": {"type": "object"}, "description": "One function, for an extraction."},
        "stream": {"type": "boolean"},
        "metadata": {"type": "object", "description": "from, to, batch, on_disagreement."},
    },
}
_OPENAPI = {"requestBody": {"required": True, "content": {"application/json": {"schema": _BODY}}}}


@router.post("/v1/chat/completions", operation_id="complete", openapi_extra=_OPENAPI, response_model=None)
async def complete(request: Request, service: Api, by: Submitter) -> Response:
    """A completion as OpenAI's API gives it; 409 for an answer that is held, unless on_disagreement says otherwise."""
    asked = read_chat_request(await _body(request), request.headers.get("x-consensus-on-disagreement"))
    asker = Asker(by.tenant, by.key_id)
    completion = await on_loop(request, service.completions.ask(asked.question, asker, asked.model))
    waiting = asyncio.create_task(on_loop(request, service.completions.settled(completion)))
    if not asked.stream:
        return chat_reply.respond(asked, await waiting)
    await asyncio.wait({waiting}, timeout=HOLD_SECONDS)
    if not waiting.done():
        return StreamingResponse(_late(asked, waiting), media_type="text/event-stream")
    answer = await waiting
    if chat_reply.is_error(asked, answer):
        return chat_reply.respond(asked, answer)
    lines, headers = chat_reply.chunks(asked, answer), chat_reply.stream_headers(answer)
    return StreamingResponse(lines, media_type="text/event-stream", headers=headers)


async def _late(asked: ChatRequest, waiting: asyncio.Task[GivenAnswer]) -> AsyncIterator[str]:
    """Comments until the verdict, then all of the answer, or an error: a stream never ends without either."""
    try:
        while not waiting.done():
            yield ": the models have not all answered yet\n\n"
            await asyncio.wait({waiting}, timeout=HOLD_SECONDS)
        error = waiting.exception()
        if error is None:
            for line in chat_reply.chunks(asked, waiting.result()):
                yield line
        else:
            known = error if isinstance(error, ConsensusError) else unforeseen(error)
            yield chat_reply.event(chat_reply.error_body(known))
    finally:
        waiting.cancel()  # the client went away; the job goes on


async def _body(request: Request) -> Any:
    """The JSON of a request. Raises TooLargeError, UsageError."""
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _MOST_BYTES:
            do = "Hand documents in with POST /v1/jobs."
            raise TooLargeError(f"the request has more than {_MOST_BYTES:,} bytes", where="body", do=do)
    try:
        value = strict_json.loads(content.decode("utf-8"))
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # fails for half a character, which an escape can write
    except UnicodeEncodeError:
        do = "Write characters beyond U+FFFF as themselves, or as two escapes."
        raise UsageError("the body holds half a character", where="body", do=do) from None
    except ValueError as error:
        what = "is no UTF-8" if isinstance(error, UnicodeDecodeError) else f"is no JSON: {error}"
        raise UsageError(f"the body {what}", where="body", do="Send a JSON object in UTF-8.") from None
    return value
