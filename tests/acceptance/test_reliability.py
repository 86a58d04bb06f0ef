"""Faults of every kind through the real product. What happens stands in docs/reliability.md, written by these tests:

CONSENSUS_WRITE_DOCS=1 pytest tests/acceptance/test_reliability.py
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from consensus.bootstrap import Service, build
from consensus.domain import CallState
from consensus.errors import StoreError
from consensus.export import to_jsonl
from consensus.providers.clock import SystemClock
from consensus.service.jobs.report import JobReport
from consensus.service.jobs.service import Jobs, SubmitRequest
from consensus.settings import Settings
from consensus.testing import Fault, LoopbackProvider
from consensus.testing.provider_words import Reaction

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
WRITING = "CONSENSUS_WRITE_DOCS" in os.environ
HEAD = """\
# What goes wrong, and what is lost

Each line is what a test saw happen to a real job: the whole product, a real database and a provider on a real socket
that misbehaves on purpose. `CONSENSUS_WRITE_DOCS=1 pytest tests/acceptance/test_reliability.py` writes the file, and
the same tests fail where it is not true any more. "The others" are the two other members of a panel of three.

| fault | what happens | what is lost |
|---|---|---|
"""
ROWS: dict[str, str] = {}

MODELS = ("gpt-4o", "claude-sonnet-4", "mistral-large")
FAULTY = MODELS[2]
GERMAN = {"Open the valve.": "Öffnen Sie das Ventil.", "Wait 5 min.": "Warten Sie 5 min."}
POLICY = """\
name: strict
version: 1
quorum: 2
semantic: "off"
asking: {{attempts: 2, call_seconds: {seconds}, ask_seconds: 30, segment_tokens: {tokens}{more}}}
"""


def happened(fault: str, what: str, lost: str) -> None:
    """Hold the line against the file, or keep it for writing."""
    ROWS[fault] = f"| {fault} | {what} | {lost} |\n"
    if not WRITING:
        assert ROWS[fault] in DOCUMENT.read_text("utf-8"), f"write docs/reliability.md anew: {ROWS[fault]}"


@pytest.fixture(scope="module", autouse=True)
def written() -> Iterator[None]:
    yield
    if WRITING:
        _, mark, others = DOCUMENT.read_text("utf-8").partition("\n## ")  # what other tests saw
        DOCUMENT.write_text(HEAD + "".join(ROWS.values()) + mark + others, "utf-8")


def german(model: str, text: str) -> str:
    return GERMAN.get(text) or re.sub(r"Open valve (\d+) now\.", r"Öffnen Sie Ventil \1 jetzt.", text)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    home = tmp_path / "home"
    opened = build(Settings(home=home, database_url=f"sqlite:///{home / 'consensus.sqlite'}?timeout=0.3"))
    yield opened
    opened.close()


def request(
    folder: Path, provider: LoopbackProvider, seconds: float = 10, segments: int = 0, more: str = ""
) -> SubmitRequest:
    """Two units in one ask, or so many units, each an ask of its own. more: rules of asking."""
    policy, page = folder / "strict.yaml", folder / "page.txt"
    policy.write_text(POLICY.format(seconds=seconds, tokens=10 if segments else 400, more=more), "utf-8")
    page.write_text("\n\n".join([f"Open valve {n} now." for n in range(segments)] or GERMAN), "utf-8")
    panel = tuple(f"{model}@{provider.base_url}" for model in MODELS)
    return SubmitRequest((page,), str(policy), "en", "de", None, panel)


def submitted(jobs: Jobs, wanted: SubmitRequest) -> JobReport:
    (report,) = asyncio.run(jobs.submit(wanted))
    return report


def accepted(report: JobReport) -> int:
    return sum(record.verdict is not None and record.verdict.outcome == "accepted" for record in report.units)


# --- providers -------------------------------------------------------------------------------------------------------

ONE_FAULTY = {
    Fault.RATE_LIMITED: "one provider answers 429 for ever",
    Fault.SERVER_ERROR: "one provider answers 500 for ever",
    Fault.RESET: "one provider breaks every connection",
    Fault.SLOW: "one provider answers too late",
    Fault.QUOTA: "one account is empty (insufficient quota)",
    Fault.UNAUTHORISED: "one key is refused",
    Fault.HTML: "one address answers a web page at its first call (one that has answered before: three in a row)",
    Fault.TOO_LONG: "one provider finds the text too long",
    Fault.TRUNCATED: "one model's answer is cut off",
    Fault.MALFORMED: "one model writes broken JSON",
    Fault.RENUMBERED: "one model numbers its answers wrongly",
    Fault.LOST: "one model leaves a segment out",
    Fault.DOUBLED: "one model answers a segment twice",
    Fault.REFUSAL: "one model declines",
    Fault.FILTERED: "one provider's filter swallows the answer",
    Fault.EMPTY: "one model answers nothing",
    Fault.NO_SCHEMA: "one provider knows no structured output",
}


@pytest.mark.parametrize("fault", ONE_FAULTY, ids=[fault.value for fault in ONE_FAULTY])
def test_one_of_three_goes_wrong(fault: Fault, service: Service, tmp_path: Path) -> None:
    with LoopbackProvider(always={FAULTY: fault}, translate=german, slow=4.0) as provider:
        report = submitted(service.jobs, request(tmp_path, provider, 1.5 if fault is Fault.SLOW else 10))
        asked = provider.asked(FAULTY)
    silent = {
        str(answer.reason)
        for record in report.units
        for answer in record.answers
        if hasattr(answer, "reason") and answer.member.startswith(FAULTY)
    }
    times = {1: "once", 2: "twice"}.get(asked, f"{asked} times")
    end = f"abstains ({', '.join(silent)}); the others decide" if silent else "answers"
    happened(ONE_FAULTY[fault], f"it is asked {times}, then {end}", lost_units(report))


def lost_units(report: JobReport) -> str:
    count = accepted(report)
    assert count == len(report.units), [record.verdict for record in report.units[:1]]
    return f"nothing: {count} of {len(report.units)} units accepted"


def test_all_are_down(service: Service, tmp_path: Path) -> None:
    with LoopbackProvider(always=dict.fromkeys(MODELS, Fault.SERVER_ERROR), translate=german) as provider:
        wanted = request(tmp_path, provider, segments=30, more=", breaker_seconds: 1")
        report = submitted(service.jobs, wanted)
        asked = len(provider.requests)
        provider.always = {}
        time.sleep(2.2)  # the second cooldown
        (again,) = asyncio.run(service.jobs.resume(report.id))
        assert len(provider.requests) == asked + 90, "each ask once more, and no other"
    reasons = " ".join(record.verdict.reasons[0] for record in report.units if record.verdict)
    assert "failed" in {record.verdict.outcome for record in report.units if record.verdict}
    assert asked < 100, "2 attempts for each of 90 asks would be 180"
    assert "500" in reasons
    happened(
        "all providers are down",
        "the breakers open after five failures in a row, the rest is not asked; every unit fails and says why, nothing "
        "is accepted; `consensus submit --resume JOB` asks again about what failed, and about nothing else",
        f"{lost_units(again)} after that",
    )


def test_a_short_outage(service: Service, tmp_path: Path) -> None:
    script = {FAULTY: [Fault.SERVER_ERROR] * 5}
    with LoopbackProvider(script=script, translate=german) as provider:
        report = submitted(service.jobs, request(tmp_path, provider, segments=20))
    silent = [a for record in report.units for a in record.answers if hasattr(a, "reason")]
    assert not silent
    happened(
        "one provider is down for some seconds",
        "its breaker opens, its asks wait for the cooldown, one probe finds it well and all are answered",
        lost_units(report) + " and no answer missing",
    )


# --- clock and database ----------------------------------------------------------------------------------------------


class Jumping(SystemClock):
    """A wall clock that is set by ``hours`` after some readings."""

    def __init__(self, hours: int) -> None:
        self.hours, self.readings = hours, 0

    def now(self) -> datetime:
        self.readings += 1
        return datetime.now(UTC) + timedelta(hours=self.hours if self.readings > 20 else 0)


@pytest.mark.parametrize("hours", [-24 * 400, 24 * 400], ids=["backwards", "forwards"])
def test_the_clock_jumps(hours: int, service: Service, tmp_path: Path) -> None:
    jobs = Jobs(replace(service.outside, clock=Jumping(hours)))
    with LoopbackProvider(translate=german) as provider:
        report = submitted(jobs, request(tmp_path, provider, segments=10))
        assert len(provider.requests) == 30
    direction = "backwards" if hours < 0 else "forwards"
    happened(
        f"the clock jumps {direction} by 400 days",
        "waits and deadlines run on a clock that cannot be set; no call is repeated",
        lost_units(report),
    )


class Locking(LoopbackProvider):
    """Another program takes the database while a certain request is under way."""

    lock_at: tuple[int, sqlite3.Connection] | None = None

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        if self.lock_at is not None and len(self.requests) == self.lock_at[0]:
            self.lock_at[1].execute("BEGIN IMMEDIATE")
        return await super().answer(path, key, body)


def test_the_database_is_locked(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "home" / "consensus.sqlite"
    with Locking(translate=german, delay=0.05) as provider:
        assert isinstance(provider, Locking)
        wanted = request(tmp_path, provider, segments=20)
        with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
            provider.lock_at = (20, other)
            with pytest.raises(StoreError, match="locked") as raised:
                asyncio.run(service.jobs.submit(wanted))
            provider.lock_at = None
        assert "consensus submit --resume" in str(raised.value)
        (job,) = service.outside.store.job_lines()
        before = Counter(c.state for c in service.outside.store.calls(job.id))
        (report,) = asyncio.run(service.jobs.resume(job.id))
        books = Counter(c.state for c in service.outside.store.calls(job.id))
        assert books[CallState.SETTLED] == 60
        assert len(provider.requests) <= 60 + before[CallState.RESERVED]
    happened(
        "another program locks the database",
        "a lock that is given back is waited for; else the job stops before anything is sent that cannot be written "
        "down, and says how to resume; calls under way are asked once more and marked",
        lost_units(report) + " after the resume",
    )


# --- processes -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Command:
    """The real command against one provider. arguments: of ``submit``."""

    arguments: list[str]
    home: Path
    provider: LoopbackProvider
    consensus: Callable[..., Any]
    start: Callable[..., subprocess.Popen[bytes]]

    def rows(self) -> Counter[str]:
        path = self.home / "consensus.sqlite"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return Counter(dict(database.execute("SELECT state, count(*) FROM calls GROUP BY state").fetchall()))

    def job(self) -> str:
        with closing(sqlite3.connect(f"file:{self.home / 'consensus.sqlite'}?mode=ro", uri=True)) as database:
            return str(database.execute("SELECT id FROM jobs").fetchone()[0])

    def until_asked(self, count: int, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + 60
        while len(self.provider.requests) < count:
            assert process.poll() is None, process.stderr and process.stderr.read().decode()
            assert time.monotonic() < end
            time.sleep(0.01)

    def resumed(self) -> list[dict[str, Any]]:
        """The evidence of the job, once it is at its end."""
        done = self.consensus("submit", "--resume", self.job(), "--json")
        assert done.code == 0, done.err
        assert done.json["jobs"][0]["totals"]["accepted"] == 20
        return [json.loads(line) for line in self.consensus("export", self.job(), "--format", "jsonl").out.splitlines()]


@pytest.fixture
def command(tmp_path: Path, home: Path, consensus: Callable[..., Any], start: Callable[..., Any]) -> Iterator[Command]:
    with LoopbackProvider(translate=german, delay=0.15) as provider:
        wanted = request(tmp_path, provider, segments=20)
        panel = ",".join(wanted.panel or ())
        given = [str(wanted.paths[0]), "--policy", wanted.policy, "--from", "en", "--to", "de", "--panel", panel]
        yield Command(["submit", *given, "--json"], home, provider, consensus, start)


def test_killed(command: Command) -> None:
    process = command.start(*command.arguments)
    command.until_asked(30, process)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    time.sleep(0.3)
    before, sent = command.rows(), len(command.provider.requests)
    lines = command.resumed()
    after = command.rows()
    assert after["settled"] == 60
    assert after["reserved"] == before["reserved"], "they stay as they are"
    assert len(command.provider.requests) - sent == 60 - before["settled"], "nothing that was answered is asked again"
    repeated = {a["call"]["repeats"] for line in lines for a in line["candidates"]} - {None}
    assert len(repeated) == before["reserved"] > 0, "each marked"
    happened(
        "kill -9 at any moment",
        "on resume answered calls are not repeated; those under way are asked once more, and marked so in the evidence",
        "nothing: 20 of 20 units accepted; the calls under way may be billed twice",
    )


def test_stopped_by_the_user(command: Command) -> None:
    process = command.start(*command.arguments)
    command.until_asked(20, process)
    process.send_signal(signal.SIGINT)
    time.sleep(1.0)
    asked = len(command.provider.requests)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert len(command.provider.requests) == asked < 60
    command.resumed()
    happened(
        "Ctrl+C",
        "no call is sent any more after one second; the command says how to resume",
        "nothing: 20 of 20 units accepted after the resume",
    )


#: Runs the command with a disk that is full some kilobytes after the job was made.
FULL_DISK = """\
import os, pathlib, resource, signal, sys
from consensus.cli.main import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from consensus.service.jobs import entering
create = entering._create
def limited(*given):
    made = create(*given)
    largest = max(path.stat().st_size for path in pathlib.Path(os.environ["CONSENSUS_HOME"]).iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 400_000, resource.RLIM_INFINITY))
    return made
