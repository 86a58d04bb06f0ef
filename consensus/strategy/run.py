"""Asking a panel wave by wave, each only about what the waves before it left open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from consensus.ask import AskContext, ask_panel
from consensus.domain import Answer, Ask, ModelSpec, Progress, Segment, Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.ports.runtime import OnProgress
from consensus.prompt import build_asks, cutter
from consensus.strategy.registry import strategy_of

#: Every member's answer for every unit, in the panel's order.
Answers = Mapping[str, tuple[Answer, ...]]
#: Verdicts on some segments (all fields when there are none) from the answers so far.
Judging = Callable[[Sequence[Segment], Answers], Sequence[UnitRecord]]
_Heard = dict[str, dict[str, Answer]]


async def answers_of(job: JobRecord, segments: Sequence[Segment], context: AskContext, judge: Judging) -> Answers:
    """Answers of all members that the policy's strategy asks; the others abstain as not needed.

    judge: the same decision as at the end, on the answers so far, so that a resumed job takes the same turns. Raises
    what the journal raises.
    """
    plan = strategy_of(job.policy).waves(job.policy, job.panel)
    asks = build_asks(job.document, segments, job.policy)
    if len(plan) == 1:
        return await ask_panel(asks, job.panel, context)
    heard: _Heard = {unit: {} for ask in asks for unit in ask.unit_ids}
    # Whether a document is cut depends on how many of the whole panel can read it whole.
    context = replace(context, cut=cutter(job.panel, job.policy))
    steps = _Steps(context.on_progress, len(asks) * len(job.panel.members))
    for at, wave in enumerate(plan):
        panel = replace(job.panel, members=wave)
        answers = await ask_panel(asks, panel, replace(context, on_progress=steps.listener(), on_answered=None))
        for unit, given in answers.items():
            heard[unit].update({answer.member: answer for answer in given})
        missing = [spec for later in plan[at + 1 :] for spec in later]
        asks = _still_open(job, segments, asks, missing, lambda some: judge(some, _filled(heard, job)))
        if not asks:
            break
    steps.finish(job.document.name)
    return _filled(heard, job)


def _filled(heard: _Heard, job: JobRecord) -> Answers:
    not_needed = strategy_of(job.policy).not_needed
    return {
        unit: tuple(given.get(spec.name) or not_needed(unit, spec) for spec in job.panel.members)
        for unit, given in heard.items()
    }


def _still_open(
    job: JobRecord,
    segments: Sequence[Segment],
    asks: Sequence[Ask],
    missing: Sequence[ModelSpec],
    judge: Callable[[Sequence[Segment]], Sequence[UnitRecord]],
) -> tuple[Ask, ...]:
    """What the next wave is asked: whole asks, or new asks about the open segments alone."""
    if not missing:
        return ()
    document, policy, strategy = job.document, job.policy, strategy_of(job.policy)
    if document.task is Task.EXTRACT:
        more = strategy.document_needs_more(judge(()), document.schema or {}, missing, policy)
        return tuple(asks) if more else ()
    asked = {unit for ask in asks for unit in ask.unit_ids}
    judged = judge([segment for segment in segments if segment.id in asked])
    langs = (document.source_lang, document.target_lang)
    unsure = {record.unit.id for record in judged if strategy.needs_more(record, missing, policy, langs)}
    if strategy.asks_anew:
        return build_asks(document, [segment for segment in segments if segment.id in unsure], policy)
    return tuple(ask for ask in asks if unsure.intersection(ask.unit_ids))


class _Steps:
    """Adds the waves' progress up; what is not asked in the end counts as done."""

    def __init__(self, listener: OnProgress | None, total: int) -> None:
        self._listener, self._total = listener, total
        self._before = self._last = Progress("", 0, 0)

    def listener(self) -> OnProgress | None:
        """For the next wave; None when nobody listens."""
        self._before = self._last
        return self._hear if self._listener is not None else None

    def finish(self, document: str) -> None:
        if self._listener is not None:
            self._listener(replace(self._last, document=document, done=self._total, total=self._total))

    def _hear(self, progress: Progress) -> None:
        done, calls = self._before.done + progress.done, self._before.calls + progress.calls
        self._total = max(self._total, self._before.done + progress.total)
        self._last = replace(progress, done=done, calls=calls, total=self._total)
        if self._listener is not None:
            self._listener(self._last)
