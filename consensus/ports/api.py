"""What the HTTP API keeps: keys of programs, and whose files and jobs are whose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from consensus.domain import ApiKey, Event, JobOwner, StoredFile


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


class ApiStore(KeyStore, OwnedStore, Protocol):
    """All of it."""
