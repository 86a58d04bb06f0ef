"""Votes, labels and counts of checks, read from the database in one pass over the units they are about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select

from consensus.domain import (
    Action,
    CheckCount,
    GuaranteeKey,
    JobVersion,
    JobVotes,
    Label,
    LevelCoverage,
    Origin,
    Outcome,
    UnitVote,
)
from consensus.storage.database import SqlBase
from consensus.storage.dialect import among
from consensus.storage.tables import checks, jobs, lots, resolutions, unit_index, units
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
# Accepted, or held by the guarantee or by its alarm: no level accepts any other.
_ELIGIBLE = or_(unit_index.c.outcome == Outcome.ACCEPTED.value, unit_index.c.rule.in_(("guarantee", "alarm")))
_CHECKS = (checks.c.policy, checks.c.slice, checks.c.digest, checks.c.origin)
_COUNTS = (
    select(
        *_CHECKS,
        func.count().label("made"),
        func.count().filter(checks.c.judgement.in_(("wrong", "unsure"))).label("wrong"),
        func.count().filter(checks.c.judgement == "style").label("style"),
    )
    .where(checks.c.judged > 0)
    .group_by(*_CHECKS)
)


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
        reached = [func.count().filter(_ELIGIBLE, unit_index.c.score >= floor) for floor in floors]
        of_lots = (lots.c.policy == key[0], lots.c.slice == key[1], lots.c.digest == digest)
        chosen = (
            select(lots.c.job_id, func.count(), *reached)
            .join(unit_index, unit_index.c.job_id == lots.c.job_id)
            .where(among(lots.c.job_id, job_ids), *of_lots)
            .group_by(lots.c.job_id)
        )
        with self._reading() as connection:
            return [LevelCoverage(job, count, tuple(at)) for job, count, *at in connection.execute(chosen)]

    def check_counts(self) -> Sequence[CheckCount]:
        with self._reading() as connection:
            rows = connection.execute(_COUNTS).all()
        return [
            CheckCount(row.policy, row.slice, row.digest, Origin(row.origin), row.made, row.wrong, row.style)
            for row in rows
        ]


def _mark(row: Row[Any]) -> JobVersion:
    from consensus.normalize.language_tags import pair_name  # loads every language

    slice_ = f"{row.task} {pair_name(row.source_lang, row.target_lang)}".strip()
    members = tuple(sorted(member["name"] for member in json.loads(row.panel)["members"]))
    return JobVersion(row.id, slice_, members, row.created_at, row.state, row.units, row.settled, row.last or "")


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
