"""Calls that are in no job's journal, in the books: pings, of which only what they cost is kept, for they hold no text
of anybody's, replays, and calls of models on trial."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, case

from consensus.domain import Call, CallState, Event
from consensus.storage.amounts import amounts
from consensus.storage.database import SqlBase
from consensus.storage.dialect import insert
from consensus.storage.journal import log_event
from consensus.storage.tables import day_totals, past_costs

#: Stands before the member's name, as a member stands before its substitute.
PING = "(ping)"
#: The same of requests that are asked again.
REPLAY = "(replay)"
#: The same of models on trial.
TRIAL = "(trial)"
_AMOUNTS = ("settled", "held", "unpriced", "reused")


class SqlPings(SqlBase):
    """Pings, booked before they are sent and again when they end; they count under the day's ceiling."""

    def record_ping(self, call: Call, actor: str) -> None:
        """A reserved call is added with its worst case; an ended one takes the place of its reservation.

        Whoever is killed in between leaves the worst case in the books, as with the calls of a job.
        """
        begins = call.state is CallState.RESERVED
        before = None if begins else replace(call, state=CallState.RESERVED, reply=None, fault=None, ended=None)
        with self._writing() as connection:
            count_cost(connection, call, before, f"{PING} > {call.member}")
            if begins:
                worst = "unknown" if call.reserved_cost is None else f"${call.reserved_cost:.6f}"
                event = Event(call.started, actor, "ping", call.member, f"costs at most: {worst}")
                log_event(connection, event)


def count_cost(connection: Connection, call: Call, before: Call | None, member: str) -> None:
    """What a call of no job changes in the books, inside the caller's transaction. before: as it was booked; None for
    not at all."""
    now, then = _counted(call), _counted(before)
    added = {name: now[name] - then[name] for name in now}
    # The day first, as in whoever asks whether a call fits: two transactions never wait for each other.
    # The triggers that keep the day's total look at the calls of jobs alone.
    total = insert(day_totals).values(day=call.started[:10], counted=added["settled"] + added["held"])
    grown = {"counted": _from_0(day_totals.c.counted + total.excluded.counted)}
    connection.execute(total.on_conflict_do_update(index_elements=["day"], set_=grown))
    statement = insert(past_costs).values(day=call.started[:10], member=member, **added)
    summed = {name: _from_0(past_costs.c[name] + statement.excluded[name]) for name in added}
    connection.execute(statement.on_conflict_do_update(index_elements=["day", "member"], set_=summed))


def _counted(call: Call | None) -> dict[str, int]:
    if call is None or call.state is CallState.WITHDRAWN:
        return dict.fromkeys(("calls", "failed", *_AMOUNTS), 0)
    booked = amounts(call)
    counts = {name: int(str(booked[name])) for name in _AMOUNTS}
    return {"calls": 1, "failed": int(call.state is CallState.FAILED), **counts}


def _from_0(value: ColumnElement[int]) -> ColumnElement[int]:
    return case((value < 0, 0), else_=value)
