"""For every test: no socket but loopback, no hub, no keys of whoever runs the tests."""

from __future__ import annotations

import gc
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

from consensus import certify
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
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Segment,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, QueueFilter, UnitRecord
from consensus.errors import NotFoundError
from consensus.service.guarantee.audits import store_audit
from consensus.service.guarantee.basis import basis_of, key_of
from consensus.service.guarantee.service import Guarantees
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock
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


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays to the end, so the garbage collector need not look through it."""
    gc.collect()
    gc.freeze()


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


@pytest.fixture
def sqlite_store(open_sql: Callable[[Path], SqlStore], tmp_path: Path) -> Iterator[SqlStore]:
    """A new database ``c.db`` in the test's folder, for what does not depend on the database."""
    opened = open_sql(tmp_path)
    yield opened
    opened.close()


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


class NoFiles:
    """No policy file is there, as after a policy was deleted: what a guarantee was earned with stays in force."""

    def load(self, name: str) -> Policy:
        raise NotFoundError(f"there is no policy {name}", do="Make one.")


class Promised:
    """A guarantee of three levels in a store, which documents of two units go through as the product has it.

    Each document is a batch of its own and fills it: one unit is eligible, at the level asked for, the other is vetoed.
    With alpha at 0.3 reviewers may miss a fifth of errors, and 18 right batches are a proof.
    """

    LEVELS = (certify.Level(0.9, 0.45), certify.Level(0.6, 0.60), certify.Level(0.3, 0.75))
    SCORES = (0.95, 0.7, 0.4)

    def __init__(self, store: Any, alpha: float = 0.3, *, slices: tuple[str, str] = ("en", "de")) -> None:
        self.store, self.languages, self.number = store, slices, 0
        members = tuple(ModelSpec(f"maker{n}/model", "m", f"maker{n}") for n in (1, 2, 3))
        rules = GuaranteeRules(alpha=alpha)
        self.policy = Policy(name="promised", version=1, guarantee=rules)
        self.panel = Panel("given", members, "for the test")
        self.clock = FixedClock(datetime.now(UTC) - timedelta(hours=1))
        job = self._job("never stored")
        self.key, self.digest = key_of(job), basis_of(job)
        self.placing = GuaranteeRecord(
            *self.key, self.digest, self.policy.digest, 1, alpha, rules.confidence, rules.catch
        )
        claim = certify.Claim(alpha, rules.confidence, rules.catch, self.LEVELS, (1, 2, 0), 1)
        self.begun = replace(self.placing, claim=claim, documents=40, sizes=(1,) * 40)
        keys = lambda batch: certify.lot_key(b"key", batch)  # noqa: E731 - as an installation's
        self.guarantees = Guarantees(store, self.clock, certify.keyed_draw(b"key"), keys, NoFiles())

    def declared(self, record: GuaranteeRecord | None = None) -> None:
        """Store the guarantee before its first batch."""
        at = self.clock.now().isoformat()
        with self.store.transaction() as tx:
            tx.save(GuaranteeUpdate(record or tx.guarantee(self.key, at).record or self.begun))

    def batch(self, judgement: Judgement | None, level: int = 0, name: str = "") -> str:
        """Hand in a document and judge its audit, where one is drawn; None leaves it open. Returns the job's id.

        name: of a batch that stays open.
        """
        if not self.number:
            self.declared()
        self.number += 1
        self.clock.advance(1)
        job = self._job(f"job{self.number:04}{self.languages[1]}")
        units = [Segment(f"s{n}", n, f"Sentence {self.number} {n}.", 10 * n, 10 * n + 9) for n in (0, 1)]
        self.store.create_job(job, units)
        self.guarantees.batches.open([job], name)
        records = [self._record(units[0], self.SCORES[level], "near_identity"), self._record(units[1], 0.95, "veto")]
        self.guarantees.decided(job, records)
        for audit in self.store.audits_of(job.id):
            if judgement is not None:
                self.judge(audit, judgement)
        return job.id

    def batches(self, right: int, wrong: int = 0, level: int = 0) -> None:
        """So many right ones, then so many wrong ones."""
        for judgement in (*[Judgement.RIGHT] * right, *[Judgement.WRONG] * wrong):
            self.batch(judgement, level)

    def until_alarm(self) -> None:
        """Whatever is accepted is wrong."""
        for _ in range(200):
            self.batch(Judgement.WRONG)
            if self.store.load_guarantees(self.clock.now().isoformat(), self.key)[0].record.alarmed_at:
                return
        raise AssertionError("no alarm was raised")

    def judge(self, audit: Audit, judgement: Judgement) -> None:
        """Decide the item of a unit that was drawn."""
        now = self.clock.now()
        at = now.isoformat()
        item = self.store.claim(audit.item_id, QueueFilter(), "ana", now, 900)
        action = Action.REJECTED if judgement.wrong else Action.CHOSEN
        value = None if judgement.wrong else "Antwort"
        made = Resolution(audit.unit_id, action, "ana", value, at, at, "maker1/model", judgement=judgement.value)
        with self.store.transaction() as tx:
            assert tx.resolve(item, made, Event(at, "ana", "resolve", item.id))
            store_audit(tx, item, AuditOutcome(judgement), at, "ana")

    def _job(self, job_id: str) -> JobRecord:
        document = Document(job_id, f"{job_id}.txt", Task.TRANSLATE, "text", "...", *self.languages)
        return JobRecord(job_id, document, self.policy, self.panel, "p", "done", self.clock.now().isoformat())

    def _record(self, unit: Segment, score: float, rule: str) -> UnitRecord:
        answers = tuple(Candidate(unit.id, m.name, m.family, "Antwort") for m in self.panel.members)
        outcome = Outcome.REVIEW if rule == "veto" else Outcome.ACCEPTED
        value = None if rule == "veto" else "Antwort"
        leading = "maker1/model"
        verdict = Verdict(unit.id, outcome, rule, ("r",), value, "Antwort", leading, 1.0, score)
        return UnitRecord(unit, answers, None, (), verdict)


@pytest.fixture
def promised() -> type[Promised]:
    """Makes a guarantee with batches in a store."""
    return Promised
