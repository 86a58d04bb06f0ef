"""Documents that are handed in become stored jobs, once everything about them has been read and checked."""

from __future__ import annotations

from consensus import strategy
from consensus.domain import Document, Event, JobOwner, Task
from consensus.domain.job import JobRecord, JobState
from consensus.normalize.digests import digest
from consensus.service.dependencies import Dependencies
from consensus.service.guarantee.basis import key_for
from consensus.service.guarantee.batches import Batches
from consensus.service.jobs.plan import Chosen, choose
from consensus.service.jobs.requests import SubmitRequest, read, rules_of
from consensus.service.jobs.shared_batch import batch_of, entering
from consensus.service.memory import with_memory
from consensus.service.served import with_series


def enter(outside: Dependencies, batches: Batches, request: SubmitRequest) -> list[JobRecord]:
    """Read, check and store the documents. Raises InputError, UsageError, NotFoundError, StoreError."""
    policy = rules_of(request, outside)
    files = [read(path, request, policy) for path in request.paths]
    plans = [choose(outside, file, request, policy) for file in files]
    for plan in plans:  # refused here, before anything is paid for
        outside.refuse_unusable(plan.panel)
        if is_read_again(plan.document):
            outside.second_opinion(plan.policy, plan.panel)
        _refuse_strategy(plan, outside)
    with entering(request, policy, outside):
        if batch := batch_of(request, policy, outside):
            batches.refuse_closed({key_for(plan.policy, plan.document) for plan in plans}, batch)
        named = zip(plans, request.paths, strict=True)
        jobs = [_create(outside, plan, str(path), request.owner) for plan, path in named]
        batches.open(jobs, batch)
    return jobs


def is_read_again(document: Document) -> bool:
    """Whether the policy's second opinion has something to say about it."""
    return document.task is Task.TRANSLATE or strategy.texts_asked_about(document) > 0


def _refuse_strategy(plan: Chosen, outside: Dependencies) -> None:
    strategy.refuse_strategy(plan.policy, plan.panel, lambda name: outside.spec_for(name, plan.policy))


def _create(outside: Dependencies, plan: Chosen, path: str, owner: JobOwner | None) -> JobRecord:
    document, policy, store = plan.document, plan.policy, outside.store
    created = outside.clock.now().isoformat()
    job_id = digest(document.id, policy.digest, [m.name for m in plan.panel.members], path, created)[:12]
    panel = with_series(store, plan.panel, policy)
    job = JobRecord(job_id, document, policy, panel, path, JobState.RUNNING, created)
    segments = with_memory(plan.segments, document, policy, store, outside.settled, outside.imported)
    with outside.blobs.held():
        for content in filter(None, (plan.content, plan.layout)):
            outside.blobs.put(content)
        store.create_job(job, segments, owner)
    if policy.route.classes:  # what a text decided is written down with the job
        store.log_event(Event(created, "system", "route", job_id, plan.route))
    for refusal in plan.refusals:
        at = outside.clock.now().isoformat()
        store.log_event(Event(at, "system", "refuse-model", job_id, str(refusal)))
    return job
