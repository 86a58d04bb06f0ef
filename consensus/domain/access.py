"""Programs that come in by the HTTP API: their keys, and what belongs to whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Whose jobs are those that were handed in at the command line or on the screens.
OWN_TENANT = "main"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is stored. Times are ISO 8601 in UTC, "" for none.

    secret_digest: SHA-256 of the secret, in hexadecimal; the secret itself is kept nowhere. tenant: whose files and
    jobs it reaches. person: who reviews with it, "" for nobody. roles: their names.
    """

    id: str
    secret_digest: str
    name: str
    tenant: str
    roles: tuple[str, ...]
    created_at: str
    person: str = ""
    expires_at: str = ""
    revoked_at: str = ""
    last_used_at: str = ""


@dataclass(frozen=True, slots=True)
class JobOwner:
    """Whose a job is that a program handed in. webhook_id: told of it alone, "" for all of the tenant's webhooks.

    details: what the program gave with it for itself, as JSON.
    """

    tenant: str = OWN_TENANT
    key_id: str = ""
    webhook_id: str = ""
    details: str = "{}"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that a program handed in, to be used by jobs. blob: the SHA-256 of its bytes. format: its name."""

    id: str
    tenant: str
    name: str
    blob: str
    bytes: int
    format: str
    created_at: str


@dataclass(frozen=True, slots=True)
class KeptReply:
    """What was answered to a request that may be repeated. status: 0 while the first is under way.

    request_digest: of method, path and body. headers: lower-case names with values, those worth repeating.
    """

    request_digest: str
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class WebhookType(StrEnum):
    """What a webhook can be told of."""

    JOB_COMPLETED = "job.completed"  #: Every unit has a verdict.
    JOB_NEEDS_REVIEW = "job.needs_review"  #: The same, and some of them wait for a person.
    JOB_FAILED = "job.failed"  #: It ended with an error.
    UNIT_RESOLVED = "unit.resolved"  #: A person settled a unit.
    GUARANTEE_ALARM = "guarantee.alarm"  #: A guarantee was paused, because audits say otherwise.
    MODEL_CHANGED = "model.changed"  #: A provider serves another model under a name.
    RATE_ALARM = "rate.alarm"  #: A rate of one model has risen: it differs, fails or errs more often.
    REPLAY_ENDED = "replay.ended"  #: Recorded requests were asked again, and compared with the old answers.
    TEST = "webhook.test"  #: Asked for by whoever owns the webhook.


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told. secret: what its messages are signed with; former_secret too until former_until.

    types: of ``WebhookType``. disabled_at: since when it is told nothing, "" while it is. Times are ISO 8601.
    """

    id: str
    tenant: str
    url: str
    types: tuple[str, ...]
    secret: str
    created_at: str
    former_secret: str = ""
    former_until: str = ""
    disabled_at: str = ""


@dataclass(frozen=True, slots=True)
class WebhookMessage:
    """One message to one webhook. cause: what it tells of, so that it is told once. payload: JSON, ids and counts only.

    next_at: when it is tried next. ended_at: "" until it was delivered or given up. status: of the last answer, None
    for none. error: why the last attempt failed, or "".
    """

    id: str
    webhook_id: str
    cause: str
    type: str
    payload: str
    created_at: str
    next_at: str
    attempts: int = 0
    ended_at: str = ""
    status: int | None = None
    error: str = ""
