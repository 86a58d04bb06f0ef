"""What surrounds the queue in the database: every decision kept and taken back, drafts, and what can be filtered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, select, text, update

from consensus.domain import Decision, Event, ItemKind, ItemState, Resolution, ReviewItem
from consensus.storage import codec
from consensus.storage.database import SqlBase
from consensus.storage.dialect import insert
from consensus.storage.jobs import lock_job
from consensus.storage.journal import log_event
from consensus.storage.label_tables import labels
from consensus.storage.queue import instant, item_of, lease_end, settle
from consensus.storage.tables import WAITING, decisions, drafts, items, resolutions
from consensus.storage.unit_index import index_units

#: From one value to the next through the index: as many steps as there are values, not as there are items.
_VALUES = """
WITH RECURSIVE seen(value) AS (
    SELECT min({facet}) FROM items WHERE {waiting}
    UNION ALL
    SELECT (SELECT min({facet}) FROM items WHERE {facet} > seen.value AND {waiting}) FROM seen
    WHERE seen.value IS NOT NULL)
SELECT value FROM seen WHERE value <> ''
"""
_FACETS = ("languages", "field", "reason")


class SqlReview(SqlBase):
    """Decisions as they were made, undo, drafts and the values of the queue's filters."""

    def facet_values(self, facet: str) -> Sequence[str]:
        if facet not in _FACETS:
            raise ValueError(f"not a facet: {facet}")
        with self._reading() as connection:
            return list(connection.execute(text(facet_statement(facet))).scalars())

    def decisions(
        self, reviewer: str | None = None, item_id: str | None = None, limit: int | None = None
    ) -> Sequence[Decision]:
        chosen = select(decisions).order_by(decisions.c.number.desc()).limit(limit)
        if reviewer is not None:
            chosen = chosen.where(decisions.c.reviewer == reviewer)
        if item_id is not None:
            chosen = chosen.where(decisions.c.item_id == item_id)
        with self._reading() as connection:
            return [decision_of(row) for row in connection.execute(chosen)]

    def confirm(self, job_id: str, made: Sequence[tuple[Resolution, Event]]) -> int:
        settled = list[str]()
        with self._writing() as connection:
            lock_job(connection, job_id)
            for resolution, event in made:
                if not any(_has(connection, table, job_id, resolution.unit_id) for table in (items, resolutions)):
                    settle(connection, job_id, "", resolution)
                    log_event(connection, event)
                    settled.append(resolution.unit_id)
            index_units(connection, job_id, settled)
        return len(settled)

    def unconfirm(self, job_id: str, unit_id: str, event: Event) -> bool:
        mine = (resolutions.c.job_id == job_id, resolutions.c.unit_id == unit_id, resolutions.c.item_id == "")
        with self._writing() as connection:
            lock_job(connection, job_id)
            found = connection.execute(select(resolutions.c.resolution).where(*mine)).scalar()
            if found is None or codec.load(Resolution, found).reviewer != event.actor:
                return False
            if _has(connection, items, job_id, unit_id):
                return False
            connection.execute(delete(resolutions).where(*mine))
            log_event(connection, event)
            index_units(connection, job_id, [unit_id])
            return True

    def save_draft(self, item: ReviewItem, name: str, text: str) -> None:
        mine = (drafts.c.item_id == item.id, drafts.c.reviewer == item.owner, drafts.c.name == name)
        held = (items.c.id == item.id, items.c.owner == item.owner, items.c.state == ItemState.CLAIMED.value)
        row = {"job_id": item.job_id, "item_id": item.id, "reviewer": item.owner, "name": name, "draft": text}
        with self._writing() as connection:
            lock_job(connection, item.job_id)
            if not text:
                connection.execute(delete(drafts).where(*mine))
            elif connection.execute(select(items.c.id).where(*held)).first() is not None:
                statement = insert(drafts).values(**row)
                key = ["item_id", "reviewer", "name"]
                connection.execute(statement.on_conflict_do_update(index_elements=key, set_={"draft": text}))

    def drafts(self, item: ReviewItem) -> Mapping[str, str]:
        mine = (drafts.c.item_id == item.id, drafts.c.reviewer == item.owner)
        with self._reading() as connection:
            found = connection.execute(select(drafts.c.name, drafts.c.draft).where(*mine))
            return {row.name: row.draft for row in found}


def undo(
    connection: Connection, decision: Decision, now: datetime, lease_seconds: float, event: Event
) -> ReviewItem | None:
    """Take a decision back, and what it settled alike; None, and nothing, when its item was touched since."""
    lock_job(connection, decision.job_id)
    who = decision.resolution.reviewer
    first = decision.round == 1 and decision.kind is not ItemKind.GOLD
    back = {
        "state": ItemState.CLAIMED.value,
        "owner": who,
        "claimed_at": instant(now),
        "lease_until": lease_end(now, lease_seconds),
        "round": decision.round,
        # Before the first decision nobody is kept from an item, but from one with a known answer.
        "barred": "" if first else func.replace(items.c.barred, f"\n{who}\n", ""),
    }
    if not _reopen(connection, decision, back):
        return None
    log_event(connection, event)
    repeated = connection.execute(select(decisions).where(decisions.c.source == decision.number)).all()
    for twin in map(decision_of, repeated):
        if _reopen(connection, twin, {"state": ItemState.OPEN.value, "owner": ""}):
            log_event(connection, replace(event, subject=twin.item_id))
    return item_of(connection.execute(select(items).where(items.c.id == decision.item_id)).one())


def facet_statement(facet: str) -> str:
    """The query of ``facet_values``; a test asks how SQLite would run it."""
    return _VALUES.format(facet=facet, waiting=WAITING)


def _reopen(connection: Connection, decision: Decision, back: dict[str, Any]) -> bool:
    """Give the item its earlier state and forget what the decision settled; nothing when it changed since."""
    same = items.c.version == decision.after
    as_left = (items.c.id == decision.item_id, same, items.c.state != ItemState.CLAIMED.value)
    if (
        decision.undone
        or connection.execute(update(items).where(*as_left).values(**back, version=items.c.version + 1)).rowcount != 1
    ):
        return False
    connection.execute(update(decisions).where(decisions.c.number == decision.number).values(undone=1))
    connection.execute(delete(labels).where(labels.c.decision == decision.number))
    connection.execute(delete(resolutions).where(resolutions.c.item_id == decision.item_id))
    index_units(connection, decision.job_id, [decision.unit_id])
    untouched = (items.c.kind == ItemKind.GOLD.value, items.c.state == ItemState.OPEN.value, items.c.version == 1)
    shown_again = (items.c.job_id == decision.job_id, items.c.unit_id == decision.unit_id)
    if decision.kind is not ItemKind.GOLD:
        connection.execute(delete(items).where(*shown_again, *untouched))
    return True


def _has(connection: Connection, table: Table, job_id: str, unit_id: str) -> bool:
    of_unit = (table.c.job_id == job_id, table.c.unit_id == unit_id)
    return connection.execute(select(table.c.unit_id).where(*of_unit).limit(1)).first() is not None


def decision_of(row: Row[Any]) -> Decision:
    """A row of the decisions as its value."""
    made = codec.load(Decision, row.decision)
    return replace(made, number=row.number, after=row.after, undone=bool(row.undone), source=row.source)
