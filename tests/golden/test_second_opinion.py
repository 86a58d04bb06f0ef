"""Mistakes that two families share and no check can see: what a second opinion from outside the panel does to them.

The second opinions are scripted: they say what a model that reads the meaning would say. What is shown is that its word
counts, in either order, and that it counts in one direction only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from consensus.ask import AskContext
from consensus.compare import SegmentAnswers
from consensus.domain import Candidate, ModelReply, ModelRequest, ModelSpec, Outcome, Policy, Segment, Verdict
from consensus.pipeline import DecisionConfig, decide_segments, with_second_opinions
from consensus.policy_files.loading import load_policy
from consensus.ports.models import SecondOpinion
from consensus.prompt import parse, render
from consensus.providers.nli import NliOpinion
from consensus.providers.rate_limit import HostLimiter
from consensus.strategy.second_opinion import LlmOpinion
from consensus.testing import FixedClock, MemoryJournal, ScriptedClient

SHIPPED = Path(__file__).parents[2] / "policies"
POLICY = load_policy("translation", home=SHIPPED / "none", shipped=SHIPPED)
VERIFIER = ModelSpec("judge", "third/judge", "third")

WRONG = [
    # source, what both families answered, what differs, meaning
    (
        "The buyer pays the seller.",
        "Der Verkäufer zahlt dem Käufer.",
        "the seller pays the buyer",
        "roles swapped",
    ),
    (
        "Keep the valve open during the test.",
        "Halten Sie das Ventil während der Prüfung geschlossen.",
        "open has become closed",
        "antonym",
    ),
    (
        "The hearing takes place in Munich.",
        "Die Verhandlung findet in Hamburg statt.",
        "Munich has become Hamburg",
        "entity swapped",
    ),
]
RIGHT = [
    # source, what both families answered, meaning
    ("The buyer pays the seller.", "Der Verkäufer wird vom Käufer bezahlt.", "passive voice"),
    ("Keep the valve open during the test.", "Während der Prüfung muss das Ventil offen bleiben.", "word order"),
    ("The hearing takes place in Munich.", "Die Verhandlung ist in München.", "a name in its own language"),
]
PROBLEMS: Mapping[frozenset[str], str] = {frozenset(row[:2]): row[2] for row in WRONG}


def say(verdict: str, problem: str = "") -> str:
    return json.dumps({"verdict": verdict, "problem": problem})


def reads_meaning(request: ModelRequest) -> str:
    """A model that sees every difference, whichever text comes first."""
    asked = json.loads(request.messages[1]["content"])
    problem = PROBLEMS.get(frozenset((asked["first"], asked["second"])))
    return say("different", problem) if problem else say("same")


def reads_meaning_one_way(request: ModelRequest) -> str:
    """A model that sees differences only where the English text comes second."""
    asked = json.loads(request.messages[1]["content"])
    sources = {row[0] for row in WRONG}
    return reads_meaning(request) if asked["second"] in sources else say("same")


def verifier(step: object) -> LlmOpinion:
    client = ScriptedClient({"judge": [step]})  # type: ignore[list-item]
    return LlmOpinion(
        VERIFIER,
        AskContext("job", POLICY, lambda spec: client, HostLimiter(4), FixedClock(), MemoryJournal(), render, parse),
    )


def nli(both_ways: bool = True) -> NliOpinion:
    sources = {row[0] for row in WRONG}

    def label(pairs: list[tuple[str, str]]) -> Sequence[str]:
        return [
            "contradiction" if frozenset(pair) in PROBLEMS and (both_ways or pair[1] in sources) else "neutral"
            for pair in pairs
        ]

    return NliOpinion(label, "scripted")


def with_opinion(wanted: str) -> Policy:
    return POLICY.model_copy(update={"second_opinion": wanted})


async def verdict(source: str, answer: str, policy: Policy, opinion: SecondOpinion | None = None) -> Verdict:
    """Two families give the same answer."""
    answers = tuple(Candidate("u", f"m{i}", f"family-{i}", answer) for i in range(2))
    config = DecisionConfig(policy, ("en", "de"), second_opinion=opinion)
    items = [SegmentAnswers(Segment("u", 0, source, 0, len(source)), answers)]
    (record,) = await with_second_opinions(decide_segments(items, config), config)
    assert record.verdict is not None
    return record.verdict


@pytest.mark.parametrize(("source", "answer", "problem", "meaning"), WRONG, ids=[row[3] for row in WRONG])
async def test_without_it_the_shared_mistake_is_accepted(source: str, answer: str, problem: str, meaning: str) -> None:
    assert (await verdict(source, answer, POLICY)).outcome is Outcome.ACCEPTED, meaning


OPINIONS = {
    "llm": lambda: verifier(reads_meaning),
    "llm, one order only": lambda: verifier(reads_meaning_one_way),
    "nli": lambda: nli(),
    "nli, one order only": lambda: nli(both_ways=False),
}


@pytest.mark.parametrize("who", OPINIONS)
@pytest.mark.parametrize(("source", "answer", "problem", "meaning"), WRONG, ids=[row[3] for row in WRONG])
async def test_with_it_a_person_decides(source: str, answer: str, problem: str, meaning: str, who: str) -> None:
    found = await verdict(source, answer, with_opinion("third/judge"), OPINIONS[who]())
    assert (found.outcome, found.rule) == (Outcome.REVIEW, "second_opinion"), meaning
    assert found.value is None
    assert found.leading == answer, "the reviewer still sees what the members said"
    assert "objects" in found.reasons[0]
    assert found.reasons[1].startswith("2 of 2"), "and that they agreed"
    if who.startswith("llm"):
        assert problem in found.reasons[0]


@pytest.mark.parametrize("who", OPINIONS)
@pytest.mark.parametrize(("source", "answer", "meaning"), RIGHT, ids=[row[2] for row in RIGHT])
async def test_a_harmless_paraphrase_stays_accepted(source: str, answer: str, meaning: str, who: str) -> None:
    found = await verdict(source, answer, with_opinion("third/judge"), OPINIONS[who]())
    assert (found.outcome, found.value) == (Outcome.ACCEPTED, answer), meaning
    assert "second opinion" in found.reasons[-1]


NO_ANSWERS = [
    # what the verifier says, the reason a person reads, meaning
    ("The texts are the same.", "invalid", "words instead of JSON are never read as consent"),
    (say("perhaps"), "invalid", "a verdict that was not offered"),
    (json.dumps(["same"]), "invalid", "JSON of another shape"),
    ('{"verdict": "same", "verdict": "different", "problem": ""}', "invalid", "both at once"),
    (say("unsure"), "unsure", "it cannot tell"),
    ("I'm sorry, but I can't help with that.", "refusal", "it declines"),
    (ModelReply(say("same"), "length", "m"), "truncated", "cut off"),
    ("", "empty", "nothing"),
    (TimeoutError(), "timeout", "too late"),
]


@pytest.mark.parametrize(("step", "reason", "meaning"), NO_ANSWERS, ids=[row[2] for row in NO_ANSWERS])
async def test_no_opinion_is_no_consent(step: object, reason: str, meaning: str) -> None:
    source, answer, _ = RIGHT[0]
    found = await verdict(source, answer, with_opinion("third/judge"), verifier(step))
    assert (found.outcome, found.rule) == (Outcome.REVIEW, "no_second_opinion"), meaning
    assert reason in found.reasons[0]


async def test_a_policy_that_asks_for_one_and_has_nobody_accepts_nothing() -> None:
    source, answer, _ = RIGHT[0]
    found = await verdict(source, answer, with_opinion("third/judge"), None)
    assert (found.outcome, found.rule) == (Outcome.REVIEW, "no_second_opinion")


async def test_what_is_not_accepted_is_not_asked_about() -> None:
    client = ScriptedClient({"judge": [say("same")]})
    opinion = LlmOpinion(
        VERIFIER,
        AskContext("job", POLICY, lambda spec: client, HostLimiter(4), FixedClock(), MemoryJournal(), render, parse),
    )
    found = await verdict("Wait 5 minutes.", "Warten Sie 50 Minuten.", with_opinion("third/judge"), opinion)
    assert (found.outcome, found.rule) == (Outcome.REVIEW, "veto"), "consent does not lift a veto"
    assert client.requests == []
