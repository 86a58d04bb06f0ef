"""All asks to all members at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from consensus.ask.context import AskContext, Round
from consensus.ask.group_commit import GroupCommit
from consensus.ask.ledger import Ledger
from consensus.ask.member import ask_member
from consensus.domain import Answer, Ask, Panel


async def ask_panel(asks: Sequence[Ask], panel: Panel, context: AskContext) -> dict[str, tuple[Answer, ...]]:
    """Every member's answer or abstention for every unit, in the panel's order.

    A failing member never fails a unit. What an earlier run of the job was answered is read from the journal, not
    asked again. Raises what the journal raises: a call that cannot be written down is not sent. When cancelled, no task
    is left behind and calls under way stay reserved.
    """
    settled = dict(context.journal.settled(context.job_id))
    try:
        async with GroupCommit(context.journal) as journal, asyncio.TaskGroup() as group:
            now = Round(context, journal, settled, len(asks) * len(panel.members))
            now.under_way.update(context.journal.under_way(context.job_id))
            if context.policy.budget.ceilings:
                now.ledger = Ledger(context.policy.budget, context.journal.counted(context.job_id))
            now.report()
            tasks = [[group.create_task(ask_member(ask, spec, now)) for spec in panel.members] for ask in asks]
    except BaseExceptionGroup as failures:
        raise _first(failures) from None
    answers: dict[str, tuple[Answer, ...]] = {}
    for ask, members in zip(asks, tasks, strict=True):
        for place, unit in enumerate(ask.unit_ids):
            answers[unit] = tuple(member.result()[place] for member in members)
    return answers


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first single failure: callers know our errors, not groups of them."""
    found: BaseException = failures
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
