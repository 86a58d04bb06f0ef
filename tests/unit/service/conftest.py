"""One installation under a guarantee: documents in, checks judged, time passing. No model, no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from consensus import certify
from consensus.certify import keyed_draw
from consensus.domain import (
    Audit,
    Candidate,
    Document,
    GuaranteeRules,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    ItemKind,
    ItemState,
    Lot,
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
from consensus.service.guarantee.service import Guarantees, GuaranteeStatus
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

#: 6 checks, all good, certify at 50%; 9 in the second attempt.
PROMISED = Policy(name="promised", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.5))
PANEL = Panel("given", tuple(ModelSpec(f"m{n}", f"m{n}", f"f{n}") for n in range(3)), "why")
DRAW = keyed_draw(b"key")
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
class World:
    """Policies by name are those in force. Every document is new unless its text is given."""

    store: GuaranteeStore
    clock: FixedClock = field(default_factory=FixedClock)
    in_force: dict[str, Policy] = field(default_factory=lambda: {"promised": PROMISED})
    panel: Panel = PANEL
    made: int = 0

    def __post_init__(self) -> None:
        self.guarantees = Guarantees(self.store, self.clock, DRAW, self)  # type: ignore[arg-type]
        self.queue = Queue(self.store, self.clock, ReviewSettings(draw=DRAW, tend=self.guarantees.tend))

    def load(self, name: str) -> Policy:
        """As ``ports.PolicySource``."""
        if name not in self.in_force:
            raise NotFoundError(f"there is no policy {name}")
        return self.in_force[name]

    # --- documents

    def handed_in(self, units: Sequence[UnitRecord], *, text: str = "", to: str = "de", **more: Any) -> JobRecord:
        """A stored job whose members have answered."""
        self.made += 1
        name, policy = f"job{self.made:04}", more.get("policy", self.in_force["promised"])
        document = Document(text or name, "page.txt", Task.TRANSLATE, "text", text or name, "en", to)
        at = self.clock.now().isoformat()
        job = JobRecord(name, document, policy, more.get("panel", self.panel), "page.txt", "running", at)
        self.store.create_job(job, [one.unit for one in units])
        return job

    def submit(self, scores: Sequence[float] | Sequence[UnitRecord] = (1.0,), **more: Any) -> JobRecord:
        """A document from its scores to its verdicts; a second passes."""
        units = [one if isinstance(one, UnitRecord) else unit(f"u{at}", one, index=at) for at, one in enumerate(scores)]
        job = self.handed_in(units, **more)
        self.guarantees.decided(job, units)
        self.store.end_job(job.id, "done", self.clock.now().isoformat())
        self.clock.advance(1)
        return job

    def levels_declared(self, **more: Any) -> JobRecord:
        """A hundred units with scores 0.01 to 1: levels at 0.56, 0.41 and 0.26."""
        job = self.submit([at / 100 for at in range(1, 101)], **more)
        # Its length is for the test of lengths alone: here a document of any length counts.
        for book in self.store.load_guarantees(self.clock.now().isoformat()):
            if book.record is not None:
                kept = replace(book.record, largest=0)
                self.store.change_guarantee(
                    kept.key, self.clock.now().isoformat(), lambda _, kept=kept: GuaranteeUpdate(kept)
                )
        return job

    def certified(self, **more: Any) -> None:
        """Declared and earned with the fewest checks, at the widest level."""
        self.levels_declared(**more)
        for _ in range(6):
            self.submit([1.0], **more)
        self.judge_all()

    # --- checks

    def waiting(self) -> list[ReviewItem]:
        found = [item for item in self.store.items() if item.kind is ItemKind.CHECK]
        return [item for item in found if item.state is ItemState.OPEN]

    def judge(self, item: ReviewItem, judgement: str = "right") -> None:
        view = self.queue.open("ana", item.id)
        self.clock.advance(1)
        self.queue.checks.judge(view, judgement)

    def judge_all(self, judgement: str = "right") -> int:
        waiting = self.waiting()
        for item in waiting:
            self.judge(item, judgement)
        return len(waiting)

    def until_alarm(self, most: int = 60) -> None:
        """Every accepted unit is wrong until the alarm is raised."""
        for _ in range(most):
            self.submit([1.0] * 8)
            self.judge_all("wrong")
            if self.book().record.paused_since:  # type: ignore[union-attr]
                return
        raise AssertionError("no alarm")

    # --- what is stored

    def book(self, slice_: str = "en to de", policy: str = "promised") -> GuaranteeSnapshot:
        (found,) = self.store.load_guarantees(self.clock.now().isoformat(), (policy, slice_))
        return found

    def life(self, slice_: str = "en to de") -> certify.Life:
        record = self.book(slice_).record
        assert record is not None
        return certify.restored(record.life)

    def status(self, slice_: str = "en to de") -> GuaranteeStatus:
        (found,) = [one for one in self.guarantees.statuses() if one.record.slice == slice_]
        return found

    def checks(self, job: JobRecord | None = None) -> list[Audit]:
        found = self.store.checks(("promised", "en to de")) if job is None else self.store.checks_of(job.id)
        return sorted(found, key=lambda check: (check.job_id, check.unit_id))

    def lot(self, job: JobRecord) -> Lot:
        found = self.store.lot(job.id)
        assert found is not None
        return found

    def verdicts(self, job: JobRecord) -> dict[str, Verdict]:
        units = self.store.units(job.id)
        return {one.unit.id: one.verdict for one in units if one.verdict is not None}

    def accepted(self, job: JobRecord) -> set[str]:
        return {name for name, verdict in self.verdicts(job).items() if verdict.outcome is Outcome.ACCEPTED}


@pytest.fixture(scope="session")
def new_world(open_sql: Callable[[Path], SqlStore], tmp_path_factory: pytest.TempPathFactory) -> Callable[[], World]:
    """Makes one with a new database, which whoever asked for it closes."""
    return lambda: World(open_sql(tmp_path_factory.mktemp("world")))


@pytest.fixture
def world(store: SqlStore) -> World:
    """One installation with a new database."""
    return World(store)


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
