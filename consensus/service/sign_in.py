"""Facade for the door of the screens: who may come in, as whom, and what to do for who may not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from consensus.auth import sign_in as rules
from consensus.auth.roles import Role, Roles
from consensus.auth.sign_in import Connection, SignIn
from consensus.domain import Event
from consensus.errors import ForbiddenError
from consensus.ports.runtime import Clock
from consensus.ports.storage import Store

__all__ = ["Connection", "Principal", "Role", "SignInService"]

#: Sign-ins that ended here, or were written down, kept at hand. Older than this many they are past their hours.
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who is in. signed_in: by the provider; False for the development identity."""

    person: str
    roles: frozenset[Role]
    signed_in: bool


class SignInService:
    """Asked at every look at a screen, so that a role that is taken away, or a sign-out elsewhere, counts at once.

    sign_in, roles: read anew at each look. user: the development identity.
    """

    def __init__(
        self,
        sign_in: Callable[[], SignIn | None],
        roles: Callable[[], Roles],
        user: str,
        store: Store,
        clock: Clock,
    ) -> None:
        self._sign_in, self._roles, self._user = sign_in, roles, user
        self._store, self._clock = store, clock
        self._lock = threading.Lock()
        self._ended: dict[str, None] = {}
        self._noted: dict[str, None] = {}

    def admit(self, seen: Connection) -> Principal | None:
        """Who this is; None when they have to sign in first.

        Raises UsageError for whoever cannot come in however they sign in, saying what to do.
        """
        sign_in = self._sign_in()
        rules.check_wiring(sign_in, seen)
        if sign_in is None:
            rules.check_local(seen)
            return Principal(self._user, self._roles().of(self._user), False)
        act = rules.sign_in_of(seen)
        person = None if act in self._ended else rules.person_signed_in(sign_in, seen, self._clock.now())
        if person is None:
            return None
        roles = self._roles().of(person)
        if not roles:
            raise ForbiddenError(
                f"you are signed in as {person}, who has no role here.",
                do=f"Ask the admin, who gives one with: consensus roles set {person} reviewer",
            )
        self._note("sign-in", person, seen, self._noted)
        return Principal(person, roles, True)

    def roles(self, person: str) -> frozenset[Role]:
        """What a person may do. Raises UsageError for roles that cannot be read."""
        return self._roles().of(person)

    def require(self, person: str, role: Role) -> None:
        """Raises ForbiddenError for a person without the role."""
        if role not in self.roles(person):
            raise ForbiddenError(
                f"{person} has no {role.value} role here.", do="Ask the admin, who gives it with: consensus roles set"
            )

    def leave(self, seen: Connection, person: str) -> None:
        """The sign-in of this browser ends here, in all its windows, even where its cookie was copied."""
        self._note("sign-out", person, seen, self._ended)

    def _note(self, action: str, person: str, seen: Connection, done: dict[str, None]) -> None:
        """In the audit once. It links the name to what the provider calls the person, which never changes hands."""
        act = rules.sign_in_of(seen)
        with self._lock:
            if act in done:
                return
            done[act] = None
            while len(done) > _MOST:
                del done[next(iter(done))]
        claims = seen.claims or {}
        detail = f"{claims.get('iss', '')} {claims.get('sub', '')}"[:500]
        self._store.log_event(Event(self._clock.now().isoformat(), person, action, "sign-in", detail))
