"""Recorded requests asked again: of a model that changed, or with another prompt before it is adopted."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal

from consensus import ask, prompt
from consensus.ask import AskContext, Deployments
from consensus.ask.split import narrow
from consensus.domain import (
    Answer,
    Ask,
    Budget,
    Call,
    CallState,
    Event,
    Money,
    Panel,
    Policy,
    Replay,
    ReplayRules,
    ReplayState,
    ServedSeries,
)
from consensus.errors import ConsensusError, UsageError
from consensus.normalize.digests import digest
from consensus.ports.guarantee import GuaranteeStore
from consensus.service.dependencies import Dependencies
from consensus.service.learning.compared import Compared, compared, total
from consensus.service.learning.recorded import Recorded, RecordedRequests, renamed
from consensus.service.pictures import pictures_of

_LOG = logging.getLogger(__name__)
#: Why a replay is made that nobody asked for.
CHANGED = "another model or set-up answers"
#: Changed answers that are named.
_MOST_NAMED = 500
_MOST_REPLAYS = 1000


@dataclass(frozen=True, slots=True)
class Prompt:
    """Another template. name: of the program's, or of the file. text: what stands in it."""

    name: str
    text: str


def shipped_prompt(name: str) -> Prompt | None:
    """A template of the program by its name, as in ``translate.chat.v3``; None where there is none."""
    text = prompt.text_of(name)
    return None if text is None else Prompt(name, text)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be asked again. since: as of ``RecordedRequests.fixed_set``."""

    model: str
    series: str
    why: str
    rules: ReplayRules
    since: ServedSeries | None = None
    given: Prompt | None = None
    actor: str = "system"

    @property
    def prompt(self) -> str:
        return f"{self.given.name}:{digest(self.given.text)[:8]}" if self.given else ""


class ReplayJournal:
    """Implements ``ports.Journal`` for one replay: its calls stand beside the journal of jobs, and each goes with the
    job whose text it holds. owners: ask id to job id; a call of another ask is refused, for it belongs to no job."""

    def __init__(self, outside: Dependencies, replay_id: str, owners: Mapping[str, str]) -> None:
        self._store, self._replay, self._owners = outside.store, replay_id, owners

    def record(self, calls: Sequence[Call]) -> None:
        by_job: defaultdict[str, list[Call]] = defaultdict(list)
        for call in calls:
            by_job[self._owners.get(call.ask_id, "")].append(call)
        for job_id, some in by_job.items():
            self._store.record_replay(job_id, some)

    def settled(self, job_id: str) -> Mapping[tuple[str, str], Call]:
        return {(call.ask_id, call.member): call for call in self._calls() if call.state is CallState.SETTLED}

    def under_way(self, job_id: str) -> Mapping[tuple[str, str], str]:
        return {(call.ask_id, call.member): call.id for call in self._calls() if call.state is CallState.RESERVED}

    def cached(self, request_digest: str, since: str) -> Call | None:
        return None  # an old answer is what the new one is compared with

    def reserve_within(self, call: Call, ceiling: Money) -> bool:
        return self._store.reserve_replay(self._owners.get(call.ask_id, ""), call, ceiling)

    def counted(self, job_id: str) -> Mapping[str, Money]:
        found: defaultdict[str, Money] = defaultdict(Decimal)
        for call in self._calls():
            found[call.ask_id] += call.counted
        return found

    def _calls(self) -> Sequence[Call]:
        return self._store.replay_calls(self._replay)


class Replays:
    """Asks a model's fixed set again and compares."""

    def __init__(self, outside: Dependencies, rules: ReplayRules) -> None:
        self._outside, self._rules = outside, rules
        self._deployments = Deployments()

    def due(self) -> list[ServedSeries]:
        """The series of models that changed and were not asked again yet. () where it is off."""
        if self._rules.requests <= 0:
            return []
        done = {
            (one.model, one.series)
            for one in self._outside.store.replays(_MOST_REPLAYS)
            if one.why == CHANGED and one.state is ReplayState.DONE
        }
        changed = [one for one in self._outside.store.current_series() if one.changed_at]
        return [one for one in changed if (one.model, one.series) not in done]

    async def run_due(self) -> None:
        """Ask again whoever changed; what fails is tried again when the next job ends, and ends no job."""
        try:
            for since in await asyncio.to_thread(self.due):
                await self._replay(_Wish(since.model, since.series, CHANGED, self._rules, since))
        except ConsensusError as error:
            _LOG.warning("a changed model could not be asked again: %s", type(error).__name__)

    async def by_hand(self, model: str, rules: ReplayRules, given: Prompt | None, actor: str) -> Replay:
        """Ask a model's fixed set again, with another prompt where one is given. rules: of this replay.

        Raises UsageError for a model without recorded requests and for a prompt that is none; StoreError.
        """
        series = {one.model: one.series for one in await asyncio.to_thread(self._outside.store.current_series)}
        return await self._replay(_Wish(model, series.get(model, "1"), "by hand", rules, None, given, actor))

    async def _replay(self, wish: _Wish) -> Replay:
        store, model = self._outside.store, wish.model
        async with _alone(store, model):  # so that nothing is asked twice
            requests = RecordedRequests(self._outside)
            found = await asyncio.to_thread(requests.fixed_set, model, wish.rules.requests, wish.since)
            if not found and wish.why != CHANGED:
                do = "Name a model as `consensus changes` lists it."
                raise UsageError(f"there are no recorded requests of {model}.", where="replay", do=do)
            _refuse_prompt(found, wish.given)
            begun = self._begun(wish, len(found))
            results = await self._asked(begun, found, wish)
            return await asyncio.to_thread(self._ended, begun, found, results, wish.actor)

    def _begun(self, wish: _Wish, size: int) -> Replay:
        now = self._outside.clock.now().isoformat()
        replay_id = digest("replay", wish.model, wish.series, wish.why, wish.prompt, now)[:12]
        replay = Replay(replay_id, wish.model, wish.series, wish.why, ReplayState.RUNNING, now, size, wish.prompt)
        prompted = f", prompt {wish.prompt}" if wish.given else ""
        words = f"{size} recorded requests, series {wish.series}{prompted}: {wish.why}"
        return self._outside.store.begin_replay(replay, Event(now, wish.actor, "replay.began", wish.model, words))

    async def _asked(self, replay: Replay, found: Sequence[Recorded], wish: _Wish) -> list[Compared]:
        answers: dict[int, tuple[Answer, ...]] = {}
        for places in _together(found):
            one = found[places[0]]
            asks = {place: renamed(found[place].ask, place) for place in places}
            owners = {name: found[place].job.id for place in places for name in _names(found[place].ask)}
            context = self._context(replay, one, owners, wish)
            replies = await ask.ask_panel([*asks.values()], Panel("replay", (one.spec,), replay.why), context)
            for place, asked in asks.items():
                units = zip(asked.unit_ids, found[place].ask.unit_ids, strict=True)
                answers[place] = tuple(replace(replies[new][0], unit_id=old) for new, old in units)
        return await asyncio.to_thread(
            lambda: [compared(one, answers.get(place, ())) for place, one in enumerate(found)]
        )

    def _context(self, replay: Replay, one: Recorded, owners: Mapping[str, str], wish: _Wish) -> AskContext:
        outside, policy, given = self._outside, _asking(one.job.policy, wish.rules), wish.given
        return AskContext(
            job_id=replay.id,
            document=f"replay of {replay.model}",
            policy=policy,
            client_for=outside.client_for,
            limiter=outside.limiter(policy),
            clock=outside.clock,
            journal=ReplayJournal(outside, replay.id, owners),
            render=prompt.render_with(given.name, given.text) if given else prompt.render,
            deployments=self._deployments,
            cut=lambda ask, spec: (ask,),
            smaller=lambda ask, spec, asking, *, halved: (),
            picture=pictures_of(one.job.document, outside.blobs),
        )

    def _ended(self, replay: Replay, found: Sequence[Recorded], results: Sequence[Compared], actor: str) -> Replay:
        counts = total([one.counts for one in results])
        named = [(one.job.id, unit) for one, result in zip(found, results, strict=True) for unit in result.changed]
        now = self._outside.clock.now().isoformat()
        ended = replace(replay, state=ReplayState.DONE, ended_at=now, counts=counts, changed=tuple(named[:_MOST_NAMED]))
        self._outside.store.end_replay(ended, Event(now, actor, "replay.ended", replay.model, counts.words))
        return ended


