"""The journal of calls and the event log in the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from consensus.domain import Call, CallState, Event, Money, Totals
from consensus.domain.run import Lease
from consensus.errors import CallFault
from consensus.storage import codec
from consensus.storage.amounts import amounts
from consensus.storage.database import SqlBase, retried
from consensus.storage.dialect import insert, on_postgresql, whole_sum
from consensus.storage.runs import is_ours, lost_job
from consensus.storage.tables import calls, event_log


class SqlJournal(SqlBase):
    """Every call, written before it is sent and again when it returns; and who did what."""

    @retried
    def record(self, calls: Sequence[Call], *, lease: Lease | None = None) -> None:
        """Reserve or settle several calls at once; one transaction costs the disk as much as one call alone."""
        reserves = lease is not None and any(call.state is CallState.RESERVED for call in calls)
        with self._writing() as connection:
            ours = not reserves or lease is None or is_ours(connection, lease)
            # What was paid for is taken from whoever brings it.
            write_calls(connection, [call for call in calls if ours or call.state is not CallState.RESERVED])
        if not ours and lease is not None:
            raise lost_job(lease.job_id)

    def settled(self, job_id: str) -> Mapping[tuple[str, str], Call]:
        chosen = select(calls.c.call).where(calls.c.job_id == job_id, calls.c.state == CallState.SETTLED.value)
        with self._reading() as connection:
            rows = connection.execute(chosen.order_by(calls.c.number)).scalars()
            found = [codec.load(Call, row) for row in rows]
        return {(call.ask_id, call.member): call for call in found}

    def under_way(self, job_id: str) -> Mapping[tuple[str, str], str]:
        chosen = select(calls.c.call).where(calls.c.job_id == job_id, calls.c.state == CallState.RESERVED.value)
        with self._reading() as connection:
            rows = connection.execute(chosen.order_by(calls.c.number)).scalars()
            found = [codec.load(Call, row) for row in rows]
        return {(call.ask_id, call.member): call.id for call in found}

    def cached(self, request_digest: str, since: str) -> Call | None:
        chosen = select(calls.c.call).where(
            calls.c.request_digest == request_digest, calls.c.state == CallState.SETTLED.value
        )
        with self._reading() as connection:
            row = connection.execute(chosen.order_by(calls.c.number.desc()).limit(1)).scalar()
        found = None if row is None else codec.load(Call, row)
        return found if found is not None and found.started >= since else None

    def totals(self, job_id: str) -> Totals:
        alike = (calls.c.member, calls.c.state, calls.c.fault, calls.c.cost)
        tokens = (whole_sum(calls.c[name]).label(name) for name in ("tokens_in", "tokens_out"))
        chosen = select(*alike, func.count().label("n"), *tokens).where(calls.c.job_id == job_id).group_by(*alike)
        with self._reading() as connection:
            rows = connection.execute(chosen).all()
        by_member = Counter[str]()
        for row in rows:
            by_member[row.member] += row.n
        return Totals(
            calls=by_member.total(),
            failed=sum(row.n for row in rows if row.state == CallState.FAILED),
            tokens_in=sum(row.tokens_in or 0 for row in rows),
            tokens_out=sum(row.tokens_out or 0 for row in rows),
            cost=total_cost(
                None if cost is None else cost * row.n
                for row in rows
                for cost in (call_cost(row.state, row.fault, None if row.cost is None else Decimal(row.cost)),)
            ),
            by_member=dict(sorted(by_member.items())),
        )

    def calls(self, job_id: str) -> Sequence[Call]:
        chosen = select(calls.c.call).where(calls.c.job_id == job_id).order_by(calls.c.number)
        with self._reading() as connection:
            return [codec.load(Call, row) for row in connection.execute(chosen).scalars()]

    def log_event(self, event: Event) -> None:
        with self._writing() as connection:
            log_event(connection, event)

    def events(self, subject: str | None = None) -> Sequence[Event]:
        chosen = select(event_log).order_by(event_log.c.number)
        if subject is not None:
            chosen = chosen.where(event_log.c.subject == subject)
        with self._reading() as connection:
            return [
                Event(at=row.at, actor=row.actor, action=row.action, subject=row.subject, detail=row.detail)
                for row in connection.execute(chosen)
            ]


def write_calls(connection: Connection, given: Sequence[Call]) -> None:
    """Write calls down, each by its state, inside the caller's transaction."""
    kept = [_row(call) for call in given if call.state is not CallState.WITHDRAWN]
    if kept:
        if on_postgresql(connection):
            connection.execute(_KEEP_EACH, kept)
        else:
            for first in range(0, len(kept), _ROWS_AT_ONCE):
                rows = kept[first : first + _ROWS_AT_ONCE]
                values = tuple(value for row in rows for value in row.values())
                connection.exec_driver_sql(_keep_at_once(len(rows)), values)
    withdrawn = [call.id for call in given if call.state is CallState.WITHDRAWN]
    if withdrawn:
        these = calls.c.id.in_(withdrawn)
        unsent = update(calls).where(these, calls.c.state == CallState.RESERVED.value)
        # First it counts for nothing: what is deleted otherwise leaves its cost in the books.
        connection.execute(unsent.values(state=CallState.WITHDRAWN.value, held=0))
        connection.execute(delete(calls).where(these, calls.c.state == CallState.WITHDRAWN.value))


