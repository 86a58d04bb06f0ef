"""Outages, slow answers, answers that are at hand, and kills: what is sent, and what the journal says of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from consensus.ask import AskContext, Deployments, ask_panel
from consensus.domain import (
    Ask,
    AskingRules,
    Call,
    CallState,
    Candidate,
    ModelReply,
    ModelRequest,
    ModelSpec,
    Panel,
    Policy,
    Task,
)
from consensus.errors import CallError, CallFault
from consensus.ports.runtime import Clock
from consensus.providers.clock import SystemClock
from consensus.providers.rate_limit import HostLimiter
from consensus.testing import FixedClock, MemoryJournal

Answering = Callable[[ModelRequest], ModelReply]
DOWN = CallError(CallFault.UNAVAILABLE, "503: overloaded.")
SPEC = ModelSpec("m", "openai/m", "f")


def render(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
    said = ({"role": "user", "content": ask.texts[0]},)
    return ModelRequest(spec, messages=said, timeout=asking.call_seconds, temperature=asking.temperature)


def parse(ask: Ask, spec: ModelSpec, reply: ModelReply) -> Mapping[int, Any]:
    return {1: reply.text}


def asks(*texts: str) -> list[Ask]:
    return [Ask(text, "doc", Task.TRANSLATE, (text,), (text,), ("",), "en", "de") for text in texts]


@dataclass
class Model:
    """down: fails while true, by member. slow: seconds before the first answers, one each. asked: by member."""

    down: set[str] = field(default_factory=set)
    slow: list[float] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def complete(self, request: ModelRequest) -> ModelReply:
        self.asked.append(request.spec.name)
        await asyncio.sleep(self.slow.pop(0) if self.slow else 0)
        if request.spec.name in self.down:
            raise DOWN
        content = str(request.messages[0]["content"])
        return ModelReply(content.upper(), "stop", request.spec.model, 10, 5, Decimal("0.5"))

    async def aclose(self) -> None: ...


@dataclass
class Bench:
    asking: Mapping[str, Any] = field(default_factory=dict)
    model: Model = field(default_factory=Model)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    clock: Clock = field(default_factory=FixedClock)
    deployments: Deployments = field(default_factory=Deployments)
    job: str = "job"

    async def run(self, *texts: str, spec: ModelSpec = SPEC) -> list[Any]:
        policy = Policy.model_validate({"name": "t", "version": 1, "asking": dict(self.asking)})
        context = AskContext(
            self.job,
            policy,
            lambda spec: self.model,
            HostLimiter(policy.asking.concurrency_per_host),
            self.clock,
            self.journal,
            render,
            parse,
            spec_for=lambda name: ModelSpec(name, f"openai/{name}", name),
            jitter=lambda: 0.0,
            deployments=self.deployments,
        )
        found = await ask_panel(asks(*texts), Panel("given", (spec,), ""), context)
        return [a.value if isinstance(a, Candidate) else f"{a.reason}: {a.detail}" for (a,) in found.values()]

    def states(self) -> list[str]:
        return [call.fault or call.state.value for call in self.journal.calls.values()]


async def test_a_dead_member_is_left_alone_by_every_document_of_the_process() -> None:
    bench = Bench({"concurrency_per_host": 1}, Model(down={"m"}))
    texts = [str(number) for number in range(50)]
    answers = await bench.run(*texts)
    assert len(bench.model.asked) < 10, "4 attempts for each of 50 asks would be 200"
    assert all(answer.startswith("unavailable: ") for answer in answers)
    assert sum("calls in a row failed, the last with: 503: overloaded." in answer for answer in answers) > 40
    asked = len(bench.model.asked)
    other = Bench({"concurrency_per_host": 1}, bench.model, clock=bench.clock, deployments=bench.deployments, job="2")
    await other.run("x")
    assert len(bench.model.asked) == asked, "another document of the same process"


async def test_a_short_outage_loses_nothing() -> None:
    asking = {"breaker_failures": 2, "breaker_seconds": 0.3, "concurrency_per_host": 2}
    bench = Bench(asking, Model(down={"m"}), clock=SystemClock())
    asyncio.get_running_loop().call_later(0.2, bench.model.down.clear)
    assert await bench.run(*"abcdef") == list("ABCDEF")


async def test_where_a_substitute_can_be_asked_nobody_waits() -> None:
    bench = Bench({"breaker_failures": 2, "concurrency_per_host": 1}, Model(down={"m"}))
    spec = replace(SPEC, fallbacks=("s",))
    assert await bench.run(*"abcdef", spec=spec) == list("ABCDEF")
    assert bench.model.asked.count("m") <= 4
    asked = bench.model.asked.count("m")
    bench.job = "other"
    assert await bench.run(*"ghi", spec=spec) == list("GHI")
    assert bench.model.asked.count("m") == asked


async def test_a_slow_call_gets_a_second_one_and_the_loser_is_cancelled_and_counted() -> None:
    bench = Bench({"hedge": True}, Model(slow=[30.0]), clock=SystemClock())
    bench.deployments.of(SPEC).latencies.extend([0.01] * 20)
    async with asyncio.timeout(5):
        assert await bench.run("a") == ["A"]
    assert bench.states() == ["cancelled", "settled"]
    assert [call.hedge for call in bench.journal.calls.values()] == [False, True]
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_no_second_call_where_the_policy_does_not_say_so_or_too_little_is_known() -> None:
    for hedge, known in ((False, 20), (True, 19)):
        bench = Bench({"hedge": hedge}, Model(slow=[0.1]), clock=SystemClock())
        bench.deployments.of(SPEC).latencies.extend([0.01] * known)
        await bench.run("a")
        assert bench.states() == ["settled"]


async def test_when_both_fail_the_first_failure_counts_and_when_stopped_both_are_left_open() -> None:
    bench = Bench({"hedge": True, "attempts": 1}, Model(slow=[0.1, 0.2], down={"m"}), clock=SystemClock())
    bench.deployments.of(SPEC).latencies.extend([0.01] * 20)
    assert (await bench.run("a"))[0].startswith("unavailable")
    assert bench.states() == ["unavailable", "unavailable"]
    bench = Bench({"hedge": True}, Model(slow=[30.0, 30.0]), clock=SystemClock())
    bench.deployments.of(SPEC).latencies.extend([0.01] * 20)
    job = asyncio.create_task(bench.run("a"))
    await asyncio.sleep(0.2)
    assert len(bench.model.asked) == 2
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert bench.states() == ["reserved", "reserved"]


async def test_an_answer_within_its_lifetime_is_not_paid_for_again() -> None:
    bench = Bench({"cache_days": 1.0})
    await bench.run("a")
    (paid,) = bench.journal.calls.values()
    bench.job = "another"
    assert await bench.run("a", "b") == ["A", "B"]
    assert bench.model.asked == ["m", "m"], "only b was new"
    (hit,) = [call for call in bench.journal.calls.values() if call.cached]
    assert (hit.cached, hit.state, hit.job_id) == (paid.id, CallState.SETTLED, "another")
    assert hit.reply is not None
    assert (hit.reply.cost, hit.reply.tokens_in) == (Decimal(0), 0)


CACHE = [
    # days, seconds between, other, asked again, meaning
    (0.0, 0, {}, True, "off, as policies are unless they say so"),
    (1.0, 86_401, {}, True, "too old"),
    (1.0, 3_600, {}, False, "young enough"),
    (1.0, 0, {"temperature": 0.5}, True, "other parameters"),
    (1.0, 0, {"base_url": "http://b/v1"}, True, "a model of the same name at another address"),
]


@pytest.mark.parametrize(("days", "seconds", "other", "again", "meaning"), CACHE, ids=[row[4] for row in CACHE])
async def test_what_the_cache_takes_for_the_same(
    days: float, seconds: int, other: dict[str, Any], again: bool, meaning: str
) -> None:
    clock = FixedClock()
    bench = Bench({"cache_days": days}, clock=clock)
    await bench.run("a")
    clock.advance(seconds)
    bench.job, bench.asking = "another", {"cache_days": days, "temperature": other.get("temperature", 0.0)}
    await bench.run("a", spec=replace(SPEC, base_url=other.get("base_url")))
    assert (len(bench.model.asked) == 2) is again, meaning


async def test_a_hit_is_not_found_in_its_turn() -> None:
    clock = FixedClock()
    bench = Bench({"cache_days": 1.0}, clock=clock)
    for job in ("1", "2", "3"):
        bench.job = job
        await bench.run("a")
        clock.advance(50_000)
    assert len(bench.model.asked) == 2, "the lifetime counts from the answer that was paid for"


async def test_a_call_under_way_at_a_kill_is_asked_once_more_and_marked() -> None:
    bench = Bench()
    lost = Call("lost", "job", "a", "m", 1, "", "", "", CallState.RESERVED, "2030-01-01T00:00:00+00:00")
    bench.journal.record([lost])
    assert await bench.run("a", "b") == ["A", "B"]
    repeats = {call.ask_id: call.repeats for call in bench.journal.calls.values() if call.id != "lost"}
    assert repeats == {"a": "lost", "b": ""}
    assert bench.journal.calls["lost"] == lost, "and stays as it is: nobody knows whether it was answered"


@pytest.mark.parametrize("seconds", [-86_400 * 365, 86_400 * 365], ids=["backwards", "forwards"])
async def test_a_wall_clock_that_jumps_loses_no_answer_and_repeats_none(seconds: int) -> None:
    class Jumps(SystemClock):
        calls = 0

        def now(self) -> datetime:
            self.calls += 1
            moment = datetime.now(UTC)
            return moment if self.calls < 8 else datetime.fromtimestamp(moment.timestamp() + seconds, UTC)

    bench = Bench({"breaker_failures": 2}, clock=Jumps())
    assert await bench.run(*"abcdefgh") == list("ABCDEFGH")
    assert bench.states() == ["settled"] * 8
    await bench.run(*"abcdefgh")
    assert len(bench.model.asked) == 8


async def test_what_a_client_loads_first_is_not_counted_as_a_slow_call() -> None:
    class Loads(Model):
        async def ready(self, spec: ModelSpec) -> None:
            await asyncio.sleep(0.3)

    bench = Bench({"call_seconds": 0.2}, Loads(), clock=SystemClock())
    assert await bench.run("a") == ["A"]
    (call,) = bench.journal.calls.values()
    assert call.reply is not None
    assert call.reply.latency < 0.2
