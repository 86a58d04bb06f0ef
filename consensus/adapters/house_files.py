"""What an installation keeps beside its database: who has which role, and the key that draws checks."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

import yaml

from consensus import certify
from consensus.adapters.sign_in_file import NAME as SIGN_IN
from consensus.domain import Draw
from consensus.errors import StoreError, UsageError
from consensus.review import Roles, parse_roles

_KEY_BYTES = 32


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
                said = str(error).splitlines()[0]
                raise UsageError(f"the roles cannot be read: {said}", where=str(self._path), do="Mend it.") from error
            self._read = changed, parse_roles(content, str(self._path))
        return self._read[1]


def keyed_draw(home: Path) -> Draw:
    """A draw by the key of this installation, made at first use and readable by its owner alone."""
    drawn = cache(lambda: certify.keyed_draw(_key(home / "sampling.key")))

    def draw(purpose: str, name: str) -> float:
        return drawn()(purpose, name)

    return draw


def _key(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    except OSError as error:
        raise StoreError(
            f"the key cannot be made: {error.strerror}", where=str(path), do="Check the folder."
        ) from error
    else:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
    found = path.read_bytes()
    if len(found) < _KEY_BYTES:
        raise StoreError("the key is damaged", where=str(path), do="Move the file away: the next start makes another.")
    return found
