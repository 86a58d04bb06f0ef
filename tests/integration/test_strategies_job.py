"""Whole jobs under each strategy over real HTTP: who was asked how often, and that the verdicts are the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.domain import Abstention, AbstentionReason, ModelSpec, Outcome, Panel, Policy
from consensus.domain.progress import Progress
from consensus.errors import PanelError, PolicyError
from consensus.service.jobs.report import JobReport
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings
from consensus.strategy import registry
from consensus.strategy.base import Strategy, Wave
from consensus.testing import LoopbackProvider
from consensus.testing.loopback import ReceivedRequest
from consensus.testing.provider_words import Reaction

MODELS = ("gpt-4o", "claude-sonnet-4", "mistral-large", "gemini-2.5-pro", "command-r")
#: All agree on 1 to 6, the second model has another number in 7, the third another wording in 8.
TEXT = "\n\n".join(f"Open valve {n} now." for n in range(1, 9)) + "\n"
POLICY: dict[str, Any] = {
    "name": "thrifty",
    "version": 1,
    "task": "translate",
    "semantic": "off",
    "asking": {"segment_tokens": 1, "attempts": 1},
}
#: Settled by three of five that agree, or by three that do not.
OUTVOTED = {"support": 0.6, "hard_fact_dispute": "outvoted"}


def german(model: str, text: str) -> str:
    number = re.sub(r"\D", "", text)
    if model == "claude-sonnet-4" and number == "7":
        return "Öffnen Sie Ventil 17 jetzt."
    if model == "mistral-large" and number == "8":
        return "Machen Sie nun bitte Absperrorgan 8 auf."
    return f"Öffnen Sie Ventil {number} jetzt."


class Critic(LoopbackProvider):
    """A provider whose model ``deepseek-chat`` reads drafts."""

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        if body.get("model") != "deepseek-chat":
            return await super().answer(path, key, body)
        self.requests.append(ReceivedRequest(path, "deepseek-chat", body, key, None))
        rows = json.loads(body["messages"][-1]["content"])["segments"]
        said = [{"n": row["n"], "findings": remarks(row["draft"]), "proposal": "Besser so."} for row in rows]
        message = {"role": "assistant", "content": json.dumps({"segments": said})}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        reply = {"id": "1", "object": "chat.completion", "created": 1, "model": "deepseek-chat", "choices": [choice]}
        return Reaction(json.dumps(reply), 200)


def remarks(draft: str) -> list[dict[str, str]]:
    number = re.sub(r"\D", "", draft)
    severity = {"1": "critical", "2": "minor"}.get(number)
    if severity is None:
        return []
    return [{"category": "terminology", "severity": severity, "quote": "Ventil", "problem": "It is a tap."}]


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    with Critic(translate=german) as started:
        yield started


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    yield built
    built.close()


def submit(
    service: bootstrap.Service, provider: LoopbackProvider, folder: Path, rules: Mapping[str, Any], text: str = TEXT
) -> JobReport:
    document, policy = folder / "valves.txt", folder / "thrifty.yaml"
    document.write_text(text, "utf-8")
    content = {**POLICY, "panel": [f"{model}@{provider.base_url}" for model in MODELS], **rules}
    policy.write_text(json.dumps(content), "utf-8")
    provider.requests.clear()
    (report,) = service.jobs.submit(SubmitRequest((document,), str(policy), "en", "de"))
    return report


def told(report: JobReport) -> list[tuple[Outcome, Any]]:
    return [(unit.verdict.outcome, unit.verdict.value) for unit in report.units if unit.verdict]


@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        ({}, [8, 8, 7, 6, 6]),  # all must agree: only a known difference stops it, in 7 after two, in 8 after three
        (OUTVOTED, [8, 8, 8, 2, 0]),  # three of five: 7 and 8 need a fourth
        ({"support": 0.8, "hard_fact_dispute": "outvoted"}, [8, 8, 8, 8, 2]),  # four of five
    ],
)
def test_curtailed_asks_less_and_decides_the_same(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path, rules: dict[str, Any], asked: list[int]
) -> None:
    whole = submit(service, provider, tmp_path, rules)
    assert whole.totals.calls == 40
    part = submit(service, provider, tmp_path, {**rules, "strategy": "curtailed"})
    assert [provider.asked(model) for model in MODELS] == asked
    assert part.totals.calls == sum(asked), "the journal counts what was sent"
    assert told(part) == told(whole)
    assert part.job.policy.digest == whole.job.policy.digest, "the rules are the same"


def test_what_was_spared_is_said(service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path) -> None:
    report = submit(service, provider, tmp_path, {**OUTVOTED, "strategy": "curtailed"})
    first = report.units[0]
    not_needed = [answer for answer in first.answers if isinstance(answer, Abstention)]
    assert [answer.reason for answer in not_needed] == [AbstentionReason.NOT_NEEDED] * 2
    assert first.verdict is not None
    assert first.verdict.reasons[0] == "3 of 3 independent families gave the same answer."
    assert first.verdict.reasons[1].startswith("2 of 5 members were not asked")
    evidence = [json.loads(line) for line in service.jobs.export(report.id, "jsonl").content.decode().splitlines()]
    assert "not_needed" in json.dumps(evidence[0])


def test_a_cascade_escalates_only_what_is_open(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    names = [f"{model}@{provider.base_url}" for model in MODELS]
    rules = {**OUTVOTED, "strategy": "cascade", "tiers": [names[:2], names[2:3], names[3:]]}
    report = submit(service, provider, tmp_path, {**rules, "asking": {"segment_tokens": 400, "attempts": 1}})
    seen = [
        (request.model, [row["text"] for row in json.loads(request.body["messages"][-1]["content"])["segments"]])
        for request in provider.requests
    ]
    assert [len(texts) for model, texts in seen if model in MODELS[:2]] == [8, 8]
    assert [texts for model, texts in seen if model == MODELS[2]] == [["Open valve 7 now."]], "the others are decided"
    assert [model for model, _ in seen if model in MODELS[3:]] == [], "two of three are enough"
    assert [outcome for outcome, _ in told(report)] == [Outcome.ACCEPTED] * 8
    assert told(report)[6][1] == "Öffnen Sie Ventil 7 jetzt."


def test_a_cascade_leaves_a_known_difference_to_a_person(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    names = [f"{model}@{provider.base_url}" for model in MODELS]
    report = submit(service, provider, tmp_path, {"strategy": "cascade", "tiers": [names[:2], names[2:]]})
    assert [provider.asked(model) for model in MODELS] == [8, 8, 0, 0, 0]
    assert [unit.verdict.rule for unit in report.units if unit.verdict][6] == "hard_fact"


def test_progress_adds_up_over_the_waves(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    submit(service, provider, tmp_path, {**OUTVOTED, "strategy": "curtailed"})
    heard: list[Progress] = []
    document, policy = tmp_path / "valves.txt", tmp_path / "thrifty.yaml"
    service.jobs.submit(SubmitRequest((document,), str(policy), "en", "de"), heard.append)
    assert [step.done for step in heard] == sorted(step.done for step in heard)
    assert {step.total for step in heard} == {40}
    assert (heard[-1].done, heard[-1].calls) == (40, 26), "who was not asked is done with"


def test_a_primary_is_delivered_or_nothing_is(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    name = f"{MODELS[1]}@{provider.base_url}"
    rules = {**OUTVOTED, "strategy": "primary", "translation": {"primary": name}}
    report = submit(service, provider, tmp_path, rules)
    assert [outcome.value for outcome, _ in told(report)].count("review") == 1
    odd = report.units[6]
    assert odd.verdict is not None
    assert odd.verdict.outcome is Outcome.REVIEW, "four others agree, but not with the primary"
    assert odd.verdict.leading == "Öffnen Sie Ventil 17 jetzt."
    with pytest.raises(PanelError, match="not in the panel"):
        submit(service, provider, tmp_path, {**rules, "translation": {"primary": "gpt-4.1"}})


def test_a_critic_stops_units_and_never_lets_one_pass(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    critic = {"strategy": "critique", "critic": f"deepseek-chat@{provider.base_url}"}
    draft = submit(service, provider, tmp_path, {**critic, "panel": [f"{MODELS[0]}@{provider.base_url}"]})
    rules = [unit.verdict.rule for unit in draft.units if unit.verdict]
    assert rules == ["critique", *["quorum"] * 7], "one drafter is no quorum, whatever the critic thinks"
    first = draft.units[0]
    assert first.verdict is not None
    assert first.verdict.reasons[0] == ("The critic finds a critical mistake (terminology), “Ventil”: It is a tap.")
    assert [finding.message for finding in first.findings][-1] == "The critic proposes: Besser so."
    assert not any("deepseek" in answer.member for unit in draft.units for answer in unit.answers), "it has no vote"
    votes = submit(service, provider, tmp_path, {**critic, **OUTVOTED})
    assert [unit.verdict.rule for unit in votes.units if unit.verdict][:3] == [
        "critique",
        "near_identity",
        "near_identity",
    ]
    assert provider.asked("deepseek-chat") == 8


def test_a_critic_of_the_family_that_drafts_is_refused(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    with pytest.raises(PanelError, match="overlook its own mistakes"):
        submit(service, provider, tmp_path, {"strategy": "critique", "critic": f"gpt-4.1@{provider.base_url}"})
    assert provider.requests == [], "before the first call"


def test_a_critic_that_fails_sends_everything_to_a_person(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    class Silent(LoopbackProvider):
        async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
            return Reaction('{"error": {"message": "down"}}', 500)

    with Silent() as silent:
        rules = {"strategy": "critique", "critic": f"deepseek-chat@{silent.base_url}", **OUTVOTED}
        report = submit(service, provider, tmp_path, rules)
    assert {unit.verdict.outcome for unit in report.units if unit.verdict} == {Outcome.REVIEW}
    assert report.units[2].verdict is not None
    assert "The critic gave no answer" in report.units[2].verdict.reasons[0]


class LastFirst(Strategy):
    """The last two of the panel; the others only where these leave a unit open."""

    name = "last-first"
    why_not_asked = "the last two agree"

    def waves(self, policy: Policy, panel: Panel) -> tuple[Wave, ...]:
        return (panel.members[-2:], panel.members[:-2])


def test_a_new_strategy_is_one_class_and_its_line_in_the_registry(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = {"strategy": "last-first", "hard_fact_dispute": "outvoted", "support": 0.6}
    with pytest.raises(PolicyError, match='"last-first" is not possible; it is one of `cascade`'):
        submit(service, provider, tmp_path, rules, text="Open valve 1 now.\n")
    monkeypatch.setattr(registry, "STRATEGIES", (*registry.STRATEGIES, LastFirst()))
    report = submit(service, provider, tmp_path, rules, text="Open valve 1 now.\n")
    asked = [provider.asked(model) for model in MODELS]
    assert asked == [1, 1, 1, 1, 1], "two of five cannot settle it while three are missing"
    report = submit(service, provider, tmp_path, {**rules, **_three(provider)}, "Open valve 1 now.\n")
    assert [provider.asked(model) for model in MODELS] == [0, 1, 1, 0, 0]
    (unit,) = report.units
    spared = [a for a in unit.answers if isinstance(a, Abstention)]
    assert [(a.reason, a.detail) for a in spared] == [(AbstentionReason.NOT_NEEDED, "the last two agree")]
    assert service.jobs.status(report.job.id).job.policy.strategy == "last-first", "as it is read back"


def _three(provider: LoopbackProvider) -> dict[str, Any]:
    return {"panel": [f"{model}@{provider.base_url}" for model in MODELS[:3]]}


def test_a_strategy_that_nobody_knows_asks_nobody(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    panel = tuple(f"{model}@{provider.base_url}" for model in MODELS)
    policy = Policy.model_validate({**POLICY, "panel": panel, "strategy": "of-tomorrow"})
    (tmp_path / "valves.txt").write_text(TEXT, "utf-8")
    with pytest.raises(PanelError, match='there is no strategy "of-tomorrow"'):
        registry.refuse_strategy(policy, Panel("given", (), ""), lambda name: ModelSpec(name, name, name))
