"""Facade for whoever pays: what was spent, and a real run's answers kept for free reuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from consensus import export, prompt, strategy
from consensus.ask import AskContext, ask_panel
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Answer,
    Call,
    Candidate,
    CostSummary,
    ModelReply,
    ModelRequest,
    Money,
    Segment,
    Task,
    Totals,
    summarize_costs,
)
from consensus.domain.job import JobRecord, JobState
from consensus.errors import CallError, CallFault
from consensus.ports.storage import Store
from consensus.service.dependencies import Dependencies
from consensus.service.jobs.report import ended_job


class Costs:
    """Reads the journal; calls nobody."""

    def __init__(self, outside: Dependencies) -> None:
        self._outside = outside

    def spent(self) -> CostSummary:
        """By model, job and day (UTC), deleted jobs included."""
        store = self._outside.store
        saved = sum(self._saved(store.job(line.id)) for line in store.job_lines() if line.state == JobState.DONE)
        return summarize_costs(list(store.spending()), saved)

    def _saved(self, job: JobRecord) -> int:
        """Asks that a strategy did not put to a member, because its answer could change nothing."""
        if not strategy.strategy_of(job.policy).why_not_asked:
            return 0
        units = self._outside.store.units(job.id)
        segments = [record.unit for record in units if isinstance(record.unit, Segment)]
        needed = {(record.unit.id, a.member) for record in units for a in record.answers if not _not_needed(a)}
        if job.document.task is Task.EXTRACT:
            covered = [[record.unit.id for record in units]]
        else:
            covered = [list(ask.unit_ids) for ask in prompt.build_asks(job.document, segments, job.policy)]
        members = [spec.name for spec in job.panel.members]
        return sum(not any((unit, name) in needed for unit in ids) for ids in covered if ids for name in members)

    def record(self, job_id: str) -> str:
        """A job's answers as a file of recorded answers, one JSON object a line.

        Raises NotFoundError, and UsageError while the job runs.
        """
        store = self._outside.store
        job = ended_job(store, job_id)
        if job.document.task is Task.TRANSLATE:
            return export.recorded_segments(job, store.units(job.id))
        answers = self._outside.runner.run(self._objects(job))
        return export.recorded_object(job, {a.member: a.value for a in answers if isinstance(a, Candidate)})

    async def _objects(self, job: JobRecord) -> Sequence[Answer]:
        """Every member's whole object, put together from the journal as it was when the job ran."""
        outside = self._outside
        context = AskContext(
            job_id=job.id,
            policy=job.policy,
            client_for=lambda spec: _Nobody(),
            spec_for=lambda name: outside.spec_for(name, job.policy),
            limiter=outside.limiter(job.policy),
            clock=outside.clock,
            journal=_Replay(outside.store),
        )
        asks = prompt.build_asks(job.document, (), job.policy)
        return (await ask_panel(asks, job.panel, context))[job.document.id]


def _not_needed(answer: Answer) -> bool:
    return isinstance(answer, Abstention) and answer.reason is AbstentionReason.NOT_NEEDED


class _Nobody:
    """What the journal does not hold was not answered."""

    async def complete(self, request: ModelRequest) -> ModelReply:
        raise CallError(CallFault.BAD_REQUEST, "nothing is asked again.")

    async def aclose(self) -> None:
        """Nothing to give back."""


class _Replay:
    """A journal that is read and never written."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def settled(self, job_id: str) -> Mapping[tuple[str, str], Call]:
        return self._store.settled(job_id)

    def under_way(self, job_id: str) -> Mapping[tuple[str, str], str]:
        return {}

    def cached(self, request_digest: str, since: str) -> Call | None:
        return None

    def reserve(self, call: Call) -> None:
        """Nothing is sent."""

    def settle(self, call: Call) -> None:
        """Nothing was sent."""

    def record(self, calls: Sequence[Call]) -> None:
        """Nothing was sent."""

    def reserve_within(self, call: Call, ceiling: Money) -> bool:
        return True

    def counted(self, job_id: str) -> Mapping[str, Money]:
        return {}

    def spending(self) -> Sequence[Any]:
        return ()

    def totals(self, job_id: str) -> Totals:
        return Totals()
