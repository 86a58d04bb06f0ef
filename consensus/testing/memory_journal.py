"""The journal without a database, as strict about its protocol as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consensus.domain import Call, CallState, Money
from consensus.errors import StoreError


class MemoryJournal:
    """Keeps calls in the order of their reservation. Raises StoreError where the protocol is broken."""

    def __init__(self) -> None:
        self.calls: dict[str, Call] = {}

    def record(self, calls: Sequence[Call]) -> None:
        """Reserve, settle or forget several calls, each by its state."""
        for call in calls:
            earlier = self.calls.get(call.id)
            if call.state is CallState.RESERVED:
                broken = earlier is not None and earlier.state is CallState.SETTLED
            else:
                broken = earlier is None or earlier.state is not CallState.RESERVED
            if broken:
                raise StoreError(f"call {call.id} cannot be {call.state.value}.")
            if call.state is CallState.WITHDRAWN:
                del self.calls[call.id]
            else:
                self.calls[call.id] = call

    def settled(self, job_id: str) -> Mapping[tuple[str, str], Call]:
        return {(call.ask_id, call.member): call for call in self._of(job_id, CallState.SETTLED)}

    def under_way(self, job_id: str) -> Mapping[tuple[str, str], str]:
        return {(call.ask_id, call.member): call.id for call in self._of(job_id, CallState.RESERVED)}

    def cached(self, request_digest: str, since: str) -> Call | None:
        settled = [call for call in self.calls.values() if call.state is CallState.SETTLED and not call.cached]
        found = [call for call in settled if call.request_digest == request_digest and call.started >= since]
        return found[-1] if found else None

    def reserve_within(self, call: Call, ceiling: Money) -> bool:
        day = call.started[:10]
        that_day = (one.counted for one in self.calls.values() if one.started[:10] == day)
        if sum(that_day, call.counted) > ceiling:
            return False
        self.record((call,))
        return True

    def counted(self, job_id: str) -> Mapping[str, Money]:
        found: dict[str, Money] = {}
        for call in self.calls.values():
            if call.job_id == job_id:
                found[call.ask_id] = found.get(call.ask_id, Money(0)) + call.counted
        return found

    def _of(self, job_id: str, state: CallState) -> list[Call]:
        return [call for call in self.calls.values() if call.job_id == job_id and call.state is state]
