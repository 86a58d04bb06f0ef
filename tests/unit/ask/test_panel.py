"""Asking a panel: what becomes of replies and of every way to fail, and what stands in the journal afterwards."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from consensus.ask import AskContext, ask_panel
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Answer,
    Ask,
    AskingRules,
    CallState,
    Candidate,
    ModelReply,
    ModelRequest,
    ModelSpec,
    Panel,
    Policy,
    Task,
)
from consensus.domain.progress import Progress
from consensus.errors import CallError, CallFault, PanelError, StoreError
from consensus.prompt import mend, parse
from consensus.providers.clock import SystemClock
from consensus.providers.rate_limit import HostLimiter
from consensus.testing import FixedClock, MemoryJournal, ScriptedClient, Step


def render(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
    """The texts as the message: enough for a scripted model."""
    said = {"role": "user", "content": json.dumps(ask.texts)}
    limit = 0 if "TOO LONG" in ask.texts[0] else 100
    return ModelRequest(spec, messages=(said,), timeout=asking.call_seconds, prompt_id="test", max_tokens=limit)


def say(*texts: str | None, first: int = 1) -> str:
    """A good reply in the numbered form; None leaves a number out."""
    rows = [{"n": number, "text": text} for number, text in enumerate(texts, first) if text is not None]
    return json.dumps({"segments": rows})


def echo(request: ModelRequest) -> str:
    """Answer every segment with its own text in capitals."""
    return say(*(text.upper() for text in json.loads(request.messages[0]["content"])))


def translation(*texts: str, name: str = "a") -> Ask:
    ids = tuple(f"{name}.{text}" for text in texts)
    return Ask(name, "doc", Task.TRANSLATE, ids, texts, ("",) * len(texts), "en", "de")


@dataclass
class Bench:
    """Everything around one call of ask_panel; ``run`` may be called again, as a resumed job would."""

    asking: Mapping[str, Any] = field(default_factory=dict)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    clock: FixedClock = field(default_factory=FixedClock)
    seen: list[Progress] = field(default_factory=list)
    specs: Mapping[str, ModelSpec] = field(default_factory=dict)
    client: ScriptedClient = field(default_factory=lambda: ScriptedClient({}))

    def context(self, script: Mapping[str, Sequence[Step]]) -> AskContext:
        self.client = ScriptedClient(script)
        return AskContext(
            job_id="job",
            policy=Policy.model_validate({"name": "t", "version": 1, "asking": dict(self.asking)}),
            client_for=lambda spec: self.client,
            limiter=HostLimiter(4),
            clock=self.clock,
            journal=self.journal,
            render=render,
            parse=parse,
            spec_for=self._spec_for,
            on_progress=self.seen.append,
            document="page.md",
            jitter=lambda: 0.5,
        )

    def _spec_for(self, name: str) -> ModelSpec:
        if name not in self.specs:
            raise PanelError(f"no {name}")
        return self.specs[name]

    async def run(
        self, asks: Sequence[Ask], script: Mapping[str, Sequence[Step]], *members: ModelSpec
    ) -> dict[str, tuple[Answer, ...]]:
        specs = members or tuple(ModelSpec(name, f"openai/{name}", f"family-{name}") for name in script)
        return await ask_panel(asks, Panel("given", specs, ""), self.context(script))


R = AbstentionReason
BUSY = CallError(CallFault.RATE_LIMITED, "busy", retry_after=3.0)
DOWN = CallError(CallFault.UNAVAILABLE, "down")


def told(answers: Sequence[Answer]) -> list[Any]:
    """Values and reasons, in the panel's order."""
    return [answer.value if isinstance(answer, Candidate) else answer.reason for answer in answers]


def states(bench: Bench, member: str) -> list[str]:
    return [call.state.value for call in bench.journal.calls.values() if call.member == member]


async def test_every_member_answers_every_unit_in_the_panels_order() -> None:
    bench = Bench()
    asks = [translation("x", "y"), translation("z", name="b")]
    answers = await bench.run(asks, {"m": [echo], "n": [say("1", "2"), say("3")]})
    assert {unit: told(given) for unit, given in answers.items()} == {
        "a.x": ["X", "1"],
        "a.y": ["Y", "2"],
        "b.z": ["Z", "3"],
    }
    first = answers["a.x"][0]
    assert (first.member, first.family) == ("m", "family-m")
    assert bench.journal.calls[first.call_id].state is CallState.SETTLED
    assert [(seen.done, seen.total) for seen in bench.seen] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert bench.seen[-1].calls == 4
    assert bench.seen[-1].document == "page.md"


