"""The only way text of a model or a document becomes HTML: every token escaped, only our own tags added."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

Tag = Literal["mark", "ins", "del"]

#: Characters that no eye sees and that change what the eye sees: controls, direction overrides, zero-width space.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CLASS = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """Markup made by this module; nothing else is ever sent to the browser as HTML."""

    markup: str


def clean(text: str) -> str:
    """The text with what UTF-8 cannot carry (lone halves of a surrogate pair) replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def plain(text: str, look: str = "text") -> SafeHtml:
    """A whole text, escaped. look: one of our own classes."""
    return marked(text, (), look=look)


def marked(text: str, spans: Iterable[tuple[int, int]], *, tag: Tag = "mark", look: str = "text") -> SafeHtml:
    """A text with these stretches marked; overlapping or stray offsets never break the markup. Pure."""
    if not _CLASS.fullmatch(look):
        raise ValueError(f"not one of our classes: {look}")
    pieces, at = [], 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(text))
        if start < end:
            pieces += [_escape(text[at:start]), f"<{tag}>", _escape(text[start:end]), f"</{tag}>"]
            at = end
    pieces.append(_escape(text[at:]))
    return SafeHtml(f'<div class="c-{look}" dir="auto">{"".join(pieces)}</div>')


def show(*parts: SafeHtml) -> None:
    """Write to the screen."""
    st.html("".join(part.markup for part in parts))


def style(css: str) -> None:
    """Our own static style sheet; never text from outside."""
    st.html(f"<style>{css}</style>")


def _escape(text: str) -> str:
    return _UNSEEN.sub(lambda found: f"<ins>U+{ord(found.group()):04X}</ins>", html.escape(clean(text)))
