"""Guarantees in memory: the same behaviour as in the database, by plain loops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from consensus.domain import (
    Again,
    Audit,
    AuditOutcome,
    Event,
    GuaranteeKey,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    Lot,
    Origin,
    ReviewItem,
    Rule,
)
from consensus.domain.job import UnitRecord
from consensus.ports.guarantee import GateResult, seed_id
from consensus.testing.memory_tables import MemoryTables, Parts

_LAST = 500


class MemoryGuarantees(Parts):
    """Guarantees, their checks and lots."""

    def save_decisions(self, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem]) -> None:
        raise NotImplementedError  # the store's own; here for its type

    def load_guarantees(self, at: str, key: GuaranteeKey | None = None) -> Sequence[GuaranteeSnapshot]:
        with self._tables.lock:
            known = sorted(self._tables.guarantees)
            return [_snapshot(self._tables, one, at) for one in known if key in (None, one)]

    def save_gated(
        self, job_id: str, key: GuaranteeKey, at: str, gate: Callable[[GuaranteeSnapshot], GateResult]
    ) -> GateResult:
        with self._tables.lock:
            gated = gate(replace(_snapshot(self._tables, key, at), lot=self._tables.lots.get(job_id)))
            self.save_decisions(job_id, gated.records, gated.items)
            _write(self._tables, gated.change)
            return gated

    def change_guarantee(
        self, key: GuaranteeKey, at: str, change: Callable[[GuaranteeSnapshot], GuaranteeUpdate]
    ) -> None:
        with self._tables.lock:
            _write(self._tables, change(_snapshot(self._tables, key, at)))

    def lot(self, job_id: str) -> Lot | None:
        return self._tables.lots.get(job_id)

    def lots_since(self, key: GuaranteeKey, at: str) -> Sequence[Lot]:
        mine = [lot for lot in self._tables.lots.values() if (lot.policy, lot.slice) == key]
        return sorted((lot for lot in mine if lot.at >= at and lot.accepted), key=lambda lot: lot.at)

    def checks(self, key: GuaranteeKey) -> Sequence[Audit]:
        with self._tables.lock:
            return _checks(self._tables, key)

    def checks_of(self, job_id: str) -> Sequence[Audit]:
        return [check for check in self._tables.checks.values() if check.job_id == job_id]

    def exported(self, job_id: str, at: str) -> None:
        with self._tables.lock:
            lot = self._tables.lots.get(job_id)
            if lot is not None and not lot.exported_at:
                self._tables.lots[job_id] = replace(lot, exported_at=at)

    def held(self, key: GuaranteeKey, since: str) -> bool:
        jobs = {lot.job_id for lot in self._tables.lots.values() if (lot.policy, lot.slice) == key and lot.at >= since}
        units = [record for (job, _), record in self._tables.units.items() if job in jobs]
        return any(r.resolution is None and r.verdict is not None and r.verdict.rule == Rule.ALARM for r in units)

    def hold(self, job_id: str, records: Sequence[UnitRecord], items: Sequence[ReviewItem], event: Event) -> None:
        tables = self._tables
        with tables.lock:
            queued = {item.unit_id for item in tables.items.values() if item.job_id == job_id}
            open_ones = {r.unit.id for r in records if tables.units[(job_id, r.unit.id)].resolution is None}
            for record in records:
                key = (job_id, record.unit.id)
                if record.unit.id in open_ones:
                    tables.units[key] = replace(tables.units[key], verdict=record.verdict)
            for item in items:
                if item.unit_id in open_ones - queued:
                    tables.items[item.id] = item
            tables.audit.append(event)


def mark_check(tables: MemoryTables, item: ReviewItem, mark: AuditOutcome, at: str, reviewer: str) -> None:
    """Write down what a check said, and what becomes of its guarantee."""
    check = mark.seed or tables.checks.get(item.id)
    if check is not None:
        made = replace(check, judgement=mark.judgement, judged_at=at, reviewer=reviewer)
        change = mark.change(_snapshot(tables, (check.policy, check.slice), at), made)
        tables.checks[check.item_id] = made
        tables.judged.append(check.item_id)
        _write(tables, change)


def unmark_check(tables: MemoryTables, item_id: str, undone: Event, again: Again) -> None:
    """Forget what a check said, and read the others anew. What a known error showed goes with its label."""
    for name in {item_id, seed_id(item_id, undone.actor)} & set(tables.judged):
        check = tables.checks.pop(name)
        tables.judged.remove(name)
        if check.origin is not Origin.SEEDED:
            tables.checks[name] = replace(check, judgement=None, judged_at="", reviewer="")
        _write(tables, again(_snapshot(tables, (check.policy, check.slice), undone.at)))


def _write(tables: MemoryTables, change: GuaranteeUpdate) -> None:
    tables.guarantees[change.record.key] = change.record
    if change.lot is not None:
        tables.lots[change.lot.job_id] = change.lot
    for drawn in change.drawn:
        tables.checks.setdefault(drawn.item_id, drawn)
    tables.audit += change.events


def _checks(tables: MemoryTables, key: GuaranteeKey) -> list[Audit]:
    mine = [check for check in tables.checks.values() if (check.policy, check.slice) == key]
    made = [tables.checks[name] for name in tables.judged]
    return [check for check in made if check in mine] + [check for check in mine if not check.judged_at]


def _snapshot(tables: MemoryTables, key: GuaranteeKey, at: str) -> GuaranteeSnapshot:
    record = tables.guarantees.get(key)
    if record is None:
        return GuaranteeSnapshot(None)
    every = _checks(tables, key)
    made = [check for check in every if check.judged_at]
    seeded = [check for check in made if check.origin is Origin.SEEDED]
    seen = sum(check.judgement is not None and check.judgement.wrong for check in seeded)
    drawn = [check for check in made if check.origin is not Origin.SEEDED]
    lots = [lot for lot in tables.lots.values() if (lot.policy, lot.slice) == key]
    week = (datetime.fromisoformat(at) - timedelta(days=7)).isoformat()
    present = (record.attempt, record.digest)
    counted = (Origin.CALIBRATION, Origin.SPOT_CHECK)
    late = [c for c in every if not c.judged_at and c.due_at < at and c.origin in counted]
    out = [lot.accepted for lot in lots if lot.at >= record.paused_since and lot.exported_at]
    return GuaranteeSnapshot(
        record,
        overdue=tuple((c.level, c.frame, c.due_at) for c in late if (c.attempt, c.digest) == present),
        last_check=max((check.judged_at for check in drawn[-_LAST:]), default=""),
        open=sum(not check.judged_at for check in every),
        in_last=sum(check.place >= record.accepted - _LAST for check in drawn[-_LAST:]),
        a_week=sum(lot.accepted for lot in lots if lot.at >= week),
        seeds=(len(seeded), seen),
        exported=sum(out) if record.paused_since else 0,
        checks=lambda: [c for c in made if (c.attempt, c.digest) == present],
        handed_in=lambda document: any(
            lot.document == document and (lot.attempt, lot.digest) == present for lot in lots
        ),
    )
