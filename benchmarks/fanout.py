"""Calls per second of the whole pipeline against bare LiteLLM, on one loopback provider in one run.

    python benchmarks/fanout.py [--asks 200] [--concurrency 32] [--rounds 3] [--delay 0.0]

The provider runs in a process of its own. Both sides send the same messages with as many at once. "pipeline" is all
that a job does: prompts, a journal on disk before and after every call, reading replies, comparison, checks, verdicts,
and the decisions stored. "asking" leaves out what comes after the answers. Rounds alternate; medians are compared.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from consensus import ask, pipeline, prompt
from consensus.adapters.clock import SystemClock
from consensus.adapters.limiter import HostLimiter
from consensus.adapters.litellm_client import LiteLLMClient
from consensus.adapters.sql_store import SqlStore
from consensus.domain import Document, Format, ModelReply, ModelRequest, ModelSpec, Panel, Policy, Segment, Task
from consensus.ports import JobRecord

WORDS = (
    "Close valve {number} before the pressure exceeds {number}.5 bar and wait {{count}} seconds until the pump stops."
)


@dataclass(frozen=True)
class Load:
    """The same work for both sides: asks of four segments to two members."""

    base_url: str
    asks: int
    concurrency: int

    @property
    def calls(self) -> int:
        return self.asks * 2

    def job(self, number: int) -> tuple[JobRecord, list[Segment]]:
        # 4 segments of about 35 tokens fill one ask.
        policy = Policy.model_validate(
            {"name": "bench", "version": 1, "asking": {"segment_tokens": 150, "concurrency_per_host": self.concurrency}}
        )
        texts = [WORDS.format(number=place) for place in range(self.asks * 4)]
        units = [Segment(f"s{place:06}", place, text, 0, len(text)) for place, text in enumerate(texts)]
        document = Document(f"bench{number}", "bench.md", Task.TRANSLATE, Format.MARKDOWN, "", "en", "de")
        members = tuple(ModelSpec(name, f"openai/{name}", name, base_url=self.base_url) for name in ("left", "right"))
        panel = Panel("given", members, "")
        return JobRecord(f"job{number}", document, policy, panel, "bench.md", "running", "2030-01-01T00:00:00Z"), units


def requests_of(load: Load) -> list[ModelRequest]:
    job, units = load.job(0)
    asks = prompt.build_asks(job.document, units, job.policy)
    assert len(asks) == load.asks, f"{len(asks)} asks"
    return [prompt.render(one, spec, job.policy.asking) for one in asks for spec in job.panel.members]


async def bare(load: Load, requests: list[ModelRequest]) -> None:
    """LiteLLM alone, behind a semaphore."""
    import litellm

    gate = asyncio.Semaphore(load.concurrency)

    async def one(request: ModelRequest) -> None:
        described = {"name": "answer", "schema": request.response_schema, "strict": True}
        async with gate:
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
            assert response.choices[0].message.content.startswith('{"segments"')

    await asyncio.gather(*(one(request) for request in requests))


def asking(job: JobRecord, store: SqlStore, client: LiteLLMClient) -> ask.AskContext:
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


async def measure(load: Load, rounds: int, folder: Path) -> dict[str, list[float]]:
    requests = requests_of(load)
    client = LiteLLMClient()
    warm: ModelReply = await client.complete(requests[0])
    assert warm.text.startswith('{"segments"'), warm
    store = SqlStore(f"sqlite:///{folder / 'bench.sqlite'}")
    numbers = iter(range(1, 1000))

    async def only_asking() -> None:
        job, units = load.job(next(numbers))
        store.create_job(job, units)
        asks = prompt.build_asks(job.document, units, job.policy)
        answers = await ask.ask_panel(asks, job.panel, asking(job, store, client))
        assert len(answers) == len(units)
        assert all(hasattr(answer, "value") for given in answers.values() for answer in given)

    async def whole() -> None:
        job, units = load.job(next(numbers))
        store.create_job(job, units)
        judge = pipeline.Judge(job.policy, ("en", "de"))
        records = await pipeline.run(job, units, judge, asking(job, store, client))
        store.save_decisions(job.id, records, ())
        assert len(records) == len(units)

    sides: dict[str, Callable[[], Awaitable[None]]] = {
        "bare LiteLLM": lambda: bare(load, requests),
        "asking": only_asking,
        "pipeline": whole,
    }
    rates: dict[str, list[float]] = {name: [] for name in sides}
    work: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            began, used = time.perf_counter(), time.process_time()
            await side()
            rates[name].append(load.calls / (time.perf_counter() - began))
            work[name].append((time.process_time() - used) * 1000 / load.calls)
    for name, found in work.items():  # wall time says little on a busy machine
        print(f"{name:14} {statistics.median(found):7.2f} ms of CPU a call")
    await client.aclose()
    store.close()
    return rates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--asks", type=int, default=200)
    parser.add_argument("--concurrency", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each of the provider's answers")
    given = parser.parse_args()
    command = [sys.executable, "-m", "consensus.adapters.fakes", str(given.delay)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as provider,
        tempfile.TemporaryDirectory() as folder,
    ):
        assert provider.stdout is not None
        load = Load(provider.stdout.readline().strip(), given.asks, given.concurrency)
        try:
            rates = asyncio.run(measure(load, given.rounds, Path(folder)))
        finally:
            provider.communicate()
    medians = {name: statistics.median(found) for name, found in rates.items()}
    print(f"{load.calls} calls a round, {given.rounds} rounds, {given.concurrency} at once, {given.delay} s delay")
    if given.delay:
        print(f"{'latency bound':14} {given.concurrency / given.delay:7.1f} calls/s")
    for name, median in medians.items():
        share = median / medians["bare LiteLLM"]
        print(f"{name:14} {median:7.1f} calls/s   {share:4.0%} of bare LiteLLM   {[round(r) for r in rates[name]]}")


if __name__ == "__main__":
    main()
