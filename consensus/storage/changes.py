"""Rates that are watched, in the database: every job is counted once, and whoever counts it raises its alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Row, Table, and_, func, select

from consensus.domain import Event, Rate, RateAlarm, RateCount, RateStanding, RateStream, WebhookType
from consensus.domain.job import JobState
from consensus.ports.changes import Observe
from consensus.storage.change_tables import STREAM, counted_jobs, rate_alarms, rate_counts, rate_streams
from consensus.storage.database import SqlBase, retried
from consensus.storage.dialect import insert, lock
from consensus.storage.journal import log_event
from consensus.storage.outbox import announce
from consensus.storage.tables import audits, jobs


class SqlChanges(SqlBase):
    """Implements ``ports.ChangeStore``."""

    def uncounted_jobs(self, limit: int) -> Sequence[str]:
        mine = and_(counted_jobs.c.job_id == jobs.c.id, counted_jobs.c.unit_id == "")
        chosen = select(jobs.c.id).outerjoin(counted_jobs, mine).order_by(jobs.c.number).limit(limit)
        chosen = chosen.where(jobs.c.state == JobState.DONE.value, counted_jobs.c.job_id.is_(None))
        with self._reading() as connection:
            return connection.execute(chosen).scalars().all()

    def uncounted_audits(self, limit: int) -> Mapping[str, Sequence[str]]:
        mine = and_(counted_jobs.c.job_id == audits.c.job_id, counted_jobs.c.unit_id == audits.c.unit_id)
        chosen = select(audits.c.job_id, audits.c.unit_id).join(jobs, jobs.c.id == audits.c.job_id)
        chosen = chosen.outerjoin(counted_jobs, mine).order_by(audits.c.number).limit(limit).distinct()
        chosen = chosen.add_columns(audits.c.number)
        judged = (audits.c.judgement.is_not(None), audits.c.spoiled == 0, audits.c.origin != "seeded")
        found: dict[str, list[str]] = {}
        with self._reading() as connection:
            for row in connection.execute(chosen.where(*judged, counted_jobs.c.job_id.is_(None))):
                found.setdefault(row.job_id, []).append(row.unit_id)
        return found

    @retried
    def count_job(
        self, job_id: str, unit_ids: Sequence[str], counts: Sequence[RateCount], at: str, observe: Observe
    ) -> Sequence[RateAlarm]:
        with self._writing() as connection:
            lock(connection, "rates")
            if connection.execute(select(jobs.c.id).where(jobs.c.id == job_id)).one_or_none() is None:
                return []
            done = select(counted_jobs.c.unit_id).where(counted_jobs.c.job_id == job_id)
            new = set(unit_ids) - set(connection.execute(done).scalars())
            if new:
                connection.execute(insert(counted_jobs), [{"job_id": job_id, "unit_id": one} for one in sorted(new)])
            raised = [_observed(connection, one, at, observe) for one in counts if one.unit_id in new]
        return [alarm for alarm in raised if alarm is not None]

    def rate_standings(self) -> Sequence[RateStanding]:
        chosen = select(rate_streams).order_by(*(rate_streams.c[name] for name in STREAM))
        with self._reading() as connection:
            return [_standing(row) for row in connection.execute(chosen)]

    def rate_alarms(self, limit: int) -> Sequence[RateAlarm]:
        with self._reading() as connection:
            rows = connection.execute(select(rate_alarms).order_by(rate_alarms.c.number.desc()).limit(limit))
            return [_alarm(row) for row in rows]

    def rate_observations(self) -> int:
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).select_from(rate_counts)).scalar_one())

    def rate_documents(self, standing: RateStanding, limit: int) -> Sequence[tuple[int, int]]:
        mine = _of(rate_counts, standing.stream)
        chosen = select(rate_counts.c.part, rate_counts.c.units).where(*mine, rate_counts.c.number > standing.start)
        with self._reading() as connection:
            rows = connection.execute(chosen.order_by(rate_counts.c.number.desc()).limit(limit)).all()
        return [(row.part, row.units) for row in reversed(rows)]


def _number(made: CursorResult[Any]) -> int:
    """Of the row that was written."""
    key = made.inserted_primary_key
    return int(key[0]) if key is not None else 0


def _observed(connection: Connection, count: RateCount, at: str, observe: Observe) -> RateAlarm | None:
    """Write one observation down, and what it makes of its stream."""
    stream, mine = count.stream, _of(rate_streams, count.stream)
    named = {name: getattr(stream, name) for name in STREAM} | {"rate": stream.rate.value}
    row = connection.execute(select(rate_streams).where(*mine)).one_or_none()
    now = RateStanding(stream, 0, 0, 0, 0, "", at, at) if row is None else _standing(row)
    since = (*_of(rate_counts, stream), rate_counts.c.number > now.start)
    alike = (rate_counts.c.part, rate_counts.c.units)
    seen = connection.execute(select(*alike, func.count().label("n")).where(*since).group_by(*alike))
    found = observe(now.watch, {(one.part, one.units): one.n for one in seen}, count)
    values = {"job_id": count.job_id, "unit_id": count.unit_id, "part": count.part, "units": count.units, "at": at}
    number = _number(connection.execute(rate_counts.insert().values(**named, **values)))
    after = replace(
        now,
        documents=now.documents + 1,
        part=now.part + count.part,
        units=now.units + count.units,
        watch=found.watch,
        last=at,
    )
    alarm = None
    if found.change is not None:
        alarm = _raised(connection, stream, since, found.change, at)
        after = RateStanding(stream, number, 0, 0, 0, "", at, at)
    fields = {name: getattr(after, name) for name in ("start", "documents", "part", "units", "watch", "first", "last")}
    statement = insert(rate_streams).values(**named, **fields)
    connection.execute(statement.on_conflict_do_update(index_elements=list(STREAM), set_=fields))
    return alarm


def _raised(
    connection: Connection, stream: RateStream, since: Sequence[ColumnElement[bool]], change: int, at: str
) -> RateAlarm:
    """Write an alarm down, into the event log, and for webhooks. change: documents before it."""
    chosen = select(rate_counts.c.part, rate_counts.c.units, rate_counts.c.at).where(*since)
    rows = connection.execute(chosen.order_by(rate_counts.c.number)).all()
    before, after = rows[:change], rows[change:]
    sums = [(sum(row.part for row in some), sum(row.units for row in some)) for some in (before, after)]
    alarm = RateAlarm(stream, at, after[0].at if after else at, sums[0], sums[1], len(rows))
    named = {name: getattr(stream, name) for name in STREAM} | {"rate": stream.rate.value}
    numbers = {
        "before_part": sums[0][0],
        "before_units": sums[0][1],
        "after_part": sums[1][0],
        "after_units": sums[1][1],
        "documents": alarm.documents,
    }
    made = connection.execute(rate_alarms.insert().values(**named, raised_at=at, since=alarm.since, **numbers))
    log_event(connection, Event(at, "system", "rate.alarm", stream.model, alarm.words))
    cause = f"rate.alarm {_number(made)}"
    announce(connection, WebhookType.RATE_ALARM, cause, {**named, "since": alarm.since, **numbers})
    return alarm


def _of(table: Table, stream: RateStream) -> tuple[ColumnElement[bool], ...]:
    return tuple(table.c[name] == str(getattr(stream, name)) for name in STREAM)


def _stream(row: Row[Any]) -> RateStream:
    return RateStream(row.model, row.series, row.slice, Rate(row.rate))


def _standing(row: Row[Any]) -> RateStanding:
    return RateStanding(_stream(row), row.start, row.documents, row.part, row.units, row.watch, row.first, row.last)


def _alarm(row: Row[Any]) -> RateAlarm:
    sides = (row.before_part, row.before_units), (row.after_part, row.after_units)
    return RateAlarm(_stream(row), row.raised_at, row.since, *sides, row.documents)
