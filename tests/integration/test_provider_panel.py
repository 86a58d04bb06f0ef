"""A whole panel over real HTTP with every fault at once: what happened, and that nothing was lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from consensus.ask import AskContext, ask_panel
from consensus.domain import (
    AbstentionReason,
    Answer,
    CallState,
    Candidate,
    Document,
    ModelKind,
    ModelSpec,
    Panel,
    Policy,
    Segment,
    Task,
)
from consensus.ports.models import ModelClient
from consensus.prompt import build_asks, parse, render
from consensus.providers.clock import SystemClock
from consensus.providers.litellm import LiteLLMClient
from consensus.providers.openai.client import DirectClient
from consensus.providers.rate_limit import HostLimiter
from consensus.testing import HOSTILE, Fault, LoopbackProvider, MemoryJournal

R = AbstentionReason
POLICY = Policy.model_validate({"name": "t", "version": 1, "asking": {"call_seconds": 20, "attempts": 3}})
TEXTS = ("Open valve 3.", "Wait {count} s.", "Do not stop.")
UNITS = [Segment(f"s{place}", place, text, 0, 0) for place, text in enumerate(TEXTS)]
GOOD = [f"»{text}«" for text in TEXTS]

# The member's first faults (None: a good answer), what its three units get, and how its calls ended.
SCRIPT: dict[str, tuple[list[Fault | None], list[Any], list[str]]] = {
    "good": ([], GOOD, ["settled"]),
    "busy": ([Fault.RATE_LIMITED], GOOD, ["failed", "settled"]),
    "broken": ([Fault.SERVER_ERROR, Fault.RESET], GOOD, ["failed", "failed", "settled"]),
    "down": ([Fault.SERVER_ERROR] * 9, [R.UNAVAILABLE] * 3, ["failed"] * 3),
    "refused": ([Fault.UNAUTHORISED], [R.KEY_REFUSED] * 3, ["failed"]),
    "page": ([Fault.HTML], [R.UNAVAILABLE] * 3, ["failed"]),
    "cut": ([Fault.TRUNCATED], [R.TRUNCATED] * 3, ["settled"]),
    "garbled": ([Fault.MALFORMED], [R.INVALID] * 3, ["settled"]),
    "declining": ([Fault.REFUSAL], [R.REFUSAL] * 3, ["settled"]),
    "filtered": ([Fault.FILTERED], [R.REFUSAL] * 3, ["settled"]),
    "silent": ([Fault.EMPTY], [R.EMPTY] * 3, ["settled"]),
    "losing": ([Fault.LOST], GOOD, ["settled"] * 2),
    "doubling": ([Fault.DOUBLED], GOOD, ["settled"] * 2),
    "renumbering": ([Fault.RENUMBERED], GOOD, ["settled"] * 4),
    "plain": ([Fault.NO_SCHEMA], GOOD, ["settled"]),
    "hostile": ([Fault.HOSTILE], [f"{text} {HOSTILE}" for text in TEXTS], ["settled"]),
}


@pytest.fixture(params=[LiteLLMClient, DirectClient])
async def client(request: pytest.FixtureRequest) -> AsyncIterator[ModelClient]:
    opened = request.param()
    yield opened
    await opened.aclose()


def told(answers: tuple[Answer, ...]) -> list[Any]:
    return [answer.value if isinstance(answer, Candidate) else answer.reason for answer in answers]


def context(client: ModelClient, journal: MemoryJournal) -> AskContext:
    clock = SystemClock()
    return AskContext(
        "job",
        POLICY,
        lambda spec: client,
        HostLimiter(16),
        clock,
        journal,
        render,
        parse,
        jitter=lambda: 0.0,
        mend=lambda request, reply: None,  # each fault is seen once
    )


async def test_every_fault_at_once(client: ModelClient) -> None:
    journal = MemoryJournal()
    document = Document("d", "d.md", Task.TRANSLATE, "markdown", "", "en", "de")
    asks = build_asks(document, UNITS, POLICY)
    with LoopbackProvider(script={name: row[0] for name, row in SCRIPT.items()}) as provider:
        specs = tuple(ModelSpec(name, f"openai/{name}", name, base_url=provider.base_url) for name in SCRIPT)
        base = ModelSpec(
            "base", "openai/base", "base", kind=ModelKind.COMPLETION, segments_per_ask=1, base_url=provider.base_url
        )
        panel = Panel("given", (*specs, base), "")
        answers = await ask_panel(asks, panel, context(client, journal))
        sent = len(provider.requests)
        again = await ask_panel(asks, panel, context(client, journal))
        repeated = [seen.model for seen in provider.requests[sent:]]

    by_member = {spec.name: told(tuple(answers[unit.id][i] for unit in UNITS)) for i, spec in enumerate(panel.members)}
    assert by_member == {name: row[1] for name, row in SCRIPT.items()} | {"base": GOOD}
    ended = {name: [c.state.value for c in journal.calls.values() if c.member == name] for name in SCRIPT}
    assert {name: states[: len(SCRIPT[name][2])] for name, states in ended.items()} == {
        name: row[2] for name, row in SCRIPT.items()
    }
    assert sent == len([c for c in journal.calls.values() if c.state is not CallState.RESERVED]) - len(repeated) + 1, (
        "every request is in the journal; the one without response format is part of its call"
    )
    assert set(repeated) <= {"down", "refused", "page"}, "whoever answered is not asked again, however badly"
    assert told(again["s0"])[0] == GOOD[0]
    kept = [call.reply.text for call in journal.calls.values() if call.reply is not None]
    assert any("I'm sorry" in text for text in kept), "what was paid for is kept, usable or not"


async def test_an_object_from_a_document(client: ModelClient) -> None:
    schema = {"type": "object", "properties": {"total": {"type": "number"}, "vendor": {"type": ["string", "null"]}}}
    document = Document("d", "d.txt", Task.EXTRACT, "text", "Invoice\nTotal: 12.50\n", schema=schema)
    with LoopbackProvider() as provider:
        panel = Panel("given", (ModelSpec("m", "openai/m", "m", base_url=provider.base_url),), "")
        answers = await ask_panel(build_asks(document, (), POLICY), panel, context(client, MemoryJournal()))
    assert told(answers["d"]) == [{"total": 12.5, "vendor": None}]
