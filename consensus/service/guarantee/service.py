"""Facade for whoever answers for quality: batches are opened and closed here, and where each guarantee stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from consensus import certify, review
from consensus.certify import LotDraws, Standing, State
from consensus.domain import (
    Batch,
    BatchEntry,
    Draw,
    Event,
    GuaranteeKey,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeSnapshot,
    LotKeys,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.domain.run import Lease
from consensus.errors import ConsensusError, NotFoundError
from consensus.export import accepted_here
from consensus.ports.guarantee import GuaranteeStore
from consensus.ports.runtime import Clock, PolicySource
from consensus.service.guarantee import transitions
from consensus.service.guarantee.basis import basis_of, key_of, rules_of
from consensus.service.guarantee.batches import Batches
from consensus.service.served import with_series

#: A batch closes after so many hours whatever has become of its jobs.
OPEN_HOURS = 24
_OTHER_BASIS = "this job was decided under another policy or by other models than the guarantee that is kept now."


@dataclass(frozen=True, slots=True)
class GuaranteeStatus:
    """One guarantee at one moment."""

    snapshot: GuaranteeSnapshot
    standing: Standing

    @property
    def record(self) -> GuaranteeRecord:
        return transitions.kept(self.snapshot)

    @property
    def state(self) -> State:
        return self.standing.state

    @property
    def words(self) -> str:
        """What is promised now, or why nothing is."""
        return self.standing.words


class Guarantees:
    """What is promised of accepted units, policy by policy and slice by slice.

    batches: opened, decided and closed there.
    """

    def __init__(
        self, store: GuaranteeStore, clock: Clock, draw: Draw, lot_keys: LotKeys, policies: PolicySource
    ) -> None:
        self._store, self._clock, self._draw, self._policies = store, clock, draw, policies
        self._lot_keys, self.batches = lot_keys, Batches(store, clock, draw, lot_keys)

    def decided(self, job: JobRecord, records: Sequence[UnitRecord], lease: Lease | None = None) -> None:
        """Store a document's verdicts; of an attempt that is over, none. Under a guarantee, what may be accepted waits
        until its batch is closed."""
        rules = rules_of(job)
        if rules is None:
            waiting = review.waiting_items(job, records, self._now(), self._draw)
            self._store.save_decisions(job.id, records, waiting, lease=lease)
        else:
            self.tend()
            _void_where_others_answer(self._store, job, rules, self._now())
            self.batches.decided(job, records, lease)

    def tend(self) -> list[GuaranteeSnapshot]:
        """Close what was open for too long, hear alarms, and take back what an alarm made doubtful.

        Repeats whatever a crash left undone; called before anything is decided or exported under a guarantee. Returns
        every guarantee as it stands then, by policy and slice.
        """
        now = self._clock.now()
        for batch in self._store.open_batches((now - timedelta(hours=OPEN_HOURS)).isoformat()):
            self.batches.close(batch.id)
        return [self._tended(snapshot, now.isoformat()) for snapshot in self._store.load_guarantees(now.isoformat())]

    def statuses(self, policy: str | None = None) -> list[GuaranteeStatus]:
        """Every guarantee, or one policy's; by policy and slice."""
        return [self._status(one) for one in self.tend() if policy in (None, transitions.kept(one).policy)]

    def draw_log(self, key: GuaranteeKey) -> Sequence[BatchEntry]:
        """Every closed batch of a guarantee's present attempt, by place."""
        found = self._store.load_guarantees(self._now(), key)
        return self._store.draw_log(transitions.kept(found[0]), self._now()) if found else []

    def open_batches(self, key: GuaranteeKey) -> list[Batch]:
        """Batches of a guarantee that are not closed."""
        return [one for one in self._store.open_batches() if one.key == key]

    def words(self, job: JobRecord) -> str:
        """What is promised of a job's accepted units, or that nothing is."""
        if rules_of(job) is None:
            return certify.NOT_CERTIFIED
        found = self._store.batch_of(job.id)
        snapshots = self._store.load_guarantees(self._now(), key_of(job))
        if not snapshots:
            return certify.NOT_CERTIFIED
        # Another basis's promise says nothing of what this one accepted.
        if transitions.kept(snapshots[0]).digest != (found[1].digest if found is not None else basis_of(job)):
            return f"{certify.NOT_CERTIFIED}: {_OTHER_BASIS}"
        return self._status(snapshots[0]).words

    def certificate(self, job: JobRecord, units: Sequence[UnitRecord]) -> Mapping[str, Any] | None:
        """What is promised of a job's accepted units, for its export; None where nothing is."""
        found = self._store.batch_of(job.id)
        accepted = frozenset(record.unit.id for record in units if accepted_here(record))
        if found is None or not found[1].accepting or not accepted:
            return None
        (entry, batch), now = found, self._now()
        snapshots = self._store.load_guarantees(now, batch.key)
        if not snapshots:
            return None
        status, drawn = self._status(snapshots[0]), self._store.audits_in(batch.id)
        key = self._lot_keys(batch.id) if certify.revealable(drawn, now) else None
        log = self._store.draw_log(status.record, now)
        lot = LotDraws(batch, entry, accepted, drawn, key, job.policy.version)
        return certify.certificate_of(status.snapshot, status.standing, log, lot)

    def exported(self, job: JobRecord, units: Sequence[UnitRecord]) -> None:
        """Note that a job's units have left the house, unless all that it relied on the models for was held back."""
        if rules_of(job) is not None and any(map(_accepted, units)):
            self._store.exported(job.id, self._now())

    def _tended(self, snapshot: GuaranteeSnapshot, at: str) -> GuaranteeSnapshot:
        before = record = transitions.kept(snapshot)
        if transitions.announced(snapshot, at).record != record:
            with self._store.transaction() as tx:
                update = transitions.announced(tx.guarantee(record.key, at), at)
                tx.save(update)
                record = update.record
        if record.unheld:
            self._hold(record, at)
        if record.paused_since and not self._store.held(record.key, record.paused_since):
            with self._store.transaction() as tx:
                tx.save(update := transitions.all_released(tx.guarantee(record.key, at), record.paused_since))
                record = update.record
        return snapshot if record == before else self._store.load_guarantees(at, record.key)[0]

    def _hold(self, record: GuaranteeRecord, at: str) -> None:
        for batch, jobs in self._store.batches_since(record.key, record.paused_since):
            for job_id in (member.job_id for member in jobs):
                try:
                    job, units = self._store.job(job_id), self._store.units(job_id)
                except NotFoundError:
                    continue  # the job was deleted, and its results with it
                doubtful = [transitions.withdrawn(unit) for unit in units if _accepted(unit)]
                if doubtful:
                    items = review.waiting_items(job, doubtful, at, self._draw)
                    told = f"{len(doubtful)} units accepted before the alarm, batch {batch.name}"
                    self._store.hold(job.id, doubtful, items, Event(at, "system", "hold", job.id, told))
        with self._store.transaction() as tx:
            tx.save(transitions.all_held(tx.guarantee(record.key, at)))

    def _status(self, snapshot: GuaranteeSnapshot) -> GuaranteeStatus:
        record = transitions.kept(snapshot)
        try:
            in_force = self._policies.load(record.policy).digest
        except ConsensusError:
            in_force = record.policy_digest  # the file is gone or broken; jobs under it cannot be made anyway
        changed = None if in_force == record.policy_digest else in_force
        return GuaranteeStatus(snapshot, certify.evaluate(snapshot, self._clock.now(), changed))

    def _now(self) -> str:
        return self._clock.now().isoformat()


def _accepted(unit: UnitRecord) -> bool:
    return accepted_here(unit) and unit.resolution is None


def _void_where_others_answer(store: GuaranteeStore, job: JobRecord, rules: GuaranteeRules, at: str) -> None:
    """What was earned with a job's models ends where others answer under their names now. Its units then go to people,
    as its batch is of a basis that is no longer in force."""
    changed = replace(job, panel=with_series(store, job.panel, job.policy))
    basis = basis_of(changed)
    if basis == basis_of(job):
        return
    with store.transaction() as tx:
        record = tx.guarantee(key_of(job), at).record
        if record is not None and record.digest == basis_of(job):
            tx.save(transitions.claimed(record, changed, rules, basis, at))
