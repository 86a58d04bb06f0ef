"""A workbook: its sheets, strings and number formats, found by relationships and content types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from consensus.errors import DocumentError
from consensus.formats.package import Package
from consensus.formats.xlsx import rich
from consensus.formats.xlsx.format_codes import BUILT_IN
from consensus.formats.xlsx.sheet import MOST_CELLS, Cell, Sheet, address, read_sheet
from consensus.formats.xml_splice import Node, Xml


class SheetPart(NamedTuple):
    """name: as on its tab. part: its name in the package. hidden: whether a reader of the file does not see it."""

    name: str
    part: str
    hidden: bool

    def place(self, cell: Cell | str) -> str:
        """ "Sheet2!B7", "'Price list'!B7"."""
        told = self.name if self.name.replace("_", "a").isalnum() and not self.name[0].isdigit() else _quoted(self.name)
        return f"{told}!{cell if isinstance(cell, str) else address(cell.row, cell.column)}"


class Workbook:
    """Raises DocumentError, also from its methods, for parts that cannot be read."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._sheets: dict[str, Sheet] = {}
        self._cells = 0

    @cached_property
    def workbook(self) -> Node:
        return self.package.xml(self.package.main).root

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """In the order of their tabs; sheets of charts and macros among them."""
        found = []
        for node in self.workbook.walk("sheet"):
            related = self.package.target(self.package.main, node.get("id"))
            if related is not None and related.target in self.package:
                hidden = (node.get("state") or "visible") != "visible"
                found.append(SheetPart(node.get("name") or "", related.target, hidden))
        return tuple(found)

    def cells(self, sheet: SheetPart) -> Sheet:
        """Its cells and what else is told in it, read once."""
        if sheet.part not in self._sheets:
            where = f"{self.package.where} ({sheet.part})"
            read = read_sheet(self.package.members.content(sheet.part), where)
            self._cells += len(read.cells)
            if self._cells > MOST_CELLS:
                what = f"it has more than {MOST_CELLS:,} cells with content."
                raise DocumentError(what, where=self.package.where, do="Split it into smaller files.")
            self._sheets[sheet.part] = read
        return self._sheets[sheet.part]

    def drawn(self, sheet: SheetPart) -> Iterator[str]:
        """The paragraphs of its text boxes, shapes, diagrams and charts."""
        waiting, seen = self.package.related(sheet.part, "drawing"), set()
        while waiting:
            part = waiting.pop(0)
            if part not in seen:
                seen.add(part)
                waiting += self.package.related(part, "chart", "chartEx", "diagramData")
                for node in self.package.xml(part).root.walk("p"):
                    if words := "".join(text.words() for text in node.walk("t")).strip():
                        yield " ".join(words.split())

    @cached_property
    def since_1904(self) -> bool:
        return any(node.get("date1904") in ("1", "true") for node in self.workbook.walk("workbookPr"))

    @cached_property
    def strings_part(self) -> str:
        """The part with the shared strings, or ""."""
        return next(iter(self.package.related(self.package.main, "sharedStrings")), "")

    @property
    def strings_xml(self) -> Xml:
        return self.package.xml(self.strings_part)

    @cached_property
    def strings(self) -> Sequence[Node]:
        """The shared strings by number."""
        if not self.strings_part:
            return ()
        table = self.strings_xml.root.find("sst")
        return table.elements("si") if table is not None else ()

    @cached_property
    def _words(self) -> Sequence[str]:
        return [rich.words_of(node) for node in self.strings]

    def text(self, cell: Cell) -> str | None:
        """The words of a cell that holds a string; None for one that holds something else."""
        if cell.type == "s":
            number = self.number(cell)
            return "" if number is None else self._words[number]
        return rich.unescaped(cell.value) if cell.type in ("str", "inlineStr") else None

    def number(self, cell: Cell) -> int | None:
        """Which shared string a cell shows."""
        value = cell.value.strip()
        known = cell.type == "s" and value.isascii() and value.isdigit() and int(value) < len(self.strings)
        return int(value) if known else None

    @cached_property
    def _formats(self) -> Sequence[str]:
        """The format code of each cell style."""
        part = next(iter(self.package.related(self.package.main, "styles")), "")
        if not part:
            return ()
        root = self.package.xml(part).root
        told = {node.get("numFmtId"): node.get("formatCode") or "" for node in root.walk("numFmt")}
        styles = next(root.walk("cellXfs"), None)
        numbers = [node.get("numFmtId") or "0" for node in styles.elements("xf")] if styles is not None else []
        return [
            told.get(one) or (BUILT_IN.get(int(one), "General") if one.isdecimal() else "General") for one in numbers
        ]

    def format_code(self, cell: Cell) -> str:
        """ "General" where it has none."""
        return self._formats[cell.style] if cell.style < len(self._formats) else "General"


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
