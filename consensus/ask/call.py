"""One attempt at one request to one model: cache, limiter, deadline, and the journal before and after it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import cast

from consensus.ask import call_metrics
from consensus.ask.context import AskContext, Round
from consensus.ask.hedging import Shot, race
from consensus.ask.sizes import sent_text, tokens_in
from consensus.domain import Ask, Call, CallState, HostOutcome, ModelReply, ModelRequest, ModelSpec, Money
from consensus.domain.making import changed, maker
from consensus.errors import CallError, CallFault, ConsensusError
from consensus.normalize.digests import digest
from consensus.ports.models import ModelClient, Prepared
from consensus.telemetry import Span

_LOG = logging.getLogger(__name__)
#: Faults that asking the same model about something else would only repeat. An empty account is the breaker's.
_LASTING = frozenset({CallFault.KEY_REFUSED, CallFault.NOT_A_MODEL})
#: Tokens a character may count for, at most, and tokens that a provider may add to what is sent and written.
_TOKENS_A_CHARACTER, _HIDDEN_TOKENS = 4, 4096
#: Characters to a token, for the estimate that a rate in tokens needs beforehand.
_CHARS_PER_TOKEN = 3

_call = maker(Call)


@dataclass(slots=True)
class Deadline:
    """Seconds left for one ask. Waiting for a place at the host is not counted."""

    left: float

    def spend(self, seconds: float) -> None:
        self.left -= seconds


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply and the call that brought it. saw: numbers of the pages whose pictures went along."""

    call_id: str
    reply: ModelReply
    saw: tuple[int, ...] = ()


def limit_key(spec: ModelSpec) -> str:
    """What shares one limit; each embedded model is a server of its own."""
    return f"embedded/{spec.name}" if spec.source == "embedded" else spec.host_key


async def from_cache(call: Call, request: ModelRequest, now: Round) -> Sent | None:
    """The answer to the very same request in the journal, where the policy allows it; noted as a call that cost 0."""
    context, days = now.context, now.context.policy.asking.cache_days
    if days <= 0:
        return None
    since = (context.clock.now() - timedelta(days=days)).isoformat()
    found = await asyncio.to_thread(context.journal.cached, call.request_digest, since)
    if found is None or found.reply is None or found.reply.finish_reason != "stop" or not found.reply.text:
        return None
    call = _named(changed(call, cached=found.id), now)
    await now.journal.write(call)
    reply = changed(found.reply, cost=Decimal(0), latency=0.0, tokens_in=0, tokens_out=0)
    ended = context.clock.now().isoformat()
    await now.journal.write(changed(call, state=CallState.SETTLED, reply=reply, ended=ended))
    call_metrics.reused(call, request)
    return Sent(call.id, reply, found.saw)


async def attempt(call: Call, request: ModelRequest, deadline: Deadline, now: Round) -> Sent:
    """One attempt, or where the policy allows a second beside it when it is slow for this member."""
    context = now.context
    after = context.deployments.of(request.spec).slow_after() if context.policy.asking.hedge else None
    if after is None or request.spec.source != "litellm":
        return await _attempt(call, request, deadline, now)
    return await race(lambda shot: _attempt(call, request, deadline, now, shot), after, context.clock)


async def _attempt(call: Call, request: ModelRequest, deadline: Deadline, now: Round, shot: Shot | None = None) -> Sent:
    """One journalled call: written down first, then sent as soon as its host has a place."""
    key, shot = limit_key(request.spec), shot or Shot()
    async with now.admission.of(key) as leave:
        _refuse(request, deadline, now)
        call = await _begin(changed(call, hedge=shot.hedge), now)
        began = now.context.clock.monotonic()
        try:
            async with now.context.limiter.slot(key, _estimate(call, request)):
                leave()
                call_metrics.waited(key, now.context.clock.monotonic() - began)
                written, fault = await _in_place(call, request, deadline, now, shot)
        except BaseException:
            if not shot.sent.is_set():
                now.budget.settle(call, Decimal(0))
                now.journal.withdraw(call)
            raise
    # The place at the host is not needed while the disk writes.
    ended = await written
    now.budget.settle(ended)
    call_metrics.budget_is(now.context.policy.name, now.budget.document_used)
    if fault is not None:
        raise fault
    assert ended.reply is not None
    return Sent(ended.id, ended.reply, ended.saw)


