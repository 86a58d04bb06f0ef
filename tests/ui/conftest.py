"""What the tests of the screens share: jobs of short texts written for the purpose."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from consensus import bootstrap, review
from consensus.cli.serve import review_command
from consensus.domain import (
    Action,
    Candidate,
    Document,
    Event,
    Field,
    Finding,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Segment,
    Severity,
    Task,
    Unit,
    Verdict,
)
from consensus.domain.job import JobRecord, QueueFilter, UnitRecord
from consensus.ports.storage import Store
from consensus.settings import Settings
from consensus.storage.store import SqlStore

#: What fades in is judged once it has: half-way its colours are those of nothing.
STILL = """async () => Promise.race([
  Promise.all(document.getAnimations()
    .filter(one => Number.isFinite(one.effect.getComputedTiming().endTime)).map(one => one.finished.catch(() => {}))),
  new Promise(done => setTimeout(done, 3000))])"""
AXE = Path(__file__).resolve().parents[2] / ".venv/axe/node_modules/axe-core/axe.min.js"
CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync", "--no-first-run"]

AT = "2026-05-04T12:00:00+00:00"
MEMBERS = ("maker1/alpha", "maker2/beta", "maker3/gamma")

SIXTY_WORDS = (
    "Before opening the pump housing, switch off the power, lock the isolator, and wait at least 30 minutes until the "
    "pressure gauge reads below 0.5 bar; then drain the remaining coolant into a clean container of at least 2 litres "
    "and check that the seal ring, the two locking pins and the spring washer are still in place before you continue."
)
LONG_ANSWERS = (
    "Schalten Sie vor dem Öffnen des Pumpengehäuses die Stromversorgung aus, verriegeln Sie den Trennschalter und "
    "warten Sie mindestens 30 Minuten, bis das Manometer unter 0,5 bar anzeigt; lassen Sie dann das restliche "
    "Kühlmittel in einen sauberen Behälter von mindestens 2 Litern ab und prüfen Sie, ob der Dichtring, die beiden "
    "Sicherungsstifte und die Federscheibe noch vorhanden sind, bevor Sie fortfahren.",
    "Schalten Sie vor dem Öffnen des Pumpengehäuses den Strom ab, verriegeln Sie den Trennschalter und warten Sie "
    "mindestens 80 Minuten, bis das Manometer weniger als 0,5 bar anzeigt; lassen Sie dann das restliche Kühlmittel "
    "in einen sauberen Behälter von mindestens 2 Litern ab und prüfen Sie, ob Dichtring, die zwei Sicherungsstifte "
    "und die Federscheibe noch an ihrem Platz sind, bevor Sie weitermachen.",
    "Vor dem Öffnen des Pumpengehäuses die Stromversorgung abschalten, den Trennschalter sperren und mindestens 30 "
    "Minuten warten, bis das Manometer unter 0,5 bar liegt; danach das restliche Kühlmittel in einen sauberen Behälter "
    "mit mindestens 2 Litern ablassen und kontrollieren, ob Dichtring, beide Sicherungsstifte und Federscheibe noch "
    "sitzen, bevor Sie fortfahren.",
)


def translation(store: Store, texts: list[tuple[str, tuple[str, ...]]], *, panel: str = "given") -> list[str]:
    """One job with a segment per (source, answers); ids of the units in document order."""
    units = [
        Segment(f"s{n}", n, source, 1000 * n, 1000 * n + len(source), before="Opening the housing", after="Next step.")
        for n, (source, _) in enumerate(texts)
    ]
    document = Document("d1", "pump-manual.md", Task.TRANSLATE, "markdown", "…", "en", "de")
    create(store, "job1", document, panel, list(units))
    records = []
    for unit, (_, values) in zip(units, texts, strict=True):
        findings, reason = (), f"The answers differ in wording; {MEMBERS[0]} stands alone."
        if "30 minutes" in unit.text:
            reason = f"The answers differ in a number: {MEMBERS[1]} has 80, the others have 30."
            findings = (Finding("numbers", Severity.CRITICAL, True, "The source has 30, the answer 80.", MEMBERS[1]),)
        records.append(record(unit, values, findings, reason))
    save(store, "job1", records)
    return [unit.id for unit in units]


def extraction(store: Store, text: str, schema: dict[str, Any], values: tuple[Any, ...]) -> str:
    """One job with one field."""
    field = Field("f0", 0, "total", "total", schema)
    document = Document("d2", "invoice.txt", Task.EXTRACT, "text", text, "en", None, {"type": "object"})
    create(store, "job2", document, "recorded", [])
    save(store, "job2", [record(field, values, (), "1 of 2 independent families agree.")])
    return field.id


def create(store: Store, job_id: str, document: Document, panel: str, units: list[Unit]) -> None:
    members = tuple(ModelSpec(name, name, name.split("/")[0]) for name in MEMBERS)
    policy = Policy(name="any", version=1)
    made = Panel(panel, members, "for the test")
    store.create_job(JobRecord(job_id, document, policy, made, document.name, "done", AT), units)


def record(unit: Unit, values: tuple[Any, ...], findings: tuple[Finding, ...], reason: str) -> UnitRecord:
    answers = tuple(
        Candidate(unit.id, member, member.split("/")[0], value)
        for member, value in zip(MEMBERS[: len(values)], values, strict=True)
    )
    outcome = Outcome.REVIEW if values else Outcome.FAILED
    verdict = Verdict(unit.id, outcome, "split", (reason,), leading=values[0] if values else None)
    return UnitRecord(unit, answers, None, findings, verdict)


def save(store: Store, job_id: str, records: list[UnitRecord]) -> None:
    items = review.waiting_items(store.job(job_id), records, AT, lambda purpose, name: 1.0)
    store.save_decisions(job_id, records, items)


def decide(store: Store, edits: list[str]) -> None:
    """One decision after another, some days apart; "" takes the leading answer as it stands."""
    now = datetime.now(UTC) - timedelta(days=len(edits))
    for number, edited in enumerate(edits):
        claimed = store.claim_next("ana", now, 900, wanted=QueueFilter())
        assert claimed is not None
        leading = store.unit(claimed.job_id, claimed.unit_id).verdict.leading
        at = now + timedelta(seconds=4 + 3 * (number % 4))
        action = Action.EDITED if edited else Action.CHOSEN
        made = Resolution(
            claimed.unit_id, action, "ana", edited or leading, now.isoformat(), at.isoformat(), comment=edited
        )
        event = Event(at.isoformat(), "ana", "resolve", claimed.id, edited or "chosen A")
        with store.transaction() as tx:
            assert tx.resolve(claimed, made, event)
        now += timedelta(hours=9)


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """Streamlit puts the page that it runs in the place of ``__main__``, which a later test's new process would run."""
    ours = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = ours


