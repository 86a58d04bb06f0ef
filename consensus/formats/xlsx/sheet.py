"""One worksheet, read as a stream: a sheet may have a million cells, and nearly all of it is skeleton."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from consensus.errors import DocumentError

#: Cells of a workbook that are read; beyond it is no document that anybody checks.
MOST_CELLS = 3_000_000
_DEEPEST = 500
_DO = "Save it anew with the program that it is from."
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576


class Cell(NamedTuple):
    """row, column: from 1. type: as written ("s", "inlineStr", "str", "n", "b", "e", "d"). value: as stored. style: its
    number. formula: whether it has one. inline: of an inline string, the bytes of its ``is`` element."""

    row: int
    column: int
    type: str
    value: str
    style: int = 0
    formula: bool = False
    inline: tuple[int, int] | None = None


class Area(NamedTuple):
    """A range of cells, from 1, ends included."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class Sheet:
    """cells: in the order of the file. hidden_rows, hidden_columns: by number. compared: texts of formulas, conditions,
    validations and filters that name a text. prompts: what validations say to whoever fills them in. bands: headers and
    footers of its pages, as written."""

    cells: list[Cell] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: list[str] = field(default_factory=list)
    compared: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    bands: list[str] = field(default_factory=list)

    def hides(self, cell: Cell) -> bool:
        """Whether it stands in a hidden row or column."""
        return cell.row in self.hidden_rows or cell.column in self.hidden_columns


def read_sheet(content: bytes, where: str) -> Sheet:
    """Raises DocumentError for what is not well-formed, declares entities, nests too deeply or has too many cells."""
    return _Reader(content, where).read()


def address(row: int, column: int) -> str:
    """ "B7"."""
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    """ "B" for 2."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def position(reference: str) -> tuple[int, int] | None:
    """The row and column of "B7"; None for what is no address."""
    found = _ADDRESS.fullmatch(reference.strip().upper())
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row, column) if row <= _LAST_ROW and column <= _LAST_COLUMN else None


def area_of(reference: str) -> Area | None:
    """The range "A1:C7", or a single cell."""
    first, _, last = reference.partition(":")
    start, end = position(first), position(last or first)
    return Area(*start, *end) if start and end else None


#: Elements whose text says what cells are compared with.
_CONDITIONS = ("formula", "formula1", "formula2")
_BANDS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_SAYS = ("promptTitle", "prompt", "errorTitle", "error")


class _Reader:
    def __init__(self, content: bytes, where: str) -> None:
        self._content, self._where = content, where
        self._sheet = Sheet()
        self._parser = expat.ParserCreate()
        self._stack: list[str] = []
        self._text: list[str] | None = None  # of the element that is being read
        self._row = self._column = 0
        self._cell: Cell | None = None
        self._runs: list[str] = []
        self._inline = 0

    def read(self) -> Sheet:
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(self._content, True)
        except expat.ExpatError as error:
            what = f"not well-formed XML: {expat.ErrorString(error.code)}, line {error.lineno}."
            raise DocumentError(what, where=self._where, do=_DO) from None
        except (ValueError, LookupError) as error:
            raise DocumentError(f"its encoding is not known: {error}.", where=self._where, do=_DO) from None
        return self._sheet

    def _start(self, qualified: str, given: dict[str, str]) -> None:
        name = qualified.rpartition(":")[2]
        self._stack.append(name)
        if len(self._stack) > _DEEPEST:
            what = f"elements stand inside each other more than {_DEEPEST} deep."
            raise DocumentError(what, where=self._where, do=_DO)
        if name in ("v", "f", "t", *_CONDITIONS, *_BANDS):
            self._text = []
        elif name == "is":
            self._inline, self._runs = self._parser.CurrentByteIndex, []
        begin = _BEGINS.get(name)
        if begin is not None:
            begin(self, given)

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, qualified: str) -> None:
        name = self._stack.pop()
        text = "".join(self._text) if self._text is not None else ""
        self._text = None if name in ("v", "f", "t", *_CONDITIONS, *_BANDS) else self._text
        cell = self._cell
        if name == "v" and cell is not None:
            self._cell = cell._replace(value=text)
        elif name == "f" and cell is not None:
            self._cell = cell._replace(formula=True)
            self._sheet.formulas.append(text)
        elif name == "f":  # of a condition or a validation of Excel 2010 or later
            self._sheet.compared.append(text)
        elif name == "t" and "rPh" not in self._stack:
            self._runs.append(text)
        elif name == "is" and cell is not None:
            end = self._content.find(b">", self._parser.CurrentByteIndex) + 1
            self._cell = cell._replace(value="".join(self._runs), inline=(self._inline, end))
        elif name == "c" and cell is not None:
            self._add(cell)
        elif name in _CONDITIONS:
            self._sheet.compared.append(text)
        elif name in _BANDS and text:
            self._sheet.bands.append(text)

    def _add(self, cell: Cell) -> None:
        self._cell = None
        if cell.value or cell.formula:
            self._sheet.cells.append(cell)
            if len(self._sheet.cells) > MOST_CELLS:
                what = f"a sheet has more than {MOST_CELLS:,} cells with content."
                raise DocumentError(what, where=self._where, do="Split it into smaller files.")

    def _begin_row(self, given: dict[str, str]) -> None:
        self._row = _whole(given.get("r")) or self._row + 1
        self._column = 0
        if _is_true(given.get("hidden")):
            self._sheet.hidden_rows.add(self._row)

    def _begin_cell(self, given: dict[str, str]) -> None:
        row, column = position(given.get("r", "")) or (max(self._row, 1), self._column + 1)
        self._column = column
        self._cell = Cell(row, column, given.get("t", "n"), "", _whole(given.get("s")))

    def _begin_column(self, given: dict[str, str]) -> None:
        if _is_true(given.get("hidden")):
            last = min(_whole(given.get("max")), _LAST_COLUMN)
            self._sheet.hidden_columns |= set(range(_whole(given.get("min")), last + 1))

    def _begin_rule(self, given: dict[str, str]) -> None:
        """What a condition or a filter compares with: of type containsText and its like."""
        self._sheet.compared += [_quoted(given[name]) for name in ("text", "val") if given.get(name)]

    def _begin_validation(self, given: dict[str, str]) -> None:
        self._sheet.prompts += [given[name] for name in _SAYS if given.get(name)]

    def _entity(self, *_: object) -> None:
        raise DocumentError("it declares entities, which are not read.", where=self._where, do=_DO)


_BEGINS: dict[str, Callable[[_Reader, dict[str, str]], None]] = {
    "row": _Reader._begin_row,
    "c": _Reader._begin_cell,
    "col": _Reader._begin_column,
    "cfRule": _Reader._begin_rule,
    "filter": _Reader._begin_rule,
    "customFilter": _Reader._begin_rule,
    "dataValidation": _Reader._begin_validation,
}


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _whole(text: str | None) -> int:
    """A whole number, 0 where there is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _is_true(text: str | None) -> bool:
    return text in ("1", "true", "on")
