"""Names that are also names of files: of policies, and of their reference tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 80
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
#: Windows takes these for devices, whatever follows the point.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10))})


def cannot_name(name: str) -> str:
    """Why a name cannot be one of a file on every system, as the rest of a sentence; "" where it can."""
    if not name.strip():
        return "is empty"
    if len(name) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if not _NAME.fullmatch(name):
        return "may hold a-z, 0-9, - and _ only, and begins with a letter or digit"
    return "is the name of a device on Windows" if name in _DEVICES else ""


def shown(name: str) -> str:
    """A name that somebody gave, in a message: on one line and cut."""
    visible = "".join(character if character.isprintable() else "?" for character in name)
    return visible if len(visible) <= 60 else f"{visible[:57]}..."


def clashing_name(name: str, names: Iterable[str]) -> str | None:
    """The other name among these that is the same file where upper and lower case are one."""
    return next((other for other in names if other != name and other.casefold() == name.casefold()), None)
