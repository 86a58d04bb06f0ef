"""The promise through the wired product: service, store and log, with answers that are right or wrong by a draw.

At most 5% of runs may ever be certified while the share of wrong ones is at or above the target. Each planted variant
changes one thing, and the same yardstick catches it. The target is 50% and a run is short; ``test_promises`` has the
targets of houses, and the engine alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from consensus import certify
from consensus.domain import Audit, AuditOutcome, Event, GuaranteeRules, ItemState, Judgement, Policy, ReviewItem
from consensus.domain.job import JobRecord
from consensus.service.guarantee.audits import retract_audit, store_audit
from consensus.storage import draw_log
from consensus.storage.store import SqlStore
from tests.unit.service.conftest import World

pytestmark = pytest.mark.slow

ALPHA, DELTA = 0.5, 0.05
#: As many as show each planted variant, with the same seeds.
RUNS = 8
Worlds = Callable[[int, int], World]


@pytest.fixture
def new_world(open_sql: Callable[[Path], SqlStore], tmp_path: Path) -> Iterator[Worlds]:
    """Makes one installation whose levels are declared: (seed of its keys, cap of a batch)."""
    opened: list[SqlStore] = []

    def made(seed: int, cap: int) -> World:
        folder = tmp_path / f"{len(opened)}"
        folder.mkdir()
        opened.append(open_sql(folder))
        rules = GuaranteeRules(alpha=ALPHA, catch=1.0, cap=cap)
        policy = Policy(name="promised", version=1, semantic="off", guarantee=rules)
        world = World(opened[-1], in_force={"promised": policy}, key=f"key {seed}".encode())
        world.levels_declared()
        return world

    yield made
    for store in opened:
        store.close()


def judge(world: World, audit: Audit, judgement: Judgement) -> None:
    item = ReviewItem(audit.item_id, audit.job_id, audit.unit_id, ItemState.OPEN, 1, 0.0)
    with world.store.transaction() as tx:
        store_audit(tx, item, AuditOutcome(judgement), world.clock.now().isoformat(), "ana")


def is_certified(world: World) -> bool:
    """As it was announced last."""
    record = world.snapshot().record
    return record is not None and record.state.startswith("certified")


def kept(share: float, runs: int) -> bool:
    return share <= DELTA + 3 * float(np.sqrt(DELTA * (1 - DELTA) / runs))


def share_of(run: Callable[[int], bool], runs: int) -> float:
    """How many of so many runs were ever certified."""
    return float(np.mean([run(seed) for seed in range(runs)]))


# --- wrong audits that are left for the last day ---------------------------------------------------------------------


def left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: an audit that waits counts for nothing."""
    counts = draw_log._counts

    def without(rows: Any) -> Any:
        n, delivered, m, wrong, pending, _ = counts(rows)
        none = (0,) * len(n)
        return n, delivered, tuple(np.subtract(m, pending).tolist()), wrong, none, none

    monkeypatch.setattr(draw_log, "_counts", without)


def wrong_ones_wait(new_world: Worlds, seed: int) -> bool:
    """Three in five are wrong; whoever sees that an answer is wrong leaves it for day 6.9."""
    world, dice = new_world(seed, 4), np.random.default_rng(seed)
    for _ in range(12):
        job = world.submit([1.0] * 4)
        for audit in world.store.audits_of(job.id):
            if dice.random() >= 0.6:
                judge(world, audit, Judgement.RIGHT)
        if is_certified(world):
            return True
    world.clock.advance(6.9 * 86400)
    return is_certified(world)


def test_wrong_audits_left_for_the_last_day(new_world: Worlds) -> None:
    assert kept(share_of(lambda seed: wrong_ones_wait(new_world, seed), RUNS), RUNS)


