"""Members that cannot be asked are refused before a job is made, in one line that says what to set."""

from __future__ import annotations

from pathlib import Path

import pytest

from consensus.domain import ModelSpec, Panel
from consensus.errors import PanelError
from consensus.route import FamilyMap, refuse_unusable

FAMILIES = FamilyMap.parse((Path(__file__).parents[3] / "policies/families.yaml").read_text("utf-8"))


def member(model: str, **more: object) -> ModelSpec:
    return ModelSpec(model, model, model, "why", **more)  # type: ignore[arg-type]


def refused(*members: ModelSpec, keys: tuple[str, ...] = (), addresses: tuple[str, ...] = ()) -> str:
    panel = Panel("given", members, "why")
    try:
        refuse_unusable(
            panel, FAMILIES, dict.fromkeys(keys, True), addresses, lambda model: model.startswith("ollama/")
        )
    except PanelError as error:
        return str(error)
    return ""


def test_a_missing_key_is_named_once_with_what_to_do() -> None:
    said = refused(member("gpt-4o"), member("openai/gpt-4.1"), member("claude-sonnet-4"), keys=("ANTHROPIC_API_KEY",))
    assert "OPENAI_API_KEY for gpt-4o, openai/gpt-4.1" in said
    assert ".env" in said
    assert "ANTHROPIC" not in said


@pytest.mark.parametrize(
    ("spec", "keys", "addresses"),
    [
        (member("gpt-4o"), ("OPENAI_API_KEY",), ()),
        (member("gemini/gemini-2.5-pro"), ("GOOGLE_API_KEY",), ()),
        (member("gpt-4o"), (), ("OPENAI_API_BASE",)),
        (member("ollama/llama3.2"), (), ()),
        (member("openai/llama", base_url="http://127.0.0.1:1/v1"), (), ()),
        (member("embedded", source="embedded"), (), ()),
        (member("gpt-4o", fallbacks=("ollama/llama3.2",)), (), ()),
    ],
)
def test_what_may_be_asked_is_let_through(spec: ModelSpec, keys: tuple[str, ...], addresses: tuple[str, ...]) -> None:
    assert refused(spec, keys=keys, addresses=addresses) == ""


def test_a_variable_of_the_policy_and_a_provider_that_nobody_knows() -> None:
    own = member("openai/llama", base_url="http://127.0.0.1:1/v1", api_key_env="HOUSE_KEY")
    assert "HOUSE_KEY" in refused(own)
    assert 'no provider is known by the name "foo/bar"' in refused(member("foo/bar"))
