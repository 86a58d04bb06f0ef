"""The books: what the store says was spent, the day's ceiling over several processes, and costs that outlive a job."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from consensus.domain import (
    Call,
    CallState,
    Document,
    Event,
    ModelReply,
    ModelSpec,
    Panel,
    Policy,
    Spending,
    Task,
    summarize_costs,
)
from consensus.domain.job import JobRecord
from consensus.ports.storage import Store
from consensus.storage.store import SqlStore

DAY = "2026-05-04"
EVENT = Event(DAY, "ana", "delete-job", "job1")


def job(job_id: str = "job1") -> JobRecord:
    document = Document(f"d-{job_id}", "page.md", Task.TRANSLATE, "markdown", "Text", "en", "de")
    panel = Panel("given", (ModelSpec("m1", "openai/m1", "f1"),), "because")
    return JobRecord(job_id, document, Policy(name="translation", version=3), panel, "page.md", "done", DAY)


def call(name: str, cost: str | None = None, worst: str | None = "1", **more: Any) -> Call:
    """A settled call, unless ``more`` says otherwise."""
    reply = ModelReply("x", "stop", "m", 1, 2, None if cost is None else Decimal(cost))
    settled = Call(name, "job1", f"ask-{name}", "m1", 1, "r", "[]", "p", CallState.SETTLED, f"{DAY}T08:00:00+00:00")
    reserved = None if worst is None else Decimal(worst)
    return replace(settled, **{"reply": reply, "reserved_cost": reserved, **more})


@pytest.fixture
def store(store: SqlStore) -> SqlStore:
    store.create_job(job(), ())
    return store


FAILED = {"state": CallState.FAILED, "reply": None}
CALLS = [
    # the call, what the books say, meaning
    (call("a", "0.25"), Spending(1, settled=Decimal("0.25")), "its cost"),
    (call("a", "0.000000000001"), Spending(1, settled=Decimal("0.000000000001")), "to the last digit"),
    (call("a", None), Spending(1, reserved=Decimal(1)), "no bill is known: the worst case stays reserved"),
    (call("a", None, None), Spending(1, unknown=1), "nothing is known"),
    (call("a", state=CallState.RESERVED, reply=None), Spending(1, reserved=Decimal(1)), "under way"),
    (call("a", **FAILED, fault="bad_request"), Spending(1, failed=1), "refused, so not billed"),
    (call("a", **FAILED, fault="timeout"), Spending(1, 1, reserved=Decimal(1)), "timed out, so it may be billed"),
    (call("a", "0", cached="earlier"), Spending(0, cached=1), "taken from the journal"),
]


@pytest.mark.parametrize(("one", "expected", "meaning"), CALLS, ids=[row[2] for row in CALLS])
def test_what_one_call_is_in_the_books(store: Store, one: Call, expected: Spending, meaning: str) -> None:
    store.record([replace(one, state=CallState.RESERVED, reply=None, fault=None), one])
    (line,) = store.spending()
    assert line.spending == expected, meaning
    assert (line.job_id, line.model, line.day) == ("job1", "m1", DAY)


def test_the_same_money_three_ways(store: Store) -> None:
    store.create_job(job("job2"), ())
    tomorrow = "2026-05-05T00:00:00+00:00"
    store.record([call("a", "1"), call("b", "2", member="m1 > m2"), call("c", "4", job_id="job2", started=tomorrow)])
    found = summarize_costs(list(store.spending()))
    assert {name: one.settled for name, one in found.by_model} == {"m1": 5, "m2": 2}, "a substitute by its own name"
    assert {name: one.settled for name, one in found.by_job} == {"job1": 3, "job2": 4}
    assert {name: one.settled for name, one in found.by_day} == {DAY: 3, "2026-05-05": 4}
    assert found.total.settled == sum(
        reply.cost or 0 for j in ("job1", "job2") for c in store.calls(j) if (reply := c.reply)
    )
    assert found.as_dict()["total"]["calls"] == 3


def test_what_a_deleted_job_cost_stays_spent(store: Store) -> None:
    store.record([call("a", "1"), call("b", "2"), call("c", state=CallState.RESERVED, reply=None)])
    store.delete_job("job1", EVENT)
    lines = [(line.job_id, line.model, line.day) for line in store.spending()]
    assert set(lines) == {("", "m1", DAY)}
    total = summarize_costs(list(store.spending())).total
    assert (total.calls, total.settled, total.reserved) == (3, 3, 1)
    store.create_job(job("job2"), ())
    wanted = call("d", state=CallState.RESERVED, reply=None, job_id="job2")
    assert not store.reserve_within(wanted, Decimal("4.99"))
    assert store.reserve_within(wanted, Decimal(5))


def test_a_call_that_does_not_fit_the_day_is_not_written_down(store: Store) -> None:
    store.record([call("a", "0.5"), call("b", state=CallState.RESERVED, reply=None)])
    wanted = call("c", state=CallState.RESERVED, reply=None)
    assert not store.reserve_within(wanted, Decimal("2.499999999999"))
    assert [one.id for one in store.calls("job1")] == ["a", "b"]
    assert store.reserve_within(wanted, Decimal("2.5")), "0.5 spent, 1 under way, 1 for itself"
    assert [one.id for one in store.calls("job1")] == ["a", "b", "c"]


def test_what_asks_count_for(store: Store) -> None:
    store.record([call("a", "1", ask_id="x"), call("b", "2", ask_id="x"), call("c", None, ask_id="y")])
    assert dict(store.counted("job1")) == {"x": Decimal(3), "y": Decimal(1)}


def test_two_processes_keep_one_ceiling(new_database: Callable[[], str]) -> None:
    url = new_database()
    stores = [SqlStore(url), SqlStore(url)]
    stores[0].create_job(job(), ())
    allowed: list[bool] = []

    def spend(store: SqlStore, name: str) -> None:
        for n in range(20):
            wanted = call(f"{name}{n}", state=CallState.RESERVED, reply=None)
            allowed.append(store.reserve_within(wanted, Decimal(10)))

    threads = [threading.Thread(target=spend, args=(store, str(at))) for at, store in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(allowed) == 10
    for store in stores:
        store.close()


def test_older_calls_get_their_day_and_cost_at_the_upgrade(tmp_path: Path) -> None:
    from alembic import command

    from consensus.storage import migrations

    path = tmp_path / "c.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = migrations._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.execute(
            text(
                "INSERT INTO jobs (id, path, state, created_at, document, policy, panel)"
                " VALUES ('job1', 'p', 'done', 'n', '{}', '{}', '{}')"
            )
        )
        rows = [("a", "settled", None, "0.25"), ("b", "settled", None, None), ("c", "failed", "bad_request", None)]
        for name, state, fault, cost in rows:
            given = {"id": name, "state": state, "fault": fault, "cost": cost, "call": f'{{"started": "{DAY}T08:00"}}'}
            connection.execute(
                text(
                    "INSERT INTO calls (id, job_id, member, state, fault, cost, call)"
                    " VALUES (:id, 'job1', 'm1', :state, :fault, :cost, :call)"
                ),
                given,
            )
    engine.dispose()
    store = SqlStore(f"sqlite:///{path}")
    (line,) = store.spending()
    assert (line.day, line.spending) == (DAY, Spending(3, 1, settled=Decimal("0.25"), unknown=1))
    store.close()
