"""A document that no member holds, from prompt to verdict: asked about in parts, and nothing is lost at the seams."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from consensus import pipeline, prompt
from consensus.ask import AskContext, ask_panel
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Answer,
    CallState,
    Candidate,
    Document,
    ModelReply,
    ModelRequest,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Segment,
    Task,
)
from consensus.errors import CallError, CallFault
from consensus.providers.clock import SystemClock
from consensus.providers.rate_limit import HostLimiter
from consensus.testing import MemoryJournal

POLICY = Policy(name="t", version=1, asking={"attempts": 1})  # type: ignore[arg-type]
ROW = {"type": "object", "properties": {"name": {"type": "string"}, "count": {"type": "integer"}}}
SCHEMA = {
    "type": "object",
    "properties": {"number": {"type": "string"}, "rows": {"type": "array", "items": ROW}},
}
ROWS = [{"name": ("bolt", "nut", "bolt")[n % 3], "count": n % 2 + 1} for n in range(330)]
TEXT = "Delivery 4711\n\n" + "".join(f"{row['name']} | {row['count']}\n" for row in ROWS)
DOCUMENT = Document("d", "d.txt", Task.EXTRACT, "text", TEXT, schema=SCHEMA)


@dataclass
class Reader:
    """Reads what stands between the marks of the prompt, without mistakes. fails: numbers of requests that do not."""

    fails: frozenset[int] = frozenset()
    asked: list[str] = field(default_factory=list)

    async def complete(self, request: ModelRequest) -> ModelReply:
        self.asked.append(request.spec.name)
        if len(self.asked) in self.fails:
            raise CallError(CallFault.BAD_REQUEST, "no")
        text = re.split(r"</?document \w+>", request.messages[1]["content"])[1]
        found = re.findall(r"^(\w+) \| (\d)$", text, re.MULTILINE)
        number = re.search(r"Delivery (\d+)", text)
        rows = [{"name": name, "count": int(count)} for name, count in found]
        answer = {"number": number[1] if number else None, "rows": rows}
        return ModelReply(json.dumps(answer), "stop", "m", cost=Decimal(0))

    async def aclose(self) -> None:
        """Nothing to give back."""


def spec(name: str, context: int | None) -> ModelSpec:
    return ModelSpec(name, f"openai/{name}", name, context_tokens=context, max_output_tokens=400)


async def ask(reader: Reader, *members: ModelSpec, journal: MemoryJournal | None = None) -> tuple[Answer, ...]:
    panel = Panel("given", members, "")
    context = AskContext(
        "job",
        POLICY,
        lambda spec: reader,
        HostLimiter(4),
        SystemClock(),
        journal or MemoryJournal(),
    )
    return (await ask_panel(prompt.build_asks(DOCUMENT, (), POLICY), panel, context))["d"]


async def test_the_whole_table_comes_back_and_is_decided() -> None:
    reader = Reader()
    answers = await ask(reader, spec("a", 1000), spec("b", 1200))
    assert len(reader.asked) > 4
    assert [a.value for a in answers if isinstance(a, Candidate)] == [{"number": "4711", "rows": ROWS}] * 2
    item = pipeline.ObjectAnswers("d", TEXT, SCHEMA, answers)
    units = pipeline.decide_object(item, pipeline.DecisionConfig(POLICY))
    assert len(units) == 1 + 2 * len(ROWS)
    assert {unit.verdict.outcome for unit in units if unit.verdict} == {Outcome.ACCEPTED}


async def test_a_part_without_an_answer_is_no_answer_on_the_whole() -> None:
    (answer,) = await ask(Reader(fails=frozenset({2})), spec("a", 1200))
    assert isinstance(answer, Abstention)
    assert (answer.unit_id, answer.reason) == ("d", AbstentionReason.UNAVAILABLE)
    assert answer.detail.startswith("part 2 of ")


async def test_a_resumed_job_asks_only_about_the_parts_that_are_missing() -> None:
    journal, first, second = MemoryJournal(), Reader(fails=frozenset({2})), Reader()
    await ask(first, spec("a", 1200), journal=journal)
    (answer,) = await ask(second, spec("a", 1200), journal=journal)
    assert len(second.asked) == 1
    assert isinstance(answer, Candidate)
    assert answer.value["rows"] == ROWS
    assert sum(call.state is CallState.SETTLED for call in journal.calls.values()) == len(first.asked)


async def test_it_goes_whole_to_those_that_hold_it() -> None:
    reader = Reader()
    answers = await ask(reader, spec("a", 50_000), spec("small", 1200), spec("b", None))
    assert sorted(reader.asked) == ["a", "b"]
    assert [getattr(answer, "reason", None) for answer in answers] == [None, AbstentionReason.TOO_LONG, None]


async def test_a_run_of_segments_that_is_too_long_is_halved() -> None:
    texts = [f"{'word ' * 60}{n}." for n in range(6)]
    segments = [Segment(f"s{n}", n, text, 0, 0) for n, text in enumerate(texts)]
    document = Document("t", "t.txt", Task.TRANSLATE, "text", "", "en", "de")
    policy = Policy.model_validate({"name": "t", "version": 1, "asking": {"segment_tokens": 5000}})
    sizes: list[int] = []

    class Translator(Reader):
        async def complete(self, request: ModelRequest) -> ModelReply:
            shown: Mapping[str, Any] = json.loads(request.messages[1]["content"])
            sizes.append(len(shown["segments"]))
            rows = [{"n": row["n"], "text": row["text"].upper()} for row in shown["segments"]]
            return ModelReply(json.dumps({"segments": rows}), "stop", "m", cost=Decimal(0))

    panel, client = Panel("given", (spec("a", 1000),), ""), Translator()
    context = AskContext("job", policy, lambda spec: client, HostLimiter(4), SystemClock(), MemoryJournal())
    answers = await ask_panel(prompt.build_asks(document, segments, policy), panel, context)
    assert max(sizes) < 6
    assert sum(sizes) == 6
    assert [answers[s.id][0] for s in segments if not isinstance(answers[s.id][0], Candidate)] == []
