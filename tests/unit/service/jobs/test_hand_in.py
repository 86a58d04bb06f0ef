"""Several documents planned together: costs added, sentences said once, what is missing named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from consensus import bootstrap
from consensus.domain import ModelSpec, Panel, PlannedMember, Policy, RoutePlan, Task
from consensus.domain.plan import Place, RouteFacts
from consensus.errors import ConflictError, DocumentError, ForbiddenError, UsageError
from consensus.service.jobs.hand_in import MOST_DOCUMENTS, PlannedHandIn, missing, refuse_too_many
from consensus.service.jobs.panel_menu import described, panel_menu
from consensus.service.jobs.submissions import Submission
from consensus.service.loop import LoopThread
from consensus.settings import Settings

POLICY = Policy(name="p", version=1)
PANEL = Panel("given", (), "Named in the policy.", warnings=("Two of one maker.",))
MEMBER = PlannedMember("m", "m", "f", ("n",), 3, 1, 0, 100, 50, Decimal(1), Decimal(4), "a list")
PLAN = RoutePlan(
    "a.md",
    Task.TRANSLATE,
    5,
    2,
    RouteFacts(Task.TRANSLATE, 100),
    PANEL,
    "the policy's panel",
    (MEMBER,),
    notes=("No level.", "Left: 1 image."),
    places=(Place("host", ("m",)),),
    left=("Left: 1 image.",),
)
OTHER = replace(
    PLAN,
    document="b.md",
    members=(replace(MEMBER, requests=1, once_cost=Decimal(2), worst_cost=Decimal(3)),),
    notes=("No level.",),
    left=(),
)


def test_costs_and_requests_are_added_over_documents() -> None:
    both = PlannedHandIn((PLAN, OTHER), POLICY)
    assert (both.once_cost, both.worst_cost, both.units) == (Decimal(3), Decimal(7), 10)
    (member,) = both.asked
    assert (member.requests, member.once_cost, member.worst_cost, member.tokens_in) == (4, Decimal(3), Decimal(7), 200)
    assert both.places == ("host: m",)


def test_one_unknown_price_makes_the_sum_unknown() -> None:
    unknown = replace(MEMBER, once_cost=None, worst_cost=None, unpriced=("m",))
    both = PlannedHandIn((PLAN, replace(OTHER, members=(unknown,))), POLICY)
    assert (both.once_cost, both.worst_cost, both.unpriced) == (None, None, ("m",))
    assert both.asked[0].worst_cost is None


def test_a_reader_of_a_members_name_is_a_line_of_its_own() -> None:
    judged = replace(PLAN, readers=(replace(MEMBER, role="judge"),))
    assert [one.role for one in PlannedHandIn((judged, judged), POLICY).asked] == ["member", "judge"]


def test_a_sentence_is_said_once_and_names_its_documents_where_it_is_not_about_all() -> None:
    both = PlannedHandIn((PLAN, OTHER), POLICY)
    assert both.left == ("a.md: Left: 1 image.",)
    assert both.warnings == ("Two of one maker.", "No level."), "what is left stands apart"
    assert PlannedHandIn((PLAN,), POLICY).left == ("Left: 1 image.",)
    five = [replace(PLAN, document=f"{n}.md") for n in range(5)]
    assert PlannedHandIn((*five, OTHER), POLICY).left == ("0.md, 1.md, 2.md and 2 more: Left: 1 image.",)


@pytest.mark.parametrize(
    ("task", "content", "target", "schema", "lacks"),
    [
        ("translate", False, "de", "", "Choose files"),
        ("translate", True, "", "", "the language to translate into"),
        ("translate", True, "de", "", ""),
        ("extract", True, "", " ", "JSON Schema"),
        ("extract", True, "", "{}", ""),
        ("any", True, "", "", "Or give a schema"),
        ("any", True, "", "{}", ""),
        ("any", True, "de", "", ""),
    ],
)
def test_what_an_order_lacks(task: str, content: bool, target: str, schema: str, lacks: str) -> None:
    policy = Policy.model_validate({"name": "p", "version": 1, "task": task})
    found = missing(policy, content=content, target_lang=target, schema=schema)
    assert lacks in found
    assert bool(found) is bool(lacks)


def test_a_policy_is_asked_for_after_the_document() -> None:
    assert missing(None, content=True, target_lang="", schema="") == "Choose a policy."


def test_so_many_at_once_and_no_more() -> None:
    refuse_too_many(MOST_DOCUMENTS)
    with pytest.raises(UsageError, match="more than the 50"):
        refuse_too_many(MOST_DOCUMENTS + 1)


def test_a_panel_is_told_by_families_and_price() -> None:
    members = tuple(
        ModelSpec(f"m{n}", f"m{n}", family, price_in=Decimal("0.5"), price_out=Decimal(2))
        for n, family in enumerate(("b", "a", "b"))
    )
    assert described(Panel("x", members, "")) == "a, b; $1.50 in, $6.00 out per million tokens"
    unpriced = (*members, ModelSpec("m", "m", "c"))
    assert described(Panel("x", unpriced, "")) == "a, b, c; price unknown"
    free = tuple(replace(one, price_in=Decimal(0), price_out=Decimal(0)) for one in members)
    assert described(Panel("x", free, "")) == "a, b; free"
    many = tuple(ModelSpec(f"m{n}", f"m{n}", f"f{n}") for n in range(6))
    assert described(Panel("x", many, "")).startswith("f0, f1, f2, f3 and 2 more;")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    (tmp_path / "roles.yaml").write_text("sam: submitter\nana: reviewer\n", "utf-8")
    opened = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", hub_allowed=False, user="sam"))
    yield opened
    opened.close()


@pytest.fixture
def loop() -> Iterator[LoopThread]:
    opened = LoopThread()
    yield opened
    opened.close()


ORDER = Submission("a.txt", b"AQ-40 circulation pump", "translation", "en", "de", panel="recorded")


def test_all_are_handed_in_or_none(service: bootstrap.Service, loop: LoopThread) -> None:
    submissions = service.pages.submissions
    with pytest.raises(DocumentError, match=r"b\.docx"):
        submissions.plan_all(replace(ORDER, more=(("b.docx", b"no zip"),)), "sam")
    good = replace(ORDER, more=(("b.txt", b"AQ-40 circulation pump, again"),))
    planned = submissions.plan_all(good, "sam")
    bad = replace(ORDER, more=(("b.docx", b"no zip"),))
    with pytest.raises(DocumentError, match=r"b\.docx"):
        loop.run(submissions.submit_all(bad, "sam", planned))
    assert not service.pages.library.jobs(), "the good one is not stored either"
    jobs = loop.run(submissions.submit_all(good, "sam", planned))
    assert [service.pages.library.job(job).document for job in jobs] == ["a.txt", "b.txt"]
    for job in jobs:
        loop.run(service.jobs.dispatch.wait(job))
        assert [event.action for event in service.outside.store.events(job)] == ["submit"]


def test_a_name_with_folders_loses_them_in_every_document(service: bootstrap.Service) -> None:
    order = replace(ORDER, more=(("../../b.txt", b"AQ-40 circulation pump, again"),))
    planned = service.pages.submissions.plan_all(order, "sam")
    assert [plan.document for plan in planned.plans] == ["a.txt", "b.txt"]


def test_who_may_not_hand_in_sees_no_plan(service: bootstrap.Service) -> None:
    with pytest.raises(ForbiddenError):
        service.pages.submissions.plan_all(ORDER, "ana")


def test_what_was_changed_since_the_plan_is_not_handed_in(service: bootstrap.Service, loop: LoopThread) -> None:
    submissions = service.pages.submissions
    planned = submissions.plan_all(ORDER, "sam")
    with pytest.raises(ConflictError, match="changed since the plan"):
        loop.run(submissions.submit_all(ORDER, "sam", replace(planned, rules=POLICY)))
    assert not service.pages.library.jobs()


def test_a_panel_that_cannot_be_used_keeps_its_name(service: bootstrap.Service) -> None:
    found = panel_menu(service.outside, service.policies.load("translation"), ("broken",))
    assert found["broken"] == "broken"
    assert next(iter(found)) == "broken", "the installation's own come first"
    assert "example-a" in found["recorded"]
