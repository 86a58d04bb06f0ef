"""Stored jobs and units as lines of tables: counted, filtered and cut inside SQLite, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, text

from consensus.domain import JobLine, SettledSegment, UnitFilter, UnitLine, UnitPage, Verification
from consensus.normalize.language_tags import pair_part
from consensus.storage.database import SqlBase
from consensus.storage.unit_index import folded, parsed, place_and_value

#: Characters of a text in a line of a table.
_CUT = 400
# All of it stands in an index: the rows themselves hold whole documents.
_JOBS = """
SELECT number, id, name, task, source_lang, target_lang, state, policy_name, created_at, path
FROM jobs INDEXED BY ix_jobs_lines WHERE :job IN ('', id) ORDER BY number DESC LIMIT :limit
"""
_COUNTS = """
SELECT job_id, count(*) AS units, sum(outcome = 'accepted') AS accepted, sum(outcome = 'review') AS review,
       sum(outcome = 'failed') AS failed, count(decided_at) AS decided, max(decided_at) AS last_decision
FROM unit_index WHERE job_id IN (SELECT value FROM json_each(:jobs)) GROUP BY job_id
"""
_CALLS = "SELECT job_id, count(*) AS n FROM calls WHERE job_id IN (SELECT value FROM json_each(:jobs)) GROUP BY job_id"
_FOUND = "SELECT job_id, count(*) AS n FROM unit_index WHERE {conditions} GROUP BY job_id"
_FOUND_IN = """
SELECT unit_id FROM unit_index WHERE job_id = :job AND {conditions}
ORDER BY position, unit_id LIMIT :limit OFFSET :start
"""
_UNITS = text("""
SELECT u.job_id, u.unit_id, u.position, u.unit, u.verdict, r.resolution, i.verification
FROM units u JOIN unit_index i ON i.job_id = u.job_id AND i.unit_id = u.unit_id
     LEFT JOIN resolutions r ON r.job_id = u.job_id AND r.unit_id = u.unit_id
WHERE u.job_id = :job AND u.unit_id IN :units ORDER BY u.position, u.unit_id
""").bindparams(bindparam("units", expanding=True))
_SEGMENTS = """
SELECT u.job_id, u.unit_id, json_extract(u.unit, '$[1].text') AS source,
       coalesce(json_extract(r.resolution, '$.value'), json_extract(u.verdict, '$.value')) AS target,
       i.verification, json_extract(u.unit, '$[1].kind') AS kind
FROM unit_index i JOIN units u ON u.job_id = i.job_id AND u.unit_id = i.unit_id
     LEFT JOIN resolutions r ON r.job_id = u.job_id AND r.unit_id = u.unit_id
WHERE i.job_id = :job AND i.verification NOT IN ('unverified', 'reused') AND json_extract(u.unit, '$[0]') = 'segment'
      AND {only}
ORDER BY i.position LIMIT :limit
"""


class SqlLibrary(SqlBase):
    """Implements the part of ``ports.LibraryStore`` that finds things."""

    def job_lines(self, limit: int | None = None, job_id: str = "") -> Sequence[JobLine]:
        with self._reading() as connection:
            found = connection.execute(text(_JOBS), {"limit": -1 if limit is None else limit, "job": job_id}).all()
            jobs = {"jobs": json.dumps([row.id for row in found])}
            counts = {row.job_id: row for row in connection.execute(text(_COUNTS), jobs)}
            calls = {row.job_id: row.n for row in connection.execute(text(_CALLS), jobs)}
        return [_job_line(row, counts.get(row.id), calls.get(row.id, 0)) for row in found]

    def unit_page(self, wanted: UnitFilter, start: int, limit: int) -> UnitPage:
        with self._reading() as connection:
            names = {
                row.id: row.name
                for row in connection.execute(text(_JOBS), {"limit": -1, "job": wanted.job_id})
                if wanted.document.casefold() in row.name.casefold()
            }
            conditions, values = _conditions(wanted)
            if wanted.job_id or wanted.document:
                conditions += " AND job_id IN (SELECT value FROM json_each(:jobs))"
                values["jobs"] = json.dumps(list(names))
            found = connection.execute(text(_FOUND.format(conditions=conditions)), values)
            counts = {row.job_id: row.n for row in found}
            lines: list[UnitLine] = []
            before = 0
            for job_id in filter(counts.__contains__, names):
                if before + counts[job_id] > start and len(lines) < limit:
                    part = {"start": max(0, start - before), "limit": limit - len(lines), "job": job_id}
                    statement = text(_FOUND_IN.format(conditions=conditions))
                    units = list(connection.execute(statement, values | part).scalars())
                    rows = connection.execute(_UNITS, {"job": job_id, "units": units})
                    lines += [_unit_line(row, names[job_id]) for row in rows]
                before += counts[job_id]
        return UnitPage(tuple(lines), before, start)

    def settled_segments(
        self, source_lang: str, target_lang: str, limit: int, texts: Sequence[str] | None = None
    ) -> Sequence[SettledSegment]:
        wanted = json.dumps(list(texts or ()), ensure_ascii=False)
        only = "1" if texts is None else "source IN (SELECT value FROM json_each(:texts))"
        chosen = text(_SEGMENTS.format(only=only))
        values = {} if texts is None else {"texts": wanted}
        found: list[SettledSegment] = []
        with self._reading() as connection:
            for job in connection.execute(text(_JOBS), {"limit": -1, "job": ""}).all():
                if not (_same(source_lang, job.source_lang) and _same(target_lang, job.target_lang)):
                    continue
                rows = connection.execute(chosen, {"job": job.id, "limit": limit - len(found), **values})
                found += [_segment(row, job.name, job.created_at) for row in rows]
                if len(found) >= limit:
                    break
        return found


def _conditions(wanted: UnitFilter) -> tuple[str, dict[str, Any]]:
    """What must hold of a row of ``unit_index``, and its values."""
    parts, values = ["1"], dict[str, Any]()
    if wanted.text:
        parts.append("(instr(place, :text) OR instr(value, :text))")
        values["text"] = folded(wanted.text)
    if wanted.verdict is not None:
        parts.append("outcome = :outcome")
        values["outcome"] = wanted.verdict.value
    if wanted.verification is not None:
        parts.append("verification = :verification")
        values["verification"] = wanted.verification.value
    return " AND ".join(parts), values


def _same(wanted: str, tag: str) -> bool:
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


def _segment(row: Row[Any], document: str, at: str) -> SettledSegment:
    return SettledSegment(
        job_id=row.job_id,
        unit_id=row.unit_id,
        document=document,
        source=row.source,
        target=row.target or "",
        verification=Verification(row.verification),
        at=at,
        kind=row.kind,
    )
