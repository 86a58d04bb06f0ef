"""Documents from a browser: who may hand in what, stop it and take it up again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from consensus import formats
from consensus.auth.roles import Role
from consensus.domain import Event, JobOwner, JobStatus, RoutePlan, strict_json
from consensus.domain.file import File
from consensus.domain.job import JobRecord
from consensus.errors import ConflictError, ForbiddenError, SchemaError
from consensus.ports.runtime import INTERACTIVE
from consensus.service.dependencies import Dependencies
from consensus.service.jobs.hand_in import PlannedHandIn, refuse_too_many
from consensus.service.jobs.plan import Plans
from consensus.service.jobs.requests import rules_of
from consensus.service.jobs.service import Jobs, SubmitRequest

#: UTF-8 bytes of a document's name; file systems take 255.
_LONGEST_NAME = 120
_UNNAMED = "document.txt"


@dataclass(frozen=True, slots=True)
class Submission:
    """One document handed in with what is to be done. name: of the file. schema: JSON text, or "".

    more: further documents of the same batch, each a name and its content.
    source_lang, target_lang, panel, batch, data_class, risk: "" for none given. panel: a name, or members separated by
    commas. owner: None where one of this installation's own people hands it in.
    """

    name: str
    content: bytes
    policy: str
    source_lang: str = ""
    target_lang: str = ""
    schema: str = ""
    panel: str = ""
    batch: str = ""
    data_class: str = ""
    risk: str = ""
    priority: int = INTERACTIVE
    owner: JobOwner | None = None
    more: tuple[tuple[str, bytes], ...] = ()


class Submissions:
    """What the screens do with jobs. roles: of a person, by name. outlive: another process goes on with jobs of this
    one when it ends."""

    def __init__(self, jobs: Jobs, roles: Callable[[str], frozenset[Role]], *, outlive: bool = False) -> None:
        self._outlive = outlive
        self._store, self._clock, self._roles = jobs.outside.store, jobs.outside.clock, roles
        self._plans, self._jobs = Plans(jobs.outside), jobs

    def plan(self, order: Submission, actor: str) -> RoutePlan:
        """Who would be asked, and the worst it could cost. Nothing is sent or stored. Raises what ``submit`` raises."""
        self._require(actor)
        _refuse_places(order, self._roles(actor))
        return self._plans.plan(_handed_in(order))[0]

    def plan_all(self, order: Submission, actor: str) -> PlannedHandIn:
        """The plans of all documents of an order, to be looked at before ``submit_all``. Raises what that raises."""
        self._require(actor)
        _refuse_places(order, self._roles(actor))
        refuse_too_many(1 + len(order.more))
        request = _handed_in(order)
        return PlannedHandIn(tuple(self._plans.plan(request)), rules_of(request, self._jobs.outside))

    async def submit_all(self, order: Submission, actor: str, planned: PlannedHandIn) -> list[str]:
        """Hand in every document of an order, as it was planned, and begin; the ids of their jobs, one a document.

        Where one cannot be used, none is stored. Raises InputError, UsageError, NotFoundError and StoreError before
        anybody is asked, and ConflictError where the policy or the panel was changed since the plan was made.
        """
        jobs = await asyncio.to_thread(self._enter, order, actor, planned)
        for job in jobs:
            await self._begin(job.id, order.priority)
        return [job.id for job in jobs]

    async def submit(self, order: Submission, actor: str) -> str:
        """Store the document and begin; returns the job's id.

        Raises InputError, UsageError, NotFoundError and StoreError before anybody is asked.
        """
        (job,) = await asyncio.to_thread(self._enter, order, actor)
        await self._begin(job.id, order.priority)
        return job.id

    def again(self, job_id: str, actor: str) -> Submission:
        """The document of a job as it was handed in, under the same policy, to be handed in anew with another panel.

        Raises NotFoundError, and StoreError where its file is no longer kept.
        """
        self._require(actor)
        job, blobs = self._store.job(job_id), self._jobs.outside.blobs
        document = job.document
        content, _ = formats.source_of(document, blobs.get(document.blob) if document.blob else None)
        return Submission(
            document.name,
            content,
            job.policy.name,
            document.source_lang or "",
            document.target_lang or "",
            json.dumps(document.schema) if document.schema is not None else "",
            data_class=document.data_class or "",
            risk=document.risk,
        )

    async def resume(self, job_id: str, actor: str) -> None:
        """Take up a job that was stopped; nothing that was answered is asked again. Raises NotFoundError."""
        self._require(actor)
        job = self._store.job(job_id)
        if not self.status(job.id).is_under_way:
            _note(self._jobs.outside, actor, "resume", job)
            await self._begin(job.id, INTERACTIVE)

    async def cancel(self, job_id: str, actor: str) -> None:
        """Stop asking. What was answered is kept, and the job can be taken up again."""
        self._require(actor)
        if self.status(job_id).is_under_way:
            _note(self._jobs.outside, actor, "stop", self._store.job(job_id))
            await self._jobs.dispatch.cancel(job_id)

    def close_batch(self, policy: str, name: str, actor: str) -> None:
        """Close a named batch: its units wait no longer, and it takes nothing more. Raises NotFoundError."""
        self._require(actor)
        self._jobs.guarantees.batches.close_named(policy, name)
        self._store.log_event(Event(self._clock.now().isoformat(), actor, "close-batch", policy, name))

    def status(self, job_id: str) -> JobStatus:
        """How a job stands. Raises NotFoundError."""
        return self._jobs.dispatch.known(job_id)

    async def _begin(self, job_id: str, priority: int) -> None:
        if self._outlive:
            await self._jobs.dispatch.hand_over(job_id, priority)
        await self._jobs.dispatch.enqueue(job_id, priority, queued=self._outlive)

    def _enter(self, order: Submission, actor: str, planned: PlannedHandIn | None = None) -> list[JobRecord]:
        self._require(actor)
        _refuse_places(order, self._roles(actor))
        request = _handed_in(order)
        if planned is not None and rules_of(request, self._jobs.outside) != planned.rules:
            what = "the policy or the panel was changed since the plan was shown."
            raise ConflictError(what, do="Look at the plan as it is now.")
        jobs = self._jobs.enter(request)
        for job in jobs:
            _note(self._jobs.outside, actor, "submit", job)
        return jobs

    def _require(self, actor: str) -> None:
        if Role.SUBMITTER not in self._roles(actor):
            raise ForbiddenError(
                f"{actor} may not hand in documents.", do="An admin gives roles, with: consensus roles set"
            )


def _note(outside: Dependencies, actor: str, action: str, job: JobRecord) -> None:
    outside.store.log_event(Event(outside.clock.now().isoformat(), actor, action, job.id, job.document.name))


def _refuse_places(order: Submission, roles: frozenset[Role]) -> None:
    """An order comes from a browser: files and hosts of the server's side are for the admin to name."""
    if Role.ADMIN in roles:
        return
    members = [member.strip() for member in order.panel.split(",")]
    named = [member for member in members if member.startswith("recorded:") or "@http" in member]
    if named or set(order.policy) & set("/\\.~"):
        raise ForbiddenError(
            f"a file or an address is for an admin to name: {named[0] if named else order.policy}.",
            where="panel" if named else "policy",
            do="Ask for a policy that names it.",
        )


