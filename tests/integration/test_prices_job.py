"""What a model at an address costs: nobody's list price but its provider's own, or what the policy says, everywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from consensus import bootstrap
from consensus.service.jobs.costs import Costs
from consensus.service.jobs.plan import Plans
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings
from consensus.testing import LoopbackProvider

#: Members whose names stand in the list, dear first.
MODELS = ("gpt-4o", "mistral-large", "claude-sonnet-4")
POLICY: dict[str, Any] = {
    "name": "paid",
    "version": 1,
    "task": "translate",
    "semantic": "off",
    "asking": {"attempts": 1},
}
PRICES = {"gpt-4o": (9, 90), "mistral-large": (2, 20), "claude-sonnet-4": (1, 10)}


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    with LoopbackProvider() as started:
        yield started


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    yield built
    built.close()


def request(folder: Path, provider: LoopbackProvider, **rules: Any) -> SubmitRequest:
    page, policy = folder / "page.txt", folder / "paid.yaml"
    page.write_text("Open the valve.\n\nWait 5 min.\n", "utf-8")
    policy.write_text(yaml.safe_dump({**POLICY, **rules}), "utf-8")
    panel = tuple(f"{model}@{provider.base_url}" for model in MODELS)
    return SubmitRequest((page,), str(policy), "en", "de", None, panel)


def ruled(where: str = "") -> list[dict[str, Any]]:
    """Prices of all members, by their bare names or with the address."""
    return [{"model": f"{m}{where}", "price_in": i, "price_out": o} for m, (i, o) in PRICES.items()]


def test_without_a_price_in_the_policy_it_is_unknown_everywhere(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    wanted = request(tmp_path, provider)
    (plan,) = Plans(service.outside).plan(wanted)
    assert plan.worst_cost is None
    assert {member.price for member in plan.members} == {"unknown"}
    (report,) = asyncio.run(service.jobs.submit(wanted))
    assert report.as_dict()["cost"] is None
    calls = service.outside.store.calls(report.id)
    assert [(call.reserved_cost, call.reply and call.reply.cost) for call in calls] == [(None, None)] * 3
    total = Costs(service.outside).spent().total
    assert (total.calls, total.settled, total.reserved, total.unknown) == (3, 0, 0, 3)


@pytest.mark.parametrize("addressed", [True, False], ids=["with the address", "by the bare name"])
def test_the_policys_price_is_in_the_plan_the_journal_and_the_books(
    addressed: bool, service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    wanted = request(tmp_path, provider, members=ruled(f"@{provider.base_url}" if addressed else ""))
    (plan,) = Plans(service.outside).plan(wanted)
    assert {member.price for member in plan.members} == {"policy paid, undated"}
    (report,) = asyncio.run(service.jobs.submit(wanted))
    due = Decimal(0)
    for call in service.outside.store.calls(report.id):
        price_in, price_out = PRICES[call.member.partition("@")[0]]
        assert call.reply is not None
        assert call.reply.tokens_in is not None
        assert call.reply.tokens_out is not None
        cost = Decimal(price_in * call.reply.tokens_in + price_out * call.reply.tokens_out) / 1_000_000
        assert call.reply.cost == cost > 0
        assert call.reserved_cost is not None
        assert call.reserved_cost > cost, "the worst case was held"
        due += cost
    assert report.as_dict()["cost"] == float(due)
    assert Costs(service.outside).spent().total.settled == due
    assert plan.worst_cost is not None
    assert plan.worst_cost >= due


def test_the_policys_price_is_what_a_ceiling_counts(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    dear = [{**rule, "price_in": 10**6, "price_out": 10**6} if rule["model"] == "gpt-4o" else rule for rule in ruled()]
    asyncio.run(service.jobs.submit(request(tmp_path, provider, members=dear, budget={"document": 10})))
    assert [provider.asked(model) for model in MODELS] == [0, 1, 1], "a dollar a token does not fit"


def test_curtailed_asks_the_cheap_first_by_the_policys_prices(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    echoed = {"untranslated": "off", "residue": "off"}  # the provider quotes the source; a veto asks nobody else
    asyncio.run(service.jobs.submit(request(tmp_path, provider, members=ruled(), strategy="curtailed", checks=echoed)))
    assert provider.requests[-1].model == "gpt-4o", "the dearest, though the panel names it first"


HOSTS = [
    # member, whether the list's price is known, meaning
    ("gpt-4o", True, "its provider's own"),
    ("gpt-4o@https://api.openai.com/v1", True, "the same, said"),
    ("mistral-large-latest@https://api.mistral.ai/v1", True, "another provider's, by the protocol of the first"),
    ("azure/gpt-4o@https://house.openai.azure.com", True, "a resource of one's own at a provider"),
    ("azure/gpt-4o@http://127.0.0.1:9/v1", False, "the name alone is no price"),
    ("gpt-4o@http://api.openai.com.example/v1", False, "an address that only looks like it"),
    ("gpt-4o@http://127.0.0.1:9/v1", False, "a server of one's own"),
    ("gpt-4o@https://api.mistral.ai/v1", False, "a model that this provider does not have"),
]


@pytest.mark.parametrize(("member", "known", "meaning"), HOSTS, ids=[row[2] for row in HOSTS])
def test_the_list_holds_at_the_providers_own_address(
    member: str, known: bool, meaning: str, service: bootstrap.Service, tmp_path: Path
) -> None:
    policy = tmp_path / "paid.yaml"
    policy.write_text(yaml.safe_dump(POLICY), "utf-8")
    spec = service.outside.spec_for(member, service.outside.policies.load(str(policy)))
    assert (spec.price_in is not None) is known, meaning
    assert (spec.price_why == "unknown") is not known
