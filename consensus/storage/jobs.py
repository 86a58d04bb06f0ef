"""Jobs and their units in the database."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, and_, delete, func, select, text, update
from sqlalchemy.dialects.sqlite import insert

from consensus.domain import (
    Agreement,
    Document,
    Event,
    ItemState,
    JobAge,
    Panel,
    Policy,
    Resolution,
    ReviewItem,
    Unit,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import NotFoundError
from consensus.storage import codec
from consensus.storage.database import SqlBase
from consensus.storage.journal import write_audit
from consensus.storage.tables import items, jobs, resolutions, units
from consensus.storage.unit_index import index_units, storable

#: Every moment at which somebody or something touched a job, as a JSON list. Of its calls the newest says enough.
_AGES = text("""
SELECT id, name AS document,
    json_array(created_at, ended_at,
    (SELECT CASE WHEN json_valid(call) THEN json_extract(call, '$.started') END
     FROM calls c WHERE c.job_id = jobs.id ORDER BY number DESC LIMIT 1),
    (SELECT max(CASE WHEN json_valid(decision) THEN json_extract(decision, '$.resolution.decided_at') END)
     FROM decisions d WHERE d.job_id = jobs.id),
    (SELECT max(claimed_at) FROM items i WHERE i.job_id = jobs.id),
    (SELECT max(judged_at) FROM checks k WHERE k.job_id = jobs.id),
    (SELECT max(at) FROM audit a WHERE a.subject = jobs.id)) AS moments,
    (SELECT count(*) FROM items i WHERE i.job_id = jobs.id AND state <> 'resolved' AND kind <> 'gold') AS waiting,
    (SELECT count(*) FROM checks k WHERE k.job_id = jobs.id AND judged = 0) AS unchecked
