"""Webhooks and their messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import delete, select, update

from consensus.domain import Webhook, WebhookMessage
from consensus.storage.api_tables import webhook_messages, webhooks
from consensus.storage.database import SqlBase
from consensus.storage.dialect import insert


class SqlWebhooks(SqlBase):
    """Implements ``ports.api.WebhookStore``."""

    def save_webhook(self, webhook: Webhook) -> None:
        row = asdict(webhook) | {"types": " ".join(webhook.types)}
        with self._writing() as connection:
            changed = insert(webhooks).values(**row)
            connection.execute(changed.on_conflict_do_update(index_elements=["id"], set_=row))

    def webhooks(self, tenant: str) -> Sequence[Webhook]:
        chosen = select(webhooks).where(webhooks.c.tenant == tenant).order_by(webhooks.c.created_at, webhooks.c.id)
        with self._reading() as connection:
            return [_webhook(row) for row in connection.execute(chosen)]

    def webhook(self, webhook_id: str) -> Webhook | None:
        with self._reading() as connection:
            row = connection.execute(select(webhooks).where(webhooks.c.id == webhook_id)).one_or_none()
        return None if row is None else _webhook(row)

    def delete_webhook(self, webhook_id: str) -> None:
        with self._writing() as connection:
            connection.execute(delete(webhook_messages).where(webhook_messages.c.webhook_id == webhook_id))
            connection.execute(delete(webhooks).where(webhooks.c.id == webhook_id))

    def add_message(self, message: WebhookMessage) -> None:
        with self._writing() as connection:
            connection.execute(webhook_messages.insert().values(**asdict(message)))

    def due_messages(self, now: str, until: str, limit: int) -> Sequence[WebhookMessage]:
        due = (webhook_messages.c.ended_at == "", webhook_messages.c.next_at <= now)
        chosen = select(webhook_messages).where(*due).order_by(webhook_messages.c.next_at).limit(limit)
        with self._reading() as connection:
            if connection.execute(chosen.limit(1)).first() is None:
                return []  # nobody waits for the write lock to learn that there is nothing
        with self._writing() as connection:
            rows = connection.execute(chosen.with_for_update(skip_locked=True)).all()
            for row in rows:
                this = update(webhook_messages).where(webhook_messages.c.id == row.id)
                connection.execute(this.values(next_at=until))
        return [_message(row) for row in rows]

    def save_message(self, message: WebhookMessage) -> None:
        values = {name: value for name, value in asdict(message).items() if name != "id"}
        with self._writing() as connection:
            connection.execute(update(webhook_messages).where(webhook_messages.c.id == message.id).values(**values))

    def messages(self, webhook_id: str, limit: int, after: str = "") -> Sequence[WebhookMessage]:
        chosen = select(webhook_messages).where(webhook_messages.c.webhook_id == webhook_id)
        with self._reading() as connection:
            if after:
                last = connection.execute(select(webhook_messages).where(webhook_messages.c.id == after)).one_or_none()
                if last is None:
                    return []
                newer = (webhook_messages.c.created_at, webhook_messages.c.id)
                older = (newer[0] < last.created_at) | ((newer[0] == last.created_at) & (newer[1] < last.id))
                chosen = chosen.where(older)
            ordered = chosen.order_by(webhook_messages.c.created_at.desc(), webhook_messages.c.id.desc()).limit(limit)
            return [_message(row) for row in connection.execute(ordered)]


def _webhook(row: Any) -> Webhook:
    return Webhook(
        **{one.name: getattr(row, one.name) for one in fields(Webhook)} | {"types": tuple(row.types.split())}
    )


def _message(row: Any) -> WebhookMessage:
    return WebhookMessage(**{one.name: getattr(row, one.name) for one in fields(WebhookMessage)})
