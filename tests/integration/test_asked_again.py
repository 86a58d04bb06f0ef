"""A finished job of which units got no answer: they alone are asked about again, and nothing that is known is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from consensus import bootstrap
from consensus.domain import Action, Event, Outcome, Resolution
from consensus.review import open_item
from consensus.service.jobs.report import JobReport
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings
from consensus.testing import Fault, LoopbackProvider
from consensus.testing.provider_words import Reaction, react

MODELS = ("gpt-4o", "claude-sonnet-4", "mistral-large")
WORDS = {"Open the valve.": "Öffnen Sie das Ventil.", "Wait 5 min.": "Warten Sie 5 min.", "Stop.": "Halt."}
POLICY: dict[str, Any] = {"name": "again", "version": 1, "quorum": 2, "semantic": "off"}
STRATEGIES: list[dict[str, Any]] = [
    {},
    {"strategy": "curtailed"},
    {"strategy": "cascade", "tiers": [MODELS[:2], MODELS[2:]]},
]


@dataclass
class Broken(LoopbackProvider):
    """Goes wrong where a model is asked about a text. down: (model, how the text begins, "*" for any) -> the fault."""

    down: dict[tuple[str, str], Fault] = field(default_factory=dict)

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        await super().answer(path, key, body)
        said, model = str(body["messages"][1]["content"]), str(body["model"])
        # Neighbours are context; what is asked about is a text, or a document's line.
        mine = {word: fault for (name, word), fault in self.down.items() if name == model}
        fault = next((mine[word] for word in mine if word == "*" or f'"text": "{word}' in said), None)
        return react(body, fault, lambda _, text: WORDS.get(text, text), "0", key)

    def all_down(self, word: str) -> None:
        self.down |= {(model, word): Fault.SERVER_ERROR for model in MODELS}


@pytest.fixture
def provider() -> Iterator[Broken]:
    with Broken() as started:
        assert isinstance(started, Broken)
        yield started


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    yield built
    built.close()


def submit(service: bootstrap.Service, provider: Broken, folder: Path, **rules: Any) -> JobReport:
    page, policy = folder / "page.txt", folder / "again.yaml"
    page.write_text("\n\n".join(WORDS), "utf-8")
    content = {**POLICY, "task": "translate", "asking": {"attempts": 1, "segment_tokens": 1, "breaker_failures": 0}}
    if "tiers" in rules:
        rules["tiers"] = [[f"{model}@{provider.base_url}" for model in tier] for tier in rules["tiers"]]
    policy.write_text(yaml.safe_dump({**content, **rules}), "utf-8")
    panel = tuple(f"{model}@{provider.base_url}" for model in MODELS)
    (report,) = asyncio.run(service.jobs.submit(SubmitRequest((page,), str(policy), "en", "de", None, panel)))
    return report


def outcomes(report: JobReport) -> list[str]:
    return [record.verdict.outcome.value for record in report.units if record.verdict]


@pytest.mark.parametrize("rules", STRATEGIES, ids=["independent", "curtailed", "cascade"])
def test_only_what_nobody_answered_is_asked_again(
    rules: dict[str, Any], service: bootstrap.Service, provider: Broken, tmp_path: Path
) -> None:
    provider.all_down("Wait")
    provider.down["mistral-large", "Open"] = Fault.SERVER_ERROR
    first = submit(service, provider, tmp_path, **rules)
    assert outcomes(first) == ["accepted", "failed", "accepted"]
    sent = len(provider.requests)
    provider.down.clear()
    (second,) = asyncio.run(service.jobs.resume(first.id))
    assert outcomes(second) == ["accepted"] * 3
    asked = [str(seen.body["messages"][1]["content"].splitlines()[-1]) for seen in provider.requests[sent:]]
    assert asked
    assert all('"text": "Wait' in said for said in asked), "a member that was missing elsewhere is not asked"
    assert (second.units[0], second.units[2]) == (first.units[0], first.units[2])
    told = [e.detail for e in service.outside.store.events(first.id) if e.action == "retry"]
    assert told == [
        "1 units that nobody answered are asked about again",
        "asked again: 1 accepted, 0 review, 0 failed",
    ]
    assert not service.outside.store.items(first.id), "nobody needs to look any more"
    again = len(provider.requests)
    (third,) = asyncio.run(service.jobs.resume(first.id))
    assert (len(provider.requests), outcomes(third)) == (again, ["accepted"] * 3), "then there is nothing to ask"


def test_an_answer_that_was_no_use_is_not_paid_for_twice(
    service: bootstrap.Service, provider: Broken, tmp_path: Path
) -> None:
    provider.all_down("Wait")
    provider.down["gpt-4o", "Wait"] = Fault.REFUSAL
    first = submit(service, provider, tmp_path)
    assert outcomes(first)[1] == "failed"
    provider.down.clear()
    before = provider.asked("gpt-4o")
    (second,) = asyncio.run(service.jobs.resume(first.id))
    assert provider.asked("gpt-4o") == before, "it answered, if only to decline"
    assert outcomes(second)[1] == "accepted", "by the two that were down"


def test_still_down_is_failed_again_and_can_be_tried_once_more(
    service: bootstrap.Service, provider: Broken, tmp_path: Path
) -> None:
    provider.all_down("Wait")
    first = submit(service, provider, tmp_path)
    (second,) = asyncio.run(service.jobs.resume(first.id))
    assert (second.job.state, outcomes(second)) == ("done", ["accepted", "failed", "accepted"])
    assert not service.outside.store.items(first.id), "an outage is no work for a person"
    provider.down.clear()
    assert outcomes(asyncio.run(service.jobs.resume(first.id))[0]) == ["accepted"] * 3


def test_what_a_person_decided_stays_and_is_not_asked_about(
    service: bootstrap.Service, provider: Broken, tmp_path: Path
) -> None:
    provider.all_down("Wait")
    provider.all_down("Stop")
    first = submit(service, provider, tmp_path)
    store, now = service.outside.store, datetime.now(UTC)
    # Earlier versions put such units into the queue.
    failed = [one for one in first.units if one.verdict and one.verdict.outcome is Outcome.FAILED]
    store.save_decisions(first.id, failed, [open_item(first.id, one) for one in failed])
    item = store.claim_next("ana", now, 600, first.id)
    assert item is not None
    at = now.isoformat()
    made = Resolution(item.unit_id, Action.REWRITTEN, "ana", "Von Hand.", at, at)
    with store.transaction() as tx:
        assert tx.resolve(item, made, Event(at, "ana", "resolve", item.id))
    provider.down.clear()
    sent = len(provider.requests)
    (second,) = asyncio.run(service.jobs.resume(first.id))
    assert len(provider.requests) - sent == 3, "about the other one alone"
    mine = next(record for record in second.units if record.unit.id == item.unit_id)
    assert mine.resolution == made
    assert mine.verdict is not None
    assert mine.verdict.outcome is Outcome.FAILED, "what was seen stays as it was seen"


def test_a_document_with_rows_that_nobody_answered(
    service: bootstrap.Service, provider: Broken, tmp_path: Path
) -> None:
    row = {"type": "object", "properties": {"name": {"type": "string"}}}
    schema = {"type": "object", "properties": {"total": {"type": "number"}, "rows": {"type": "array", "items": row}}}
    page, policy = tmp_path / "bill.txt", tmp_path / "again.yaml"
    page.write_text("Total: 12.50\n", "utf-8")
    asking = {"attempts": 1, "breaker_failures": 0}
    policy.write_text(yaml.safe_dump({**POLICY, "task": "extract", "asking": asking}), "utf-8")
    provider.all_down("*")
    panel = tuple(f"{model}@{provider.base_url}" for model in MODELS)
    (first,) = asyncio.run(service.jobs.submit(SubmitRequest((page,), str(policy), "en", None, schema, panel)))
    assert set(outcomes(first)) == {"failed"}
    provider.down.clear()
    (second,) = asyncio.run(service.jobs.resume(first.id))
    assert outcomes(second), "its fields"
    assert "failed" not in outcomes(second)
    assert second.as_dict()["value"]["total"] == 12.5
    assert len(provider.requests) == 6
