"""What every file format is: bytes in, pieces of text with their locators out, and the same bytes with other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from consensus.domain import DocumentRules, Segment

#: Where a piece stands in its file, for its own format alone: "120:164:heading".
Locator = str
#: Source and target language, BCP 47; None where it is not known.
Langs = tuple[str | None, str | None]


class Options(NamedTuple):
    """How a file is read. where: its path, for messages. lang: of its text, BCP 47.

    rules: what of it is translated; None where nothing will be written back: then its text and title are enough.
    """

    where: str
    lang: str | None = None
    rules: DocumentRules | None = None


class Piece(NamedTuple):
    """A segment before it has an identity. start, end: its place in the text of the document.

    text: what members see of it, decoded. kind: as in ``domain.Segment``. locator: "" until its format is done with it.
    """

    start: int
    end: int
    text: str
    kind: str
    locator: Locator = ""


class Left(NamedTuple):
    """A place that holds words and is not sent. kind: of ``Format.left``. name: which one, in words."""

    start: int
    end: int
    kind: str
    name: str = ""


class Parsed(NamedTuple):
    """What a file holds. title: its first heading, or "". warnings: sentences on what comes back otherwise than it was.

    text: all of it, as members that extract read it. pieces, left: in document order.
    """

    text: str
    title: str = ""
    pieces: Sequence[Piece] = ()
    left: Sequence[Left] = ()
    warnings: Sequence[str] = ()


class Written(NamedTuple):
    """A file with other words. left_out: the texts that could not be written and keep their source: locator to why."""

    content: bytes
    left_out: Mapping[Locator, str] = {}


class Format(Protocol):
    """One file format.

    name: as it is stored. label: as people call it. suffixes: in lower case, the most common first. writes: whether a
    translation can be written back. version: raised when the same bytes give other text or pieces. left: kinds of
    ``Left``, each with the words for one and for several.
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
        """Whether the beginning of a file, whatever its suffix, shows that it is of this format."""
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
