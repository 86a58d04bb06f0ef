"""Data classes: a model that lacks what the class demands is never called, neither as a member nor as a substitute."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.domain import DataClass, DataTerms, ModelSpec, Panel, Policy
from consensus.errors import PanelError, UsageError
from consensus.route import admitted, refuse_readers
from consensus.route.terms import lacking

HEALTH = DataClass(regions=("eu", "ch"), retention_days=0, no_training=True, baa=True)
GOOD = {"region": "eu", "retention_days": 0, "trains": False, "baa": True}

TERMS = [
    # terms, how many demands are not met, meaning
    (GOOD, 0, "all of it is met"),
    ({}, 4, "what is not stated is not met"),
    ({**GOOD, "region": "us"}, 1, "another region"),
    ({**GOOD, "region": "ch"}, 0, "any of the regions will do"),
    ({**GOOD, "retention_days": 30}, 1, "kept too long"),
    ({**GOOD, "trains": True}, 1, "trained on"),
    ({**GOOD, "baa": False}, 1, "no agreement"),
    ({**GOOD, "baa": None}, 1, "nobody knows of an agreement"),
]


@pytest.mark.parametrize(("terms", "count", "meaning"), TERMS, ids=[row[2] for row in TERMS])
def test_terms_against_a_demand(terms: dict[str, Any], count: int, meaning: str) -> None:
    assert len(lacking(DataTerms(**terms), HEALTH)) == count, meaning


@pytest.mark.parametrize(("days", "met"), [(6, True), (7, True), (8, False), (None, False)])
def test_kept_for_as_long_as_demanded_at_most(days: int | None, met: bool) -> None:
    assert (lacking(DataTerms(retention_days=days), DataClass(retention_days=7)) == ()) is met


@pytest.mark.parametrize(
    ("demand", "count"),
    [({"regions": ("eu",)}, 1), ({"retention_days": 0}, 1), ({"no_training": True}, 1), ({"baa": True}, 1)],
)
def test_each_demand_alone(demand: dict[str, Any], count: int) -> None:
    assert len(lacking(DataTerms(), DataClass(**demand))) == count
    assert lacking(DataTerms(**GOOD), DataClass(**demand)) == ()


def test_a_class_that_demands_nothing_is_met_by_everybody() -> None:
    assert lacking(DataTerms(), DataClass()) == ()


def policy(**more: Any) -> Policy:
    members = [
        {"model": "azure/gpt-4o", "data_terms": GOOD},
        {"model": "mistral/large", "data_terms": GOOD},
        {"model": "mistral/small", "data_terms": {**GOOD, "region": "us"}},
    ]
    classes = {"health": HEALTH.model_dump()}
    return Policy.model_validate({"name": "p", "version": 1, "members": members, "data_classes": classes, **more})


def panel(*specs: ModelSpec) -> Panel:
    return Panel("given", specs, "because")


def spec(name: str, family: str, *fallbacks: str, source: str = "litellm") -> ModelSpec:
    return ModelSpec(name, name, family, source=source, fallbacks=fallbacks)


def test_members_and_fallbacks_that_lack_it_are_refused_with_the_reason() -> None:
    asked = panel(
        spec("azure/gpt-4o", "openai", "openai/gpt-4o", "mistral/large"),
        spec("mistral/large", "mistral", "mistral/small"),
        spec("deepseek/chat", "deepseek"),
    )
    left, refusals = admitted(asked, policy(), "health")
    assert [(one.name, one.fallbacks) for one in left.members] == [
        ("azure/gpt-4o", ("mistral/large",)),
        ("mistral/large", ()),
    ]
    assert [(one.model, one.instead_of) for one in refusals] == [
        ("openai/gpt-4o", "azure/gpt-4o"),
        ("mistral/small", "mistral/large"),
        ("deepseek/chat", ""),
    ]
    assert "eu or ch (stated: us)" in refusals[1].why
    assert len(left.warnings) == 3, "the panel says so to whoever submits"


def test_no_class_refuses_nobody() -> None:
    asked = panel(spec("a", "a"), spec("b", "b"))
    assert admitted(asked, policy(), None) == (asked, ())


def test_what_stays_on_this_machine_needs_no_terms() -> None:
    asked = panel(spec("embedded/x", "a", source="embedded"), spec("recorded:f#y", "b", source="recorded"))
    assert admitted(asked, policy(), "health")[1] == ()


def test_too_few_families_left_is_an_error_before_anything_is_sent() -> None:
    with pytest.raises(PanelError, match=r'1 family may be asked about data of the class "health"') as caught:
        admitted(panel(spec("mistral/large", "mistral"), spec("x/y", "y")), policy(), "health")
    assert '"x/y" is not called' in caught.value.do


def test_a_class_that_the_policy_does_not_know_is_refused() -> None:
    with pytest.raises(UsageError, match='no data class "helth"') as caught:
        admitted(panel(spec("a", "a"), spec("b", "b")), policy(), "helth")
    assert "health" in caught.value.do


@pytest.mark.parametrize(
    "more", [{"second_opinion": "x/y"}, {"strategy": "critique", "critic": "x/y"}, {"judge": "x/y"}]
)
def test_nobody_reads_a_draft_who_may_not_see_the_document(more: dict[str, Any]) -> None:
    refuse_readers(policy(**more), None)
    with pytest.raises(PanelError, match='"x/y" is not called'):
        refuse_readers(policy(**more), "health")


def test_the_same_model_elsewhere_comes_first_among_fallbacks() -> None:
    rules = {"members": [{"model": "openai/gpt-4o-mini", "family": "openai"}]}
    asked = panel(
        spec("openai/gpt-4o", "openai", "openai/gpt-4o-mini", "mistral/large", "azure/gpt-4o"), spec("b", "b")
    )
    left, _ = admitted(asked, policy(**rules), None)
    assert left.members[0].fallbacks == ("azure/gpt-4o", "mistral/large", "openai/gpt-4o-mini")


@pytest.mark.parametrize(
    "more",
    [
        {"second_opinion": "off"},
        {"second_opinion": "nli:some/model"},  # it runs on this machine
        {"second_opinion": "mistral/large"},
        {"judge": "azure/gpt-4o"},
    ],
)
def test_a_reader_who_may_see_the_document_reads(more: dict[str, Any]) -> None:
    refuse_readers(policy(**more), "health")


def test_too_few_families_without_a_refusal_are_not_the_data_class_s_doing() -> None:
    alone = panel(spec("mistral/large", "mistral"))
    assert admitted(alone, policy(), "health") == (alone, ())


def test_a_rule_holds_for_the_model_wherever_it_is_asked() -> None:
    asked = panel(
        spec("mistral/large@http://gpu/v1", "mistral", "azure/gpt-4o@http://gpu/v1"), spec("azure/gpt-4o", "o")
    )
    assert admitted(asked, policy(), "health")[1] == ()


def test_what_stays_on_this_machine_may_stand_in() -> None:
    asked = panel(spec("mistral/large", "mistral", "embedded/x", "recorded:f#y"), spec("azure/gpt-4o", "openai"))
    left, refusals = admitted(asked, policy(), "health")
    assert (left.members[0].fallbacks, refusals) == (("embedded/x", "recorded:f#y"), ())


def test_exactly_the_quorum_may_be_left() -> None:
    asked = panel(spec("mistral/large", "mistral"), spec("azure/gpt-4o", "openai"), spec("x/y", "y"))
    left, refusals = admitted(asked, policy(), "health")
    assert (len(left.members), len(refusals)) == (2, 1)
