"""Webhooks: where to tell what becomes of jobs."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from consensus.api.access import Api, Submitter
from consensus.api.requests import After, Id, Limit, Page, StrictRoute, Text, page_of
from consensus.domain import Webhook, WebhookMessage

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"], route_class=StrictRoute)

Type = Literal[
    "job.completed",
    "job.needs_review",
    "job.failed",
    "unit.resolved",
    "guarantee.alarm",
    "model.changed",
    "rate.alarm",
    "replay.ended",
]


class WebhookRequest(BaseModel):
    """An https address that anybody can reach, and what to tell it."""

    model_config = ConfigDict(extra="forbid")

    url: Text
    types: list[Type] = Field(["job.completed", "job.needs_review", "job.failed"], min_length=1, max_length=6)


class WebhookReply(BaseModel):
    """A webhook. disabled_at: since when it is told nothing, because it answered 410; null while it is told."""

    id: str
    url: str
    types: list[str]
    created_at: str
    disabled_at: str | None


class NewWebhook(WebhookReply):
    """With its secret, which is told this once. Messages are signed as Standard Webhooks says."""

    secret: str


class Webhooks(BaseModel):
    """All of your tenant."""

    data: list[WebhookReply]


class Delivery(BaseModel):
    """A message: delivered, waiting for its next attempt, or given up. status: of the last answer."""

    id: str
    type: str
    state: Literal["delivered", "waiting", "given up"]
    attempts: int
    status: int | None
    error: str | None
    created_at: str
    next_at: str | None


class DeliveryPage(Page):
    """Newest first."""

    data: list[Delivery]


@router.post("", status_code=201, operation_id="add_webhook")
def add(body: WebhookRequest, service: Api, by: Submitter) -> NewWebhook:
    """Tell an address."""
    return _new(service.access.webhooks.new(by.tenant, body.url, body.types))


@router.get("", operation_id="list_webhooks")
def listed(service: Api, by: Submitter) -> Webhooks:
    """The oldest first."""
    return Webhooks(data=[_reply(one) for one in service.access.webhooks.list(by.tenant)])


@router.post("/{webhook_id}/rotate", operation_id="rotate_webhook_secret")
def rotate(webhook_id: Id, service: Api, by: Submitter) -> NewWebhook:
    """A new secret. For a day messages are signed with both."""
    return _new(service.access.webhooks.rotate(by.tenant, webhook_id))


@router.post("/{webhook_id}/test", status_code=202, operation_id="test_webhook")
def test(webhook_id: Id, service: Api, by: Submitter) -> Delivery:
    """Send it a message that means nothing."""
    return _delivery(service.access.webhooks.test(by.tenant, webhook_id))


@router.get("/{webhook_id}/deliveries", operation_id="list_deliveries")
def deliveries(webhook_id: Id, service: Api, by: Submitter, limit: Limit = 50, after: After = "") -> DeliveryPage:
    """What it was told."""
    found = service.access.webhooks.deliveries(by.tenant, webhook_id, limit + 1, after)
    return DeliveryPage(**page_of([_delivery(one) for one in found], limit, lambda one: one.id))


@router.delete("/{webhook_id}", status_code=204, operation_id="delete_webhook")
def remove(webhook_id: Id, service: Api, by: Submitter) -> None:
    """Tell it nothing more."""
    service.access.webhooks.remove(by.tenant, webhook_id)


def _reply(one: Webhook) -> WebhookReply:
    return WebhookReply(
        id=one.id, url=one.url, types=list(one.types), created_at=one.created_at, disabled_at=one.disabled_at or None
    )


def _new(one: Webhook) -> NewWebhook:
    return NewWebhook(**_reply(one).model_dump(), secret=one.secret)


def _delivery(one: WebhookMessage) -> Delivery:
    delivered = one.status is not None and 200 <= one.status < 300
    return Delivery(
        id=one.id,
        type=one.type,
        state="waiting" if not one.ended_at else "delivered" if delivered else "given up",
        attempts=one.attempts,
        status=one.status,
        error=one.error or None,
        created_at=one.created_at,
        next_at=None if one.ended_at else one.next_at,
    )
