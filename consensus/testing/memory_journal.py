"""The journal without a database, as strict about its protocol as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from consensus.domain import Call, CallState, Money, SpentLine, Totals
from consensus.errors import StoreError
from consensus.testing.memory_spending import counted_by_ask, fits_the_day, spent_lines


class MemoryJournal:
    """Keeps calls in the order of their reservation. Raises StoreError where the protocol is broken."""

    def __init__(self) -> None:
        self.calls: dict[str, Call] = {}

    def reserve(self, call: Call) -> None:
        """Write a call down before it is sent; an answered one cannot be reserved again."""
        earlier = self.calls.get(call.id)
        if call.state is not CallState.RESERVED or (earlier is not None and earlier.state is CallState.SETTLED):
            raise StoreError(f"call {call.id} cannot be reserved.")
        self.calls[call.id] = call

    def settle(self, call: Call) -> None:
        """Store a reserved call's end."""
        earlier = self.calls.get(call.id)
        if call.state is CallState.RESERVED or earlier is None or earlier.state is not CallState.RESERVED:
            raise StoreError(f"call {call.id} cannot be settled.")
        self.calls[call.id] = call

    def record(self, calls: Sequence[Call]) -> None:
        """Reserve, settle or forget several calls, each by its state."""
        for call in calls:
            if call.state is CallState.WITHDRAWN:
                if self.calls.pop(call.id).state is not CallState.RESERVED:
                    raise StoreError(f"call {call.id} was sent.")
                continue
            (self.reserve if call.state is CallState.RESERVED else self.settle)(call)

    def settled(self, job_id: str) -> Mapping[tuple[str, str], Call]:
        return {
            (call.ask_id, call.member): call
            for call in self.calls.values()
            if call.job_id == job_id and call.state is CallState.SETTLED
        }

    def under_way(self, job_id: str) -> Mapping[tuple[str, str], str]:
        return {
            (call.ask_id, call.member): call.id
            for call in self.calls.values()
            if call.job_id == job_id and call.state is CallState.RESERVED
        }

    def cached(self, request_digest: str, since: str) -> Call | None:
        found = [
            call
            for call in self.calls.values()
            if call.state is CallState.SETTLED
            and call.request_digest == request_digest
            and not call.cached
            and call.started >= since
        ]
        return found[-1] if found else None

    def reserve_within(self, call: Call, ceiling: Money) -> bool:
        allowed = fits_the_day(self.calls.values(), call, ceiling)
        if allowed:
            self.reserve(call)
        return allowed

    def counted(self, job_id: str) -> Mapping[str, Money]:
        return counted_by_ask(call for call in self.calls.values() if call.job_id == job_id)

    def spending(self) -> Sequence[SpentLine]:
        return spent_lines(self.calls.values())

    def totals(self, job_id: str) -> Totals:
        calls = [call for call in self.calls.values() if call.job_id == job_id]
        replies = [call.reply for call in calls if call.reply is not None]
        costs = [reply.cost for reply in replies]
        return Totals(
            calls=len(calls),
            failed=sum(call.state is CallState.FAILED for call in calls),
            tokens_in=sum(reply.tokens_in or 0 for reply in replies),
            tokens_out=sum(reply.tokens_out or 0 for reply in replies),
            cost=None if None in costs else sum((cost for cost in costs if cost is not None), start=Decimal(0)),
            by_member=dict(Counter(call.member for call in calls)),
        )
