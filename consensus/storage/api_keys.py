"""Keys of programs that come in by the HTTP API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import select, update

from consensus.domain import ApiKey, Event
from consensus.storage.api_tables import api_keys
from consensus.storage.database import SqlBase
from consensus.storage.journal import log_event

_FIELDS = [one.name for one in fields(ApiKey)]


class SqlApiKeys(SqlBase):
    """Implements ``ports.api.KeyStore``."""

    def add_api_key(self, key: ApiKey, event: Event) -> None:
        row = {name: getattr(key, name) for name in _FIELDS} | {"roles": " ".join(key.roles)}
        with self._writing() as connection:
            connection.execute(api_keys.insert().values(row))
            log_event(connection, event)

    def api_key(self, key_id: str) -> ApiKey | None:
        with self._reading() as connection:
            row = connection.execute(select(api_keys).where(api_keys.c.id == key_id)).one_or_none()
        return None if row is None else _key(row)

    def api_keys(self) -> Sequence[ApiKey]:
        with self._reading() as connection:
            rows = connection.execute(select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id))
            return [_key(row) for row in rows]

    def revoke_api_key(self, key_id: str, event: Event) -> bool:
        chosen = update(api_keys).where(api_keys.c.id == key_id, api_keys.c.revoked_at == "")
        with self._writing() as connection:
            revoked = connection.execute(chosen.values(revoked_at=event.at)).rowcount == 1
            if revoked:
                log_event(connection, event)
        return revoked

    def api_key_used(self, key_id: str, at: str, unless_since: str) -> None:
        chosen = update(api_keys).where(api_keys.c.id == key_id, api_keys.c.last_used_at < unless_since)
        with self._writing() as connection:
            connection.execute(chosen.values(last_used_at=at))


def _key(row: Any) -> ApiKey:
    return ApiKey(**{name: getattr(row, name) for name in _FIELDS} | {"roles": tuple(row.roles.split())})
