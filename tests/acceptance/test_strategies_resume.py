"""A curtailed job and a cascade, killed between and inside their waves, end as if nobody had killed them."""

from __future__ import annotations

import asyncio
import json
import math
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from consensus.testing import LoopbackProvider
from consensus.testing.provider_words import Reaction

MODELS = ("gpt-4o", "claude-sonnet-4", "mistral-large", "gemini-2.5-pro", "command-r")
TEXT = "".join(f"Open valve {n} now.\n\n" for n in range(1, 5))
RULES = {"name": "thrifty", "version": 1, "task": "translate", "semantic": "off", "support": 0.6}


def german(model: str, text: str) -> str:
    number = re.sub(r"\D", "", text)
    if model == "claude-sonnet-4" and number == "3":
        return "Ventil Nummer 3 ist nun aufzudrehen."
    return f"Öffnen Sie Ventil {number} jetzt."


@dataclass
class Gate(LoopbackProvider):
    """Answers so many requests and keeps the others waiting."""

    open_for: float = math.inf
    let_through: int = 0

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        reaction = await super().answer(path, key, body)
        while self.let_through >= self.open_for:  # noqa: ASYNC110 - another thread opens the gate
            await asyncio.sleep(0.01)
        self.let_through += 1
        return reaction

    def counted(self) -> Counter[str]:
        return Counter(f"{seen.model}: {seen.body['messages'][-1]['content']}" for seen in self.requests)


@pytest.fixture
def provider() -> Iterator[Gate]:
    with Gate(translate=german) as gate:
        yield gate


def submission(folder: Path, provider: Gate, strategy: str) -> list[str]:
    names = [f"{model}@{provider.base_url}" for model in MODELS]
    asking = {"segment_tokens": 1, "attempts": 1, "concurrency_per_host": 1}
    rules = {**RULES, "hard_fact_dispute": "outvoted", "strategy": strategy, "panel": names, "asking": asking}
    if strategy == "cascade":
        rules["tiers"] = [names[:2], names[2:3], names[3:]]
    document, policy = folder / "valves.txt", folder / "thrifty.yaml"
    document.write_text(TEXT, "utf-8")
    policy.write_text(json.dumps(rules), "utf-8")
    return ["submit", str(document), "--policy", str(policy), "--from", "en", "--to", "de", "--json"]


@pytest.mark.parametrize(
    ("strategy", "asked", "kills"),
    [
        ("curtailed", [4, 4, 4, 1, 0], (3, 9, 12)),  # in the first wave, in the second, in the third
        ("cascade", [4, 4, 1, 0, 0], (5, 8)),  # in the first tier, before the second
    ],
)
def test_killed_and_resumed(
    consensus: Callable[..., Any],
    start: Callable[..., Any],
    tmp_path: Path,
    provider: Gate,
    strategy: str,
    asked: list[int],
    kills: tuple[int, ...],
) -> None:
    command, job = submission(tmp_path, provider, strategy), ""
    for kill in kills:
        provider.open_for = kill
        process = start(*(["submit", "--resume", job, "--json"] if job else command))
        end = time.monotonic() + 60
        while provider.let_through < kill or len(provider.requests) == provider.let_through:
            assert process.poll() is None, process.stderr.read().decode()
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.01)
        process.kill()
        assert process.wait() == -signal.SIGKILL
        job = job or consensus("status", "--json").json["jobs"][0]["id"]
    provider.open_for = math.inf
    done = consensus("submit", "--resume", job, "--json")
    assert done.code == 0, done.err
    counted = provider.counted()
    per_model = Counter(entry.partition(":")[0] for entry in counted)
    assert [per_model[model] for model in MODELS] == asked, "the same turns as without a kill"
    twice = sum(times - 1 for times in counted.values())
    assert twice <= 2 * len(kills), "only what was under way, or being written down, at a kill is asked once more"
    exported = [json.loads(line) for line in consensus("export", job, "--format", "jsonl").out.splitlines()]
    assert [line["verdict"]["outcome"] for line in exported] == ["accepted"] * 4
