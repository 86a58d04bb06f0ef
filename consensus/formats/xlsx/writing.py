"""A workbook with other words: strings spliced, and the names of table columns with their header cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from consensus.formats.base import Locator
from consensus.formats.blocks import by_block, changed
from consensus.formats.xlsx import rich
from consensus.formats.xlsx.compared import Compared
from consensus.formats.xlsx.headers import Header, headers_of, name_edit, refused
from consensus.formats.xlsx.strings import Strings
from consensus.formats.xlsx.workbook import Workbook
from consensus.formats.xml_splice import Edit, splice
from consensus.normalize.coded import damage_of, plain


class Rewritten(NamedTuple):
    """parts: those that change, by name. left_out: locator of a block to why its text cannot be written."""

    parts: Mapping[str, bytes]
    left_out: Mapping[Locator, str]


def rewritten(workbook: Workbook, texts: Mapping[Locator, str]) -> Rewritten:
    """texts: locator of a piece to its coded text."""
    strings = Strings(workbook)
    kept: dict[Locator, str] = {}
    left_out: dict[Locator, str] = {}
    for locator, changes in by_block(texts).items():
        xml, node, _ = strings.at(locator)
        source = rich.read(xml, node)
        target = changed(source.text, changes)
        if damage := damage_of(source.text, target, source.codes):
            left_out[locator] = damage
        else:
            kept[locator] = target
    edits: dict[str, list[Edit]] = {}
    headers = list(headers_of(workbook, Compared(workbook)))
    for header, name in _renamed(strings, headers, kept, left_out):
        if edit := name_edit(workbook, header, name):
            edits.setdefault(header.part, []).append(edit)
    for locator, target in kept.items():
        xml, node, base = strings.at(locator)
        part = locator.rpartition("#")[0]
        made = rich.edits(xml, node, target)
        edits.setdefault(part, []).extend(Edit(one.start + base, one.end + base, one.new) for one in made)
    contents = workbook.package.members.content
    return Rewritten({part: splice(contents(part), made) for part, made in edits.items()}, left_out)


def _renamed(
    strings: Strings, headers: Sequence[Header], kept: dict[Locator, str], left_out: dict[Locator, str]
) -> list[tuple[Header, str]]:
    """Columns of tables get the names that their header cells get; a text that cannot be one is not written."""
    cells = _cells(strings, headers)
    while True:
        new: dict[int, str] = {}
        for number, locator in cells.items():
            if locator in kept:
                xml, node, _ = strings.at(locator)
                source = rich.read(xml, node)
                new[number] = f"{source.lead}{plain(kept[locator], source.codes)}{source.trail}"
        bad = refused(headers, new)
        for number, why in bad.items():
            if kept.pop(cells[number], None) is not None:
                left_out[cells[number]] = why
        if not bad:
            return [(headers[number], name) for number, name in new.items()]


def _cells(strings: Strings, headers: Sequence[Header]) -> dict[int, Locator]:
    """Number of a header -> where its text stands."""
    wanted = {(one.sheet.part, one.row, one.number): number for number, one in enumerate(headers)}
    found: dict[int, Locator] = {}
    for sheet in {one.sheet: None for one in headers}:
        for cell in strings.workbook.cells(sheet).cells:
            number = wanted.get((sheet.part, cell.row, cell.column))
            locator = strings.locator(sheet, cell) if number is not None else None
            if number is not None and locator is not None:
                found[number] = locator
    return found
