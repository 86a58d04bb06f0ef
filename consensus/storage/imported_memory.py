"""Translation memories that were imported from other programs."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from consensus.domain import Event, ImportedMemory, MemoryEntry
from consensus.normalize.digests import text_digest
from consensus.storage.database import SqlBase
from consensus.storage.dialect import among
from consensus.storage.journal import log_event
from consensus.storage.tables import memory

_FIELDS = ("source_lang", "target_lang", "source", "target", "changed_at", "origin")
#: Rows written with one statement.
_AT_ONCE = 1000


class SqlImportedMemory(SqlBase):
    """Implements ``ports.ImportedMemories``."""

    def import_memory(self, entries: Sequence[MemoryEntry], origin: str, data_class: str, event: Event) -> None:
        rows = [
            {
                **{name: getattr(one, name) for name in _FIELDS},
                "origin": origin,
                "data_class": data_class,
                "source_digest": text_digest(one.source),
                "imported_at": event.at,
            }
            for one in entries
        ]
        with self._writing() as connection:
            connection.execute(delete(memory).where(memory.c.origin == origin))
            for start in range(0, len(rows), _AT_ONCE):
                connection.execute(memory.insert(), rows[start : start + _AT_ONCE])
            log_event(connection, event)

    def imported_memories(self) -> Sequence[ImportedMemory]:
        names = [memory.c[name] for name in ("origin", "source_lang", "target_lang", "data_class")]
        counted = select(*names, func.count().label("n"), func.max(memory.c.imported_at).label("at"))
        with self._reading() as connection:
            rows = connection.execute(counted.group_by(*names).order_by(*names))
            return [ImportedMemory(*row[:4], entries=row.n, imported_at=row.at) for row in rows]

    def imported(
        self, source_lang: str, target_lang: str, data_class: str, texts: Sequence[str] | None, limit: int
    ) -> Sequence[MemoryEntry]:
        chosen = select(*(memory.c[name] for name in _FIELDS)).where(
            memory.c.source_lang == source_lang,
            memory.c.target_lang == target_lang,
            memory.c.data_class == data_class,
        )
        if texts is not None:
            chosen = chosen.where(among(memory.c.source_digest, [text_digest(text) for text in texts]))
        with self._reading() as connection:
            rows = connection.execute(chosen.order_by(memory.c.number.desc()).limit(limit))
            return [MemoryEntry(**row._mapping) for row in rows]

    def forget_memory(self, origin: str, event: Event) -> int:
        with self._writing() as connection:
            gone = connection.execute(delete(memory).where(memory.c.origin == origin)).rowcount
            if gone:
                log_event(connection, event)
        return gone
