"""Files that the command line writes: none that is there already, unless the user says so."""

from __future__ import annotations

from pathlib import Path

from consensus.errors import UsageError

FORCE = "overwrite a file that is there already"


def refuse_overwriting(*paths: Path, force: bool) -> None:
    """Raises UsageError for the first of these that is a file already: it may be the document itself.

    Asked before the work is done. Devices and pipes are no files, and may be written to.
    """
    for path in paths:
        if not force and path.is_file():
            raise UsageError(
                "this file is there already", where=str(path), do="Name another, or overwrite with --force."
            )


def write(path: Path, text: str) -> None:
    """Write a text as UTF-8, its line ends as they are. Raises UsageError where that cannot be done."""
    try:
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"cannot write: {error.strerror}", where=str(path), do="Name another file.") from error
