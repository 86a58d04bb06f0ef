"""Three reviewers in processes of their own, and a fourth that is killed: nothing is lost, and nothing done twice."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from consensus import review
from consensus.domain import (
    Action,
    Candidate,
    Document,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Rule,
    Segment,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.errors import ConflictError
from consensus.providers.clock import SystemClock
from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore

ITEMS, REVIEWERS = 45, ("ana", "ben", "cleo")
AT = "2026-05-04T12:00:00+00:00"


class HurriedClock(SystemClock):
    """Time passes between any two looks at it, so that nobody decides too soon. later: seconds ahead at first."""

    def __init__(self, later: float = 0.0) -> None:
        self._ahead = later

    def now(self) -> datetime:
        self._ahead += 0.5
        return datetime.now(UTC) + timedelta(seconds=self._ahead)


def submitted(store: SqlStore) -> None:
    """Two jobs with items of which every ninth has the same text and candidates as the one before."""
    panel = Panel("given", tuple(ModelSpec(f"m{n}", f"m{n}", f"f{n}") for n in range(2)), "for the test")
    for name in ("job1", "job2"):
        document = Document(name, f"{name}.txt", Task.TRANSLATE, "text", "...", "en", "de")
        job = JobRecord(name, document, Policy(name="any", version=1), panel, "p", JobState.DONE, AT, AT)
        units = [Segment(f"s{n}", n, f"Sentence {n - (n % 9 == 8)}.", n * 20, n * 20 + 12) for n in range(ITEMS)]
        records = [_record(unit) for unit in units]
        store.create_job(job, units)
        store.save_decisions(name, records, review.waiting_items(job, records, AT, lambda purpose, name: 1.0))


def _record(unit: Segment) -> UnitRecord:
    texts = [f"{unit.text} {word}" for word in ("Eins", "Zwei")]
    answers = tuple(Candidate(unit.id, f"m{n}", f"f{n}", text) for n, text in enumerate(texts))
    verdict = Verdict(unit.id, Outcome.REVIEW, Rule.SPLIT, ("The answers differ.",), None, texts[0], "m0")
    return UnitRecord(unit, answers, None, (), verdict)


def reviewed(url: str, person: str, ready: threading.Barrier) -> None:
    """Decide until nothing is left, changing one's mind on the way: every fourth is given back, every fifth undone."""
    store = SqlStore(url)
    queue, seen = Queue(store, HurriedClock()), 0
    ready.wait(200)
    while (view := queue.next(person)) is not None:
        seen += 1
        if seen % 4 == 0:
            queue.release(view)
            continue
        queue.reject(view, view.reject_reasons[0], "major") if seen % 3 == 0 else queue.choose(view, "A")
        try:
            queue.choose(view, "B")  # the other window, which shows the same
        except ConflictError:
            pass
        else:
            raise AssertionError("one item was decided twice")
        if seen % 5 == 0:
            queue.choose(queue.undo(person), "B")
    store.close()


def killed(url: str, ready: threading.Barrier) -> None:
    """Claim an item and die while the others decide."""
    queue = Queue(SqlStore(url), HurriedClock())
    assert queue.next("dora") is not None
    ready.wait(200)
    os.kill(os.getpid(), signal.SIGKILL)


def test_three_reviewers_in_three_processes(new_database: Callable[[], str]) -> None:
    url = new_database()
    store = SqlStore(url)
    submitted(store)
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(1 + len(REVIEWERS))
    dying = context.Process(target=killed, args=(url, ready))
    working = [context.Process(target=reviewed, args=(url, person, ready)) for person in REVIEWERS]
    for process in (dying, *working):
        process.start()
    for process in (dying, *working):
        process.join(240)
    assert [process.exitcode for process in (dying, *working)] == [-signal.SIGKILL, 0, 0, 0]
    (held,) = [item for item in store.items() if item.state == "claimed"]
    assert held.owner == "dora"
    assert store.queue_counts() == {"open": 0, "claimed": 1, "resolved": 2 * ITEMS - 1}

    made = [one for one in store.decisions() if not one.undone]
    assert len(made) == 2 * ITEMS - 1, "each item has one decision that stands"
    assert set(Counter(one.item_id for one in made).values()) == {1}
    settled = {(job, record.unit.id): record.resolution for job in ("job1", "job2") for record in store.units(job)}
    left = {key for key, resolution in settled.items() if resolution is None}
    assert left == {(held.job_id, held.unit_id)}
    for one in made:
        assert settled[one.job_id, one.unit_id] == one.resolution, "what stands is what its reviewer decided"
    undone = [one for one in store.decisions() if one.undone]
    told = Counter(event.action for event in store.events())
    assert told["undo"] == len(undone) > 0, "what was settled alike is reopened with an entry of its own"
    assert any(one.resolution.action is Action.REJECTED for one in made)

    queue = Queue(store, HurriedClock(later=3600))
    view = queue.next("ana")
    assert view is not None
    assert view.item.id == held.id, "an hour later it is free for anybody"
    queue.choose(view, "A")
    assert store.queue_counts() == {"open": 0, "claimed": 0, "resolved": 2 * ITEMS}
    assert [event.actor for event in store.events(held.id) if event.action == "claim-ended"] == ["dora"]
    store.close()
