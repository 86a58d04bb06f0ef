"""Moving through the document: reading on, going to another open item, opening the accepted text."""

from __future__ import annotations

from functools import partial

import streamlit as st

from consensus.service.review.queue import DocumentPage, ReviewView
from ui.document_actions import DocumentActions
from ui.state import Act
from ui.widgets.document_pane import state_words
from ui.widgets.safe_html import coded, plain, show

#: Keys: (label, name, shortcut, segments further).
_READING = (
    ("Read up", "read up", "Up", -1),
    ("Read down", "read down", "Down", 1),
    ("Earlier", "earlier", "Shift+Up", -9),
    ("Later", "later", "Shift+Down", 9),
)
_STEPS = (("Previous open", "previous", "Left", True), ("Next open", "next", "Right", False))


def document_bar(view: ReviewView, document: DocumentPage, act: Act, does: DocumentActions) -> None:
    """Under the document. Reading is offered while nothing is typed; going on keeps what was."""
    if len(document.lines) < 2:
        return
    if act.mode in ("look", "read"):
        for column, (label, name, key, by) in zip(st.columns(len(_READING)), _READING, strict=True):
            to = min(max(document.at + by, 1), document.counts.units)
            with column:
                st.button(
                    label,
                    key=does.key(name),
                    shortcut=key,
                    type="tertiary",
                    width="stretch",
                    disabled=to == document.at,
                    on_click=partial(does.read, to),
                )
    if act.mode in ("look", "edit", "write"):
        for column, (label, name, key, backwards) in zip(st.columns(len(_STEPS)), _STEPS, strict=True):
            with column:
                st.button(
                    label,
                    key=does.key(name),
                    shortcut=key,
                    type="tertiary",
                    width="stretch",
                    on_click=partial(does.step, backwards),
                )


def reading_card(view: ReviewView, document: DocumentPage, does: DocumentActions) -> None:
    """The segment that is read, in full, in place of the answers; nothing is decided here."""
    line = document.read
    if line is None:
        return
    source, target = view.languages
    with st.container(border=True, key=does.key("cardread")):
        show(
            plain("Read only: no key decides until you are back", "label"),
            plain(state_words(line), "quiet"),
            coded(line.source, line.codes, look="linesource", lang=source),
            coded(line.text, line.codes, lang=target) if line.text else plain("No translation is shown here.", "none"),
        )
    back, take = st.columns(2)
    with back:
        st.button(
            "Back to the open item",
            key=does.key("back"),
            shortcut="Esc",
            type="primary",
            width="stretch",
            on_click=partial(does.turn, Act()),
        )
    with take:
        st.button(
            "Work on this one",
            key=does.key("take it"),
            shortcut="T",
            width="stretch",
            on_click=partial(does.take, line.unit_id),
        )
