"""HTML as a stream of stretches with their offsets, whatever its faults, and the attributes of a tag."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

_ATTRIBUTE = re.compile(
    r"""(?<=[\s"'/])([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`][^\s>]*)))?""", re.DOTALL
)


class Event(NamedTuple):
    """A stretch of the file. kind: "start", "end", "text" or "other" (a comment, a declaration). name: of a tag."""

    kind: str
    start: int
    end: int
    name: str = ""


class _Offsets(HTMLParser):
    """Notes where each event begins; it ends where the next one begins."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[str, int, str]] = []
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self.feed(text)
        self.close()

    def _note(self, kind: str, name: str = "") -> None:
        line, column = self.getpos()
        self.found.append((kind, self._lines[line - 1] + column, name))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._note("start", tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self._note("start", tag)

    def handle_endtag(self, tag: str) -> None:
        self._note("end", tag)

    def handle_data(self, data: str) -> None:
        self._note("text")

    def handle_entityref(self, name: str) -> None:
        self._note("text")

    def handle_charref(self, name: str) -> None:
        self._note("text")

    def handle_comment(self, data: str) -> None:
        self._note("other")

    def handle_decl(self, decl: str) -> None:
        self._note("other")

    def handle_pi(self, data: str) -> None:
        self._note("other")

    def unknown_decl(self, data: str) -> None:
        self._note("other")


def events(text: str) -> Iterator[Event]:
    """All stretches, one behind the other, without gaps."""
    found = _Offsets(text).found
    starts = sorted(start for _, start, _ in found)
    if not starts or starts[0] > 0:
        yield Event("other", 0, starts[0] if starts else len(text))
    for kind, start, name in sorted(found, key=lambda one: one[1]):
        after = bisect_right(starts, start)
        yield Event(kind, start, starts[after] if after < len(starts) else len(text), name)


def attributes(tag: str) -> dict[str, tuple[str, int, int]]:
    """Of a start tag: name in lower case -> value, decoded, and its place in the tag. The first of a name counts."""
    found: dict[str, tuple[str, int, int]] = {}
    for one in _ATTRIBUTE.finditer(tag, 1):
        group = next((group for group in (2, 3, 4) if one[group] is not None), 0)
        value, start, end = (html.unescape(one[group]), *one.span(group)) if group else ("", one.end(), one.end())
        found.setdefault(one[1].lower(), (value, start, end))
    return found
