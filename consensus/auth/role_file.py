"""``roles.yaml`` of a home, whose roles are imported into the database when it is first read."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import yaml

from consensus.auth.roles import Roles, parse_roles
from consensus.errors import UsageError, in_plain_words

#: The name of the file in CONSENSUS_HOME.
NAME = "roles.yaml"


class ReadRoles(NamedTuple):
    """text: the file's, which ``roles`` were read from."""

    text: str
    roles: Roles


class RoleFile:
    """A file of e-mail to a role or a list of roles. Read anew when it changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[int, ReadRoles] | None = None

    def read(self) -> ReadRoles | None:
        """What stands there; None without a file. Raises UsageError for one that is broken or cannot be read."""
        try:
            changed = self.path.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if self._read is None or self._read[0] != changed:
            try:
                text = self.path.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise _unreadable(error, self.path) from error
            self._read = changed, ReadRoles(text, roles_in(text, self.path))
        return self._read[1]

    def set_aside(self) -> Path:
        """Rename it once it was imported, so that nobody edits what is no longer read. Returns where it is now.

        Where that cannot be done it stays; it is known again as the one that was imported.
        """
        aside = self.path.with_name(f"{self.path.name}.imported")
        with suppress(OSError):
            self.path.replace(aside)
            return aside
        return self.path


def roles_in(text: str, path: Path) -> Roles:
    """The roles in the text of a file. Raises UsageError naming every mistake."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _unreadable(error, path) from error
    return parse_roles(content, str(path))


def _unreadable(error: Exception, path: Path) -> UsageError:
    return UsageError(f"the roles cannot be read: {in_plain_words(error)}", where=str(path), do="Mend it.")
