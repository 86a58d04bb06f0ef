"""Proposals on Insights: read, adopted, dismissed with a reason, undone; nothing of them for who reviews blind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap
from consensus.domain import ProposalState
from consensus.settings import Settings
from tests.decided import fields

BLANK = "Where the document states no value, give null, not 0."
HOSTILE = "<img src=x onerror=alert(1)> **bold**"


def page() -> None:
    from ui.screens import insights

    insights.render()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    opened = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", hub_allowed=False, user="ana"))
    for number in range(10):
        fields(opened.outside.store, number, [("discount", 0, None)], f"{HOSTILE} {number}")  # type: ignore[arg-type]
    yield opened
    opened.close()


def opened(service: bootstrap.Service) -> AppTest:
    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["service"] = service
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> None:
    (button,) = [one for one in app.button if str(one.key).startswith(key)]
    button.click().run()
    assert not app.exception


def said(app: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", "\n".join(one.proto.body for one in app.get("html"))))


def buttons(app: AppTest) -> list[str]:
    return [one.label for one in app.button if str(one.key).startswith("proposal ")]


def test_a_proposal_is_made_read_adopted_and_undone(service: bootstrap.Service) -> None:
    app = opened(service)
    assert "There is no proposal." in said(app)
    press(app, "proposals make")
    told = said(app)
    assert "new proposal" in told
    (convention,) = [one for one in service.proposals.all("ana") if one.proposal.key.startswith("convention")]
    app.selectbox(key="proposal").set_value(convention.id).run()
    told = said(app)
    for words in (
        f"Say of the field discount in its schema: {BLANK}",
        "10 of 10 edits",
        "interval",
        "Costs:",
        "+ &quot;",
    ):
        assert words.replace("+ &quot;", "+ ") in told, words
    assert buttons(app) == ["Adopt", "Dismiss"]
    folder = service.settings.home / "schemas"
    assert not folder.exists(), "nothing is written before it is adopted"
    press(app, "proposal adopt")
    assert "Adopted: Say of the field" in said(app)
    assert [BLANK in path.read_text("utf-8") for path in folder.iterdir()] == [True]
    app.selectbox(key="proposal").set_value(convention.id).run()
    assert buttons(app) == ["Undo"]
    press(app, "proposal undo")
    assert list(folder.iterdir()) == []
    assert service.proposals.one(convention.id, "ana").state is ProposalState.UNDONE


def test_it_is_dismissed_with_a_reason_alone(service: bootstrap.Service) -> None:
    service.proposals.make("ana")
    app = opened(service)
    press(app, "proposal dismiss")
    assert "with a reason" in said(app)
    (reason,) = [one for one in app.text_input if str(one.key).startswith("proposal reason")]
    reason.set_value("not ours").run()
    shown = app.selectbox(key="proposal").value
    press(app, "proposal dismiss")
    stored = service.proposals.one(shown, "ana")
    assert (stored.state, stored.acts[-1].reason) == (ProposalState.DISMISSED, "not ours")


def test_what_documents_say_is_escaped(service: bootstrap.Service) -> None:
    service.proposals.make("ana")
    (example, *_) = [one for one in service.proposals.all("ana") if one.proposal.key.startswith("example")]
    app = opened(service)
    app.selectbox(key="proposal").set_value(example.id).run()
    bodies = "\n".join(one.proto.body for one in app.get("html"))
    assert "onerror" in bodies
    assert "<img" not in bodies


@pytest.mark.parametrize(("role", "sees"), [("submitter", True), ("reviewer", False)])
def test_who_reviews_blind_sees_none_and_a_submitter_decides_nothing(
    service: bootstrap.Service, role: str, sees: bool
) -> None:
    service.proposals.make("ana")
    service.roles.set("ana", ["admin"], "ana")
    service.roles.set("sue", [role], "ana")
    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["service"] = service
    app.session_state["signed in"] = "sue"
    app.run()
    assert not app.exception
    assert ("Proposals" in said(app)) is sees
    assert buttons(app) == []


def test_what_is_missing_for_a_proposal_is_said(service: bootstrap.Service, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = replace(service.proposals, generators=(lambda: ("mine: 3 labels are too few.",),))
    monkeypatch.setattr(bootstrap.Service, "proposals", missing)
    app = opened(service)
    press(app, "proposals make")
    told = " ".join([said(app), *(one.value for one in (*app.toast, *app.info, *app.markdown, *app.success))])
    assert "Not proposed: mine: 3 labels are too few." in told
