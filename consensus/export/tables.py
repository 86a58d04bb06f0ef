"""Results as a table for a spreadsheet, and extracted objects as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from consensus.domain import Segment, Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.places import places_of
from consensus.export.public import Public
from consensus.locate.evidence import Evidence
from consensus.locate.layout import NOWHERE, Layout
from consensus.normalize.spreadsheets import as_text

#: What a field's row says beyond what every unit's says.
_EVIDENCE = ("support", "start", "end", "line", "several", "count")


def to_csv(job: JobRecord, units: Sequence[UnitRecord], layout: Layout = NOWHERE) -> str:
    """Unit, source text or path, value, verdict, verification and reason; one row a unit in document order.

    A field also has its support and where its value stands: offsets in characters of the document's text, the line
    from 1, and in how many places it stands, all empty where it was not found; a list has the place of its first entry.
    Of a document with pages or cells the place is told in words too, as in "page 2".
    A cell that a spreadsheet would run is written as text, with an apostrophe in front; negative numbers too (JSONL
    keeps their type). Lists and booleans are JSON. Lines end in CRLF, as RFC 4180 has it.
    """
    public = Public(job)
    out = io.StringIO(newline="")
    # The csv module quotes only the line ends that it writes itself: with LF alone a cell with CR would break the row.
    writer = csv.writer(out, lineterminator="\r\n")
    fields = job.document.task is Task.EXTRACT
    head = ("unit", "path" if fields else "source", "value", "verdict", "verification", "reason")
    writer.writerow((*head, *(_EVIDENCE if fields else ()), *(("place",) if fields and len(layout) else ())))
    places = places_of(job, units, layout)
    for record in units:
        found = places.get(record.unit.id, Evidence())
        evidence = _evidence(record, found) if fields else ()
        if fields and len(layout):
            evidence = (*evidence, found.places[0].shown if found.places else "")
        writer.writerow([cell(value) for value in (*_row(record, public), *evidence)])
    return out.getvalue()


def as_json(value: Mapping[str, Any]) -> str:
    """An extracted object as a file: indented, characters as they are, one line end at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n"


def _row(record: UnitRecord, public: Public) -> tuple[Any, ...]:
    unit, verdict, result = record.unit, record.verdict, record.result
    place = unit.text if isinstance(unit, Segment) else unit.path
    outcome = verdict.outcome.value if verdict else ""
    return unit.id, place, result.value, outcome, result.verification.value, reason_of(record, public)


def reason_of(record: UnitRecord, public: Public) -> str:
    """Why a unit has its value or has none, in one sentence: what a person noted, else the verdict's first reason."""
    verdict, made = record.verdict, record.resolution
    reason = verdict.reasons[0] if verdict and verdict.reasons else ""
    return public.text((made.comment or made.reason or reason) if made is not None else reason)


def _evidence(record: UnitRecord, evidence: Evidence) -> tuple[Any, ...]:
    support = round(record.verdict.support, 4) if record.verdict else None
    if not evidence.places:
        return support, None, None, None, None, 0
    first = evidence.places[0]
    return support, first.start, first.end, first.line, evidence.several, evidence.count


def cell(value: Any) -> str:
    """A value as a cell that no spreadsheet runs; null is empty."""
    if value is None:
        return ""
    return as_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))
