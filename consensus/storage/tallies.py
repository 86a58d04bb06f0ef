"""Figures over the stored units of jobs, counted inside SQLite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, text

from consensus.domain import Action, SettledUnit, Tally, Vote
from consensus.normalize.language_tags import pair_name
from consensus.storage.database import SqlBase
from consensus.storage.tables import WAITING
from consensus.storage.votes import answered, vote

_MINE = "FROM unit_index WHERE job_id = :job"
_NOT_ACCEPTED = """units u JOIN unit_index i ON i.job_id = u.job_id AND i.unit_id = u.unit_id
     AND i.job_id = :job AND i.outcome <> 'accepted'"""
_COUNTS = {
    "outcomes": f"SELECT coalesce(outcome, 'undecided'), count(*) {_MINE} GROUP BY 1",
    "verifications": f"SELECT verification, count(*) {_MINE} GROUP BY 1",
    "rules": f"SELECT rule, count(*) {_MINE} AND outcome <> 'accepted' GROUP BY 1",
    "checks": f"""SELECT json_extract(f.value, '$.check'), count(DISTINCT u.unit_id)
FROM {_NOT_ACCEPTED}, json_each(u.findings) f GROUP BY 1""",
    "gates": f"""SELECT g.value, count(DISTINCT u.unit_id)
FROM {_NOT_ACCEPTED}, json_each(u.agreement, '$.gates') g GROUP BY 1""",
}
_WIDEST = "SELECT coalesce(max(json_array_length(u.answers)), 0) FROM units u WHERE u.job_id = :job"
# A leading cluster of one family is no agreement with anybody.
_VOTES = """
SELECT {answered} AS answered, CASE WHEN json_array_length(u.agreement, '$.clusters[0].families') > 1
                               THEN json_extract(u.agreement, '$.clusters[0].members') END AS leading, count(*) AS units
FROM units u WHERE u.job_id = :job AND json_array_length(u.agreement, '$.families') > 1 GROUP BY 1, 2
"""
_LOOKED_AT = """
SELECT r.job_id, json_extract(r.resolution, '$.action') AS action,
       json_extract(r.resolution, '$.shown_at') AS shown_at, json_extract(r.resolution, '$.decided_at') AS decided_at,
       json_extract(r.resolution, '$.value') = json_extract(u.verdict, '$.leading') AS leading,
       coalesce(json_extract(r.resolution, '$.judgement'), '') <> '' AS judged,
       json_extract(u.agreement, '$.judgement.total') AS errors
FROM resolutions r JOIN units u ON u.job_id = r.job_id AND u.unit_id = r.unit_id
WHERE r.job_id IN :jobs AND coalesce(json_extract(r.resolution, '$.repeats'), '') = ''
      AND NOT coalesce(json_extract(r.resolution, '$.bulk'), 0)
"""
_SINCE = f"""
SELECT coalesce(nullif(i.since, ''), j.ended_at, j.created_at) AS since
FROM items i JOIN jobs j ON j.id = i.job_id
WHERE i.job_id IN :jobs AND {WAITING.replace("state", "i.state").replace("kind", "i.kind")} ORDER BY 1
"""


class SqlTallies(SqlBase):
    """Implements the part of ``ports.LibraryStore`` that counts."""

    def tallies(self, job_ids: Sequence[str]) -> Sequence[Tally]:
        with self._reading() as connection:
            return [_tally(connection, job_id) for job_id in job_ids]

    def settled_units(self, job_ids: Sequence[str]) -> Sequence[SettledUnit]:
        return [
            SettledUnit(
                row.job_id,
                Action(row.action),
                row.shown_at,
                row.decided_at,
                _unchanged(row),
                bool(row.judged),
                None if row.errors is None else row.errors > 0,
            )
            for row in self._of_jobs(_LOOKED_AT, job_ids)
        ]

    def waiting_since(self, job_ids: Sequence[str]) -> Sequence[str]:
        return [row.since for row in self._of_jobs(_SINCE, job_ids)]

    def _of_jobs(self, statement: str, job_ids: Sequence[str]) -> Sequence[Row[Any]]:
        prepared = text(statement).bindparams(bindparam("jobs", expanding=True))
        with self._reading() as connection:
            return connection.execute(prepared, {"jobs": list(job_ids)}).all()


def _unchanged(row: Row[Any]) -> bool:
    return row.action == Action.CHOSEN.value and bool(row.leading)


def _tally(connection: Connection, job_id: str) -> Tally:
    job = {"job": job_id}
    langs = connection.execute(text("SELECT source_lang, target_lang FROM jobs WHERE id = :job"), job).one()
    counts = {
        name: {row[0]: row[1] for row in connection.execute(text(statement), job)}
        for name, statement in _COUNTS.items()
    }
    return Tally(
        job_id,
        pair_name(langs.source_lang, langs.target_lang),
        sum(counts["outcomes"].values()),
        votes=_votes(connection, job_id),
        **counts,
    )


def _votes(connection: Connection, job_id: str) -> dict[str, Vote]:
    wide = int(connection.execute(text(_WIDEST), {"job": job_id}).scalar_one())
    seen, agreed = Counter[str](), Counter[str]()
    for row in connection.execute(text(_VOTES.format(answered=answered(wide))), {"job": job_id}):
        found = vote(row.answered, row.leading)
        for member in found.answered:
            seen[member] += row.units
            agreed[member] += row.units if member in found.leading else 0
    return {member: Vote(seen[member], agreed[member]) for member in sorted(seen)}
