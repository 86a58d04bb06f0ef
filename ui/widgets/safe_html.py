"""The only way text of a model or a document becomes HTML: every token escaped, only our own tags added."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

Tag = Literal["mark", "ins", "del"]

#: Characters that no eye sees and that change what the eye sees: controls, direction overrides, zero-width space.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})
_CLASS = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """Markup made by this module; nothing else is ever sent to the browser as HTML."""

    markup: str


def clean(text: str) -> str:
    """The text with what UTF-8 cannot carry (lone halves of a surrogate pair) replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


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
            pieces += [_escape(text[at:start]), f"<{tag}>", _escape(text[start:end]), f"</{tag}>"]
            at = end
    pieces.append(_escape(text[at:]))
    return SafeHtml(f'<div class="c-{look}" {_reading(lang)}>{"".join(pieces)}</div>')


def alert(text: str) -> SafeHtml:
    """A sentence that a screen reader says at once."""
    return SafeHtml(f'<div class="c-notice" role="alert" dir="auto">{_escape(text[:1].upper() + text[1:])}</div>')


def joined(parts: Iterable[SafeHtml], look: str, label: str = "") -> SafeHtml:
    """Several in one box. label: what a screen reader calls a box that scrolls."""
    _ours(look)
    named = f' role="region" tabindex="0" aria-label="{_escape(label)}"' if label else ""
    return SafeHtml(f'<div class="c-{look}"{named}>{"".join(part.markup for part in parts)}</div>')


def headline(left: str, right: str) -> SafeHtml:
    """One line, the first text at its beginning, the second at its end."""
    return joined([SafeHtml(f'<h1 class="c-head" dir="auto">{_escape(left)}</h1>'), plain(right, "right")], "headline")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> SafeHtml:
    """A small table, every cell escaped."""
    top = "".join(f'<th scope="col" dir="auto">{_escape(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f'<td dir="auto">{_escape(cell)}</td>' for cell in row) + "</tr>" for row in rows)
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


def _reading(lang: str | None) -> str:
    """Language and direction of a text; a tag that is none is left out, and the text speaks for itself."""
    if not lang or not _LANG.fullmatch(lang):
        return 'dir="auto"'
    # The first strong letter would turn an Arabic text that begins with a Latin name.
    direction = "rtl" if lang.split("-")[0].lower() in _RIGHT_TO_LEFT else "auto"
    return f'lang="{lang}" dir="{direction}"'


def _escape(text: str) -> str:
    return _UNSEEN.sub(lambda found: f"<ins>U+{ord(found.group()):04X}</ins>", html.escape(clean(text)))