def test_leaving_out_what_waits_is_caught(new_world: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    left_out(monkeypatch)
    assert not kept(share_of(lambda seed: wrong_ones_wait(new_world, seed), RUNS), RUNS)


# --- documents that are wrong together -------------------------------------------------------------------------------


def together(new_world: Worlds, seed: int, *, joined: bool) -> bool:
    """Six documents of one unit come together, all right or, in 52.5%, all wrong. joined: they are one batch."""
    world, dice = new_world(seed, 6 if joined else 1), np.random.default_rng(seed)
    for number in range(9 if joined else 2):
        said = Judgement.WRONG if dice.random() < 1.05 * ALPHA else Judgement.RIGHT
        jobs = [world.submit([1.0], batch=f"manual {number}" if joined else "") for _ in range(6)]
        for batch in world.store.open_batches():
            world.guarantees.batches.close(batch.id)
        for job in jobs:
            for audit in world.store.audits_of(job.id):
                judge(world, audit, said)
        if is_certified(world):
            return True
    return False


def test_documents_that_are_wrong_together_are_one_batch(new_world: Worlds) -> None:
    assert kept(share_of(lambda seed: together(new_world, seed, joined=True), RUNS), RUNS)


def test_a_batch_for_each_of_them_is_caught(new_world: Worlds) -> None:
    assert not kept(share_of(lambda seed: together(new_world, seed, joined=False), RUNS), RUNS)


# --- wrong audits that are made to go away ---------------------------------------------------------------------------


def get_rid(world: World, job: JobRecord, audit: Audit, how: str) -> None:
    at = world.clock.now().isoformat()
    if how == "undo":
        judge(world, audit, Judgement.WRONG)
        with world.store.transaction() as tx:
            retract_audit(tx, audit.item_id, Event(at, "ana", "undo", audit.item_id))
    elif how == "delete":
        world.store.delete_job(job.id, Event(at, "ana", "delete-job", job.id))
    elif how == "skip":
        world.queue.skip(world.queue.open("ana", audit.item_id), "not mine")


def log_e(world: World) -> float:
    snapshot = world.snapshot()
    assert snapshot.record is not None
    assert snapshot.record.claim is not None
    cap = snapshot.record.claim.cap
    return float(certify.log_e_by_batch(snapshot.entries, 1, ALPHA, cap)[-1]) if snapshot.entries else 0.0


def gone(new_world: Worlds, seed: int, *, dropped: bool) -> bool:
    """Three in five are wrong, and each is undone, skipped or deleted. dropped: planted, deletion forgets audits."""
    world, dice = new_world(seed, 2), np.random.default_rng(seed)
    for _ in range(14):
        job = world.submit([1.0] * 2)
        drawn = world.store.audits_of(job.id)
        wrong = [audit for audit in drawn if dice.random() < 0.6]
        for audit in drawn:
            if audit not in wrong:
                judge(world, audit, Judgement.RIGHT)
        for audit in wrong:
            before, how = log_e(world), "delete" if dropped else str(dice.choice(["undo", "skip", "delete"]))
            get_rid(world, job, audit, how)
            if dropped:
                forget(world, job)
            assert dropped or log_e(world) <= before, how
            if how == "delete":
                break
        if is_certified(world):
            return True
    return False


def forget(world: World, job: JobRecord) -> None:
    store: Any = world.store
    with store._engine.begin() as connection:
        connection.execute(text("DELETE FROM audits WHERE job_id = :job AND judgement IS NULL"), {"job": job.id})
    world.guarantees.tend()


def test_undoing_deleting_or_skipping_what_is_wrong_earns_nothing(new_world: Worlds) -> None:
    assert not any(gone(new_world, seed, dropped=False) for seed in range(RUNS))


def test_deletion_that_drops_the_audit_is_caught(new_world: Worlds) -> None:
    assert not kept(share_of(lambda seed: gone(new_world, seed, dropped=True), RUNS), RUNS)


# --- documents that are delivered again ------------------------------------------------------------------------------


def delivered_again(new_world: Worlds, seed: int) -> bool:
    """Two in five documents are wrong, and delivered five times: of what is delivered 53% is wrong."""
    world, dice = new_world(seed, 5), np.random.default_rng(seed)
    for number in range(25):
        wrong = dice.random() < 0.4
        jobs = [world.submit([1.0] if wrong else [1.0] * 3, text=f"text {number}") for _ in range(5 if wrong else 1)]
        for audit in world.store.audits_of(jobs[0].id):
            judge(world, audit, Judgement.WRONG if wrong else Judgement.RIGHT)
        if is_certified(world):
            return True
    return False


def test_a_copy_counts_as_often_as_it_is_delivered(new_world: Worlds) -> None:
    assert kept(share_of(lambda seed: delivered_again(new_world, seed), 6), 6)


def test_counting_copies_once_is_caught(new_world: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = draw_log._counts
    monkeypatch.setattr(draw_log, "_counts", lambda rows: (counts(rows)[0], counts(rows)[0], *counts(rows)[2:]))
    assert not kept(share_of(lambda seed: delivered_again(new_world, seed), 6), 6)


def test_a_good_panel_is_certified(new_world: Worlds) -> None:
    """The wiring wastes nothing: six full batches of right answers are a proof of 50%."""
    world = new_world(1, 4)
    for number in range(6):
        assert not is_certified(world), number
        job = world.submit([1.0] * 4)
        for audit in world.store.audits_of(job.id):
            judge(world, replace(audit), Judgement.RIGHT)
    assert is_certified(world)
