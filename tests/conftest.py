"""For every test: no socket but loopback, no hub, no keys of whoever runs the tests."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from pytest_socket import socket_allow_hosts
from sqlalchemy import event

from consensus import certify, review
from consensus.domain import (
    Action,
    Audit,
    AuditOutcome,
    Candidate,
    Document,
    Event,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeUpdate,
    Judgement,
    Lot,
    ModelSpec,
    Origin,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Segment,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, QueueFilter, UnitRecord
from consensus.service.guarantee.audits import store_audit
from consensus.service.guarantee.gate import basis_of, key_of
from consensus.storage.store import SqlStore
from tests.postgres import Server, serve

# Before any library reads it: without network a hub name would hang for over a minute.
os.environ["HF_HUB_OFFLINE"] = "1"
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in its background so, and our own processes would inherit it: none could be interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)
# A slow machine is no bug; and what lands must not depend on the day's random examples.
hypothesis.settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("steady")
for name in [name for name in os.environ if name.endswith("_API_KEY") or name.startswith("CONSENSUS_DATABASE")]:
    del os.environ[name]


@pytest.fixture(autouse=True)
def loopback_only() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def open_sql(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], SqlStore]:
    """Opens ``c.db`` in a folder, a new one as a copy of one that was migrated once, and waits for no disk.

    What migrations do, and that a commit is on the disk before it counts, is shown in ``tests/integration``.
    """
    made = tmp_path_factory.mktemp("migrated") / "c.db"
    SqlStore(f"sqlite:///{made}").close()

    def opened(folder: Path) -> SqlStore:
        if not (folder / "c.db").exists():
            shutil.copy(made, folder / "c.db")
        store = SqlStore(f"sqlite:///{folder / 'c.db'}")
        event.listen(store._engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
        store._engine.dispose()  # the connection that was opened first still waits
        return store

    return opened


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server for all tests of this process."""
    with serve() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Makes an empty store and gives its URL: what asks for it runs on both."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres_server")
        return server.database
    open_sql = request.getfixturevalue("open_sql")

    def made() -> str:
        folder = tmp_path_factory.mktemp("database")
        open_sql(folder).close()
        return f"sqlite:///{folder / 'c.db'}"

    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """A new database, of SQLite ``c.db`` in the test's folder: every test that asks for it runs on both."""
    if request.param == "sqlite":
        opened = request.getfixturevalue("open_sql")(tmp_path)
    else:
        opened = SqlStore(request.getfixturevalue("postgres_server").database())
    yield opened
    opened.close()


class Promised:
    """A guarantee of three levels in a store, made as the product makes it: a document of two units for each check.

    The first unit is drawn, at the level asked for; no level accepts the second.
    """

    LEVELS = (certify.Level(0.9, 0.45), certify.Level(0.6, 0.60), certify.Level(0.3, 0.75))
    SCORES = (0.95, 0.7, 0.4)

    def __init__(self, store: Any, alpha: float = 0.05, *, slices: tuple[str, str] = ("en", "de")) -> None:
        self.store, self.languages, self.number = store, slices, 0
        members = tuple(ModelSpec(f"maker{n}/model", "m", f"maker{n}") for n in (1, 2, 3))
        self.policy = Policy(name="promised", version=1, guarantee=GuaranteeRules(alpha=alpha))
        self.panel = Panel("given", members, "for the test")
        self.now = datetime.now(UTC)
        job = self._job("never stored")
        self.key, self.digest, delta = key_of(job), basis_of(job), 0.05
        claim = certify.Claim(self.key[1], "promised v1", self.digest, alpha, self.LEVELS, delta=delta)
        self.begun = GuaranteeRecord(
            *self.key, self.digest, self.policy.digest, 1, alpha, 0.95, life=certify.stored(certify.begun(claim))
        )

    def declared(self, record: GuaranteeRecord | None = None) -> None:
        """Store the guarantee before its first check."""
        at = self.now.isoformat()
        with self.store.transaction() as tx:
            tx.save(GuaranteeUpdate(record or tx.guarantee(self.key, at).record or self.begun))

    def check(self, judgement: Judgement | None, level: int = 0, **changed: Any) -> str:
        """Draw one unit of a new document and judge it; None leaves it open. Returns the job's id."""
        self.number += 1
        job = self._job(f"job{self.number:04}{self.languages[1]}")
        units = [Segment(f"s{n}", n, f"Sentence {self.number} {n}.", 10 * n, 10 * n + 9) for n in (0, 1)]
        self.store.create_job(job, units)
        records = [self._record(units[0], self.SCORES[level], "near_identity"), self._record(units[1], 0.95, "veto")]
        at = (self.now + timedelta(seconds=self.number)).isoformat()
        items = review.waiting_items(job, records, at, lambda purpose, name: 1.0, frozenset({"s0"}))
        (item,) = [one for one in items if one.unit_id == "s0"]
        check = Audit(item.id, job.id, "s0", *self.key, self.digest, 1, Origin.CALIBRATION, level, 2, False, 0, at, at)
        due = (self.now + timedelta(days=7)).isoformat()
        check = replace(check, **{"due_at": due, **changed})

        with self.store.transaction() as tx:
            record = tx.guarantee(self.key, at).record or self.begun
            check = replace(check, attempt=record.attempt, place=record.accepted)
            lot = Lot(job.id, *self.key, self.digest, record.attempt, at, 2, 1, int(check.accepted), record.accepted, 1)
            record = replace(record, accepted=record.accepted + check.accepted)
            tx.save_decisions(job.id, records, items)
            tx.save(GuaranteeUpdate(record, lot, (check,)))
        if judgement is not None:
            self._judge(item.id, judgement, at)
        return job.id

    def checks(self, right: int, wrong: int = 0, **changed: Any) -> None:
        """So many right ones, then so many wrong ones."""
        for judgement in (*[Judgement.RIGHT] * right, *[Judgement.WRONG] * wrong):
            self.check(judgement, **changed)

    def _judge(self, item_id: str, judgement: Judgement, at: str) -> None:
        item = self.store.claim(item_id, QueueFilter(), "ana", datetime.fromisoformat(at), 900)
        action = Action.REJECTED if judgement.wrong else Action.CHOSEN
        value = None if judgement.wrong else "Antwort"
        made = Resolution("s0", action, "ana", value, at, at, "maker1/model", judgement=judgement.value)
        event = Event(at, "ana", "resolve", item_id)
        with self.store.transaction() as tx:
            assert tx.resolve(item, made, event)
            store_audit(tx, item, AuditOutcome(judgement), at, "ana")

    def _job(self, job_id: str) -> JobRecord:
        document = Document(job_id, f"{job_id}.txt", Task.TRANSLATE, "text", "...", *self.languages)
        return JobRecord(job_id, document, self.policy, self.panel, "p", "done", self.now.isoformat())

    def _record(self, unit: Segment, score: float, rule: str) -> UnitRecord:
        answers = tuple(Candidate(unit.id, m.name, m.family, "Antwort") for m in self.panel.members)
        outcome = Outcome.REVIEW if rule == "veto" else Outcome.ACCEPTED
        value = None if rule == "veto" else "Antwort"
        leading = "maker1/model"
        verdict = Verdict(unit.id, outcome, rule, ("r",), value, "Antwort", leading, 1.0, score)
        return UnitRecord(unit, answers, None, (), verdict)


@pytest.fixture
def promised() -> type[Promised]:
    """Makes a guarantee with checks in a store."""
    return Promised
