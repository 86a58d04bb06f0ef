"""Which engine reads pictures of text on this machine, and what it read of the pages of a file."""

from __future__ import annotations

import shutil
from base64 import b64decode
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any, NamedTuple

from consensus.domain import Box, Page
from consensus.errors import DocumentError
from consensus.formats import child
from consensus.formats.base import Options, Parsed
from consensus.formats.layout import pack
from consensus.locate.layout import Spot
from consensus.normalize.language_tags import language_name, likely_script
from consensus.normalize.scripts import scripts_of
from consensus.normalize.tokens import base_language

#: Dots per inch at which pages are read, and pages of a PDF that are, at most.
DPI, MOST_PAGES = 150, 100
#: Scripts that the weights in rapidocr's package read, and languages in them whose letters they do not have.
READ_SCRIPTS, _NOT_READ = frozenset({"latin", "han", "kana"}), frozenset({"vi"})
_INSTALL = "Install an engine with: pip install 'consensus-verifier[ocr]'"
#: What is said of a page beside others that have text.
NOT_READ = "and is not read: that takes OCR (pip install 'consensus-verifier[ocr]', and `ocr: auto` in the policy)."
#: Seconds for one page, and for loading the engine.
_A_PAGE, _LOADING = 60.0, 60.0
#: How many an image is taken to have, at most.
_PAGES_OF_AN_IMAGE = 20
#: Bytes of memory: the engine reserves more than it uses.
_MEMORY = 6 * 1024**3
#: Tesseract's name for the data of a language; in most cases ISO 639-2's.
_DATA: Mapping[str, str] = {
    "ar": "ara",
    "cs": "ces",
    "da": "dan",
    "de": "deu",
    "el": "ell",
    "en": "eng",
    "es": "spa",
    "fi": "fin",
    "fr": "fra",
    "he": "heb",
    "hi": "hin",
    "hu": "hun",
    "id": "ind",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "nl": "nld",
    "no": "nor",
    "nb": "nor",
    "pl": "pol",
    "pt": "por",
    "ro": "ron",
    "ru": "rus",
    "sv": "swe",
    "th": "tha",
    "tr": "tur",
    "uk": "ukr",
    "vi": "vie",
    "zh": "chi_sim",
}
_PICTURES: Mapping[str, tuple[str, str]] = {
    "damaged": ("it is damaged, or no image of its kind.", "Open it in a viewer and save it anew, then hand that in."),
    "pixels": ("it has more than 50 megapixels.", "Scan it with 300 dots an inch or less."),
    "frames": ("it has more than 100 pages.", "Split it into smaller files."),
    "page": ("it has no such page.", "Hand in the file as it was."),
    "tesseract": (
        "tesseract, which would read its text, fails.",
        "Install its data for the language, or the extra: pip install 'consensus-verifier[ocr]'",
    ),
}


class Reader(NamedTuple):
    """An engine that is there. name: as the child knows it. words: with its version, as evidence names it."""

    name: str
    words: str


def readers() -> tuple[Reader, ...]:
    """The engines of this machine, the one that is preferred first."""
    found = []
    if all(find_spec(package) for package in ("rapidocr", "onnxruntime", "cv2")):
        found.append(Reader("rapidocr", f"rapidocr {_version('rapidocr')}"))
    if shutil.which("tesseract"):
        found.append(Reader("tesseract", "tesseract"))
    return tuple(found)


def reads(reader: Reader, lang: str | None) -> bool:
    """Whether an engine is known to read a language; one that is not named counts as read."""
    if reader.name != "rapidocr" or lang is None:
        return True
    base, written_in = base_language(lang), frozenset(scripts_of(lang))
    if not written_in and likely_script(base or "") == "Latn":
        written_in = frozenset({"latin"})
    return base not in _NOT_READ and bool(written_in) and written_in <= READ_SCRIPTS


def can_read(options: Options) -> bool:
    """Whether pictures in a document are read at all."""
    return options.rules.ocr != "off" and any(reads(one, options.lang) for one in readers())


