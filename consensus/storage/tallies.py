"""Figures over the stored units of jobs, counted inside the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from consensus.domain import Action, ItemKind, ItemState, Outcome, SettledUnit, Tally, Vote
from consensus.storage.database import SqlBase
from consensus.storage.dialect import among
from consensus.storage.tables import items, jobs, resolutions, unit_index, units
from consensus.storage.unit_index import parsed
from consensus.storage.votes import vote

_NOT_ACCEPTED = unit_index.c.outcome != Outcome.ACCEPTED.value
_LOOKED_AT: Select[Any] = (
    select(resolutions.c.job_id, resolutions.c.resolution, units.c.verdict, unit_index.c.errors)
    .join(units, and_(units.c.job_id == resolutions.c.job_id, units.c.unit_id == resolutions.c.unit_id))
    .join(unit_index, and_(unit_index.c.job_id == units.c.job_id, unit_index.c.unit_id == units.c.unit_id))
)
_SINCE = (
    select(func.coalesce(func.nullif(items.c.since, ""), jobs.c.ended_at, jobs.c.created_at).label("since"))
    .join(jobs, jobs.c.id == items.c.job_id)
    .where(items.c.state != ItemState.RESOLVED.value, items.c.kind != ItemKind.GOLD.value)
    .order_by("since")
)


class SqlTallies(SqlBase):
    """Implements the part of ``ports.LibraryStore`` that counts."""

    def tallies(self, job_ids: Sequence[str]) -> Sequence[Tally]:
        with self._reading() as connection:
            return [_tally(connection, job_id) for job_id in job_ids]

    def settled_units(self, job_ids: Sequence[str]) -> Sequence[SettledUnit]:
        with self._reading() as connection:
            rows = connection.execute(_LOOKED_AT.where(among(resolutions.c.job_id, job_ids)))
            found = [(row, parsed(row.resolution)) for row in rows]
        return [_settled(row, made) for row, made in found if by_itself(made)]

    def waiting_since(self, job_ids: Sequence[str]) -> Sequence[str]:
        with self._reading() as connection:
            return connection.execute(_SINCE.where(among(items.c.job_id, job_ids))).scalars().all()


def by_itself(resolution: dict[str, Any]) -> bool:
    """Whether a person looked at this unit by itself: not at another with the same text, nor at many at once."""
    return not resolution.get("repeats") and not resolution.get("bulk")


def _settled(row: Row[Any], made: dict[str, Any]) -> SettledUnit:
    action, value = Action(made["action"]), made["value"]
    leading = (parsed(row.verdict) or {}).get("leading")
    return SettledUnit(
        row.job_id,
        action,
        made["shown_at"],
        made["decided_at"],
        action is Action.CHOSEN and value is not None and value == leading,
        bool(made.get("judgement")),
        None if row.errors is None else row.errors > 0,
    )


def _tally(connection: Connection, job_id: str) -> Tally:
    from consensus.normalize.language_tags import pair_name  # loads every language

    langs = connection.execute(select(jobs.c.source_lang, jobs.c.target_lang).where(jobs.c.id == job_id)).one()

    def by(column: ColumnElement[Any], *conditions: ColumnElement[bool]) -> dict[Any, int]:
        counted = select(column, func.count()).where(unit_index.c.job_id == job_id, *conditions).group_by(column)
        return {row[0]: row[1] for row in connection.execute(counted)}

    outcomes, noted = by(unit_index.c.outcome), (Counter[str](), Counter[str]())
    for text, count in by(unit_index.c.noted, _NOT_ACCEPTED).items():
        for names, counter in zip(parsed(text), noted, strict=True):
            counter.update(dict.fromkeys(names, count))
    return Tally(
        job_id,
        pair_name(langs.source_lang, langs.target_lang),
        sum(outcomes.values()),
        votes=_votes(by(unit_index.c.votes, unit_index.c.votes.is_not(None))),
        outcomes={outcome or "undecided": count for outcome, count in outcomes.items()},
        verifications=by(unit_index.c.verification),
        rules=by(unit_index.c.rule, _NOT_ACCEPTED),
        checks=dict(sorted(noted[0].items())),
        gates=dict(sorted(noted[1].items())),
    )


def _votes(told: Mapping[str, int]) -> dict[str, Vote]:
    seen, agreed = Counter[str](), Counter[str]()
    for text, count in told.items():
        found = vote(text, 2)  # a leading cluster of one family is no agreement with anybody
        for member in found.answered:
            seen[member] += count
            agreed[member] += count if member in found.leading else 0
    return {member: Vote(seen[member], agreed[member]) for member in sorted(seen)}
