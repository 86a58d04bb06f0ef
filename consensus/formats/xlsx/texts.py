"""What of a workbook is translated, as blocks, and what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from consensus.domain import DocumentRules
from consensus.formats.base import Locator
from consensus.formats.blocks import Block
from consensus.formats.words import has_letters, is_cell_text
from consensus.formats.xlsx import rich
from consensus.formats.xlsx.compared import Compared
from consensus.formats.xlsx.headers import headers_of, pivots_of
from consensus.formats.xlsx.sheet import Cell, Sheet
from consensus.formats.xlsx.strings import Strings
from consensus.formats.xlsx.workbook import SheetPart, Workbook
from consensus.normalize.coded import plain

#: Cells that a place names.
_MOST_NAMES = 2
#: In a header or footer of a page: fonts, colors, and what stands for page number, date and the like.
_BAND_CODES = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f+-]{5,6}|&[A-Za-z]|&\d+')

#: What is left: the words for one and for several.
LEFT = {
    "hidden": ("text in hidden cells", "texts in hidden cells"),
    "comments": ("comment", "comments"),
    "compared": (
        "text that a formula, a list or a filter compares with",
        "texts that formulas, lists or filters compare with",
    ),
    "formula": ("result of a formula", "results of formulas"),
    "table_name": ("column name that formulas use", "column names that formulas use"),
    "pivot": ("text of a pivot table", "texts of pivot tables"),
    "sheet_names": ("sheet name", "sheet names"),
    "prompt": ("hint at a cell", "hints at cells"),
    "unused": ("text that no cell shows", "texts that no cell shows"),
    "drawn": ("text in a drawing or chart", "texts in drawings and charts"),
    "bands": ("header or footer of a sheet", "headers and footers of sheets"),
}


class Found(NamedTuple):
    """blocks: in reading order. left: (kind of ``LEFT``, which one in words)."""

    blocks: list[Block]
    left: list[tuple[str, str]]


@dataclass(slots=True)
class _Use:
    """The cells that show one string. kept: why it may not change, a kind of ``LEFT``, or ""."""

    places: list[str] = field(default_factory=list)
    visible: bool = False
    kept: str = ""


def texts_of(workbook: Workbook, rules: DocumentRules) -> Found:
    """rules: which kinds are translated. Raises DocumentError for parts that cannot be read."""
    return _Reader(workbook, rules).read()


class _Reader:
    def __init__(self, workbook: Workbook, rules: DocumentRules) -> None:
        self._book, self._rules = workbook, rules
        self._strings = Strings(workbook)
        self._compared = Compared(workbook)
        self._pivots = pivots_of(workbook)
        headers = headers_of(workbook, self._compared)
        self._fixed = {(one.sheet.part, one.row, one.number) for one in headers if one.fixed}
        self._uses: dict[Locator, _Use] = {}
        self._found = Found([], [])

    def read(self) -> Found:
        for sheet in self._book.sheets:
            self._look_at(sheet, self._book.cells(sheet))
        taken: set[Locator] = set()
        left = self._found.left
        for sheet in self._book.sheets:
            read = self._book.cells(sheet)
            left += [("sheet_names", sheet.name)] if has_letters(sheet.name) else []
            for cell in read.cells:
                locator = self._strings.locator(sheet, cell)
                if locator is not None and locator not in taken:
                    taken.add(locator)
                    self._take(locator)
                elif cell.type == "str" and cell.formula and is_cell_text(self._book.text(cell) or ""):
                    left.append(("formula", sheet.place(cell)))
            left += [("prompt", "") for text in read.prompts if has_letters(text)]
            left += [("bands", "") for band in read.bands if has_letters(_BAND_CODES.sub(" ", band))]
            left += [("drawn", "") for words in self._book.drawn(sheet) if has_letters(words)]
            self._comments(sheet)
        unused = [node for number, node in enumerate(self._book.strings) if self._strings.shared(number) not in taken]
        left += [("unused", "") for node in unused if is_cell_text(rich.words_of(node))]
        return self._found

    def _look_at(self, sheet: SheetPart, read: Sheet) -> None:
        for cell in read.cells:
            locator = self._strings.locator(sheet, cell)
            if locator is not None:
                use = self._uses.setdefault(locator, _Use())
                use.places.append(sheet.place(cell))
                use.visible = use.visible or not (sheet.hidden or read.hides(cell))
                use.kept = use.kept or self._kept(sheet, cell)

    def _kept(self, sheet: SheetPart, cell: Cell) -> str:
        text = self._book.text(cell) or ""
        if cell.formula:
            return "formula"
        if self._pivots.fills(sheet, cell) or text.strip().casefold() in self._pivots.names:
            return "pivot"
        if (sheet.part, cell.row, cell.column) in self._fixed:
            return "table_name"
        return "compared" if self._compared.holds(text) else ""

    def _take(self, locator: Locator) -> None:
        """A string becomes a block, or is left."""
        xml, node, _ = self._strings.at(locator)
        source = rich.read(xml, node)
        use = self._uses[locator]
        if not is_cell_text(plain(source.text, source.codes)):
            return
        place = _few(use.places)
        if use.kept:
            self._found.left.append((use.kept, place))
        elif not use.visible and not self._rules.hidden:
            self._found.left.append(("hidden", place))
        else:
            self._found.blocks.append(Block(locator, source.text, source.codes, "cell", place, whole=True))

    def _comments(self, sheet: SheetPart) -> None:
        for locator, (xml, node, _), place in self._strings.notes(sheet):
            source = rich.read(xml, node)
            words = plain(source.text, source.codes)
            if not has_letters(words) or words.startswith("[Threaded comment]"):
                continue  # the latter: a copy for programs that do not know threads
            if self._rules.comments:
                self._found.blocks.append(Block(locator, source.text, source.codes, "comment", place))
            else:
                self._found.left.append(("comments", place))


def _few(places: Sequence[str]) -> str:
    more = f" and {len(places) - _MOST_NAMES} more" if len(places) > _MOST_NAMES else ""
    return ", ".join(places[:_MOST_NAMES]) + more
