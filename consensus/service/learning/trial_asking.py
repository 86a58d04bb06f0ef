"""Asking a model on trial beside the panel: once a document is decided, with a budget and a journal of its own.

A document is noted before its panel is asked, and what came of it is written all at once. So after a kill whatever was
noted and not done is asked about again, by whichever process is next, and nothing that was answered is asked twice.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from decimal import Decimal

from consensus import prompt, route
from consensus.ask import AskContext, Deployments, ask_panel
from consensus.domain import (
    AbstentionReason,
    Answer,
    Budget,
    Call,
    Document,
    Event,
    ModelSpec,
    Money,
    Panel,
    Segment,
    Task,
)
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.domain.trial import Pair, Trial, TrialCeiling, TrialJobState, TrialState
from consensus.errors import ConsensusError, NotFoundError
from consensus.learn.trial import figures, state_of
from consensus.ports.storage import Blobs
from consensus.ports.trials import TrialStore
from consensus.service.dependencies import Dependencies
from consensus.service.learning.trial_pairs import TrialDocument, drawn, pairs_of
from consensus.service.learning.trial_report import documents_of
from consensus.service.served import Sightings
from consensus.telemetry import unforeseen

#: Seconds for which a document stays one process's, and between two signs of life.
LEASE_SECONDS, _BEAT = 60.0, 15.0
_LOG = logging.getLogger(__name__)


class TrialJournal:
    """Implements ``ports.Journal`` for a candidate: rows and a budget of the trial's own, nothing in the job's.

    day: US dollars that may be spent on one day by all together, None for no ceiling. waiting: ids of calls that were
    not sent because of it.
    """

    def __init__(self, store: TrialStore, trial: str, day: Money | None) -> None:
        self._store, self._trial, self._day = store, trial, day
        self.waiting: set[str] = set()

    def record(self, calls: Sequence[Call]) -> None:
        self._store.record_trial_calls(self._trial, calls)

    def settled(self, job_id: str) -> Mapping[tuple[str, str], Call]:
        return self._store.trial_calls_settled(self._trial, job_id)

    def under_way(self, job_id: str) -> Mapping[tuple[str, str], str]:
        return self._store.trial_calls_under_way(self._trial, job_id)

    def cached(self, request_digest: str, since: str) -> Call | None:
        """Nothing: an answer from elsewhere says nothing of the candidate's failures and its time."""
        return None

    def reserve_within(self, call: Call, ceiling: Money) -> bool:
        forbids = self._store.reserve_trial_call(self._trial, call, self._day)
        if forbids is TrialCeiling.DAY:
            self.waiting.add(call.id)
        else:
            self.waiting.discard(call.id)
        return forbids is None

    def counted(self, job_id: str) -> Mapping[str, Money]:
        return {}