entering._create = limited
sys.exit(main())
"""


def test_the_disk_is_full(command: Command, environment: Mapping[str, str], tmp_path: Path) -> None:
    limit = ["-c", FULL_DISK, *command.arguments]
    ran = subprocess.run([sys.executable, *limit], env=environment, cwd=tmp_path, capture_output=True, timeout=100)
    out = ran.stdout.decode() + ran.stderr.decode()
    assert ran.returncode == 2, out
    assert "consensus submit --resume" in out
    assert "disk" in out
    assert "Traceback" not in out
    before, sent = command.rows(), len(command.provider.requests)
    assert 0 < before["settled"] < 60
    command.resumed()
    assert command.rows()["settled"] == 60
    assert len(command.provider.requests) - sent == 60 - before["settled"]
    happened(
        "the disk is full",
        "the job stops with one clear error; what was written stays, and the resume asks for the rest",
        "nothing: 20 of 20 units accepted after the resume; the calls under way may be billed twice",
    )


# --- secrets ---------------------------------------------------------------------------------------------------------

KEYS = {"HOUSE_KEY": "plantedhousekey0123456789", "OTHER_TOKEN": "9f8e7d6c5b4a39281706f5e4d3c2b1a0"}


class Echoing(LoopbackProvider):
    """Repeats the key in every error body, and one member even in its answers."""

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        await super().answer(path, key, body)
        status = {"gpt-4o": 500, "claude-sonnet-4": 400}.get(str(body["model"]))
        if status is None:
            said = {
                "role": "assistant",
                "content": f"Your key is {key}, {base64.b64encode(key.encode()).decode()}, {quote(key, safe='')}.",
            }
            answer = {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0}]}
            answer["choices"] = [{"index": 0, "finish_reason": f"stop {key}", "message": said}]
            answer |= {"model": key, "system_fingerprint": key, "id": key}
            return Reaction(json.dumps(answer))
        said = {"message": f"Not with {key}, and not with Bearer {key}.", "type": "x", "code": key}
        return Reaction(json.dumps({"error": said}), status)


def test_providers_repeat_the_key(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    settings = Settings(home=home, database_url=f"sqlite:///{home / 'consensus.sqlite'}", secrets=KEYS)
    opened = build(settings)
    with Echoing(translate=german) as provider:
        wanted = request(tmp_path, provider)
        variables = ("HOUSE_KEY", "OTHER_TOKEN", "HOUSE_KEY")
        rules = [
            f'  - {{model: "{m}", api_key_env: {v}}}\n' for m, v in zip(wanted.panel or (), variables, strict=True)
        ]
        Path(wanted.policy).write_text(Path(wanted.policy).read_text("utf-8") + "members:\n" + "".join(rules), "utf-8")
        report = submitted(opened.jobs, wanted)
        assert {seen.key for seen in provider.requests} == set(KEYS.values()), "else there is no key to be found"
    store = opened.outside.store
    exported = to_jsonl(report.job, report.units, store.calls(report.job.id))
    shown = exported + repr(report) + "".join(capfd.readouterr())
    opened.close()
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert "[key]" in shown
    for key in KEYS.values():
        assert key not in shown
        for form in (key, base64.b64encode(key.encode()).decode(), json.dumps(key)[1:-1]):
            assert not any(form.encode() in content for content in kept)
            assert form not in shown
    happened(
        "providers repeat the key in errors and answers",
        "the key is blotted out before anything is stored, shown or exported",
        "nothing: no key in the database, errors, screens or exports",
    )
