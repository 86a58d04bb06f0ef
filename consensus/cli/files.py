"""Files that the command line writes without a database: none that is there already, unless the user says so."""

from __future__ import annotations

from pathlib import Path

from consensus.errors import UsageError

FORCE = "overwrite a file that is there already"


def refuse_overwriting(*paths: Path, force: bool) -> None:
    """Raises UsageError for the first of these that is a file already, and for one that cannot be written to.

    Asked before the work is done. Devices and pipes are no files, and may be written to.
    """
    from consensus.export import is_stream, place_of

    for path in paths:
        if not is_stream(path) and place_of(path).exists() and not force:
            raise UsageError(
                "this file is there already.", where=str(path), do="Name another, or overwrite with --force."
            )


def write(path: Path, text: str) -> None:
    """Write a text as UTF-8, its line ends as they are: all of it or nothing. Raises UsageError where it cannot be."""
    from consensus.export import write_files

    write_files({path: text.encode("utf-8", "surrogatepass")})
