"""The key that draws checks, one for an installation; without it nobody can say which units will be drawn."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

from consensus import certify
from consensus.domain import Draw
from consensus.errors import StoreError

_KEY_BYTES = 32


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
