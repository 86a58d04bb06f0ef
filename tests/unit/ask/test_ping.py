"""A ping is written down before it is sent and closed after it, whatever comes; what runs here is not booked."""

from __future__ import annotations

import asyncio

import pytest

from consensus.ask.ping import ping, worst_cost
from consensus.domain import Call, CallState, ModelKind, ModelReply, ModelRequest, ModelSpec
from consensus.errors import CallError, CallFault


class Member:
    """Answers, is refused, or takes too long."""

    def __init__(self, error: CallError | None = None, seconds: float = 0.0) -> None:
        self.error, self.seconds, self.asked = error, seconds, list[ModelRequest]()

    async def complete(self, request: ModelRequest) -> ModelReply:
        self.asked.append(request)
        await asyncio.sleep(self.seconds)
        if self.error:
            raise self.error
        return ModelReply("OK.", "stop", "m", tokens_in=3, tokens_out=2)

    async def aclose(self) -> None:
        """Nothing is open."""


def spec(source: str, kind: ModelKind = ModelKind.CHAT) -> ModelSpec:
    return ModelSpec("m", "m", "f", source=source, kind=kind)


REFUSED = CallError(CallFault.RATE_LIMITED, "Too many.")


@pytest.mark.parametrize(
    ("member", "ends"),
    [
        (Member(), CallState.SETTLED),
        (Member(REFUSED), CallState.FAILED),
        (Member(seconds=30.0), CallState.FAILED),
    ],
)
@pytest.mark.parametrize("source", ["litellm", "embedded", "recorded"])
def test_what_is_booked(source: str, member: Member, ends: CallState) -> None:
    booked: list[Call] = []
    before = len(member.asked)
    if ends is CallState.SETTLED:
        assert asyncio.run(ping(spec(source), member, booked.append, 0.05)).text == "OK."
    else:
        with pytest.raises(CallError) as raised:
            asyncio.run(ping(spec(source), member, booked.append, 0.05))
        assert raised.value.fault is (CallFault.RATE_LIMITED if member.error else CallFault.TIMEOUT)
    assert len(member.asked) == before + 1
    assert [call.state for call in booked] == ([CallState.RESERVED, ends] if source == "litellm" else [])


def test_nothing_is_sent_that_is_not_written_down() -> None:
    def full(call: Call) -> None:
        raise OSError("The disk is full.")

    member = Member()
    with pytest.raises(OSError, match="full"):
        asyncio.run(ping(spec("litellm"), member, full, 1.0))
    assert member.asked == []


@pytest.mark.parametrize(("kind", "messages"), [(ModelKind.CHAT, 1), (ModelKind.COMPLETION, 0)])
def test_a_chat_model_gets_a_message_and_another_a_text_to_go_on_with(kind: ModelKind, messages: int) -> None:
    member = Member()
    asyncio.run(ping(spec("litellm", kind), member, lambda call: None, 1.0))
    (request,) = member.asked
    assert len(request.messages) == messages
    assert bool(request.prompt) is not bool(messages)
    assert request.max_tokens == request.spec.max_output_tokens == 8


def test_the_worst_cost() -> None:
    assert worst_cost(spec("embedded")) == 0
    assert worst_cost(spec("recorded")) == 0
    assert worst_cost(spec("litellm")) is None
