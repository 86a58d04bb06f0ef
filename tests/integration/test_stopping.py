"""A job that a screen stops: no call is sent any more after one second, and what was answered is not asked again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from consensus import bootstrap
from consensus.domain import CallState
from consensus.errors import ConflictError
from consensus.service.jobs.submissions import Submission, Submissions
from consensus.service.loop import LoopThread
from consensus.settings import Settings
from consensus.testing import LoopbackProvider

POLICY = """\
name: stopped
version: 1
task: translate
quorum: 2
semantic: "off"
asking: {segment_tokens: 10, concurrency_per_host: 4, breaker_failures: 0}
"""
USER = "ana"
LOOP = LoopThread()
MODELS = ("gpt-4o", "claude-sonnet-4", "mistral-large")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    yield built
    LOOP.close()
    built.close()


def until_asked(provider: LoopbackProvider, count: int) -> None:
    end = time.monotonic() + 60
    while len(provider.requests) < count:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_stopping_a_job_stops_its_spending(service: bootstrap.Service, tmp_path: Path) -> None:
    submissions, store = service.pages.submissions, service.outside.store
    policy = tmp_path / "stopped.yaml"
    policy.write_text(POLICY, "utf-8")
    content = "\n\n".join(f"Open valve {n} now." for n in range(60)).encode()
    with LoopbackProvider(delay=0.2) as provider:
        panel = ",".join(f"{model}@{provider.base_url}" for model in MODELS)
        job = LOOP.run(submissions.submit(Submission("page.txt", content, str(policy), "en", "de", "", panel), USER))
        until_asked(provider, 12)
        LOOP.run(submissions.cancel(job, USER))
        time.sleep(1.0)
        asked = len(provider.requests)
        time.sleep(1.0)
        assert len(provider.requests) == asked < 100
        assert submissions.status(job).standing == "cancelled"
        answered = sum(call.state is CallState.SETTLED for call in store.calls(job))
        LOOP.run(submissions.resume(job, USER))
        end = time.monotonic() + 60
        while submissions.status(job).standing != "done":
            assert time.monotonic() < end
            time.sleep(0.05)
        assert len(provider.requests) - asked == 180 - answered, "nothing that was answered is asked again"


def test_a_job_that_is_cancelled_elsewhere_while_it_waits_for_a_place_sends_nothing(tmp_path: Path) -> None:
    service = bootstrap.build(Settings.read().at(tmp_path / "home"), documents_at_once=1)
    roles = service.queue.people.roles
    submissions, store = Submissions(service.jobs, roles, outlive=True), service.outside.store
    policy = tmp_path / "stopped.yaml"
    policy.write_text(POLICY, "utf-8")
    with LoopbackProvider(delay=0.3) as provider:
        panel = ",".join(f"{model}@{provider.base_url}" for model in MODELS)
        first, second = (
            LOOP.run(submissions.submit(Submission(name, text, str(policy), "en", "de", "", panel), USER))
            for name, text in (("first.txt", b"Open valve 1 now."), ("second.txt", b"Close hatch 2 now."))
        )
        assert submissions.status(second).standing == "queued"
        store.cancel_run(second, "2026-05-04T12:00:00+00:00")
        LOOP.run(service.jobs.dispatch.wait(first))
        with pytest.raises(ConflictError):
            LOOP.run(service.jobs.dispatch.wait(second))
        assert submissions.status(second).standing == "cancelled"
        assert len(provider.requests) == len(MODELS), "nothing of the second is sent"
    LOOP.close()
    service.close()
