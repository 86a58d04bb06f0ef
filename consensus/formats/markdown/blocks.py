"""Markdown: markdown-it gives the blocks and their lines; the exact offsets inside the lines are ours.

Code, front matter, link definitions, rules, table delimiters and the marks of dialects never become segments, HTML only
where the policy says so. Inline code, links and emphasis stay literally inside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from consensus.domain import DocumentRules
from consensus.formats.base import Left, Piece
from consensus.formats.markdown import front_matter, html_words
from consensus.formats.markdown.dialects import with_dialects
from consensus.formats.markdown.inline import is_prose, parts, with_labels
from consensus.formats.sentences import balanced, sentences
from consensus.formats.spans import Line, lines_of
from consensus.formats.words import has_letters, is_string_text

_ATX = re.compile(r"#{1,6}(?=[ \t]|$)")
#: What may stand before the text of a block on its first line: quote marks, list markers, blanks.
CONTAINERS = re.compile(r"[ \t]*(?:(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)*")
HARD_BREAK = re.compile(r"(?:  +|\\)$", re.MULTILINE)
_FENCE = re.compile(r"[ \t]*(?:```|~~~)[^`]*$")
_QUOTED = re.compile(r"(?<!style=)(?<!class=)(?:\"([^\"\n]*)\"|'([^'\n]*)')")
#: Lists and quotes within each other; what is nested deeper is named as left.
_DEEPEST = 100
_OPENS = {"blockquote_open": "quote", "list_item_open": "list_item"}
_CLOSES = ("blockquote_close", "list_item_close")
_LEAVES = frozenset(
    ["inline", "fence", "code_block", "html_block", "hr", "fixed", "title", "definition", "marked_open", "table_open"]
)


class Read(NamedTuple):
    """What a document holds: its segments and what is left, both in document order."""

    spans: list[Piece]
    left: list[Left]


class _Parsed(NamedTuple):
    tokens: list[Token]
    references: dict[str, Any]
    front: str
    lines: list[Line]


def read(text: str, lang: str | None, rules: DocumentRules) -> Read:
    """Sentences of headings, paragraphs, list items, quotes, titles and table cells; and the words beside them."""
    parsed = _parse(text)
    spans, left = front_matter.read(parsed.front, rules.front_matter)
    for found in _blocks(parsed, rules):
        if isinstance(found, Left):
            left.append(found)
        elif isinstance(found, Piece):
            spans.append(found)
        else:
            lines, kind = found
            for part in _hard_parts(lines):
                told = (with_labels_of(span, parsed) for span in sentences(part, kind, lang))
                spans += [span for span in told if is_prose(span.text)]
    return Read(spans, sorted([*left, *_unread(parsed)]))


def with_labels_of(span: Piece, parsed: _Parsed) -> Piece:
    """The segment with the labels of its reference links written out."""
    return span._replace(text=with_labels(span.text, parsed.references))


def skeleton(text: str) -> tuple[Any, ...]:
    """The structure without the words: equal for a document and its translation.

    Code and the marks of dialects are in it literally, as are link definitions; of HTML only the tags.
    """
    parsed = _parse(text)
    containers: list[str] = []
    shape = []
    for t in parsed.tokens:
        _follow(containers, t)
        if t.type != "definition":
            # Not the lines on which definitions stand: a paragraph above may become shorter.
            shape.append((t.type, t.tag, t.markup, t.hidden, t.level, t.info, _literal(t, containers)))
    targets = sorted((name, one.get("href"), one.get("title")) for name, one in parsed.references.items())
    return (front_matter.skeleton(parsed.front), targets, shape)


def _literal(token: Token, containers: list[str]) -> Any:
    if token.type == "inline":
        lines = [Line(0, line) for line in token.content.split("\n")]
        return ("text" if token.content else "", parts(lines, containers[-1] if containers else "")[1])
    if token.type == "title":
        return "text"
    if token.type == "html_block":
        return html_words.skeleton(token.content)
    return token.content + str(sorted((token.attrs or {}).items()))


def _follow(containers: list[str], token: Token) -> None:
    if token.type in _OPENS:
        containers.append(_OPENS[token.type])
    elif token.type in _CLOSES:
        containers.pop()


def _parse(text: str) -> _Parsed:
    """Block tokens, link definitions and the front matter before them. Inline parsing is not needed and left out."""
    options = {"maxNesting": _DEEPEST, "inline_definitions": True}
    parser = MarkdownIt("commonmark", options).enable("table").disable(["inline", "text_join"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # nothing is rendered here
    front = front_matter.of(text)
    env: dict[str, Any] = {}
    tokens = with_dialects(parser).parse(text[len(front) :], env)
    lines = [Line(len(front) + line.start, line.text) for line in lines_of(text[len(front) :])]
    return _Parsed(tokens, env.get("references", {}), front, lines)


def _blocks(parsed: _Parsed, rules: DocumentRules) -> Iterator[tuple[list[Line], str] | Piece | Left]:
    """Every block of running text with its kind, the segments in HTML, and what is left."""
    tokens, lines = parsed.tokens, parsed.lines
    containers: list[str] = []
    for i, token in enumerate(tokens):
        _follow(containers, token)
        if not token.map:
            continue
        first, own = lines[token.map[0]], lines[token.map[0] : token.map[1]]
        if token.type == "tr_open":
            cells = [cell.content for cell in tokens[i : _row_end(tokens, i)] if cell.type == "inline"]
            yield from _row(first, cells)
        elif token.type == "title":
            start = first.end - token.meta["after"] - len(token.content)
            yield [Line(start, token.content)], "title"
        elif token.type == "html_block":
            yield from html_words.read(own, rules.html, rules.alt_texts)
        elif token.type in ("code_block", "fixed", "definition"):
            yield from _left_in(token, own)
        elif token.type == "inline" and token.content and tokens[i - 1].type not in ("th_open", "td_open"):
            yield from _running(own, token.content, tokens[i - 1], containers[-1] if containers else "")


def _running(
    own: Sequence[Line], content: str, opener: Token, container: str
) -> Iterator[tuple[list[Line], str] | Left]:
    heading = opener.type == "heading_open"
    found = _heading(own[0], content) if opener.markup.startswith("#") else _paragraph(own, content)
    if any(_FENCE.match(line.text) for line in found):
        yield Left(own[0].start, own[-1].end, "fence")
        return
    if not found and has_letters(content):
        yield Left(own[0].start, own[-1].end, "unplaced")
    for part in parts(found, container)[0]:
        yield part, "heading" if heading else container or "paragraph"


def _row(line: Line, contents: list[str]) -> Iterator[tuple[list[Line], str] | Left]:
    cells, beyond = _cells(line, contents)
    if beyond or (not cells and any(map(has_letters, contents))):
        yield Left(beyond[0].start if beyond else line.start, line.end, "table_row")
    yield from (([cell], "table_cell") for cell in cells)


def _left_in(token: Token, own: Sequence[Line]) -> Iterator[Left]:
    """Words in what is kept: prose that is indented as code, titles of links, texts in the attributes of templates."""
    start, end = own[0].start, own[-1].end
    if token.type == "code_block":
        if any(is_string_text(line) and " " in line.strip() for line in token.content.splitlines()):
            yield Left(start, end, "indented")
    elif token.type == "definition":
        if has_letters(str(token.meta.get("title") or "")):
            yield Left(start, end, "link_title")
    elif len(own) == 1 and not token.content.startswith(("import", "export", "$$")):
        quoted = [a or b for a, b in _QUOTED.findall(token.content)]
        if any(" " in one and is_string_text(one) for one in quoted):
            yield Left(start, end, "template")


def _unread(parsed: _Parsed) -> Iterator[Left]:
    """Lines with words that no block holds: what is nested too deeply is not parsed."""
    seen = bytearray(len(parsed.lines))
    for token in parsed.tokens:
        if token.map and token.type in _LEAVES:
            seen[token.map[0] : token.map[1]] = b"\1" * (token.map[1] - token.map[0])
    for line, done in zip(parsed.lines, seen, strict=True):
        mark = CONTAINERS.match(line.text) if not done else None
        if mark and has_letters(line.text[mark.end() :]):
            yield Left(line.start, line.end, "deep")


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


def _cells(line: Line, contents: Sequence[str]) -> tuple[list[Line], list[Line]]:
    """The cells of a table row, and those with words beyond them. Two readings: with and without something before
    the first bar."""
    pieces = _split_row(Line(line.start, line.text.rstrip()))
    if pieces and not pieces[-1].text:
        pieces.pop()
    mark = CONTAINERS.match(line.text)
    inner = _within(pieces[:1], mark.end() if mark else 0) + pieces[1:]
    for row in (pieces[1:] if CONTAINERS.fullmatch(pieces[0].text) else [], inner, pieces):
        cells = [piece.stripped() for piece in row[: len(contents)]]
        told = [cell.text.replace("\\|", "|") for cell in cells]
        if cells and told + [""] * (len(contents) - len(told)) == [content.strip() for content in contents]:
            return cells, [piece for piece in row[len(contents) :] if has_letters(piece.text)]
    return [], []


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
        broken = HARD_BREAK.search(line.text)
        part.append(line)
        if broken and line is not lines[-1] and balanced(" ".join(done.text for done in part)):
            part[-1] = Line(line.start, line.text[: broken.start()])
            yield part
            part = []
    yield part
