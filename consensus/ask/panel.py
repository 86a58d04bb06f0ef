"""All asks to all members, so many at once that every host is kept busy and a long document takes no more memory."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from consensus.ask.admission import AdmissionGate
from consensus.ask.budget import JobBudget
from consensus.ask.call import limit_key
from consensus.ask.context import AskContext, Round
from consensus.ask.journal_batch import JournalBatch
from consensus.ask.member import ask_member
from consensus.domain import Answer, Ask, ModelSpec, Panel
from consensus.prompt import cutter


async def ask_panel(asks: Sequence[Ask], panel: Panel, context: AskContext) -> dict[str, tuple[Answer, ...]]:
    """Every member's answer or abstention for every unit, in the panel's order.

    A failing member never fails a unit. What an earlier run of the job was answered is read from the journal, not
    asked again. Raises what the journal raises: a call that cannot be written down is not sent. When cancelled, no task
    is left behind and calls under way stay reserved.
    """
    settled = dict(context.journal.settled(context.job_id))
    context.standing.begin(tuple(settled.values()))
    heard = _Heard(asks, panel, context)
    admission = AdmissionGate(context.policy.asking.concurrency_per_host)
    try:
        async with JournalBatch(context.journal) as journal, asyncio.TaskGroup() as group:
            now = Round(context, journal, settled, len(asks) * len(panel.members), admission)
            now.cut = context.cut or cutter(panel, context.policy)
            now.under_way.update(context.journal.under_way(context.job_id))
            if context.policy.budget.ceilings:
                now.budget = JobBudget(context.policy.budget, context.journal.counted(context.job_id))
            now.report()
            # One unit after the other, so that its members answer together, and none before its host has room for it:
            # a long document takes no more memory than a short one, and what is sent first is prepared first.
            for number in range(len(asks)):
                for place, spec in enumerate(panel.members):
                    await admission.wait_for_slot(limit_key(spec))
                    group.create_task(_one(number, place, spec, heard, now))
                    await asyncio.sleep(0)  # until it stands at the gate itself
    except BaseExceptionGroup as failures:
        raise _first(failures) from None
    except (KeyboardInterrupt, SystemExit) as stop:
        # A task raised it, so the loop has stopped for it and is now cancelling everything. Raised once more it would
        # break that off too, with connections left open.
        raise asyncio.CancelledError from stop
    return heard.by_unit


async def _one(number: int, place: int, spec: ModelSpec, heard: _Heard, now: Round) -> None:
    heard.add(number, place, await ask_member(heard.asks[number], spec, now))


class _Heard:
    """Answers as they come in, ask by ask."""

    def __init__(self, asks: Sequence[Ask], panel: Panel, context: AskContext) -> None:
        self.asks, self._on_answered = asks, context.on_answered
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
        units = self.asks[number].unit_ids
        self.by_unit.update(zip(units, zip(*(given[at] for at in range(self._members)), strict=True), strict=True))
        if self._on_answered is not None:
            self._on_answered({unit: self.by_unit[unit] for unit in units})


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first single failure: callers know our errors, not groups of them."""
    found: BaseException = failures
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
