"""All asks to all members, so many at once that every host is kept busy and a long document takes no more memory."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from consensus.ask.context import AskContext, Round
from consensus.ask.group_commit import GroupCommit
from consensus.ask.ledger import Ledger
from consensus.ask.member import ask_member
from consensus.domain import Answer, Ask, ModelSpec, Panel, Policy

#: Asks of one member under way for each place at its host, and at least: most wait for the place, a few for a retry.
_FOR_EACH_PLACE, _AT_LEAST = 4, 64


async def ask_panel(asks: Sequence[Ask], panel: Panel, context: AskContext) -> dict[str, tuple[Answer, ...]]:
    """Every member's answer or abstention for every unit, in the panel's order.

    A failing member never fails a unit. What an earlier run of the job was answered is read from the journal, not
    asked again. Raises what the journal raises: a call that cannot be written down is not sent. When cancelled, no task
    is left behind and calls under way stay reserved.
    """
    settled = dict(context.journal.settled(context.job_id))
    context.standing.begin(tuple(settled.values()))
    heard: list[list[tuple[Answer, ...]]] = [[()] * len(asks) for _ in panel.members]
    try:
        async with GroupCommit(context.journal) as journal, asyncio.TaskGroup() as group:
            now = Round(context, journal, settled, len(asks) * len(panel.members))
            now.under_way.update(context.journal.under_way(context.job_id))
            if context.policy.budget.ceilings:
                now.ledger = Ledger(context.policy.budget, context.journal.counted(context.job_id))
            now.report()
            # Each member goes through the asks by itself, so that a slow one holds nobody up.
            left = [enumerate(asks) for _ in panel.members]
            for _ in range(min(len(asks), at_once(context.policy))):
                for spec, queue, answers in zip(panel.members, left, heard, strict=True):
                    group.create_task(_go_through(queue, spec, now, answers))
    except BaseExceptionGroup as failures:
        raise _first(failures) from None
    return {
        unit: tuple(answers[number][place] for answers in heard)
        for number, ask in enumerate(asks)
        for place, unit in enumerate(ask.unit_ids)
    }


def at_once(policy: Policy) -> int:
    """How many asks of one member are under way at once, waiting ones included."""
    return max(_AT_LEAST, _FOR_EACH_PLACE * policy.asking.concurrency_per_host)


async def _go_through(
    queue: Iterator[tuple[int, Ask]], spec: ModelSpec, now: Round, answers: list[tuple[Answer, ...]]
) -> None:
    """Take asks off a queue that others take from as well, until it is empty."""
    for number, ask in queue:
        answers[number] = await ask_member(ask, spec, now)


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first single failure: callers know our errors, not groups of them."""
    found: BaseException = failures
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
