"""Requests that are asked again, in the database: the fixed sets, what came of them, and the journal of their calls."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, select, update

from consensus.domain import (
    Call,
    CallState,
    Event,
    Money,
    Replay,
    ReplayCounts,
    ReplayState,
    WebhookType,
)
from consensus.domain.changes import SetCall
from consensus.domain.job import JobState
from consensus.errors import NotFoundError
from consensus.storage import codec
from consensus.storage.change_tables import replay_calls, replay_set, replays
from consensus.storage.database import SqlBase, retried
from consensus.storage.dialect import insert, lock
from consensus.storage.journal import log_event
from consensus.storage.outbox import announce
from consensus.storage.pings import REPLAY, count_cost
from consensus.storage.spending import fits_the_day
from consensus.storage.tables import calls, jobs


class SqlReplays(SqlBase):
    """Implements ``ports.ReplayStore``."""

    def calls_of(self, member: str) -> Sequence[tuple[str, str]]:
        chosen = select(calls.c.id, calls.c.job_id).join(jobs, jobs.c.id == calls.c.job_id)
        settled = (calls.c.state == CallState.SETTLED.value, jobs.c.state == JobState.DONE.value, calls.c.reused == 0)
        with self._reading() as connection:
            rows = connection.execute(chosen.where(calls.c.member == member, *settled))
            return [(row.id, row.job_id) for row in rows]

    def keep_set(self, model: str, drawn: Sequence[SetCall]) -> None:
        with self._writing() as connection:
            lock(connection, f"replay {model}")
            for one in drawn:
                connection.execute(insert(replay_set).values(model=model, **asdict(one)).on_conflict_do_nothing())

    def replay_set(self, model: str) -> Sequence[SetCall]:
        chosen = select(replay_set.c.call_id, replay_set.c.job_id, replay_set.c.draw)
        chosen = chosen.where(replay_set.c.model == model).order_by(replay_set.c.draw, replay_set.c.call_id)
        with self._reading() as connection:
            return [SetCall(row.call_id, row.job_id, row.draw) for row in connection.execute(chosen)]

    def call(self, call_id: str) -> Call:
        with self._reading() as connection:
            row = connection.execute(select(calls.c.call).where(calls.c.id == call_id)).scalar()
            if row is None:
                raise NotFoundError(f"there is no call {call_id}.", do="It went with its job.")
            return codec.load(Call, row)

    @retried
    def begin_replay(self, replay: Replay, event: Event) -> Replay:
        alike = (replays.c[name] == getattr(replay, name) for name in ("model", "series", "prompt", "why"))
        running = replays.c.state == ReplayState.RUNNING.value
        with self._writing() as connection:
            lock(connection, f"replay {replay.model}")
            row = connection.execute(select(replays).where(*alike, running).limit(1)).one_or_none()
            if row is not None:
                return _replay(row)
            connection.execute(replays.insert().values(**_row(replay)))
            log_event(connection, event)
        return replay

    def replays(self, limit: int, model: str = "") -> Sequence[Replay]:
        chosen = select(replays).order_by(replays.c.number.desc()).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(chosen.where(replays.c.model == model) if model else chosen)
            return [_replay(row) for row in rows]

    def end_replay(self, replay: Replay, event: Event) -> bool:
        ended = {"state": ReplayState.DONE.value, "ended_at": replay.ended_at}
        made = {name: value for name, value in _row(replay).items() if name in ("counts", "changed")}
        running = replays.c.state == ReplayState.RUNNING.value
        with self._writing() as connection:
            statement = update(replays).where(replays.c.id == replay.id, running).values(**ended, **made)
            if not connection.execute(statement).rowcount:
                return False
            log_event(connection, event)
            counts = {name: value for name, value in asdict(replay.counts).items() if isinstance(value, int)}
            told = {"model": replay.model, "series": replay.series, "replay": replay.id, **counts}
            announce(connection, WebhookType.REPLAY_ENDED, f"replay.ended {replay.id}", told)
        return True

    @retried
    def record_replay(self, job_id: str, calls: Sequence[Call]) -> None:
        with self._writing() as connection:
            for call in calls:
                _write(connection, job_id, call)

    @retried
    def reserve_replay(self, job_id: str, call: Call, ceiling: Money) -> bool:
        with self._writing() as connection:
            if not fits_the_day(connection, call, ceiling):
                return False
            _write(connection, job_id, call)
        return True

    def replay_calls(self, replay_id: str) -> Sequence[Call]:
        chosen = select(replay_calls.c.call).where(replay_calls.c.replay == replay_id).order_by(replay_calls.c.number)
        with self._reading() as connection:
            return [codec.load(Call, row) for row in connection.execute(chosen).scalars()]


def _write(connection: Connection, job_id: str, call: Call) -> None:
    """One call by its state, and in the books; nothing but another reply replaces a reply that was paid for."""
    mine = replay_calls.c.id == call.id
    row = connection.execute(select(replay_calls.c.call).where(mine).with_for_update()).scalar()
    before = None if row is None else codec.load(Call, row)
    if before is not None and before.state is CallState.SETTLED and call.state is not CallState.SETTLED:
        return
    if before is None and call.state is CallState.WITHDRAWN:
        return
    count_cost(connection, call, before, f"{REPLAY} > {call.member.rpartition(' > ')[2]}")
    if call.state is CallState.WITHDRAWN:
        connection.execute(replay_calls.delete().where(mine))
        return
    values = {"replay": call.job_id, "job_id": job_id, "state": call.state.value, "call": codec.dump(call)}
    statement = insert(replay_calls).values(id=call.id, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def _row(replay: Replay) -> dict[str, Any]:
    plain = asdict(replay)
    made = {"counts": json.dumps(plain["counts"]), "changed": json.dumps(plain["changed"])}
    return plain | made | {"state": replay.state.value}


def _replay(row: Row[Any]) -> Replay:
    plain = {name: value for name, value in row._mapping.items() if name != "number"}
    changed = tuple((job_id, unit_id) for job_id, unit_id in json.loads(plain["changed"]))
    counts = ReplayCounts(**json.loads(plain["counts"]))
    return Replay(**plain | {"counts": counts, "changed": changed, "state": ReplayState(plain["state"])})
