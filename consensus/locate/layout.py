"""Where the words of a document stand on its pages, or the values of a table in its cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from consensus.domain import Box


class Spot(NamedTuple):
    """``text[start:end]`` of a document: a word with its box on a page, or a value with the address of its cell.

    cell: as in "Sheet2!B7"; "" for a word on a page.
    """

    start: int
    end: int
    box: Box | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Spots in the order of the text, apart from each other. ends, places: of each start. places: page and corners of a
    box in tenths of a point, or the address of a cell."""

    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    places: Sequence[tuple[int, int, int, int, int] | str] = ()

    def __len__(self) -> int:
        return len(self.starts)


NOWHERE = Layout()


def boxes(layout: Layout, start: int, end: int) -> tuple[Box, ...]:
    """The boxes of the words that ``text[start:end]`` touches, joined to one for each line; () where none is known."""
    lines: list[Box] = []
    for place in _touched(layout, start, end):
        if isinstance(place, str):
            continue
        page, x0, y0, x1, y1 = place[0], *(tenths / 10 for tenths in place[1:])
        if lines and _is_same_line(lines[-1], page, (x0, y0, y1)):
            last = lines[-1]
            lines[-1] = Box(page, last.x0, min(last.y0, y0), max(last.x1, x1), max(last.y1, y1))
        else:
            lines.append(Box(page, x0, y0, x1, y1))
    return tuple(lines)


def place_at(layout: Layout, start: int, end: int) -> str:
    """For people: "page 2", "pages 2 and 3", "Sheet2!B7", "Sheet2!B7 to Sheet2!B9"; "" where it is not known."""
    found = list(_touched(layout, start, end))
    cells = [place for place in found if isinstance(place, str)]
    if cells:
        return cells[0] if cells[0] == cells[-1] else f"{cells[0]} to {cells[-1]}"
    pages = [place[0] for place in found if not isinstance(place, str)]
    if not pages:
        return ""
    return f"page {pages[0]}" if pages[0] == pages[-1] else f"pages {pages[0]} and {pages[-1]}"


def _touched(layout: Layout, start: int, end: int) -> Iterator[tuple[int, int, int, int, int] | str]:
    if start < end:
        yield from layout.places[bisect_right(layout.ends, start) : bisect_left(layout.starts, end)]


def _is_same_line(line: Box, page: int, word: tuple[float, float, float]) -> bool:
    """Whether a word goes on to the right of what stands on the line so far, at its height."""
    x0, y0, y1 = word
    middle = (y0 + y1) / 2
    return page == line.page and x0 >= line.x0 and line.y0 <= middle <= line.y1
