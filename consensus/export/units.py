"""Several jobs in one table with a row a unit: of translations, which have segments instead of fields."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from consensus.domain import Segment, Verification
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.public import Public
from consensus.export.tables import cell, reason_of
from consensus.export.workbook import sheet_of_rows

#: The columns, in their order.
_HEAD = ("document", "job", "unit", "source or path", "value", "verdict", "verification", "reason")


def unit_rows(job: JobRecord, units: Sequence[UnitRecord]) -> list[dict[str, Any]]:
    """One mapping a unit, in document order; the value is null for what is not verified."""
    public = Public(job)
    rows = []
    for number, record in enumerate(units, 1):
        unit, result = record.unit, record.result
        verified = result.verification is not Verification.UNVERIFIED
        values = (
            job.document.name,
            job.id,
            number,
            unit.text if isinstance(unit, Segment) else unit.path,
            result.value if verified else None,
            record.verdict.outcome.value if record.verdict else "",
            result.verification.value,
            reason_of(record, public),
        )
        rows.append(dict(zip(_HEAD, values, strict=True)))
    return rows


def to_unit_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """CSV as ``to_csv`` writes it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for row in rows:
        writer.writerow([cell(row[name]) for name in _HEAD])
    return out.getvalue()


def to_unit_workbook(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The same as a workbook of one sheet, in which no cell is a formula."""
    marked = [row["verification"] == Verification.UNVERIFIED.value for row in rows]
    return sheet_of_rows("Units", _HEAD, [[row[name] for name in _HEAD] for row in rows], marked)