def usable(options: Options) -> tuple[Reader, ...]:
    """The engines for a document. Raises DocumentError, saying what to install, where there is none."""
    where = options.where
    if options.rules.ocr == "off":
        do = "Set `documents: {ocr: auto}` in the policy, or hand in a file with text."
        raise DocumentError("its text is a picture, and the policy has `ocr: off`.", where=where, do=do)
    there = readers()
    found = tuple(one for one in there if reads(one, options.lang))
    if not there:
        raise DocumentError("its text is a picture, and nothing here reads pictures.", where=where, do=_INSTALL)
    if not found:
        name = language_name(options.lang)
        what = f"its text is a picture, and the weights of rapidocr do not read {name}."
        raise DocumentError(what, where=where, do=f"Install tesseract with its data for {name}; it is then found.")
    return found


class WordsRead(NamedTuple):
    """What OCR read. words: by page, the text and the corners of each. again: by page, what a second engine read.

    parsed: its text and pages by themselves. read_by: the engine.
    """

    words: Mapping[int, Sequence[tuple[Any, ...]]]
    again: Mapping[int, str]
    parsed: Parsed
    read_by: str


def read_pictures(content: bytes, form: str, options: Options, pages: Sequence[int] | None = None) -> WordsRead:
    """The text of an image, or of these pages of a PDF, with the place of every word. form: "image" or "pdf".

    Raises DocumentError for a file that cannot be read, and where nothing reads it.
    """
    if pages is not None and len(pages) > MOST_PAGES:
        what = f"{len(pages)} of its pages are pictures; at most {MOST_PAGES} are read."
        raise DocumentError(what, where=options.where, do="Split it into smaller files.")
    first, *others = usable(options)
    second = others[0] if others and options.rules.scans == "two_readers" else None
    head = {"format": form, "dpi": DPI, "pages": pages, "engine": first.name, "again": second.name if second else ""}
    head["languages"] = _DATA.get(base_language(options.lang) or "", "")
    seconds = _LOADING + _A_PAGE * (len(pages) if pages is not None else _PAGES_OF_AN_IMAGE)
    told = _asked("consensus.native.ocr", head, content, options.where, seconds)
    found = [
        Page(number, width, height, start, end, "ocr", again, first.words)
        for number, width, height, start, end, again in told["pages"]
    ]
    spots = [Spot(start, end, Box(page, *sides)) for start, end, page, *sides in told["words"]]
    words: dict[int, list[tuple[Any, ...]]] = {page.number: [] for page in found}
    for start, end, number, *sides in told["words"]:
        words[number].append((told["text"][start:end], *sides))
    notes = _warnings(first, second, told, options)
    parsed = Parsed(told["text"], warnings=notes, pages=found, layout=pack(spots))
    return WordsRead(words, {page.number: page.again for page in found}, parsed, first.words)


def page_png(content: bytes, form: str, page: int, dpi: int = DPI, where: str = "") -> bytes:
    """A page of a PDF or an image as a PNG file, upright, without what the file says of itself. page: from 1.

    form: "pdf" or "image". At most 2,200 pixels long. Raises DocumentError.
    """
    if form == "pdf":
        child.need("pypdfium2", "pdf", "showing a page of a PDF", where)
    head = {"do": "png", "format": form, "page": page, "dpi": dpi}
    return b64decode(_asked("consensus.native.pictures", head, content, where, child.DEADLINE)["png"])


def _asked(module: str, head: Mapping[str, Any], content: bytes, where: str, seconds: float) -> Any:
    told = child.ask(module, head, content, where, seconds, _MEMORY)
    if "refused" in told:
        what, do = _PICTURES.get(told["refused"], _PICTURES["damaged"])
        raise DocumentError(what, where=where, do=do)
    return told


def _warnings(first: Reader, second: Reader | None, told: Mapping[str, Any], options: Options) -> list[str]:
    found = []
    if unsure := told["unsure"]:
        count = sum(unsure.values())
        words = "1 word is" if count == 1 else f"{count} words are"
        found.append(f"{words} hard to read (page {', '.join(unsure)}).")
    if options.lang is None and first.name == "rapidocr":
        found.append(f"Read with {first.words}, for Latin, Chinese and Japanese letters; no language was named.")
    if options.rules.scans == "two_readers" and second is None:
        found.append(f"The policy asks for two engines, and {first.words} alone is here.")
    return found


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
