"""Markdown: markdown-it gives the blocks and their lines; the exact offsets inside the lines are ours.

Code, HTML, front matter, link definitions, rules and table delimiters never become segments. Inline code, links and
emphasis stay literally inside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from consensus.ingest.sentences import balanced, sentences
from consensus.ingest.spans import Line, Span, lines_of

_END = r"[ \t]*(?:\r\n|\r|\n)"
#: YAML between two fences at the very start. A rule at the start and another one further down are not that.
_FRONT_MATTER = re.compile(
    rf"---{_END}(?=[\w\"'-][^\r\n]*:|\#|(?:---|\.\.\.)[ \t]*[\r\n])"
    rf"(?:[^\r\n]*(?:\r\n|\r|\n))*?(?:---|\.\.\.)(?:{_END}|[ \t]*\Z)"
)
_ATX = re.compile(r"#{1,6}(?=[ \t]|$)")
#: What may stand before the text of a block on its first line: quote marks, list markers, blanks.
CONTAINERS = re.compile(r"[ \t]*(?:(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)*")
_HARD_BREAK = re.compile(r"(?:  +|\\)$")


def spans(text: str, lang: str | None) -> list[Span]:
    """Sentences of headings, paragraphs, list items, quotes and table cells, in document order."""
    found: list[Span] = []
    for lines, kind in _blocks(text):
        for part in _hard_parts(lines):
            found += sentences(part, kind, lang)
    return found


def skeleton(text: str) -> tuple[Any, ...]:
    """The block structure without the words: equal for a document and its translation.

    Code and HTML are in it literally, as are link definitions.
    """
    tokens, references, front = _parse(text)
    shape = [(t.type, t.tag, t.markup, t.hidden, t.level, t.info, _literal(t)) for t in tokens]
    # Not the lines on which definitions stand: a paragraph above may become shorter.
    targets = sorted((name, one.get("href"), one.get("title")) for name, one in references.items())
    return (front, targets, shape)


def _literal(token: Token) -> str:
    if token.type == "inline":
        return "text" if token.content else ""
    return token.content + str(sorted((token.attrs or {}).items()))


def _parse(text: str) -> tuple[list[Token], dict[str, Any], str]:
    """Block tokens, link definitions and the front matter before them. Inline parsing is not needed and left out."""
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable(["inline", "text_join"])
    matter = _FRONT_MATTER.match(text)
    front = matter.group() if matter else ""
    env: dict[str, Any] = {}
    tokens = parser.parse(text[len(front) :], env)
    return tokens, env.get("references", {}), front


def _blocks(text: str) -> Iterator[tuple[list[Line], str]]:
    """Every block of running text with its kind."""
    tokens, _, front = _parse(text)
    lines = [Line(len(front) + line.start, line.text) for line in lines_of(text[len(front) :])]
    containers: list[str] = []
    for i, token in enumerate(tokens):
        if token.type in ("blockquote_open", "list_item_open"):
            containers.append("quote" if token.type == "blockquote_open" else "list_item")
        elif token.type in ("blockquote_close", "list_item_close"):
            containers.pop()
        elif token.type == "tr_open" and token.map:
            cells = [cell.content for cell in tokens[i : _row_end(tokens, i)] if cell.type == "inline"]
            yield from (([cell], "table_cell") for cell in _cells(lines[token.map[0]], cells))
        elif token.type == "inline" and token.map and token.content:
            opener = tokens[i - 1]
            kind = "heading" if opener.type == "heading_open" else (containers[-1] if containers else "paragraph")
            if opener.type in ("th_open", "td_open"):
                continue
            if opener.markup.startswith("#"):
                yield _heading(lines[token.map[0]], token.content), kind
            else:
                yield _paragraph(lines[token.map[0] : token.map[1]], token.content), kind


def _row_end(tokens: Sequence[Token], start: int) -> int:
    return next(i for i in range(start, len(tokens)) if tokens[i].type == "tr_close")


def _heading(line: Line, content: str) -> list[Line]:
    mark = _ATX.search(line.text)
    start = line.text.find(content, mark.end() if mark else 0)
    return [Line(line.start + start, content)] if start >= 0 else []


def _paragraph(lines: Sequence[Line], content: str) -> list[Line]:
    """The lines of a paragraph without what its containers put before them."""
    wanted = content.split("\n")
    for skip in range(len(lines) - len(wanted) + 1):
        found = [_suffix(line, part) for line, part in zip(lines[skip:], wanted, strict=False)]
        if None not in found:
            return [line for line in found if line is not None]
    return []


def _suffix(line: Line, part: str) -> Line | None:
    """The end of the line that is this part; blanks at its end are kept, they may be a hard break."""
    end = len(line.text.rstrip())
    bare = part.strip()
    return Line(line.start + end - len(bare), line.text[end - len(bare) :]) if line.text[:end].endswith(bare) else None


def _cells(line: Line, contents: Sequence[str]) -> list[Line]:
    """The cells of a table row. Two readings: with and without something before the first bar."""
    pieces = _split_row(Line(line.start, line.text.rstrip()))
    if pieces and not pieces[-1].text:
        pieces.pop()
    mark = CONTAINERS.match(line.text)
    inner = _within(pieces[:1], mark.end() if mark else 0) + pieces[1:]
    for row in (pieces[1:] if CONTAINERS.fullmatch(pieces[0].text) else [], inner, pieces):
        cells = [piece.stripped() for piece in row[: len(contents)]]
        told = [cell.text.replace("\\|", "|") for cell in cells]
        if cells and told + [""] * (len(contents) - len(told)) == [content.strip() for content in contents]:
            return cells
    return []


def _within(pieces: list[Line], start: int) -> list[Line]:
    return [Line(piece.start + start, piece.text[start:]) for piece in pieces]


def _split_row(line: Line) -> list[Line]:
    """At every bar that no backslash precedes, inside code too, as GFM has it."""
    pieces, start = [], 0
    for bar in re.finditer(r"(?<!\\)\|", line.text):
        pieces.append(Line(line.start + start, line.text[start : bar.start()]))
        start = bar.end()
    pieces.append(Line(line.start + start, line.text[start:]))
    return pieces


def _hard_parts(lines: list[Line]) -> Iterator[list[Line]]:
    """A hard line break is kept by making it a border between segments, unless code or emphasis spans it."""
    part: list[Line] = []
    for line in lines:
        broken = _HARD_BREAK.search(line.text)
        part.append(line)
        if broken and line is not lines[-1] and balanced(" ".join(done.text for done in part)):
            part[-1] = Line(line.start, line.text[: broken.start()])
            yield part
            part = []
    yield part