@pytest.fixture
def store(open_sql: Callable[[Path], SqlStore], tmp_path: Path) -> Iterator[SqlStore]:
    """On SQLite alone: what a screen shows does not depend on the database, and a browser takes its time."""
    opened = open_sql(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The screen, served to ana as ``consensus review`` serves it."""
    with served(tmp_path, "ana") as url:
        yield url


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(tmp_path: Path, user: str, port: int = 0) -> Iterator[str]:
    """A server for one person; all of them share the database of the test."""
    port = port or free_port()
    command, more = review_command(port, Settings.read().at(tmp_path / "home"))
    home = {"CONSENSUS_HOME": str(tmp_path / "home"), "CONSENSUS_DATABASE_URL": f"sqlite:///{tmp_path / 'c.db'}"}
    log = (tmp_path / f"{user}.log").open("wb")
    environment = {**os.environ, **more, **home, "CONSENSUS_USER": user}
    server = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server, tmp_path / f"{user}.log")
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
    pytest.fail(f"the server did not come up: {log.read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail("There is no browser to test the screen with. Run: apt-get install -y chromium", pytrace=False)
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 720})
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


def settled(page: Page) -> None:
    """Wait until all that was asked for is drawn: keys are heard from then on. No guess at how long that takes."""
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def look(page: Page, source: str) -> None:
    """Wait for an item, and look at it for half a second: a decision that comes faster is refused."""
    expect(page.locator(".c-source, .c-document").filter(has_text=source).first).to_be_visible()
    settled(page)
    page.wait_for_timeout(500)


class Beacon(BaseHTTPRequestHandler):
    """Answers anything, and remembers that it was asked."""

    def do_GET(self) -> None:
        self.server.seen.append(self.path)  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


@pytest.fixture
def beacon() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Beacon)
    server.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def axe(page: Page) -> Callable[..., list[str]]:
    """Violations of WCAG 2 A and AA and of best practice on the page as it stands; of these rules alone if named."""
    if not AXE.exists():
        command = "npm install --no-save --prefix .venv/axe axe-core@4"
        pytest.fail(f"axe-core is missing. Run: {command}", pytrace=False)

    def violations(*rules: str) -> list[str]:
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        page.evaluate(STILL)
        only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
        found = page.evaluate("only => axe.run(document, {resultTypes: ['violations'], ...only})", only)
        return [
            f"{v['id']} ({v['impact']}): {node['target'][0]} {node['html'][:160]}"
            for v in found["violations"]
            for node in v["nodes"][:4]
        ]

    return violations


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    opened = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", hub_allowed=False, user="ana"))
    yield opened
    opened.close()


def _screen(name: str) -> None:
    import importlib

    importlib.import_module(f"ui.screens.{name}").render()


@pytest.fixture
def opened(service: bootstrap.Service) -> Callable[..., AppTest]:
    """Draws a screen without a browser: its name, what stands in the address, and another service if need be."""

    def drawn(screen: str, by: bootstrap.Service = service, **address: str) -> AppTest:
        app = AppTest.from_function(_screen, default_timeout=60, kwargs={"name": screen})
        app.session_state["service"] = by
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return drawn


@pytest.fixture
def seeds() -> SimpleNamespace:
    """The makers of jobs, and long texts."""
    return SimpleNamespace(
        translation=translation,
        extraction=extraction,
        record=record,
        create=create,
        save=save,
        decide=decide,
        look=look,
        settled=settled,
        at=AT,
        served=served,
        free_port=free_port,
        sixty_words=SIXTY_WORDS,
        long_answers=LONG_ANSWERS,
    )
