"""One request to one model: limiter, deadline, retries, and the journal before and after every attempt."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace

from consensus.ask.context import AskContext, Round
from consensus.canon.digests import digest
from consensus.domain import Ask, Call, CallState, ModelReply, ModelRequest, ModelSpec
from consensus.errors import CallError, CallFault, ConsensusError

#: Longest wait that a provider's Retry-After is honoured for, in seconds; beyond it the member abstains at once.
LONGEST_WAIT = 60.0
_FIRST_WAIT, _WAIT_CAP = 0.5, 20.0
#: Faults that asking the same model about something else would only repeat.
_LASTING = frozenset({CallFault.KEY_REFUSED, CallFault.QUOTA, CallFault.NOT_A_MODEL})


@dataclass(slots=True)
class Deadline:
    """Seconds left for one ask. Waiting for a place at the host is not counted."""

    left: float

    def spend(self, seconds: float) -> None:
        self.left -= seconds


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply and the call that brought it."""

    call_id: str
    reply: ModelReply


async def send(ask: Ask, request: ModelRequest, asked_as: str, deadline: Deadline, now: Round) -> Sent:
    """Ask until an answer comes, the attempts are used up, or the deadline passes. Raises CallError.

    asked_as: the name under which the calls stand in the journal. A reply settled by an earlier run is returned as is.
    """
    earlier = now.settled.get((ask.id, asked_as))
    if earlier is not None and earlier.reply is not None:
        return Sent(earlier.id, earlier.reply)
    attempts = now.context.policy.asking.attempts
    for attempt in range(1, attempts + 1):
        if request.spec.name in now.refused:
            raise now.refused[request.spec.name]
        try:
            return await _attempt(_call(ask, asked_as, attempt, request, now.context), request, deadline, now)
        except CallError as error:
            if error.fault in _LASTING:
                now.refused[request.spec.name] = error
            wait = _wait(error, attempt, now.context)
            if not error.retryable or attempt == attempts or wait > min(deadline.left, LONGEST_WAIT):
                raise
        began = now.context.clock.monotonic()
        await now.context.clock.sleep(wait)
        deadline.spend(now.context.clock.monotonic() - began)
    raise AssertionError("the last attempt returns or raises")


def limit_key(spec: ModelSpec) -> str:
    """What shares one limit; each embedded model is a server of its own."""
    return f"embedded/{spec.name}" if spec.source == "embedded" else spec.host_key


async def _attempt(call: Call, request: ModelRequest, deadline: Deadline, now: Round) -> Sent:
    """One journalled call. When cancelled it stays reserved: nobody knows whether it was answered."""
    context = now.context
    async with context.limiter.slot(limit_key(request.spec)):
        seconds = min(request.timeout, deadline.left)
        if seconds <= 0:
            raise CallError(CallFault.TIMEOUT, "the deadline of the ask passed before an answer came.")
        call = _begin(call, now)
        began = context.clock.monotonic()
        try:
            reply = await _complete(replace(request, timeout=seconds), context)
        except CallError as error:
            ended = context.clock.now().isoformat()
            failed = replace(call, state=CallState.FAILED, ended=ended, fault=error.fault.value, error=str(error))
            context.journal.settle(failed)
            raise
        finally:
            deadline.spend(context.clock.monotonic() - began)
        reply = replace(reply, latency=context.clock.monotonic() - began)
        ended = context.clock.now().isoformat()
        context.journal.settle(replace(call, state=CallState.SETTLED, ended=ended, reply=reply))
    return Sent(call.id, reply)


def _begin(call: Call, now: Round) -> Call:
    """Write the call down before it is sent. Its start is part of its id: a killed run's reservation stays as it is."""
    started = now.context.clock.now().isoformat()
    call = replace(call, id=digest(call.job_id, call.ask_id, call.member, call.attempt, started), started=started)
    now.context.journal.reserve(call)
    now.calls += 1
    return call


async def _complete(request: ModelRequest, context: AskContext) -> ModelReply:
    """The client's reply; everything it can do wrong becomes a CallError."""
    try:
        async with asyncio.timeout(request.timeout):
            return await context.client_for(request.spec).complete(request)
    except TimeoutError as error:
        raise CallError(CallFault.TIMEOUT, f"no answer within {request.timeout:.0f} s.") from error
    except CallError:
        raise
    except ConsensusError as error:
        # The client itself cannot be had (a server that does not start): no use in asking it for every unit.
        raise CallError(CallFault.NOT_A_MODEL, error.what, where=error.where, do=error.do) from error
    except Exception as error:
        # A fault in one client must not end the job of all the others.
        raise CallError(CallFault.BAD_REQUEST, f"the client failed with {type(error).__name__}.") from error


def _call(ask: Ask, asked_as: str, attempt: int, request: ModelRequest, context: AskContext) -> Call:
    sent = json.dumps(
        request.prompt if request.prompt is not None else [dict(message) for message in request.messages],
        ensure_ascii=False,
    )
    asked = digest(sent, request.spec.model, request.response_schema, request.max_tokens, request.temperature)
    return Call(
        id="",
        job_id=context.job_id,
        ask_id=ask.id,
        member=asked_as,
        attempt=attempt,
        request_digest=asked,
        sent=sent,
        prompt_id=request.prompt_id,
        state=CallState.RESERVED,
        started="",
    )


def _wait(error: CallError, attempt: int, context: AskContext) -> float:
    """Seconds until the next attempt: what the provider asks for, else doubling; jittered, so that a crowd spreads."""
    jitter = context.jitter()
    if error.retry_after is not None:
        return error.retry_after + jitter * 0.5
    doubled: float = min(_WAIT_CAP, _FIRST_WAIT * 2 ** (attempt - 1))
    return doubled * (0.5 + jitter)
