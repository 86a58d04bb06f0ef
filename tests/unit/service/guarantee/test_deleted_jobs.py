"""A job that is deleted before its audits are made costs, and never helps."""

from __future__ import annotations

from typing import Any

from consensus.domain import Event


def test_units_deleted_before_their_batch_is_closed_count_as_wrong(world: Any) -> None:
    world.levels_declared()
    kept, gone = (world.submit([1.0] * 2, batch="delivery") for _ in range(2))
    world.store.delete_job(gone.id, Event("2030-01-01T00:00:00+00:00", "ana", "delete-job", gone.id))
    world.guarantees.batches.close_named("promised", "delivery")
    assert world.batch(kept).sizes == (4, 4, 4)
    assert world.judge_all() == 2, "what is left can be judged"
    (entry,) = world.snapshot().entries
    assert (entry.n[0], entry.m[0], entry.wrong[0], entry.pending[0]) == (4, 4, 0, 2)


def test_a_deleted_batch_stays_in_the_log(world: Any) -> None:
    world.levels_declared()
    job = world.submit([1.0] * 4)
    before = world.snapshot().entries
    world.store.delete_job(job.id, Event("2030-01-01T00:00:00+00:00", "ana", "delete-job", job.id))
    assert world.snapshot().entries == before
    for _ in range(6):
        world.submit([1.0] * 4)
    world.judge_all()
    assert world.status().state.value != "certified", "six right batches would do, were it not for the deleted one"
