"""Which guarantee a document falls under, and what becomes of each kind of unit under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consensus.certify import COVERAGES
from consensus.domain import Document, GuaranteeRules, ModelSpec, Origin, Outcome, Panel, Policy, Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.prompt import templates
from consensus.service.guarantee.gate import after_the_draw, basis_of, key_of, rules_of

Decided = Callable[..., UnitRecord]
DAY = 86400.0
PANEL = Panel("given", (ModelSpec("m0", "openai/one", "f0"),), "why")


def job(task: Task = Task.EXTRACT, policy: Policy | None = None, **document: Any) -> JobRecord:
    named = policy or Policy(name="p", version=1, guarantee=GuaranteeRules(alpha=0.1))
    return JobRecord("j", Document("d", "a.txt", task, "text", "t", **document), named, PANEL, "a.txt", "done", "")


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
    name: str, asks: dict[str, str], voids: tuple[bool, bool], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
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


# --- units -----------------------------------------------------------------------------------------------------------


def reused(decided: Decided, name: str, **more: Any) -> UnitRecord:
    one = decided(name, 9.0, **more)
    assert one.verdict is not None
    return replace(one, verdict=replace(one.verdict, rule="reused"))


def test_what_is_decided_after_the_draw_goes_to_a_person(decided: Decided) -> None:
    late = after_the_draw(decided("u", 9.0)).verdict
    assert late is not None
    assert (late.outcome, late.rule, late.value) == (Outcome.REVIEW, "guarantee", None)
    for other in (decided("u", 9.0, "split"), reused(decided, "u"), replace(decided("u", 9.0), verdict=None)):
        assert after_the_draw(other) == other


def test_what_was_resolved_before_is_delivered_and_never_counts(world: Any, decided: Decided) -> None:
    """Before levels, while learning and once certified."""
    for prepare in (lambda: None, world.levels_declared, world.certified):
        prepare()
        before = world.book().record.scores if world.made else ()
        made = world.submit([reused(decided, "u")])
        verdict = world.verdicts(made)["u"]
        assert (verdict.outcome, verdict.rule, verdict.value) == (Outcome.ACCEPTED, "reused", "Wort u.")
        assert (world.lot(made).eligible, world.lot(made).accepted, world.checks(made)) == (0, 0, [])
        if before:
            assert world.book().record.scores == before


@pytest.mark.parametrize(
    ("primary", "leading", "accepted"),
    [(None, "Wort u.", True), ("m0", "Wort u.", True), ("m1", "Wort u.", False), (None, None, False)],
    ids=["no primary", "of the primary", "of another", "no leading answer"],
)
def test_a_level_delivers_the_leading_answer_of_the_primary(
    world: Any, decided: Decided, primary: str | None, leading: str | None, accepted: bool
) -> None:
    policy = world.in_force["promised"]
    rules = policy.translation.model_copy(update={"primary": primary})
    world.in_force["promised"] = policy.model_copy(update={"translation": rules})
    world.certified()
    one = decided("u", 9.0, "split")
    made = world.submit([replace(one, verdict=replace(one.verdict, leading=leading))])
    assert (world.accepted(made) == {"u"}) is accepted


def test_why_a_unit_goes_to_a_person(world: Any, decided: Decided) -> None:

    def told(*units: UnitRecord) -> list[tuple[str, str]]:
        found = world.verdicts(world.submit(list(units)))
        return [(found[one.unit.id].rule, found[one.unit.id].reasons[0]) for one in units]

    def narrow() -> UnitRecord:
        return decided("narrow", 0.5)

    def wide() -> UnitRecord:
        return decided("wide", 0.3, "split", index=1)

    def low() -> UnitRecord:
        return decided("low", 0.1, index=2)

    def veto() -> UnitRecord:
        return decided("veto", 9.0, "veto", index=3)

    not_yet = "Acceptance is not certified (learning): a person decides."
    below = "Its score is below the certified level: a person decides."
    world.levels_declared()
    rules = [("guarantee", not_yet), ("guarantee", not_yet), ("guarantee", not_yet), ("veto", "why")]
    assert told(narrow(), wide(), low(), veto()) == rules
    for _ in range(6):
        world.submit([1.0])
    world.judge_all()
    assert told(low(), veto()) == [("guarantee", below), ("veto", "why")], "certified, and nothing of it accepted"
    world.clock.advance(15 * DAY)
    assert world.status().state == "stale"
    assert told(narrow(), wide()) == [("near_identity", "why"), ("guarantee", below)]
    stale = "Acceptance is not certified (stale): a person decides."
    assert told(wide(), low()) == [("guarantee", stale)] * 2, "stale, and nothing of it accepted"


def test_while_stale_the_alarm_hears_of_what_was_certified(world: Any) -> None:
    world.certified()
    world.clock.advance(15 * DAY)
    heard = {}
    for _ in range(30):
        made = world.submit([0.9, 0.5, 0.3])
        heard |= {check.unit_id: (check.accepted, check.origin) for check in world.checks(made)}
        assert world.accepted(made) == {"u0", "u1"}
    assert {name: accepted for name, (accepted, _) in heard.items()} == {"u0": True, "u1": True, "u2": True}
    world.clock.advance(8 * DAY)
    made = world.submit([0.9, 0.3])
    assert world.accepted(made) == set()
    assert {check.unit_id: check.accepted for check in world.checks(made)} == {"u0": True, "u1": True}
    assert {check.origin for check in world.checks(made)} == {Origin.CALIBRATION, Origin.EXTRA}


def test_a_draw_of_nobody_is_written_down_too(world: Any) -> None:
    world.levels_declared()
    made = world.submit([0.1])
    (event,) = [one for one in world.store.audit_events(made.id) if one.action == "draw-checks"]
    assert event.detail == "0 eligible, 0 accepted, 0 drawn at 1"


@pytest.mark.parametrize(
    ("fit", "coverages"),
    [(100, COVERAGES), (75, COVERAGES), (74, COVERAGES[:2]), (60, COVERAGES[:2]), (59, COVERAGES[:1]),
     (45, COVERAGES[:1]), (44, (0.44,))],
)  # fmt: skip
def test_levels_go_as_far_as_units_are_fit_for_them(
    world: Any, decided: Decided, fit: int, coverages: tuple[float, ...]
) -> None:
    units = [decided(f"u{at}", at + 1.0, "near_identity" if at < fit else "veto", index=at) for at in range(100)]
    world.submit(units)
    assert [level.coverage for level in world.life().now.claim.levels] == [pytest.approx(c) for c in coverages]
