"""Facade for the admin: who has which role, given and taken away in the database, each change in the event log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from consensus.auth.role_file import RoleFile, roles_in
from consensus.auth.roles import Role, Roles, parse_roles, words_of
from consensus.domain import Event
from consensus.errors import ConflictError, ForbiddenError, NotFoundError, ReadOnlyError, UsageError, shown_value
from consensus.ports.runtime import Clock
from consensus.ports.storage import RoleStore

#: The subject of these changes in the event log.
SUBJECT = "roles"
_LONGEST_NAME = 255
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PersonRoles:
    """Somebody with roles. since: of the last sign-in or sign-out that is known, ISO 8601, or "". signed_out: it was a
    sign-out."""

    person: str
    roles: tuple[str, ...]
    since: str = ""
    signed_out: bool = False


class RoleService:
    """Roles are rows. ``roles.yaml``, where earlier versions kept them, is imported once.

    has_sign_in: whether others than the person at this machine can come in.
    """

    def __init__(self, store: RoleStore, file: RoleFile, has_sign_in: Callable[[], bool], clock: Clock) -> None:
        self._store, self._file, self._has_sign_in, self._clock = store, file, has_sign_in, clock

    def current(self) -> Roles:
        """The roles that count now; where nobody has one, the person at this machine may do everything.

        Raises UsageError for a file that is broken, or was changed after it was imported, and where others can sign in
        and nobody has a role.
        """
        given, imported = self._store.roles()
        read = self._file.read()
        if read is not None and imported is None and not given:
            try:
                return self._imported(read.text, read.roles, "system")
            except ReadOnlyError:
                return read.roles
        if read is not None and (imported is None or roles_in(imported, self._file.path) != read.roles):
            raise UsageError(
                "the roles are kept in the database, and this file says something else.",
                where=str(self._file.path),
                do=f"Take it over, or remove it. To take it over: consensus roles import {self._file.path}",
            )
        if given:
            return parse_roles(given, "roles in the database")
        if self._has_sign_in():
            do = "Give roles, as in: consensus roles set ana@example.org admin"
            raise UsageError("nobody who signs in has a role.", where="roles", do=do)
        return Roles()

    def given(self) -> Mapping[str, Sequence[str]]:
        """Each person with its roles, sorted by person; {} where nobody has one. Raises UsageError as ``current``."""
        people = self.current().given or {}
        return {person: words_of(people[person]) for person in sorted(people)}

    def set(self, person: str, words: Sequence[str], by: str) -> tuple[str, ...]:
        """Give a person these roles instead of those it had. Returns them as they are stored. Raises UsageError."""
        _checked_name(person)
        roles = parse_roles({person: list(words)}, "roles")
        self.import_file()
        stored, name = words_of(roles.of(person)), person.strip().lower()
        self._store.set_roles(name, stored, self._event("set-roles", by, f"{name}: {', '.join(stored)}"))
        return stored

    def remove(self, person: str, by: str) -> bool:
        """Take all roles of a person away. Returns whether anybody has one still. Raises NotFoundError."""
        self.import_file()
        name = person.strip().lower()
        if not self._store.remove_roles(name, self._event("remove-roles", by, name)):
            raise NotFoundError(f"{person} has no role here.", do="See: consensus roles")
        return bool(self._store.roles()[0])

    def change(self, person: str, words: Sequence[str], by: str) -> tuple[str, ...]:
        """What an admin does on the screens: give a person these roles instead of those it had, () for none.

        Somebody stays admin: the last one cannot be made anything else, and the first role of all is that of the person
        who gives it. Raises ForbiddenError for one who is no admin, ConflictError, UsageError.
        """
        self.import_file()
        name = _checked_name(person)
        stored = words_of(parse_roles({name: list(words)}, "roles").of(name)) if words else ()
        told = f"{name}: {', '.join(stored)}" if stored else name
        event = self._event("set-roles" if stored else "remove-roles", by, told)
        self._store.change_roles(name, stored, event, partial(_allow, by, name))
        return stored

    def lines(self, events: Sequence[Event]) -> tuple[PersonRoles, ...]:
        """Each person with its roles and the last sign-in or sign-out. events: of the subject ``sign-in``."""
        last = {event.actor.lower(): event for event in sorted(events, key=lambda one: one.at)}
        return tuple(
            PersonRoles(person, tuple(words), *_sign_in_state(last.get(person)))
            for person, words in self.given().items()
        )

    @property
    def has_sign_in(self) -> bool:
        """Whether others than the person at this machine can come in."""
        return self._has_sign_in()

    def take_over(self, path: Path, by: str) -> Mapping[str, Sequence[str]]:
        """Give the roles of a file, and no others. Returns them. Raises UsageError."""
        read = RoleFile(path).read()
        if read is None:
            raise UsageError("there is no such file.", where=str(path))
        self._imported(read.text, read.roles, by, first=False)
        return self.given()

    def import_file(self) -> None:
        """Import the home's file where it was not yet, as before a change by hand: it would be refused after."""
        if self._file.read() is not None:
            self.current()

    def _imported(self, text: str, roles: Roles, by: str, *, first: bool = True) -> Roles:
        given = {person: words_of(may) for person, may in (roles.given or {}).items()}
        told = "; ".join(f"{person}: {', '.join(words)}" for person, words in sorted(given.items()))
        event = self._event("import-roles", by, told[:2000])
        if self._store.import_roles(given, text, event, first=first):
            own = self._file.read()
            aside = self._file.set_aside() if own is not None and own.text == text else self._file.path
            _LOG.info("roles of %d people were imported into the database; the file is now %s", len(given), aside)
        return roles if not first else parse_roles(self._store.roles()[0], "roles in the database")

    def _event(self, action: str, by: str, detail: str) -> Event:
        return Event(self._clock.now().isoformat(), by, action, SUBJECT, detail)


def _checked_name(person: str) -> str:
    """As it is stored. Raises UsageError."""
    if not (0 < len(person) <= _LONGEST_NAME and person.isprintable()) or any(map(str.isspace, person)):
        what = f"{shown_value(person)} is no name of a person"
        raise UsageError(what, where="roles", do="Give the e-mail address, or what the provider calls them.")
    return person.lower()


def _allow(by: str, person: str, now: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> None:
    """Raises what speaks against a change of roles, by what is stored at that moment."""
    giver = by.strip().lower()
    if now and Role.ADMIN.value not in now.get(giver, ()):
        raise ForbiddenError(f"{by} may not give roles.", do="An admin gives them, with: consensus roles set")
    if person not in now and person not in after:
        raise NotFoundError(f"{person} has no role here.", do="See: consensus roles")
    if not now and giver not in after:
        do = f"Give {by} the admin role first: where anybody has a role, nobody else may do anything."
        raise ConflictError("nobody has a role yet.", where="roles", do=do)
    if not any(Role.ADMIN.value in words for words in after.values()):
        raise ConflictError(f"{person} is the last admin.", where="roles", do="Make somebody else an admin first.")


def _sign_in_state(event: Event | None) -> tuple[str, bool]:
    return ("", False) if event is None else (event.at, event.action == "sign-out")
