"""What one call cost, in whole millionths of millionths of a US dollar: sums are exact, and SQLite adds them itself."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from consensus.domain import Call, CallState, Money
from consensus.errors import CallFault

UNITS = Decimal(10**12)


def amounts(call: Call) -> dict[str, object]:
    """The columns of one call that the books are kept by."""
    known = call.reply.cost if call.reply is not None else None
    free = call.state is CallState.FAILED and call.fault not in (CallFault.TIMEOUT, CallFault.CANCELLED)
    return {
        "day": call.started[:10],
        "settled": units(known) if known is not None else 0,
        "held": 0 if known is not None else units(call.counted),
        "unpriced": int(known is None and call.reserved_cost is None and not free),
        "reused": int(bool(call.cached)),
    }


def units(amount: Money) -> int:
    """An amount as it is stored."""
    return int((amount * UNITS).to_integral_value(ROUND_CEILING))
