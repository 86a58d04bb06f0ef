"""A document of fields as one record: the fields of its own, and every table as a grid. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consensus.domain import Candidate, Field, Verification
from consensus.domain.job import FieldState, UnitRecord
from consensus.review.order import BlindAnswer
from consensus.review.sheet import SheetLine, lines_of
from consensus.schema.paths import row_in_doubt, row_of, tables_above

#: Characters of a line that still belongs to a layout.
_WIDEST = 200


@dataclass(frozen=True, slots=True)
class RecordCell:
    """One field of the record.

    name: of its column, or its path where it stands in no table. item_id: of the item that opens it, "" where nothing
    waits. answers: what was given for it, in an order that says nothing; only in a row about which is being decided.
    """

    line: SheetLine
    name: str
    item_id: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One row of a table. number: from 1. cells: one a column, None where the row has no such field.

    doubt: some member has no such row, and nobody has decided about it. dropped: a person said that there is none.
    here: the field that is open lies in it.
    """

    path: str
    number: int
    cells: tuple[RecordCell | None, ...]
    doubt: bool = False
    dropped: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table of the schema. path: "" where the whole document is one."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[RecordRow, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """All fields of a document in its order. own: those that stand in no table."""

    own: tuple[RecordCell, ...]
    tables: tuple[RecordTable, ...]

    @property
    def cells(self) -> tuple[RecordCell, ...]:
        """Every field, those of its own first."""
        listed = (cell for table in self.tables for row in table.rows for cell in row.cells if cell is not None)
        return (*self.own, *listed)

    @property
    def waiting(self) -> tuple[RecordCell, ...]:
        """The fields that can be opened, in the order of the document; the one that is open among them."""
        return tuple(cell for cell in self.cells if cell.item_id)

    @property
    def row(self) -> RecordRow | None:
        """The row in doubt that the open field lies in."""
        rows = (row for table in self.tables for row in table.rows)
        return next((row for row in rows if row.here and row.doubt), None)


@dataclass(frozen=True, slots=True)
class Settled:
    """The values of a record as they stand. open: the paths whose value nobody has verified, or may see."""

    values: Mapping[str, Any]
    open: frozenset[str]


def record_of(records: Sequence[UnitRecord], items: Mapping[str, str], unit_id: str, text: str) -> Record:
    """The record as it stands beside one of its fields. Pure.

    records: as a reviewer may see them (``withheld``). items: unit id -> the item that waits for a person. unit_id: the
    field that is open; nothing is said of its value. text: the document's.
    """
    own: list[RecordCell] = []
    rows: dict[str, dict[str, RecordCell]] = {}
    for line in lines_of(records, unit_id, text):
        item = items.get(line.unit_id, "") if line.state is FieldState.WAITING else ""
        if row := row_of(line.path):
            name = line.path.removeprefix(row).removeprefix(".") or "value"
            rows.setdefault(row, {})[name] = RecordCell(line, name, item)
        else:
            own.append(RecordCell(line, line.path, item))
    return Record(tuple(own), _tables(rows, _doubtful(records, unit_id), dropped_rows(records, unit_id)))


def _tables(
    rows: Mapping[str, Mapping[str, RecordCell]], doubtful: frozenset[str], dropped: frozenset[str]
) -> tuple[RecordTable, ...]:
    """rows: the path of a row -> its cells by the name of their column."""
    grids: dict[str, dict[str, Mapping[str, RecordCell]]] = {}
    for row, cells in rows.items():
        grids.setdefault(_stands_in(row)[0], {})[row] = cells
    tables = []
    for path, grid in grids.items():
        columns = tuple(dict.fromkeys(name for cells in grid.values() for name in cells))
        made = []
        for row, cells in grid.items():
            here = any(cell.line.here for cell in cells.values())
            listed, number = tuple(cells.get(name) for name in columns), _stands_in(row)[1]
            made.append(RecordRow(row, number, listed, row in doubtful, row in dropped, here))
        tables.append(RecordTable(path, columns, tuple(made)))
    return tuple(tables)


def _stands_in(row: str) -> tuple[str, int]:
    """The table of a row, and its number there, from 1."""
    return tables_above(f"{row}.")[-1]


def settled(records: Sequence[UnitRecord], unit_id: str) -> Settled:
    """What is verified of a record. Rows that people found not to be there are left out. Pure.

    unit_id: the field that is open counts as not verified, whatever was said of it before.
    """
    values: dict[str, Any] = {}
    waiting = set()
    dropped = dropped_rows(records, unit_id)
    for record in records:
        unit, result = record.unit, record.result
        if not isinstance(unit, Field) or row_in_doubt(unit, record.agreement) in dropped:
            continue
        values[unit.path] = result.value
        if result.verification is Verification.UNVERIFIED or unit.id == unit_id:
            values[unit.path] = None
            waiting.add(unit.path)
    return Settled(values, frozenset(waiting))


def dropped_rows(records: Sequence[UnitRecord], unit_id: str) -> frozenset[str]:
    """Rows in doubt of which every cell is settled and none has a value. unit_id: the open field counts as not settled.

    Pure; the export leaves the same rows out.
    """
    gone: set[str] = set()
    filled: set[str] = set()
    for record in records:
        if row := row_in_doubt(record.unit, record.agreement):
            result = record.result
            waits = result.verification is Verification.UNVERIFIED or record.unit.id == unit_id
            (filled if waits or result.value is not None else gone).add(row)
    return frozenset(gone - filled)


def given_for_row(record: UnitRecord, order: Sequence[BlindAnswer]) -> tuple[BlindAnswer, ...]:
    """The answers of those who have the row that a cell lies in; no value only where one of them gave none. Pure."""
    there = {answer.member for answer in record.answers if isinstance(answer, Candidate) and not answer.row_absent}
    return tuple(blind for blind in order if there & set(blind.members))


def keeps_columns(text: str) -> bool:
    """Whether a text is laid out in lines, so that wrapping them would tear its columns apart. Pure.

    Prose with a paragraph a line is wrapped: nobody reads a line of a thousand characters.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    return sum(len(line) > _WIDEST for line in lines) * 20 <= len(lines)


def _doubtful(records: Sequence[UnitRecord], unit_id: str) -> frozenset[str]:
    """Rows that some member lacks, with a cell that nobody has settled and none to which a person gave a value."""
    waiting, there = set(), set()
    for record in records:
        if row := row_in_doubt(record.unit, record.agreement):
            if record.resolution is None:
                waiting.add(row)
            elif record.resolution.value is not None and record.unit.id != unit_id:
                there.add(row)
    return frozenset(waiting - there)
