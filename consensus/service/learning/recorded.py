"""Recorded requests of a model: the fixed set, and each request found again in its job as it was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from consensus import prompt, route
from consensus.ask.split import parts
from consensus.domain import UNASKED, Ask, Call, ModelSpec, Segment, ServedSeries, Task
from consensus.domain.changes import SetCall
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import ConsensusError, NotFoundError
from consensus.service.dependencies import Dependencies
from consensus.telemetry.names import plain_name


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request with all that it needs to be asked again, and the call that answered it. refused: why it may not be
    sent now, or ""."""

    job: JobRecord
    records: Sequence[UnitRecord]
    spec: ModelSpec
    ask: Ask
    call: Call
    refused: str = ""

    @property
    def segments(self) -> dict[str, Segment]:
        return {record.unit.id: record.unit for record in self.records if isinstance(record.unit, Segment)}


class RecordedRequests:
    """Finds them in the store. A job that was deleted takes its requests along."""

    def __init__(self, outside: Dependencies) -> None:
        self._outside = outside
        self._jobs: dict[str, tuple[JobRecord, Sequence[UnitRecord]]] = {}

    def fixed_set(self, model: str, size: int, since: ServedSeries | None = None) -> list[Recorded]:
        """So many requests of a model, drawn once by the installation's key.

        As jobs are deleted the set shrinks, and the next ones of the same draw are added. since: only calls that
        were answered before this series are added; None for all. Raises StoreError.
        """
        store, found, new = self._outside.store, list[Recorded](), list[SetCall]()
        kept = store.replay_set(model)
        for one in kept:
            if (again := self._found(one)) is not None:
                found.append(again)
        known = {one.call_id for one in kept}
        drawn = [(self._outside.draw("replay", call), call, job) for call, job in store.calls_of(model)]
        for draw, call_id, job_id in sorted(one for one in drawn if one[1] not in known):
            if len(found) >= size:
                break
            one = SetCall(call_id, job_id, f"{draw:.16f}")
            again = self._found(one)
            if again is not None and (since is None or _is_before(again.call, since)):
                found.append(again)
                new.append(one)
        store.keep_set(model, new)
        return found[:size]

    def _found(self, one: SetCall) -> Recorded | None:
        """The request as its job would ask it; None where the job would not, or is gone."""
        try:
            call = self._outside.store.call(one.call_id)
            job, records = self._job(one.job_id)
        except NotFoundError:
            return None
        spec = next((member for member in job.panel.members if member.name == call.member), None)
        if spec is None or call.reply is None:
            return None
        ask = next((ask for ask in _asks(job, records, spec) if ask.id == call.ask_id), None)
        return None if ask is None else Recorded(job, records, spec, ask, call, self._refused(job, spec))

    def _job(self, job_id: str) -> tuple[JobRecord, Sequence[UnitRecord]]:
        if job_id not in self._jobs:
            job = self._outside.store.job(job_id)
            self._jobs[job_id] = (job, self._outside.store.units(job_id))
        return self._jobs[job_id]

    def _refused(self, job: JobRecord, spec: ModelSpec) -> str:
        """By the data class, under the job's own policy and under that of its name as it is now."""
        policies = [job.policy]
        with suppress(ConsensusError):  # its file may be gone; what is kept with the job still counts
            policies.append(self._outside.policies.load(job.policy.name))
        for policy in policies:
            try:
                if why := route.refusal(spec.name, policy, job.document.data_class):
                    return why
            except ConsensusError as error:
                return str(error)
        return ""


def _is_before(call: Call, since: ServedSeries) -> bool:
    """Whether a call was answered before a series began. One that showed the change began before it was noticed."""
    reply = call.reply
    if reply is None or call.started >= since.changed_at:
        return False
    answered = (plain_name(reply.model), reply.fingerprint if since.setup > 1 else since.fingerprint)
    return answered != (since.served, since.fingerprint)


def _asks(job: JobRecord, records: Sequence[UnitRecord], spec: ModelSpec) -> Iterator[Ask]:
    asked = [
        record.unit
        for record in records
        if isinstance(record.unit, Segment)
        and not record.unit.is_kept
        and (record.verdict is None or record.verdict.rule not in UNASKED)
    ]
    cut = prompt.cutter(job.panel, job.policy)
    for ask in prompt.build_asks(job.document, asked, job.policy):
        if job.document.task is Task.EXTRACT:
            yield from cut(ask, spec)
        else:
            yield from parts(ask, spec)


def renamed(ask: Ask, place: int) -> Ask:
    """The same request with names of units that no other request of a replay has."""
    return replace(ask, unit_ids=tuple(f"{place}:{unit}" for unit in ask.unit_ids))
