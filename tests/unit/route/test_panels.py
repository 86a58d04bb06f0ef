"""Which members are asked, and why these."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from consensus.domain import MemberRule, ModelKind, ModelSpec, Panel, Policy
from consensus.errors import PanelError
from consensus.route import FamilyMap, Known, place_of, resolve_member, resolve_panel

MAP = FamilyMap.parse((Path(__file__).parents[3] / "policies" / "families.yaml").read_text("utf-8"))
EMBEDDED = (
    ModelSpec("embedded/small", "openai/small", "huggingface", source="embedded"),
    ModelSpec("embedded/tiny", "openai/tiny", "google", source="embedded"),
)
TWO_KEYS = {"OPENAI_API_KEY": True, "ANTHROPIC_API_KEY": True, "GEMINI_API_KEY": False}


def policy(**given: object) -> Policy:
    return Policy.model_validate({"name": "test", "version": 1, **given})


def panel(requested: object = None, rules: Policy | None = None, keys: dict[str, bool] | None = None) -> Panel:
    return resolve_panel(requested, rules or policy(), keys or {}, MAP, EMBEDDED, None)  # type: ignore[arg-type]


def names(found: Panel) -> list[str]:
    return [spec.name for spec in found.members]


def test_auto_takes_hosted_models_when_two_makers_have_a_key() -> None:
    found = panel("auto", keys=TWO_KEYS)
    assert [spec.family for spec in found.members] == ["openai", "anthropic"]
    assert found.why == "Hosted models, because OPENAI_API_KEY and ANTHROPIC_API_KEY are set."


def test_auto_takes_the_embedded_ones_with_one_key_and_says_why() -> None:
    found = panel("auto", keys={"OPENAI_API_KEY": True})
    assert names(found) == ["embedded/small", "embedded/tiny"]
    assert "only OPENAI_API_KEY is set" in found.why


def test_auto_asks_three_at_most() -> None:
    assert len(panel("auto", keys={default.key: True for default in MAP.hosted}).members) == 3


def test_auto_with_nothing_to_ask_says_what_to_do() -> None:
    with pytest.raises(PanelError, match=r"nothing to ask: no provider keys are set.*doctor"):
        resolve_panel("auto", policy(), {}, MAP, (), None)


def test_names_are_split_at_commas_and_trimmed() -> None:
    found = panel(" ollama/llama3.2 , openrouter/qwen/qwen-2.5 (free) ,")
    assert names(found) == ["ollama/llama3.2", "openrouter/qwen/qwen-2.5 (free)"]
    assert found.name == "given"


def test_nothing_requested_is_the_policys_panel() -> None:
    assert names(panel(None, policy(panel="embedded"))) == ["embedded/small", "embedded/tiny"]
    found = panel(None, policy(panel=("gpt-4o", "claude-haiku-4-5")))
    assert (found.name, names(found)) == ("test", ["gpt-4o", "claude-haiku-4-5"])
    found = panel("mine", policy(panels={"mine": ("gpt-4o", "embedded/tiny")}))
    assert (found.name, names(found)) == ("mine", ["gpt-4o", "embedded/tiny"])


@pytest.mark.parametrize(
    ("requested", "says"),
    [
        ("gpt-4o", r'1 family in the panel, and policy "test" needs 2: gpt-4o \(openai\)'),
        ("gpt-4o,azure/gpt-4o-mini,openai/o3", "1 family"),
        ("", "no members"),
        (",", "no members"),
        ([], "no members"),
        ([""], "empty member"),
        ("embeded", 'Did you mean "embedded"'),
        ("recorded", "recorded example is not installed"),
        ("recorded:nowhere.jsonl#a,gpt-4o", "nowhere.jsonl"),
        ("recorded:only-a-file,gpt-4o", "recorded:FILE.jsonl#NAME"),
    ],
)
def test_refusals_say_what_to_do(requested: object, says: str) -> None:
    with pytest.raises(PanelError, match=says):
        panel(requested)


def test_copies_of_a_maker_are_one_vote_and_that_is_said() -> None:
    found = panel("gpt-4o,openai/o3,claude-haiku-4-5,gpt-4o")
    assert names(found) == ["gpt-4o", "openai/o3", "claude-haiku-4-5"]
    assert any("3 members are of 2 families" in warning for warning in found.warnings)
    assert any("twice" in warning for warning in found.warnings)


def test_an_unknown_maker_and_a_missing_key_are_warned_of() -> None:
    found = panel("azure/deployment,gpt-4o,claude-haiku-4-5", keys={"OPENAI_API_KEY": False})
    assert any("azure/deployment" in warning and "votes for itself" in warning for warning in found.warnings)
    assert any("OPENAI_API_KEY is not set" in warning for warning in found.warnings)


def test_the_rule_of_a_member_reaches_its_spec() -> None:
    rule = MemberRule(
        model="my-llama",
        family="meta",
        kind="completion",
        base_url="http://127.0.0.1:9/v1",
        api_key_env="MY_KEY",
        weight=2.0,
        segments_per_ask=1,
        max_output_tokens=99,
        fallbacks=("gpt-4o",),
    )
    spec, warnings = resolve_member("my-llama", Known(policy(members=(rule,)), MAP))
    assert (spec.model, spec.family, spec.kind, spec.weight) == ("openai/my-llama", "meta", ModelKind.COMPLETION, 2.0)
    assert (spec.base_url, spec.api_key_env, spec.fallbacks) == ("http://127.0.0.1:9/v1", "MY_KEY", ("gpt-4o",))
    assert (spec.segments_per_ask, spec.max_output_tokens, warnings) == (1, 99, ())


def test_a_base_url_may_stand_behind_the_name() -> None:
    spec, _ = resolve_member("meta-llama/Llama-3@http://localhost:8000/v1", Known(policy(), MAP))
    assert (spec.model, spec.base_url) == ("openai/meta-llama/Llama-3", "http://localhost:8000/v1")
    assert spec.family == "meta"
    assert spec.name == "meta-llama/Llama-3@http://localhost:8000/v1"


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    path = tmp_path / "answers.jsonl"
    lines = [{"about": "written for this test"}, {"id": "1", "source": "a", "outputs": {"GPT-4": "x", "B (v2)": None}}]
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return path


def test_recorded_members(recorded: Path) -> None:
    found = panel(f"recorded:{recorded}#GPT-4,recorded:{recorded}#B (v2)")
    assert [(spec.model, spec.family, spec.source) for spec in found.members] == [
        ("GPT-4", "GPT-4", "recorded"),
        ("B (v2)", "B (v2)", "recorded"),
    ]
    assert found.members[0].recorded_file == str(recorded)
    with pytest.raises(PanelError, match="It holds: GPT-4, B"):
        panel(f"recorded:{recorded}#GPT-4,recorded:{recorded}#C")


def test_the_shipped_recorded_panel_shows_no_local_path(recorded: Path) -> None:
    found = resolve_panel("recorded", policy(), {}, MAP, (), str(recorded))
    assert names(found) == ["GPT-4", "B (v2)"]
    assert found.why
    assert str(recorded) not in found.why


OWN = (
    MemberRule(model="ours-a", family="ours", base_url="http://127.0.0.1:9/v1"),
    MemberRule(model="theirs-b", family="theirs", base_url="http://127.0.0.1:8/v1"),
)
OURS = ["ours-a", "theirs-b"]


@pytest.mark.parametrize("more", [{}, {"panel": "auto"}], ids=["no panel", "panel: auto"])
def test_members_alone_are_the_panel_whatever_keys_are_set(more: dict[str, object]) -> None:
    found = panel(None, policy(members=OWN, **more), keys=TWO_KEYS)
    assert (found.name, names(found)) == ("test", OURS)
    assert [spec.base_url for spec in found.members] == ["http://127.0.0.1:9/v1", "http://127.0.0.1:8/v1"]
    assert found.why == 'These members, because policy "test" names them.'
    assert not found.warnings


def test_who_reads_answers_is_none_of_the_panel() -> None:
    readers = (MemberRule(model="critic"), MemberRule(model="second"))
    rules = policy(members=(*OWN, *readers), strategy="critique", critic="critic", second_opinion="second")
    assert names(panel(None, rules, keys=TWO_KEYS)) == OURS


def test_what_a_policy_says_of_its_panel_comes_before_its_members() -> None:
    assert names(panel(None, policy(members=OWN, panel="embedded"))) == ["embedded/small", "embedded/tiny"]
    assert names(panel(None, policy(members=OWN, panel=("gpt-4o", "ours-a")))) == ["gpt-4o", "ours-a"]
    tiers = (("theirs-b", "gpt-4o"), ("ours-a",))
    assert names(panel(None, policy(members=OWN, strategy="cascade", tiers=tiers))) == ["theirs-b", "gpt-4o", "ours-a"]


def test_one_member_alone_is_no_panel_and_nobody_else_is_asked() -> None:
    with pytest.raises(PanelError, match=r"1 family in the panel.*ours-a"):
        panel(None, policy(members=OWN[:1]), keys=TWO_KEYS)


@pytest.mark.parametrize("requested", ["auto", "embedded", "gpt-4o,claude-haiku-4-5"])
def test_another_panel_wins_and_says_whom_it_passes_over(requested: str) -> None:
    found = panel(requested, policy(members=OWN), keys=TWO_KEYS)
    assert not set(names(found)) & set(OURS)
    assert any(
        'instead of the members that policy "test" names; not asked: ours-a and theirs-b' in w for w in found.warnings
    )


def test_naming_the_policys_own_members_passes_nobody_over() -> None:
    assert not panel("ours-a,theirs-b", policy(members=OWN)).warnings
    assert not panel("auto", policy(), keys=TWO_KEYS).warnings


#: (member, what stands before it) -> where its requests go.
PLACES = [
    ("embedded/small", {}, "this machine (embedded)"),
    ("ours-a", {}, "this machine (127.0.0.1:9)"),
    ("qwen3@http://localhost:11434/v1", {}, "this machine (localhost:11434)"),
    ("qwen3@http://[::1]:11434/v1", {}, "this machine ([::1]:11434)"),
    ("qwen3@http://gpu.example.org:8000/v1", {}, "gpu.example.org:8000"),
    ("qwen3@https://127.0.0.1.example.org/v1", {}, "127.0.0.1.example.org"),
    ("openai/gpt-4o", {}, "api.openai.com"),
    ("gpt-4o", {}, "api.openai.com"),
    ("gpt-4o", {"OPENAI_BASE_URL": "http://gateway:1/v1"}, "gateway:1 (by OPENAI_BASE_URL)"),
    (
        "mistral/mistral-small-latest",
        {"MISTRAL_API_BASE": "http://127.0.0.1:7/v1"},
        "this machine (127.0.0.1:7) (by MISTRAL_API_BASE)",
    ),
    ("ollama/llama3.2", {}, "this machine (localhost:11434)"),
    ("ollama_chat/llama3.2", {"OLLAMA_API_BASE": "http://gpu:1"}, "gpu:1 (by OLLAMA_API_BASE)"),
    ("azure/gpt-4o", {}, "openai.azure.com"),
    ("replicate/some/model", {}, "replicate, wherever that is"),
    ("qwen3@http://gpu.localhost/v1", {}, "this machine (gpu.localhost)"),
    ("qwen3@http://[2001:db8::1]:8000/v1", {}, "[2001:db8::1]:8000"),
    ("gpt-4o", {"OPENAI_API_BASE": "gateway:9"}, "gateway:9 (by OPENAI_API_BASE)"),
    ("gpt-4o", {"OPENAI_API_BASE": "http://[::1"}, "an address that cannot be read (by OPENAI_API_BASE)"),
]


@pytest.mark.parametrize(("name", "addresses", "where"), PLACES, ids=[f"{row[0]} {list(row[1])}" for row in PLACES])
def test_where_a_member_is(name: str, addresses: dict[str, str], where: str) -> None:
    spec, _ = resolve_member(name, Known(policy(members=OWN), MAP, {}, EMBEDDED))
    assert place_of(spec, MAP, addresses) == where


SHIPPED = Path(__file__).parents[3] / "policies/families.yaml"


@pytest.mark.parametrize(
    "name",
    [
        "qwen3@http://bob:planted77@127.0.0.1:8000/v1",
        "qwen3@https://planted77@gpu.example.org/v1",
        "qwen3@http://127.0.0.1:8000/v1?key=planted77",
        "qwen3@bob:planted77@127.0.0.1:8000/v1",
    ],
)
def test_an_address_with_a_secret_is_refused_and_not_repeated(name: str) -> None:
    """A member's name is stored with the job, its answers and its exports."""
    with pytest.raises(PanelError, match="user name, password or key") as refused:
        resolve_member(name, Known(Policy(name="p", version=1), FamilyMap.parse(SHIPPED.read_text("utf-8"))))
    assert "planted77" not in str(refused.value)
    assert "qwen3@" in str(refused.value)
