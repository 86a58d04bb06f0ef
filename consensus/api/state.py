"""Whether the server is alive and can work; for whoever watches over it, without a key."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from consensus.api.access import Api

router = APIRouter(tags=["state"])


class State(BaseModel):
    """One word."""

    status: str


@router.get("/healthz", operation_id="is_alive")
async def healthz() -> State:
    """The process answers."""
    return State(status="alive")


@router.get("/readyz", operation_id="is_ready")
def readyz(service: Api) -> State:
    """The database answers; 503 where it does not."""
    service.outside.store.job_lines(limit=1)
    return State(status="ready")
