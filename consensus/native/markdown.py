"""Rows of pages -> Markdown: headings by size, tables, lists, and paragraphs joined from their lines."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence

from consensus.native.rows import Row, is_parted
from consensus.native.words import Word

#: How much larger than most of the text a line is that is a heading, of the second and of the first level.
_SECOND, _FIRST = 1.25, 1.6
#: Words of a heading, at most.
_HEADING_WORDS = 20
_BULLET = re.compile(r"[•●▪◦‣∙·*–—-]")
_NUMBER = re.compile(r"(\d{1,3})[.)]")
_ENDS = re.compile(r"[.!?:;。！？：；…][\"'”’»)\]]*$")
_MARKS = re.compile(r"[\\`*\[\]<|]|(?<!\w)_|_(?!\w)")
_FIRST_MARK = re.compile(r"(?:#{1,6}|[-+>=~]+)(?=\s|$)|>|(?P<number>\d+)(?=[.)](?:\s|$))")


def markdown_of(pages: Sequence[Sequence[Row]]) -> str:
    """The text of all pages in reading order. A paragraph that a page's end cuts is joined."""
    sizes = [word.size for rows in pages for row in rows for word in row.words for _ in word.text]
    body = statistics.median(sizes) if sizes else 0.0
    blocks: list[str] = []
    for rows in pages:
        for number, (kind, text) in enumerate(_blocks(rows, body)):
            goes_on = kind == "text" and number == 0 and blocks and text[:1].islower()
            if goes_on and blocks[-1][:1] not in "#|-" and not _ENDS.search(blocks[-1]):
                blocks[-1] = _joined(blocks[-1], text)
            else:
                blocks.append(text)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _blocks(rows: Sequence[Row], body: float) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(rows):
        end = _table_end(rows, at)
        if end - at > 1:
            yield "table", _table(rows[at:end])
            at = end
            continue
        end = at + 1
        while end < len(rows) and _goes_on(rows[end - 1], rows[end], body) and _table_end(rows, end) - end < 2:
            end += 1
        yield from _paragraph(rows[at:end], body)
        at = end


def _table_end(rows: Sequence[Row], start: int) -> int:
    """Where the rows of several cells that begin at ``start`` end; ``start`` where none do."""
    end, widest = start, 0
    while end < len(rows) and len(rows[end].cells) > 1:
        row = rows[end]
        if end > start and (
            row.turn != rows[start].turn or (2 * len(row.cells) < widest and is_parted(rows[end - 1], row))
        ):
            break
        end, widest = end + 1, max(widest, len(row.cells))
    return end


def _table(rows: Sequence[Row]) -> str:
    """Columns are those of the row with most cells; a cell of another row stands in the nearest of them."""
    widest = max(rows, key=lambda row: len(row.cells))
    middles = [_middle(cell) for cell in widest.cells]
    lines = []
    for row in rows:
        cells = [""] * len(middles)
        for cell in row.cells:
            away = [abs(middle - _middle(cell)) for middle in middles]
            column = away.index(min(away))
            cells[column] = f"{cells[column]} {_escaped(_text(cell))}".strip()
        lines.append(f"| {' | '.join(cells)} |")
    lines.insert(1, f"|{' --- |' * len(middles)}")
    return "\n".join(lines)


def _middle(cell: Sequence[Word]) -> float:
    sides = [(word.x0, word.x1) for word in cell]
    return (min(left for left, _ in sides) + max(right for _, right in sides)) / 2


def _goes_on(before: Row, row: Row, body: float) -> bool:
    """Whether a row is of the paragraph of the row before."""
    return (
        not is_parted(before, row)
        and len(row.cells) == len(before.cells) == 1
        and not _list_mark(row)
        and _level(row, body) == _level(before, body)
        and abs(_size(row) - _size(before)) < 0.2 * max(_size(row), 0.1)
    )


def _paragraph(rows: Sequence[Row], body: float) -> Iterator[tuple[str, str]]:
    first, words = rows[0], [word for row in rows for word in row.words]
    mark = _list_mark(first)
    if level := _level(first, body):
        if len(words) <= _HEADING_WORDS:
            yield "heading", f"{'#' * level} {_escaped(' '.join(word.text for word in words))}"
            return
    elif mark:
        lines = [[word.text for word in row.words] for row in rows]
        lines[0] = lines[0][1:]
        yield "list", f"{mark} {_escaped(_lines(lines))}"
        return
    yield "text", _safe_start(_escaped(_lines([[word.text for word in row.words] for row in rows])))


def _list_mark(row: Row) -> str:
    first, *more = (word.text for word in row.words)
    if not more:
        return ""
    number = _NUMBER.fullmatch(first)
    return f"{number[1]}." if number else "-" if _BULLET.fullmatch(first) else ""


def _level(row: Row, body: float) -> int:
    size = _size(row)
    return 0 if size < _SECOND * body or len(row.cells) > 1 else 1 if size >= _FIRST * body else 2


def _size(row: Row) -> float:
    return statistics.median(word.size for word in row.words)


def _text(cell: Sequence[Word]) -> str:
    return " ".join(word.text for word in cell)


def _lines(lines: Sequence[Sequence[str]]) -> str:
    text = ""
    for line in lines:
        text = _joined(text, " ".join(line)) if text else " ".join(line)
    return text


def _joined(text: str, more: str) -> str:
    """Two lines of a paragraph; a hyphen between two small letters is the line's end alone. No blank in scripts that
    have none between words."""
    if re.search(r"[^\W\d_]-$", text) and more[:1].islower():
        return text[:-1] + more
    wide = "\u3040" <= text[-1:] <= "\u9fff" and "\u3000" <= more[:1] <= "\u9fff"
    return f"{text}{'' if wide else ' '}{more}"


def _escaped(text: str) -> str:
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", text)


def _safe_start(text: str) -> str:
    """A line that begins like a heading, a list or a quote is none."""
    mark = _FIRST_MARK.match(text)
    if mark is None:
        return text
    return f"{mark[0]}\\{text[mark.end() :]}" if mark["number"] else f"\\{text}"
