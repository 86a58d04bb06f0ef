"""Facade for whoever answers for the models: what is watched, what has changed, what was asked again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from consensus.certify.changes import COVERED, THRESHOLD, expected_false_alarms, noticed_within
from consensus.domain import Draw, RateAlarm, RateStanding, Replay, ServedSeries
from consensus.errors import ConsensusError
from consensus.ports.guarantee import GuaranteeStore
from consensus.ports.runtime import Clock
from consensus.service.dependencies import Dependencies
from consensus.service.learning.rates import audited, counts_of, series_at, weighing
from consensus.service.learning.replays import Replays

_LOG = logging.getLogger(__name__)
#: Jobs and audits counted at the end of one job: what was never counted is caught up with little by little.
_AT_ONCE = 5
_MOST = 100_000
_MOST_DOCUMENTS, _MOST_ALARMS, _MOST_REPLAYS = 800, 200, 50
#: How long an alarm is among what to do.
_LATELY = timedelta(weeks=4)
#: The rise that an announcement is about: so many times what is usual, and so many points at least.
_TIMES, _POINTS = 2.0, 0.05


@dataclass(frozen=True, slots=True)
class Watched:
    """A stream, and how soon a rise would be noticed. risen: the rate it is about, 0..1. within: (documents, units) in
    nine of ten simulated cases; None where it would not be, with the documents seen so far."""

    standing: RateStanding
    risen: float
    within: tuple[int, int] | None

    @property
    def usual(self) -> float:
        return self.standing.part / self.standing.units if self.standing.units else 0.0

    @property
    def words(self) -> str:
        """As in ``a rise from 5.0 % to 10.0 % is noticed within about 180 units``."""
        rise = f"a rise from {100 * self.usual:.1f} % to {100 * self.risen:.1f} %"
        if self.within is None:
            return f"{rise} would not be noticed yet: {self.standing.documents:,} documents are too few"
        documents, units = self.within
        return f"{rise} is noticed within about {units:,} units ({documents:,} documents)"


@dataclass(frozen=True, slots=True)
class ChangesReport:
    """observations: of all streams. false_alarms: that they lead to in the mean, at most, while nothing changes."""

    series: tuple[ServedSeries, ...]
    streams: tuple[Watched, ...]
    alarms: tuple[RateAlarm, ...]
    replays: tuple[Replay, ...]
    observations: int
    false_alarms: float

    @property
    def words(self) -> str:
        """What is promised of the alarms, in one sentence."""
        return (
            f"While nothing changes there is at most one false alarm in {THRESHOLD:,.0f} observations of all streams "
            f"together (one rate of one model in one document); {self.observations:,} were made, so at most "
            f"{self.false_alarms:.2f} false alarms are expected among those below"
        )

    def as_dict(self) -> dict[str, Any]:
        """For ``consensus changes --json``."""
        return {
            "observations": self.observations,
            "observations_to_a_false_alarm": THRESHOLD,
            "expected_false_alarms": self.false_alarms,
            "series": [asdict(one) | {"series": one.series} for one in self.series],
            "streams": [
                asdict(one.standing.stream)
                | {"documents": one.standing.documents, "part": one.standing.part, "units": one.standing.units}
                | {"rise_to": one.risen, "noticed_in": COVERED, "within": _within(one.within)}
                for one in self.streams
            ],
            "alarms": [asdict(one) | {"words": one.words} for one in self.alarms],
            "replays": [asdict(one) | {"words": one.counts.words} for one in self.replays],
        }


def _within(found: tuple[int, int] | None) -> dict[str, int] | None:
    return None if found is None else {"documents": found[0], "units": found[1]}


class Changes:
    """Counts finished jobs and audits into streams, and tells how they stand."""

    def __init__(self, store: GuaranteeStore, clock: Clock, draw: Draw) -> None:
        self._store, self._clock, self._draw = store, clock, draw

    def count(self, most: int = _MOST) -> list[RateAlarm]:
        """Count what was not: at most so many jobs, and audited units. The alarms that were raised. Raises StoreError.

        Each is counted once, whichever process does it, and also after one was killed.
        """
        store, observe = self._store, weighing(self._draw)
        new, audits = store.uncounted_jobs(most), store.uncounted_audits(most)
        if not new and not audits:
            return []
        series, raised = series_at(store.served_series()), list[RateAlarm]()
        for job_id in new:
            job = store.job(job_id)
            counts = counts_of(job, store.units(job_id), series)
            raised += store.count_job(job_id, ("",), counts, self._now(), observe)
        for job_id, unit_ids in audits.items():
            told = [one for one in store.labels([job_id]) if one.unit_id in unit_ids]
            counts = audited(store.job(job_id), told, series)
            raised += store.count_job(job_id, unit_ids, counts, self._now(), observe)
        return raised

    def count_some(self) -> None:
        """The same for a few, as jobs end; what cannot be counted now is counted later, and ends no job."""
        try:
            for alarm in self.count(_AT_ONCE):
                _LOG.warning("a rate of a model has risen: %s", alarm.stream.rate.value)
        except ConsensusError as error:
            _LOG.warning("rates of models could not be counted: %s", type(error).__name__)

    def lately(self) -> tuple[list[RateAlarm], list[Replay]]:
        """Alarms and finished replays of the last four weeks, newest first. Of a model that changed since, the alarms
        of before are over. Raises StoreError."""
        since = (self._clock.now() - _LATELY).isoformat()
        now = {one.model: one.series for one in self._store.current_series()}
        alarms = [one for one in self._alarms() if one.raised_at >= since]
        alarms = [one for one in alarms if now.get(one.stream.model, one.stream.series) == one.stream.series]
        replays = [one for one in self._store.replays(_MOST_REPLAYS) if one.ended_at >= since]
        return alarms, replays

    def _alarms(self) -> Sequence[RateAlarm]:
        return self._store.rate_alarms(_MOST_ALARMS)

    def report(self) -> ChangesReport:
        """Everything, after counting. Raises StoreError."""
        self.count()
        store = self._store
        observations = store.rate_observations()
        return ChangesReport(
            series=tuple(store.served_series()),
            streams=tuple(self._watched(one) for one in store.rate_standings()),
            alarms=tuple(self._alarms()),
            replays=tuple(store.replays(_MOST_REPLAYS)),
            observations=observations,
            false_alarms=expected_false_alarms(observations),
        )

    def _watched(self, standing: RateStanding) -> Watched:
        usual = standing.part / standing.units if standing.units else 0.0
        risen = min(1.0, max(_TIMES * usual, usual + _POINTS))
        seen = self._store.rate_documents(standing, _MOST_DOCUMENTS)
        return Watched(standing, risen, noticed_within(seen, risen))

    def _now(self) -> str:
        return self._clock.now().isoformat()


class Watching:
    """What is done about the models once a job has ended."""

    def __init__(self, outside: Dependencies) -> None:
        self.changes = Changes(outside.store, outside.clock, outside.draw)
        self.replays = Replays(outside, outside.replays)

    async def job_ended(self) -> None:
        """Count what ended, and ask changed models again where the installation allows it. No failure ends a job."""
        await asyncio.to_thread(self.changes.count_some)
        await self.replays.run_due()
