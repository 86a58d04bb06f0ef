"""One short request that shows whether a member answers, or sees. It belongs to no job, and is booked all the same."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from consensus.ask.call import billed
from consensus.ask.sizes import sent_text, tokens_in
from consensus.domain import Call, CallState, ModelKind, ModelReply, ModelRequest, ModelSpec, Money, Picture
from consensus.errors import CallError, CallFault
from consensus.normalize.digests import digest
from consensus.ports.models import ModelClient

#: Tokens that a ping may be answered with.
_TOKENS = 8
#: A number drawn in a PNG file of 112 by 48 pixels, and tokens that it may count for.
_NUMBER = "4719"
_PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAHAAAAAwAQAAAADhw8OKAAAA0UlEQVR42tXSwU3DQBCF4c8bS3BAIR3YnTilUAm4AygJCQ450gGRKIAoJwetdjis"
    "Y0IFiLmN5s2bf2a3CZeR/Ov0ABFlGHWlKyIiUeBLMZLIHko/yeWZxETx5tTsF6vty+J8JLtxnHv3GDd1UqJlcreIdzQXVE8zUE3jEjXRV7d1dS5b"
    "WkSVZexwfT8ipjLEbUSXPUYkJ2ywWiH5TK/1FfMyomfWRJQhDxHdR3QRtbr9dboMa/25d8QP7QRXZ7y6X9vGXD1AaurZz/EeEc0f/atvNuJcAzwB"
    "y3EAAAAASUVORK5CYII="
)
_PICTURE_TOKENS = 255
#: What runs on this machine costs nothing, so that there is nothing to book.
_HERE = frozenset({"embedded", "recorded"})

#: Writes a call down, reserved or ended; whatever it raises, nothing is sent that it did not take.
RecordPing = Callable[[Call], None]


async def ping(
    spec: ModelSpec, client: ModelClient, record: RecordPing, seconds: float, *, picture: bool = False
) -> ModelReply:
    """Ask once; the call is written down with its worst case before it is sent, and with its cost after.

    picture: the number in one is asked for, see ``has_seen``. Raises what the client raises, CallError when no answer
    comes within so many seconds.
    """
    request = _pictured(_request(spec, seconds)) if picture else _request(spec, seconds)
    call = _call(request)
    booked = spec.source not in _HERE
    if booked:
        await asyncio.to_thread(record, call)
    try:
        async with asyncio.timeout(seconds):
            reply = billed(await client.complete(request), call, request)
    except TimeoutError as error:
        fault = CallError(CallFault.TIMEOUT, f"No answer within {seconds:.0f} s.")
        await _failed(call, fault, record if booked else None)
        raise fault from error
    except CallError as error:
        await _failed(call, error, record if booked else None)
        raise
    if booked:
        await asyncio.to_thread(record, replace(call, state=CallState.SETTLED, reply=reply, ended=_now()))
    return reply


def has_seen(reply: ModelReply) -> bool:
    """Whether the answer to a ping with a picture shows that it was read: nobody guesses four digits."""
    return _NUMBER in "".join(reply.text.split())


def worst_cost(spec: ModelSpec) -> Money | None:
    """US dollars that a ping may cost at most; None when a price is unknown."""
    return Money(0) if spec.source in _HERE else _call(_request(spec, 1.0)).reserved_cost


async def _failed(call: Call, error: CallError, record: RecordPing | None) -> None:
    if record is not None:
        ended = replace(call, state=CallState.FAILED, fault=error.fault.value, error=str(error), ended=_now())
        await asyncio.to_thread(record, ended)


def _request(spec: ModelSpec, seconds: float) -> ModelRequest:
    request = ModelRequest(spec=replace(spec, max_output_tokens=_TOKENS), max_tokens=_TOKENS, timeout=seconds)
    if spec.kind is ModelKind.CHAT:
        return replace(request, messages=({"role": "user", "content": "Say OK."},))
    return replace(request, prompt="One, two,")


def _pictured(request: ModelRequest) -> ModelRequest:
    said = {"role": "user", "content": "Which number is in the picture? Answer with its digits alone."}
    return replace(request, messages=(said,), pictures=(Picture(1, _PICTURE_TOKENS, b64decode(_PICTURE)),))


def _call(request: ModelRequest) -> Call:
    spec, sent, started = request.spec, sent_text(request), _now()
    return Call(
        id=digest("ping", spec.name, started)[:12],
        job_id="",
        ask_id="ping",
        member=spec.name,
        attempt=1,
        request_digest="",
        sent=sent,
        prompt_id="ping",
        state=CallState.RESERVED,
        started=started,
        reserved_cost=spec.price_of(tokens_in(request, sent), request.max_tokens),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat()
