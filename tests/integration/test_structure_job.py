"""A whole job over Markdown: what would damage the page goes to a person, and what is not sent is said everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from consensus import bootstrap
from consensus.adapters.fakes import ScriptedClient
from consensus.domain import ModelRequest, Outcome
from consensus.service.jobs import Jobs, SubmitRequest
from consensus.service.planning import Plans
from consensus.settings import Settings

POLICY = """\
name: pages
version: 1
task: translate
panel: [openai/gpt-4o, anthropic/claude-sonnet-4-5]
semantic: "off"
asking: {concurrency_per_host: 1}
"""
PAGE = """\
> [!NOTE]
> Press the button twice.

See the [manual page][man] for it.

<p>Words in HTML</p>

[man]: m.md
"""
ANSWERS = {
    "Press the button twice.": "Drücken Sie den Knopf zweimal.",
    "See the [manual page][man] for it.": "Siehe dazu das [Handbuch][Hand].",
    "Words in HTML": "Wörter in HTML",
}
LEFT = "Not sent and left as it is: 1 HTML block."


def translate(request: ModelRequest) -> str:
    segments = json.loads(request.messages[1]["content"])["segments"]
    return json.dumps({"segments": [{"n": row["n"], "text": ANSWERS[row["text"]]} for row in segments]})


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    yield built
    built.close()


def _jobs(service: bootstrap.Service) -> Jobs:
    client = ScriptedClient({"openai/gpt-4o": [translate], "anthropic/claude-sonnet-4-5": [translate]})
    return Jobs(replace(service.outside, client_for=lambda spec: client))


def _request(tmp_path: Path, page: str, more: str = "") -> SubmitRequest:
    path, policy = tmp_path / "page.md", tmp_path / "pages.yaml"
    path.write_text(page, "utf-8")
    policy.write_text(POLICY + more, "utf-8")
    return SubmitRequest((path,), str(policy), "en", "de")


def test_a_lost_reference_goes_to_a_person_and_what_is_left_is_said(service: bootstrap.Service, tmp_path: Path) -> None:
    jobs, wanted = _jobs(service), _request(tmp_path, PAGE)
    (plan,) = Plans(jobs._outside).plan(wanted)
    assert LEFT in plan.notes
    (report,) = jobs.submit(wanted)
    pressed, seen = (unit.verdict for unit in report.units)
    assert pressed is not None
    assert seen is not None
    assert pressed.outcome is Outcome.ACCEPTED
    assert seen.outcome is Outcome.REVIEW
    assert LEFT in report.notices
    assert LEFT in report.as_dict()["notices"]
    exported = jobs.export(report.id)
    assert exported.text == PAGE.replace("Press the button twice.", "Drücken Sie den Knopf zweimal.")
    assert exported.notice.startswith(f"1 of 2 units are not verified and are in the source language. {LEFT}")


def test_all_units_are_verified_is_said_alone_only_where_nothing_is_left(
    service: bootstrap.Service, tmp_path: Path
) -> None:
    jobs = _jobs(service)
    page = "Press the button twice.\n"
    (whole,) = jobs.submit(_request(tmp_path, page))
    assert jobs.export(whole.id).notice == "All units are verified. Not certified."
    (part,) = jobs.submit(_request(tmp_path, f"{page}\n<p>Words in HTML</p>\n"))
    assert jobs.export(part.id).notice == f"Every unit that was sent is verified (1). {LEFT} Not certified."
    (all_of_it,) = jobs.submit(_request(tmp_path, f"{page}\n<p>Words in HTML</p>\n", "documents: {html: true}\n"))
    exported = jobs.export(all_of_it.id)
    assert exported.notice == "All units are verified. Not certified."
    assert "<p>Wörter in HTML</p>" in exported.text


def test_options_change_the_digest_only_where_they_are_set(tmp_path: Path, service: bootstrap.Service) -> None:
    def digest(more: str) -> str:
        return service.outside.policies.load(_request(tmp_path, "Text.\n", more).policy).digest

    assert digest("") == digest("documents: {html: false, front_matter: []}\n")
    assert digest("") != digest("documents: {html: true}\n")
