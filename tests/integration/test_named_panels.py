"""A panel of panels.yaml in a job: asked as it says, kept with the job, and told apart from another of its name."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from consensus import bootstrap
from consensus.domain import Policy
from consensus.errors import PanelError
from consensus.service.guarantee.basis import basis_of
from consensus.service.jobs.plan import Plans
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings
from consensus.testing import Fault, LoopbackProvider

POLICY = 'name: fast\nversion: 1\ntask: translate\nsemantic: "off"\nasking: {attempts: 1, call_seconds: 20}\n'


@pytest.fixture
def one() -> Iterator[LoopbackProvider]:
    with LoopbackProvider(always={"broken": Fault.SERVER_ERROR}) as started:
        yield started


@pytest.fixture
def two() -> Iterator[LoopbackProvider]:
    with LoopbackProvider() as started:
        yield started


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    yield built
    built.close()


def write(folder: Path, name: str, *members: dict[str, object]) -> None:
    (folder / "home").mkdir(exist_ok=True)
    (folder / "home" / "panels.yaml").write_text(yaml.safe_dump({name: list(members)}, sort_keys=False), "utf-8")


def member(model: str, provider: LoopbackProvider, **more: object) -> dict[str, object]:
    return {"model": model, "family": model, "base_url": provider.base_url, "price_in": 0, "price_out": 0, **more}


def request(folder: Path, panel: str | None = "mine", more: str = "") -> SubmitRequest:
    page, policy = folder / "page.txt", folder / "fast.yaml"
    page.write_text("Open the valve.\n\nClose the valve.\n", "utf-8")
    policy.write_text(POLICY + more, "utf-8")
    return SubmitRequest((page,), str(policy), "en", "de", None, panel)


def test_a_named_panel_is_asked_and_priced_as_it_says(
    service: bootstrap.Service, one: LoopbackProvider, two: LoopbackProvider, tmp_path: Path
) -> None:
    write(tmp_path, "mine", member("a:8b", one), member("org/b", two))
    (plan,) = Plans(service.outside).plan(request(tmp_path))
    assert plan.worst_cost == 0
    assert [row.price for row in plan.members] == ["panel mine, undated"] * 2
    (report,) = asyncio.run(service.jobs.submit(request(tmp_path)))
    assert [(spec.name, spec.family, spec.family_why) for spec in report.panel.members] == [
        ("a:8b", "a:8b", "panel mine says so"),
        ("org/b", "org/b", "panel mine says so"),
    ]
    assert "panels.yaml" in report.panel.why
    assert (one.asked("a:8b") > 0, two.asked("org/b") > 0) == (True, True)
    assert report.totals.cost == 0


def test_a_resumed_job_asks_the_members_it_had_whatever_the_file_says_now(
    service: bootstrap.Service, one: LoopbackProvider, two: LoopbackProvider, tmp_path: Path
) -> None:
    """The substitute, too: it is known from the panel alone."""
    write(tmp_path, "mine", member("broken", one, fallbacks=["spare"]), member("b", one), member("spare", one))
    (job,) = service.jobs.enter(request(tmp_path))
    write(tmp_path, "mine", member("x", two), member("y", two))
    (report,) = asyncio.run(service.jobs.resume(job.id))
    assert not two.requests
    assert {seen.model for seen in one.requests} == {"broken", "b", "spare"}
    assert any(call.member == "broken > spare" for call in service.outside.store.calls(job.id))
    (tmp_path / "home" / "panels.yaml").write_text("mine: {", "utf-8")
    assert service.jobs.status(report.id).panel.name == "mine"


def test_two_panels_of_one_name_are_not_taken_for_the_same(
    service: bootstrap.Service, one: LoopbackProvider, two: LoopbackProvider, tmp_path: Path
) -> None:
    def entered(*members: dict[str, object]) -> tuple[str, str]:
        write(tmp_path, "mine", *members)
        (job,) = service.jobs.enter(request(tmp_path))
        return basis_of(service.outside.store.job(job.id)), job.policy.digest

    first, digest = entered(member("a", one), member("b", one))
    assert entered(member("a", one), member("b", one)) == (first, digest)
    assert entered(member("a", one, price_in=3), member("b", one)) == (first, digest), "a price changes no answer"
    others = [
        entered(member("a", one), member("b", two)),
        entered(member("a", one), member("c", one)),
        entered(member("a", one, family="z"), member("b", one)),
        entered(member("a", one), member("b", one, weight=2)),
        entered(member("a", one, fallbacks=["b"]), member("b", one)),
    ]
    assert len({first, *(basis for basis, _ in others)}) == 6
    assert {policy for _, policy in others} == {digest}, "the policy itself is the same, so its certificate stands"
    spare = [entered(member("a", one, fallbacks=["s"]), member("b", one), member("s", at)) for at in (one, two)]
    assert len({basis for basis, _ in spare}) == 2, "a substitute at another address is another one"


def test_what_is_no_panel_of_the_file_is_what_it_was(
    service: bootstrap.Service, one: LoopbackProvider, tmp_path: Path
) -> None:
    write(tmp_path, "mine", member("a", one), member("b", one))
    own = f"panels: {{mine: ['x@{one.base_url}', 'y@{one.base_url}']}}\n"
    with pytest.raises(PanelError, match="Rename one"):
        service.jobs.enter(request(tmp_path, "mine", own))
    with pytest.raises(PanelError, match="mine"):
        service.jobs.enter(request(tmp_path, "mien"))
    (tmp_path / "home" / "panels.yaml").write_text("mine: {", "utf-8")
    (job,) = service.jobs.enter(request(tmp_path, f"x@{one.base_url},y@{one.base_url}"))
    assert [spec.model for spec in job.panel.members] == ["openai/x", "openai/y"]
    with pytest.raises(PanelError, match=r"panels\.yaml, line"):
        service.jobs.enter(request(tmp_path, "mine"))


def test_a_panel_of_copies_is_below_the_quorum(
    service: bootstrap.Service, one: LoopbackProvider, two: LoopbackProvider, tmp_path: Path
) -> None:
    write(tmp_path, "mine", member("qwen3:8b", one, family="alibaba"), member("qwen3:4b", two, family="alibaba"))
    with pytest.raises(PanelError, match="1 family"):
        service.jobs.enter(request(tmp_path))


def test_what_the_policy_says_of_a_member_stays_where_the_panel_is_silent(
    service: bootstrap.Service, one: LoopbackProvider, two: LoopbackProvider, tmp_path: Path
) -> None:
    said = f"{{model: a, base_url: '{one.base_url}', weight: 3, data_terms: {{region: eu}}}}"
    more = f"data_classes: {{local: {{regions: [eu]}}}}\ndata_class: local\nmembers: [{said}]\n"
    write(tmp_path, "mine", member("a", one), member("b", one, data_terms={"region": "eu"}))
    (job,) = service.jobs.enter(request(tmp_path, "mine", more))
    assert {spec.name: spec.weight for spec in job.panel.members} == {"a": 3.0, "b": 1.0}
    write(tmp_path, "mine", member("a", two), member("b", one, data_terms={"region": "eu"}))
    with pytest.raises(PanelError, match=r"region|processed"):
        # What is promised of one server is not promised of another.
        service.jobs.enter(request(tmp_path, "mine", more))


def test_a_policy_file_names_no_panel_of_an_installation(tmp_path: Path) -> None:
    named = "named_panel: {name: mine, members: [{model: a}, {model: b}]}\n"
    (tmp_path / "p.yaml").write_text(POLICY + named, "utf-8")
    with pytest.raises(Exception, match="named_panel"):
        bootstrap.policies(Settings.read()).load(str(tmp_path / "p.yaml"))
    assert "named_panel" not in Policy(name="p", version=1).model_dump()


def test_recorded_answers_of_a_named_panel_are_judged_by_its_name(
    service: bootstrap.Service, one: LoopbackProvider, two: LoopbackProvider, tmp_path: Path
) -> None:
    answers = (
        '{"id": "1", "source": "Wait.", "target_lang": "de", "outputs": {"a": "Warte.", "b": "Warte.", "c": "No"}}\n'
    )
    (tmp_path / "run.jsonl").write_text(answers, "utf-8")
    write(tmp_path, "mine", member("a", one), member("b", two))
    settings = replace(service.settings, keys={})
    wanted = request(tmp_path)
    found = bootstrap.evaluate(settings, tmp_path / "run.jsonl", wanted.policy, panel="mine", semantic="off")
    assert found.as_dict()["panel"] == ["a", "b"]


def test_names_are_told_to_the_screen(service: bootstrap.Service, one: LoopbackProvider, tmp_path: Path) -> None:
    assert bootstrap.panel_names(service.settings) == ()
    write(tmp_path, "mine", member("a", one), member("b", one, price_in=float(Decimal("0.5"))))
    assert bootstrap.panel_names(service.settings) == ("mine",)
    (tmp_path / "home" / "panels.yaml").write_text("mine: {", "utf-8")
    assert bootstrap.panel_names(service.settings) == ()
