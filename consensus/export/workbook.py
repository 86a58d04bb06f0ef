"""Extractions as an Excel workbook: one sheet of single fields, one of each table, numbers and dates as such."""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from consensus.domain import Field, Verification
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.accounting import results_by_path
from consensus.export.beside import Certificate
from consensus.export.many import merged
from consensus.export.places import places_of
from consensus.export.public import Public
from consensus.export.tables import reason_of
from consensus.export.verifier.reading import NOT_CERTIFIED
from consensus.locate.evidence import Evidence, snippet
from consensus.locate.layout import NOWHERE, Layout
from consensus.normalize.spreadsheets import is_run
from consensus.schema.paths import row_of, tables_above

_FIELDS = "Fields"
#: Characters of a cell and of a sheet's name, at most.
_LONGEST_CELL, _LONGEST_NAME = 32_767, 31
#: A number with more digits would be changed.
_MOST_DIGITS = 15
_UNFIT_NAME = re.compile(r"[\[\]:*?/\\]")
_MADE = dt.datetime(2000, 1, 1)


class _Cell(NamedTuple):
    """value: as in JSON. schema: of the field. marked: whether it is not verified."""

    value: Any
    schema: Mapping[str, Any] = {}
    marked: bool = False


class _Row(NamedTuple):
    """indexes: the number of the row in each array around it, from 1. cells: by column. places: where they stand."""

    indexes: Sequence[int]
    cells: dict[str, _Cell]
    places: dict[str, str]


def workbook_rows(
    job: JobRecord, units: Sequence[UnitRecord], certificate: Certificate, layout: Layout = NOWHERE
) -> dict[str, Any]:
    """What a workbook holds of one extraction, as JSON. Rows that people found not to be there are left out."""
    public, places = Public(job), places_of(job, units, layout)
    there = results_by_path(units)
    fields = []
    for record in units:
        if not isinstance(record.unit, Field) or record.unit.path not in there:
            continue
        evidence = places.get(record.unit.id, Evidence())
        first = evidence.places[0] if evidence.places else None
        fields.append(
            {
                "path": record.unit.path,
                "pattern": record.unit.pattern,
                "type": {name: record.unit.schema.get(name) for name in ("type", "format")},
                "value": there[record.unit.path].value,
                "verification": there[record.unit.path].verification.value,
                "reason": reason_of(record, public),
                "place": "" if first is None else first.shown or f"line {first.line}",
                "quote": "" if first is None else snippet(job.document.text, first)[0],
            }
        )
    words = NOT_CERTIFIED if certificate is None else certificate["words"]
    return {"job": job.id, "document": job.document.name, "certificate": words, "fields": fields}


def to_workbook(jobs: Sequence[Mapping[str, Any]]) -> bytes:
    """The same bytes for the same jobs, each as ``workbook_rows`` gives it.

    Fields outside of arrays stand one a row on the first sheet, with verification, place and quote. Every array has a
    sheet of its own, one row an entry. What is not verified is empty and yellow. No cell is a formula.
    """
    out = io.BytesIO()
    book = _book(out)
    writer = _Writer(book)
    several = len(jobs) > 1
    writer.sheet(_FIELDS, *_fields(jobs, several))
    tables: dict[str, list[tuple[Mapping[str, Any], Mapping[str, Any]]]] = {}
    for job in jobs:
        for field in job["fields"]:
            if row_of(field["pattern"]):
                tables.setdefault(_table_of(field["pattern"])[0], []).append((job, field))
    for name, held in tables.items():
        writer.sheet(name, *_table(held, several))
    book.close()
    return out.getvalue()


def sheet_of_rows(name: str, head: Sequence[str], rows: Sequence[Sequence[Any]], marked: Sequence[bool] = ()) -> bytes:
    """A workbook of one sheet. marked: rows that are not verified; their cells without a value are yellow."""
    out = io.BytesIO()
    book = _book(out)
    yellow = marked or [False] * len(rows)
    cells = [
        [_Cell(value, marked=is_marked and value is None) for value in row]
        for row, is_marked in zip(rows, yellow, strict=True)
    ]
    _Writer(book).sheet(name, head, cells)
    book.close()
    return out.getvalue()


def _book(out: io.BytesIO) -> Any:
    import xlsxwriter  # on use: every other command starts without it

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _MADE})
    return book


def _fields(jobs: Sequence[Mapping[str, Any]], several: bool) -> tuple[list[str], list[list[_Cell]]]:
    about = ["Document", "Job"] if several else []
    head = [*about, "Field", "Value", "Verification", "Reason", "Place", "Quote"]
    rows = []
    for job in jobs:
        first = [_Cell(job["document"]), _Cell(job["job"])] if several else []
        for field in job["fields"]:
            if not row_of(field["pattern"]):
                told = [_Cell(field[name]) for name in ("verification", "reason", "place", "quote")]
                rows.append([*first, _Cell(field["path"]), _value(field), *told])
        rows.append([*first, _Cell("(certificate)"), _Cell(job["certificate"])])
    return head, rows


