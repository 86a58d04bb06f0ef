"""All asks to all members at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from math import ceil

from consensus.ask.ahead import Ahead
from consensus.ask.context import AskContext, Round
from consensus.ask.group_commit import GroupCommit
from consensus.ask.ledger import Ledger
from consensus.ask.member import ask_member
from consensus.domain import Answer, Ask, ModelSpec, Panel

#: A member's asks that are prepared beyond those its host takes at once: enough for the next to be ready when a place
#: is free, few enough for a long document to take no more memory than a short one.
_AHEAD = 2.0


async def ask_panel(asks: Sequence[Ask], panel: Panel, context: AskContext) -> dict[str, tuple[Answer, ...]]:
    """Every member's answer or abstention for every unit, in the panel's order.

    A failing member never fails a unit. What an earlier run of the job was answered is read from the journal, not
    asked again. Raises what the journal raises: a call that cannot be written down is not sent. When cancelled, no task
    is left behind and calls under way stay reserved.
    """
    settled = dict(context.journal.settled(context.job_id))
    heard = _Heard(asks, panel, context)
    at_once = context.policy.asking.concurrency_per_host
    workers = min(len(asks), ceil(at_once * _AHEAD))
    try:
        async with GroupCommit(context.journal) as journal, asyncio.TaskGroup() as group:
            now = Round(context, journal, settled, len(asks) * len(panel.members), Ahead(at_once))
            now.under_way.update(context.journal.under_way(context.job_id))
            if context.policy.budget.ceilings:
                now.ledger = Ledger(context.policy.budget, context.journal.counted(context.job_id))
            now.report()
            feeds = [iter(enumerate(asks)) for _ in panel.members]
            for _ in range(workers):
                for place, spec in enumerate(panel.members):
                    group.create_task(_work(feeds[place], place, spec, heard, now))
    except BaseExceptionGroup as failures:
        raise _first(failures) from None
    except (KeyboardInterrupt, SystemExit) as stop:
        # A task raised it, so the loop has stopped for it and is now cancelling everything. Raised once more it would
        # break that off too, with connections left open.
        raise asyncio.CancelledError from stop
    return heard.by_unit


async def _work(feed: Iterator[tuple[int, Ask]], place: int, spec: ModelSpec, heard: _Heard, now: Round) -> None:
    """Ask one member, one ask after the other, of those that none of its other workers has taken."""
    for number, ask in feed:
        heard.add(number, place, await ask_member(ask, spec, now))


class _Heard:
    """Answers as they come in, ask by ask."""

    def __init__(self, asks: Sequence[Ask], panel: Panel, context: AskContext) -> None:
        self._asks, self._on_answered = asks, context.on_answered
        self._members = len(panel.members)
        self._open: dict[int, dict[int, tuple[Answer, ...]]] = {}
        units = (unit for ask in asks for unit in ask.unit_ids)
        self.by_unit: dict[str, tuple[Answer, ...]] = dict.fromkeys(units, ())

    def add(self, number: int, place: int, answers: tuple[Answer, ...]) -> None:
        """One member's answers; with those of the last one the ask is complete."""
        given = self._open.setdefault(number, {})
        given[place] = answers
        if len(given) < self._members:
            return
        del self._open[number]
        units = self._asks[number].unit_ids
        self.by_unit.update(zip(units, zip(*(given[at] for at in range(self._members)), strict=True), strict=True))
        if self._on_answered is not None:
            self._on_answered({unit: self.by_unit[unit] for unit in units})


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first single failure: callers know our errors, not groups of them."""
    found: BaseException = failures
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
