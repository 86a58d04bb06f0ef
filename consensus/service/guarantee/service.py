"""Facade for whoever answers for quality: where each guarantee stands, and what an export may say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from consensus import certify, review
from consensus.certify import Certification, EvaluatedGuarantee, State
from consensus.domain import Draw, Event, GuaranteeRecord, GuaranteeRules, GuaranteeSnapshot, Lot, Origin
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import ConsensusError, NotFoundError
from consensus.export import accepted_here
from consensus.ports.guarantee import GuaranteeStore
from consensus.ports.runtime import Clock, PolicySource
from consensus.service.guarantee import transitions
from consensus.service.guarantee.gate import GateInput, basis_of, gate, key_of

#: Before levels are declared nothing can be learnt yet; on screens it is the same.
_BEFORE = State.LEARNING
_OTHER_BASIS = "this job was decided under another policy or by other models than the guarantee that is kept now."


@dataclass(frozen=True, slots=True)
class GuaranteeStatus:
    """One guarantee. words: what is promised now, or why nothing is. standing: None before levels are declared."""

    record: GuaranteeRecord
    words: str
    standing: EvaluatedGuarantee | None
    open_checks: int
    overdue: int

    @property
    def state(self) -> State:
        return self.standing.state if self.standing is not None else _BEFORE

    @property
    def levels(self) -> list[dict[str, Any]]:
        """Strictest first: floor, coverage, checks, wrong, bound (0..1) and whether it is certified."""
        return _levels(self.standing.certification) if self.standing is not None else []

    def as_dict(self) -> dict[str, Any]:
        """The shape under ``guarantees`` in ``certify status --json``; rates and shares 0..1."""
        record, now = self.record, self.standing
        certification = now.certification if now is not None else None
        return {
            "policy": {"name": record.policy, "version": record.version, "digest": record.policy_digest},
            "slice": record.slice,
            "basis": record.digest,
            "alpha": record.alpha,
            "confidence": record.confidence,
            "state": self.state.value,
            "words": self.words,
            "attempt": record.attempt,
            "level": now.level if now is not None else None,
            "levels": self.levels,
            "escaped_per_1000_at_most": now.escaped_per_1000 if now is not None else None,
            "accepted": record.accepted,
            "open_checks": self.open_checks,
            "overdue": self.overdue,
            "reviewers": certification.detection.sentence if certification is not None else "",
            "paused_since": record.paused_since or None,
        }


class Guarantees:
    """What is promised of accepted units, policy by policy and slice by slice."""

    def __init__(self, store: GuaranteeStore, clock: Clock, draw: Draw, policies: PolicySource) -> None:
        self._store, self._clock, self._draw, self._policies = store, clock, draw, policies

    def decided(self, job: JobRecord, records: Sequence[UnitRecord]) -> None:
        """Store a document's verdicts, as its policy's guarantee stands at this moment."""
        rules = job.policy.guarantee
        if not isinstance(rules, GuaranteeRules):
            waiting = review.waiting_items(job, records, self._clock.now().isoformat(), self._draw)
            self._store.save_decisions(job.id, records, waiting)
            return
        self.tend()
        now = self._clock.now()
        given = GateInput(job, rules, records, self._draw, now, basis_of(job))
        with self._store.transaction() as tx:
            lot, snapshot = tx.lot(job.id), tx.guarantee(key_of(job), now.isoformat())
            again = snapshot.record is not None and tx.was_decided(snapshot.record, job.document.id)
            gated = gate(snapshot, replace(given, lot=lot, again=again))
            tx.save_decisions(job.id, gated.records, gated.items)
            tx.save(gated.change)

    def tend(self) -> None:
        """Take back what an alarm made doubtful, and go on once all of it was looked at.

        Repeats whatever a crash left undone; called before anything is decided or exported under a guarantee.
        """
        at = self._clock.now().isoformat()
        for snapshot in self._store.load_guarantees(at):
            record = transitions.kept(snapshot)
            if record.unheld:
                self._hold(record, at)
            if record.paused_since and not self._store.held(record.key, record.paused_since):
                with self._store.transaction() as tx:
                    tx.save(transitions.resumed(tx.guarantee(record.key, at), at, record.paused_since))

    def statuses(self, policy: str | None = None) -> list[GuaranteeStatus]:
        """Every guarantee, or one policy's; by policy and slice."""
        self.tend()
        now = self._clock.now()
        snapshots = self._store.load_guarantees(now.isoformat())
        return [self._status(b, now) for b in snapshots if policy in (None, transitions.kept(b).policy)]

    def words(self, job: JobRecord) -> str:
        """What is promised of a job's accepted units, or that nothing is."""
        if not isinstance(job.policy.guarantee, GuaranteeRules):
            return certify.NOT_CERTIFIED
        now, lot = self._clock.now(), self._store.lot(job.id)
        snapshots = self._store.load_guarantees(now.isoformat(), key_of(job))
        if not snapshots:
            return certify.NOT_CERTIFIED
        # Another basis's promise says nothing of what this one accepted.
        if transitions.kept(snapshots[0]).digest != (lot.digest if lot is not None else basis_of(job)):
            return f"{certify.NOT_CERTIFIED}: {_OTHER_BASIS}"
        return self._status(snapshots[0], now).words

    def certificate(self, job: JobRecord, units: Sequence[UnitRecord]) -> Mapping[str, Any] | str:
        """For the metadata of an export: of the lot, with the guarantee that accepted it, or "not certified".

        A lot has its own certificate (``LotCertificate.as_dict``, with ``guarantee`` beside) once every check drawn
        from it was made; until then the guarantee stands alone (``Certificate.as_dict``), where one is in force.
        """
        lot = self._store.lot(job.id)
        if lot is None:
            return certify.NOT_CERTIFIED
        accepted = {r.unit.id for r in units if accepted_here(r)}
        drawn = [check for check in self._store.checks_of(job.id) if check.origin is not Origin.SEEDED]
        checks = [check for check in drawn if check.unit_id in accepted]
        promised = self._promised(lot) if accepted else None
        if not accepted or any(check.judgement is None for check in checks):
            return promised or certify.NOT_CERTIFIED
        wrong = sum(check.judgement is not None and check.judgement.wrong for check in checks)
        delta = round(1 - getattr(job.policy.guarantee, "confidence", 0.95), 12)
        named = {"policy": f"{job.policy.name} v{job.policy.version}", "digest": job.policy.digest}
        found = certify.lot_certificate(len(accepted), len(checks), wrong, **named, delta=delta).as_dict()
        return found | ({"guarantee": promised} if promised else {})

    def exported(self, job: JobRecord, units: Sequence[UnitRecord]) -> None:
        """Note that a lot has left the house, unless all that it relied on the models for was held back."""
        if isinstance(job.policy.guarantee, GuaranteeRules) and any(map(_accepted, units)):
            self._store.exported(job.id, self._clock.now().isoformat())

    def _promised(self, lot: Lot) -> Mapping[str, Any] | None:
        """The certificate in force of the guarantee that accepted a lot."""
        now = self._clock.now()
        for snapshot in self._store.load_guarantees(now.isoformat(), (lot.policy, lot.slice)):
            record = transitions.kept(snapshot)
            if record.digest == lot.digest and record.life:
                state = transitions.standing_of(snapshot, now)
                issued = certify.issue(state.certification) if state.state is State.CERTIFIED else None
                return issued.as_dict() if issued else None
        return None

    def _hold(self, record: GuaranteeRecord, at: str) -> None:
        for lot in self._store.lots_since(record.key, record.paused_since):
            try:
                job, units = self._store.job(lot.job_id), self._store.units(lot.job_id)
            except NotFoundError:
                continue  # the job was deleted, and its results with it
            doubtful = [transitions.withdrawn(unit) for unit in units if _accepted(unit)]
            if doubtful:
                items = review.waiting_items(job, doubtful, at, self._draw)
                event = Event(at, "system", "hold", job.id, f"{len(doubtful)} units accepted before the alarm")
                self._store.hold(job.id, doubtful, items, event)
        with self._store.transaction() as tx:
            tx.save(transitions.all_held(tx.guarantee(record.key, at)))

    def _status(self, snapshot: GuaranteeSnapshot, now: datetime) -> GuaranteeStatus:
        record = transitions.kept(snapshot)
        try:
            in_force = self._policies.load(record.policy).digest
        except ConsensusError:
            in_force = record.policy_digest  # the file is gone or broken; jobs under it cannot be made anyway
        changed = None if in_force == record.policy_digest else in_force
        state = transitions.standing_of(snapshot, now, changed) if record.life else None
        return GuaranteeStatus(
            record, transitions.words_of(snapshot, now, changed), state, snapshot.open, len(snapshot.overdue)
        )


def _accepted(unit: UnitRecord) -> bool:
    return accepted_here(unit) and unit.resolution is None


def _levels(certification: Certification) -> list[dict[str, Any]]:
    claim = certification.claim
    return [
        {
            "floor": level.floor,
            "coverage": level.coverage,
            "checks": certification.evidence(at).checks,
            "wrong": certification.evidence(at).wrong,
            "bound": certification.bound(at),
            "certified": certification.proofs[at] is not None,
        }
        for at, level in enumerate(claim.levels)
    ]
