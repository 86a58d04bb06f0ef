"""The document that is reviewed: a window of its units, how far it is, and who opened its accepted text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Integer, and_, cast, func, or_, select, text

from consensus.domain import Event, ItemKind, ItemState, Outcome, ReviewItem
from consensus.domain.job import DocumentCounts, UnitRecord
from consensus.storage.database import SqlBase
from consensus.storage.dialect import among, insert, lock
from consensus.storage.draw_log import UNMADE
from consensus.storage.jobs import lock_job, units_between, units_there
from consensus.storage.journal import log_event
from consensus.storage.opening_tables import document_openings
from consensus.storage.seen import opened_by, saw_any
from consensus.storage.tables import audits, decisions, items, unit_index, units

_GOLD = ItemKind.GOLD.value
#: Whose answer is judged alone, so that its reader must know nothing more.
_ALONE = (ItemKind.CHECK.value, _GOLD)


class SqlDocuments(SqlBase):
    """Implements ``ports.DocumentStore``."""

    def unit_range(self, job_id: str, first: int, last: int) -> Sequence[UnitRecord]:
        with self._reading() as connection:
            return units_between(connection, job_id, first, last)

    def units_at(self, job_id: str, positions: Collection[int]) -> Sequence[UnitRecord]:
        with self._reading() as connection:
            return units_there(connection, job_id, positions)

    def open_kinds(self, job_id: str, unit_ids: Collection[str]) -> Mapping[str, ItemKind]:
        here = (items.c.job_id == job_id, items.c.state != ItemState.RESOLVED.value, items.c.kind != _GOLD)
        chosen = select(items.c.unit_id, items.c.kind).where(*here, among(items.c.unit_id, unit_ids))
        with self._reading() as connection:
            return {row.unit_id: ItemKind(row.kind) for row in connection.execute(chosen)}

    def open_item(self, job_id: str, unit_id: str) -> str:
        here = (items.c.job_id == job_id, items.c.unit_id == unit_id, items.c.kind != _GOLD)
        chosen = select(items.c.id).where(*here, items.c.state != ItemState.RESOLVED.value).limit(1)
        with self._reading() as connection:
            return str(connection.execute(chosen).scalar() or "")

    def document_counts(self, job_id: str) -> DocumentCounts:
        accepted = (unit_index.c.outcome == Outcome.ACCEPTED.value) & unit_index.c.decided_at.is_(None)
        counted = select(
            func.count().label("units"),
            func.count(unit_index.c.decided_at).label("decided"),
            func.coalesce(func.sum(cast(accepted, Integer)), 0).label("accepted"),
        ).where(unit_index.c.job_id == job_id)
        with self._reading() as connection:
            row = connection.execute(counted).one()
        return DocumentCounts(row.units, int(row.accepted), row.decided)

    def positions_of(self, item: ReviewItem, limit: int) -> Sequence[int]:
        twins = and_(items.c.twin == item.facets.twin, text("state = 'open'"))
        here = (units.c.job_id == item.job_id, items.c.job_id == item.job_id, items.c.unit_id == units.c.unit_id)
        chosen = select(units.c.position).where(*here, or_(items.c.id == item.id, twins))
        with self._reading() as connection:
            return list(connection.execute(chosen.order_by(units.c.position).limit(limit)).scalars())

    def decided_texts(self, job_id: str, like: str, limit: int) -> Sequence[tuple[int, str]]:
        plain = like.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        alike = unit_index.c.place.like(plain.replace("#", "%"), escape="\\")
        decided = (unit_index.c.job_id == job_id, unit_index.c.decided_at.is_not(None), alike)
        newest = unit_index.c.decided_at.desc()
        chosen = select(unit_index.c.position, unit_index.c.place).where(*decided).order_by(newest).limit(limit)
        with self._reading() as connection:
            return [(row.position, row.place) for row in connection.execute(chosen)]

    def decided_since(self, reviewer: str, since: str) -> int:
        made = (decisions.c.reviewer == reviewer, decisions.c.decided_at >= since)
        chosen = select(func.count()).where(*made, decisions.c.undone == 0, decisions.c.source == 0)
        with self._reading() as connection:
            return connection.execute(chosen).scalar_one()

    def has_opened(self, job_id: str, person: str) -> bool:
        with self._reading() as connection:
            return opened_by(connection, job_id, person)

    def has_seen(self, job_id: str, person: str) -> bool:
        with self._reading() as connection:
            return saw_any(connection, job_id, person)

    def open_document(self, job_id: str, others: Sequence[str], event: Event) -> bool:
        with self._writing() as connection:
            lock(connection, f"claims of {event.actor}")  # nobody is given an audit in between
            lock_job(connection, job_id)
            if opened_by(connection, job_id, event.actor):
                return True
            mine = (items.c.job_id == job_id, items.c.owner == event.actor, items.c.kind.in_(_ALONE))
            held = select(items.c.id).where(*mine, items.c.state == ItemState.CLAIMED.value).limit(1)
            if connection.execute(held).first() is not None:
                return False
            unmade = select(audits.c.number).where(audits.c.job_id == job_id, UNMADE).limit(1)
            left = [one for one in others if not saw_any(connection, job_id, one)]
            if connection.execute(unmade).first() is not None and not left:
                return False
            row = {"job_id": job_id, "person": event.actor.lower(), "opened_at": event.at}
            connection.execute(insert(document_openings).values(**row))
            log_event(connection, event)
            return True
