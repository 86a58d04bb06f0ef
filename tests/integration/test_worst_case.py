"""The plan's worst case is one: whatever a provider does, no strategy spends more, by the books or by the bill.

The provider bills what hurts most: every prompt by our own cautious estimate, every answer as long as it was allowed to
be.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from consensus import bootstrap
from consensus.normalize.token_counts import estimated_tokens
from consensus.service.jobs.costs import Costs
from consensus.service.jobs.plan import Plans
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings
from consensus.testing import Fault, LoopbackProvider
from consensus.testing.provider_words import Reaction, react

MODELS = ("gpt-4o", "claude-sonnet-4", "mistral-large")
FALLBACK, CRITIC, VERIFIER, JUDGE = "gemini-2.5-pro", "deepseek-chat", "command-r", "grok-4"
PRICES = dict(zip((*MODELS, FALLBACK, CRITIC, VERIFIER, JUDGE), (3, 2, 1, 5, 7, 9, 8), strict=True))
#: Runs of segments of several lengths; the members write the seventh differently.
TEXT = "\n\n".join(f"Open valve {n} now{', and wait' * (n % 5)}." for n in range(1, 25)) + "\n"
MIXED = (Fault.SERVER_ERROR, Fault.SLOW, Fault.TRUNCATED, Fault.MALFORMED, Fault.LOST, Fault.REFUSAL, Fault.EMPTY)
#: What goes wrong -> the faults, how often.
TROUBLE: dict[str, tuple[tuple[Fault, ...], float]] = {
    "nothing": ((), 0.0),
    "every answer unreadable": ((Fault.MALFORMED,), 1.0),
    "every run loses a segment": ((Fault.LOST,), 1.0),
    "every answer too late": ((Fault.SLOW,), 1.0),
    "the worst": ((Fault.MALFORMED,), 1.0),
    "some of everything": (MIXED, 0.4),
}
STRATEGIES: dict[str, dict[str, Any]] = {
    "independent": {},
    "curtailed": {"strategy": "curtailed"},
    "cascade": {"strategy": "cascade", "tiers": [[0, 1], [2]]},
    "primary": {"strategy": "primary", "translation": {"primary": 0}},
    "critique": {"strategy": "critique", "critic": CRITIC},
    "judge": {"judge": JUDGE},
}

#: LiteLLM's own, where a call is cancelled before its thread hands it back.
pytestmark = pytest.mark.filterwarnings("ignore:coroutine 'OpenAIChatCompletion.acompletion' was never awaited")


@dataclass
class Greedy(LoopbackProvider):
    """Goes wrong at random and bills the most it may. billed: US dollars by model, whoever still listened."""

    faults: tuple[Fault, ...] = ()
    share: float = 0.0
    mended_runs_are_lost: bool = False
    billed: Counter[str] = field(default_factory=Counter)
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        fault = self.dice.choice(self.faults) if self.dice.random() < self.share else None
        if self.mended_runs_are_lost and len(body["messages"]) > 2 and '"n": 2' in body["messages"][1]["content"]:
            fault = None  # asked to mend what it does not see, the loopback provider leaves every segment out
        reaction = self._spoken(body, fault)
        if reaction.status == 200:
            wanted = body.get("response_format", {}).get("json_schema", {}).get("schema", "")
            sent = json.dumps(body["messages"], ensure_ascii=False) + json.dumps(wanted)
            usage = {"prompt_tokens": estimated_tokens(sent), "completion_tokens": body["max_tokens"]}
            cost = Decimal(PRICES[str(body["model"])] * sum(usage.values())) / 1_000_000
            self.billed[str(body["model"])] += cost
            content = json.loads(reaction.content)
            if fault is Fault.MALFORMED:
                content["choices"][0]["message"]["content"] += " oops" * 180
            content = {**content, "usage": {**usage, "total_tokens": sum(usage.values())}}
            await asyncio.sleep(self.slow if reaction.too_slow else 0.005)
            return Reaction(json.dumps(content))
        return reaction

    def _spoken(self, body: Mapping[str, Any], fault: Fault | None) -> Reaction:
        if body["model"] not in (CRITIC, VERIFIER, JUDGE):
            return react(body, fault, german, "0", "")
        payload = json.loads(body["messages"][1]["content"].splitlines()[-1])
        read = "translation" if body["model"] == JUDGE else "draft"
        drafts = [{"n": row["n"], "text": row[read]} for row in payload.get("segments", ())]
        reaction = react(_about(body, {"segments": drafts}), fault, german, "0", "")
        if fault is None:
            rows = [{"n": row["n"], "findings": [], "errors": [], "proposal": row["text"]} for row in drafts]
            said = {"segments": rows} if rows else {"verdict": "same", "problem": ""}
            content = json.loads(reaction.content)
            content["choices"][0]["message"]["content"] = json.dumps(said)
            return Reaction(json.dumps(content))
        return reaction


def _about(body: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    """The request as if it were one for translations, which is all that the loopback provider knows."""
    return {**body, "messages": [{"role": "user", "content": json.dumps(payload)}]}


def german(model: str, text: str) -> str:
    number = re.sub(r"\D", "", text)
    odd = " bitte" if model == MODELS[1] and number in ("7", "9") else ""
    return f"Öffnen Sie{odd} Ventil {number} jetzt."


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    yield built
    built.close()
    gc.collect()


def request(folder: Path, base_url: str, rules: Mapping[str, Any], hurried: bool) -> SubmitRequest:
    """hurried: little time for a call, and a second one beside a slow one."""

    def at(model: str) -> str:
        return f"{model}@{base_url}"

    members = [{"model": at(m), "price_in": p, "price_out": p, "max_output_tokens": 300} for m, p in PRICES.items()]
    members[0]["fallbacks"] = [at(FALLBACK)]
    members[1]["segments_per_ask"] = 2
    given = dict(rules)
    if "tiers" in given:
        given["tiers"] = [[at(MODELS[n]) for n in tier] for tier in given["tiers"]]
    if "translation" in given:
        given["translation"] = {"primary": at(MODELS[0])}
    given |= {role: at(str(given[role])) for role in ("critic", "judge") if role in given}
    asking = {
        "segment_tokens": 40,
        "attempts": 2,
        "call_seconds": 0.25 if hurried else 20,
        "ask_seconds": 20,
        "hedge": hurried,
    }
    content = {"name": "greedy", "version": 1, "task": "translate", "semantic": "off", "members": members}
    content |= {"asking": {**asking, "breaker_failures": 0}, "second_opinion": at(VERIFIER), **given}
    page, policy = folder / "page.txt", folder / "greedy.yaml"
    page.write_text(TEXT, "utf-8")
    policy.write_text(yaml.safe_dump(content), "utf-8")
    return SubmitRequest((page,), str(policy), "en", "de", None, tuple(map(at, MODELS)))


CASES = [
    *(("independent", trouble) for trouble in TROUBLE),
    *(("cascade", trouble) for trouble in ("nothing", "every run loses a segment", "some of everything")),
    *(("critique", trouble) for trouble in ("nothing", "some of everything")),
    *(("judge", trouble) for trouble in TROUBLE if trouble not in ("every answer too late", "the worst")),
    *((strategy, "some of everything") for strategy in ("curtailed", "primary")),
]


@pytest.mark.parametrize(("strategy", "trouble"), CASES)
def test_nothing_costs_more_than_the_plans_worst_case(
    strategy: str, trouble: str, service: bootstrap.Service, tmp_path: Path
) -> None:
    faults, share = TROUBLE[trouble]
    with Greedy(faults=faults, share=share, mended_runs_are_lost=trouble == "the worst", slow=0.4) as provider:
        wanted = request(tmp_path, provider.base_url, STRATEGIES[strategy], Fault.SLOW in faults)
        (plan,) = Plans(service.outside).plan(wanted)
        asyncio.run(service.jobs.submit(wanted))
    assert plan.worst_cost is not None
    total = Costs(service.outside).spent().total
    assert total.unknown == 0
    assert 0 < total.settled + total.reserved <= plan.worst_cost
    assert sum(provider.billed.values()) <= plan.worst_cost
    for one in plan.asked:
        chain = (one.name, *one.fallbacks)
        billed = sum(provider.billed[name.partition("@")[0]] for name in chain)
        assert one.once_cost is not None
        assert one.worst_cost is not None
        assert billed <= one.worst_cost
        if trouble == "nothing":
            assert billed <= one.once_cost
        if trouble == "the worst" and one.role == "member":
            assert billed > one.worst_cost / 3, "else not much was tried here"
