"""Hand in, plan, watch, stop: the screen's logic, without a browser."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap
from consensus.domain import ModelReply
from consensus.service.jobs.service import Jobs, SubmitRequest
from consensus.service.pages import open_pages

TEXT = "AQ-40 circulation pump\n\nThis sentence is not among the recorded ones."
Opened = Callable[..., AppTest]
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> ![x](http://127.0.0.1:9/y) :red[x]'


def pasted(app: AppTest, text: str = TEXT, policy: str = "translation", panel: str = "recorded") -> AppTest:
    """Everything filled in but the languages."""
    app.radio(key="how").set_value("Paste text").run()
    app.text_area(key="text").set_value(text).run()
    app.selectbox(key="policy").set_value(policy).run()
    app.text_input(key="panel").set_value(panel).run()
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def waited(service: bootstrap.Service, job: str, standing: str) -> None:
    end = time.monotonic() + 30
    while service.pages.submissions.status(job).standing != standing and time.monotonic() < end:
        time.sleep(0.02)
    assert service.pages.submissions.status(job).standing == standing


def test_nothing_can_be_planned_before_something_is_handed_in(opened: Opened) -> None:
    app = opened("submit")
    assert not [button for button in app.button if button.key == "show plan"], "no policy is chosen"
    app.selectbox(key="policy").set_value("translation").run()
    assert app.button(key="show plan").disabled
    assert "Nothing is sent before you have seen the plan" in said(app)


def test_plan_then_submit_then_the_result(opened: Opened, service: bootstrap.Service) -> None:
    app = pasted(opened("submit"))
    app.selectbox(key="source_lang").set_value("en").run()
    app.selectbox(key="target_lang").set_value("de").run()
    assert not [button for button in app.button if button.key == "submit"], "not before the plan was shown"
    press(app, "show plan")
    assert "Written by hand for the shipped example" in said(app), "why these members"
    assert all(name in said(app) for name in ("example-a", "example-b", "example-c"))
    assert "$0" in said(app)
    assert not service.pages.library.jobs(), "a plan stores nothing"
    press(app, "submit")
    (job,) = service.pages.library.jobs()
    assert app.query_params["job"] == job.id
    waited(service, job.id, "done")
    again = opened("submit", job=job.id)
    assert "pasted.txt" in said(again)
    assert "automatically, not certified" in said(again)
    assert [event.action for event in service.outside.store.events(job.id)] == ["submit"]
    press(again, "another")
    assert "job" not in again.query_params


def test_a_changed_text_needs_a_new_plan(opened: Opened) -> None:
    app = pasted(opened("submit"))
    app.selectbox(key="target_lang").set_value("de").run()
    press(app, "show plan")
    assert app.button(key="submit")
    app.text_area(key="text").set_value("Another text.").run()
    assert not [button for button in app.button if button.key == "submit"]


@pytest.mark.parametrize(
    ("policy", "fields", "sentence", "meaning"),
    [
        ("translation", {}, "translation needs a target language", "nothing to translate into"),
        ("extraction", {"schema": "{"}, "the schema is not JSON", "a broken schema"),
        ("extraction", {"schema": "[]"}, "schema", "a schema that is none"),
    ],
)
def test_mistakes_are_one_line(
    opened: Opened,
    service: bootstrap.Service,
    policy: str,
    fields: dict[str, str],
    sentence: str,
    meaning: str,
) -> None:
    app = pasted(opened("submit"), policy=policy)
    for key, text in fields.items():
        app.text_area(key=key).set_value(text).run()
    press(app, "show plan")
    assert sentence in said(app), meaning
    assert "Traceback" not in said(app)
    assert not service.pages.library.jobs()


def test_an_unknown_cost_is_unknown(opened: Opened) -> None:
    app = pasted(opened("submit"), panel="acme/unheard-of, other/unheard-of")
    app.selectbox(key="target_lang").set_value("de").run()
    press(app, "show plan")
    assert '<div class="c-number" dir="auto">unknown</div>' in said(app)
    assert "no price for acme/unheard-of" in said(app)


class Slow:
    """A model that answers when it is let."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Event(), threading.Event()

    async def complete(self, request: Any) -> ModelReply:
        self.asked.set()
        await asyncio.to_thread(self.go.wait, 20)
        return ModelReply("[1] Umwälzpumpe", "stop", "m")

    async def aclose(self) -> None:
        """Nothing to give back."""


@pytest.fixture
def slow(service: bootstrap.Service, tmp_path: Path) -> tuple[bootstrap.Service, Slow]:
    model, store = Slow(), service.outside.store
    outside = replace(service.outside, client_for=lambda spec: model)
    tried = service.pages.trials._evaluate
    pages = open_pages(Jobs(outside), store, tried, service.pages.fits, tmp_path, tmp_path)
    return replace(service, outside=outside, pages=pages), model


