"""An audit: one answer beside its source, and whether it is right."""

from __future__ import annotations

import streamlit as st

from consensus.service.review.queue import ReviewView
from ui.document_actions import DocumentActions
from ui.state import Act
from ui.widgets.answers import text_area
from ui.widgets.document_inserts import insert_bar
from ui.widgets.safe_html import coded, plain, show

#: What a key says: label, judgement, key, and whether the answer can be mended first (under this draft's name).
_KEYS: tuple[tuple[str, str, str, str], ...] = (
    ("Right", "right", "1", ""),
    ("Wrong", "wrong", "2", "A"),
    ("Only style", "style", "3", "S"),
    ("Unsure", "unsure", "4", ""),
)
_MENDED = {letter: (label, judgement) for label, judgement, _, letter in _KEYS if letter}


def audit_card(view: ReviewView, act: Act, does: DocumentActions) -> None:
    """The answer with its keys, or the answer being mended."""
    (letter,) = view.letters
    with st.container(border=True, key=does.key("cardA")):
        if act.mode == "edit":
            _mend(view, act.letter, does)
            return
        text = plain("No value (not in the document)", "none")
        if not letter.no_value:
            text = coded(letter.text, view.codes, lang=view.languages[1])
        show(plain("Is this answer right? Judge it against the source alone.", "label"), text)
    if act.mode != "look":
        return
    with st.container(horizontal=True, key=does.key("rowjudge")):
        for label, judgement, key, mended in _KEYS:
            st.button(
                label,
                key=does.key(judgement),
                shortcut=does.bound(key),
                width="stretch",
                on_click=does.turn if mended else does.judge,
                args=(Act("edit", mended) if mended else judgement,),
            )


def _mend(view: ReviewView, letter: str, does: DocumentActions) -> None:
    said, judgement = _MENDED.get(letter, _MENDED["A"])
    label = "I cannot mend it" if judgement == "wrong" else "Leave it as it is"
    show(plain(f"{said}: mend the answer", "label"))
    insert_bar(view, does, letter, text_area(does, letter, view.drafts.get(letter, view.letters[0].text)))
    save, cannot, leave = st.columns([0.3, 0.44, 0.26])  # the middle label stands whole beside its three keys
    with save:
        st.button(
            "Save and next",
            key=does.key("mended"),
            shortcut="Ctrl+Enter",
            type="primary",
            width="stretch",
            on_click=does.judge,
            args=(judgement, letter),
        )
    with cannot:
        st.button(
            label,
            key=does.key("as it is"),
            shortcut="Ctrl+Shift+Enter",
            width="stretch",
            on_click=does.judge,
            args=(judgement,),
        )
    with leave:
        st.button("Cancel", key=does.key("cancel"), shortcut="Esc", width="stretch", on_click=does.drop, args=(letter,))
