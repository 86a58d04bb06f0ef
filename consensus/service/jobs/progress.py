"""A job's progress with its speed: for who listens here, and for whoever asks from another process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from consensus.domain import Pace, Progress
from consensus.ports.runtime import OnProgress

if TYPE_CHECKING:
    from consensus.service.dependencies import Dependencies

#: Seconds between two words to other processes.
_WORD_EVERY = 1.0


class Watch:
    """Listens to one job. units: of its document, 0 for an extraction."""

    def __init__(self, outside: Dependencies, job_id: str, units: int, listener: OnProgress | None) -> None:
        self._outside, self._job_id, self._units, self._listener = outside, job_id, units, listener
        self._pace = Pace()
        self._last: Progress | None = None
        self._said = float("-inf")

    def __call__(self, progress: Progress) -> None:
        """Pass it on, with how fast it goes."""
        now = self._outside.clock.monotonic()
        if not progress.note:
            speed = self._pace.per_second(now, progress.done)
            left = (progress.total - progress.done) / speed if speed else None
            units = speed * self._units / progress.total if speed and self._units and progress.total else None
            progress = replace(progress, units=self._units, units_per_second=units, seconds_left=left)
            self._last = progress
        if self._listener is not None:
            self._listener(progress)
        if now - self._said >= _WORD_EVERY and self._last is not None:
            self._said = now
            self._outside.publish_progress(self._job_id, json.dumps(self._last.as_dict(), ensure_ascii=False))

    def end(self) -> None:
        """The job has its verdicts."""
        if self._listener is not None and self._last is not None:
            self._listener(replace(self._last, ended=True, seconds_left=0.0))


def progress_of(read_progress: Callable[[str], str | None], job_id: str) -> Progress | None:
    """How far a process is that works on a job now; None when none does."""
    word = read_progress(job_id)
    if word is None:
        return None
    try:
        return Progress.from_dict(json.loads(word))
    except (ValueError, KeyError, TypeError):
        return Progress("", 0, 0)  # it has only begun, or is of another version
