"""Jobs of programs whose server has ended: nobody looks after them, so another server does."""

from __future__ import annotations

import asyncio
import logging

from consensus.errors import StoreError
from consensus.service.jobs.service import Jobs

#: Jobs that are taken up at one look, and seconds between two.
_LEFT, _LOOK_EVERY = 100, 3.0
_LOG = logging.getLogger(__name__)


async def take_up_left(jobs: Jobs) -> None:
    """Work on jobs of programs that nobody works on, until cancelled."""
    while True:
        try:
            for job_id in await asyncio.to_thread(jobs.outside.store.queued_runs, _LEFT, of_programs=True):
                await jobs.dispatch.enqueue(job_id, queued=True)
        except StoreError as error:
            _LOG.warning("jobs that were left are not taken up: %s", error)
        await asyncio.sleep(_LOOK_EVERY)
