"""Votes, labels and counts of checks, read from the database in one pass over the units they are about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, text

from consensus.domain import (
    Action,
    CheckCount,
    GuaranteeKey,
    JobVersion,
    JobVotes,
    Label,
    LevelCoverage,
    Origin,
    UnitVote,
)
from consensus.normalize.language_tags import pair_name
from consensus.storage.database import SqlBase
from consensus.storage.votes import answered, vote

_MARKS = """
SELECT id, task, source_lang, target_lang, created_at, state,
       (SELECT json_group_array(json_extract(m.value, '$.name')) FROM json_each(panel, '$.members') m) AS members,
       (SELECT count(*) FROM unit_index u WHERE u.job_id = id) AS units,
       (SELECT count(decided_at) FROM unit_index u WHERE u.job_id = id) AS settled,
       (SELECT max(decided_at) FROM unit_index u WHERE u.job_id = id) AS last
FROM jobs WHERE :job IN ('', id) ORDER BY number DESC LIMIT :limit
"""
_WIDEST = """
SELECT coalesce(max(json_array_length(u.answers)), 0) FROM jobs j
JOIN units u ON u.job_id = j.id AND u.position = (SELECT min(position) FROM units f WHERE f.job_id = j.id)
WHERE j.id IN :jobs
"""
# The members' names alone, with one look at each text: the texts of the answers stay in the database.
_VOTES = """
SELECT u.job_id, u.unit_id, {answered} AS answered,
       json_extract(u.agreement, '$.clusters[0].members') AS leading, json_array_length(u.answers) AS n
FROM units u WHERE u.job_id IN :jobs AND json_array_length(u.agreement, '$.families') > 1
ORDER BY u.job_id, u.position
"""
_LABELS = """
SELECT r.job_id, r.unit_id, json_extract(u.unit, '$[0]') = 'segment' AS segment, r.resolution, u.answers, u.agreement,
       json_extract(u.verdict, '$.representative') AS representative
FROM resolutions r JOIN units u ON u.job_id = r.job_id AND u.unit_id = r.unit_id
WHERE r.job_id IN :jobs AND coalesce(json_extract(r.resolution, '$.repeats'), '') = ''
      AND NOT coalesce(json_extract(r.resolution, '$.bulk'), 0)
"""
# Eligible units are accepted, or held by the guarantee or by its alarm; no level accepts any other. Each verdict is
# looked at once.
_REACHES = """
WITH told AS MATERIALIZED (
    SELECT l.job_id, json_extract(u.verdict, '$.outcome', '$.rule', '$.score') AS told
    FROM lots l JOIN units u ON u.job_id = l.job_id
    WHERE l.job_id IN :jobs AND l.policy = :policy AND l.slice = :slice AND l.digest = :digest)
SELECT job_id, count(*) AS units, {sums} FROM (
    SELECT job_id, CASE WHEN json_extract(told, '$[0]') = 'accepted'
                          OR json_extract(told, '$[1]') IN ('guarantee', 'alarm')
                   THEN json_extract(told, '$[2]') END AS score FROM told)
GROUP BY job_id
"""
_REACHED = "coalesce(sum(score >= :floor{at}), 0) AS level{at}"
_COUNTS = """
SELECT policy, slice, digest, origin, count(*) AS made, sum(judgement IN ('wrong', 'unsure')) AS wrong,
       sum(judgement = 'style') AS style
FROM checks WHERE judged > 0 GROUP BY policy, slice, digest, origin
"""


class SqlLabels(SqlBase):
    """Implements ``guarantee_ports.LabelStore``."""

    def job_versions(self, limit: int, job_id: str = "") -> Sequence[JobVersion]:
        with self._reading() as connection:
            rows = connection.execute(text(_MARKS), {"limit": limit, "job": job_id}).all()
        return [_mark(row) for row in rows]

    def votes(self, job_ids: Sequence[str]) -> Sequence[JobVotes]:
        found: dict[str, dict[str, UnitVote]] = {job_id: {} for job_id in job_ids}
        with self._reading() as connection:
            wide = int(_of_jobs(connection, _WIDEST, job_ids)[0][0])
            rows = _of_jobs(connection, _VOTES.format(answered=answered(wide)), job_ids)
            if any(row.n > wide for row in rows):  # some unit was answered by more members than the first ones
                wide = max(row.n for row in rows)
                rows = _of_jobs(connection, _VOTES.format(answered=answered(wide)), job_ids)
        for row in rows:
            found[row.job_id][row.unit_id] = vote(row.answered, row.leading)
        return [JobVotes(job_id, units) for job_id, units in found.items()]

    def labels(self, job_ids: Sequence[str]) -> Sequence[Label]:
        with self._reading() as connection:
            return [_label(row) for row in _of_jobs(connection, _LABELS, job_ids)]

    def reaches(
        self, job_ids: Sequence[str], key: GuaranteeKey, digest: str, floors: Sequence[float]
    ) -> Sequence[LevelCoverage]:
        sums = ", ".join(_REACHED.format(at=at) for at in range(len(floors)))
        values: dict[str, Any] = {"policy": key[0], "slice": key[1], "digest": digest}
        values |= {f"floor{at}": floor for at, floor in enumerate(floors)}
        with self._reading() as connection:
            rows = _of_jobs(connection, _REACHES.format(sums=sums), job_ids, values)
        names = [f"level{at}" for at in range(len(floors))]
        return [LevelCoverage(row.job_id, row.units, tuple(row._mapping[name] for name in names)) for row in rows]

    def check_counts(self) -> Sequence[CheckCount]:
        with self._reading() as connection:
            rows = connection.execute(text(_COUNTS)).all()
        return [
            CheckCount(row.policy, row.slice, row.digest, Origin(row.origin), row.made, row.wrong, row.style)
            for row in rows
        ]


def _of_jobs(
    connection: Connection, statement: str, job_ids: Sequence[str], values: dict[str, Any] | None = None
) -> Sequence[Row[Any]]:
    prepared = text(statement).bindparams(bindparam("jobs", expanding=True))
    return connection.execute(prepared, {"jobs": list(job_ids)} | (values or {})).all()


def _mark(row: Row[Any]) -> JobVersion:
    slice_ = f"{row.task} {pair_name(row.source_lang, row.target_lang)}".strip()
    members = tuple(sorted(json.loads(row.members)))
    return JobVersion(row.id, slice_, members, row.created_at, row.state, row.units, row.settled, row.last or "")


def _label(row: Row[Any]) -> Label:
    made = json.loads(row.resolution)
    answers = [answer for kind, answer in json.loads(row.answers or "[]") if kind == "candidate"]
    clusters = json.loads(row.agreement)["clusters"] if row.agreement else []
    judgement = made.get("judgement", "")
    return Label(
        job_id=row.job_id,
        unit_id=row.unit_id,
        segment=bool(row.segment),
        action=Action(made["action"]),
        judgement=judgement,
        value=made["value"],
        taken=made.get("chosen_member", "") or (row.representative if judgement else ""),
        answers={answer["member"]: answer["value"] for answer in answers},
        clusters=tuple(tuple(cluster["members"]) for cluster in clusters),
    )
