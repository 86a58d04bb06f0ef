"""What a stored guarantee becomes: another basis, placed levels, an announced state, an alarm. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from consensus import certify
from consensus.certify import Standing
from consensus.domain import (
    Batch,
    Event,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    Rule,
    Task,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.service.guarantee.basis import key_of
from consensus.service.guarantee.closing import to_a_person


def kept(snapshot: GuaranteeSnapshot) -> GuaranteeRecord:
    """The guarantee of a snapshot. Raises ValueError for a snapshot without one."""
    if snapshot.record is None:
        raise ValueError("there is no guarantee in this snapshot")
    return snapshot.record


def claimed(
    before: GuaranteeRecord | None, job: JobRecord, rules: GuaranteeRules, basis: str, at: str
) -> GuaranteeUpdate:
    """The guarantee that a document falls under that is handed in now.

    A new attempt begins where anything changed that can change a verdict, and with another cap.
    """
    policy, (name, slice_) = job.policy, key_of(job)
    begun = GuaranteeRecord(
        name, slice_, basis, policy.digest, policy.version, rules.alpha, rules.confidence, rules.catch, rules.cap
    )
    ordered = job.document.task is Task.EXTRACT and policy.extraction.order is not None
    begun = replace(begun, ordered=ordered)
    if before is None:
        return GuaranteeUpdate(begun)
    if before.digest == basis:
        return GuaranteeUpdate(replace(before, version=policy.version))
    if before.void:  # nothing stands of what was earned before the draw log was kept
        return GuaranteeUpdate(replace(begun, void=before.void))
    served = f" (models that answer otherwise: {', '.join(job.panel.series)})" if job.panel.series else ""
    words = (
        f"{before.digest} is no longer in force, {basis} is{served}: attempt {before.attempt + 1} begins with nothing"
    )
    event = Event(at, "system", "guarantee", f"{name}/{slice_}", f"void: {words}")
    return GuaranteeUpdate(replace(begun, attempt=before.attempt + 1), events=(event,))


def placed(record: GuaranteeRecord, batch: Batch, scores: Sequence[float], documents: int, at: str) -> GuaranteeUpdate:
    """The guarantee with what a batch says of scores and sizes; its levels and cap, once there is enough.

    No label is seen for it, and the batch counts for nothing else.
    """
    eligible = sum(score > float("-inf") for score in scores)
    record = replace(
        record,
        scores=(*record.scores, *scores),
        sizes=(*record.sizes, eligible),
        documents=record.documents + documents,
    )
    if not certify.placed(record):
        return GuaranteeUpdate(record)
    claim = certify.declared(record)
    found = ", ".join(f"{level.floor:.4g} ({level.coverage:.0%})" for level in claim.levels)
    told = f"levels declared: {found}; at most {claim.cap} accepted units of a batch"
    event = Event(at, "system", "guarantee", "/".join(record.key), told)
    return GuaranteeUpdate(replace(record, claim=claim, scores=(), void=""), events=(event,))


def announced(snapshot: GuaranteeSnapshot, at: str) -> GuaranteeUpdate:
    """The record with its state as it is told, and a line of the event log where that changed.

    An alarm ends the attempt: what comes after it has to show the target with batches that close from now on.
    """
    record, events = kept(snapshot), []
    now = _standing(snapshot, at)
    if now.alarm is not None:
        told = f"alarm: {now.alarm.why}; attempt {record.attempt + 1} begins with nothing"
        events.append(Event(at, "system", "guarantee", "/".join(record.key), told))
        record = replace(
            record,
            attempt=record.attempt + 1,
            alarmed_at=at,
            paused_since=min(filter(None, (record.paused_since, now.alarm.doubtful_since))),
            unheld=True,
            certified_at=(),
        )
        snapshot = replace(snapshot, record=record, entries=())
        now = _standing(snapshot, at)
    record = replace(record, certified_at=_since(record, now, at))
    state = f"{now.state.value}, level {'none' if now.level is None else now.level}"
    if state != record.state:
        record = replace(record, state=state)
        told = f"{state}: {certify.evaluate(replace(snapshot, record=record), datetime.fromisoformat(at)).words}"
        events.append(Event(at, "system", "guarantee", "/".join(record.key), told))
    return GuaranteeUpdate(record, events=tuple(events))


def all_held(snapshot: GuaranteeSnapshot) -> GuaranteeUpdate:
    """After everything doubtful was given to reviewers."""
    return GuaranteeUpdate(replace(kept(snapshot), unheld=False))


def all_released(snapshot: GuaranteeSnapshot, since: str) -> GuaranteeUpdate:
    """After people decided everything doubtful. since: of the alarm meant. That alone accepts nothing again."""
    record = kept(snapshot)
    if not record.paused_since or record.paused_since != since or record.unheld:
        return GuaranteeUpdate(record)
    return GuaranteeUpdate(replace(record, paused_since=""))


def withdrawn(record: UnitRecord) -> UnitRecord:
    """An accepted unit that a person has to look at after all."""
    return to_a_person(record, Rule.ALARM, "An alarm says that what was accepted at that time cannot be relied on.")


def _standing(snapshot: GuaranteeSnapshot, at: str) -> Standing:
    return certify.evaluate(snapshot, datetime.fromisoformat(at))


def _since(record: GuaranteeRecord, now: Standing, at: str) -> tuple[str, ...]:
    """By level, since when it is certified."""
    if not any(now.reached):
        return ()
    before = record.certified_at or ("",) * len(now.reached)
    return tuple((since or at) if found else "" for since, found in zip(before, now.reached, strict=True))
