"""Whether what a job delivers is valid as a whole, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import Action, Field, Outcome, Resolution, Task, Verdict
from consensus.domain.job import UnitRecord
from consensus.service.jobs.notes import Notes
from consensus.service.jobs.validity import Validity, validity
from consensus.storage.blobs import BlobFolder
from consensus.storage.store import SqlStore

SCHEMA = {"type": "object", "properties": {"net": {"type": "number"}, "gross": {"type": "number", "minimum": 10}}}


@pytest.mark.parametrize(
    ("found", "valid", "words"),
    [
        (Validity(), True, ""),
        (Validity(waiting=True), None, ""),
        (Validity(unchecked="The class is gone."), None, "The class is gone."),
        (Validity(("a.",)), False, "The object breaks its schema: a."),
        (Validity(("a.",), waiting=True), False, "The object breaks its schema: a."),
        (Validity(("a.", "b.", "c.")), False, "The object breaks its schema: a. b. c."),
        (Validity(("a.", "b.", "c.", "d.")), False, "The object breaks its schema: a. b. c. And 1 more."),
        (Validity(("a.",), unchecked="No class."), False, "The object breaks its schema: a. No class."),
    ],
)
def test_what_is_said(found: Validity, valid: bool | None, words: str) -> None:
    assert (found.valid, found.words) == (valid, words)
    assert found.as_dict()["valid"] is valid
    assert found.as_dict()["errors"] == [*found.errors, *([found.unchecked] if found.unchecked else [])]


def cell(path: str, value: Any, outcome: Outcome = Outcome.ACCEPTED, person: Any = None) -> UnitRecord:
    verdict = Verdict(path, outcome, "unanimous", ("r",), value if outcome is Outcome.ACCEPTED else None, value, "m0")
    made = None if person is None else Resolution(path, Action.EDITED, "ana", person, "t", "t")
    return UnitRecord(Field(path, 0, path, path, {"type": "number"}), verdict=verdict, resolution=made)


def found(a_job: Any, *cells: UnitRecord, why: str = "", task: Task = Task.EXTRACT) -> Validity:
    job = a_job(task=task)
    if task is Task.EXTRACT:
        job = replace(job, document=replace(job.document, schema=SCHEMA))
    return validity(job, cells, lambda document: (None, why))


def test_of_an_extraction(a_job: Any) -> None:
    assert found(a_job, cell("net", 12), cell("gross", 14)) == Validity()
    (broken,) = found(a_job, cell("net", 12), cell("gross", 4)).errors
    assert "gross" in broken
    assert found(a_job, cell("net", 12), cell("gross", 14, person=3)).valid is False, "what people decide counts"
    assert found(a_job, cell("net", 12), cell("gross", 4, person=13)).valid is True


def test_what_is_not_verified_breaks_nothing(a_job: Any) -> None:
    assert found(a_job, cell("net", 12), cell("gross", 4, Outcome.REVIEW)) == Validity(waiting=True)
    assert found(a_job) == Validity(waiting=True), "there is nothing yet"


def test_a_class_that_is_not_at_hand(a_job: Any) -> None:
    assert found(a_job, cell("net", 12), cell("gross", 14), why="It is gone.") == Validity(unchecked="It is gone.")


def test_a_translation_has_no_object(a_job: Any) -> None:
    assert found(a_job, why="never asked", task=Task.TRANSLATE) == Validity()


def test_notes_on_a_job_are_found_once_and_validity_each_time(store: SqlStore, tmp_path: Path, keep: Any) -> None:
    keep(store, "job1", [cell("net", 12)], task=Task.EXTRACT)
    notes = Notes(store, lambda document: (None, "It is gone."), BlobFolder(tmp_path))
    assert notes.of("job1") == notes.of("job1") == ()
    assert notes.validity("job1") == "It is gone."