def _table(
    held: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], several: bool
) -> tuple[list[str], list[list[_Cell]]]:
    """The head and rows of the sheet of one array."""
    rows: dict[tuple[str, ...], _Row] = {}
    documents: dict[str, str] = {}
    for job, field in held:
        documents[job["job"]] = job["document"]
        indexes = [number for _, number in tables_above(field["path"])]
        key = (job["job"], *map(str, indexes))
        row = rows.setdefault(key, _Row(indexes, {}, {}))
        column = _table_of(field["pattern"])[1]
        row.cells[column] = _value(field)
        if field["place"]:
            row.places[column] = field["place"]
    columns = merged([list(row.cells) for row in rows.values()])
    deepest = max((len(row.indexes) for row in rows.values()), default=1)
    numbers = ["Row"] if deepest == 1 else [f"Row {level}" for level in range(1, deepest + 1)]
    head = [*(["Document", "Job"] if several else []), *numbers, *columns, "Not verified", "Places"]
    made = []
    for key, row in rows.items():
        first = [_Cell(documents[key[0]]), _Cell(key[0])] if several else []
        marked = "; ".join(column for column in columns if column in row.cells and row.cells[column].marked)
        places = "; ".join(f"{column}: {place}" for column, place in row.places.items())
        cells = [row.cells.get(column, _Cell(None)) for column in columns]
        made.append([*first, *map(_Cell, row.indexes), *cells, _Cell(marked), _Cell(places)])
    return head, made


def _value(field: Mapping[str, Any]) -> _Cell:
    marked = field["verification"] == Verification.UNVERIFIED.value
    return _Cell(None if marked else field["value"], field["type"], marked)


def _table_of(pattern: str) -> tuple[str, str]:
    """The array that a field is in, and its name in an entry: "items", "price" of "items[].price"."""
    row = row_of(pattern)
    return row.replace("[]", ""), pattern[len(row) :].lstrip(".") or "value"


class _Writer:
    """Writes sheets, whose names differ and fit."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._names: set[str] = {"history"}  # a name that spreadsheets keep for themselves
        made = book.add_format
        self._bold, self._marked = made({"bold": True}), made({"bg_color": "#FFF2A8"})
        self._date, self._moment = made({"num_format": "yyyy-mm-dd"}), made({"num_format": "yyyy-mm-dd hh:mm:ss"})
        # Typed anew in a spreadsheet, such a text would be run without it.
        self._text = made({"quote_prefix": True})

    def sheet(self, name: str, head: Sequence[str], rows: Sequence[Sequence[_Cell]]) -> None:
        sheet = self._book.add_worksheet(self._name(name))
        for column, text in enumerate(head):
            sheet.write_string(0, column, _fitting(text), self._bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                self._cell(sheet, number, column, cell)
        for column, width in enumerate(_widths(head, rows)):
            sheet.set_column(column, column, width)

    def _cell(self, sheet: Any, row: int, column: int, cell: _Cell) -> None:
        value = cell.value
        moment = _moment(value, cell.schema)
        if cell.marked:
            sheet.write_blank(row, column, None, self._marked)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif moment is not None:
            sheet.write_datetime(row, column, moment, self._moment if isinstance(moment, dt.datetime) else self._date)
        elif isinstance(value, int | float) and _is_kept(value):
            sheet.write_number(row, column, value)
        elif value is not None and value != "":
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
            sheet.write_string(row, column, _fitting(text), self._text if is_run(text) else None)

    def _name(self, wanted: str) -> str:
        """A name of a sheet as spreadsheets take it, that no other has."""
        base = _UNFIT_NAME.sub("_", _fitting(wanted)).strip("' ") or "Table"
        for number in range(1, len(self._names) + 2):
            end = "" if number == 1 else f" {number}"
            name = base[: _LONGEST_NAME - len(end)].strip("' ") + end
            if name.casefold() not in self._names:
                break
        self._names.add(name.casefold())
        return name


def _is_kept(value: float) -> bool:
    """Whether a spreadsheet keeps a number as it is."""
    return math.isfinite(value) and len(Decimal(str(value)).normalize().as_tuple().digits) <= _MOST_DIGITS


def _moment(value: Any, schema: Mapping[str, Any]) -> dt.date | None:
    """A date or moment that its schema calls one and a spreadsheet can hold."""
    if not isinstance(value, str) or schema.get("format") not in ("date", "date-time"):
        return None
    try:
        if schema["format"] == "date":
            found: dt.date = dt.date.fromisoformat(value)
        else:
            found = dt.datetime.fromisoformat(value)
            if found.tzinfo is not None or found.microsecond:  # a spreadsheet knows no time zones
                return None
    except ValueError:
        return None
    return found if found.year >= 1901 else None


def _fitting(text: str) -> str:
    """The text as a cell can hold it; what is cut off ends in an ellipsis."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def _widths(head: Sequence[str], rows: Sequence[Sequence[_Cell]]) -> Iterator[int]:
    for column, name in enumerate(head):
        longest = max((len(str(row[column].value)) for row in rows[:200] if column < len(row)), default=0)
        yield max(8, min(60, max(len(name), longest) + 2))
