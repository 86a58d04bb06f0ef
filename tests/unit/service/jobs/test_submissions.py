"""Jobs from a browser: what it may name (no file, folder or host of the server's side), and how they go on."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.domain import JobStatus, ModelReply, ModelRequest, ModelSpec, Policy
from consensus.domain.policy import MemberRule
from consensus.domain.run import RunStatus
from consensus.errors import ConsensusError, NotFoundError, PolicyError, SchemaError, StoreError, UsageError
from consensus.route.families import FamilyMap
from consensus.route.members import Known, resolve_member
from consensus.service.jobs.service import Jobs, SubmitRequest
from consensus.service.jobs.submissions import Submission, Submissions
from consensus.service.loop import LoopThread
from consensus.settings import Settings

LOOP = LoopThread()
TEXT = b"AQ-40 circulation pump"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    (tmp_path / "roles.yaml").write_text("sam: submitter\nsue: admin\nana: reviewer\n", "utf-8")
    opened = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", hub_allowed=False, user="sue"))
    yield opened
    LOOP.close()
    opened.close()


def order(name: str = "a.md", policy: str = "translation", panel: str = "recorded") -> Submission:
    return Submission(name, TEXT, policy, "en", "de", panel=panel)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("manual.md", "manual.md"),
        ("..", "document.txt"),
        ("", "document.txt"),
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\Users\\x\\manual.md", "manual.md"),
        ("a\r\nSet-Cookie: x.md", "aSet-Cookie x.md"),
        ("\ud800a\0b.md", "ab.md"),
        ("a\u202etxt.md", "atxt.md"),
        ("漢" * 200 + ".md", "漢" * 39 + ".md"),
    ],
)
def test_a_documents_name_is_a_name(service: bootstrap.Service, given: str, kept: str) -> None:
    job = LOOP.run(service.pages.submissions.submit(order(given), "sam"))
    assert service.pages.library.job(job).document == kept


@pytest.mark.parametrize(
    "named",
    [
        {"panel": "recorded:/etc/passwd#x"},
        {"panel": "openai/gpt-4o, llama3.2@http://169.254.169.254/v1"},
        {"policy": "/etc/passwd"},
        {"policy": "../roles.yaml"},
        {"policy": "~/x"},
    ],
    ids=str,
)
def test_files_and_hosts_are_the_admins_to_name(service: bootstrap.Service, named: dict[str, str]) -> None:
    asked = order(**named)
    submissions = service.pages.submissions
    for attempt in (submissions.plan, lambda *given: LOOP.run(submissions.submit(*given))):
        with pytest.raises(UsageError, match="for an admin to name"):
            attempt(asked, "sam")
        with pytest.raises(UsageError, match="may not hand in"):
            attempt(asked, "ana")
    assert not service.pages.library.jobs()


def test_the_admin_may_name_an_address(service: bootstrap.Service) -> None:
    asked = order(panel="llama3.2@http://127.0.0.1:9/v1,qwen3@http://127.0.0.1:9/v1")
    assert len(service.pages.submissions.plan(asked, "sue").members) == 2


def test_a_key_goes_to_the_host_that_the_policy_names(service: bootstrap.Service) -> None:
    home = "https://models.example.org/v1"
    rule = MemberRule(model="ours/small", family="ours", base_url=home, api_key_env="OUR_KEY")
    hosted = MemberRule(model="ours/large", family="ours", api_key_env="OUR_KEY")
    known = Known(Policy(name="x", version=1, members=(rule, hosted)), FamilyMap.parse("makers: []\nhosts: []\n"))
    keys = {
        name: resolve_member(name, known)[0].api_key_env
        for name in (
            "ours/small",
            "ours/large",
            f"ours/small@{home}",
            "ours/small@http://evil.example/v1",
            "ours/large@http://evil.example/v1",
        )
    }
    assert list(keys.values()) == ["OUR_KEY", "OUR_KEY", "OUR_KEY", None, None]


def test_a_schema_that_nests_without_end_is_said(service: bootstrap.Service) -> None:
    with pytest.raises(SchemaError, match="nested more than 100 levels"):
        LOOP.run(service.pages.submissions.submit(Submission("a.txt", TEXT, "extraction", schema="[" * 100_000), "sam"))


# --- jobs under way --------------------------------------------------------------------------------------------------


def until_ended(service: bootstrap.Service, job: str) -> JobStatus:
    end = time.monotonic() + 60
    while (course := service.pages.submissions.status(job)).standing == "running":
        assert time.monotonic() < end
        time.sleep(0.01)
    return course


def actions(service: bootstrap.Service, job: str) -> list[tuple[str, str]]:
    found = service.outside.store.events(job)
    return sorted((event.actor, event.action) for event in found if event.actor != "system")


def test_a_job_from_the_browser_to_its_end(service: bootstrap.Service) -> None:
    submissions = service.pages.submissions
    (plan,) = [submissions.plan(order(), "sam")]
    assert len(plan.members) >= 2
    assert not service.pages.library.jobs(), "a plan stores nothing"
    job = LOOP.run(submissions.submit(order(), "sam"))
    course = until_ended(service, job)
    assert (course.job_id, course.standing, course.error) == (job, "done", "")
    assert course.done == course.total > 0
    stored = service.outside.store.job(job)
    assert (stored.state, stored.document.source_lang, stored.document.target_lang) == ("done", "en", "de")
    LOOP.run(submissions.cancel(job, "sam"))
    assert actions(service, job) == [("sam", "submit")], "what has ended is not stopped"
    for attempt in (submissions.cancel, submissions.resume):
        with pytest.raises(UsageError, match="may not hand in"):
            LOOP.run(attempt(job, "ana"))
    LOOP.run(submissions.resume(job, "sam"))
    assert until_ended(service, job).standing == "done"
    assert actions(service, job) == [("sam", "resume"), ("sam", "submit")]


def test_a_job_of_before_is_away_until_it_is_taken_up(service: bootstrap.Service, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(TEXT)
    (entered,) = service.jobs.enter(SubmitRequest((path,), "translation", "en", "de", None, "recorded"))
    submissions = service.pages.submissions
    assert submissions.status(entered.id) == JobStatus(entered.id, RunStatus.CANCELLED)
    LOOP.run(submissions.cancel(entered.id, "sam"))
    assert actions(service, entered.id) == [], "nothing of it runs here"
    LOOP.run(submissions.resume(entered.id, "sam"))
    assert until_ended(service, entered.id).standing == "done"
    (other,) = LOOP.run(service.jobs.submit(SubmitRequest((path,), "translation", "en", "de", None, "recorded")))
    assert submissions.status(other.id).standing == "done"
    with pytest.raises(NotFoundError):
        submissions.status("nothing")


class Slow:
    """A model that answers once it is let."""

    def __init__(self) -> None:
        self.asked, self.free = threading.Event(), False

    async def complete(self, request: ModelRequest) -> ModelReply:
        self.asked.set()
        if not self.free:
            await asyncio.Event().wait()
        return ModelReply('{"segments": [{"n": 1, "text": "Umlaufpumpe AQ-40"}]}', "stop", "m")

    async def aclose(self) -> None:
        """Nothing to give back."""


def slowly(service: bootstrap.Service, model: Slow) -> Submissions:
    outside = replace(service.outside, client_for=lambda spec: model)
    return Submissions(Jobs(outside), service.sign_in_service.roles)


def test_a_job_is_stopped_and_taken_up_again(service: bootstrap.Service) -> None:
    model = Slow()
    submissions = slowly(service, model)
    job = LOOP.run(submissions.submit(order(), "sam"))
    assert model.asked.wait(60)
    assert submissions.status(job).standing == "running"
    LOOP.run(submissions.resume(job, "sam"))
    assert actions(service, job) == [("sam", "submit")], "it is at it already"
    LOOP.run(submissions.cancel(job, "sam"))
    end = time.monotonic() + 60
    while submissions.status(job).standing == "running" and time.monotonic() < end:
        time.sleep(0.01)
    assert submissions.status(job).standing == "cancelled"
    assert actions(service, job) == [("sam", "stop"), ("sam", "submit")]
    assert service.outside.store.job(job).state == "running", "it can be taken up again"
    model.free = True
    LOOP.run(submissions.resume(job, "sam"))
    while submissions.status(job).standing == "running" and time.monotonic() < end:
        time.sleep(0.01)
    assert submissions.status(job).standing == "done"
    LOOP.close()
    LOOP.close()


@pytest.mark.parametrize(
    ("error", "told"),
    [(StoreError("the disk is full", do="Free some."), "the disk is full"), (ValueError("odd"), "its log says more")],
    ids=["an error for people", "a fault of the program"],
)
def test_a_job_that_fails_says_why(service: bootstrap.Service, error: Exception, told: str) -> None:
    def broken(name: str) -> ModelSpec:
        raise error

    jobs = Jobs(replace(service.outside, limiter=lambda policy: broken("x")))
    submissions = Submissions(jobs, service.sign_in_service.roles)
    job = LOOP.run(submissions.submit(order(), "sam"))
    end = time.monotonic() + 60
    while submissions.status(job).standing == "running" and time.monotonic() < end:
        time.sleep(0.01)
    course = submissions.status(job)
    assert course.standing == "failed"
    assert told in course.error
    LOOP.close()


def test_closing_stops_what_is_under_way(service: bootstrap.Service) -> None:
    model = Slow()
    submissions = slowly(service, model)
    job = LOOP.run(submissions.submit(order(), "sam"))
    assert model.asked.wait(60)
    LOOP.close()
    end = time.monotonic() + 60
    while submissions.status(job).standing == "running" and time.monotonic() < end:
        time.sleep(0.01)
    assert submissions.status(job).standing in ("cancelled", "failed")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"schema": "{"}, "the schema is not JSON"),
        ({"policy": "extraction", "schema": "  "}, "needs a schema"),
        ({"name": "a.md", "content": b"\xff\xfe\xfa"}, "a.md"),
    ],
)
def test_what_cannot_be_handed_in(service: bootstrap.Service, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(ConsensusError, match=words) as refused:
        service.pages.submissions.plan(replace(order(), **changed), "sam")
    assert "consensus-" not in str(refused.value), "the file as its owner names it"


@pytest.mark.parametrize("line", ["semantic: /tmp/model", "semantic: somebody/model", "glossary: ../roles.yaml"])
def test_an_edited_policy_reads_no_file_and_loads_no_model(service: bootstrap.Service, line: str) -> None:
    stored = service.policies.text("translation")
    key = line.split(":")[0]
    kept = "\n".join(one for one in stored.splitlines() if not one.startswith(f"{key}:"))
    with pytest.raises(PolicyError, match=key):
        service.policies.parse(f"{kept}\n{line}\n", "translation")


def test_an_edited_policy_may_keep_its_own_model(service: bootstrap.Service, tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "own.yaml").write_text("name: own\nversion: 1\nsemantic: somebody/model\n", "utf-8")
    text = service.policies.text("own").replace("version: 1", "version: 2")
    assert service.policies.parse(text, "own").semantic == "somebody/model"


def test_a_download_that_was_offered_before_a_role_was_taken_away(service: bootstrap.Service, tmp_path: Path) -> None:
    from ui.screens.results import _exported

    job = LOOP.run(service.pages.submissions.submit(order(), "sam"))
    end = time.monotonic() + 60
    while service.pages.submissions.status(job).standing == "running" and time.monotonic() < end:
        time.sleep(0.02)
    assert _exported(service, job, "csv", "sam").startswith(b"unit,")
    service.roles.set("sam", ["reviewer"], "sue")
    with pytest.raises(UsageError, match="no submitter role"):
        _exported(service, job, "csv", "sam")


@pytest.mark.parametrize("bound", ["NaN", "-Infinity", "1e999"])
def test_a_schema_with_a_number_that_is_none_is_refused_and_harms_nobody(
    service: bootstrap.Service, bound: str
) -> None:
    schema = f'{{"type": "object", "properties": {{"total": {{"type": "number", "maximum": {bound}}}}}}}'
    poison = Submission("o.txt", b"Total: 5", "extraction", "en", "", schema, "recorded")
    with pytest.raises(SchemaError, match="number"):
        LOOP.run(service.pages.submissions.submit(poison, "sam"))
    assert service.pages.library.jobs() == []
