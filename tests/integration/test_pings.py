"""Whatever a ping may cost is in the books before it is sent, and counts under the day's ceiling."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from consensus.ask.ping import ping, worst_cost
from consensus.domain import Call, CallState, ModelReply, ModelRequest, ModelSpec, summarize_costs
from consensus.errors import CallError, CallFault, StoreError
from consensus.storage.store import SqlStore

SPEC = ModelSpec("gpt", "openai/gpt", "openai", price_in=Decimal(100), price_out=Decimal(1000))


class Client:
    """Answers, or fails; notes what the books say while it is asked."""

    def __init__(self, store: SqlStore, fails: Exception | None = None, tokens: int | None = 3) -> None:
        self.store, self.fails, self.tokens = store, fails, tokens
        self.while_asked: list[Any] = []

    async def complete(self, request: ModelRequest) -> ModelReply:
        self.while_asked.append(summarize_costs(list(self.store.spending())).total)
        if self.fails is not None:
            raise self.fails
        return ModelReply("OK", "stop", "gpt-1", tokens_in=self.tokens, tokens_out=self.tokens)

    async def aclose(self) -> None:
        """Nothing is open."""


def book(store: SqlStore) -> Any:
    return lambda call: store.record_ping(call, "ana")


async def test_the_worst_case_is_booked_before_and_the_cost_after(store: SqlStore) -> None:
    client = Client(store)
    await ping(SPEC, client, book(store), 5.0)
    (before,) = client.while_asked
    worst = worst_cost(SPEC)
    assert worst is not None
    assert (before.calls, before.settled, before.reserved) == (1, 0, worst)
    found = summarize_costs(list(store.spending()))
    assert (found.total.calls, found.total.settled, found.total.reserved) == (1, Decimal("0.0033"), 0)
    assert [name for name, _ in found.by_job] == ["(pings)"]
    assert [name for name, _ in found.by_model] == ["gpt"]
    (line,) = store.audit_events("gpt")
    assert (line.actor, line.action) == ("ana", "ping")


@pytest.mark.parametrize(
    ("fault", "kept"), [(CallFault.TIMEOUT, True), (CallFault.KEY_REFUSED, False), (CallFault.UNAVAILABLE, False)]
)
async def test_what_may_be_billed_stays_in_the_books(fault: CallFault, kept: bool, store: SqlStore) -> None:
    with pytest.raises(CallError):
        await ping(SPEC, Client(store, CallError(fault, "no.")), book(store), 5.0)
    total = summarize_costs(list(store.spending())).total
    assert (total.calls, total.failed, total.settled) == (1, 1, 0)
    assert total.reserved == (worst_cost(SPEC) if kept else 0)


async def test_an_unknown_price_is_counted_as_unknown(store: SqlStore) -> None:
    await ping(replace(SPEC, price_in=None), Client(store), book(store), 5.0)
    total = summarize_costs(list(store.spending())).total
    assert (total.calls, total.unknown, total.settled + total.reserved) == (1, 1, 0)


async def test_pings_add_up_and_count_under_the_days_ceiling(store: SqlStore) -> None:
    for _ in range(3):
        await ping(SPEC, Client(store), book(store), 5.0)
    assert summarize_costs(list(store.spending())).total.settled == Decimal("0.0099")
    now = datetime.now(UTC).isoformat()
    wanted = Call("x", "", "a", "m", 1, "", "", "", CallState.RESERVED, now, reserved_cost=Decimal("0.0002"))
    assert not store.reserve_within(wanted, Decimal("0.0100"))


async def test_what_cannot_be_booked_is_not_sent(store: SqlStore) -> None:
    client = Client(store)

    def refused(call: Call) -> None:
        raise StoreError("the disk is full")

    with pytest.raises(StoreError):
        await ping(SPEC, client, refused, 5.0)
    assert not client.while_asked


async def test_what_runs_here_needs_no_books(store: SqlStore) -> None:
    await ping(replace(SPEC, source="embedded"), Client(store), book(store), 5.0)
    assert not summarize_costs(list(store.spending())).total.calls
