"""One installation under a guarantee: documents in, audits judged, time passing. No model, no network."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from consensus.certify import Standing, default_order, keyed_draw, lot_key
from consensus.domain import (
    Audit,
    Batch,
    BatchJob,
    Candidate,
    Claim,
    Document,
    GuaranteeRules,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    ItemKind,
    ItemState,
    Level,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    ReviewItem,
    Segment,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import NotFoundError
from consensus.ports.guarantee import GuaranteeStore
from consensus.review import waiting_items
from consensus.service.guarantee import batches
from consensus.service.guarantee.service import Guarantees, GuaranteeStatus
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

#: Batches are full with four units; so many of them certify at 50% when nothing is wrong.
RULES = GuaranteeRules(alpha=0.5, catch=1.0, cap=4)
BATCHES = 6
PROMISED = Policy(name="promised", version=1, semantic="off", guarantee=RULES)
#: Three levels; units that score less are for people.
LEVELS = (Level(0.56, 0.45), Level(0.41, 0.6), Level(0.26, 0.75))
PANEL = Panel("given", tuple(ModelSpec(f"m{n}", f"m{n}", f"f{n}") for n in range(3)), "why")
DAY = 86400.0


def unit(name: str, score: float, rule: str = "near_identity", **more: Any) -> UnitRecord:
    """A decided segment. rule: near_identity is accepted; every other goes to review."""
    segment = Segment(name, more.pop("index", 0), f"Text {name}.", 0, 9)
    answers = tuple(Candidate(name, f"m{n}", f"f{n}", f"Wort {name}.") for n in range(3))
    leading = f"Wort {name}."
    accepted = rule == "near_identity"
    outcome = Outcome.ACCEPTED if accepted else Outcome.REVIEW
    verdict = Verdict(name, outcome, rule, ("why",), leading if accepted else None, leading, "m0", 1.0, score)
    return replace(UnitRecord(segment, answers, None, (), verdict), **more)


@dataclass
class Names:
    """Makes names of batches, one after another. made: so many."""

    made: int = 0

    def __call__(self, size: int) -> str:
        self.made += 1
        return f"{self.made - 1:0{2 * size}x}"


@dataclass
class World:
    """Policies by name are those in force. Every document is new unless its text is given. key: of its draws.

    proven: certifies a new one at once, with what was made for another.
    """

    store: GuaranteeStore
    clock: FixedClock = field(default_factory=FixedClock)
    in_force: dict[str, Policy] = field(default_factory=lambda: {"promised": PROMISED})
    panel: Panel = PANEL
    made: int = 0
    key: bytes = b"key"
    proven: Callable[[World], None] | None = None
    names: Names = field(default_factory=Names)

    def __post_init__(self) -> None:
        draw = keyed_draw(self.key)
        self.guarantees = Guarantees(self.store, self.clock, draw, partial(lot_key, self.key), self)  # type: ignore[arg-type]
        self.queue = Queue(self.store, self.clock, ReviewSettings(draw=draw, tend=self.guarantees.tend))

    def load(self, name: str) -> Policy:
        """As ``ports.PolicySource``."""
        if name not in self.in_force:
            raise NotFoundError(f"there is no policy {name}")
        return self.in_force[name]

    def _as_made(self) -> bool:
        own = (self.in_force, self.panel, self.key) != ({"promised": PROMISED}, PANEL, b"key")
        return not (own or self.made or self.clock.monotonic())

    # --- documents

    def handed_in(self, units: Sequence[UnitRecord], *, text: str = "", to: str = "de", **more: Any) -> JobRecord:
        """A stored job whose members have answered. opened: False for one that was killed before it had a batch."""
        self.made += 1
        name, policy = f"job{self.made:04}", more.get("policy", self.in_force["promised"])
        document = Document(text or name, "page.txt", Task.TRANSLATE, "text", text or name, "en", to)
        at = self.clock.now().isoformat()
        job = JobRecord(name, document, policy, more.get("panel", self.panel), "page.txt", "running", at)
        self.store.create_job(job, [one.unit for one in units])
        if more.get("opened", True):
            self.guarantees.batches.open([job], more.get("batch", ""))
        return job

    def submit(self, scores: Sequence[float] | Sequence[UnitRecord] = (1.0,), **more: Any) -> JobRecord:
        """A document from its scores to its verdicts; a second passes."""
        units = [one if isinstance(one, UnitRecord) else unit(f"u{at}", one, index=at) for at, one in enumerate(scores)]
        job = self.handed_in(units, **more)
        self.guarantees.decided(job, units)
        self.store.end_job(job.id, "done", self.clock.now().isoformat())
        self.clock.advance(1)
        return job

    def levels_declared(self, **more: Any) -> None:
        """The levels that a hundred units with scores 0.01 to 1 give, without these."""
        self.submit([0.5], **more)
        at = self.clock.now().isoformat()
        for snapshot in self.store.load_guarantees(at):
            found = snapshot.record
            if found is not None and found.claim is None:
                claim = Claim(found.alpha, found.confidence, found.catch, LEVELS, default_order(3), found.cap or 10)
                with self.store.transaction() as tx:
                    tx.save(GuaranteeUpdate(replace(found, claim=claim, documents=30, sizes=(4,) * 30, scores=())))

    def certified(self, **more: Any) -> None:
        """Declared, and certified with the fewest batches, at the widest level."""
        if self.proven is not None and self._as_made() and not more:
            self.proven(self)
            return
        self.levels_declared(**more)
        for _ in range(BATCHES):
            self.submit([1.0] * 4, **more)
        self.judge_all()

    # --- audits

    def waiting(self) -> list[ReviewItem]:
        found = [item for item in self.store.items() if item.kind is ItemKind.CHECK]
        return [item for item in found if item.state is ItemState.OPEN]

    def judge(self, item: ReviewItem, judgement: str = "right") -> None:
        view = self.queue.open("ana", item.id)
        self.clock.advance(1)
        self.queue.audits.judge(view, judgement)

    def judge_all(self, judgement: str = "right") -> int:
        waiting = self.waiting()
        for item in waiting:
            self.judge(item, judgement)
        return len(waiting)

    def until_alarm(self, most: int = 60) -> None:
        """Every accepted unit is wrong until the alarm is raised."""
        for _ in range(most):
            self.submit([1.0] * 4)
            self.judge_all("wrong")
            if self.snapshot().record.paused_since:  # type: ignore[union-attr]
                return
        raise AssertionError("no alarm")

    # --- what is stored

    def snapshot(self, slice_: str = "en to de", policy: str = "promised") -> GuaranteeSnapshot:
        (found,) = self.store.load_guarantees(self.clock.now().isoformat(), (policy, slice_))
        return found

    def standing(self, slice_: str = "en to de") -> Standing:
        return self.status(slice_).standing

    def status(self, slice_: str = "en to de") -> GuaranteeStatus:
        (found,) = [one for one in self.guarantees.statuses() if one.record.slice == slice_]
        return found

    def audits(self, job: JobRecord | None = None) -> list[Audit]:
        found = self.store.audits(("promised", "en to de")) if job is None else self.store.audits_of(job.id)
        return sorted(found, key=lambda audit: (audit.job_id, audit.unit_id))

    def batch(self, job: JobRecord) -> Batch:
        return self.place(job)[1]

    def place(self, job: JobRecord) -> tuple[BatchJob, Batch]:
        found = self.store.batch_of(job.id)
        assert found is not None
        return found

    def verdicts(self, job: JobRecord) -> dict[str, Verdict]:
        units = self.store.units(job.id)
        return {one.unit.id: one.verdict for one in units if one.verdict is not None}

    def accepted(self, job: JobRecord) -> set[str]:
        return {name for name, verdict in self.verdicts(job).items() if verdict.outcome is Outcome.ACCEPTED}


class Certified:
    """Certifies new worlds on SQLite: the first as ever, the others with a copy of what is in its database then."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._after: tuple[int, int, float] | None = None

    def __call__(self, world: World) -> None:
        assert isinstance(world.store, SqlStore)
        database = str(world.store._engine.url.database)
        if self._after is not None:
            _copy(self._kept, database)
            world.made, world.names.made, passed = self._after
            world.clock.advance(passed)
            return
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(world, "proven", None)
            patched.setattr(batches.secrets, "token_hex", world.names)
            world.certified()
        _copy(database, self._kept)
        self._after = world.made, world.names.made, world.clock.monotonic()


