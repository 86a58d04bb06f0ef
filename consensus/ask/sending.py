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
        try:
            return await _attempt(_call(ask, asked_as, attempt, request, now.context), request, deadline, now)
        except CallError as error:
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
    clock = now.context.clock
    async with now.context.limiter.slot(limit_key(request.spec)):
        # Asked here, because many wait for a place while the first learns that the key is refused.
        if request.spec.name in now.refused:
            raise now.refused[request.spec.name]
        seconds = min(request.timeout, deadline.left)
        if seconds <= 0:
            raise CallError(CallFault.TIMEOUT, "the deadline of the ask passed before an answer came.")
        call = await _begin(call, now)
        began = clock.monotonic()
        try:
            reply, fault = await _complete(replace(request, timeout=seconds), now.context), None
        except CallError as error:
            reply, fault = None, error
            if error.fault in _LASTING:
                now.refused[request.spec.name] = error
        latency = clock.monotonic() - began
        deadline.spend(latency)
        ended = replace(call, ended=clock.now().isoformat())
        if reply is not None:
            reply = replace(reply, latency=latency)
            ended = replace(ended, state=CallState.SETTLED, reply=reply)
        elif fault is not None:
            ended = replace(ended, state=CallState.FAILED, fault=fault.fault.value, error=str(fault))
        # Handed over before anything can interrupt; the place at the host is not needed while the disk writes.
        written = now.journal.write(ended)
    await written
    if reply is None:
        assert fault is not None
        raise fault
    return Sent(call.id, reply)


async def _begin(call: Call, now: Round) -> Call:
    """Write the call down before it is sent. Its start is part of its id: a killed run's reservation stays as it is."""
    started = now.context.clock.now().isoformat()
    call = replace(call, id=digest(call.job_id, call.ask_id, call.member, call.attempt, started), started=started)
    await now.journal.write(call)
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
