"""``roles.yaml``: who has which role."""

from __future__ import annotations

from pathlib import Path

import yaml

from consensus.auth.roles import Roles, parse_roles
from consensus.auth.sign_in_file import NAME as SIGN_IN
from consensus.errors import UsageError, in_plain_words


class RoleFile:
    """``roles.yaml`` of the home: e-mail to a role or a list of roles. Read anew when it changed."""

    def __init__(self, home: Path) -> None:
        self._path, self._sign_in = home / "roles.yaml", home / SIGN_IN
        self._read: tuple[int, Roles] | None = None

    def roles(self) -> Roles:
        """The roles; without a file the one person at this machine may do everything.

        Raises UsageError for a broken one, and for none where others can sign in.
        """
        try:
            changed = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            if self._sign_in.exists():
                raise UsageError(
                    "is missing, so nobody who signs in has a role.",
                    where=str(self._path),
                    do="Write lines such as `ana@example.org: admin`.",
                ) from None
            return Roles()
        if self._read is None or self._read[0] != changed:
            try:
                content = yaml.safe_load(self._path.read_text(encoding="utf-8-sig"))
            except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
                said = in_plain_words(error)
                raise UsageError(f"the roles cannot be read: {said}", where=str(self._path), do="Mend it.") from error
            self._read = changed, parse_roles(content, str(self._path))
        return self._read[1]
