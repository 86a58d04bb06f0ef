"""Pages of documents as pictures for reviewers, with a box around every answer that stands on them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from consensus.domain import Box, Document, Page
from consensus.domain.job import JobRecord
from consensus.errors import ConsensusError
from consensus.locate.layout import Layout, boxes, place_at
from consensus.ports.storage import Blobs
from consensus.review import ReviewView
from consensus.review.difference import Spans
from consensus.service.jobs.requests import layout_of
from consensus.service.pictures import pictures_of
from consensus.service.review.record_kept import Kept

#: Documents, pages and pictures that are kept at hand.
_MOST = 24
#: Pixels across the picture; of the page's height around the boxes, and at least how much of it is shown.
_WIDTH, _AROUND, _LEAST = 1100, 0.06, 0.3
#: One colour for all answers: none is to look better than another. Of the lines, and pixels of their width and letters.
_COLOUR, _LINE, _LETTERS = (20, 60, 160), 3, 26
#: Pixels kept of an empty margin.
_MARGIN = 30
#: How near one can look: the whole page, the lines around the answers, half of these lines.
ZOOMS = 3


class PageLook(NamedTuple):
    """What of the pages is looked at. place: of those where the answers stand, from 1; 0 for all on one page. page:
    from 1; 0 for that of the place. zoom: below ``ZOOMS``."""

    place: int = 0
    page: int = 0
    zoom: int = 1


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A part of a page with boxes. png: b"" where there is no picture, and then words say why. words: one sentence.

    page, pages: which of how many. places: how many the answers stand in; place: which of them is shown, 0 for none.
    wide: whether it is to be shown at twice the width of its place.
    """

    png: bytes
    words: str
    page: int = 0
    pages: int = 0
    place: int = 0
    places: int = 0
    wide: bool = False


class PagePictures:
    """What documents with pages look like where the answers of an item stand. For any number of sessions at once."""

    def __init__(self, job: Callable[[str], JobRecord], blobs: Blobs) -> None:
        """job: a job by its id."""
        self._job, self._blobs = job, blobs
        self._opened = lru_cache(_MOST)(self._open)
        self._pages: Kept[bytes] = Kept(_MOST)
        self._drawn: Kept[PagePicture | None] = Kept(_MOST)

    def placed(self, view: ReviewView) -> ReviewView:
        """The view with the page or cell of every place of every answer."""
        if view.field is None or not (layout := self._opened(view.item.job_id)[1]):
            return view
        letters = [
            replace(one, stands=tuple(filter(None, (place_at(layout, *span) for span in one.in_document))))
            for one in view.letters
        ]
        return replace(view, letters=tuple(letters))

    def of(self, view: ReviewView, look: PageLook = PageLook()) -> PagePicture | None:  # noqa: B008 - a tuple
        """A page of a field's document; without a look the one where most answers stand first.

        None for other units and for documents without pages, and without a look where nobody knows which page would
        help. It is made once, of the file, the places of the answers and the look.
        """
        if view.field is None:
            return None
        letters = tuple((one.letter, one.in_document) for one in view.letters)
        try:
            document, layout = self._opened(view.item.job_id)
            if not document.pages:
                return None
            key = (document.blob, document.layout, letters, look)
            return self._drawn.get(key, lambda: self._draw(document, layout, letters, look))
        except ConsensusError as error:  # not kept: it may pass
            return PagePicture(b"", f"The page cannot be shown: {error}")

    def _open(self, job_id: str) -> tuple[Document, Layout]:
        document = self._job(job_id).document
        return document, layout_of(document, self._blobs)[0]

    def _page(self, document: Document, number: int) -> bytes:
        key = (document.blob, document.format, number)
        return self._pages.get(key, lambda: pictures_of(document, self._blobs)(number))

    def _draw(
        self, document: Document, layout: Layout, letters: tuple[tuple[str, Spans], ...], look: PageLook
    ) -> PagePicture | None:
        found = {letter: [box for span in spans for box in boxes(layout, *span)] for letter, spans in letters}
        stands = _stands(layout, [span for _, spans in letters for span in spans])
        place = min(look.place, len(stands))
        number = look.page or (stands[place - 1].page if place else _first(found))
        if not number and len(document.pages) != 1:
            return None  # nobody knows which page would help
        page = next((one for one in document.pages if one.number == (number or document.pages[0].number)), None)
        if page is None:
            return None
        here = {letter: [mark for mark in marks if mark.page == page.number] for letter, marks in found.items()}
        around = [stands[place - 1]] if place else [mark for marks in here.values() for mark in marks]
        picture = _marked(self._page(document, page.number), page, here, (around, look.zoom))
        words = _words(page.number, len(document.pages), here, found)
        if place:
            words = f"Place {place} of {len(stands)}. {words}"
        wide = look.zoom == ZOOMS - 1 and not around
        return PagePicture(picture, words, page.number, len(document.pages), place, len(stands), wide)