FAILURES = [
    # what the member does, reason, requests, meaning
    ([CallError(CallFault.KEY_REFUSED, "no")], R.KEY_REFUSED, 1, "a refused key is not tried again"),
    ([CallError(CallFault.QUOTA, "no")], R.KEY_REFUSED, 1, "nor an empty account"),
    ([CallError(CallFault.BAD_REQUEST, "no")], R.UNAVAILABLE, 1, "nor a request that is wrong"),
    ([CallError(CallFault.NOT_A_MODEL, "no")], R.UNAVAILABLE, 1, "nor a web page"),
    ([CallError(CallFault.TIMEOUT, "no")], R.TIMEOUT, 1, "nor what took too long"),
    ([DOWN], R.UNAVAILABLE, 4, "a server that is down is tried four times"),
    ([BUSY], R.UNAVAILABLE, 4, "and a busy one"),
    ([CallError(CallFault.RATE_LIMITED, "no", retry_after=3600.0)], R.UNAVAILABLE, 1, "an hour is too long to wait"),
    ([ZeroDivisionError()], R.UNAVAILABLE, 1, "a fault in a client is one member's failure"),
    ([PanelError("server does not start")], R.UNAVAILABLE, 1, "a client that cannot be had"),
    (["{"], R.INVALID, 1, "a reply that cannot be read is not paid for twice"),
    ([ModelReply(say("x"), "length", "m")], R.TRUNCATED, 1, "cut off"),
    ([ModelReply("", "content_filter", "m")], R.REFUSAL, 1, "filtered"),
    ([""], R.EMPTY, 1, "nothing"),
]


@pytest.mark.parametrize(("steps", "reason", "requests", "meaning"), FAILURES, ids=[row[3] for row in FAILURES])
async def test_a_failing_member_never_fails_the_unit(
    steps: list[Step], reason: AbstentionReason, requests: int, meaning: str
) -> None:
    bench = Bench()
    answers = await bench.run([translation("x")], {"bad": steps, "good": [echo]})
    assert told(answers["a.x"]) == [reason, "X"], meaning
    lost, raised = answers["a.x"][0], steps[0]
    assert isinstance(lost, Abstention)
    assert not isinstance(raised, CallError | str | ModelReply) or lost.fault == getattr(raised, "fault", None), meaning
    assert bench.client.asked("bad") == requests, meaning
    assert len(states(bench, "bad")) == requests, "every attempt is in the journal"


async def test_retries_wait_as_the_provider_says_then_succeed() -> None:
    bench = Bench()
    answers = await bench.run([translation("x")], {"m": [BUSY, DOWN, echo]})
    assert told(answers["a.x"]) == ["X"]
    assert bench.clock.slept == [3.25, 1.0], "Retry-After and a little more; then the doubled wait"
    assert states(bench, "m") == ["failed", "failed", "settled"]
    assert [call.attempt for call in bench.journal.calls.values()] == [1, 2, 3]
    assert [call.fault for call in bench.journal.calls.values()] == ["rate_limited", "unavailable", None]


async def test_attempts_and_the_asks_deadline_bound_the_retries() -> None:
    bench = Bench({"attempts": 2})
    await bench.run([translation("x")], {"m": [DOWN]})
    assert bench.client.asked("m") == 2
    bench = Bench({"ask_seconds": 4.0})
    answers = await bench.run([translation("x")], {"m": [BUSY]})
    assert bench.client.asked("m") == 2, "a second wait of 3 s would end after the deadline"
    assert told(answers["a.x"]) == [R.UNAVAILABLE]


async def test_a_refused_key_is_reported_once_and_not_tried_with_every_ask() -> None:
    bench = Bench({"concurrency_per_host": 1})
    asks = [translation(str(number), name=f"ask{number}") for number in range(20)]
    answers = await bench.run(asks, {"m": [CallError(CallFault.KEY_REFUSED, "401")], "n": [echo]})
    assert bench.client.asked("m") <= 4, "those under way at the same time"
    assert all(told(given) == [R.KEY_REFUSED, given[1].value] for given in answers.values())  # type: ignore[union-attr]


REFUSED = CallError(CallFault.KEY_REFUSED, "403")
#: What a member says in turn -> how many of 20 asks it answers, meaning.
GLITCHES = [
    ([echo, REFUSED, echo], 19, "one refusal between answers costs one answer"),
    ([echo, REFUSED, REFUSED, echo], 18, "two as well"),
    ([echo, REFUSED], 1, "several in a row, and it is left alone"),
]


