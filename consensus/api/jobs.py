"""Jobs: handed in, watched, stopped, taken up again, removed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from consensus.api.access import Api, Caller, Submitter
from consensus.api.requests import After, Id, Page, StrictRoute, Text, on_loop, page_of
from consensus.bootstrap import Service
from consensus.domain import JobOwner
from consensus.domain.file import File
from consensus.domain.run import RunStatus
from consensus.errors import InputError
from consensus.ports.runtime import BATCH, INTERACTIVE
from consensus.service.access.programs import JobStanding
from consensus.service.jobs.submissions import Submission

router = APIRouter(prefix="/v1/jobs", tags=["jobs"], route_class=StrictRoute)

_PRIORITIES = {"interactive": INTERACTIVE, "batch": BATCH}
#: Seconds after which it is worth looking at a new job.
_LOOK_AGAIN = "1"


class JobRequest(BaseModel):
    """What to do with which document: one of file_id and text. metadata: yours, given back with the job."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    policy: Text
    file_id: Text | None = None
    text: str | None = Field(None, description="The document itself, read as the ending of its name says.")
    name: Text = Field("text.txt", description="Of a text.")
    source_lang: Text = ""
    target_lang: Text = ""
    schema_: dict[str, Any] | None = Field(None, alias="schema", description="A JSON Schema, for extraction.")
    panel: Text | list[Text] = ""
    batch: Text = ""
    data_class: Text = ""
    risk: Literal["", "low", "normal", "high"] = ""
    priority: Literal["interactive", "batch"] = "batch"
    webhook_id: Text = Field("", description="Told of this job alone; without it all of your webhooks are.")
    metadata: dict[Text, Annotated[str, StringConstraints(max_length=2000)]] = Field({}, max_length=50)
    dry_run: bool = Field(False, description="Only say who would be asked, and the most that it could cost.")


class Units(BaseModel):
    """Units by the machine's verdict. decided: those that people settled since."""

    total: int
    accepted: int
    review: int
    failed: int
    decided: int


class JobReply(BaseModel):
    """A job. status: queued, running, cancelled, failed or done. words: what is promised of its accepted units.

    cost: US dollars of its calls so far, null when unknown. waits: for what units wait, in one sentence, or null.
    """

    id: str
    status: str
    document: str
    task: str
    policy: dict[str, str]
    panel: dict[str, Any]
    created_at: str
    units: Units
    progress: dict[str, Any] | None
    calls: int
    cost: float | None
    words: str
    waits: str | None
    error: str | None
    metadata: dict[str, str]


class JobPage(Page):
    """Jobs, newest first."""

    data: list[JobReply]


class Accepted(BaseModel):
    """A job that was handed in; its id is null where only the plan was asked for. plan: who is asked, at what cost."""

    id: str | None
    status: str
    plan: dict[str, Any]


@router.post("", status_code=202, operation_id="submit_job", response_model=Accepted)
async def submit(body: JobRequest, request: Request, response: Response, service: Api, by: Submitter) -> Accepted:
    """Hand in a document and begin. Everything is read and checked before the first call."""
    order = await run_in_threadpool(_order, body, service, by)
    plan = await run_in_threadpool(service.access.programs.plan, order, by.program)
    if body.dry_run:
        response.status_code = 200
        return Accepted(id=None, status="planned", plan=plan.as_dict())
    job_id = await on_loop(request, service.access.programs.submit(order, by.program))
    response.headers["location"] = f"/v1/jobs/{job_id}"
    response.headers["retry-after"] = _LOOK_AGAIN
    return Accepted(id=job_id, status=RunStatus.QUEUED.value, plan=plan.as_dict())


@router.get("", operation_id="list_jobs")
def listed(service: Api, by: Submitter, limit: Annotated[int, Query(ge=1, le=100)] = 20, after: After = "") -> JobPage:
    """Jobs of your tenant, newest first."""
    programs = service.access.programs
    found = [_reply(programs.status(job_id, by.program)) for job_id in programs.list(by.program, limit + 1, after)]
    return JobPage(**page_of(found, limit, lambda job: job.id))


@router.get("/{job_id}", operation_id="get_job")
def one(job_id: Id, service: Api, by: Submitter) -> JobReply:
    """How a job stands."""
    return _reply(service.access.programs.status(job_id, by.program))


@router.post("/{job_id}/cancel", status_code=202, operation_id="cancel_job")
async def cancel(job_id: Id, request: Request, service: Api, by: Submitter) -> JobReply:
    """Stop asking. What was answered is kept, and the job can be taken up again."""
    await on_loop(request, service.access.programs.cancel(job_id, by.program))
    return _reply(await run_in_threadpool(service.access.programs.status, job_id, by.program))


@router.post("/{job_id}/resume", status_code=202, operation_id="resume_job")
async def resume(job_id: Id, request: Request, service: Api, by: Submitter) -> JobReply:
    """Go on with a job that was stopped; nothing that was answered is asked again."""
    await on_loop(request, service.access.programs.resume(job_id, by.program))
    return _reply(await run_in_threadpool(service.access.programs.status, job_id, by.program))


@router.delete("/{job_id}", status_code=204, operation_id="delete_job")
def delete(job_id: Id, service: Api, by: Submitter) -> None:
    """Remove its document, answers and decisions, for good. Costs and the event log stay."""
    service.access.programs.delete(job_id, by.program)


def _order(body: JobRequest, service: Service, by: Caller) -> Submission:
    if (body.file_id is None) == (body.text is None):
        do = "Give file_id, of POST /v1/files, or text."
        raise InputError("a job has one document", where="file_id", do=do)
    if body.file_id is not None:
        file = service.access.files.content(by.tenant, body.file_id)
    else:
        file = File(body.name, (body.text or "").encode("utf-8", "replace"))
    if body.webhook_id:
        service.access.webhooks.one(by.tenant, body.webhook_id)
    content = file.content.encode() if isinstance(file.content, str) else file.content
    return Submission(
        name=file.name,
        content=content,
        policy=body.policy,
        source_lang=body.source_lang,
        target_lang=body.target_lang,
        schema="" if body.schema_ is None else json.dumps(body.schema_),
        panel=body.panel if isinstance(body.panel, str) else ",".join(body.panel),
        batch=body.batch,
        data_class=body.data_class,
        risk=body.risk,
        priority=_PRIORITIES[body.priority],
        owner=JobOwner(by.tenant, by.key_id, body.webhook_id, json.dumps(body.metadata)),
    )


def _reply(seen: JobStanding) -> JobReply:
    about, now = seen.about.as_dict(), seen.standing
    line = now.line
    cost: Decimal | None = seen.about.totals.cost
    return JobReply(
        id=line.id,
        status=now.status.value,
        document=line.document,
        task=line.task,
        policy=about["policy"],
        panel=about["panel"],
        created_at=line.created_at,
        units=Units(
            total=line.units, accepted=line.accepted, review=line.review, failed=line.failed, decided=line.decided
        ),
        progress=None if now.progress is None else dict(now.progress),
        calls=seen.about.totals.calls,
        cost=None if cost is None else float(cost),
        words=about["certificate"],
        waits=about["waits"],
        error=now.error or None,
        metadata=json.loads(seen.details),
    )