def _first(found: Mapping[str, Sequence[Box]]) -> int:
    """The page where most answers stand first; 0 where none was found."""
    first = Counter(marks[0].page for marks in found.values() if marks)
    return min(first, key=lambda page: (-first[page], page)) if first else 0


def _stands(layout: Layout, spans: Sequence[tuple[int, int]]) -> list[Box]:
    """Every place where an answer stands, down the pages; the same place once."""
    found = {marks[0] for span in spans if (marks := boxes(layout, *span))}
    return sorted(found, key=lambda box: (box.page, box.y0, box.x0))


def _words(number: int, count: int, here: Mapping[str, Sequence[Box]], found: Mapping[str, Sequence[Box]]) -> str:
    told = [f"Page {number} of {count}."]
    told += [f"{letter} stands in {len(marks)} places here." for letter, marks in here.items() if len(marks) > 1]
    for letter, marks in found.items():
        if not marks:
            told.append(f"{letter} was not found.")
        elif not here[letter]:
            told.append(f"{letter} stands on page {marks[0].page}.")
    return " ".join(told)


def _marked(picture: bytes, page: Page, here: Mapping[str, Sequence[Box]], near: tuple[Sequence[Box], int]) -> bytes:
    """A page with the boxes on it, each with the letters of its answers. near: around which of them it is cut, and how
    closely."""
    from PIL import Image, ImageDraw, ImageFont, ImageOps

    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    scale = whole.width / page.width
    letters: dict[Box, str] = {}
    for letter, marks in here.items():
        for mark in marks:
            letters[mark] = f"{letters[mark]} {letter}" if mark in letters else letter
    drawing, font = ImageDraw.Draw(whole), ImageFont.load_default(_LETTERS)
    for box, label in letters.items():
        x0, y0, x1, y1 = (side * scale for side in (box.x0, box.y0, box.x1, box.y1))
        drawing.rectangle((x0 - 4, y0 - 4, x1 + 4, y1 + 4), outline=_COLOUR, width=_LINE)
        # Behind the box, where a column or a line mostly ends; at the edge of the page before it.
        fits = x1 + 10 + font.getlength(label) < whole.width
        at, anchor = (x1 + 10, "lm") if fits else (x0 - 10, "rm")
        drawing.text((at, (y0 + y1) / 2), label, fill=_COLOUR, font=font, anchor=anchor)
    around, zoom = near
    if around and zoom:
        top, bottom = _band(whole.height, scale, around)
        left, right = _half(whole.width, scale, around) if zoom == ZOOMS - 1 else (0, whole.width)
        whole = whole.crop((left, top, right, bottom))
    if inked := ImageOps.invert(whole.convert("L")).getbbox():  # without empty margins all is larger
        left, right = max(0, inked[0] - _MARGIN), min(whole.width, inked[2] + _MARGIN)
        whole = whole.crop((left, 0, right, whole.height))
    whole.thumbnail((_WIDTH, _WIDTH * 2))
    written = io.BytesIO()
    whole.save(written, "PNG", optimize=False, compress_level=3)
    return written.getvalue()


def _band(height: int, scale: float, marks: Sequence[Box]) -> tuple[int, int]:
    """From which to which pixel the page is shown: all boxes with what stands around them."""
    top = min(mark.y0 for mark in marks) * scale - _AROUND * height
    bottom = max(mark.y1 for mark in marks) * scale + _AROUND * height
    if (missing := _LEAST * height - (bottom - top)) > 0:
        top, bottom = top - missing / 2, bottom + missing / 2
    if top < 0:
        top, bottom = 0, bottom - top
    if bottom > height:
        top, bottom = top - (bottom - height), height
    return max(0, int(top)), int(bottom)


def _half(width: int, scale: float, marks: Sequence[Box]) -> tuple[int, int]:
    """From which to which pixel a line is shown: half of it around the boxes, or as much as they need."""
    left, right = min(mark.x0 for mark in marks) * scale, max(mark.x1 for mark in marks) * scale
    missing = max(0.0, width / 2 - (right - left), 4.0 * _LETTERS)
    start = min(max(0.0, left - missing / 2), max(0.0, width - (right - left) - missing))
    return int(start), min(width, int(start + (right - left) + missing))
