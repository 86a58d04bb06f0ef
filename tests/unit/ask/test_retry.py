"""The retry policy: which failure is followed by another attempt, and after how long."""

from __future__ import annotations

import pytest

from consensus.ask import AskContext
from consensus.ask.breaker import NotAsked
from consensus.ask.retry import LONGEST_WAIT, wait_before_retry
from consensus.domain import ModelRequest, ModelSpec, Policy
from consensus.errors import CallError, CallFault
from consensus.providers.rate_limit import HostLimiter
from consensus.testing import FixedClock, MemoryJournal, ScriptedClient


def stopped(*, passing: bool) -> NotAsked:
    last = CallError(CallFault.UNAVAILABLE, "down")
    return NotAsked(last, "left alone.", wait=2.0, passing=passing)


@pytest.mark.parametrize(
    ("error", "number", "fallbacks", "wait"),
    [
        (CallError(CallFault.UNAVAILABLE, "down"), 1, (), 0.5),
        (CallError(CallFault.UNAVAILABLE, "down"), 3, (), 2.0),
        (CallError(CallFault.UNAVAILABLE, "down"), 4, (), None),  # the last of four attempts
        (CallError(CallFault.RATE_LIMITED, "busy", retry_after=7.0), 1, (), 7.25),
        (CallError(CallFault.RATE_LIMITED, "busy", retry_after=LONGEST_WAIT), 1, (), None),
        (CallError(CallFault.QUOTA, "spent"), 1, (), None),
        (CallError(CallFault.TIMEOUT, "late"), 1, (), None),
        (CallError(CallFault.BAD_REQUEST, "no"), 1, (), None),
        (stopped(passing=True), 4, (), 2.25),  # no attempt was made
        (stopped(passing=True), 1, ("other",), None),  # somebody else can be asked meanwhile
        (stopped(passing=False), 1, (), None),
    ],
)
def test_wait_before_retry(error: CallError, number: int, fallbacks: tuple[str, ...], wait: float | None) -> None:
    context = AskContext(
        "job",
        Policy(name="t", version=1),
        lambda spec: ScriptedClient({}),
        HostLimiter(4),
        FixedClock(),
        MemoryJournal(),
        jitter=lambda: 0.5,
    )
    request = ModelRequest(ModelSpec("m", "m", "f", fallbacks=fallbacks))
    assert wait_before_retry(error, number, request, context) == wait
