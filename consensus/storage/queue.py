"""The review queue in the database: every change is one guarded UPDATE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Update, func, select, text, update

from consensus.domain import Decision, Event, Facets, ItemKind, ItemState, Resolution, ReviewItem
from consensus.domain.job import DecisionEffect, QueueFilter
from consensus.errors import NotFoundError
from consensus.storage import codec
from consensus.storage.database import SqlBase
from consensus.storage.jobs import barred_text, item_row
from consensus.storage.journal import log_event
from consensus.storage.tables import WAITING, decisions, drafts, item_counts, items, resolutions
from consensus.storage.unit_index import index_units

_CLAIM = """
UPDATE items SET
    claimed_at = CASE WHEN state = 'claimed' AND owner = :owner AND lease_until > :now THEN claimed_at ELSE :now END,
    state = 'claimed', owner = :owner, lease_until = :until, version = version + 1
WHERE id = {which}
RETURNING *
"""
_FREE = "(state = 'open' OR lease_until <= :now) AND round <= :round AND instr(barred, :mark) = 0"
_OWN = "SELECT id FROM items WHERE owner = :owner AND state = 'claimed' AND lease_until > :now"
#: The literals of the indexes' own conditions stand here as literals, or SQLite does not use the indexes.
CLAIM_NEXT = _CLAIM.format(
    which=f"""coalesce(
    ({_OWN} {{only}} ORDER BY place LIMIT 1),
    (SELECT id FROM items WHERE {WAITING} AND {_FREE} {{only}} ORDER BY priority DESC, place LIMIT 1))"""
)
CLAIM_GOLD = _CLAIM.format(
    which=f"(SELECT id FROM items WHERE kind = 'gold' AND {_FREE} {{only}} ORDER BY version, place LIMIT 1)"
)
_CLAIM_ONE = _CLAIM.format(
    which=f"""(SELECT id FROM items WHERE id = :id AND state <> 'resolved'
    AND ((state = 'claimed' AND owner = :owner AND lease_until > :now) OR ({_FREE})))"""
)
_COLUMNS = ("languages", "field", "reason", "risk")


def only(wanted: QueueFilter) -> tuple[str, dict[str, Any]]:
    """The part of the queue that is wanted, as conditions and their values."""
    values = {name: value for name in ("job_id", *_COLUMNS) if (value := getattr(wanted, name))}
    conditions = [f"AND {name} = :{name}" for name in values]
    if wanted.waiting_since:
        conditions.append("AND since <= :waiting_since")
        values["waiting_since"] = wanted.waiting_since
    return " ".join(conditions), values


class SqlQueue(SqlBase):
    """Review items: claimed with a lease, released, resolved."""

    def claim_next(
        self,
        owner: str,
        now: datetime,
        lease_seconds: float,
        job_id: str | None = None,
        wanted: QueueFilter | None = None,
    ) -> ReviewItem | None:
        part = wanted or QueueFilter(job_id=job_id or "")
        conditions, values = only(part)
        statement = (CLAIM_GOLD if part.gold else CLAIM_NEXT).format(only=conditions)
        return self._claim(statement, values | _claimer(part, owner, now, lease_seconds))

    def claim(
        self, item_id: str, wanted: QueueFilter, owner: str, now: datetime, lease_seconds: float
    ) -> ReviewItem | None:
        return self._claim(_CLAIM_ONE, {"id": item_id} | _claimer(wanted, owner, now, lease_seconds))

    def _claim(self, statement: str, values: dict[str, Any]) -> ReviewItem | None:
        with self._writing() as connection:
            row = connection.execute(text(statement), values).one_or_none()
        return item_of(row) if row is not None else None

    def renew(self, item: ReviewItem, now: datetime, lease_seconds: float) -> bool:
        with self._writing() as connection:
            renewed = _guarded(item).values(lease_until=lease_end(now, lease_seconds))
            return connection.execute(renewed).rowcount == 1

    def item(self, item_id: str) -> ReviewItem:
        with self._reading() as connection:
            row = connection.execute(select(items).where(items.c.id == item_id)).one_or_none()
        if row is None:
            raise NotFoundError(
                f"there is no review item {item_id}", do="Its job may have been deleted; take the next."
            )
        return item_of(row)

    def items(self, job_id: str | None = None) -> Sequence[ReviewItem]:
        chosen = select(items).order_by(items.c.priority.desc(), items.c.place)
        if job_id is not None:
            chosen = chosen.where(items.c.job_id == job_id)
        with self._reading() as connection:
            return [item_of(row) for row in connection.execute(chosen)]

    def release(self, item: ReviewItem, event: Event, priority: float | None = None) -> bool:
        freed: dict[str, Any] = {"state": ItemState.OPEN.value, "owner": "", "claimed_at": None, "lease_until": None}
        if priority is not None:
            freed["priority"] = priority
        with self._writing() as connection:
            return _change(connection, item, freed, event)

    def waiting(self, wanted: QueueFilter, now: datetime, limit: int, twin: str = "") -> Sequence[ReviewItem]:
        conditions, values = only(wanted)
        if twin:
            conditions += " AND twin = :twin AND state = 'open' AND round = 1"
            values["twin"] = twin
        values |= {"now": instant(now), "round": 3 if wanted.adjudicates else 2, "limit": limit}
        open_ones = "(state = 'open' OR lease_until <= :now) AND round <= :round"
        ordered = f"{WAITING} AND {open_ones} {conditions} ORDER BY priority DESC, place LIMIT :limit"
        with self._reading() as connection:
            return [item_of(row) for row in connection.execute(text(f"SELECT * FROM items WHERE {ordered}"), values)]

    def queue_counts(self, job_id: str | None = None) -> Mapping[str, int]:
        chosen = select(item_counts.c.state, func.sum(item_counts.c.n)).group_by(item_counts.c.state)
        if job_id is not None:
            chosen = chosen.where(item_counts.c.job_id == job_id)
        with self._reading() as connection:
            found = {row[0]: row[1] for row in connection.execute(chosen)}
        return {state.value: found.get(state.value, 0) for state in ItemState}


def resolve(
    connection: Connection, item: ReviewItem, resolution: Resolution, event: Event, effect: DecisionEffect
) -> bool:
    """Store a decision on an item that is as it was seen, and what it leads to; False, and nothing, on another."""
    state = ItemState.RESOLVED if effect.settled else ItemState.OPEN
    values: dict[str, Any] = {"state": state.value, "lease_until": None}
    if effect.settled is None:
        barred = barred_text((*item.barred, resolution.reviewer))
        values |= {"owner": "", "claimed_at": None, "round": effect.next_round, "barred": barred}
    if not _change(connection, item, values, event):
        return False
    made = Decision(item.id, item.job_id, item.unit_id, item.kind, item.round, resolution, effect.edits)
    number = _keep(connection, made, item.version + 1)
    connection.execute(drafts.delete().where(drafts.c.item_id == item.id))
    if effect.settled is not None:
        _settle(connection, item, effect.settled)
    for twin, repeated, noted in effect.duplicates:
        _settle_twin(connection, twin, repeated, noted, number)
    if effect.gold is not None:
        place = select(items.c.place).where(items.c.id == item.id).scalar_subquery()
        row = item_row(effect.gold, item.job_id, 0) | {"place": place}
        connection.execute(items.insert().prefix_with("OR IGNORE").values(**row))
    return True


def _claimer(wanted: QueueFilter, owner: str, now: datetime, lease_seconds: float) -> dict[str, Any]:
    return {
        "owner": owner,
        "mark": barred_text((owner,)),
        "round": 3 if wanted.adjudicates else 2,
        "now": instant(now),
        "until": lease_end(now, lease_seconds),
    }


def _settle(connection: Connection, item: ReviewItem, resolution: Resolution) -> None:
    row = {"job_id": item.job_id, "unit_id": item.unit_id, "item_id": item.id, "resolution": codec.dump(resolution)}
    connection.execute(resolutions.insert().values(**row))
    index_units(connection, item.job_id, [item.unit_id])


def _settle_twin(connection: Connection, twin: ReviewItem, resolution: Resolution, event: Event, source: int) -> None:
    """The same decision on an open item, unless somebody touched it since it was found."""
    seen = (items.c.id == twin.id, items.c.state == ItemState.OPEN.value, items.c.version == twin.version)
    done = {"state": ItemState.RESOLVED.value, "owner": resolution.reviewer, "version": twin.version + 1}
    if connection.execute(update(items).where(*seen).values(**done)).rowcount == 1:
        log_event(connection, event)
        made = Decision(twin.id, twin.job_id, twin.unit_id, twin.kind, twin.round, resolution, source=source)
        _keep(connection, made, twin.version + 1)
        _settle(connection, twin, resolution)


def _keep(connection: Connection, made: Decision, after: int) -> int:
    """Write a decision down as it was made; its number."""
    row = {
        "job_id": made.job_id,
        "item_id": made.item_id,
        "reviewer": made.resolution.reviewer,
        "source": made.source,
        "after": after,
        "decision": codec.dump(made),
    }
    return int(connection.execute(decisions.insert().values(**row)).lastrowid)


def instant(moment: datetime) -> str:
    """A moment as text that sorts as the moments do: UTC, always with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def lease_end(now: datetime, lease_seconds: float) -> str:
    return instant(now + timedelta(seconds=lease_seconds))


def _guarded(item: ReviewItem) -> Update:
    """An update of exactly the item that was seen, held by the same person; else of nothing."""
    return update(items).where(
        items.c.id == item.id,
        items.c.state == ItemState.CLAIMED.value,
        items.c.owner == item.owner,
        items.c.version == item.version,
    )


def _change(connection: Connection, item: ReviewItem, values: dict[str, Any], event: Event) -> bool:
    changed = connection.execute(_guarded(item).values(**values, version=items.c.version + 1)).rowcount == 1
    if changed:
        log_event(connection, event)
    return changed


def item_of(row: Row[Any]) -> ReviewItem:
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
        kind=ItemKind(row.kind),
        round=row.round,
        barred=tuple(name for name in row.barred.split("\n") if name),
        facets=Facets(row.languages, row.field, row.reason, row.risk, row.since, row.twin),
    )
