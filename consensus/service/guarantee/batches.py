"""Batches: jobs join one, their units wait in it, and closing it fixes its draw and gives every unit its verdict."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from consensus import certify, review
from consensus.certify import State
from consensus.domain import (
    Batch,
    BatchJob,
    BatchUnit,
    Draw,
    Event,
    GuaranteeKey,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    LotKeys,
    Scheme,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.domain.run import Lease
from consensus.errors import NotFoundError, UsageError, shown_value
from consensus.ports.guarantee import GuaranteeStore, Transaction
from consensus.ports.runtime import Clock
from consensus.service.guarantee import closing, transitions
from consensus.service.guarantee.basis import basis_of, key_of, rules_of


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decided job. found: its eligible units. entry: its row in its batch, with the day of the decision."""

    job: JobRecord
    records: Sequence[UnitRecord]
    found: Sequence[BatchUnit]
    entry: BatchJob


class Batches:
    """Every change of the draw log but what audits say."""

    def __init__(self, store: GuaranteeStore, clock: Clock, draw: Draw, lot_keys: LotKeys) -> None:
        self._store, self._clock, self._draw, self._lot_keys = store, clock, draw, lot_keys

    def refuse_closed(self, keys: Iterable[GuaranteeKey], name: str) -> None:
        """Before anything is paid for: raises UsageError where a batch of this name was closed."""
        for key in keys:
            found = self._store.batch_named(key, name)
            if found is not None and found.closed_at:
                raise UsageError(
                    f"the batch {shown_value(name)} was closed on {found.closed_at[:10]} and takes nothing more.",
                    do="Give the batch another name.",
                )

    def open(self, jobs: Sequence[JobRecord], name: str = "") -> None:
        """Put jobs that were just created into a batch. name: "" for one of their own."""
        own = secrets.token_hex(8)
        for job in jobs:
            if rules_of(job) is not None:
                with self._store.transaction() as tx:
                    self._open(tx, job, name, own)

    def decided(self, job: JobRecord, records: Sequence[UnitRecord], lease: Lease | None = None) -> None:
        """Store a document's verdicts. What may be accepted waits until its batch is closed."""
        found = self._store.batch_of(job.id)
        late = found is not None and found[0].repeated
        first = [one.job_id for one in _jobs_of(self._store, found[1].id) if not one.repeated] if found and late else []
        with self._store.transaction() as tx:
            tx.fence(lease)
            _own(tx, {job.id, *first})  # the draw may take units of the first hand-in
            batch = self._decide(tx, job, records, self._now())
        if not batch.named and all(
            one.decided_at or _is_gone(self._store, one.job_id) for one in _jobs_of(self._store, batch.id)
        ):
            self.close(batch.id)

    def close(self, batch_id: str) -> Batch | None:
        """Fix a batch's draw, and give every unit of it its verdict. Nothing happens to one that is closed."""
        while True:
            jobs = [job.job_id for job in _jobs_of(self._store, batch_id)]
            with self._store.transaction() as tx:
                known = _own(tx, jobs)
                batch = known[0][1] if known else tx.batch(batch_id)
                if batch is None:
                    return None
                snapshot, batch = tx.guarantee(batch.key, self._now()), tx.batch(batch_id)
                if batch is None or batch.closed_at:
                    return batch
                members = tx.batch_jobs(batch_id)
                if {job.job_id for job in members} <= set(jobs):  # else a job came in between
                    return self._closed(tx, snapshot, batch, members)

    def close_named(self, policy: str, name: str) -> list[Batch]:
        """Close the open batches of this name. Raises NotFoundError where there is none."""
        found = [one for one in self._store.open_batches() if (one.policy, one.name) == (policy, name)]
        if not found:
            raise NotFoundError(
                f"the policy {policy} has no open batch called {shown_value(name)}.",
                do="See: consensus certify status",
            )
        return [closed for one in found if (closed := self.close(one.id)) is not None]

    def reveal(self, job_id: str) -> None:
        """Close the batch of a job, whose accepted texts are about to be shown."""
        found = self._store.batch_of(job_id)
        if found is not None and not found[1].closed_at:
            self.close(found[1].id)

    def _open(self, tx: Transaction, job: JobRecord, name: str, own: str) -> None:
        """Store which batch a job is of; a document that was handed in before joins its first batch."""
        rules, at = rules_of(job), self._now()
        if rules is None or tx.batch_of(job.id) is not None:
            return
        basis, key = basis_of(job), key_of(job)
        snapshot = tx.guarantee(key, at)
        update = transitions.claimed(snapshot.record, job, rules, basis, at)
        first = tx.first_batch(update.record, job.document.id)
        if first is not None:
            late = BatchJob(job.id, first.id, job.document.id, repeated=bool(first.closed_at))
            tx.save(replace(update, jobs=(late,)))
            return
        batch_id = closing.batch_id(name or own, *key, basis)
        batch = tx.batch(batch_id)
        if batch is not None and batch.closed_at:  # closed since the name was looked at
            batch, name = None, ""
            batch_id = closing.batch_id(f"{own} {job.id}", *key, basis)
        if batch is None:
            commitment = certify.commitment(self._lot_keys(batch_id))
            batch = Batch(batch_id, name or own, *key, basis, at, commitment, named=bool(name))
            told = Event(at, "system", "open-batch", batch_id, f"{batch.name}; SHA-256 of its key {commitment}")
            update = replace(update, batch=batch, events=(*update.events, told))
        tx.save(replace(update, jobs=(BatchJob(job.id, batch.id, job.document.id),)))

    def _decide(self, tx: Transaction, job: JobRecord, records: Sequence[UnitRecord], at: str) -> Batch:
        found = tx.batch_of(job.id)
        if found is None:  # killed between its creation and its batch
            self._open(tx, job, "", job.id)
            found = tx.batch_of(job.id)
        assert found is not None
        entry, batch = found
        if entry.decided_at:
            return batch  # killed after its verdicts were stored: they stand
        snapshot = tx.guarantee(batch.key, at)
        batch, record = tx.batch(batch.id) or batch, transitions.kept(snapshot)
        entry = replace(entry, units=len(records), decided_at=at)
        claim = record.claim if record.digest == batch.digest else None
        units = closing.eligible(job, records, batch, claim, self._draw)
        decided = _Decided(job, records, units, entry)
        if batch.closed_at and entry.repeated:
            self._decide_repeated(tx, decided, batch, snapshot)
            return batch
        names = {unit.unit_id for unit in units}
        of_eligible = closing.after_closing if batch.closed_at else closing.waiting
        shown = [of_eligible(one) if one.unit.id in names else closing.ineligible(one) for one in records]
        queued = [one for one in shown if one.unit.id not in names or batch.closed_at]
        tx.save_decisions(job.id, shown, review.waiting_items(job, queued, at, self._draw))
        tx.save(GuaranteeUpdate(record, jobs=(entry,), units=() if batch.closed_at else tuple(units)))
        return batch

    def _decide_repeated(self, tx: Transaction, decided: _Decided, batch: Batch, snapshot: GuaranteeSnapshot) -> None:
        """A document that was handed in before: as its first copy was."""
        job, at, record = decided.job, decided.entry.decided_at, transitions.kept(snapshot)
        lot = certify.keyed_draw(self._lot_keys(batch.id))
        terms = closing.terms_of(batch, record, certify.evaluate(snapshot, datetime.fromisoformat(at)))
        stored = tx.batch_units(batch.id)
        same = {unit.job_id for unit in stored if unit.document == job.document.id}
        wrong = {one.unit_id for one in tx.audits_in(batch.id) if one.counts_wrong and one.job_id in same}
        units = [one for one in decided.found if one.unit_id not in wrong]
        copy = closing.repeated_document(batch, stored, units, decided.records, terms, lot)
        tx.save_decisions(job.id, copy.records, review.waiting_items(job, copy.records, at, self._draw))
        frame = {certify.unit_name(unit.job_id, unit.unit_id): unit for unit in stored if not unit.repeated}
        drawn = {name: frame[name] for name in copy.drawn}
        edited = _draw_again(tx, drawn, (at, self._draw))
        audits = tuple(
            replace(closing.audit(batch, unit, copy.drawn[name], at), spoiled=name in edited)
            for name, unit in drawn.items()
        )
        told = Event(at, "system", "late-copy", batch.id, f"job {job.id}: {len(copy.units)} units once more")
        tx.save(GuaranteeUpdate(record, copy.batch, (decided.entry,), copy.units, audits, (told,)))

    def _closed(self, tx: Transaction, snapshot: GuaranteeSnapshot, batch: Batch, jobs: Sequence[BatchJob]) -> Batch:
        """The draw is written down, with everything that follows from it, before anything of it can be shown."""
        place, before = tx.last_closed(batch.key)
        at = max(self._now(), before)  # an alarm takes back by time: no clock that is late may hide a batch from it
        tx.save(transitions.announced(snapshot, at))  # an alarm that was not heard yet comes first
        snapshot = tx.guarantee(batch.key, at)
        record = transitions.kept(snapshot)
        standing, units = certify.evaluate(snapshot, datetime.fromisoformat(at)), tx.batch_units(batch.id)
        q = certify.audit_share(snapshot.a_week if standing.state is State.CERTIFIED else 0)
        lot = certify.keyed_draw(self._lot_keys(batch.id))
        batch = replace(batch, closed_at=at, place=place + 1, q=q)
        closed = closing.close(batch, sum(job.units for job in jobs), units, record, standing, lot)
        for member in jobs:
            _apply(tx, member.job_id, closed, (at, self._draw))
        update = GuaranteeUpdate(record)
        if closed.batch.scheme is Scheme.PLACING and record.claim is None and record.digest == batch.digest:
            documents = len({job.document for job in jobs if job.units})
            update = transitions.placed(record, batch, closed.scores, documents, at)
        audits = closing.audits(closed, at)
        told = f"{len(units)} eligible, {closed.batch.accepted} accepted, {len(audits)} drawn at {closed.batch.q:g}"
        event = Event(at, "system", "draw-audits", batch.id, told)
        update = replace(update, batch=closed.batch, units=closed.units, drawn=audits)
        tx.save(replace(update, events=(*update.events, event)))
        tx.save(transitions.announced(tx.guarantee(batch.key, at), at))
        return closed.batch

    def _now(self) -> str:
        return self._clock.now().isoformat()


