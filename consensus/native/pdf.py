"""Reads a PDF with PDFium. Run as ``python -m consensus.native.pdf``: one line of JSON, then the file, on standard
input; one JSON object on standard output.

The line: {"do": "read"}, with "markdown": true for the text as Markdown too, and with "given": {page: [text and
corners of each word]} for pages that OCR read; or {"do": "annotate", ..}, which says what to mark. The answer has
"refused", one of the words that ``Refused`` lists, or what ``read`` or ``annotate`` gives.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium

from consensus.native.annotate import annotate
from consensus.native.markdown import markdown_of
from consensus.native.opening import Refused, opened
from consensus.native.rows import Row, rows_of, text_of
from consensus.native.words import PageWords, Word, words_of

#: Between two pages.
PAGE_END = "\n\f"
#: Letters of a page with an image under which it is a scan.
_SCAN = 20


def main() -> None:
    head = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        answer = DO[head["do"]](content, head)
    except Refused as refused:
        answer = {"refused": refused.args[0]}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")).encode())


def read_pages(document: Any, given: dict[str, list[Any]]) -> Iterator[tuple[PageWords, list[Row]]]:
    """Each page, closed again before the next is opened. given: by page, the words that OCR read on it.

    Raises Refused.
    """
    forms = document.formenv.raw if document.formenv is not None else None
    for number in range(len(document)):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            yield PageWords(number + 1, 0.0, 0.0, unmapped=-1), []
            continue
        found = words_of(page, number + 1, forms)
        page.close()
        if (read := given.get(str(number + 1))) is not None:
            found.words = [
                Word(text, x0, y0, x1, y1, number=at, size=y1 - y0) for at, (text, x0, y0, x1, y1) in enumerate(read)
            ]
            found.ocr = True
        yield found, rows_of(found.words, found.width, found.height)


def read(content: bytes, head: dict[str, Any]) -> dict[str, Any]:
    """The text with the place of every word, as JSON.

    "text"; "pages": [number, width, height, start, end, is read from an image]; "words": [start, end, page, corners];
    "scans": pages with an image and hardly a word; "outside", "hidden", "unmapped", "broken": page to count.
    """
    parts: list[str] = []
    answer: dict[str, Any] = {"pages": [], "words": [], "scans": [], "outside": {}, "hidden": {}, "unmapped": {}}
    answer |= {"broken": []}
    all_rows: list[list[Row]] = []
    at = 0
    with opened(content) as document:
        for page, rows in read_pages(document, head.get("given", {})):
            if parts:
                parts.append(PAGE_END)
                at += len(PAGE_END)
            text, spans = text_of(rows, at)
            parts.append(text)
            all_rows.append(rows if head.get("markdown") else [])
            answer["pages"].append([page.number, page.width, page.height, at, at + len(text), page.ocr])
            at += len(text)
            for start, end, word in spans:
                sides = [round(side, 1) for side in (word.x0, word.y0, word.x1, word.y1)]
                answer["words"].append([start, end, page.number, *sides])
            if page.picture and len("".join(text.split())) < _SCAN:
                answer["scans"].append(page.number)
            for name in ("outside", "hidden", "unmapped"):
                if (count := getattr(page, name)) > 0:
                    answer[name][str(page.number)] = count
            if page.unmapped < 0:
                answer["broken"].append(page.number)
    answer |= {"text": "".join(parts), "markdown": markdown_of(all_rows)}
    return answer


DO = {"read": read, "annotate": annotate}

if __name__ == "__main__":
    main()
