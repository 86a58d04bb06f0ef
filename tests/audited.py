"""Batches in a store and what was drawn from them: stored as the service stores them, with what fields a test asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from consensus.domain import (
    Action,
    Audit,
    Batch,
    BatchEntry,
    BatchJob,
    BatchUnit,
    Claim,
    Document,
    Event,
    GuaranteeRecord,
    GuaranteeUpdate,
    ItemKind,
    ItemState,
    Judgement,
    Level,
    Origin,
    Outcome,
    Panel,
    Policy,
    Resolution,
    ReviewItem,
    Scheme,
    Segment,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, QueueFilter, UnitRecord
from consensus.storage.store import SqlStore

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
KEY = ("promised", "en to de")
LEVELS = (Level(0.9, 0.45), Level(0.6, 0.6), Level(0.3, 0.75))
CLAIM = Claim(0.02, 0.95, 0.8, LEVELS, (1, 2, 0), 30)
RECORD = GuaranteeRecord(*KEY, "basis", "policy", 1, 0.02, 0.95, 0.8, claim=CLAIM)
SCORES = (0.95, 0.7, 0.4)


def at(days: float = 0) -> str:
    """So many days after the tests' present, ISO 8601."""
    return (NOW + timedelta(days=days)).isoformat()


def segments(count: int) -> list[Segment]:
    return [Segment(f"s{n}", n, f"Secret text {n}.", 10 * n, 10 * n + 9) for n in range(count)]


def verdict(unit_id: str, outcome: Outcome = Outcome.ACCEPTED, rule: str = "certified") -> Verdict:
    value = "Secret answer" if outcome is Outcome.ACCEPTED else None
    return Verdict(unit_id, outcome, rule, ("r",), value, "Secret answer", "m1", 1.0, 0.9)


def resolution(unit_id: str, judgement: Judgement | None = None, **changed: Any) -> Resolution:
    judged = {"judgement": judgement.value} if judgement is not None else {}
    return replace(Resolution(unit_id, Action.CHOSEN, "ana", "Text", at(), at(), "m1"), **judged, **changed)


@dataclass(slots=True)
class Drawn:
    """A closed batch of one job and the audits that were drawn from it, as they were stored."""

    batch: Batch
    job_id: str
    audits: list[Audit]


