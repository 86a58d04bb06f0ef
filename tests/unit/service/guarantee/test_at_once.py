"""Several people and processes under one guarantee: nothing is drawn twice, lost, or waited for forever."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import GuaranteeKey, Judgement, Rule
from consensus.domain.job import JobRecord
from consensus.errors import ConflictError, UsageError
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock
from tests.folded import assert_adds_up
from tests.unit.service.conftest import Certified, World

KEY: GuaranteeKey = ("promised", "en to de")
ROOT = Path(__file__).parents[4]
THREADS = 6


@pytest.fixture
def url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def worlds(url: str, certified_once: Certified) -> Iterator[list[World]]:
    """One installation, opened once for each thread, as by processes of their own; certified."""
    clock, stores = FixedClock(), [SqlStore(url) for _ in range(THREADS)]
    opened = [World(store, clock, made=1000 * number) for number, store in enumerate(stores)]
    opened[0].proven = certified_once if url.startswith("sqlite") else None
    opened[0].certified()
    yield opened
    for store in stores:
        store.close()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do all of this at once; the first error of any is raised."""
    together, found, failed = threading.Barrier(len(works)), list[Any](), list[BaseException]()

    def run(work: Callable[[], Any]) -> None:
        together.wait(60)
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive(), "two wait for each other"
    if failed:
        raise failed[0]
    return found


CLOSING = """
import sys
from consensus.storage.store import SqlStore
from tests.unit.service.conftest import World
world = World(SqlStore(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
world.guarantees.batches.close(sys.argv[2])
"""


def test_a_batch_is_closed_once_whoever_closes_it(worlds: list[World], url: str) -> None:
    jobs = [worlds[0].submit([1.0, 0.5], batch="named") for _ in range(6)]
    (batch,) = worlds[0].store.open_batches()
    command, environment = [sys.executable, "-c", CLOSING, url, batch.id], {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    others = [subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    assert [other.stdout.readline() for other in others] == ["ready\n"] * 2

    def told(other: Any) -> Callable[[], Any]:
        return lambda: other.communicate("go\n", timeout=120)

    closed = at_once(
        *[lambda world=world: world.guarantees.batches.close(batch.id) for world in worlds[:3]],  # type: ignore[misc]
        lambda: worlds[3].guarantees.batches.reveal(jobs[0].id),
        *map(told, others),
    )
    assert [other.returncode for other in others] == [0, 0], closed
    events = [event.action for event in worlds[0].store.events(batch.id)]
    assert sorted(events) == ["draw-audits", "open-batch"]
    assert sum(len(worlds[0].accepted(job)) for job in jobs) == 4, "the cap is four"
    assert_adds_up(worlds[0].store, KEY)


def audit(world: World, reviewer: str, rounds: int) -> int:
    """Judge audits as they come, and take every third back. Returns how many judgements stand."""
    made = 0
    for number in range(rounds):
        for item in world.waiting()[number % 3 :]:
            try:
                view = world.queue.open(reviewer, item.id)
                world.clock.advance(1)
                world.queue.audits.judge(view, "right")
                made += 1
                if number % 3 == 2:
                    made -= 1
                    world.queue.release(world.queue.undo(reviewer))
                break
            except ConflictError:
                continue  # somebody else has it
    return made


def test_people_judge_and_undo_while_batches_close(worlds: list[World]) -> None:
    before = sum(one.judgement is not None for one in worlds[0].audits())

    def submits(world: World) -> int:
        for number in range(8):
            world.submit([1.0, 0.9, 0.5, 0.1][: 1 + number % 4])
            world.guarantees.statuses()
        return 0

    made = sum(
        at_once(
            *[lambda world=world: submits(world) for world in worlds[:3]],  # type: ignore[misc]
            *[lambda world=world, who=who: audit(world, who, 12) for world, who in zip(worlds[3:], "abc", strict=True)],  # type: ignore[misc]
        )
    )
    audits = worlds[0].audits()
    assert sum(one.judgement is not None for one in audits) == before + made
    assert {one.judgement for one in audits} <= {None, Judgement.RIGHT}
    assert_adds_up(worlds[0].store, KEY)


def test_two_hand_in_to_a_named_batch_that_a_third_exports(worlds: list[World]) -> None:
    first = worlds[0].submit([1.0], batch="named")

    def hands_in(world: World) -> list[JobRecord]:
        made = []
        for _ in range(6):
            try:
                world.guarantees.batches.refuse_closed([KEY], "named")
            except UsageError:
                break
            made.append(world.submit([1.0, 0.5], batch="named"))
        return made

    def exports() -> list[JobRecord]:
        worlds[2].guarantees.batches.reveal(first.id)
        return [first]

    told = at_once(lambda: hands_in(worlds[0]), lambda: hands_in(worlds[1]), exports)
    jobs = [job for made in told for job in made]
    for batch in worlds[0].store.open_batches():
        worlds[0].guarantees.batches.close(batch.id)
    assert worlds[0].batch(first).closed_at
    rules = {verdict.rule for job in jobs for verdict in worlds[0].verdicts(job).values()}
    assert Rule.OPEN_BATCH not in rules, "every unit has its verdict"
    assert_adds_up(worlds[0].store, KEY)


def test_copies_come_in_while_their_first_hand_in_is_audited(worlds: list[World]) -> None:
    """A copy may draw units of other jobs anew: it must not hold the guarantee while it waits for those."""
    first = [worlds[0].submit([1.0], text=f"manual {number}") for number in range(20)]

    def copies(world: World) -> int:
        for number in range(20):
            world.submit([1.0], text=f"manual {number}")
        return 0

    before = sum(one.judgement is not None for one in worlds[0].audits())
    made = sum(
        at_once(
            *[lambda world=world: copies(world) for world in worlds[:3]],  # type: ignore[misc]
            *[lambda world=world, who=who: audit(world, who, 25) for world, who in zip(worlds[3:], "abc", strict=True)],  # type: ignore[misc]
        )
    )
    assert sum(one.judgement is not None for one in worlds[0].audits()) == before + made
    assert {worlds[0].batch(job).delivered for job in first} == {(4, 4, 4)}, "each was delivered four times"
    assert_adds_up(worlds[0].store, KEY)
