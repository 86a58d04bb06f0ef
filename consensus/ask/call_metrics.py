"""What is said of calls to whoever watches: names, counts and seconds, never what was sent or answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from consensus import telemetry
from consensus.ask.breaker import Breaker
from consensus.domain import Call, ModelKind, ModelReply, ModelRequest, ModelSpec
from consensus.errors import CallError
from consensus.telemetry import host_name, plain_name
from consensus.telemetry.metrics import (
    BREAKER_OPEN,
    BUDGET_USED,
    CALL_SECONDS,
    CALLS,
    COST,
    COST_UNKNOWN,
    PAID_TWICE,
    RATE_WAIT,
    TOKENS,
)

#: How a call can end beside its faults.
ANSWERED, CACHED = "answered", "cached"


@contextmanager
def observed(call: Call, request: ModelRequest) -> Iterator[telemetry.Span]:
    """One call, as a span named by the conventions; lines logged meanwhile carry its id."""
    spec = request.spec
    operation = "text_completion" if spec.kind is ModelKind.COMPLETION else "chat"
    with (
        telemetry.about(call=call.id),
        telemetry.span(
            operation,
            model=spec.model,
            provider=_provider(spec),
            host=host_name(spec.host_key),
            max_tokens=request.max_tokens,
            call_id=call.id,
            member=call.member,
            attempt=call.attempt,
            hedge=call.hedge,
        ) as span,
    ):
        if call.repeats:
            telemetry.count(PAID_TWICE)
        yield span


def answered(spec: ModelSpec, reply: ModelReply, span: telemetry.Span) -> None:
    """A call brought a reply."""
    model = plain_name(spec.name)
    span.set(
        served_model=reply.model, finish=reply.finish_reason, tokens_in=reply.tokens_in, tokens_out=reply.tokens_out
    )
    _ended(spec, ANSWERED, reply.latency)
    telemetry.count(TOKENS, reply.tokens_in or 0, model=model, direction="input")
    telemetry.count(TOKENS, reply.tokens_out or 0, model=model, direction="output")
    if reply.cost is None:
        telemetry.count(COST_UNKNOWN, model=model)
    else:
        telemetry.count(COST, float(reply.cost), model=model)


def failed(spec: ModelSpec, fault: CallError, latency: float, span: telemetry.Span) -> None:
    """A call ended without one."""
    span.set(fault=fault.fault.value)
    _ended(spec, fault.fault.value, latency)


def reused(call: Call, request: ModelRequest) -> None:
    """An earlier answer was taken instead of a call."""
    spec = request.spec
    with telemetry.span("chat", model=spec.model, provider=_provider(spec), call_id=call.id, cached=True):
        telemetry.count(CALLS, host=host_name(spec.host_key), model=plain_name(spec.name), outcome=CACHED)


def waited(host_key: str, seconds: float) -> None:
    """A call got its place at the host."""
    telemetry.observe(RATE_WAIT, seconds, host=host_name(host_key))


def breaker_is(spec: ModelSpec, breaker: Breaker) -> None:
    """How the breaker of a model stands after a call."""
    open_now = float(breaker.is_open)
    telemetry.observe(BREAKER_OPEN, open_now, host=host_name(spec.host_key), model=plain_name(spec.name))


def budget_is(policy: str, used: float | None) -> None:
    """How much of a document's ceiling is spent or held; None without a ceiling."""
    if used is not None:
        telemetry.observe(BUDGET_USED, used, policy=policy, ceiling="document")


def _ended(spec: ModelSpec, outcome: str, latency: float) -> None:
    host, model = host_name(spec.host_key), plain_name(spec.name)
    telemetry.count(CALLS, host=host, model=model, outcome=outcome)
    telemetry.observe(CALL_SECONDS, latency, host=host, model=model)


def _provider(spec: ModelSpec) -> str:
    """The prefix of its LiteLLM name; of an OpenAI-compatible address "openai", as its protocol is."""
    return spec.model.partition("/")[0] if "/" in spec.model else spec.source
