"""The day's ceiling and the books over calls in memory; the same for both journals that keep them there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from consensus.domain import Call, CallState, Money, Spending, SpentLine
from consensus.errors import CallFault


def fits_the_day(calls: Iterable[Call], call: Call, ceiling: Money) -> bool:
    """Whether a call's worst case leaves its day within the ceiling."""
    day = call.started[:10]
    return sum((one.counted for one in calls if one.started[:10] == day), call.counted) <= ceiling


def counted_by_ask(calls: Iterable[Call]) -> dict[str, Money]:
    """US dollars that calls count for, by ask."""
    found: dict[str, Money] = {}
    for call in calls:
        found[call.ask_id] = found.get(call.ask_id, Decimal(0)) + call.counted
    return found


def spent_lines(calls: Iterable[Call], deleted: Iterable[Call] = ()) -> Sequence[SpentLine]:
    """By job, model and day; what deleted jobs cost stands under no job."""
    found: dict[tuple[str, str, str], Spending] = {}
    for calls_of, gone in ((calls, False), (deleted, True)):
        for call in calls_of:
            key = ("" if gone else call.job_id, call.member.rpartition(" > ")[2], call.started[:10])
            found[key] = found.get(key, Spending()).plus(_spent(call))
    return [SpentLine(*key, spending) for key, spending in found.items()]


def _spent(call: Call) -> Spending:
    known = call.reply.cost if call.reply is not None else None
    failed = call.state is CallState.FAILED
    free = failed and call.fault not in (CallFault.TIMEOUT, CallFault.CANCELLED)
    reused = bool(call.cached)
    return Spending(
        calls=int(not reused),
        failed=int(failed),
        cached=int(reused),
        settled=known if known is not None else Decimal(0),
        reserved=Decimal(0) if known is not None else call.counted,
        unknown=int(known is None and call.reserved_cost is None and not free),
    )
