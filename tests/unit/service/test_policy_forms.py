"""The form of a policy: what it shows, what it changes, what is wrong with it, and what saving voids."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from consensus import bootstrap
from consensus.check import CATALOGUE
from consensus.domain import Policy
from consensus.service.policy_forms import PolicyForms, changes_of, checks_for, form_of
from consensus.settings import Settings

POLICY = Policy(
    name="mine",
    version=3,
    panel=("a/one", "b/two"),
    checks={"numbers": "warning", "emphasis": "veto", "tags": "veto"},
    budget={"day": Decimal("12.50")},
    guarantee={"alpha": 0.05},
)


def test_a_form_says_what_the_policy_says_and_changes_nothing_by_itself() -> None:
    form = form_of(POLICY)
    assert (form["panel"], form["judge"], form["budget.day"], form["budget.document"]) == (
        "a/one, b/two",
        "",
        "12.50",
        "",
    )
    assert (form["guarantee"], form["guarantee.alpha"], form["guarantee.cap"]) == (True, 0.05, None)
    assert [form[f"checks.{level}"] for level in ("veto", "warning", "off")] == [["emphasis"], ["numbers"], []]
    assert changes_of(POLICY, form) == ({}, {})
    assert changes_of(POLICY, {}) == ({}, {}), "a field that is not shown changes nothing"


@pytest.mark.parametrize(
    ("field", "value", "changes"),
    [
        ("quorum", 3, {("quorum",): 3}),
        ("panel", "auto", {("panel",): "auto"}),
        ("panel", "openai/gpt-4o", {("panel",): ["openai/gpt-4o"]}),
        ("panel", "x, y ,", {("panel",): ["x", "y"]}),
        ("judge", "c/three", {("judge",): "c/three"}),
        ("budget.day", "", {("budget", "day"): None}),
        ("budget.document", "$3", {("budget", "document"): Decimal(3)}),
        ("guarantee", False, {("guarantee",): "none"}),
        ("guarantee.cap", 60, {("guarantee", "cap"): 60}),
        ("checks.warning", [], {("checks", "numbers"): None}),
        ("checks.off", ["locale"], {("checks", "locale"): "off"}),
        ("review.spot_share", 0.1, {("review", "spot_share"): 0.1}),
    ],
)
def test_a_changed_field_is_one_change(field: str, value: Any, changes: dict[tuple[str, ...], Any]) -> None:
    assert changes_of(POLICY, form_of(POLICY) | {field: value}) == (changes, {})


def test_a_new_guarantee_is_written_whole() -> None:
    plain = POLICY.model_copy(update={"guarantee": "none"})
    form = form_of(plain) | {"guarantee": True, "guarantee.alpha": 0.03}
    assert changes_of(plain, form)[0] == {("guarantee",): {"alpha": 0.03, "confidence": 0.95, "catch": 0.8}}


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("budget.day", "12,50 €", "is no amount"),
        ("budget.day", "nan", "0 or more"),
        ("budget.day", "1e99", "no ceiling"),
        ("budget.document", "-1", "0 or more"),
        ("panel", ",", "name who is asked"),
        ("checks.warning", ["emphasis", "numbers"], "set to veto as well"),
    ],
)
def test_a_value_that_cannot_be_is_said_at_its_field(field: str, value: Any, why: str) -> None:
    _, problems = changes_of(POLICY, form_of(POLICY) | {field: value})
    assert list(problems) == [field]
    assert why in problems[field][0]


def test_a_check_is_offered_for_every_level_but_its_own() -> None:
    assert "numbers" not in checks_for("veto")
    assert {name for level in ("veto", "warning", "off") for name in checks_for(level)} == set(CATALOGUE)


@pytest.fixture
def service(tmp_path: Path) -> Any:
    opened = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", hub_allowed=False, user="ana"))
    yield opened
    opened.close()


def test_a_mistake_that_only_the_whole_shows_stands_at_its_field(service: bootstrap.Service) -> None:
    forms, text = service.pages.forms, service.policies.text("translation")
    found = forms.fill("translation", text, {"panel": "nosuch", "quorum": 3})
    assert found.policy is None
    assert list(found.problems) == ["panel"]
    assert "quorum: 3" in found.text, "what is right is written"
    assert forms.fill("translation", text, {}).text == text


def test_what_saving_voids_is_said_before(service: bootstrap.Service) -> None:
    before = service.policies.load("translation")
    earned = SimpleNamespace(
        record=SimpleNamespace(slice="en to de", policy_digest=before.digest), state=SimpleNamespace(value="certified")
    )
    older = SimpleNamespace(record=SimpleNamespace(slice="en to fr", policy_digest="0"), state=earned.state)
    forms = PolicyForms(service.policies, service.pages.fits, lambda name: [earned, older])  # type: ignore[list-item]
    changed = before.model_copy(update={"quorum": 3})
    said = forms.effects("translation", changed, "translation")
    assert said[0].startswith(f"The digest {before.digest} becomes {changed.digest}")
    assert said[1].startswith(f"The guarantee for en to de (certified), under {before.digest}, is void")
    assert len(said) == 2, "one of another digest is void already, and the levels are of the same answers"
    assert (
        "learned from other answers"
        in forms.effects("translation", before.model_copy(update={"panel": ("a/b", "c/d")}), "translation")[-1]
    )
    assert (
        forms.effects("translation", changed, "other")[1]
        == "translation stays as it is, and so does what was earned under it."
    )
    described = before.model_copy(update={"description": "x"})
    assert forms.effects("translation", described, "translation") == (
        f"The digest stays {before.digest}: no verdict changes.",
    )
    assert forms.effects("translation", before, "translation") == ("Nothing changes.",)
