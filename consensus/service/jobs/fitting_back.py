"""Accepted translations that would damage the document around them go to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consensus import formats
from consensus.domain import Outcome, Rule, Segment
from consensus.domain.job import JobRecord, UnitRecord


def fitting_back(job: JobRecord, records: Sequence[UnitRecord], content: bytes) -> tuple[UnitRecord, ...]:
    """The records; an accepted text that lost an image, a reference, an attribute list or the like, or that cannot be
    written back, waits for a person. content: the document's bytes."""
    units = [record.unit for record in records if isinstance(record.unit, Segment)]
    texts = {
        record.unit.id: record.verdict.value
        for record in records
        if record.verdict is not None and record.verdict.outcome is Outcome.ACCEPTED and not _stays(record)
    }
    why = formats.damaged(
        job.document, units, {unit: text for unit, text in texts.items() if isinstance(text, str)}, content
    )
    return tuple(_to_a_person(record, why.get(record.unit.id)) for record in records) if why else tuple(records)


def _stays(record: UnitRecord) -> bool:
    """Whether the file's own translation is delivered: nothing is written."""
    filled = record.unit.filled if isinstance(record.unit, Segment) else None
    return filled is not None and record.verdict is not None and record.verdict.value == filled.target


def _to_a_person(record: UnitRecord, why: str | None) -> UnitRecord:
    if why is None or record.verdict is None:
        return record
    reasons = (why, *record.verdict.reasons)
    return replace(
        record,
        verdict=replace(record.verdict, outcome=Outcome.REVIEW, rule=Rule.STRUCTURE, reasons=reasons, value=None),
    )
