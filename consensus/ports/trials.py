"""What is stored of models on trial, and how it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from consensus.domain import Call, Event, Money
from consensus.domain.trial import Compared, Pair, Trial, TrialCeiling, TrialJobState, TrialState


class TrialCalls(NamedTuple):
    """A candidate's calls. seconds: of those that were answered. faults: how many ended without an answer, by kind."""

    calls: int
    answered: int
    under_way: int
    seconds: Sequence[float]
    faults: Mapping[str, int]
    tokens_in: int
    tokens_out: int


class TrialStore(Protocol):
    """Trials, the calls of their candidates, and pairs of answers. Every change is guarded by what was seen."""

    def create_trial(self, trial: Trial, event: Event) -> None:
        """Raises ConflictError for a name that there is already."""

    def trial(self, name: str) -> Trial:
        """Raises NotFoundError."""

    def trials(self, policy: str | None = None) -> Sequence[Trial]:
        """All, the oldest first; of one policy those that run."""

    def end_trial(self, name: str, state: TrialState, event: Event) -> bool:
        """False, with nothing written, where it has ended already."""

    def add_trial_job(self, trial: str, job_id: str, document: str, state: TrialJobState, why: str, at: str) -> bool:
        """Note that a document is the trial's; False where it was drawn before, in this job or another."""

    def take_trial_job(self, trial: str, job_id: str, owner: str, now: datetime, seconds: float) -> bool:
        """Make a document that is to be asked about this process's; False where another has it or it is done."""

    def keep_trial_job(self, trial: str, job_id: str, owner: str, now: datetime, seconds: float) -> bool:
        """Prolong that; 0 seconds give it back. False where it is not this owner's."""

    def trial_jobs_left(self, now: datetime) -> Sequence[tuple[str, str]]:
        """(trial, job) of documents that are to be asked about and that no process is at."""

    def trial_jobs_at_work(self, trial: str, now: datetime) -> int:
        """How many documents some process asks about at this moment."""

    def trial_job_states(self, trial: str) -> Mapping[TrialJobState, int]:
        """How many documents stand how."""

    def trial_reasons(self, trial: str, state: TrialJobState) -> Sequence[str]:
        """Why documents stand so, each sentence once."""

    def explain_trial_job(self, trial: str, job_id: str, why: str) -> None:
        """Say why a document that is to be asked about is not asked, or not yet."""

    def end_trial_job(self, trial: str, job_id: str, state: TrialJobState, pairs: Sequence[Pair], at: str) -> bool:
        """Write down what came of a document, all at once; False, with nothing written, where that was done before."""

    def record_trial_calls(self, trial: str, calls: Sequence[Call]) -> None:
        """As ``Journal.record``, for a candidate's calls."""

    def reserve_trial_call(self, trial: str, call: Call, day: Money | None) -> TrialCeiling | None:
        """Reserve it if the trial still runs and that keeps it within its budget, and all that is spent on the call's
        day within ``day`` (US dollars, None for no ceiling), over all processes; else what forbids it."""

    def trial_calls_settled(self, trial: str, job_id: str) -> Mapping[tuple[str, str], Call]:
        """As ``Journal.settled``."""

    def trial_calls_under_way(self, trial: str, job_id: str) -> Mapping[tuple[str, str], str]:
        """As ``Journal.under_way``."""

    def trial_calls(self, trial: str) -> TrialCalls: ...

    def is_used_up(self, trial: str) -> bool:
        """Whether a unit could not be asked about because the budget did not allow it."""

    def pairs(self, trial: str) -> Sequence[Pair]:
        """All of a trial, by their number, without their answers."""

    def claim_pair(
        self, person: str, now: datetime, seconds: float, others: Sequence[str] = (), without: Collection[str] = ()
    ) -> Pair | None:
        """The pair that this person holds, or the first that waits: of a trial that runs, whose unit is settled, waits
        for nobody and was not decided by this person. While the unit may still be drawn for an audit, one of the others
        who may review must have seen nothing of it. That it is shown is written down: this person is served no audit
        of the unit. without: ids to be passed over."""

    def keep_pair(self, pair: Pair, now: datetime, seconds: float) -> bool:
        """Prolong a claim; 0 seconds give it back. False where it is not theirs any more."""

    def judge_pair(self, pair: Pair, said: Compared, at: str, event: Event) -> bool:
        """Write down what a person said; False, with nothing written, where the pair is not as it was shown."""

    def judged_last(self, person: str) -> Pair | None:
        """The pair of a running trial that this person judged last."""

    def reopen_pair(self, pair: Pair, now: datetime, seconds: float, event: Event) -> Pair | None:
        """Take a judgement back; the pair is claimed by who made it. None where that is no longer so."""

    def pairs_waiting(self, person: str, now: datetime, others: Sequence[str] = ()) -> int:
        """How many pairs this person may compare. others: as in ``claim_pair``."""