def _apply(tx: Transaction, job_id: str, closed: closing.ClosedBatch, items: tuple[str, Draw]) -> None:
    """Give the waiting units of a job their verdicts, and those to be audited their items."""
    names = {one.unit_id: certify.unit_name(job_id, one.unit_id) for one in closed.units if one.job_id == job_id}
    try:
        job, records = tx.job(job_id), tx.units(job_id)
    except NotFoundError:  # deleted meanwhile: what was drawn of it counts as wrong
        return
    changed = [
        replace(record, verdict=closed.verdicts[names[record.unit.id]])
        for record in records
        if record.unit.id in names and record.resolution is None
    ]
    drawn = frozenset(unit for unit, name in names.items() if name in closed.drawn)
    tx.save_decisions(job_id, changed, review.waiting_items(job, changed, *items, drawn))


def _draw_again(tx: Transaction, drawn: Mapping[str, BatchUnit], items: tuple[str, Draw]) -> set[str]:
    """Give units that are drawn after their batch was closed their items. Returns those that people edited since,
    by name."""
    edited = set()
    for job_id in {unit.job_id for unit in drawn.values()}:
        mine = {unit.unit_id: name for name, unit in drawn.items() if unit.job_id == job_id}
        try:
            job, records = tx.job(job_id), tx.units(job_id)
        except NotFoundError:
            continue
        wanted = [one for one in records if one.unit.id in mine]
        edited |= {mine[one.unit.id] for one in wanted if one.resolution is not None}
        fresh = [one for one in wanted if one.resolution is None]
        tx.save_decisions(job_id, fresh, review.waiting_items(job, fresh, *items, frozenset(mine)))
    return edited


def _own(tx: Transaction, job_ids: Iterable[str]) -> list[tuple[BatchJob, Batch]]:
    """Have nobody else change these jobs before the block ends: in one order, and before their guarantee, or two would
    wait for each other."""
    return [found for job_id in sorted(job_ids) if (found := tx.batch_of(job_id)) is not None]


def _jobs_of(store: GuaranteeStore, batch_id: str) -> Sequence[BatchJob]:
    with store.transaction() as tx:
        return tx.batch_jobs(batch_id)


def _is_gone(store: GuaranteeStore, job_id: str) -> bool:
    try:
        store.job(job_id)
    except NotFoundError:
        return True
    return False
