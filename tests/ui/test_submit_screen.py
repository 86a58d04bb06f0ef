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
from consensus.service.jobs.panel_menu import panel_menu
from consensus.service.jobs.service import Jobs, SubmitRequest
from consensus.service.pages import open_pages
from ui.screens import submit

TEXT = "AQ-40 circulation pump\n\nThis sentence is not among the recorded ones."
Opened = Callable[..., AppTest]
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> ![x](http://127.0.0.1:9/y) :red[x]'


def pasted(app: AppTest, text: str = TEXT, policy: str = "translation", panel: str = "recorded") -> AppTest:
    """Everything filled in but the languages."""
    app.radio(key="how").set_value("Paste text").run()
    app.text_area(key="text").set_value(text).run()
    app.selectbox(key="policy").set_value(policy).run()
    if panel == "recorded":
        app.selectbox(key="panel").set_value(panel).run()
    else:
        app.selectbox(key="panel").set_value(submit._TYPED).run()
        app.text_input(key="members").set_value(panel).run()
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


def test_the_form_says_what_it_lacks_and_its_plan_appears_by_itself(opened: Opened) -> None:
    app = opened("submit")
    assert app.button(key="submit").disabled
    assert "Choose files, or paste a text." in said(app)
    app.radio(key="how").set_value("Paste text").run()
    app.text_area(key="text").set_value(TEXT).run()
    assert "Choose a policy." in said(app)
    app.selectbox(key="policy").set_value("translation").run()
    app.selectbox(key="panel").set_value("recorded").run()
    assert "Choose the language to translate into." in said(app)
    assert app.button(key="submit").disabled
    app.selectbox(key="target_lang").set_value("de").run()
    assert "Nothing is sent before you press Submit." in said(app)
    assert "worst-case cost" in said(app)
    assert not app.button(key="submit").disabled
    app.text_area(key="text").set_value("").run()
    assert app.button(key="submit").disabled, "what is gone cannot be handed in"


def test_the_plan_then_submit_then_the_result(opened: Opened, service: bootstrap.Service) -> None:
    app = pasted(opened("submit"))
    app.selectbox(key="source_lang").set_value("en").run()
    app.selectbox(key="target_lang").set_value("de").run()
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


def test_what_is_handed_in_is_what_was_planned(opened: Opened, service: bootstrap.Service) -> None:
    """A text that was changed in the run that the click began was never planned on the screen."""
    app = pasted(opened("submit"))
    app.selectbox(key="target_lang").set_value("de").run()
    app.text_area(key="text").set_value("Another text.")
    press(app, "submit")
    assert not service.pages.library.jobs()
    assert not app.button(key="submit").disabled, "its plan stands there now"
    assert "The plan changed as you pressed Submit, so nothing was sent." in said(app)
    press(app, "submit")
    (job,) = service.pages.library.jobs()
    assert service.outside.store.job(job.id).document.text == "Another text."


def test_a_policy_that_changed_since_its_plan_is_planned_anew(opened: Opened, service: bootstrap.Service) -> None:
    folder = service.settings.home / "policies"
    folder.mkdir()
    text = "name: mine\nversion: 1\ntask: translate\nsemantic: off\n"
    (folder / "mine.yaml").write_text(text, "utf-8")
    app = pasted(opened("submit"), policy="mine")
    app.selectbox(key="target_lang").set_value("de").run()
    (folder / "mine.yaml").write_text(f"{text}quorum: 3\n", "utf-8")
    press(app, "submit")
    assert "was changed since the plan was shown" in said(app)
    assert not service.pages.library.jobs()
    press(app, "submit")
    assert len(service.pages.library.jobs()) == 1


def test_the_document_of_a_job_is_handed_in_again_with_another_panel(
    opened: Opened, service: bootstrap.Service
) -> None:
    app = pasted(opened("submit"))
    app.selectbox(key="source_lang").set_value("en").run()
    app.selectbox(key="target_lang").set_value("de").run()
    press(app, "submit")
    (first,) = service.pages.library.jobs()
    waited(service, first.id, "done")
    again = opened("submit", again=first.id)
    assert "pasted.txt" in said(again)
    panel = service.outside.store.job(first.id).panel
    again.selectbox(key="panel").set_value(submit._TYPED).run()
    answers = Path(bootstrap.__file__).parents[1] / "examples" / "recorded.jsonl"
    members = ", ".join(f"recorded:{answers}#{spec.name}" for spec in panel.members[:2])
    again.text_input(key="members").set_value(members).run()
    assert "Nothing is sent before you press Submit." in said(again), said(again)
    press(again, "submit")
    assert len(service.pages.library.jobs()) == 2, said(again)
    second, kept = service.pages.library.jobs()
    assert kept.id == first.id
    assert again.query_params["job"] == second.id
    assert "again" not in again.query_params
    waited(service, second.id, "done")
    one, other = (service.outside.store.job(job.id) for job in (first, second))
    assert (one.document.id, one.policy.name) == (other.document.id, other.policy.name)
    assert len(other.panel.members) == 2 < len(one.panel.members)


def test_a_job_whose_file_is_gone_says_so_in_place_of_its_form(opened: Opened, service: bootstrap.Service) -> None:
    app = opened("submit", again="gone")
    assert "gone" in said(app)
    assert not app.button


def test_several_files_are_one_batch_of_a_job_each(opened: Opened, service: bootstrap.Service) -> None:
    app = opened("submit")
    files = [(f"{name}.txt", f"{name} {TEXT}".encode(), "text/plain") for name in ("one", "two", "three")]
    app.file_uploader(key="file").set_value(files).run()
    app.selectbox(key="policy").set_value("translation").run()
    app.selectbox(key="panel").set_value("recorded").run()
    app.selectbox(key="target_lang").set_value("de").run()
    assert "in 3 documents" in said(app)
    press(app, "submit")
    jobs = service.pages.library.jobs()
    assert sorted(job.document for job in jobs) == ["one.txt", "three.txt", "two.txt"]
    for job in jobs:
        waited(service, job.id, "done")
    again = opened("submit", job=[job.id for job in jobs])
    assert "3 documents under policy translation" in said(again)
    assert all(f"{name}.txt" in said(again) for name in ("one", "two", "three"))


def test_one_bad_file_refuses_all_and_is_named(opened: Opened, service: bootstrap.Service) -> None:
    app = opened("submit")
    files = [("good.txt", TEXT.encode(), "text/plain"), ("bad.docx", b"no zip", "application/zip")]
    app.file_uploader(key="file").set_value(files).run()
    app.selectbox(key="policy").set_value("translation").run()
    app.selectbox(key="panel").set_value("recorded").run()
    app.selectbox(key="target_lang").set_value("de").run()
    assert "bad.docx:" in said(app)
    assert app.button(key="submit").disabled
    assert not service.pages.library.jobs()
    app.file_uploader(key="file").set_value(files[:1]).run()
    assert not app.button(key="submit").disabled


def test_what_will_be_left_is_told_before_anything_is_sent(opened: Opened) -> None:
    app = opened("submit")
    text = b"---\ntitle: Hello there\n---\n\nA sentence.\n"
    app.file_uploader(key="file").set_value([("page.md", text, "text/markdown")]).run()
    app.selectbox(key="policy").set_value("translation").run()
    app.selectbox(key="panel").set_value("recorded").run()
    app.selectbox(key="target_lang").set_value("de").run()
    assert "Not sent and left as it is: 1 entry of front matter (title)." in said(app)


def test_saved_panels_stand_in_the_menu_with_families(opened: Opened, service: bootstrap.Service) -> None:
    policy = service.policies.load("translation")
    menu = panel_menu(service.outside, policy, ())
    assert menu["recorded"].startswith("recorded: ")
    app = opened("submit")
    app.selectbox(key="policy").set_value("translation").run()
    assert menu["recorded"] in app.selectbox(key="panel").options


@pytest.mark.parametrize(
    ("policy", "fields", "sentence", "meaning"),
    [
        ("translation", {}, "Choose the language to translate into.", "nothing to translate into"),
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
    assert sentence in said(app), meaning
    assert "Traceback" not in said(app)
    assert not service.pages.library.jobs()


def test_members_that_are_to_be_named_are_waited_for(opened: Opened) -> None:
    app = pasted(opened("submit"), panel="")
    app.selectbox(key="target_lang").set_value("de").run()
    assert "Name the members of the panel." in said(app)
    assert app.button(key="submit").disabled


def test_an_unknown_cost_is_unknown(opened: Opened) -> None:
    app = pasted(opened("submit"), panel="acme/unheard-of, other/unheard-of")
    app.selectbox(key="target_lang").set_value("de").run()
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
    assert "ana may not hand in documents" in said(app)
    assert app.button(key="submit").disabled
    assert not service.pages.library.jobs()


def test_an_unknown_job_is_said(opened: Opened) -> None:
    app = opened("submit", job="nosuchjob")
    assert not app.exception
    assert "there is no job nosuchjob" in said(app)


def test_hostile_text_is_inert(opened: Opened) -> None:
    app = pasted(opened("submit"), text=HOSTILE, panel=f"acme/{HOSTILE}")
    app.selectbox(key="target_lang").set_value("de").run()
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
    assert "the name of the batch holds a character that cannot be seen, U+202E" in said(app)
    app.text_input(key="batch").set_value("  delivery  7 ").run()
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
        press(app, "submit")
        assert words in said(app)
        for job in service.pages.library.jobs():
            waited(service, job.id, "done")
        for batch in service.outside.store.open_batches():
            service.guarantees.batches.close(batch.id)
    assert len(service.pages.library.jobs()) == 1, "nothing is stored of what was refused"
