"""What people said of answers, in the database: written with the decision, taken back with it, gone with its job."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, exists, func, select

from consensus.domain import (
    Action,
    Decision,
    Drawing,
    HumanLabel,
    ItemKind,
    ItemState,
    LabelKind,
    LabelledAnswer,
)
from consensus.storage.database import SqlBase
from consensus.storage.decisions import decision_of
from consensus.storage.dialect import among
from consensus.storage.draw_log import batch_from
from consensus.storage.jobs import lock_job
from consensus.storage.label_tables import keep_label, labels
from consensus.storage.tables import audits, batches, calls, decisions, items
from consensus.storage.unit_index import parsed

_WITH_AUDIT: Select[Any] = (
    select(labels, audits.c.batch.label("audited_in"), audits.c.level.label("audited_at"))
    .outerjoin(audits, and_(audits.c.item_id == labels.c.item_id, labels.c.drawn == Drawing.AUDIT.value))
    .order_by(labels.c.decision)
)
#: Units of a job that needed a person and are not the same text as another one; those of them that have a label.
_QUEUED = (
    select(items.c.job_id, func.count(), func.count().filter(items.c.state != ItemState.RESOLVED.value))
    .where(items.c.kind == ItemKind.REVIEW.value)
    .where(~exists().where(decisions.c.item_id == items.c.id, decisions.c.source != 0, decisions.c.undone == 0))
    .group_by(items.c.job_id)
)


class SqlHumanLabels(SqlBase):
    """Implements ``ports.learning.HumanLabelStore``."""

    def human_labels(self, job_ids: Sequence[str] | None = None) -> Sequence[HumanLabel]:
        mine = () if job_ids is None else (among(labels.c.job_id, job_ids),)
        with self._reading() as connection:
            rows = connection.execute(_WITH_AUDIT.where(*mine)).all()
            chances = _chances(connection, rows)
            waiting = connection.execute(_QUEUED.where(*_of_jobs(job_ids))).all()
        found = [_label(row, chances) for row in rows]
        queued = {(one.job_id, one.unit_id) for one in found if one.settles and one.drawn is Drawing.QUEUE}
        labelled = Counter(job_id for job_id, _ in queued)
        whole = {job for job, count, left in waiting if not left and count == labelled[job]}
        return [_of_whole(one) if one.job_id in whole and one.drawn is Drawing.QUEUE else one for one in found]

    def unlabelled(self, after: int, limit: int) -> Sequence[Decision]:
        without = ~exists().where(labels.c.decision == decisions.c.number)
        chosen = select(decisions).where(decisions.c.number > after, decisions.c.undone == 0, decisions.c.source == 0)
        with self._reading() as connection:
            rows = connection.execute(chosen.where(without).order_by(decisions.c.number).limit(limit))
            return [decision_of(row) for row in rows]

    def keep_labels(self, job_id: str, found: Sequence[HumanLabel]) -> int:
        with self._writing() as connection:
            lock_job(connection, job_id)
            in_force = select(decisions.c.number).where(decisions.c.job_id == job_id, decisions.c.undone == 0)
            stands = set(connection.execute(in_force).scalars())
            return sum(keep_label(connection, one) for one in found if one.decision in stands)

    def repliers(self, call_ids: Sequence[str]) -> Mapping[str, str]:
        chosen = select(calls.c.id, calls.c.call).where(among(calls.c.id, call_ids))
        with self._reading() as connection:
            told = {row.id: (parsed(row.call) or {}).get("reply") or {} for row in connection.execute(chosen)}
        return {call_id: reply["model"] for call_id, reply in told.items() if reply.get("model")}


def _of_jobs(job_ids: Sequence[str] | None) -> tuple[Any, ...]:
    return () if job_ids is None else (among(items.c.job_id, job_ids),)


def _of_whole(label: HumanLabel) -> HumanLabel:
    return replace(label, drawn=Drawing.WHOLE_QUEUE, chance=1.0)


def _chances(connection: Connection, rows: Sequence[Row[Any]]) -> Mapping[tuple[str, int], float | None]:
    """Of audits, by batch and level. Batches grow while a document is handed in again, and the chance with them."""
    from consensus.certify import audit_chance  # loads numpy

    named = sorted({row.audited_in for row in rows if row.audited_in})
    found = map(batch_from, connection.execute(select(batches).where(among(batches.c.id, named))))
    known = {batch.id: batch for batch in found}
    drawn = {(row.audited_in, row.audited_at) for row in rows if row.audited_in in known}
    return {(batch, level): audit_chance(known[batch], level) for batch, level in drawn}


def _label(row: Row[Any], chances: Mapping[tuple[str, int], float | None]) -> HumanLabel:
    plain = ("job_id", "unit_id", "item_id", "decision", "document", "policy", "slice", "place", "outcome", "judgement")
    drawn = Drawing(row.drawn)
    return HumanLabel(
        **{name: row._mapping[name] for name in (*plain, "at", "share")},
        kind=LabelKind(row.kind),
        settles=bool(row.settles),
        drawn=drawn,
        chance=chances.get((row.audited_in, row.audited_at)) if drawn is Drawing.AUDIT else row.chance,
        segment=bool(row.segment),
        action=Action(row.action),
        answers=tuple(LabelledAnswer(*one) for one in json.loads(row.answers)),
    )
