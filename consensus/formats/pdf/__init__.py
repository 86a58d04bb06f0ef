"""PDF, which is read and not written: its text, page by page, with the place of every word."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from consensus.domain import Box, Page, Segment
from consensus.errors import DocumentError
from consensus.formats import child
from consensus.formats.base import Langs, Locator, Marked, Options, Parsed, Rewritten, Written
from consensus.formats.layout import pack
from consensus.formats.ocr import NOT_READ, WordsRead, can_read, read_pictures
from consensus.formats.pdf.parts import parts_of, sentence
from consensus.locate.layout import Spot

#: Of the table in a marked copy.
_HEAD = ("No.", "Field", "Value", "Verified", "Place")
_AS_MARKDOWN = "A PDF comes back as Markdown, without its layout."
_CHILD = "consensus.native.pdf"
#: Why a file is not read -> what is told, and what to do.
_REFUSED: Mapping[str, tuple[str, str]] = {
    "password": ("it is protected with a password.", "Save it without one and hand that in."),
    "protection": ("it is protected in a way that cannot be opened.", "Print it to a new PDF and hand that in."),
    "damaged": ("it is damaged, or no PDF.", "Open it in a viewer and save it anew, then hand that in."),
    "empty": ("it has no pages.", "Hand in a PDF with pages."),
    "pages": ("it has more than 2,000 pages.", "Split it into smaller files."),
    "xfa": (
        "it is an XFA form, whose pages are made by a program in it.",
        "Open it in Adobe Acrobat, print it to a new PDF, and hand that in.",
    ),
}
#: Pages named in one sentence.
_MOST_PAGES = 8


class Pdf:
    """``Format`` for PDF. A PDF to be translated is read as Markdown: ``formats.reading``."""

    name = "pdf"
    label = "PDF"
    suffixes = (".pdf",)
    version = 1
    writes = False
    left: Mapping[str, tuple[str, str]] = MappingProxyType({})

    def sniff(self, head: bytes) -> bool:
        return b"%PDF-" in head[:1024]

    def read(self, content: bytes, options: Options) -> Parsed:
        told, read = _told(content, options)
        pages, spots = [], []
        for number, width, height, start, end, ocr in told["pages"]:
            page = Page(number, width, height, start, end, "ocr" if ocr else "digital")
            if read is not None and number in read.words:
                page = replace(page, again=read.again[number], read_by=read.read_by)
            pages.append(page)
        for start, end, page, *sides in told["words"]:
            spots.append(Spot(start, end, Box(page, *sides)))
        notes = [*filter(None, [sentence(parts_of(told["text"], pages))]), *_warnings(told, read)]
        return Parsed(told["text"], warnings=notes, pages=pages, layout=pack(spots))

    def rewritten(self, content: bytes, options: Options) -> Rewritten:
        told, read = _told(content, options)
        return Rewritten("markdown", told["markdown"].encode(), [_AS_MARKDOWN, *_warnings(told, read)])

    def marked(self, content: bytes, title: str, marked: Sequence[Marked], where: str) -> bytes:
        marks = [
            [one.cells[0], one.verified, [box.page, box.x0, box.y0, box.x1, box.y1]]
            for one in marked
            for box in one.boxes
        ]
        head = {"do": "annotate", "marks": marks, "rows": [_HEAD, *(one.cells for one in marked)], "title": title}
        return base64.b64decode(asked(content, head, where)["file"])

    def write(self, content: bytes, texts: Mapping[Locator, str], langs: Langs) -> Written:
        return Written(content, dict.fromkeys(texts, "A PDF is not written."))

    def damage(self, segment: Segment, target: str) -> str:
        return ""


FORMAT = Pdf()


def _told(content: bytes, options: Options) -> tuple[Any, WordsRead | None]:
    """What the file says, and what OCR read of pages that are pictures; None where there are none, or no engine.

    Raises DocumentError where that is nothing at all.
    """
    head, read = {"do": "read", "markdown": True}, None
    told = asked(content, head, options.where)
    scans = told["scans"]
    if scans and (not told["text"].strip() or can_read(options)):
        read = read_pictures(content, "pdf", options, scans)
        told = asked(content, head | {"given": read.words}, options.where)
    if not told["text"].strip():
        what = "no text was found in it: its pages are pictures." if scans else "it has no text."
        do = "Hand in one with text in it, as a scanner with text recognition writes it."
        raise DocumentError(what, where=options.where, do=do)
    return told, read


def asked(content: bytes, head: Mapping[str, Any], where: str) -> Any:
    """What the child that knows PDFs answers. Raises DocumentError for a file that cannot be read, in one line."""
    if not FORMAT.sniff(content):
        raise DocumentError("this is no PDF.", where=where, do="Check the file; a PDF begins with %PDF-.")
    child.need("pypdfium2", "pdf", "reading a PDF", where)
    told = child.ask(_CHILD, head, content, where)
    if "refused" in told:
        what, do = _REFUSED[told["refused"]]
        raise DocumentError(what, where=where, do=do)
    return told


def _warnings(told: Mapping[str, Any], read: WordsRead | None) -> list[str]:
    """What of the pages is not in the text, in sentences."""
    found = list(read.parsed.warnings) if read is not None else []
    if scans := told["scans"]:
        why = NOT_READ if read is None else "and no text was found in it."
        found.append(f"{_pages(scans)} {_is(scans)} a picture {why}")
    if broken := told["broken"]:
        found.append(f"{_pages(broken)} {_is(broken)} damaged and left out.")
    for name, one, several in (
        ("outside", "1 word stands outside the visible page", "{} words stand outside the visible page"),
        ("hidden", "1 word is there and not drawn", "{} words are there and not drawn"),
    ):
        if counts := told[name]:
            count = sum(counts.values())
            words = one if count == 1 else several.format(count)
            found.append(f"{words} and {'is' if count == 1 else 'are'} left out ({_pages(counts).lower()}).")
    if counts := {page: count for page, count in told["unmapped"].items() if count > 5}:
        found.append(f"{_pages(counts)}: {sum(counts.values())} letters have no value as text and read as \ufffd.")
    return found


def _is(pages: Any) -> str:
    return "is" if len(pages) == 1 else "are each"


def _pages(numbers: Any) -> str:
    """ "Page 3", "Pages 3, 4 and 9"."""
    listed = [str(one) for one in numbers]
    if len(listed) == 1:
        return f"Page {listed[0]}"
    if len(listed) > _MOST_PAGES:
        return f"Pages {', '.join(listed[:_MOST_PAGES])} and {len(listed) - _MOST_PAGES} more"
    return f"Pages {', '.join(listed[:-1])} and {listed[-1]}"
