"""Of what is found, one model of each maker: nothing that is one model twice, and nothing that only looks local."""

from __future__ import annotations

from pathlib import Path

import pytest

from consensus.domain import FoundServer
from consensus.route import FamilyMap, propose
from consensus.route.panels import AUTO_MEMBERS

FAMILIES = FamilyMap.parse((Path(__file__).parents[3] / "policies" / "families.yaml").read_text("utf-8"))
ONE, TWO = "http://127.0.0.1:11434/v1", "http://127.0.0.1:8000/v1"


def server(*models: str, url: str = ONE, here: bool = True) -> FoundServer:
    return FoundServer("Ollama", url, models, here=here)


def taken(*servers: FoundServer, keys: tuple[str, ...] = ()) -> list[tuple[str, str | None]]:
    return [(rule.model, rule.family) for rule in propose(servers, dict.fromkeys(keys, True), FAMILIES).members]


def test_one_model_of_each_maker_is_taken_and_costs_nothing_here() -> None:
    found = propose([server("qwen3:8b", "qwen3:32b"), server("meta-llama/Llama-3.1-8B", url=TWO)], {}, FAMILIES)
    assert [(rule.model, rule.family, rule.base_url, rule.price_in, rule.price_out) for rule in found.members] == [
        ("qwen3:8b", "alibaba", ONE, 0, 0),
        ("meta-llama/Llama-3.1-8B", "meta", TWO, 0, 0),
    ]
    assert not found.paid
    assert [model for model, _ in found.left_out] == [f"qwen3:32b at {ONE}"]


def test_copies_of_a_model_on_two_servers_are_one_vote() -> None:
    assert taken(server("qwen3:8b"), server("Qwen/Qwen3-8B", url=TWO)) == [("qwen3:8b", "alibaba")]


@pytest.mark.parametrize(
    "model",
    [
        *(
            "nomic-embed-text",
            "mxbai-embed-large",
            "bge-m3",
            "intfloat/e5-large",
            "text-embedding-nomic-embed-text-v1.5",
        ),
        *("whisper-large-v3", "openai/whisper-1", "tts-1", "llama-guard3:8b", "bge-reranker-v2", "all-minilm:latest"),
        *("gpt-4o", "gpt-3.5-turbo", "o3-mini", "claude-sonnet-4", "gemini-2.5-pro", "grok-4"),
        *("gpt-oss:120b-cloud", "qwen3-coder:480b-cloud", "deepseek-v3.1:cloud"),
        *("my-own-finetune", "model", "default"),
    ],
)
def test_what_does_not_answer_or_is_not_here_or_known_is_left_out_with_a_reason(model: str) -> None:
    found = propose([server(model)], {}, FAMILIES)
    assert not found.members
    assert [(name, bool(why)) for name, why in found.left_out] == [(f"{model} at {ONE}", True)]


@pytest.mark.parametrize("model", ["gpt-oss:20b", "gemma3:4b", "llama3.1:8b", "mistral:latest", "phi4", "command-r"])
def test_open_weights_are_taken(model: str) -> None:
    assert len(taken(server(model))) == 1


def test_a_models_name_that_begins_as_a_host_stays_whole_at_its_own_server() -> None:
    """LM Studio and vLLM list ``openai/gpt-oss-20b``; without a protocol in front, half of that would be asked for."""
    assert taken(server("openai/gpt-oss-20b", "perplexity/r1-1776")) == [
        ("openai/openai/gpt-oss-20b", "openai"),
        ("openai/perplexity/r1-1776", "perplexity"),
    ]


def test_a_general_model_comes_before_a_special_one_of_its_maker() -> None:
    assert taken(server("qwen2.5-coder:7b", "qwen2.5:7b", "codellama:7b")) == [
        ("qwen2.5:7b", "alibaba"),
        ("codellama:7b", "meta"),
    ]


def test_this_machine_comes_first_then_other_addresses_then_hosted_models() -> None:
    far = server("qwen3:8b", "mistral-small", url="http://10.0.0.7:8000/v1", here=False)
    found = propose([far, server("qwen3:4b")], {"OPENAI_API_KEY": True, "ANTHROPIC_API_KEY": False}, FAMILIES)
    assert [(rule.family, rule.price_in) for rule in found.members] == [
        ("alibaba", 0),
        ("mistral", None),
        ("openai", None),
    ]
    assert found.members[0].model == "qwen3:4b"
    assert found.paid == tuple(rule.model for rule in found.members[1:])


def test_three_hundred_models_make_a_panel_of_few() -> None:
    names = [f"{maker}-{number}b" for number in range(60) for maker in ("qwen3", "llama3", "gemma3", "phi4", "mistral")]
    found = propose([server(*names)], {"OPENAI_API_KEY": True}, FAMILIES)
    assert len(found.members) == AUTO_MEMBERS
    assert len({rule.family for rule in found.members}) == AUTO_MEMBERS
    assert len(found.left_out) == 301 - AUTO_MEMBERS
