"""What a guarantee makes of a document: who is accepted, who is checked, and what can never happen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf, nan
from typing import Any

import pytest

from consensus import prompt
from consensus.domain import (
    Document,
    Finding,
    GuaranteeRules,
    ItemKind,
    ModelSpec,
    Origin,
    Outcome,
    Panel,
    Policy,
    Severity,
    Task,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.service.guarantee import gate
from consensus.service.guarantee.gate import basis_of, key_of

Decided = Callable[..., UnitRecord]


# --- before levels ---------------------------------------------------------------------------------------------------


def test_the_first_document_is_reviewed_whole_and_nothing_is_drawn(world: Any) -> None:
    job = world.submit([0.9, 0.8])
    assert world.accepted(job) == set()
    assert {verdict.rule for verdict in world.verdicts(job).values()} == {"guarantee"}
    assert {item.kind for item in world.store.items(job.id)} == {ItemKind.REVIEW}
    assert (world.checks(), world.status().state) == ([], "learning")
    assert "0 of at least 6 done" in world.status().words
    lot = world.lot(job)
    assert (lot.eligible, lot.accepted, lot.level) == (0, 0, None)


def test_levels_are_declared_with_the_hundredth_score_and_not_before(world: Any) -> None:
    world.submit([0.5] * 99)
    assert world.book().record.life == ""
    job = world.submit([0.7])
    record = world.book().record
    assert (record.scores, bool(record.life)) == ((), True)
    assert world.checks(job) == [], "the document that places the levels is not checked by them"
    (event,) = world.store.audit_events("promised/en to de")[:1]
    assert event.detail.startswith("levels declared")


def test_levels_are_placed_by_scores_alone(world: Any) -> None:
    """Decisions of the queue, made while scores are gathered, move nothing."""
    job = world.submit([at / 100 for at in range(1, 100)])
    for item in world.store.items(job.id)[:20]:
        view = world.queue.open("ana", item.id)
        world.clock.advance(1)
        world.queue.reject(view, "accuracy: mistranslation", "major")
    world.submit([1.0])
    assert [level.floor for level in world.life().now.claim.levels] == [0.56, 0.41, 0.26]
    assert world.life().now.evidence(2).checks == 0


def test_a_unit_fit_for_no_level_places_none(world: Any, decided: Decided) -> None:
    units = [decided(f"u{at}", 5.0, "veto", index=at) for at in range(150)]
    world.submit(units)
    assert world.book().record.life == ""
    assert len(world.book().record.scores) == gate.LEAST_SCORES, "what is kept does not grow for ever"
    assert set(world.book().record.scores) == {-inf}
    world.submit([0.4] * 50)
    (level,) = world.life().now.claim.levels
    assert (level.floor, level.coverage) == (0.4, pytest.approx(1 / 3))


# --- who can never be accepted ---------------------------------------------------------------------------------------

VETO = (Finding("numbers", Severity.CRITICAL, True, "30 became 80.", "m0"),)
OTHER = (Finding("numbers", Severity.CRITICAL, True, "30 became 80.", "m2"),)
#: rule, findings, score -> whether a level may accept it
FIT = [
    ("near_identity", (), 9.0, True, "the rules accept it"),
    ("split", (), 9.0, True, "only wording stands against it"),
    ("split", OTHER, 9.0, True, "the answer that a check forbids is not the one delivered"),
    ("split", VETO, 9.0, False, "a check forbids the answer that leads"),
    ("veto", (), 9.0, False, "a check forbids"),
    ("quorum", (), 9.0, False, "too few families"),
    ("hard_fact", (), 9.0, False, "the members differ in a number"),
    ("row_count", (), 9.0, False, "a gate"),
    ("critique", (), 9.0, False, "a critic objects"),
    ("primary", (), 9.0, False, "the primary is stopped"),
    ("second_opinion", (), 9.0, False, "a second opinion objects"),
    ("near_identity", (), nan, False, "a score that is none"),
    ("near_identity", (), inf, False, "nor this"),
]


@pytest.mark.parametrize(("rule", "findings", "score", "fit", "meaning"), FIT, ids=[row[4] for row in FIT])
def test_who_may_be_accepted_by_a_level(
    world: Any, decided: Decided, rule: str, findings: tuple[Finding, ...], score: float, fit: bool, meaning: str
) -> None:
    world.certified()
    job = world.submit([decided("u", score, rule, findings=findings)])
    assert (world.accepted(job) == {"u"}) is fit, meaning
    assert world.lot(job).eligible == fit
    verdict = world.verdicts(job)["u"]
    assert (verdict.value is not None) is fit


def test_what_a_level_accepts_says_so(world: Any, decided: Decided) -> None:
    world.certified()
    job = world.submit([decided("u", 9.0, "split"), decided("v", 0.1, index=1)])
    verdicts = world.verdicts(job)
    assert (verdicts["u"].rule, verdicts["u"].value) == ("certified", "Wort u.")
    assert verdicts["u"].certificate not in ("", "not certified")
    assert (verdicts["v"].outcome, verdicts["v"].value) == (Outcome.REVIEW, None), "below the widest level"
    assert verdicts["v"].reasons[0] == "Its score is below the certified level: a person decides."


def test_a_policy_with_a_second_opinion_accepts_nothing_that_was_not_asked_about(world: Any, decided: Decided) -> None:
    policy = world.in_force["promised"].model_copy(update={"second_opinion": "nli:some"})
    world.in_force["promised"] = policy
    world.certified()
    job = world.submit([decided("u", 9.0, "split"), decided("v", 9.0, index=1)])
    assert world.accepted(job) == {"v"}


def test_a_field_is_never_accepted_by_its_score_alone(world: Any, decided: Decided) -> None:
    from consensus.domain import Field

    world.certified()
    record = decided("f", 9.0, "split")
    job = world.submit([replace(record, unit=Field("f", 0, "total", "total", {"type": "number"}))])
    assert world.accepted(job) == set()


# --- who is checked --------------------------------------------------------------------------------------------------


def test_learning_accepts_nothing_draws_everybody_and_counts_one(world: Any, decided: Decided) -> None:
    world.levels_declared()
    job = world.submit([0.9, 0.5, 0.3, 0.1, decided("w", 0.9, "veto", index=4)])
    assert world.accepted(job) == set()
    checks = world.checks(job)
    assert [check.unit_id for check in checks] == ["u0", "u1", "u2"], "everyone that a level accepts"
    assert sorted(check.origin for check in checks) == [Origin.CALIBRATION, Origin.EXTRA, Origin.EXTRA]
    assert [(check.level, check.frame, check.accepted) for check in checks] == [(n, 2, False) for n in range(3)]
    kinds = {item.unit_id: item.kind for item in world.store.items(job.id)}
    assert kinds == {"u0": "check", "u1": "check", "u2": "check", "u3": "review", "w": "review"}


def test_certified_draws_by_fate_among_all_that_a_level_accepts(world: Any) -> None:
    world.certified()
    jobs = [world.submit([0.9, 0.5, 0.3, 0.1]) for _ in range(40)]
    assert all(world.accepted(job) == {"u0", "u1", "u2"} for job in jobs)
    checks = [world.checks(job) for job in jobs]
    drawn = sum(map(len, checks))
    assert 10 <= drawn <= 40, "a fifth of 120, while few are accepted a week"
    counted = [[c for c in of_one if c.origin is Origin.SPOT_CHECK] for of_one in checks]
    assert all(len(of_one) == bool(all_) for of_one, all_ in zip(counted, checks, strict=True)), "one of each document"
    assert all(check.accepted for of_one in checks for check in of_one)
    assert {world.lot(job).probability for job in jobs} == {0.2}


def test_the_draw_is_written_down_with_the_verdicts(world: Any) -> None:
    world.levels_declared()
    job = world.submit([0.9, 0.5])
    (event,) = [one for one in world.store.audit_events(job.id) if one.action == "draw-checks"]
    assert event.detail == "2 eligible, 0 accepted, 2 drawn at 1: u0, u1"
    assert world.lot(job).exported_at == ""


def test_a_document_that_comes_again_counts_once(world: Any) -> None:
    world.levels_declared()
    first, again = world.submit([1.0], text="The same."), world.submit([1.0], text="The same.")
    assert [check.origin for check in world.checks(first)] == [Origin.CALIBRATION]
    assert [check.origin for check in world.checks(again)] == [Origin.EXTRA], "its labels are the first one's"
    world.judge_all()
    assert world.life().now.evidence(2).checks == 1


# --- a job that was killed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["gathering scores", "learning", "certified"])
def test_a_resumed_job_is_the_same_lot(world: Any, decided: Decided, stage: str) -> None:
    """Killed after its verdicts were stored, before it ended; meanwhile the guarantee has moved on."""
    if stage == "learning":
        world.levels_declared()
    if stage == "certified":
        world.certified()
    units = [decided(f"u{at}", 0.9, index=at) for at in range(30)]
    job = world.handed_in(units)
    world.guarantees.decided(job, units)
    before = (world.lot(job), world.checks(job), world.verdicts(job), world.store.items(job.id))
    world.certified() if stage != "certified" else world.until_alarm()
    scores, accepted = world.book().record.scores, world.book().record.accepted
    audit = world.store.audit_events(job.id)
    world.clock.advance(3600)
    world.guarantees.decided(job, units)
    if stage != "certified":  # else the alarm held its units and has let checks of it be judged
        assert [check.unit_id for check in world.checks(job)] == [check.unit_id for check in before[1]]
        assert world.verdicts(job) == before[2]
        assert len(world.store.items(job.id)) == len(before[3])
    assert world.lot(job) == before[0]
    assert (world.book().record.scores, world.book().record.accepted) == (scores, accepted)
    assert world.store.audit_events(job.id) == audit
    open_checks = {check.item_id for check in world.checks() if not check.judged_at}
    assert open_checks == {item.id for item in world.waiting()}, "every draw has its item"


# --- slices and versions ---------------------------------------------------------------------------------------------


def test_slices_do_not_mix(world: Any) -> None:
    world.certified()
    french = world.submit([1.0], to="fr")
    assert world.accepted(french) == set()
    assert (world.status("en to fr").state, world.status().state) == ("learning", "certified")
    assert world.book("en to fr").record.scores == (1.0,)


def test_another_policy_voids_and_the_old_one_brings_nothing_back(world: Any) -> None:
    world.certified()
    old = world.in_force["promised"]
    world.in_force["promised"] = old.model_copy(update={"quorum": 3, "version": 2})
    assert (world.status().state, world.status().as_dict()["level"]) == ("void", None)
    job = world.submit([1.0])
    assert (world.accepted(job), world.status().state) == (set(), "learning")
    assert world.book().record.attempt == 2
    world.in_force["promised"] = old
    job = world.submit([1.0])
    assert (world.accepted(job), world.status().state) == (set(), "learning")
    assert (world.book().record.attempt, world.book().record.life) == (3, "")
    told = [event.detail for event in world.store.audit_events("promised/en to de")]
    assert sum(detail.startswith("void") for detail in told) == 2


def test_what_was_accepted_before_stays_counted(world: Any) -> None:
    """Activity counts places among accepted units: beginning at nought again, old checks would pass for recent."""
    world.certified()
    jobs = [world.submit([1.0] * 20) for _ in range(3)]
    world.in_force["promised"] = world.in_force["promised"].model_copy(update={"quorum": 3})
    world.submit([1.0])
    assert world.book().record.accepted == 60 == sum(world.lot(job).accepted for job in jobs)


def test_checks_of_another_policy_never_count(world: Any) -> None:
    world.levels_declared()
    world.submit([1.0])
    world.in_force["promised"] = world.in_force["promised"].model_copy(update={"quorum": 3})
    world.levels_declared()
    assert world.judge_all() == 1
    assert world.life().now.evidence(2).checks == 0


def test_no_guarantee_any_more(world: Any) -> None:
    world.certified()
    world.in_force["promised"] = world.in_force["promised"].model_copy(update={"guarantee": "none"})
    job = world.submit([1.0])
    assert world.accepted(job) == {"u0"}, "by the declared rules"
    assert world.verdicts(job)["u0"].certificate == "not certified"
    assert world.guarantees.words(job) == "not certified"
    assert world.guarantees.certificate(job, world.store.units(job.id)) == "not certified"
    assert world.status().state == "void"


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


def test_prompts_and_this_programs_rules_void(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    before = basis_of(BASE)
    monkeypatch.setattr(gate, "VERDICTS", gate.VERDICTS + 1)
    assert basis_of(BASE) != before
    monkeypatch.undo()
    from consensus.prompt import templates

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
