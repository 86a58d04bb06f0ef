"""What a copy of the document is marked with: each field with its value, how it was verified, and its boxes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from consensus.domain import Box, Field, Verification
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.html import HOW
from consensus.export.places import places_of
from consensus.locate.evidence import Evidence
from consensus.locate.layout import Layout

#: Fields of one table.
_MOST = 5000
#: Places that are told of one field.
_TOLD = 4
#: Number, path, value, how it was verified, and its place in words; its boxes; whether it is verified.
Mark = tuple[tuple[str, str, str, str, str], tuple[Box, ...], bool]


def marks_of(job: JobRecord, units: Sequence[UnitRecord], layout: Layout) -> list[Mark]:
    """Each field in the order of the schema. Where nothing says which of several places is meant, all are marked."""
    places = places_of(job, units, layout)
    return [_mark(record, number, places[record.unit.id]) for number, record in _fields(units)]


def _fields(units: Sequence[UnitRecord]) -> Iterator[tuple[int, UnitRecord]]:
    return enumerate([record for record in units if isinstance(record.unit, Field)][:_MOST], 1)


def _mark(record: UnitRecord, number: int, evidence: Evidence) -> Mark:
    path = record.unit.path if isinstance(record.unit, Field) else ""
    whole = evidence.ambiguous or any(place.at for place in evidence.places)
    meant = evidence.places if whole else evidence.places[:1]
    where = ", ".join(dict.fromkeys(place.shown for place in meant[:_TOLD]))
    if evidence.ambiguous:
        where += " (one of them)"
    verified = record.result.verification is not Verification.UNVERIFIED
    cells = (str(number), path or "the whole", _value(record.result.value), HOW[record.result.verification], where)
    return cells, tuple(box for place in meant for box in place.boxes), verified


def _value(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
