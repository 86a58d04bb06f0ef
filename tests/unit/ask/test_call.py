"""What one call costs, what its host learns of it, how long the next waits, and when a member is left alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from consensus.ask.budget import _Account
from consensus.ask.call import _estimate, _outcome, billed, call_of, limit_key
from consensus.ask.refusals import IN_A_ROW, Refusals
from consensus.domain import Ask, Call, ModelReply, ModelRequest, ModelSpec, Task
from consensus.errors import CallError, CallFault

PRICES = {"price_in": Decimal(1), "price_out": Decimal(2)}
ASK = Ask("a", "doc", Task.TRANSLATE, ("u",), ("text",), ("",))


class _Context:
    """As much of a context as a call's name needs."""

    job_id = "job"


def request(max_tokens: int = 100, **spec: Any) -> ModelRequest:
    said = {"role": "user", "content": "x" * 300}
    member = ModelSpec("m", "openai/m", "f", **spec)
    return ModelRequest(member, messages=(said,), prompt_id="test", max_tokens=max_tokens)


def call(asked: ModelRequest) -> Call:
    return call_of(ASK, "m", asked, _Context())  # type: ignore[arg-type]


def reply(**more: Any) -> ModelReply:
    return ModelReply("text", "stop", "m", **more)


@pytest.mark.parametrize(("source", "key"), [("embedded", "embedded/m"), ("litellm", None), ("recorded", None)])
def test_each_embedded_model_has_a_limit_of_its_own(source: str, key: str | None) -> None:
    spec = ModelSpec("m", "openai/m", "f", source=source)
    assert limit_key(spec) == (key or spec.host_key)
    assert (limit_key(spec) == limit_key(ModelSpec("n", "openai/n", "f", source=source))) is (key is None)


@pytest.mark.parametrize(
    ("spec", "used", "told", "cost"),
    [
        ({}, (10, 20), "0.5", "0.5"),  # the client's figure
        (PRICES, (10, 20), "0.5", "0.5"),
        ({**PRICES, "price_ruled": True}, (10, 20), "0.5", "0.00005"),  # the policy's prices come first
        (PRICES, (10, 20), None, "0.00005"),
        (PRICES, (None, 20), None, None),
        (PRICES, (10, None), None, None),
        ({}, (10, 20), None, None),
        ({**PRICES, "base_url": "http://h/v1"}, (10, 20), "0.5", "0.5"),
        ({"price_in": Decimal(1), "base_url": "http://h/v1"}, (10, 20), "0.5", None),
        ({"price_out": Decimal(1), "base_url": "http://h/v1"}, (10, 20), "0.5", None),
        ({"base_url": "http://h/v1"}, (10, 20), "0.5", None),  # the client goes by the name alone
    ],
    ids=str,
)
def test_what_a_call_is_booked_at(
    spec: dict[str, Any], used: tuple[Any, Any], told: str | None, cost: str | None
) -> None:
    asked = request(**spec)
    given = reply(tokens_in=used[0], tokens_out=used[1], cost=None if told is None else Decimal(told))
    found = billed(given, call(asked), asked)
    assert found.cost == (None if cost is None else Decimal(cost))
    assert (found.tokens_in, found.tokens_out) == used


@pytest.mark.parametrize(("too_many_in", "too_many_out"), [(0, 0), (1, 0), (0, 1)])
def test_a_usage_that_the_request_could_not_have_counts_as_reserved(too_many_in: int, too_many_out: int) -> None:
    asked = request(**PRICES)
    one = call(asked)
    most_in, most_out = 4 * len(one.sent) + 4096, 100 + 4096
    found = billed(reply(tokens_in=most_in + too_many_in, tokens_out=most_out + too_many_out), one, asked)
    if too_many_in or too_many_out:
        assert (found.tokens_in, found.tokens_out, found.cost) == (None, None, one.reserved_cost)
    else:
        assert (found.tokens_in, found.tokens_out) == (most_in, most_out)
        assert found.cost == asked.spec.price_of(most_in, most_out)


@pytest.mark.parametrize(
    ("fault", "limited", "after"),
    [
        (CallError(CallFault.RATE_LIMITED, "busy", retry_after=3.0), True, 3.0),
        (CallError(CallFault.RATE_LIMITED, "busy"), True, None),
        (CallError(CallFault.UNAVAILABLE, "down", retry_after=4.0), False, 4.0),
    ],
    ids=str,
)
def test_what_a_host_learns_of_a_failure(fault: CallError, limited: bool, after: float | None) -> None:
    asked = request()
    found = _outcome(call(asked), asked, None, fault)
    assert (found.limited, found.retry_after, found.tokens) == (limited, after, 0)


@pytest.mark.parametrize(
    ("used", "beyond"), [((400, 100), True), ((None, None), False), ((0, 0), False), ((None, 7), True)]
)
def test_what_a_host_learns_of_an_answer(used: tuple[int | None, int | None], beyond: bool) -> None:
    asked = request()
    one = call(asked)
    found = _outcome(one, asked, reply(tokens_in=used[0], tokens_out=used[1], requests_left=9), None)
    assert (found.limited, found.requests_left) == (False, 9)
    assert found.tokens == (sum(n or 0 for n in used) - _estimate(one, asked) if beyond else 0)


def test_a_member_that_was_never_heard_is_left_alone_after_one_refusal() -> None:
    refusals, error = Refusals(), CallError(CallFault.KEY_REFUSED, "no")
    refusals.check("m")
    refusals.refused("m", error)
    with pytest.raises(CallError):
        refusals.check("m")
    refusals.check("another")
    refusals.answered("m")
    for _ in range(IN_A_ROW - 1):
        refusals.refused("m", error)
        refusals.check("m")
    refusals.refused("m", error)
    with pytest.raises(CallError):
        refusals.check("m")


@pytest.mark.parametrize(
    ("booked", "held", "amount", "takes", "never"),
    [
        (0, 0, 10, True, False),
        (0, 0, 11, False, True),
        (4, 3, 3, True, False),
        (4, 3, 4, False, False),
        (4, 3, 7, False, True),
    ],
)
def test_what_a_ceiling_takes(booked: int, held: int, amount: int, takes: bool, never: bool) -> None:
    account = _Account("unit", Decimal(10), Decimal(booked), Decimal(held))
    assert (account.takes(Decimal(amount)), account.never_takes(Decimal(amount))) == (takes, never)
