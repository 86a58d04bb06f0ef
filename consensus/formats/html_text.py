"""The words of an HTML page as lines of text, without what its reader does not see."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SKIPPED = frozenset({"head", "script", "style", "template", "noscript", "title", "svg", "object"})
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_BLOCKS = frozenset(
    tag
    for line in (
        ("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure"),
        ("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        ("section", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
    for tag in line
)
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\.?\d*[1-9]))", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BETWEEN = "   "


def html_text(markup: str) -> tuple[str, bool]:
    """The text, a line for each block and three blanks between the cells of a row; and whether some of it is unseen.

    What is not displayed is left out: nobody who read the page can have meant it.
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = [line.strip() for line in "".join(reader.parts).split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    return text.strip(), reader.unseen


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = False
        self._open: list[tuple[str, bool]] = []  # elements, and whether each is left out
        self._left_out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag not in _VOID:
            unseen = "hidden" in told or bool(_UNSEEN.search(told.get("style") or ""))
            self._open.append((tag, unseen or tag in _SKIPPED))
            self._left_out += self._open[-1][1]
            self.unseen = self.unseen or unseen
        if self._left_out:
            return
        if tag in _BLOCKS or tag == "br":
            self.parts.append("\n")
        if tag == "li":
            self.parts.append("- ")
        elif tag in ("td", "th"):
            while self.parts and self.parts[-1] == " ":
                self.parts.pop()
            if self.parts and not self.parts[-1].endswith("\n"):
                self.parts.append(_BETWEEN)

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while True:
                name, left_out = self._open.pop()
                self._left_out -= left_out
                if name == tag:
                    break
        if tag in _BLOCKS and not self._left_out:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            text = _BLANKS.sub(" ", data)
            at_start = not self.parts or self.parts[-1].endswith(("\n", _BETWEEN))
            if text := text.lstrip(" ") if at_start else text:
                self.parts.append(text)
