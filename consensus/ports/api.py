"""What the HTTP API keeps: keys of programs, and whose files and jobs are whose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from consensus.domain import ApiKey, Event


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
