"""The keys of the review screen: which there are, and how a person chooses others."""

from __future__ import annotations

import streamlit as st

from consensus.service.review.own_keys import ACTIONS
from consensus.service.review.queue import ReviewView
from ui.actions import attempt
from ui.document_actions import DocumentActions
from ui.state import Act, State
from ui.widgets.answers import confirm_button, leave_button
from ui.widgets.safe_html import joined, plain, show, table

#: Keys that nobody chooses.
_FIXED = (
    ("Shift + the key of an answer", "Edit that answer"),
    ("↑ ↓, Shift + ↑ ↓", "Read another segment of the document, or further away; nothing is decided or claimed"),
    ("← →", "Previous or next open item of the document; what was typed is kept"),
    ("PageUp, PageDown", "Pages of the document"),
    ("Alt + 1 … 9", "While writing: put in a mark of the source; with Shift a term of the glossary"),
    ("Digits in a form", "What is wrong, and how bad it is; the judgement of an audit has the keys of A to D"),
    ("Ctrl + Enter", "Save, skip, confirm, apply"),
    ("Esc", "Cancel; back from reading"),
)
_COLUMNS = 5
#: Characters of a source and its answers that leave room below them, and answers.
_SHORT, _FEW = 400, 2


def key_hints(view: ReviewView, lines: int) -> None:
    """The keys that stand on no button, where an item is so short that the place below it would be empty.

    lines: segments of its document that are on the screen.
    """
    if len(view.source) + sum(len(one.text) for one in view.letters) > _SHORT or len(view.letters) > _FEW or lines > 4:
        return
    rows = [("Key on a button", "Does what the button says; Help shows all keys and changes them"), *_FIXED]
    show(joined([plain("Keys", "label"), table(("Key", "What it does"), rows)], "hints"))


def key_form(state: State, does: DocumentActions) -> None:
    """One field for each action, with the key that it has now."""
    now = state.keys.chosen
    show(
        plain("Your keys", "label"),
        plain("A letter or a digit each, but C and R. They are yours on every machine.", "quiet"),
    )
    for start in range(0, len(ACTIONS), _COLUMNS):  # row by row, so that Tab goes as one reads
        for column, action in zip(st.columns(_COLUMNS), ACTIONS[start : start + _COLUMNS], strict=False):
            label = action.words
            with column:
                st.text_input(label, value=now[action.name], key=does.key(f"key {action.name}"), max_chars=1)
    save, reset, leave = st.columns(3)
    with save:
        confirm_button(does, "keys saved", "Save my keys", _save, state, does)
    with reset:
        st.button("Take the usual keys", key=does.key("reset"), width="stretch", on_click=_reset, args=(state,))
    with leave:
        leave_button(does)
    show(table(("Key", "What it does"), _FIXED))


def _save(state: State, does: DocumentActions) -> None:
    typed = {action.name: state.typed(does.key(f"key {action.name}")) for action in ACTIONS}

    def saved() -> None:
        state.service.queue.keys.change(state.user, typed)
        state.turn(Act())

    attempt(state, saved, lost=state.notify)


def _reset(state: State) -> None:
    def taken() -> None:
        state.service.queue.keys.reset(state.user)
        state.turn(Act())

    attempt(state, taken, lost=state.notify)
