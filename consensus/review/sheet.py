"""All fields of a document on one page: what stands beside the field that is being decided. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consensus.domain import Action, Field, Outcome
from consensus.ports import UnitRecord
from consensus.review.decision import shown

#: Lines a person reads; a longer document shows those around the field.
_MOST = 120
_ROW = re.compile(r"^(.*?)\[(\d+)\]\.?(.*)$")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One field. state: "accepted" by the machine, "decided" by a person, "waiting" or "rejected".

    table, row, column: of a line item, ("", -1, "") for a field of its own. here: the one being decided. text: the
    settled value, "" for none and for one that waits: a reviewer is not shown what the machine leans to.
    """

    unit_id: str
    path: str
    state: str
    text: str
    here: bool
    table: str = ""
    row: int = -1
    column: str = ""


def sheet_of(records: Sequence[UnitRecord], unit_id: str) -> tuple[SheetLine, ...]:
    """The fields of a document in its order, those around unit_id where there are many. Pure."""
    fields = [record for record in records if isinstance(record.unit, Field)]
    at = next((place for place, record in enumerate(fields) if record.unit.id == unit_id), 0)
    first = max(0, min(at - _MOST // 2, len(fields) - _MOST))
    return tuple(_line(record, record.unit.id == unit_id) for record in fields[first : first + _MOST])


def confirmable(records: Sequence[UnitRecord]) -> list[UnitRecord]:
    """Cells that the machine accepted and no person has looked at; "accept the rest" is about these alone. Pure."""
    return [
        record
        for record in records
        if record.resolution is None and record.verdict is not None and record.verdict.outcome is Outcome.ACCEPTED
    ]


def _line(record: UnitRecord, here: bool) -> SheetLine:
    unit = record.unit
    path = unit.path if isinstance(unit, Field) else unit.id
    found = _ROW.match(path)
    table, row, column = (found[1], int(found[2]), found[3]) if found else ("", -1, "")
    state, value = _state(record)
    return SheetLine(unit.id, path, "waiting" if here else state, "" if here else value, here, table, row, column)


def _state(record: UnitRecord) -> tuple[str, str]:
    if record.resolution is not None:
        if record.resolution.action is Action.REJECTED:
            return "rejected", ""
        return "decided", shown(record.resolution.value)
    if record.verdict is not None and record.verdict.outcome is Outcome.ACCEPTED:
        return "accepted", shown(record.verdict.value)
    return "waiting", ""
