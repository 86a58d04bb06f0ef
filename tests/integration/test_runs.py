"""Who works on a job: leases, the fence, cancelling and the queue's order, on both databases."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import Call, CallState
from consensus.domain.run import RunEnd, RunProgress, RunStatus
from consensus.errors import ConflictError, LostJobError, NotFoundError
from consensus.storage import owners, runs
from consensus.storage.owners import has_ended, this_process
from consensus.storage.store import SqlStore
from tests.integration.test_sql_store import job as a_job

AT = "2026-01-01T00:00:00+00:00"


@pytest.fixture
def new_run(store: SqlStore) -> Callable[[str], SqlStore]:
    def made(job_id: str) -> SqlStore:
        store.create_job(a_job(job_id), [])
        return store

    return made


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """From now on this process is one of another machine."""

    def moved() -> None:
        monkeypatch.setattr(runs, "this_process", lambda: "other-machine:1:1")

    return moved


def call(number: int, state: CallState = CallState.RESERVED) -> Call:
    return Call(f"call{number}", "job1", "ask", "m", 1, "digest", "sent", "p", state, AT, reserved_cost=Decimal("0.5"))


def test_one_process_at_a_time(new_run: Any, elsewhere: Any) -> None:
    store = new_run("job1")
    lease = store.take_run("job1", AT)
    elsewhere()
    with pytest.raises(ConflictError, match="another process is working on this job"):
        store.take_run("job1", AT)
    assert store.end_run(lease, RunEnd(RunStatus.CANCELLED, AT))
    assert store.take_run("job1", AT).attempt == 2
    with pytest.raises(NotFoundError):
        store.take_run("nobody", AT)


def test_a_lease_without_heartbeat_ends(new_run: Any, elsewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_run("job1")
    monkeypatch.setattr(runs, "LEASE_SECONDS", -1.0)
    lost = store.take_run("job1", AT)
    monkeypatch.undo()
    elsewhere()
    assert not store.run("job1").is_under_way
    taken = store.take_run("job1", AT)
    assert store.renew_runs({lost: RunProgress(1, 2, 3, "{}"), taken: None}) == {taken: False}
    assert store.run("job1").progress == RunProgress(), "what an earlier attempt says is not heard"
    assert not store.end_run(lost, RunEnd(RunStatus.FAILED, AT, "store", "full"))
    assert store.run("job1").status is RunStatus.RUNNING


def test_the_fence(new_run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_run("job1")
    monkeypatch.setattr(runs, "LEASE_SECONDS", -1.0)
    lost = store.take_run("job1", AT)
    monkeypatch.undo()
    store.record([call(1)], lease=lost)
    mine = store.take_run("job1", AT)
    ended = replace(call(1), state=CallState.FAILED, fault="timeout")
    with pytest.raises(LostJobError):
        store.record([ended, call(2)], lease=lost)
    assert [(one.id, one.state) for one in store.calls("job1")] == [("call1", CallState.FAILED)], "paid is taken"
    with pytest.raises(LostJobError):
        store.reserve_within(call(3), Decimal(100), lease=lost)
    for write in (
        lambda: store.end_job("job1", "done", AT, lease=lost),
        lambda: store.save_decisions("job1", [], [], lease=lost),
        lambda: store.drop_units("job1", [], lease=lost),
    ):
        with pytest.raises(LostJobError):
            write()
    with store.transaction() as tx, pytest.raises(LostJobError):
        tx.fence(lost)
    assert store.job("job1").state == "running"
    store.record([call(2)], lease=mine)
    assert store.reserve_within(call(3), Decimal(100), lease=mine)
    store.end_job("job1", "done", AT, lease=mine)


def test_cancel(new_run: Any) -> None:
    store = new_run("job1")
    lease = store.take_run("job1", AT)
    assert store.cancel_run("job1", AT).cancel_requested
    with pytest.raises(LostJobError):
        store.record([call(1)], lease=lease)
    assert store.renew_runs({lease: None}) == {lease: True}
    assert store.end_run(lease, RunEnd(RunStatus.CANCELLED, AT))
    assert store.enqueue_run("job1", 0, AT)
    assert store.cancel_run("job1", AT).status is RunStatus.CANCELLED, "nobody had begun"
    with pytest.raises(ConflictError):
        store.take_run("job1", AT, queued=True)


def test_the_urgent_first_and_the_lost_again(new_run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        store = new_run(name)
    assert store.queued_runs(9) == []
    assert store.enqueue_run("a", 0, "2026-01-01")
    assert store.enqueue_run("b", 10, "2026-01-02")
    assert store.enqueue_run("a", 0, "2026-01-03"), "once more is no harm"
    assert list(store.queued_runs(9)) == ["b", "a"]
    monkeypatch.setattr(runs, "LEASE_SECONDS", -1.0)
    store.take_run("b", AT, queued=True)
    monkeypatch.undo()
    store.take_run("a", AT, queued=True)
    assert not store.enqueue_run("a", 0, AT), "it is under way"
    assert list(store.requeue_lost(AT)) == ["b"]
    assert [store.run(name).status.value for name in "abc"] == ["running", "queued", "cancelled"]
    assert list(store.requeue_lost(AT)) == []


def test_a_process_that_has_ended_is_known_on_its_machine() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        here = this_process().rpartition(":")[0].rpartition(":")[0]
        name = f"{here}:{process.pid}:{owners._start_of(process.pid)}"
        assert not has_ended(name)
        assert has_ended(f"{here}:{process.pid}:0"), "another process has its number now"
        process.kill()
        process.wait()
        assert has_ended(name)
    assert not has_ended(this_process())
    twin = here.replace(Path("/proc/sys/kernel/random/boot_id").read_text().strip(), "another-start")
    assert not has_ended(f"{twin}:1:0"), "of a machine of the same name nobody can say it here"
    assert not has_ended(f"another{name}"), "of another machine nobody can say"
    assert not has_ended("")
