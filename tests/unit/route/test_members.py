"""From a name as the user wrote it to the member that is asked: its rule, its key, its address, its recorded file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import MemberRule, ModelSpec, Policy
from consensus.errors import PanelError
from consensus.route import FamilyMap, Known, recorded_names, resolve_member, resolve_panel

MAP = FamilyMap.parse((Path(__file__).parents[3] / "policies" / "families.yaml").read_text("utf-8"))
EMBEDDED = (ModelSpec("embedded/small", "openai/small", "huggingface", source="embedded"),)
OURS, THERE = "http://127.0.0.1:9/v1", "http://gpu.example.org:8000/v1"


def known(*rules: MemberRule, **keys: bool) -> Known:
    return Known(Policy(name="test", version=1, members=rules), MAP, keys, EMBEDDED)


def resolved(name: str, *rules: MemberRule) -> ModelSpec:
    return resolve_member(name, known(*rules))[0]


@pytest.mark.parametrize(
    ("name", "base_url", "key"),
    [
        ("ours", OURS, "OUR_KEY"),
        (f"ours@{OURS}", OURS, "OUR_KEY"),  # the same address, written out
        (f"ours@{THERE}", THERE, None),  # another address is not sent the key
    ],
)
def test_the_key_of_a_rule_is_for_its_address_alone(name: str, base_url: str, key: str | None) -> None:
    found = resolved(name, MemberRule(model="ours", base_url=OURS, api_key_env="OUR_KEY", weight=2.0))
    assert (found.base_url, found.api_key_env, found.weight) == (base_url, key, 2.0)


def test_a_rule_for_the_whole_name_brings_its_own_key() -> None:
    rules = (
        MemberRule(model="ours", base_url=OURS, api_key_env="OUR_KEY"),
        MemberRule(model=f"ours@{THERE}", api_key_env="THEIR_KEY"),
    )
    assert resolved(f"ours@{THERE}", *rules).api_key_env == "THEIR_KEY"


@pytest.mark.parametrize(
    "address", ["http://", "http://gpu:0/v1", "http://gpu:99999/v1", "http://[::1/v1", "http:///v1", "https://:80"]
)
def test_an_address_that_cannot_be_read(address: str) -> None:
    with pytest.raises(PanelError, match="cannot be read"):
        resolved(f"model@{address}")


@pytest.mark.parametrize("address", ["http://gpu/v1", "http://gpu:1/v1", "https://[::1]:8000/v1"])
def test_an_address_with_or_without_a_port(address: str) -> None:
    assert resolved(f"model@{address}").base_url == address


@pytest.mark.parametrize(
    ("name", "error"), [("model@gpu:8000", True), ("model@[::1]:8000/v1", True), ("model@20241022", False)]
)
def test_an_address_without_http_is_no_version(name: str, error: bool) -> None:
    if error:
        with pytest.raises(PanelError, match="names no address"):
            resolved(name)
    else:
        assert resolved(name).model == name


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("llama", "openai/llama"),
        ("groq/llama", "groq/llama"),  # a host that is known says its own protocol
        ("meta-llama/llama", "openai/meta-llama/llama"),
        ("groq", "openai/groq"),  # a host's name alone is a model's
    ],
)
def test_what_is_asked_behind_an_address(name: str, model: str) -> None:
    assert resolved(f"{name}@{OURS}").model == model
    assert resolved(name).model == name


@pytest.mark.parametrize(
    ("rule", "segments", "tokens"),
    [
        ({}, None, 4096),
        ({"kind": "chat"}, None, 4096),
        ({"kind": "completion"}, 1, 4096),
        ({"kind": "completion", "segments_per_ask": 3}, 3, 4096),
        ({"segments_per_ask": 3, "max_output_tokens": 99}, 3, 99),
    ],
)
def test_how_much_is_asked_at_once(rule: dict[str, Any], segments: int | None, tokens: int) -> None:
    found = resolved("gpt-4o", MemberRule(model="gpt-4o", **rule))
    assert (found.segments_per_ask, found.max_output_tokens) == (segments, tokens)


@pytest.mark.parametrize(
    ("name", "keys", "warned"),
    [
        ("gpt-4o", {"OPENAI_API_KEY": False}, "OPENAI_API_KEY is not set"),
        ("gpt-4o", {"OPENAI_API_KEY": True}, ""),
        ("gpt-4o", {}, ""),  # nothing is known of it
        (f"gpt-4o@{THERE}", {"OPENAI_API_KEY": False}, ""),
        ("ours", {"OUR_KEY": False}, "OUR_KEY is not set"),
    ],
)
def test_a_missing_key_is_warned_of(name: str, keys: dict[str, bool], warned: str) -> None:
    rule = MemberRule(model="ours", family="ours", base_url=OURS, api_key_env="OUR_KEY")
    warnings = resolve_member(name, known(rule, **keys))[1]
    assert bool(warnings) is bool(warned)
    assert warned in " ".join(warnings)


@pytest.mark.parametrize(("family", "found"), [("house", "house"), (None, "huggingface")])
def test_a_rule_of_an_embedded_member(family: str | None, found: str) -> None:
    spec = resolved("embedded/small", MemberRule(model="embedded/small", family=family, weight=3.0))
    assert (spec.family, spec.weight, spec.source) == (found, 3.0, "embedded")
    assert resolved("embedded/small") == EMBEDDED[0]


@pytest.fixture
def recorded(tmp_path: Path) -> str:
    path = tmp_path / "answers.jsonl"
    lines = [{"outputs": {"A": "x", "B": "y"}, "judge": "J"}, {"outputs": {"C": "z"}, "judge": {"K": {}}}, {}]
    path.write_text("\n\n".join(json.dumps(line) for line in lines) + "\n", "utf-8")
    return str(path)


def test_names_in_a_file_of_recorded_answers(recorded: str) -> None:
    assert recorded_names(recorded) == ("A", "B", "C")
    assert recorded_names(recorded, of="judge") == ("J", "K")


@pytest.mark.parametrize("content", ["{", "[1]", '"text"'])
def test_a_file_that_holds_no_recorded_answers(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(PanelError, match="cannot be read"):
        recorded_names(str(path))


@pytest.mark.parametrize("member", ["A", "J"])
def test_a_rule_for_a_recorded_name_holds_in_any_folder(recorded: str, member: str) -> None:
    name = f"recorded:{recorded}#{member}"
    rule = MemberRule(model=member, family="house", weight=2.0, fallbacks=("B",))
    for rules in ((rule,), (rule.model_copy(update={"model": name}),)):
        spec = resolved(name, *rules)
        assert (spec.family, spec.weight, spec.fallbacks) == ("house", 2.0, ("B",))
    assert (resolved(name).family, resolved(name).weight, resolved(name).fallbacks) == (member, 1.0, ())


@pytest.mark.parametrize("name", ["recorded:#A", "recorded:x.jsonl#", "recorded:x.jsonl", "recorded: # "])
def test_a_recorded_member_needs_a_file_and_a_name(name: str) -> None:
    with pytest.raises(PanelError, match="does not name a recorded member"):
        resolved(name)


KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "MISTRAL_API_KEY", "DEEPSEEK_API_KEY")


@pytest.mark.parametrize(
    ("set_keys", "quorum", "asked", "why"),
    [
        (0, 2, 0, "no provider keys are set"),
        (1, 2, 0, "only OPENAI_API_KEY is set"),
        (2, 2, 2, "OPENAI_API_KEY and ANTHROPIC_API_KEY are set"),
        (2, 3, 0, "2 provider keys are set and 3 families are needed"),
        (3, 3, 3, "OPENAI_API_KEY, ANTHROPIC_API_KEY and GEMINI_API_KEY are set"),
        (5, 2, 3, "are set"),
        (5, 4, 4, "are set"),
    ],
)
def test_auto_asks_as_many_makers_as_the_quorum_needs_and_three_otherwise(
    set_keys: int, quorum: int, asked: int, why: str
) -> None:
    policy = Policy(name="test", version=1, quorum=quorum)
    embedded = tuple(ModelSpec(f"embedded/{n}", "m", f"f{n}", source="embedded") for n in range(quorum))
    found = resolve_panel("auto", policy, dict.fromkeys(KEYS[:set_keys], True), MAP, embedded, None)
    assert why in found.why
    assert [spec.source for spec in found.members] == ["litellm"] * asked + ["embedded"] * (0 if asked else quorum)


def test_a_panel_that_is_not_there_says_so() -> None:
    policy = Policy(name="test", version=1)
    for requested, said in (("embedded", "embedded models are not installed"), ("recorded/a", "1 family")):
        with pytest.raises(PanelError, match=said):
            resolve_panel(requested, policy, {}, MAP, (), None)
    found = resolve_panel("embedded,o3", policy, {}, MAP, (), None)
    assert [spec.name for spec in found.members] == ["embedded", "o3"], "a list is never taken for a slip"


def test_a_draft_that_a_critic_reads_needs_no_quorum() -> None:
    policy = Policy(name="test", version=1, strategy="critique", critic="claude-haiku-4-5")
    assert len(resolve_panel("gpt-4o", policy, {}, MAP, (), None).members) == 1


def test_who_is_passed_over_is_named_and_nobody_else() -> None:
    rules = (MemberRule(model="ours", family="ours", base_url=OURS), MemberRule(model="gpt-4o"))
    policy = Policy(name="test", version=1, members=rules)
    for requested, said in ((f"ours@{THERE},o3", 'The panel "'), (["ours", "o3"], "The panel that was given is asked")):
        (warning,) = (w for w in resolve_panel(requested, policy, {}, MAP, (), None).warnings if "not asked" in w)
        assert warning.startswith(said)
        assert warning.endswith("not asked: gpt-4o.")
