"""Moving through the document: reading on, going to another open item, opening the accepted text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from consensus.service.review.queue import DocumentPage, ReviewView
from ui.document_actions import DocumentActions
from ui.state import Act
from ui.widgets.answers import confirm_bar
from ui.widgets.document_pane import state_words
from ui.widgets.safe_html import coded, plain, show

#: Keys: (label, name, shortcut, segments further).
_READING = (
    ("Read", "read up", "Up", -1),
    ("Read", "read down", "Down", 1),
    ("Earlier", "earlier", "Shift+Up", -9),
    ("Later", "later", "Shift+Down", 9),
)
_STEPS = (("Previous", "previous", "Left", True), ("Next open", "next", "Right", False))


def document_bar(document: DocumentPage, act: Act, does: DocumentActions) -> None:
    """Under the document. Reading is offered while nothing is typed; going on keeps what was."""
    if len(document.lines) < 2:
        return
    with st.container(horizontal=True, gap="small", key=does.key("documentbar")):
        if act.mode in ("look", "edit", "write"):
            for label, name, key, backwards in _STEPS:
                _button(does, label, name, key, partial(does.step, backwards))
        if act.mode in ("look", "read"):
            for label, name, key, by in _READING:
                to = min(max(document.at + by, 1), document.counts.units)
                _button(does, label, name, key, partial(does.read, to), off=to == document.at)


def _button(
    does: DocumentActions, label: str, name: str, key: str, action: Callable[[], None], *, off: bool = False
) -> None:
    st.button(label, key=does.key(name), shortcut=key, type="tertiary", disabled=off, on_click=action)


def places_bar(document: DocumentPage, does: DocumentActions) -> None:
    """The places of a text that stands several times, each to be read."""
    if document.places:
        st.selectbox(
            "Stands several times: read it at segment",
            [f"{number}" for number in document.places],
            index=None,
            key=does.key(f"place {document.at}"),
            placeholder=f"{len(document.places)} places",
            on_change=partial(does.read_chosen, f"place {document.at}"),
        )


def closed_bar(view: ReviewView, document: DocumentPage, does: DocumentActions) -> None:
    """Where accepted text is not shown: why, and how it is."""
    if not document.closed or view.as_audit:
        return
    show(plain("Translations of others are not shown: audits of this document may still come to you.", "quiet"))
    st.button(
        "Open the accepted text",
        key=does.key("open text"),
        shortcut=does.bound("O"),
        type="tertiary",
        on_click=partial(does.turn, Act("open")),
    )


def open_card(does: DocumentActions) -> None:
    """What opening a document leads to, before it is done."""
    with st.container(border=True, key=does.key("cardopen")):
        show(
            plain("Open the accepted text of this document?", "label"),
            plain(
                "No audit and no known answer of it comes to you any more. Its batch is closed, if it is still open, "
                "which fixes what is audited. This cannot be taken back.",
                "text",
            ),
        )
        confirm_bar(does, "opened", "Open it", does.open_text)


def reading_card(view: ReviewView, document: DocumentPage, does: DocumentActions) -> None:
    """The segment that is read, in full, above the answers of the open item; nothing is decided meanwhile."""
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
            shortcut=does.bound("T"),
            width="stretch",
            on_click=partial(does.take, line.unit_id),
        )
