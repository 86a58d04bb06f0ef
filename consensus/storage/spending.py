"""What calls cost, in the database: the day's ceiling, and the books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import Connection, func, literal, select

from consensus.domain import Call, CallState, Money, Spending, SpentLine
from consensus.domain.run import Lease
from consensus.domain.spending import PINGS, REPLAYS, TRIALS
from consensus.storage import codec
from consensus.storage.amounts import UNITS, units
from consensus.storage.database import SqlBase
from consensus.storage.dialect import among, insert, whole_sum
from consensus.storage.journal import write_calls
from consensus.storage.pings import PING, REPLAY, TRIAL
from consensus.storage.runs import fence
from consensus.storage.tables import calls, day_totals, past_costs


class SqlSpending(SqlBase):
    """The day's ceiling, kept by all processes together; and who spent what."""

    def reserve_within(self, call: Call, ceiling: Money, *, lease: Lease | None = None) -> bool:
        with self._writing() as connection:
            fence(connection, lease)
            if not fits_the_day(connection, call, ceiling):
                return False
            write_calls(connection, (call,))
            return True

    def counted(self, job_id: str) -> Mapping[str, Money]:
        chosen = select(calls.c.call).where(calls.c.job_id == job_id)
        found: dict[str, Money] = {}
        with self._reading() as connection:
            for row in connection.execute(chosen).scalars():
                call = codec.load(Call, row)
                found[call.ask_id] = found.get(call.ask_id, Decimal(0)) + call.counted
        return found

    def spending(self, job_ids: Sequence[str] | None = None) -> Sequence[SpentLine]:
        keys = (calls.c.job_id, calls.c.member, calls.c.day)
        sums = [whole_sum(calls.c[name]) for name in ("settled", "held", "unpriced", "reused")]
        # Not the sum of a comparison: what comes back of that is true or false.
        failed = func.count().filter(calls.c.state == CallState.FAILED.value)
        now = select(*keys, func.count(), failed, *sums).group_by(*keys)
        if job_ids is not None:
            now = now.where(among(calls.c.job_id, job_ids))
        kept = [past_costs.c[name] for name in ("calls", "failed", "settled", "held", "unpriced", "reused")]
        before = select(literal(""), past_costs.c.member, past_costs.c.day, *kept)
        with self._reading() as connection:
            return [_line(*row) for chosen in (now, before) for row in connection.execute(chosen)]


def fits_the_day(connection: Connection, call: Call, ceiling: Money) -> bool:
    """Whether a call keeps all that is spent on its day within a ceiling, by jobs, trials, replays and pings together.

    Nobody adds to the day before the caller's transaction ends: its row is locked, as on SQLite the whole file is.
    """
    day = call.started[:10]
    connection.execute(insert(day_totals).values(day=day, counted=0).on_conflict_do_nothing())
    row = select(day_totals.c.counted).where(day_totals.c.day == day).with_for_update()
    return int(connection.execute(row).scalar_one()) + units(call.counted) <= units(ceiling)


def _line(job_id: str, member: str, day: str, *sums: int) -> SpentLine:
    count, failed, settled, held, unpriced, reused = (int(value or 0) for value in sums)
    # A substitute stands as "member > substitute"; the money went to the latter.
    before, _, model = member.rpartition(" > ")
    job_id = {PING: PINGS, REPLAY: REPLAYS, TRIAL: TRIALS}.get(before, job_id)
    spent = Spending(count - reused, failed, reused, settled / UNITS, held / UNITS, unpriced)
    return SpentLine(job_id, model, day, spent)
