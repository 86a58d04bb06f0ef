"""Guarantees in the database: read and changed in one transaction, whoever else looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, Row, cast, delete, func, select, text, update

from consensus.domain import (
    Audit,
    Event,
    GuaranteeKey,
    GuaranteeRecord,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    Judgement,
    Lot,
    Origin,
    ReviewItem,
    Rule,
)
from consensus.domain.job import UnitRecord
from consensus.ports.guarantee import seed_id
from consensus.storage import codec
from consensus.storage.database import SqlBase
from consensus.storage.dialect import insert, lock, whole_sum
from consensus.storage.jobs import first_place, item_row, own_job
from consensus.storage.journal import log_event
from consensus.storage.tables import WAITING, checks, guarantees, items, lots, resolutions, unit_index, units
from consensus.storage.unit_index import index_units

#: Accepted units of late that the activity of a guarantee is read from.
_LAST = 500
_WRONG = (Judgement.WRONG.value, Judgement.UNSURE.value)
_COUNTED = (Origin.CALIBRATION.value, Origin.SPOT_CHECK.value)


class SqlGuarantees(SqlBase):
    """Guarantees, their checks and lots."""

    def load_guarantees(self, at: str, key: GuaranteeKey | None = None) -> Sequence[GuaranteeSnapshot]:
        chosen = select(guarantees.c.policy, guarantees.c.slice).order_by(guarantees.c.policy, guarantees.c.slice)
        with self._reading() as connection:
            rows = connection.execute(chosen if key is None else chosen.where(*_of(guarantees, key)))
            return [snapshot_of(connection, (row.policy, row.slice), at) for row in rows.all()]

    def lot(self, job_id: str) -> Lot | None:
        with self._reading() as connection:
            return lot_of(connection, job_id)

    def lots_since(self, key: GuaranteeKey, at: str) -> Sequence[Lot]:
        chosen = select(lots).where(*_of(lots, key), lots.c.at >= at, lots.c.accepted > 0).order_by(lots.c.at)
        with self._reading() as connection:
            return [Lot(**row._mapping) for row in connection.execute(chosen)]

    def checks(self, key: GuaranteeKey) -> Sequence[Audit]:
        made_first = (checks.c.judged == 0, checks.c.judged, checks.c.number)
        with self._reading() as connection:
            return [
                _check(row) for row in connection.execute(select(checks).where(*_of(checks, key)).order_by(*made_first))
            ]

    def checks_of(self, job_id: str) -> Sequence[Audit]:
        with self._reading() as connection:
            return [_check(row) for row in connection.execute(select(checks).where(checks.c.job_id == job_id))]

    def exported(self, job_id: str, at: str) -> None:
        first = update(lots).where(lots.c.job_id == job_id, lots.c.exported_at == "")
        with self._writing() as connection:
            connection.execute(first.values(exported_at=at))

    def held(self, key: GuaranteeKey, since: str) -> bool:
        # While items of the alarm wait, one of them is found at once; only then is every unit looked at.
        waiting = select(items.c.id).join(lots, lots.c.job_id == items.c.job_id).where(*_of(lots, key), text(WAITING))
        withdrawn = select(unit_index.c.unit_id).join(lots, lots.c.job_id == unit_index.c.job_id)
        every = withdrawn.where(*_of(lots, key), lots.c.at >= since, lots.c.accepted > 0).where(
            unit_index.c.rule == Rule.ALARM.value, unit_index.c.decided_at.is_(None)
        )
        with self._reading() as connection:
            found_one = connection.execute(
                waiting.where(items.c.reason == Rule.ALARM.value, lots.c.at >= since).limit(1)
            ).first()
            return (found_one or connection.execute(every.limit(1)).first()) is not None

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


def audit_of(connection: Connection, item_id: str) -> Audit | None:
    row = connection.execute(select(checks).where(checks.c.item_id == item_id)).one_or_none()
    return None if row is None else _check(row)


def add_seed(connection: Connection, seed: Audit) -> None:
    connection.execute(delete(checks).where(checks.c.item_id == seed.item_id))
    connection.execute(checks.insert().values(**_row(seed)))


def judge(connection: Connection, made: Audit) -> None:
    last = select(func.coalesce(func.max(checks.c.judged), 0) + 1).where(*_of(checks, (made.policy, made.slice)))
    told = {"judgement": made.judgement, "judged_at": made.judged_at, "reviewer": made.reviewer}
    this = update(checks).where(checks.c.item_id == made.item_id)
    connection.execute(this.values(**told, judged=connection.execute(last).scalar_one()))


def retract(connection: Connection, item_id: str, reviewer: str) -> GuaranteeKey | None:
    """Forget what a check said. What a known error showed goes with its label."""
    names = (item_id, seed_id(item_id, reviewer))
    row = connection.execute(select(checks).where(checks.c.item_id.in_(names), checks.c.judged > 0)).one_or_none()
    if row is None:
        return None
    this = checks.c.item_id == row.item_id
    gone = {"judgement": None, "judged_at": "", "reviewer": "", "judged": 0}
    seeded = row.origin == Origin.SEEDED.value
    connection.execute(delete(checks).where(this) if seeded else update(checks).where(this).values(**gone))
    return row.policy, row.slice


def own_guarantee(connection: Connection, key: GuaranteeKey) -> None:
    """This transaction alone changes the guarantee, until it ends; its row may not be there yet."""
    lock(connection, f"guarantee {' '.join(key)}")


def _row(check: Audit) -> dict[str, Any]:
    return asdict(check) | {"accepted": int(check.accepted)}


def save_guarantee(connection: Connection, change: GuaranteeUpdate) -> None:
    record = change.record
    row = {"policy": record.policy, "slice": record.slice, "record": codec.dump(record)}
    statement = insert(guarantees).values(**row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["policy", "slice"], set_={"record": row["record"]})
    )
    if change.lot is not None:
        connection.execute(delete(lots).where(lots.c.job_id == change.lot.job_id))
        connection.execute(lots.insert().values(**asdict(change.lot)))
    for drawn in change.drawn:
        connection.execute(insert(checks).values(**_row(drawn)).on_conflict_do_nothing())
    for event in change.events:
        log_event(connection, event)


def snapshot_of(connection: Connection, key: GuaranteeKey, at: str) -> GuaranteeSnapshot:
    stored = connection.execute(select(guarantees.c.record).where(*_of(guarantees, key))).scalar()
    if stored is None:
        return GuaranteeSnapshot(None)
    record = codec.load(GuaranteeRecord, stored)
    mine = _of(checks, key)
    overdue = select(checks.c.level, checks.c.frame, checks.c.due_at).where(
        *mine, checks.c.judged == 0, checks.c.due_at < at, checks.c.attempt == record.attempt
    )
    overdue = overdue.where(checks.c.origin.in_(_COUNTED), checks.c.digest == record.digest).order_by(checks.c.number)
    made = select(checks).where(*mine, checks.c.judged > 0)
    drawn = made.where(checks.c.origin != Origin.SEEDED.value)
    newest = drawn.order_by(checks.c.judged.desc()).limit(_LAST).subquery()
    recent = cast(newest.c.place >= record.accepted - _LAST, Integer)  # the sum of a Boolean would be one
    last = connection.execute(select(func.max(newest.c.judged_at), whole_sum(recent)).select_from(newest)).one()
    week = (datetime.fromisoformat(at) - timedelta(days=7)).isoformat()
    accepted = select(func.coalesce(whole_sum(lots.c.accepted), 0)).where(*_of(lots, key))
    out = accepted.where(lots.c.at >= record.paused_since, lots.c.exported_at != "")

    seeded = select(func.count(), func.coalesce(whole_sum(cast(checks.c.judgement.in_(_WRONG), Integer)), 0))
    # A literal: with a parameter SQLite does not use the index of seeded ones alone.
    shown, seen = connection.execute(seeded.where(*mine, checks.c.judged > 0, text("origin = 'seeded'"))).one()
    return GuaranteeSnapshot(
        record,
        overdue=tuple((row.level, row.frame, row.due_at) for row in connection.execute(overdue)),
        last_check=last[0] or "",
        open=connection.execute(select(func.count()).where(*mine, checks.c.judged == 0)).scalar_one(),
        in_last=last[1] or 0,
        a_week=connection.execute(accepted.where(lots.c.at >= week)).scalar_one(),
        seeds=(shown, seen),
        exported=connection.execute(out).scalar_one() if record.paused_since else 0,
    )


def audits_of(connection: Connection, record: GuaranteeRecord) -> list[Audit]:
    present = (checks.c.judged > 0, checks.c.attempt == record.attempt, checks.c.digest == record.digest)
    chosen = select(checks).where(*_of(checks, record.key), *present).order_by(checks.c.judged)
    return [_check(row) for row in connection.execute(chosen)]


def was_decided(connection: Connection, record: GuaranteeRecord, document_id: str) -> bool:
    same = (lots.c.document == document_id, lots.c.attempt == record.attempt, lots.c.digest == record.digest)
    return connection.execute(select(lots.c.job_id).where(*_of(lots, record.key), *same).limit(1)).scalar() is not None


def lot_of(connection: Connection, job_id: str) -> Lot | None:
    row = connection.execute(select(lots).where(lots.c.job_id == job_id)).one_or_none()
    return Lot(**row._mapping) if row is not None else None


def _of(table: Any, key: GuaranteeKey) -> tuple[Any, Any]:
    return table.c.policy == key[0], table.c.slice == key[1]


def _check(row: Row[Any]) -> Audit:
    found = row._asdict()
    told = found["judgement"]
    found["origin"], found["accepted"] = Origin(found["origin"]), bool(found["accepted"])
    found["judgement"] = Judgement(told) if told is not None else None
    del found["number"], found["judged"]
    return Audit(**found)
