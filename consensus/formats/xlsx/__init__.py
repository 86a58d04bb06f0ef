"""XLSX: sheets as tables for extraction; strings, comments and drawings spliced for translation."""

from __future__ import annotations

from collections.abc import Mapping

from consensus.domain import Segment, Task
from consensus.errors import DocumentError
from consensus.formats import layout
from consensus.formats.base import Format, Langs, Left, Locator, Options, Parsed, Written
from consensus.formats.blocks import pieces_of
from consensus.formats.package import kind_of, open_package
from consensus.formats.xlsx import tables, texts
from consensus.formats.xlsx.workbook import Workbook
from consensus.formats.xlsx.writing import rewritten
from consensus.normalize.coded import damage_of


class Xlsx:
    """The first sheet's name is no title: the file's name says more."""

    name = "xlsx"
    label = "Excel workbook (XLSX)"
    suffixes = (".xlsx", ".xlsm", ".xltx")
    version = 1
    writes = True
    left = texts.LEFT

    def sniff(self, head: bytes) -> bool:
        return kind_of(head) == "xlsx"

    def read(self, content: bytes, options: Options) -> Parsed:
        workbook = Workbook(open_package(content, options.where, "xlsx", options.rules))
        if options.task is Task.EXTRACT:
            return _as_tables(workbook, options)
        blocks, left = texts.texts_of(workbook, options.rules)
        text, pieces = pieces_of(blocks, options.lang)
        return Parsed(text, pieces=pieces, left=[Left(len(text), len(text), *one) for one in left])

    def write(self, content: bytes, changes: Mapping[Locator, str], langs: Langs) -> Written:
        if not changes:
            return Written(content)
        package = open_package(content, "", "xlsx")
        parts, left_out = rewritten(Workbook(package), changes)
        whole = {locator: left_out[block] for locator in changes if (block := locator.rpartition("@")[0]) in left_out}
        return Written(package.written(parts), whole)

    def damage(self, segment: Segment, target: str) -> str:
        return damage_of(segment.text, target, segment.codes)


def _as_tables(workbook: Workbook, options: Options) -> Parsed:
    found = tables.tables_of(workbook, options.rules)
    if not found.text.strip():
        what = "no cell of its visible sheets holds anything."
        raise DocumentError(what, where=options.where, do="Give a file with text in it.")
    return Parsed(found.text, warnings=found.warnings, layout=layout.pack(found.spots))


FORMAT: Format = Xlsx()