class Audited:
    """Puts batches into a store. Their ids, jobs and places are numbered."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.number = 0

    def save(self, record: GuaranteeRecord = RECORD, **update: Any) -> None:
        with self.store.transaction() as tx:
            tx.guarantee(record.key, at())
            tx.save(GuaranteeUpdate(record, **update))

    def job(self, job_id: str, units: int, items: Collection[int] = (), kind: ItemKind = ItemKind.CHECK) -> None:
        """A decided job. items: which of its units wait in the queue."""
        document = Document(f"d-{job_id}", f"{job_id}.txt", Task.TRANSLATE, "text", "Secret document", "en", "de")
        made = JobRecord(job_id, document, Policy(name=KEY[0], version=1), Panel("given", (), "x"), "p", "done", at())
        self.store.create_job(made, segments(units))
        records = [UnitRecord(unit, verdict=verdict(unit.id)) for unit in segments(units)]
        waiting = [self.item(job_id, f"s{n}", kind) for n in items]
        self.store.save_decisions(job_id, records, waiting)

    def item(self, job_id: str, unit_id: str, kind: ItemKind = ItemKind.CHECK, **more: Any) -> ReviewItem:
        return ReviewItem(f"{job_id}/{unit_id}", job_id, unit_id, ItemState.OPEN, 1, 1.0, kind=kind, **more)

    def closed(self, levels: Sequence[int] = (0, 1, 2), drawn: Collection[int] = (), **fields: Any) -> Drawn:
        """A batch of one job with a unit for each of these levels, of which these are drawn for every level from theirs
        on. fields: of the batch, and record."""
        record = fields.pop("record", RECORD)
        self.number += 1
        n, place = self.number, fields.pop("place", self.number)
        batch_id, job_id = f"batch{n:05}", f"job{n:05}"
        self.job(job_id, len(levels), drawn)
        sizes = tuple(sum(one <= level for one in levels) for level in range(3))
        given = {
            "opened_at": at(-1),
            "commitment": "ab" * 32,
            "closed_at": at(),
            "attempt": record.attempt,
            "scheme": Scheme.CENSUS,
            "q": 0.05,
            "r": 0.75,
            "m": 2,
            "cap": 30,
            "documents": 1,
            "sizes": sizes,
            "delivered": sizes,
        }
        given |= {"id": batch_id, "name": batch_id, "policy": record.policy, "slice": record.slice}
        given |= {"digest": record.digest, "place": place, **fields}
        made = Batch(**given)
        units = tuple(
            BatchUnit(batch_id, job_id, f"s{n}", f"d-{job_id}", SCORES[level], f"a{n}", level)
            for n, level in enumerate(levels)
        )
        audits = [
            Audit(f"{job_id}/s{n}", job_id, f"s{n}", *record.key, made.digest, batch=batch_id, attempt=made.attempt,
                  level=levels[n], drawn_for=sum(1 << one for one in range(levels[n], 3)), drawn_at=at(),
                  due_at=at(7))
            for n in sorted(drawn)
        ]  # fmt: skip
        entry = BatchJob(job_id, batch_id, f"d-{job_id}", units=len(levels), decided_at=at())
        self.save(record, batch=made, jobs=(entry,), units=units, drawn=tuple(audits))
        return Drawn(made, job_id, audits)

    def judge(self, audit: Audit, judgement: Judgement, *, when: str = "", reviewer: str = "ana") -> None:
        """What it says, without deciding its item."""
        with self.store.transaction() as tx:
            tx.guarantee(audit.key, at())
            tx.judge(replace(audit, judgement=judgement, judged_at=when or at(), reviewer=reviewer))

    def resolve(self, item_id: str, made: Resolution, effect: Any = None) -> bool:
        item = self.store.claim(item_id, QueueFilter(), made.reviewer, NOW, 900)
        assert item is not None
        with self.store.transaction() as tx:
            return tx.resolve(item, made, Event(at(), made.reviewer, "resolve", item_id), effect)

    def now(self, days: float = 0) -> Any:
        (snapshot,) = self.store.load_guarantees(at(days), KEY)
        return snapshot

    def audit(self, item_id: str) -> Audit:
        with self.store.transaction() as tx:
            found = tx.audit(item_id)
        assert found is not None
        return found


def recount(batches: Sequence[Batch], audits: Sequence[Audit], record: GuaranteeRecord, now: str) -> list[BatchEntry]:
    """Every entry of the record's attempt, counted unit by unit."""
    mine = [one for one in batches if one.place and (one.attempt, one.digest) == (record.attempt, record.digest)]
    return [_entry(one, [a for a in audits if a.batch == one.id], now) for one in sorted(mine, key=lambda b: b.place)]


def _entry(batch: Batch, audits: Sequence[Audit], now: str) -> BatchEntry:
    levels = range(len(batch.sizes))
    of_level = [[a for a in audits if a.origin is Origin.DRAWN and a.drawn_for >> level & 1] for level in levels]

    def count(wanted: Any) -> tuple[int, ...]:
        return tuple(sum(map(wanted, found)) for found in of_level)

    def pending(a: Audit) -> bool:
        return a.judgement is None and not a.spoiled

    return BatchEntry(
        batch.place,
        batch.id,
        batch.closed_at,
        batch.scheme,
        batch.q,
        batch.r,
        batch.operating,
        batch.accepting,
        batch.documents,
        batch.sizes,
        batch.delivered,
        count(lambda a: True),
        count(lambda a: a.spoiled or a.judgement in (Judgement.WRONG, Judgement.UNSURE)),
        count(pending),
        count(lambda a: pending(a) and a.due_at > now),
    )
