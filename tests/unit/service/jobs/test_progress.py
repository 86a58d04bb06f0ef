"""A job's progress, for who listens here and for whoever asks from another process."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from consensus.domain import Progress
from consensus.domain.run import JobRun, RunProgress, RunStatus
from consensus.service.jobs.progress import Watch, progress_of
from consensus.testing.fixed_clock import FixedClock


class Listening:
    """A watch with all that it says."""

    def __init__(self, units: int = 4, *, alone: bool = False) -> None:
        self.clock, self.heard, self.told = FixedClock(), list[Progress](), list[Progress]()
        self.watch = Watch(self.clock, self.told.append, units, None if alone else self.heard.append)

    def progress(self, done: int, total: int = 8, note: str = "", after: float = 0.0) -> None:
        self.clock.advance(after)
        self.watch(Progress("page.txt", done, total, note=note))


def test_how_fast_it_goes() -> None:
    seen = Listening()
    seen.progress(0)
    seen.progress(2, after=2.0)
    first, second = seen.heard
    assert (first.units, first.units_per_second, first.seconds_left) == (4, None, None), "nobody can tell yet"
    assert (second.units_per_second, second.seconds_left) == (0.5, 6.0), "an answer a second; half a unit each"


def test_an_extraction_counts_no_units() -> None:
    seen = Listening(units=0)
    seen.progress(0)
    seen.progress(2, after=2.0)
    assert (seen.heard[1].units_per_second, seen.heard[1].seconds_left) == (None, 6.0)


def test_nothing_expected_has_no_speed_of_units() -> None:
    seen = Listening()
    seen.progress(0, total=0)
    seen.progress(2, total=0, after=2.0)
    assert seen.heard[1].units_per_second is None


def test_a_note_is_passed_on_as_it_is() -> None:
    seen = Listening()
    seen.progress(3, note="A model is loaded.")
    assert (seen.heard[0].note, seen.heard[0].units) == ("A model is loaded.", 0)
    assert seen.told == [], "other processes are told of answers"
    seen.watch.end()
    assert len(seen.heard) == 1, "nothing was heard of its answers, so nothing ends"


@pytest.mark.parametrize(("after", "told"), [(0.99, 1), (1.0, 2), (1.01, 2)])
def test_other_processes_are_told_every_second(after: float, told: int) -> None:
    seen = Listening()
    seen.progress(1)
    seen.progress(2, after=after)
    assert len(seen.told) == told
    assert seen.told[0].done == 1


def test_nobody_has_to_listen() -> None:
    seen = Listening(alone=True)
    seen.progress(1)
    seen.watch.end()
    assert (seen.heard, len(seen.told)) == ([], 2), "other processes hear of the beginning and of the end"


def test_the_end_is_told_once_more() -> None:
    seen = Listening()
    seen.progress(8)
    seen.watch.end()
    assert (seen.heard[-1].ended, seen.heard[-1].seconds_left, seen.heard[-1].done) == (True, 0.0, 8)


@pytest.mark.parametrize(
    ("word", "done"),
    [(None, None), (json.dumps(Progress("page.txt", 3, 8).as_dict()), 3), ("", 0), ("{}", 0), ("[]", 0)],
    ids=["nobody works on it", "a process says so", "it has only begun", "another version", "another shape"],
)
def test_how_far_another_process_is(word: str | None, done: int | None) -> None:
    run = JobRun("job1", RunStatus.RUNNING, 0, 1, "host:1:1", word is not None, False, RunProgress(text=word or ""))
    found = progress_of(run)
    assert (found.done if found else None) == done
    for status in set(RunStatus) - {RunStatus.RUNNING}:
        assert progress_of(replace(run, status=status)) is None, "what it said last is no longer true"
