"""What is said of units that nobody answered: one cause, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import Abstention, AbstentionReason, Outcome, Verdict
from consensus.domain.job import UnitRecord
from consensus.service.jobs.notes import Notes
from consensus.service.jobs.outages import unanswered
from consensus.storage.blobs import BlobFolder
from consensus.storage.store import SqlStore

Decided = Callable[..., UnitRecord]
AGAIN = " The next try is in 30 s."


def failed(record: UnitRecord, *details: str) -> UnitRecord:
    """Each member that could not be reached says this; "" says nothing."""
    lost = [
        Abstention(record.unit.id, f"m{n}", f"f{n}", AbstentionReason.TIMEOUT, told) for n, told in enumerate(details)
    ]
    return replace(record, answers=tuple(lost), verdict=Verdict(record.unit.id, Outcome.FAILED, "no_answer", ("why",)))


def test_nothing_is_said_where_somebody_answered(a_job: Any, decided: Decided) -> None:
    assert unanswered(a_job(), [decided("a", 1.0)]) is None


@pytest.mark.parametrize(
    ("details", "cause"),
    [
        (("no route.",), "no route."),
        (("no\n route.", "no route."), "no route."),
        (("a", "b", "c"), "a; b; c"),
        (("a", "b", "c", "d"), "a; b; c; and 1 more"),
        (("",), "m0: timeout"),
        ((f"not asked, because 3 failed, the last with: no route.{AGAIN}", "no route"), "no route"),
    ],
    ids=["one", "the same twice", "three", "four", "no detail", "left alone after it"],
)
def test_the_cause(a_job: Any, decided: Decided, details: tuple[str, ...], cause: str) -> None:
    found = unanswered(a_job(), [failed(decided("a", 1.0), *details)])
    assert found is not None
    assert found.cause == cause


def test_how_many_and_what_to_do(a_job: Any, decided: Decided) -> None:
    a, b = failed(decided("a", 1.0), "no route."), decided("b", 1.0, index=1)
    one, two = unanswered(a_job(), [a]), unanswered(a_job(), [a, b])
    assert one is not None
    assert two is not None
    assert one.said == "1 of 1 units has no answer: no route."
    assert two.said == "1 of 2 units have no answer: no route."
    assert two.as_dict() == {
        "units": 1,
        "cause": "no route.",
        "do": "Ask again: consensus submit --resume job1",
    }


def test_a_member_tells_its_first_cause(a_job: Any, decided: Decided) -> None:
    records = [failed(decided("a", 1.0), "first"), failed(decided("b", 1.0, index=1), "second")]
    found = unanswered(a_job(), records)
    assert found is not None
    assert found.cause == "first"


@pytest.mark.parametrize(("state", "told"), [("done", True), ("running", False)])
def test_only_of_a_job_that_has_ended(
    store: SqlStore, tmp_path: Path, keep: Any, decided: Decided, state: str, told: bool
) -> None:
    keep(store, "job1", [failed(decided("a", 1.0), "x")], state=state)
    notes = Notes(store, lambda document: (None, ""), BlobFolder(tmp_path))
    assert (notes.unanswered("job1") is not None) is told
