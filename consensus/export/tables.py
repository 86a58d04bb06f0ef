"""Results as a table for a spreadsheet, and extracted objects as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from consensus.canon.spreadsheets import as_text
from consensus.domain import Segment, Task
from consensus.export.accounting import result_of
from consensus.export.public import Public
from consensus.ports import JobRecord, UnitRecord


def to_csv(job: JobRecord, units: Sequence[UnitRecord]) -> str:
    """Unit, source text or path, value, verdict, verification and reason; one row a unit in document order.

    A cell that a spreadsheet would run is written as text, with an apostrophe in front; negative numbers too (JSONL
    keeps their type). Lists and booleans are JSON. Lines end in CRLF, as RFC 4180 has it.
    """
    public = Public(job)
    out = io.StringIO(newline="")
    # The csv module quotes only the line ends that it writes itself: with LF alone a cell with CR would break the row.
    writer = csv.writer(out, lineterminator="\r\n")
    place = "source" if job.document.task is Task.TRANSLATE else "path"
    writer.writerow(("unit", place, "value", "verdict", "verification", "reason"))
    for record in units:
        writer.writerow([_cell(value) for value in _row(record, public)])
    return out.getvalue()


def as_json(value: Mapping[str, Any]) -> str:
    """An extracted object as a file: indented, characters as they are, one line end at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n"


def _row(record: UnitRecord, public: Public) -> tuple[Any, ...]:
    unit, verdict, result = record.unit, record.verdict, result_of(record)
    reason = verdict.reasons[0] if verdict and verdict.reasons else ""
    if record.resolution is not None:
        reason = record.resolution.comment or record.resolution.reason or reason
    place = unit.text if isinstance(unit, Segment) else unit.path
    outcome = verdict.outcome.value if verdict else ""
    return unit.id, place, result.value, outcome, result.verification.value, public.text(reason)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return as_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))
