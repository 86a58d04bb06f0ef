"""Facade for submitters: hand in documents, see how they stand, take the verified file away."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from consensus import export, ingest, pipeline, prompt, review
from consensus.ask import AskContext
from consensus.canon.digests import digest
from consensus.domain import AuditEvent, Document, Field, Outcome, Policy, Segment, Task, Verification
from consensus.errors import StoreError, UsageError
from consensus.ports import JobRecord, OnProgress, UnitRecord
from consensus.schema import assemble, from_json
from consensus.service.outside import Outside
from consensus.service.reports import JobReport

#: Documents of one submission that are under way at once; calls are limited per host beside this.
_DOCUMENTS_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class SubmitRequest:
    """What to do with which documents. schema: a JSON Schema of type object. panel: None takes the policy's."""

    paths: tuple[Path, ...]
    policy: str
    source_lang: str | None = None
    target_lang: str | None = None
    schema: Mapping[str, Any] | None = None
    panel: str | Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """An export. text: the file's content. verified, total: units. notice: what a person should know, or ""."""

    text: str
    verified: int
    total: int
    notice: str = ""
    accounting: Mapping[str, int] = field(default_factory=dict)


class Jobs:
    """One method for each thing a submitter wants."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    def submit(self, request: SubmitRequest, on_progress: OnProgress | None = None) -> list[JobReport]:
        """Ask the panel about every document and wait for all verdicts.

        Everything handed in is read and checked before the first call. Raises InputError, UsageError, NotFoundError,
        StoreError, and KeyboardInterrupt with the ids of the jobs that can be resumed.
        """
        policy = self._outside.policies.load(request.policy)
        documents = [_read(path, request, policy) for path in request.paths]
        panel = self._outside.panel(request.panel, policy)
        jobs = [self._create(doc, path, policy, panel) for doc, path in zip(documents, request.paths, strict=True)]
        return self._run(jobs, on_progress)

    def resume(self, job_id: str, on_progress: OnProgress | None = None) -> list[JobReport]:
        """Go on with a job that was stopped; nothing that was answered is asked again.

        Raises what ``submit`` raises, and ConflictError while another process works on the job.
        """
        job = self._outside.store.job(job_id)
        return [self.status(job.id)] if job.state == "done" else self._run([job], on_progress)

    def status(self, job_id: str) -> JobReport:
        """One job, by id or a unique prefix. Raises NotFoundError."""
        store = self._outside.store
        job = store.job(job_id)
        return JobReport(job, tuple(store.units(job.id)), store.totals(job.id))

    def all(self) -> list[JobReport]:
        """Every job, newest first."""
        return [self.status(job.id) for job in self._outside.store.jobs()]

    def delete(self, job_id: str, actor: str) -> str:
        """Remove document, answers and results; the audit keeps one line. Returns the whole id."""
        job = self._outside.store.job(job_id)
        self._outside.store.delete_job(job.id, self._event(actor, "delete-job", job.id))
        return job.id

    def export(self, job_id: str, form: str = "source", actor: str = "system") -> Exported:
        """The verified file as ``source`` (the document's own format), ``jsonl`` with provenance, or ``csv``."""
        store = self._outside.store
        job = store.job(job_id)
        if job.state == "running":
            raise UsageError(
                "this job has not ended",
                where=f"job {job.id}",
                do=f"Wait for it, or go on with: consensus submit --resume {job.id}",
            )
        units = tuple(store.units(job.id))
        writers = {
            "source": lambda: _as_source(job, units),
            "jsonl": lambda: export.to_jsonl(job, units, store.calls(job.id)),
            "csv": lambda: export.to_csv(job, units),
        }
        text = writers[form]()
        accounting = export.accounting(units)
        verified = len(units) - accounting[Verification.UNVERIFIED.value]
        store.audit(self._event(actor, "export", job.id, f"{form}, {verified} of {len(units)} units verified"))
        return Exported(text, verified, len(units), _export_notice(job, verified, len(units)), accounting)

    def _create(self, document: Document, path: Path, policy: Policy, panel: Any) -> JobRecord:
        created = self._outside.clock.now().isoformat()
        job_id = digest(document.id, policy.digest, [m.name for m in panel.members], str(path), created)[:12]
        job = JobRecord(job_id, document, policy, panel, str(path), "running", created)
        self._outside.store.create_job(job, ingest.split(document))
        return job

    def _run(self, jobs: Sequence[JobRecord], on_progress: OnProgress | None) -> list[JobReport]:
        left = [job.id for job in jobs]

        async def main() -> None:
            gate = asyncio.Semaphore(_DOCUMENTS_AT_ONCE)

            async def one(job: JobRecord) -> None:
                async with gate:
                    with self._outside.hold(job.id):
                        await self._one(job, on_progress)
                    left.remove(job.id)

            try:
                async with asyncio.TaskGroup() as group:
                    for job in jobs:
                        group.create_task(one(job))
            finally:
                await self._outside.aclose()

        try:
            self._outside.runner.run(main())
        except KeyboardInterrupt as stopped:
            raise KeyboardInterrupt(*left) from stopped
        except BaseExceptionGroup as several:
            # One clear error reaches the user; every job is stored and can be resumed.
            raise _resumable(several.exceptions[0], left) from several
        return [self.status(job.id) for job in jobs]

    async def _one(self, job: JobRecord, on_progress: OnProgress | None) -> None:
        outside = self._outside
        if outside.store.job(job.id).state == "done":
            return  # by another process, before this one could take hold of it
        embedder, _ = (None, "") if job.document.task is Task.EXTRACT else outside.embedder(job.policy.semantic)
        langs = (job.document.source_lang, job.document.target_lang)
        judge = pipeline.Judge(job.policy, langs, embedder)
        stored = [record.unit for record in outside.store.units(job.id)]
        segments = [unit for unit in stored if isinstance(unit, Segment)]
        records = await pipeline.run(job, segments, judge, self._context(job, on_progress))
        waiting = [review.open_item(job.id, r) for r in records if _outcome(r) is not Outcome.ACCEPTED]
        outside.store.save_decisions(job.id, records, waiting)
        outside.store.end_job(job.id, "done", outside.clock.now().isoformat())

    def _context(self, job: JobRecord, on_progress: OnProgress | None) -> AskContext:
        outside = self._outside
        return AskContext(
            job_id=job.id,
            document=job.document.name,
            policy=job.policy,
            client_for=outside.client_for,
            spec_for=lambda name: outside.spec_for(name, job.policy),
            limiter=outside.limiter(job.policy),
            clock=outside.clock,
            journal=outside.store,
            render=prompt.render,
            parse=prompt.parse,
            on_progress=on_progress,
        )

    def _event(self, actor: str, action: str, subject: str, detail: str = "") -> AuditEvent:
        return AuditEvent(self._outside.clock.now().isoformat(), actor, action, subject, detail)


def _read(path: Path, request: SubmitRequest, policy: Policy) -> Document:
    task = _task(request, policy)
    schema = from_json(request.schema) if request.schema is not None and task is Task.EXTRACT else None
    return ingest.read_document(
        path, task=task, source_lang=request.source_lang, target_lang=request.target_lang, schema=schema
    )


def _task(request: SubmitRequest, policy: Policy) -> Task:
    task = policy.task if policy.task != "any" else ("extract" if request.schema is not None else "translate")
    if task == "extract" and request.schema is None:
        raise UsageError(
            "extraction needs a schema", where=f"policy {policy.name}", do="Give one with --schema FILE.json."
        )
    if task == "translate" and not request.target_lang:
        raise UsageError(
            "translation needs a target language",
            where=f"policy {policy.name}",
            do="Give one with --to, as in --to de.",
        )
    return Task(task)


def _resumable(error: BaseException, left: Sequence[str]) -> BaseException:
    """The error, saying how to go on once its cause is gone."""
    if isinstance(error, StoreError):
        error.do = f"{error.do} Nothing is lost; then: {' ; '.join(f'consensus submit --resume {job}' for job in left)}"
    return error


def _outcome(record: UnitRecord) -> Outcome | None:
    return record.verdict.outcome if record.verdict else None


def _as_source(job: JobRecord, units: Sequence[UnitRecord]) -> str:
    document = job.document
    settled = [(record.unit, export.result_of(record)) for record in units]
    if document.task is Task.TRANSLATE:
        segments = [unit for unit, _ in settled if isinstance(unit, Segment)]
        texts = {unit.id: result.value for unit, result in settled if isinstance(result.value, str)}
        return ingest.rebuild(document, segments, texts)
    fields = [(unit.path, result) for unit, result in settled if isinstance(unit, Field)]
    waiting = {path for path, result in fields if result.verification is Verification.UNVERIFIED}
    values = {path: None if path in waiting else result.value for path, result in fields}
    return export.as_json(assemble(document.schema or {}, values, waiting))


def _export_notice(job: JobRecord, verified: int, total: int) -> str:
    if verified == total:
        return "All units are verified. Not certified."
    left = "are in the source language" if job.document.task is Task.TRANSLATE else "are null"
    return f"{total - verified} of {total} units are not verified and {left}. Not certified."
