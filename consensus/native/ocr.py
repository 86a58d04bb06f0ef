"""Reads the words of pictures of pages. Run as ``python -m consensus.native.ocr``: one line of JSON, then the file, on
standard input; one JSON object on standard output. Fetches nothing: the weights lie in rapidocr's own package.

The line: {"format": "image" or "pdf", "dpi": dots per inch, "pages": numbers or null for all, "engine": "rapidocr" or
"tesseract", "again": another one or "", "languages": tesseract's names for those of the document}. The answer has
"refused", as ``pictures`` has it, or what ``read`` gives.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from consensus.native import pictures
from consensus.native.pictures import PagePicture, Refused
from consensus.native.rows import rows_of, text_of
from consensus.native.words import Word

#: Between two pages.
PAGE_END = "\n\f"
#: Confidence, 0..1, under which a word is said to be hard to read; under the second one it is noise.
_UNSURE, _NOISE = 0.8, 0.3
#: Seconds that tesseract may take for a page.
_SECONDS = 90


class Read(NamedTuple):
    """A word with its corners in points and how sure its engine is of it, 0..1."""

    word: Word
    sure: float


def main() -> None:
    head = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        answer = read(content, head)
    except Refused as refused:
        answer = {"refused": refused.args[0]}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")).encode())


def read(content: bytes, head: dict[str, Any]) -> dict[str, Any]:
    """ "text"; "pages": [number, width, height, start, end, what the other engine read]; "words": [start, end, page,
    corners]; "unsure": page to how many words are hard to read."""
    engines: list[Callable[[PagePicture], list[Read]]] = []
    parts: list[str] = []
    answer: dict[str, Any] = {"pages": [], "words": [], "unsure": {}}
    at = 0
    for page in pictures.pages(content, head["format"], head["dpi"], head["pages"]):
        if parts:
            parts.append(PAGE_END)
            at += len(PAGE_END)
        # Made when there is a page to read: loading one takes seconds.
        engines = engines or [_engine(name, head) for name in (head["engine"], head["again"]) if name]
        found = engines[0](page)
        text, spans = _text(page, found, at)
        other = "".join(_text(page, again(page), 0)[0] for again in engines[1:])
        parts.append(text)
        answer["pages"].append([page.number, page.width, page.height, at, at + len(text), other])
        for start, end, word in spans:
            sides = [round(side, 1) for side in (word.x0, word.y0, word.x1, word.y1)]
            answer["words"].append([start, end, page.number, *sides])
        if unsure := sum(one.sure < _UNSURE for one in found):
            answer["unsure"][str(page.number)] = unsure
        at += len(text)
    answer["text"] = "".join(parts)
    return answer


def _text(page: PagePicture, found: list[Read], at: int) -> tuple[str, list[tuple[int, int, Word]]]:
    words = [one.word for one in found]
    for number, word in enumerate(words):
        word.number = number
    return text_of(rows_of(words, page.width, page.height), at)


def _engine(name: str, head: dict[str, Any]) -> Callable[[PagePicture], list[Read]]:
    return _rapidocr() if name == "rapidocr" else _tesseract(head["languages"])


def _rapidocr() -> Callable[[PagePicture], list[Read]]:
    import numpy as np
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    # What it gives has a type for each of its steps, and all of their fields only when all of them ran.
    engine: Any = RapidOCR(params={"Global.log_level": "critical", "Global.return_word_box": True, **threads})

    def read_page(page: PagePicture) -> list[Read]:
        told = engine(np.asarray(page.image.convert("RGB"))[:, :, ::-1])
        if told.txts is None:
            return []
        scale = page.width / page.image.width
        return [
            one
            for corners, text, sure, parts in zip(told.boxes, told.txts, told.scores, told.word_results, strict=True)
            if sure >= _NOISE
            for one in _words(text, float(sure), corners, parts, scale)
        ]

    return read_page


def _words(text: str, sure: float, corners: Any, parts: Any, scale: float) -> list[Read]:
    """The words of a line. Their places by those of its parts, where these are the line; else by counting letters."""
    letters = _letter_places(text, corners, parts)
    found, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        sides = [side for place in letters[start:at] if place is not None for side in place]
        xs, ys = sides[0::2], sides[1::2]
        box = (min(xs) * scale, min(ys) * scale, max(xs) * scale, max(ys) * scale)
        found.append(Read(Word(word, *box, size=box[3] - box[1]), sure))
    return found


def _letter_places(text: str, corners: Any, parts: Any) -> list[tuple[float, float, float, float] | None]:
    """For each letter of a line: left, top, right, bottom of where it stands, in pixels; None for blanks."""
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    step = (right - left) / max(1, len(text))
    places: list[tuple[float, float, float, float] | None] = [
        None if letter.isspace() else (left + n * step, top, left + (n + 1) * step, bottom)
        for n, letter in enumerate(text)
    ]
    told = [(str(one[0]), one[2]) for one in parts or () if one[2] is not None]
    if "".join(part for part, _ in told).replace(" ", "") != "".join(text.split()):
        return places
    inked = [n for n, letter in enumerate(text) if not letter.isspace()]
    at = 0
    for part, box in told:
        bxs, bys = [float(x) for x, _ in box], [float(y) for _, y in box]
        for n in inked[at : at + len(part.replace(" ", ""))]:
            places[n] = (min(bxs), min(bys), max(bxs), max(bys))
        at += len(part.replace(" ", ""))
    return places


def _tesseract(languages: str) -> Callable[[PagePicture], list[Read]]:
    def read_page(page: PagePicture) -> list[Read]:
        asked = ["tesseract", "stdin", "stdout", *(["-l", languages] if languages else []), "tsv"]
        file = io.BytesIO()
        dpi = round(page.image.width * pictures.POINTS_PER_INCH / max(page.width, 1.0))
        page.image.save(file, "PNG", dpi=(dpi, dpi))
        try:
            done = subprocess.run(asked, input=file.getvalue(), capture_output=True, timeout=_SECONDS, check=False)
        except (subprocess.TimeoutExpired, OSError):
            raise Refused("tesseract") from None
        if done.returncode:
            raise Refused("tesseract")
        return _table(done.stdout.decode("utf-8", "replace"), page.width / page.image.width)

    return read_page


def _table(told: str, scale: float) -> list[Read]:
    """The words of tesseract's table, which has no quotes."""
    found = []
    for row in csv.DictReader(io.StringIO(told), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or not text or float(row["conf"]) < 100 * _NOISE:
            continue
        x, y, width, height = (float(row[name]) * scale for name in ("left", "top", "width", "height"))
        found.append(Read(Word(text, x, y, x + width, y + height, size=height), float(row["conf"]) / 100))
    return found


if __name__ == "__main__":
    main()
