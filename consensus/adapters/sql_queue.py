"""The review queue in the database: every change is one guarded UPDATE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Update, func, select, text, update

from consensus.adapters import sql_codec as codec
from consensus.adapters.sql_base import SqlBase
from consensus.adapters.sql_journal import write_audit
from consensus.adapters.sql_tables import items, resolutions
from consensus.domain import AuditEvent, ItemState, Resolution, ReviewItem
from consensus.errors import NotFoundError

#: The literals of the indexes' own conditions stand here as literals, or SQLite does not use the indexes.
CLAIM_NEXT = """
UPDATE items SET
    claimed_at = CASE WHEN state = 'claimed' AND owner = :owner AND lease_until > :now THEN claimed_at ELSE :now END,
    state = 'claimed', owner = :owner, lease_until = :until, version = version + 1
WHERE id = coalesce(
    (SELECT id FROM items WHERE owner = :owner AND state = 'claimed' AND lease_until > :now {job}
     ORDER BY place LIMIT 1),
    (SELECT id FROM items WHERE state <> 'resolved' AND (state = 'open' OR lease_until <= :now) {job}
     ORDER BY priority DESC, place LIMIT 1))
RETURNING *
"""


class SqlQueue(SqlBase):
    """Review items: claimed with a lease, released, resolved."""

    def claim_next(
        self, owner: str, now: datetime, lease_seconds: float, job_id: str | None = None
    ) -> ReviewItem | None:
        statement = text(CLAIM_NEXT.format(job="AND job_id = :job_id" if job_id is not None else ""))
        values: dict[str, Any] = {"owner": owner, "now": instant(now), "until": _until(now, lease_seconds)}
        if job_id is not None:
            values["job_id"] = job_id
        with self._writing() as connection:
            row = connection.execute(statement, values).one_or_none()
        return _item(row) if row is not None else None

    def renew(self, item: ReviewItem, now: datetime, lease_seconds: float) -> bool:
        with self._writing() as connection:
            renewed = _guarded(item).values(lease_until=_until(now, lease_seconds))
            return connection.execute(renewed).rowcount == 1

    def item(self, item_id: str) -> ReviewItem:
        with self._reading() as connection:
            row = connection.execute(select(items).where(items.c.id == item_id)).one_or_none()
        if row is None:
            raise NotFoundError(
                f"there is no review item {item_id}", do="Its job may have been deleted; take the next."
            )
        return _item(row)

    def items(self, job_id: str | None = None) -> Sequence[ReviewItem]:
        chosen = select(items).order_by(items.c.priority.desc(), items.c.place)
        if job_id is not None:
            chosen = chosen.where(items.c.job_id == job_id)
        with self._reading() as connection:
            return [_item(row) for row in connection.execute(chosen)]

    def release(self, item: ReviewItem, event: AuditEvent, priority: float | None = None) -> bool:
        freed: dict[str, Any] = {"state": ItemState.OPEN.value, "owner": "", "claimed_at": None, "lease_until": None}
        if priority is not None:
            freed["priority"] = priority
        with self._writing() as connection:
            return _change(connection, item, freed, event)

    def resolve(self, item: ReviewItem, resolution: Resolution, event: AuditEvent) -> bool:
        with self._writing() as connection:
            if not _change(connection, item, {"state": ItemState.RESOLVED.value, "lease_until": None}, event):
                return False
            connection.execute(
                resolutions.insert().values(
                    job_id=item.job_id,
                    unit_id=item.unit_id,
                    item_id=item.id,
                    resolution=codec.dump(resolution),
                )
            )
            return True

    def queue_counts(self, job_id: str | None = None) -> Mapping[str, int]:
        chosen = select(items.c.state, func.count()).group_by(items.c.state)
        if job_id is not None:
            chosen = chosen.where(items.c.job_id == job_id)
        with self._reading() as connection:
            found = {row[0]: row[1] for row in connection.execute(chosen)}
        return {state.value: found.get(state.value, 0) for state in ItemState}


def instant(moment: datetime) -> str:
    """A moment as text that sorts as the moments do: UTC, always with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _until(now: datetime, lease_seconds: float) -> str:
    return instant(now + timedelta(seconds=lease_seconds))


def _guarded(item: ReviewItem) -> Update:
    """An update of exactly the item that was seen, held by the same person; else of nothing."""
    return update(items).where(
        items.c.id == item.id,
        items.c.state == ItemState.CLAIMED.value,
        items.c.owner == item.owner,
        items.c.version == item.version,
    )


def _change(connection: Connection, item: ReviewItem, values: dict[str, Any], event: AuditEvent) -> bool:
    changed = connection.execute(_guarded(item).values(**values, version=items.c.version + 1)).rowcount == 1
    if changed:
        write_audit(connection, event)
    return changed


def _item(row: Row[Any]) -> ReviewItem:
    return ReviewItem(
        id=row.id,
        job_id=row.job_id,
        unit_id=row.unit_id,
        state=ItemState(row.state),
        version=row.version,
        priority=row.priority,
        owner=row.owner,
        claimed_at=row.claimed_at,
        lease_until=row.lease_until,
    )
