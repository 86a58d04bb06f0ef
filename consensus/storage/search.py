"""Stored jobs and units as lines of tables: counted, filtered and cut inside SQLite, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, text

from consensus.domain import (
    Action,
    JobLine,
    Outcome,
    Resolution,
    Rule,
    Segment,
    SettledSegment,
    UnitFilter,
    UnitLine,
    UnitPage,
    Verdict,
    Verification,
)
from consensus.domain.job import UnitRecord
from consensus.export import result_of
from consensus.normalize.language_tags import pair_part
from consensus.storage.database import SqlBase

#: Characters of a text in a line of a table.
_CUT = 400
_PLACE = "coalesce(json_extract(u.unit, '$[1].text'), json_extract(u.unit, '$[1].path'))"
_VALUE = "coalesce(value_text(r.resolution, 'value'), value_text(u.verdict, 'value'), value_text(u.verdict, 'leading'))"
VERIFICATION = (
    "verification(json_extract(u.verdict, '$.outcome'), json_extract(r.resolution, '$.action'),"
    " json_array_length(r.resolution, '$.seconded_by'), json_extract(u.verdict, '$.rule'))"
)
UNITS = "units u LEFT JOIN resolutions r ON r.job_id = u.job_id AND r.unit_id = u.unit_id"
LANGUAGES = (
    "json_extract(document, '$.source_lang') AS source_lang, json_extract(document, '$.target_lang') AS target_lang"
)

_JOBS = f"""
SELECT id, json_extract(document, '$.name') AS name, json_extract(document, '$.task') AS task, {LANGUAGES}, state,
       json_extract(policy, '$.name') AS policy, created_at
FROM jobs WHERE :job IN ('', id) ORDER BY number DESC LIMIT :limit
"""
_OUTCOME = "json_extract(u.verdict, '$.outcome')"
_COUNTS = f"""
SELECT count(*) AS units, sum({_OUTCOME} = 'accepted') AS accepted, sum({_OUTCOME} = 'review') AS review,
       sum({_OUTCOME} = 'failed') AS failed, count(r.resolution) AS decided,
       max(json_extract(r.resolution, '$.decided_at')) AS last_decision
FROM {UNITS} WHERE u.job_id = :job
"""
_PAGE = f"""
SELECT u.job_id, u.unit_id, u.position, substr({_PLACE}, 1, {_CUT}) AS place,
       substr({_VALUE}, 1, {_CUT}) AS value,
       {_OUTCOME} AS outcome, {VERIFICATION} AS verification, json_extract(u.verdict, '$.rule') AS rule,
       json_extract(u.verdict, '$.reasons[0]') AS reason
FROM units u JOIN jobs j ON j.id = u.job_id
     LEFT JOIN resolutions r ON r.job_id = u.job_id AND r.unit_id = u.unit_id
WHERE {{conditions}} ORDER BY j.number DESC, u.position, u.unit_id LIMIT :limit OFFSET :start
"""
_TOTAL = f"SELECT count(*) FROM {UNITS} WHERE {{conditions}}"
_NAMES = text("SELECT id, json_extract(document, '$.name') AS name FROM jobs WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
_SEGMENTS = f"""
SELECT u.job_id, u.unit_id, json_extract(u.unit, '$[1].text') AS source,
       coalesce(json_extract(r.resolution, '$.value'), json_extract(u.verdict, '$.value')) AS target,
       {VERIFICATION} AS verification, json_extract(u.unit, '$[1].kind') AS kind
FROM {UNITS} WHERE u.job_id = :job AND json_extract(u.unit, '$[0]') = 'segment'
     AND {VERIFICATION} NOT IN ('unverified', 'reused') AND {{only}}
