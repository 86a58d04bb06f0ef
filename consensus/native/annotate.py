"""A PDF with numbered boxes on its pages, and a table of what they mark on pages added at its end."""

from __future__ import annotations

import base64
import ctypes
import hashlib
import io
import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as c

from consensus.native.opening import opened
from consensus.native.words import transform_of

#: Red, green, blue of what is verified, and of what is not.
_VERIFIED, _OPEN, _BLACK, _GREY = (0, 110, 60), (190, 60, 0), (0, 0, 0), (110, 110, 110)
#: Points around a box, and of its number.
_AROUND, _NUMBER = 1.5, 7.0
#: Of the pages with the table: their size, margin, letters and lines, in points.
_WIDTH, _HEIGHT, _MARGIN, _SIZE, _LINE = 595.0, 842.0, 45.0, 8.5, 11.5
#: Where each column begins, and how many letters it holds.
_COLUMNS = ((45.0, 5), (70.0, 28), (205.0, 46), (420.0, 24), (525.0, 9))
_OTHER_SCRIPT = "(letters that this page cannot show: see --format jsonl)"
#: Lines of one cell.
_MOST_LINES = 12
_ID = re.compile(rb"/ID ?\[<[0-9A-F]{32}><[0-9A-F]{32}>\](?=[^\[]*$)")


def annotate(content: bytes, head: dict[str, Any]) -> dict[str, Any]:
    """The file in base 64. head: "marks": [number, is verified, [page, x0, y0, x1, y1]] with corners in points from the
    top left of the page as shown; "title" and "rows" of the table, five texts each: the first row is its head.

    Raises Refused.
    """
    with opened(content) as document:
        pages: dict[int, list[Any]] = {}
        for mark in head["marks"]:
            pages.setdefault(mark[2][0], []).append(mark)
        for number, marks in sorted(pages.items()):
            if 0 < number <= len(document):
                _mark(document, number, marks)
        _table(document, head["title"], head["rows"])
        written = io.BytesIO()
        document.save(written, flags=c.FPDF_REMOVE_SECURITY)
    file = written.getvalue()
    # PDFium draws the id of a file by lot; the same marks on the same file are the same bytes.
    named = hashlib.sha256(content + json.dumps(head).encode()).hexdigest()[:32].upper().encode()
    file = _ID.sub(lambda found: b"/ID[<%s><%s>]" % (named, named), file)
    return {"file": base64.b64encode(file).decode()}


def _mark(document: Any, number: int, marks: Sequence[Any]) -> None:
    page = document[number - 1]
    back = _inverse(transform_of(page))
    for label, verified, (_, x0, y0, x1, y1) in marks:
        colour = _VERIFIED if verified else _OPEN
        corners = [(x0 - _AROUND, y0 - _AROUND), (x1 + _AROUND, y0 - _AROUND)]
        corners += [(x1 + _AROUND, y1 + _AROUND), (x0 - _AROUND, y1 + _AROUND)]
        _path(page, [_at(back, x, y) for x, y in corners], colour)
        wide = 0.6 * _NUMBER * len(str(label))
        # The number stands left of the box where there is room, else above it.
        x, y = (x0 - _AROUND - 1 - wide, (y0 + y1 + 0.7 * _NUMBER) / 2) if x0 > wide + 4 else (x0, y0 - _AROUND - 1)
        _text(document, page, str(label), _NUMBER, colour, _upright(back, x, y))
    c.FPDFPage_GenerateContent(page.raw)
    page.close()


def _table(document: Any, title: str, rows: Sequence[Sequence[str]]) -> None:
    first, *others = rows
    page, y = None, 0.0
    for row in others:
        cells = [_lines(text, width) for text, (_, width) in zip(row, _COLUMNS, strict=True)]
        tall = _LINE * max(map(len, cells)) + 3
        if page is None or y + tall > _HEIGHT - _MARGIN:
            _finished(page)
            page = document.new_page(_WIDTH, _HEIGHT)
            _put(document, page, title, (_MARGIN, _MARGIN, 11.0), _BLACK)
            for text, (x, _) in zip(first, _COLUMNS, strict=True):
                _put(document, page, text, (x, _MARGIN + 22, _SIZE), _GREY)
            y = _MARGIN + 38
        for cell, (x, _) in zip(cells, _COLUMNS, strict=True):
            for number, line in enumerate(cell):
                _put(document, page, line, (x, y + number * _LINE, _SIZE), _BLACK)
        y += tall
    _finished(page)


def _finished(page: Any) -> None:
    if page is not None:
        c.FPDFPage_GenerateContent(page.raw)
        page.close()


def _lines(text: str, width: int) -> list[str]:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        text = _OTHER_SCRIPT
    found = textwrap.wrap(text, width, break_long_words=True) or [""]
    return found if len(found) <= _MOST_LINES else [*found[: _MOST_LINES - 1], "..."]


def _put(document: Any, page: Any, text: str, at: tuple[float, float, float], colour: tuple[int, int, int]) -> None:
    x, y, size = at
    _text(document, page, text, size, colour, (1.0, 0.0, 0.0, 1.0, x, _HEIGHT - y))


def _text(
    document: Any, page: Any, text: str, size: float, colour: tuple[int, int, int], matrix: tuple[float, ...]
) -> None:
    made = c.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", size)
    encoded = (text + "\0").encode("utf-16-le")
    buffer = (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded)
    c.FPDFText_SetText(made, buffer)
    c.FPDFPageObj_SetFillColor(made, *colour, 255)
    c.FPDFPageObj_Transform(made, *matrix)
    c.FPDFPage_InsertObject(page.raw, made)


def _path(page: Any, corners: Sequence[tuple[float, float]], colour: tuple[int, int, int]) -> None:
    made = c.FPDFPageObj_CreateNewPath(*corners[0])
    for x, y in corners[1:]:
        c.FPDFPath_LineTo(made, x, y)
    c.FPDFPath_Close(made)
    c.FPDFPageObj_SetStrokeColor(made, *colour, 255)
    c.FPDFPageObj_SetStrokeWidth(made, 0.9)
    c.FPDFPath_SetDrawMode(made, c.FPDF_FILLMODE_NONE, True)
    c.FPDFPage_InsertObject(page.raw, made)


_Matrix = tuple[float, float, float, float, float, float]


def _inverse(matrix: _Matrix) -> _Matrix:
    a, b, cc, d, e, f = matrix
    whole = a * d - b * cc or 1.0
    ia, ib, ic, id_ = d / whole, -b / whole, -cc / whole, a / whole
    return ia, ib, ic, id_, -(e * ia + f * ic), -(e * ib + f * id_)


def _at(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, cc, d, e, f = matrix
    return a * x + cc * y + e, b * x + d * y + f


def _upright(back: _Matrix, x: float, y: float) -> tuple[float, ...]:
    """The matrix of letters that stand upright at a point of the page as shown."""
    a, b, cc, d, _, _ = back
    return a, b, -cc, -d, *_at(back, x, y)
