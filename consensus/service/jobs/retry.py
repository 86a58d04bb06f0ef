"""Asking again about what nobody answered: a provider that was down for an hour is no reason to pay for all anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from consensus import review
from consensus.domain import Event, ItemState, Outcome, Rule, Segment, Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.domain.run import Lease
from consensus.ports.storage import Store
from consensus.service.dependencies import Dependencies
from consensus.service.guarantee.basis import rules_of
from consensus.service.guarantee.closing import after_the_draw


def failed_units(store: Store, job: JobRecord) -> frozenset[str]:
    """Units of a job that wait for nothing but an answer, and that no person has claimed or resolved.

    Those that nobody answered, and segments below the quorum where a member's call failed.

    A document that was asked about as a whole counts only when none of its fields got an answer: with one more member's
    rows all the others would be aligned anew.
    """
    records = store.units(job.id)
    failed = {r.unit.id for r in records if not r.resolution and (_unanswered(r) or _lacks_a_call(r))}
    if not failed or (job.document.task is Task.EXTRACT and len(failed) < len(records)):
        return frozenset()
    held = {item.unit_id for item in store.items(job.id) if item.state is not ItemState.OPEN}
    return frozenset(failed - held)


def _unanswered(record: UnitRecord) -> bool:
    return record.verdict is not None and record.verdict.outcome is Outcome.FAILED


def _lacks_a_call(record: UnitRecord) -> bool:
    """Whether a segment is below the quorum because somebody could not be reached."""
    if record.verdict is None or record.verdict.rule != Rule.QUORUM or not isinstance(record.unit, Segment):
        return False
    return bool(review.lost_calls(record))


def asked_about(job: JobRecord, units: frozenset[str]) -> frozenset[str]:
    """What the asks about these units name: the segments, or the whole document."""
    return units if job.document.task is Task.TRANSLATE else frozenset({job.document.id})


def note_retry(outside: Dependencies, job: JobRecord, units: frozenset[str]) -> None:
    """The audit says who is asked again before anybody is."""
    _audit(outside, job, f"{len(units)} units that nobody answered are asked about again")


def save_retried(
    outside: Dependencies,
    job: JobRecord,
    units: frozenset[str],
    records: Sequence[UnitRecord],
    lease: Lease | None = None,
) -> None:
    """Store the verdicts of these units alone, and who waits for a person now."""
    store, now = outside.store, outside.clock.now().isoformat()
    if rules_of(job) is not None:
        records = [after_the_draw(record) for record in records]
    new = {record.unit.id: record for record in records}
    # Fields exist only after comparison: where a list had failed there may be rows now.
    store.drop_units(job.id, units - new.keys(), lease=lease)
    everything = {record.unit.id: record for record in store.units(job.id)} | new
    waiting = review.waiting_items(job, list(everything.values()), now, outside.draw)
    store.save_decisions(job.id, records, [item for item in waiting if item.unit_id in new], lease=lease)
    counts = Counter(record.verdict.outcome.value for record in records if record.verdict)
    told = ", ".join(f"{counts[outcome.value]} {outcome.value}" for outcome in Outcome)
    _audit(outside, job, f"asked again: {told}")


def _audit(outside: Dependencies, job: JobRecord, detail: str) -> None:
    outside.store.log_event(Event(outside.clock.now().isoformat(), "system", "retry", job.id, detail))
