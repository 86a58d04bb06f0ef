"""The only way text of a model or a document becomes HTML: every token escaped, only our own tags added."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from consensus.domain import Code
from consensus.service.markup import clean as clean
from consensus.service.markup import escaped, parts, reading

Tag = Literal["mark", "ins", "del"]

_CLASS = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """Markup made by this module; nothing else is ever sent to the browser as HTML."""

    markup: str


def plain(text: str, look: str = "text", lang: str | None = None) -> SafeHtml:
    """A whole text, escaped. look: one of our own classes. lang: its language, where it is known."""
    return marked(text, (), look=look, lang=lang)


def marked(
    text: str, spans: Iterable[tuple[int, int]], *, tag: Tag = "mark", look: str = "text", lang: str | None = None
) -> SafeHtml:
    """A text with these stretches marked; overlapping or stray offsets never break the markup. Pure."""
    _ours(look)
    return SafeHtml(f'<div class="c-{look}" {reading(lang)}>{_with_marks(text, spans, tag)}</div>')


def coded(
    text: str,
    codes: Sequence[Code],
    spans: Iterable[tuple[int, int]] = (),
    *,
    look: str = "text",
    lang: str | None = None,
) -> SafeHtml:
    """A text whose codes are chips with their number, and whose words look as they will: bold ones are bold. Pure.

    spans: stretches to be marked, as offsets into the coded text.
    """
    _ours(look)
    pieces, open_looks = [], []
    spans = list(spans)
    for part in parts(text, codes):
        if part.code is None:
            inside = [(start - part.start, end - part.start) for start, end in spans]
            pieces.append(_with_marks(part.text, [(max(0, start), end) for start, end in inside if end > 0], "mark"))
            continue
        role = f"{part.code.role}: {part.code.shown}" if part.code.shown else part.code.role
        sign = {"open": f"{part.code.id}▸", "close": f"◂{part.code.id}"}.get(part.kind, f"{part.code.id}")
        chip = f'<span class="c-chip" title="{escaped(role)}">{escaped(sign)}</span>'
        if part.kind == "open":
            pieces.append(f'{chip}<span class="{_LOOKS.get(part.code.role, "c-pair")}">')
            open_looks.append(part.code.id)
        elif part.kind == "close" and part.code.id in open_looks[-1:]:
            pieces.append(f"</span>{chip}")
            open_looks.pop()
        else:
            pieces.append(chip)
    pieces.append("</span>" * len(open_looks))
    return SafeHtml(f'<div class="c-{look}" {reading(lang)}>{"".join(pieces)}</div>')


#: What the words inside a pair look like.
_LOOKS = {
    "bold": "c-bold",
    "italic": "c-italic",
    "underline": "c-underline",
    "strike": "c-strike",
    "superscript": "c-superscript",
    "subscript": "c-subscript",
    "link": "c-underline",
}


def _with_marks(text: str, spans: Iterable[tuple[int, int]], tag: Tag) -> str:
    pieces, at = [], 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(text))
        if start < end:
            pieces += [escaped(text[at:start]), f"<{tag}>", escaped(text[start:end]), f"</{tag}>"]
            at = end
    pieces.append(escaped(text[at:]))
    return "".join(pieces)


def alert(text: str) -> SafeHtml:
    """A sentence that a screen reader says at once."""
    return SafeHtml(f'<div class="c-notice" role="alert" dir="auto">{escaped(text[:1].upper() + text[1:])}</div>')


def joined(parts: Iterable[SafeHtml], look: str, label: str = "") -> SafeHtml:
    """Several in one box. label: what a screen reader calls a box that scrolls."""
    _ours(look)
    named = f' role="region" tabindex="0" aria-label="{escaped(label)}"' if label else ""
    return SafeHtml(f'<div class="c-{look}"{named}>{"".join(part.markup for part in parts)}</div>')


def headline(left: str, right: str) -> SafeHtml:
    """One line, the first text at its beginning, the second at its end."""
    return joined([SafeHtml(f'<h1 class="c-head" dir="auto">{escaped(left)}</h1>'), plain(right, "right")], "headline")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> SafeHtml:
    """A small table, every cell escaped."""
    top = "".join(f'<th scope="col" dir="auto">{escaped(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f'<td dir="auto">{escaped(cell)}</td>' for cell in row) + "</tr>" for row in rows)
    return SafeHtml(f'<table class="c-table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>')


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a grid. look: one of our own classes, or "". opens: the number that pressing it sends, or None."""

    text: str
    look: str = ""
    opens: int | None = None


def grid(title: str, head: Sequence[str], rows: Iterable[Sequence[GridCell]]) -> SafeHtml:
    """A table whose rows begin with their name, every cell escaped and with a look of its own. title: above it."""
    top = "".join(f'<th scope="col" dir="auto">{escaped(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(_cell(cell, at == 0) for at, cell in enumerate(row))}</tr>" for row in rows)
    named = f'<caption dir="auto">{escaped(title)}</caption>' if title else ""
    return SafeHtml(f'<table class="c-table c-grid">{named}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>')


def _cell(cell: GridCell, names: bool) -> str:
    look = ""
    if cell.look:
        _ours(cell.look)
        look = f' class="c-{cell.look}"'
    text = escaped(cell.text)
    if cell.opens is not None:
        text = f'<button type="button" class="c-open" data-open="{cell.opens:d}">{text}</button>'
    return f'<th scope="row" dir="auto"{look}>{text}</th>' if names else f'<td dir="auto"{look}>{text}</td>'


def picture(png: bytes, words: str) -> SafeHtml:
    """A picture of our own making, as wide as its place. words: what it is called for those who do not see it."""
    source = base64.b64encode(png).decode()
    return SafeHtml(f'<img src="data:image/png;base64,{source}" alt="{escaped(words)}" style="width: 100%">')


def bar(done: int, total: int, words: str) -> SafeHtml:
    """How much of something is done, as a bar with these words beside it."""
    inside = f'<progress class="c-bar" max="{max(total, 1)}" value="{min(done, total)}" aria-label="{escaped(words)}">'
    return joined([SafeHtml(f"{inside}</progress>"), plain(words, "quiet")], "progress")


def show(*parts: SafeHtml) -> None:
    """Write to the screen."""
    st.html("".join(part.markup for part in parts))


def style(css: str) -> None:
    """Our own static style sheet; never text from outside."""
    st.html(f"<style>{css}</style>")


def _ours(look: str) -> None:
    if not _CLASS.fullmatch(look):
        raise ValueError(f"not one of our classes: {look}")