async def _in_place(
    call: Call, request: ModelRequest, deadline: Deadline, now: Round, shot: Shot
) -> tuple[Awaitable[Call], CallError | None]:
    """Send it. When cancelled it stays reserved: nobody knows whether it was answered."""
    context = now.context
    # Asked again, because many wait for a place while the first learns that the key is refused.
    seconds = _refuse(request, deadline, now)
    breaker = context.deployments.of(request.spec).breaker
    admitted = breaker.admit(context.clock.monotonic())
    shot.sent.set()
    now.calls += 1
    try:
        with call_metrics.observed(call, request) as span:
            ended, fault = await _answer(call, changed(request, timeout=seconds), deadline, now, span)
    except BaseException:
        breaker.dropped(admitted)
        now.budget.settle(call)  # sent or not, nobody knows: it counts with its worst case
        if shot.lost:
            _write_loser(call, now)
        raise
    context.standing.ended(ended)
    if fault is None:
        breaker.answered()
    else:
        breaker.failed(fault, admitted, context.clock.monotonic(), context.policy.asking)
    call_metrics.breaker_is(request.spec, breaker)
    context.limiter.feedback(limit_key(request.spec), _outcome(call, request, ended.reply, fault))
    # Handed over before anything can interrupt.
    return _once_written(ended, now.journal.write(ended)), fault


async def _once_written(call: Call, written: Awaitable[None]) -> Call:
    await written
    return call


def _refuse(request: ModelRequest, deadline: Deadline, now: Round) -> float:
    """Seconds that the call may take. Raises CallError where there is no use in it."""
    now.refusals.check(request.spec.name)
    seconds = min(request.timeout, deadline.left)
    if seconds <= 0:
        raise CallError(CallFault.TIMEOUT, "the deadline of the ask passed before an answer came.")
    now.context.deployments.of(request.spec).breaker.check(now.context.clock.monotonic())
    return seconds


async def _answer(
    call: Call, request: ModelRequest, deadline: Deadline, now: Round, span: Span
) -> tuple[Call, CallError | None]:
    """The call with its end: a reply, or the fault."""
    clock = now.context.clock
    began, reply, fault = clock.monotonic(), None, None
    try:
        client = await _client(request.spec, now.context)
        began = clock.monotonic()
        reply = await _complete(client, request)
    except CallError as error:
        fault = error
        if error.fault in _LASTING:
            now.refusals.refused(request.spec.name, error)
    latency = clock.monotonic() - began
    deadline.spend(latency)
    ended = changed(call, ended=clock.now().isoformat())
    if reply is not None:
        now.refusals.answered(request.spec.name)
        now.context.deployments.of(request.spec).latencies.append(latency)
        reply = changed(billed(reply, call, request), latency=latency)
        call_metrics.answered(request.spec, reply, span)
        now.context.on_reply(request.spec, reply)
        return changed(ended, state=CallState.SETTLED, reply=reply), None
    assert fault is not None
    call_metrics.failed(request.spec, fault, latency, span)
    return changed(ended, state=CallState.FAILED, fault=fault.fault.value, error=str(fault)), fault


def _write_loser(call: Call, now: Round) -> None:
    """A call that was cancelled for a quicker one; it may have been answered and billed all the same."""
    if call.id:
        ended = now.context.clock.now().isoformat()
        what = "another request for the same was quicker."
        now.journal.write(
            changed(call, state=CallState.FAILED, fault=CallFault.CANCELLED.value, error=what, ended=ended)
        )


def _named(call: Call, now: Round) -> Call:
    """The call with its id. Its start is part of it: a killed run's reservation stays as it is."""
    started = now.context.clock.now().isoformat()
    name = digest(call.job_id, call.ask_id, call.member, call.attempt, started, call.hedge)
    repeats = now.under_way.pop((call.ask_id, call.member), "")
    return changed(call, id=name, started=started, repeats=repeats)


async def _begin(call: Call, now: Round) -> Call:
    """Write the call down before it is sent."""
    call = _named(call, now)
    await now.budget.reserve(call, now.journal.write, lambda wanted, ceiling: _admit(wanted, ceiling, now))
    return call


async def _admit(call: Call, ceiling: Money, now: Round) -> bool:
    return await asyncio.to_thread(now.context.journal.reserve_within, call, ceiling)


