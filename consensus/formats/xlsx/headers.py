"""Header cells of tables: each says what the column of its table is called, and both change together or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from consensus.formats.xlsx import rich
from consensus.formats.xlsx.compared import Compared
from consensus.formats.xlsx.sheet import Area, Cell, area_of
from consensus.formats.xlsx.workbook import SheetPart, Workbook
from consensus.formats.xml_splice import Edit, Node, attribute

#: Characters of a column's name, at most.
_LONGEST = 255
_NAME = re.compile(r"""(?<=\s)name\s*=\s*("[^"]*"|'[^']*')""")


class Header(NamedTuple):
    """A column of a table and its cell. part: that of the table. fixed: whether neither may change."""

    part: str
    column: Node
    sheet: SheetPart
    row: int
    number: int  #: of its column in the sheet
    fixed: bool


def headers_of(workbook: Workbook, compared: Compared) -> Iterator[Header]:
    """Of every table of every sheet."""
    for sheet in workbook.sheets:
        for part in workbook.package.related(sheet.part, "table"):
            table = workbook.package.xml(part).root.find("table")
            area = area_of(table.get("ref") or "") if table is not None else None
            if table is None or area is None or table.get("headerRowCount") == "0":
                continue
            bound = (table.get("tableType") or "worksheet") != "worksheet"
            columns = list(table.walk("tableColumn"))
            for number, column in enumerate(columns):
                name = unnamed(column).strip().casefold()
                fixed = bound or name in compared.names
                yield Header(part, column, sheet, area.row, area.column + number, fixed)


def unnamed(column: Node) -> str:
    """The name of a column as its cell shows it."""
    return rich.unescaped(column.get("name") or "")


def name_edit(workbook: Workbook, header: Header, new: str) -> Edit | None:
    """The replacement of a column's name in its table."""
    xml = workbook.package.xml(header.part)
    node = header.column
    tag = xml.content[node.start : node.open_end].decode(xml.encoding)
    found = _NAME.search(tag)
    if found is None:
        return None
    start = node.start + len(tag[: found.start(1)].encode(xml.encoding))
    end = start + len(found[1].encode(xml.encoding))
    told = rich.escaped_words(new).replace("\n", "_x000a_")
    quote = '"'.encode(xml.encoding)
    return Edit(start, end, quote + attribute(told, xml.encoding) + quote)


def refused(headers: Sequence[Header], new: Mapping[int, str]) -> dict[int, str]:
    """Number in ``headers`` -> why its new name cannot be; each table's names differ, whatever their case."""
    found: dict[int, str] = {}
    taken: dict[str, dict[str, int]] = {}
    for number, header in enumerate(headers):
        if number not in new:
            taken.setdefault(header.part, {})[unnamed(header.column).strip().casefold()] = number
    for number, name in new.items():
        names = taken.setdefault(headers[number].part, {})
        folded = name.strip().casefold()
        if not folded or len(name) > _LONGEST:
            found[number] = f"It heads a column of a table, whose name has 1 to {_LONGEST} characters."
        elif folded in names:
            found[number] = "It heads a column of a table, and another column there would have the same name."
        else:
            names[folded] = number
    return found


class Pivots(NamedTuple):
    """names: of the fields that pivot tables read, folded. areas: where their results stand, by part of the sheet."""

    names: frozenset[str]
    areas: Mapping[str, Sequence[Area]]

    def fills(self, sheet: SheetPart, cell: Cell) -> bool:
        """Whether a pivot table writes this cell anew when it is refreshed."""
        areas = self.areas.get(sheet.part, ())
        return any(a.row <= cell.row <= a.last_row and a.column <= cell.column <= a.last_column for a in areas)


def pivots_of(workbook: Workbook) -> Pivots:
    """The fields and places of all pivot tables."""
    package = workbook.package
    names: set[str] = set()
    areas: dict[str, list[Area]] = {}
    for part in package.related(package.main, "pivotCacheDefinition"):
        root = package.xml(part).root
        names |= {rich.unescaped(node.get("name") or "").strip().casefold() for node in root.walk("cacheField")}
    for sheet in workbook.sheets:
        for part in package.related(sheet.part, "pivotTable"):
            places = (area_of(node.get("ref") or "") for node in package.xml(part).root.walk("location"))
            areas.setdefault(sheet.part, []).extend(area for area in places if area)
    return Pivots(frozenset(names - {""}), areas)
