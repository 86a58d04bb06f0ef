"""Where the strings of a workbook stand, and their elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from consensus.formats.base import Locator
from consensus.formats.xlsx.sheet import Cell, address
from consensus.formats.xlsx.workbook import SheetPart, Workbook
from consensus.formats.xml_splice import Node, Xml, parse


class Element(NamedTuple):
    """The element of a string. base: by how much its offsets are less than those in its part."""

    xml: Xml
    node: Node
    base: int = 0


class Note(NamedTuple):
    """A comment. place: as in "comment at Sheet1!B7"."""

    locator: Locator
    element: Element
    place: str


class Strings:
    """Locators are PART#NUMBER of shared strings and comments, PART#ADDRESS of strings in cells."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._inline: dict[str, dict[str, tuple[int, int]]] = {}

    def locator(self, sheet: SheetPart, cell: Cell) -> Locator | None:
        """Where the text of a cell stands; None for a cell that holds none of its own."""
        if cell.type == "s":
            number = self.workbook.number(cell)
            return None if number is None else self.shared(number)
        return f"{sheet.part}#{address(cell.row, cell.column)}" if cell.inline else None

    def shared(self, number: int) -> Locator:
        return f"{self.workbook.strings_part}#{number}"

    def at(self, locator: Locator) -> Element:
        """The element that a locator means."""
        part, _, mark = locator.rpartition("#")
        package = self.workbook.package
        if part == self.workbook.strings_part:
            return Element(self.workbook.strings_xml, self.workbook.strings[int(mark)])
        if mark.isdigit():
            xml = package.xml(part)
            return Element(xml, _texts(xml)[int(mark)])
        start, end = self._spans(part)[mark]
        xml = parse(package.members.content(part)[start:end], f"{package.where} ({part})")
        return Element(xml, xml.root.elements()[0], start)

    def notes(self, sheet: SheetPart) -> Iterator[Note]:
        """The comments of a sheet."""
        for part in self.workbook.package.related(sheet.part, "comments", "threadedComment"):
            xml = self.workbook.package.xml(part)
            for number, node in enumerate(_texts(xml)):
                reference = (node.parent.get("ref") or "") if node.parent is not None else ""
                yield Note(f"{part}#{number}", Element(xml, node), f"comment at {sheet.place(reference)}")

    def _spans(self, part: str) -> dict[str, tuple[int, int]]:
        if part not in self._inline:
            sheet = next(one for one in self.workbook.sheets if one.part == part)
            cells = self.workbook.cells(sheet).cells
            self._inline[part] = {address(cell.row, cell.column): cell.inline for cell in cells if cell.inline}
        return self._inline[part]


def _texts(xml: Xml) -> list[Node]:
    return list(xml.root.walk("text"))
