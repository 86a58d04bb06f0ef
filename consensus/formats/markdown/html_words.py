"""Blocks of HTML in Markdown: their words are translated where the policy says so, their tags never."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from consensus.formats.base import Left, Piece
from consensus.formats.spans import Edit, Line, one_line
from consensus.formats.words import has_letters

_OPAQUE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|pre|code|textarea|svg|template)\b.*?(?:</(?P=raw)\s*>|\Z)|<[!?][^<>]*>"
    r"|\{/\*.*?\*/\}|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"</?(?P<name>[A-Za-z][\w.:-]*)(?:\"[^\"]*\"|'[^']*'|\{[^{}]*\}|=>|[^<>\"'{])*>")
_INLINE = re.compile(
    r"a|abbr|b|bdi|bdo|br|cite|del|em|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|var|wbr", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"(?<=\s)(?:alt|title|placeholder|aria-label|label|summary)\s*=\s*(?P<q>[\"'])(?P<value>.*?)(?P=q)",
    re.DOTALL | re.IGNORECASE,
)
_BARE = re.compile(r"<(?![A-Za-z/!])")


def read(lines: Sequence[Line], words: bool, attributes: bool) -> Iterator[Piece | Left]:
    """The segments of a block: text between block tags, values of attributes that people read; or what is left."""
    start, end = lines[0].start, lines[-1].end
    text = "\n".join(line.text for line in lines)
    # Marks of a quote stand between the lines, or line ends of two characters: the offsets would be others.
    exact = len(text) == end - start and not any(line.text.lstrip().startswith(">") for line in lines)
    found = sorted(_found(text))
    for kind, what, wanted in (("html", "html", words), ("attribute", "alt_texts", attributes)):
        some = [(first, last) for first, last, k in found if k == kind]
        if wanted and exact:
            yield from (Piece(start + a, start + b, " ".join(text[a:b].split()), kind) for a, b in some)
        elif some:
            where = (start + some[0][0], start + some[0][1]) if exact else (start, end)
            yield Left(*where, what)


def skeleton(content: str) -> tuple[str, ...]:
    """Its tags, without the values of attributes that people read."""
    plain = _blotted(content)
    return tuple(_ATTRIBUTE.sub("", found.group()) for found in _TAG.finditer(plain)) + tuple(
        found.group() for found in _OPAQUE.finditer(content)
    )


def edit(segment_start: int, segment_end: int, kind: str, new: str) -> Edit:
    """The replacement of one segment."""
    new = _BARE.sub("&lt;", one_line(new))
    if kind == "attribute":
        new = new.replace('"', "&quot;").replace("'", "&#39;").replace("<", "&lt;").replace(">", "&gt;")
    return Edit(segment_start, segment_end, new)


def _blotted(text: str) -> str:
    """The text with blanks for what is no HTML with words, as long as before."""
    return _OPAQUE.sub(lambda found: " " * len(found.group()), text)


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of everything with words."""
    plain = _blotted(text)
    start = 0
    for tag in _TAG.finditer(plain):
        for value in _ATTRIBUTE.finditer(tag.group()):
            if has_letters(value["value"]):
                yield tag.start() + value.start("value"), tag.start() + value.end("value"), "attribute"
        if not _INLINE.fullmatch(tag["name"]):
            yield from _run(text, plain, start, tag.start())
            start = tag.end()
    yield from _run(text, plain, start, len(text))


def _run(text: str, plain: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    piece = plain[start:end]
    if has_letters(piece):
        first = start + len(piece) - len(piece.lstrip())
        yield first, start + len(piece.rstrip()), "html"
