"""The application: its routers, the order of what every request passes, and its OpenAPI document."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.utils import get_openapi

from consensus.api import answers, catalogue, chat, chat_reply, files, jobs, models, results, review, state, webhooks
from consensus.api.access import Authenticated, caller
from consensus.api.deliveries import Deliveries
from consensus.api.idempotency import Idempotent
from consensus.api.limits import Bounded, Limits, Paced
from consensus.api.problems import MEDIA_TYPE, ErrorShape, LastCatch, Problem, add_handlers
from consensus.bootstrap import Service
from consensus.domain.run import RunStatus
from consensus.service.access.left_jobs import take_up_left
from consensus.service.loop import LoopThread

#: What a key is needed for.
ROUTERS: tuple[APIRouter, ...] = (
    files.router,
    jobs.router,
    results.router,
    review.router,
    webhooks.router,
    catalogue.router,
    catalogue.metrics_router,
    chat.router,
    models.router,
    answers.router,
)
#: Answers to errors below a path that are no problem+json.
ERROR_SHAPES: Mapping[str, ErrorShape] = dict.fromkeys(("/v1/chat", "/v1/models"), chat_reply.error_response)


def build_api(service: Service, loop: LoopThread | None = None, limits: Limits | None = None) -> FastAPI:
    """The API over one installation, at /v1 beside /healthz, /readyz and /openapi.json.

    loop: where jobs are worked on, shared with the screens of this process; None for one of its own.
    """
    api = FastAPI(
        title="Consensus",
        version="1",
        summary="Answers from several language models, accepted only where independent models agree.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses={"default": {"model": Problem, "description": "What went wrong."}},
        lifespan=_lifespan,
    )
    api.state.service, api.state.loop, api.state.own_loop = service, loop or LoopThread(), loop is None
    add_handlers(api, ERROR_SHAPES)
    api.include_router(state.router)
    for router in ROUTERS:
        api.include_router(router, dependencies=[Depends(caller)])
    limits = limits or Limits()
    # The last one added comes first.
    api.add_middleware(Idempotent, service=service)
    api.add_middleware(Bounded, limits=limits)
    api.add_middleware(Paced, limits=limits)
    api.add_middleware(Authenticated, service=service)
    api.add_middleware(LastCatch)
    api.openapi = lambda: _openapi(api)  # type: ignore[method-assign]
    return api


@asynccontextmanager
async def _lifespan(api: FastAPI) -> AsyncIterator[None]:
    """While it runs, webhooks are told and jobs taken up whose server has ended. At the end its own wait for that."""
    service, loop = api.state.service, api.state.loop
    deliveries = Deliveries(service.access.webhooks)
    deliveries.begin()
    taking_up = loop.begin(take_up_left(service.jobs))
    yield
    taking_up.cancel()
    await run_in_threadpool(deliveries.end)
    if api.state.own_loop:
        service.jobs.leases.when_cancelled = RunStatus.QUEUED
        await run_in_threadpool(loop.run, service.jobs.dispatch.stop())
        await run_in_threadpool(loop.close)


def _openapi(api: FastAPI) -> dict[str, Any]:
    """As FastAPI writes it, with the answers that this application really gives."""
    if api.openapi_schema is None:
        made = get_openapi(title=api.title, version=api.version, summary=api.summary, routes=api.routes)
        for path, methods in made["paths"].items():
            for described in methods.values():
                described["responses"].pop("422", None)
                described["responses"]["default"]["content"] = (
                    {"application/json": {"schema": {"type": "object"}}}
                    if path.startswith(tuple(ERROR_SHAPES))
                    else {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
                )
                if path.startswith("/v1/"):
                    described["security"] = [{"key": []}]
        components = made["components"]
        for name in ("HTTPValidationError", "ValidationError"):
            components["schemas"].pop(name, None)
        components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        api.openapi_schema = made
    return api.openapi_schema
