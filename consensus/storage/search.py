"""Stored jobs and units as lines of tables: counted, filtered and cut inside the database, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from consensus.domain import (
    MOST_COUNTED,
    JobLine,
    Outcome,
    SettledSegment,
    UnitFilter,
    UnitLine,
    UnitPage,
    Verification,
)
from consensus.storage.database import SqlBase
from consensus.storage.dialect import among, holds
from consensus.storage.tables import NAMED, calls, jobs, resolutions, unit_index, units
from consensus.storage.unit_index import folded, parsed, place_and_value

#: Rows that are held at once.
_AT_ONCE = 200
#: Jobs whose units are counted first, the newest ones, and how many times more each time that they are too few.
_FIRST_JOBS, _GROWS = 16, 8
#: Characters of a text in a line of a table.
_CUT = 400
# All of it stands in an index: the rows themselves hold whole documents. SQLite would read them for their order by
# number, but not for this one.
_JOBS = select(
    *(jobs.c[name] for name in ("number", "id", *NAMED, "state", "created_at", "path")),
).order_by((jobs.c.number + 0).desc())
_OF_UNITS = unit_index.c.job_id
_COUNTS = select(
    _OF_UNITS,
    func.count().label("units"),
    *(func.count().filter(unit_index.c.outcome == one.value).label(one.value) for one in Outcome),
    func.count(unit_index.c.decided_at).label("decided"),
    func.max(unit_index.c.decided_at).label("last_decision"),
).group_by(_OF_UNITS)
_CALLS = select(calls.c.job_id, func.count().label("n")).group_by(calls.c.job_id)
_SAME = and_(unit_index.c.job_id == units.c.job_id, unit_index.c.unit_id == units.c.unit_id)
_SETTLED = and_(resolutions.c.job_id == units.c.job_id, resolutions.c.unit_id == units.c.unit_id)
_UNITS: Select[Any] = (
    select(
        *(units.c[name] for name in ("job_id", "unit_id", "position", "unit", "verdict")),
        resolutions.c.resolution,
        unit_index.c.verification,
    )
    .select_from(units.join(unit_index, _SAME).outerjoin(resolutions, _SETTLED))
    .order_by(unit_index.c.position, unit_index.c.unit_id)
)
_NOT_FROM_HERE = tuple(one.value for one in (Verification.UNVERIFIED, Verification.REUSED, Verification.KEPT))


class SqlLibrary(SqlBase):
    """Implements the part of ``ports.LibraryStore`` that finds things."""

    def job_lines(self, limit: int | None = None, job_id: str = "") -> Sequence[JobLine]:
        with self._reading() as connection:
            found = connection.execute(_one_or_all(job_id).limit(limit)).all()
            ids = [row.id for row in found]
            counts = {row.job_id: row for row in connection.execute(_COUNTS.where(among(_OF_UNITS, ids)))}
            made = {row.job_id: row.n for row in connection.execute(_CALLS.where(among(calls.c.job_id, ids)))}
        return [_job_line(row, counts.get(row.id), made.get(row.id, 0)) for row in found]

    def job_count(self) -> int:
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(jobs)).scalar_one()

    def unit_page(self, wanted: UnitFilter, start: int, limit: int) -> UnitPage:
        with self._reading() as connection:
            names = {
                row.id: row.name
                for row in connection.execute(_one_or_all(wanted.job_id))
                if wanted.document.casefold() in row.name.casefold()
            }
            conditions = _conditions(wanted)
            all_jobs = not (wanted.job_id or wanted.document)
            counts = _counted(connection, list(names), conditions, max(MOST_COUNTED, start + limit), all_jobs=all_jobs)
            found = _found(connection, counts, conditions, start, limit)
            lines = [_unit_line(row, names[row.job_id]) for row in _rows(connection, found)]
        return UnitPage(tuple(lines), sum(counts.values()), start)

    def settled_segments(
        self, source_lang: str, target_lang: str, limit: int, texts: Sequence[str] | None = None
    ) -> Sequence[SettledSegment]:
        chosen = _UNITS.where(unit_index.c.verification.not_in(_NOT_FROM_HERE)).execution_options(yield_per=_AT_ONCE)
        if texts is not None:
            chosen = chosen.where(among(unit_index.c.place, map(folded, texts)))
        found: list[SettledSegment] = []
        with self._reading() as connection:
            for job in connection.execute(_JOBS).all():
                if not (_same(source_lang, job.source_lang) and _same(target_lang, job.target_lang)):
                    continue
                with connection.execute(chosen.where(unit_index.c.job_id == job.id)) as rows:
                    pairs = ((row, parsed(row.unit)) for row in rows)
                    segments = (
                        _segment(row, unit, job)
                        for row, (kind, unit) in pairs
                        if kind == "segment" and (texts is None or unit["text"] in texts)
                    )
                    found += islice(segments, limit - len(found))
                if len(found) >= limit:
                    break
        return found


def _counted(
    connection: Connection, jobs: Sequence[str], conditions: Sequence[ColumnElement[bool]], most: int, *, all_jobs: bool
) -> dict[str, int]:
    """How many units of each job are wanted, where any is, in the order of the jobs. No further job is looked at once
    there are more than ``most``. all_jobs: these are all that are stored."""
    found: dict[str, int] = {}
    first, size = 0, _FIRST_JOBS
    while first < len(jobs) and sum(found.values()) <= most:
        some = jobs[first : first + size]
        # The last and longest part is read from one end to the other, which PostgreSQL does with several processes.
        these = () if all_jobs and first and first + size >= len(jobs) else (among(_OF_UNITS, some),)
        of_job = select(_OF_UNITS, func.count().label("n")).where(*these, *conditions)
        counts = {row.job_id: row.n for row in connection.execute(of_job.group_by(_OF_UNITS))}
        found |= {job_id: counts[job_id] for job_id in some if job_id in counts}
        first, size = first + size, size * _GROWS
    return found


def _found(
    connection: Connection, counts: Mapping[str, int], conditions: Sequence[ColumnElement[bool]], start: int, limit: int
) -> list[tuple[str, str]]:
    """Job and unit of each line of a page. counts: of each job, in the order of the jobs."""
    parts: dict[str, slice] = {}
    before = 0
    for job_id, count in counts.items():
        part = slice(max(0, start - before), min(count, start + limit - before))
        if part.start < part.stop:
            parts[job_id] = part
        before += count
    chosen = select(_OF_UNITS, unit_index.c.unit_id).where(*conditions)
    chosen = chosen.order_by(unit_index.c.position, unit_index.c.unit_id)
    few = [job_id for job_id in parts if counts[job_id] <= limit]
    ids: dict[str, list[str]] = {job_id: [] for job_id in parts}
    for row in connection.execute(chosen.where(among(_OF_UNITS, few))) if few else ():
        ids[row.job_id].append(row.unit_id)
    ids |= {job_id: ids[job_id][parts[job_id]] for job_id in few}
    for job_id, part in parts.items():
        if counts[job_id] > limit:
            here = chosen.where(among(_OF_UNITS, [job_id])).offset(part.start).limit(part.stop - part.start)
            ids[job_id] = [row.unit_id for row in connection.execute(here)]
    return [(job_id, unit_id) for job_id, some in ids.items() for unit_id in some]


def _rows(connection: Connection, found: Sequence[tuple[str, str]]) -> list[Row[Any]]:
    """What is stored of units, by job and unit, in this order."""
    jobs_, ids = ({pair[at] for pair in found} for at in (0, 1))
    chosen = _UNITS.where(among(units.c.job_id, jobs_), among(units.c.unit_id, ids)).order_by(None)
    rows = {(row.job_id, row.unit_id): row for row in connection.execute(chosen)} if found else {}
    return [rows[pair] for pair in found if pair in rows]


def _one_or_all(job_id: str) -> Select[Any]:
    return _JOBS.where(jobs.c.id == job_id) if job_id else _JOBS


def _conditions(wanted: UnitFilter) -> list[ColumnElement[bool]]:
    """What must hold of a row of ``unit_index``."""
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        sought = folded(wanted.text)
        found.append(or_(*(holds(unit_index.c[name], sought) for name in ("place", "value"))))
    if wanted.verdict is not None:
        found.append(unit_index.c.outcome == wanted.verdict.value)
    if wanted.verification is not None:
        found.append(unit_index.c.verification == wanted.verification.value)
    return found


def _same(wanted: str, tag: str) -> bool:
    from consensus.normalize.language_tags import pair_part  # loads every language

    return not wanted or (bool(tag) and pair_part(tag) == pair_part(wanted))


def _job_line(job: Row[Any], counts: Row[Any] | None, calls: int) -> JobLine:
    return JobLine(
        id=job.id,
        document=job.name,
        task=job.task,
        languages="-".join(tag for tag in (job.source_lang, job.target_lang) if tag),
        state=job.state,
        policy=job.policy_name,
        created_at=job.created_at,
        units=counts.units if counts else 0,
        accepted=(counts.accepted or 0) if counts else 0,
        review=(counts.review or 0) if counts else 0,
        failed=(counts.failed or 0) if counts else 0,
        decided=counts.decided if counts else 0,
        last_decision=(counts.last_decision or "") if counts else "",
        target_lang=job.target_lang,
        path=job.path,
        calls=calls,
    )


def _unit_line(row: Row[Any], document: str) -> UnitLine:
    verdict = parsed(row.verdict) or {}
    place, value = place_and_value(parsed(row.unit), verdict, parsed(row.resolution))
    return UnitLine(
        job_id=row.job_id,
        unit_id=row.unit_id,
        document=document,
        position=row.position,
        place=place[:_CUT],
        value=value[:_CUT],
        verdict=verdict.get("outcome", ""),
        verification=Verification(row.verification),
        rule=verdict.get("rule", ""),
        reason=next(iter(verdict.get("reasons", ())), ""),
    )


def _segment(row: Row[Any], unit: dict[str, Any], job: Row[Any]) -> SettledSegment:
    values = ((parsed(text) or {}).get("value") for text in (row.resolution, row.verdict))
    return SettledSegment(
        job_id=row.job_id,
        unit_id=row.unit_id,
        document=job.name,
        source=unit["text"],
        target=next((value for value in values if value is not None), ""),
        verification=Verification(row.verification),
        at=job.created_at,
        kind=unit["kind"],
    )
