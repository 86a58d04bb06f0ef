"""The first screen: what waits, what is under way, what needs attention, each for the roles that may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap
from consensus.domain import Abstention, AbstentionReason

Opened = Callable[..., AppTest]
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> ![x](http://127.0.0.1:9/y) :red[x]'
WHY = "http://127.0.0.1:9/v1: Connection refused"


def said(app: AppTest) -> str:
    """The words, without the style sheets."""
    bodies = (element.proto.body for element in app.get("html"))
    return "\n".join(body for body in bodies if not body.startswith("<style"))


def keys(app: AppTest) -> list[str]:
    return [str(button.key) for button in app.button]


def unreachable(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    """One job whose only unit has no answer, as nobody could be reached."""
    store = service.outside.store
    seeds.translation(store, [("Open.", ())])
    (unit,) = store.units("job1")
    lost = Abstention(unit.unit.id, "a", "a", AbstentionReason.UNAVAILABLE, WHY)
    store.save_decisions("job1", [replace(unit, answers=(lost,))], [])


def test_an_empty_installation_says_what_to_do_first(opened: Opened) -> None:
    told = said(opened("home"))
    assert all(words in told for words in ("Nothing has been handed in yet", "make demo", "consensus doctor"))


def test_what_waits_and_what_came_last(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeds.translation(service.outside.store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.",))])
    app = opened("home")
    told = said(app)
    assert "2 items" in told
    assert "2 open · en-de" in told
    assert "? 2 need review" in told
    assert "review job1" in keys(app)
    assert "Needs attention" not in told


def test_a_failed_job_is_told_with_its_cause_and_asked_again(
    opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreachable(service, seeds)
    asked: list[tuple[str, str]] = []

    async def resume(self: object, job: str, actor: str) -> None:
        asked.append((job, actor))

    monkeypatch.setattr(type(service.pages.submissions), "resume", resume)
    app = opened("home")
    assert f"1 of 1 units has no answer: {WHY}." in said(app)
    app.button(key="again job1").click().run()
    assert asked == [("job1", "ana")]


def test_a_job_under_way_is_shown_live_and_a_stopped_one_can_go_on(
    opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = service.outside.store
    seeds.translation(store, [("One.", ("Eins.",))])
    store.end_job("job1", "running", "")
    store.enqueue_run("job1", 1, seeds.at)
    told = said(opened("home"))
    assert "waits until there is a place" in told
    assert "Needs attention" not in told
    store.cancel_run("job1", seeds.at)
    resumed: list[str] = []

    async def resume(self: object, job: str, actor: str) -> None:
        resumed.append(job)

    monkeypatch.setattr(type(service.pages.submissions), "resume", resume)
    app = opened("home")
    assert "Nobody works on it now" in said(app)
    app.button(key="go on job1").click().run()
    assert resumed == ["job1"]


def test_a_batch_is_closed_from_here(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    job = promised(service.outside.store).batch(None, name="delivery 7")
    app = opened("home")
    assert "Batch &quot;delivery 7&quot;" in said(app)
    app.button(key="close 0").click().run()
    found = service.outside.store.batch_of(job)
    assert found is not None
    assert found[1].closed_at
    assert "delivery 7" not in said(app)


@pytest.mark.parametrize(
    ("role", "sees", "does_not"),
    [
        ("reviewer", ["Waits for you", "1 item"], ["Newest results", "Under way", "accepted"]),
        ("submitter", ["Newest results", "Under way"], ["Waits for you", "1 item"]),
    ],
)
def test_each_role_sees_its_own_part_alone(
    opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace, role: str, sees: list[str], does_not: list[str]
) -> None:
    seeds.translation(service.outside.store, [("One.", ("Eins.", "Ein."))])
    service.roles.set("ana", [role], "root")
    told = said(opened("home"))
    assert all(words in told for words in sees)
    assert not any(words in told for words in does_not)


def test_who_has_no_role_is_told_how_to_get_one(opened: Opened, service: bootstrap.Service) -> None:
    service.roles.set("bo@example.org", ["submitter"], "root")
    app = opened("home")
    assert "ana has no role yet" in said(app)
    assert not app.button


def test_hostile_names_are_inert(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    store = service.outside.store
    seeds.translation(store, [("One.", ("Eins.", "Ein."))])
    job = store.job("job1")
    seeds.create(store, "job9", replace(job.document, name=HOSTILE), "given", [])
    told = said(opened("home"))
    assert "&lt;script&gt;" in told
    assert not any(tag in told.lower() for tag in ("<script", "<img", "<a ", "<iframe"))
