"""What the HTTP API keeps: keys of programs, and whose files and jobs are whose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from consensus.domain import ApiKey, Event, JobOwner, KeptReply, StoredFile, Webhook, WebhookMessage


class KeyStore(Protocol):
    """Keys of programs. Raises StoreError."""

    def add_api_key(self, key: ApiKey, event: Event) -> None: ...

    def api_key(self, key_id: str) -> ApiKey | None:
        """Revoked and expired ones too; None where there is none of this id."""

    def api_keys(self) -> Sequence[ApiKey]:
        """All of them, the oldest first."""

    def revoke_api_key(self, key_id: str, event: Event) -> bool:
        """False where there is none of this id, or it was revoked before."""

    def api_key_used(self, key_id: str, at: str, unless_since: str) -> None:
        """Note the use, unless one since then (ISO 8601) is noted."""


class OwnedStore(Protocol):
    """Whose files and jobs are whose. Raises StoreError."""

    def add_file(self, file: StoredFile) -> None: ...

    def file(self, file_id: str) -> StoredFile | None: ...

    def drop_files(self, before: str, file_id: str = "") -> Sequence[str]:
        """Forget files that came before (ISO 8601), and this one; the digests that no file and no job has any more."""

    def job_owner(self, job_id: str) -> JobOwner | None:
        """Of a job by its whole id; None where there is no such job."""

    def jobs_of(self, tenant: str, limit: int, after: str = "") -> Sequence[str]:
        """The ids of a tenant's jobs, newest first, those older than the job after."""


class ReplyStore(Protocol):
    """Replies by key and the name that a request gave itself. Raises StoreError."""

    def begin_reply(self, key_id: str, name: str, request_digest: str, at: str, expired: str) -> KeptReply | None:
        """None where this request is the first of its name; else what is known of the first. Those begun before
        ``expired`` (ISO 8601) are forgotten."""

    def keep_reply(self, key_id: str, name: str, reply: KeptReply) -> None: ...

    def forget_reply(self, key_id: str, name: str) -> None: ...


class WebhookStore(Protocol):
    """Webhooks, and what is to be told them. Messages of jobs, units and guarantees are written in the transaction of
    the change that they tell of. Raises StoreError."""

    def save_webhook(self, webhook: Webhook) -> None:
        """A new one, or one as it is now."""

    def webhooks(self, tenant: str) -> Sequence[Webhook]:
        """The oldest first, disabled ones too."""

    def webhook(self, webhook_id: str) -> Webhook | None: ...

    def delete_webhook(self, webhook_id: str) -> None:
        """With its messages."""

    def add_message(self, message: WebhookMessage) -> None: ...

    def due_messages(self, now: str, until: str, limit: int) -> Sequence[WebhookMessage]:
        """Messages that are to be tried now, put off until then (ISO 8601), so that no other process tries them."""

    def save_message(self, message: WebhookMessage) -> None:
        """After an attempt."""

    def messages(self, webhook_id: str, limit: int, after: str = "") -> Sequence[WebhookMessage]:
        """Newest first, those older than the message after."""


class ApiStore(KeyStore, OwnedStore, ReplyStore, WebhookStore, Protocol):
    """All of it."""