ORDER BY u.position LIMIT :limit
"""


class SqlLibrary(SqlBase):
    """Implements the part of ``ports.LibraryStore`` that finds things."""

    def job_lines(self, limit: int, job_id: str = "") -> Sequence[JobLine]:
        with self._reading() as connection:
            rows = connection.execute(text(_JOBS), {"limit": limit, "job": job_id}).all()
            return [_job_line(row, connection.execute(text(_COUNTS), {"job": row.id}).one()) for row in rows]

    def unit_page(self, wanted: UnitFilter, start: int, limit: int) -> UnitPage:
        with self._reading() as connection:
            equip(connection)
            conditions, values = _conditions(wanted)
            total = int(connection.execute(text(_TOTAL.format(conditions=conditions)), values).scalar() or 0)
            page = text(_PAGE.format(conditions=conditions))
            rows = connection.execute(page, values | {"limit": limit, "start": start}).all()
            found = connection.execute(_NAMES, {"ids": sorted({row.job_id for row in rows})})
            names = {row.id: row.name for row in found}
        return UnitPage(tuple(_unit_line(row, names) for row in rows), total, start)

    def settled_segments(
        self, source_lang: str, target_lang: str, limit: int, texts: Sequence[str] | None = None
    ) -> Sequence[SettledSegment]:
        name = "json_extract(document, '$.name') AS name"
        jobs = f"SELECT id, created_at, {name}, {LANGUAGES} FROM jobs ORDER BY number DESC"
        wanted = json.dumps(list(texts or ()), ensure_ascii=False)
        only = "1" if texts is None else "source IN (SELECT value FROM json_each(:texts))"
        chosen = text(_SEGMENTS.format(only=only))
        values = {} if texts is None else {"texts": wanted}
        found: list[SettledSegment] = []
        with self._reading() as connection:
            equip(connection)
            for job in connection.execute(text(jobs)).all():
                if not (_same(source_lang, job.source_lang) and _same(target_lang, job.target_lang)):
                    continue
                rows = connection.execute(chosen, {"job": job.id, "limit": limit - len(found), **values})
                found += [_segment(row, job.name, job.created_at) for row in rows]
                if len(found) >= limit:
                    break
        return found


@cache
def verification(outcome: str | None, action: str | None, seconds: int | None, rule: str | None = None) -> str:
    """The verification of a unit with this verdict and this resolution, by the rule that exports go by."""
    verdict = Verdict("", Outcome(outcome), Rule(rule or ""), ()) if outcome else None
    resolution = Resolution("", Action(action), "", "", "", "") if action else None
    if resolution is not None and seconds:
        resolution = Resolution("", resolution.action, "", "", "", "", seconded_by=("",) * seconds)
    return result_of(UnitRecord(Segment("", 0, "", 0, 0), verdict=verdict, resolution=resolution)).verification.value


def equip(connection: Connection) -> None:
    """Teach SQLite the words that these queries use, on this connection."""
    driver: Any = connection.connection.driver_connection
    driver.create_function("verification", 4, verification, deterministic=True)
    driver.create_function("holds", 2, _holds, deterministic=True)
    driver.create_function("value_text", 2, _value_text, deterministic=True)


def _holds(content: str | None, folded: str) -> bool:
    return content is not None and folded in content.casefold()


def _value_text(content: str | None, name: str) -> str | None:
    """A value of a JSON object as a person reads it; None for null. Strings as they are, all else as JSON."""
    value = json.loads(content).get(name) if content else None
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _conditions(wanted: UnitFilter) -> tuple[str, dict[str, Any]]:
    """What must hold of ``u`` and ``r``, and its values."""
    parts, values = ["1"], dict[str, Any]()
    if wanted.job_id:
        parts.append("u.job_id = :job")
        values["job"] = wanted.job_id
    if wanted.document:
        parts.append("u.job_id IN (SELECT id FROM jobs WHERE holds(json_extract(document, '$.name'), :document))")
        values["document"] = wanted.document.casefold()
    if wanted.text:
        parts.append(f"(holds({_PLACE}, :text) OR holds({_VALUE}, :text))")
        values["text"] = wanted.text.casefold()
    if wanted.verdict is not None:
        parts.append(f"{_OUTCOME} = :outcome")
        values["outcome"] = wanted.verdict.value
    if wanted.verification is not None:
        parts.append(f"{VERIFICATION} = :verification")
        values["verification"] = wanted.verification.value
    return " AND ".join(parts), values


def _same(wanted: str, tag: str | None) -> bool:
    return not wanted or (tag is not None and pair_part(tag) == pair_part(wanted))


def _job_line(job: Row[Any], counts: Row[Any]) -> JobLine:
    return JobLine(
        id=job.id,
        document=job.name,
        task=job.task,
        languages="-".join(tag for tag in (job.source_lang, job.target_lang) if tag),
        state=job.state,
        policy=job.policy,
        created_at=job.created_at,
        units=counts.units,
        accepted=counts.accepted or 0,
        review=counts.review or 0,
        failed=counts.failed or 0,
        decided=counts.decided,
        last_decision=counts.last_decision or "",
        target_lang=job.target_lang or "",
    )


def _unit_line(row: Row[Any], names: Mapping[str, str]) -> UnitLine:
    return UnitLine(
        job_id=row.job_id,
        unit_id=row.unit_id,
        document=names[row.job_id],
        position=row.position,
        place=row.place or "",
        value=row.value or "",
        verdict=row.outcome or "",
        verification=Verification(row.verification),
        rule=row.rule or "",
        reason=row.reason or "",
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
