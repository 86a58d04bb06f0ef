"""What a submitter hands in, and the units it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: Source and target language as BCP 47 tags; None where one is not known or there is none.
Langs = tuple[str | None, str | None]


class Task(StrEnum):
    """The kind of work."""

    TRANSLATE = "translate"  #: Segments of a document into another language.
    EXTRACT = "extract"  #: Fields of a JSON Schema out of a document.


@dataclass(frozen=True, slots=True)
class SchemaClass:
    """Where a pydantic class is found again by another process. name: ``module:Class``. folder: of the outermost
    package or module; "" where Python finds it by itself."""

    name: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Content plus task, languages or schema.

    id: digest of everything below that can change an answer. format: a name of
    ``consensus.formats.registry``; the export is written the same way. text: all of it, decoded (``newline`` untouched;
    whether a file of UTF-8 began with a BOM is kept in ``bom``). blob: SHA-256 of the file in hex digits, under which
    its bytes are kept beside the database; "" for a document handed in before they were. pages: of a PDF or an image.
    layout: digest of the blob that holds the place of every word on them, or "" (``consensus.formats.layout``).
    source_lang, target_lang: BCP 47, target only for translation.
    schema: a JSON Schema of type object, only for extraction. data_class, risk: who may be asked; no part of the id.
    notes: sentences on what of the file could not be read, and on the form in which it comes back.
    schema_class: the pydantic class that the user named instead of a schema; it validates what is exported.
    """

    id: str
    name: str
    task: Task
    format: str
    text: str
    source_lang: str | None = None
    target_lang: str | None = None
    schema: Mapping[str, Any] | None = None
    title: str = ""
    bom: bool = False
    data_class: str | None = None
    risk: str = "normal"
    schema_class: SchemaClass | None = None
    blob: str = ""
    pages: tuple[Page, ...] = ()
    layout: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Stretches with words that are not sent. kind: html, alt_texts, front_matter, csv_header (the options of a policy
    that let them through), row_width and so on. words: as in "3 HTML blocks"."""

    kind: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class MemoryMatch:
    """A verified translation of the very same source text, as it stood when the document was handed in.

    job_id, unit_id: where it was verified. document: that document's name. verification: how, in the words of exports.
    at: ISO 8601, when its job began. reusable: as what it may be delivered without a call where the policy reuses:
    "human" (a person resolved it under the same style and glossary), "accepted" (automatically, under the very same
    policy), or "".
    """

    target: str
    verification: str
    job_id: str
    unit_id: str
    document: str
    at: str
    reusable: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """An inline code of a text: format, link, footnote and the like, whose bytes stay in the file.

    A pair stands in the text as ``<g1>..</g1>``, a point as ``<x2/>``. id: unique in its block, from 1. kind: "pair" or
    "point". role: what it is, in words: bold, italic, link, footnote, field, line break, image, placeholder ...
    shown: what a person is shown of it, the target of a link for example, or "". partner: of a start or end mark
    (bookmark, comment), the id of the other one, else 0. starts: whether it is the start of the two.
    """

    id: int
    kind: str
    role: str
    shown: str = ""
    partner: int = 0
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a translation may be; None where nothing is said.

    characters: in all. lines: at most. line_characters: in each line. seconds: it is shown for so long, so that reading
    speed can be told. soft: a longer text can be written and is worth a look; else it is damage.
    """

    characters: int | None = None
    lines: int | None = None
    line_characters: int | None = None
    seconds: float | None = None
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """The translation that the file already holds. state: as the file says it, in words ("approved", "translated",
    "locked"). target: with codes, as members answer. kept: it is delivered as it is and nobody is asked."""

    state: str
    target: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a PDF or an image. number: from 1. width, height: in points, as shown. start, end: its text in that of
    the document. source: "digital", or "ocr" for a page whose text was read from its picture. again: what a second OCR
    engine read on it, where the policy asks for two. read_by: the engine with its version; "" for text that was there.
    """

    number: int
    width: float
    height: float
    start: int
    end: int
    source: str = "digital"
    again: str = ""
    read_by: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as shown, in points, origin top left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Segment:
    """The smallest stretch of source text translated and decided on its own.

    ``document.text[start:end]`` is what the translation replaces. ``text`` is what the members see and what
    checks compare; it differs from that slice only where ``kind`` needs decoding (a quoted CSV cell, a JSON string, a
    hard-wrapped paragraph, a reference link that names its label). kind: paragraph, heading, list_item, table_cell,
    quote, title, html, attribute, front_matter, cell or string. before, after: neighbouring text, for context only.
    memory: earlier verified translations of this text, the best first. locator: its place in the file, which its format
    alone reads; "" for one stored before segments had it. codes: the inline codes in its text. place: for people
    ("slide 4, title", "Sheet2!B7"), or "". note: what the file says to translators. limit, filled: None where there is
    none.
    """

    id: str
    index: int
    text: str
    start: int
    end: int
    kind: str = "paragraph"
    before: str = ""
    after: str = ""
    memory: tuple[MemoryMatch, ...] = ()
    locator: str = ""
    codes: tuple[Code, ...] = ()
    place: str = ""
    note: str = ""
    limit: Limit | None = None
    filled: Filled | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the file's own translation is delivered as it is, and nobody is asked."""
        return self.filled is not None and self.filled.kept


@dataclass(frozen=True, slots=True)
class Field:
    """One leaf of an extraction schema in one document.

    path: ``vendor.name`` or ``items[2].price``; the index is the row's index in the delivered value.
    pattern: the same with ``[]`` for every index; addresses the schema leaf. schema: that leaf's own schema.
    """

    id: str
    index: int
    path: str
    pattern: str
    schema: Mapping[str, Any] = field(default_factory=dict)


Unit = Segment | Field
