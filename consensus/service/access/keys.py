"""Keys of programs: made, checked, revoked. A secret is shown once and kept nowhere."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from consensus.auth.roles import Role, parse_roles
from consensus.domain import OWN_TENANT, ApiKey, Event
from consensus.errors import AuthenticationError, NotFoundError, UsageError, shown_value
from consensus.ports.api import KeyStore
from consensus.ports.runtime import Clock

_KEY = re.compile(r"csk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
#: Compared with where there is no key of an id, so that both take as long.
_NO_DIGEST = hashlib.sha256(b"").hexdigest()
#: Between two notes of a key's use.
_NOTED = timedelta(minutes=1)
_LONGEST_DAYS = 3650
_DO = "Send the header: Authorization: Bearer csk_..., with a key of: consensus keys new"


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """What a new key is to be. roles: names. person: who reviews with it. days: until it expires, None for never."""

    name: str
    roles: Sequence[str]
    tenant: str = OWN_TENANT
    person: str = ""
    days: int | None = None


class Keys:
    """Keys of one installation."""

    def __init__(self, store: KeyStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def new(self, wanted: KeyRequest, actor: str) -> tuple[ApiKey, str]:
        """Make a key; returns it and its text, which is told this once. Raises UsageError for what cannot be one."""
        roles, person = _checked(wanted), _person(wanted.person)
        now = self._clock.now()
        expires = "" if wanted.days is None else (now + timedelta(days=wanted.days)).isoformat()
        secret = secrets.token_urlsafe(32)
        key = ApiKey(
            id=secrets.token_hex(6),
            secret_digest=_digest(secret),
            name=wanted.name,
            tenant=wanted.tenant,
            roles=tuple(sorted(role.value for role in roles)),
            created_at=now.isoformat(),
            person=person,
            expires_at=expires,
        )
        told = f"{key.name} of {key.tenant}: {', '.join(key.roles)}"
        self._store.add_api_key(key, Event(key.created_at, actor, "new-key", key.id, told))
        return key, f"csk_{key.id}_{secret}"

    def list(self) -> Sequence[ApiKey]:
        """All of them, the oldest first."""
        return self._store.api_keys()

    def revoke(self, key_id: str, actor: str) -> None:
        """From now on it lets nobody in. Raises NotFoundError for one that is not there or was revoked before."""
        event = Event(self._clock.now().isoformat(), actor, "revoke-key", key_id)
        if not self._store.revoke_api_key(key_id, event):
            what = f"there is no key {shown_value(key_id)} in force"
            raise NotFoundError(what, where="keys", do="List them with: consensus keys list")

    def check(self, given: str) -> ApiKey:
        """The key of this text. Raises AuthenticationError, which never says which part of it is wrong."""
        found = _KEY.fullmatch(given)
        key = self._store.api_key(found[1]) if found else None
        is_right = hmac.compare_digest(_digest(found[2] if found else ""), key.secret_digest if key else _NO_DIGEST)
        now = self._clock.now()
        if key is None or not is_right:
            raise AuthenticationError("there is no such key", where="Authorization", do=_DO)
        if key.revoked_at or (key.expires_at and datetime.fromisoformat(key.expires_at) <= now):
            why = "was revoked" if key.revoked_at else "has expired"
            raise AuthenticationError(f"this key {why}", where="Authorization", do=_DO)
        since = (now - _NOTED).isoformat()
        if key.last_used_at < since:
            self._store.api_key_used(key.id, now.isoformat(), since)
        return key


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _person(given: str) -> str:
    """As the screens name whoever signed in, so that nobody is two people."""
    return given.strip().lower() if "@" in given else given.strip()


def _checked(wanted: KeyRequest) -> frozenset[Role]:
    for name, given in (("name", wanted.name), ("tenant", wanted.tenant)):
        if not _NAME.fullmatch(given):
            do = "Take 1 to 64 letters, digits, dots, hyphens and underscores."
            raise UsageError(f"{shown_value(given)} cannot be a {name}", where="keys new", do=do)
    if wanted.days is not None and not 1 <= wanted.days <= _LONGEST_DAYS:
        do = f"Give 1 to {_LONGEST_DAYS}, or leave it out."
        raise UsageError("this is no number of days until a key expires", where="keys new", do=do)
    roles = parse_roles({"key": list(wanted.roles)}, "keys new").of("key") if wanted.roles else frozenset()
    if not roles:
        do = f"Name one or more: {', '.join(role.value for role in Role)}"
        raise UsageError("a key without a role may do nothing", where="keys new", do=do)
    if Role.REVIEWER in roles and Role.ADMIN not in roles and not wanted.person.strip():
        do = "Name whoever decides with it: --person ana@example.org"
        raise UsageError("a key that reviews belongs to a person: a guarantee counts people only", do=do)
    return roles
