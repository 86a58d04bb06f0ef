"""Seconds of processor time and memory that reading and writing a long document takes.

    python benchmarks/documents.py [--pages 200] [--pdf-pages 100]

A Word file of so many pages is read, translated and written back; a PDF is read in its child process. Prints processor
seconds of this process and its children, pages a second, the most memory in use, and what bare parsing (zip and XML,
PDFium's text) takes of the same files, as a ratio.
"""

from __future__ import annotations

import argparse
import resource
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pypdfium2

from consensus.domain import Task
from consensus.formats.base import Options
from consensus.formats.registry import named
from tests.formats.builders import docx, pdf

#: Paragraphs on a page, each of three runs.
PARAGRAPHS = 15


def processor_seconds() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def taken(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Processor seconds, seconds on the wall, and what came of it."""
    began, wall = processor_seconds(), time.perf_counter()
    found = work()
    return processor_seconds() - began, time.perf_counter() - wall, found


def word_file(pages: int) -> bytes:
    paragraphs = [
        docx.p(
            docx.run(f"Step {number}: close the "),
            docx.run(f"valve {number}", "<w:b/>"),
            docx.run(" before the pump is started, and wait until the display shows the pressure."),
        )
        for number in range(pages * PARAGRAPHS)
    ]
    return docx.document("".join(paragraphs))


def bare_word(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        ElementTree.fromstring(archive.read("word/document.xml"))


def bare_pdf(content: bytes) -> None:
    with pypdfium2.PdfDocument(content) as document:
        for number in range(len(document)):
            document[number].get_textpage().get_text_range()


def show(name: str, pages: int, spent: float, wall: float, bare: float) -> None:
    print(f"{name:22} {spent:6.2f} s CPU  {wall:6.2f} s wall  {pages / wall:7.1f} pages/s  {spent / bare:5.1f} x bare")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--pdf-pages", type=int, default=100)
    options = parser.parse_args()
    form, content = named("docx"), word_file(options.pages)
    bare, _, _ = taken(lambda: bare_word(content))
    reading, wall, read = taken(lambda: form.read(content, Options("long.docx", "en", target_lang="de")))
    show("DOCX read", options.pages, reading, wall, bare)
    texts = {piece.locator: f"Ü{piece.text}" for piece in read.pieces}
    writing, wall, written = taken(lambda: form.write(content, texts, ("en", "de")))
    show("DOCX written", options.pages, writing, wall, bare)
    print(f"{'':22} {len(read.pieces)} pieces, {len(written.left_out)} not written")
    content = pdf.pdf([pdf.invoice(f"INV-{number}") for number in range(options.pdf_pages)])
    bare, _, _ = taken(lambda: bare_pdf(content))
    reading, wall, read = taken(lambda: named("pdf").read(content, Options("long.pdf", "en", Task.EXTRACT)))
    show("PDF read", options.pdf_pages, reading, wall, bare)
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"most memory: {most / 1024:.0f} MB")


if __name__ == "__main__":
    main()
