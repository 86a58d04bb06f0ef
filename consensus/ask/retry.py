"""When a failed request is sent again, and when not: the whole retry policy, and the loop that follows it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from consensus.ask.breaker import NotAsked
from consensus.ask.call import Deadline, Sent, attempt, call_of, from_cache
from consensus.ask.context import AskContext, Round
from consensus.domain import Ask, ModelRequest
from consensus.domain.making import changed
from consensus.errors import CallError, CallFault, ConsensusError

#: Longest wait that a provider's Retry-After is honoured for, in seconds; beyond it the member abstains at once.
LONGEST_WAIT = 60.0
_FIRST_WAIT, _WAIT_CAP = 0.5, 20.0


async def send(ask: Ask, request: ModelRequest, asked_as: str, deadline: Deadline, now: Round) -> Sent:
    """Ask until an answer comes, the attempts are used up, or the deadline passes. Raises CallError.

    asked_as: the name under which the calls stand in the journal. A reply settled by an earlier run is returned as is.
    """
    now.budget.know(ask)
    earlier = now.settled.get((ask.id, asked_as))
    if earlier is not None and earlier.reply is not None:
        return Sent(earlier.id, earlier.reply, earlier.saw)
    context, number = now.context, 1
    if context.only is not None and context.only.isdisjoint(ask.unit_ids):
        raise CallError(CallFault.UNAVAILABLE, "it gave no answer, and what is decided is not asked again.")
    request = await _with_pictures(request, context)
    call = call_of(ask, asked_as, request, context)
    if found := await from_cache(call, request, now):
        return found
    while True:
        try:
            return await attempt(changed(call, attempt=number), request, deadline, now)
        except CallError as error:
            if isinstance(error, NotAsked):
                context.standing.refused(request.spec.name, str(error))
            wait = wait_before_retry(error, number, request, context)
            if wait is None or wait > deadline.left:
                raise
            number += not isinstance(error, NotAsked)
        began = context.clock.monotonic()
        await context.clock.sleep(wait)
        deadline.spend(context.clock.monotonic() - began)


async def _with_pictures(request: ModelRequest, context: AskContext) -> ModelRequest:
    """The request with the content of its pictures. Raises CallError where a page cannot be shown."""
    pictures = []
    for picture in request.pictures:
        try:
            content = await asyncio.to_thread(context.picture, picture.page)
        except ConsensusError as error:
            what = f"page {picture.page} cannot be shown to it: {error.what}"
            raise CallError(CallFault.BAD_REQUEST, what, where=request.spec.name, do=error.do) from error
        pictures.append(replace(picture, content=content))
    return replace(request, pictures=tuple(pictures)) if pictures else request


def wait_before_retry(error: CallError, number: int, request: ModelRequest, context: AskContext) -> float | None:
    """Seconds until the next attempt, None when there is none: for lack of attempts, of hope or of patience.

    number: of the attempt that failed, from 1; a call that the breaker stopped was no attempt. What the provider asks
    for is waited, else a time that doubles; jittered, so that a crowd spreads.
    """
    if isinstance(error, NotAsked):
        # A short outage is waited out, but not where somebody else can be asked meanwhile.
        again = error.passing and not request.spec.fallbacks
    else:
        again = error.retryable and number != context.policy.asking.attempts
    jitter = context.jitter()
    if error.retry_after is not None:
        wait = error.retry_after + jitter * 0.5
    else:
        wait = min(_WAIT_CAP, _FIRST_WAIT * 2 ** (number - 1)) * (0.5 + jitter)
    return wait if again and wait <= LONGEST_WAIT else None
