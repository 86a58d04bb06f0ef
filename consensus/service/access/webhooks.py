"""Webhooks: addresses that are told what becomes of jobs, with retries, a signature, and ids and counts alone."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from consensus.domain import Webhook, WebhookMessage, WebhookType
from consensus.errors import ConsensusError, NotFoundError, UsageError, shown_value
from consensus.ports.api import WebhookStore
from consensus.ports.runtime import Clock
from consensus.telemetry import count
from consensus.telemetry.metrics import WEBHOOKS

#: Seconds until the next attempt, after each that failed; after the last the message is given up.
WAITS = (5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600)
#: Hours that the former secret signs too, once there is a new one.
ROTATION_HOURS = 24
#: Seconds that a process has for the messages that it took.
_TAKEN = 120
_AT_ONCE = 20
_MOST_WEBHOOKS = 20
_GONE = 410
#: (address, headers, content) -> status. Raises UsageError for a place that is never sent to, OSError.
Post = Callable[[str, Mapping[str, str], bytes], int]
#: (secret, message id, time, content) -> one signature.
Sign = Callable[[str, str, datetime, str], str]


class Webhooks:
    """Webhooks of tenants. refuse: raises UsageError for an address that is never sent to."""

    def __init__(self, store: WebhookStore, clock: Clock, post: Post, refuse: Callable[[str], None]) -> None:
        self._store, self._clock, self._post, self._refuse = store, clock, post, refuse

    def new(self, tenant: str, url: str, types: Sequence[str]) -> Webhook:
        """Raises UsageError for an address that is never sent to, or too many of them."""
        self._refuse(url)
        if len(self._store.webhooks(tenant)) >= _MOST_WEBHOOKS:
            raise UsageError(f"there are {_MOST_WEBHOOKS} webhooks already", where="webhooks", do="Remove one.")
        kinds = tuple(dict.fromkeys(types))
        made = Webhook(f"wh_{secrets.token_hex(8)}", tenant, url, kinds, _secret(), self._clock.now().isoformat())
        self._store.save_webhook(made)
        return made

    def list(self, tenant: str) -> Sequence[Webhook]:
        """The oldest first."""
        return self._store.webhooks(tenant)

    def one(self, tenant: str, webhook_id: str) -> Webhook:
        """Raises NotFoundError, also for one of another tenant."""
        found = self._store.webhook(webhook_id)
        if found is None or found.tenant != tenant:
            what = f"there is no webhook {shown_value(webhook_id)}"
            raise NotFoundError(what, where="webhooks", do="List them: GET /v1/webhooks")
        return found

    def rotate(self, tenant: str, webhook_id: str) -> Webhook:
        """A new secret; the former one signs too for a day. A disabled webhook is told again."""
        known, until = self.one(tenant, webhook_id), self._clock.now() + timedelta(hours=ROTATION_HOURS)
        made = replace(
            known, secret=_secret(), former_secret=known.secret, former_until=until.isoformat(), disabled_at=""
        )
        self._store.save_webhook(made)
        return made

    def remove(self, tenant: str, webhook_id: str) -> None:
        """With its messages. Raises NotFoundError."""
        self._store.delete_webhook(self.one(tenant, webhook_id).id)

    def test(self, tenant: str, webhook_id: str) -> WebhookMessage:
        """Tell it something that means nothing. Raises NotFoundError."""
        known, at = self.one(tenant, webhook_id), self._clock.now().isoformat()
        kind, name = WebhookType.TEST.value, f"msg_{secrets.token_hex(12)}"
        payload = json.dumps({"type": kind, "timestamp": at, "data": {"webhook_id": known.id}})
        made = WebhookMessage(name, known.id, f"test {name}", kind, payload, at, at)
        self._store.add_message(made)
        return made

    def deliveries(self, tenant: str, webhook_id: str, limit: int, after: str) -> Sequence[WebhookMessage]:
        """Messages, newest first. Raises NotFoundError."""
        return self._store.messages(self.one(tenant, webhook_id).id, limit, after)

    def deliver(self, sign: Sign) -> int:
        """Try what is due once; how many messages. From one thread of each process."""
        now = self._clock.now()
        until = (now + timedelta(seconds=_TAKEN)).isoformat()
        due = self._store.due_messages(now.isoformat(), until, _AT_ONCE)
        for message in due:
            webhook = self._store.webhook(message.webhook_id)
            if webhook is not None:
                self._store.save_message(self._tried(message, webhook, sign))
        return len(due)

    def _tried(self, message: WebhookMessage, webhook: Webhook, sign: Sign) -> WebhookMessage:
        now, error = self._clock.now(), ""
        status: int | None = None
        if webhook.disabled_at:
            return replace(message, ended_at=now.isoformat(), error="the webhook is disabled")
        try:
            status = self._post(webhook.url, _headers(message, webhook, now, sign), message.payload.encode())
        except ConsensusError as refused:
            error = refused.what
        except OSError as failed:
            error = f"nobody answered: {failed.strerror or failed}"
        if status == _GONE:
            self._store.save_webhook(replace(webhook, disabled_at=now.isoformat()))
            error = "it answered 410, so the webhook is disabled"
        delivered = status is not None and 200 <= status < 300
        count(WEBHOOKS, outcome="delivered" if delivered else "failed")
        if not delivered and not error:
            error = f"it answered {status}"
        attempts = message.attempts + 1
        ended = delivered or status == _GONE or attempts > len(WAITS)
        following = now + timedelta(seconds=0 if ended else WAITS[attempts - 1])
        return replace(
            message,
            attempts=attempts,
            status=status,
            error=error,
            next_at=following.isoformat(),
            ended_at=now.isoformat() if ended else "",
        )


def _headers(message: WebhookMessage, webhook: Webhook, now: datetime, sign: Sign) -> Mapping[str, str]:
    """Standard Webhooks: id, time, and a signature by each secret in force."""
    held = [webhook.secret, *([webhook.former_secret] if webhook.former_until > now.isoformat() else [])]
    return {
        "content-type": "application/json",
        "user-agent": "consensus-verifier",
        "webhook-id": message.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(sign(secret, message.id, now, message.payload) for secret in held),
    }


def _secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
