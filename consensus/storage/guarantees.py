"""Guarantees in the database: read and changed in one transaction, whoever else looks at them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Table, case, delete, select, text, update

from consensus.domain import (
    Audit,
    Batch,
    BatchEntry,
    BatchJob,
    BatchUnit,
    Event,
    GuaranteeKey,
    GuaranteeRecord,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    Origin,
    ReviewItem,
    Rule,
    WebhookType,
)
from consensus.domain.job import UnitRecord
from consensus.ports.guarantee import seed_id
from consensus.storage import codec, draw_log
from consensus.storage.database import SqlBase
from consensus.storage.dialect import insert, lock
from consensus.storage.draw_log import audit_from, batch_from, of, snapshot_of
from consensus.storage.jobs import first_place, item_row, own_job
from consensus.storage.journal import log_event
from consensus.storage.outbox import announce
from consensus.storage.tables import (
    WAITING,
    audits,
    batch_jobs,
    batch_units,
    batches,
    guarantees,
    items,
    resolutions,
    unit_index,
    units,
)
from consensus.storage.unit_index import index_units


class SqlGuarantees(SqlBase):
    """Guarantees, their batches and audits."""

    def load_guarantees(self, at: str, key: GuaranteeKey | None = None) -> Sequence[GuaranteeSnapshot]:
        chosen = select(guarantees.c.policy, guarantees.c.slice).order_by(guarantees.c.policy, guarantees.c.slice)
        with self._reading() as connection:
            rows = connection.execute(chosen if key is None else chosen.where(*of(guarantees, key)))
            return [snapshot_of(connection, (row.policy, row.slice), at) for row in rows.all()]

    def draw_log(self, record: GuaranteeRecord, at: str) -> Sequence[BatchEntry]:
        with self._reading() as connection:
            return draw_log.draw_log(connection, record, at, whole=True).entries

    def batch_of(self, job_id: str) -> tuple[BatchJob, Batch] | None:
        with self._reading() as connection:
            return draw_log.batch_of(connection, job_id)

    def open_batches(self, before: str = "") -> Sequence[Batch]:
        chosen = select(batches).where(text("place = 0")).order_by(batches.c.number)
        with self._reading() as connection:
            rows = connection.execute(chosen.where(batches.c.opened_at < before) if before else chosen)
            return [batch_from(row) for row in rows]

    def batch_named(self, key: GuaranteeKey, name: str) -> Batch | None:
        chosen = select(batches).where(*of(batches, key), batches.c.name == name)
        with self._reading() as connection:
            row = connection.execute(chosen.order_by(batches.c.number.desc()).limit(1)).one_or_none()
        return None if row is None else batch_from(row)

    def batches_since(self, key: GuaranteeKey, closed_at: str) -> Sequence[tuple[Batch, Sequence[BatchJob]]]:
        chosen = select(batches).where(*of(batches, key), batches.c.closed_at >= closed_at, batches.c.accepted > 0)
        with self._reading() as connection:
            found = [batch_from(row) for row in connection.execute(chosen.order_by(batches.c.place))]
            return [(batch, draw_log.jobs_in(connection, batch.id)) for batch in found]

    def audits(self, key: GuaranteeKey) -> Sequence[Audit]:
        with self._reading() as connection:
            return draw_log.audits_where(connection, *of(audits, key))

    def audits_of(self, job_id: str) -> Sequence[Audit]:
        with self._reading() as connection:
            return draw_log.audits_where(connection, audits.c.job_id == job_id)

    def audits_in(self, batch_id: str) -> Sequence[Audit]:
        with self._reading() as connection:
            return draw_log.audits_in(connection, batch_id)

    def exported(self, job_id: str, at: str) -> None:
        first = update(batch_jobs).where(batch_jobs.c.job_id == job_id, batch_jobs.c.exported_at == "")
        with self._writing() as connection:
            connection.execute(first.values(exported_at=at))

    def held(self, key: GuaranteeKey, since: str) -> bool:
        # While items of the alarm wait, one of them is found at once; only then is every unit looked at.
        mine = (*of(batches, key), batches.c.closed_at >= since, batches.c.accepted > 0)
        of_batch = batch_jobs.join(batches, batches.c.id == batch_jobs.c.batch)
        waiting = select(items.c.id).join(of_batch, batch_jobs.c.job_id == items.c.job_id)
        waiting = waiting.where(*mine, text(WAITING), items.c.reason == Rule.ALARM.value)
        withdrawn = select(unit_index.c.unit_id).join(of_batch, batch_jobs.c.job_id == unit_index.c.job_id)
        every = withdrawn.where(*mine, unit_index.c.rule == Rule.ALARM.value, unit_index.c.decided_at.is_(None))
        with self._reading() as connection:
            return any(connection.execute(one.limit(1)).first() is not None for one in (waiting, every))

    def hold(self, job_id: str, records: Sequence[UnitRecord], items_: Sequence[ReviewItem], event: Event) -> None:
        with self._writing() as connection:
            own_job(connection, job_id)
            decided = select(resolutions.c.unit_id).where(resolutions.c.job_id == job_id)
            done = set(connection.execute(decided).scalars())
            queued = set(connection.execute(select(items.c.unit_id).where(items.c.job_id == job_id)).scalars())
            first = first_place(connection, job_id)
            changed = [record for record in records if record.unit.id not in done]
            for record in changed:
                here = (units.c.job_id == job_id, units.c.unit_id == record.unit.id)
                connection.execute(update(units).where(*here).values(verdict=codec.dump(record.verdict)))
            index_units(connection, job_id, [record.unit.id for record in changed])
            places = {record.unit.id: first + record.unit.index for record in records}
            for item in items_:
                if item.unit_id not in done | queued:
                    connection.execute(items.insert().values(**item_row(item, job_id, places[item.unit_id])))
            log_event(connection, event)


def own_guarantee(connection: Connection, key: GuaranteeKey) -> None:
    """This transaction alone changes the guarantee, until it ends; its row may not be there yet."""
    lock(connection, f"guarantee {' '.join(key)}")


def save_guarantee(connection: Connection, change: GuaranteeUpdate) -> None:
    record = change.record
    row = {"policy": record.policy, "slice": record.slice, "record": codec.dump(record)}
    _upsert(connection, guarantees, ("policy", "slice"), [row])
    if change.batch is not None:
        _upsert(connection, batches, ("id",), [_batch_row(change.batch)])
    _upsert(connection, batch_jobs, ("job_id",), list(map(_row, change.jobs)))
    _upsert(connection, batch_units, ("job_id", "unit_id"), list(map(_unit_row, change.units)))
    if change.drawn:
        drawn = insert(audits)
        more = audits.c.drawn_for.bitwise_or(drawn.excluded.drawn_for)  # a repeated document draws it for more levels
        again = drawn.on_conflict_do_update(index_elements=["item_id"], set_={"drawn_for": more})
        connection.execute(again, list(map(_row, change.drawn)))
    for event in change.events:
        log_event(connection, event)
        if event.at == record.alarmed_at:
            told = {"policy": record.policy, "slice": record.slice, "attempt": record.attempt}
            cause = f"alarm {record.policy} {record.slice} {record.attempt}"
            announce(connection, WebhookType.GUARANTEE_ALARM, cause, told)


def _upsert(connection: Connection, table: Table, key: tuple[str, ...], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or give those that are there these values. The first export of a job stays the first."""
    if not rows:
        return
    statement = insert(table)
    changed: dict[str, Any] = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if "exported_at" in changed:
        kept = table.c.exported_at
        changed["exported_at"] = case((kept != "", kept), else_=statement.excluded.exported_at)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed), rows)


