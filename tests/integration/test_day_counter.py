"""The day's ceiling is one row: whatever happens to calls and jobs, it says what the journal would add up to."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from consensus.domain import Call, CallState, Document, Event, ModelReply, ModelSpec, Panel, Policy, Task
from consensus.domain.job import JobRecord
from consensus.storage import migrations
from consensus.storage.amounts import UNITS
from consensus.storage.doctor import probe_rows
from consensus.storage.store import SqlStore

DAYS = ("2026-05-04T23:59:59+00:00", "2026-05-05T00:00:01+00:00")
PANEL = Panel("given", (ModelSpec("m1", "openai/m1", "f1"),), "because")
DOCUMENT = Document("d", "page.md", Task.TRANSLATE, "markdown", "Text", "en", "de")
JOB = JobRecord("job0", DOCUMENT, Policy(name="translation", version=3), PANEL, "page.md", "done", DAYS[0])
#: No sum of these is exact in binary, and the last is one stored unit.
COSTS = ("0.1", "0.2", "0.000123456789", "7", "0", "0.000000000001")


def reserved(name: str, started: str = DAYS[0], worst: str | None = "1", job_id: str = "job0") -> Call:
    made = Call(name, job_id, f"ask-{name}", "m1", 1, "r", "[]", "p", CallState.RESERVED, started)
    return replace(made, reserved_cost=None if worst is None else Decimal(worst))


def answered(call: Call, cost: str | None) -> Call:
    reply = ModelReply("x", "stop", "m", 1, 2, None if cost is None else Decimal(cost))
    return replace(call, state=CallState.SETTLED, reply=reply)


def counters(store: SqlStore) -> Mapping[str, int]:
    with store._reading() as connection:
        rows = connection.execute(text("SELECT day, counted FROM day_totals")).all()
    return {row.day: row.counted for row in rows if row.counted}


def added_up(store: SqlStore) -> Mapping[str, int]:
    """Of every day all that the journal and the costs of deleted jobs hold."""
    every = "SELECT day, settled, held FROM calls UNION ALL SELECT day, settled, held FROM past_costs"
    found: dict[str, int] = {}
    with store._reading() as connection:
        for row in connection.execute(text(every)):
            found[row.day] = found.get(row.day, 0) + row.settled + row.held
    return {day: counted for day, counted in found.items() if counted}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: Any) -> Path:
    """A new database: copying it costs less than every migration for each example."""
    path: Path = tmp_path_factory.mktemp("empty") / "c.db"
    SqlStore(f"sqlite:///{path}").close()
    return path


#: What may happen: a name for the call, the day it started, a worst case, a cost.
STEPS = st.tuples(
    st.sampled_from(["reserve", "within", "answer", "fail", "time out", "withdraw", "again", "delete", "reopen"]),
    st.integers(0, 5),
    st.sampled_from(DAYS),
    st.sampled_from([*COSTS, None]),
    st.sampled_from([*COSTS, None]),
)


@settings(max_examples=25, phases=(Phase.explicit, Phase.reuse, Phase.generate), deadline=None)
@given(steps=st.lists(STEPS, max_size=40))
def test_the_row_is_the_sum_of_the_journal(empty: Path, tmp_path_factory: Any, steps: list[Any]) -> None:
    world = _World(Path(shutil.copy(empty, tmp_path_factory.mktemp("day"))))
    for number, (what, at, day, worst, cost) in enumerate(steps):
        world.step(number, what, at, (day, worst, cost))
        assert counters(world.store) == added_up(world.store)
    world.agrees()
    world.store.close()


class _World:
    """A store, and beside it what each call counts for, kept without the store's help."""

    def __init__(self, path: Path) -> None:
        self.url = f"sqlite:///{path}"
        self.store = SqlStore(self.url)
        self.job, self.calls, self.gone = 0, dict[str, Call](), list[Call]()
        self.store.create_job(JOB, ())

    def step(self, number: int, what: str, at: int, rest: tuple[str, str | None, str | None]) -> None:
        day, worst, cost = rest
        if what == "reopen":
            self.store.close()
            self.store = SqlStore(self.url)
        elif what == "delete":
            self.store.delete_job(f"job{self.job}", Event(day, "ana", "delete-job", "job"))
            self.gone += self.calls.values()
            self.calls.clear()
            self.job += 1
            self.store.create_job(replace(JOB, id=f"job{self.job}"), ())
        elif what in ("reserve", "within"):
            call = reserved(f"c{number}", day, worst, f"job{self.job}")
            if what == "reserve":
                self.store.record([call])
            elif not self.store.reserve_within(call, Decimal(20)):
                assert self.counted(day) + call.counted > 20
                return
            else:
                assert self.counted(day) + call.counted <= 20
            self.calls[call.id] = call
        elif self.calls:
            self.end(what, sorted(self.calls)[at % len(self.calls)], cost)

    def end(self, what: str, name: str, cost: str | None) -> None:
        """End a call in one of the ways; what was answered and paid for stays so, whatever comes late."""
        call = self.calls[name]
        if what == "withdraw":
            self.store.record([replace(call, state=CallState.WITHDRAWN)])
            if call.state is CallState.RESERVED:
                del self.calls[name]
            return
        faults = {"fail": "bad_request", "time out": "timeout"}
        if what in faults:
            ended = replace(call, state=CallState.FAILED, fault=faults[what], reply=None)
        else:
            ended = answered(replace(call, fault=None), cost)
        self.store.record([ended, ended] if what == "again" else [ended])
        if call.state is not CallState.SETTLED or ended.state is CallState.SETTLED:
            self.calls[name] = ended

    def counted(self, day: str) -> Decimal:
        every = [*self.calls.values(), *self.gone]
        return sum((call.counted for call in every if call.started[:10] == day[:10]), Decimal(0))

    def agrees(self) -> None:
        for day in DAYS:
            assert counters(self.store).get(day[:10], 0) == self.counted(day) * UNITS


