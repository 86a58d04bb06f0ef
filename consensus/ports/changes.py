"""Where watched rates, their alarms and replays are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from consensus.domain import Call, Event, Label, Money, RateAlarm, RateCount, RateStanding, Replay
from consensus.domain.changes import SetCall


class Observed(NamedTuple):
    """What an observation makes of its stream. watch: the evidence, as JSON. change: documents before the likeliest
    change where it raises an alarm, else None."""

    watch: str
    change: int | None


class Observe(Protocol):
    """Weighs one observation. watch: "" for the first. seen: how often each (part, units) was observed since the
    reference began."""

    def __call__(self, watch: str, seen: Mapping[tuple[int, int], int], count: RateCount, /) -> Observed: ...


class ChangeStore(Protocol):
    """Rates that are watched. A stream begins anew after an alarm."""

    def uncounted_jobs(self, limit: int) -> Sequence[str]:
        """Finished jobs that were not counted, the oldest first."""

    def uncounted_audits(self, limit: int) -> Mapping[str, Sequence[str]]:
        """Units with a blind audit that was made and not counted, by job."""

    def count_job(
        self, job_id: str, unit_ids: Sequence[str], counts: Sequence[RateCount], at: str, observe: Observe
    ) -> Sequence[RateAlarm]:
        """Add what was counted of a job (unit id ""), or of its audited units, once, whoever else does it; the alarms
        that it raised. Each is in the event log as ``rate.alarm``, and told to webhooks, in the same transaction."""

    def labels(self, job_ids: Sequence[str]) -> Sequence[Label]:
        """What people said is right of units of these jobs."""

    def rate_standings(self) -> Sequence[RateStanding]:
        """Every stream."""

    def rate_alarms(self, limit: int) -> Sequence[RateAlarm]:
        """The newest, newest first."""

    def rate_observations(self) -> int:
        """Of all streams together."""

    def rate_documents(self, standing: RateStanding, limit: int) -> Sequence[tuple[int, int]]:
        """(part, units) of the newest documents since the reference began, oldest first."""


class ReplayStore(Protocol):
    """Recorded requests that are asked again. Their calls are kept beside the journal and go with their jobs."""

    def calls_of(self, member: str) -> Sequence[tuple[str, str]]:
        """(call id, job id) of settled calls of a member, in jobs that are done."""

    def keep_set(self, model: str, drawn: Sequence[SetCall]) -> None:
        """Add calls to a model's fixed set."""

    def replay_set(self, model: str) -> Sequence[SetCall]:
        """Those that are still kept, by their draw."""

    def call(self, call_id: str) -> Call:
        """One call of the journal. Raises NotFoundError."""

    def begin_replay(self, replay: Replay, event: Event) -> Replay:
        """Write it down, unless one of the same model, series, prompt and reason is there and runs: then that one."""

    def replays(self, limit: int, model: str = "") -> Sequence[Replay]:
        """The newest, newest first."""

    def end_replay(self, replay: Replay, event: Event) -> bool:
        """Store what came of it, in the event log and for webhooks; False where that was done before."""

    def record_replay(self, job_id: str, calls: Sequence[Call]) -> None:
        """As ``Journal.record``; a call's ``job_id`` is the replay's id. Booked before it is sent."""

    def reserve_replay(self, job_id: str, call: Call, ceiling: Money) -> bool:
        """As ``Journal.reserve_within``."""

    def replay_calls(self, replay_id: str) -> Sequence[Call]:
        """All of a replay, in order."""