class TrialAsking:
    """What a job does for the trials of its policy. No failure of a trial reaches the job.

    pictures: a document's pages, for candidates that see.
    """

    def __init__(self, outside: Dependencies, pictures: Callable[[Document, Blobs], Callable[[int], bytes]]) -> None:
        self._outside, self._store, self._pictures = outside, outside.trials, pictures
        self._deployments = Deployments()
        self._owner = secrets.token_hex(8)
        self._locks: tuple[asyncio.AbstractEventLoop, asyncio.Lock] | None = None

    def begin(self, job: JobRecord) -> None:
        """Note a document for every trial that runs under its policy, before its panel is asked."""
        store = self._store
        if store is None or job.state != JobState.RUNNING:
            return
        with suppress(ConsensusError):
            for trial in store.trials(job.policy.name):
                if job.created_at < trial.started_at or self._is_left_out(trial, job) or store.is_used_up(trial.name):
                    continue
                why = self._refusal(trial, job)
                state = TrialJobState.REFUSED if why else TrialJobState.ASKING
                store.add_trial_job(trial.name, job.id, job.document.id, state, why, self._now())

    async def catch_up(self) -> None:
        """Ask about every document that is noted, decided and not yet done, those of other processes' too that died."""
        store = self._store
        if store is None:
            return
        # One after the other: many at once would hold so much of the budget for their worst cases that others stop.
        async with self._one_at_a_time():
            try:
                waiting = set[str]()
                for trial, job_id in await asyncio.to_thread(store.trial_jobs_left, self._outside.clock.now()):
                    # Where one document has to wait for another day, the others of its trial are not even tried.
                    if trial not in waiting and await self._document(store, trial, job_id):
                        waiting.add(trial)
            except ConsensusError as error:
                _LOG.warning("a trial waits: %s", error)
            except Exception as error:  # noqa: BLE001 - a fault in a trial must not end the job that it is beside
                unforeseen(error)

    def _one_at_a_time(self) -> asyncio.Lock:
        """The lock of the running loop: services are used on one loop after the other."""
        loop = asyncio.get_running_loop()
        if self._locks is None or self._locks[0] is not loop:
            self._locks = loop, asyncio.Lock()
        return self._locks[1]

    async def _document(self, store: TrialStore, name: str, job_id: str) -> bool:
        """Ask about one document, if it is time. Whether it waits because of the day's ceiling."""
        trial = await asyncio.to_thread(store.trial, name)
        try:
            job = await asyncio.to_thread(self._outside.store.job, job_id)
        except NotFoundError:  # deleted meanwhile
            await asyncio.to_thread(store.end_trial_job, name, job_id, TrialJobState.DROPPED, (), self._now())
            return False
        if trial.state is not TrialState.RUNNING:
            await asyncio.to_thread(store.end_trial_job, name, job_id, TrialJobState.DROPPED, (), self._now())
            return False
        if job.state != JobState.DONE:
            return False
        async with self._held(store, name, job_id) as ours:
            return ours and await self._ask(store, trial, job)

    async def _ask(self, store: TrialStore, trial: Trial, job: JobRecord) -> bool:
        why = self._refusal(trial, job)
        if why:
            await asyncio.to_thread(store.explain_trial_job, trial.name, job.id, why)
            await asyncio.to_thread(store.end_trial_job, trial.name, job.id, TrialJobState.REFUSED, (), self._now())
            return False
        records = await asyncio.to_thread(self._outside.store.units, job.id)
        journal = TrialJournal(store, trial.name, job.policy.budget.day)
        answers = await self._answers(trial, job, records, journal)
        if journal.waiting:
            # What was answered is in the journal; the rest is asked once a day has room for it.
            why = f"the ceiling of ${job.policy.budget.day} for one day (UTC) leaves no room for another call of it."
            await asyncio.to_thread(store.explain_trial_job, trial.name, job.id, why)
            return True
        found = TrialDocument(trial, job, records, self._outside.draw, self._now())
        pairs = await asyncio.to_thread(pairs_of, found, answers)
        others = await asyncio.to_thread(store.trial_jobs_at_work, trial.name, self._outside.clock.now())
        if others > 1 and any(pair.why == AbstentionReason.OVER_BUDGET for pair in pairs):
            return False  # what others hold may come free; it is asked again, and only what is missing
        await asyncio.to_thread(store.end_trial_job, trial.name, job.id, TrialJobState.ASKED, pairs, self._now())
        await asyncio.to_thread(settle, store, trial.name, self._now())
        return False

    async def _answers(
        self, trial: Trial, job: JobRecord, records: Sequence[UnitRecord], journal: TrialJournal
    ) -> Mapping[str, tuple[Answer, ...]]:
        outside, document = self._outside, job.document
        segments = _to_ask(trial, job, records, outside)
        if document.task is Task.TRANSLATE and not segments:
            return {}
        spec = replace(outside.spec_for(trial.candidate, job.policy), fallbacks=())
        seen = Sightings(outside.store, outside.clock)
        policy = job.policy.model_copy(update={"budget": Budget(day=max(trial.budget, Decimal("1e-12")))})
        context = AskContext(
            job_id=job.id,
            document=document.name,
            policy=policy,
            client_for=outside.client_for,
            limiter=outside.limiter(job.policy),
            clock=outside.clock,
            journal=journal,
            deployments=self._deployments,
            picture=self._pictures(document, outside.blobs),
            on_reply=seen.note,
        )
        async with seen:
            asks = prompt.build_asks(document, segments, policy)
            return await ask_panel(asks, Panel("given", (spec,), "on trial"), context)

    @asynccontextmanager
    async def _held(self, store: TrialStore, trial: str, job_id: str) -> AsyncIterator[bool]:
        """A document as this process's for as long as the block lasts."""
        clock = self._outside.clock
        ours = await asyncio.to_thread(store.take_trial_job, trial, job_id, self._owner, clock.now(), LEASE_SECONDS)
        if not ours:
            yield False
            return

        async def beat() -> None:
            while True:
                await asyncio.sleep(_BEAT)
                await asyncio.to_thread(store.keep_trial_job, trial, job_id, self._owner, clock.now(), LEASE_SECONDS)

        beating = asyncio.create_task(beat())
        try:
            yield True
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
            store.keep_trial_job(trial, job_id, self._owner, clock.now(), 0)

    def _is_left_out(self, trial: Trial, job: JobRecord) -> bool:
        """A document that is asked about as a whole is drawn as a whole."""
        document = job.document
        return document.task is Task.EXTRACT and not drawn(trial, document.id, "", self._outside.draw)

    def _refusal(self, trial: Trial, job: JobRecord) -> str:
        """Why the candidate may not be asked about a document, or ""."""
        try:
            spec: ModelSpec = self._outside.spec_for(trial.candidate, job.policy)
            return route.refused(spec, job.policy, job.document.data_class)
        except ConsensusError as error:
            return str(error)

    def _now(self) -> str:
        return self._outside.clock.now().isoformat()


def settle(store: TrialStore, name: str, at: str) -> TrialState:
    """End a trial whose answer is clear, or whose budget is spent with nothing left to compare. Its state then."""
    trial = store.trial(name)
    if trial.state is not TrialState.RUNNING:
        return trial.state
    pairs = store.pairs(name)
    state = state_of(figures(documents_of(pairs)), trial.margin)
    if state is TrialState.RUNNING and store.is_used_up(name) and not _is_open(store, name, pairs):
        state = TrialState.SPENT
    if state is not TrialState.RUNNING:
        store.end_trial(name, state, Event(at, "system", f"trial.{state.value}", name))
    return state


def _is_open(store: TrialStore, name: str, pairs: Sequence[Pair]) -> bool:
    asking = store.trial_job_states(name).get(TrialJobState.ASKING, 0)
    return bool(asking) or any(pair.waits for pair in pairs)


def _to_ask(trial: Trial, job: JobRecord, records: Sequence[UnitRecord], outside: Dependencies) -> list[Segment]:
    """The segments of a document that are drawn, each with the text around it; a text that stands twice once."""
    stored = [one.unit for one in records if isinstance(one.unit, Segment)]
    asked = {one.unit.id for one in records if one.answers}
    first = prompt.first_with_text([one for one in stored if one.id in asked])
    chosen = []
    for at, segment in enumerate(stored):
        if first.get(segment.id) != segment.id or not drawn(trial, job.document.id, segment.id, outside.draw):
            continue
        before = segment.before or (stored[at - 1].text if at else "")
        after = segment.after or (stored[at + 1].text if at + 1 < len(stored) else "")
        chosen.append(replace(segment, before=before, after=after))
    return chosen
