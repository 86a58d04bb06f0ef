"""A family is the maker of the weights, whoever hosts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from consensus.errors import InputError
from consensus.route import FamilyMap, family_of, recorded_family

MAP = FamilyMap.parse((Path(__file__).parents[3] / "policies" / "families.yaml").read_text("utf-8"))

HOSTED = [
    # model, base URL, family, meaning
    ("gpt-4o-mini", None, "openai", "a bare name"),
    ("openai/gpt-5.5", None, "openai", "its maker's own service"),
    ("azure/gpt-4o", None, "openai", "the same weights on another host"),
    ("openrouter/openai/gpt-4o", None, "openai", "through a gateway"),
    ("openrouter/openai/unheard-of", None, "openai", "the maker's prefix behind a gateway"),
    ("o3-mini", None, "openai", "reasoning models have short names"),
    ("openai/o1", None, "openai", "and shorter ones"),
    ("openai/gpt-oss-120b", "http://localhost:8000/v1", "openai", "open weights behind a base URL"),
    ("openai/Qwen2.5-7B-Instruct", "http://localhost:8000/v1", "alibaba", "openai/ is the protocol, not the maker"),
    ("openai/our-own", "http://localhost:8000/v1", "openai/our-own", "nothing is known of it"),
    ("openai/our-own", None, "openai", "without a base URL it runs at its maker's"),
    ("ollama/llama3.2", None, "meta", "a panel of llama and qwen on one host"),
    ("ollama_chat/qwen2.5:7b", None, "alibaba", "is two families"),
    ("groq/llama-3.3-70b-versatile", None, "meta", "host and maker differ"),
    ("groq/deepseek-r1-distill-llama-70b", None, "deepseek", "the maker of these weights, not of their ancestor"),
    ("bedrock/us.anthropic.claude-3-5-sonnet-20240620-v1:0", None, "anthropic", "region and maker with dots"),
    ("bedrock/converse/meta.llama3-1-70b-instruct-v1:0", None, "meta", "a filler between"),
    ("bedrock/amazon.nova-lite-v1:0", None, "amazon", "made by its host"),
    ("bedrock/deepseek.r1-v1:0", None, "deepseek", "the dotted prefix alone"),
    ("vertex_ai/claude-3-5-haiku@20241022", None, "anthropic", "version behind @"),
    ("vertex_ai/mistral-large@2407", None, "mistral", "another maker on the same host"),
    ("gemini/gemma-3-27b-it", None, "google", "open weights of the same maker"),
    ("together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo", None, "meta", "case does not count"),
    ("fireworks_ai/accounts/fireworks/models/llama-v3p1-70b-instruct", None, "meta", "long path"),
    ("hosted_vllm/mistralai/Mixtral-8x7B", None, "mistral", "hub name on an own server"),
    ("nvidia_nim/nvidia/llama-3.1-nemotron-70b-instruct", None, "nvidia", "tuned by another maker"),
    ("databricks/databricks-claude-sonnet-4", None, "anthropic", "the host repeated in the name"),
    ("huggingface/HuggingFaceTB/SmolLM2-1.7B-Instruct", None, "huggingface", "maker's hub name"),
    ("mistral/labs-newest", None, "mistral", "the maker's prefix when the name says nothing"),
    ("anthropic/some-future-name", None, "anthropic", "the same"),
    ("cohere_chat/command-a-03-2025", None, "cohere", "host and maker"),
    ("xai/grok-4.3", None, "xai", ""),
    ("perplexity/sonar-pro", None, "perplexity", ""),
    ("watsonx/ibm/granite-13b-chat-v2", None, "ibm", ""),
    ("gpt-j-6b", None, "eleutherai", "gpt- is not always openai's"),
    ("azure/team-deployment-7", None, "azure/team-deployment-7", "a deployment's name says nothing"),
]


@pytest.mark.parametrize(("model", "base_url", "family", "meaning"), HOSTED, ids=[row[0] for row in HOSTED])
def test_family_of_hosted_models(model: str, base_url: str | None, family: str, meaning: str) -> None:
    found = family_of(model, MAP, base_url=base_url)
    assert found.family == family, meaning
    assert found.known is (family != model)


def test_the_policys_word_comes_first() -> None:
    assert family_of("azure/gpt-4o", MAP, ruled="house").family == "house"


@pytest.mark.parametrize(
    ("name", "family", "meaning"),
    [
        ("GPT-4", "GPT-4", "never merged by likeness"),
        ("GPT4-5shot", "GPT4-5shot", "nor this one"),
        ("ONLINE-W", "ONLINE-W", "nor this"),
        ("openai/gpt-5.5", "openai", "an explicit maker's prefix"),
        ("extend (vendor pipeline)", "extend (vendor pipeline)", "spaces and brackets"),
        ("a/b", "a/b", "a slash alone is no maker"),
    ],
)
def test_family_of_recorded_names(name: str, family: str, meaning: str) -> None:
    assert recorded_family(name, MAP).family == family, meaning
    assert recorded_family(name, MAP, ruled="x").family == "x"


def test_key_for_names_the_variable() -> None:
    assert MAP.key_for("openai/gpt-4o") == "OPENAI_API_KEY"
    assert MAP.key_for("claude-haiku-4-5") == "ANTHROPIC_API_KEY"
    assert MAP.key_for("openai/x", "http://localhost/v1") is None
    assert MAP.key_for("ollama/llama3") is None


@pytest.mark.parametrize("text", ["makers: 3", "[]", "makers: [{family: a}]\nhosts: []", "a: [", ""])
def test_a_broken_map_is_one_line(text: str) -> None:
    with pytest.raises(InputError, match=r"families\.yaml"):
        FamilyMap.parse(text)


def test_every_hosted_default_has_a_known_family_and_key() -> None:
    assert len({family_of(default.model, MAP).family for default in MAP.hosted}) == len(MAP.hosted)
    assert all(MAP.key_for(default.model) == default.key for default in MAP.hosted)


@pytest.mark.parametrize(
    ("model", "base_url", "listed"),
    [
        ("groq/llama-3", None, "groq/llama-3"),
        ("gpt-4o", "https://api.openai.com/v1", "openai/gpt-4o"),
        ("openai/gpt-4o", "https://API.OpenAI.com/v1", "openai/gpt-4o"),
        ("gpt-4o", "https://eu.api.openai.com/v1", "openai/gpt-4o"),
        ("openai/mistral-small", "https://api.mistral.ai/v1", "mistral/mistral-small"),
        ("mistral/mistral-small", "https://api.mistral.ai/v1", "mistral/mistral-small"),
        ("gpt-4o", "http://localhost:8000/v1", None),
        ("gpt-4o", "https://api.openai.com.example.org/v1", None),
        ("gpt-4o", "no address", None),
    ],
)
def test_what_a_price_list_calls_a_model_at_an_address(model: str, base_url: str | None, listed: str | None) -> None:
    assert MAP.listed_as(model, base_url) == listed


def test_no_key_is_named_for_a_bare_name_that_nobody_knows() -> None:
    assert MAP.key_for("deployment-7") is None
    assert MAP.key_for("deployment-7/claude-haiku-4-5") is None, "that host is not known"


@pytest.mark.parametrize(
    ("model", "base_url", "family"),
    [
        ("bedrock/us.anthropic.unheard-of", None, "anthropic"),  # a region, then the maker
        ("bedrock/unheard.of", None, "bedrock/unheard.of"),  # neither a region nor a maker
        ("openai/anthropic/unheard-of", "http://localhost:1/v1", "anthropic"),  # the protocol, then the maker
        ("azure/openai/unheard-of", "http://localhost:1/v1", "openai"),  # not in front, so it is the maker
        ("ollama", None, "ollama"),  # a host alone is a name
        ("", None, ""),
    ],
)
def test_a_maker_that_only_a_part_of_the_name_gives(model: str, base_url: str | None, family: str) -> None:
    assert family_of(model, MAP, base_url=base_url).family == family


@pytest.mark.parametrize(
    ("name", "family"), [("openai/", "openai/"), ("OpenAI/x", "openai"), ("openai", "openai"), ("x/openai", "x/openai")]
)
def test_a_recorded_name_is_of_a_maker_only_with_its_prefix(name: str, family: str) -> None:
    found = recorded_family(name, MAP)
    assert (found.family, "prefix" in found.why) == (family, name == "OpenAI/x")
