"""Which guarantee a document falls under, and what of policy, models, prompts and program voids it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consensus import prompt
from consensus.domain import Document, GuaranteeRules, ModelSpec, Panel, Policy, Task
from consensus.domain.job import JobRecord
from consensus.prompt import templates
from consensus.service.guarantee import basis
from consensus.service.guarantee.basis import basis_of, key_of, rules_of

MEMBER = ModelSpec("m0", "openai/one", "f0")
DOCUMENT = Document("d", "page.txt", Task.EXTRACT, "text", "text", schema={"title": "Bill", "type": "object"})
BASE = JobRecord(
    "job",
    DOCUMENT,
    Policy(name="p", version=1, guarantee=GuaranteeRules(alpha=0.1)),
    Panel("given", (MEMBER,), "why"),
    "page.txt",
    "running",
    "",
)


def with_member(**change: Any) -> JobRecord:
    return replace(BASE, panel=Panel("given", (replace(MEMBER, **change),), "why"))


def with_policy(**change: Any) -> JobRecord:
    return replace(BASE, policy=Policy.model_validate(BASE.policy.model_dump() | change))


VOIDS = {
    "another model id": with_member(model="openai/two"),
    "another name": with_member(name="m9"),
    "another family": with_member(family="f9"),
    "another host": with_member(base_url="http://127.0.0.1:1/v1"),
    "another weight": with_member(weight=2.0),
    "another fallback": with_member(fallbacks=("m3",)),
    "more context": with_member(context_tokens=1000),
    "longer answers": with_member(max_output_tokens=9),
    "a member more": replace(BASE, panel=Panel("given", (MEMBER, replace(MEMBER, name="m1")), "why")),
    "another alpha": with_policy(guarantee={"alpha": 0.2}),
    "another confidence": with_policy(guarantee={"alpha": 0.1, "confidence": 0.9}),
    "reviewers who catch more": with_policy(guarantee={"alpha": 0.1, "catch": 0.9}),
    "another cap": with_policy(guarantee={"alpha": 0.1, "cap": 60}),
    "another quorum": with_policy(quorum=3),
    "another embedder": with_policy(semantic="hub/other"),
    "another cascade": with_policy(strategy="cascade", tiers=(("m0",), ("m1",))),
    "fewer asked: other scores": with_policy(strategy="curtailed"),
    "another schema of this title": replace(BASE, document=replace(DOCUMENT, schema={"title": "Bill"})),
}
STAYS = {
    "another description": with_policy(description="for letters"),
    "another version number": with_policy(version=2),
    "another price": with_member(price_why="a list"),
    "another key": with_member(api_key_env="OTHER_KEY"),
    "another order of members": replace(BASE, panel=Panel("given", (MEMBER,), "another reason")),
    "another job": replace(BASE, id="job2", path="b.txt", created_at="later"),
}


@pytest.mark.parametrize("name", VOIDS)
def test_what_voids(name: str) -> None:
    assert key_of(VOIDS[name]) == key_of(BASE)
    assert basis_of(VOIDS[name]) != basis_of(BASE)


@pytest.mark.parametrize("name", STAYS)
def test_what_does_not(name: str) -> None:
    assert basis_of(STAYS[name]) == basis_of(BASE)


def test_the_order_of_members_does_not() -> None:
    two = (MEMBER, replace(MEMBER, name="m1"))
    assert basis_of(replace(BASE, panel=Panel("given", two, ""))) == basis_of(
        replace(BASE, panel=Panel("given", two[::-1], ""))
    )


def test_prompts_and_this_programs_rules_void(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = basis_of(BASE)
    monkeypatch.setattr(basis, "VERDICTS", basis.VERDICTS + 1)
    assert basis_of(BASE) != before
    monkeypatch.undo()
    for path in templates.FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(templates, "FOLDER", tmp_path)
    assert prompt.wording(["extract"]) == prompt.wording(["extract"])
    assert basis_of(BASE) == before, "the same words elsewhere"
    for name, changes in [("extract.chat.v1.j2", True), ("mend.chat.v1.j2", True), ("critique.chat.v1.j2", False)]:
        kept = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(kept + b" ")
        assert (basis_of(BASE) != before) is changes, name
        (tmp_path / name).write_bytes(kept)


# --- slices


def job(task: Task = Task.EXTRACT, policy: Policy | None = None, **document: Any) -> JobRecord:
    named = policy or Policy(name="p", version=1, guarantee=GuaranteeRules(alpha=0.1))
    return JobRecord("j", Document("d", "a.txt", task, "text", "t", **document), named, BASE.panel, "a.txt", "done", "")


@pytest.mark.parametrize(
    ("source", "target", "slice_"),
    [("en", "de", "en to de"), (None, "de", "any to de"), ("en", None, "en to any"), ("en", "zh-Hant", "en to zh")],
)
def test_the_slice_of_a_translation(source: str | None, target: str | None, slice_: str) -> None:
    key = key_of(job(Task.TRANSLATE, source_lang=source, target_lang=target))
    assert key[0] == "p"
    assert key[1] == slice_ or (slice_ == "en to zh" and key[1].startswith("en to zh"))


@pytest.mark.parametrize(
    ("schema", "titled"),
    [
        ({"title": "Bill"}, True),
        ({"title": "  "}, False),
        ({"title": 5}, False),
        ({"title": None}, False),
        ({"type": "object"}, False),
        ({}, False),
        (None, False),
    ],
    ids=str,
)
def test_the_slice_of_an_extraction(schema: Any, titled: bool) -> None:
    slice_ = key_of(job(schema=schema))[1]
    assert (slice_ == "Bill") is titled
    assert slice_.startswith("schema ") is not titled


def test_schemas_without_a_title_do_not_mix() -> None:
    one, other = key_of(job(schema={"type": "object"})), key_of(job(schema={"type": "array"}))
    assert one != other
    assert key_of(job(schema=None)) == key_of(job(schema={}))


def test_the_rules_of_a_job() -> None:
    assert rules_of(job()) == GuaranteeRules(alpha=0.1)
    assert rules_of(job(policy=Policy(name="p", version=1))) is None


#: A prompt's file, and what of the policy uses it for a translation and for an extraction.
USED = [
    ("critique.chat.v1.j2", {}, (False, False)),
    ("critique.chat.v1.j2", {"critic": "openai/critic"}, (True, True)),
    ("judge.chat.v1.j2", {}, (False, False)),
    ("judge.chat.v1.j2", {"judge": "openai/judge"}, (True, True)),
    ("verify.chat.v1.j2", {}, (False, False)),
    ("verify.chat.v1.j2", {"second_opinion": "openai/other"}, (True, True)),
    ("same.chat.v1.j2", {}, (False, False)),
    ("same.chat.v1.j2", {"second_opinion": "openai/other"}, (False, True)),
]


@pytest.mark.parametrize(("name", "asks", "voids"), USED, ids=[f"{row[0]} {' '.join(row[1])}" for row in USED])
def test_a_prompt_that_is_used_voids_when_it_changes(
    name: str, asks: dict[str, str], voids: tuple[bool, bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = Policy(name="p", version=1, guarantee=GuaranteeRules(alpha=0.1)).model_copy(update=asks)
    for path in templates.FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(templates, "FOLDER", tmp_path)
    both = [job(task, policy, target_lang="de" if task is Task.TRANSLATE else None) for task in Task]
    assert [one.document.task for one in both] == [Task.TRANSLATE, Task.EXTRACT]
    before = [basis_of(one) for one in both]
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b" ")
    assert tuple(basis_of(one) != was for one, was in zip(both, before, strict=True)) == voids
