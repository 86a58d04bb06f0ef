"""Budgets: the worst case is held before a call is sent, and what does not fit goes to a person with the reason."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest

from consensus.ask import AskContext, ask_panel
from consensus.ask.sizes import tokens_in
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Answer,
    Ask,
    AskingRules,
    Call,
    CallState,
    ModelReply,
    ModelRequest,
    ModelSpec,
    Panel,
    Policy,
    Task,
)
from consensus.errors import CallError, CallFault
from consensus.prompt import parse
from consensus.providers.clock import SystemClock
from consensus.providers.rate_limit import HostLimiter
from consensus.testing import MemoryJournal

#: Both prices are one dollar a token, so that costs are counts.
ONE = Decimal(1_000_000)
OUT = 100


def render(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
    said = {"role": "user", "content": ask.texts[0]}
    return ModelRequest(spec, messages=(said,), timeout=asking.call_seconds, prompt_id="test", max_tokens=OUT)


def ask(name: str) -> Ask:
    return Ask(name, "doc", Task.TRANSLATE, (f"u-{name}",), ("text",), ("",), "en", "de")


def member(name: str, price: Decimal | None = ONE, **more: Any) -> ModelSpec:
    return ModelSpec(name, f"openai/{name}", name, price_in=price, price_out=price, **more)


#: What one call costs at worst, and what it then really costs.
WORST = tokens_in(render(ask("x"), member("m"), AskingRules())) + OUT
REAL = 20


@dataclass
class Provider:
    """Answers after a moment; what it charges is set by the test."""

    cost: Decimal | None = Decimal(REAL)
    fault: CallFault | None = None
    seconds: float = 0.01
    sent: list[str] = field(default_factory=list)
    usage: tuple[int, int] | None = None

    async def complete(self, request: ModelRequest) -> ModelReply:
        self.sent.append(request.spec.name)
        await asyncio.sleep(self.seconds)
        if self.fault is not None:
            raise CallError(self.fault, "no")
        tokens = self.usage or (None, None)
        return ModelReply(json.dumps({"segments": [{"n": 1, "text": "T"}]}), "stop", "m", *tokens, cost=self.cost)

    async def aclose(self) -> None:
        """Nothing to give back."""


async def run(
    budget: Mapping[str, Any],
    *asks: Ask,
    members: tuple[ModelSpec, ...] = (),
    provider: Provider | None = None,
    journal: MemoryJournal | None = None,
    job: str = "job",
) -> tuple[dict[str, tuple[Answer, ...]], Provider, MemoryJournal]:
    provider, journal = provider or Provider(), journal or MemoryJournal()
    policy = Policy.model_validate({"name": "t", "version": 1, "budget": dict(budget), "asking": {"attempts": 1}})
    client = provider
    context = AskContext(
        job, policy, lambda spec: client, HostLimiter(8), SystemClock(), journal, render, parse, jitter=lambda: 0.0
    )
    answers = await ask_panel(asks, Panel("given", members or (member("m"),), ""), context)
    return answers, provider, journal


def over(answers: Mapping[str, tuple[Answer, ...]]) -> list[str]:
    """Units with a member that was not asked because of the budget."""
    said = AbstentionReason.OVER_BUDGET
    return sorted(
        unit for unit, given in answers.items() if any(isinstance(a, Abstention) and a.reason is said for a in given)
    )


async def test_without_ceilings_everything_is_sent_and_the_worst_case_is_written_down() -> None:
    answers, _, journal = await run({}, ask("1"))
    (call,) = journal.calls.values()
    assert (call.reserved_cost, call.counted, over(answers)) == (Decimal(WORST), Decimal(REAL), [])


async def test_a_ceiling_lets_through_what_surely_fits_and_says_why_the_rest_was_not_sent() -> None:
    answers, provider, _ = await run({"document": WORST + REAL - 1}, ask("1"), ask("2"))
    assert provider.sent == ["m"]
    (missing,) = over(answers)
    (abstention,) = answers[missing]
    assert isinstance(abstention, Abstention)
    assert "ceiling of" in abstention.detail
    assert "one document" in abstention.detail


async def test_what_is_under_way_is_waited_for_because_it_mostly_costs_less_than_its_worst_case() -> None:
    asks = [ask(str(n)) for n in range(5)]
    answers, provider, _ = await run({"document": WORST + 4 * REAL}, *asks)
    assert len(provider.sent) == 5, "one worst case fits at a time, and each settles at less"
    assert over(answers) == []


async def test_never_more_is_held_than_the_ceiling() -> None:
    held: list[Decimal] = []

    @dataclass
    class Watching(Provider):
        async def complete(self, request: ModelRequest) -> ModelReply:
            held.append(sum((call.counted for call in journal.calls.values()), Decimal(0)))
            return await super().complete(request)

    journal = MemoryJournal()
    await run({"document": 3 * WORST}, *[ask(str(n)) for n in range(9)], provider=Watching(), journal=journal)
    assert max(held) <= 3 * WORST
    assert len(held) >= 9


async def test_a_unit_has_its_own_ceiling() -> None:
    members = (member("a"), member("b"), member("c"))
    answers, provider, _ = await run({"unit": WORST + REAL}, ask("1"), ask("2"), members=members)
    assert over(answers) == ["u-1", "u-2"]
    assert sorted(provider.sent).count("a") + provider.sent.count("b") == 4, "two members of three for each unit"


async def test_a_model_without_a_price_is_not_asked_under_a_ceiling() -> None:
    answers, provider, _ = await run({"day": 10**9}, ask("1"), members=(member("m", None), member("n")))
    assert provider.sent == ["n"]
    assert [getattr(answer, "reason", None) for answer in answers["u-1"]] == [AbstentionReason.OVER_BUDGET, None]


async def test_a_cheaper_substitute_may_still_fit() -> None:
    dear = member("dear", ONE * 10, fallbacks=("cheap",))
    provider, journal = Provider(), MemoryJournal()
    policy = Policy.model_validate({"name": "t", "version": 1, "budget": {"document": WORST}})
    context = AskContext(
        "job", policy, lambda spec: provider, HostLimiter(8), SystemClock(), journal, render, parse, member
    )
    answers = await ask_panel([ask("1")], Panel("given", (dear,), ""), context)
    assert provider.sent == ["cheap"]
    assert over(answers) == []


@pytest.mark.parametrize("count", [10**6, 10**14])
async def test_usage_that_no_request_could_have_books_what_was_reserved(count: int) -> None:
    @dataclass
    class Boasting(Provider):
        async def complete(self, request: ModelRequest) -> ModelReply:
            return replace(await super().complete(request), tokens_in=count, tokens_out=count, cost=None)

    journal = MemoryJournal()
    await run({"day": 10**9}, ask("1"), provider=Boasting(), journal=journal)
    (call,) = journal.calls.values()
    assert call.reply is not None
    assert (call.reply.tokens_in, call.reply.cost, call.counted) == (None, Decimal(WORST), Decimal(WORST))


ENDED = [
    # the fault, the cost, what it counts for, meaning
    (None, Decimal(REAL), REAL, "its cost"),
    (None, None, WORST, "an unknown cost counts as the worst"),
    (CallFault.BAD_REQUEST, None, 0, "what was refused is not billed"),
    (CallFault.UNAVAILABLE, None, 0, "what failed is not billed"),
    (CallFault.TIMEOUT, None, WORST, "what timed out may have been"),
]


@pytest.mark.parametrize(("fault", "cost", "counts", "meaning"), ENDED, ids=[row[3] for row in ENDED])
async def test_what_an_ended_call_counts_for(fault: Any, cost: Any, counts: int, meaning: str) -> None:
    # Room for a second worst case exactly when the first counted for no more than its part.
    provider = Provider(cost, fault, seconds=0.0)
    _, _, journal = await run({"document": 10 * WORST}, ask("1"), provider=provider)
    (call,) = journal.calls.values()
    assert call.counted == counts, meaning
    again, _, _ = await run({"document": counts + WORST - 1}, ask("2"), journal=journal)
    assert over(again) == ["u-2"], "what an earlier run spent is spent"
    fits, _, _ = await run({"document": counts + WORST}, ask("3"), journal=journal)
    assert over(fits) == []


async def test_a_call_that_a_kill_left_behind_counts_as_its_worst_case() -> None:
    journal = MemoryJournal()
    await run({}, ask("1"), journal=journal)
    left = replace(next(iter(journal.calls.values())), id="left", state=CallState.RESERVED, reply=None, ask_id="2")
    journal.calls = {"left": left}
    answers, provider, _ = await run({"document": 2 * WORST - 1}, ask("3"), journal=journal)
    assert (provider.sent, over(answers)) == ([], ["u-3"])


async def test_the_day_is_one_for_all_documents() -> None:
    journal = MemoryJournal()
    first, _, _ = await run({"day": WORST + REAL}, ask("1"), journal=journal, job="one")
    second, _, _ = await run({"day": WORST + REAL}, ask("1"), journal=journal, job="two")
    third, _, _ = await run({"day": WORST + REAL}, ask("1"), journal=journal, job="three")
    assert [over(first), over(second), over(third)] == [[], [], ["u-1"]]


async def test_yesterdays_calls_do_not_count_today() -> None:
    journal = MemoryJournal()
    await run({}, ask("1"), journal=journal, job="one")
    (old,) = journal.calls.values()
    journal.calls = {old.id: replace(old, started="2001-01-01T00:00:00+00:00")}
    answers, _, _ = await run({"day": WORST}, ask("1"), journal=journal, job="two")
    assert over(answers) == []


async def test_calls_of_the_day_that_are_under_way_here_are_waited_for() -> None:
    answers, provider, _ = await run({"day": WORST + 3 * REAL}, *[ask(str(n)) for n in range(4)])
    assert (len(provider.sent), over(answers)) == (4, [])


async def test_a_policys_price_is_what_a_call_is_booked_at() -> None:
    spec = replace(member("m"), price_ruled=True)
    _, _, journal = await run({}, ask("1"), members=(spec,), provider=Provider(Decimal("0.5"), usage=(3, 4)))
    (call,) = journal.calls.values()
    assert call.reply is not None
    assert call.reply.cost == 7


@pytest.mark.parametrize(("price", "cost"), [(ONE, Decimal(7)), (None, None)])
async def test_a_cost_the_client_does_not_know_is_worked_out_or_stays_unknown(price: Any, cost: Any) -> None:
    _, _, journal = await run({}, ask("1"), members=(member("m", price),), provider=Provider(None, usage=(3, 4)))
    (call,) = journal.calls.values()
    assert call.reply is not None
    assert call.reply.cost == cost


def test_what_a_call_counts_for_never_is_less_than_nothing() -> None:
    call = Call("c", "j", "a", "m", 1, "", "", "", CallState.RESERVED, "")
    assert call.counted == 0, "a price that nobody knows; such a call is never sent under a ceiling"
