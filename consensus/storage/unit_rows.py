"""Units as rows: all that is known of them as JSON, and beside it their rows of ``unit_index``, each value worked out
once for both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from consensus.domain.job import UnitRecord
from consensus.storage import codec
from consensus.storage.dialect import insert
from consensus.storage.tables import units
from consensus.storage.unit_index import index_row, write_index

#: Units written with one statement: their JSON is several times as large as they are.
_AT_ONCE = 500
_KEY = ("job_id", "unit_id")
_NEW = insert(units)
_WRITTEN = _NEW.on_conflict_do_update(
    index_elements=list(_KEY),
    set_={column.name: _NEW.excluded[column.name] for column in units.c if column.name not in _KEY},
)


def save_units(connection: Connection, job_id: str, records: Sequence[UnitRecord]) -> dict[str, int]:
    """Write units that no person has decided, with what is known of them; the position of each by its id."""
    for first in range(0, len(records), _AT_ONCE):
        both = [_rows(record, job_id) for record in records[first : first + _AT_ONCE]]
        connection.execute(_WRITTEN, [row for row, _ in both])
        write_index(connection, [row for _, row in both])
    return {record.unit.id: record.unit.index for record in records}


def _rows(record: UnitRecord, job_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The unit's row, and its row of the index."""
    unit, answers = codec.stored_unit(record.unit), codec.stored_answers(record.answers)
    agreement = codec.stored(record.agreement) if record.agreement else codec.ABSENT
    findings = codec.stored_findings(record.findings)
    verdict = codec.stored(record.verdict) if record.verdict else codec.ABSENT
    key = {"job_id": job_id, "unit_id": record.unit.id, "position": record.unit.index}
    row = {
        **key,
        "unit": unit.text,
        "answers": answers.text,
        "agreement": agreement.text,
        "findings": findings.text,
        "verdict": verdict.text,
    }
    return row, index_row(key, (unit.tree, answers.tree, agreement.tree, findings.tree, verdict.tree, None))
