"""The installation's own policies, glossaries and schemas as texts: read, written whole, removed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from consensus.domain.learned import FileKind
from consensus.errors import UsageError
from consensus.policy_files.names import cannot_name, shown

#: The folder of each kind below the home, and how its files end; of a policy's the second is read, never made.
_FOLDERS = {
    FileKind.POLICY: ("policies", (".yaml", ".yml")),
    FileKind.GLOSSARY: ("policies/glossaries", (".csv", ".tsv", ".tbx")),
    FileKind.SCHEMA: ("schemas", (".json",)),
}


class HomeFiles:
    """Implements ``ports.proposals.OwnFiles``. home: of the installation."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def text(self, kind: FileKind, name: str) -> str | None:
        path = self._path(kind, name)
        try:
            return path.read_bytes().decode("utf-8-sig") if path.is_file() else None
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is not UTF-8"
            raise UsageError(f"cannot be read: {why}", where=str(path), do="Mend the file.") from error

    def write(self, kind: FileKind, name: str, text: str | None) -> None:
        path = self._path(kind, name)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            if text is None:
                path.unlink(missing_ok=True)
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(text.encode("utf-8"))
            beside.replace(path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise UsageError(f"cannot write: {error.strerror}", where=str(path), do="Check the folder.") from error

    def place(self, kind: FileKind, name: str) -> str:
        return str(self._path(kind, name))

    def _path(self, kind: FileKind, name: str) -> Path:
        """Raises UsageError for a name that leads elsewhere."""
        folder, suffixes = _FOLDERS[kind]
        stem = name if kind is FileKind.POLICY else name.removesuffix(Path(name).suffix)
        known = kind is FileKind.POLICY or Path(name).suffix in suffixes
        why = cannot_name(stem) or ("" if known else "ends otherwise")
        if why:
            raise UsageError(f'"{shown(name)}" is no name for a {kind.value}: it {why}.', do="Take another one.")
        if kind is not FileKind.POLICY:
            return self._home / folder / name
        own = [self._home / folder / f"{name}{suffix}" for suffix in suffixes]
        return next((path for path in own if path.is_file()), own[0])
