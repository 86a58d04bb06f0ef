"""Trials in the database, their documents, and the calls of their candidates under one budget for all processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from consensus.domain import Call, CallState, Event, Money
from consensus.domain.trial import Pair, Trial, TrialCeiling, TrialJobState, TrialState
from consensus.errors import ConflictError, NotFoundError
from consensus.ports.trials import TrialCalls
from consensus.storage import codec
from consensus.storage.amounts import UNITS, units
from consensus.storage.database import SqlBase, retried
from consensus.storage.dialect import insert, lock
from consensus.storage.journal import log_event
from consensus.storage.pings import TRIAL, count_cost
from consensus.storage.spending import fits_the_day
from consensus.storage.tables import jobs
from consensus.storage.trial_pairs import add_pairs
from consensus.storage.trial_tables import trial_call_texts, trial_calls, trial_jobs, trials


class SqlTrials(SqlBase):
    """Implements the part of ``ports.TrialStore`` about trials."""

    def create_trial(self, trial: Trial, event: Event) -> None:
        with self._writing() as connection:
            lock(connection, f"trial {trial.name}")
            if connection.execute(select(trials.c.number).where(trials.c.name == trial.name)).scalar() is not None:
                what = f"there is a trial {trial.name} already."
                raise ConflictError(what, where="trials", do="Give another name: --name")
            connection.execute(trials.insert().values(**_row_of(trial)))
            log_event(connection, event)

    def trial(self, name: str) -> Trial:
        with self._reading() as connection:
            row = connection.execute(select(trials).where(trials.c.name == name)).one_or_none()
        if row is None:
            raise NotFoundError(f"there is no trial {name}.", do="See: consensus trial list")
        return _trial(row)

    def trials(self, policy: str | None = None) -> Sequence[Trial]:
        chosen = select(trials).order_by(trials.c.number)
        if policy is not None:
            chosen = chosen.where(trials.c.policy == policy, trials.c.state == TrialState.RUNNING.value)
        with self._reading() as connection:
            return [_trial(row) for row in connection.execute(chosen)]

    @retried
    def end_trial(self, name: str, state: TrialState, event: Event) -> bool:
        runs = (trials.c.name == name, trials.c.state == TrialState.RUNNING.value)
        with self._writing() as connection:
            ended = update(trials).where(*runs).values(state=state.value, ended_at=event.at)
            if connection.execute(ended).rowcount != 1:
                return False
            log_event(connection, event)
            return True


class SqlTrialJobs(SqlBase):
    """Implements the part of ``ports.TrialStore`` about the documents of trials."""

    @retried
    def add_trial_job(self, trial: str, job_id: str, document: str, state: TrialJobState, why: str, at: str) -> bool:
        values = {"trial": trial, "job_id": job_id, "document": document, "state": state.value, "why": why, "at": at}
        statement = insert(trial_jobs).values(**values, owner="", lease_until="").on_conflict_do_nothing()
        with self._writing() as connection:
            return connection.execute(statement).rowcount == 1

    @retried
    def take_trial_job(self, trial: str, job_id: str, owner: str, now: datetime, seconds: float) -> bool:
        free = (trial_jobs.c.lease_until < now.isoformat(), *_to_ask(trial, job_id))
        taken = update(trial_jobs).where(*free).values(owner=owner, lease_until=_end(now, seconds))
        with self._writing() as connection:
            return connection.execute(taken).rowcount == 1

    def keep_trial_job(self, trial: str, job_id: str, owner: str, now: datetime, seconds: float) -> bool:
        mine = (trial_jobs.c.owner == owner, *_to_ask(trial, job_id))
        kept = update(trial_jobs).where(*mine).values(lease_until=_end(now, seconds) if seconds else "")
        with self._writing() as connection:
            return connection.execute(kept).rowcount == 1

    def trial_jobs_left(self, now: datetime) -> Sequence[tuple[str, str]]:
        left = (trial_jobs.c.state == TrialJobState.ASKING.value, trial_jobs.c.lease_until < now.isoformat())
        chosen = select(trial_jobs.c.trial, trial_jobs.c.job_id).where(*left).order_by(trial_jobs.c.at)
        with self._reading() as connection:
            return [(row.trial, row.job_id) for row in connection.execute(chosen)]

    def trial_jobs_at_work(self, trial: str, now: datetime) -> int:
        asking = (trial_jobs.c.trial == trial, trial_jobs.c.state == TrialJobState.ASKING.value)
        held = select(func.count()).where(*asking, trial_jobs.c.lease_until >= now.isoformat())
        with self._reading() as connection:
            return int(connection.execute(held).scalar_one())

    def trial_job_states(self, trial: str) -> Mapping[TrialJobState, int]:
        state = trial_jobs.c.state
        chosen = select(state, func.count()).where(trial_jobs.c.trial == trial).group_by(state)
        with self._reading() as connection:
            return {TrialJobState(word): n for word, n in connection.execute(chosen)}

    def trial_reasons(self, trial: str, state: TrialJobState) -> Sequence[str]:
        given = (trial_jobs.c.trial == trial, trial_jobs.c.state == state.value, trial_jobs.c.why != "")
        chosen = select(trial_jobs.c.why).where(*given).distinct().order_by(trial_jobs.c.why)
        with self._reading() as connection:
            return connection.execute(chosen).scalars().all()

    @retried
    def explain_trial_job(self, trial: str, job_id: str, why: str) -> None:
        with self._writing() as connection:
            connection.execute(update(trial_jobs).where(*_to_ask(trial, job_id)).values(why=why))

    @retried
    def end_trial_job(self, trial: str, job_id: str, state: TrialJobState, pairs: Sequence[Pair], at: str) -> bool:
        ended = update(trial_jobs).where(*_to_ask(trial, job_id)).values(state=state.value, owner="", at=at)
        with self._writing() as connection:
            if connection.execute(ended).rowcount != 1:
                return False
            there = connection.execute(select(jobs.c.id).where(jobs.c.id == job_id)).scalar() is not None
            add_pairs(connection, pairs, texts=there)
            return True


class SqlTrialCalls(SqlBase):
    """Implements the part of ``ports.TrialStore`` about calls. What they count for is kept in the trial's row, which
    is locked before a call is written, so that processes together stay within the budget; and in the books of the
    installation, as what replays cost is."""

    @retried
    def record_trial_calls(self, trial: str, calls: Sequence[Call]) -> None:
        with self._writing() as connection:
            _locked(connection, trial)
            for call in calls:
                _write(connection, trial, call)

    @retried
    def reserve_trial_call(self, trial: str, call: Call, day: Money | None) -> TrialCeiling | None:
        with self._writing() as connection:
            row = _locked(connection, trial)
            if row.state != TrialState.RUNNING.value or row.counted + units(call.counted) > row.budget:
                return TrialCeiling.TRIAL
            if day is not None and not fits_the_day(connection, call, day):
                return TrialCeiling.DAY
            _write(connection, trial, call)
            return None

    def trial_calls_settled(self, trial: str, job_id: str) -> Mapping[tuple[str, str], Call]:
        return {(call.ask_id, call.member): call for call in self._calls(trial, job_id, CallState.SETTLED)}

    def trial_calls_under_way(self, trial: str, job_id: str) -> Mapping[tuple[str, str], str]:
        return {(call.ask_id, call.member): call.id for call in self._calls(trial, job_id, CallState.RESERVED)}

    def trial_calls(self, trial: str) -> TrialCalls:
        chosen = select(trial_calls).where(trial_calls.c.trial == trial).order_by(trial_calls.c.number)
        with self._reading() as connection:
            rows = connection.execute(chosen).all()
        answered = [row for row in rows if row.state == CallState.SETTLED.value]
        return TrialCalls(
            calls=len(rows),
            answered=len(answered),
            under_way=sum(row.state == CallState.RESERVED.value for row in rows),
            seconds=[row.latency for row in answered],
            faults=Counter(row.fault for row in rows if row.fault),
            tokens_in=sum(row.tokens_in for row in rows),
            tokens_out=sum(row.tokens_out for row in rows),
        )

    def _calls(self, trial: str, job_id: str, state: CallState) -> list[Call]:
        joined = trial_calls.join(trial_call_texts, trial_calls.c.id == trial_call_texts.c.id)
        these = (trial_calls.c.trial == trial, trial_calls.c.job_id == job_id, trial_calls.c.state == state.value)
        chosen = select(trial_call_texts.c.call).select_from(joined).where(*these).order_by(trial_calls.c.number)
        with self._reading() as connection:
            return [codec.load(Call, text) for text in connection.execute(chosen).scalars()]


def _locked(connection: Connection, trial: str) -> Row[Any]:
    """The trial's row, which nobody else changes before the transaction ends."""
    return connection.execute(select(trials).where(trials.c.name == trial).with_for_update()).one()


