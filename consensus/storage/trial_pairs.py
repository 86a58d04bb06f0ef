"""Pairs of answers that people compare blindly, in the database: claimed under a lease, judged once."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, not_, or_, select, text, update

from consensus.domain import AbstentionReason, Candidate, Event, ItemState, Outcome
from consensus.domain.trial import Compared, Pair, PairState, TrialState
from consensus.storage import codec
from consensus.storage.database import SqlBase, retried
from consensus.storage.dialect import among, lock
from consensus.storage.jobs import lock_job
from consensus.storage.journal import log_event
from consensus.storage.seen import leaves_an_auditor, pair_shown
from consensus.storage.tables import decisions, items, unit_index
from consensus.storage.trial_tables import SHOWABLE, trial_pairs, trial_texts, trials

_JOINED = trial_pairs.join(trial_texts, trial_pairs.c.id == trial_texts.c.id).join(
    trials, trial_pairs.c.trial == trials.c.name
)


_UNIT = (trial_pairs.c.job_id, trial_pairs.c.unit_id)


class SqlTrialPairs(SqlBase):
    """Implements the part of ``ports.TrialStore`` about pairs of answers."""

    def is_used_up(self, trial: str) -> bool:
        refused = (trial_pairs.c.trial == trial, trial_pairs.c.why == AbstentionReason.OVER_BUDGET.value)
        with self._reading() as connection:
            return connection.execute(select(trial_pairs.c.id).where(*refused).limit(1)).scalar() is not None

    def pairs(self, trial: str) -> Sequence[Pair]:
        kept = trial_pairs.outerjoin(trial_texts, trial_pairs.c.id == trial_texts.c.id)
        chosen = select(trial_pairs, trial_texts.c.id.label("kept")).select_from(kept)
        chosen = chosen.where(trial_pairs.c.trial == trial).order_by(trial_pairs.c.number)
        with self._reading() as connection:
            return [replace(_pair(row), has_texts=row.kept is not None) for row in connection.execute(chosen)]

    @retried
    def claim_pair(
        self, person: str, now: datetime, seconds: float, others: Sequence[str] = (), without: Collection[str] = ()
    ) -> Pair | None:
        held = and_(_held_by(person), trial_pairs.c.lease_until >= now.isoformat())
        with self._writing() as connection:
            lock(connection, f"claims of {person}")  # of two tabs that ask at once the second gets what the first got
            left = not_(among(trial_pairs.c.id, without))
            found = connection.execute(_first(left, held, *_showable(person))).one_or_none()
            if found is not None:
                return _claim(connection, found.id, person, now, seconds)
            free = (_is_free(now), *_showable(person), leaves_an_auditor(others, *_UNIT))
            found = connection.execute(_first(left, *free)).one_or_none()
            if found is None:
                return None
            lock_job(connection, found.job_id)  # nobody else who could audit is shown as much in between
            again = connection.execute(_first(trial_pairs.c.id == found.id, *free)).one_or_none()
            return None if again is None else _claim(connection, found.id, person, now, seconds)

    def keep_pair(self, pair: Pair, now: datetime, seconds: float) -> bool:
        values: dict[str, Any] = {"lease_until": _end(now, seconds)}
        if not seconds:
            values = {"state": PairState.OPEN.value, "owner": "", "lease_until": "", "version": pair.version + 1}
        with self._writing() as connection:
            return connection.execute(_guarded(pair).values(**values)).rowcount == 1

    @retried
    def judge_pair(self, pair: Pair, said: Compared, at: str, event: Event) -> bool:
        values = {"state": PairState.JUDGED.value, "compared": said.value, "judged_at": at, "lease_until": ""}
        runs = select(trials.c.name).where(trials.c.name == pair.trial, trials.c.state == TrialState.RUNNING.value)
        with self._writing() as connection:
            judged = _guarded(pair).where(runs.exists()).values(**values, version=pair.version + 1)
            if connection.execute(judged).rowcount != 1:
                return False
            log_event(connection, event)
            return True

    def judged_last(self, person: str) -> Pair | None:
        mine = (trial_pairs.c.owner == person, trial_pairs.c.state == PairState.JUDGED.value)
        chosen = select(trial_pairs, trial_texts.c.answers).select_from(_JOINED)
        chosen = chosen.where(*mine, trials.c.state == TrialState.RUNNING.value)
        with self._reading() as connection:
            row = connection.execute(chosen.order_by(trial_pairs.c.judged_at.desc()).limit(1)).one_or_none()
        return None if row is None else _pair(row)

    @retried
    def reopen_pair(self, pair: Pair, now: datetime, seconds: float, event: Event) -> Pair | None:
        same = (trial_pairs.c.id == pair.id, trial_pairs.c.version == pair.version)
        runs = select(trials.c.name).where(trials.c.name == pair.trial, trials.c.state == TrialState.RUNNING.value)
        opened = update(trial_pairs).where(*same, trial_pairs.c.state == PairState.JUDGED.value, runs.exists())
        values = {"state": PairState.OPEN.value, "compared": "", "judged_at": "", "version": pair.version + 1}
        with self._writing() as connection:
            if connection.execute(opened.values(**values)).rowcount != 1:
                return None
            log_event(connection, event)
            return _claim(connection, pair.id, pair.owner, now, seconds)

    def pairs_waiting(self, person: str, now: datetime, others: Sequence[str] = ()) -> int:
        mine = or_(_held_by(person), and_(_is_free(now), leaves_an_auditor(others, *_UNIT)))
        chosen = select(func.count()).select_from(_JOINED).where(*_showable(person), mine)
        with self._reading() as connection:
            return int(connection.execute(chosen).scalar_one())


def add_pairs(connection: Connection, pairs: Sequence[Pair], *, texts: bool) -> None:
    """Store new pairs, inside the caller's transaction. texts: with their two answers."""
    if pairs:
        connection.execute(trial_pairs.insert(), [_row_of(pair) for pair in pairs])
    kept = [pair for pair in pairs if texts and pair.has_texts]
    if kept:
        rows = [{"id": pair.id, "job_id": pair.job_id, "answers": _answers(pair)} for pair in kept]
        connection.execute(trial_texts.insert(), rows)