@pytest.mark.parametrize(("said", "answered", "meaning"), GLITCHES, ids=[row[2] for row in GLITCHES])
async def test_one_odd_reply_silences_nobody(said: list[object], answered: int, meaning: str) -> None:
    bench = Bench({"concurrency_per_host": 1})
    asks = [translation(str(number), name=f"ask{number}") for number in range(20)]
    answers = await bench.run(asks, {"m": said, "n": [echo]})
    given = [one for pair in answers.values() for one in pair if one.member == "m" and isinstance(one, Candidate)]
    assert len(given) == answered, meaning
    assert bench.client.asked("m") <= 20


LOST = [
    (say("A", None, "C"), "one lost"),
    (json.dumps({"segments": [{"n": n, "text": t} for n, t in ((1, "A"), (2, "B"), (2, "b"), (3, "C"))]}), "doubled"),
    (say("A", "B", "C", first=0), "renumbered"),
]


@pytest.mark.parametrize(("text", "meaning"), LOST, ids=[row[1] for row in LOST])
async def test_lost_segments_are_asked_once_more_alone(text: str, meaning: str) -> None:
    bench = Bench()
    answers = await bench.run([translation("a", "b", "c")], {"m": [text, echo]})
    assert [told(answers[f"a.{unit}"]) for unit in "abc"] == [["A"], ["B"], ["C"]]
    asked = [json.loads(request.messages[0]["content"]) for request in bench.client.requests[1:]]
    assert all(len(texts) == 1 for texts in asked)
    assert len(asked) == (3 if meaning == "renumbered" else 1)


async def test_a_segment_lost_twice_is_an_abstention_and_not_asked_a_third_time() -> None:
    bench = Bench()
    answers = await bench.run([translation("a", "b")], {"m": [say("A"), say()]})
    assert [told(answers[f"a.{unit}"]) for unit in "ab"] == [["A"], [R.MISSING]]
    assert bench.client.asked("m") == 2
    bench = Bench()
    await bench.run([translation("a")], {"m": [say()]})
    assert bench.client.asked("m") == 1, "it was alone already"


async def test_weak_models_are_asked_in_parts_they_can_take() -> None:
    bench = Bench()
    weak = ModelSpec("weak", "openai/weak", "w", segments_per_ask=2)
    answers = await bench.run([translation("a", "b", "c")], {"weak": [echo]}, weak)
    assert [told(answers[f"a.{unit}"]) for unit in "abc"] == [["A"], ["B"], ["C"]]
    assert [json.loads(r.messages[0]["content"]) for r in bench.client.requests] == [["a", "b"], ["c"]]
    assert len({call.ask_id for call in bench.journal.calls.values()}) == 2


async def test_what_does_not_fit_is_not_sent() -> None:
    bench = Bench()
    answers = await bench.run([translation("TOO LONG")], {"m": [echo]})
    assert told(answers["a.TOO LONG"]) == [R.TOO_LONG]
    assert bench.journal.calls == {}


async def test_a_substitute_answers_for_a_failing_member() -> None:
    member = ModelSpec("m", "openai/m", "fm", fallbacks=("nobody", "s"))
    bench = Bench(specs={"s": ModelSpec("s", "openai/s", "fs", weight=2.0)})
    answers = await bench.run([translation("x")], {"m": [CallError(CallFault.KEY_REFUSED, "no")], "s": [echo]}, member)
    (answer,) = answers["a.x"]
    assert isinstance(answer, Candidate)
    assert (answer.value, answer.member, answer.family, answer.weight) == ("X", "m", "fs", 2.0), "the maker votes"
    assert states(bench, "m > s") == ["settled"]


@pytest.mark.parametrize(("first", "asked"), [("{", True), (say(), False)], ids=["unreadable", "lost"])
async def test_a_substitute_is_for_failures_only(first: str, asked: bool) -> None:
    member = ModelSpec("m", "openai/m", "fm", fallbacks=("s",))
    bench = Bench(specs={"s": ModelSpec("s", "openai/s", "fs")})
    await bench.run([translation("x", "y")], {"m": [first, echo], "s": [echo]}, member)
    assert (bench.client.asked("s") > 0) is asked


async def test_when_all_fail_the_members_own_failure_stands() -> None:
    member = ModelSpec("m", "openai/m", "fm", fallbacks=("s",))
    bench = Bench(specs={"s": ModelSpec("s", "openai/s", "fs")})
    answers = await bench.run([translation("x")], {"m": [CallError(CallFault.KEY_REFUSED, "no")], "s": [""]}, member)
    assert told(answers["a.x"]) == [R.KEY_REFUSED]


