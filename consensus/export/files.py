"""Files written whole or not at all, so that a full disk or a kill in between leaves what stood there before."""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from consensus.errors import UsageError

#: Names of open streams; behind them may stand a file that the shell opened, which is then written to, not replaced.
_OPEN = re.compile(r"/dev/(stdin|stdout|stderr|fd/\d+)|/proc/(self|\d+)/fd/\d+")


def is_stream(path: Path) -> bool:
    """Whether a path is standard output, a device or a pipe: it is written to, and nothing can be lost there."""
    if _OPEN.fullmatch(str(path)):
        return True
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def place_of(path: Path) -> Path:
    """The file that a path leads to, through symbolic links; it need not be there.

    Raises UsageError for a folder, for a path in a folder that is not there, and for links without an end.
    """
    try:
        place = path.resolve()
        found, up = place.is_dir(), place.parent.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        told = getattr(error, "strerror", None) or "its links have no end, or it is no path"
        raise UsageError(f"cannot write: {told}.", where=str(path), do="Name another file.") from error
    if found:
        raise UsageError("cannot write: this is a folder.", where=str(path), do="Name a file in it.")
    if not up:
        raise UsageError("cannot write: its folder is not there.", where=str(path), do=f"Make {place.parent} first.")
    return place


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write each file beside its place, then put all of them there; rights and owners of replaced files are kept.

    Raises UsageError where one of them cannot be written; what stood there before is then as it was.
    """
    staged: list[tuple[Path, Path]] = []
    at = Path()
    try:
        for at, content in contents.items():
            if is_stream(at):
                with at.open("ab") as stream:
                    stream.write(content)
            else:
                place = place_of(at)
                staged.append((place.with_name(f".{secrets.token_hex(8)}.part"), place))
                _write(*staged[-1], content)
        for beside, at in staged:
            beside.replace(at)
    except BrokenPipeError:
        raise
    except OSError as error:
        do = "Nothing was changed. Make room or give the right to write there, or name another file."
        raise UsageError(f"cannot write: {error.strerror}.", where=str(at), do=do) from error
    finally:
        for beside, _ in staged:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _write(beside: Path, place: Path, content: bytes) -> None:
    replaced = place.stat() if place.exists() else None
    if replaced and not os.access(place, os.W_OK):
        raise PermissionError(13, "the file is read-only")
    # A new file has the rights that the user's umask gives to new files.
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if replaced:
        with suppress(OSError):  # only an administrator may give a file to somebody else
            os.chown(beside, replaced.st_uid, replaced.st_gid)
        beside.chmod(stat.S_IMODE(replaced.st_mode))
