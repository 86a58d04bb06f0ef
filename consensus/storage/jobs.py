"""Jobs and their units in the database."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, func, select, text, update

from consensus.domain import (
    Agreement,
    Document,
    Event,
    ItemState,
    JobAge,
    JobOwner,
    Panel,
    Policy,
    Resolution,
    ReviewItem,
    Unit,
    Verdict,
)
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.domain.run import Lease
from consensus.errors import NotFoundError
from consensus.storage import codec, sqlite_file
from consensus.storage.api_owned import keep_owner
from consensus.storage.api_replies import empty_replies
from consensus.storage.database import SqlBase, retried
from consensus.storage.dialect import among, insert, lock, on_postgresql, storable
from consensus.storage.draw_log import UNMADE
from consensus.storage.journal import log_event
from consensus.storage.outbox import announce_end
from consensus.storage.runs import add_run, fence
from consensus.storage.tables import (
    WAITING,
    audits,
    batch_units,
    calls,
    decisions,
    event_log,
    items,
    jobs,
    resolutions,
    units,
)
from consensus.storage.unit_rows import save_units

#: Every moment at which somebody or something touched a job. Of its calls the newest says enough.
_AGES: Select[Any] = select(
    jobs.c.id,
    jobs.c.name,
    jobs.c.created_at,
    jobs.c.ended_at,
    select(calls.c.call).where(calls.c.job_id == jobs.c.id).order_by(calls.c.number.desc()).limit(1).scalar_subquery(),
    *(
        select(func.max(moment)).where(key == jobs.c.id).scalar_subquery()
        for moment, key in (
            (decisions.c.decided_at, decisions.c.job_id),
            (items.c.claimed_at, items.c.job_id),
            (audits.c.judged_at, audits.c.job_id),
            (event_log.c.at, event_log.c.subject),
        )
    ),
    select(func.count()).where(items.c.job_id == jobs.c.id, text(WAITING)).scalar_subquery().label("waiting"),
    select(func.count()).where(audits.c.job_id == jobs.c.id, UNMADE).scalar_subquery().label("unchecked"),
).order_by(jobs.c.number)
#: Where a document says which file it was read from, and where its words stand; looked for in its JSON as text, for it
#: may be damaged. Inside a string of it the quotes would have backslashes before them.
BLOBS = re.compile(r'"(?:blob|layout)": "([0-9a-f]{64})"')
#: Units of one job that fit below the job's number in ``items.place``.
_PLACES = 1 << 32


def _age(row: Row[Any]) -> JobAge:
    """What cannot be read, or is no time, says nothing: a damaged job can be deleted all the same."""
    job_id, name, created_at, ended_at, call, *later, waiting, unchecked = tuple(row)
    moments = []
    for one in (created_at, ended_at, _started(call), *later):
        with suppress(ValueError):
            moments.append(datetime.fromisoformat(one or "").astimezone(UTC))
    last = max(moments).isoformat() if moments else ""
    return JobAge(job_id, name, last, waiting, unchecked)


def _started(call: str | None) -> str:
    with suppress(ValueError, TypeError, LookupError):
        return str(json.loads(call or "")["started"])
    return ""


class SqlJobs(SqlBase):
    """Jobs, documents, units and what is known of them."""

    def create_job(self, job: JobRecord, units: Sequence[Unit], owner: JobOwner | None = None) -> None:
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
            keep_owner(connection, job.id, owner)
            add_run(connection, job)
            save_units(connection, job.id, [UnitRecord(unit) for unit in units])

    def job(self, job_id: str) -> JobRecord:
        with self._reading() as connection:
            return job_of(connection, job_id)

    def end_job(self, job_id: str, state: str, ended_at: str, error: str = "", *, lease: Lease | None = None) -> None:
        with self._writing() as connection:
            fence(connection, lease)
            found = _job_key(connection, job_id)
            ended = update(jobs).where(jobs.c.number == found.number)
            connection.execute(ended.values(state=state, ended_at=ended_at, error=error))
            announce_end(connection, found.id, ended_at, failed=state == JobState.FAILED)

    def sole_blobs(self, job_id: str) -> Sequence[str]:
        with self._reading() as connection:
            found = _job_key(connection, job_id)
            stored = connection.execute(select(jobs.c.document).where(jobs.c.id == found.id)).scalar_one()
            others = select(jobs.c.id).where(jobs.c.id != found.id).limit(1)
            named = BLOBS.finditer(stored)
            return [
                one[1]
                for one in named
                if not connection.execute(others.where(jobs.c.document.contains(one[0]))).first()
            ]

    @retried
    def delete_job(self, job_id: str, event: Event) -> None:
        with self._writing() as connection:
            found = own_job(connection, job_id)
            connection.execute(delete(jobs).where(jobs.c.number == found.number))
            texts = update(batch_units).where(batch_units.c.job_id == found.id, batch_units.c.verdict.is_not(None))
            connection.execute(texts.values(verdict=None))
            empty_replies(connection, found.id)
            log_event(connection, event)
            if not on_postgresql(connection):
                sqlite_file.to_be_wiped(connection)

    def wipe(self) -> None:
        # PostgreSQL gives no way to overwrite: its pages, log and backups are the administrator's.
        if self._engine.dialect.name == "sqlite":
            with self._guarded():
                sqlite_file.wipe(self._engine)

    def job_ages(self, job_id: str | None = None) -> Sequence[JobAge]:
        with self._reading() as connection:
            chosen = _AGES if job_id is None else _AGES.where(jobs.c.id == _job_key(connection, job_id).id)
            return [_age(row) for row in connection.execute(chosen)]

    def save_decisions(
        self, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem], *, lease: Lease | None = None
    ) -> None:
        _save_all(self, job_id, list(records), list(items), lease)

    @retried
    def drop_units(self, job_id: str, unit_ids: Collection[str], *, lease: Lease | None = None) -> None:
        with self._writing() as connection:
            fence(connection, lease)
            found = own_job(connection, job_id).id
            gone = set(unit_ids) - _held_units(connection, found, unit_ids)
            _withdraw(connection, found, gone)
            connection.execute(delete(units).where(units.c.job_id == found, among(units.c.unit_id, gone)))
            waiting = (batch_units.c.job_id == found, batch_units.c.verdict.is_not(None))
            connection.execute(delete(batch_units).where(*waiting, among(batch_units.c.unit_id, gone)))

    def units(self, job_id: str) -> Sequence[UnitRecord]:
        with self._reading() as connection:
            return units_of(connection, job_id)

    def unit(self, job_id: str, unit_id: str) -> UnitRecord:
        with self._reading() as connection:
            found = _job_key(connection, job_id)
            chosen = _unit_rows().where(units.c.job_id == found.id, units.c.unit_id == unit_id)
            row = connection.execute(chosen).one_or_none()
        if row is None:
            raise NotFoundError(f"there is no unit {unit_id}", where=f"job {job_id}", do="See: consensus status JOB")
        return _unit_record(row)


@retried
def _save_all(
    store: SqlJobs, job_id: str, records: Sequence[UnitRecord], items: Sequence[ReviewItem], lease: Lease | None
) -> None:
    with store._writing() as connection:
        fence(connection, lease)
        save_decided(connection, job_id, records, items)


def save_decided(
    connection: Connection, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem]
) -> None:
    """Units, verdicts and open review items of a job; what a person holds or decided stays."""
    found = own_job(connection, job_id)
    records, items = list(records), list(items)
    held = _held_units(connection, found.id, {record.unit.id for record in records} | {item.unit_id for item in items})
    kept = [record for record in records if record.unit.id not in held]
    positions = save_units(connection, found.id, kept)
    wanted = [item for item in items if item.unit_id not in held]
    _withdraw(connection, found.id, {record.unit.id for record in kept} - {item.unit_id for item in wanted})
    positions |= _positions(connection, found.id, {item.unit_id for item in wanted} - positions.keys())
    first = found.number * _PLACES
    _save_items(
        connection,
        [item_row(item, found.id, first + positions.get(item.unit_id, _PLACES - 1)) for item in wanted],
    )


def units_of(connection: Connection, job_id: str) -> list[UnitRecord]:
    """All units of a job in document order, with resolutions."""
    found = _job_key(connection, job_id)
    chosen = _unit_rows().where(units.c.job_id == found.id).order_by(units.c.position, units.c.unit_id)
    return [_unit_record(row) for row in connection.execute(chosen)]


def units_between(connection: Connection, job_id: str, first: int, last: int) -> list[UnitRecord]:
    """The units at these positions, the last one left out, in document order. job_id: whole."""
    here = (units.c.job_id == job_id, units.c.position >= first, units.c.position < last)
    chosen = _unit_rows().where(*here).order_by(units.c.position, units.c.unit_id)
    return [_unit_record(row) for row in connection.execute(chosen)]


def units_there(connection: Connection, job_id: str, positions: Collection[int]) -> list[UnitRecord]:
    """The units at these positions, in document order. job_id: whole."""
    here = (units.c.job_id == job_id, units.c.position.in_(list(positions)))
    return [_unit_record(row) for row in connection.execute(_unit_rows().where(*here).order_by(units.c.position))]


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


def own_job(connection: Connection, job_id: str) -> Row[Any]:
    """Id and number of a job that this transaction alone changes, until it ends."""
    found = _job_key(connection, job_id)
    lock_job(connection, found.id)
    return found


def lock_job(connection: Connection, job_id: str) -> None:
    """This transaction alone changes the job, until it ends. job_id: whole."""
    lock(connection, f"job {job_id}")


def job_of(connection: Connection, job_id: str) -> JobRecord:
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


def _held_units(connection: Connection, job_id: str, unit_ids: Collection[str]) -> set[str]:
    """Which of these units a person has claimed or resolved: what they saw must stay as they saw it. Nobody claims
    another of them before this transaction ends."""
    asked = select(items.c.unit_id, items.c.state).where(items.c.job_id == job_id, among(items.c.unit_id, unit_ids))
    # In the order of claims, which may have to wait for these rows.
    found = connection.execute(asked.order_by(items.c.priority.desc(), items.c.place).with_for_update())
    touched = {row.unit_id for row in found if row.state != ItemState.OPEN.value}
    resolved = select(resolutions.c.unit_id).where(resolutions.c.job_id == job_id)
    return touched | set(connection.execute(resolved.where(among(resolutions.c.unit_id, unit_ids))).scalars())


def _withdraw(connection: Connection, job_id: str, unit_ids: Collection[str]) -> None:
    """Open items of units that, decided anew, need nobody any more."""
    mine = (items.c.job_id == job_id, items.c.state == ItemState.OPEN.value)
    connection.execute(delete(items).where(*mine, among(items.c.unit_id, unit_ids)))


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


def barred_text(barred: Iterable[str]) -> str:
    """Names between line feeds, so that one of them is found in it and never a part of another."""
    return "".join(f"\n{name}\n" for name in barred)


def _save_items(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert open items, or give open ones their new priority."""
    statement = insert(items)
    renewed = ("priority", "place", "languages", "field", "reason", "risk", "twin")
    changed = {name: statement.excluded[name] for name in renewed} | {"version": items.c.version + 1}
    still_open = items.c.state == ItemState.OPEN.value
    key = ["job_id", "unit_id", "kind"]
    upsert = statement.on_conflict_do_update(index_elements=key, set_=changed, where=still_open)
    if rows:
        connection.execute(upsert, rows)
