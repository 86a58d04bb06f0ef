"""What of a text no translator may touch: tags, code, links, addresses, names of accounts, each with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

from consensus.canon.placeholders import Placeholders, scan_placeholders

#: A single class of characters is searched for many times faster than alternatives are. A percent or dollar sign
#: begins a placeholder only with what may follow it there.
_MAY_HOLD = re.compile(r"[<`@#{%$\[](?:(?<=[^%$])|(?<=%)[\w(+#*.@-]|(?<=\$)[A-Z])")
TAG = re.compile(r"<(/?)([A-Za-z][\w.-]*(?::[\w.-]+)?)((?:\s+[^<>]*?)?)\s*(/?)>")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)")
_URL = re.compile(
    r"(?:\b(?:https?|ftp)://|\bwww\.)[^\s<>\"`\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef«»“”„]+", re.IGNORECASE
)
_EMAIL = re.compile(r"(?<![\w.@])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_CJK = r"\u3040-\u30ff\u3400-\u9fff"
_HANDLE = re.compile(
    rf"(?<![A-Za-z0-9&/])[@#](?=[^\W{_CJK}]*[^\W\d{_CJK}])[^\W{_CJK}]+(?:@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)?"
)


class Piece(NamedTuple):
    """A protected stretch of a text. text: what must survive (a code span without its ticks, a link's target alone)."""

    start: int
    end: int
    text: str


class Tag(NamedTuple):
    """A tag. kind: "open", "close" or "empty". fixed: the attribute values that translation may not change."""

    start: int
    end: int
    name: str
    kind: str
    fixed: tuple[str, ...]


class Markup(NamedTuple):
    """All protected stretches of a text."""

    placeholders: Placeholders = Placeholders()
    tags: tuple[Tag, ...] = ()
    code: tuple[Piece, ...] = ()
    links: tuple[Piece, ...] = ()
    urls: tuple[Piece, ...] = ()
    emails: tuple[Piece, ...] = ()
    handles: tuple[Piece, ...] = ()

    def spans(self) -> list[tuple[int, int]]:
        """Everything that is not prose, as offsets."""
        pieces = (*self.code, *self.links, *self.urls, *self.emails, *self.handles)
        found = [(piece.start, piece.end) for piece in pieces] + [(tag.start, tag.end) for tag in self.tags]
        return found + [(item.start, item.end) for item in self.placeholders.plain]


#: The markup of a text without any; always this very object.
NO_MARKUP = Markup()
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_FIXED = re.compile(
    r"\b(id|href|src|rid|name|class|ctype|equiv-text)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE
)


def scan_markup(text: str) -> Markup:
    """Every protected stretch of a text. What stands inside code is code alone."""
    if not _MAY_HOLD.search(text) and "://" not in text and "www." not in text:
        return NO_MARKUP
    code: tuple[Piece, ...] = ()
    prose = text
    if "`" in text:
        code = tuple(Piece(m.start(), m.end(), m.group(2).strip(" ")) for m in _CODE.finditer(text))
        prose = _without(text, code)
    placeholders = scan_placeholders(prose)
    tags = tuple(_tag(m) for m in TAG.finditer(prose)) if "<" in prose else ()
    links = tuple(Piece(m.start(1), m.end(1), m.group(1)) for m in _LINK.finditer(prose)) if "](" in prose else ()
    rest = _without(prose, links) if links else prose
    if tags:
        rest = _without(rest, tags)
    urls = tuple(_url(m) for m in _URL.finditer(rest)) if "://" in rest or "ww." in rest.lower() else ()
    rest = _without(rest, urls) if urls else rest
    emails: tuple[Piece, ...] = ()
    handles: tuple[Piece, ...] = ()
    if "@" in rest or "#" in rest:
        emails = tuple(Piece(m.start(), m.end(), m.group()) for m in _EMAIL.finditer(rest))
        handles = tuple(Piece(m.start(), m.end(), m.group()) for m in _HANDLE.finditer(rest))
    found = Markup(placeholders, tags, code, links, urls, emails, handles)
    return NO_MARKUP if found == NO_MARKUP else found


def _without(text: str, pieces: tuple[Piece, ...] | tuple[Tag, ...]) -> str:
    for piece in pieces:
        text = f"{text[: piece.start]}{' ' * (piece.end - piece.start)}{text[piece.end :]}"
    return text


def _url(match: re.Match[str]) -> Piece:
    url = match.group().rstrip(".,;:!?'*_]}")
    if url.endswith(")") and url.count("(") < url.count(")"):
        url = url.rstrip(").,")
    return Piece(match.start(), match.start() + len(url), url)


def _tag(match: re.Match[str]) -> Tag:
    closing, name, attributes, empty = match.groups()
    fixed = tuple(
        sorted(f"{m.group(1).lower()}={m.group(2).strip(chr(34) + chr(39))}" for m in _FIXED.finditer(attributes))
    )
    kind = "close" if closing else "empty" if empty or name.lower() in _VOID else "open"
    return Tag(match.start(), match.end(), name.lower(), kind, fixed)
