"""Votes, labels and what levels reach, read from the database in one pass over the units they are about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from consensus.domain import (
    Action,
    GuaranteeKey,
    JobVersion,
    JobVotes,
    Label,
    LevelCoverage,
    UnitVote,
)
from consensus.storage.database import SqlBase
from consensus.storage.dialect import among
from consensus.storage.draw_log import of
from consensus.storage.tables import batch_jobs, batch_units, batches, jobs, resolutions, unit_index, units
from consensus.storage.tallies import by_itself
from consensus.storage.unit_index import parsed
from consensus.storage.votes import vote

_OF_JOB = unit_index.c.job_id == jobs.c.id
_VERSIONS: Select[Any] = select(
    *(jobs.c[name] for name in ("id", "task", "source_lang", "target_lang", "created_at", "state", "panel")),
    select(func.count()).where(_OF_JOB).scalar_subquery().label("units"),
    select(func.count(unit_index.c.decided_at)).where(_OF_JOB).scalar_subquery().label("settled"),
    select(func.max(unit_index.c.decided_at)).where(_OF_JOB).scalar_subquery().label("last"),
).order_by(jobs.c.number.desc())
_VOTES = (
    select(unit_index.c.job_id, unit_index.c.unit_id, unit_index.c.votes)
    .where(unit_index.c.votes.is_not(None))
    .order_by(unit_index.c.job_id, unit_index.c.position)
)
_LABELS: Select[Any] = select(
    resolutions.c.job_id,
    resolutions.c.unit_id,
    resolutions.c.resolution,
    *(units.c[name] for name in ("unit", "answers", "agreement", "verdict")),
).join(units, and_(units.c.job_id == resolutions.c.job_id, units.c.unit_id == resolutions.c.unit_id))


class SqlLabels(SqlBase):
    """Implements ``guarantee_ports.LabelStore``."""

    def job_versions(self, limit: int, job_id: str = "") -> Sequence[JobVersion]:
        chosen = _VERSIONS.where(jobs.c.id == job_id) if job_id else _VERSIONS
        with self._reading() as connection:
            return [_mark(row) for row in connection.execute(chosen.limit(limit))]

    def votes(self, job_ids: Sequence[str]) -> Sequence[JobVotes]:
        found: dict[str, dict[str, UnitVote]] = {job_id: {} for job_id in job_ids}
        with self._reading() as connection:
            for row in connection.execute(_VOTES.where(among(unit_index.c.job_id, job_ids))):
                found[row.job_id][row.unit_id] = vote(row.votes)
        return [JobVotes(job_id, its_units) for job_id, its_units in found.items()]

    def labels(self, job_ids: Sequence[str]) -> Sequence[Label]:
        with self._reading() as connection:
            rows = connection.execute(_LABELS.where(among(resolutions.c.job_id, job_ids))).all()
        pairs = [(row, json.loads(row.resolution)) for row in rows]
        return [_label(row, made) for row, made in pairs if by_itself(made)]

    def reaches(
        self, job_ids: Sequence[str], key: GuaranteeKey, digest: str, floors: Sequence[float]
    ) -> Sequence[LevelCoverage]:
        reached = [func.count().filter(batch_units.c.score >= floor) for floor in floors]
        in_batch = batch_jobs.join(batches, batches.c.id == batch_jobs.c.batch)
        found = in_batch.outerjoin(batch_units, batch_units.c.job_id == batch_jobs.c.job_id)
        decided = (batch_jobs.c.units > 0, *of(batches, key), batches.c.digest == digest)
        chosen = select(batch_jobs.c.job_id, batch_jobs.c.units, *reached).select_from(found)
        chosen = chosen.where(*decided, among(batch_jobs.c.job_id, job_ids)).group_by(batch_jobs.c.number)
        with self._reading() as connection:
            return [LevelCoverage(job, count, tuple(at)) for job, count, *at in connection.execute(chosen)]


def _mark(row: Row[Any]) -> JobVersion:
    from consensus.normalize.language_tags import pair_name  # loads every language

    slice_ = f"{row.task} {pair_name(row.source_lang, row.target_lang)}".strip()
    panel = json.loads(row.panel)
    members = tuple(sorted(member["name"] for member in panel["members"]))
    counted = (row.created_at, row.state, row.units, row.settled, row.last or "")
    return JobVersion(row.id, slice_, members, *counted, tuple(panel.get("series", ())))


def _label(row: Row[Any], made: dict[str, Any]) -> Label:
    answers = [answer for kind, answer in json.loads(row.answers or "[]") if kind == "candidate"]
    clusters = json.loads(row.agreement)["clusters"] if row.agreement else []
    judgement = made.get("judgement", "")
    return Label(
        job_id=row.job_id,
        unit_id=row.unit_id,
        segment=json.loads(row.unit)[0] == "segment",
        action=Action(made["action"]),
        judgement=judgement,
        value=made["value"],
        taken=made.get("chosen_member", "")
        or ((parsed(row.verdict) or {}).get("representative", "") if judgement else ""),
        answers={answer["member"]: answer["value"] for answer in answers},
        clusters=tuple(tuple(cluster["members"]) for cluster in clusters),
    )
