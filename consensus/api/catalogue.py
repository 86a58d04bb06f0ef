"""What can be asked for: policies and panels; and what was spent."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import PlainTextResponse

from consensus.api.access import Admin, AnyCaller, Api
from consensus.bootstrap import metrics_text, panel_names
from consensus.service.jobs.costs import Costs

router = APIRouter(prefix="/v1", tags=["catalogue"])


class PolicyReply(BaseModel):
    """A policy: version and digest name its very text. problem: what is wrong with its file, or null."""

    name: str
    version: int | None
    digest: str
    description: str
    problem: str | None


class Policies(BaseModel):
    """All of them."""

    data: list[PolicyReply]


class Panels(BaseModel):
    """Names of the installation's panels, beside auto, embedded and recorded."""

    data: list[str]


@router.get("/policies", operation_id="list_policies")
def policies(service: Api, by: AnyCaller) -> Policies:
    """Policies that a job may name."""
    found = [
        PolicyReply(
            name=line.name,
            version=line.version,
            digest=line.digest,
            description=line.description,
            problem="its file has mistakes; see: consensus policies check" if line.problem else None,
        )
        for line in service.policies.list()
    ]
    return Policies(data=found)


@router.get("/panels", operation_id="list_panels")
def panels(service: Api, by: AnyCaller) -> Panels:
    """Panels that a job may name."""
    return Panels(data=["auto", "embedded", "recorded", *panel_names(service.settings)])


@router.get("/costs", operation_id="get_costs")
def costs(service: Api, by: Admin) -> dict[str, Any]:
    """What all of this installation spent, by model, job and day (UTC); null where a price is unknown."""
    return Costs(service.outside).spent().as_dict()


#: At the root, where Prometheus looks.
metrics_router = APIRouter(tags=["state"])


@metrics_router.get("/metrics", operation_id="get_metrics", response_class=PlainTextResponse)
def metrics(by: Admin) -> PlainTextResponse:
    """Metrics of this process and of the database, as Prometheus reads them. Raises UsageError without telemetry."""
    return PlainTextResponse(metrics_text(), media_type="text/plain; version=0.0.4; charset=utf-8")