@asynccontextmanager
async def _alone(store: GuaranteeStore, model: str) -> AsyncIterator[None]:
    """One replay of a model at a time, over all processes. A lock is given back by the thread that took it."""
    loop, held = asyncio.get_running_loop(), store.alone(f"replay {model}")
    with ThreadPoolExecutor(1) as thread:
        await loop.run_in_executor(thread, held.__enter__)
        try:
            yield
        finally:
            await loop.run_in_executor(thread, held.__exit__, None, None, None)


def _asking(policy: Policy, rules: ReplayRules) -> Policy:
    """The job's policy with the replay's own ceiling beside the day's; nothing is taken from the journal of jobs."""
    asking = policy.asking.model_copy(update={"cache_days": 0.0, "hedge": False})
    ceiling = None if rules.budget is None else Decimal(str(rules.budget))
    budget = Budget(document=ceiling, day=policy.budget.day)
    return policy.model_copy(update={"asking": asking, "budget": budget})


def _together(found: Sequence[Recorded]) -> Iterable[list[int]]:
    """Places of requests that can be asked at once: of one policy and member, and of one job where pages are shown."""
    groups: defaultdict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        if not one.refused:
            policy = one.job.policy
            groups[policy.name, policy.digest, str(one.spec), one.job.id if one.ask.pages else ""].append(place)
    return groups.values()


def _names(one: Ask) -> Iterable[str]:
    """Every name under which parts of a request may stand in the journal."""
    units = len(one.unit_ids)
    for start in range(units):
        for end in range(start + 1, units + 1):
            part = narrow(one, start, end)
            yield from (part.id, digest(part.id, "mend"))
            for inner in range(end - start):  # a lost segment of a half is asked about alone
                alone = narrow(part, inner, inner + 1)
                yield from (alone.id, digest(alone.id, "mend"))


def _refuse_prompt(found: Sequence[Recorded], given: Prompt | None) -> None:
    """Raise UsageError before anything is sent."""
    render = prompt.render_with(given.name, given.text) if given else None
    for one in found if render else ():
        assert render is not None
        render(one.ask, one.spec, one.job.policy.asking)