def _row(call: Call) -> dict[str, object]:
    reply = call.reply
    return {
        "id": call.id,
        "job_id": call.job_id,
        "member": call.member,
        "state": call.state.value,
        "fault": call.fault,
        "tokens_in": reply.tokens_in if reply else None,
        "tokens_out": reply.tokens_out if reply else None,
        "cost": str(reply.cost) if reply and reply.cost is not None else None,
        "call": codec.dump(call),
        # An answer that was itself taken from the journal would outlive its lifetime if it were found again.
        "request_digest": None if call.cached else call.request_digest,
        **amounts(call),
    }


#: What ``_row`` gives, in its order.
_COLUMNS = (
    *("id", "job_id", "member", "state", "fault", "tokens_in", "tokens_out", "cost", "call", "request_digest"),
    *("day", "settled", "held", "unpriced", "reused"),
)


#: What another state of a call changes.
_CHANGES = ("state", "fault", "tokens_in", "tokens_out", "cost", "call", "settled", "held", "unpriced")
#: Rows of one statement: no SQLite takes fewer than 999 values.
_ROWS_AT_ONCE = 999 // len(_COLUMNS)


def _keep_each() -> Any:
    """Insert or replace; but nothing except another reply replaces a reply that was paid for."""
    statement, settled = insert(calls), CallState.SETTLED.value
    return statement.on_conflict_do_update(
        index_elements=["id"],
        set_={name: statement.excluded[name] for name in _CHANGES},
        where=or_(calls.c.state != settled, statement.excluded.state == settled),
    )


@lru_cache(maxsize=_ROWS_AT_ONCE)
def _keep_at_once(rows: int) -> str:
    """The same for so many rows in one statement, in SQLite's words: with a statement for each, its thread would have
    to win the interpreter back from the busy event loop after every row."""
    marks = ", ".join([f"({', '.join('?' * len(_COLUMNS))})"] * rows)
    changes, settled = ", ".join(f"{name} = excluded.{name}" for name in _CHANGES), CallState.SETTLED.value
    return (
        f"INSERT INTO calls ({', '.join(_COLUMNS)}) VALUES {marks} ON CONFLICT (id) DO UPDATE SET {changes} "
        f"WHERE calls.state <> '{settled}' OR excluded.state = '{settled}'"
    )


#: Built once: every call of every job passes here twice, and building costs more than running.
_KEEP_EACH = _keep_each()


def call_cost(state: str, fault: str | None, cost: Money | None) -> Money | None:
    """What one call cost in US dollars; None is unknown. Refused and failed calls are not billed, but one that timed
    out, or was under way when the program was killed, may have been."""
    if cost is not None or state == CallState.SETTLED:
        return cost
    maybe_billed = fault in (CallFault.TIMEOUT, CallFault.CANCELLED)
    return Decimal(0) if state == CallState.FAILED and not maybe_billed else None


def total_cost(costs: Iterable[Money | None]) -> Money | None:
    """The sum in US dollars; None as soon as one is unknown."""
    total = Decimal(0)
    for cost in costs:
        if cost is None:
            return None
        total += cost
    return total


def log_event(connection: Connection, event: Event) -> None:
    """Add one line to the event log, inside the caller's transaction."""
    connection.execute(
        event_log.insert().values(
            at=event.at, actor=event.actor, action=event.action, subject=event.subject, detail=event.detail
        )
    )
