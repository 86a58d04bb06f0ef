"""All fields of a document on one page: what stands beside the field that is being decided. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from consensus.domain import Action, Field, Outcome
from consensus.domain.job import FieldState, UnitRecord
from consensus.locate.evidence import evidence_of
from consensus.review.decision import shown
from consensus.schema.paths import tables_above

#: Lines a person reads; a longer document shows those around the field.
_MOST = 120
#: Fields whose lines are looked up, and characters looked through; a screen must not wait for a book.
_MOST_FIELDS, _REACH = 4_000, 300_000


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One field.

    table, row, column: of a line item, ("", -1, "") for a field of its own. here: the one being decided. text: the
    settled value, "" for none and for one that waits: a reviewer is not shown what the machine leans to. line: of the
    document, where an accepted value stands, 0 for none. places: how many there are.
    """

    unit_id: str
    path: str
    state: FieldState
    text: str
    here: bool
    table: str = ""
    row: int = -1
    column: str = ""
    line: int = 0
    places: int = 0


def sheet_of(records: Sequence[UnitRecord], unit_id: str, text: str) -> tuple[SheetLine, ...]:
    """The fields of a document in its order, those around unit_id where there are many. text: the document's. Pure."""
    fields = [(record.unit, record) for record in records if isinstance(record.unit, Field)]
    at = next((place for place, (field, _) in enumerate(fields) if field.id == unit_id), 0)
    first = max(0, min(at - _MOST // 2, len(fields) - _MOST))
    stand = _standing(text, fields)
    shown_here = fields[first : first + _MOST]
    return tuple(_line(field, _state(record), field.id == unit_id, stand) for field, record in shown_here)


def lines_of(records: Sequence[UnitRecord], unit_id: str, text: str) -> tuple[SheetLine, ...]:
    """All fields of a document in its order. Pure."""
    fields = [(record.unit, record) for record in records if isinstance(record.unit, Field)]
    stand = _standing(text, fields)
    return tuple(_line(field, _state(record), field.id == unit_id, stand) for field, record in fields)


def withheld(record: UnitRecord) -> UnitRecord:
    """A unit that was drawn to be audited, without its answer: it looks like one that waits for a person. Pure."""
    verdict = record.verdict
    if verdict is None or record.resolution is not None:
        return record
    waits = replace(verdict, outcome=Outcome.REVIEW, value=None, leading=None, reasons=(), representative="")
    return replace(record, answers=(), agreement=None, findings=(), verdict=waits)


def confirmable(records: Sequence[UnitRecord]) -> list[UnitRecord]:
    """Cells that the machine accepted and no person has looked at; "accept the rest" is about these alone. Pure."""
    return [
        record
        for record in records
        if record.resolution is None and record.verdict is not None and record.verdict.outcome is Outcome.ACCEPTED
    ]


def _standing(text: str, fields: Sequence[tuple[Field, UnitRecord]]) -> Mapping[str, tuple[int, int]]:
    """Path -> line and number of places of what the machine accepted; that does not change from item to item."""
    values = [
        (field.path, json.dumps(record.verdict.value, ensure_ascii=False, default=str))
        for field, record in fields
        if record.verdict is not None and record.verdict.outcome is Outcome.ACCEPTED
    ]
    return _found(text[:_REACH], tuple(values)) if len(fields) <= _MOST_FIELDS else {}


@lru_cache(maxsize=4)
def _found(text: str, values: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[int, int]]:
    found = evidence_of(text, {path: [json.loads(value)] for path, value in values})
    return {path: (one.places[0].line, one.count) for path, one in found.items() if one.places}


def _line(field: Field, told: tuple[FieldState, str], here: bool, stand: Mapping[str, tuple[int, int]]) -> SheetLine:
    table, row, column = "", -1, ""
    if above := tables_above(field.path):
        table, row = above[0][0], above[0][1] - 1
        column = field.path.removeprefix(f"{table}[{row}]").removeprefix(".")
    state, value = (FieldState.WAITING, "") if here else told
    place = stand.get(field.path, (0, 0)) if state == FieldState.ACCEPTED else (0, 0)
    return SheetLine(field.id, field.path, state, value, here, table, row, column, *place)


def _state(record: UnitRecord) -> tuple[FieldState, str]:
    if record.resolution is not None:
        if record.resolution.action is Action.REJECTED:
            return FieldState.REJECTED, ""
        return FieldState.DECIDED, shown(record.resolution.value)
    if record.verdict is not None and record.verdict.outcome is Outcome.ACCEPTED:
        return FieldState.ACCEPTED, shown(record.verdict.value)
    return FieldState.WAITING, ""
