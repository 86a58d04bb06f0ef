"""The sheets of a workbook as text, as members that extract read it: every value as it is displayed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from consensus.domain import DocumentRules
from consensus.errors import DocumentError
from consensus.formats.xlsx.dates import serial_of
from consensus.formats.xlsx.displayed import displayed, general, shown_text
from consensus.formats.xlsx.sheet import Cell, Sheet
from consensus.formats.xlsx.workbook import SheetPart, Workbook
from consensus.locate.layout import Spot

#: Stands between the cells of a row.
_BETWEEN = "   "
#: Places that a warning names.
_MOST_NAMES = 4
#: Characters of a workbook as text; one string may be shown by a million cells.
_MOST_CHARACTERS = 20_000_000


class Tables(NamedTuple):
    """text: all sheets. spots: where each value stands in it. warnings: what is not as a person sees it, or missing."""

    text: str
    spots: Sequence[Spot]
    warnings: Sequence[str]


def tables_of(workbook: Workbook, rules: DocumentRules) -> Tables:
    """Each sheet under its name, rows as lines, without empty ones. rules: whether hidden ones are read."""
    return _Writer(workbook, rules).written()


class _Writer:
    def __init__(self, workbook: Workbook, rules: DocumentRules) -> None:
        self._book, self._hidden = workbook, rules.hidden
        self._parts: list[str] = []
        self._at = 0
        self._spots: list[Spot] = []
        self._raw: list[str] = []  # places of numbers whose format cannot be applied
        self._lacking: list[str] = []  # places of formulas without a stored value
        self._unread: Counter[str] = Counter()
        self._known: dict[tuple[int | None, str], str] = {}

    def written(self) -> Tables:
        for sheet in self._book.sheets:
            read = self._book.cells(sheet)
            if sheet.hidden and not self._hidden:
                self._unread["hidden sheet"] += bool(read.cells)
            elif read.cells or any(self._book.drawn(sheet)):
                self._sheet(sheet, read)
                self._drawn(sheet)
        return Tables("".join(self._parts), self._spots, list(self._warnings()))

    def _sheet(self, sheet: SheetPart, read: Sheet) -> None:
        rows: dict[int, dict[int, str]] = {}
        skipped: set[str] = set()
        for cell in read.cells:
            if not self._hidden and read.hides(cell):
                row_hidden = cell.row in read.hidden_rows
                skipped.add(f"hidden row {cell.row}" if row_hidden else f"hidden column {cell.column}")
                continue
            shown = self._shown(sheet, cell)
            if shown:
                rows.setdefault(cell.row, {})[cell.column] = shown
        for one in skipped:
            self._unread[" ".join(one.split()[:2])] += 1
        self._add(f"{chr(10) if self._parts else ''}Sheet: {' '.join(sheet.name.split())}\n")
        columns = sorted({column for row in rows.values() for column in row})
        last = 0
        for number in sorted(rows):
            if last and number > last + 1:
                self._add("\n")  # what stands apart in the sheet stands apart in the text
            last = number
            self._row(sheet, number, rows[number], columns)

    def _drawn(self, sheet: SheetPart) -> None:
        for number, words in enumerate(self._book.drawn(sheet)):
            if number == 0:
                self._add("\n")
            self._spots.append(Spot(self._at, self._at + len(words), cell=f"{sheet.name}, drawing"))
            self._add(f"{words}\n")

    def _row(self, sheet: SheetPart, number: int, row: dict[int, str], columns: Sequence[int]) -> None:
        final = max(row)
        for column in columns:
            if column > final:
                break
            value = row.get(column, "")
            if value:
                place = sheet.place(Cell(number, column, "", ""))
                self._spots.append(Spot(self._at, self._at + len(value), cell=place))
            self._add(value + (_BETWEEN if column < final else "\n"))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)
        if self._at > _MOST_CHARACTERS:
            what = f"its cells show more than {_MOST_CHARACTERS:,} characters."
            raise DocumentError(what, where=self._book.package.where, do="Split it into smaller files.")

    def _shown(self, sheet: SheetPart, cell: Cell) -> str:
        """The value on one line; "" for one that shows nothing."""
        if cell.formula and not cell.value:
            if cell.type != "str":
                self._lacking.append(sheet.place(cell))
            return ""
        code = self._book.format_code(cell) or "General"
        if cell.type in ("s", "str", "inlineStr"):
            return self._words(cell, code)
        if cell.type == "b":
            return "TRUE" if cell.value.strip() in ("1", "true") else "FALSE"
        if cell.type == "e":
            return cell.value.strip()
        number = self._number(cell)
        if number is None:
            return " ".join(cell.value.split())
        shown = displayed(number, code, since_1904=self._book.since_1904)
        if shown is None:
            self._raw.append(sheet.place(cell))
            return general(number)
        if not shown:
            self._unread["value that its format hides"] += 1
        return " ".join(shown.split())

    def _words(self, cell: Cell, code: str) -> str:
        key = (self._book.number(cell), code)
        if key[0] is None or key not in self._known:
            self._known[key] = " ".join(shown_text(self._book.text(cell) or "", code).split())
        return self._known[key]

    def _number(self, cell: Cell) -> float | None:
        value = cell.value.strip()
        try:
            if cell.type == "d":
                moment = dt.datetime.fromisoformat(value).replace(tzinfo=None)
                return serial_of(moment, since_1904=self._book.since_1904)
            number = float(value)
        except ValueError:
            return None
        return number if abs(number) < 1e308 else None

    def _warnings(self) -> Iterator[str]:
        if self._lacking:
            count = "1 formula has" if len(self._lacking) == 1 else f"{len(self._lacking)} formulas have"
            yield (
                f"{count} no stored value and {'is' if len(self._lacking) == 1 else 'are'} not read "
                f"({_names(self._lacking)}): open the file in a spreadsheet program and save it."
            )
        if self._raw:
            count = "1 number is" if len(self._raw) == 1 else f"{len(self._raw)} numbers are"
            yield f"{count} given as stored, since the format cannot be applied ({_names(self._raw)})."
        if self._unread:
            told = ", ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in self._unread.items() if count)
            told = told.replace("value that its format hidess", "values that their formats hide")
            if told:
                yield f"Not read: {told}. To have hidden ones read, set in the policy: documents: hidden."


def _names(places: Sequence[str]) -> str:
    more = f" and {len(places) - _MOST_NAMES} more" if len(places) > _MOST_NAMES else ""
    return ", ".join(places[:_MOST_NAMES]) + more
