"""What is said of a guarantee, and of one job's accepted units."""

from __future__ import annotations

from typing import Any

from consensus.domain import Event


def test_words_before_anything_is_shown_and_after(world: Any) -> None:
    world.levels_declared()
    learning = world.submit([1.0] * 4)
    assert world.status().words.startswith("Learning: ")
    assert world.guarantees.certificate(learning, world.store.units(learning.id)) is None
    for _ in range(5):
        world.submit([1.0] * 4)
    world.judge_all()
    job = world.submit([1.0])
    words = "At most 50.0% of the units accepted automatically are materially wrong (95% confidence). Shown by 24 "
    assert world.guarantees.words(job).startswith(words)
    assert world.guarantees.words(job) == world.status().words
    told = world.guarantees.certificate(job, world.store.units(job.id))
    assert told is not None
    assert told["words"].startswith(words)
    assert world.guarantees.certificate(learning, world.store.units(learning.id)) is None, "nothing of it was accepted"


def test_a_document_of_another_policy_is_promised_nothing(world: Any) -> None:
    world.certified()
    old = world.submit([1.0])
    world.in_force["promised"] = world.in_force["promised"].model_copy(update={"quorum": 3})
    assert (world.status().state, world.status().standing.level) == ("void", None)
    world.levels_declared()
    while world.standing().level is None:
        new = world.submit([1.0] * 4)
        world.judge_all()
    assert world.guarantees.words(new).startswith("At most 50.0% of the units")
    assert world.guarantees.words(old).startswith("not certified: this job was decided under another policy")
    assert world.guarantees.certificate(old, world.store.units(old.id)) is None


def test_after_an_alarm_no_older_file_is_promised_anything(world: Any) -> None:
    world.certified()
    job = world.submit([1.0] * 4)
    assert world.guarantees.certificate(job, world.store.units(job.id)) is not None
    world.until_alarm()
    told = world.guarantees.certificate(job, world.store.units(job.id))
    assert told is None or told["guarantee"] is None, "at most what its own audits say of the units that were not held"
    assert "paused" in world.guarantees.words(job)


def test_a_policy_that_is_gone_keeps_its_words(world: Any) -> None:
    world.certified()
    del world.in_force["promised"]
    assert world.status().state == "certified"


def test_statuses_and_open_batches_of_one_guarantee(world: Any) -> None:
    world.submit([1.0], batch="n")
    world.submit([1.0], to="fr", batch="m")
    assert [one.record.slice for one in world.guarantees.statuses("promised")] == ["en to de", "en to fr"]
    assert world.guarantees.statuses("another") == []
    assert [one.name for one in world.guarantees.open_batches(("promised", "en to fr"))] == ["m"]
    assert world.guarantees.draw_log(("nobody", "knows")) == []
    assert {one.snapshot.guarantees for one in world.guarantees.statuses()} == {2}, (
        "how many there are is part of the words"
    )


def test_an_export_is_noted_where_something_was_relied_on(world: Any) -> None:
    world.certified()
    for scores, noted in (([1.0], True), ([0.1], False)):
        job = world.submit(scores)
        world.guarantees.exported(job, world.store.units(job.id))
        assert bool(world.place(job)[0].exported_at) is noted
        first = world.place(job)[0].exported_at
        world.clock.advance(60)
        world.guarantees.exported(job, world.store.units(job.id))
        assert world.place(job)[0].exported_at == first, "the first time counts"


def test_what_an_audit_mended_is_exported_as_a_persons_and_relied_on_nobody(world: Any) -> None:
    world.certified()
    job = None
    while not world.waiting():
        job = world.submit([1.0])
    world.judge_all("wrong")
    assert job is not None
    world.guarantees.exported(job, world.store.units(job.id))
    assert world.place(job)[0].exported_at == ""


def test_a_job_whose_batch_is_open_is_revealed_by_closing_it(world: Any) -> None:
    world.certified()
    job = world.submit([1.0], batch="n")
    world.guarantees.batches.reveal(job.id)
    assert world.accepted(job) == {"u0"}
    world.store.delete_job(job.id, Event("2030-01-01T00:00:00+00:00", "ana", "delete-job", job.id))
    world.guarantees.batches.reveal(job.id)
    world.guarantees.batches.reveal("no such job")
