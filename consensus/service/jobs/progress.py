"""A job's progress with its speed: for who listens here, and for whoever asks from another process."""

from __future__ import annotations

import json
from dataclasses import replace

from consensus.domain import Pace, Progress
from consensus.domain.run import JobRun, RunStatus
from consensus.ports.runtime import Clock, OnProgress

#: Seconds between two words to other processes.
_WORD_EVERY = 1.0


class Watch:
    """Listens to one job. units: of its document, 0 for an extraction. publish: tells other processes."""

    def __init__(self, clock: Clock, publish: OnProgress, units: int, listener: OnProgress | None) -> None:
        self._clock, self._publish, self._units, self._listener = clock, publish, units, listener
        self._pace = Pace()
        self._last: Progress | None = None
        self._said = float("-inf")

    def __call__(self, progress: Progress) -> None:
        """Pass it on, with how fast it goes."""
        now = self._clock.monotonic()
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
            self._publish(self._last)

    def end(self) -> None:
        """The job has its verdicts."""
        if self._last is not None:
            self._publish(self._last)
        if self._listener is not None and self._last is not None:
            self._listener(replace(self._last, ended=True, seconds_left=0.0))


def progress_of(run: JobRun) -> Progress | None:
    """How far a process is that works on a job now; None when none does."""
    if run.status is not RunStatus.RUNNING or not run.is_leased:
        return None
    try:
        return Progress.from_dict(json.loads(run.progress.text))
    except (ValueError, KeyError, TypeError):
        return Progress("", 0, 0)  # it has only begun, or is of another version
