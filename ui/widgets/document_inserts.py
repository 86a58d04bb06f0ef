"""Beside a text that is written: its codes as chips and its required terms, each put in by a click or a key."""

from __future__ import annotations

from functools import partial

import streamlit as st

from consensus.service.review.document import Insert, code_inserts, term_inserts
from consensus.service.review.queue import ReviewView
from ui.document_actions import DocumentActions
from ui.widgets.safe_html import coded, plain, show

#: There are as many keys; what stands further down has its button alone.
_KEYS = 9
_IN_A_ROW = 4


def insert_bar(view: ReviewView, does: DocumentActions, letter: str, written: str) -> None:
    """Chips and terms of the text under the letter, and how it will look. written: what stands there."""
    codes, terms = code_inserts(view.source, view.codes, written), term_inserts(view.terms, written)
    if codes:
        lacks = ", ".join(one.name for one in codes if one.missing)
        told = f"Missing: {lacks}." if lacks else "All marks of the source stand in it."
        show(
            plain(f"{told} A mark is put at the end; move it to its place.", "warning" if lacks else "quiet"),
            coded(written, view.codes, lang=view.languages[1]),
        )
        _buttons(does, letter, [(one.name, one) for one in codes], "Alt")
    if terms:
        named = [(f"Term {at}", one) for at, one in enumerate(terms, 1)]
        words = "; ".join(f"{name}: {one.text}{'' if one.missing else ' ✓'}" for name, one in named)
        show(plain(f"Glossary: {words}", "quiet", lang=view.languages[1]))
        _buttons(does, letter, named, "Alt+Shift")


def _buttons(does: DocumentActions, letter: str, named: list[tuple[str, Insert]], held: str) -> None:
    for first in range(0, len(named), _IN_A_ROW):
        for column, at in zip(st.columns(_IN_A_ROW), range(first, min(first + _IN_A_ROW, len(named))), strict=False):
            label, one = named[at]
            with column:
                st.button(
                    label,
                    key=does.key(f"insert {held} {at}"),
                    shortcut=f"{held}+{at + 1}" if at < _KEYS else None,
                    type="secondary" if one.missing else "tertiary",
                    width="stretch",
                    on_click=partial(does.insert, letter, one),
                )