async def test_nothing_that_was_answered_is_asked_again() -> None:
    bench = Bench()
    asks = [translation("a", "b"), translation("c", name="b")]
    before = await bench.run(asks, {"m": [say("A"), echo, echo], "n": [echo]})
    paid = dict(bench.journal.calls)
    after = await bench.run(asks, {"m": [DOWN], "n": [DOWN]})
    assert after == before
    assert bench.client.requests == []
    assert bench.journal.calls == paid


async def test_what_a_substitute_answered_is_not_asked_again_either() -> None:
    member = ModelSpec("m", "openai/m", "fm", fallbacks=("s",))
    bench = Bench(specs={"s": ModelSpec("s", "openai/s", "fs")})
    before = await bench.run([translation("x")], {"m": [DOWN], "s": [echo]}, member)
    assert await bench.run([translation("x")], {"m": [say("other")], "s": [DOWN]}, member) == before
    assert bench.client.requests == []


@dataclass
class Hanging:
    """Never answers. running: set once it has been asked."""

    running: asyncio.Event = field(default_factory=asyncio.Event)

    async def complete(self, request: ModelRequest) -> ModelReply:
        self.running.set()
        await asyncio.sleep(3600)
        raise AssertionError

    async def aclose(self) -> None: ...


async def test_when_stopped_no_task_is_left_and_calls_under_way_stay_reserved() -> None:
    bench = Bench()
    running = asyncio.Event()

    context = replace(bench.context({}), client_for=lambda spec: Hanging(running))
    members = (ModelSpec("m", "openai/m", "f"), ModelSpec("n", "other/n", "g"))
    job = asyncio.create_task(ask_panel([translation("x", "y")], Panel("given", members, ""), context))
    await running.wait()
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert {call.state for call in bench.journal.calls.values()} == {CallState.RESERVED}
    bench.clock.advance(1)
    answers = await bench.run([translation("x", "y")], {"m": [echo]}, members[0])
    assert told(answers["a.x"]) == ["X"], "a reservation is no answer"


async def test_the_deadline_of_a_call_becomes_an_abstention() -> None:
    bench = Bench({"call_seconds": 0.05})

    context = replace(bench.context({}), client_for=lambda spec: Hanging())
    panel = Panel("given", (ModelSpec("m", "openai/m", "f"),), "")
    (answer,) = (await ask_panel([translation("x")], panel, context))["a.x"]
    assert isinstance(answer, Abstention)
    assert answer.reason is R.TIMEOUT
    assert [call.fault for call in bench.journal.calls.values()] == ["timeout"]


async def test_waiting_for_a_place_is_not_counted() -> None:
    """Ten calls of 0.05 s through one place take longer than the deadline of any of them."""
    bench = Bench({"ask_seconds": 0.2, "call_seconds": 0.2})

    class Steady:
        async def complete(self, request: ModelRequest) -> ModelReply:
            await asyncio.sleep(0.05)
            return ModelReply(echo(request), "stop", "m")

        async def aclose(self) -> None: ...

    context = replace(bench.context({}), client_for=lambda spec: Steady(), limiter=HostLimiter(1), clock=SystemClock())
    asks = [translation("x", name=f"ask{number}") for number in range(10)]
    answers = await ask_panel(asks, Panel("given", (ModelSpec("m", "openai/m", "f"),), ""), context)
    assert all(told(given) == ["X"] for given in answers.values())


async def test_a_call_that_cannot_be_written_down_is_not_sent() -> None:
    class Full(MemoryJournal):
        def record(self, calls: Any) -> None:
            raise StoreError("disk full")

    bench = Bench(journal=Full())
    with pytest.raises(StoreError, match="disk full"):
        await bench.run([translation("x"), translation("y", name="b")], {"m": [echo], "n": [echo]})
    assert bench.client.requests == []


async def test_few_are_written_down_before_their_host_has_a_place_and_what_is_not_sent_is_forgotten() -> None:
    open_, arrived = asyncio.Event(), asyncio.Event()

    class Gated(ScriptedClient):
        async def complete(self, request: ModelRequest) -> ModelReply:
            self.requests.append(request)
            arrived.set()
            await open_.wait()
            raise CallError(CallFault.KEY_REFUSED, "wrong key")

    bench = Bench()
    client = Gated({})
    context = replace(bench.context({"m": [echo]}), limiter=HostLimiter(1), client_for=lambda spec: client)
    asks = [translation("x", name=f"ask{number}") for number in range(40)]
    job = asyncio.create_task(ask_panel(asks, Panel("given", (ModelSpec("m", "openai/m", "f"),), ""), context))
    await arrived.wait()
    for _ in range(200):
        await asyncio.sleep(0.001)
    written = states(bench, "m")
    assert written == ["reserved"] * 5, "one under way, and half as many as the policy lets go at once"
    open_.set()
    await job
    assert states(bench, "m") == ["failed"], "the others were never sent"
    assert len(client.requests) == 1


