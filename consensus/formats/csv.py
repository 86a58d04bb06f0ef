"""CSV: cells with words are segments; delimiters, quotes, line ends and all other cells survive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from consensus.domain import DocumentRules
from consensus.errors import DocumentError
from consensus.formats.base import Format, Left, Piece
from consensus.formats.spans import Edit, lines_of, one_line, writable
from consensus.formats.textual import TextFormat
from consensus.formats.words import is_cell_text
from consensus.locate.layout import Spot
from consensus.normalize.spreadsheets import as_text, is_run

_DELIMITERS = (",", ";", "\t")
_SAMPLE = 200
#: Rows that a warning names.
_MOST_NAMES = 6
#: A cell that names a column is no longer than this, in characters, and no sentence.
_LONGEST_NAME = 60
#: What a list item may begin with, and words alone: nothing that a spreadsheet could call or look up.
_SIGNED_WORDS = re.compile(r"[-+][\w\s.,;:'’-]*")
_STOPS = (".", "!", "?", "。", "！", "？", "।")


class Cell(NamedTuple):
    """A cell as written. open: its quote is never closed."""

    record: int
    start: int
    end: int
    open: bool = False


#: What it leaves: the words for one and for several.
_LEFT = {
    "csv_header": ("column name", "column names"),
    "row_width": ("row of another width", "rows of another width"),
}


class Csv(TextFormat):
    name = "csv"
    label = "CSV"
    suffixes = (".csv", ".tsv")
    left = _LEFT

    def validate(self, text: str, where: str) -> None:
        """Raises DocumentError where a quoted cell never ends."""
        for cell in _cells(text, delimiter_of(text)):
            if cell.open:
                line = len(lines_of(text[: cell.start]))
                raise DocumentError(
                    f"not CSV: the quote opened in line {line} is never closed.",
                    where=where,
                    do='Close it, or write a quote inside a cell as "".',
                )

    def pieces(self, text: str, lang: str | None, rules: DocumentRules) -> tuple[Sequence[Piece], Sequence[Left]]:
        """Cells with words, each one piece however long: the file's own division; and the rows that are left.

        A row of another width than most is left: its columns are shifted, or a delimiter in its words is not quoted.
        """
        rows = _rows(text)
        width = _width(rows)
        pieces: list[Piece] = []
        left: list[Left] = []
        named = _header(text, rows)
        head = None if rules.csv_header else named
        places = _Places(text, rows, named)
        for number, row in enumerate(rows, 1):
            found = [
                piece._replace(place=places.of(number, column))
                for column, cell in enumerate(row)
                if (piece := _piece(text, cell))
            ]
            if not found:
                continue
            if row is head:
                left += [Left(piece.start, piece.end, "csv_header", piece.text) for piece in found]
            elif len(row) != width:
                left.append(Left(row[0].start, row[-1].end, "row_width", f"row {number}"))
            else:
                pieces += found
        return pieces, left

    def spots(self, text: str) -> Sequence[Spot]:
        rows = _rows(text)
        places = _Places(text, rows, _header(text, rows))
        return [
            Spot(cell.start, cell.end, cell=places.of(number, column))
            for number, row in enumerate(rows, 1)
            for column, cell in enumerate(row)
            if cell.end > cell.start
        ]

    def doubts(self, text: str) -> Sequence[str]:
        rows = _rows(text)
        width = _width(rows)
        odd = [number for number, row in enumerate(rows, 1) if _filled(row) and len(row) != width]
        if not odd:
            return ()
        more = f" and {len(odd) - _MOST_NAMES} more" if len(odd) > _MOST_NAMES else ""
        words = "1 row has" if len(odd) == 1 else f"{len(odd)} rows have"
        named = ", ".join(map(str, odd[:_MOST_NAMES]))
        columns = f"{width} cell{'s' * (width > 1)}"
        return (f"{words} not {columns} as most have (row {named}{more}): values there may stand in the wrong column.",)

    def edits(self, text: str, changes: Sequence[tuple[Piece, str]]) -> Sequence[Edit]:
        delimiter = delimiter_of(text)
        return [_edit(text, delimiter, piece, new) for piece, new in changes]


def delimiter_of(text: str) -> str:
    """Comma, semicolon or tab: the one that gives most records the same number of columns; "" for a single column.

    One under which every quote is closed comes before one that leaves a quote open; of two that fit as well, the one
    that no space follows: in "red, green;blue, white" the commas belong to the words.
    """
    best, best_rank = "", (False, 0.5, 1, True)
    for delimiter in _DELIMITERS:
        widths, closed = _widths(text, delimiter)
        if widths:
            columns, records = max(Counter(widths).items(), key=lambda item: (item[1], item[0]))
            tight = 2 * text.count(f"{delimiter} ") < text.count(delimiter)
            rank = (closed, records / len(widths), columns, tight)
            if columns > 1 and rank[1] > (0.5 if tight else 0.7) and rank > best_rank:
                best, best_rank = delimiter, rank
    return best


def _rows(text: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for cell in _cells(text, delimiter_of(text)):
        if cell.record == len(rows):
            rows.append([])
        rows[-1].append(cell)
    return rows


def _width(rows: Sequence[list[Cell]]) -> int:
    """Cells of most rows that are not blank."""
    widths = Counter(len(row) for row in rows if _filled(row))
    return widths.most_common(1)[0][0] if widths else 0


class _Places:
    """Where cells stand, for people: "row 4, column 2 (Amount)". head: the row that names the columns."""

    def __init__(self, text: str, rows: Sequence[list[Cell]], head: list[Cell] | None) -> None:
        names = [_value(text[cell.start : cell.end]) for cell in head or ()]
        self._names = [" ".join(name.split())[:_LONGEST_NAME] for name in names]
        self._single = _width(rows) <= 1

    def of(self, row: int, column: int) -> str:
        """row: from 1. column: from 0."""
        if self._single:
            return f"row {row}"
        name = self._names[column] if row > 1 and column < len(self._names) else ""
        return f"row {row}, column {column + 1}{f' ({name})' if name else ''}"


def _filled(row: list[Cell]) -> bool:
    return len(row) > 1 or row[0].end > row[0].start


def _header(text: str, rows: list[list[Cell]]) -> list[Cell] | None:
    """The first row, where it names the columns of others: short cells, none a sentence."""
    filled = [row for row in rows if _filled(row)]
    values = [_value(text[cell.start : cell.end]).strip() for cell in filled[0]] if filled else []
    named = len(filled) > 1 and all(map(_is_name, values))
    if len(values) == 1:  # a list of texts, unless it begins with a bare name
        others = [text[row[0].start : row[0].end].strip() for row in filled[1:]]
        named = named and " " not in values[0] and any(" " in one for one in others)
    return filled[0] if named else None


def _is_name(value: str) -> bool:
    return not value or (
        len(value) <= _LONGEST_NAME and not value.endswith(_STOPS) and any(character.isalpha() for character in value)
    )


def _piece(text: str, cell: Cell) -> Piece | None:
    raw = text[cell.start : cell.end]
    value = _value(raw).strip()
    if not is_cell_text(value):
        return None
    start = cell.start + (0 if raw.startswith('"') else len(raw) - len(raw.lstrip()))
    return Piece(start, cell.end if raw.startswith('"') else start + len(value), value, "cell")


def _edit(text: str, delimiter: str, piece: Piece, new: str) -> Edit:
    """The replacement of one cell, quoted where it must be; a text that a spreadsheet would run gets an apostrophe."""
    raw = piece.text
    value = _value(raw)
    bare = value.strip()
    new = writable(new).strip() if re.search(r"[\r\n]", bare) else one_line(new)
    if is_run(new) and not (new[:1] == bare[:1] and _SIGNED_WORDS.fullmatch(new)):
        new = as_text(new)
    if raw.startswith('"'):
        lead, trail = value[: len(value) - len(value.lstrip())], value[len(value.rstrip()) :]
        return Edit(piece.start, piece.end, _quoted(f"{lead}{new}{trail}"))
    if not re.search(r'[",;\t\r\n]', new):
        return Edit(piece.start, piece.end, new)
    # A quote counts only as the first character of a cell, so blanks around the text go inside.
    start, end = piece.start, piece.end
    while start > 0 and text[start - 1].isspace() and text[start - 1] not in f"{delimiter}\r\n":
        start -= 1
    while end < len(text) and text[end].isspace() and text[end] not in f"{delimiter}\r\n":
        end += 1
    return Edit(start, end, _quoted(f"{text[start : piece.start]}{new}{text[piece.end : end]}"))


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _value(raw: str) -> str:
    """What the csv module reads from a cell as written; text after the closing quote is kept."""
    if not raw.startswith('"'):
        return raw
    close = _closing(raw, 0)
    return raw[1:close].replace('""', '"') + raw[close + 1 :]


def _closing(text: str, start: int) -> int:
    """Offset of the quote that closes the one at start, or the text's length."""
    at = text.find('"', start + 1)
    while at >= 0 and text.startswith('""', at):
        at = text.find('"', at + 2)
    return len(text) if at < 0 else at


def _widths(text: str, delimiter: str) -> tuple[list[int], bool]:
    """Columns per record that is not blank, over a sample, and whether all its quotes are closed."""
    widths: Counter[int] = Counter()
    filled: set[int] = set()
    closed = True
    for cell in islice(_cells(text, delimiter), 50_000):
        if cell.record >= _SAMPLE:
            break
        closed = closed and not cell.open
        widths[cell.record] += 1
        if cell.end > cell.start:
            filled.add(cell.record)
    return [widths[record] for record in sorted(filled)], closed


def _cells(text: str, delimiter: str) -> Iterator[Cell]:
    """All cells with their offsets, quotes included, in the dialect of the csv module."""
    stop = re.compile(f"[{re.escape(delimiter)}\r\n]")
    at, record, size = 0, 0, len(text)
    while at <= size:
        start, opened = at, False
        if text.startswith('"', at):
            close = _closing(text, at)
            opened = close >= size
            at = min(close + 1, size)
        found = stop.search(text, at)
        end = found.start() if found else size
        yield Cell(record, start, end, opened)
        at = end + 1
        if found and found.group() in "\r\n":
            record += 1
            at += text.startswith("\r\n", end)


FORMAT: Format = Csv()