def test_stop_keeps_what_was_answered_and_go_on_ends_it(opened: Opened, slow: tuple[bootstrap.Service, Slow]) -> None:
    service, model = slow
    app = pasted(opened("submit", service), panel="llama3.2@http://127.0.0.1:9/v1, qwen3@http://127.0.0.1:9/v1")
    app.selectbox(key="target_lang").set_value("de").run()
    press(app, "show plan")
    press(app, "submit")
    assert model.asked.wait(20)
    (job,) = service.pages.library.jobs()
    watching = opened("submit", service, job=job.id)
    assert watching.button(key="stop"), "a reload finds the job again by its address"
    press(watching, "stop")
    waited(service, job.id, "cancelled")
    stopped = opened("submit", service, job=job.id)
    assert "What was answered is kept" in said(stopped)
    model.go.set()
    press(stopped, "go on")
    waited(service, job.id, "done")
    actions = [event.action for event in service.outside.store.events(job.id)]
    assert actions == ["submit", "stop", "resume"]


def test_a_job_of_an_earlier_start_can_be_gone_on_with(
    opened: Opened, service: bootstrap.Service, tmp_path: Path
) -> None:
    path = tmp_path / "old.txt"
    path.write_text("AQ-40 circulation pump", "utf-8")
    (job,) = service.jobs.enter(SubmitRequest((path,), "translation", "en", "de", None, "recorded"))
    app = opened("submit", job=job.id)
    assert "Nobody works on it now" in said(app)
    press(app, "go on")
    waited(service, job.id, "done")


def test_who_has_no_role_hands_in_nothing(opened: Opened, service: bootstrap.Service, tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text("bo@example.org: submitter\n", "utf-8")
    app = pasted(opened("submit"))
    app.selectbox(key="target_lang").set_value("de").run()
    press(app, "show plan")
    assert "ana may not hand in documents" in said(app)
    assert "submit" not in [button.key for button in app.button]
    assert not service.pages.library.jobs()


def test_an_unknown_job_is_said(opened: Opened) -> None:
    app = opened("submit", job="nosuchjob")
    assert not app.exception
    assert "there is no job nosuchjob" in said(app)


def test_hostile_text_is_inert(opened: Opened) -> None:
    app = pasted(opened("submit"), text=HOSTILE, panel=f"acme/{HOSTILE}")
    app.selectbox(key="target_lang").set_value("de").run()
    press(app, "show plan")
    assert "&lt;script&gt;" in said(app)
    assert not any(tag in said(app).lower() for tag in ("<script", "<img", "<a ", "<iframe"))
    assert not app.markdown


PROMISED = """\
name: contracts
version: 1
task: translate
semantic: off
guarantee: {alpha: 0.02}
"""


def test_a_batch_is_asked_for_under_a_guarantee_alone(opened: Opened, service: bootstrap.Service) -> None:
    (service.settings.home / "policies").mkdir()
    (service.settings.home / "policies" / "contracts.yaml").write_text(PROMISED, "utf-8")
    app = pasted(opened("submit"))
    assert not [field for field in app.text_input if field.key == "batch"], "this policy has no guarantee"
    app.selectbox(key="policy").set_value("contracts").run()
    assert "one delivery, one supplier; leave empty for this submission alone" in said(app)
    app.selectbox(key="source_lang").set_value("en").run()
    app.selectbox(key="target_lang").set_value("de").run()
    app.text_input(key="batch").set_value("delivery\u202e 7").run()
    press(app, "show plan")
    assert "the name of the batch holds a character that cannot be seen, U+202E" in said(app)
    app.text_input(key="batch").set_value("  delivery  7 ").run()
    press(app, "show plan")
    press(app, "submit")
    (job,) = service.pages.library.jobs()
    waited(service, job.id, "done")
    found = service.outside.store.batch_of(job.id)
    assert found is not None
    assert (found[1].name, found[1].named, found[1].closed_at) == ("delivery 7", True, "")
    again = opened("submit", job=job.id)
    assert "until the batch &quot;delivery 7&quot; is closed" in said(again)
    service.guarantees.batches.close_named("contracts", "delivery 7")
    assert "until the batch" not in said(opened("submit", job=job.id))


def test_a_batch_that_was_closed_takes_nothing_more(opened: Opened, service: bootstrap.Service) -> None:
    (service.settings.home / "policies").mkdir()
    (service.settings.home / "policies" / "contracts.yaml").write_text(PROMISED, "utf-8")
    for text, words in ((TEXT, ""), (f"{TEXT} Once more.", "was closed on")):
        app = pasted(opened("submit"), text, "contracts")
        app.selectbox(key="source_lang").set_value("en").run()
        app.selectbox(key="target_lang").set_value("de").run()
        app.text_input(key="batch").set_value("delivery 7").run()
        press(app, "show plan")
        press(app, "submit")
        assert words in said(app)
        for job in service.pages.library.jobs():
            waited(service, job.id, "done")
        for batch in service.outside.store.open_batches():
            service.guarantees.batches.close(batch.id)
    assert len(service.pages.library.jobs()) == 1, "nothing is stored of what was refused"
