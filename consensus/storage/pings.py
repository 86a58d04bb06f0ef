"""Calls that belong to no job, in the books: pings. They hold no text of anybody's, so only what they cost is kept."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, case

from consensus.domain import Call, CallState, Event
from consensus.storage.amounts import amounts
from consensus.storage.database import SqlBase
from consensus.storage.dialect import insert
from consensus.storage.journal import log_event
from consensus.storage.tables import day_totals, past_costs

#: Stands before the member's name, as a member stands before its substitute.
PING = "(ping)"
_AMOUNTS = ("settled", "held", "unpriced", "reused")


class SqlPings(SqlBase):
    """Pings, booked before they are sent and again when they end; they count under the day's ceiling."""

    def record_ping(self, call: Call, actor: str) -> None:
        """A reserved call is added with its worst case; an ended one takes the place of its reservation.

        Whoever is killed in between leaves the worst case in the books, as with the calls of a job.
        """
        begins = call.state is CallState.RESERVED
        before = replace(call, state=CallState.RESERVED, reply=None, fault=None, ended=None)
        now, then = amounts(call), {} if begins else amounts(before)
        added = {name: int(str(now[name])) - int(str(then.get(name, 0))) for name in _AMOUNTS}
        counts = {"calls": int(begins), "failed": int(call.state is CallState.FAILED), **added}
        statement = insert(past_costs).values(day=now["day"], member=f"{PING} > {call.member}", **counts)
        summed = {name: _from_0(past_costs.c[name] + statement.excluded[name]) for name in counts}
        statement = statement.on_conflict_do_update(index_elements=["day", "member"], set_=summed)
        # The triggers that keep the day's total look at the calls of jobs alone.
        total = insert(day_totals).values(day=now["day"], counted=added["settled"] + added["held"])
        grown = {"counted": _from_0(day_totals.c.counted + total.excluded.counted)}
        with self._writing() as connection:
            connection.execute(statement)
            connection.execute(total.on_conflict_do_update(index_elements=["day"], set_=grown))
            if begins:
                worst = "unknown" if call.reserved_cost is None else f"${call.reserved_cost:.6f}"
                event = Event(call.started, actor, "ping", call.member, f"costs at most: {worst}")
                log_event(connection, event)


def _from_0(value: ColumnElement[int]) -> ColumnElement[int]:
    return case((value < 0, 0), else_=value)