FROM jobs WHERE :job IN ('', id) ORDER BY number
""")
#: Where a document says which file it was read from; looked for in its JSON as text, for it may be damaged. Inside a
#: string of it the quotes would have backslashes before them.
_BLOB = re.compile(r'"blob": "([0-9a-f]{64})"')
#: Units of one job that fit below the job's number in ``items.place``.
_PLACES = 1 << 32
#: Units written with one statement: their JSON is several times as large as they are.
_AT_ONCE = 500


def _age(row: Row[Any]) -> JobAge:
    """What cannot be read, or is no time, says nothing: a damaged job can be deleted all the same."""
    moments = []
    for one in filter(None, json.loads(row.moments)):
        with suppress(ValueError):
            moments.append(datetime.fromisoformat(one).astimezone(UTC))
    last = max(moments).isoformat() if moments else ""
    return JobAge(row.id, row.document, last, row.waiting, row.unchecked)


class SqlJobs(SqlBase):
    """Jobs, documents, units and what is known of them."""

    def create_job(self, job: JobRecord, units: Sequence[Unit]) -> None:
        with self._writing() as connection:
            connection.execute(
                jobs.insert().values(
                    id=job.id,
                    path=job.path,
                    state=job.state,
                    created_at=job.created_at,
                    ended_at=job.ended_at,
                    error=job.error,
                    document=codec.dump(job.document),
                    policy=codec.dump(job.policy),
                    panel=codec.dump(job.panel),
                    name=storable(job.document.name),
                    task=job.document.task.value,
                    source_lang=job.document.source_lang or "",
                    target_lang=job.document.target_lang or "",
                    policy_name=job.policy.name,
                )
            )
            _save_units(connection, job.id, [UnitRecord(unit) for unit in units])

    def job(self, job_id: str) -> JobRecord:
        with self._reading() as connection:
            return _job(connection, job_id)

    def end_job(self, job_id: str, state: str, ended_at: str, error: str = "") -> None:
        with self._writing() as connection:
            found = _job_key(connection, job_id)
            ended = update(jobs).where(jobs.c.number == found.number)
            connection.execute(ended.values(state=state, ended_at=ended_at, error=error))

    def sole_blob(self, job_id: str) -> str:
        with self._reading() as connection:
            found = _job_key(connection, job_id)
            stored = connection.execute(select(jobs.c.document).where(jobs.c.id == found.id)).scalar_one()
            named = _BLOB.search(stored)
            if named is None:
                return ""
            others = select(jobs.c.id).where(jobs.c.id != found.id, jobs.c.document.contains(named[0]))
            return "" if connection.execute(others.limit(1)).first() else named[1]

    def delete_job(self, job_id: str, event: Event) -> None:
        with self._writing() as connection:
            found = _job_key(connection, job_id)
            connection.execute(delete(jobs).where(jobs.c.number == found.number))
            write_audit(connection, event)
            connection.execute(text("PRAGMA user_version = 1"))  # says that the file is to be wiped, also after a kill

    def wipe(self) -> None:
        # SQLite overwrites what is deleted, but not the copies that it left where it had moved rows between pages.
        with self._guarded(), self._engine.connect() as plain:
            cursor = plain.connection.cursor()
            if cursor.execute("PRAGMA user_version").fetchone()[0]:
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA user_version = 0")
                # The log holds the old pages; a reader in another process may keep it a while longer.
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def job_ages(self, job_id: str | None = None) -> Sequence[JobAge]:
        with self._reading() as connection:
            wanted = "" if job_id is None else _job_key(connection, job_id).id
            return [_age(row) for row in connection.execute(_AGES, {"job": wanted})]

    def save_decisions(self, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem]) -> None:
        with self._writing() as connection:
            save_decided(connection, job_id, records, items)

    def drop_units(self, job_id: str, unit_ids: Collection[str]) -> None:
        with self._writing() as connection:
            found = _job_key(connection, job_id).id
            gone = set(unit_ids) - _held_units(connection, found)
            _withdraw(connection, found, gone)
            for unit_id in gone:
                connection.execute(delete(units).where(units.c.job_id == found, units.c.unit_id == unit_id))

    def units(self, job_id: str) -> Sequence[UnitRecord]:
        with self._reading() as connection:
            found = _job_key(connection, job_id)
            chosen = _unit_rows().where(units.c.job_id == found.id).order_by(units.c.position, units.c.unit_id)
            return [_unit_record(row) for row in connection.execute(chosen)]

    def unit(self, job_id: str, unit_id: str) -> UnitRecord:
        with self._reading() as connection:
            found = _job_key(connection, job_id)
            chosen = _unit_rows().where(units.c.job_id == found.id, units.c.unit_id == unit_id)
            row = connection.execute(chosen).one_or_none()
        if row is None:
            raise NotFoundError(f"there is no unit {unit_id}", where=f"job {job_id}", do="See: consensus status JOB")
        return _unit_record(row)


def save_decided(
    connection: Connection, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem]
) -> None:
    """Units, verdicts and open review items of a job; what a person holds or decided stays."""
    found = _job_key(connection, job_id)
    held = _held_units(connection, found.id)
    kept = [record for record in records if record.unit.id not in held]
    positions = _save_units(connection, found.id, kept)
    wanted = [item for item in items if item.unit_id not in held]
    _withdraw(connection, found.id, {record.unit.id for record in kept} - {item.unit_id for item in wanted})
    positions |= _positions(connection, found.id, {item.unit_id for item in wanted} - positions.keys())
    first = found.number * _PLACES
    _save_items(
        connection,
        [item_row(item, found.id, first + positions.get(item.unit_id, _PLACES - 1)) for item in wanted],
    )


def first_place(connection: Connection, job_id: str) -> int:
    """Of a job's units in the queue's order."""
    return int(_job_key(connection, job_id).number) * _PLACES


def _match(connection: Connection, wanted: Select[Any], job_id: str) -> Row[Any]:
    """The job with this id, or the only one whose id begins so."""
    exact = connection.execute(wanted.where(jobs.c.id == job_id)).one_or_none()
    if exact is not None:
        return exact
    starts = func.substr(jobs.c.id, 1, len(job_id)) == job_id
    rows = connection.execute(wanted.where(starts).limit(2)).all() if job_id else []
    if len(rows) == 1:
        return rows[0]
    what = f"several jobs begin with {job_id}" if rows else f"there is no job {job_id}"
    raise NotFoundError(what, do="List them with: consensus jobs list")


def _job_key(connection: Connection, job_id: str) -> Row[Any]:
    return _match(connection, select(jobs.c.id, jobs.c.number), job_id)


def _job(connection: Connection, job_id: str) -> JobRecord:
    return _job_record(_match(connection, select(jobs), job_id))


def _job_record(row: Row[Any]) -> JobRecord:
    return JobRecord(
        id=row.id,
        document=codec.load(Document, row.document),
        policy=codec.load(Policy, row.policy),
        panel=codec.load(Panel, row.panel),
        path=row.path,
        state=row.state,
        created_at=row.created_at,
        ended_at=row.ended_at,
        error=row.error,
    )


def _unit_rows() -> Select[Any]:
    same = and_(resolutions.c.job_id == units.c.job_id, resolutions.c.unit_id == units.c.unit_id)
    return select(units, resolutions.c.resolution).select_from(units.outerjoin(resolutions, same))


def _unit_record(row: Row[Any]) -> UnitRecord:
    return UnitRecord(
        unit=codec.load_unit(row.unit),
        answers=codec.load_answers(row.answers),
        agreement=codec.load(Agreement, row.agreement) if row.agreement else None,
        findings=codec.load_findings(row.findings),
        verdict=codec.load(Verdict, row.verdict) if row.verdict else None,
        resolution=codec.load(Resolution, row.resolution) if row.resolution else None,
    )


def _save_units(connection: Connection, job_id: str, records: Sequence[UnitRecord]) -> dict[str, int]:
    """Write units with what is known of them; the position of each by its id."""
    for first in range(0, len(records), _AT_ONCE):
        rows = [_unit_row(record, job_id) for record in records[first : first + _AT_ONCE]]
        connection.execute(_upsert(units, ("job_id", "unit_id")), rows)
        index_units(connection, job_id, [row["unit_id"] for row in rows])
    return {record.unit.id: record.unit.index for record in records}


def _unit_row(record: UnitRecord, job_id: str) -> dict[str, Any]:
    return {
        "job_id": job_id,
        "unit_id": record.unit.id,
        "position": record.unit.index,
        "unit": codec.dump_unit(record.unit),
        "answers": codec.dump_answers(record.answers),
        "agreement": codec.dump(record.agreement) if record.agreement else None,
        "findings": codec.dump_findings(record.findings),
        "verdict": codec.dump(record.verdict) if record.verdict else None,
    }


def _upsert(table: Table, key: tuple[str, ...]) -> Any:
    statement = insert(table)
    changed = {column.name: statement.excluded[column.name] for column in table.c if column.name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed)


def _held_units(connection: Connection, job_id: str) -> set[str]:
    """Units that a person has claimed or resolved: what they saw must stay as they saw it."""
    touched = select(items.c.unit_id).where(items.c.job_id == job_id, items.c.state != ItemState.OPEN.value)
    resolved = select(resolutions.c.unit_id).where(resolutions.c.job_id == job_id)
    return set(connection.execute(touched.union(resolved)).scalars())


def _withdraw(connection: Connection, job_id: str, unit_ids: set[str]) -> None:
    """Open items of units that, decided anew, need nobody any more."""
    mine = items.c.job_id == job_id
    open_ones = connection.execute(select(items.c.unit_id).where(mine, items.c.state == ItemState.OPEN.value))
    for unit_id in unit_ids.intersection(open_ones.scalars()):
        connection.execute(delete(items).where(mine, items.c.unit_id == unit_id))


def _positions(connection: Connection, job_id: str, unit_ids: set[str]) -> dict[str, int]:
    """Positions of units stored before; looked up only when an item comes without its unit."""
    if not unit_ids:
        return {}
    rows = connection.execute(select(units.c.unit_id, units.c.position).where(units.c.job_id == job_id))
    return {row.unit_id: row.position for row in rows if row.unit_id in unit_ids}


def item_row(item: ReviewItem, job_id: str, place: int) -> dict[str, Any]:
    """An open item as its row."""
    return {
        "id": item.id,
        "job_id": job_id,
        "unit_id": item.unit_id,
        "kind": item.kind.value,
        "state": ItemState.OPEN.value,
        "version": item.version,
        "priority": item.priority,
        "place": place,
        "owner": "",
        "round": item.round,
        "barred": barred_text(item.barred),
        **asdict(item.facets),
    }


def barred_text(barred: Sequence[str]) -> str:
    """Names between line feeds, so that one of them is found by ``instr`` and never a part of another."""
    return "".join(f"\n{name}\n" for name in barred)


def _save_items(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert open items, or give open ones their new priority."""
    statement = insert(items)
    renewed = ("priority", "place", "languages", "field", "reason", "risk", "twin")
    changed = {name: statement.excluded[name] for name in renewed} | {"version": text("version+1")}
    still_open = items.c.state == ItemState.OPEN.value
    key = ["job_id", "unit_id", "kind"]
    upsert = statement.on_conflict_do_update(index_elements=key, set_=changed, where=still_open)
    if rows:
        connection.execute(upsert, rows)
