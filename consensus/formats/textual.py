"""What formats of UTF-8 text share: decoding, and replacing pieces in place. One of them says what its pieces are."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from consensus.domain import Document, DocumentRules, Segment, Task
from consensus.errors import DocumentError
from consensus.formats.base import Langs, Left, Locator, Options, Parsed, Piece, Written
from consensus.formats.layout import pack
from consensus.formats.registry import advice
from consensus.formats.spans import Edit, apply
from consensus.locate.layout import Spot

_UNFIT = "Written back, it would change the structure of the document around it."


class TextFormat:
    """``Format`` for files of text. A format has ``name``, ``label``, ``suffixes``, ``pieces`` and ``edits``."""

    name: str
    label: str
    suffixes: tuple[str, ...]
    version: int = 1
    headed: bool = False  #: Has headings, the first of which is a document's title.
    writes: bool = True
    left: Mapping[str, tuple[str, str]] = MappingProxyType({})

    def pieces(self, text: str, lang: str | None, rules: DocumentRules) -> tuple[Sequence[Piece], Sequence[Left]]:
        """The pieces, in order and apart from each other, and what holds words and is none of them."""
        raise NotImplementedError

    def edits(self, text: str, changes: Sequence[tuple[Piece, str]]) -> Sequence[Edit]:
        """The replacements that write these texts; none for a text that cannot be written.

        The text of each piece is here what stands in the file, not decoded.
        """
        raise NotImplementedError

    def validate(self, text: str, where: str) -> None:
        """Raises DocumentError for a text that could not be written back."""

    def warnings(self, text: str, pieces: Sequence[Piece]) -> Sequence[str]:
        """Sentences on what comes back otherwise than it was."""
        return ()

    def spots(self, text: str) -> Sequence[Spot]:
        """Where values stand, for extraction, where that is more than a line of the text."""
        return ()

    def doubts(self, text: str) -> Sequence[str]:
        """Sentences on what of it may be misread, for extraction."""
        return ()

    def damage(self, segment: Segment, target: str) -> str:
        return ""

    def sniff(self, head: bytes) -> bool:
        return False  # any text may be of any of these formats: its suffix tells

    def read(self, content: bytes, options: Options) -> Parsed:
        where, lang, translates = options.where, options.lang, options.task is Task.TRANSLATE
        text = _decoded(content, where)
        if not text.strip():
            raise DocumentError("the file is empty.", where=where, do="Give a file with text in it.")
        if "\0" in text:
            what = f"not a text: a NUL character at offset {text.index(chr(0))}."
            raise DocumentError(what, where=where, do=advice())
        if not translates and not self.headed:
            return Parsed(text, warnings=self.doubts(text), layout=pack(self.spots(text)))
        if translates:
            self.validate(text, where)
        pieces, left = self.pieces(text, lang, options.rules)
        title = next((piece.text for piece in pieces if piece.kind == "heading"), "")
        if not translates:
            return Parsed(text, title)
        located = [piece._replace(locator=locator_of(piece)) for piece in pieces]
        return Parsed(text, title, located, left, self.warnings(text, pieces))

    def write(self, content: bytes, texts: Mapping[Locator, str], langs: Langs) -> Written:
        if not texts:
            return Written(content)
        text = _decoded(content, "")
        changes = sorted((_piece_at(text, locator), new) for locator, new in texts.items())
        edits = sorted(self.edits(text, changes))
        starts = [edit.start for edit in edits]
        missing = []
        for piece, _ in changes:
            at = bisect_right(starts, piece.start) - 1
            if at < 0 or edits[at].end < piece.end:
                missing.append(piece.locator)
        bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        return Written(bom + encoded(apply(text, edits)), dict.fromkeys(missing, _UNFIT))


def locator_of(piece: Piece | Segment) -> Locator:
    """Of a piece of text; also of a segment that was stored before segments had locators."""
    return piece.locator or f"{piece.start}:{piece.end}:{piece.kind}"


def _piece_at(text: str, locator: Locator) -> Piece:
    start, end, kind = locator.split(":", 2)
    return Piece(int(start), int(end), text[int(start) : int(end)], kind, locator)


def text_bytes(document: Document) -> bytes:
    """The file that a document's text was decoded from, where it was UTF-8."""
    return codecs.BOM_UTF8 * document.bom + encoded(document.text)


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(content: bytes, where: str) -> str:
    """Without a byte order mark. Raises DocumentError for what is not UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DocumentError("this is UTF-16, not UTF-8.", where=where, do="Save it as UTF-8.")
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"not UTF-8: byte 0x{content[error.start]:02x} at offset {error.start}.",
            where=where,
            do="Save it as UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8",
        ) from error
