"""What a program does with jobs: those of its tenant, and no others."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consensus.auth.roles import Role
from consensus.domain import Abstention, JobLine, Outcome, RoutePlan, Verification
from consensus.domain.job import JobState, UnitRecord
from consensus.domain.run import RunStatus
from consensus.errors import ConflictError, NotFoundError, shown_value
from consensus.ports.api import OwnedStore
from consensus.service.jobs.exported import Exported
from consensus.service.jobs.listing import JobDetails, details_of
from consensus.service.jobs.progress import progress_of
from consensus.service.jobs.retention import Retention
from consensus.service.jobs.service import Jobs
from consensus.service.jobs.submissions import Submission, Submissions
from consensus.service.jobs.unit_report import unit_report


@dataclass(frozen=True, slots=True)
class Program:
    """Who asks. actor: as the event log names it."""

    tenant: str
    actor: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands, its units counted. error: one line, or ""."""

    line: JobLine
    status: RunStatus
    error: str
    progress: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class JobStanding:
    """A job as a program sees it. details: what it was given by whoever handed it in, as JSON."""

    standing: Standing
    about: JobDetails
    details: str


class Programs:
    """Jobs of programs. What is async runs on the loop that works on jobs; the rest may be called from any thread."""

    def __init__(self, jobs: Jobs, store: OwnedStore) -> None:
        self._jobs, self._store = jobs, store

    def plan(self, order: Submission, by: Program) -> RoutePlan:
        """Who would be asked, and the worst it could cost; nothing is sent or stored."""
        return _submissions(self._jobs, by).plan(order, by.actor)

    async def submit(self, order: Submission, by: Program) -> str:
        """Store the document and begin; the id of the job. Raises as ``Submissions.submit``."""
        return await _submissions(self._jobs, by).submit(order, by.actor)

    async def cancel(self, job_id: str, by: Program) -> None:
        """Stop asking; the job can be taken up again."""
        await asyncio.to_thread(self.own, job_id, by)
        await _submissions(self._jobs, by).cancel(job_id, by.actor)

    async def resume(self, job_id: str, by: Program) -> None:
        """Go on with a job that was stopped."""
        await asyncio.to_thread(self.own, job_id, by)
        await _submissions(self._jobs, by).resume(job_id, by.actor)

    def own(self, job_id: str, by: Program) -> str:
        """What came with the job, as JSON. Raises NotFoundError, also for a job of another tenant."""
        found = self._store.job_owner(job_id)
        if found is None or found.tenant != by.tenant:
            raise NotFoundError(f"there is no job {shown_value(job_id)}", where="job", do="List them: GET /v1/jobs")
        return found.details

    def list(self, by: Program, limit: int, after: str = "") -> Sequence[str]:
        """Ids of jobs, newest first, those older than ``after``. Raises NotFoundError where that is not theirs."""
        if after:
            self.own(after, by)
        return self._store.jobs_of(by.tenant, limit, after)

    def status(self, job_id: str, by: Program) -> JobStanding:
        """One job with what is said of it. Raises NotFoundError."""
        details = self.own(job_id, by)
        about = details_of(self._jobs.outside.store, self._jobs.guarantees.words, job_id)
        return JobStanding(self.standing(job_id), about, details)

    def standing(self, job_id: str) -> Standing:
        """How a job stands; its document is not read. For a job that is known to be theirs. Raises NotFoundError."""
        known = self._jobs.dispatch.known(job_id)
        lines = self._jobs.outside.store.job_lines(job_id=job_id)
        if not lines:
            raise NotFoundError(f"the job {shown_value(job_id)} was deleted", where="job")
        progress = progress_of(self._jobs.outside.store.run(job_id))
        return Standing(lines[0], known.standing, known.error, progress.as_dict() if progress else None)

    def units(self, job_id: str, by: Program) -> Sequence[dict[str, Any]]:
        """Every unit in document order, with what stands behind it. What is told here has left this installation."""
        self.own(job_id, by)
        job, units = self._jobs.outside.store.job(job_id), self._jobs.outside.store.units(job_id)
        if job.state == JobState.DONE:
            self._jobs.guarantees.exported(job, tuple(units))
        return [_described(record) for record in units]

    def verdicts(self, job_id: str) -> Mapping[str, str]:
        """Unit id to verdict, of the units that have one."""
        found = self._jobs.outside.store.units(job_id)
        return {one.unit.id: one.verdict.outcome.value for one in found if one.verdict is not None}

    def export(self, job_id: str, by: Program, form: str, *, verified: bool = False) -> Exported:
        """The file. verified: raises ConflictError where a unit is not. Raises UsageError, NotFoundError."""
        self.own(job_id, by)
        if verified:
            units = self._jobs.outside.store.units(job_id)
            if left := sum(one.result.verification is Verification.UNVERIFIED for one in units):
                do = "Let people decide them, or leave out require=verified."
                raise ConflictError(f"{left} of {len(units)} units are not verified", where=f"job {job_id}", do=do)
        return self._jobs.export(job_id, form, by.actor)

    def delete(self, job_id: str, by: Program) -> None:
        """Its document, answers and decisions, for good. Raises NotFoundError, ConflictError while it is worked on."""
        self.own(job_id, by)
        retention = Retention(self._jobs.outside)
        removed = retention.remove([retention.named(job_id)], by.actor, "by the API")
        if removed.busy:
            raise ConflictError("the job is being worked on", where=f"job {job_id}", do="Cancel it first.")


def _submissions(jobs: Jobs, by: Program) -> Submissions:
    """With the roles of the key, whatever the installation says of persons."""
    return Submissions(jobs, lambda _: by.roles, outlive=True)


def _described(record: UnitRecord) -> dict[str, Any]:
    report, agreement = unit_report(record), record.agreement
    if report.outcome is None:
        return report.as_dict() | {"evidence": None}
    hidden = not report.candidates and not report.findings and report.outcome is not Outcome.FAILED
    answers = [
        {"member": one.member, "family": one.family, "value": None, "abstained": one.reason.value}
        if isinstance(one, Abstention)
        else {"member": one.member, "family": one.family, "value": one.value, "abstained": None}
        for one in (() if hidden else record.answers)
    ]
    found = [
        {
            "check": one.check,
            "member": one.member,
            "severity": one.severity.value,
            "veto": one.veto,
            "words": one.message,
        }
        for one in report.findings
    ]
    families = list(agreement.families) if agreement is not None else []
    return report.as_dict() | {"families": families, "evidence": {"answers": answers, "findings": found}}
