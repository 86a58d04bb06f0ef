"""Facade for submitters: hand in documents, see how they stand, take the verified file away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from consensus import export, formats, pipeline
from consensus.ask import AskContext, Deployments
from consensus.domain import Event, Money, Progress, Segment, Task, Verification
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.errors import ReadOnlyError, StoreError, UsageError, as_sentence
from consensus.locate.layout import Layout
from consensus.ports.models import Embedder, SecondOpinion
from consensus.ports.runtime import OnProgress
from consensus.ports.storage import Store
from consensus.service.dependencies import Dependencies
from consensus.service.guarantee.service import Guarantees
from consensus.service.jobs import entering, job_metrics
from consensus.service.jobs.dispatch import InProcessDispatch
from consensus.service.jobs.exported import Exported, commented
from consensus.service.jobs.fitting_back import fitting_back
from consensus.service.jobs.leases import ConfirmedLimiter, FencedJournal, HeldJob, Leases
from consensus.service.jobs.listing import open_batch
from consensus.service.jobs.notes import Notes, segments_of
from consensus.service.jobs.progress import Watch, progress_of
from consensus.service.jobs.report import JobReport, ended_job
from consensus.service.jobs.requests import SubmitRequest, layout_of, source_of
from consensus.service.jobs.retry import asked_about, failed_units, note_retry, save_retried
from consensus.service.jobs.validity import Validity, validity
from consensus.service.jobs.written_files import WrittenFiles
from consensus.service.pictures import pictures_of
from consensus.service.served import Sightings
from consensus.telemetry import span

# What asks models or waits is async; what reads or writes the store or a file is a plain function, which async callers
# put into a thread where it may take long.


__all__ = ["Exported", "Jobs", "SubmitRequest"]

#: Forms of fields alone: what they hold, and what to take of a translation instead.
_OF_FIELDS = {
    "evidence": ("object with evidence", "Take the evidence for its segments: --format jsonl"),
    **dict.fromkeys(("xlsx", "sheets"), ("workbook of them", "Take the table of its segments: --format csv")),
}


class BesideJobs(Protocol):
    """What is done beside jobs, and changes nothing of them. It raises nothing."""

    def begin(self, job: JobRecord) -> None:
        """Before anybody is asked."""

    async def ended(self) -> None:
        """When a job has ended and is given back."""


class _Nothing:
    def begin(self, job: JobRecord) -> None:
        return

    async def ended(self) -> None:
        return


NOTHING_BESIDE: BesideJobs = _Nothing()


class Jobs:
    """One method for each thing a submitter wants.

    documents_at_once: under way in this process; calls are limited per host beside this. day_ceilings: US dollars that
    may be spent a day, by policy, of jobs that this process worked on.
    """

    def __init__(self, outside: Dependencies, documents_at_once: int = 4, beside: BesideJobs = NOTHING_BESIDE) -> None:
        self.outside = outside
        self.leases = Leases(outside.store, outside.clock)
        self.dispatch = InProcessDispatch(outside.store, outside.clock, self.work, outside.aclose, documents_at_once)
        self._deployments = Deployments()
        self.day_ceilings: dict[str, Money] = {}
        self.guarantees = Guarantees(outside.store, outside.clock, outside.draw, outside.lot_keys, outside.policies)
        self.notes = Notes(outside.store, outside.class_of, outside.blobs)
        self.files = WrittenFiles(outside.store, outside.clock, outside.signer)
        self._beside = beside

    async def submit(self, request: SubmitRequest, on_progress: OnProgress | None = None) -> list[JobReport]:
        """Ask the panel about every document and wait for all verdicts.

        Everything handed in is read and checked before the first call. Raises InputError, UsageError, NotFoundError,
        StoreError. Where it is cancelled its jobs are stopped, and can be taken up again.
        """
        jobs = await asyncio.to_thread(self.enter, request)
        return await self.finish([job.id for job in jobs], on_progress)

    def enter(self, request: SubmitRequest) -> list[JobRecord]:
        """Read, check and store the documents; nobody is asked before ``resume``. Raises what ``submit`` raises."""
        with span("submit"):
            return entering.enter(self.outside, self.guarantees.batches, request)

    async def resume(self, job_id: str, on_progress: OnProgress | None = None) -> list[JobReport]:
        """Go on with a job that was stopped, or ask again about the units of a finished one that nobody answered.

        Nothing that was answered is asked again, and what a person decided stays. Raises what ``submit`` raises, and
        ConflictError while another process works on the job.
        """
        return await self.finish([self.outside.store.job(job_id).id], on_progress)

    async def finish(self, job_ids: Sequence[str], on_progress: OnProgress | None = None) -> list[JobReport]:
        """Work on jobs until each has its verdicts; what ends one stops no other, and is raised when all have ended."""
        under_way = [job_id for job_id in job_ids if not _is_finished(self.outside.store, job_id)]
        for job_id in under_way:
            await self.dispatch.enqueue(job_id)
        try:
            waits = (self.dispatch.wait(job_id, on_progress) for job_id in under_way)
            ended = await asyncio.gather(*waits, return_exceptions=True)
        except asyncio.CancelledError:
            await self.dispatch.stop(under_way)
            raise
        failed = {job_id: error for job_id, error in zip(under_way, ended, strict=True) if error is not None}
        if failed:  # one clear error reaches the user; every job is stored and can be resumed
            first = next(iter(failed.values()))
            raise _resumable(first, [*failed]) from first
        return await asyncio.to_thread(lambda: [self.status(job_id) for job_id in job_ids])

    def status(self, job_id: str) -> JobReport:
        """One job, by id or a unique prefix. Raises NotFoundError."""
        report = _report(self.outside, self.guarantees, job_id)
        return replace(report, left=self.notes.on(report.job, report.units))

    def waits(self, job_id: str) -> str:
        """For which batch units of a job wait, in one sentence; "" where none does. Raises NotFoundError."""
        return self.status(job_id).waits if open_batch(self.outside.store, job_id) is not None else ""

    def export(self, job_id: str, form: str = "source", actor: str = "system") -> Exported:
        """The verified file as ``source`` (the document's own format), ``jsonl`` with provenance, ``csv``, or ``html``.

        ``evidence``: of an extraction, its object with what stands behind each field (``export.with_evidence``).
        ``pdf``: of an extraction from one, the PDF with numbered boxes and a table of its fields.
        ``xlsx``: of an extraction, a workbook with a sheet of fields and one of each table.
        ``row``, ``sheets``, ``units``: what a table or a workbook of several jobs holds of it (``export.table_row``,
        ``export.workbook_rows``, ``export.unit_rows``).
        Raises UsageError while the job runs and for evidence of a translation, NotFoundError for an unknown job.
        """
        store = self.outside.store
        job = ended_job(store, job_id)
        if form in _OF_FIELDS and job.document.task is Task.TRANSLATE:
            what, do = _OF_FIELDS[form]
            raise UsageError(f"a translation has segments, not fields, so no {what}", where=f"job {job.id}", do=do)
        self.guarantees.tend()
        self.guarantees.batches.reveal(job.id)
        units = tuple(store.units(job.id))
        certificate = self.guarantees.certificate(job, units)
        found = validity(job, units, self.outside.class_of)
        content, restored = source_of(job.document, self.outside.blobs)
        layout, lost = layout_of(job.document, self.outside.blobs)
        notice = _export_notice(job, units, found, certificate, content)
        if form == "source" and restored:
            notice = f"{notice} {restored}"
        notice = f"{notice} {lost}" if lost else notice
        writers: Mapping[str, Callable[[], str | bytes]] = {
            "source": lambda: _as_source(job, units, content),
            "jsonl": lambda: export.to_jsonl(
                job, commented(store, job.id, units), store.calls(job.id), certificate, found.as_dict(), layout
            ),
            "csv": lambda: export.to_csv(job, units, layout),
            "html": lambda: export.to_html(job, units, certificate, notice, layout),
            "xlsx": lambda: export.to_workbook([export.workbook_rows(job, units, certificate, layout)]),
            "sheets": lambda: export.as_json(export.workbook_rows(job, units, certificate, layout)),
            "pdf": lambda: _marked(self.outside, job, units, layout),
            "units": lambda: export.as_json({"rows": export.unit_rows(job, units)}),
            "row": lambda: export.as_json(export.table_row(job, units, certificate, found.words)),
            "evidence": lambda: export.as_json(export.with_evidence(job, units, certificate, layout) | found.as_dict()),
        }
        with span("export", job_id=job.id, format=form):
            made = writers[form]()
        file = made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")
        accounting = export.accounting(units)
        verified = len(units) - accounting[Verification.UNVERIFIED.value]
        try:
            self.guarantees.exported(job, units)
            store.log_event(self._event(actor, "export", job.id, f"{form}, {verified} of {len(units)} units verified"))
        except ReadOnlyError:
            notice = f"{notice} This home cannot be written, so its audit does not say that this was exported."
        beside = export.to_certificate(job, file, units, certificate, found.as_dict(), form)
        return Exported(file, verified, len(units), notice, accounting, beside, self.outside.signer())

    async def work(self, job_id: str, on_progress: OnProgress | None, *, queued: bool = False) -> None:
        """Ask about a job until it has its verdicts, in a task. queued: as ``Leases.hold``. Raises what ends it."""
        with self.leases.hold(job_id, queued=queued) as held:
            job = self.outside.store.job(job_id)
            await asyncio.to_thread(self._beside.begin, job)
            with job_metrics.observed(job, self.day_ceilings, self.outside.store.run(job_id).traceparent):
                await self._ask(job, held, on_progress)
        await self._beside.ended()

    async def _ask(self, job: JobRecord, held: HeldJob, on_progress: OnProgress | None) -> None:
        outside, again = self.outside, frozenset[str]()
        if job.state == JobState.DONE:
            again = failed_units(outside.store, job)
            if not again:
                return  # it was done by another process, before this one could take hold of it
            note_retry(outside, job, again)

        def embedder() -> Embedder | None:
            found, why = outside.embedder(job.policy.semantic)
            watch(Progress(job.document.name, units, units, note=why, job_id=job.id))
            return found

        langs = (job.document.source_lang, job.document.target_lang)
        stored = [record.unit for record in outside.store.units(job.id)]
        segments = [unit for unit in stored if isinstance(unit, Segment)]
        units = sum(not segment.is_kept for segment in segments)
        watch = Watch(outside.clock, held.report, units, on_progress)
        only, seen = asked_about(job, again) if again else None, Sightings(outside.store, outside.clock)
        context = replace(self._context(job, held, watch), only=only, on_reply=seen.note)
        opinion, model = _second_opinion(outside, job, context), outside.class_of(job.document)[0]
        config = pipeline.DecisionConfig(job.policy, langs, embedder, opinion, model)
        content, _ = source_of(job.document, outside.blobs)  # before anything is paid for
        async with seen:
            records = fitting_back(job, await pipeline.run(job, segments, config, context), content)
        if again:
            save_retried(outside, job, again, records, held.lease)
        else:
            self.guarantees.decided(job, records, held.lease)
            outside.store.end_job(job.id, JobState.DONE, outside.clock.now().isoformat(), lease=held.lease)
        job_metrics.decided(job, records)
        watch.end()

    def _context(self, job: JobRecord, held: HeldJob, on_progress: OnProgress | None) -> AskContext:
        outside = self.outside
        return AskContext(
            job_id=job.id,
            document=job.document.name,
            policy=job.policy,
            client_for=outside.client_for,
            spec_for=lambda name: outside.spec_for(name, job.policy),
            limiter=ConfirmedLimiter(outside.limiter(job.policy), held),
            clock=outside.clock,
            journal=FencedJournal(outside.store, held.lease),
            on_progress=on_progress,
            deployments=self._deployments,
            picture=pictures_of(job.document, outside.blobs),
        )

    def _event(self, actor: str, action: str, subject: str, detail: str = "") -> Event:
        return Event(self.outside.clock.now().isoformat(), actor, action, subject, detail)


def _report(outside: Dependencies, guarantees: Guarantees, job_id: str) -> JobReport:
    store = outside.store
    job = store.job(job_id)
    promised, progress = guarantees.words(job), progress_of(store.run(job.id))
    units = tuple(store.units(job.id))
    validated = partial(validity, job, units, outside.class_of)
    totals = store.totals(job.id)
    batch = open_batch(store, job.id)
    return JobReport(job, units, totals, certificate=promised, progress=progress, batch=batch, validated=validated)


def _is_finished(store: Store, job_id: str) -> bool:
    """Whether nothing is left to be asked."""
    job = store.job(job_id)
    return job.state == JobState.DONE and not failed_units(store, job)


def _second_opinion(outside: Dependencies, job: JobRecord, context: AskContext) -> SecondOpinion | None:
    """Whoever the policy asks about translations that would be accepted, and about free text in different words."""
    made = outside.second_opinion(job.policy, job.panel) if entering.is_read_again(job.document) else None
    return made(context) if made is not None else None


def _resumable(error: BaseException, left: Sequence[str]) -> BaseException:
    """The error, saying how to go on once its cause is gone."""
    if isinstance(error, StoreError):
        resume = " ; ".join(f"consensus submit --resume {job}" for job in left)
        return error.changed(do=f"{as_sentence(error.do)} Nothing is lost; then: {resume}")
    return error


def _as_source(job: JobRecord, units: Sequence[UnitRecord], content: bytes) -> str | bytes:
    document = job.document
    if document.task is Task.TRANSLATE:
        return formats.rebuild(document, segments_of(units), _texts(units), content)
    return export.as_json(export.delivered(document.schema or {}, units))


def _marked(outside: Dependencies, job: JobRecord, units: Sequence[UnitRecord], layout: Layout) -> bytes:
    if job.document.task is Task.TRANSLATE or not formats.is_marked(Path(job.document.name).suffix):
        what, do = "only fields taken from a PDF are marked in it", "Take the report: --format html"
        raise UsageError(what, where=f"job {job.id}", do=do)
    document = job.document
    content, _ = formats.source_of(document, outside.blobs.get(document.blob) if document.blob else None)
    return formats.with_marks(document, content, [formats.Marked(*one) for one in export.marks_of(job, units, layout)])


def _export_notice(
    job: JobRecord,
    units: Sequence[UnitRecord],
    found: Validity,
    certificate: export.Certificate,
    content: bytes,
) -> str:
    verified = len(units) - export.accounting(units)[Verification.UNVERIFIED.value]
    promised = "Not certified." if certificate is None else str(certificate["words"])
    segments = segments_of(units)
    left = formats.left_sentence(formats.left_out(job.document, job.policy.documents, segments, content))
    if not units:
        return " ".join(filter(None, ["There is nothing in it to be decided; it is as it was.", left]))
    as_it_was, sent = formats.kept_sentence(segments), len(units) - sum(segment.is_kept for segment in segments)
    told = "All units are verified." if sent == len(units) and not left else ""
    told = told or (f"Every unit that was sent is verified ({sent})." if sent else "No unit was sent.")
    if found.words:
        told = f"Every unit is decided ({len(units)}), but not the whole object is verified."
    if verified < len(units):
        how = formats.unwritten(job.document)
        told = f"{len(units) - verified} of {len(units)} units are not verified and {how}."
    unfit = formats.unfit(job.document, segments, _texts(units), content)
    around = formats.named(job.document.format).label
    kept = f"{len(unfit)} of them keep the source: their texts would break the {around} around them." if unfit else ""
    return " ".join(filter(None, [told, found.words, kept, as_it_was, left, promised]))


def _texts(units: Sequence[UnitRecord]) -> dict[str, str]:
    """Unit id to the text that is verified."""
    settled = {record.unit.id: record.result.value for record in units}
    return {unit: text for unit, text in settled.items() if isinstance(text, str)}
