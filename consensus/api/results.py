"""What comes of a job: its units with their evidence, its events while it runs, its file and its certificate."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from starlette.responses import Response, StreamingResponse

from consensus.api.access import Api, Submitter
from consensus.api.requests import After, Id, Limit, Page, page_of
from consensus.bootstrap import Service
from consensus.domain.run import RunStatus
from consensus.errors import ConsensusError, NotFoundError
from consensus.service.access.programs import Standing

router = APIRouter(prefix="/v1/jobs/{job_id}", tags=["results"])

Form = Literal["source", "jsonl", "csv", "html", "evidence", "xlsx", "pdf"]
FormQuery = Annotated[Form, Query(alias="format")]
_TYPES: dict[str, str] = {
    "source": "application/octet-stream",
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "evidence": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
#: Seconds between two looks at a job that is watched, and between two signs of life.
_LOOK_EVERY, _ALIVE_EVERY = 0.5, 15.0
_RUNNING = frozenset({RunStatus.QUEUED, RunStatus.RUNNING})


class Unit(BaseModel):
    """A segment (source) or field (path). value: what is verified, null while it is not. leading: nobody vouches for.

    verdict: of the machine, null before it. verification: how the value was verified. evidence: every answer with the
    family of its model, and what checks found; null while the batch is open.
    """

    id: str
    source: str | None = None
    path: str | None = None
    verdict: str | None
    rule: str = ""
    reasons: list[str] = []
    value: Any = None
    leading: Any = None
    support: float = Field(0.0, description="Share of the families that answered which agree; no probability.")
    score: float = 0.0
    verification: str = "unverified"
    families: list[str] = []
    evidence: dict[str, Any] | None


class UnitPage(Page):
    """Units in document order."""

    data: list[Unit]


@router.get("/units", operation_id="list_units")
def units(
    job_id: Id,
    service: Api,
    by: Submitter,
    verdict: Literal["accepted", "review", "failed"] | None = None,
    limit: Limit = 100,
    after: After = "",
) -> UnitPage:
    """Units with what stands behind them."""
    found = [Unit(**one) for one in service.access.programs.units(job_id, by.program)]
    if after:
        places = [n for n, one in enumerate(found) if one.id == after]
        if not places:
            raise NotFoundError("the job has no such unit", where="after", do="Give the last_id of a page.")
        found = found[places[0] + 1 :]
    found = [one for one in found if verdict is None or one.verdict == verdict]
    return UnitPage(**page_of(found[: limit + 1], limit, lambda one: one.id))


@router.get(
    "/export",
    operation_id="export_job",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
def export(
    job_id: Id,
    request: Request,
    service: Api,
    by: Submitter,
    form: FormQuery = "source",
    require: Literal["verified"] | None = None,
) -> Response:
    """The file as often as you like. What is not verified stands in it as the document had it, and is counted."""
    made = service.access.programs.export(job_id, by.program, form, verified=require is not None)
    tag = f'"{hashlib.sha256(made.content).hexdigest()}"'
    headers = {
        "etag": tag,
        "x-consensus-unverified": str(made.total - made.verified),
        "x-content-type-options": "nosniff",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["content-disposition"] = "attachment"
    return Response(made.content, media_type=_TYPES[form], headers=headers)


@router.get("/certificate", operation_id="get_certificate")
def certificate(
    job_id: Id, service: Api, by: Submitter, form: Annotated[Form, Field(alias="format")] = "source"
) -> Any:
    """What stands beside the export of this form: what is promised of it and everything to compute that again."""
    return json.loads(service.access.programs.export(job_id, by.program, form).beside)


@router.get(
    "/events",
    operation_id="watch_job",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def events(job_id: Id, service: Api, by: Submitter) -> StreamingResponse:
    """Server-sent events until the job ends: progress, unit.accepted, unit.review, unit.failed, then how it ended.

    Whoever connects again is told of every unit again.
    """
    await run_in_threadpool(service.access.programs.own, job_id, by.program)
    told = _told(await run_in_threadpool(service.access.programs.standing, job_id), job_id, service)
    return StreamingResponse(told, media_type="text/event-stream", headers={"cache-control": "no-store"})


async def _told(seen: Standing, job_id: str, service: Service) -> AsyncIterator[bytes]:
    programs, known, counted, quiet = service.access.programs, dict[str, str](), -1, 0.0
    progress: Any = None
    while True:
        line = seen.line
        if (ended := line.accepted + line.review + line.failed) != counted:
            counted, now = ended, await run_in_threadpool(programs.verdicts, job_id)
            for event in _decided(known, now):
                yield event
            known = dict(now)
        if seen.progress is not None and seen.progress != progress:
            progress, quiet = seen.progress, 0.0
            yield _event("progress", progress)
        if seen.status not in _RUNNING:
            name = "job.completed" if seen.status is RunStatus.DONE else f"job.{seen.status.value}"
            told = {"status": seen.status.value, "review": line.review, "failed": line.failed}
            yield _event(name, {"id": job_id, **told})
            return
        await asyncio.sleep(_LOOK_EVERY)
        quiet += _LOOK_EVERY
        if quiet >= _ALIVE_EVERY:
            quiet = 0.0
            yield b": alive\n\n"
        try:
            seen = await run_in_threadpool(programs.standing, job_id)
        except ConsensusError as error:  # deleted meanwhile, say: the head is out, so an event says it
            yield _event("error", error.as_dict())
            return


def _decided(known: dict[str, str], now: Any) -> Iterator[bytes]:
    for unit_id, verdict in now.items():
        if known.get(unit_id) != verdict:
            yield _event(f"unit.{verdict}", {"id": unit_id, "verdict": verdict})


def _event(name: str, content: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(content)}\n\n".encode()
