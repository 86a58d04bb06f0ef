"""The only way text of a model or a document becomes HTML: every token escaped, only our own tags added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from consensus.service.markup import clean as clean
from consensus.service.markup import escaped, reading

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
    pieces, at = [], 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(text))
        if start < end:
            pieces += [escaped(text[at:start]), f"<{tag}>", escaped(text[start:end]), f"</{tag}>"]
            at = end
    pieces.append(escaped(text[at:]))
    return SafeHtml(f'<div class="c-{look}" {reading(lang)}>{"".join(pieces)}</div>')


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


def show(*parts: SafeHtml) -> None:
    """Write to the screen."""
    st.html("".join(part.markup for part in parts))


def style(css: str) -> None:
    """Our own static style sheet; never text from outside."""
    st.html(f"<style>{css}</style>")


def _ours(look: str) -> None:
    if not _CLASS.fullmatch(look):
        raise ValueError(f"not one of our classes: {look}")