async def test_many_calls_share_a_transaction_and_a_stopped_job_still_writes_what_it_has() -> None:
    class Slow(MemoryJournal):
        transactions = 0

        def record(self, calls: Sequence[Any]) -> None:
            Slow.transactions += 1
            time.sleep(0.02)
            super().record(calls)

    bench = Bench(journal=Slow())
    asks = [translation("x", name=f"ask{number}") for number in range(40)]
    context = replace(bench.context({"m": [echo]}), limiter=HostLimiter(40))
    asking = context.policy.asking.model_copy(update={"concurrency_per_host": 40})
    context = replace(context, policy=context.policy.model_copy(update={"asking": asking}))
    await ask_panel(asks, Panel("given", (ModelSpec("m", "openai/m", "f"),), ""), context)
    assert states(bench, "m") == ["settled"] * 40
    assert Slow.transactions < 20, "80 writes"

    answered = asyncio.Event()

    def answer(request: ModelRequest) -> str:
        answered.set()
        return echo(request)

    bench = Bench(journal=Slow())
    context = bench.context({"m": [answer]})
    job = asyncio.create_task(
        ask_panel([translation("x")], Panel("given", (ModelSpec("m", "openai/m", "f"),), ""), context)
    )
    await answered.wait()
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert states(bench, "m") == ["settled"], "the answer was in: it is kept"


async def test_a_reply_that_breaks_the_reader_is_kept() -> None:
    bench = Bench()

    def broken(ask: Ask, spec: ModelSpec, given: ModelReply) -> dict[int, Any]:
        raise RuntimeError

    context = replace(bench.context({"m": [echo]}), parse=broken)
    panel = Panel("given", (ModelSpec("m", "openai/m", "f"),), "")
    answers = await ask_panel([translation("x")], panel, context)
    assert told(answers["a.x"]) == [R.INVALID]
    (call,) = bench.journal.calls.values()
    assert call.reply is not None
    assert call.reply.text == say("X")


async def test_an_unreadable_reply_is_asked_for_once_more_with_what_is_wrong() -> None:
    bench = Bench()

    def structured(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
        return replace(render(ask, spec, asking), response_schema={"type": "object"})

    async def run(*steps: Step) -> list[Any]:
        context = replace(bench.context({"m": list(steps)}), render=structured, mend=mend)
        panel = Panel("given", (ModelSpec("m", "openai/m", "f"),), "")
        return told((await ask_panel([translation("x")], panel, context))["a.x"])

    assert await run('{"segments', echo) == ["X"]
    first, second = bench.client.requests
    assert second.messages[0] == first.messages[0]
    assert second.messages[1] == {"role": "assistant", "content": '{"segments'}
    assert "not JSON" in second.messages[2]["content"]
    assert await run(DOWN) == ["X"], "a resumed job knows both replies"
    assert bench.client.requests == []
    bench = Bench()
    assert await run("{", "{", echo) == [R.INVALID], "once, and then it abstains"
    assert bench.client.asked("m") == 2


@dataclass
class Watched:
    """Answers after a turn of the loop, one member later than the other. most: tasks that ever stood side by side."""

    most: int = 0

    async def complete(self, request: ModelRequest) -> ModelReply:
        self.most = max(self.most, len(asyncio.all_tasks()))
        await asyncio.sleep(0.02 if request.spec.name == "late" else 0)
        return ModelReply(echo(request), "stop", "m")

    async def aclose(self) -> None:
        """Nothing to give back."""


async def test_a_long_document_has_no_more_asks_under_way_than_a_short_one_and_keeps_its_order() -> None:
    bench, client = Bench(asking={"concurrency_per_host": 2}), Watched()
    asks = [translation(f"t{number}", name=f"a{number}") for number in range(600)]
    panel = Panel("given", tuple(ModelSpec(name, f"{name}/m", name) for name in ("late", "quick")), "")
    context = replace(bench.context({}), client_for=lambda spec: client, clock=SystemClock())
    answers = await ask_panel(asks, panel, context)
    assert client.most < 40, "2 members with 2 places each, 600 asks"
    assert list(answers) == [f"a{number}.t{number}" for number in range(600)]
    assert all(told(given) == [text := unit.partition(".")[2].upper(), text] for unit, given in answers.items())
