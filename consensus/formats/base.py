"""What every file format is: bytes in, pieces of text with their locators out, and the same bytes with other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from consensus.domain import Box, Code, DocumentRules, Filled, Limit, Page, Segment, Task

#: Where a piece stands in its file, for its own format alone: "120:164:heading".
Locator = str
#: Source and target language, BCP 47; None where it is not known.
Langs = tuple[str | None, str | None]


class Options(NamedTuple):
    """How a file is read. where: its path, for messages. lang: of its text, BCP 47.

    task: for extraction its text, title and pages are enough: nothing will be written back. rules: what of it is read.
    target_lang: BCP 47, for files that hold several languages.
    """

    where: str
    lang: str | None = None
    task: Task = Task.TRANSLATE
    rules: DocumentRules = DocumentRules()
    target_lang: str | None = None


class Piece(NamedTuple):
    """A segment before it has an identity. start, end: its place in the text of the document.

    text: what members see of it, decoded, with its inline codes. kind, codes, place, note, limit, filled: as in
    ``domain.Segment``. locator: "" until its format is done with it.
    """

    start: int
    end: int
    text: str
    kind: str
    locator: Locator = ""
    codes: tuple[Code, ...] = ()
    place: str = ""
    note: str = ""
    limit: Limit | None = None
    filled: Filled | None = None


class Left(NamedTuple):
    """A place that holds words and is not sent. kind: of ``Format.left``. name: which one, in words."""

    start: int
    end: int
    kind: str
    name: str = ""


class Parsed(NamedTuple):
    """What a file holds. title: its first heading, or "". warnings: sentences on what comes back otherwise than it was,
    and on what of it could not be read.

    text: all of it, as members that extract read it. pieces, left: in document order. pages: of a PDF or an image.
    layout: the place of every word on them, as ``formats.layout`` packs it; b"" where there are no pages.
    """

    text: str
    title: str = ""
    pieces: Sequence[Piece] = ()
    left: Sequence[Left] = ()
    warnings: Sequence[str] = ()
    pages: Sequence[Page] = ()
    layout: bytes = b""


class Written(NamedTuple):
    """A file with other words. left_out: the texts that could not be written and keep their source: locator to why.

    warnings: sentences on what was written and is worth a look: "2 texts outgrow their box (slide 4, slide 9)."
    """

    content: bytes
    left_out: Mapping[Locator, str] = {}
    warnings: Sequence[str] = ()


class Rewritten(NamedTuple):
    """A file as one of another format, since its own cannot be written. format: that one's name."""

    format: str
    content: bytes
    warnings: Sequence[str] = ()


@runtime_checkable
class Rewritable(Protocol):
    """A format that is not written, and gives a file to be translated in another one."""

    def rewritten(self, content: bytes, options: Options) -> Rewritten:
        """Deterministic. Raises DocumentError."""
        ...


class Marked(NamedTuple):
    """A row of the table in a marked file, and its boxes. cells: number, name, value, how it is verified, place."""

    cells: tuple[str, str, str, str, str]
    boxes: Sequence[Box]
    verified: bool


@runtime_checkable
class Markable(Protocol):
    """A format of which a copy can be made with numbered boxes on its pages and a table of what they mark."""

    def marked(self, content: bytes, title: str, marked: Sequence[Marked], where: str) -> bytes:
        """The same bytes for the same marks. Raises DocumentError."""
        ...


class Format(Protocol):
    """One file format.

    name: as it is stored. label: as people call it. suffixes: in lower case, the most common first. writes: whether a
    translation can be written back. version: raised when the same bytes give other text or pieces. left: kinds of
    ``Left``, each with the words for one and for several. One whose files hold source and target beside each other has
    ``bilingual = True``: it is given also texts that equal their source.
    """

    name: str
    label: str
    version: int
    writes: bool

    @property
    def suffixes(self) -> tuple[str, ...]: ...

    @property
    def left(self) -> Mapping[str, tuple[str, str]]: ...

    def sniff(self, head: bytes) -> bool:
        """Whether the bytes of a whole file, whatever its suffix, show that it is of this format."""
        ...

    def read(self, content: bytes, options: Options) -> Parsed:
        """Deterministic. Raises DocumentError for bytes that are not of this format."""
        ...

    def write(self, content: bytes, texts: Mapping[Locator, str], langs: Langs) -> Written:
        """The file with these texts at their places, all other bytes as they are; without texts, the very bytes.

        A text that would break the structure is made to fit, or its source is kept.
        """
        ...

    def damage(self, segment: Segment, target: str) -> str:
        """In one sentence, the mark that a translation lost or gained; "" where it holds those of its source."""
        ...
