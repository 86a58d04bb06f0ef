"""Programs that come in by the HTTP API: their keys, and what belongs to whom."""

from __future__ import annotations

from dataclasses import dataclass

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