def _write(connection: Connection, trial: str, call: Call) -> None:
    """One call by its state, and what it counts for in the trial's books. A reply that was paid for stays,
    and is not booked again once its text went with its job."""
    texts = trial_calls.outerjoin(trial_call_texts, trial_calls.c.id == trial_call_texts.c.id)
    before = select(trial_calls.c.state, trial_calls.c.counted, trial_calls.c.fault, trial_call_texts.c.call)
    known = connection.execute(before.select_from(texts).where(trial_calls.c.id == call.id)).one_or_none()
    settled = CallState.SETTLED.value
    if known is not None and known.state == settled and (call.state is not CallState.SETTLED or known.call is None):
        return
    if known is None and call.state is CallState.WITHDRAWN:
        return
    booked_as = f"{TRIAL} > {call.member.rpartition(' > ')[2]}"
    count_cost(connection, call, None if known is None else _as_booked(known, call), booked_as)
    now = 0 if call.state is CallState.WITHDRAWN else units(call.counted)
    changed = now - (known.counted if known is not None else 0)
    if call.state is CallState.WITHDRAWN:
        connection.execute(delete(trial_calls).where(trial_calls.c.id == call.id))
        connection.execute(delete(trial_call_texts).where(trial_call_texts.c.id == call.id))
    else:
        row = _call_row(trial, call, now)
        statement = insert(trial_calls).values(**row)
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))
        if connection.execute(select(jobs.c.id).where(jobs.c.id == call.job_id)).scalar() is not None:
            text = {"id": call.id, "job_id": call.job_id, "call": codec.dump(call)}
            kept = insert(trial_call_texts).values(**text)
            connection.execute(kept.on_conflict_do_update(index_elements=["id"], set_={"call": text["call"]}))
    if changed:
        booked = update(trials).where(trials.c.name == trial)
        connection.execute(booked.values(counted=trials.c.counted + changed))


