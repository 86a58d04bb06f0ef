"""What the formats hand over: stretches of source text, and replacements of them."""

from __future__ import annotations

import re
from typing import NamedTuple

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


class Span(NamedTuple):
    """A segment before it has an identity. text: what members see of ``document[start:end]``."""

    start: int
    end: int
    text: str
    kind: str


class Left(NamedTuple):
    """``document[start:end]`` holds words and is not sent.

    kind: a word of ``consensus.formats.left``. name: which one, in words.
    """

    start: int
    end: int
    kind: str
    name: str = ""


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


def apply(text: str, edits: list[Edit]) -> str:
    """The text with all edits made. They must not overlap; their order does not matter."""
    parts, done = [], 0
    for edit in sorted(edits):
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    parts.append(text[done:])
    return "".join(parts)
