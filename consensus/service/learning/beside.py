"""What is learned while jobs run: candidates on trial are asked beside them, and rates of models are watched."""

from __future__ import annotations

from dataclasses import dataclass

from consensus.domain.job import JobRecord
from consensus.service.dependencies import Dependencies
from consensus.service.learning.changes import Watching
from consensus.service.learning.trial_asking import TrialAsking
from consensus.service.pictures import pictures_of


@dataclass(frozen=True, slots=True)
class Learning:
    """Implements ``jobs.service.BesideJobs``. No failure of it ends a job."""

    asking: TrialAsking
    watching: Watching

    def begin(self, job: JobRecord) -> None:
        self.asking.begin(job)

    async def ended(self) -> None:
        await self.asking.catch_up()
        await self.watching.job_ended()


def learning_of(outside: Dependencies) -> Learning:
    """Of one process."""
    return Learning(TrialAsking(outside, pictures_of), Watching(outside))
