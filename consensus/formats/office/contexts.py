"""Every paragraph of a part, in document order, with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from consensus.formats.office.names import child, tag
from consensus.formats.xml_splice import Node

#: Elements below a run in which paragraphs can stand.
_DEEP = {"w:drawing", "w:pict", "w:object", "mc:AlternateContent"}
_FLAT = {"w:rPr", "w:pPr", "w:t", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sectPr", "a:rPr", "a:pPr", "a:t"}
#: What surrounds the text of a note, a comment or a shape.
_FRAMES = {"w:footnote", "w:endnote", "w:comment", "p:sp", "p:graphicFrame", "p:cxnSp", "?:cm", "?:reply", "p:cm"}
_CONTROLS = ("w:dataBinding", "?:dataBinding", "w:dropDownList", "w:comboBox", "w:date")


@dataclass(frozen=True, slots=True)
class Where:
    """table: its number in the part, 0 outside of one. row, column: from 1. frame: the note, comment or shape around.

    box: in a text box. repeated: in the part of ``mc:AlternateContent`` that repeats the other. control: words that a
    program puts in again.
    """

    table: int = 0
    row: int = 0
    column: int = 0
    frame: Node | None = None
    box: bool = False
    repeated: bool = False
    control: bool = False

    @property
    def cell(self) -> str:
        """ "table 2, row 3, column 1", or ""."""
        return f"table {self.table}, row {self.row}, column {self.column}" if self.table else ""


def paragraphs(root: Node) -> Iterator[tuple[Node, Where]]:
    """Those of Word and of drawings, each before those inside of it."""
    tables = 0
    rows: dict[int, int] = {}
    columns: dict[tuple[int, int], int] = {}
    stack: list[tuple[Node, Where]] = [(root, Where())]
    while stack:
        node, where = stack.pop()
        name = tag(node)
        if name in _FLAT or (name[0] == "#" and name != "#root"):
            continue
        if name in ("w:p", "a:p"):
            yield node, where
        elif name == "w:r":
            stack += [(one, where) for one in reversed(node.children) if tag(one) in _DEEP]
            continue
        elif name in ("w:tbl", "a:tbl"):
            tables += 1
            where = replace(where, table=tables, row=0, column=0)
        elif name in ("w:tr", "a:tr"):
            rows[where.table] = rows.get(where.table, 0) + 1
            where = replace(where, row=rows[where.table], column=0)
        elif name in ("w:tc", "a:tc"):
            at = (where.table, where.row)
            first = columns.get(at, 0) + 1
            columns[at] = first + _span(node) - 1
            where = replace(where, column=first)
        elif name in _FRAMES:
            where = replace(where, frame=node)
        elif name == "w:txbxContent":
            where = replace(where, box=True, table=0)
        elif name == "mc:Fallback":
            where = replace(where, repeated=True)
        elif name == "w:sdt" and is_control(node):
            where = replace(where, control=True)
        stack += [(one, where) for one in reversed(node.children)]


def is_control(node: Node) -> bool:
    given = child(node, "w:sdtPr")
    return given is not None and child(given, *_CONTROLS) is not None


def _span(cell: Node) -> int:
    given = child(cell, "w:tcPr")
    found = child(given, "w:gridSpan") if given is not None else None
    value = (found.get("val") or "") if found is not None else ""
    return max(1, int(value)) if value.isdecimal() and len(value) < 4 else 1
