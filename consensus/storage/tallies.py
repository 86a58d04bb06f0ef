"""Figures over the stored units of jobs, counted inside the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
            return _tallies(connection, job_ids)

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


def _tallies(connection: Connection, job_ids: Sequence[str]) -> list[Tally]:
    """Counted for all jobs together: each statement waits for the server once."""
    these = among(unit_index.c.job_id, job_ids)

    def by(column: ColumnElement[Any], *conditions: ColumnElement[bool]) -> defaultdict[str, dict[Any, int]]:
        job = unit_index.c.job_id
        counted = select(job, column, func.count()).where(these, *conditions).group_by(job, column)
        found: defaultdict[str, dict[Any, int]] = defaultdict(dict)
        for row in connection.execute(counted):
            found[row[0]][row[1]] = row[2]
        return found

    langs = select(jobs.c.id, jobs.c.source_lang, jobs.c.target_lang).where(among(jobs.c.id, job_ids))
    counts = _Counts(
        outcomes=by(unit_index.c.outcome),
        noted=by(unit_index.c.noted, _NOT_ACCEPTED),
        votes=by(unit_index.c.votes, unit_index.c.votes.is_not(None)),
        verifications=by(unit_index.c.verification),
        rules=by(unit_index.c.rule, _NOT_ACCEPTED),
    )
    pairs = {row.id: (row.source_lang, row.target_lang) for row in connection.execute(langs)}
    return [_tally(job_id, pairs[job_id], counts) for job_id in job_ids if job_id in pairs]


@dataclass(frozen=True, slots=True)
class _Counts:
    """Of each job by its id, how many units have which value of a column."""

    outcomes: Mapping[str, Mapping[Any, int]]
    noted: Mapping[str, Mapping[Any, int]]
    votes: Mapping[str, Mapping[Any, int]]
    verifications: Mapping[str, Mapping[Any, int]]
    rules: Mapping[str, Mapping[Any, int]]


def _tally(job_id: str, langs: tuple[str, str], counts: _Counts) -> Tally:
    from consensus.normalize.language_tags import pair_name  # loads every language

    outcomes, noted = counts.outcomes[job_id], (Counter[str](), Counter[str]())
    for text, count in counts.noted[job_id].items():
        for names, counter in zip(parsed(text), noted, strict=True):
            counter.update(dict.fromkeys(names, count))
    return Tally(
        job_id,
        pair_name(*langs),
        sum(outcomes.values()),
        votes=_votes(counts.votes[job_id]),
        outcomes={outcome or "undecided": count for outcome, count in outcomes.items()},
        verifications=dict(counts.verifications[job_id]),
        rules=dict(counts.rules[job_id]),
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
