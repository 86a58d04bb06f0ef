"""The price list: names as LiteLLM writes them, unknown stays unknown, and nothing is imported for it."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import ModelFacts
from consensus.providers.prices import LiteLLMPrices

LIST = {
    "gpt-x": {"litellm_provider": "openai", "input_cost_per_token": 7.5e-07, "output_cost_per_token": 4.5e-06},
    "azure/gpt-x": {
        "litellm_provider": "azure",
        "input_cost_per_token": 1e-06,
        "input_cost_per_token_above_200k_tokens": 2e-06,
        "output_cost_per_token": 5e-06,
        "input_cost_per_token_above_200k_tokens_priority": 9e-06,
        "max_input_tokens": 1000,
        "max_output_tokens": 200,
    },
    "free/x": {"litellm_provider": "free", "input_cost_per_token": 0, "output_cost_per_token": 0.0},
    "image/x": {"litellm_provider": "image", "output_cost_per_image": 0.1},
    "odd": "not an object",
}
NAMES = [
    # name, (in, out) per million tokens, meaning
    ("gpt-x", ("0.75", "4.5"), "by its name"),
    ("openai/gpt-x", ("0.75", "4.5"), "the maker's own host in front"),
    ("azure/gpt-x", ("2", "5"), "the dearest step counts, and no other tariff"),
    ("groq/gpt-x", None, "another host has another price"),
    ("nobody/knows", None, "unknown"),
    ("free/x", (None, None), "0 in the list is not a price"),
    ("image/x", (None, None), "priced by something else"),
    ("odd", None, "an entry that is none"),
]


@pytest.fixture
def prices(tmp_path: Path) -> LiteLLMPrices:
    path = tmp_path / "prices.json"
    path.write_text(json.dumps(LIST), "utf-8")
    return LiteLLMPrices(path)


@pytest.mark.parametrize(("name", "expected", "meaning"), NAMES, ids=[row[2] for row in NAMES])
def test_names(name: str, expected: Any, meaning: str, prices: LiteLLMPrices) -> None:
    found = prices.facts(name)
    wanted = None if expected is None else tuple(None if p is None else Decimal(p) for p in expected)
    assert (None if found is None else (found.price_in, found.price_out)) == wanted, meaning


def test_limits_come_along(prices: LiteLLMPrices) -> None:
    assert prices.facts("azure/gpt-x") == ModelFacts(Decimal(2), Decimal(5), 1000, 200, "prices.json")


@pytest.mark.parametrize("content", ["", "[]", "{"])
def test_a_list_that_cannot_be_read_knows_nothing(content: str, tmp_path: Path) -> None:
    path = tmp_path / "prices.json"
    path.write_text(content, "utf-8")
    assert LiteLLMPrices(path).facts("gpt-x") is None
    assert LiteLLMPrices(tmp_path / "absent.json").facts("gpt-x") is None


def test_the_installed_list_is_read_without_importing_litellm() -> None:
    code = (
        "import sys; from consensus.providers.prices import LiteLLMPrices\n"
        "found = LiteLLMPrices().facts('openai/gpt-4o'); assert found and found.price_in and found.context_tokens\n"
        "assert 'litellm' in found.source.lower() and 'litellm' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