def _handed_in(order: Submission) -> SubmitRequest:
    """The order as a request; errors name the file as its owner does."""
    return SubmitRequest(
        tuple(File(file_name(name), content) for name, content in ((order.name, order.content), *order.more)),
        order.policy,
        order.source_lang.strip() or None,
        order.target_lang.strip() or None,
        _schema(order.schema),
        order.panel.strip() or None,
        data_class=order.data_class.strip() or None,
        risk=order.risk.strip() or None,
        batch=order.batch.strip() or None,
        owner=order.owner,
    )


def file_name(given: str) -> str:
    """A name for the document that is a file's name on any system: no folders, nothing unseen, not too long."""
    name = PurePosixPath(given.replace("\\", "/")).name
    name = "".join(char for char in name if char.isprintable() and char not in '<>:"|?*').strip()
    stem, ending = (name, "") if name.strip(".") == "" else (Path(name).stem, Path(name).suffix[:20])
    room = _LONGEST_NAME - len(ending.encode())
    stem = stem.encode()[:room].decode(errors="ignore")
    return _UNNAMED if not stem.strip(". ") else f"{stem}{ending}"


def _schema(text: str) -> Any:
    try:
        return strict_json.loads(text) if text.strip() else None
    except ValueError as error:
        raise SchemaError(f"the schema is not JSON: {error}.", where="schema", do="Mend it.") from error
