"""Whole jobs with members that say what they are told to: handed in, gone on with, exported, deleted.

What would damage a Markdown page goes to a person, and what is not sent is said everywhere.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.domain import Field, ModelRequest, Outcome, Progress, Task, Verdict
from consensus.domain.job import UnitRecord
from consensus.errors import StoreError, UsageError
from consensus.service.jobs.export import evidence_lines
from consensus.service.jobs.plan import Plans
from consensus.service.jobs.retention import Retention
from consensus.service.jobs.service import Jobs, SubmitRequest
from consensus.settings import Settings
from consensus.testing import ScriptedClient

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
    keys = dict.fromkeys(("OPENAI_API_KEY", "ANTHROPIC_API_KEY"), True)
    built = bootstrap.build(replace(Settings.read().at(tmp_path / "home"), keys=keys))
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
    (plan,) = Plans(jobs.outside).plan(wanted)
    assert LEFT in plan.notes
    (report,) = asyncio.run(jobs.submit(wanted))
    pressed, seen = (unit.verdict for unit in report.units)
    assert pressed is not None
    assert seen is not None
    assert pressed.outcome is Outcome.ACCEPTED
    assert seen.outcome is Outcome.REVIEW
    assert LEFT in report.notices
    assert LEFT in report.as_dict()["notices"]
    exported = jobs.export(report.id)
    assert exported.content.decode() == PAGE.replace("Press the button twice.", "Drücken Sie den Knopf zweimal.")
    assert exported.notice.startswith(f"1 of 2 units are not verified and are in the source language. {LEFT}")


def test_all_units_are_verified_is_said_alone_only_where_nothing_is_left(
    service: bootstrap.Service, tmp_path: Path
) -> None:
    jobs = _jobs(service)
    page = "Press the button twice.\n"
    (whole,) = asyncio.run(jobs.submit(_request(tmp_path, page)))
    assert jobs.export(whole.id).notice == "All units are verified. Not certified."
    (part,) = asyncio.run(jobs.submit(_request(tmp_path, f"{page}\n<p>Words in HTML</p>\n")))
    assert jobs.export(part.id).notice == f"Every unit that was sent is verified (1). {LEFT} Not certified."
    (all_of_it,) = asyncio.run(
        jobs.submit(_request(tmp_path, f"{page}\n<p>Words in HTML</p>\n", "documents: {html: true}\n"))
    )
    exported = jobs.export(all_of_it.id)
    assert exported.notice == "All units are verified. Not certified."
    assert "<p>Wörter in HTML</p>" in exported.content.decode()


def test_options_change_the_digest_only_where_they_are_set(tmp_path: Path, service: bootstrap.Service) -> None:
    def digest(more: str) -> str:
        return service.outside.policies.load(_request(tmp_path, "Text.\n", more).policy).digest

    assert digest("") == digest("documents: {html: false, front_matter: []}\n")
    assert digest("") != digest("documents: {html: true}\n")


# --- taking a job up again, away, and out ----------------------------------------------------------------------------

PAGE_OF_ONE = "Press the button twice.\n"


def test_a_text_that_stands_several_times_is_asked_about_once_and_decided_at_each_place(
    service: bootstrap.Service, tmp_path: Path
) -> None:
    jobs = _jobs(service)
    (once,) = asyncio.run(jobs.submit(_request(tmp_path, "Press the button twice.\n\nWords in HTML\n")))
    page = "Press the button twice.\n\nWords in HTML\n\nPress the button twice.\n"
    (several,) = asyncio.run(jobs.submit(_request(tmp_path, page)))
    assert several.totals.calls == once.totals.calls
    first, _, copy = several.units
    assert first.unit.id != copy.unit.id
    assert [(a.member, a.value, a.unit_id) for a in copy.answers] == [
        (a.member, a.value, copy.unit.id) for a in first.answers
    ]
    assert copy.verdict is not None
    assert first.verdict is not None
    assert (copy.verdict.outcome, copy.verdict.value) == (first.verdict.outcome, first.verdict.value)


def test_a_job_that_is_done_asks_nobody_again(service: bootstrap.Service, tmp_path: Path) -> None:
    jobs = _jobs(service)
    (report,) = asyncio.run(jobs.submit(_request(tmp_path, PAGE_OF_ONE)))
    sent = report.totals.calls
    (again,) = asyncio.run(jobs.resume(report.id[:8]))
    assert (again.id, again.totals.calls, again.job.state) == (report.id, sent, "done")
    (entered,) = jobs.enter(_request(tmp_path, PAGE_OF_ONE))
    assert jobs.status(entered.id).job.state == "running"
    with pytest.raises(UsageError, match="has not ended") as refused:
        jobs.export(entered.id)
    assert entered.id in refused.value.do
    (taken_up,) = asyncio.run(jobs.resume(entered.id))
    assert (taken_up.job.state, taken_up.count(Outcome.ACCEPTED)) == ("done", 1)
    assert [one.id for one in jobs.outside.store.job_lines()] == [entered.id, report.id]


def test_a_job_that_another_process_finished_meanwhile(service: bootstrap.Service, tmp_path: Path) -> None:
    jobs = _jobs(service)
    (entered,) = jobs.enter(_request(tmp_path, PAGE_OF_ONE))
    (done,) = asyncio.run(jobs.resume(entered.id))
    asyncio.run(jobs.work(entered.id, None))  # this process began to wait before
    assert jobs.status(entered.id).totals.calls == done.totals.calls


def test_a_deleted_job_is_gone_and_its_deletion_is_not(service: bootstrap.Service, tmp_path: Path) -> None:
    jobs = _jobs(service)
    (report,) = asyncio.run(jobs.submit(_request(tmp_path, PAGE_OF_ONE)))
    retention = Retention(service.outside)
    assert retention.remove([retention.named(report.id[:8])], "ana").deleted != ()
    assert jobs.outside.store.job_lines() == []
    events = [event.action for event in service.outside.store.events(report.id) if event.actor == "ana"]
    assert events == ["delete-job"]


def test_progress_is_heard(service: bootstrap.Service, tmp_path: Path) -> None:
    heard: list[Progress] = []
    (report,) = asyncio.run(_jobs(service).submit(_request(tmp_path, PAGE_OF_ONE), heard.append))
    assert (heard[-1].ended, heard[-1].done, heard[-1].job_id) == (True, 2, report.id)


# --- exports ---------------------------------------------------------------------------------------------------------


def test_what_stands_beside_a_file(service: bootstrap.Service, tmp_path: Path) -> None:
    jobs, path = _jobs(service), tmp_path / "out.md"
    (report,) = asyncio.run(jobs.submit(_request(tmp_path, PAGE_OF_ONE)))
    source, lines, table = (jobs.export(report.id, form, "ana") for form in ("source", "jsonl", "csv"))
    assert [len(one.files(path)) for one in (source, lines, table)] == [2, 2, 2]
    assert [len(one.files(Path("/dev/stdout"))) for one in (source, lines, table)] == [1, 1, 1]
    assert source.files(path)[path] == "Drücken Sie den Knopf zweimal.\n".encode()
    assert (source.verified, source.total, source.accounting["auto"]) == (1, 1, 1)
    assert table.content.startswith(b"unit,")
    told = [event.detail for event in service.outside.store.events(report.id) if event.action == "export"]
    assert told == [f"{form}, 1 of 1 units verified" for form in ("source", "jsonl", "csv")]
    with pytest.raises(UsageError, match="segments, not fields"):
        jobs.export(report.id, "evidence")


def test_a_document_without_words(service: bootstrap.Service, tmp_path: Path) -> None:
    jobs = _jobs(service)
    (report,) = asyncio.run(jobs.submit(_request(tmp_path, "```\ncode\n```\n")))
    exported = jobs.export(report.id)
    assert exported.notice.startswith("There is nothing in it to be decided; it is as it was.")
    assert exported.content.decode() == "```\ncode\n```\n"


def cell(name: str, value: Any, outcome: Outcome = Outcome.ACCEPTED) -> UnitRecord:
    accepted = value if outcome is Outcome.ACCEPTED else None
    verdict = Verdict(name, outcome, "unanimous", ("r",), accepted, value, "m0")
    return UnitRecord(Field(name, 0, name, name, {"type": "number"}), verdict=verdict)


@pytest.mark.parametrize(
    ("value", "outcome", "words"),
    [
        (12, Outcome.ACCEPTED, "All units are verified. Not certified."),
        (12, Outcome.REVIEW, "1 of 1 units are not verified and are null. Not certified."),
        ("x", Outcome.ACCEPTED, "Every unit is decided (1), but not the whole object is verified. The object breaks"),
    ],
    ids=["whole", "waiting", "invalid"],
)
def test_the_notice_of_an_extraction(
    service: bootstrap.Service, keep: Any, value: Any, outcome: Outcome, words: str
) -> None:
    keep(service.outside.store, "job1", [cell("total", value, outcome)], task=Task.EXTRACT)
    exported = service.jobs.export("job1")
    assert exported.notice.startswith(words)
    assert json.loads(exported.content) == {"total": value if outcome is Outcome.ACCEPTED else None}


def test_several_extractions_are_one_line_each(service: bootstrap.Service, keep: Any) -> None:
    for name, outcome in (("job1", Outcome.ACCEPTED), ("job2", Outcome.REVIEW)):
        keep(service.outside.store, name, [cell("total", 12, outcome)], task=Task.EXTRACT)
    found = evidence_lines(service.jobs, ["job1", "job2"])
    assert [json.loads(line)["value"] for line in found.content.splitlines()] == [{"total": 12}, {"total": None}]
    assert (found.verified, found.total) == (1, 2)
    assert [line.partition(":")[0] for line in found.notice.splitlines()] == ["job1", "job2"]


# --- before anybody is asked -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("schema", "asked"), [(None, 1), ({"type": "number"}, 0)])
def test_a_second_opinion_is_made_ready_where_there_is_something_to_read(
    service: bootstrap.Service, tmp_path: Path, schema: dict[str, str] | None, asked: int
) -> None:
    made: list[Any] = []
    outside = replace(service.outside, second_opinion=lambda policy, panel: made.append(panel))
    wanted = _request(tmp_path, PAGE_OF_ONE, 'second_opinion: "off"\n')
    if schema is not None:
        Path(wanted.policy).write_text(POLICY.replace("translate", "extract"), "utf-8")
        wanted = replace(wanted, target_lang=None, schema={"type": "object", "properties": {"note": schema}})
    Jobs(outside).enter(wanted)
    assert len(made) == asked


def test_models_that_may_not_see_a_document_are_written_down(service: bootstrap.Service, tmp_path: Path) -> None:
    (entered,) = service.jobs.enter(_request(tmp_path, PAGE_OF_ONE))
    assert not [event for event in service.outside.store.events(entered.id) if event.action == "refuse-model"]


def test_what_the_store_refuses_says_how_to_go_on(service: bootstrap.Service, tmp_path: Path) -> None:
    class Full(type(service.outside.store)):  # type: ignore[misc]
        def record(self, calls: Any, **more: Any) -> None:
            raise StoreError("the disk is full", where="c.db", do="Free some space.")

        reserve_within = record

    store = Full(service.settings.database_url)
    client = ScriptedClient({"openai/gpt-4o": [translate], "anthropic/claude-sonnet-4-5": [translate]})
    jobs = Jobs(replace(service.outside, store=store, client_for=lambda spec: client))
    with pytest.raises(StoreError) as refused:
        asyncio.run(jobs.submit(_request(tmp_path, PAGE_OF_ONE)))
    (left,) = store.job_lines()
    assert refused.value.do == f"Free some space. Nothing is lost; then: consensus submit --resume {left.id}"
    store.close()
