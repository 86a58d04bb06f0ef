"""Calls per second of the asking path: bare LiteLLM, a bare HTTP client, and the whole pipeline over each.

    python benchmarks/fanout.py [--calls 1000] [--rounds 3] [--delay 0.2] [--at-once 20 100]

The provider runs in a process of its own and answers after ``--delay`` seconds. All sides send the same messages, as
many at once, in the same process and run; rounds alternate, and ratios are of medians. "pipeline" is all that a job
does: the job stored, prompts, a journal on disk before and after every call, reading replies, comparison, checks,
verdicts, and the decisions stored. "asking" leaves out what comes after the answers. The latency bound is as many calls
as can be under way over the delay. What happens once a process (imports, first connections) is printed by itself.
Last: how long a unit with five members of different speed takes, over its slowest member.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from consensus import ask, pipeline, prompt
from consensus.domain import Document, ModelReply, ModelRequest, ModelSpec, Panel, Policy, Segment, Task
from consensus.domain.job import JobRecord, JobState
from consensus.ports.models import ModelClient
from consensus.providers.clock import SystemClock
from consensus.providers.litellm import LiteLLMClient
from consensus.providers.openai.client import DirectClient
from consensus.providers.openai.protocol import response_format
from consensus.providers.rate_limit import HostLimiter
from consensus.storage.store import SqlStore

WORDS = (
    "Close valve {number} before the pressure exceeds {number}.5 bar and wait {{count}} seconds until the pump stops."
)
#: Seconds before each of five members' answers.
FIVE = {"first": 0.10, "second": 0.15, "third": 0.20, "fourth": 0.25, "fifth": 0.30}
LITELLM, ASKING, PIPELINE = "bare LiteLLM", "asking via LiteLLM", "pipeline via LiteLLM"
HTTP, ASKING_HTTP, PIPELINE_HTTP = "bare httpx over aiohttp", "asking directly", "pipeline directly"
BARE = {LITELLM: LITELLM, ASKING: LITELLM, PIPELINE: LITELLM, HTTP: HTTP, ASKING_HTTP: HTTP, PIPELINE_HTTP: HTTP}


@dataclass(frozen=True)
class Load:
    """The same work for all sides: asks of ``segments`` segments to the members."""

    base_url: str
    asks: int
    concurrency: int
    members: tuple[str, ...] = ("left", "right")
    segments: int = 4
    delay: float = 0.0

    @property
    def calls(self) -> int:
        return self.asks * len(self.members)

    def job(self, number: int) -> tuple[JobRecord, list[Segment]]:
        # 4 segments of about 35 tokens fill one ask.
        tokens = 150 if self.segments == 4 else 20
        asking = {"segment_tokens": tokens, "concurrency_per_host": self.concurrency}
        policy = Policy.model_validate({"name": "bench", "version": 1, "asking": asking})
        texts = [WORDS.format(number=place) for place in range(self.asks * self.segments)]
        units = [Segment(f"s{place:06}", place, text, 0, len(text)) for place, text in enumerate(texts)]
        document = Document(f"bench{number}", "bench.md", Task.TRANSLATE, "markdown", "", "en", "de")
        members = tuple(ModelSpec(name, f"openai/{name}", name, base_url=self.base_url) for name in self.members)
        panel = Panel("given", members, "")
        return JobRecord(
            f"job{number}", document, policy, panel, "bench.md", JobState.RUNNING, "2030-01-01T00:00:00Z"
        ), units


def requests_of(load: Load) -> list[ModelRequest]:
    job, units = load.job(0)
    asks = prompt.build_asks(job.document, units, job.policy)
    assert len(asks) == load.asks, f"{len(asks)} asks"
    return [prompt.render(one, spec, job.policy.asking) for one in asks for spec in job.panel.members]


async def gated(load: Load, requests: list[ModelRequest], send: Callable[[ModelRequest], Awaitable[str]]) -> None:
    """As many at once behind a semaphore."""
    gate = asyncio.Semaphore(load.concurrency)

    async def one(request: ModelRequest) -> None:
        async with gate:
            assert (await send(request)).startswith('{"segments"')

    await asyncio.gather(*(one(request) for request in requests))


async def bare(load: Load, requests: list[ModelRequest]) -> None:
    """LiteLLM alone."""
    import litellm

    async def send(request: ModelRequest) -> str:
        described = {"name": "answer", "schema": request.response_schema, "strict": True}
        response = await litellm.acompletion(
            model=request.spec.model,
            messages=[dict(message) for message in request.messages],
            base_url=load.base_url,
            api_key="none",
            temperature=0.0,
            max_tokens=request.max_tokens,
            timeout=60,
            num_retries=0,
            max_retries=0,
            drop_params=True,
            response_format={"type": "json_schema", "json_schema": described},
        )
        said: str = response.choices[0].message.content
        return said

    await gated(load, requests, send)


async def bare_http(load: Load, requests: list[ModelRequest], http: Any) -> None:
    """The HTTP client of the direct path alone."""

    async def send(request: ModelRequest) -> str:
        body = {
            "model": request.spec.name,
            "messages": [dict(message) for message in request.messages],
            "temperature": 0.0,
            "max_tokens": request.max_tokens,
            "response_format": response_format(request.response_schema or {}),
        }
        response = await http.post(f"{load.base_url}/chat/completions", json=body)
        said: str = response.json()["choices"][0]["message"]["content"]
        return said

    await gated(load, requests, send)


def context(job: JobRecord, store: SqlStore, client: ModelClient) -> ask.AskContext:
    return ask.AskContext(
        job_id=job.id,
        policy=job.policy,
        client_for=lambda spec: client,
        limiter=HostLimiter(job.policy.asking.concurrency_per_host),
        clock=SystemClock(),
        journal=store,
        render=prompt.render,
        parse=prompt.parse,
    )


@dataclass
class Runs:
    """Whole jobs over one store. numbers: so that each is another job."""

    load: Load
    store: SqlStore
    numbers: Iterator[int]

    async def asking(self, client: ModelClient) -> None:
        job, units = self.load.job(next(self.numbers))
        self.store.create_job(job, units)
        asks = prompt.build_asks(job.document, units, job.policy)
        answers = await ask.ask_panel(asks, job.panel, context(job, self.store, client))
        assert len(answers) == len(units)
        assert all(hasattr(answer, "value") for given in answers.values() for answer in given)

    async def whole(self, client: ModelClient) -> None:
        job, units = self.load.job(next(self.numbers))
        self.store.create_job(job, units)
        config = pipeline.DecisionConfig(job.policy, ("en", "de"))
        records = await pipeline.run(job, units, config, context(job, self.store, client))
        self.store.save_decisions(job.id, records, ())
        assert len(records) == len(units)


@dataclass
class Measured:
    """Per round of one side: calls a second, and milliseconds of CPU a call."""

    rates: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)


async def measure(runs: Runs, rounds: int, clients: tuple[LiteLLMClient, DirectClient], http: Any) -> None:
    load, (litellm, direct) = runs.load, clients
    requests = requests_of(load)
    await connect(load, clients, http)
    sides: dict[str, Callable[[], Awaitable[None]]] = {
        LITELLM: lambda: bare(load, requests),
        ASKING: lambda: runs.asking(litellm),
        PIPELINE: lambda: runs.whole(litellm),
        HTTP: lambda: bare_http(load, requests, http),
        ASKING_HTTP: lambda: runs.asking(direct),
        PIPELINE_HTTP: lambda: runs.whole(direct),
    }
    found = {name: Measured() for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            began, used = time.perf_counter(), time.process_time()
            await side()
            found[name].rates.append(load.calls / (time.perf_counter() - began))
            found[name].work.append((time.process_time() - used) * 1000 / load.calls)
    tell(load, found)


async def connect(load: Load, clients: tuple[LiteLLMClient, DirectClient], http: Any) -> None:
    """The first connections of each client, which no round pays for."""
    requests, took = requests_of(load)[: load.concurrency], []

    async def send(client: ModelClient, request: ModelRequest) -> str:
        return (await client.complete(request)).text

    ways: list[Awaitable[None]] = [gated(load, requests, partial(send, client)) for client in clients]
    for way in (*ways, bare_http(load, requests, http)):
        began = time.perf_counter()
        await way
        took.append(f"{(time.perf_counter() - began - load.delay) * 1000:.0f} ms")
    print(f"\nfirst {len(requests)} connections, over the delay: LiteLLM {took[0]}, direct {took[1]}, bare {took[2]}")


def tell(load: Load, found: Mapping[str, Measured]) -> None:
    bound = load.concurrency / load.delay if load.delay else 0.0
    print(f"{load.concurrency} at once, {load.calls} calls a round; latency bound {bound:.0f} calls/s")
    print(f"{'':26}{'calls/s':>8} {'of the bound':>13} {'of bare':>8} {'CPU a call':>11} {'calls per CPU s':>16}")
    for name, one in found.items():
        ratio = one.rate / found[BARE[name]].rate
        work = statistics.median(one.work)
        share = f"{one.rate / bound:12.0%}" if bound else f"{'-':>12}"
        rounds = " ".join(f"{rate:.0f}" for rate in one.rates)
        print(f"{name:26}{one.rate:8.1f} {share} {ratio:8.0%} {work:8.2f} ms {1000 / work:16.0f}   [{rounds}]")


@dataclass
class Timed:
    """A client that notes when each call began and ended, by its messages."""

    client: DirectClient
    calls: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    async def complete(self, request: ModelRequest) -> ModelReply:
        began = time.perf_counter()
        reply = await self.client.complete(request)
        key = request.messages[-1]["content"]
        self.calls.setdefault(key, []).append((began, time.perf_counter()))
        return reply

    async def aclose(self) -> None:
        """The client inside is closed by who made it."""


async def five(runs: Runs, direct: DirectClient) -> None:
    """A unit's time: from its first call's start until its last answer is written down and read."""
    timed, ended = Timed(direct), dict[str, float]()
    job, units = runs.load.job(next(runs.numbers))
    runs.store.create_job(job, units)
    asks = prompt.build_asks(job.document, units, job.policy)
    keys = {one.unit_ids[0]: prompt.render(one, job.panel.members[0], job.policy.asking).messages for one in asks}

    def answered(answers: Mapping[str, Any]) -> None:
        ended.update(dict.fromkeys(answers, time.perf_counter()))

    asking = replace(context(job, runs.store, timed), on_answered=answered)
    await ask.ask_panel(asks, job.panel, asking)
    slowest, whole = [], []
    for unit, messages in keys.items():
        calls = timed.calls[messages[-1]["content"]]
        slowest.append(max(end - began for began, end in calls))
        whole.append(ended[unit] - min(began for began, _ in calls))
    p95 = [sorted(times)[int(len(times) * 0.95)] for times in (whole, slowest)]
    print(
        f"five members, {runs.load.concurrency} calls at once: p95 of a unit {p95[0] * 1000:.0f} ms, "
        f"of its slowest member {p95[1] * 1000:.0f} ms: {p95[0] / p95[1]:.2f} times"
    )


@contextmanager
def provider(*delays: str) -> Iterator[str]:
    command = [sys.executable, "-m", "consensus.testing", *delays]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip()
        finally:
            running.communicate()


async def start(clients: tuple[LiteLLMClient, DirectClient], base_url: str, delay: float) -> None:
    """Once a process: load what asks, and make the first call."""
    request = requests_of(Load(base_url, 1, 1))[0]
    for name, client in zip(("the direct client", "LiteLLM"), reversed(clients), strict=True):
        began = time.perf_counter()
        await client.ready(request.spec)
        loaded = time.perf_counter()
        reply: ModelReply = await client.complete(request)
        assert reply.text.startswith('{"segments"'), reply
        first = time.perf_counter() - loaded - delay
        print(f"start-up of {name}: {loaded - began:.2f} s to load, first call {first * 1000:.0f} ms over the delay")


async def run(given: argparse.Namespace, base_url: str, folder: Path) -> None:
    import httpx

    from consensus.providers.openai.client import _new_transport

    clients = (LiteLLMClient(), DirectClient())
    await start(clients, base_url, given.delay)
    http = httpx.AsyncClient(transport=_new_transport(), timeout=60, headers={"authorization": "Bearer none"})
    store, numbers = SqlStore(f"sqlite:///{folder / 'bench.sqlite'}"), iter(range(1, 10_000))
    try:
        for at_once in given.at_once:
            load = Load(base_url, given.calls // 2, at_once, delay=given.delay)
            await measure(Runs(load, store, numbers), given.rounds, clients, http)
        print()
        with provider(str(given.delay), *(f"{name}={delay}" for name, delay in FIVE.items())) as uneven:
            for at_once in given.at_once:
                await five(Runs(Load(uneven, 200, at_once, tuple(FIVE), 1), store, numbers), clients[1])
    finally:
        await http.aclose()
        for client in clients:
            await client.aclose()
        store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=1000, help="a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--delay", type=float, default=0.2, help="seconds before each of the provider's answers")
    parser.add_argument("--at-once", type=int, nargs="+", default=[20, 100])
    given = parser.parse_args()
    with provider(str(given.delay)) as base_url, tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(given, base_url, Path(folder)))


if __name__ == "__main__":
    main()