def _row(value: Any) -> dict[str, Any]:
    """A flat value of the domain as its row: columns are named like its fields, Booleans are numbers."""
    found = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: int(one) if isinstance(one, bool) else one for name, one in found.items()}


def _batch_row(batch: Batch) -> dict[str, Any]:
    lists = {"sizes": json.dumps(batch.sizes), "delivered": json.dumps(batch.delivered)}
    row = _row(batch) | lists | {"accepted": batch.accepted}
    del row["withheld"]  # what is missing of accepted
    return row


def _unit_row(unit: BatchUnit) -> dict[str, Any]:
    return _row(unit) | {"verdict": codec.dump(unit.verdict) if unit.verdict is not None else None}


def audit_of(connection: Connection, item_id: str) -> Audit | None:
    row = connection.execute(select(audits).where(audits.c.item_id == item_id)).one_or_none()
    return None if row is None else audit_from(row)


def add_seed(connection: Connection, seed: Audit) -> None:
    connection.execute(delete(audits).where(audits.c.item_id == seed.item_id))
    connection.execute(audits.insert().values(**_row(seed)))


def judge(connection: Connection, made: Audit) -> None:
    _judge(connection, made.item_id, judgement=made.judgement, judged_at=made.judged_at, reviewer=made.reviewer)


def retract(connection: Connection, item_id: str, reviewer: str) -> GuaranteeKey | None:
    """Forget what an audit said. What a known error showed goes with its label.

    What one of two people said of an audit that the other has not made yet is not its judgement, but counts as changed.
    """
    names = (item_id, seed_id(item_id, reviewer))
    seeds_first = audits.c.origin.desc()
    row = connection.execute(select(audits).where(audits.c.item_id.in_(names)).order_by(seeds_first).limit(1)).first()
    if row is None:
        return None
    if row.origin == Origin.SEEDED.value:
        connection.execute(delete(audits).where(audits.c.item_id == row.item_id))
    elif row.judgement is None:
        connection.execute(update(audits).where(audits.c.item_id == row.item_id).values(changed=row.changed + 1))
    else:
        _judge(connection, row.item_id, judgement=None, judged_at="", reviewer="")
    return row.policy, row.slice


def _judge(connection: Connection, item_id: str, **said: Any) -> None:
    """Give an audit this judgement; one that it had is kept in the event log, under its own time and reviewer."""
    this = audits.c.item_id == item_id
    row = connection.execute(select(audits).where(this).with_for_update()).one_or_none()
    if row is not None and row.judgement is not None:
        log_event(connection, Event(row.judged_at, row.reviewer, "former-judgement", item_id, row.judgement))
        said["changed"] = row.changed + 1
    connection.execute(update(audits).where(this).values(**said))
