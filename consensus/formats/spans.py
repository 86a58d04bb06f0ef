"""Lines of a text with their offsets, and replacements in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from consensus.formats.base import Piece

#: The line ends of CommonMark and CSV; other separators (U+2028, form feed) belong to the text of a line.
_LINE_END = re.compile(r"\r\n|\r|\n")
#: Everything that some program takes for a line end, with the blanks around it.
_BREAKS = re.compile(r"[ \t]*[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+[ \t]*")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Line(NamedTuple):
    """A line without its end. start: offset of its first character in the document."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def stripped(self) -> Line:
        """The same line without white space around it, still with its exact offset."""
        return Line(self.start + len(self.text) - len(self.text.lstrip()), self.text.strip())


class Edit(NamedTuple):
    """``document[start:end]`` becomes ``text``."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    """All lines with their offsets; the last one may be empty."""
    lines, start = [], 0
    for found in _LINE_END.finditer(text):
        lines.append(Line(start, text[start : found.start()]))
        start = found.end()
    lines.append(Line(start, text[start:]))
    return lines


def writable(text: str) -> str:
    """The text without half characters, which no UTF-8 file can hold."""
    return _SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The text as it fits where the source has one line: line breaks become single spaces."""
    return writable(_BREAKS.sub(" ", text.strip()))


def over_lines(text: str, pieces: Iterable[Piece]) -> list[str]:
    """The pieces, as they are written, that run over several lines."""
    written = (text[piece.start : piece.end] for piece in pieces)
    return [one for one in written if "\n" in one or "\r" in one]


def joined(wrapped: int) -> list[str]:
    """In a sentence, that so many pieces that run over several lines come back on one; none where there are none."""
    what, how = ("1 sentence runs", "it comes") if wrapped == 1 else (f"{wrapped} sentences run", "each comes")
    return [f"{what} over several lines; translated, {how} back on one line."] if wrapped else []


def apply(text: str, edits: list[Edit]) -> str:
    """The text with all edits made. They must not overlap; their order does not matter."""
    parts, done = [], 0
    for edit in sorted(edits):
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    parts.append(text[done:])
    return "".join(parts)
