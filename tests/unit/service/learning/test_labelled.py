"""Recorded answers with labels: an installation's own benchmark."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from consensus import review
from consensus.certify import keyed_draw
from consensus.domain import DataClass, Policy
from consensus.domain.job import UnitRecord
from consensus.errors import RecordedError, UsageError
from consensus.evaluate.gold import accepted_labels, score_labels
from consensus.formats import RecordedLabel, read_recorded
from consensus.learn.halves import document_digest, half_of
from consensus.service.jobs.labelled import LabelledAnswers, record_labelled
from consensus.service.review.decisions import ReviewSettings
from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

POLICY = Policy(name="p", version=1, semantic="off")


def labelled(store: SqlStore, *jobs: str) -> LabelledAnswers:
    return asyncio.run(record_labelled(SimpleNamespace(store=store, draw=keyed_draw(b"key")), jobs))  # type: ignore[arg-type]


@pytest.fixture
def decide(sqlite_store: SqlStore, keep: Any, decided: Callable[..., UnitRecord]) -> Callable[..., None]:
    """Stores a translation of two held segments; the first is taken, the second rejected."""

    def made(job: str, **more: Any) -> None:
        keep(sqlite_store, job, [decided("a", 0.5, "split"), decided("b", 0.5, "split", index=1)], **more)
        clock = FixedClock()
        queue = Queue(sqlite_store, clock, ReviewSettings(draw=lambda *_: 0.5))
        for unit in ("a", "b"):
            view = queue.open("ana", review.item_id(job, unit))
            clock.advance(1)
            if unit == "a":
                queue.choose(view, "A")
            else:
                queue.reject(view, "accuracy: mistranslation", "major")

    return made


def test_labels_come_back_with_their_chance_and_half(
    sqlite_store: SqlStore, decide: Callable[..., None], tmp_path: Path
) -> None:
    decide("job1")
    found = labelled(sqlite_store, "job1")
    assert (found.records, found.labels, found.notes) == (2, 2, ())
    path = tmp_path / "labelled.jsonl"
    path.write_text(found.text, "utf-8")
    recorded = read_recorded(path)
    assert "Learn from one half" in recorded.note
    one, other = recorded.records
    document = sqlite_store.job("job1").document
    assert {one.half, other.half} == {half_of(document_digest(document), keyed_draw(b"key")).value}
    assert one.labels[""].value == "Wort a."
    assert (one.labels[""].chance, one.labels[""].drawn) == (1.0, "whole_queue")
    assert set(one.labels[""].right.values()) == {True}
    assert (other.labels[""].rejected, other.labels[""].value) == (True, None)
    assert one.protocol == "label"
    assert set((one.human or {}).values()) == {1.0}
    assert set((other.human or {}).values()) == {0.0}


def test_a_queue_that_is_not_decided_is_said(
    sqlite_store: SqlStore, keep: Any, decided: Callable[..., UnitRecord], decide: Callable[..., None]
) -> None:
    decide("job1")
    sqlite_store.save_decisions("job1", [], [review.open_item("job1", decided("c", 0.5, "split", index=2))])
    (note,) = labelled(sqlite_store, "job1").notes
    assert note.startswith("2 of 2 labels come from queues")


def test_a_class_of_data_that_may_be_kept_nowhere_is_left_out(
    sqlite_store: SqlStore, decide: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = POLICY.model_copy(update={"data_classes": {"secret": DataClass(retention_days=0)}})
    decide("job1", text="one", policy=secret)
    decide("job2", text="two")
    real = sqlite_store.job

    def as_secret(job_id: str) -> Any:
        from dataclasses import replace

        job = real(job_id)
        return replace(job, document=replace(job.document, data_class="secret")) if job.id == "job1" else job

    monkeypatch.setattr(sqlite_store, "job", as_secret)
    found = labelled(sqlite_store, "job1", "job2")
    assert found.notes[0] == 'Job job1 is left out: its data class "secret" may be kept nowhere (retention_days: 0).'
    assert "job1" not in found.text
    with pytest.raises(UsageError, match="none of these jobs"):
        labelled(sqlite_store, "job1")


@pytest.mark.parametrize(
    "labels", ['{"x": 1}', '{"x": {"value": 1, "chance": 0}}', '{"x": {"value": 1, "chance": true}}']
)
def test_labels_that_cannot_be_used_are_refused(tmp_path: Path, labels: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(f'{{"id": "1", "text": "t", "outputs": {{"a": {{}}}}, "labels": {labels}}}\n', "utf-8")
    with pytest.raises(RecordedError, match=r"labels|chance"):
        read_recorded(path)


def test_accepted_fields_are_judged_by_their_labels_alone() -> None:
    cells = [
        {"path": "total", "value": 12.0, "verdict": "accepted"},
        {"path": "tax", "value": 3, "verdict": "accepted"},
        {"path": "name", "value": "A", "verdict": "accepted"},
        {"path": "date", "value": None, "verdict": "review"},
    ]
    labels = {
        "total": RecordedLabel(12, chance=0.5),
        "tax": RecordedLabel(None, rejected=True, chance=1.0),
        "date": RecordedLabel("2026-01-01", chance=1.0),
    }
    counts = score_labels(labels, {"cells": cells})
    assert (counts.units, counts.accepted, counts.judged, counts.wrong) == (4, 3, 2, 1)
    assert [right for _, right in accepted_labels(labels, {"cells": cells})] == [True, False]