def _copy(source: Path | str, target: Path | str) -> None:
    with closing(sqlite3.connect(source)) as full, closing(sqlite3.connect(target)) as empty:
        full.backup(empty)


@pytest.fixture(scope="session")
def certified_once(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """What certifies a world of SQLite in no time."""
    return Certified(tmp_path_factory.mktemp("certified") / "c.db")


@pytest.fixture(scope="session")
def new_world(
    open_sql: Callable[[Path], SqlStore], tmp_path_factory: pytest.TempPathFactory, certified_once: Certified
) -> Callable[[], World]:
    """Makes one with a new database, which whoever asked for it closes."""
    return lambda: World(open_sql(tmp_path_factory.mktemp("world")), proven=certified_once)


@pytest.fixture
def world(store: SqlStore, monkeypatch: pytest.MonkeyPatch, certified_once: Certified) -> World:
    """One installation with a new database. Its batches have the same names in every run, so that draws are too."""
    sqlite = store._engine.dialect.name == "sqlite"
    made = World(store, proven=certified_once if sqlite else None)
    monkeypatch.setattr(batches.secrets, "token_hex", made.names)
    return made


@pytest.fixture
def decided() -> Callable[..., UnitRecord]:
    """Makes one decided unit: name, score, rule, and what else is known of it."""
    return unit


def made_job(name: str = "job1", **more: Any) -> JobRecord:
    """A job that has ended, stored nowhere. more: what of it is otherwise."""
    task, to = more.get("task", Task.TRANSLATE), more.get("to", "de")
    target = to if task is Task.TRANSLATE else None
    bill = {"title": "Bill", "type": "object", "properties": {"total": {"type": "number"}}}
    schema = bill if task is Task.EXTRACT else None
    text, at = more.get("text", f"text of {name}"), more.get("at", "2026-05-01T10:00:00+00:00")
    document = Document(f"d-{name}", "page.txt", task, "text", text, "en", target, schema=schema)
    policy, state = more.get("policy", Policy(name="p", version=1, semantic="off")), more.get("state", "done")
    ended = None if state == "running" else at
    return JobRecord(name, document, policy, more.get("panel", PANEL), "page.txt", state, at, ended)


@pytest.fixture(scope="session")
def a_job() -> Callable[..., JobRecord]:
    """Makes a job without storing it."""
    return made_job


@pytest.fixture(scope="session")
def keep() -> Callable[..., JobRecord]:
    """Stores a job with its decided units: (store, id, records, and what of the job is otherwise)."""

    def kept(store: Any, name: str, records: Sequence[UnitRecord], **more: Any) -> JobRecord:
        job = made_job(name, **more)
        units = [one.unit for one in records] if job.document.task is Task.TRANSLATE else []
        store.create_job(replace(job, state="running", ended_at=None), units)
        decided = [one for one in records if one.verdict is not None]
        store.save_decisions(name, decided, waiting_items(job, decided, job.created_at, lambda *_: 1.0))
        if job.ended_at is not None:
            store.end_job(name, job.state, job.ended_at)
        return store.job(name)

    return kept
