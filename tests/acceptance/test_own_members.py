"""A policy that names its own models: nobody else is sent a word, whatever keys there are; and that is said before.

Every server is real. ``elsewhere`` stands in for all hosted models: the machine has their keys, and their addresses
lead to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from consensus.testing import LoopbackProvider

HOSTED = ("OPENAI", "ANTHROPIC", "GEMINI", "MISTRAL", "DEEPSEEK", "XAI", "COHERE")
HEAD = 'name: house\nversion: 1\nsemantic: "off"\nasking: {attempts: 1, call_seconds: 20}\n'
TEXT = "Open the valve.\n\nClose the valve.\n"


@pytest.fixture
def servers() -> Iterator[tuple[LoopbackProvider, LoopbackProvider, LoopbackProvider]]:
    """Two of the house, and elsewhere."""
    with LoopbackProvider() as one, LoopbackProvider() as two, LoopbackProvider() as elsewhere:
        yield one, two, elsewhere


@pytest.fixture
def keys(servers: tuple[LoopbackProvider, ...]) -> dict[str, str]:
    found = {f"{host}_API_KEY": "sk-test" for host in HOSTED}
    for host in HOSTED:
        found |= dict.fromkeys((f"{host}_API_BASE", f"{host}_BASE_URL"), servers[2].base_url)
    return found


def members(one: LoopbackProvider, two: LoopbackProvider, more: str = "") -> str:
    return (
        "members:\n"
        f"  - {{model: house-a, family: a, base_url: {one.base_url}{more}}}\n"
        f"  - {{model: house-b, family: b, base_url: {two.base_url}}}\n"
    )


def rule(model: str, server: LoopbackProvider) -> str:
    return f"  - {{model: {model}, family: {model}, base_url: {server.base_url}}}\n"


#: What stands in a policy beside its two members; C and D are models of the house, too.
POLICIES = {
    "nothing else": "",
    "panel: auto": "panel: auto\n",
    "curtailed": "strategy: curtailed\n",
    "a second opinion": "second_opinion: house-c\n",
    "a critic": "strategy: critique\ncritic: house-c\n",
    "a cascade": "strategy: cascade\ntiers: [[house-a, house-b], [house-c]]\n",
    "a routing table": "routing: [{risk: normal, panel: ours}]\npanels: {ours: [house-a, house-c]}\n",
    "a routing table that does not fit": "routing: [{risk: high, panel: [house-a, house-c]}]\n",
}


@pytest.mark.parametrize("more", POLICIES.values(), ids=POLICIES)
def test_a_policy_with_its_own_members_reaches_nobody_else(
    more: str, consensus: Callable, tmp_path: Path, servers: tuple[LoopbackProvider, ...], keys: dict[str, str]
) -> None:
    one, two, elsewhere = servers
    (tmp_path / "page.txt").write_text(TEXT, "utf-8")
    third = rule("house-c", one) if "house-c" in more else ""
    (tmp_path / "house.yaml").write_text(HEAD + more + members(one, two) + third, "utf-8")
    how = ("page.txt", "--policy", "house.yaml", "--from", "en", "--to", "de")
    plan = consensus("route", *how, "--json", **keys).json["plans"][0]
    told = consensus("policies", "check", "house.yaml", "--json", **keys).json
    assert not one.requests + two.requests + elsewhere.requests, "nothing is sent by asking where it would go"
    ran = consensus("submit", *how, "--json", **keys)
    assert ran.code == 0, ran.err
    assert one.requests
    assert not elsewhere.requests
    here = {f"this machine ({server.base_url.removeprefix('http://').removesuffix('/v1')})" for server in (one, two)}
    for sent in (plan["sent_to"], told["sent_to"]):
        assert {place["place"] for place in sent} <= here
        assert sent
    said = " ".join(model for place in told["sent_to"] for model in place["models"])
    assert all(name in said for name in ("house-a", "house-b", *(["house-c"] if third else [])))
    assert (told["not_asked"], told["problems"]) == ([], [])


def test_a_fallback_elsewhere_is_named_before_anything_is_sent(
    consensus: Callable, tmp_path: Path, servers: tuple[LoopbackProvider, ...], keys: dict[str, str]
) -> None:
    one, two, elsewhere = servers
    (tmp_path / "page.txt").write_text(TEXT, "utf-8")
    more = "panels: {outside: [house-a, xai/grok-4.3]}\nsecond_opinion: anthropic/claude-haiku-4-5\n"
    text = HEAD + more + members(one, two, ", fallbacks: [openai/gpt-5.4-mini]") + "  - {model: never/asked}\n"
    (tmp_path / "house.yaml").write_text(text.replace("members:", "panel: [house-a, house-b]\nmembers:"), "utf-8")
    told = consensus("policies", "check", "house.yaml").out
    assert "api.openai.com: openai/gpt-5.4-mini (if house-a fails)" in told
    assert "api.anthropic.com: anthropic/claude-haiku-4-5 (second opinion)" in told
    assert "api.x.ai: xai/grok-4.3" in told
    assert "Not asked unless --panel names them: never/asked" in told
    plan = consensus("route", "page.txt", "--policy", "house.yaml", "--from", "en", "--to", "de").out
    assert "Sent to api.openai.com: openai/gpt-5.4-mini (if house-a fails)" in plan
    assert "Sent to api.anthropic.com: anthropic/claude-haiku-4-5 (second opinion)" in plan
    assert "api.x.ai" not in plan, "this document goes to the policy's panel"
    moved = consensus("policies", "check", "house.yaml", **keys).out
    assert "(by ANTHROPIC_API_BASE): anthropic/claude-haiku-4-5" in moved
    assert "A document is sent to:" in consensus("policies", "show", "house.yaml").out
    assert not one.requests + two.requests + elsewhere.requests


def test_a_panel_on_the_command_line_wins_and_that_is_said(
    consensus: Callable, tmp_path: Path, servers: tuple[LoopbackProvider, ...], keys: dict[str, str]
) -> None:
    one, two, elsewhere = servers
    (tmp_path / "page.txt").write_text(TEXT, "utf-8")
    (tmp_path / "house.yaml").write_text(HEAD + members(one, two), "utf-8")
    panel = f"other-a@{elsewhere.base_url},house-b"
    how = ("page.txt", "--policy", "house.yaml", "--from", "en", "--to", "de", "--panel", panel)
    ran = consensus("submit", *how, **keys)
    assert ran.code == 0, ran.err
    assert 'instead of the members that policy "house" names; not asked: house-a.' in ran.err
    assert (len(one.requests), len(two.requests), len(elsewhere.requests)) == (0, 1, 1)


def test_one_member_is_no_panel_and_the_document_goes_nowhere(
    consensus: Callable, tmp_path: Path, servers: tuple[LoopbackProvider, ...], keys: dict[str, str]
) -> None:
    one, two, elsewhere = servers
    (tmp_path / "page.txt").write_text(TEXT, "utf-8")
    (tmp_path / "house.yaml").write_text(HEAD + "members:\n" + rule("house-a", one), "utf-8")
    ran = consensus("submit", "page.txt", "--policy", "house.yaml", "--from", "en", "--to", "de", **keys)
    assert ran.code == 2
    assert '1 family in the panel, and policy "house" needs 2' in ran.err
    assert "1 family in the panel" in consensus("policies", "check", "house.yaml", **keys).out
    assert not one.requests + two.requests + elsewhere.requests
