"""The library: the plain calls are those to be awaited, and both do what they say of cancelling."""

from __future__ import annotations

import asyncio
import inspect
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import consensus
from consensus import bootstrap
from consensus.domain import ModelReply, Progress
from consensus.errors import ConflictError, NotFoundError, UsageError
from consensus.service.jobs.service import Jobs
from consensus.service.verifier import AsyncVerifier, Verifier
from consensus.settings import Settings

GIVEN: Any = {"policy": "translation", "source": "en", "to": "de", "panel": "recorded"}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text("AQ-40 circulation pump", "utf-8")
    return path


class Slow:
    """A model that answers once it is let."""

    def __init__(self) -> None:
        self.asked, self.free = threading.Event(), False

    async def complete(self, request: Any) -> ModelReply:
        self.asked.set()
        if not self.free:
            await asyncio.Event().wait()
        return ModelReply('{"segments": [{"n": 1, "text": "Umlaufpumpe AQ-40"}]}', "stop", "m")

    async def aclose(self) -> None:
        """Nothing to give back."""


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[Jobs, Slow]]:
    service, model = bootstrap.build(Settings.read().at(tmp_path / "home")), Slow()
    yield Jobs(replace(service.outside, client_for=lambda spec: model)), model
    service.close()


def _public(kind: type) -> dict[str, Any]:
    return {name: method for name, method in inspect.getmembers(kind, callable) if not name.startswith("_")}


def test_every_call_is_there_twice_with_one_signature_and_one_explanation() -> None:
    plain, awaited = _public(Verifier), _public(AsyncVerifier)
    assert plain.keys() == awaited.keys()
    for name, method in plain.items():
        assert inspect.signature(method) == inspect.signature(awaited[name]), name
        assert inspect.getdoc(method) == inspect.getdoc(awaited[name]) != "", name
        assert inspect.iscoroutinefunction(awaited[name]), name
        assert not inspect.iscoroutinefunction(method), name


async def test_a_plain_call_inside_a_loop_warns_and_works(tmp_path: Path, page: Path) -> None:
    verifier = consensus.open(tmp_path / "home")
    with pytest.warns(RuntimeWarning, match=r"Verifier\.submit: .*consensus\.aopen\(\)") as warned:
        job = verifier.submit(page, **GIVEN)
    assert warned[0].filename == __file__, "it names the caller's line"
    assert job.job.state == "done"
    verifier.close()


async def test_several_documents_awaited_and_taken_away_as_bytes(tmp_path: Path, page: Path) -> None:
    async with consensus.aopen(tmp_path / "home") as verifier:
        jobs = await verifier.submit_all([page, str(page)], **GIVEN)
        assert [job.job.state for job in jobs] == ["done", "done"]
        assert len({job.id for job in jobs}) == 2
        written = await verifier.export(jobs[0], tmp_path / "out.md")
        assert await verifier.export(jobs[0]) == written.read_bytes()
        with pytest.raises(UsageError, match="segments, not fields"):
            await verifier.evidence(jobs[0])
        with pytest.raises(NotFoundError):
            await verifier.wait("nothing")


def test_a_job_goes_on_while_nobody_waits(tmp_path: Path, page: Path) -> None:
    heard: list[Progress] = []
    with consensus.open(tmp_path / "home") as verifier:
        job = verifier.enqueue(page, **GIVEN)
        assert verifier.wait(job.id[:8], heard.append).job.state == "done"
        assert verifier.wait(job, heard.append).job.state == "done", "nothing is left to wait for"


async def test_cancelling_a_submission_stops_its_job_and_waiting_stops_nothing(
    slow: tuple[Jobs, Slow], page: Path
) -> None:
    jobs, model = slow
    verifier = AsyncVerifier(jobs, lambda: None)
    submission = asyncio.create_task(verifier.submit(page, **GIVEN))
    await asyncio.to_thread(model.asked.wait, 30)
    (line,) = jobs.outside.store.job_lines()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await verifier.wait(line.id)
    assert jobs.dispatch.known(line.id).standing == "running"
    submission.cancel()
    with pytest.raises(asyncio.CancelledError):
        await submission
    assert jobs.dispatch.known(line.id).standing == "cancelled", "before the caller hears of it"
    model.free = True
    assert (await verifier.resume(line.id)).job.state == "done"


async def test_who_waits_hears_that_another_cancelled(slow: tuple[Jobs, Slow], page: Path) -> None:
    jobs, model = slow
    verifier = AsyncVerifier(jobs, lambda: None)
    job = await verifier.enqueue(page, **GIVEN)
    waiting = asyncio.create_task(verifier.wait(job))
    await asyncio.to_thread(model.asked.wait, 30)
    while not jobs.dispatch._runs[job.id].listeners:  # noqa: ASYNC110 - the other does not wait yet
        await asyncio.sleep(0.01)
    assert (await verifier.cancel(job)).job.state == "running", "it can be taken up again"
    with pytest.raises(ConflictError, match=f"--resume {job.id}"):
        await waiting
    await verifier.close()


def test_an_interrupted_plain_call_stops_its_job(slow: tuple[Jobs, Slow], page: Path) -> None:
    jobs, model = slow
    verifier = Verifier(AsyncVerifier(jobs, lambda: None))

    def interrupt() -> None:
        model.asked.wait(30)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        verifier.submit(page, **GIVEN)
    (line,) = jobs.outside.store.job_lines()
    verifier.close()
    assert jobs.dispatch.known(line.id).standing == "cancelled"