async def _client(spec: ModelSpec, context: AskContext) -> ModelClient:
    """The member's client, ready: what it loads first makes no call slow."""
    with _as_call_error():
        client = context.client_for(spec)
        # Not isinstance: a protocol is walked through member by member, for every call.
        if hasattr(client, "ready"):
            await cast(Prepared, client).ready(spec)
        return client


async def _complete(client: ModelClient, request: ModelRequest) -> ModelReply:
    try:
        with _as_call_error():
            async with asyncio.timeout(request.timeout):
                return await client.complete(request)
    except TimeoutError as error:
        raise CallError(CallFault.TIMEOUT, f"no answer within {request.timeout:.0f} s.") from error


@contextmanager
def _as_call_error() -> Iterator[None]:
    """Everything that a client can do wrong becomes a CallError."""
    try:
        yield
    except (CallError, TimeoutError):
        raise
    except ConsensusError as error:
        # The client itself cannot be had (a server that does not start): no use in asking it for every unit.
        raise CallError(CallFault.NOT_A_MODEL, error.what, where=error.where, do=error.do) from error
    except Exception as error:
        # A fault in one client must not end the job of all the others.
        _LOG.warning("a client failed with %s", type(error).__name__)
        what = "the call could not be made, by a fault of this program; the log says where."
        raise CallError(CallFault.BAD_REQUEST, what) from error


def call_of(ask: Ask, asked_as: str, request: ModelRequest, context: AskContext) -> Call:
    """The first attempt at a request, not yet begun."""
    sent = sent_text(request)
    spec, stop = request.spec, list(request.stop)
    model = (spec.model, spec.base_url, spec.recorded_file)
    asked = digest(sent, model, request.response_schema, request.max_tokens, request.temperature, stop)
    return _call(
        id="",
        job_id=context.job_id,
        ask_id=ask.id,
        member=asked_as,
        attempt=1,
        request_digest=asked,
        sent=sent,
        prompt_id=request.prompt_id,
        state=CallState.RESERVED,
        started="",
        reserved_cost=spec.price_of(tokens_in(request, sent), request.max_tokens),
        saw=tuple(picture.page for picture in request.pictures),
    )


def billed(reply: ModelReply, call: Call, request: ModelRequest) -> ModelReply:
    """With its cost. A usage that the request could not have would book the budget away: it counts as reserved."""
    pictures = sum(picture.tokens for picture in request.pictures)
    beyond = (reply.tokens_in or 0) - _TOKENS_A_CHARACTER * (len(call.sent) + pictures) - _HIDDEN_TOKENS
    if beyond > 0 and request.response_schema:
        beyond -= _TOKENS_A_CHARACTER * len(json.dumps(request.response_schema))
    if beyond <= 0 and (reply.tokens_out or 0) <= request.max_tokens + _HIDDEN_TOKENS:
        return changed(reply, cost=_cost(reply, request.spec))
    return changed(reply, tokens_in=None, tokens_out=None, cost=call.reserved_cost)


def _cost(reply: ModelReply, spec: ModelSpec) -> Money | None:
    """The client's figure, unless the policy names prices or the client knows none.

    At an address of its own a model costs what the plan says, or nobody knows: the client goes by the name alone.
    """
    unlisted = spec.base_url is not None and (spec.price_in is None or spec.price_out is None)
    told = None if unlisted or spec.price_ruled else reply.cost
    if told is not None or reply.tokens_in is None or reply.tokens_out is None:
        return told
    return spec.price_of(reply.tokens_in, reply.tokens_out)


def _estimate(call: Call, request: ModelRequest) -> int:
    """Tokens that the call will use: what is sent, and about as much as answer, at most what it may be."""
    sent = len(call.sent) // _CHARS_PER_TOKEN
    return sent + min(sent, request.max_tokens) + sum(picture.tokens for picture in request.pictures)


def _outcome(call: Call, request: ModelRequest, reply: ModelReply | None, fault: CallError | None) -> HostOutcome:
    if reply is None or fault is not None:
        limited = fault is not None and fault.fault is CallFault.RATE_LIMITED
        return HostOutcome(limited=limited, retry_after=fault.retry_after if fault else None)
    used = (reply.tokens_in or 0) + (reply.tokens_out or 0)
    beyond = used - _estimate(call, request) if used else 0
    return HostOutcome(requests_left=reply.requests_left, tokens=beyond)
