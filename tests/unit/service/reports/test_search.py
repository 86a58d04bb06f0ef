"""Results found again: pages of units, a unit's history, translations made before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import Candidate, Field, Outcome, Task, Verdict, Verification
from consensus.domain.job import UnitRecord
from consensus.errors import NotFoundError
from consensus.service.reports.search import PAGE, Library, UnitFilter
from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

Decided = Callable[..., UnitRecord]


@pytest.fixture
def library(store: SqlStore) -> Library:
    return Library(store, store)


@pytest.mark.parametrize(
    ("units", "page", "first", "shown"),
    [
        (PAGE + 1, 0, 1, PAGE),
        (PAGE + 1, 1, PAGE + 1, 1),
        (PAGE + 1, 9, PAGE + 1, 1),
        (PAGE, 1, 1, PAGE),
        (3, -1, 1, 3),
        (0, 2, None, 0),
    ],
    ids=["the first", "the last", "beyond", "just one", "before", "none"],
)
def test_pages(
    library: Library,
    store: SqlStore,
    keep: Any,
    decided: Decided,
    units: int,
    page: int,
    first: int | None,
    shown: int,
) -> None:
    keep(store, "job1", [decided(f"u{at:03}", 1.0, index=at) for at in range(units)])
    found = library.units(UnitFilter(job_id="job"), page)
    assert (found.total, len(found.lines)) == (units, shown)
    assert (found.lines[0].unit_id if found.lines else None) == (None if first is None else f"u{first - 1:03}")


def test_a_job_by_its_id_or_a_part_of_it(library: Library, store: SqlStore, keep: Any, decided: Decided) -> None:
    for name in ("abc1", "abd2"):
        keep(store, name, [decided("a", 1.0)])
    assert {line.id for line in library.jobs()} == {"abc1", "abd2"}
    assert len(library.jobs(1)) == 1
    assert (library.job("abc1").id, library.job("abd").id) == ("abc1", "abd2")
    for unknown in ("", "x"):
        with pytest.raises(NotFoundError):
            library.job(unknown)
    assert library.units(UnitFilter()).total == 2
    with pytest.raises(NotFoundError):
        library.units(UnitFilter(job_id="x"))


def test_the_history_of_a_unit(library: Library, store: SqlStore, keep: Any, decided: Decided) -> None:
    keep(store, "job1", [decided("a", 1.0, "split"), decided("b", 1.0, "split", index=1)])
    clock = FixedClock()
    queue = Queue(store, clock)
    item = next(item for item in store.items("job1") if item.unit_id == "a")
    view = queue.open("ana", item.id)
    clock.advance(1)
    queue.choose(view, "A")
    found = library.history("job", "a")
    assert (found.job.id, found.record.unit.id, found.verification) == ("job1", "a", Verification.HUMAN_ACCEPTED)
    assert [one.resolution.reviewer for one in found.decisions] == ["ana"]
    assert [event.action for event in found.events] == ["resolve"]
    assert (found.calls, found.stands) == ((), ()), "a segment has no place in a document to be pointed at"
    assert library.history("job1", "b").decisions == ()


def test_where_a_value_stands(library: Library, store: SqlStore, keep: Any) -> None:
    unit = Field("total", 0, "total", "total", {"type": "number"})
    verdict = Verdict("total", Outcome.ACCEPTED, "unanimous", ("r",), 12, 12, "m0")
    cell = UnitRecord(unit, (Candidate("total", "m0", "f0", 12),), verdict=verdict)
    keep(store, "job1", [cell], task=Task.EXTRACT, text="Bill\nTotal 12\nagain 12")
    (first, second) = library.history("job1", "total").stands
    assert (first.line, second.line, first.count) == (2, 3, 2)
    assert first.text[first.mark[0] : first.mark[1]] == "12"
    waiting = replace(cell, verdict=replace(verdict, outcome=Outcome.REVIEW, value=None))
    keep(store, "job2", [waiting], task=Task.EXTRACT, text="Total 12")
    assert library.history("job2", "total").stands == (), "nothing is settled"


def stored(store: SqlStore, keep: Any, decided: Decided) -> None:
    """Two people's and a machine's translations of one text, and another text."""
    clock = FixedClock()
    for at, (name, texts) in enumerate({"old": ["Stop now."], "new": ["Stop now.", "Go away then."]}.items()):
        units = []
        for place, text in enumerate(texts):
            one = decided(f"u{place}", 1.0, "near_identity" if name == "old" else "split", index=place)
            units.append(replace(one, unit=replace(one.unit, text=text)))
        keep(store, name, units, at=f"2026-05-0{at + 1}T10:00:00+00:00")
    queue = Queue(store, clock)
    while (view := queue.next("ana")) is not None:
        clock.advance(1)
        queue.edit(view, f"Von Hand: {view.source}", "A")


def test_translations_made_before(library: Library, store: SqlStore, keep: Any, decided: Decided) -> None:
    stored(store, keep, decided)
    found = library.found_before("  stop   NOW. ", "en", "de")
    assert [(one.segment.target, one.similarity, one.times) for one in found] == [
        ("Von Hand: Stop now.", 100.0, 1),
        ("Wort u0.", 100.0, 1),
    ], "what people verified comes first"
    assert [one.segment.source for one in library.found_before("Stop it now.")] == ["Stop now."] * 2, "similar"
    assert library.found_before("Something else entirely, at length.") == []
    assert library.found_before("   ") == []


def test_equal_translations_are_one_with_their_number(
    library: Library, store: SqlStore, keep: Any, decided: Decided
) -> None:
    for at in (1, 2, 3):
        keep(store, f"job{at}", [decided("a", 1.0)], at=f"2026-05-0{at}T10:00:00+00:00")
    (found,) = library.found_before("Text a.")
    assert (found.times, found.segment.job_id) == (3, "job3"), "the newest stands for them"
