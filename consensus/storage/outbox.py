"""What webhooks are to be told, written in the transaction of the change: none is lost, none told of what was not."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from consensus.domain import OWN_TENANT, ItemState, WebhookType
from consensus.storage.api_tables import api_jobs, webhook_messages, webhooks
from consensus.storage.dialect import insert
from consensus.storage.tables import items, units


def announce(
    connection: Connection, kind: WebhookType, cause: str, content: Mapping[str, Any], job_id: str = ""
) -> None:
    """Tell webhooks of this, inside the caller's transaction. cause: what it tells of; one message each.

    content: ids and counts, never a text. job_id: tells those of its tenant alone; "" tells all.
    """
    chosen = select(webhooks.c.id, webhooks.c.types).where(webhooks.c.disabled_at == "")
    if job_id:
        owner = connection.execute(
            select(api_jobs.c.tenant, api_jobs.c.webhook_id).where(api_jobs.c.job_id == job_id)
        ).one_or_none()
        chosen = chosen.where(webhooks.c.tenant == (owner.tenant if owner is not None else OWN_TENANT))
        if owner is not None and owner.webhook_id:
            chosen = chosen.where(webhooks.c.id == owner.webhook_id)
    listening = [row.id for row in connection.execute(chosen) if kind.value in row.types.split()]
    if listening:
        at = datetime.now(UTC).isoformat()
        payload = json.dumps({"type": kind.value, "timestamp": at, "data": dict(content)})
        for webhook_id in listening:
            row = message_row(webhook_id, cause, kind.value, payload, at)
            connection.execute(insert(webhook_messages).values(**row).on_conflict_do_nothing())


def message_row(webhook_id: str, cause: str, kind: str, payload: str, at: str) -> dict[str, Any]:
    """A message that is to be tried at once."""
    return {
        "id": f"msg_{secrets.token_hex(12)}",
        "webhook_id": webhook_id,
        "cause": cause,
        "type": kind,
        "payload": payload,
        "created_at": at,
        "attempts": 0,
        "next_at": at,
        "ended_at": "",
        "status": None,
        "error": "",
    }


def announce_end(connection: Connection, job_id: str, ended_at: str, *, failed: bool) -> None:
    """Tell webhooks that a job has ended, inside the caller's transaction."""
    counted = select(func.count()).select_from(units).where(units.c.job_id == job_id)
    open_items = select(func.count()).select_from(items)
    open_items = open_items.where(items.c.job_id == job_id, items.c.state != ItemState.RESOLVED.value)
    waiting = int(connection.execute(open_items).scalar_one())
    content = {"job_id": job_id, "units": int(connection.execute(counted).scalar_one()), "review": waiting}
    kinds = [WebhookType.JOB_FAILED] if failed else [WebhookType.JOB_COMPLETED]
    kinds += [WebhookType.JOB_NEEDS_REVIEW] if waiting and not failed else []
    for kind in kinds:
        announce(connection, kind, f"{kind.value} {job_id} {ended_at}", content, job_id)
