"""Who has which role, in the database: every process that shares it reads the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, select

from consensus.domain import Event
from consensus.ports.storage import AllowRoles
from consensus.storage.database import SqlBase
from consensus.storage.dialect import insert, lock
from consensus.storage.journal import log_event
from consensus.storage.shared_tables import home_files, roles

_FILE = "roles.yaml"


class SqlRoles(SqlBase):
    """Implements ``ports.RoleStore``."""

    def roles(self) -> tuple[Mapping[str, Sequence[str]], str | None]:
        with self._reading() as connection:
            given = connection.execute(select(roles).order_by(roles.c.person)).all()
            return {row.person: row.roles.split() for row in given}, _imported(connection)

    def import_roles(self, given: Mapping[str, Sequence[str]], content: str, event: Event, *, first: bool) -> bool:
        with self._writing() as connection:
            lock(connection, "roles")
            if first and (_imported(connection) is not None or connection.execute(select(roles)).first()):
                return False
            connection.execute(delete(roles))
            if given:
                rows = [{"person": person, "roles": " ".join(words)} for person, words in given.items()]
                connection.execute(roles.insert(), rows)
            new = insert(home_files).values(name=_FILE, content=content)
            connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"content": content}))
            log_event(connection, event)
            return True

    def set_roles(self, person: str, words: Sequence[str], event: Event) -> None:
        joined = " ".join(words)
        with self._writing() as connection:
            lock(connection, "roles")
            new = insert(roles).values(person=person, roles=joined)
            connection.execute(new.on_conflict_do_update(index_elements=["person"], set_={"roles": joined}))
            log_event(connection, event)

    def remove_roles(self, person: str, event: Event) -> bool:
        with self._writing() as connection:
            lock(connection, "roles")
            gone = connection.execute(delete(roles).where(roles.c.person == person)).rowcount == 1
            if gone:
                log_event(connection, event)
            return gone

    def change_roles(self, person: str, words: Sequence[str], event: Event, allow: AllowRoles) -> None:
        with self._writing() as connection:
            lock(connection, "roles")
            given = {row.person: row.roles.split() for row in connection.execute(select(roles))}
            allow(given, {name: held for name, held in {**given, person: list(words)}.items() if held})
            connection.execute(delete(roles).where(roles.c.person == person))
            if words:
                connection.execute(roles.insert(), [{"person": person, "roles": " ".join(words)}])
            log_event(connection, event)


def _imported(connection: Connection) -> str | None:
    """The text of the file that was imported last."""
    return connection.execute(select(home_files.c.content).where(home_files.c.name == _FILE)).scalar()
