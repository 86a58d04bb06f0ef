"""Recorded members answer by the same way as real ones: client, reply, reader."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from consensus.ask import AskContext, ask_panel
from consensus.domain import (
    AbstentionReason,
    Answer,
    Candidate,
    Document,
    ModelSpec,
    Panel,
    Policy,
    Segment,
    Task,
)
from consensus.prompt import build_asks, parse, render
from consensus.providers.clock import SystemClock
from consensus.providers.rate_limit import HostLimiter
from consensus.providers.recorded import RecordedClient
from consensus.testing import MemoryJournal

POLICY = Policy(name="t", version=1)
SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}}}
RECORDS = [
    {"about": "written for this test"},
    {"id": "1", "source": "Open the valve.", "outputs": {"A": "Öffnen Sie das Ventil.", "B": None}},
    {"id": "2", "source": "Stop.", "outputs": {"A": "Halt.", "B": 'Sag "Halt".'}},
    {"id": "3", "source": "Stop.", "outputs": {"A": "Stopp.", "B": "Stopp."}},
    {"id": "4", "text": "Total: 3", "schema": SCHEMA, "outputs": {"A": {"total": 3}, "B": None, "C": '{"total": 3,'}},
]


def told(answers: tuple[Answer, ...]) -> list[Any]:
    return [answer.value if isinstance(answer, Candidate) else answer.reason for answer in answers]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in RECORDS), "utf-8")
    return path


def context(file: Path, journal: MemoryJournal) -> AskContext:
    client = RecordedClient(file)
    return AskContext("job", POLICY, lambda spec: client, HostLimiter(4), SystemClock(), journal, render, parse)


def panel(file: Path, *names: str) -> Panel:
    specs = (ModelSpec(name, name, name, source="recorded", recorded_file=str(file)) for name in names)
    return Panel("given", tuple(specs), "")


async def test_segments_are_found_by_their_text(file: Path) -> None:
    document = Document("d", "d.md", Task.TRANSLATE, "markdown", "", "en", "de")
    texts = ("  Open the valve.\n", "Stop.", "Never seen.")
    units = [Segment(f"s{place}", place, text, 0, 0) for place, text in enumerate(texts)]
    journal = MemoryJournal()
    answers = await ask_panel(build_asks(document, units, POLICY), panel(file, "A", "B"), context(file, journal))
    absent = AbstentionReason.NOT_RECORDED
    assert told(answers["s0"]) == ["Öffnen Sie das Ventil.", absent], "white space around the text does not count"
    assert told(answers["s1"]) == ["Halt.", 'Sag "Halt".'], "the first record of a text counts"
    assert told(answers["s2"]) == [absent, absent]
    assert len(journal.calls) == 2, "an absent answer is not asked for again"
    assert [one.reply and one.reply.cost for one in journal.calls.values()] == [Decimal(0)] * len(journal.calls)


async def test_documents_are_found_by_their_text(file: Path) -> None:
    document = Document("d", "d.txt", Task.EXTRACT, "text", "Total: 3\n", schema=SCHEMA)
    asks = build_asks(document, (), POLICY)
    answers = await ask_panel(asks, panel(file, "A", "B", "C"), context(file, MemoryJournal()))
    assert told(answers["d"]) == [{"total": 3}, AbstentionReason.NOT_RECORDED, AbstentionReason.INVALID]


async def test_a_file_that_is_gone_is_an_abstention_with_its_reason(file: Path) -> None:
    file.unlink()
    document = Document("d", "d.txt", Task.EXTRACT, "text", "Total: 3", schema=SCHEMA)
    answers = await ask_panel(build_asks(document, (), POLICY), panel(file, "A"), context(file, MemoryJournal()))
    assert told(answers["d"]) == [AbstentionReason.UNAVAILABLE]
    assert "answers.jsonl" in answers["d"][0].detail  # type: ignore[union-attr]
