"""Translation memories of other programs in, and what was verified here out: both as TMX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from consensus.domain import Event, ImportedMemory, MemoryEntry
from consensus.errors import NotFoundError, UsageError
from consensus.formats.tmx import read_tmx, write_tmx
from consensus.normalize.coded import is_code
from consensus.normalize.language_tags import normalize_pair, pair_part
from consensus.ports.runtime import Clock
from consensus.ports.storage import ImportedMemories, LibraryStore

#: Verified segments that are written at most; the newest jobs' first.
_MOST = 500_000


class Memories:
    """Imports, lists, forgets and exports. require: raises for a person who may not import or forget; nobody may be
    refused on the command line."""

    def __init__(
        self,
        store: ImportedMemories,
        lines: LibraryStore,
        clock: Clock,
        require: Callable[[str], None] = lambda actor: None,
    ) -> None:
        self._store, self._lines, self._clock, self._require = store, lines, clock, require

    def import_tmx(
        self, path: Path, source_lang: str, target_lang: str, data_class: str, by: str
    ) -> tuple[int, int, bool]:
        """(pairs taken, units of other languages, whether a memory of this name was replaced).

        path: its name is the memory's. data_class: of the documents that it is used for; "" for those without.
        Raises UsageError for the languages and for a file that cannot be read or holds none of them, DocumentError for
        one that is no TMX.
        """
        languages(source_lang, target_lang)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UsageError(f"the file cannot be read: {error.strerror}.", where=str(path)) from None
        return self.take_tmx(path, content, (source_lang, target_lang), data_class, by)

    def take_tmx(
        self, path: Path, content: bytes, langs: tuple[str, str], data_class: str, by: str
    ) -> tuple[int, int, bool]:
        """The same for bytes. path: its name is the memory's. langs: source and target. Raises ForbiddenError too."""
        self._require(by)
        source, target = languages(*langs)
        found = read_tmx(content, str(path), source, target)
        if not found.entries:
            what = f"it holds nothing in both {source} and {target}."
            raise UsageError(what, where=str(path), do="Name two languages that it holds, with --from and --to.")
        known = any(one.origin == path.name for one in self._store.imported_memories())
        told = f"{len(found.entries)} pairs, {source} to {target}"
        self._store.import_memory(found.entries, path.name, data_class, self._event(by, "import-memory", path, told))
        return len(found.entries), found.left, known

    def memories(self) -> Sequence[ImportedMemory]:
        """All that were imported."""
        return self._store.imported_memories()

    def forget(self, name: str, by: str) -> int:
        """Remove an imported memory; how many pairs. Jobs keep what they were given. Raises ForbiddenError,
        NotFoundError."""
        self._require(by)
        gone = self._store.forget_memory(name, self._event(by, "forget-memory", Path(name), ""))
        if not gone:
            raise NotFoundError(f'no memory "{name}" was imported', do="See: consensus memory list")
        return gone

    def export_tmx(self, source_lang: str, target_lang: str) -> tuple[bytes, int]:
        """What was verified here in two languages, each pair once with its document and how it was verified.

        Texts with inline codes are left out: other programs do not know them. Raises UsageError.
        """
        source, target = languages(source_lang, target_lang)
        found: dict[tuple[str, str], MemoryEntry] = {}
        for one in self._lines.settled_segments(source, target, _MOST):
            if is_code(one.source):
                continue
            made = (one.at, one.document, one.verification.value)
            found.setdefault((one.source, one.target), MemoryEntry(source, target, one.source, one.target, *made))
        return write_tmx(list(found.values()), version("consensus-verifier")), len(found)

    def _event(self, by: str, action: str, path: Path, told: str) -> Event:
        return Event(self._clock.now().isoformat(), by, action, path.name, told)


def languages(source_lang: str, target_lang: str) -> tuple[str, str]:
    """Both as memories have them. Raises UsageError for what is no language, or twice the same."""
    source, target = normalize_pair(source_lang, target_lang)
    return pair_part(source or ""), pair_part(target or "")