def _as_booked(known: Any, call: Call) -> Call:
    """A call as it was written before. Where its text went with its job: as it was sent, for what it counts for."""
    if known.call is not None:
        return codec.load(Call, known.call)
    bare = replace(call, reply=None, ended=None, fault=known.fault or None, state=CallState(known.state))
    return replace(bare, reserved_cost=Decimal(known.counted) / UNITS)


def _call_row(trial: str, call: Call, counted: int) -> dict[str, Any]:
    reply = call.reply
    return {
        "id": call.id,
        "trial": trial,
        "job_id": call.job_id,
        "state": call.state.value,
        "fault": call.fault or "",
        "counted": counted,
        "tokens_in": (reply.tokens_in or 0) if reply else 0,
        "tokens_out": (reply.tokens_out or 0) if reply else 0,
        "latency": reply.latency if reply else 0.0,
    }


def _to_ask(trial: str, job_id: str) -> tuple[Any, ...]:
    asking = trial_jobs.c.state == TrialJobState.ASKING.value
    return trial_jobs.c.trial == trial, trial_jobs.c.job_id == job_id, asking


def _end(now: datetime, seconds: float) -> str:
    return (now + timedelta(seconds=seconds)).isoformat()


def _row_of(trial: Trial) -> dict[str, Any]:
    same = ("name", "policy", "candidate", "family", "share", "margin", "seed", "started_at", "started_by", "ended_at")
    values = {name: getattr(trial, name) for name in same}
    return values | {"state": trial.state.value, "budget": units(trial.budget), "counted": units(trial.spent)}


def _trial(row: Row[Any]) -> Trial:
    return Trial(
        name=row.name,
        policy=row.policy,
        candidate=row.candidate,
        family=row.family,
        share=row.share,
        budget=Decimal(row.budget) / UNITS,
        margin=row.margin,
        seed=row.seed,
        started_at=row.started_at,
        started_by=row.started_by,
        state=TrialState(row.state),
        ended_at=row.ended_at,
        spent=Decimal(row.counted) / UNITS,
    )