def test_a_call_settled_after_midnight_counts_for_the_day_it_began(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'c.db'}")
    store.create_job(JOB, ())
    call = reserved("a", DAYS[0])
    assert store.reserve_within(call, Decimal(1))
    store.record([answered(replace(call, ended=DAYS[1]), "0.25")])
    assert counters(store) == {"2026-05-04": UNITS / 4}
    assert store.reserve_within(reserved("b", DAYS[1]), Decimal(1)), "the next day has all of its own"
    store.close()


def test_a_withdrawn_call_gives_its_day_back(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'c.db'}")
    store.create_job(JOB, ())
    for number in range(20):
        call = reserved(f"c{number}")
        assert store.reserve_within(call, Decimal(1)), "what was never sent costs nothing"
        store.record([replace(call, state=CallState.WITHDRAWN)])
    assert not list(store.spending())
    store.close()


_SPENDER = """
import sys
from decimal import Decimal
sys.path.insert(0, sys.argv[2])
from test_day_counter import answered, reserved
from consensus.storage.store import SqlStore
store = SqlStore(sys.argv[1])
for number in range(100_000):
    call = reserved(f"{sys.argv[3]}-{number}", worst="0.3")
    if store.reserve_within(call, Decimal(1000)):
        print(number, flush=True)
        store.record([answered(call, "0.1")])
"""


def test_killed_processes_leave_the_row_right(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    store = SqlStore(url)
    store.create_job(JOB, ())
    here = str(Path(__file__).parent)
    started = [
        subprocess.Popen([sys.executable, "-c", _SPENDER, url, here, name], stdout=subprocess.PIPE, text=True)
        for name in "ab"
    ]
    for at, process in enumerate(started):
        assert process.stdout is not None
        for _ in range(5 + 3 * at):
            assert process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
    assert counters(store) == added_up(store)
    assert counters(store)["2026-05-04"] > 0
    store.close()


def test_the_upgrade_fills_the_row_from_the_journal(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    _at_0006(path)
    store = SqlStore(f"sqlite:///{path}")
    assert counters(store) == added_up(store) == {"2026-05-04": 1, "2026-05-05": 1005}
    store.close()


def _at_0006(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = migrations._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.execute(
            text(
                "INSERT INTO jobs (id, path, state, created_at, document, policy, panel)"
                " VALUES ('job0', 'p', 'done', 'n', '{}', '{}', '{}')"
            )
        )
        for name, day, settled, held in (("a", 4, 1, 0), ("b", 5, 2, 3), ("c", 5, 0, 1000), ("d", 5, 40, 0)):
            connection.execute(
                text(
                    "INSERT INTO calls (id, job_id, member, state, call, day, settled, held)"
                    f" VALUES ('{name}', 'job0', 'm', 'settled', '{{}}', '2026-05-0{day}', {settled}, {held})"
                )
            )
        connection.execute(text("UPDATE calls SET settled = 0 WHERE id = 'd'"))
        connection.execute(text("DELETE FROM calls WHERE id = 'c'"))
    engine.dispose()


def test_the_doctor_says_where_row_and_journal_differ(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    store = SqlStore(url)
    store.create_job(JOB, ())
    store.record([answered(reserved("a"), "0.5"), reserved("b", DAYS[1])])
    assert [probe.ok for probe in probe_rows(url)] == [True]
    for change in ("UPDATE day_totals SET counted = counted - 1 WHERE day = '2026-05-04'", "DELETE FROM day_totals"):
        with store._writing() as connection:
            connection.execute(text(change))
        probes = probe_rows(url)
        assert not any(probe.ok for probe in probes)
        assert probes[0].name == "day 2026-05-04"
        assert "$0.5" in probes[0].found
    assert [probe.name for probe in probes] == ["day 2026-05-04", "day 2026-05-05"]
    store.close()