def _first(*conditions: Any) -> Select[Any]:
    """The first pair of those that hold these conditions, which no other transaction has locked."""
    chosen = select(trial_pairs.c.id, trial_pairs.c.job_id).select_from(_JOINED).where(*conditions)
    return chosen.order_by(trial_pairs.c.number).limit(1).with_for_update(of=trial_pairs, skip_locked=True)


def _showable(person: str) -> tuple[Any, ...]:
    """Conditions under which a pair may be shown to a person: its trial runs; its unit is settled and in nobody's
    queue, so that the pair leads no decision; and the person has not decided the unit, or they would know whose
    answer it was."""
    of_unit = (items.c.job_id == trial_pairs.c.job_id, items.c.unit_id == trial_pairs.c.unit_id)
    waits = select(items.c.id).where(*of_unit, items.c.state != ItemState.RESOLVED.value).correlate(trial_pairs)
    decided = select(decisions.c.number).join(items, decisions.c.item_id == items.c.id)
    decided = decided.where(*of_unit, func.lower(decisions.c.reviewer) == person.strip().lower()).correlate(trial_pairs)
    unit = (unit_index.c.job_id == trial_pairs.c.job_id, unit_index.c.unit_id == trial_pairs.c.unit_id)
    delivered = or_(unit_index.c.outcome == Outcome.ACCEPTED.value, unit_index.c.decided_at.is_not(None))
    settled = select(unit_index.c.unit_id).where(*unit, delivered).correlate(trial_pairs)
    running = trials.c.state == TrialState.RUNNING.value
    return running, text(f"trial_pairs.{SHOWABLE}"), settled.exists(), not_(waits.exists()), not_(decided.exists())


def _held_by(person: str) -> ColumnElement[bool]:
    return and_(trial_pairs.c.state == PairState.CLAIMED.value, trial_pairs.c.owner == person)


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(trial_pairs.c.state == PairState.OPEN.value, trial_pairs.c.lease_until < now.isoformat())


def _claim(connection: Connection, pair_id: str, person: str, now: datetime, seconds: float) -> Pair:
    chosen = select(trial_pairs, trial_texts.c.answers).select_from(_JOINED).where(trial_pairs.c.id == pair_id)
    pair = _pair(connection.execute(chosen).one())
    mine = pair.state is PairState.CLAIMED and pair.owner == person
    version = pair.version if mine else pair.version + 1
    shown_at = now.isoformat()
    values = {"state": PairState.CLAIMED.value, "owner": person, "version": version, "shown_at": shown_at}
    if not mine:
        log_event(connection, pair_shown(pair, person, shown_at))
    claimed = update(trial_pairs).where(trial_pairs.c.id == pair_id)
    connection.execute(claimed.values(**values, lease_until=_end(now, seconds)))
    return replace(pair, state=PairState.CLAIMED, owner=person, version=version, shown_at=shown_at)


def _guarded(pair: Pair) -> Any:
    same = (trial_pairs.c.id == pair.id, trial_pairs.c.version == pair.version, _held_by(pair.owner))
    return update(trial_pairs).where(*same)


def _end(now: datetime, seconds: float) -> str:
    return (now + timedelta(seconds=seconds)).isoformat()


def _answers(pair: Pair) -> str | None:
    values = (("panel", pair.panel), ("candidate", pair.candidate))
    return codec.stored_answers([Candidate(pair.unit_id, name, "", value) for name, value in values]).text


def _row_of(pair: Pair) -> dict[str, Any]:
    task, languages, kind = pair.slice
    same = ("id", "trial", "job_id", "unit_id", "document", "position", "version", "why", "asked_at")
    values = {name: getattr(pair, name) for name in same}
    named = {"task": task, "languages": languages, "type": kind, "state": pair.state.value}
    lists = {"alike": json.dumps(pair.alike), "answered": json.dumps(pair.answered)}
    rest = dict.fromkeys(("compared", "owner", "lease_until", "shown_at", "judged_at"), "")
    return values | named | lists | rest | {"swapped": int(pair.swapped), "split": int(pair.split)}


def _pair(row: Row[Any]) -> Pair:
    pair = Pair(
        id=row.id,
        trial=row.trial,
        job_id=row.job_id,
        unit_id=row.unit_id,
        document=row.document,
        slice=(row.task, row.languages, row.type),
        position=row.position,
        state=PairState(row.state),
        version=row.version,
        swapped=bool(row.swapped),
        alike=tuple(json.loads(row.alike)),
        answered=tuple(json.loads(row.answered)),
        split=bool(row.split),
        compared=Compared(row.compared) if row.compared else None,
        why=row.why,
        owner=row.owner,
        asked_at=row.asked_at,
        shown_at=row.shown_at,
        judged_at=row.judged_at,
    )
    answers = codec.load_answers(row.answers) if "answers" in row._mapping else ()
    given = [one.value for one in answers if isinstance(one, Candidate)]
    return replace(pair, panel=given[0], candidate=given[1], has_texts=True) if len(given) == 2 else pair
